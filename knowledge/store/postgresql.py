"""The store on a PostgreSQL server: the statements of SQLite translated once, a few connections with a thread each."""

import asyncio
import logging
import os
import random
import re
import socket
from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, contextmanager, nullcontext, suppress
from dataclasses import dataclass, field
from functools import lru_cache, partial
from hashlib import blake2b
from pathlib import Path
from threading import Lock
from time import monotonic
from typing import Any, Self

import psycopg
from psycopg.adapt import Loader
from psycopg.conninfo import conninfo_to_dict
from psycopg.pq import TransactionStatus

from knowledge.errors import StoreUnavailable
from knowledge.store.data_folder import load_key
from knowledge.store.database import Parameters, Returned, Row, Statements, Turn, ensure_folder
from knowledge.store.migrations import APPLICATION_ID, MIGRATIONS
from knowledge.store.processes import Processes
from knowledge.store.server_processes import NEWS_CHANNEL, ServerProcesses

MAX_SESSIONS = 4
"""Connections on which the event loop's statements run side by side."""
LOST_MILLISECONDS = 10_000
"""How long what was sent to the server can be without a sign that its machine has received it."""
CONNECT_SECONDS = 5
"""How long opening a connection can take."""
FIRST_PAUSE_SECONDS, MAX_PAUSE_SECONDS = 0.2, 3.0
"""How long a server that is away is let be, doubling up to the longest."""
LOCK_SECONDS = 30
"""How long a statement waits for another process."""
QUEUE_SECONDS = 120
"""How long what was taken from a queue is locked at most, where whoever took it does nothing any more."""
_MAX_TRIES = 3
"""How often a single statement is run where the server stops it to resolve a deadlock."""
SIZE_SECONDS = 60.0
"""How often the size of the store is asked for."""
CLOSING_SECONDS = 1.0
"""How long closing waits for the server: to clean up what was deleted, and to stop what still runs."""
_ROWS_PER_INSERT = 500
_MIN_COPIED_ROWS = 20
"""From how many rows on it is quicker to begin a copy of rows than to have a statement of all of them read."""
_ROWS_PER_FETCH = 1_000
SCHEMA = "footnote"
"""The schema that holds the tables, and the functions that PostgreSQL is taught."""

log = logging.getLogger(__name__)

