"""What questions cost beside hostile articles: `python -m benchmarks.worst_case`.

A server adds an article of each of forty families that are made to keep a question busy, and asks about it in the words
that it is made of; then another server's people ask their own questions while it does so on and on. Seconds are
processor time of the thread that answers, for which all servers wait.
"""

import argparse
import asyncio
import random
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from time import perf_counter, thread_time

from benchmarks.index_memory import articles, words
from bot.cli import app
from knowledge import Article, AskContext, KnowledgeError, Library
from knowledge.ingest import read_bytes

ORDINARY_ARTICLES = 2_000
ROUNDS = 3
MAX_RATIO = 3.0
"""A question beside a hostile article costs at most so many times as much as an ordinary one."""


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


async def cost(library: Library, collection: str, question: str) -> float:
    """Ask, and return the seconds of processor time that it took the thread that answers."""

    async def spent() -> float:
        return await library._executor.run(thread_time)

    before = await spent()
    with suppress(KnowledgeError):
        await library.ask(question, AskContext(collection=collection))
    return await spent() - before


def ordinary_questions(rng: random.Random, vocabulary: Sequence[str]) -> list[str]:
    """Return questions of six words, two of them common."""
    return [" ".join([*rng.choices(vocabulary[:200], k=2), *rng.choices(vocabulary, k=4)]) for _ in range(60)]


@dataclass(frozen=True, slots=True)
class Costs:
    """What questions about hostile articles cost."""

    ordinary: float
    """Seconds of an ordinary question."""
    ratios: Mapping[str, float]
    """How many times as much a family costs, in the median."""
    waits: Mapping[str, tuple[float, float]]
    """Seconds that another server's people wait, alone and beside: the median and the 99th percentile."""

    @property
    def beyond(self) -> dict[str, float]:
        """The families that cost more than they may, the dearest first."""
        found = {name: ratio for name, ratio in self.ratios.items() if ratio > MAX_RATIO}
        return dict(sorted(found.items(), key=lambda each: -each[1]))


async def measure(folder: Path, size: int, families: int | None = None) -> Costs:
    """Print what each of the first families costs beside an ordinary question, and return it."""
    rng, vocabulary = random.Random(3), words()
    async with Library.open(folder) as library:
        app.freeze_gc()  # As the bot does.
        await library.add_all(list(articles(ORDINARY_ARTICLES, rng, vocabulary)), collection="other")
        await library.add(Article(title="Pier", paragraphs=("The pier opened.",), language="en"))
        asked = ordinary_questions(rng, vocabulary)
        seconds = [await cost(library, "other", question) for question in asked]
        usual = median(seconds)
        print(f"an ordinary question over {ORDINARY_ARTICLES:,} articles: {usual * 1000:.1f} ms")
        ratios = {}
        for number, (name, family) in enumerate(islice(FAMILIES.items(), families), start=1):
            found = [each for each in read_bytes(family.build(size).encode(), family.name) if isinstance(each, Article)]
            await library.add_all(found, collection=str(number))
            await cost(library, str(number), "pier")
            costs = [await cost(library, str(number), f"{family.question} {round}") for round in range(ROUNDS)]
            ratios[name] = median(costs) / usual
            paragraphs = sum(len(each.paragraphs) for each in found)
            print(
                f"{median(costs) * 1000:8.1f} ms {ratios[name]:5.1f} x  most {max(costs) * 1000:8.1f} ms"
                f"  {paragraphs:>6,} paragraphs  {name}",
                flush=True,
            )
        return Costs(usual, ratios, await beside(library, asked))


async def beside(library: Library, asked: Sequence[str]) -> dict[str, tuple[float, float]]:
    """Return what another server's people wait, alone and while a hostile one asks on and on."""

    async def waits() -> list[float]:
        seconds = []
        for question in asked:
            began = perf_counter()
            await library.ask(question, AskContext(collection="other"))
            seconds.append(perf_counter() - began)
        return seconds

    async def keep_asking() -> None:
        while True:
            for number, family in enumerate(FAMILIES.values(), start=1):
                with suppress(KnowledgeError):
                    await library.ask(family.question, AskContext(collection=str(number)))

    alone = await waits()
    hostile = asyncio.create_task(keep_asking())
    together = await waits()
    hostile.cancel()
    waited = {"alone": alone, "beside hostile questions": together}
    return {
        name: (median(seconds), quantiles(seconds, n=100, method="inclusive")[98]) for name, seconds in waited.items()
    }


def main() -> None:
    """Measure, and end with 1 where a family is beyond the bound."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.worst_case", description=(__doc__ or "").splitlines()[0]
    )
    parser.add_argument("--bytes", type=int, default=300_000, help="how large an article of each family is (300000)")
    chosen = parser.parse_args()
    with TemporaryDirectory() as folder:
        costs = asyncio.run(measure(Path(folder) / "data", chosen.bytes))
    for name, (usual, p99) in costs.waits.items():
        print(f"another server, {name}: median {usual * 1000:.1f} ms, p99 {p99 * 1000:.1f} ms")
    sys.exit(bool(costs.beyond))


if __name__ == "__main__":
    main()
