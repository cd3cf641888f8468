"""Articles that are made to keep a question busy, asked in their own words."""

from pathlib import Path

from benchmarks import worst_case
from benchmarks.reliability import Trial

ARTICLE_BYTES = 300_000
MAX_WAIT_SECONDS = 1.0
"""How long another server's people wait for an answer beside hostile ones, at the 99th percentile."""


async def run(folder: Path, families: int) -> list[Trial]:
    """Ask about each family, and beside it on another server."""
    costs = await worst_case.measure(folder / "data", ARTICLE_BYTES, families)
    alone, beside = costs.waits["alone"], costs.waits["beside hostile questions"]
    within = len(costs.ratios) - len(costs.beyond)
    dearest = ", ".join(f"{name} {ratio:.1f}" for name, ratio in costs.beyond.items())
    good = (
        f"an ordinary question takes {costs.ordinary * 1000:.1f} ms; {within} families cost at most"
        f" {worst_case.MAX_RATIO:.0f} times as much{f', beyond that are {dearest} times' if dearest else ''}; another"
        f" server waits {beside[0] * 1000:.0f} ms beside them (alone {alone[0] * 1000:.0f}), p99 {beside[1] * 1000:.0f}"
        f" (alone {alone[1] * 1000:.0f})"
    )
    faults = [f"p99 of another server: {beside[1]:.1f} s"] if beside[1] > MAX_WAIT_SECONDS else []
    times = f"{len(costs.ratios)} families, {worst_case.ROUNDS} questions each"
    return [Trial.of("hostile articles of 300 KB, asked in their own words", times, good, faults)]
