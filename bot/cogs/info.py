"""What a person has left with the bot, and how it is deleted."""

import logging
import secrets
from importlib.metadata import version

from discord import app_commands
from discord.ext import commands

from bot import context, responses, views
from bot.embeds import answers
from bot.phrases import receiving, serving, telling
from bot.preferences import GuildSettingsStore
from bot.responses import Context
from bot.tasks import DEPARTURE_GRACE
from bot.text import limits, markdown
from bot.views import CONFIRM
from knowledge import SHARED, KnowledgeError, Library


class Privacy(commands.Cog):
    """Deletes a person's questions when the person says so."""

    def __init__(self, library: Library) -> None:
        self._library = library

    @commands.hybrid_command()  # type: ignore[arg-type]
    @app_commands.describe(confirm="CONFIRM, to delete at once")
    async def forgetme(self, ctx: Context, confirm: str = "") -> None:
        """Delete all your questions, in every server and in direct messages."""
        if confirm == CONFIRM:
            await responses.send_text(ctx, await views.forget_person(self._library, ctx))
            return
        held = await self._library.retention.left_by(str(ctx.author.id), own=await context.dm_collections(ctx))
        if not held:
            await responses.send_text(ctx, serving.nothing_of_yours())
            return
        view = views.ForgetButton.both(ctx.author.id, yes=serving.delete(), no=receiving.keep())
        await responses.send(ctx, serving.forget(held, responses.prefix(ctx)), view=view, private=True)


log = logging.getLogger(__name__)


class EmptyReport(KnowledgeError):
    """A report without a word."""


class About(commands.Cog):
    """Tells what runs here, what becomes of people's data, and the operator what is wrong."""

    def __init__(self, library: Library, preferences: GuildSettingsStore, retention_days: int) -> None:
        self._library = library
        self._preferences = preferences
        self._retention_days = retention_days

    @commands.hybrid_command()  # type: ignore[arg-type]
    async def about(self, ctx: Context) -> None:
        """Tell which version this is, how many articles answer here, and what is kept of you."""
        here = responses.collection(ctx)
        shown = await self._library.overview(collection=here)
        own, shared = (shown.counts.get(name, 0) for name in (here, SHARED))
        sampling = await self._library.on_samples()
        blocks = [
            telling.version(version("footnote-bot")),
            telling.bundled(shown.articles) if sampling else telling.collections(own, shared),
            f"{telling.logged()} {telling.kept(self._retention_days)}",
            telling.read_on(await responses.effective_prefix(ctx, self._preferences)),
        ]
        await responses.send_page(ctx, lambda room: answers.fit_lines(blocks, room))

    @commands.hybrid_command()  # type: ignore[arg-type]
    async def privacy(self, ctx: Context) -> None:
        """Tell what I read and keep of you, for how long, and how to delete it."""
        verbose = logging.getLogger("discord").isEnabledFor(logging.DEBUG)
        prefix = await responses.effective_prefix(ctx, self._preferences)
        told = telling.privacy(self._retention_days, DEPARTURE_GRACE.days, verbose=verbose)
        forgets = [telling.forget(prefix)] if ctx.bot.get_command("forgetme") else []
        blocks = [f"**{telling.privacy_title()}**", *told, *forgets, telling.wishes(prefix)]
        await responses.send_page(ctx, lambda room: answers.fit_lines(blocks, room))

    @commands.hybrid_command()  # type: ignore[arg-type]
    @app_commands.describe(text="What is wrong, and with which answer")
    async def report(self, ctx: Context, *, text: commands.Range[str, 0, limits.MAX_REPORT] = "") -> None:
        """Tell my operator that something is wrong."""
        said = markdown.strip_invisible(text)
        if not said:
            raise EmptyReport(telling.nothing_to_report(await responses.effective_prefix(ctx, self._preferences)))
        id = secrets.token_hex(4)
        log.warning("Report %s from %s, channel %s: %s", id, responses.collection(ctx), ctx.channel.id, said)
        await responses.send_text(ctx, telling.reported(id))