_TAUGHT = """
    CREATE OR REPLACE FUNCTION json_each(text) RETURNS TABLE (value text) LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
        $$ SELECT json_array_elements_text($1::json) $$;
    CREATE OR REPLACE FUNCTION json_extract(text, text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
        $$ SELECT $1::json ->> trim($2, '$[]')::int $$;
    CREATE OR REPLACE FUNCTION json_valid(text) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
        $$ SELECT $1::json IS NOT NULL $$;
    CREATE OR REPLACE FUNCTION hex(text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
        $$ SELECT encode(convert_to($1, 'UTF8'), 'hex') $$;
    CREATE OR REPLACE FUNCTION round(double precision, integer) RETURNS double precision
        LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$ SELECT round($1::numeric, $2)::double precision $$;
    CREATE OR REPLACE FUNCTION listed(anycompatiblearray) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
        $$ SELECT to_json($1)::text $$;
    CREATE OR REPLACE FUNCTION joined(anycompatiblearray) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
        $$ SELECT array_to_string($1, ',') $$;
    CREATE OR REPLACE AGGREGATE json_group_array(anycompatible)
        (SFUNC = array_append, STYPE = anycompatiblearray, INITCOND = '{}', FINALFUNC = listed);
    CREATE OR REPLACE AGGREGATE group_concat(anycompatible)
        (SFUNC = array_append, STYPE = anycompatiblearray, INITCOND = '{}', FINALFUNC = joined);
"""
"""What the statements use of SQLite's functions and PostgreSQL lacks."""
_TRIGGERS = """
    CREATE FUNCTION count_bytes() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE changed record;
    BEGIN
        FOR changed IN
            SELECT (SELECT collection FROM article WHERE id = sums.article) AS name, SUM(sums.bytes) AS bytes FROM (
                SELECT article, SUM(octet_length(text) + octet_length(heading)) AS bytes FROM changes GROUP BY article
            ) AS sums GROUP BY 1
        LOOP
            UPDATE collection SET bytes = bytes + TG_ARGV[0]::bigint * changed.bytes WHERE name = changed.name;
        END LOOP;
        RETURN NULL;
    END $$;
    CREATE TRIGGER paragraph_added AFTER INSERT ON paragraph
        REFERENCING NEW TABLE AS changes FOR EACH STATEMENT EXECUTE FUNCTION count_bytes('1');
    CREATE TRIGGER paragraph_deleted AFTER DELETE ON paragraph
        REFERENCING OLD TABLE AS changes FOR EACH STATEMENT EXECUTE FUNCTION count_bytes('-1');
    CREATE FUNCTION note_number() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        PERFORM setval('article_id_seq', number) FROM (SELECT MAX(id) AS number FROM changes) AS added, article_id_seq
            WHERE number > last_value OR number = last_value AND NOT is_called;
        RETURN NULL;
    END $$;
    CREATE TRIGGER article_added AFTER INSERT ON article
        REFERENCING NEW TABLE AS changes FOR EACH STATEMENT EXECUTE FUNCTION note_number();
"""
"""SQLite's triggers of the same names, for all rows of a statement at once, as a row each would be slow here; and that
numbers chosen for articles are never given again.

What triggers look up, they look up row by row and never by a join: PostgreSQL plans their statements once for as long
as a connection lives, and a plan for the few rows of the first time would read whole tables later.
"""
_NOTED = """
    INSERT INTO outbox (base, collection, article, version, at)
        SELECT followed.base, changed.collection, changed.id,
            COALESCE((SELECT version FROM collection WHERE name = changed.collection), 0),
            EXTRACT(EPOCH FROM clock_timestamp())
        FROM (SELECT DISTINCT base FROM search_index) AS followed CROSS JOIN changes AS changed
"""
_FOLLOWING = f"""
    CREATE OR REPLACE FUNCTION tell_indexers() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        {_NOTED};
        RETURN NULL;
    END $$;
    CREATE OR REPLACE FUNCTION tell_indexers_of_changes() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        -- An insertion that would update what is there, and finds nothing, comes here too.
        IF EXISTS (SELECT 1 FROM changes) THEN
            {_NOTED} JOIN before ON before.id = changed.id
            WHERE (before.version, before.withdrawn_at, before.title, before.publisher, before.byline,
                before.published_at, before.language) IS DISTINCT FROM (changed.version, changed.withdrawn_at,
                changed.title, changed.publisher, changed.byline, changed.published_at, changed.language);
        END IF;
        RETURN NULL;
    END $$;
    CREATE OR REPLACE TRIGGER article_came AFTER INSERT ON article
        REFERENCING NEW TABLE AS changes FOR EACH STATEMENT EXECUTE FUNCTION tell_indexers();
    CREATE OR REPLACE TRIGGER article_changed AFTER UPDATE ON article
        REFERENCING OLD TABLE AS before NEW TABLE AS changes FOR EACH STATEMENT
        EXECUTE FUNCTION tell_indexers_of_changes();
    CREATE OR REPLACE TRIGGER article_went AFTER DELETE ON article
        REFERENCING OLD TABLE AS changes FOR EACH STATEMENT EXECUTE FUNCTION tell_indexers();
"""
"""That the transaction which changes an article, whatever it is, notes it for each search cluster that follows."""
_TELLING = f"""
    CREATE OR REPLACE FUNCTION tell_setting() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        PERFORM pg_notify('{NEWS_CHANNEL}',
            json_build_object('settings', COALESCE(NEW.collection, OLD.collection))::text);
        RETURN NULL;
    END $$;
    CREATE OR REPLACE TRIGGER setting_changed AFTER INSERT OR UPDATE OR DELETE ON setting
        FOR EACH ROW EXECUTE FUNCTION tell_setting();
    CREATE OR REPLACE FUNCTION tell_removal() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        PERFORM pg_notify('{NEWS_CHANNEL}', json_build_object('removed', collection)::text)
            FROM (SELECT DISTINCT collection FROM changes WHERE TG_OP = 'DELETE' OR withdrawn_at IS NOT NULL) AS told;
        RETURN NULL;
    END $$;
    CREATE OR REPLACE TRIGGER article_removed AFTER DELETE ON article
        REFERENCING OLD TABLE AS changes FOR EACH STATEMENT EXECUTE FUNCTION tell_removal();
    CREATE OR REPLACE TRIGGER article_withdrawn AFTER UPDATE ON article
        REFERENCING NEW TABLE AS changes FOR EACH STATEMENT EXECUTE FUNCTION tell_removal();
"""
"""That every process hears of settings that any has changed, and of articles that any has removed."""
_COUNTING = """
    CREATE OR REPLACE FUNCTION recount(collections text[], stamps text[]) RETURNS void LANGUAGE sql AS $$
        DELETE FROM usage_count WHERE (collection, period) IN (
            SELECT changed.collection, substr(changed.asked_at, 1, characters)
            FROM unnest(collections, stamps) AS changed (collection, asked_at), unnest(ARRAY[7, 10]) AS characters
        )
    $$;
    CREATE OR REPLACE FUNCTION recount_questions() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        PERFORM recount(array_agg(collection), array_agg(asked_at)) FROM changes;
        RETURN NULL;
    END $$;
    CREATE OR REPLACE FUNCTION recount_question() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        PERFORM recount(ARRAY[OLD.collection, NEW.collection], ARRAY[OLD.asked_at, NEW.asked_at]);
        RETURN NULL;
    END $$;
    CREATE OR REPLACE FUNCTION recount_their_questions() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        PERFORM recount(array_agg(collection), array_agg(asked_at)) FROM question
            WHERE id IN (SELECT question FROM changes);
        RETURN NULL;
    END $$;
    CREATE OR REPLACE TRIGGER question_changed
        AFTER UPDATE OF collection, asked_at, asker, text, outcome, milliseconds, private, form ON question
        FOR EACH ROW EXECUTE FUNCTION recount_question();
""" + "".join(
    f"""
    CREATE OR REPLACE TRIGGER {table}_{name} AFTER {change} ON {table}
        REFERENCING {rows} TABLE AS changes FOR EACH STATEMENT EXECUTE FUNCTION {function}();
    """
    for table, name, change, rows, function in (
        ("question", "came", "INSERT", "NEW", "recount_questions"),
        ("question", "went", "DELETE", "OLD", "recount_questions"),
        ("citation", "came", "INSERT", "NEW", "recount_their_questions"),
        ("citation", "went", "DELETE", "OLD", "recount_their_questions"),
        ("feedback", "came", "INSERT", "NEW", "recount_their_questions"),
        ("feedback", "changed", "UPDATE", "NEW", "recount_their_questions"),
        ("feedback", "went", "DELETE", "OLD", "recount_their_questions"),
    )
)
"""SQLite's triggers of the same names: what changes what was counted deletes the counts that it is in."""
_BEGIN = "BEGIN ISOLATION LEVEL READ COMMITTED"
_SIZE = """
    SELECT COALESCE(SUM(pg_total_relation_size(pg_class.oid)), 0) FROM pg_class
    JOIN pg_namespace ON pg_namespace.oid = relnamespace WHERE nspname = ? AND relkind = 'r'
"""


