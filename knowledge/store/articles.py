"""The articles on disk: added, found, listed and withdrawn, each collection by itself, and read for a question."""

import asyncio
import json
from collections import OrderedDict, defaultdict
from collections.abc import AsyncIterator, Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from threading import Lock, local
from typing import NamedTuple, Self

from knowledge.errors import ArticleNotFound, StoreUnavailable
from knowledge.models import Article, ArticleKey, Hit, LatestVersion, ParagraphKey
from knowledge.store.audit import ChangedArticle, ChangeSet, record
from knowledge.store.backup import back_up_before_migration, delete_migration_backups
from knowledge.store.database import (
    Connection,
    Database,
    Durability,
    Reader,
    Row,
    now,
    storable_text,
    to_article,
    to_moment,
    valid_id,
)
from knowledge.store.dedupe import (
    NO_QUOTA,
    NOT_EDITED,
    AddResult,
    Quota,
    add_incoming,
    bump_version,
    fingerprint_all,
    preview,
)
from knowledge.store.sqlite import FileDatabase
from knowledge.store.versions import archive, erase


async def load_articles(connection: Connection, rows: Iterable[int], *, removed: bool = False) -> dict[int, Article]:
    """The living articles of these rows with their paragraphs; with `removed` those that were removed, too."""
    return build_articles(*await fetch_rows(connection, rows, removed=removed))


async def fetch_rows(
    connection: Connection, rows: Iterable[int], *, removed: bool = False
) -> tuple[Iterable[Row], Iterable[Row]]:
    """The articles of these rows, and the paragraphs of their current versions, both in order."""
    wanted = {"rows": json.dumps(list(rows)), "removed": removed}
    articles = await connection.execute_fetchall(
        "SELECT * FROM article WHERE (withdrawn_at IS NULL OR :removed)"
        " AND id IN (SELECT CAST(value AS BIGINT) FROM json_each(:rows)) ORDER BY id",
        wanted,
    )
    paragraphs = await connection.execute_fetchall(
        "SELECT article.id, text, heading, page FROM article JOIN paragraph"
        " ON paragraph.article = article.id AND paragraph.version = article.version"
        " WHERE (withdrawn_at IS NULL OR :removed)"
        " AND article.id IN (SELECT CAST(value AS BIGINT) FROM json_each(:rows))"
        " ORDER BY article.id, number",
        wanted,
    )
    return articles, paragraphs


def build_articles(articles: Iterable[Row], paragraphs: Iterable[Row]) -> dict[int, Article]:
    pieces: defaultdict[int, list[Row]] = defaultdict(list)
    for paragraph in paragraphs:
        pieces[paragraph["id"]].append(paragraph)
    return {article["id"]: to_article(article, pieces[article["id"]]) for article in articles}


class ArticleState(NamedTuple):
    """Tells whether an article is still the same."""

    version: int
    record: str
    """Hash of everything in it."""


States = Mapping[int, ArticleState]
"""The state of each living article, by the store's key."""


@dataclass(frozen=True, slots=True)
class ArticleDiff:
    """From one moment to another: a changed article goes and comes."""

    gone: frozenset[int]
    coming: tuple[int, ...]

    @classmethod
    def between(cls, before: States, after: States) -> "ArticleDiff":
        """Compare two moments."""
        changed = dict(before.items() ^ after.items())
        return cls(
            gone=frozenset(row for row in changed if row in before),
            coming=tuple(sorted(row for row in changed if row in after)),
        )

    def __len__(self) -> int:
        return max(len(self.gone), len(self.coming))


def article_states(rows: Iterable[tuple[int, int, str]]) -> dict[int, ArticleState]:
    """Return the states that rows of key, version and hash tell."""
    return {row: ArticleState(version, record) for row, version, record in rows}


@dataclass(frozen=True, slots=True)
class ArticleListing:
    """An article as listed: without its text, but with how much of it there is."""

    article: Article
    paragraphs: int
    added_at: datetime
    """When its current version came in, in UTC."""
    vanished_at: datetime | None = None
    """When its page was found to be gone, where it was."""


