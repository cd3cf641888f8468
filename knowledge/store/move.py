"""A store taken elsewhere: moved to a server or back, copied in pieces and compared; or exported as JSON lines."""

import asyncio
import json
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Any

from knowledge.errors import StoreUnavailable
from knowledge.models import Article
from knowledge.store.articles import ArticleStore
from knowledge.store.database import Database, Reader, Row

MOVED_TABLES: Mapping[str, tuple[str, ...]] = {
    "collection": ("name",),
    "article": ("id",),
    "paragraph": ("article", "version", "number"),
    "version": ("article", "version"),
    "page": ("article",),
    "question": ("id",),
    "citation": ("question", "n"),
    "copy": ("question", "n", "place"),
    "feedback": ("question", "voter"),
    "setting": ("collection", "name"),
    "departure": ("collection",),
    "optout": ("person",),
    "checked": ("collection",),
    "watch": ("id",),
    "notice": ("id",),
    "feed": ("id",),
    "feed_item": ("feed", "item"),
    "watched_file": ("collection", "path"),
    "fetch_count": ("collection",),
    "question_count": ("person",),
    "audit": ("id",),
    "audit_article": ("audit", "article", "version"),
    "usage_count": ("collection", "period"),
}
"""All tables with their keys, each after those that it refers to; but for `PASSING_TABLES`."""
PASSING_TABLES = frozenset({"moving", "search_index", "refill", "outbox", "process", "claim", "login"})
"""Tables of what is under way: a move, what a search cluster is still to take in, what running bots have in hand."""
_NEWEST_FIRST = frozenset({"audit"})
"""Tables whose rows refer to newer ones."""
_BOOLEANS = frozenset({"private"})
_SUMS = frozenset({"bytes"})
"""Columns that fill themselves as rows of other tables come in."""
_NUMBERED = ("article", "question", "watch", "notice", "feed", "audit")
"""Tables whose numbers are never given twice."""
_ROWS_AT_A_TIME = 1_000

MoveProgress = Callable[[str, int], None]
"""Called with a table's name and how many of its rows have been copied in this run."""


@dataclass(frozen=True, slots=True)
class MoveResult:
    """What was moved, as counted and compared on both sides."""

    articles: int
    questions: int
    rows: int
    """In all tables."""


async def move_store(folder: Path, source: str, target: str, progress: MoveProgress | None = None) -> MoveResult:
    """Copy a store with all that is in it, and compare the copy with it; the one copied is left as it is.

    Where it was stopped, it goes on when it is called again. Nothing may write to either store meanwhile.

    Args:
        folder: The data folder; it stays the same, with the key and the indexes.
        source: Where the store is: the address of a PostgreSQL database, or nothing for the folder's file.
        target: Where it is to be, likewise. It must be empty, or hold what an earlier run copied.
        progress: Called after each piece.

    Raises:
        StoreUnavailable: One of them cannot be used, the target holds another store, or the copy is not the same.
    """
    async with (
        ArticleStore.open(folder, address=source) as old,
        ArticleStore.open(folder, address=target, unfinished=True) as new,
    ):
        with closing(await asyncio.to_thread(old.database.reader, one_moment=True)) as reader:
            await _begin(new.database)
            for table in MOVED_TABLES:
                await _copy(table, reader, new.database, progress)
            return await _finish(old.database, new.database, reader)


async def _begin(target: Database) -> None:
    """Note that a move has begun, unless one has; raise StoreUnavailable where the target holds something else."""
    async with target.transaction() as connection:
        if list(await connection.execute_fetchall("SELECT 1 FROM moving")):
            return
        for table in MOVED_TABLES:
            if list(await connection.execute_fetchall(f"SELECT 1 FROM {table} LIMIT 1")):
                raise StoreUnavailable("There is already a store at the destination. Choose an empty one.")
        await connection.execute_fetchall("INSERT INTO moving (name, last) VALUES ('', '[]')")


async def _copy(table: str, reader: Reader, target: Database, progress: MoveProgress | None) -> None:
    """Copy a table's rows after the last one that was copied, each piece with a note of where it ends."""
    key = MOVED_TABLES[table]
    noted = list(await target.execute("SELECT last FROM moving WHERE name = ?", (table,)))
    last = json.loads(noted[0]["last"]) if noted else []
    copied = 0
    while True:
        rows = await asyncio.to_thread(_piece, reader, table, last)
        if not rows:
            return
        columns = [name for name in rows[0] if name not in _SUMS]
        last = [rows[-1][name] for name in key]
        async with target.transaction() as connection:
            await connection.executemany(
                f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})",
                [[bool(row[name]) if name in _BOOLEANS else row[name] for name in columns] for row in rows],
            )
            await connection.execute_fetchall(
                "INSERT INTO moving (name, last) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET last = excluded.last",
                (table, json.dumps(last)),
            )
        copied += len(rows)
        if progress:
            progress(table, copied)


