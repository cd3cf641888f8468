"""What the bot tells of itself, and how its people reach the operator."""

import logging
import secrets
from importlib.metadata import version

from discord import app_commands
from discord.ext import commands

from bot.drawing import escape, limits, render
from bot.phrases import telling
from bot.process.upkeep import GRACE
from bot.sending import replying
from bot.sending.replying import Context
from bot.servers.preferences import ServerPreferences
from knowledge import SHARED, KnowledgeError, Library

log = logging.getLogger(__name__)


class EmptyReport(KnowledgeError):
    """A report without a word."""


class About(commands.Cog):
    """Tells what runs here, what becomes of people's data, and the operator what is wrong."""

    def __init__(self, library: Library, preferences: ServerPreferences, retention_days: int) -> None:
        self._library = library
        self._preferences = preferences
        self._retention_days = retention_days

    @commands.HybridCommand
    async def about(self, ctx: Context) -> None:
        """Tell which version this is, how many articles answer here, and what is kept of you."""
        here = replying.collection(ctx)
        shown = await self._library.overview(collection=here)
        own, shared = (shown.counts.get(name, 0) for name in (here, SHARED))
        sampling = await self._library.on_samples()
        blocks = [
            telling.version(version("footnote-bot")),
            telling.bundled(shown.articles) if sampling else telling.collections(own, shared),
            f"{telling.logged()} {telling.kept(self._retention_days)}",
            telling.read_on(await replying.heard_prefix(ctx, self._preferences)),
        ]
        await replying.deliver(ctx, lambda room: render.fitted(blocks, room))

    @commands.HybridCommand
    async def privacy(self, ctx: Context) -> None:
        """Tell what I read and keep of you, for how long, and how to delete it."""
        verbose = logging.getLogger("discord").isEnabledFor(logging.DEBUG)
        prefix = await replying.heard_prefix(ctx, self._preferences)
        told = telling.privacy(self._retention_days, GRACE.days, verbose=verbose)
        forgets = [telling.forget(prefix)] if ctx.bot.get_command("forgetme") else []
        blocks = [f"**{telling.privacy_title()}**", *told, *forgets, telling.wishes(prefix)]
        await replying.deliver(ctx, lambda room: render.fitted(blocks, room))

    @commands.HybridCommand
    @app_commands.describe(text="What is wrong, and with which answer")
    async def report(self, ctx: Context, *, text: commands.Range[str, 0, limits.REPORT] = "") -> None:
        """Tell my operator that something is wrong."""
        said = escape.plain(text)
        if not said:
            raise EmptyReport(telling.nothing_to_report(await replying.heard_prefix(ctx, self._preferences)))
        id = secrets.token_hex(4)
        log.warning("Report %s from %s, channel %s: %s", id, replying.collection(ctx), ctx.channel.id, said)
        await replying.say(ctx, telling.reported(id))
