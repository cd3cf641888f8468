"""Deleting for good: a collection, old questions, what one person has left."""

import asyncio
import json
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from knowledge.errors import StoreUnavailable
from knowledge.store import versions
from knowledge.store.audit import forget_actor
from knowledge.store.backup import KEPT_DAYS, delete_migration_backups
from knowledge.store.database import Connection, Database, storable_text, to_utc
from knowledge.store.personal import count_rows, delete_rows, own_collections

VERSIONS_KEPT = timedelta(days=30)
"""How long earlier versions are kept unless the operator says otherwise."""


@dataclass(frozen=True, slots=True)
class PurgeCounts:
    """How much has been deleted, or would be."""

    articles: int = 0
    questions: int = 0
    votes: int = 0
    watches: int = 0
    others: int = 0
    """Rows of other kinds that are one person's, such as the choice to opt out of the log."""

    def __bool__(self) -> bool:
        return bool(self.articles or self.questions or self.votes or self.watches or self.others)


class Retention:
    """Deletes from the store so that no text stays behind in its file; people are known by the question log's hash."""

    def __init__(
        self, database: Database, hash_asker: Callable[[str], str], *, versions_kept: timedelta = VERSIONS_KEPT
    ) -> None:
        self._database = database
        self._hash_asker = hash_asker
        self._versions_kept = versions_kept

    async def purge(self, collection: str) -> PurgeCounts:
        """Delete a collection's articles, questions, votes and settings, and whatever cites its articles."""
        async with self._database.transaction() as connection:
            purged = await _purge(connection, storable_text(collection))
        await asyncio.to_thread(delete_migration_backups, self._database.folder)
        if purged:
            await self._compact()
        return purged

    async def purge_questions(self, before: datetime, *, collection: str | None = None) -> int:
        """Delete the questions asked before a moment, in one collection or all; return how many."""
        async with self._database.transaction() as connection:
            gone = await connection.execute_fetchall(
                "DELETE FROM question WHERE asked_at < ? AND (CAST(? AS TEXT) IS NULL OR collection = ?) RETURNING id",
                (to_utc(before), collection, collection and storable_text(collection)),
            )
        if gone:
            await self._compact()
        return len(list(gone))

    async def prune(self, now: datetime) -> int:
        """Delete what nobody can ask for any more; return how many paragraphs.

        That is the text of articles that were removed a day ago, of earlier versions that were kept as long as they are
        to be and that no kept answer cites, old backups made before migrations, and yesterday's counts.
        """
        async with self._database.transaction() as connection:
            for table in ("fetch_count", "question_count"):
                await connection.execute_fetchall(f"DELETE FROM {table} WHERE day < ?", (to_utc(now)[:10],))
            removed = await versions.has_overdue(connection, now)
            gone = await versions.prune(connection, now, self._versions_kept)
        older_than_days = 0 if removed else KEPT_DAYS
        await asyncio.to_thread(delete_migration_backups, self._database.folder, older_than_days=older_than_days)
        if gone:
            with suppress(StoreUnavailable):
                await self._database.flush()
        return gone

    async def has_overdue(self, now: datetime) -> bool:
        """Tell whether an article that was removed is to be deleted for good by now."""
        async with self._database.snapshot() as connection:
            return await versions.has_overdue(connection, now)

    async def held(self, collection: str) -> PurgeCounts:
        """Count what `purge` would delete."""
        async with self._database.snapshot() as connection:
            [[articles, questions]] = await connection.execute_fetchall(
                "SELECT (SELECT COUNT(*) FROM article WHERE withdrawn_at IS NULL AND collection = :name),"
                " (SELECT COUNT(*) FROM question WHERE collection = :name)",
                {"name": storable_text(collection)},
            )
        return PurgeCounts(articles, questions)

    async def left_by(self, asker: str, *, own: Iterable[str] = ()) -> PurgeCounts:
        """Count what `forget` would delete."""
        async with self._database.snapshot() as connection:
            collections = await self._own_collections(connection, asker, own)
            counts = await count_rows(connection, self._hash_asker(asker))
            [[articles]] = await connection.execute_fetchall(
                "SELECT COUNT(*) FROM article WHERE withdrawn_at IS NULL"
                " AND collection IN (SELECT value FROM json_each(?))",
                (json.dumps(collections),),
            )
            [[questions]] = await connection.execute_fetchall(
                "SELECT COUNT(*) FROM question WHERE asker = ? OR collection IN (SELECT value FROM json_each(?))",
                (self._hash_asker(asker), json.dumps(collections)),
            )
        return _personal_counts(counts, articles=articles, questions=questions)

    async def forget(self, asker: str, *, own: Iterable[str] = ()) -> PurgeCounts:
        """Delete a person's rows everywhere, and all of the collections that are that person's own.

        Those are questions, votes and whatever else is in a table of `PERSONAL`. What the person added to others'
        collections stays, without the name. Its text is overwritten at once.
        """
        async with self._database.transaction() as connection:
            purged = [await _purge(connection, each) for each in await self._own_collections(connection, asker, own)]
            counts = await delete_rows(connection, self._hash_asker(asker))
            for table in ("article", "feed"):
                await connection.execute_fetchall(
                    f"UPDATE {table} SET added_by = '' WHERE added_by IN (?, ?)", (asker, self._hash_asker(asker))
                )
            await forget_actor(connection, storable_text(asker))
        await asyncio.to_thread(delete_migration_backups, self._database.folder)
        with suppress(StoreUnavailable):
            await self._database.flush()
        return _personal_counts(
            counts,
            articles=sum(each.articles for each in purged),
            questions=sum(each.questions for each in purged) + counts["question"],
        )

    async def _compact(self) -> None:
        # What was deleted has been overwritten already, so it is no failure where another process is writing.
        with suppress(StoreUnavailable):
            await self._database.compact()

    async def _own_collections(self, connection: Connection, asker: str, own: Iterable[str]) -> list[str]:
        """Return the collections of a person: those named, and the direct messages in which the person asked."""
        if not asker:
            raise ValueError("nobody is everybody who is not known")
        return await own_collections(connection, self._hash_asker(asker), own)