def _piece(reader: Reader, table: str, last: Sequence[str | int]) -> list[dict[str, Any]]:
    """Return the next rows of a table in the order of its key."""
    key = MOVED_TABLES[table]
    comparison, order = ("<", " DESC") if table in _NEWEST_FIRST else (">", "")
    after = f" WHERE ({', '.join(key)}) {comparison} ({', '.join('?' * len(key))})" if last else ""
    ordered = ", ".join(f"{name}{order}" for name in key)
    rows = reader.fetch(f"SELECT * FROM {table}{after} ORDER BY {ordered} LIMIT {_ROWS_AT_A_TIME}", list(last))
    return [dict(row) for row in rows]


async def _finish(source: Database, target: Database, reader: Reader) -> MoveResult:
    """Compare both, carry the numbers over, and note that the move is done."""
    with closing(await asyncio.to_thread(target.reader, one_moment=True)) as copied:
        counts: dict[str, int] = {}
        for table in MOVED_TABLES:
            counts[table], was = await asyncio.to_thread(_digest, reader, table)
            if (counts[table], was) != await asyncio.to_thread(_digest, copied, table):
                raise StoreUnavailable(
                    "What was copied differs from the store in the table {table}. Stop everything that writes "
                    "to it, empty the destination, and start again.",
                    table=table,
                )
    async with source.snapshot() as connection:
        numbers = {table: await connection.last_number(table) for table in _NUMBERED}
    async with target.transaction() as connection:
        for table, number in numbers.items():
            await connection.go_on_after(table, number)
        await connection.execute_fetchall("DELETE FROM moving")
        [[articles]] = await connection.execute_fetchall("SELECT COUNT(*) FROM article WHERE withdrawn_at IS NULL")
    return MoveResult(int(articles), counts["question"], sum(counts.values()))


def _digest(reader: Reader, table: str) -> tuple[int, str]:
    """Count the rows of a table, and hash them all in the order of its key."""
    hashed, count = blake2b(digest_size=16), 0
    for row in reader.stream(f"SELECT * FROM {table} ORDER BY {', '.join(MOVED_TABLES[table])}"):
        values = dict(row)
        hashed.update(json.dumps([[name, values[name]] for name in sorted(values)]).encode())
        count += 1
    return count, hashed.hexdigest()


_QUESTIONS_PER_READ = 500
_JSON_COLUMNS = ("unmatched", "stages", "terms", "nearest")

_QUESTIONS = """
    SELECT * FROM question WHERE id > ? AND (CAST(? AS TEXT) IS NULL OR collection = ?) ORDER BY id LIMIT ?
"""
_CITATIONS = """
    SELECT question, n, COALESCE(NULLIF(article.name, ''), CAST(article.id AS TEXT)) AS article, citation.title,
        paragraph, continued, starts, ends, score, citation.version, text_hash
    FROM citation JOIN article ON article.id = citation.article WHERE question BETWEEN ? AND ? ORDER BY question, n
"""


async def article_records(store: ArticleStore, *, collection: str | None, but: str) -> AsyncIterator[dict[str, Any]]:
    """Yield each article of a collection, or of all but one, in the form in which articles are added."""
    for name in [collection] if collection else await store.collections(but=but):
        for article in await store.load([name]):
            yield {"kind": "article", "collection": name, **_article(article)}


async def question_records(store: ArticleStore, *, collection: str | None) -> AsyncIterator[dict[str, Any]]:
    last = 0
    while True:
        async with store.database.snapshot() as connection:
            rows = list(
                await connection.execute_fetchall(_QUESTIONS, (last, collection, collection, _QUESTIONS_PER_READ))
            )
            ends = (rows[0]["id"], rows[-1]["id"]) if rows else (0, 0)
            cited = defaultdict[int, list[dict[str, Any]]](list)
            for row in await connection.execute_fetchall(_CITATIONS, ends):
                values = dict(row)
                cited[values.pop("question")].append(values)
        for row in rows:
            yield {"kind": "question", **_question(row), "citations": cited[row["id"]]}
        if len(rows) < _QUESTIONS_PER_READ:
            return
        last = rows[-1]["id"]


def _article(article: Article) -> dict[str, Any]:
    return {
        "id": article.id,
        "title": article.title,
        "publisher": article.publisher,
        "byline": article.byline,
        "published_at": article.published_at.isoformat() if article.published_at else None,
        "language": article.language,
        "url": article.url,
        "paragraphs": article.paragraphs,
        **({"headings": article.headings} if article.headings else {}),
        **({"pages": article.pages} if article.pages else {}),
        **({"modified_at": article.modified_at.isoformat()} if article.modified_at else {}),
        **({"keywords": article.keywords} if article.keywords else {}),
        **({"corrections": article.corrections} if article.corrections else {}),
    }


def _question(row: Row) -> dict[str, Any]:
    values = dict(row)
    return values | {name: json.loads(values[name]) for name in _JSON_COLUMNS}
