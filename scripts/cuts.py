"""How often we would speak, and speak wrongly, if only answers from some confidence on were given: a Markdown table.

From it comes the cut of the forum desk, which speaks without having been asked. A set is a folder with articles.jsonl
and questions.jsonl; impossible questions have no relevant paragraphs, and each other question is asked once more with
the articles that answer it gone. Run it from the project's folder: `python -m scripts.cuts DIR …`.
"""

import argparse
import asyncio
from collections.abc import Iterator, Sequence
from pathlib import Path

from bot.text.parsing import MAX_WRONG_SHARE, MIN_FORUM_CONFIDENCE
from knowledge.evaluation import EvalResult
from scripts.quality import Measured, measure, sets

CUTS = sorted({0.5, 0.6, 0.65, 0.75, MIN_FORUM_CONFIDENCE})


def main() -> None:
    """Measure the sets named on the command line."""
    parser = argparse.ArgumentParser(prog="python -m scripts.cuts", description=__doc__)
    parser.add_argument("sets", nargs="+", type=Path, metavar="DIR")
    for each in sets(parser.parse_args().sets, mixed=False):
        print("\n".join(table(asyncio.run(measure(*each)))), flush=True)


def table(measured: Measured) -> Iterator[str]:
    """Yield the lines of a set's table: a row for each cut."""
    answerable = [each for each in measured.trials if each.answerable]
    impossible = [each for each in measured.trials if not each.answerable]
    yield f"| {measured.name}: threshold | answerable, answered | impossible, answered | gone, answered |"
    yield "| --- | ---: | ---: | ---: |"
    for cut in CUTS:
        shares = [_share(trials, cut) for trials in (answerable, impossible, measured.gone)]
        ours = " (ours)" if cut == MIN_FORUM_CONFIDENCE else ""
        good = all(share is None or share <= MAX_WRONG_SHARE for share in shares[1:])
        cells = ["–" if share is None else f"{share:.3f}" for share in shares]
        yield f"| {cut}{ours} | {' | '.join(cells)} |" + ("" if good else " ✗")


def _share(trials: Sequence[EvalResult], cut: float) -> float | None:
    if not trials:
        return None
    spoken = sum(each.reply.outcome == "answered" and each.reply.confidence >= cut for each in trials)
    return spoken / len(trials)


if __name__ == "__main__":
    main()
