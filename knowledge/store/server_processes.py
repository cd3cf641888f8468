"""Several bots on one PostgreSQL server: claims, a leader, logins in turn, and news of each other.

All moments are the server's, so that the clocks of the machines can differ.
"""

import asyncio
import json
import logging
import os
import random
import secrets
import socket
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from threading import Event, Thread
from time import monotonic

import psycopg

from knowledge.errors import StoreUnavailable
from knowledge.store.database import Database, Row
from knowledge.store.migrations import APPLICATION_ID
from knowledge.store.processes import CLAIM_SECONDS, LEASE_SECONDS, AbandonedMessage, LoginPause, ProcessState

IDENTIFY_SECONDS = 5.0
"""Seconds between two logins of one bucket."""
LISTEN_SECONDS = 0.5
"""How long the connection waits for news at a time; what arrives meanwhile is told at once."""
_CONFIRM_SECONDS = 1.0
"""How often a leader sees that it still is, and others whether they can be."""
MAX_UNCONFIRMED_SECONDS = 5.0
"""A leader that could not see that it still is for so long is none: another may be by then."""
_BEAT_SECONDS = LEASE_SECONDS / 4
JOIN_SECONDS = 10.0
"""How long joining waits to know whether this process leads."""
LEAVE_SECONDS = 1.5
"""How long leaving waits for the server to be told; one that is away learns of it by the lease."""
COUNT_SECONDS = 0.1
"""How long counts are gathered before others are told."""
MAX_COUNTS = 200
"""Keys told at a time: PostgreSQL takes 8,000 bytes."""
_KEPT_CLAIM_SECONDS = 3_600.0
_DAY_SECONDS = 86_400.0
_MAX_ABANDONED = 100
NEWS_CHANNEL = "footnote"
"""Where changes are told; the database's trigger for settings names it too."""

_NOW = "CAST(EXTRACT(EPOCH FROM clock_timestamp()) AS DOUBLE PRECISION)"
_IS_ALIVE = f"SELECT 1 FROM process WHERE process.name = held.process AND process.ends_at > {_NOW}"
_CLAIM = (
    f"INSERT INTO claim AS held (name, process, channel, at) VALUES (:name, :process, :channel, {_NOW})"
    " ON CONFLICT (name) DO UPDATE SET process = excluded.process, at = excluded.at"
    f" WHERE held.process = excluded.process OR :from_dead AND NOT EXISTS ({_IS_ALIVE}) RETURNING name"
)
_ABANDONED = (
    "SELECT held.name, held.channel FROM claim AS held JOIN process ON process.name = held.process"
    f" WHERE held.channel <> '' AND process.ends_at <= {_NOW} AND held.at > {_NOW} - :oldest"
    # What it had claimed long before it fell silent, it had answered.
    " AND held.at > process.seen_at - :lease"
    " AND NOT EXISTS (SELECT 1 FROM question WHERE question.message = held.name AND question.message <> '')"
    " ORDER BY held.at LIMIT :most"
)
_BEAT = f"""
    INSERT INTO process (name, shards, leads, seen_at, ends_at)
    VALUES (%(name)s, %(shards)s, %(leads)s, {_NOW}, {_NOW} + %(lease)s)
    ON CONFLICT (name) DO UPDATE SET leads = excluded.leads, seen_at = excluded.seen_at, ends_at = excluded.ends_at
"""
_LEAVE = f"UPDATE process SET leads = FALSE, seen_at = {_NOW}, ends_at = {_NOW} WHERE name = %(name)s"
_PRUNE = (
    f"DELETE FROM claim WHERE at < {_NOW} - {_KEPT_CLAIM_SECONDS}",
    f"DELETE FROM login WHERE at < {_NOW} - {_DAY_SECONDS}",
    f"DELETE FROM process WHERE ends_at < {_NOW} - {_KEPT_CLAIM_SECONDS}",
)
_LEAD = f"SELECT pg_try_advisory_lock({APPLICATION_ID}, 3)"
_PATIENCE = (
    # A leader whose machine is gone without a word keeps its lock until the server notices.
    "SET tcp_keepalives_idle = 3",
    "SET tcp_keepalives_interval = 2",
    "SET tcp_keepalives_count = 3",
    f"SET statement_timeout = '{MAX_UNCONFIRMED_SECONDS:.0f}s'",
)

