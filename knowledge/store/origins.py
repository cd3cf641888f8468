"""Where articles came from: files of watched folders as they were read, pages and when each is looked at again."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from knowledge.models import Article
from knowledge.store.database import Connection, Database, storable_text, to_utc


@dataclass(frozen=True, slots=True)
class WatchedFile:
    """A file of a watched folder as it was when it was read."""

    stamp: str
    """What tells whether it has changed since."""
    articles: tuple[int, ...]
    """The store's rows of the articles that came from it."""


class WatchedFiles:
    """The files of watched folders in the store's file, by their paths."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def of(self, folder: str, *, collection: str) -> Mapping[str, WatchedFile]:
        """Return the files of a folder that were read into a collection, by their paths."""
        rows = await self._database.execute(
            "SELECT path, stamp, articles FROM watched_file WHERE collection = ? AND folder = ?",
            (storable_text(collection), storable_text(folder)),
        )
        return {row["path"]: WatchedFile(row["stamp"], tuple(json.loads(row["articles"]))) for row in rows}

    async def read(self, path: str, file: WatchedFile, *, folder: str, collection: str) -> None:
        """Note that a file was read, once its articles are on disk."""
        await self._database.execute(
            "INSERT INTO watched_file (collection, path, folder, stamp, articles) VALUES (?, ?, ?, ?, ?)"
            " ON CONFLICT (collection, path) DO UPDATE SET"
            " folder = excluded.folder, stamp = excluded.stamp, articles = excluded.articles",
            (
                storable_text(collection),
                storable_text(path),
                storable_text(folder),
                file.stamp,
                json.dumps(file.articles),
            ),
        )

    async def gone(self, path: str, *, collection: str) -> None:
        """Forget a file that is gone, once its articles are removed."""
        await self._database.execute(
            "DELETE FROM watched_file WHERE collection = ? AND path = ?",
            (storable_text(collection), storable_text(path)),
        )

    async def only_of(self, path: str, articles: Sequence[int], *, collection: str) -> list[int]:
        """Return those of some articles that no other file of the collection holds."""
        rows = await self._database.execute(
            "SELECT CAST(value AS BIGINT) AS row FROM json_each(:articles)"
            " EXCEPT SELECT CAST(each.value AS BIGINT) FROM watched_file,"
            " json_each(watched_file.articles) AS each WHERE collection = :collection AND watched_file.path <> :path",
            {"articles": json.dumps(articles), "collection": storable_text(collection), "path": storable_text(path)},
        )
        return [row["row"] for row in rows]


MIN_PAUSE, MAX_PAUSE = timedelta(days=1), timedelta(days=30)
"""Between two looks at a page: as long as its article has been the same, but within these."""


@dataclass(frozen=True, slots=True)
class FetchedPage:
    """The page that an article was read from."""

    article: int
    """The store's row of the article."""
    version: int
    """The version that was read from it; where the article has another by now, it came from elsewhere."""
    collection: str
    address: str
    taken_at: datetime
    """When the article was read from it."""


class FetchedPages:
    """The pages that were fetched by their addresses, each with the article that it gave."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def of(self, collection: str) -> list[FetchedPage]:
        """Return all pages of a collection, those first that are due first."""
        rows = await self._database.execute(
            f"{_SELECT} AND collection = ? ORDER BY page.due_at, article.id", (storable_text(collection),)
        )
        return [_page(*row) for row in rows]

    async def claim_due(self, now: datetime) -> FetchedPage | None:
        """Return the page that has been due for the longest; None where there is none.

        It is due again in a day whatever becomes of this look. Pages of servers that the bot has left are let be.
        """
        rows = await self._database.execute(
            f"{_SELECT} AND page.due_at <= ?"
            " AND NOT EXISTS (SELECT 1 FROM departure WHERE departure.collection = article.collection)"
            " ORDER BY page.due_at, article.id LIMIT 1",
            (to_utc(now),),
        )
        for page in (_page(*row) for row in rows):
            claimed = await self._database.execute(
                "UPDATE page SET due_at = ? WHERE article = ? AND due_at <= ? RETURNING article",
                (to_utc(now + MIN_PAUSE), page.article, to_utc(now)),
            )
            return page if list(claimed) else None
        return None

    async def looked_at(self, page: FetchedPage, now: datetime, *, is_gone: bool) -> None:
        """Note whether a page was still there, and when to look again: later, the longer its article is unchanged."""
        at = now + min(max(now - page.taken_at, MIN_PAUSE), MAX_PAUSE)
        await self._database.execute("UPDATE page SET due_at = ? WHERE article = ?", (to_utc(at), page.article))
        gone = "vanished_at = COALESCE(vanished_at, :now)" if is_gone else "vanished_at = NULL"
        await self._database.execute(
            f"UPDATE article SET {gone} WHERE id = :id AND version = :version",
            {"now": to_utc(now), "id": page.article, "version": page.version},
        )

    async def replaced(self, page: FetchedPage) -> str:
        """Return the hash of what an earlier version was brought back in place of; empty where none was."""
        rows = await self._database.execute(
            "SELECT details FROM audit_article WHERE article = ? AND version = ? AND change = 'restored'"
            " ORDER BY audit DESC LIMIT 1",
            (page.article, page.version),
        )
        return next((str(json.loads(row["details"]).get("replaced", "")) for row in rows), "")


_SELECT = (
    "SELECT article.id, article.version, article.collection, page.address, article.added_at"
    " FROM page JOIN article ON article.id = page.article AND article.version = page.version"
    " WHERE article.withdrawn_at IS NULL"
)


def _page(article: int, version: int, collection: str, address: str, added_at: str) -> FetchedPage:
    return FetchedPage(article, version, collection, address, datetime.fromisoformat(added_at))


async def note_pages(connection: Connection, pages: list[tuple[int, int, str]], now: datetime) -> None:
    """Note from which pages articles were read, inside the caller's transaction: row, version and address of each."""
    await connection.executemany(
        "INSERT INTO page (article, version, address, due_at) VALUES (?, ?, ?, ?) ON CONFLICT (article)"
        " DO UPDATE SET version = excluded.version, address = excluded.address, due_at = excluded.due_at",
        [(*each, to_utc(now + MIN_PAUSE)) for each in pages],
    )


async def follow_page(connection: Connection, article: Article, versions: tuple[int, int]) -> None:
    """Look at the page of a new version too, inside the caller's transaction, where it gave one of two before."""
    await connection.execute_fetchall(
        "UPDATE page SET version = ? WHERE article = ? AND version IN (?, ?)", (article.version, article.row, *versions)
    )
