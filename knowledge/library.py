"""Everything that the bot knows: articles in, answers out; store, index and question log in step."""

import asyncio
import logging
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Iterable, Mapping, Sequence
from contextlib import aclosing, asynccontextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import Any, Protocol, Self

from knowledge import listing, samples
from knowledge.answer_workers import AnswerWorkers, IndexVersion
from knowledge.answers.citations import says_nearly_the_same
from knowledge.answers.pipeline import (
    AnswerRequest,
    AskResult,
    StageClock,
    answer_question,
    check_watchable,
    cited_paragraphs,
    clean_question,
    is_elliptical,
    last_number,
)
from knowledge.answers.quotations import (
    MAX_READ_ARTICLES,
    Mentions,
    QuoteCheck,
    check_quote,
    clean_quote,
    find_mentions,
)
from knowledge.answers.snapshot import Snapshot
from knowledge.answers.verification import (
    Proof,
    ProofCheck,
    Replay,
    Revision,
    changed_since,
    check_proof,
    compare_ranking,
)
from knowledge.bibliography.annotations import address_of
from knowledge.errors import (
    AnswerNotFound,
    ArticleNotFound,
    IndexBehind,
    InvalidQuestion,
    QuestionStopped,
    QuestionTookTooLong,
    StoreUnavailable,
)
from knowledge.executor import MAX_QUESTION_SECONDS, TurnExecutor, run_ahead
from knowledge.index_cache import MAX_MEMORY_MB, IndexCache, ProgressCallback
from knowledge.ingest import ReaderPool
from knowledge.listing import Coverage
from knowledge.models import SHARED, TOTAL, Activity, Answer, Article, AskContext, Conversation, Decline
from knowledge.opensearch import ClusterIndex
from knowledge.opensearch.engine import EngineHealth
from knowledge.opensearch.indexer import ARTICLES_PER_BULK, Indexer, following, open_engine
from knowledge.search.retriever import Retriever
from knowledge.store import backup, move
from knowledge.store.articles import ArticleListing, ArticleReader, ArticleStore, Overview, ThreadedReader
from knowledge.store.audit import AuditLog, ChangeSet
from knowledge.store.data_folder import load_key
from knowledge.store.database import Durability, usable_folder
from knowledge.store.dedupe import NO_QUOTA, NOT_EDITED, AddResult, Quota
from knowledge.store.feedback import Feedback, GoodQuestion
from knowledge.store.feeds import FeedStore
from knowledge.store.gaps import Gaps
from knowledge.store.guilds import GuildStore
from knowledge.store.history import History, UndoResult
from knowledge.store.origins import FetchedPages, WatchedFiles
from knowledge.store.personal import PersonalData
from knowledge.store.questions import QuestionLog, RankingRecord, Reply
from knowledge.store.reports import Reports
from knowledge.store.retention import VERSIONS_KEPT, PurgeCounts, Retention
from knowledge.store.sqlite import DATABASE_FILE
from knowledge.store.usage import DailyUsage
from knowledge.store.watches import Cadence, Watch, Watches
from knowledge.text import analysis, language
from knowledge.text.matching import fold_words

_ANYWHERE = AskContext()
MIN_REPLAYED_PASSAGES = 3
"""How many passages a question is asked for again at least, as one that comes first alone could stand for several."""
QUESTIONS_AHEAD = 32
"""Questions of a file that wait for their turn while the first of them is answered."""
WORKER_SHARE = 4
"""The indexes of each process that answers beside this one can take one part in so many of what those here can."""
ANSWERING_THREADS = 4
"""Questions that are worked on at once where that means to wait for a cluster."""
FINISHING_SECONDS = 1.0
"""How long closing waits for the questions that are being worked on."""

log = logging.getLogger(__name__)
MAX_WATCH_PASSAGES = 5
"""Passages that one notice of a watch cites."""


@dataclass(frozen=True, slots=True)
class Answered:
    """What became of a question, and how long it took with the wait for its turn."""

    result: AskResult | Exception
    milliseconds: float


class SearchIndexes(Protocol):
    """What finds the articles of collections: indexes in the data folder, or a cluster."""

    async def get(self, scope: tuple[str, ...], versions: Sequence[int] | None = None) -> tuple[str, Retriever]:
        """Return the retriever of some collections as they are now, with the version of the index."""

    async def load(self, scope: tuple[str, ...]) -> None:
        """Have what finds the articles of some collections at hand; from then on nobody waits long for it."""

    def added(self, collection: str, articles: int) -> None:
        """Be told that articles were added."""

    async def save(self, scope: tuple[str, ...]) -> bool:
        """Save the indexes as they were last returned; tell whether files have those now."""

    async def rewrite_file(self, collection: str) -> None:
        """Keep no word of what has just been deleted from a collection."""

    async def drop(self, collection: str) -> None:
        """Delete the index of a collection."""

    async def drop_all(self, prefix: str) -> None:
        """Delete what is at hand of the indexes of all collections whose names begin with a prefix."""

    @property
    def nbytes(self) -> int:
        """Memory in bytes, or the bytes mapped of files."""

    async def close(self, *, soon: bool) -> None:
        """Finish what is under way, or stop it where that would take long."""


