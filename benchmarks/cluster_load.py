"""How fast a cluster takes in articles and answers: `python -m benchmarks.cluster_load`.

PostgreSQL, an OpenSearch node and all else run on this machine, as the tests start them. A fifth of the paragraphs is
shared, the others are on servers by Zipf's law, at least one on each. They are added to the store first; what is
measured then is how long indexers, each a process of its own, need to take them from the outbox into the index, and how
much processor time each side spends on it. Then a process without Discord answers and logs questions about a paragraph
each, none twice, on a server by the root of its size: first one at a time, then eight. Wall times hold for a machine
with nothing else to do.
"""

import argparse
import asyncio
import os
import statistics
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, process_time, sleep

import numpy as np

from benchmarks import report
from benchmarks.text import PARAGRAPHS, SEED, Question, Text
from knowledge import Article, AskContext, Library
from knowledge.models import SHARED
from knowledge.opensearch import Engine, Indexer, SearchAddress
from knowledge.store.articles import ArticleStore
from tests.cluster import opensearch
from tests.knowledge import postgres

ARTICLES_PER_ADDITION = 500
SHARED_SHARE = 0.21
"""How much of all paragraphs is shared."""
ASKERS = 8
POLL_SECONDS = 0.2
_TICKS = os.sysconf("SC_CLK_TCK")


def article(paragraphs: Sequence[Sequence[str]]) -> Article:
    """Return an article of some paragraphs."""
    texts = [" ".join(words).capitalize() + "." for words in paragraphs]
    return Article(title=texts[0][:60], paragraphs=tuple(texts), language="en")


def collections(paragraphs: int, servers: int) -> dict[str, list[list[str]]]:
    """Return the paragraphs of each collection, those of the largest servers first."""
    shared = int(SHARED_SHARE * paragraphs)
    weights = 1 / np.arange(1, servers + 1)
    sizes = np.maximum(weights / weights.sum() * (paragraphs - shared), 1).astype(int).tolist()
    drawn = Text().paragraphs(shared + sum(sizes))
    named = {SHARED: shared, **{str(number): size for number, size in enumerate(sizes, start=1)}}
    return {name: list(islice(drawn, size)) for name, size in named.items()}


def cpu_seconds(pid: int) -> float:
    """Return the processor time of a process until now."""
    fields = Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS


