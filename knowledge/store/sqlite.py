"""The store in a SQLite file: one connection for every coroutine, explicit transactions, faults told in a sentence."""

import asyncio
import logging
import sqlite3
from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Sequence
from contextlib import asynccontextmanager, closing, contextmanager, suppress
from functools import partial
from pathlib import Path
from time import monotonic
from typing import Any, Literal, Self

import aiosqlite

from knowledge.errors import StoreUnavailable
from knowledge.files import close_to_others, create_private, sweep_data_folder
from knowledge.store.database import (
    Connection,
    Durability,
    Parameters,
    Returned,
    Row,
    Statements,
    Turn,
    ensure_folder,
    usable_folder,
)
from knowledge.store.migrations import APPLICATION_ID, MIGRATIONS
from knowledge.store.processes import AbandonedMessage, LoginPause, Processes, ProcessState


def describe_sqlite_error(file: Path, code: int) -> StoreUnavailable | None:
    """Return the error for one of SQLite's result codes; None where the fault is not the file's."""
    match code:
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return StoreUnavailable(
                "Another process is writing to the store {file}. Wait a moment, or stop that process.", file=file
            )
        case sqlite3.SQLITE_CANTOPEN | sqlite3.SQLITE_PERM | sqlite3.SQLITE_READONLY:
            return _forbidden(file, code)
        case sqlite3.SQLITE_FULL | sqlite3.SQLITE_IOERR:
            return _failing(file, code)
        case sqlite3.SQLITE_CORRUPT:
            return StoreUnavailable(
                "The store {file} is damaged. Replace it with a backup, or move it away to start afresh.", file=file
            )
        case sqlite3.SQLITE_NOTADB:
            return StoreUnavailable(
                "The store {file} is not a SQLite file. Move it away, or choose another data folder.", file=file
            )
    return None


def _forbidden(file: Path, code: int) -> StoreUnavailable:
    if code == sqlite3.SQLITE_CANTOPEN:
        return StoreUnavailable(
            "The store {file} can't be opened. Check that its folder exists and that you can write there.", file=file
        )
    if code == sqlite3.SQLITE_PERM:
        return StoreUnavailable(
            "This user is not allowed to open the store {file}. Check the permissions of the file and its folder.",
            file=file,
        )
    return StoreUnavailable(
        "The store {file} can't be written to. Check the permissions of the file and its folder.", file=file
    )


def _failing(file: Path, code: int) -> StoreUnavailable:
    if code == sqlite3.SQLITE_FULL:
        return StoreUnavailable(
            "The store {file} can't grow because the disk is full. Free up some space and try again.", file=file
        )
    return StoreUnavailable(
        "The store {file} can't be read or written. Check the disk and how much space is left on it.", file=file
    )


log = logging.getLogger(__name__)

DATABASE_FILE = "footnote.db"

_SYNCHRONOUS: dict[Durability, str] = {"normal": "NORMAL", "full": "FULL"}

BUSY_MILLISECONDS = 5000
"""How long a statement waits for another process that is writing."""
_BUSY_STEP_MILLISECONDS = 100
"""How long SQLite itself waits at a time: meanwhile the connection cannot even be closed."""
_BUSY_TOLD_SECONDS = 1.0
"""After which the log says what is waited for."""
_ROWS_AT_A_TIME = 64
"""Rows that a cursor fetches in one go, as `aiosqlite.connect` has it."""
FIRST_FLUSH_SECONDS, MAX_FLUSH_SECONDS = 0.05, 5.0
"""Pauses between attempts to empty the log, doubling up to the longest."""
CLOSING_FLUSH_SECONDS = 1.0
"""How long closing waits for a log that others are reading or writing to become empty."""


@contextmanager
def translate_errors(file: Path) -> Iterator[None]:
    """Turn what SQLite says about a file that cannot be used into StoreUnavailable; let other errors pass."""
    try:
        yield
    except sqlite3.Error as error:
        # Errors of the sqlite3 module itself carry no code, and extended codes keep the plain one in the low byte.
        fault = describe_sqlite_error(file, getattr(error, "sqlite_errorcode", 0) & 0xFF)
        if fault is None:
            raise
        raise fault from error