def _turn(turn: Turn) -> str:
    """Return what makes a transaction wait for its turn; locks end with it, however it ends."""
    beside = f"SELECT pg_advisory_xact_lock_shared({APPLICATION_ID}, 0)"
    match turn:
        case "alone":
            return f"SELECT pg_advisory_xact_lock({APPLICATION_ID}, 0)"
        case "articles":
            return f"{beside}; SELECT pg_advisory_xact_lock({APPLICATION_ID}, 1)"
        case "limits":
            return f"{beside}; SELECT pg_advisory_xact_lock({APPLICATION_ID}, 2)"
        case "beside":
            return beside
        case "queue":
            return f"SET LOCAL idle_in_transaction_session_timeout = '{QUEUE_SECONDS}s'"


class _Outage:
    """When a server that is away is tried again: not by all who ask meanwhile, nor by all processes at one moment."""

    def __init__(self) -> None:
        self._trying = Lock()
        self._failures = 0
        self._until = 0.0
        self._said = ""

    @contextmanager
    def noted(self) -> Iterator[None]:
        """Connect within; raises what the last attempt did where it is too early for another."""
        with self._trying if self._failures else nullcontext():
            if monotonic() < self._until:
                raise psycopg.OperationalError(self._said)
            try:
                yield
            except psycopg.OperationalError as error:
                pause = min(FIRST_PAUSE_SECONDS * 2**self._failures, MAX_PAUSE_SECONDS)
                self._until = monotonic() + random.uniform(0.5, 1.0) * pause
                self._failures, self._said = min(self._failures + 1, 10), str(error)
                raise
            self._failures = 0


@dataclass(frozen=True, slots=True, repr=False)
class ServerAddress:
    """Where a server's database is, and how to get in; its text form never holds a password."""

    parameters: Mapping[str, Any]
    _outage: _Outage = field(default_factory=_Outage, compare=False)

    @classmethod
    def parse(cls, address: str) -> "ServerAddress":
        """Read an address such as `postgresql://user:password@host/database`; raise StoreUnavailable."""
        try:
            parameters = conninfo_to_dict(address)
        except psycopg.Error:
            # Not as the cause: what libpq says of it can quote the password.
            raise StoreUnavailable(
                "The address of the database can't be read. It must look like postgresql://user:password@host/database."
            ) from None
        return cls(
            {
                "connect_timeout": CONNECT_SECONDS,
                "application_name": SCHEMA,
                # A server that has gone away without a word is noticed within a minute.
                "keepalives_idle": 20,
                "keepalives_interval": 5,
                "keepalives_count": 4,
                # And where it has not so much as received what was sent, while people wait.
                "tcp_user_timeout": LOST_MILLISECONDS,
                **parameters,
            }
        )

    def __str__(self) -> str:
        host, port, name = (self.parameters.get(key) for key in ("host", "port", "dbname"))
        return f"{host or 'localhost'}{f':{port}' if port else ''}/{name or self.user}"

    __repr__ = __str__

    @property
    def user(self) -> str:
        return str(self.parameters.get("user") or "")

    def connect(self) -> "psycopg.Connection[Row]":
        """Open a connection that commits each statement by itself; raise psycopg's errors."""
        with self._outage.noted():
            connection = psycopg.Connection[Row].connect(autocommit=True, row_factory=_row_factory, **self.parameters)
        connection.adapters.register_loader("bool", _WholeFromBool)
        connection.adapters.register_loader("numeric", _Number)
        connection.execute(
            f"SET search_path = {SCHEMA}; SET lock_timeout = '{LOCK_SECONDS}s';"
            " SET idle_in_transaction_session_timeout = '60s'; SET client_min_messages = error; SET jit = off".encode()
        )
        return connection

    @contextmanager
    def translate_errors(self) -> Iterator[None]:
        """Turn what makes the server unusable into StoreUnavailable; let other errors pass."""
        try:
            yield
        except psycopg.Error as error:
            fault = describe_error(self, error)
            if fault is None and isinstance(error, psycopg.IntegrityError | psycopg.DataError):
                # Without the detail, which is the row itself and has no place in a log.
                raise type(error)(error.diag.message_primary or "") from None
            if fault is None:
                raise
            raise fault from error