@dataclass(frozen=True, slots=True)
class Overview:
    """How many articles some collections have, and the newest of them without their texts."""

    counts: Mapping[str, int]
    """Articles by collection; empty collections are left out."""
    newest: tuple[Article, ...]

    @property
    def articles(self) -> int:
        return sum(self.counts.values())


@contextmanager
def needing_psycopg() -> Iterator[None]:
    """Say what to install where the import in the block finds no psycopg."""
    try:
        yield
    except ImportError as error:
        raise StoreUnavailable(
            "The package psycopg, which PostgreSQL needs, is not installed. Install Footnote with the extra postgresql."
        ) from error


@asynccontextmanager
async def _open_database(folder: Path, durability: Durability, address: str) -> AsyncIterator[Database]:
    if not address:
        await asyncio.to_thread(back_up_before_migration, folder)
        async with FileDatabase.open(folder, durability) as file:
            yield file
        return
    with needing_psycopg():
        from knowledge.store.postgresql import ServerDatabase
    async with ServerDatabase.open(folder, address) as server:
        yield server


class Contents(NamedTuple):
    """What there is in a collection."""

    version: int
    """A number that grows with each change of its articles, from 0."""
    is_empty: bool
    """Whether it has no living article."""


class ArticleStore:
    """The articles in the store."""

    def __init__(self, database: Database) -> None:
        self.database = database

    @classmethod
    @asynccontextmanager
    async def open(
        cls, folder: Path, durability: Durability = "normal", address: str = "", *, unfinished: bool = False
    ) -> AsyncIterator[Self]:
        """Open the store of a data folder, which is created if missing, or that of a server.

        Args:
            folder: The data folder.
            durability: What is sure to outlast a power cut; a server always has it on disk.
            address: Where on a PostgreSQL server it is; empty for the folder's own file.
            unfinished: Whether it can be one that was not wholly moved there yet.

        Raises:
            StoreUnavailable: The folder, its file or the server cannot be used.
        """
        async with _open_database(folder, durability, address) as database:
            if not unfinished and list(await database.execute("SELECT 1 FROM moving LIMIT 1")):
                raise StoreUnavailable("This store hasn't been moved completely yet. Run the same move again.")
            yield cls(database)

    async def add(
        self,
        articles: Sequence[Article],
        *,
        collection: str,
        added_by: str = "",
        quota: Quota = NO_QUOTA,
        changes: ChangeSet | None = None,
        edited: Mapping[str, str] = NOT_EDITED,
    ) -> list[AddResult]:
        """Add or update the articles, all or none, and tell what became of each; on disk when this returns.

        What goes beyond the quota is refused; what was added or updated is noted in the change set. Fields that are
        edited keep these values, whatever the source says. Raises UnreadableArticle for an article without text.
        """
        if not articles:
            return []
        arriving = await asyncio.to_thread(fingerprint_all, articles, edited)
        async with self.database.transaction("articles") as connection:
            return await add_incoming(connection, arriving, storable_text(collection), added_by, quota, changes)

    async def preview(
        self, article: Article, *, collection: str, quota: Quota = NO_QUOTA, edited: Mapping[str, str] = NOT_EDITED
    ) -> AddResult:
        """Tell what would become of an article if it were added; raise UnreadableArticle for one without text."""
        [arrival] = await asyncio.to_thread(fingerprint_all, [article], edited)
        async with self.database.snapshot() as connection:
            return await preview(connection, arrival, storable_text(collection), quota)

    async def withdraw(self, id: str, *, collection: str, changes: ChangeSet | None = None) -> Article:
        """Remove an article so that it can be brought back for a while; return it as it was.

        Raises ArticleNotFound.
        """
        async with self.database.transaction("articles") as connection:
            row = await article_row(connection, id, [collection])
            article = (await load_articles(connection, [row]))[row]
            await archive(connection, [row], removed=True)
            await bump_version(connection, storable_text(collection))
            removed = ChangedArticle(row, article.version, "removed")
            await record(connection, changes, storable_text(collection), [removed])
        return article

    async def remove(self, id: str, *, collection: str, changes: ChangeSet | None = None) -> Article:
        """Remove an article and overwrite all that it said, in all versions; return it as it was.

        Of the article stays only what tells that it is the same one when it is added again. One that could still be
        brought back is removed for good, too. Raises ArticleNotFound.
        """
        name = storable_text(collection)
        async with self.database.transaction() as connection:
            row = await article_row(connection, id, [collection], removed=True)
            article = (await load_articles(connection, [row], removed=True))[row]
            await archive(connection, [row], removed=True)
            versions = await connection.execute_fetchall(
                "SELECT article, version FROM version WHERE article = ?", (row,)
            )
            await erase(connection, [ArticleKey(*version) for version in versions])
            await bump_version(connection, name)
            await record(connection, changes, name, [ChangedArticle(row, article.version, "deleted")])
        await asyncio.to_thread(delete_migration_backups, self.database.folder)
        with suppress(StoreUnavailable):
            await self.database.flush()
        return article

    async def article(self, id: str, *, collections: Sequence[str]) -> Article:
        """The current version, of the first collection that has the id; raise ArticleNotFound if none has."""
        async with self.database.snapshot() as connection:
            row = await article_row(connection, id, collections)
            return (await load_articles(connection, [row]))[row]

    async def article_by_key(self, row: int, *, collections: Sequence[str]) -> Article:
        """The current version of the article in that row; raise ArticleNotFound if it is none of the collections."""
        async with self.database.snapshot() as connection:
            found = await connection.execute_fetchall(
                "SELECT 1 FROM article WHERE id = ? AND withdrawn_at IS NULL"
                " AND collection IN (SELECT value FROM json_each(?))",
                (valid_id(row), _names(collections)),
            )
            if not found:
                raise ArticleNotFound("That article has been removed. The list of articles shows what's left.")
            return (await load_articles(connection, [row]))[row]

    async def load(self, collections: Sequence[str]) -> list[Article]:
        """Every current article of the collections, whole, in row order."""
        async with self.database.snapshot() as connection:
            rows = await connection.execute_fetchall(
                "SELECT id FROM article WHERE withdrawn_at IS NULL AND collection IN (SELECT value FROM json_each(?))",
                (_names(collections),),
            )
            found = await fetch_rows(connection, [row["id"] for row in rows])
        return list((await asyncio.to_thread(build_articles, *found)).values())

    async def whole(self, rows: Iterable[int]) -> list[Article]:
        """The articles of these rows that still live, whole, in row order."""
        async with self.database.snapshot() as connection:
            found = await fetch_rows(connection, rows)
        return list((await asyncio.to_thread(build_articles, *found)).values())

    async def latest(self, rows: Iterable[int]) -> dict[int, LatestVersion]:
        """The articles of these rows as they are now, the removed ones too."""
        wanted = list(rows)
        async with self.database.snapshot() as connection:
            ends = await connection.execute_fetchall(
                "SELECT id, COALESCE(withdrawn_at, added_at) AS at, vanished_at FROM article"
                " WHERE id IN (SELECT CAST(value AS BIGINT) FROM json_each(?))",
                (json.dumps(wanted),),
            )
            found = await fetch_rows(connection, wanted)
        living = await asyncio.to_thread(build_articles, *found)
        return {
            row["id"]: LatestVersion(
                living.get(row["id"]), datetime.fromisoformat(row["at"]), vanished_at=to_moment(row["vanished_at"])
            )
            for row in ends
        }

    async def vanished_at(self, row: int) -> datetime | None:
        """When the page of an article was found to be gone; None where it was not."""
        rows = await self.database.execute("SELECT vanished_at FROM article WHERE id = ?", (row,))
        return next((to_moment(found["vanished_at"]) for found in rows), None)

    async def mark_vanished(self, url: str, *, collection: str) -> bool:
        """Note that the source of an article is gone; False where the collection has no article of that address."""
        marked = await self.database.execute(
            "UPDATE article SET vanished_at = COALESCE(vanished_at, ?)"
            " WHERE collection = ? AND url <> '' AND url = ? AND withdrawn_at IS NULL RETURNING id",
            (now(), storable_text(collection), storable_text(url)),
        )
        return bool(list(marked))

    async def states(self, collection: str) -> States:
        """Which articles a collection has, and in which state each is."""
        async with self.database.snapshot() as connection:
            rows = await connection.execute_fetchall(
                "SELECT id, version, CASE edits WHEN '{}' THEN record_hash"
                " ELSE record_hash || title || publisher || byline || COALESCE(published_at, '') END"
                " FROM article WHERE withdrawn_at IS NULL AND collection = ?",
                (storable_text(collection),),
            )
        return await asyncio.to_thread(article_states, (tuple(row) for row in rows))

    async def listing(self, collections: Sequence[str]) -> list[ArticleListing]:
        """The current articles of the collections, newest first."""
        async with self.database.snapshot() as connection:
            rows = await connection.execute_fetchall(
                "SELECT * FROM article"
                " WHERE withdrawn_at IS NULL AND collection IN (SELECT value FROM json_each(?))"
                " ORDER BY added_at DESC, id DESC",
                (_names(collections),),
            )
        return await asyncio.to_thread(lambda: [_listing(row) for row in rows])

    async def stored_collections(self, *, asked_here: bool = True) -> list[str]:
        """The names of all collections of which there is an article, a question, a setting or a feed.

        Args:
            asked_here: Whether a question that was asked on this machine, not on Discord, is enough.
        """
        async with self.database.snapshot() as connection:
            rows = await connection.execute_fetchall(
                "SELECT collection FROM article WHERE withdrawn_at IS NULL"
                " UNION SELECT collection FROM question WHERE :asked_here OR channel <> ''"
                " OR form NOT IN ('terminal', 'file', 'timeline', 'agent')"
                " UNION SELECT collection FROM setting UNION SELECT collection FROM feed ORDER BY collection",
                {"asked_here": asked_here},
            )
        return [row["collection"] for row in rows]

    async def overview(self, collections: Sequence[str], newest: int) -> Overview:
        """How many current articles the collections have, and the newest ones."""
        here = "withdrawn_at IS NULL AND collection IN (SELECT value FROM json_each(?))"
        async with self.database.snapshot() as connection:
            counts = await connection.execute_fetchall(
                f"SELECT collection, COUNT(*) FROM article WHERE {here} GROUP BY collection ORDER BY collection",
                (_names(collections),),
            )
            # By id, which grows with each article: no other order could be read off without sorting them all.
            rows = await connection.execute_fetchall(
                f"SELECT * FROM article WHERE {here} ORDER BY id DESC LIMIT ?", (_names(collections), newest)
            )
        return Overview({name: count for name, count in counts}, tuple(to_article(row, ()) for row in rows))

    async def titles(self, collections: Sequence[str], *, most: int) -> list[str]:
        """The headlines of the articles that came in last, newest first."""
        async with self.database.snapshot() as connection:
            rows = await connection.execute_fetchall(
                "SELECT title FROM article WHERE withdrawn_at IS NULL AND title <> ''"
                " AND collection IN (SELECT value FROM json_each(?)) ORDER BY id DESC LIMIT ?",
                (_names(collections), most),
            )
        return [row["title"] for row in rows]

    async def versions(self, collections: Sequence[str]) -> tuple[int, ...]:
        """A number per collection that grows with each change of its articles, from 0."""
        rows = await self.database.execute(
            "SELECT name, version FROM collection WHERE name IN (SELECT value FROM json_each(?))",
            (_names(collections),),
        )
        version = {row["name"]: row["version"] for row in rows}
        return tuple(version.get(storable_text(collection), 0) for collection in collections)

    async def collections(self, *, but: str) -> list[str]:
        """The collections that have living articles, without the collection `but`."""
        rows = await self.database.execute(
            "SELECT DISTINCT collection FROM article WHERE withdrawn_at IS NULL AND collection <> ? ORDER BY 1",
            (storable_text(but),),
        )
        return [row["collection"] for row in rows]

    async def size(self, *, but: str) -> int:
        """How many living articles there are outside the collection `but`."""
        [[count]] = await self.database.execute(
            "SELECT COUNT(*) FROM article WHERE withdrawn_at IS NULL AND collection <> ?", (storable_text(but),)
        )
        return int(count)

    async def is_empty(self, collections: Sequence[str]) -> bool:
        return all(each.is_empty for each in await self.contents(collections))

    async def contents(self, collections: Sequence[str]) -> list[Contents]:
        rows = await self.database.execute(
            "SELECT value AS name, COALESCE((SELECT version FROM collection WHERE name = value), 0) AS version,"
            # With EXISTS, PostgreSQL would rather read all articles once.
            " COALESCE((SELECT 0 FROM article WHERE withdrawn_at IS NULL AND collection = value LIMIT 1), 1)"
            " AS is_empty FROM json_each(?)",
            (_names(collections),),
        )
        found = {row["name"]: Contents(row["version"], bool(row["is_empty"])) for row in rows}
        return [found[storable_text(collection)] for collection in collections]


