"""What the bot does by itself: it looks for what is new, deletes what is old, and shows the number of articles."""

import logging
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import aiohttp
import discord
from discord.ext import commands, tasks

from bot import i18n
from bot.config import DEPARTURE_GRACE
from bot.context import Client
from bot.folder_sync import WatchedFolder
from bot.text import formatting
from knowledge import AddResult, Article, IngestNote, KnowledgeError, Library, UnreadableArticle
from knowledge.refresh import PageChecks
from knowledge.store import OPERATOR

SWEEP_HOURS = 24
PRUNE_HOURS = 1
"""How late the text of a removed article can be deleted."""
PRESENCE_MINUTES = 5
LOOK_SECONDS = 20
"""Seconds between two looks at what is new."""

log = logging.getLogger(__name__)


class PeriodicCog(commands.Cog):
    """Looks at what is new, over and over; a look that fails is logged, and there is another one after it."""

    def __init__(self, library: Library, client: Client) -> None:
        self._library = library
        self._client = client

    @commands.Cog.listener()
    async def on_ready(self) -> None:
        if not self.look_regularly.is_running():
            self.look_regularly.start()

    async def cog_unload(self) -> None:
        self.look_regularly.cancel()

    @tasks.loop(seconds=LOOK_SECONDS)
    async def look_regularly(self) -> None:
        """Look; what fails is tried again at the next look."""
        try:
            await self.look(datetime.now(UTC))
        except KnowledgeError as error:
            log.warning("Could not look at what is new: %s", formatting.error_text(error))
        except (OSError, aiohttp.ClientError):
            # The loop itself tries these again, later each time.
            raise
        except Exception:
            log.exception("Could not look at what is new")

    async def look(self, now: datetime) -> None:
        raise NotImplementedError


class FolderWatch(PeriodicCog):
    """Keeps a folder of the operator's in step with the articles that every server can ask.

    Args:
        library: Where the articles go.
        client: The client that looks.
        folder: The folder.
    """

    def __init__(self, library: Library, client: Client, folder: Path) -> None:
        super().__init__(library, client)
        self._folder = WatchedFolder(library, folder, actor=OPERATOR)

    async def look(self, now: datetime) -> None:
        if self._library.processes.is_leader:
            await self._folder.look(_FolderLog())


class PageWatch(PeriodicCog):
    """Looks at the pages that articles came from, one at a time, so that corrections travel back."""

    def __init__(self, library: Library, client: Client, checks: PageChecks) -> None:
        super().__init__(library, client)
        self._checks = checks

    async def look(self, now: datetime) -> None:
        if not self._library.processes.is_leader:
            return
        report = await self._checks.check_next(partial(datetime.now, UTC))
        if report and report.state not in ("unchanged", "waiting"):
            log.info("Looked at the page of article %s again: %s", report.article.id, report.state)


class _FolderLog:
    """Notes in the log what becomes of the articles of a folder."""

    def taken(self, added: Sequence[AddResult]) -> None:
        for each in added:
            if each.change != "unchanged":
                log.info("Watched folder: article %s %s", each.article.id, each.change)

    def removed(self, articles: Sequence[Article]) -> None:
        for each in articles:
            log.info("Watched folder: article %s removed, as its file is gone", each.id)

    def refused(self, errors: Sequence[UnreadableArticle]) -> None:
        for error in errors:
            log.warning("Watched folder: %s", formatting.error_text(error))

    def noted(self, notes: Sequence[IngestNote]) -> None:
        for note in notes:
            log.info("Watched folder: %s", formatting.error_text(note))