def describe_error(server: ServerAddress, error: psycopg.Error) -> StoreUnavailable | None:
    """Return the sentence for an error of the server; None where the fault is not the server's."""
    text = str(error)
    match error.sqlstate or _state_of(text):
        case "28P01" | "28000":
            return StoreUnavailable(
                "The PostgreSQL server {server} doesn't let the user {user} in. Check the user and the password.",
                server=server,
                user=server.user,
            )
        case "3D000":
            return StoreUnavailable(
                "There's no database {server}. Create it with createdb, or check its name.", server=server
            )
        case "53100" | "58030":
            return StoreUnavailable(
                "The PostgreSQL server {server} can't write because its disk is full or failing. Free up some space "
                "there.",
                server=server,
            )
        case "53300":
            return StoreUnavailable(
                "The PostgreSQL server {server} has no connections left. Raise its max_connections, or stop "
                "other programs.",
                server=server,
            )
        case "25006":
            return StoreUnavailable(
                "The PostgreSQL server {server} is read-only. Connect to the primary server.", server=server
            )
        case "42501":
            return StoreUnavailable(
                "The user {user} isn't allowed to use the database {server}. Make that user its owner.",
                server=server,
                user=server.user,
            )
        case "55P03" | "40P01" | "40001":
            return StoreUnavailable(
                "Another process is writing to the database {server}. Wait a moment, or stop that process.",
                server=server,
            )
    gone = psycopg.OperationalError | psycopg.InterfaceError | psycopg.errors.IdleInTransactionSessionTimeout
    if isinstance(error, gone):
        return StoreUnavailable(
            "The PostgreSQL server {server} can't be reached. Check that it is running and that the address is right.",
            server=server,
        )
    return None


def _state_of(text: str) -> str:
    """Return the state of an error that came before there was a connection, which libpq only tells in words."""
    if (
        "authentication failed" in text
        or "no pg_hba.conf entry" in text
        or re.search(r'role ".*" does not exist', text)
    ):
        return "28P01"
    if re.search(r'database ".*" does not exist', text):
        return "3D000"
    return "53300" if "too many clients" in text or "remaining connection slots" in text else ""


class _Row:
    """A row as `sqlite3.Row` has it: values by name or by place."""

    __slots__ = ("_places", "_values")

    def __init__(self, places: Mapping[str, int], values: Sequence[Any]) -> None:
        self._places = places
        self._values = values

    def __getitem__(self, key: int | str, /) -> Any:
        return self._values[self._places[key] if isinstance(key, str) else key]

    def __iter__(self) -> Iterator[Any]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def keys(self) -> list[str]:
        return list(self._places)


def _row_factory(cursor: "psycopg.Cursor[Any] | psycopg.AsyncCursor[Any]") -> Callable[[Sequence[Any]], Row]:
    result = cursor.pgresult
    names = (result.fname(place) or b"" for place in range(result.nfields)) if result else ()
    return partial(_Row, {name.decode(): place for place, name in enumerate(names)})


class _WholeFromBool(Loader):
    """Reads booleans as SQLite has them."""

    def load(self, data: bytes | bytearray | memoryview) -> int:
        return int(bytes(data) == b"t")


class _Number(Loader):
    """Reads sums, which are of no fixed width on PostgreSQL."""

    def load(self, data: bytes | bytearray | memoryview) -> int | float:
        text = bytes(data).decode()
        return int(text) if text.isdigit() or text[1:].isdigit() else float(text)


_PLACEHOLDER = re.compile(r"'(?:[^']|'')*'|\?|:([a-z_]+)|%")
_AMONG = re.compile(r"(?<!NOT )\bIN \((SELECT (?:value|CAST\(value AS BIGINT\)) FROM json_each\((?:\?|:[a-z_]+)\))\)")


