"""The data stored about a person, how to delete it, and how to reach the operator."""

import logging
import secrets
from collections.abc import Iterator
from importlib.metadata import version

from discord import app_commands
from discord.ext import commands

from bot import context, responses, views
from bot.config import PACKAGE
from bot.embeds import answers
from bot.i18n import gettext as _
from bot.preferences import GuildSettingsStore
from bot.responses import Context
from bot.tasks import DEPARTURE_GRACE
from bot.text import formatting, limits, markdown, messages
from bot.text.commands import discord_options
from bot.views import CONFIRM
from knowledge import SHARED, KnowledgeError, Library


class Privacy(commands.Cog):
    """Deletes a person's data on request."""

    def __init__(self, library: Library) -> None:
        self._library = library

    @commands.hybrid_command(**discord_options("forgetme"))  # type: ignore[arg-type]
    @app_commands.describe(confirm="CONFIRM, to delete right away")
    async def forgetme(self, ctx: Context, confirm: str = "") -> None:
        """Delete all your questions, on every server and in direct messages."""
        if confirm == CONFIRM:
            await responses.send_text(ctx, await views.forget_person(self._library, ctx))
            return
        held = await self._library.retention.left_by(str(ctx.author.id), own=await context.dm_collections(ctx))
        if not held:
            await responses.send_text(ctx, _("I have nothing stored about you, so there is nothing to delete."))
            return
        view = views.ForgetButton.both(ctx.author.id, yes=_("Delete"), no=messages.keep())
        await responses.send(
            ctx,
            _(
                "Delete everything I have stored about you, on every server and in direct messages ({what})? This "
                "can't be undone. Press Delete, or send {prefix}forgetme CONFIRM."
            ).format(prefix=responses.prefix(ctx), what=messages.questions_and_articles(held)),
            view=view,
            private=True,
        )


log = logging.getLogger(__name__)


class EmptyReport(KnowledgeError):
    """A report without any text."""


class About(commands.Cog):
    """Shows the version and the privacy page, and passes reports to the operator."""

    def __init__(self, library: Library, preferences: GuildSettingsStore, retention_days: int) -> None:
        self._library = library
        self._preferences = preferences
        self._retention_days = retention_days

    @commands.hybrid_command(**discord_options("about"))  # type: ignore[arg-type]
    async def about(self, ctx: Context) -> None:
        """Show the version, the number of articles, and what data is kept about you."""
        here = responses.collection(ctx)
        shown = await self._library.overview(collection=here)
        own, shared = (shown.counts.get(name, 0) for name in (here, SHARED))
        sampling = await self._library.uses_samples(collection=here)
        articles = messages.answering_from_samples(shown.articles) if sampling else _articles_here(own, shared)
        prefix = await responses.effective_prefix(ctx, self._preferences)
        blocks = about_blocks(version(PACKAGE), articles, self._retention_days, prefix)
        await responses.send_page(ctx, lambda room: answers.fit_lines(blocks, room))

    @commands.hybrid_command(**discord_options("privacy"))  # type: ignore[arg-type]
    async def privacy(self, ctx: Context) -> None:
        """Show what I read and store about you, for how long, and how to delete it."""
        verbose = logging.getLogger("discord").isEnabledFor(logging.DEBUG)
        prefix = await responses.effective_prefix(ctx, self._preferences)
        forgets = ctx.bot.get_command("forgetme") is not None
        blocks = privacy_blocks(self._retention_days, DEPARTURE_GRACE.days, prefix, verbose=verbose, forgets=forgets)
        await responses.send_page(ctx, lambda room: answers.fit_lines(blocks, room))

    @commands.hybrid_command(**discord_options("report"))  # type: ignore[arg-type]
    @app_commands.describe(text="What's wrong, and with which answer")
    async def report(self, ctx: Context, *, text: commands.Range[str, 0, limits.MAX_REPORT] = "") -> None:
        """Report a problem to my operator."""
        said = markdown.strip_invisible(text)
        if not said:
            raise EmptyReport(
                _(
                    "Write what's wrong after the command, e.g. {prefix}report The link in answer #412 is broken."
                ).format(prefix=await responses.effective_prefix(ctx, self._preferences))
            )
        id = secrets.token_hex(4)
        log.warning("Report %s from %s, channel %s: %s", id, responses.collection(ctx), ctx.channel.id, said)
        await responses.send_text(
            ctx,
            _("Thanks! Your report is in my operator's log as {id}. Quote that number if you follow it up.").format(
                id=id
            ),
        )


def _articles_here(own: int, shared: int) -> str:
    return _("I answer from {articles} here: {own} from this server or chat, {shared} shared with everyone.").format(
        articles=formatting.articles(own + shared), own=formatting.number(own), shared=formatting.number(shared)
    )


def about_blocks(version: str, articles: str, days: int, prefix: str) -> list[str]:
    """Return the page about the bot as blocks of markdown."""
    logged = _(
        "For each question I store its text, the time, the place and what I cited; of you I store only a keyed hash."
    )
    return [
        messages.version_line(version),
        articles,
        f"{logged} {messages.retention(days)}",
        _(
            "`{prefix}privacy` explains what happens to your data. Something wrong? `{prefix}report TEXT` tells my "
            "operator."
        ).format(prefix=prefix),
    ]


def privacy_blocks(days: int, grace: int, prefix: str, *, verbose: bool, forgets: bool) -> list[str]:
    """Return the page on people's data, as this process is set up, as blocks of markdown."""
    return [f"**{messages.your_data()}**", *_privacy_lines(days, grace, prefix, verbose=verbose, forgets=forgets)]


def _privacy_lines(days: int, grace: int, prefix: str, *, verbose: bool, forgets: bool) -> Iterator[str]:
    yield _(
        "**What I read**: commands, messages that mention me, replies to my answers and direct messages to me. "
        "Nothing else."
    )
    yield _(
        "**What I store about a question**: its text without mentions and emoji, the time, the ids of the server and "
        "channel, what was found and cited, how long it took, the ids of your message and my reply, and your votes "
        "with their reasons. Instead of your name or id I store a hash made with a key that only this installation "
        "has. A direct-message channel is yours alone, so its id points to you."
    )
    yield _("**Why**: to show the sources of an answer later, and to learn which questions get no answer.")
    yield _(
        "**For how long**: {kept} When I'm removed from a server, its questions, articles and settings are deleted "
        "after {grace}."
    ).format(kept=messages.retention(days), grace=formatting.days(grace))
    yield _(
        "**Who can see it**: only my operator, who runs me on their own machine, and Discord, which carries the "
        "messages. It is not used to train any model or sent to any other service."
    )
    if verbose:
        yield _(
            "At the moment my operator is also logging everything Discord sends, to track down a problem. That log "
            "may contain messages."
        )
    if forgets:
        yield _("**Delete it**: `{prefix}forgetme` permanently deletes everything I have stored about you.").format(
            prefix=prefix
        )
    yield _("**Questions, complaints, requests**: `{prefix}report TEXT` reaches my operator.").format(prefix=prefix)
