"""The files of watched folders: which articles came from each, and the state in which it was read."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from knowledge.store.database import Database
from knowledge.store.rows import storable_text


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