class FileReader:
    """A connection that only reads the file, for a thread of its own."""

    def __init__(self, file: Path, *, one_moment: bool = False) -> None:
        self._file = file
        address = f"{file.absolute().as_uri()}?mode=ro"
        with translate_errors(file):
            self._connection = sqlite3.connect(
                address,
                uri=True,
                timeout=BUSY_MILLISECONDS / 1000,
                isolation_level=None,
                check_same_thread=False,
            )
            self._connection.row_factory = sqlite3.Row
            if one_moment:
                self._connection.execute("BEGIN")

    def fetch(self, statement: str, parameters: Parameters = (), /) -> list[Row]:
        with translate_errors(self._file):
            return self._connection.execute(statement, parameters).fetchall()

    def stream(self, statement: str, parameters: Parameters = (), /) -> Iterator[Row]:
        with translate_errors(self._file):
            rows: Iterator[Row] = self._connection.execute(statement, parameters)
            # Not `yield from`, which would close the cursor after the connection where the rest is not wanted.
            for row in rows:  # noqa: UP028
                yield row

    def close(self) -> None:
        self._connection.close()


class _FileStatements:
    """The statements of a transaction, for the connection's thread."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def fetch(self, statement: str, parameters: Any, /) -> list[Row]:
        return self._connection.execute(statement, parameters).fetchall()

    def insert(self, statement: str, parameters: Iterable[Any], /) -> None:
        self._connection.executemany(statement, parameters)


class FileConnection(aiosqlite.Connection):
    """The connection to the file, which knows the numbers that its tables come to."""

    leaving = False
    """Whether it is about to be closed, and waits for no other process any more."""

    async def execute_patiently(self, statement: str, parameters: Any = ()) -> Iterable[Row]:
        """Run a statement, again and again while another process is writing; until then nothing of it is done."""
        return await self._patiently(self._execute_fetchall, statement, parameters)

    async def run(self, work: Callable[[Statements], Returned]) -> Returned:
        """Run a function as a transaction in the connection's thread, once no other process is writing."""
        return await self._patiently(self._run, work)

    def _run(self, work: Callable[[Statements], Returned]) -> Returned:
        self._conn.execute("BEGIN IMMEDIATE")
        try:
            result = work(_FileStatements(self._conn))
            self._conn.commit()
        except BaseException:
            self._conn.rollback()
            raise
        return result

    async def _patiently(self, function: Callable[..., Returned], *arguments: object) -> Returned:
        began, told = monotonic(), False
        while True:
            try:
                result: Returned = await self._execute(function, *arguments)  # type: ignore[no-untyped-call]  # aiosqlite has none there.
                return result
            except sqlite3.OperationalError as error:
                waited = monotonic() - began
                busy = error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY
                if not busy or self.leaving or waited > BUSY_MILLISECONDS / 1000:
                    raise
                if waited > _BUSY_TOLD_SECONDS and not told:
                    log.warning("Waiting for another program that is writing to the store")
                    told = True

    async def last_number(self, table: str) -> int:
        """Return the last number that a row of a table was given."""
        rows = await self.execute_fetchall("SELECT seq FROM sqlite_sequence WHERE name = ?", (table,))
        return next((int(row["seq"]) for row in rows), 0)

    async def go_on_after(self, table: str, number: int) -> None:
        """Let the next row of a table have the number after this one, where none has a higher one."""
        number = max(number, await self.last_number(table))
        await self.execute_fetchall("DELETE FROM sqlite_sequence WHERE name = ?", (table,))
        await self.execute_fetchall("INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)", (table, number))


class SoleProcess:
    """The only bot of a store."""

    name = ""
    is_leader = True
    is_listening = True

    @asynccontextmanager
    async def joined(self, shards: str = "") -> AsyncIterator[None]:
        """Do nothing: there is nobody to join."""
        yield

    async def until_leader(self) -> None:
        """Return at once."""

    async def claim(self, name: str, channel: str = "", *, from_dead: bool = False) -> bool:
        """Return True: everything is this process's."""
        return True

    async def abandoned(self) -> list[AbandonedMessage]:
        """Return nothing: no other process can have left anything."""
        return []

    async def alive(self) -> list[ProcessState]:
        """Return nothing."""
        return []

    async def take_login(self, bucket: int, pause: LoginPause) -> float:
        """Return 0: the bot itself keeps its logins, also where the store cannot be written."""
        return 0.0

    def count(self, keys: Sequence[str]) -> None:
        """Tell nobody."""

    def follow(
        self,
        *,
        settings: Callable[[str | None], None],
        counts: Callable[[Sequence[str]], None],
        removals: Callable[[str], None],
    ) -> None:
        """Never call any."""


