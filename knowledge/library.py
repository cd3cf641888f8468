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
from knowledge.answers.executor import SerialExecutor
from knowledge.answers.pipeline import AnswerRequest, answer_question, cited_paragraphs, clean_question, last_number
from knowledge.answers.snapshot import Snapshot
from knowledge.errors import AnswerNotFound, InvalidQuestion
from knowledge.index_cache import MEMORY_BYTES, IndexCache, Watch
from knowledge.models import SHARED, Answer, Article, AskContext, Decline
from knowledge.store import backup as export
from knowledge.store.articles import ArticleListing, ArticleStore
from knowledge.store.database import FILE_NAME, Database
from knowledge.store.dedupe import AddResult
from knowledge.store.feedback import Feedback
from knowledge.store.guilds import GuildStore
from knowledge.store.hash_key import load_key
from knowledge.store.questions import QuestionLog
from knowledge.store.reader import ArticleReader
from knowledge.store.retention import PurgeCounts, Retention
from knowledge.store.rows import sqlite_safe, to_article
from knowledge.text import language

_ANYWHERE = AskContext()


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
        self.guilds = GuildStore(store.database)
        self.retention = Retention(store.database, question_log.hash_asker)
        self.feedback = Feedback(store.database, question_log.hash_asker)
        self._store = store
        self._reader = ArticleReader(store.database.file)
        self._indexes = indexes
        self._executor = SerialExecutor()
        self._extending = asyncio.Lock()

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
                await library._executor.run(library._reader.close)
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
        await self._indexes.clean(collection)
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
        await self._indexes.retriever(await self._scope(SHARED))

    async def ask(self, question: str, context: AskContext = _ANYWHERE, *, k: int = 3) -> Answer | Decline:
        """Answer a question with cited passages, or decline, and log it.

        Question and citations are on disk when this returns, the asker as a keyed hash.

        Args:
            question: At most `MAX_QUESTION_CHARS` characters. It can hold filters, such as `after:2018`.
            context: Where it is asked and by whom; its collection is asked together with the shared one. A question
                that leaves out what it is about is completed from the one that it follows.
            k: How many passages are cited at most.

        Raises:
            InvalidQuestion: There is nothing to look for in it, or it is too long.
            StoreUnavailable: The data folder cannot be read or written.

        Example:
            >>> reply = await library.ask("When did the pier open?", AskContext(asker="ann"))
            >>> reply.citations[0].quote
            'The pier at Lindvik opened on Saturday.'
        """
        started = perf_counter()
        question = clean_question(question)
        conversation = await self.question_log.conversation(
            context.following, collection=context.collection, asker=context.asker
        )
        place = context if conversation else replace(context, following=None)
        request = AnswerRequest(question=question, k=k, conversation=conversation)
        try:
            version, reply = await self._answer(request, context.collection)
        except InvalidQuestion:
            raise
        except Exception:
            await self.question_log.record_failure(question, place=place, milliseconds=_since(started))
            raise
        reply = replace(reply, milliseconds=_since(started))
        return replace(reply, id=await self.question_log.record(reply, place=place, index_version=version))

    async def more(self, id: int, *, collection: str = SHARED, asker: str = "", k: int = 3) -> Answer:
        """Return further passages for an earlier answer, which cites them too from then on.

        Args:
            id: The answer's id.
            collection: The collection that was asked.
            asker: Who wants more; only the asker gets more of a private answer.
            k: How many passages are returned at most; their numbers continue those of the answer.

        Raises:
            AnswerNotFound: There is no such answer here, or there are no more passages.
        """
        async with self._extending:
            answer = await self.question_log.answer(id, collection=collection, asker=asker)
            previous = await self.question_log.previous_question(id)
            request = AnswerRequest(
                question=answer.question,
                k=k,
                conversation=await self.question_log.conversation(previous, collection=collection, asker=asker),
                shown=cited_paragraphs(answer),
                first_number=last_number(answer) + 1,
            )
            _, reply = await self._answer(request, collection)
            if isinstance(reply, Decline):
                raise AnswerNotFound("I have no more passages for answer #{id}; ask in other words for others.", id=id)
            await self.question_log.extend(id, reply.citations)
        return replace(answer, citations=reply.citations, withdrawn=())

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
        await self._indexes.forget(collection)
        return purged

    async def forget(self, asker: str, *, own: Iterable[str] = ()) -> PurgeCounts:
        """Delete what a person has left, in the file and in memory; see `Retention.forget`."""
        purged = await self.retention.forget(asker, own=own)
        await self._indexes.forget_all("dm-")
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

    async def _answer(self, request: AnswerRequest, collection: str) -> tuple[str, Answer | Decline]:
        """Return the version of the index that was asked, and the reply."""
        version, retriever = await self._indexes.retriever(await self._scope(collection))
        result = await self._executor.run(answer_question, request, retriever, self._reader)
        return version, result.reply

    async def _scope(self, collection: str) -> tuple[str, ...]:
        if await self.on_samples():
            return (samples.COLLECTION,)
        return tuple(dict.fromkeys((collection, SHARED)))


def _since(started: float) -> float:
    return (perf_counter() - started) * 1000
