"""Writes to a store until it is killed, and tells each deed on standard output once it is on disk."""

import asyncio
import sys
from itertools import count
from pathlib import Path

from knowledge.models import Answer, Article, AskContext, Citation
from knowledge.store.articles import ArticleStore
from knowledge.store.data_folder import load_key
from knowledge.store.questions import QuestionLog

PLACE = AskContext(channel="general", asker="asker")


def article(id: str, version: int) -> Article:
    """The article that the child adds as this version of this id."""
    text = f"This is {id} as of version {version}. " * 30
    return Article(title=f"About {id}", paragraphs=(f"First, {text}", f"Second, {text}", "The end."), id=id)


def answer(*articles: Article) -> Answer:
    """An answer that cites the second paragraph of each article."""
    citations = tuple(
        Citation(n=n, article=each, paragraph=2, span=(0, 20), matched=((0, 6),))
        for n, each in enumerate(articles, start=1)
    )
    return Answer(question="What is second?", outcome="answered", confidence=0.75, citations=citations)


def tell(*words: object) -> None:
    print(*words, flush=True)


async def work(store: ArticleStore, log: QuestionLog, stem: str) -> None:
    first, other = f"{stem}-a", f"{stem}-b"
    added = await store.add([article(first, 1), article(other, 1)], collection="shared")
    tell("article", first, 1)
    tell("article", other, 1)
    logged = await log.record(answer(*(each.article for each in added)), place=PLACE)
    tell("answer", logged.id, stem)
    await store.add([article(first, 2)], collection="shared")
    tell("article", first, 2)
    tell("withdrawing", other)
    await store.remove(other, collection="shared")
    tell("withdrawn", other)


async def main(folder: Path, name: str) -> None:
    async with ArticleStore.open(folder) as store:
        log = QuestionLog(store.database, load_key(folder))
        for n in count():
            await work(store, log, f"{name}-{n}")


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), sys.argv[2]))