class FileDatabase:
    """One connection to the file, shared by all coroutines, one transaction at a time."""

    on_server = False

    def __init__(self, connection: FileConnection, file: Path) -> None:
        self.file = file
        self.folder = file.parent
        self.processes: Processes = SoleProcess()
        self._connection = connection
        self._lock = asyncio.Lock()
        self._closed = False
        self._flushing: asyncio.Task[None] | None = None
        self._is_log_to_empty = False

    @property
    def size(self) -> int:
        """Bytes on disk, with what is not yet written into the main file."""
        files = (self.file, self.file.with_name(f"{DATABASE_FILE}-wal"))
        return sum(each.stat().st_size for each in files if each.exists())

    @classmethod
    @asynccontextmanager
    async def open(cls, folder: Path, durability: Durability = "normal") -> AsyncIterator[Self]:
        """Open the folder's file, created or migrated if need be; raise StoreUnavailable if it cannot be."""
        file = ensure_folder(folder) / DATABASE_FILE
        await asyncio.to_thread(sweep_data_folder, folder)
        with translate_errors(file):
            # Tried first, as aiosqlite leaves a thread behind where opening fails, which can outlive the event loop.
            with usable_folder(folder):
                await asyncio.to_thread(_try_opening, file)
            connection = FileConnection(partial(sqlite3.connect, file, isolation_level=None), _ROWS_AT_A_TIME)
            await connection
        database = cls(connection, file)
        try:
            with translate_errors(file):
                await _prepare(connection, file, durability)
            # A process that was killed may have left what it deleted in the log.
            database._flush_later()
            yield database
        finally:
            # The connection's thread keeps the process alive until it is closed.
            await database._close()

    @classmethod
    @asynccontextmanager
    async def open_read_only(cls, folder: Path) -> AsyncIterator[Self]:
        """Open the folder's file, which another process keeps open, to read it and nothing else."""
        file = folder / DATABASE_FILE
        address = f"{file.absolute().as_uri()}?mode=ro"
        connection = FileConnection(
            partial(sqlite3.connect, address, uri=True, timeout=BUSY_MILLISECONDS / 1000, isolation_level=None),
            _ROWS_AT_A_TIME,
        )
        with translate_errors(file):
            await connection
        connection.row_factory = sqlite3.Row
        try:
            yield cls(connection, file)
        finally:
            await connection.close()

    async def _close(self) -> None:
        self._closed = self._connection.leaving = True
        try:
            if self._flushing:
                await asyncio.wait({self._flushing}, timeout=CLOSING_FLUSH_SECONDS)
                if self._flushing.cancel():
                    log.warning("Another program is using the store; what was deleted is overwritten at the next start")
            async with self._lock:
                pass  # What another coroutine has begun may end.
        finally:
            await self._connection.close()

    @asynccontextmanager
    async def transaction(self, turn: Turn = "alone") -> AsyncIterator[Connection]:
        async with self._begun("BEGIN IMMEDIATE") as connection:
            yield connection

    async def run(self, work: Callable[[Statements], Returned], turn: Turn = "alone") -> Returned:
        async with self._alone() as connection:
            return await connection.run(work)

    @asynccontextmanager
    async def snapshot(self) -> AsyncIterator[FileConnection]:
        """Read one state of the file over several statements, never another coroutine's half transaction."""
        async with self._begun("BEGIN") as connection:
            yield connection

    async def execute(self, statement: str, parameters: Any = ()) -> Iterable[Row]:
        """Run one statement, by itself a transaction, and return its rows: one way to the thread, not three."""
        async with self._alone() as connection:
            return await connection.execute_patiently(statement, parameters)

    async def flush(self) -> None:
        """Empty the write-ahead log into the file, so that what was deleted is in neither.

        Where another process is reading, this is tried again in the background until it succeeds. Nobody waits for it:
        it has a connection of its own.
        """
        if not await asyncio.to_thread(_truncate_log, self.file):
            self._flush_later()

    async def compact(self) -> None:
        """Rewrite the file without what has been deleted, and without the room it took.

        Where that fails, on a full disk for one, the log is emptied all the same.
        """
        try:
            async with self._alone() as connection:
                await connection.execute_patiently("VACUUM")
        finally:
            await self.flush()

    def reader(self, *, one_moment: bool = False) -> FileReader:
        return FileReader(self.file, one_moment=one_moment)

    def _flush_later(self) -> None:
        self._is_log_to_empty = True
        if self._flushing is None or self._flushing.done():
            self._flushing = asyncio.create_task(self._keep_flushing())

    async def _keep_flushing(self) -> None:
        pause = FIRST_FLUSH_SECONDS
        try:
            while self._is_log_to_empty:
                # Something can be deleted, and its flush fail, while this waits for the thread that has just succeeded.
                self._is_log_to_empty = False
                if not await asyncio.to_thread(_truncate_log, self.file):
                    self._is_log_to_empty = True
                    await asyncio.sleep(pause)
                    pause = min(2 * pause, MAX_FLUSH_SECONDS)
        except StoreUnavailable as error:
            log.warning("What has been deleted is not overwritten yet: %s", error)

    @asynccontextmanager
    async def _alone(self) -> AsyncIterator[FileConnection]:
        """Hold the connection, without a transaction."""
        async with self._lock:
            if self._closed:
                raise self._gone()
            with translate_errors(self.file):
                yield self._connection

    def _gone(self) -> StoreUnavailable:
        return StoreUnavailable("The store is closed. Open it again.")

    @asynccontextmanager
    async def _begun(self, begin: Literal["BEGIN", "BEGIN IMMEDIATE"]) -> AsyncIterator[FileConnection]:
        async with self._lock:
            if self._closed:
                raise self._gone()
            with translate_errors(self.file):
                try:
                    await self._connection.execute_patiently(begin)
                    yield self._connection
                    await self._connection.commit()
                except BaseException:
                    # Queued before this first waits: even if it is cancelled in turn, the connection's
                    # thread rolls back before it runs anything of the next to hold the lock.
                    await self._connection.rollback()
                    raise