@lru_cache(maxsize=1024)
def translate(statement: str) -> bytes:
    """Return a statement with psycopg's placeholders in place of SQLite's.

    What is sought among the values of a list is sought among those of an array: of these PostgreSQL expects few, looks
    each up in an index, and reads no whole table.
    """

    def placed(found: re.Match[str]) -> str:
        if found[0] == "?":
            return "%s"
        return f"%({found[1]})s" if found[1] else found[0].replace("%", "%%")

    return _PLACEHOLDER.sub(placed, _AMONG.sub(r"= ANY(ARRAY(\1))", statement)).encode()


_DDL = (
    (r"\bINTEGER PRIMARY KEY AUTOINCREMENT\b", "BIGINT GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY"),
    (r"\bINTEGER NOT NULL DEFAULT 0 CHECK \(\w+ IN \(0, 1\)\)", "BOOLEAN NOT NULL DEFAULT FALSE"),
    (r"\bINTEGER\b", "BIGINT"),
    (r"\bREAL\b", "DOUBLE PRECISION"),
    (r"\bTEXT\b", 'TEXT COLLATE "C"'),
    (r"\) WITHOUT ROWID\b", ")"),
)
"""How columns are declared here: texts compare by their code points, as SQLite's do."""


def translate_schema(statement: str) -> str:
    """Return a statement of a migration as PostgreSQL has it; nothing for a trigger, which has one of its own here."""
    if statement.lstrip().startswith("CREATE TRIGGER"):
        return ""
    if re.match(r"\s*(CREATE|ALTER) TABLE", statement):
        for pattern, replacement in _DDL:
            statement = re.sub(pattern, replacement, statement)
    return statement


