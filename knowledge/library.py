"""The whole of the bot's knowledge: articles in, answers out; store, index and question log in step."""

import asyncio
import json
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from time import perf_counter
from typing import Any, Self

from knowledge import listing as suggesting
from knowledge import samples
from knowledge.answers.citations import build_answer, build_citations
from knowledge.answers.pipeline import (
    SerialExecutor,
    Snapshot,
    cited_paragraphs,
    last_number,
    retrieve,
    validate,
)
from knowledge.errors import AnswerNotFound, InvalidQuestion
from knowledge.index_cache import MEMORY_BYTES, IndexCache, Watch
from knowledge.models import SHARED, Answer, Article, Conversation, Decline
from knowledge.store import backup as export
from knowledge.store.articles import ArticleListing, ArticleStore
from knowledge.store.database import FILE_NAME, Database
from knowledge.store.dedupe import AddResult
from knowledge.store.feedback import Feedback
from knowledge.store.guilds import GuildStore
from knowledge.store.hash_key import load_key
from knowledge.store.questions import AskContext, QuestionLog
from knowledge.store.retention import PurgeCounts, Retention
from knowledge.store.rows import sqlite_safe, to_article
from knowledge.text import language


@dataclass(frozen=True, slots=True)
class Overview:
    """The articles of some collections, counted, and the newest of them without their texts."""

    counts: Mapping[str, int]
    """Articles by collection; a collection without any is not named."""
    newest: tuple[Article, ...]

    @property
    def articles(self) -> int:
        """All articles together."""
        return sum(self.counts.values())


async def overview(database: Database, collections: Sequence[str], newest: int) -> Overview:
    """Return the overview of these collections, with at most so many of the newest articles."""
    names = json.dumps([sqlite_safe(name) for name in collections])
    here = "withdrawn_at IS NULL AND collection IN (SELECT value FROM json_each(?))"
    async with database.snapshot() as connection:
        counts = await connection.execute_fetchall(
            f"SELECT collection, COUNT(*) FROM article WHERE {here} GROUP BY collection ORDER BY collection", (names,)
        )
        # By id, which grows with each article: no other order could be read off without sorting them all.
        rows = await connection.execute_fetchall(
            f"SELECT * FROM article WHERE {here} ORDER BY id DESC LIMIT ?", (names, newest)
        )
    return Overview({name: count for name, count in counts}, tuple(to_article(row, ()) for row in rows))


