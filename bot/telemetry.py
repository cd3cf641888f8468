"""The figures of a running bot, and who is told of them: the heartbeat file, systemd and Prometheus."""

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import ExitStack, asynccontextmanager, contextmanager, suppress
from pathlib import Path

from discord.ext import commands

from bot import config, heartbeat
from bot.config import ConfigError
from bot.heartbeat import BEAT_SECONDS, DatabaseState, Gateway, Heartbeat, SearchState, notify
from bot.i18n import gettext as _
from knowledge import Library

_SEARCH_STATES: Mapping[bool | None, SearchState] = {None: "embedded", False: "ready", True: "resting"}

log = logging.getLogger(__name__)


class _ErrorCounter(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.count = 0

    def emit(self, record: logging.LogRecord) -> None:
        self.count += 1


class Telemetry:
    """The figures of a bot, over all the clients that it connects with, one after another.

    Args:
        library: The library that answers.
        folder: The data folder, where the heartbeat is written.
        shards: The shards of this process, where there are others.
    """

    def __init__(self, library: Library, folder: Path, shards: str = "") -> None:
        self.served = False
        """Whether any client has been on Discord."""
        self._library = library
        self._folder = folder
        self._client: commands.AutoShardedBot | None = None
        self._errors = _ErrorCounter()
        self._started = self._since = time.time()
        self._gateway: Gateway = "connecting"
        self._shards = shards
        self._database: DatabaseState = "file"
        self._database_since = self._since

    def follow(self, client: commands.AutoShardedBot) -> None:
        """Look at this client from now on."""
        self._client = client

    def now(self) -> Heartbeat:
        """Return the figures of this moment; any thread can ask."""
        at = time.time()
        gateway = self._state()
        if gateway != self._gateway:
            self._gateway, self._since = gateway, at
        processes = self._library.processes
        database: DatabaseState = "connected" if processes.is_listening else "away"
        database = database if processes.name else "file"
        if database != self._database:
            self._database, self._database_since = database, at
        return Heartbeat(
            at=at,
            started=self._started,
            gateway=gateway,
            since=self._since,
            servers=len(self._client.guilds) if self._client else 0,
            questions=dict(self._library.activity.questions),
            mean_milliseconds=self._library.activity.mean_milliseconds,
            waiting=self._library.waiting,
            errors=self._errors.count,
            index_bytes=self._library.index_bytes,
            store_bytes=self._library.store_bytes,
            database=database,
            database_since=self._database_since,
            shards=self._shards,
            leads=processes.is_leader,
            search=_SEARCH_STATES[self._library.is_search_resting],
        )

    def _state(self) -> Gateway:
        client = self._client
        if client and client.is_ready() and not any(shard.is_closed() for shard in list(client.shards.values())):
            self.served = True
            return "connected"
        return "lost" if self.served else "connecting"

    @asynccontextmanager
    async def shown(self, metrics_port: int) -> AsyncIterator[None]:
        """Show the figures until the block ends; the event loop has to turn for that, so a bot that hangs shows none.

        Raises:
            ConfigError: The metrics were asked for and can't be served.
        """
        systemd = config.notify_socket()
        logging.getLogger().addHandler(self._errors)
        beating = asyncio.create_task(self._beat(systemd), name="heartbeat")
        try:
            with self._metrics(metrics_port):
                notify(systemd, "READY=1")
                yield
        finally:
            notify(systemd, "STOPPING=1")
            beating.cancel()
            with suppress(asyncio.CancelledError):
                await beating
            logging.getLogger().removeHandler(self._errors)
            with suppress(OSError):
                heartbeat.remove_heartbeat(self._folder)

    @contextmanager
    def _metrics(self, port: int) -> Iterator[None]:
        if not port:
            yield
            return
        try:
            # Only here, as few want metrics.
            from bot import metrics
        except ImportError:
            raise ConfigError(
                _("FOOTNOTE_METRICS_PORT needs the extra “metrics”: python -m pip install “footnote-bot[metrics]”.")
            ) from None
        with ExitStack() as stack:
            try:
                stack.enter_context(metrics.served(port, self.now, self._library.activity))
            except OSError as error:
                reason = error.strerror or ""
                raise ConfigError(
                    _("FOOTNOTE_METRICS_PORT {port} can't be used ({reason}). Choose another port, or 0.").format(
                        port=port, reason=reason
                    )
                ) from None
            yield

    async def _beat(self, systemd: str | None) -> None:
        while True:
            try:
                await asyncio.to_thread(heartbeat.write_heartbeat, self._folder, self.now())
            except OSError as error:
                log.warning("The heartbeat could not be written: %s", error, extra={"subject": "heartbeat"})
            notify(systemd, "WATCHDOG=1")
            await asyncio.sleep(BEAT_SECONDS)
