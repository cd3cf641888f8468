"""Adds, updates, removes, purges, forgets, backs up, restores and migrates until it is killed, telling each deed."""

import asyncio
import sys
from itertools import count
from pathlib import Path

from knowledge import Article, AskContext, Library
from knowledge.store import restore_backup
from knowledge.store.migrations import MIGRATIONS
from tests.knowledge import schemas


def article(word: str, version: int = 1) -> Article:
    """The article of a word that stands in no other, and that must be found no more once it is deleted."""
    text = (f"The {word} was found in the attic of the mill.", f"Nobody claimed it {version} times.")
    return Article(title=f"Finds: {word}", paragraphs=text, byline=f"By {word}", language="en", id=word)


def tell(*words: object) -> None:
    print(*words, flush=True)


async def live(library: Library, folder: Path, name: str) -> None:
    for deed in ("kept", "removed", "purged", "forgotten"):
        word, collection = f"quo{deed}{name}", {"purged": f"1{name}", "forgotten": f"dm-1{name}"}.get(deed, "shared")
        await library.add(article(word), collection=collection)
        await library.add(article(word, 2), collection=collection)
        reply = await library.ask(f"Where was the {word} found?", AskContext(collection=collection, asker=f"ann{name}"))
        match deed:
            case "kept":
                tell("kept", word, reply.id)
            case "removed":
                await library.remove(word)
                tell("gone", f"by {word}")
            case "purged":
                await library.purge(collection)
                tell("gone", word)
            case "forgotten":
                await library.forget_person(f"bea{name}", own=[collection])
                tell("gone", f"by {word}")
    await library.backup(folder / "out" / f"{name}.tar.gz")
    tell("backup", f"{name}.tar.gz")
    await asyncio.to_thread(restore_backup, folder / "out" / f"{name}.tar.gz", folder / "out" / name)
    schemas.restore(len(MIGRATIONS) - 1, folder / "out" / f"old{name}")
    async with Library.open(folder / "out" / f"old{name}"):
        tell("migrated", f"old{name}")


async def main(folder: Path, name: str) -> None:
    (folder / "out").mkdir(exist_ok=True)
    for n in count():
        async with Library.open(folder / "data") as library:
            await live(library, folder, f"{name}x{n}")


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), sys.argv[2]))