class Load:
    """Articles that wait in an outbox, and the indexers that take them from there.

    Args:
        folder: A data folder.
        server: Where the store is.
        cluster: One node.
    """

    def __init__(self, folder: Path, server: postgres.Server, cluster: opensearch.Cluster) -> None:
        self._cluster = cluster
        self._folder = folder
        self._server = server
        self._database = server.new()
        self._search = f"{cluster.hosts[0]}/load"

    async def prepare(self, collections: Mapping[str, Sequence[Sequence[str]]]) -> None:
        """Add articles to the store, of which the indexes take in nothing yet."""
        engine = Engine(SearchAddress.parse(self._search), shards=2, replicas=0)
        async with (
            Library.open(self._folder, database=self._database) as library,
            ArticleStore.open(self._folder, address=self._database) as store,
        ):
            indexer = Indexer(store.database, engine)
            await indexer.begin()
            while await indexer.step():
                pass
            for name, paragraphs in collections.items():
                starts = range(0, len(paragraphs), PARAGRAPHS)
                added = [article(paragraphs[first : first + PARAGRAPHS]) for first in starts]
                for first in range(0, len(added), ARTICLES_PER_ADDITION):
                    await library.add_all(added[first : first + ARTICLES_PER_ADDITION], collection=name)
        engine.close()

    def measure(self, processes: int, paragraphs: int) -> None:
        """Have the articles taken in, of so many paragraphs, and print what that took."""
        chosen = {
            "FOOTNOTE_DATABASE": self._database, "FOOTNOTE_SEARCH": self._search,
            "FOOTNOTE_DATA": str(self._folder), "FOOTNOTE_LOG_LEVEL": "ERROR",
        }  # fmt: skip
        everything = self._waiting()
        theirs = cpu_seconds(self._cluster.pid(1))
        with ExitStack() as running:
            command = [sys.executable, "-m", "bot", "index"]
            indexers = [
                running.enter_context(subprocess.Popen(command, env={**os.environ, **chosen})) for _ in range(processes)
            ]
            while (first := self._waiting()) == everything:
                sleep(POLL_SECONDS)
            started, before = perf_counter(), [cpu_seconds(each.pid) for each in indexers]
            while self._waiting():
                sleep(POLL_SECONDS)
            seconds = perf_counter() - started
            ours = sum(cpu_seconds(each.pid) - was for each, was in zip(indexers, before, strict=True))
            for each in indexers:
                each.kill()
        theirs = cpu_seconds(self._cluster.pid(1)) - theirs
        done, everything = first * paragraphs // everything, paragraphs
        print(f"{processes} indexers took in {done:,} paragraphs in {seconds:.1f} s: {done / seconds:,.0f} a second")
        print(f"load {os.getloadavg()[0]:.1f}; processor time a paragraph:")
        print(f"indexers {ours / done * 1e3:.2f} ms, node {theirs / everything * 1e3:.2f} ms")

    async def ask(self, collections: Mapping[str, Sequence[Sequence[str]]], questions: int) -> None:
        """Ask questions, and print what they took."""
        chance = np.random.default_rng(SEED)
        names = [name for name in collections if name != SHARED]
        weights = np.sqrt([len(collections[name]) for name in names])
        places = [names[at] for at in chance.choice(len(names), size=2 * questions, p=weights / weights.sum())]
        text = Text(SEED + 1)
        asked = [(name, text.questions(collections[name], 1)[0]) for name in places]
        async with Library.open(self._folder, database=self._database, search=self._search) as library:

            async def answer(name: str, question: Question) -> float:
                started = perf_counter()
                await library.ask(f"What is {' '.join(question.kept)}?", AskContext(collection=name))
                return (perf_counter() - started) * 1000

            async def keep_asking(left: Iterator[tuple[str, Question]]) -> None:
                for name, question in left:
                    await answer(name, question)

            await keep_asking(iter(asked[: questions // 2]))
            ours, theirs = process_time(), cpu_seconds(self._cluster.pid(1))
            alone = [await answer(name, question) for name, question in asked[questions // 2 : questions]]
            ours, theirs = process_time() - ours, cpu_seconds(self._cluster.pid(1)) - theirs
            left, started = iter(asked[questions:]), perf_counter()
            await asyncio.gather(*(keep_asking(left) for _ in range(ASKERS)))
            rate = questions / (perf_counter() - started)
        p50, p99 = statistics.median(alone), statistics.quantiles(alone, n=100)[98]
        print(f"a question at a time: p50 {p50:.1f} ms, p99 {p99:.1f} ms;")
        print(f"processor time: bot {ours / len(alone) * 1e3:.1f} ms, node {theirs / len(alone) * 1e3:.1f} ms")
        print(f"{ASKERS} at a time: {rate:.1f} questions a second; load {os.getloadavg()[0]:.1f}")

    def _waiting(self) -> int:
        return int(self._server.run("SELECT COUNT(*) FROM footnote.outbox", database=self._database.rpartition("/")[2]))


def main() -> None:
    """Start everything, measure, and end it again."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.cluster_load", description=__doc__)
    parser.add_argument("--paragraphs", type=int, default=100_000, metavar="N")
    parser.add_argument("--servers", type=int, default=10_000, metavar="N")
    parser.add_argument("--questions", type=int, default=1_000, metavar="N")
    parser.add_argument("--processes", type=int, default=2, metavar="N", help="indexers")
    parser.add_argument("--heap", default="1g", help="memory of the node's heap")
    chosen = parser.parse_args()
    print(report.machine())
    with TemporaryDirectory() as name, postgres.server() as server:
        classpath = opensearch.prepare(Path(name))
        with opensearch.running(classpath, 1, (f"-Xms{chosen.heap}", f"-Xmx{chosen.heap}")) as cluster:
            load = Load(Path(name) / "data", server, cluster)
            drawn = collections(chosen.paragraphs, chosen.servers)
            asyncio.run(load.prepare(drawn))
            load.measure(chosen.processes, sum(map(len, drawn.values())))
            asyncio.run(load.ask(drawn, chosen.questions))


if __name__ == "__main__":
    main()
