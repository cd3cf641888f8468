"""How fast a cluster takes in articles: `python -m benchmarks.cluster_load`.

PostgreSQL, an OpenSearch node and the indexers run on this machine, as the tests start them. Articles are added to the
store first; what is measured is how long indexers, each a process of its own, need to take them from the outbox into
the index, and how much processor time each side spends on it. Wall times hold for a machine with nothing else to do.
"""

import argparse
import asyncio
import os
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, sleep

from benchmarks import report
from benchmarks.text import PARAGRAPHS, Text
from knowledge import Article, Library
from knowledge.opensearch import Engine, Indexer, SearchAddress
from knowledge.store.articles import ArticleStore
from tests.cluster import opensearch
from tests.knowledge import postgres

ARTICLES_PER_ADDITION = 500
POLL_SECONDS = 0.2
_TICKS = os.sysconf("SC_CLK_TCK")


def articles(paragraphs: int) -> list[Article]:
    """Return articles of that many paragraphs together."""
    texts = [" ".join(words).capitalize() + "." for words in Text().paragraphs(paragraphs)]
    return [
        Article(title=texts[first][:60], paragraphs=tuple(texts[first : first + PARAGRAPHS]), language="en")
        for first in range(0, len(texts), PARAGRAPHS)
    ]


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

    async def prepare(self, paragraphs: int, servers: int) -> None:
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
            texts = articles(paragraphs)
            for place, first in enumerate(range(0, len(texts), ARTICLES_PER_ADDITION)):
                batch = texts[first : first + ARTICLES_PER_ADDITION]
                await library.add_all(batch, collection=str(place % servers))
        engine.close()

    def measure(self, processes: int) -> None:
        """Have the articles taken in, and print what that took."""
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
        done, everything = first * PARAGRAPHS, everything * PARAGRAPHS
        print(f"{processes} indexers took in {done:,} paragraphs in {seconds:.1f} s: {done / seconds:,.0f} a second")
        print(f"load {os.getloadavg()[0]:.1f}; processor time a paragraph:")
        print(f"indexers {ours / done * 1e3:.2f} ms, node {theirs / everything * 1e3:.2f} ms")

    def _waiting(self) -> int:
        return int(self._server.run("SELECT COUNT(*) FROM footnote.outbox", database=self._database.rpartition("/")[2]))


def main() -> None:
    """Start everything, measure, and end it again."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.cluster_load", description=__doc__)
    parser.add_argument("--paragraphs", type=int, default=40_000, metavar="N")
    parser.add_argument("--servers", type=int, default=10, metavar="N", help="collections that the articles are in")
    parser.add_argument("--processes", type=int, default=2, metavar="N", help="indexers")
    parser.add_argument("--heap", default="1g", help="memory of the node's heap")
    chosen = parser.parse_args()
    print(report.machine())
    with TemporaryDirectory() as name, postgres.server() as server:
        classpath = opensearch.prepare(Path(name))
        with opensearch.running(classpath, 1, (f"-Xms{chosen.heap}", f"-Xmx{chosen.heap}")) as cluster:
            load = Load(Path(name) / "data", server, cluster)
            asyncio.run(load.prepare(chosen.paragraphs, chosen.servers))
            load.measure(chosen.processes)


if __name__ == "__main__":
    main()