class Maintenance(commands.Cog):
    """Records which servers the bot is on, and deletes expired data and counts questions every day.

    Args:
        library: The library to sweep.
        present: Returns the ids of the servers that the bot is in now.
        retention_days: Days that questions are kept; 0 keeps them.
        audit_days: Days that the audit log is kept; 0 keeps it.
        serves: Tells whether a server belongs to this process and not to another; None where all do.
    """

    def __init__(
        self,
        library: Library,
        present: Callable[[], Iterable[int]],
        *,
        retention_days: int,
        audit_days: int,
        serves: Callable[[str], bool] | None = None,
    ) -> None:
        self._library = library
        self._present = present
        self._retention_days = retention_days
        self._audit_days = audit_days
        self._serves = serves

    @commands.Cog.listener()
    async def on_ready(self) -> None:
        for loop in (self.sweep_daily, self.prune_hourly):
            if not loop.is_running():
                loop.start()
        try:
            await self.reconcile_guilds()
        except KnowledgeError as error:
            log.warning(
                "Could not see which servers I have left; the next login does: %s", formatting.error_text(error)
            )

    @commands.Cog.listener()
    async def on_guild_join(self, guild: discord.Guild) -> None:
        await self._library.guilds.back(str(guild.id))

    @commands.Cog.listener()
    async def on_guild_remove(self, guild: discord.Guild) -> None:
        await self._library.guilds.left(str(guild.id))

    async def cog_unload(self) -> None:
        self.sweep_daily.cancel()
        self.prune_hourly.cancel()

    @tasks.loop(hours=SWEEP_HOURS)
    async def sweep_daily(self) -> None:
        """Sweep; what fails is retried tomorrow."""
        if not self._library.processes.is_leader:
            return
        try:
            await self.sweep(datetime.now(UTC))
        except Exception:
            log.exception("Could not sweep; retrying tomorrow")

    @tasks.loop(hours=PRUNE_HOURS)
    async def prune_hourly(self) -> None:
        """Delete the versions of articles that are due, here and in a search cluster; retry in an hour what fails."""
        if not self._library.processes.is_leader:
            return
        try:
            await self._library.prune(datetime.now(UTC))
        except Exception:
            log.exception("Could not delete old versions; retrying in an hour")
        try:
            if self._library.indexer:
                await self._library.indexer.do_chores()
        except Exception:
            log.exception("Could not look after the search cluster; retrying in an hour")

    async def reconcile_guilds(self) -> None:
        """Record which servers the bot is on, and which it left while it was offline."""
        for guild in await self._library.guilds.seen(map(str, self._present()), serves=self._serves):
            log.info("No longer on server %s; its data will be deleted in %d days", guild, DEPARTURE_GRACE.days)

    async def sweep(self, now: datetime) -> None:
        """Delete what is too old of the logs, and all data of servers left long ago; count what was asked."""
        if self._retention_days:
            deleted = await self._library.retention.purge_questions(now - timedelta(days=self._retention_days))
            log.info("Deleted %d questions older than %d days", deleted, self._retention_days)
        if self._audit_days:
            await self._library.audit.purge(now - timedelta(days=self._audit_days))
        present = set(map(str, self._present()))
        for guild in await self._library.guilds.left_before(now - DEPARTURE_GRACE):
            if guild not in present:
                purged = await self._library.purge(guild)
                log.info(
                    "Deleted the data of server %s: %d articles, %d questions", guild, purged.articles, purged.questions
                )
        await self._library.reports.count_days(now)


class Presence(commands.Cog):
    """Shows the number of articles beside the bot's name; Discord is told only when it has changed.

    Args:
        library: The library whose articles are counted.
        bot: The client whose presence it is.
        language: The language of the operator, or `auto`.
    """

    def __init__(self, library: Library, bot: discord.AutoShardedClient, language: str) -> None:
        self._library = library
        self._bot = bot
        self._language = i18n.SOURCE if language == i18n.AUTO else language
        self._shown: int | None = None

    @commands.Cog.listener()
    async def on_ready(self) -> None:
        # A new login forgets the presence.
        self._shown = None
        if self.refresh.is_running():
            self.refresh.restart()
        else:
            self.refresh.start()

    async def cog_unload(self) -> None:
        self.refresh.cancel()

    @tasks.loop(minutes=PRESENCE_MINUTES)
    async def refresh(self) -> None:
        """Show the number of articles if it has changed; where it can't be read, the next look does."""
        try:
            count = await self._library.size()
        except KnowledgeError:
            return
        if count == self._shown:
            return
        with i18n.use_language(self._language):
            activity = discord.CustomActivity(name=formatting.articles(count))
        with suppress(OSError, aiohttp.ClientError, discord.ConnectionClosed):  # As the connection is just being lost.
            await self._bot.change_presence(activity=activity)
            self._shown = count