def _personal_counts(counts: Mapping[str, int], *, articles: int, questions: int) -> PurgeCounts:
    """Return a person's rows by table as counts, with articles and questions as they are counted elsewhere."""
    others = sum(count for table, count in counts.items() if table not in ("question", "feedback", "watch"))
    return PurgeCounts(articles, questions, votes=counts["feedback"], watches=counts["watch"], others=others)


async def _purge(connection: Connection, collection: str) -> PurgeCounts:
    """Delete a collection inside the caller's transaction, its name with it."""
    mine = "(SELECT id FROM article WHERE collection = ?)"
    # Which process took a message is known for an hour yet, but not where the message was.
    await connection.execute_fetchall(
        "UPDATE claim SET channel = '' WHERE channel = ?"
        " OR channel IN (SELECT channel FROM question WHERE collection = ?)",
        (collection.removeprefix("dm-"), collection),
    )
    await connection.execute_fetchall(f"DELETE FROM citation WHERE article IN {mine}", (collection,))
    await connection.execute_fetchall(f"DELETE FROM copy WHERE article IN {mine}", (collection,))
    await connection.execute_fetchall(f"DELETE FROM paragraph WHERE article IN {mine}", (collection,))
    await connection.execute_fetchall(f"DELETE FROM version WHERE article IN {mine}", (collection,))
    await connection.execute_fetchall("DELETE FROM audit WHERE collection = ?", (collection,))
    questions = await connection.execute_fetchall(
        "DELETE FROM question WHERE collection = ? RETURNING id", (collection,)
    )
    articles = await connection.execute_fetchall(
        "DELETE FROM article WHERE collection = ? RETURNING withdrawn_at", (collection,)
    )
    for table in ("feed", "watched_file", "watch", "fetch_count"):
        await connection.execute_fetchall(f"DELETE FROM {table} WHERE collection = ?", (collection,))
    await connection.execute_fetchall("DELETE FROM checked WHERE collection = ?", (collection,))
    await connection.execute_fetchall("DELETE FROM setting WHERE collection = ?", (collection,))
    await connection.execute_fetchall("DELETE FROM departure WHERE collection = ?", (collection,))
    await connection.execute_fetchall("DELETE FROM collection WHERE name = ?", (collection,))
    return PurgeCounts(sum(row["withdrawn_at"] is None for row in articles), len(list(questions)))