_INSERTION = re.compile(
    r"\s*INSERT INTO (\w+) \(([^()]+)\)\s+VALUES (\(\s*(?:\?|:[a-z_]+)(?:,\s*(?:\?|:[a-z_]+))*\s*\))"
    r"\s*(ON CONFLICT \(([^()]+)\) DO UPDATE SET\b.*)?",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class _Insertion:
    """An insertion of rows that has nothing but a placeholder for each column."""

    table: str
    columns: tuple[str, ...]
    names: tuple[str, ...]
    """The names of a row's values, where they have names."""
    update: str
    """What happens where a row is there already."""
    key: tuple[str, ...]
    """The columns that tell whether it is."""

    def values(self, row: Any) -> Sequence[Any]:
        """Return a row's values in the order of the columns."""
        return [row[name] for name in self.names] if self.names else row

    def batches(self, rows: Iterable[Any], most: int) -> Iterator[list[Sequence[Any]]]:
        """Yield rows that one statement can insert together: it cannot update the same one twice."""
        places = [self.columns.index(name) for name in self.key]
        batch: list[Sequence[Any]] = []
        seen = set[tuple[Any, ...]]()
        for values in map(self.values, rows):
            key = tuple(values[place] for place in places)
            if len(batch) == most or (places and key in seen):
                yield batch
                batch, seen = [], set()
            batch.append(values)
            seen.add(key)
        if batch:
            yield batch

    def statement(self, rows: int) -> bytes:
        group = f"({', '.join(['?'] * len(self.columns))})"
        into = f"INSERT INTO {self.table} ({', '.join(self.columns)})"
        return translate(f"{into} VALUES {', '.join([group] * rows)} {self.update}")


@lru_cache(maxsize=256)
def _insertion(statement: str) -> _Insertion | None:
    """Return what a statement inserts; None where it is more than values."""
    found = _INSERTION.fullmatch(statement)
    if found is None:
        return None
    table, columns, group, update, key = found.groups()
    names = tuple(re.findall(r":([a-z_]+)", group))
    return _Insertion(table, _listed(columns), names, update or "", _listed(key or ""))


def _listed(columns: str) -> tuple[str, ...]:
    return tuple(re.findall(r"\w+", columns))


class _Session:
    """A connection with the thread in which its statements run, one after the other."""

    def __init__(self, server: ServerAddress) -> None:
        self._server = server
        self._thread = ThreadPoolExecutor(1, "postgresql")
        self._connection: psycopg.Connection[Row] | None = None

    async def run(self, function: Callable[..., Returned], *arguments: object) -> Returned:
        """Run a function in the thread; where its caller is cancelled, it ends before anything after it begins."""
        running = asyncio.wrap_future(self._thread.submit(function, *arguments))
        running.add_done_callback(lambda done: done.cancelled() or done.exception())  # Its caller may be gone.
        return await asyncio.shield(running)

    def connected(self) -> "psycopg.Connection[Row]":
        """Return the connection, another one where it was lost; for the thread."""
        if self._connection is not None and _is_lost(self._connection):
            self._connection.close()
            self._connection = None
        with self._server.translate_errors():
            self._connection = self._connection or self._server.connect()
        return self._connection

    def begin(self, how: bytes, then: Callable[..., Returned], *arguments: object) -> Returned:
        """Begin a transaction, once more where the connection proves to be lost, and run the first of its work."""
        try:
            self.connected().execute(how)
        except psycopg.OperationalError:
            if self._connection is not None and not self._connection.closed:
                raise
            self.connected().execute(how)
        return then(*arguments)

    def transact(self, how: bytes, work: Callable[[Statements], Returned]) -> Returned:
        """Begin a transaction, run a function in it, and commit, or roll back where anything fails."""
        try:
            done = self.begin(how, work, self)
            self.commit()
        except BaseException:
            self.roll_back()
            raise
        return done

    def fetch(self, statement: str, parameters: Any) -> list[Row]:
        assert self._connection is not None
        try:
            cursor = self._connection.execute(translate(statement), parameters)
        except psycopg.errors.FeatureNotSupported:
            # What it had prepared no longer fits the tables: another process has migrated them.
            self._connection.close()
            raise
        return cursor.fetchall() if cursor.description else []

    def fetch_alone(self, statement: str, parameters: Any) -> list[Row]:
        """Run a statement that is a transaction by itself; again where it was stopped to resolve a deadlock."""
        for _ in range(_MAX_TRIES - 1):
            self.connected()
            with suppress(psycopg.errors.DeadlockDetected, psycopg.errors.SerializationFailure):
                return self.fetch(statement, parameters)
        self.connected()
        return self.fetch(statement, parameters)

    def insert(self, statement: str, parameters: Iterable[Any]) -> None:
        """Run an insertion for all parameters, many rows at once where it is one of values."""
        assert self._connection is not None
        cursor = self._connection.cursor()
        insertion = _insertion(statement)
        if insertion is None:
            cursor.executemany(translate(statement), list(parameters))
            return
        for rows in insertion.batches(parameters, _ROWS_PER_INSERT):
            if insertion.update or len(rows) < _MIN_COPIED_ROWS:
                values = [value for row in rows for value in row]
                cursor.execute(insertion.statement(len(rows)), values, prepare=False)
                continue
            with cursor.copy(f"COPY {insertion.table} ({', '.join(insertion.columns)}) FROM STDIN".encode()) as copy:
                for row in rows:
                    copy.write_row(row)

    def run_script(self, script: str) -> None:
        """Run several statements, as they are."""
        assert self._connection is not None
        self._connection.execute(script.encode())

    def commit(self) -> None:
        """Commit; raise where a statement failed, after which PostgreSQL would roll back without a word."""
        if self._connection is None or self._connection.info.transaction_status is TransactionStatus.IDLE:
            return  # No statement was run.
        if self._connection.info.transaction_status is not TransactionStatus.INTRANS:
            raise RuntimeError("a transaction in which a statement failed cannot be committed")
        self._connection.commit()

    def roll_back(self) -> None:
        """Roll back, or give up the connection, which comes to the same."""
        if self._connection is None or self._connection.closed:
            return
        try:
            if self._connection.info.transaction_status is not TransactionStatus.IDLE:
                self._connection.execute(b"ROLLBACK")
        except psycopg.Error:
            self._connection.close()

    def end(self) -> None:
        """Roll back once the thread has done what it was given, without waiting for that."""
        self._thread.submit(self.roll_back)

    def close(self) -> None:
        """Stop what still runs, close the connection, and wait for the thread."""
        if self._connection is not None and self._connection.info.transaction_status is TransactionStatus.ACTIVE:
            try:
                self._connection.cancel_safe(timeout=CLOSING_SECONDS)
            except psycopg.Error:
                # A server that has gone away without a word says nothing, for minutes.
                with socket.socket(fileno=os.dup(self._connection.fileno())) as connected:
                    connected.shutdown(socket.SHUT_RDWR)
        self._thread.submit(self._hang_up)
        self._thread.shutdown()

    def _hang_up(self) -> None:
        if self._connection is not None:
            self._connection.close()


def _is_lost(connection: "psycopg.Connection[Row]") -> bool:
    """Tell whether the server has hung up: what it said last is read, then there is nothing more."""
    try:
        for _ in range(2):
            connection.pgconn.consume_input()
    except psycopg.OperationalError:
        return True
    return connection.closed


class _ServerConnection:
    """A transaction's connection, for the statements of SQLite; it begins with the first of them."""

    def __init__(self, session: _Session, how: str) -> None:
        self._session = session
        self._how = how.encode()

    async def execute_fetchall(self, statement: str, parameters: Any = (), /) -> list[Row]:
        return await self._run(self._session.fetch, statement, parameters)

    async def executemany(self, statement: str, parameters: Iterable[Any], /) -> None:
        await self._run(self._session.insert, statement, parameters)

    async def _run(self, function: Callable[..., Returned], *arguments: object) -> Returned:
        how, self._how = self._how, b""
        if how:
            # In one go: a way to the thread and back takes as long as a short statement.
            return await self._session.run(self._session.begin, how, function, *arguments)
        return await self._session.run(function, *arguments)

    async def last_number(self, table: str) -> int:
        [[last, is_used]] = await self.execute_fetchall(f"SELECT last_value, is_called FROM {table}_id_seq")
        return int(last) if is_used else 0

    async def go_on_after(self, table: str, number: int) -> None:
        if number := max(number, await self.last_number(table)):
            await self.execute_fetchall("SELECT setval(pg_get_serial_sequence(?, 'id'), ?)", (table, number))


class _SchemaConnection(_ServerConnection):
    async def run_script(self, script: str) -> None:
        """Run statements that are PostgreSQL's own."""
        await self._run(self._session.run_script, script)

    async def execute_fetchall(self, statement: str, parameters: Any = (), /) -> list[Row]:
        """Run a statement of a migration."""
        translated = translate_schema(statement)
        return await super().execute_fetchall(translated, parameters) if translated else []


class ServerReader:
    """A connection that only reads, for a thread of its own."""

    def __init__(self, server: ServerAddress, *, one_moment: bool = False) -> None:
        self._server = server
        self._one_moment = one_moment
        self._connection = self._connect()

    def fetch(self, statement: str, parameters: Parameters = (), /) -> list[Row]:
        """Run a statement and return all its rows, on another connection where the one before was lost."""
        if not self._one_moment and _is_lost(self._connection):
            self._connection.close()
            self._connection = self._connect()
        with self._server.translate_errors():
            return self._connection.execute(translate(statement), parameters).fetchall()

    def stream(self, statement: str, parameters: Parameters = (), /) -> Iterator[Row]:
        """Run a statement and yield its rows one after the other, which are fetched a thousand at a time."""
        with (
            self._server.translate_errors(),
            self._connection.cursor(name="rows", withhold=not self._one_moment) as cursor,
        ):
            cursor.itersize = _ROWS_PER_FETCH
            yield from cursor.execute(translate(statement), parameters)

    def close(self) -> None:
        self._connection.close()

    def _connect(self) -> "psycopg.Connection[Row]":
        with self._server.translate_errors():
            connection = self._server.connect()
            # Whoever reads row by row can take their time over it.
            connection.execute(b"SET default_transaction_read_only = on; SET idle_in_transaction_session_timeout = 0")
            if self._one_moment:
                connection.execute(b"BEGIN ISOLATION LEVEL REPEATABLE READ")
            return connection


def server_version(reader: ServerReader) -> tuple[int, int]:
    """Return the version of a server's tables and their size in bytes, zeros where there are none yet."""
    if not reader.fetch("SELECT 1 FROM pg_tables WHERE schemaname = ? AND tablename = 'store'", (SCHEMA,)):
        return 0, 0
    [[version]] = reader.fetch("SELECT version FROM store")
    [[size]] = reader.fetch(_SIZE, (SCHEMA,))
    return version, size


class ServerDatabase:
    """A database of a server, used by any number of processes at the same time."""

    on_server = True

    def __init__(self, folder: Path, server: ServerAddress) -> None:
        self.folder = folder
        self.size = 0
        self.processes: Processes = ServerProcesses(self, server.connect)
        self._server = server
        self._free = asyncio.Semaphore(MAX_SESSIONS)
        self._idle: list[_Session] = []
        self._closed = False
        self._unclean = False
        self._cleaning: asyncio.Task[None] | None = None

    @classmethod
    @asynccontextmanager
    async def open(cls, folder: Path, address: str) -> AsyncIterator[Self]:
        """Open a database, its tables made or migrated if need be.

        Raises:
            StoreUnavailable: It cannot be used, is of a newer version, or was filled with another key for people's ids.
        """
        key = await asyncio.to_thread(load_key, ensure_folder(folder))
        database = cls(folder, ServerAddress.parse(address))
        try:
            await database._prepare(blake2b(key, digest_size=16).hexdigest())
            sizing = asyncio.create_task(database._watch_size())
            try:
                yield database
            finally:
                sizing.cancel()
        finally:
            await database._close()

    @asynccontextmanager
    async def transaction(self, turn: Turn = "alone") -> AsyncIterator[_ServerConnection]:
        """Write all or nothing; see `Turn` for what it waits for."""
        async with self._committed() as session:
            yield _ServerConnection(session, f"{_BEGIN}; {_turn(turn)}")

    async def run(self, work: Callable[[Statements], Returned], turn: Turn = "alone") -> Returned:
        """Run a function as a transaction in a connection's thread; see `Turn` for what it waits for."""
        async with self._session() as session:
            return await session.run(session.transact, f"{_BEGIN}; {_turn(turn)}".encode(), work)

    @asynccontextmanager
    async def snapshot(self) -> AsyncIterator[_ServerConnection]:
        """Read one state of the store over several statements."""
        async with self._session() as session:
            try:
                yield _ServerConnection(session, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
            finally:
                # Nobody needs to wait for the end of it: what comes next on the connection does.
                session.end()

    async def execute(self, statement: str, parameters: Any = ()) -> list[Row]:
        """Run one statement, by itself a transaction, and return its rows."""
        async with self._session() as session:
            return await session.run(session.fetch_alone, statement, parameters)

    async def flush(self) -> None:
        """Have the server clean up what was deleted, in the background."""
        self._unclean = True
        if self._cleaning is None or self._cleaning.done():
            self._cleaning = asyncio.create_task(self._clean())

    async def compact(self) -> None:
        """Have the server clean up what was deleted, in the background: it takes the room for new rows."""
        await self.flush()

    def reader(self, *, one_moment: bool = False) -> ServerReader:
        """Open a connection for reading in another thread."""
        return ServerReader(self._server, one_moment=one_moment)

    async def _prepare(self, key_hash: str) -> None:
        """Bring the tables up to date, and see that they were filled with the same key."""
        async with self._committed() as session:
            connection = _SchemaConnection(session, _BEGIN)
            made = await connection.execute_fetchall("SELECT 1 FROM pg_namespace WHERE nspname = ?", (SCHEMA,))
            if not made or await self._version(connection) < len(MIGRATIONS):
                await self._migrate(connection, key_hash)
            [[known]] = await connection.execute_fetchall("SELECT key_hash FROM store")
            if known is None:
                await connection.execute_fetchall("UPDATE store SET key_hash = ?", (key_hash,))
            elif known != key_hash:
                raise StoreUnavailable(
                    "The database {server} was filled with a different key from the one in {folder}. Copy the "
                    "file asker.key from the data folder that it was first used with.",
                    server=self._server,
                    folder=self.folder,
                )

    async def _version(self, connection: _ServerConnection) -> int:
        [[version]] = await connection.execute_fetchall("SELECT version FROM store")
        if version > len(MIGRATIONS):
            raise StoreUnavailable(
                "The database {server} was written by a newer version of Footnote. Install that version.",
                server=self._server,
            )
        return int(version)

    async def _migrate(self, connection: _SchemaConnection, key_hash: str) -> None:
        """Make the tables, or bring them up to the last migration; of two processes the second finds it done."""
        await connection.execute_fetchall(_turn("alone"))
        await connection.execute_fetchall(f"CREATE SCHEMA IF NOT EXISTS {SCHEMA}")
        await connection.execute_fetchall("CREATE TABLE IF NOT EXISTS store (version INTEGER NOT NULL, key_hash TEXT)")
        if not await connection.execute_fetchall("SELECT 1 FROM store"):
            await connection.execute_fetchall("INSERT INTO store (version, key_hash) VALUES (0, ?)", (key_hash,))
        version = await self._version(connection)
        await connection.run_script(_TAUGHT)
        for migration in MIGRATIONS[version:]:
            await migration(connection)
        if version == 0:
            await connection.run_script(_TRIGGERS)
        await connection.run_script(_FOLLOWING)
        await connection.run_script(_TELLING)
        await connection.run_script(_COUNTING)
        await connection.execute_fetchall("UPDATE store SET version = ?", (len(MIGRATIONS),))

    @asynccontextmanager
    async def _session(self) -> AsyncIterator[_Session]:
        """Hold one of the connections, as soon as one is free."""
        if self._closed:
            raise StoreUnavailable("The store is closed. Open it again.")
        async with self._free:
            session = self._idle.pop() if self._idle else _Session(self._server)
            try:
                with self._server.translate_errors():
                    yield session
            finally:
                # What a cancelled caller began may still run: whoever has it next waits in its thread.
                self._idle.append(session)

    @asynccontextmanager
    async def _committed(self) -> AsyncIterator[_Session]:
        async with self._session() as session:
            try:
                yield session
                await session.run(session.commit)
            except BaseException:
                await session.run(session.roll_back)
                raise

    async def _watch_size(self) -> None:
        while True:
            with suppress(StoreUnavailable):
                [[self.size]] = await self.execute(_SIZE, (SCHEMA,))
            await asyncio.sleep(SIZE_SECONDS)

    async def _clean(self) -> None:
        """Let the server take away what was deleted, one time after the other, each for all that was deleted before."""
        while self._unclean:
            self._unclean = False
            with suppress(StoreUnavailable):
                for [table] in await self.execute(
                    "SELECT tablename FROM pg_tables WHERE schemaname = ? ORDER BY 1", (SCHEMA,)
                ):
                    await self.execute(f"VACUUM (SKIP_LOCKED) {SCHEMA}.{table}")

    async def _close(self) -> None:
        if self._cleaning:
            await asyncio.wait({self._cleaning}, timeout=CLOSING_SECONDS)
            self._cleaning.cancel()
        self._closed = True
        for _ in range(MAX_SESSIONS):
            await self._free.acquire()  # What another coroutine has begun may end.
        await asyncio.gather(*(asyncio.to_thread(session.close) for session in self._idle))
