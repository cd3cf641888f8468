"""The data stored about a person, how to delete it, and how to reach the operator."""

import asyncio
import json
import logging
import secrets
from dataclasses import replace
from importlib.metadata import version
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

from discord import app_commands
from discord.ext import commands

from bot import context, responses
from bot.config import PACKAGE
from bot.context import client_at
from bot.embeds import answers
from bot.i18n import gettext as _
from bot.preferences import GuildSettingsStore
from bot.responses import Context, OutgoingFile
from bot.text import formatting, markdown, messages
from bot.text.commands import discord_options
from bot.text.privacy import PrivacyFacts, privacy_blocks
from bot.text.reports import MAX_ATTACHED_BYTES
from bot.views.confirm import CONFIRM, ForgetButton, forget_person
from knowledge import SHARED, KnowledgeError, Library
from knowledge.store import PurgeCounts

MY_DATA_FILE = "my-footnote-data.json"


class Privacy(commands.Cog):
    """Shows people their data, deletes it on request, and takes their choice not to be logged."""

    def __init__(self, library: Library) -> None:
        self._library = library

    @commands.hybrid_command(**discord_options("forgetme"))  # type: ignore[arg-type]
    @app_commands.describe(confirm="CONFIRM, to delete right away")
    async def forgetme(self, ctx: Context, confirm: str = "") -> None:
        """Delete all your questions, on every server and in direct messages."""
        if confirm == CONFIRM:
            await responses.send_text(ctx, await forget_person(ctx))
            return
        held = await self._held(ctx, await context.dm_collections(ctx))
        if not held:
            await responses.send_text(ctx, _("I have nothing stored about you, so there is nothing to delete."))
            return
        view = ForgetButton.both(ctx.author.id, yes=_("Delete"), no=messages.keep())
        await responses.send(
            ctx,
            _(
                "Delete everything I have stored about you, on every server and in direct messages ({what})? This "
                "can't be undone. Press Delete, or send {prefix}forgetme CONFIRM."
            ).format(prefix=responses.prefix(ctx), what=messages.personal_counts(held)),
            view=view,
            private=True,
        )

    async def _held(self, ctx: Context, own: list[str]) -> PurgeCounts:
        """Count what is stored about a person, with the articles in memory that wait for a decision."""
        held = await self._library.retention.left_by(str(ctx.author.id), own=own)
        return replace(held, articles=held.articles + len(client_at(ctx).pending.of_person(ctx.author.id)))

    @commands.hybrid_command(**discord_options("mydata"))  # type: ignore[arg-type]
    async def mydata(self, ctx: Context) -> None:
        """Send you a file with everything I have stored about you."""
        own = await context.dm_collections(ctx)
        person = str(ctx.author.id)
        held = await self._held(ctx, own)
        if not held:
            await responses.send_text(ctx, _("I have nothing stored about you."))
            return
        export = await self._library.personal_data.export(person, own=own)
        waiting = client_at(ctx).pending.of_person(ctx.author.id)
        export["waiting_articles"] = [
            {"collection": each.collection, "name": each.name, "title": each.article.title} for each in waiting
        ]
        file = await asyncio.to_thread(lambda: data_file(json.dumps(export, ensure_ascii=False, indent=2).encode()))
        said = _("Here is everything I have stored about you: {what}.").format(what=messages.personal_counts(held))
        await responses.send_file_by_dm(
            ctx,
            file,
            said,
            note=_("I've sent you a direct message with everything I have stored about you."),
        )

    @commands.hybrid_command(**discord_options("optout"))  # type: ignore[arg-type]
    async def optout(self, ctx: Context) -> None:
        """Stop logging your questions. I still answer them."""
        prefix = responses.prefix(ctx)
        if not await self._library.question_log.opt_out(str(ctx.author.id)):
            await responses.send_text(
                ctx,
                _("Your questions aren't being logged. {prefix}optin changes that.").format(prefix=prefix),
            )
            return
        await responses.send_text(
            ctx,
            _(
                "Your questions are no longer logged, on any server. I still answer them, and the buttons under those "
                "answers work for a day or until I restart. {prefix}forgetme deletes your earlier questions, and this "
                "choice with them; {prefix}optin takes it back."
            ).format(prefix=prefix),
        )

    @commands.hybrid_command(**discord_options("optin"))  # type: ignore[arg-type]
    async def optin(self, ctx: Context) -> None:
        """Log your questions again."""
        prefix = responses.prefix(ctx)
        if await self._library.question_log.opt_in(str(ctx.author.id)):
            said = _("Your questions are logged again. {prefix}optout stops that.")
        else:
            said = _("Your questions are being logged. {prefix}optout stops that.")
        await responses.send_text(ctx, said.format(prefix=prefix))


def data_file(data: bytes, most: int = MAX_ATTACHED_BYTES) -> OutgoingFile:
    """Return what is stored about a person as a file, packed where Discord takes none so large."""
    if len(data) <= most:
        return OutgoingFile(MY_DATA_FILE, data)
    packed = BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as archive:
        archive.writestr(MY_DATA_FILE, data)
    return OutgoingFile(f"{MY_DATA_FILE}.zip", packed.getvalue())


log = logging.getLogger(__name__)


class EmptyReport(KnowledgeError):
    """A report without any text."""


class About(commands.Cog):
    """Shows the version and the privacy page, and passes reports to the operator."""

    def __init__(self, library: Library, preferences: GuildSettingsStore, retention_days: int, audit_days: int) -> None:
        self._library = library
        self._preferences = preferences
        self._retention_days = retention_days
        self._audit_days = audit_days

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
        facts = PrivacyFacts(
            retention_days=self._retention_days,
            audit_days=self._audit_days,
            prefix=await responses.effective_prefix(ctx, self._preferences),
            verbose=logging.getLogger("discord").isEnabledFor(logging.DEBUG),
        )
        blocks = privacy_blocks(facts)
        await responses.send_page(ctx, lambda room: answers.fit_lines(blocks, room))

    @commands.hybrid_command(**discord_options("report"))  # type: ignore[arg-type]
    @app_commands.describe(text="What's wrong, and with which answer")
    async def report(self, ctx: Context, *, text: commands.Range[str, 0, markdown.MAX_REPORT] = "") -> None:
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
        messages.how_sure(),
        f"{logged} {messages.retention(days)}",
        _(
            "`{prefix}privacy` explains what happens to your data. Something wrong? `{prefix}report TEXT` tells my "
            "operator."
        ).format(prefix=prefix),
    ]