log = logging.getLogger(__name__)


class ServerProcesses:
    """The bots on a server; a connection of its own, with a thread, tells this one of the others.

    Args:
        database: Runs the statements that a question waits for.
        connect: Opens a connection; raises psycopg's errors and StoreUnavailable.
    """

    def __init__(self, database: Database, connect: "Callable[[], psycopg.Connection[Row]]") -> None:
        self.name = ""
        self._database = database
        self._connect = connect
        self._lead_confirmed: float | None = None
        """When this process last saw that it leads; None where it does not."""
        self._listening = False
        self._leading = asyncio.Event()
        self._told_settings: Callable[[str | None], None] = _ignore
        self._told_counts: Callable[[Sequence[str]], None] = _ignore
        self._told_removals: Callable[[str], None] = _ignore
        self._uncounted: list[str] = []
        self._telling: asyncio.Task[None] | None = None

    @property
    def is_leader(self) -> bool:
        confirmed = self._lead_confirmed
        return confirmed is not None and monotonic() - confirmed < MAX_UNCONFIRMED_SECONDS

    @property
    def is_listening(self) -> bool:
        return self._listening

    @asynccontextmanager
    async def joined(self, shards: str = "") -> AsyncIterator[None]:
        self.name = f"{socket.gethostname()[:40]}-{os.getpid()}-{secrets.token_hex(4)}"
        attendance = _Attendance(self, self._connect, shards, asyncio.get_running_loop())
        attendance.start()
        try:
            await asyncio.to_thread(attendance.settled.wait, JOIN_SECONDS)
            yield
        finally:
            await asyncio.to_thread(attendance.stop)
            self.name = ""
            if self._telling:
                self._telling.cancel()

    async def until_leader(self) -> None:
        await self._leading.wait()

    async def claim(self, name: str, channel: str = "", *, from_dead: bool = False) -> bool:
        if not self.name:
            return True
        given = {"name": name, "process": self.name, "channel": channel, "from_dead": from_dead}
        return bool(list(await self._database.execute(_CLAIM, given)))

    async def abandoned(self) -> list[AbandonedMessage]:
        rows = await self._database.execute(
            _ABANDONED, {"oldest": CLAIM_SECONDS, "lease": LEASE_SECONDS, "most": _MAX_ABANDONED}
        )
        return [AbandonedMessage(row["name"], row["channel"]) for row in rows]

    async def alive(self) -> list[ProcessState]:
        rows = await self._database.execute(
            f"SELECT name, shards, leads FROM process WHERE ends_at > {_NOW} ORDER BY name"
        )
        return [ProcessState(row["name"], row["shards"], bool(row["leads"])) for row in rows]

    async def take_login(self, bucket: int, pause: LoginPause) -> float:
        async with self._database.transaction("limits") as connection:
            [[now]] = await connection.execute_fetchall(f"SELECT {_NOW}")
            before = await connection.execute_fetchall(
                "SELECT bucket, at FROM login WHERE at > ? ORDER BY at", (now - _DAY_SECONDS,)
            )
            earlier = [(row["bucket"], row["at"]) for row in before]
            last: float = max((at for each, at in earlier if each == bucket), default=now - IDENTIFY_SECONDS)
            wait: float = max(0.0, last + IDENTIFY_SECONDS - now, pause([at for _, at in earlier], now))
            if not wait:
                await connection.execute_fetchall("INSERT INTO login (bucket, at) VALUES (?, ?)", (bucket, now))
        return wait

    def count(self, keys: Sequence[str]) -> None:
        if not self.name:
            return
        self._uncounted += keys
        if self._telling is None or self._telling.done():
            self._telling = asyncio.create_task(self._tell_counts())

    def follow(
        self,
        *,
        settings: Callable[[str | None], None],
        counts: Callable[[Sequence[str]], None],
        removals: Callable[[str], None],
    ) -> None:
        self._told_settings, self._told_counts, self._told_removals = settings, counts, removals

    async def _tell_counts(self) -> None:
        """Tell what was counted, all that gathers in a short while at once."""
        while self._uncounted:
            await asyncio.sleep(COUNT_SECONDS)
            told, self._uncounted = self._uncounted[:MAX_COUNTS], self._uncounted[MAX_COUNTS:]
            news = json.dumps({"counts": told, "by": self.name})
            with suppress(StoreUnavailable):
                await self._database.execute("SELECT pg_notify(?, ?)", (NEWS_CHANNEL, news))

    def hear(self, news: str) -> None:
        """Act on what another process, or the database itself, tells."""
        told = json.loads(news)
        if "settings" in told:
            self._told_settings(told["settings"])
        elif "removed" in told:
            self._told_removals(told["removed"])
        elif told["by"] != self.name:
            self._told_counts(told["counts"])

    def listen(self, *, is_listening: bool) -> None:
        """Note whether news arrives; what was not heard before may have been anything."""
        self._listening = is_listening
        if is_listening:
            self._told_settings(None)

    def lead(self, *, confirmed: float | None) -> None:
        """Note when it was last seen that this process leads; None where it does not."""
        was, self._lead_confirmed = self._lead_confirmed, confirmed
        if confirmed is not None and was is None:
            self._leading.set()
            log.info("This process leads now")
        elif confirmed is None and was is not None:
            self._leading.clear()
            log.info("This process no longer leads")


