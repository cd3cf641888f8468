"""The files of watched folders: which articles came from each, and the state in which it was read."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from knowledge.store.database import Database
from knowledge.store.rows import sqlite_safe


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
            (sqlite_safe(collection), sqlite_safe(folder)),
        )
        return {row["path"]: WatchedFile(row["stamp"], tuple(json.loads(row["articles"]))) for row in rows}

    async def read(self, path: str, file: WatchedFile, *, folder: str, collection: str) -> None:
        """Note that a file was read, once its articles are on disk."""
        await self._database.execute(
            "INSERT INTO watched_file (collection, path, folder, stamp, articles) VALUES (?, ?, ?, ?, ?)"
            " ON CONFLICT (collection, path) DO UPDATE SET"
            " folder = excluded.folder, stamp = excluded.stamp, articles = excluded.articles",
            (sqlite_safe(collection), sqlite_safe(path), sqlite_safe(folder), file.stamp, json.dumps(file.articles)),
        )

    async def gone(self, path: str, *, collection: str) -> None:
        """Forget a file that is gone, once its articles are removed."""
        await self._database.execute(
            "DELETE FROM watched_file WHERE collection = ? AND path = ?", (sqlite_safe(collection), sqlite_safe(path))
        )

    async def only_of(self, path: str, articles: Sequence[int], *, collection: str) -> list[int]:
        """Return those of some articles that no other file of the collection holds."""
        rows = await self._database.execute(
            "SELECT value FROM json_each(:articles) EXCEPT SELECT each.value FROM watched_file,"
            " json_each(watched_file.articles) AS each WHERE collection = :collection AND watched_file.path <> :path",
            {"articles": json.dumps(articles), "collection": sqlite_safe(collection), "path": sqlite_safe(path)},
        )
        return [row["value"] for row in rows]
