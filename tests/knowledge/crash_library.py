"""Adds articles to a library and asks about each until it is killed, telling each deed once it is done."""

import asyncio
import sys
from itertools import count
from pathlib import Path

from knowledge import Answer, Article, Library


def article(id: str) -> Article:
    """The article that is added under this id, a word that occurs in no other."""
    return Article(
        title="Finds of the week",
        paragraphs=(f"The {id} was found in the attic of the mill.", "Nobody claimed it."),
        language="en",
        id=id,
    )


def word(n: int) -> str:
    """A word for a number, another one for each, that no stemmer shortens to a different one."""
    return "quo" + "".join("bcdfghjklm"[int(digit)] for digit in str(n)) + "ax"


async def main(folder: Path, name: int) -> None:
    async with Library.open(folder) as library:
        for n in count(name * 1_000_000):
            id = word(n)
            await library.add(article(id))
            print("article", id, 1, flush=True)
            reply = await library.ask(f"Where was the {id} found?")
            assert isinstance(reply, Answer)
            print("answer", reply.id, id, flush=True)


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), int(sys.argv[2])))
