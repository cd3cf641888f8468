"""What questions cost beside hostile articles: `python -m benchmarks.worst_case`.

A server adds an article of each of forty families that are made to keep a question busy, and asks about it in the words
that it is made of, briefly and at length; likewise about all of them together. Then another server's people ask their
own questions while it does so on and on. Seconds are processor time of the thread that answers, for which all servers
wait. What a question costs when nothing of its articles is in memory is compared with what an ordinary one costs then,
and what it costs afterwards with what an ordinary one costs afterwards.
"""

import argparse
import asyncio
import gc
import random
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from time import perf_counter, thread_time

from benchmarks.index_memory import articles, words
from bot.cli import app
from knowledge import Article, AskContext, KnowledgeError, Library
from knowledge.ingest import read_bytes
from knowledge.text.caching import TextCache

ORDINARY_ARTICLES, ORDINARY_QUESTIONS = 2_000, 60
LONG_CHARS = 975
"""Characters of a long question."""
ROUNDS = 3
MAX_RATIO = 3.0
"""A question beside a hostile article costs at most so many times as much as an ordinary one of its length."""


def repeated(unit: str, head: str = "", tail: str = "") -> Callable[[int], str]:
    """Return what makes a text of about a size of one unit."""
    return lambda size: head + unit * (size // len(unit.encode())) + tail


def numbered(form: str) -> Callable[[int], str]:
    """Return what makes a text of about a size of units that differ in a number."""
    return lambda size: "".join(form.format(n) for n in range(size // (len(form) + 3)))


def spelt(number: int) -> str:
    """Return a word of letters for a number."""
    return "q" + "".join("abcdefghij"[int(digit)] for digit in f"{number:05}")


def lettered(form: str) -> Callable[[int], str]:
    """Return what makes a text of about a size of units that differ in a word."""
    return lambda size: "".join(form.format(spelt(n)) for n in range(size // (len(form) + 4)))


@dataclass(frozen=True, slots=True)
class Family:
    """Articles of one make, and what is asked about them."""

    build: Callable[[int], str]
    question: str
    name: str = "a.txt"


FAMILIES = {
    "one line of the words asked for": Family(repeated("when did the ferry sail "), "When did the ferry sail?"),
    "one line of one word": Family(repeated("ferry "), "When did the ferry sail?"),
    "one word without end": Family(repeated("ferry"), "When did the ferry sail?"),
    "a sentence for each word": Family(repeated("Ferry. "), "When did the ferry sail?"),
    "sentences that differ in a number": Family(numbered("Ferry {}. "), "When did the ferry sail?"),
    "sentences that differ in a word": Family(lettered("Sail {}. "), "How many ferries did sail?"),
    "the shortest sentences": Family(repeated("A. "), "What is A?"),
    "no end of a sentence": Family(repeated("ferry, sail; when - "), "When did the ferry sail?"),
    "full stops": Family(repeated(". ", head="Ferry"), "When did the ferry sail?"),
    "abbreviations": Family(repeated("Mr. Dr. St. No. ferry "), "When did Mr. Ferry sail?"),
    "ellipses": Family(repeated("ferry... "), "When did the ferry sail?"),
    "quotation marks": Family(repeated('"ferry "sail '), "When did the ferry sail?"),
    "brackets": Family(repeated("(ferry [sail {"), "When did the ferry sail?"),
    "paragraphs of the words asked for": Family(repeated("when did the ferry sail\n\n"), "When did the ferry sail?"),
    "paragraphs of one word": Family(repeated("ferry\n\n"), "When did the ferry sail?"),
    "paragraphs that nearly agree": Family(numbered("The ferry sailed {} times.\n\n"), "When did the ferry sail?"),
    "long paragraphs that nearly agree": Family(
        numbered("The ferry {} " + "sailed to the pier on Monday and " * 100 + ".\n\n"), "When did the ferry sail?"
    ),
    "dates": Family(repeated("On 11 October 2018 the ferry sailed. "), "When did the ferry sail?"),
    "one line of dates": Family(repeated("11/10/2018 11.10.18 Oct 11 ferry "), "When did the ferry sail?"),
    "numbers": Family(numbered("ferry {} 1,000.50 "), "How many ferries sailed 1,000.50?"),
    "versions": Family(numbered("ferry v1.{}.2 "), "What is in ferry v1.7.2?"),
    "names": Family(lettered("{} Ferry Sailed "), "Who is Ferry Sailed?"),
    "words that differ in a letter": Family(lettered("{} "), "What is qaaaaz?"),
    "paragraphs that differ in a letter": Family(lettered("The {} sailed.\n\n"), "What is qaaaaz qbbbbz qccccz?"),
    "misspelt words": Family(lettered("ferry{} "), "What is ferryqabcdx and ferryqabcdy?"),
    "words of one ending": Family(lettered("{}ation "), "What is qabcdezation?"),
    "hyphens": Family(repeated("ferry-sail-"), "When did the ferry-sail-ferry?"),
    "slashes": Family(repeated("ferry/sail/"), "When did ferry/sail/ferry?"),
    "apostrophes": Family(repeated("ferry's'"), "When did ferry's sail?"),
    "pluses": Family(repeated("c++ c# .net "), "What is C++ and C#?"),
    "stacked marks": Family(repeated("e\u0301\u0316\u0301 ferry "), "When did the ferry sail?"),
    "joiners": Family(repeated("fer\u200dry \u200c"), "When did the ferry sail?"),
    "Chinese without spaces": Family(repeated("渡轮星期一开航"), "渡轮什么时候开航?", "a.txt"),
    "Japanese without spaces": Family(repeated("フェリーは月曜日に出航した"), "フェリーはいつ出航しましたか?"),
    "Korean": Family(repeated("여객선은 월요일에 출항했다 "), "여객선은 언제 출항했나요?"),
    "Thai without spaces": Family(repeated("เรือเฟอร์รี่ออกเดินทาง"), "เรือเฟอร์รี่ออกเดินทางเมื่อไร"),
    "emoji": Family(repeated("⛴️ ferry 🏴 "), "When did the ferry sail?"),
    "a table of rows": Family(
        repeated("| ferry | sail |\n", head="| a | b |\n|-|-|\n"), "When did the ferry sail?", "a.md"
    ),
    "a table of columns": Family(
        lambda size: (
            "|" + "ferry|" * (size // 24) + "\n|" + "-|" * (size // 24) + "\n|" + "sail|" * (size // 24) + "\n"
        ),
        "When did the ferry sail?",
        "a.md",
    ),
    "headings": Family(repeated("# When the ferry sailed\n\nFerry.\n\n"), "When did the ferry sail?", "a.md"),
    "a long heading": Family(
        lambda size: "# " + "ferry " * (size // 12) + "\n\n" + "Sail.\n\n" * (size // 14),
        "When did the ferry sail?",
        "a.md",
    ),
    "a list": Family(repeated("- the ferry sailed\n"), "When did the ferry sail?", "a.md"),
    "function words": Family(repeated("when did the of to in "), "When did the of to in?"),
}


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds of a question, or how many times as many as of another one."""

    first: float
    """Where nothing of its articles is in memory."""
    again: float
    """Right after that."""

    @classmethod
    def median(cls, costs: Sequence["Cost"]) -> "Cost":
        """Return what is usual."""
        return cls(median(each.first for each in costs), median(each.again for each in costs))

    def over(self, other: "Cost") -> "Cost":
        """Return how many times as much it is as another one."""
        return Cost(self.first / other.first, self.again / other.again)

    @property
    def most(self) -> float:
        """The higher of both."""
        return max(self.first, self.again)


@dataclass(frozen=True, slots=True)
class Costs:
    """What questions about hostile articles cost."""

    ordinary: Cost
    ordinary_long: Cost
    alone: Mapping[str, Cost]
    """Of each family, as a multiple of an ordinary question."""
    together: Mapping[str, Cost]
    """The same of all families in one collection."""
    long: Mapping[str, Cost]
    """Of a long question about each family, as a multiple of an ordinary long one."""
    waits: Mapping[str, tuple[float, float]]
    """Seconds that another server's people wait, alone and beside: the median and the 99th percentile."""

    @property
    def faults(self) -> list[str]:
        """What costs more than it may, or has another server wait longer."""
        return [*beyond(self.alone), *beyond(self.together), *beyond(self.long), *self.late]

    @property
    def late(self) -> list[str]:
        """Whether another server waits longer than for one such question more, with nothing in memory for its own."""
        alone, beside = (p99 for _, p99 in self.waits.values())
        most = alone + (MAX_RATIO + 1) * self.ordinary.first
        return [f"p99 of another server: {beside * 1000:.0f} ms, and {alone * 1000:.0f} alone"] if beside > most else []


def beyond(ratios: Mapping[str, Cost]) -> list[str]:
    """Return the families that cost more than they may, the dearest first."""
    dearest = sorted(ratios.items(), key=lambda each: -each[1].most)
    return [f"{name}: {ratio.most:.1f} times" for name, ratio in dearest if ratio.most > MAX_RATIO]


@dataclass(slots=True)
class Asking:
    """A library of collections that are asked in turn."""

    library: Library
    caches: list[TextCache[object]] = field(default_factory=list)
    """What is kept of texts, as far as the garbage collector no longer looks at it."""

    async def cost(self, collection: str, question: str) -> float:
        """Ask, and return the seconds of processor time that it took the thread that answers."""
        before = await self._spent()
        with suppress(KnowledgeError):
            await self.library.ask(question, AskContext(collection=collection))
        return await self._spent() - before

    async def _spent(self) -> float:
        return await self.library._executor.run(thread_time)

    async def both(self, collection: str, question: str) -> Cost:
        """Return what a question costs first and afterwards."""
        self.forget()
        costs = [await self.cost(collection, question) for _ in range(ROUNDS + 1)]
        return Cost(costs[0], median(costs[1:]))

    async def usual(self, collection: str, questions: Iterable[str]) -> Cost:
        """Return what is usual for some questions."""
        return Cost.median([await self.both(collection, each) for each in questions])

    def freeze(self) -> None:
        """Do as the bot does once all is loaded."""
        self.caches = _caches()
        app.freeze_gc()

    def forget(self) -> None:
        """Keep nothing of texts, as if others had been asked about for long."""
        for each in (*self.caches, *_caches()):
            each.clear()
            each._before, each._held = {}, 0
        self.library._reader.forget_kept()


def _caches() -> list[TextCache[object]]:
    return [each for each in gc.get_objects() if isinstance(each, TextCache)]


def ordinary_questions(rng: random.Random, vocabulary: Sequence[str], number: int = ORDINARY_QUESTIONS) -> list[str]:
    """Return questions of six words, two of them common."""
    return [" ".join([*rng.choices(vocabulary[:200], k=2), *rng.choices(vocabulary, k=4)]) for _ in range(number)]


def long_question(words: Iterable[str]) -> str:
    """Return a question of as many different words as fit; of a text without spaces, of its beginning."""
    kept, room = list[str](), LONG_CHARS
    for word in dict.fromkeys(words):
        if len(word) < room:
            kept.append(word)
            room -= len(word) + 1
    return " ".join(kept) if kept else next(iter(words))[:LONG_CHARS]


async def measure(folder: Path, size: int, families: int | None = None) -> Costs:
    """Print what each of the first families costs beside an ordinary question, and return it."""
    rng, vocabulary = random.Random(3), words()
    asked = dict(islice(FAMILIES.items(), families))
    async with Library.open(folder) as library:
        asking = Asking(library)
        await library.add_all(list(articles(ORDINARY_ARTICLES, rng, vocabulary)), collection="other")
        await library.add(Article(title="Pier", paragraphs=("The pier opened.",), language="en"))
        for name, family in asked.items():
            for collection in (name, "together"):
                found = read_bytes(family.build(size).encode(), family.name)
                await library.add_all([each for each in found if isinstance(each, Article)], collection=collection)
            await asking.cost(name, family.question)  # The index, and the patterns of its language.
        await asking.cost("together", "pier")
        ordinary = ordinary_questions(rng, vocabulary)
        await asking.cost("other", ordinary[0])
        asking.freeze()
        usual = await asking.usual("other", ordinary)
        usual_long = await asking.usual("other", [long_question(rng.sample(vocabulary, 200)) for _ in range(10)])
        print(f"an ordinary question over {ORDINARY_ARTICLES:,} articles: {_milliseconds(usual)}")
        print(f"one of {LONG_CHARS} characters: {_milliseconds(usual_long)}, {_times(usual_long.over(usual))}")
        alone, together, long = dict[str, Cost](), dict[str, Cost](), dict[str, Cost]()
        for name, family in asked.items():
            lengthy = long_question(family.build(size).split()[::37])
            for ratios, collection, question, other in (
                (alone, name, family.question, usual),
                (together, "together", family.question, usual),
                (long, name, lengthy, usual_long),
            ):
                cost = await asking.usual(collection, [f"{question} {number}" for number in range(ROUNDS)])
                ratios[name] = cost.over(other)
            print(
                f"{_times(alone[name])}  together {_times(together[name])}  long {_times(long[name])}  {name}",
                flush=True,
            )
        return Costs(usual, usual_long, alone, together, long, await beside(library, ordinary, asked))


def _milliseconds(cost: Cost) -> str:
    return f"{cost.first * 1000:.1f} ms, then {cost.again * 1000:.1f}"


def _times(ratio: Cost) -> str:
    return f"{ratio.first:4.1f} x, then {ratio.again:4.1f}"


async def beside(
    library: Library, asked: Sequence[str], families: Mapping[str, Family]
) -> dict[str, tuple[float, float]]:
    """Return what another server's people wait, alone and while a hostile one asks on and on."""

    async def waits() -> list[float]:
        seconds = []
        for question in [*asked] * ROUNDS:
            began = perf_counter()
            await library.ask(question, AskContext(collection="other"))
            seconds.append(perf_counter() - began)
        return seconds

    async def keep_asking() -> None:
        while True:
            for name, family in families.items():
                with suppress(KnowledgeError):
                    await library.ask(family.question, AskContext(collection=name))

    alone = await waits()
    hostile = asyncio.create_task(keep_asking())
    together = await waits()
    hostile.cancel()
    waited = {"alone": alone, "beside hostile questions": together}
    return {
        name: (median(seconds), quantiles(seconds, n=100, method="inclusive")[98]) for name, seconds in waited.items()
    }


def main() -> None:
    """Measure, and end with 1 where anything is beyond its bound."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.worst_case", description=(__doc__ or "").splitlines()[0]
    )
    parser.add_argument("--bytes", type=int, default=300_000, help="how large an article of each family is (300000)")
    chosen = parser.parse_args()
    with TemporaryDirectory() as folder:
        costs = asyncio.run(measure(Path(folder) / "data", chosen.bytes))
    for name, (usual, p99) in costs.waits.items():
        print(f"another server, {name}: median {usual * 1000:.1f} ms, p99 {p99 * 1000:.1f} ms")
    print(*costs.faults, sep="\n")
    sys.exit(bool(costs.faults))


if __name__ == "__main__":
    main()
