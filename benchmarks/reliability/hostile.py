"""Articles that are made to keep a question busy, asked in their own words."""

from collections.abc import Mapping
from pathlib import Path

from benchmarks import worst_case
from benchmarks.reliability import Trial
from benchmarks.worst_case import Cost, beyond

ARTICLE_BYTES = 300_000


async def run(folder: Path, families: int) -> list[Trial]:
    """Ask about each family, about all of them together, at length, and beside it on another server."""
    costs = await worst_case.measure(folder / "data", ARTICLE_BYTES, families)
    times = f"{len(costs.alone)} families, {worst_case.ROUNDS} times each"
    usual, usual_long = costs.ordinary, costs.ordinary_long
    (alone, alone_p99), (beside, beside_p99) = costs.waits.values()
    ratio = usual_long.over(usual)
    return [
        Trial.of(
            "hostile articles of 300 KB, asked in their own words",
            times,
            f"an ordinary question takes {_milliseconds(usual)}; these at most {_most(costs.alone)}",
            beyond(costs.alone),
        ),
        Trial.of("all of them in one collection", times, f"at most {_most(costs.together)}", beyond(costs.together)),
        Trial.of(
            f"questions of {worst_case.LONG_CHARS} characters in the words of each",
            times,
            f"an ordinary one of that length takes {_milliseconds(usual_long)}, {ratio.first:.1f} and {ratio.again:.1f}"
            f" times a short one; these at most {_most(costs.long)}",
            beyond(costs.long),
        ),
        Trial.of(
            "another server, while one asks all of these on and on",
            f"{worst_case.ROUNDS * worst_case.ORDINARY_QUESTIONS} questions",
            f"waits {beside * 1000:.0f} ms (alone {alone * 1000:.0f}), p99 {beside_p99 * 1000:.0f} (alone"
            f" {alone_p99 * 1000:.0f})",
            costs.late,
        ),
    ]


def _milliseconds(cost: Cost) -> str:
    return f"{cost.first * 1000:.1f} ms, and {cost.again * 1000:.1f} where its articles were read lately"


def _most(ratios: Mapping[str, Cost]) -> str:
    first, again = max(each.first for each in ratios.values()), max(each.again for each in ratios.values())
    return f"{first:.1f} and {again:.1f} times as much"
