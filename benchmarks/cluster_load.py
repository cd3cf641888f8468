"""How fast a cluster takes in articles and answers: `python -m benchmarks.cluster_load`.

PostgreSQL, an OpenSearch node and all else run on this machine, as the tests start them. A fifth of the paragraphs is
shared, the others are on servers by Zipf's law, at least one on each. They are added to the store first; then indexers,
each a process of its own, take them from the outbox into the index. Then a process set up as the bot's answers and logs
questions about a paragraph each, none twice: the first on each of some servers, drawn by the roots of their sizes, then
more of them there, one at a time and eight at a time. Then as many processes fill new indexes with everything, and at
last as many articles again are added and taken in: the node, which had just started, has compiled what it runs by then.
Wall times hold for a machine with nothing else to do; processor time, which is printed for each side, for any.
"""

import argparse
import asyncio
import os
import statistics
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from itertools import islice
from pathlib import Path
from resource import RUSAGE_CHILDREN, RUSAGE_SELF, getrusage
from tempfile import TemporaryDirectory
from time import perf_counter, process_time, sleep

import numpy as np
import psycopg
import yaml

from benchmarks import report
from benchmarks.text import PARAGRAPHS, SEED, Question, Text
from bot.cli import app
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
WARMING = 100
"""Servers that are asked before anything is measured."""
POLL_SECONDS = 0.2
POSTGRESQL = ("shared_buffers=128MB", "autovacuum=on")
"""What PostgreSQL has where nothing is set."""
_SERVICES = yaml.safe_load((Path(__file__).parents[1] / "compose.cluster.yaml").read_text("utf-8"))["services"]
"""Nodes, indexers and the bot have the settings of Compose, but for the memory of the heap."""
_TICKS = os.sysconf("SC_CLK_TCK")


def article(paragraphs: Sequence[Sequence[str]]) -> Article:
    texts = [" ".join(words).capitalize() + "." for words in paragraphs]
    return Article(title=texts[0][:60], paragraphs=tuple(texts), language="en")


def collections(paragraphs: int, servers: int, seed: int = SEED) -> dict[str, list[list[str]]]:
    """Return the paragraphs of each collection, those of the largest servers first."""
    shared = int(SHARED_SHARE * paragraphs)
    weights = 1 / np.arange(1, servers + 1)
    sizes = np.maximum(weights / weights.sum() * (paragraphs - shared), 1).astype(int).tolist()
    drawn = Text(seed).paragraphs(shared + sum(sizes))
    named = {SHARED: shared, **{str(number): size for number, size in enumerate(sizes, start=1)}}
    return {name: list(islice(drawn, size)) for name, size in named.items()}


def cpu_seconds(pid: int, *, children: bool = False) -> float:
    """Return the processor time of a process until now, also of its children that have ended."""
    fields = Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()
    return sum(map(int, fields[11 : 15 if children else 13])) / _TICKS


def server_seconds(server: postgres.Server) -> float:
    """Return the processor time of PostgreSQL until now: of one process for each connection."""
    spent = cpu_seconds(server.pid, children=True)
    for each in Path(f"/proc/{server.pid}/task/{server.pid}/children").read_text("utf-8").split():
        with suppress(FileNotFoundError):
            spent += cpu_seconds(int(each))
    return spent


