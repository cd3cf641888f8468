"""Earlier and removed versions of articles: kept for a while, then deleted for good."""

import json
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import NamedTuple

from knowledge.models import ArticleKey
from knowledge.store.database import Connection, now, to_utc

REMOVED_KEPT = timedelta(days=1)
"""How long an article that was removed can be brought back, and the last change undone."""
MIN_KEPT = timedelta(days=1)
"""How long an earlier version is kept in any case: an index that is behind can still answer from it."""

_COLUMNS = "title, publisher, byline, published_at, language, url, details, headline_hash, edits, paragraphs, added_at"
"""What a version keeps of its article besides the text."""
_UNCITED = """(
    NOT EXISTS (SELECT 1 FROM citation WHERE citation.article = version.article AND citation.version = version.version)
    AND NOT EXISTS (SELECT 1 FROM copy WHERE copy.article = version.article AND copy.version = version.version)
)"""


class _Size(NamedTuple):
    key: ArticleKey
    nbytes: int


async def archive(connection: Connection, rows: Iterable[int], *, removed: bool = False) -> None:
    """Keep the current versions of living articles as earlier ones, inside the caller's transaction.

    Args:
        connection: The transaction's.
        rows: The store's keys of the articles.
        removed: Whether the articles are removed; then answers quote none of their versions any more.
    """
    wanted = {"rows": json.dumps(list(rows)), "now": now()}
    await connection.execute_fetchall(
        f"INSERT INTO version (article, version, {_COLUMNS}, ended_at) SELECT id, version, {_COLUMNS}, :now"
        " FROM article WHERE withdrawn_at IS NULL AND id IN (SELECT CAST(value AS BIGINT) FROM json_each(:rows))",
        wanted,
    )
    if removed:
        await connection.execute_fetchall(
            "UPDATE version SET removed_at = :now"
            " WHERE removed_at IS NULL AND article IN (SELECT CAST(value AS BIGINT) FROM json_each(:rows))",
            wanted,
        )
        await connection.execute_fetchall(
            "UPDATE article SET withdrawn_at = :now"
            " WHERE withdrawn_at IS NULL AND id IN (SELECT CAST(value AS BIGINT) FROM json_each(:rows))",
            wanted,
        )


async def erase(connection: Connection, keys: Iterable[ArticleKey]) -> int:
    """Delete versions for good inside the caller's transaction; return how many paragraphs they had.

    Of a removed article whose last version goes, only what tells that it is the same one when it is added again stays.
    """
    wanted = (json.dumps([list(key) for key in keys]),)
    rows = "SELECT CAST(json_extract(value, '$[0]') AS BIGINT)"
    these = f"({rows}, CAST(json_extract(value, '$[1]') AS BIGINT) FROM json_each(?))"
    gone = await connection.execute_fetchall(
        f"DELETE FROM paragraph WHERE (article, version) IN {these} RETURNING article", wanted
    )
    await connection.execute_fetchall(f"DELETE FROM version WHERE (article, version) IN {these}", wanted)
    await connection.execute_fetchall(f"UPDATE citation SET title = '' WHERE (article, version) IN {these}", wanted)
    blank = await connection.execute_fetchall(
        "UPDATE article SET title = '', publisher = '', byline = '', published_at = NULL, language = '', url = '',"
        " headline_hash = '', record_hash = '', added_by = '', details = '{}', edits = '{}', vanished_at = NULL"
        f" WHERE withdrawn_at IS NOT NULL AND id IN ({rows} FROM json_each(?))"
        " AND NOT EXISTS (SELECT 1 FROM version WHERE article = id AND version.version = article.version)"
        " RETURNING id",
        wanted,
    )
    ids = (json.dumps([row["id"] for row in blank]),)
    for statement in ("UPDATE audit_article SET details = '{}'", "DELETE FROM page"):
        await connection.execute_fetchall(
            f"{statement} WHERE article IN (SELECT CAST(value AS BIGINT) FROM json_each(?))", ids
        )
    # What tells of removed articles alone, such as the address of the page that one was read from.
    await connection.execute_fetchall(
        "UPDATE audit SET details = '{}' WHERE id IN (SELECT audit FROM audit_article WHERE article IN"
        " (SELECT CAST(value AS BIGINT) FROM json_each(?))) AND NOT EXISTS (SELECT 1 FROM audit_article"
        " JOIN article ON article.id = audit_article.article"
        " WHERE audit_article.audit = audit.id AND withdrawn_at IS NULL)",
        ids,
    )
    return len(list(gone))


async def prune(connection: Connection, moment: datetime, kept: timedelta) -> int:
    """Delete the versions that are due inside the caller's transaction; return how many paragraphs they had.

    Those are removed ones after `REMOVED_KEPT`, and earlier ones that no kept answer cites after `kept`.
    """
    due = await connection.execute_fetchall(
        "SELECT article, version FROM version WHERE removed_at < :removed"
        f" UNION SELECT article, version FROM version WHERE removed_at IS NULL AND ended_at < :ended AND {_UNCITED}",
        {"removed": to_utc(moment - REMOVED_KEPT), "ended": to_utc(moment - max(kept, MIN_KEPT))},
    )
    return await erase(connection, [ArticleKey(*row) for row in due])


async def has_overdue(connection: Connection, moment: datetime) -> bool:
    """Tell whether a removed article has been kept for longer than it is to be."""
    due = await connection.execute_fetchall(
        "SELECT 1 FROM version WHERE removed_at < ? LIMIT 1", (to_utc(moment - REMOVED_KEPT),)
    )
    return bool(list(due))


async def make_room(connection: Connection, collection: str, nbytes: int, *, least: int) -> bool:
    """Delete earlier versions of a collection, the oldest first, until so many bytes are free.

    What an answer cites stays, but not of articles that were removed.

    Args:
        connection: In a transaction of the caller's.
        collection: Whose versions they are.
        nbytes: How many bytes are wanted.
        least: With fewer than these nothing is gained; then nothing is deleted.

    Returns:
        Whether anything was deleted.
    """
    chosen: list[_Size] = []
    for each in await _spare(connection, collection):
        if sum(taken.nbytes for taken in chosen) >= nbytes:
            break
        chosen.append(each)
    if sum(each.nbytes for each in chosen) < least:
        return False
    await erase(connection, [each.key for each in chosen])
    return bool(chosen)


async def room_to_make(connection: Connection, collection: str) -> int:
    """Return how many bytes `make_room` can free."""
    return sum(each.nbytes for each in await _spare(connection, collection))


async def _spare(connection: Connection, collection: str) -> list[_Size]:
    """Return what can make room, the oldest first."""
    rows = await connection.execute_fetchall(
        "SELECT version.article, version.version, ("
        "   SELECT SUM(length(hex(text || heading)) / 2) FROM paragraph"
        "   WHERE paragraph.article = version.article AND paragraph.version = version.version"
        " ) AS nbytes FROM version JOIN article ON article.id = version.article"
        f" WHERE collection = ? AND (removed_at IS NOT NULL OR {_UNCITED}) ORDER BY ended_at, version.version",
        (collection,),
    )
    return [_Size(ArticleKey(article, version), size or 0) for article, version, size in rows]
