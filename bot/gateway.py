"""How often the bot logs in: stored on disk, so that a process that is restarted again and again slows down too."""

import json
import logging
from collections.abc import Callable, Sequence
from pathlib import Path
from time import monotonic, perf_counter, time
from typing import Any

from discord import gateway, shard

from knowledge.files import atomic_write_text

LOGINS_FILE = "logins.json"
DAY, HOUR = 86_400.0, 3_600.0
MAX_LOGINS_A_DAY = 900
"""Logins in any 24 hours; Discord allows 1,000, and resets the token of a bot that needs more."""
FREE_LOGINS = 10
"""Logins of each shard per hour that need no wait."""
_FIRST_PAUSE, LONGEST_PAUSE = 5.0, 300.0
"""Seconds between the next ones, doubling up to the longest."""

log = logging.getLogger(__name__)


def pause(before: Sequence[float], now: float, shards: int = 1) -> float:
    """Return how many seconds to wait before a shard logs in, given its earlier logins in order."""
    recent = [each for each in before if now - HOUR < each <= now]
    many = len(recent) - FREE_LOGINS * shards
    gap = min(_FIRST_PAUSE * 2.0 ** min(many, 10), LONGEST_PAUSE) if many >= 0 else 0.0
    soft = recent[-1] + gap - now if recent else 0.0
    day = [each for each in before if now - DAY < each <= now]
    hard = day[-MAX_LOGINS_A_DAY] + DAY - now if len(day) >= MAX_LOGINS_A_DAY else 0.0
    return max(0.0, soft, hard)


class LoginThrottle:
    """The logins of the last day, in the data folder."""

    def __init__(self, folder: Path, clock: Callable[[], float] = time) -> None:
        self._file = folder / LOGINS_FILE
        self._clock = clock

    def pause(self, shards: int = 1) -> float:
        """Return how many seconds to wait before the next login."""
        return pause(self._read(), self._clock(), shards)

    def note(self) -> None:
        """Remember that the bot logs in now; on disk when this returns."""
        now = self._clock()
        kept = [each for each in self._read() if now - DAY < each <= now]
        try:
            with atomic_write_text(self._file) as out:
                json.dump([*kept, now], out)
        except OSError as error:
            log.warning("Could not record a login (%s); the next restart may log in too soon", error)

    def _read(self) -> list[float]:
        """Return what is in the file; nothing where it is missing or not ours."""
        try:
            found = json.loads(self._file.read_text("ascii"))
        except (OSError, ValueError):
            return []
        good = isinstance(found, list) and all(isinstance(each, int | float) for each in found)
        return sorted(map(float, found)) if good else []


RESUME_SECONDS = 300.0
"""Seconds for which Discord may still know the session; after that a new one is safer."""


class ResumingShard(shard.Shard):
    """discord.py starts a new session, losing what was said in between, after one failed attempt to resume."""

    _lost_at: float | None = None

    def launch(self) -> None:
        """Keep listening: the connection is still open."""
        self._lost_at = None
        super().launch()

    async def reconnect(self) -> None:
        """Try to resume while that can work, then log in again."""
        self._lost_at = self._lost_at or monotonic()
        if self.ws.session_id and monotonic() - self._lost_at < RESUME_SECONDS:
            await self.reidentify(gateway.ReconnectWebSocket(self.id, resume=True))
        else:
            await super().reconnect()


class TimedKeepAlive(gateway.KeepAliveHandler):
    """discord.py 2.7 notes when it sent a heartbeat after the answer may have come, and then says that it is behind."""

    def get_payload(self) -> dict[str, Any]:
        """Note when the heartbeat is sent, which is now."""
        self._last_send = perf_counter()
        return super().get_payload()


def patch_discord() -> None:
    """Let every client of discord.py have such connections; it offers no other way to choose them."""
    shard.Shard = ResumingShard  # type: ignore[misc]  # a class is a name like any other
    gateway.KeepAliveHandler = TimedKeepAlive  # type: ignore[misc]