def _listing(row: Row) -> ArticleListing:
    return ArticleListing(
        to_article(row, ()),
        row["paragraphs"],
        datetime.fromisoformat(row["added_at"]),
        vanished_at=to_moment(row["vanished_at"]),
    )


def _names(collections: Iterable[str]) -> str:
    """The collections as one parameter, for json_each."""
    return json.dumps([storable_text(collection) for collection in collections])


async def article_row(connection: Connection, id: str, collections: Sequence[str], *, removed: bool = False) -> int:
    """The row of the living article with that id, or else of one that was removed and can be brought back.

    An operator's own id goes before a row's number. Raises ArticleNotFound.
    """
    living = "(withdrawn_at IS NULL OR (:removed AND EXISTS (SELECT 1 FROM version WHERE article = id)))"
    found = await connection.execute_fetchall(
        f"""
        SELECT id, name, collection FROM article
            WHERE collection IN (SELECT value FROM json_each(:collections))
            AND name <> '' AND name = :name AND {living}
        UNION ALL
        SELECT id, name, collection FROM article
            WHERE collection IN (SELECT value FROM json_each(:collections))
            AND name = '' AND id = :row AND {living}
        """,
        {"collections": _names(collections), "name": storable_text(id), "row": _number(id), "removed": removed},
    )
    order = [storable_text(collection) for collection in collections]
    ranked = sorted(found, key=lambda row: (order.index(row["collection"]), row["name"] == ""))
    if not ranked:
        raise ArticleNotFound("There's no article “{id}” here. The list of articles shows the ids.", id=id)
    return int(ranked[0]["id"])


