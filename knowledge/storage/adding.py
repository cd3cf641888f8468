"""How articles enter the store: told from what is there, then written set by set in one transaction."""

import asyncio
import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import count
from math import inf
from typing import Literal

import aiosqlite

from knowledge.errors import UnreadableArticle
from knowledge.models import Article
from knowledge.storage.columns import now, storable, storable_article
from knowledge.storage.identity import Fingerprint, Known, Register, fingerprint

Change = Literal["added", "updated", "unchanged", "refused"]
"""An article is refused where the collection holds as many as it may."""


@dataclass(frozen=True, slots=True)
class Added:
    """What became of an article: as stored, and whether that changed anything."""

    article: Article
    change: Change


@dataclass(frozen=True, slots=True)
class Arrival:
    """An article on its way in."""

    article: Article
    fingerprint: Fingerprint


def arrivals(articles: Iterable[Article]) -> list[Arrival]:
    """The articles in storable form; raise UnreadableArticle for one without text."""
    return [Arrival(article, fingerprint(article)) for article in map(_checked, articles)]


def _checked(article: Article) -> Article:
    if not any(paragraph.strip() for paragraph in article.paragraphs):
        if not article.title.strip():
            raise UnreadableArticle("An article without a title has no text either; give it at least one paragraph.")
        raise UnreadableArticle(
            "The article “{title}” has no text; give it at least one paragraph.", title=storable(article.title)
        )
    return storable_article(article)


async def add(
    connection: aiosqlite.Connection, arriving: Sequence[Arrival], collection: str, added_by: str, most: int
) -> list[Added]:
    """Write what is new or changed, inside a transaction of the caller's; `most` 0 is no limit."""
    rows = await _candidates(connection, collection, arriving)
    sequence = await connection.execute_fetchall("SELECT seq FROM sqlite_sequence WHERE name = 'article'")
    following = count(next((row["seq"] for row in sequence), 0) + 1)
    room = await _room(connection, collection, most) if most else None
    added = await asyncio.to_thread(_settle, arriving, rows, following, room)
    fresh = [pair for pair in zip(added, arriving, strict=True) if pair[0].change in ("added", "updated")]
    if fresh:
        await touch(connection, collection)
        await _write_articles(connection, fresh, collection, added_by)
        await _write_paragraphs(connection, [each.article for each, _ in fresh])
    return added


async def touch(connection: aiosqlite.Connection, collection: str) -> None:
    """Count a change of the collection's articles."""
    await connection.execute_fetchall(
        "INSERT INTO collection (name, version) VALUES (?, 1) ON CONFLICT (name) DO UPDATE SET version = version + 1",
        (collection,),
    )


async def _room(connection: aiosqlite.Connection, collection: str, most: int) -> int:
    """How many more articles the collection may hold."""
    [[held]] = await connection.execute_fetchall(
        "SELECT COUNT(*) FROM article WHERE collection = ? AND withdrawn_at IS NULL", (collection,)
    )
    return max(0, most - int(held))


async def _candidates(
    connection: aiosqlite.Connection, collection: str, arriving: Iterable[Arrival]
) -> Iterable[sqlite3.Row]:
    """The articles of the collection that any of the arriving ones could be."""
    sought: dict[str, list[str]] = {"name": [], "content": [], "url": [], "headline": []}
    for arrival in arriving:
        for kind, key in arrival.fingerprint.sought():
            sought[kind].append(key)
    return await connection.execute_fetchall(
        """
        SELECT * FROM article WHERE collection = :collection
            AND name <> '' AND name IN (SELECT value FROM json_each(:name))
        UNION
        SELECT * FROM article WHERE collection = :collection
            AND content_hash IN (SELECT value FROM json_each(:content))
        UNION
        SELECT * FROM article WHERE collection = :collection
            AND url <> '' AND url IN (SELECT value FROM json_each(:url))
        UNION
        SELECT * FROM article WHERE collection = :collection
            AND headline_hash <> '' AND headline_hash IN (SELECT value FROM json_each(:headline))
        """,
        {"collection": collection} | {kind: json.dumps(keys) for kind, keys in sought.items()},
    )


