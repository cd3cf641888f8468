"""The whole of the bot's knowledge: articles in, answers out; store, index and journal in step."""

import asyncio
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from time import perf_counter
from typing import Any, Self

from knowledge import language, samples
from knowledge.answers.answering import find, last_number, shown
from knowledge.answers.asking import MAX_QUESTION, checked
from knowledge.answers.citations import cite, compose
from knowledge.answers.following import Earlier
from knowledge.answers.thinking import Thinking
from knowledge.errors import AnswerNotFound, UnclearQuestion
from knowledge.indexes import MEMORY, Indexes, Watch
from knowledge.measuring.snapshot import Snapshot
from knowledge.models import SHARED, Answer, Article, Decline
from knowledge.overview import Overview, overview
from knowledge.querylog import suggesting
from knowledge.querylog.feedback import Feedback
from knowledge.querylog.journal import Journal, Place, load_key
from knowledge.querylog.replies import Replies
from knowledge.storage import export
from knowledge.storage.backup import backup
from knowledge.storage.database import FILE_NAME
from knowledge.storage.retention import Purged, Retention
from knowledge.storage.servers import Servers
from knowledge.storage.store import Added, Listing, Store

__all__ = ["MAX_QUESTION", "Library"]


class Library:
    """Articles that can be asked, and a record of every question.

    `async with Library.open(folder) as library:` owns the folder's file until the block ends.
    """

    def __init__(self, store: Store, journal: Journal, indexes: Indexes) -> None:
        self.servers = Servers(store.database)
        self.retention = Retention(store.database, journal.hashed)
        self.feedback = Feedback(store.database, journal.hashed)
        self.replies = Replies(store.database, journal.hashed)
        self._store = store
        self._journal = journal
        self.indexes = indexes
        self._thinking = Thinking()
        self._continuing = asyncio.Lock()

    @classmethod
    @asynccontextmanager
    async def open(
        cls, folder: Path | str, *, index_memory: int = MEMORY, watch: Watch | None = None
    ) -> AsyncIterator[Self]:
        """Open the library in a folder, made where there is none; raises StoreUnusable where it cannot be.

        Indexes take up to `index_memory` megabytes; `watch` is told how far one is that has to be built.
        """
        async with Store.open(Path(folder)) as store:
            indexes = Indexes(store, Path(folder), memory=index_memory, watch=watch)
            library = cls(store, Journal(store, load_key(Path(folder))), indexes)
            if await library.on_samples():
                await library.add_all(samples.articles(), collection=samples.COLLECTION)
            try:
                yield library
            finally:
                await indexes.close()

    @staticmethod
    def exists(folder: Path) -> bool:
        """Tell whether a folder holds a library."""
        return (folder / FILE_NAME).is_file()

    async def on_samples(self) -> bool:
        """Tell whether nothing has been added yet, so that the bundled articles answer."""
        return await self._store.is_empty(but=samples.COLLECTION)

    async def add(self, article: Article, *, collection: str = SHARED, added_by: str = "") -> Added:
        """Take in one article, or its changed text as a new version; it is on disk when this returns."""
        return (await self.add_all([article], collection=collection, added_by=added_by))[0]

    async def add_all(
        self, articles: Sequence[Article], *, collection: str = SHARED, added_by: str = "", most: int = 0
    ) -> list[Added]:
        """Take in several articles in one transaction; new ones are refused where the collection has `most` already."""
        known = await asyncio.to_thread(lambda: list(map(language.known, articles)))
        return await self._store.add(known, collection=collection, added_by=added_by, most=most)

    async def remove(self, id: str, *, collection: str = SHARED) -> Article:
        """Take an article out, its text with it; raises ArticleNotFound."""
        removed = await self._store.remove(id, collection=collection)
        await self.indexes.clean(collection)
        return removed

    async def article(self, id: str, *, collection: str = SHARED) -> Article:
        """Return one article whole; raises ArticleNotFound."""
        return await self._store.article(id, collections=await self._scope(collection))

    async def article_at(self, row: int, *, collection: str = SHARED) -> Article:
        """Return the article of the store's key, where the collection can be asked about it; raises ArticleNotFound."""
        return await self._store.article_at(row, collections=await self._scope(collection))

    async def own(self, id: str, *, collection: str) -> Article:
        """Return an article of the collection itself, none that it shares with others; raises ArticleNotFound."""
        return await self._store.article(id, collections=(collection,))

    async def listing(self, *, collection: str = SHARED, own: bool = False) -> list[Listing]:
        """Return what a collection can be asked about, or its own alone, newest first, without the texts."""
        return await self._store.listing((collection,) if own else await self._scope(collection))

    async def overview(self, *, collection: str = SHARED, newest: int = 1) -> Overview:
        """Return what a collection can be asked about at a glance, with at most so many of the newest articles."""
        return await overview(self._store.database, await self._scope(collection), newest)

    async def load(self) -> None:
        """Load the index that every question is asked over, or build it, before anybody has to wait for it."""
        await self.indexes.retriever(await self._scope(SHARED))

    async def ask(
        self,
        question: str,
        *,
        collection: str = SHARED,
        channel: str = "",
        asker: str = "",
        message: str = "",
        private: bool = False,
        k: int = 3,
        following: int | None = None,
    ) -> Answer | Decline:
        """Answer with at most k cited passages, or decline; raises UnclearQuestion.

        A question that leaves out what it is about is completed from the one of the id `following`. Question and
        citations are on disk when this returns, the asker as a keyed hash; a private answer is its asker's alone.
        """
        started = perf_counter()
        question = checked(question)
        earlier = await self._journal.earlier(following, collection=collection, asker=asker)
        place = Place(collection, channel, asker, message, private, following if earlier else None)
        try:
            version, reply = await self._answer(question, earlier, collection, k)
        except UnclearQuestion:
            raise
        except Exception:
            await self._journal.record_failure(question, place=place, milliseconds=_since(started))
            raise
        reply = replace(reply, milliseconds=_since(started))
        return replace(reply, id=await self._journal.record(reply, place=place, index_version=version))

    async def more(self, id: int, *, collection: str = SHARED, asker: str = "", k: int = 3) -> Answer:
        """Return at most k passages more of an earlier answer, numbered on; the answer cites them from then on.

        Raises AnswerNotFound, also where there are none left.
        """
        async with self._continuing:
            earlier = await self._journal.answer(id, collection=collection, asker=asker)
            followed = await self._journal.followed(id)
            before = await self._journal.earlier(followed, collection=collection, asker=asker)
            _, retriever = await self.indexes.retriever(await self._scope(collection))
            found = await find(self._store, retriever, self._thinking, earlier.question, before, k, shown(earlier))
            citations = await self._thinking.over(cite, found, k, last_number(earlier) + 1) if found else ()
            if not citations:
                raise AnswerNotFound("I have no more passages for answer #{id}; ask in other words for others.", id=id)
            await self._journal.extend(id, citations)
        return replace(earlier, citations=citations, withdrawn=())

    async def source(
        self,
        *,
        id: int | None = None,
        reply: str | None = None,
        collection: str = SHARED,
        channel: str = "",
        asker: str = "",
    ) -> Answer:
        """Return an earlier answer: by its id, by the message that showed it, or the last one of a channel.

        Raises AnswerNotFound, also for an answer of another collection and for a private one of another asker.
        """
        if id is not None:
            return await self._journal.answer(id, collection=collection, asker=asker)
        if reply is not None:
            return await self._journal.replied(reply, collection=collection, asker=asker)
        return await self._journal.last(collection=collection, channel=channel, asker=asker)

    async def suggestions(self, typed: str, *, collection: str = SHARED) -> list[str]:
        """Return what may be meant by the beginning of a question: earlier questions that went well, and headlines."""
        questions = await self.feedback.good_questions(collection=collection, longest=suggesting.LONGEST)
        titles = await self._store.titles(await self._scope(collection), most=suggesting.TITLES)
        return await asyncio.to_thread(suggesting.suggestions, typed, [*questions, *titles])

    async def size(self) -> int:
        """Return how many articles can be asked about, over all collections."""
        return await self._store.size(but="" if await self.on_samples() else samples.COLLECTION)

    async def purge(self, collection: str) -> Purged:
        """Delete all there is of a collection for good, in the file and in memory."""
        purged = await self.retention.purge(collection)
        await self.indexes.forget(collection)
        return purged

    async def forget(self, asker: str, *, own: Iterable[str] = ()) -> Purged:
        """Delete what a person has left, in the file and in memory; see `Retention.forget`."""
        purged = await self.retention.forget(asker, own=own)
        await self.indexes.forget_all("dm-")
        return purged

    async def backup(self, target: Path) -> int:
        """Write the store and its key into a new archive; see `backup.backup`."""
        return await backup(self._store.database, target)

    def articles(self, *, collection: str | None = None) -> AsyncIterator[dict[str, Any]]:
        """Yield every article of a collection or of all, in the form in which they are added."""
        return export.articles(self._store, collection=collection, but=samples.COLLECTION)

    def questions(self, *, collection: str | None = None) -> AsyncIterator[dict[str, Any]]:
        """Yield every logged question of a collection or of all."""
        return export.questions(self._store, collection=collection)

    async def snapshot(self, *, collection: str = SHARED) -> Snapshot:
        """Return what a collection can be asked about, in memory, to be asked without a record."""
        articles = await self._store.load(await self._scope(collection))
        return await asyncio.to_thread(Snapshot.build, articles)

    async def note_reply(self, id: int, reply: str) -> None:
        """Remember which message showed an answer, so that a reply to it finds the answer."""
        await self._journal.note_reply(id, reply)

    async def _answer(
        self, question: str, earlier: Earlier | None, collection: str, k: int
    ) -> tuple[str, Answer | Decline]:
        version, retriever = await self.indexes.retriever(await self._scope(collection))
        found = await find(self._store, retriever, self._thinking, question, earlier, k)
        if found is None:
            return version, Decline(question=question)
        return version, await self._thinking.over(compose, question, found, k)

    async def _scope(self, collection: str) -> tuple[str, ...]:
        if await self.on_samples():
            return (samples.COLLECTION,)
        return tuple(dict.fromkeys((collection, SHARED)))


def _since(started: float) -> float:
    return (perf_counter() - started) * 1000