class _Attendance(Thread):
    """The thread of the connection that shows that a process lives, holds the lead, and hears of the others."""

    def __init__(
        self,
        processes: ServerProcesses,
        connect: "Callable[[], psycopg.Connection[Row]]",
        shards: str,
        loop: asyncio.AbstractEventLoop,
    ) -> None:
        super().__init__(name="server-processes", daemon=True)
        self.settled = Event()
        """Set once it is known whether this process leads."""
        self._processes = processes
        self._connect = connect
        self._process = {"name": processes.name, "shards": shards, "lease": LEASE_SECONDS}
        self._loop = loop
        self._ending = Event()
        self._leads = False

    def run(self) -> None:
        pause = LISTEN_SECONDS
        while not self._ending.is_set():
            try:
                with self._connect() as connection:
                    pause = LISTEN_SECONDS
                    self._attend(connection)
            except (psycopg.Error, StoreUnavailable, OSError) as error:
                log.warning("Can't hear of other processes (%s); trying again", type(error).__name__)
            self._leads = False
            self._tell(self._processes.lead, confirmed=None)
            self._tell(self._processes.listen, is_listening=False)
            # Not all at the same moment, as all have lost the server at the same moment.
            self._ending.wait(random.uniform(0.5, 1.0) * pause)
            pause = min(2 * pause, MAX_UNCONFIRMED_SECONDS)

    def stop(self) -> None:
        """End the connection, and with it the lead; other processes see that this one is gone."""
        self._ending.set()
        self.join(LEAVE_SECONDS)

    def _attend(self, connection: "psycopg.Connection[Row]") -> None:
        for setting in _PATIENCE:
            connection.execute(setting.encode())
        connection.execute(f"LISTEN {NEWS_CHANNEL}".encode())
        self._tell(self._processes.listen, is_listening=True)
        beaten = confirmed = -LEASE_SECONDS
        while not self._ending.is_set():
            now = monotonic()
            if now - confirmed >= _CONFIRM_SECONDS:
                took = self._confirm(connection)
                confirmed = now
                if took or now - beaten >= _BEAT_SECONDS:
                    connection.execute(_BEAT.encode(), {**self._process, "leads": self._leads})
                    for statement in _PRUNE if self._leads else ():
                        connection.execute(statement.encode())
                    beaten = now
                self.settled.set()
            for news in connection.notifies(timeout=LISTEN_SECONDS):
                self._tell(self._processes.hear, news.payload)
        connection.execute(_LEAVE.encode(), self._process)

    def _confirm(self, connection: "psycopg.Connection[Row]") -> bool:
        """See whether this process leads, or can; return whether it does from now on."""
        at, before = monotonic(), self._leads
        statement = "SELECT TRUE" if before else _LEAD
        self._leads = bool(next(iter(connection.execute(statement.encode())))[0])
        self._tell(self._processes.lead, confirmed=at if self._leads else None)
        return self._leads and not before

    def _tell(self, function: Callable[..., None], *arguments: object, **named: object) -> None:
        with suppress(RuntimeError):  # As the loop has ended.
            self._loop.call_soon_threadsafe(lambda: function(*arguments, **named))


def _ignore(_: object) -> None:
    """Be told, and do nothing."""