def _number(id: str) -> int:
    """The row that the id names, 0 if it cannot be one: SQLite's integers end at 19 digits."""
    return int(id) if id.isascii() and id.isdigit() and len(id) < 19 and id[0] != "0" else 0


MAX_KEPT_CHARS = 2_000_000
"""Characters of the articles that are kept: some hundreds of usual ones, or one very long one."""
MAX_SHARED_CHARS = 8_000_000
"""The same where several threads read, which keep them together."""
PARAGRAPH_OBJECT_CHARS = 60
"""What a paragraph takes besides its characters."""


MAX_WHOLE_PARAGRAPHS = 64
"""Paragraphs of the longest article that is read as a whole for a question, which may cite a part of forty articles."""
_LAST = 2**31 - 1
"""No paragraph has a higher number."""


class ArticleReader:
    """Reads articles as they were in the version that was indexed; those withdrawn since are left out.

    Opened by its first use, and to be closed in the same thread.

    Args:
        connect: Opens a connection to the store.
        kept: Where other readers keep articles, too.
    """

    def __init__(self, connect: Callable[[], Reader], kept: "_KeptArticles | None" = None) -> None:
        self._connect = connect
        self._reader: Reader | None = None
        self._kept = kept or _KeptArticles(MAX_KEPT_CHARS)
        self._closed = False

    def forget_kept(self) -> None:
        """Keep no article that was read; any thread can ask for that."""
        self._kept.clear()

    def texts(self, hits: Collection[Hit]) -> dict[Hit, str]:
        """Return the paragraphs of hits; a version of an article never changes, so those kept need no reading."""
        found = self._kept.texts(hits)
        places = {(hit.row, hit.version, hit.number): hit for hit in hits if hit not in found}
        rows = self._fetch(
            "SELECT article, version, number, text FROM paragraph WHERE (article, version, number) IN"
            " (SELECT CAST(json_extract(value, '$[0]') AS BIGINT), CAST(json_extract(value, '$[1]') AS BIGINT),"
            " CAST(json_extract(value, '$[2]') AS BIGINT)"
            " FROM json_each(?))",
            list(places),
        )
        return found | {places[article, version, number]: text for article, version, number, text in rows}

    def titles(self, hits: Collection[Hit]) -> dict[int, str]:
        rows = self._fetch(
            "SELECT id, title FROM article WHERE withdrawn_at IS NULL"
            " AND id IN (SELECT CAST(value AS BIGINT) FROM json_each(?))",
            list({hit.row for hit in hits}),
        )
        return {row["id"]: row["title"] for row in rows}

    def articles(self, keys: Collection[ArticleKey], near: Collection[ParagraphKey] = ()) -> dict[ArticleKey, Article]:
        """Return articles; of a long one what is near some paragraphs, the others are empty.

        Those read lately are kept: as long as its row is the same, an article has the same text in its present version.
        """
        rows = self._fetch(
            "SELECT * FROM article WHERE withdrawn_at IS NULL"
            " AND id IN (SELECT CAST(value AS BIGINT) FROM json_each(?))",
            list({key.row for key in keys}),
        )
        living = {row["id"]: row for row in rows}
        wanted = {key for key in keys if key.row in living}
        kept = {key: kept for key in wanted if (kept := self._kept.get(key, living[key.row]))}
        read = self._read(wanted - kept.keys(), living, near)
        for key, article in read.items():
            if not _is_long(key, living[key.row]):
                self._kept.put(key, living[key.row], article)
        return kept | read

    def _read(
        self, keys: Collection[ArticleKey], living: Mapping[int, Row], near: Collection[ParagraphKey]
    ) -> dict[ArticleKey, Article]:
        wanted = [
            [*key, number or 1, number or _LAST]
            for key in keys
            for number in (_numbers_near(key.row, near) if _is_long(key, living[key.row]) else [0])
        ]
        rows = self._fetch(
            "SELECT article, paragraph.version, number, text, heading, page FROM json_each(?) AS wanted"
            " JOIN paragraph ON paragraph.article = CAST(json_extract(wanted.value, '$[0]') AS BIGINT)"
            " AND paragraph.version = CAST(json_extract(wanted.value, '$[1]') AS BIGINT)"
            " AND number BETWEEN CAST(json_extract(wanted.value, '$[2]') AS BIGINT)"
            " AND CAST(json_extract(wanted.value, '$[3]') AS BIGINT)"
            " WHERE NOT EXISTS (SELECT 1 FROM version WHERE version.article = paragraph.article"
            " AND version.version = paragraph.version AND removed_at IS NOT NULL)"
            " ORDER BY article, paragraph.version, number",
            wanted,
        )
        paragraphs: defaultdict[ArticleKey, list[Row]] = defaultdict(list)
        for row in rows:
            paragraphs[ArticleKey(row[0], row[1])].append(row)
        read = {key: to_article(living[key.row], pieces, version=key.version) for key, pieces in paragraphs.items()}
        return {
            key: _spread(article, paragraphs[key], living[key.row]) if _is_long(key, living[key.row]) else article
            for key, article in read.items()
        }

    def close(self) -> None:
        """Close the connection for good."""
        self._closed = True
        self._kept.clear()
        if self._reader:
            self._reader.close()

    def _fetch(self, statement: str, wanted: Sequence[object]) -> list[Row]:
        """Run a statement over a list in JSON."""
        if self._closed:
            raise StoreUnavailable("The store is closed. Open it again.")
        if not wanted:
            return []
        self._reader = self._reader or self._connect()
        return self._reader.fetch(statement, (json.dumps(wanted),))


