"""What a server's moderators learn from the log: what is asked, as a picture and as a file."""

import asyncio
from collections.abc import Awaitable
from datetime import UTC, datetime, timedelta
from functools import partial

from discord import app_commands
from discord.ext import commands

from bot import chart, context, responses
from bot.embeds import answers
from bot.embeds.answers import Draw
from bot.i18n import gettext as _
from bot.i18n import ngettext
from bot.responses import Context, OutgoingFile, in_guilds_only
from bot.text import formatting, reports, usage
from bot.text.commands import discord_options
from bot.text.reports import FORMATS, KINDS, ReportFile, ReportFormat
from knowledge import KnowledgeError, Library
from knowledge.store import ReportKind, UsageReport

MAX_DAYS = 3_650
"""Days that a report can go back."""


class UnknownReport(KnowledgeError):
    """A kind, format or span that there is none of."""


class Analytics(commands.Cog):
    """Shows and exports the log of a server, for people who can manage it."""

    def __init__(self, library: Library) -> None:
        self._library = library

    @commands.hybrid_command(**discord_options("stats"))  # type: ignore[arg-type]
    @in_guilds_only
    @app_commands.default_permissions(manage_guild=True)
    @commands.has_guild_permissions(manage_guild=True)
    @app_commands.describe(days="How many days back, including today; 30 by default")
    async def stats(self, ctx: Context, days: int = 30) -> None:
        """Show what is asked on this server, how often, and with what result."""
        assert ctx.guild
        last = datetime.now(UTC).date()
        first = last - timedelta(days=check_days(days) - 1)
        counting = asyncio.to_thread(self._library.reports.usage, str(ctx.guild.id), first, last)
        shown = await responses.with_typing(ctx, self._drawn(counting), private=True)
        if shown is None:
            await responses.send_text(
                ctx, _("Nothing was asked here in the last {days}.").format(days=formatting.days(days))
            )
            return
        page, files = shown
        if files and not (ctx.interaction or responses.may_attach(ctx)):
            files = []
        await responses.send_page(ctx, page, private=True, files=files)

    async def _drawn(self, counting: Awaitable[UsageReport]) -> tuple[Draw, list[OutgoingFile]] | None:
        """Return the page and the picture; None where nothing was asked."""
        report = await counting
        if not report.questions:
            return None
        drawn = await chart.draw(usage.chart(report))
        blocks = usage.usage_blocks(report)
        if drawn is None:
            blocks.append(_("There's no picture, because my operator hasn't installed what draws it."))
        files = [OutgoingFile("stats.png", drawn, usage.alt_text(report))] if drawn else []
        return lambda room: answers.fit_lines(blocks, room), files

    @commands.hybrid_command(**discord_options("export"))  # type: ignore[arg-type]
    @in_guilds_only
    @app_commands.default_permissions(manage_guild=True)
    @commands.has_guild_permissions(manage_guild=True)
    @app_commands.describe(
        what="Which rows", format="csv for a spreadsheet, jsonl for programs", days="Only those of the last days"
    )
    @app_commands.choices(what=responses.choices(KINDS), format=responses.choices(FORMATS))
    async def export(self, ctx: Context, what: str = "questions", format: str = "csv", days: int = 0) -> None:
        """Send you the questions, gaps, votes or changes of this server as a file."""
        assert ctx.guild
        kind, form = _kind(what), _format(format)
        since = datetime.now(UTC).date() - timedelta(days=check_days(days)) if days else None
        visible = partial(context.can_see, ctx)
        rows = self._library.reports.rows(kind, str(ctx.guild.id), since=since, is_visible=visible)
        making = asyncio.to_thread(reports.report_file, rows, form, reports.MAX_ATTACHED_BYTES)
        found = await responses.with_typing(ctx, making, private=True)
        if not found.rows:
            await responses.send_text(ctx, _("There's nothing to export: nothing like that is stored."))
            return
        await responses.send_file_privately(
            ctx,
            OutgoingFile(f"{kind}.{form}", found.data),
            _said(found),
            note=_("I've sent you the export of this server in a direct message."),
        )


def _said(found: ReportFile) -> str:
    """Say what is in the file."""
    said = ngettext(
        "Here is the export of this server: {number} row.",
        "Here is the export of this server: {number} rows.",
        found.rows,
    ).format(number=formatting.number(found.rows))
    if found.is_complete:
        return said
    more = _(
        "Those are the newest ones; Discord takes no larger file. Ask for fewer days, or my operator for the rest."
    )
    return f"{said} {more}"


def _kind(what: str) -> ReportKind:
    for kind in KINDS:
        if kind == what.casefold():
            return kind
    raise UnknownReport(_("I export {kinds}, not “{what}”.").format(kinds=formatting.listed(KINDS), what=what[:80]))


def _format(format: str) -> ReportFormat:
    for each in FORMATS:
        if each == format.casefold():
            return each
    raise UnknownReport(
        _("I export as {formats}, not as “{format}”.").format(formats=formatting.listed(FORMATS), format=format[:80])
    )


def check_days(days: int) -> int:
    """Return the days that a report goes back; raises UnknownReport."""
    if not 1 <= days <= MAX_DAYS:
        raise UnknownReport(_("Give the number of days, from 1 to {most}.").format(most=formatting.number(MAX_DAYS)))
    return days