def _try_opening(file: Path) -> None:
    with suppress(FileExistsError):
        create_private(file)
    close_to_others(file.parent)
    sqlite3.connect(file).close()


def _truncate_log(file: Path) -> bool:
    """Empty the write-ahead log into the file, without waiting; False where a reader or a writer is in the way."""
    with translate_errors(file), closing(sqlite3.connect(file, timeout=0, isolation_level=None)) as connection:
        try:
            connection.execute("SELECT 1 FROM sqlite_master").fetchone()
            busy, *_ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF not in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
                raise
            return False
    return not busy


async def _prepare(connection: FileConnection, file: Path, durability: Durability) -> None:
    connection.row_factory = sqlite3.Row
    await connection.execute_fetchall(f"PRAGMA busy_timeout = {min(BUSY_MILLISECONDS, _BUSY_STEP_MILLISECONDS)}")
    await connection.execute_fetchall("PRAGMA foreign_keys = ON")
    await connection.execute_fetchall("PRAGMA secure_delete = ON")
    while await _advance(connection, file):
        pass
    if await _journal_mode(connection) != "wal":
        raise StoreUnavailable(
            "The store {file} is on a drive without write-ahead logging, such as a network drive. Choose a data "
            "folder on a local disk.",
            file=file,
        )
    await connection.execute_fetchall(f"PRAGMA synchronous = {_SYNCHRONOUS[durability]}")
    # Whoever begins the log again after a checkpoint cuts off what it held before.
    await connection.execute_fetchall("PRAGMA journal_size_limit = 0")


async def _advance(connection: FileConnection, file: Path) -> bool:
    """Run the next migration; False when there is none left."""
    await connection.execute_patiently("BEGIN IMMEDIATE")
    try:
        # Read under the write lock: of two processes on a fresh file, the second finds the first's tables.
        version = await _version(connection, file)
        if version == 0:
            await connection.execute_fetchall(f"PRAGMA application_id = {APPLICATION_ID}")
        if version < len(MIGRATIONS):
            await MIGRATIONS[version](connection)
            await connection.execute_fetchall(f"PRAGMA user_version = {version + 1}")
        await connection.commit()
    except BaseException:
        await connection.rollback()
        raise
    return version + 1 < len(MIGRATIONS)


async def _version(connection: FileConnection, file: Path) -> int:
    [[application]] = await connection.execute_fetchall("PRAGMA application_id")
    [[version]] = await connection.execute_fetchall("PRAGMA user_version")
    [[tables]] = await connection.execute_fetchall("SELECT COUNT(*) FROM sqlite_master")
    check_version(file, application, version, tables)
    return int(version)


def check_version(file: Path, application: int, version: int, tables: int) -> None:
    """Raise StoreUnavailable for a file that is not ours or is newer."""
    if application != APPLICATION_ID and (application or version or tables):
        raise StoreUnavailable(
            "The store {file} belongs to another program. Move it away, or choose another data folder.", file=file
        )
    if version > len(MIGRATIONS):
        raise StoreUnavailable(
            "The store {file} was written by a newer version of Footnote. Update Footnote, or choose another data "
            "folder.",
            file=file,
        )


async def _journal_mode(connection: aiosqlite.Connection) -> str:
    """Switch to write-ahead logging; return the mode that the file is in then."""
    deadline = monotonic() + BUSY_MILLISECONDS / 1000
    while True:
        try:
            [[mode]] = await connection.execute_fetchall("PRAGMA journal_mode = WAL")
            return str(mode)
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or monotonic() > deadline:
                raise
        # Another process has the fresh file open; for this one statement SQLite does not wait by itself.
        await asyncio.sleep(0.02)
