"""What the bot does by itself: old questions, servers it has left, and the number of articles in its presence."""

import asyncio
import logging
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta

import discord

from bot import i18n
from bot.phrases import facts
from bot.phrases.told import told
from knowledge import KnowledgeError, Library

DEPARTURE_GRACE = timedelta(days=30)
"""How long the articles and questions of a server that was left are kept."""
DAY, MINUTES = 86_400.0, 300.0
"""Seconds between sweeps, and between looks at the number of articles."""

log = logging.getLogger(__name__)


class MaintenanceTask:
    """Sweeps the store day by day; `present` tells which servers the bot is in now."""

    def __init__(self, library: Library, present: Callable[[], Iterable[int]], *, retention_days: int) -> None:
        self._library = library
        self._present = present
        self.retention_days = retention_days

    async def daily(self) -> None:
        """Sweep now and every day, until cancelled."""
        while True:
            try:
                await self.sweep(datetime.now(UTC))
            except KnowledgeError as error:
                log.warning("Could not delete what is to be deleted; tomorrow again: %s", told(error))
            await asyncio.sleep(DAY)

    async def look(self) -> None:
        """Note which servers the bot is in, and which it has left while it was away."""
        for server in await self._library.servers.seen(map(str, self._present())):
            log.info(
                "No longer in server %s; what it added and asked is deleted in %d days", server, DEPARTURE_GRACE.days
            )

    async def sweep(self, now: datetime) -> None:
        """Delete the questions that are too old, and all there is of servers left long ago."""
        if self.retention_days:
            gone = await self._library.retention.purge_questions(now - timedelta(days=self.retention_days))
            log.info("Deleted %d questions older than %d days", gone, self.retention_days)
        present = set(map(str, self._present()))
        for server in await self._library.servers.left_before(now - DEPARTURE_GRACE):
            if server not in present:
                purged = await self._library.purge(server)
                log.info(
                    "Deleted all of server %s: %d articles, %d questions", server, purged.articles, purged.questions
                )


class Presence:
    """Shows the number of articles beside the bot's name; told to Discord only when it has changed."""

    def __init__(self, library: Library, client: discord.AutoShardedClient, language: str) -> None:
        self._library = library
        self._client = client
        self._language = i18n.SOURCE if language == i18n.AUTO else language
        self._shown: int | None = None

    async def keep(self) -> None:
        """Show the number, and look every few minutes whether it is another, until cancelled."""
        while True:
            await self.show()
            await asyncio.sleep(MINUTES)

    async def show(self, *, anew: bool = False) -> None:
        """Tell Discord the number if it is another, or after a login, which forgets it."""
        count = await self._library.size()
        if count == self._shown and not anew:
            return
        with i18n.use_language(self._language):
            activity = discord.CustomActivity(name=facts.articles(count))
        await self._client.change_presence(activity=activity)
        self._shown = count