def _is_long(key: ArticleKey, row: Row) -> bool:
    """Tell whether an article is only read in part; of an earlier version it is not known how long it is."""
    return bool(key.version == row["version"] and row["paragraphs"] > MAX_WHOLE_PARAGRAPHS)


def _numbers_near(article: int, near: Collection[ParagraphKey]) -> set[int]:
    """Return the numbers of an article's paragraphs that are beside some, or one further on, and that of its first."""
    return {1, *(each.number + by for each in near if each.row == article for by in range(-1, 3))} - {0}


def _spread(article: Article, pieces: Sequence[Row], row: Row) -> Article:
    """Return an article of some of its paragraphs with these in their places, and all others empty."""
    paragraphs, headings, pages = [""] * row["paragraphs"], [""] * row["paragraphs"], [0] * row["paragraphs"]
    for piece in pieces:
        place = piece["number"] - 1
        paragraphs[place], headings[place], pages[place] = piece["text"], piece["heading"], piece["page"]
    return replace(
        article,
        paragraphs=tuple(paragraphs),
        headings=tuple(headings) if article.headings else (),
        pages=tuple(pages) if article.pages else (),
    )


class ThreadedReader:
    """Reads as an `ArticleReader`, on a connection for each thread; for a server's connections, which any can close."""

    def __init__(self, connect: Callable[[], Reader]) -> None:
        self._connect = connect
        self._mine = local()
        self._all: list[ArticleReader] = []
        self._kept = _KeptArticles(MAX_SHARED_CHARS)

    def forget_kept(self) -> None:
        self._kept.clear()

    def texts(self, hits: Collection[Hit]) -> dict[Hit, str]:
        return self._of_thread().texts(hits)

    def titles(self, hits: Collection[Hit]) -> dict[int, str]:
        return self._of_thread().titles(hits)

    def articles(self, keys: Collection[ArticleKey], near: Collection[ParagraphKey] = ()) -> dict[ArticleKey, Article]:
        return self._of_thread().articles(keys, near)

    def close(self) -> None:
        """Close all connections for good."""
        for reader in self._all:
            reader.close()

    def _of_thread(self) -> ArticleReader:
        reader: ArticleReader | None = getattr(self._mine, "reader", None)
        if reader is None:
            reader = self._mine.reader = ArticleReader(self._connect, self._kept)
            self._all.append(reader)
        return reader


