"""What it costs to write each change through to the disk: `python -m benchmarks.durability [FOLDER]`.

The folder chooses the disk. Questions and additions, one at a time, with `FOOTNOTE_DURABILITY` normal and full in turn.
"""

import asyncio
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from time import perf_counter

from knowledge import Article, Library
from knowledge.store import Durability

CHANGES = 300
ROUNDS: tuple[Durability, ...] = ("normal", "full") * 3


async def measure(durability: Durability, folder: Path) -> None:
    """Print the milliseconds of a question and of an addition."""
    async with Library.open(folder, durability=durability) as library:
        await library.add(Article(title="Pier", paragraphs=("The pier opened on Saturday.",), language="en"))

        async def ask(_: int) -> None:
            await library.ask("When did the pier open?")

        async def add(number: int) -> None:
            ship = Article(title=f"Ship {number}", paragraphs=(f"Ship {number} left the harbour.",), language="en")
            await library.add(ship, collection="1")

        for name, change in (("question", ask), ("addition", add)):
            times = [await _milliseconds(change, number) for number in range(CHANGES)]
            print(f"{durability:6}  {name}  median {median(times):5.2f} ms  p95 {quantiles(times, n=20)[-1]:5.2f} ms")


async def _milliseconds(change: Callable[[int], Awaitable[None]], number: int) -> float:
    started = perf_counter()
    await change(number)
    return (perf_counter() - started) * 1000


def main() -> None:
    """Measure each durability several times, as other work on the disk comes and goes."""
    for durability in ROUNDS:
        with TemporaryDirectory(dir=sys.argv[1] if sys.argv[1:] else None) as folder:
            asyncio.run(measure(durability, Path(folder) / "data"))


if __name__ == "__main__":
    main()
