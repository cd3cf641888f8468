"""A connection that goes on where it broke off, also after a failed attempt, so that no question is lost."""

from time import monotonic

from discord import shard
from discord.gateway import ReconnectWebSocket

PATIENCE = 300.0
"""Seconds for which Discord may still know the session; after that a new one is surer."""


class ResumingShard(shard.Shard):
    """discord.py begins a new session, without what was said meanwhile, once one attempt to resume has failed."""

    _lost_at: float | None = None

    def launch(self) -> None:
        """Go on listening: the connection stands."""
        self._lost_at = None
        super().launch()

    async def reconnect(self) -> None:
        """Try to resume for as long as there is hope, then log in anew."""
        self._lost_at = self._lost_at or monotonic()
        if self.ws.session_id and monotonic() - self._lost_at < PATIENCE:
            await self.reidentify(ReconnectWebSocket(self.id, resume=True))
        else:
            await super().reconnect()


def install() -> None:
    """Let every client of discord.py have such connections; it offers no other way to choose them."""
    shard.Shard = ResumingShard  # type: ignore[misc]  # a class is a name like any other
