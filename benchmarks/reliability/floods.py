"""Very many questions, presses and servers at once: nothing is lost, and memory stays within its budget."""

import asyncio
import random
from collections.abc import Iterator
from pathlib import Path

from benchmarks import index_memory
from benchmarks.crowd import Crowd
from benchmarks.index_memory import Grown
from benchmarks.load import logged, measured
from benchmarks.reliability import Trial
from tests.loopback import Loopback
from tests.loopback.payloads import User
from tests.loopback.rest import limits

BUDGET_MB = 64
"""What `FOOTNOTE_INDEX_MEMORY` is set to."""
ALLOWED_MIB = 64
"""By how much a process can grow beyond its budget for indexes: pages of SQLite, discord.py, fragments."""
SHARED_ARTICLES = 2_000
SHARED_INDEX_MB = 20
"""What the index of the shared articles takes, which cannot be done without."""
AT_ONCE, AT_A_TIME = 500, 20
NO_LIMITS = limits(1_000_000)


async def new_words(folder: Path, questions: int) -> list[Trial]:
    """Ask questions of words that nobody has asked about, 20 people at a time."""
    data = folder / "data"
    await index_memory.fill(data, 0, SHARED_ARTICLES)
    async with Loopback() as discord:
        discord.rest.limits = NO_LIMITS
        async with discord.bot(data, FOOTNOTE_INDEX_MEMORY=str(BUDGET_MB)) as bot:
            crowd = Crowd(discord, list(_questions(questions)), people=200)
            first = await measured(bot.pid, crowd.steadily(max(questions // 30, AT_A_TIME), AT_A_TIME))
            last = await measured(bot.pid, crowd.steadily(questions - first.questions, AT_A_TIME))
    grown = last.mebibytes - first.mebibytes
    faults = [*_losses(crowd, logged(data))]
    if grown > BUDGET_MB + ALLOWED_MIB:
        faults.append(f"grown by {grown:.0f} MiB")
    good = (
        f"none lost, none doubled, all logged with their reply; p99 {last.p99:.2f} s;"
        f" grown by {grown:.0f} MiB to {last.mebibytes:.0f} with `FOOTNOTE_INDEX_MEMORY={BUDGET_MB}`"
    )
    return [Trial.of("questions of new words over 2,000 articles, 20 at a time", f"{crowd.asked:,}", good, faults)]


async def at_once(folder: Path, questions: int) -> list[Trial]:
    """Ask very many questions in one breath, several times."""
    rounds = max(questions // AT_ONCE, 1)
    data = folder / "data"
    async with Loopback() as discord:
        discord.rest.limits = NO_LIMITS
        async with discord.bot(data) as bot:
            crowd = Crowd(discord, ["When did the two leaders meet in Singapore?"], people=AT_ONCE)
            await crowd.at_once(AT_A_TIME)
            bursts = [await measured(bot.pid, crowd.at_once(AT_ONCE)) for _ in range(rounds)]
    p99 = " to ".join(sorted({f"{pick(each.p99 for each in bursts):.1f}" for pick in (min, max)}))
    good = f"none lost, none doubled, all logged with their reply; p99 {p99} s, {bursts[-1].mebibytes:.0f} MiB"
    return [Trial.of(f"{AT_ONCE} people ask at once", f"{rounds} times", good, [*_losses(crowd, logged(data))])]


async def presses(folder: Path, times: int) -> list[Trial]:
    """Press the buttons under an answer, 20 people at a time."""
    lost = 0
    async with Loopback() as discord:
        discord.rest.limits = NO_LIMITS
        async with discord.bot(folder / "data") as bot:
            reply = await discord.ask("!ask When did the two leaders meet in Singapore?")
            labels = [
                label for label, target in reply.buttons.items() if not target.startswith("http") and label != "👎"
            ]
            left = iter(range(times))

            async def press(person: User) -> list[float]:
                nonlocal lost
                seconds = []
                for number in left:
                    began = asyncio.get_running_loop().time()
                    exchange = await discord.press(reply, labels[number % len(labels)], author=person)
                    try:
                        await discord.said(exchange)  # Where that takes long, the first response was a deferral.
                    except AssertionError:
                        lost += 1
                    lost += len(exchange.messages) > 1
                    seconds.append(asyncio.get_running_loop().time() - began)
                return seconds

            async def crowd() -> list[float]:
                people = [User(700_000_000_000_000_000 + at, f"presser-{at}") for at in range(AT_A_TIME)]
                return sorted(second for each in await asyncio.gather(*map(press, people)) for second in each)

            stretch = await measured(bot.pid, crowd())
    good = f"each was answered, once; p99 {stretch.p99:.2f} s, {stretch.mebibytes:.0f} MiB"
    faults = [f"{lost} presses without an answer of their own"] if lost else []
    return [Trial.of(f"presses of buttons ({', '.join(labels)})", f"{stretch.questions:,}", good, faults)]


async def servers(folder: Path, number: int) -> list[Trial]:
    """Ask on servers with an article of their own, with little memory for their indexes."""
    data = folder / "data"
    await index_memory.fill(data, number, SHARED_ARTICLES)
    grown = [
        await asyncio.to_thread(index_memory.in_process, data, number, budget) for budget in index_memory.BUDGETS_MB
    ]
    faults = [
        f"{each.budget} MB: grown by {each.mebibytes:.0f} MiB, counted {each.counted:.0f} MB"
        for each in grown
        if each.counted > each.budget + SHARED_INDEX_MB or each.mebibytes > each.budget + ALLOWED_MIB
    ]
    good = "; ".join(map(_grown, grown))
    return [
        Trial.of(
            f"{number} servers with an article of their own",
            f"{grown[0].questions:,} questions for each budget",
            good,
            faults,
        )
    ]


def _grown(each: Grown) -> str:
    return (
        f"`FOOTNOTE_INDEX_MEMORY={each.budget}`: grown by {each.mebibytes:.0f} MiB, {each.counted:.0f} MB counted,"
        f" p99 {each.p99 * 1000:.0f} ms"
    )


def _questions(number: int) -> Iterator[str]:
    rng, vocabulary = random.Random(12), index_memory.words()
    for each in range(number):
        yield " ".join([*rng.choices(vocabulary, k=5), f"zu{each:x}k".translate(_LETTERS)])


_LETTERS = str.maketrans("0123456789", "ghijlmnopq")


def _losses(crowd: Crowd, noted: int) -> Iterator[str]:
    """Yield what became of questions that should not have."""
    if crowd.lost or crowd.doubled:
        yield f"{crowd.lost} lost, {crowd.doubled} doubled of {crowd.asked}"
    if noted != crowd.asked:
        yield f"{noted} of {crowd.asked} logged with their reply"