class _KeptArticles:
    """The articles that were read last, each with its row of the store as it was then; for any number of threads."""

    def __init__(self, most: int) -> None:
        self._articles: OrderedDict[ArticleKey, tuple[tuple[object, ...], Article, int]] = OrderedDict()
        self._characters = 0
        self._most = most
        self._lock = Lock()

    def clear(self) -> None:
        """Forget all."""
        with self._lock:
            self._articles.clear()
            self._characters = 0

    def get(self, key: ArticleKey, row: Row) -> Article | None:
        """Return an article whose row has not changed."""
        with self._lock:
            if key not in self._articles:
                return None
            was, article, _ = self._articles[key]
            if was != tuple(row):
                self._drop(key)
                return None
            self._articles.move_to_end(key)
            return article

    def texts(self, hits: Iterable[Hit]) -> dict[Hit, str]:
        """Return the paragraphs of those hits whose articles are kept."""
        with self._lock:
            kept = [(hit, self._articles.get(hit.key)) for hit in hits]
        return {hit: found[1].paragraphs[hit.number - 1] for hit, found in kept if found}

    def put(self, key: ArticleKey, row: Row, article: Article) -> None:
        """Keep an article in the version that its row has, in place of those read longest ago."""
        characters = sum(map(len, article.paragraphs)) + PARAGRAPH_OBJECT_CHARS * len(article.paragraphs)
        if key.version != row["version"] or characters > self._most:
            return
        with self._lock:
            self._drop(key)
            self._articles[key] = tuple(row), article, characters
            self._characters += characters
            while self._characters > self._most:
                self._drop(next(iter(self._articles)))

    def _drop(self, key: ArticleKey) -> None:
        _, _, characters = self._articles.pop(key, (None, None, 0))
        self._characters -= characters
