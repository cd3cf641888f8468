"""A copy of a store in use, in one file: an archive of what the data folder must have."""

import asyncio
import json
import os
import secrets
import sqlite3
import tarfile
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

from knowledge.errors import StoreUnavailable
from knowledge.models import Article
from knowledge.store import database, hash_key
from knowledge.store.articles import ArticleStore
from knowledge.store.database import Database


async def backup(source: Database, target: Path) -> int:
    """Write the store and its key into a new archive; return its size in bytes. Raises StoreUnusable.

    Unpacked into an empty data folder, it is that folder again. The file appears only once it is whole.
    """
    draft = target.with_name(f"{target.name}.{secrets.token_hex(4)}")
    copied = draft.with_suffix(".db")
    try:
        await asyncio.to_thread(_begin, target, copied)
        await source.copy(copied)
        return await asyncio.to_thread(_finish, target, draft, copied, source.file.with_name(hash_key.FILE_NAME))
    except FileExistsError:
        raise StoreUnavailable("{file} exists already; name another file for the backup.", file=target) from None
    except OSError as error:
        raise StoreUnavailable(
            "The backup {file} cannot be written ({reason}); choose a folder that you may write to, with room.",
            file=target,
            reason=error.strerror or error,
        ) from error
    finally:
        await asyncio.to_thread(_tidy, draft, copied)


def _begin(target: Path, copied: Path) -> None:
    if target.exists():
        raise FileExistsError
    copied.touch(mode=0o600, exist_ok=False)


def _finish(target: Path, draft: Path, copied: Path, key: Path) -> int:
    _pack(draft, copied, key)
    # A link fails where the name has been taken meanwhile.
    os.link(draft, target)
    return target.stat().st_size


def _tidy(*files: Path) -> None:
    for file in files:
        file.unlink(missing_ok=True)


def _pack(draft: Path, copied: Path, key: Path) -> None:
    draft.touch(mode=0o600, exist_ok=False)
    with tarfile.open(draft, "w:gz") as archive:
        archive.add(copied, database.FILE_NAME, filter=_readable_by_owner)
        archive.add(key, hash_key.FILE_NAME, filter=_readable_by_owner)


def _readable_by_owner(entry: tarfile.TarInfo) -> tarfile.TarInfo:
    entry.mode = 0o600
    entry.uid = entry.gid = 0
    entry.uname = entry.gname = ""
    return entry


_BATCH = 500

_QUESTIONS = """
    SELECT question.*, (
        SELECT json_group_array(json_object(
            'n', n, 'article', COALESCE(NULLIF(article.name, ''), article.id), 'title', citation.title,
            'paragraph', paragraph, 'starts', starts, 'ends', ends, 'score', score
        )) FROM citation JOIN article ON article.id = citation.article WHERE question = question.id
    ) AS citations FROM question
    WHERE question.id > ? AND (? IS NULL OR collection = ?) ORDER BY question.id LIMIT ?
"""


async def articles(store: ArticleStore, *, collection: str | None, but: str) -> AsyncIterator[dict[str, Any]]:
    """Yield each article of a collection, or of all but one, in the form in which articles are added."""
    for name in [collection] if collection else await store.collections(but=but):
        for article in await store.load([name]):
            yield {"kind": "article", "collection": name, **_article(article)}


async def questions(store: ArticleStore, *, collection: str | None) -> AsyncIterator[dict[str, Any]]:
    """Yield each logged question of a collection or of all, with what was cited."""
    last = 0
    while True:
        async with store.database.snapshot() as connection:
            rows = list(await connection.execute_fetchall(_QUESTIONS, (last, collection, collection, _BATCH)))
        for row in rows:
            yield {"kind": "question", **_question(row)}
        if len(rows) < _BATCH:
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
    }


def _question(row: sqlite3.Row) -> dict[str, Any]:
    values = dict(row)
    return values | {name: json.loads(values[name]) for name in ("unmatched", "citations")}