class Library:
    """Articles that can be asked, and a log of every question.

    Articles belong to collections. Whoever asks a collection asks the shared one with it; as long as nothing has been
    added to any, the bundled sample articles answer instead.

    Attributes:
        question_log: The logged questions: their answers, who may see them, and the messages that show them.
        feedback: Votes on answers, and what the articles lack.
        gaps: What people ask in vain; `close_gaps` here closes what new articles answer.
        watches: Standing questions; `watch` here adds one, `look_for_watches` asks them.
        feeds: The feeds that collections follow, with what has been seen in them.
        watched_files: The files of watched folders, with the articles that came from each.
        guilds: The settings of servers.
        pages: The pages that articles were read from, to look at them again.
        usage: How often today something was done that is limited a day.
        audit: Who changed what, and when.
        history: Earlier and removed versions of articles: read, brought back, edited, the last change undone.
        can_restore: Whether an article that is withdrawn can be brought back.
        readers: Reads files and fetched pages as articles, hostile ones in processes of their own.
        retention: Counts and deletes old questions. A collection or a person is deleted with `purge` and
            `forget_person` here, which clear the indexes too.
        reports: What was asked, as rows and as counts: work for a thread or a process.
        personal_data: What is stored about one person, to be shown to that person.
        activity: What was asked since it was opened, in numbers.
        indexer: Keeps the cluster in step that searches; None where the index is embedded.
        processes: The bots that use the store at the same time.

    Example:
        >>> async with Library.open("data") as library:
        ...     reply = await library.ask("When did the pier open?")
    """

    def __init__(
        self,
        store: ArticleStore,
        question_log: QuestionLog,
        indexes: SearchIndexes,
        readers: ReaderPool,
        *,
        versions_kept: timedelta = VERSIONS_KEPT,
        indexer: Indexer | None = None,
        index_memory: int = MAX_MEMORY_MB,
    ) -> None:
        self.readers = readers
        self.question_log = question_log
        self.feedback = Feedback(store.database, question_log.hash_asker)
        self.gaps = Gaps(store.database)
        self.watches = Watches(store.database, question_log)
        self.feeds = FeedStore(store.database, question_log.hash_asker)
        self.watched_files = WatchedFiles(store.database)
        self.guilds = GuildStore(store.database)
        self.pages = FetchedPages(store.database)
        self.usage = DailyUsage(store.database, question_log.hash_asker)
        self.audit = AuditLog(store.database)
        self.history = History(store.database, self._take_in)
        self.retention = Retention(store.database, question_log.hash_asker, versions_kept=versions_kept)
        self.can_restore = versions_kept > timedelta(0)
        self.reports = Reports(store.database)
        self.personal_data = PersonalData(store.database, question_log.hash_asker)
        self.activity = Activity()
        self.processes = store.database.processes
        self._store = store
        # Threads that wait for a cluster read at once; one by itself has the articles that all have read.
        readers_of = ThreadedReader if indexer else ArticleReader
        self._reader = readers_of(store.database.reader)
        self._indexes = indexes
        self.indexer = indexer
        self._executor = TurnExecutor(ANSWERING_THREADS if indexer else 1)
        self._workers: AnswerWorkers | None = None
        if not store.database.on_server:  # They read the files of the folder.
            self._workers = AnswerWorkers(
                self._executor, store.database.folder, memory=index_memory // WORKER_SHARE, save=self._indexes.save
            )
        self._extending = asyncio.Lock()

    @classmethod
    @asynccontextmanager
    async def open(
        cls,
        folder: Path | str,
        *,
        database: str = "",
        search: str = "",
        index_memory: int = MAX_MEMORY_MB,
        durability: Durability = "normal",
        versions_kept: timedelta = VERSIONS_KEPT,
        watch: ProgressCallback | None = None,
        readers: ReaderPool | None = None,
    ) -> AsyncIterator[Self]:
        """Open the library in a folder until the block ends; the folder is created if there is none.

        Args:
            folder: The data folder. Only one process can write it at a time.
            database: The address of a PostgreSQL database that is used instead of a file in the folder, such as
                `postgresql://user:password@host/name`; any number of processes can, each with a folder of its own.
            search: The address of an OpenSearch cluster that is kept in step with the database and answers in place
                of indexes in the folder, such as `https://user:password@host:9200`.
            index_memory: Megabytes that indexes, or articles read from a cluster, can take before the least recently
                used are dropped.
            durability: With `full`, what has been acknowledged outlasts a power cut; with `normal`, a power cut can
                lose the last moments. A crash of the process loses nothing either way.
            versions_kept: How long earlier versions of articles are kept, a day at least. With no time at all, what is
                removed can't be brought back either.
            watch: Called with the number of articles indexed and of all, while an index is built.
            readers: Reads files, until the library is closed; default: one of its own.

        Raises:
            StoreUnavailable: The folder, its file or the database cannot be used.
        """
        async with (
            ArticleStore.open(Path(folder), durability, database) as store,
            following(store.database, search) as indexer,
        ):
            indexes: SearchIndexes
            if indexer:
                indexes = ClusterIndex(indexer.engine, memory=index_memory)
            else:
                indexes = IndexCache(store, Path(folder), memory=index_memory, watch=watch)
            readers = readers or ReaderPool()
            question_log = QuestionLog(store.database, load_key(Path(folder)))
            library = cls(
                store,
                question_log,
                indexes,
                readers,
                versions_kept=versions_kept,
                indexer=indexer,
                index_memory=index_memory,
            )
            await library._delete_overdue()
            if await library.uses_samples():
                await library.add_all(samples.sample_articles(), collection=samples.COLLECTION)
            is_stopped = True
            try:
                yield library
                is_stopped = False
            finally:
                await asyncio.to_thread(readers.close)
                await asyncio.gather(library._finish_answers(), indexes.close(soon=is_stopped))

    @staticmethod
    def exists(folder: Path) -> bool:
        """Tell whether a folder holds a library; raise StoreUnavailable where this user can't see that."""
        with usable_folder(folder):
            return (folder / DATABASE_FILE).is_file()

    async def uses_samples(self, *, collection: str = SHARED) -> bool:
        """Tell whether a collection has nothing to ask about yet, so that the sample articles answer there."""
        return await self._store.is_empty((collection, SHARED))

    async def add(self, article: Article, *, collection: str = SHARED, added_by: str = "") -> AddResult:
        """Add an article, or its changed text as a new version; as `add_all` does."""
        return (await self.add_all([article], collection=collection, added_by=added_by))[0]

    async def add_all(
        self,
        articles: Sequence[Article],
        *,
        collection: str = SHARED,
        added_by: str = "",
        quota: Quota = NO_QUOTA,
        changes: ChangeSet | None = None,
    ) -> list[AddResult]:
        """Add articles in one transaction; they are on disk when this returns.

        Args:
            articles: An article with the id of one in the collection becomes its new version.
            collection: Where they are added.
            added_by: Who adds them.
            quota: How much the collection can hold: what goes beyond is refused.
            changes: What it is noted in, so that it can be undone; None notes nothing.

        Returns:
            What became of each, in the same order.

        Raises:
            UnreadableArticle: One has no text; then none is added.
            StoreUnavailable: The data folder cannot be written.
        """
        known = await asyncio.to_thread(lambda: list(map(language.known, articles)))
        added = await self._store.add(known, collection=collection, added_by=added_by, quota=quota, changes=changes)
        if len(articles) <= ARTICLES_PER_BULK:
            await self._take_in(collection)
        self._indexes.added(collection, len(articles))
        return added

    async def add_edited(
        self, article: Article, edited: Mapping[str, str], *, collection: str, quota: Quota, changes: ChangeSet
    ) -> AddResult:
        """Add an article some of whose fields were edited before; otherwise as `add_all`.

        Args:
            article: The article as its source has it, by which it is known when it is added again.
            edited: Values by field: any of `store.EDITABLE`, a day as ISO 8601. They outlast what the source says.
            collection: Where it is added.
            quota: How much the collection can hold.
            changes: What it is noted in.
        """
        known = await asyncio.to_thread(language.known, article)
        [added] = await self._store.add([known], collection=collection, quota=quota, changes=changes, edited=edited)
        await self._take_in(collection)
        return added

    async def preview_add(
        self, article: Article, edited: Mapping[str, str] = NOT_EDITED, *, collection: str, quota: Quota = NO_QUOTA
    ) -> AddResult:
        """Tell what `add_edited` would make of an article now; nothing is stored.

        Raises:
            UnreadableArticle: It has no text.
        """
        known = await asyncio.to_thread(language.known, article)
        return await self._store.preview(known, collection=collection, quota=quota, edited=edited)

    async def withdraw(self, id: str, *, collection: str = SHARED, changes: ChangeSet | None = None) -> Article:
        """Remove an article from a collection so that it can be brought back for a day, and return it as it was.

        Nothing answers from it or quotes it from now on. Where earlier versions are not kept, it is as `remove`.

        Raises:
            ArticleNotFound: The collection itself does not have it.
        """
        if not self.can_restore:
            return await self.remove(id, collection=collection, changes=changes)
        removed = await self._store.withdraw(id, collection=collection, changes=changes)
        await self._indexes.rewrite_file(collection)
        await self._take_in(collection)
        return removed

    async def remove(self, id: str, *, collection: str = SHARED, changes: ChangeSet | None = None) -> Article:
        """Remove an article from a collection for good, with its text in all versions, and return it as it was.

        Raises:
            ArticleNotFound: The collection itself does not have it, nor could it be brought back.
        """
        removed = await self._store.remove(id, collection=collection, changes=changes)
        await self._indexes.rewrite_file(collection)
        self._forget_deleted()
        await self._take_in(collection)
        return removed

    async def mark_vanished(self, url: str, *, collection: str = SHARED) -> bool:
        """Note that the page of an article is gone: it stays, and its citations say so.

        Returns:
            Whether the collection has an article of that address.
        """
        return await self._store.mark_vanished(url, collection=collection)

    async def vanished_at(self, article: Article) -> datetime | None:
        """Return when the page of an article was found to be gone; None where it was not."""
        return await self._store.vanished_at(article.row)

    async def undo(self, expected: int, *, collection: str, changes: ChangeSet, quota: Quota = NO_QUOTA) -> UndoResult:
        """Undo the last change of a collection's articles; see `knowledge.store.history.History.undo`."""
        undone = await self.history.undo(
            expected, collection=collection, changes=changes, now=datetime.now(UTC), quota=quota
        )
        await self._indexes.rewrite_file(collection)
        return undone

    async def article(self, id: str, *, collection: str = SHARED) -> Article:
        """Return an article that the collection can be asked about, with its text.

        Raises:
            ArticleNotFound: There is none with that id.
        """
        return await self._store.article(id, collections=await self._scope(collection))

    async def article_by_key(self, row: int, *, collection: str = SHARED) -> Article:
        """Return the article with that `Article.row`; otherwise as `article`."""
        return await self._store.article_by_key(row, collections=await self._scope(collection))

    async def own_article(self, id: str, *, collection: str) -> Article:
        """Return an article of the collection itself, not one that it shares; otherwise as `article`."""
        return await self._store.article(id, collections=(collection,))

    async def listing(self, *, collection: str = SHARED, own: bool = False) -> list[ArticleListing]:
        """List what a collection can be asked about, or with `own` its own articles only; newest first, no texts."""
        return await self._store.listing((collection,) if own else await self._scope(collection))

    async def coverage(self, topic: str, *, collection: str = SHARED) -> Coverage:
        """Return which outlets wrote about a topic in which months, beside all that they wrote.

        An article is about it where one of its paragraphs, with the headline, holds every content word of the topic.

        Raises:
            InvalidQuestion: There is nothing to look for in the topic, or it is too long.
        """
        topic = clean_question(topic)
        scope = await self._scope(collection)
        _, retriever = await self._indexes.get(scope)
        rows = await self._executor.run(retriever.rows_about, topic, server=collection)
        listed = await self._store.listing(scope)
        return await asyncio.to_thread(listing.coverage, listed, rows)

    async def has_word(self, word: str, *, collection: str = SHARED) -> bool:
        """Tell whether a paragraph of a collection, or its headline, has a word."""
        _, retriever = await self._indexes.get(await self._scope(collection))
        return bool(await self._executor.run(retriever.rows_about, word, server=collection))

    async def mentions(self, said: str, *, collection: str = SHARED) -> Mentions:
        """Tell which article was the first to say something, and which the last; nothing is logged.

        Args:
            said: Words that one paragraph must hold, or with quotation marks around them a phrase.
            collection: Whose articles, together with the shared ones.

        Raises:
            InvalidQuestion: There is nothing to look for in it, or it is too long.
        """
        question = clean_question(said)
        words = question.strip('"“”„«»「」')
        is_phrase = words != question
        if not fold_words(words):
            raise InvalidQuestion("There's nothing to look for in that. Give the words or “the phrase”.")
        scope = await self._scope(collection)
        _, retriever = await self._indexes.get(scope)
        rows = await self._executor.run(retriever.rows_about, words, server=collection)
        listed = await self._store.listing(scope)
        named = [each.article for each in listed if each.article.row in rows]
        is_complete = len(named) <= MAX_READ_ARTICLES
        if not is_complete:
            dated = sorted((each for each in named if each.day), key=lambda each: each.day or date.max)
            half = MAX_READ_ARTICLES // 2
            named = [*dated[:half], *dated[half:][-half:]]
        articles = await self._store.whole([each.row for each in named])
        return await asyncio.to_thread(find_mentions, words, articles, is_phrase=is_phrase, is_complete=is_complete)

    async def check_quote(self, quote: str, *, collection: str = SHARED) -> QuoteCheck:
        """Tell whether a quotation is in the articles, word for word or with which differences. Nothing is logged.

        Args:
            quote: At most `quotations.MAX_QUOTE_CHARS` characters, with or without quotation marks around it.
            collection: Whose articles, together with the shared ones.

        Raises:
            InvalidQuestion: It is too short to prove anything, or too long.
        """
        said = clean_quote(quote)
        _, retriever = await self._indexes.get(await self._scope(collection))
        return await self._executor.run(check_quote, said, retriever, self._reader, server=collection)

    async def overview(self, *, collection: str = SHARED, newest: int = 1) -> Overview:
        """Count what a collection can be asked about, and return the `newest` articles, without texts."""
        return await self._store.overview(await self._scope(collection), newest)

    async def collections(self, *, asked_here: bool = True) -> list[str]:
        """Return the names of all collections of which something is stored, but for the bundled articles'.

        Args:
            asked_here: Whether a question that was asked on this machine, not on Discord, is enough.
        """
        stored = await self._store.stored_collections(asked_here=asked_here)
        return [name for name in stored if name != samples.COLLECTION]

    async def size(self) -> int:
        """Return how many articles can be asked about, over all collections."""
        return await self._store.size(but="" if await self.uses_samples() else samples.COLLECTION)

    @property
    def index_bytes(self) -> int:
        """Memory in bytes of all indexes, or the bytes mapped of files, with what is kept of the terms asked lately."""
        return self._indexes.nbytes + (self._workers.nbytes if self._workers else 0)

    @property
    def store_bytes(self) -> int:
        """Bytes of the store on disk, with what is not yet written into its main file."""
        return self._store.database.size

    @property
    def waiting(self) -> int:
        """How many questions wait until the one that is being worked on is done."""
        return self._executor.waiting

    async def load(self, collection: str = SHARED) -> None:
        """Load the indexes that a question of a collection needs, or build them, before anybody has to wait."""
        await self._indexes.load(await self._scope(collection))

    async def start_worker(self, collection: str = SHARED) -> None:
        """Start a process that answers the questions of a collection beside this one before several of them wait.

        It ends where nobody asks for long, and another one is started once several wait.
        """
        if self._workers:
            scope, versions = await self._contents(collection)
            _, retriever = await self._indexes.get(scope, versions)
            await self._workers.start(scope, retriever.partitions)

    async def ask(
        self,
        question: str,
        context: AskContext = _ANYWHERE,
        *,
        k: int = 3,
        leading: bool = False,
        ignored: frozenset[int] = frozenset(),
        is_visible: Callable[[str], bool] | None = None,
    ) -> Answer | Decline:
        """Answer a question with cited passages, or decline, and log it.

        Question and citations are on disk when this returns, the asker as a keyed hash. Of a person who opted out,
        nothing is.

        Args:
            question: At most `MAX_QUESTION_CHARS` characters. It can hold filters, such as `after:2018`.
            context: Where it is asked and by whom; its collection is asked together with the shared one. A question
                that leaves out what it is about is completed from the one that it follows.
            k: How many passages are cited at most.
            leading: Whether those are left out that are far less likely to answer than the first one; `more_passages`
                returns them.
            ignored: The `place` of each publisher or month in the question that is to be a plain word.
            is_visible: Tells of a channel whether a question asked in it can be shown as an example beside a decline;
                by default only one of the same channel can.

        Raises:
            InvalidQuestion: There is nothing to look for in it, or it is too long.
            StoreUnavailable: The data folder cannot be read or written.

        Example:
            >>> reply = await library.ask("When did the pier open?", AskContext(asker="ann"))
            >>> reply.citations[0].quote
            'The pier at Lindvik opened on Saturday.'
        """
        started = perf_counter()
        place, conversation = await self._resolved(context)
        request = AnswerRequest(question=clean_question(question), k=k, conversation=conversation, ignored=ignored)
        result: AskResult | Exception
        try:
            result = await self._answer(request, context.collection)
        except Exception as error:
            result = error
        found = await self._concluded(request, place, Answered(result, _since(started)), leading=leading)
        if isinstance(found, Decline):
            example = await self._example(found, context, is_visible or context.channel.__eq__)
            found = replace(found, example=example)
        return found

    async def ask_all(
        self, questions: Sequence[str], context: AskContext = _ANYWHERE, *, k: int = 3
    ) -> AsyncGenerator[Answer | Decline | InvalidQuestion | QuestionStopped]:
        """Ask many questions, each as if it were asked alone, and yield their replies in order.

        Several are answered at once, here and in processes beside this one; what others ask meanwhile is answered in
        between. A decline has no `example`.

        Args:
            questions: As for `ask`. What cannot be asked, or answered, is yielded as the error that `ask` raises.
            context: As for `ask`.
            k: As for `ask`.

        Raises:
            StoreUnavailable: The data folder cannot be read or written.
        """
        place, conversation = await self._resolved(context)
        cleaned = list(map(_cleaned, questions))
        asked = [each for each in cleaned if not isinstance(each, InvalidQuestion)]
        requests = [AnswerRequest(question=each, k=k, conversation=conversation) for each in asked]
        following = iter(requests)
        async with aclosing(self._answer_all(requests, context.collection)) as answering:
            for each in cleaned:
                if isinstance(each, InvalidQuestion):
                    yield each
                    continue
                try:
                    yield await self._concluded(next(following), place, await anext(answering))
                except (InvalidQuestion, QuestionStopped) as error:
                    yield error

    async def ask_if_sure(
        self, question: str, context: AskContext, *, k: int = 3, min_confidence: float
    ) -> Answer | None:
        """Answer a question that nobody has put to us, and log it, only where the confidence is high; None elsewhere.

        Args:
            question: As for `ask`, as are the errors.
            context: Where it is asked and by whom.
            k: How many passages are cited at most.
            min_confidence: The confidence from which there is an answer.
        """
        started = perf_counter()
        question = clean_question(question)
        place, conversation = await self._resolved(context)
        request = AnswerRequest(question=question, k=k, conversation=conversation)
        result = await self._answer(request, context.collection)
        reply = result.reply
        if not isinstance(reply, Answer) or reply.outcome != "answered" or reply.confidence < min_confidence:
            return None
        reply = replace(reply.led(), channel=context.channel, milliseconds=_since(started))
        return await self._record(reply, place, conversation, result)

    async def watch(self, question: str, place: AskContext, cadence: Cadence, *, now: datetime) -> Watch:
        """Keep a standing question: articles that are added from now on are asked it.

        Args:
            question: As for `ask`.
            place: Whose question it is, and where its person is told.
            cadence: When the person is told.
            now: The moment from which it counts.

        Raises:
            InvalidQuestion: There is nothing to look for in it, or it is too long.
            WatchRefused: There are too many watches, or the person opted out of the log.
        """
        question = clean_question(question)
        check_watchable(question, today=now.date())
        return await self.watches.add(question, place, cadence, now)

    async def look_for_watches(self, now: datetime) -> None:
        """Ask the articles that are new since the last look each standing question that is due.

        What answers with the confidence of an answer becomes a notice, a story once; it is on disk when this returns.
        """
        for watch, newest in await self.watches.due(now):
            request = AnswerRequest(
                question=watch.text, k=MAX_WATCH_PASSAGES, newer_than=watch.article, today=now.date()
            )
            try:
                result = await self._answer_newest(request, watch.collection)
            except QuestionStopped:
                # It would be the same the next time.
                result = AskResult(Decline(question=watch.text))
            if result is None:
                continue
            found = None
            if isinstance(result.reply, Answer) and result.reply.outcome == "answered":
                earlier = await self.watches.earlier(watch)
                found = await asyncio.to_thread(_without_told, result.reply.led(), earlier)
            ranking = RankingRecord(result.index_version, result.terms, result.stages)
            await self.watches.looked(watch, newest, now, found, ranking)

    async def close_gaps(self) -> int:
        """Close the gaps that articles added since the last look answer; return how many questions that were."""
        closed = 0
        for collection, checked, newest in await self.gaps.unchecked():
            for text in await self.gaps.open_texts(collection):
                request = AnswerRequest(question=text, k=1, newer_than=checked)
                with suppress(InvalidQuestion, QuestionStopped):
                    result = await self._answer_newest(request, collection)
                    if result is None:
                        break
                    if isinstance(result.reply, Answer) and result.reply.outcome == "answered":
                        closed += await self.gaps.close(collection, text, result.reply.citations[0].article.row)
            else:
                await self.gaps.checked(collection, newest)
        return closed

    async def headlines(self, rows: Iterable[int], *, collection: str) -> dict[int, Article]:
        """Return those of some articles, named by the store's row, that the collection can still be asked about."""
        found = {}
        for row in rows:
            with suppress(ArticleNotFound):
                found[row] = await self.article_by_key(row, collection=collection)
        return found

    async def more_passages(self, id: int, *, collection: str = SHARED, asker: str = "", k: int = 3) -> Answer:
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
            reply = (await self._answer(request, collection)).reply
            if isinstance(reply, Decline):
                raise AnswerNotFound("I have no more passages for answer #{id}. Try asking in other words.", id=id)
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
        private: bool = False,
    ) -> Answer:
        """Return an earlier answer: by its id, by the message that showed it, or else the last one in the channel.

        The last one can be a private one of the person's only where it is shown to them alone, which is `private`.

        Raises:
            AnswerNotFound: There is none, it is of another collection, or it is private and another person asked.
        """
        if id is not None:
            return await self.question_log.answer(id, collection=collection, asker=asker)
        if reply is not None:
            return await self.question_log.answer_in_reply(reply, collection=collection, asker=asker)
        return await self.question_log.last_answer(collection=collection, channel=channel, asker=asker, private=private)

    async def revisions(self, answer: Answer) -> dict[int, Revision]:
        """Tell of each citation of an answer, by its number, what became of the words that it quotes."""
        latest = await self._store.latest({each.article.row for each in answer.citations})
        return await asyncio.to_thread(
            lambda: {
                each.n: changed_since(each, latest[each.article.row])
                for each in answer.citations
                if each.article.row in latest
            }
        )

    async def replay(self, answer: Answer, *, collection: str = SHARED, asker: str = "") -> Replay:
        """Ask the question of an earlier answer once more, as on its day, and compare; nothing is logged."""
        previous = await self.question_log.previous_question(answer.id)
        day, version = await self.question_log.asked_of(answer.id)
        request = AnswerRequest(
            question=answer.question,
            k=max(len(answer.citations), MIN_REPLAYED_PASSAGES),
            conversation=await self.question_log.conversation(previous, collection=collection, asker=asker),
            today=day,
        )
        result = await self._answer(request, collection)
        replay = await asyncio.to_thread(compare_ranking, answer, result.reply)
        return replace(replay, logged_index=version, index=result.index_version)

    async def check_proofs(self, proofs: Sequence[Proof], *, collection: str = SHARED) -> list[ProofCheck | None]:
        """Look for quotations in the articles that they name, by address or headline; None where there is none here."""
        listed = await self.listing(collection=collection)

        def named() -> list[list[int]]:
            addresses = [(each.article.row, address_of(each.article), each.article.title) for each in listed]
            return [
                [row for row, address, _ in addresses if address == proof.source]
                or [row for row, _, title in addresses if proof.headline and title == proof.headline]
                for proof in proofs
            ]

        checks: list[ProofCheck | None] = []
        for proof, rows in zip(proofs, await asyncio.to_thread(named), strict=True):
            articles = await self._store.whole(rows)
            checks.append(await asyncio.to_thread(check_proof, proof, articles) if articles else None)
        return checks

    async def suggestions(
        self, typed: str, *, collection: str = SHARED, is_visible: Callable[[str], bool] | None = None
    ) -> list[str]:
        """Complete the beginning of a question: from earlier questions that were answered well, and headlines.

        Args:
            typed: What has been typed so far.
            collection: Whose questions and articles.
            is_visible: Tells of a channel whether questions asked in it may be shown; by default all may.
        """
        scope = await self._scope(collection)
        good = await self.feedback.good_questions(
            collection=collection, among=scope, longest=listing.MAX_SUGGESTION_CHARS
        )
        channels = {each.channel for each in good}
        shown = channels if is_visible is None else set(filter(is_visible, channels))
        questions = list(dict.fromkeys(each.text for each in good if each.channel in shown))
        titles = await self._store.titles(scope, most=listing.MAX_TITLES)
        return await asyncio.to_thread(listing.suggestions, typed, [*questions, *titles])

    async def purge(self, collection: str) -> PurgeCounts:
        """Delete everything of a collection for good, on disk and in memory."""
        purged = await self.retention.purge(collection)
        self._forget_deleted()
        await self._indexes.drop(collection)
        await self._take_in(collection)
        return purged

    async def forget_person(self, asker: str, *, own: Iterable[str] = ()) -> PurgeCounts:
        """Delete whatever is one person's, everywhere, and all of the collections that are the person's own.

        Args:
            asker: The person's id.
            own: Collections of direct messages with the person; those in which the person asked are found without.
        """
        purged = await self.retention.forget(asker, own=own)
        self.question_log.drop_unlogged(asker)
        self._forget_deleted()
        await self._indexes.drop_all("dm-")
        return purged

    async def backup(self, target: Path) -> int:
        """Write the store and its key into a new archive; see `knowledge.store.backup.write_backup`."""
        if self._store.database.on_server:
            raise StoreUnavailable(
                "The store is on a PostgreSQL server. Back it up with pg_dump, and keep asker.key too."
            )
        return await asyncio.to_thread(backup.write_backup, self._store.database.folder, target)

    def export_articles(self, *, collection: str | None = None) -> AsyncIterator[dict[str, Any]]:
        """Yield every article of a collection, or of all, as a JSON object that can be added again."""
        return move.article_records(self._store, collection=collection, but=samples.COLLECTION)

    def export_questions(self, *, collection: str | None = None) -> AsyncIterator[dict[str, Any]]:
        """Yield every logged question of a collection, or of all, as a JSON object."""
        return move.question_records(self._store, collection=collection)

    async def search_health(self, address: str) -> EngineHealth:
        """Tell how a cluster is, whether this library searches it or not; nothing is written there.

        Args:
            address: Where it is, as in `open`.

        Raises:
            StoreUnavailable: The store is in a file, the address is none, or the extra `cluster` is not installed.
        """
        engine = open_engine(self._store.database, address)
        try:
            return await asyncio.to_thread(engine.health)
        finally:
            engine.close()

    async def clean_index(self, collection: str) -> None:
        """Keep no word of what another process has removed from a collection in the folder's index of it."""
        await self._indexes.rewrite_file(collection)

    @property
    def is_search_resting(self) -> bool | None:
        """Whether the cluster that searches is let be for a while; None where the index is embedded."""
        return self.indexer.engine.is_resting if self.indexer else None

    async def snapshot(self, *, collection: str = SHARED) -> Snapshot:
        """Return what a collection can be asked about, in memory, to be asked without a record."""
        articles = await self._store.load(await self._scope(collection))
        return await asyncio.to_thread(Snapshot.build, articles)

    async def _take_in(self, collection: str) -> None:
        """Wait until a cluster that follows has what has changed in a collection; it is stored in any case."""
        if self.indexer:
            await self.indexer.catch_up(collection)

    async def _delete_overdue(self) -> None:
        """Delete for good what was removed a day ago, also where no bot runs that does so every hour."""
        now = datetime.now(UTC)
        with suppress(StoreUnavailable):
            if await self.retention.has_overdue(now):
                await self.prune(now)

    async def prune(self, now: datetime) -> None:
        """Delete what nobody can ask for any more, on disk and in memory; see `knowledge.store.retention`."""
        if await self.retention.prune(now):
            self._forget_deleted()

    def _forget_deleted(self) -> None:
        """Hold in memory nothing of what has just been deleted for good, nor let another process do so."""
        self._reader.forget_kept()
        if self._workers:
            self._workers.end()

    async def _finish_answers(self) -> None:
        """Let the running question end, and what waits behind it; after a while stop it."""
        closing = asyncio.ensure_future(self._executor.run_last(self._reader.close))
        done, _ = await asyncio.wait({closing}, timeout=FINISHING_SECONDS)
        if self._workers:
            await self._workers.close()
        self._executor.close()
        if not done:
            # A question, of which whoever sends the reply says more, or what is prepared for the first ones.
            log.info("Work on questions was still under way after %.0f s, and was stopped.", FINISHING_SECONDS)
            closing.cancel()

    async def _resolved(self, context: AskContext) -> tuple[AskContext, Conversation | None]:
        """Return what a question follows, and its place, which names that only if the asker may see it."""
        conversation = await self.question_log.conversation(
            context.following, collection=context.collection, asker=context.asker
        )
        return (context if conversation else replace(context, following=None)), conversation

    async def _example(self, found: Decline, context: AskContext, is_visible: Callable[[str], bool]) -> str:
        """Return a question that was answered well, the one nearest to what was declined; empty where there is none."""
        good = await self.feedback.good_questions(
            collection=context.collection,
            among=await self._scope(context.collection),
            longest=listing.MAX_SUGGESTION_CHARS,
            near=[article.row for article in found.nearest],
        )
        channels = set(filter(is_visible, {each.channel for each in good}))
        shown = [each for each in good if each.channel in channels and each.text != found.question]
        return await asyncio.to_thread(_nearest, shown, found.question) if shown else ""

    async def _concluded(
        self, request: AnswerRequest, place: AskContext, answered: Answered, *, leading: bool = False
    ) -> Answer | Decline:
        """Log what became of a question, and return the reply, or raise what kept it from one."""
        result, milliseconds = answered.result, answered.milliseconds
        if isinstance(result, InvalidQuestion):
            raise result
        if isinstance(result, Exception):
            self.activity.count("failed", {TOTAL: milliseconds})
            if isinstance(result, QuestionTookTooLong):
                log.warning(
                    "A question in %s took over %.0f s of work and was stopped.", place.collection, MAX_QUESTION_SECONDS
                )
            await self.question_log.record_failure(request.question, place=place, milliseconds=milliseconds)
            raise result
        reply = replace(result.reply, milliseconds=milliseconds)
        self.activity.count(reply.outcome, {**result.stages, TOTAL: milliseconds})
        if isinstance(reply, Answer):
            reply = reply.led() if leading else reply
            reply = replace(reply, channel=place.channel, private=place.private)
        return await self._record(reply, place, request.conversation, result)

    async def _answer_all(self, requests: Sequence[AnswerRequest], collection: str) -> AsyncGenerator[Answered]:
        """Yield what becomes of questions in their order; some wait for their turn while others are worked on."""

        async def answered(request: AnswerRequest) -> Answered:
            started = perf_counter()
            result: AskResult | Exception
            try:
                result = await self._answer(request, collection, turn=f"file of {collection}")
            except Exception as error:
                result = error
            return Answered(result, _since(started))

        async with aclosing(run_ahead(map(answered, requests), QUESTIONS_AHEAD)) as replies:
            async for each in replies:
                yield each

    async def _record(
        self, reply: Reply, place: AskContext, conversation: Conversation | None, result: AskResult
    ) -> Reply:
        """Log a reply, or hold it in memory where its person opted out, and return it with its number."""
        ranking = RankingRecord(result.index_version, result.terms, result.stages)
        return await self.question_log.record(reply, place=place, conversation=conversation, ranking=ranking)

    async def _answer_newest(self, request: AnswerRequest, collection: str) -> AskResult | None:
        """Answer from an index that has every article there is now; None while it is still being brought up to date."""
        _, versions = await self._contents(collection)
        try:
            result = await self._answer(request, collection)
        except IndexBehind:
            return None
        return result if result.index_version == "-".join(map(str, versions)) else None

    async def _answer(self, request: AnswerRequest, collection: str, *, turn: str = "") -> AskResult:
        """Answer a question when its turn comes, which is that of its collection where no other is given."""
        clock = StageClock()
        scope, versions = await self._contents(collection)
        version, retriever = await self._indexes.get(scope, versions)
        clock.lap("index")
        here, turn = partial(answer_question, request, retriever, self._reader), turn or collection
        # One that is being brought up to date is in this process alone.
        is_newest = version == "-".join(map(str, versions))
        if self._workers and is_newest and self._workers.can_answer(scope):
            result = await self._workers.answer(request, IndexVersion(scope, version), here, server=turn)
        else:
            result = await self._executor.run(here, server=turn)
        clock.lap("thread")
        clock.stages["thread"] = round(max(0.0, clock.stages["thread"] - sum(result.stages.values())), 3)
        return replace(result, index_version=version, stages={**clock.stages, **result.stages})

    async def _scope(self, collection: str) -> tuple[str, ...]:
        return (await self._contents(collection))[0]

    async def _contents(self, collection: str) -> tuple[tuple[str, ...], tuple[int, ...]]:
        scope = tuple(dict.fromkeys((collection, SHARED)))
        *asked, bundled = await self._store.contents((*scope, samples.COLLECTION))
        if all(each.is_empty for each in asked):
            return (samples.COLLECTION,), (bundled.version,)
        return scope, tuple(each.version for each in asked)


def _without_told(found: Answer, earlier: Sequence[Answer]) -> Answer | None:
    """Return an answer without passages that earlier ones had in nearly the same words; None if nothing is left."""
    told = [citation for answer in earlier for citation in answer.citations]
    new = [
        each
        for each in found.citations
        if not any(says_nearly_the_same(each.text, old.text, each.article.language) for old in told)
    ]
    if not new:
        return None
    return replace(found, citations=tuple(replace(each, n=n) for n, each in enumerate(new, start=1)))


def _nearest(good: Sequence[GoodQuestion], declined: str) -> str:
    """Return the question that is nearest to a declined one; empty where none says what it is about."""
    asked = fold_words(declined) - analysis.function_words(language.detect(declined))
    nearest_first = sorted(
        good,
        key=lambda each: (len(asked & fold_words(each.text)) + 2 * each.is_near, each.votes > 0, each.confidence),
        reverse=True,
    )
    return next((each.text for each in nearest_first if not is_elliptical(each.text)), "")


def _cleaned(question: str) -> str | InvalidQuestion:
    """Return a question on one line, or why it can't be asked."""
    try:
        return clean_question(question)
    except InvalidQuestion as error:
        return error


def _since(started: float) -> float:
    return (perf_counter() - started) * 1000
