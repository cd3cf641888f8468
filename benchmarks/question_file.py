"""A file of questions over 100,000 paragraphs: `python -m benchmarks.question_file`.

Beside the seconds waited it prints those of the processor, which other work on the machine does not add to: with a
processor for each, it takes about as long as the busiest of its processes. With `--most SECONDS` it ends with 1
where that one takes longer. Needs Linux.
"""

import argparse
import asyncio
import os
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage
from tempfile import TemporaryDirectory
from time import perf_counter, process_time

from benchmarks.text import Text
from bot import questions
from knowledge import Article, AskContext, Library
from knowledge.answer_workers import MAX_WORKERS

QUESTIONS = 1_000
PARAGRAPHS = 100_000
PARAGRAPHS_EACH = 10
"""Paragraphs of an article."""
_COMPARED = 50
"""Questions that are asked once more alone."""


async def fill(folder: Path, paragraphs: int, asked: int) -> list[str]:
    """Make a data folder of so many paragraphs with its index, and return questions over them."""
    text = Text()
    written = list(text.paragraphs(paragraphs))
    articles = [
        Article(
            title=" ".join(written[first][:6]),
            paragraphs=tuple(" ".join(each) for each in written[first : first + PARAGRAPHS_EACH]),
            language="en",
            id=str(first),
        )
        for first in range(0, paragraphs, PARAGRAPHS_EACH)
    ]
    async with Library.open(folder) as library:
        await library.add_all(articles)
        await library.load()
    return [" ".join(each.kept) for each in text.questions(written, asked)]


async def measure(folder: Path, asked: list[str]) -> dict[str, float]:
    """Ask all of them, and the first ones alone."""
    async with Library.open(folder) as library:
        await library.load()
        started, own = perf_counter(), process_time()
        rows = [questions.answer_row(each) async for each in questions.ask_each(library, asked, AskContext(), k=3)]
        waited, spent = perf_counter() - started, process_time() - own
        differing = 0
        for question, row in zip(asked[:_COMPARED], rows, strict=False):
            alone = questions.AnsweredQuestion(question, await library.ask(question))
            # The first column is the number, which no two questions share.
            differing += questions.answer_row(alone)[1:] != row[1:]
    beside = getrusage(RUSAGE_CHILDREN)  # Of those that have ended, as all have with the library.
    processes = min(MAX_WORKERS, (os.cpu_count() or 1) - 1)
    each_beside = (beside.ru_utime + beside.ru_stime) / max(1, processes)
    return {
        "questions": len(rows),
        "waited, s": waited,
        "this process, s of the processor": spent,
        f"each of {processes} processes beside it, s of the processor": each_beside,
        "the busiest, s of the processor": max(spent, each_beside),
        f"different from asked alone, of {min(_COMPARED, len(asked))}": differing,
    }


def main() -> None:
    """Fill, measure, and print the figures."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.question_file", description=(__doc__ or "").splitlines()[0]
    )
    parser.add_argument("--questions", type=int, default=QUESTIONS, help=f"how many ({QUESTIONS})")
    parser.add_argument("--paragraphs", type=int, default=PARAGRAPHS, help=f"over how many ({PARAGRAPHS})")
    parser.add_argument("--most", type=float, help="seconds of the processor that the busiest process can take")
    chosen = parser.parse_args()
    with TemporaryDirectory() as folder:
        asked = asyncio.run(fill(Path(folder), chosen.paragraphs, chosen.questions))
        figures = asyncio.run(measure(Path(folder), asked))
    print("\n".join(f"{name:60}{value:10,.2f}" for name, value in figures.items()))
    if chosen.most and figures["the busiest, s of the processor"] > chosen.most:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