def _settle(
    arriving: Iterable[Arrival], rows: Iterable[sqlite3.Row], following: Iterator[int], room: int | None
) -> list[Added]:
    """Decide one after the other what the arriving articles are; `following` yields the rows of new ones."""
    register = Register(map(_to_known, rows))
    settled = []
    left = inf if room is None else room
    for arrival in arriving:
        settled.append(_settled(arrival, register, following, full=left <= 0))
        left -= settled[-1].change == "added"
    return settled


def _to_known(row: sqlite3.Row) -> Known:
    return Known(
        row=row["id"],
        version=row["version"],
        withdrawn=row["withdrawn_at"] is not None,
        fingerprint=Fingerprint(
            name=row["name"],
            content=row["content_hash"],
            url=row["url"],
            headline=row["headline_hash"],
            record=row["record_hash"],
        ),
    )


def _settled(arrival: Arrival, register: Register, following: Iterator[int], *, full: bool) -> Added:
    found = register.find(arrival.fingerprint)
    if found and not found.withdrawn and found.fingerprint.record == arrival.fingerprint.record:
        return Added(_stored(arrival.article, found), "unchanged")
    if full and (not found or found.withdrawn):
        return Added(arrival.article, "refused")
    settled = Known(
        row=found.row if found else next(following),
        version=found.version + 1 if found else 1,
        withdrawn=False,
        fingerprint=replace(arrival.fingerprint, name=found.fingerprint.name) if found else arrival.fingerprint,
    )
    register.enter(settled)
    change: Change = "updated" if found and not found.withdrawn else "added"
    return Added(_stored(arrival.article, settled), change)


def _stored(article: Article, known: Known) -> Article:
    return replace(article, id=known.fingerprint.name or str(known.row), row=known.row, version=known.version)


async def _write_articles(
    connection: aiosqlite.Connection, fresh: Iterable[tuple[Added, Arrival]], collection: str, added_by: str
) -> None:
    common = {"collection": collection, "added_by": storable(added_by), "added_at": now()}
    await connection.executemany(
        """
        INSERT INTO article (
            id, collection, name, title, publisher, byline, published_at, language, url,
            content_hash, headline_hash, record_hash, version, paragraphs, added_by, added_at
        ) VALUES (
            :id, :collection, :name, :title, :publisher, :byline, :published_at, :language, :url,
            :content_hash, :headline_hash, :record_hash, :version, :paragraphs, :added_by, :added_at
        ) ON CONFLICT (id) DO UPDATE SET
            title = excluded.title, publisher = excluded.publisher, byline = excluded.byline,
            published_at = excluded.published_at, language = excluded.language, url = excluded.url,
            content_hash = excluded.content_hash, headline_hash = excluded.headline_hash,
            record_hash = excluded.record_hash, version = excluded.version,
            paragraphs = excluded.paragraphs, added_by = excluded.added_by,
            added_at = excluded.added_at, withdrawn_at = NULL
        """,
        (common | _columns(added.article, arrival.fingerprint) for added, arrival in fresh),
    )


def _columns(article: Article, fingerprint: Fingerprint) -> dict[str, str | int | None]:
    return {
        "id": article.row,
        "name": fingerprint.name,
        "title": article.title,
        "publisher": article.publisher,
        "byline": article.byline,
        "published_at": article.published_at.isoformat() if article.published_at else None,
        "language": article.language,
        "url": article.url,
        "content_hash": fingerprint.content,
        "headline_hash": fingerprint.headline,
        "record_hash": fingerprint.record,
        "version": article.version,
        "paragraphs": len(article.paragraphs),
    }


async def _write_paragraphs(connection: aiosqlite.Connection, articles: Iterable[Article]) -> None:
    await connection.executemany(
        "INSERT INTO paragraph (article, version, number, text) VALUES (?, ?, ?, ?)",
        (
            (article.row, article.version, number, text)
            for article in articles
            for number, text in enumerate(article.paragraphs, start=1)
        ),
    )
