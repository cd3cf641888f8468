"""A copy of a store in use, in one file: an archive of what the data folder must have."""

import errno
import json
import os
import sqlite3
import tarfile
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path
from typing import Any, BinaryIO

from knowledge.errors import StoreUnavailable
from knowledge.files import atomic_write, create_private, refuse_data_file, sweep_drafts
from knowledge.models import Article
from knowledge.store import database, hash_key
from knowledge.store.articles import ArticleStore
from knowledge.store.database import translate_errors


def write_backup(data: Path, target: Path) -> int:
    """Write the store and its key into a new archive, while the store goes on being used.

    Unpacked into an empty data folder, it is that folder again.

    Args:
        data: The data folder.
        target: The archive; it appears only once it is complete.

    Returns:
        Its size in bytes.

    Raises:
        OutputRefused: The archive would lie among the files of the data folder.
        StoreUnavailable: It exists already, cannot be written, or the store cannot be read.
    """
    refuse_data_file(target, data)
    sweep_drafts(target.parent)
    try:
        with atomic_write(target, replace=False) as out:
            _write_archive(out, data)
        return target.stat().st_size
    except FileExistsError:
        raise StoreUnavailable("{file} already exists. Choose another file name for the backup.", file=target) from None
    except OSError as error:
        raise StoreUnavailable(
            "The backup {file} can't be written ({reason}). Choose a folder that you can write to and that has enough "
            "space.",
            file=target,
            reason=error.strerror or error,
        ) from error


def _write_archive(out: BinaryIO, data: Path) -> None:
    # Named after the draft, so that whoever sweeps that one up takes this with it.
    copied = Path(f"{out.name}.db")
    try:
        create_private(copied)
        _copy(data / database.FILE_NAME, copied)
        with tarfile.open("", "w:gz", out) as archive:
            archive.add(copied, database.FILE_NAME, filter=_readable_by_owner)
            if (data / hash_key.FILE_NAME).exists():
                archive.add(data / hash_key.FILE_NAME, hash_key.FILE_NAME, filter=_readable_by_owner)
    finally:
        copied.unlink(missing_ok=True)


def _copy(source: Path, target: Path) -> None:
    """Copy one state of the store."""
    with (
        translate_errors(source),
        closing(sqlite3.connect(f"{source.absolute().as_uri()}?mode=rw", uri=True)) as store,
        closing(sqlite3.connect(target)) as copied,
    ):
        # A journal would be one more file, for a copy that is of no use until it is complete.
        copied.execute("PRAGMA journal_mode = OFF")
        copied.execute("PRAGMA synchronous = OFF")
        try:
            store.backup(copied)
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_FULL:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)) from error
            raise


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
        **({"headings": article.headings} if article.headings else {}),
    }


def _question(row: sqlite3.Row) -> dict[str, Any]:
    values = dict(row)
    return values | {name: json.loads(values[name]) for name in ("unmatched", "citations")}
