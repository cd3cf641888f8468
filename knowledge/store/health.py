"""What state a data folder is in, found without changing anything in it."""

import os
import shutil
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from knowledge import samples
from knowledge.errors import StoreUnavailable
from knowledge.models import SHARED
from knowledge.store.articles import needing_psycopg
from knowledge.store.data_folder import HASH_KEY_FILE as KEY_NAME
from knowledge.store.data_folder import load_key
from knowledge.store.migrations import MIGRATIONS
from knowledge.store.sqlite import DATABASE_FILE, check_version, translate_errors

_SERVERS = """
    SELECT collection, COUNT(*) FROM article WHERE withdrawn_at IS NULL AND collection NOT IN (?, ?)
    GROUP BY collection ORDER BY 2 DESC, 1
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreHealth:
    """A data folder as it was found."""

    size: int = 0
    """Bytes of the store; 0 where there is none yet."""
    room: int = 0
    """Bytes free on its disk."""
    version: int = 0
    newest: int = len(MIGRATIONS)
    """The version that this program brings the store to."""
    articles: int = 0
    questions: int = 0
    servers: tuple[tuple[str, int], ...] = ()
    """How many articles each server has of its own, those with the most first."""


def check_store(folder: Path, database: str = "") -> StoreHealth:
    """Return the condition of a folder, and of the database on a server that is used instead of its file.

    Raises:
        StoreUnavailable: Something is wrong; it says what to do.
    """
    existing = next(each for each in (folder, *folder.absolute().parents) if each.exists())
    if not existing.is_dir():
        raise StoreUnavailable("{folder} is not a folder. Choose a folder for the data.", folder=existing)
    if not os.access(existing, os.W_OK | os.X_OK):
        raise StoreUnavailable(
            "{folder} can't be written to. Check its permissions, or choose another folder.", folder=existing
        )
    room = shutil.disk_usage(existing).free
    if (folder / KEY_NAME).exists():
        load_key(folder)
    if database:
        return _check_server(database, room)
    file = folder / DATABASE_FILE
    if not file.exists():
        return StoreHealth(room=room)
    with (
        translate_errors(file),
        closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=rw", uri=True)) as connection,
    ):
        return _read(connection, file, room)


def _check_server(address: str, room: int) -> StoreHealth:
    with needing_psycopg():
        from knowledge.store.postgresql import ServerAddress, ServerReader, server_version
    with closing(ServerReader(ServerAddress.parse(address))) as reader:
        version, size = server_version(reader)
        if not version:
            return StoreHealth(room=room)
        [[articles, questions]] = reader.fetch(
            "SELECT (SELECT COUNT(*) FROM article WHERE withdrawn_at IS NULL AND collection <> ?),"
            " (SELECT COUNT(*) FROM question)",
            (samples.COLLECTION,),
        )
        servers = tuple((name, count) for name, count in reader.fetch(_SERVERS, (samples.COLLECTION, SHARED)))
    return StoreHealth(size=size, room=room, version=version, articles=articles, questions=questions, servers=servers)


def _read(connection: sqlite3.Connection, file: Path, room: int) -> StoreHealth:
    if not os.access(file, os.W_OK):
        raise StoreUnavailable("The store {file} can't be written to. Check its permissions.", file=file)
    [application], [version] = (
        connection.execute(f"PRAGMA {n}").fetchone() for n in ("application_id", "user_version")
    )
    [tables] = connection.execute("SELECT COUNT(*) FROM sqlite_master").fetchone()
    check_version(file, application, version, tables)
    [found] = connection.execute("PRAGMA integrity_check(1)").fetchone()
    if found != "ok" or connection.execute("PRAGMA foreign_key_check").fetchone():
        raise StoreUnavailable(
            "The store {file} is damaged. Replace it with a backup, or move it away to start afresh.", file=file
        )
    return StoreHealth(
        size=file.stat().st_size,
        room=room,
        version=version,
        articles=_count(connection, "article", f"withdrawn_at IS NULL AND collection <> '{samples.COLLECTION}'")
        if version >= 1
        else 0,
        questions=_count(connection, "question", "TRUE") if version >= 4 else 0,
        servers=_servers(connection) if version >= 1 else (),
    )


def _servers(connection: sqlite3.Connection) -> tuple[tuple[str, int], ...]:
    rows = connection.execute(_SERVERS, (samples.COLLECTION, SHARED))
    return tuple((name, int(count)) for name, count in rows)


def _count(connection: sqlite3.Connection, table: str, which: str) -> int:
    [count] = connection.execute(f"SELECT COUNT(*) FROM {table} WHERE {which}").fetchone()
    return int(count)