class Library:
    """Articles that can be asked, and a record of every question.

    `async with Library.open(folder) as library:` owns the folder's file until the block ends.
    """

    def __init__(self, store: ArticleStore, question_log: QuestionLog, indexes: IndexCache) -> None:
        self.question_log = question_log
        self.servers = GuildStore(store.database)
        self.retention = Retention(store.database, question_log.hash_asker)
        self.feedback = Feedback(store.database, question_log.hash_asker)
        self._store = store
        self.indexes = indexes
        self._thinking = SerialExecutor()
        self._continuing = asyncio.Lock()

    @classmethod
    @asynccontextmanager
    async def open(
        cls, folder: Path | str, *, index_memory: int = MEMORY_BYTES, watch: Watch | None = None
    ) -> AsyncIterator[Self]:
        """Open the library in a folder, made where there is none; raises StoreUnusable where it cannot be.

        Indexes take up to `index_memory` megabytes; `watch` is told how far one is that has to be built.
        """
        async with ArticleStore.open(Path(folder)) as store:
            indexes = IndexCache(store, Path(folder), memory=index_memory, watch=watch)
            library = cls(store, QuestionLog(store.database, load_key(Path(folder))), indexes)
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

    async def add(self, article: Article, *, collection: str = SHARED, added_by: str = "") -> AddResult:
        """Take in one article, or its changed text as a new version; it is on disk when this returns."""
        return (await self.add_all([article], collection=collection, added_by=added_by))[0]

    async def add_all(
        self, articles: Sequence[Article], *, collection: str = SHARED, added_by: str = "", most: int = 0
    ) -> list[AddResult]:
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

    async def listing(self, *, collection: str = SHARED, own: bool = False) -> list[ArticleListing]:
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
        question = validate(question)
        earlier = await self.question_log.conversation(following, collection=collection, asker=asker)
        place = AskContext(collection, channel, asker, message, private, following if earlier else None)
        try:
            version, reply = await self._answer(question, earlier, collection, k)
        except InvalidQuestion:
            raise
        except Exception:
            await self.question_log.record_failure(question, place=place, milliseconds=_since(started))
            raise
        reply = replace(reply, milliseconds=_since(started))
        return replace(reply, id=await self.question_log.record(reply, place=place, index_version=version))

    async def more(self, id: int, *, collection: str = SHARED, asker: str = "", k: int = 3) -> Answer:
        """Return at most k passages more of an earlier answer, numbered on; the answer cites them from then on.

        Raises AnswerNotFound, also where there are none left.
        """
        async with self._continuing:
            earlier = await self.question_log.answer(id, collection=collection, asker=asker)
            followed = await self.question_log.previous_question(id)
            before = await self.question_log.conversation(followed, collection=collection, asker=asker)
            _, retriever = await self.indexes.retriever(await self._scope(collection))
            found = await retrieve(
                self._store, retriever, self._thinking, earlier.question, before, k, cited_paragraphs(earlier)
            )
            citations = await self._thinking.over(build_citations, found, k, last_number(earlier) + 1) if found else ()
            if not citations:
                raise AnswerNotFound("I have no more passages for answer #{id}; ask in other words for others.", id=id)
            await self.question_log.extend(id, citations)
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
            return await self.question_log.answer(id, collection=collection, asker=asker)
        if reply is not None:
            return await self.question_log.answer_in_reply(reply, collection=collection, asker=asker)
        return await self.question_log.last_answer(collection=collection, channel=channel, asker=asker)

    async def suggestions(self, typed: str, *, collection: str = SHARED) -> list[str]:
        """Return what may be meant by the beginning of a question: earlier questions that went well, and headlines."""
        questions = await self.feedback.good_questions(collection=collection, longest=suggesting.MAX_SUGGESTION_CHARS)
        titles = await self._store.titles(await self._scope(collection), most=suggesting.TITLES)
        return await asyncio.to_thread(suggesting.suggestions, typed, [*questions, *titles])

    async def size(self) -> int:
        """Return how many articles can be asked about, over all collections."""
        return await self._store.size(but="" if await self.on_samples() else samples.COLLECTION)

    async def purge(self, collection: str) -> PurgeCounts:
        """Delete all there is of a collection for good, in the file and in memory."""
        purged = await self.retention.purge(collection)
        await self.indexes.forget(collection)
        return purged

    async def forget(self, asker: str, *, own: Iterable[str] = ()) -> PurgeCounts:
        """Delete what a person has left, in the file and in memory; see `Retention.forget`."""
        purged = await self.retention.forget(asker, own=own)
        await self.indexes.forget_all("dm-")
        return purged

    async def backup(self, target: Path) -> int:
        """Write the store and its key into a new archive; see `backup.write_backup`."""
        return await asyncio.to_thread(export.write_backup, self._store.database.file.parent, target)

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

    async def _answer(
        self, question: str, earlier: Conversation | None, collection: str, k: int
    ) -> tuple[str, Answer | Decline]:
        version, retriever = await self.indexes.retriever(await self._scope(collection))
        found = await retrieve(self._store, retriever, self._thinking, question, earlier, k)
        if found is None:
            return version, Decline(question=question)
        return version, await self._thinking.over(build_answer, question, found, k)

    async def _scope(self, collection: str) -> tuple[str, ...]:
        if await self.on_samples():
            return (samples.COLLECTION,)
        return tuple(dict.fromkeys((collection, SHARED)))


def _since(started: float) -> float:
    return (perf_counter() - started) * 1000
