"""Questions at a steady rate over a data folder, in a process set up as the bot's: `archive` starts it.

The questions come on standard input as JSON, and so do the figures on standard output.
"""

import asyncio
import json
import statistics
import sys
from collections.abc import Sequence
from pathlib import Path
from time import perf_counter, process_time

from bot.cli import app
from knowledge import Library

RATE = 50
"""Questions a second."""
TICK = 0.001


def main() -> None:
    """Ask, and print how late the event loop was, how long answers took, and the processor time of each."""
    app.pin_to_one_cpu()
    print(json.dumps(asyncio.run(_asked(Path(sys.argv[1]), json.load(sys.stdin)))))


async def _asked(folder: Path, questions: Sequence[str]) -> dict[str, float]:
    delays: list[float] = []
    async with Library.open(folder) as library:
        await library.load()
        app.freeze_gc()
        await library.ask(questions[0])
        watch, spent = asyncio.create_task(_watch(delays)), process_time()
        asked = [asyncio.create_task(_ask(library, place, each)) for place, each in enumerate(questions)]
        taken = await asyncio.gather(*asked)
        spent = process_time() - spent
        watch.cancel()
    return {
        "loop p99": _p99(delays),
        "loop worst": max(delays),
        "answer p50": statistics.median(taken),
        "answer p99": _p99(taken),
        "processor": spent / len(questions) * 1000,
    }


async def _ask(library: Library, place: int, question: str) -> float:
    await asyncio.sleep(place / RATE)
    started = perf_counter()
    await library.ask(question)
    return (perf_counter() - started) * 1000


async def _watch(delays: list[float]) -> None:
    """Note by how many milliseconds the loop comes late to what is due."""
    while True:
        due = perf_counter() + TICK
        await asyncio.sleep(TICK)
        delays.append((perf_counter() - due) * 1000)


def _p99(values: Sequence[float]) -> float:
    return statistics.quantiles(values, n=100, method="inclusive")[98]


if __name__ == "__main__":
    main()
