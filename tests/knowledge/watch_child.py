"""Replays a dated corpus for a watch until it is done or killed, and tells each deed on standard output.

What it "sends" is a line in a file, which like Discord keeps what has arrived and can be searched for it.
"""

import asyncio
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from knowledge import Article, AskContext, Library

DAYS = 8
START = datetime(2021, 6, 1, 12, tzinfo=UTC)
QUESTION = "What did the ferry Solveig carry to Lindvik?"
_CARGO = ("rye", "bicycles", "a press", "church bells", "oak beams", "a circus tent", "herring", "letters", "glass")


def article(day: int) -> Article:
    """The article of a day."""
    text = (
        f"On voyage {day + 2} the ferry Solveig carried {_CARGO[day]} to Lindvik, where {day + 3} porters of the "
        f"{_CARGO[-day]} company had waited since the morning of day {day}."
    )
    return Article(title=f"Harbour notes {day}", paragraphs=(text,), language="en", id=f"day-{day}")


def tell(*words: object) -> None:
    print(*words, flush=True)


def deliver(outbox: Path, line: str) -> None:
    with outbox.open("a") as out:
        out.write(f"{line}\n")


def has_arrived(outbox: Path, line: str) -> bool:
    return outbox.exists() and line in outbox.read_text().splitlines()


async def send(library: Library, outbox: Path, now: datetime) -> None:
    for notice in await library.watches.unsent():
        found = await library.question_log.answer_of_watch(notice.question)
        assert found
        line = f"{notice.question} {', '.join(each.article.title for each in found.citations)}"
        arrived = notice.claimed_at is not None and has_arrived(outbox, line)
        if not arrived:
            await library.watches.claim(notice, now)
            tell("claimed", notice.id)
            deliver(outbox, line)
            tell("delivered", notice.id)
        await library.watches.sent(notice, f"message-{notice.id}", now)
        tell("sent", notice.id)


async def main(folder: Path, outbox: Path) -> None:
    async with Library.open(folder) as library:
        if not await library.watches.of("ann"):
            await library.add(article(0))
            await library.watch(QUESTION, AskContext(collection="7", channel="1", asker="ann"), "now", now=START)
        tell("watching")
        for day in range(1, DAYS):
            now = START + timedelta(days=day)
            await library.add(article(day))
            tell("added", day)
            await library.look_for_watches(now)
            tell("looked", day)
            await send(library, outbox, now)
    tell("done")


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), Path(sys.argv[2])))
