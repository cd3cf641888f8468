"""What servers with articles of their own take in memory: `python -m benchmarks.index_memory [--servers 50]`.

Each server has one article beside the shared ones, and its people ask about words that nobody has asked about before;
with less and less memory for indexes (`FOOTNOTE_INDEX_MEMORY`). Needs Linux.
"""

import argparse
import asyncio
import gc
import os
import random
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from time import perf_counter

from benchmarks.usage import Usage
from knowledge import Article, AskContext, Library

ROUNDS = 3
QUESTIONS_PER_ROUND = 40
FIRST_QUESTIONS = 400
"""Asked of the shared articles before memory is looked at: they fill what is kept of words, whoever asks."""
BUDGETS_MB = (1024, 64, 16)
WORDS = 30_000


def words() -> list[str]:
    """Return words that no stemmer shortens, the same ones each time."""
    rng = random.Random(1)
    return ["".join(rng.choice("bdfgklmnprtvz") + rng.choice("aou") for _ in range(4)) + "k" for _ in range(WORDS)]


def articles(number: int, rng: random.Random, vocabulary: Sequence[str]) -> Iterator[Article]:
    """Yield articles of six paragraphs whose words are as common as in a language."""
    for each in range(number):
        texts = (
            " ".join(vocabulary[min(int(rng.paretovariate(0.6)) - 1, WORDS - 1)] for _ in range(60)) for _ in range(6)
        )
        yield Article(title=f"Article {each}", paragraphs=tuple(f"{text}." for text in texts), language="en")


async def ask(library: Library, server: int, rng: random.Random, vocabulary: Sequence[str]) -> float:
    """Ask a question of six words, and return the seconds it took."""
    began = perf_counter()
    await library.ask(" ".join(rng.choices(vocabulary, k=6)), AskContext(collection=str(server)))
    return perf_counter() - began


@dataclass(frozen=True, slots=True)
class Grown:
    """By how much a process grew as servers asked, and what it counted of that."""

    budget: int
    mebibytes: float
    counted: float
    """Megabytes."""
    questions: int
    median: float
    p99: float
    """Seconds that a question took."""


async def measure(folder: Path, servers: int, budget: int) -> Grown:
    """Open a library with a budget, and return what its memory is as the servers ask."""
    rng, vocabulary = random.Random(budget), words()
    async with Library.open(folder, index_memory=budget) as library:
        await library.load()
        for _ in range(FIRST_QUESTIONS):
            await ask(library, 0, rng, vocabulary)
        gc.collect()
        before = Usage.of(os.getpid()).mebibytes
        seconds = [
            await ask(library, server, rng, vocabulary)
            for _ in range(ROUNDS)
            for server in range(1, servers + 1)
            for _ in range(QUESTIONS_PER_ROUND)
        ]
        gc.collect()
        grown = Usage.of(os.getpid()).mebibytes - before
        p99 = quantiles(seconds, n=100)[98]
        return Grown(budget, grown, library.index_bytes / 1e6, len(seconds), median(seconds), p99)


def in_process(folder: Path, servers: int, budget: int) -> Grown:
    """Measure in a process of its own, as memory is not given back."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(_measure, folder, servers, budget).result()


async def fill(folder: Path, servers: int, shared: int) -> None:
    rng, vocabulary = random.Random(2), words()
    async with Library.open(folder) as library:
        await library.add_all(list(articles(shared, rng, vocabulary)))
        for server in range(1, servers + 1):
            await library.add_all(list(articles(1, rng, vocabulary)), collection=str(server))
            await ask(library, server, rng, vocabulary)


def main() -> None:
    """Fill a library, and measure it with each budget."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.index_memory", description=(__doc__ or "").splitlines()[0]
    )
    parser.add_argument("--servers", type=int, default=50, help="servers with an article of their own (50)")
    parser.add_argument("--shared", type=int, default=2_000, help="articles that all of them share (2000)")
    chosen = parser.parse_args()
    with TemporaryDirectory() as folder:
        asyncio.run(fill(Path(folder) / "data", chosen.servers, chosen.shared))
        print(f"{chosen.servers} servers, {chosen.servers * ROUNDS * QUESTIONS_PER_ROUND:,} questions of new words")
        for budget in BUDGETS_MB:
            found = in_process(Path(folder) / "data", chosen.servers, budget)
            print(
                f"{budget:6} MB  grown by {found.mebibytes:6.1f} MiB, counted {found.counted:6.1f} MB,"
                f" question {found.median * 1000:5.1f} ms, p99 {found.p99 * 1000:5.1f} ms",
                flush=True,
            )


def _measure(folder: Path, servers: int, budget: int) -> Grown:
    return asyncio.run(measure(folder, servers, budget))


if __name__ == "__main__":
    main()