class Clock:
    """Measures what is done within, and prints what it took for each paragraph."""

    def __init__(self, server: postgres.Server, cluster: opensearch.Cluster) -> None:
        self._server = server
        self._cluster = cluster

    @contextmanager
    def measured(self, what: str, paragraphs: int) -> Iterator[None]:
        """Measure a step; the processes that it starts have ended with it."""
        before, started = self._spent(), perf_counter()
        yield
        seconds = perf_counter() - started
        spent = [(now - then) / paragraphs * 1000 for now, then in zip(self._spent(), before, strict=True)]
        print(f"{what}: {paragraphs:,} paragraphs in {seconds:.1f} s, {paragraphs / seconds:,.0f} a second;")
        print("processor time of each: Python {:.2f} ms, PostgreSQL {:.2f} ms, node {:.2f} ms,".format(*spent))
        print(f"with which two cores alone would do {2_000 / sum(spent):,.0f} a second; load {os.getloadavg()[0]:.1f}")

    def _spent(self) -> tuple[float, float, float]:
        ours = sum(sum(getrusage(which)[:2]) for which in (RUSAGE_SELF, RUSAGE_CHILDREN))
        return ours, server_seconds(self._server), cpu_seconds(self._cluster.pid(1))


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
        self._database = server.new()
        self._search = f"{cluster.hosts[0]}/load"
        self._clock = Clock(server, cluster)

    async def add(self, collections: Mapping[str, Sequence[Sequence[str]]]) -> None:
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
            added = {
                name: [article(paragraphs[at : at + PARAGRAPHS]) for at in range(0, len(paragraphs), PARAGRAPHS)]
                for name, paragraphs in collections.items()
            }
            with self._clock.measured("added to the store", sum(map(len, collections.values()))):
                for name, articles in added.items():
                    for first in range(0, len(articles), ARTICLES_PER_ADDITION):
                        await library.add_all(articles[first : first + ARTICLES_PER_ADDITION], collection=name)
        engine.close()

    def take_in(self, processes: int, paragraphs: int) -> None:
        """Have the articles taken in, of so many paragraphs."""
        with self._clock.measured(f"taken in by {processes} indexers", paragraphs), ExitStack() as running:
            indexers = [running.enter_context(self._index()) for _ in range(processes)]
            reader = running.enter_context(psycopg.connect(self._database, autocommit=True))
            while reader.execute("SELECT 1 FROM footnote.outbox LIMIT 1").fetchone():
                sleep(POLL_SECONDS)
            for each in indexers:
                each.kill()

    def rebuild(self, processes: int, paragraphs: int) -> None:
        """Have new indexes filled, with so many paragraphs."""
        with self._clock.measured(f"rebuilt by {processes} processes", paragraphs), ExitStack() as running:
            helping = [running.enter_context(self._index()) for _ in range(processes - 1)]
            with self._index("--rebuild"):
                pass
            for each in helping:
                each.kill()

    def _index(self, *options: str) -> subprocess.Popen[bytes]:
        chosen = {
            "FOOTNOTE_DATABASE": self._database, "FOOTNOTE_SEARCH": self._search,
            "FOOTNOTE_DATA": str(self._folder), "FOOTNOTE_LOG_LEVEL": "ERROR", **_SERVICES["indexer"]["environment"],
        }  # fmt: skip
        return subprocess.Popen([sys.executable, "-m", "bot", "index", *options], env={**os.environ, **chosen})

    async def ask(self, collections: Mapping[str, Sequence[Sequence[str]]], servers: int, questions: int) -> None:
        """Ask one question on each of some servers, then more of them there, and print what they took."""
        chance = np.random.default_rng(SEED)
        names = [name for name in collections if name != SHARED]
        weights = np.sqrt([len(collections[name]) for name in names])
        drawn = [names[at] for at in chance.choice(len(names), size=servers, replace=False, p=weights / weights.sum())]
        again = [drawn[at] for at in chance.integers(len(drawn), size=3 * questions)]
        text = Text(SEED + 1)
        asked = [(name, text.questions(collections[name], 1)[0]) for name in (*again, *drawn)]
        warming, alone, together = (asked[start : start + questions] for start in range(0, 3 * questions, questions))
        async with Library.open(self._folder, database=self._database, search=self._search) as library:

            async def answer(name: str, question: Question) -> float:
                started = perf_counter()
                await library.ask(f"What is {' '.join(question.kept)}?", AskContext(collection=name))
                return (perf_counter() - started) * 1000

            async def keep_asking(left: Iterator[tuple[str, Question]]) -> None:
                for name, question in left:
                    await answer(name, question)

            async def ask_alone(what: str, asked: Sequence[tuple[str, Question]]) -> None:
                ours, theirs = process_time(), cpu_seconds(self._cluster.pid(1))
                waited = [await answer(name, question) for name, question in asked]
                ours, theirs = process_time() - ours, cpu_seconds(self._cluster.pid(1)) - theirs
                p50, p99 = statistics.median(waited), statistics.quantiles(waited, n=100)[98]
                print(f"{what}: p50 {p50:.1f} ms, p99 {p99:.1f} ms;")
                print(f"processor time: bot {ours / len(asked) * 1e3:.1f} ms, node {theirs / len(asked) * 1e3:.1f} ms")

            await keep_asking(iter(asked[3 * questions :][:WARMING]))
            app.freeze_gc()
            await ask_alone("the first question on a server", asked[3 * questions :][WARMING:])
            await keep_asking(iter(warming))
            await ask_alone("another one there", alone)
            left, started, ours = iter(together), perf_counter(), process_time()
            await asyncio.gather(*(keep_asking(left) for _ in range(ASKERS)))
            rate, ours = questions / (perf_counter() - started), (process_time() - ours) / questions * 1e3
        print(f"{ASKERS} at a time: {rate:.1f} a second, bot {ours:.1f} ms; load {os.getloadavg()[0]:.1f}")


def main() -> None:
    """Start everything, measure, and end it again."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.cluster_load", description=__doc__)
    parser.add_argument("--paragraphs", type=int, default=100_000, metavar="N")
    parser.add_argument("--servers", type=int, default=10_000, metavar="N")
    parser.add_argument("--asked", type=int, default=500, metavar="N", help="servers that are asked")
    parser.add_argument("--questions", type=int, default=500, metavar="N", help="those that are asked there afterwards")
    parser.add_argument("--processes", type=int, default=2, metavar="N", help="indexers")
    parser.add_argument("--heap", default="1g", help="memory of the node's heap")
    chosen = parser.parse_args()
    print(report.machine())
    with TemporaryDirectory() as name, postgres.server(*POSTGRESQL) as server:
        classpath = opensearch.prepare(Path(name))
        java = _SERVICES["opensearch-1"]["environment"]["OPENSEARCH_JAVA_OPTS"].split()
        with opensearch.running(classpath, 1, (*java, f"-Xms{chosen.heap}", f"-Xmx{chosen.heap}")) as cluster:
            load = Load(Path(name) / "data", server, cluster)
            drawn = collections(chosen.paragraphs, chosen.servers)
            paragraphs = sum(map(len, drawn.values()))
            asyncio.run(load.add(drawn))
            load.take_in(chosen.processes, paragraphs)
            processors = os.sched_getaffinity(0)
            app.pin_to_one_cpu()
            asyncio.run(load.ask(drawn, chosen.asked, chosen.questions))
            os.sched_setaffinity(0, processors)
            load.rebuild(chosen.processes, paragraphs)
            asyncio.run(load.add(collections(chosen.paragraphs, chosen.servers, SEED + 2)))
            load.take_in(chosen.processes, paragraphs)


if __name__ == "__main__":
    memory = {name: str(value) for name, value in _SERVICES["indexer"]["environment"].items()}
    if not memory.items() <= os.environ.items():
        # A process has them from its start on.
        module = [sys.executable, "-m", "benchmarks.cluster_load", *sys.argv[1:]]
        os.execve(sys.executable, module, {**os.environ, **memory})
    main()
