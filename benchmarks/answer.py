"""The processor time of a whole answer, log included: `python -m benchmarks.answer [SET]`.

A set is a folder of articles.jsonl and questions.jsonl; without one, the bundled articles are asked our own questions.
The process is set up as the bot's. The same questions are asked round after round, one at a time.
"""

import asyncio
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time

from bot.cli import app
from knowledge import Article, Library
from scripts import quality

QUESTIONS = 200
ROUNDS = 6


def main() -> None:
    """Ask, and print the milliseconds that a question takes in the first round, and in those after it."""
    app.pin_to_one_cpu()
    for name, articles, questions in quality.sets([Path(each) for each in sys.argv[1:]], mixed=False):
        asked = [each.text for each in questions[:: max(1, len(questions) // QUESTIONS)]][:QUESTIONS]
        first, *later = asyncio.run(_rounds(articles, asked))
        print(f"{name}: {len(asked)} questions, {first:.2f} ms each, then {min(later):.2f} to {max(later):.2f} ms")


async def _rounds(articles: Sequence[Article], asked: Sequence[str]) -> list[float]:
    """Return the milliseconds of processor time that a question takes in each round."""
    with TemporaryDirectory() as folder:
        async with Library.open(folder) as library:
            if articles:
                await library.add_all(articles)
            await library.load()
            app.freeze_gc()
            return [await _round(library, asked) for _ in range(ROUNDS)]


async def _round(library: Library, asked: Sequence[str]) -> float:
    began = process_time()
    for each in asked:
        await library.ask(each)
    return (process_time() - began) / len(asked) * 1000


if __name__ == "__main__":
    main()
