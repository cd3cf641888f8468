"""What a server's moderators learn from the log: what is asked, and what is asked in vain."""

import asyncio
import re
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from bot import chart, checks, context, responses, uploads
from bot.embeds import answers
from bot.embeds import answers as render
from bot.embeds import articles as accounts
from bot.embeds.answers import Draw
from bot.i18n import N_, ngettext
from bot.i18n import gettext as _
from bot.preferences import GuildSettingsStore
from bot.responses import Context, OutgoingFile, for_managers
from bot.text import formatting, markdown, messages, parsing, reports, usage
from bot.text.commands import discord_options
from bot.text.reports import FORMATS, KINDS, ReportFile, ReportFormat
from bot.uploads import Upload, UploadReader, UploadResult
from bot.views.pages import load_gaps
from knowledge import Article, KnowledgeError, Library, Quota
from knowledge.ingest import is_readable
from knowledge.store import ChangeSet, ReportKind, UsageReport

MAX_DAYS = 3_650
"""Days that a report can go back."""


class UnknownReport(KnowledgeError):
    """A kind, format or span that there is none of."""


_HEADING = re.compile(r"#{1,3}\s+(?=\S)")
"""What Discord shows the rest of a line as a heading for."""


class Analytics(commands.Cog):
    """Shows and exports the log of a server, for people who can manage it."""

    def __init__(self, library: Library) -> None:
        self._library = library

    @commands.hybrid_command(**discord_options("stats"))  # type: ignore[arg-type]
    @for_managers
    @app_commands.describe(days="How many days back, including today; 30 by default")
    async def stats(self, ctx: Context, days: int = 30) -> None:
        """Show what is asked on this server, how often, and with what result."""
        assert ctx.guild
        last = datetime.now(UTC).date()
        first = last - timedelta(days=check_days(days) - 1)
        visible = partial(context.can_see if ctx.interaction else context.everyone_can_see, ctx)
        drawing = self._drawn(str(ctx.guild.id), first, last, visible)
        shown = await responses.with_typing(ctx, drawing, private=True)
        if shown is None:
            await responses.send_text(
                ctx, _("Nothing was asked here in the last {days}.").format(days=formatting.days(days))
            )
            return
        page, files = shown
        if files and not (ctx.interaction or responses.may_attach(ctx)):
            files = []
        await responses.send_page(ctx, page, private=True, files=files)

    async def _drawn(
        self, collection: str, first: date, last: date, is_visible: Callable[[str], bool]
    ) -> tuple[Draw, list[OutgoingFile]] | None:
        """Return the page and the picture; None where nothing was asked."""
        usage_of = partial(self._library.reports.usage, is_visible=is_visible)
        counting = asyncio.create_task(asyncio.to_thread(usage_of, collection, first, last))
        drawn = await chart.draw(_chart(counting))
        report = await counting
        if not report.questions:
            return None
        blocks = usage.usage_blocks(report)
        if drawn is None:
            blocks.append(_("There's no picture, because my operator hasn't installed what draws it."))
        files = [OutgoingFile("stats.png", drawn, usage.alt_text(report))] if drawn else []
        return lambda room: answers.fit_lines(blocks, room), files

    @commands.hybrid_command(**discord_options("export"))  # type: ignore[arg-type]
    @for_managers
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


async def _chart(counting: Awaitable[UsageReport]) -> dict[str, Any] | None:
    report = await counting
    return usage.chart(report) if report.questions else None


def _said(found: ReportFile) -> str:
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


_MENU = N_("Add as an article")
_MAX_TITLE_CHARS = 200
MAX_PREVIEW_CHARS = 600
"""Characters up to which the text of an embed is a preview of the page that it links to."""


class NothingToAdd(KnowledgeError):
    """A message that makes no article."""


class GapCommands(commands.Cog):
    """Shows gaps, and closes them with a human's words."""

    def __init__(self, library: Library, preferences: GuildSettingsStore, quota: Quota, reader: UploadReader) -> None:
        self._library = library
        self._preferences = preferences
        self._quota = quota
        self._reader = reader
        self.menu = app_commands.ContextMenu(name=_MENU, callback=self._add_message, extras={"command": "add"})
        """The entry in the menu of every message."""

    @commands.hybrid_command(**discord_options("gaps"))  # type: ignore[arg-type]
    @for_managers
    async def gaps(self, ctx: Context) -> None:
        """Show what people ask and no article answers, most wanted first."""
        room = responses.page_room(ctx)
        page, view = await responses.with_typing(ctx, load_gaps(self._library, ctx, 1, room), private=True)
        await responses.send_page(ctx, lambda _: page, view=view, private=True)

    async def _add_message(self, interaction: discord.Interaction, message: discord.Message) -> None:
        """Add the files or pages of a message, or its text with its author's name; it closes the gap it replies to."""
        await checks.check_can_edit_articles(interaction, self._preferences)
        if message.author == interaction.client.user:
            raise NothingToAdd(_("I only add what people wrote. Choose somebody's message."))
        if message.is_system():
            raise NothingToAdd(messages.no_text())
        words = context.message_words(message)
        here, changes = responses.collection(interaction), ChangeSet(str(interaction.user.id), "add")
        asked = None
        if message.reference and context.is_reply(message):
            asked = await self._library.question_log.question_behind(str(message.reference.message_id), collection=here)
        files = [file for file in context.message_files(message) if is_readable(file.filename)]
        is_beside = len(words) <= uploads.MAX_WORDS_BESIDE_LINKS
        received = [*(files if is_beside else ()), *(uploads.links_to_fetch(words) or _previewed(message, words))]
        if received:
            to = uploads.Destination(self._library, here, changes)
            became = await responses.with_typing(
                interaction, self._take(received, to, asked.text if asked else ""), private=True
            )
            await responses.send_page(interaction, partial(accounts.upload_page, became), private=True)
            return
        if not any(map(str.isalnum, parsing.strip_markup(words))):
            raise NothingToAdd(messages.no_text())
        written = await asyncio.to_thread(self._written, words)
        title = asked.text if asked else written.title
        article = Article(
            title=title[: markdown.cut_point(title, _MAX_TITLE_CHARS)],
            paragraphs=written.paragraphs,
            headings=written.headings,
            # What is forwarded, or shown in an embed, others have written.
            byline=message.author.display_name if message.content.strip() else "",
            publisher=interaction.guild.name if interaction.guild else "",
            published_at=message.created_at.astimezone(UTC),
            url=message.jump_url,
            id=f"message-{message.id}",
        )
        [added] = await self._library.add_all([article], collection=here, quota=self._quota, changes=changes)
        if added.change == "refused":
            raise NothingToAdd(_("This server has reached its limit of articles. Remove some with /remove."))
        said = _added(added.article)
        if asked and await self._library.gaps.close(here, asked.text, added.article.row):
            said += " " + _("It closes the gap that it answers.")
        if uploads.links_in(words):
            said += " " + _("I took its text, not the pages that it links to; /add takes those.")
        if files:
            said += " " + _("I took its text, not its files; /add takes those.")
        await responses.send(interaction, render.sentence_page(markdown.strip_invisible(said)), private=True)

    def _written(self, words: str) -> Article:
        """Return a message without the marks of its Markdown, each line a paragraph, its first one the headline."""
        lines = [line.strip().removeprefix("-# ") for line in words.split("\n") if line.strip()]
        has_headline = _HEADING.match(lines[0]) is not None
        if not has_headline:  # Then a heading further down is none of the article: it stays where it is.
            lines = [_HEADING.sub("", line) for line in lines]
        text = words if "```" in words else "\n\n".join(lines)
        read = next(iter(self._library.readers.read_bytes(text.encode("utf-8", "replace"), "message.md")))
        if not isinstance(read, Article):
            return Article(title=lines[0], paragraphs=tuple(lines))
        return read if has_headline else replace(read, title=read.paragraphs[0])

    async def _take(self, received: Sequence[Upload], to: uploads.Destination, asked: str) -> list[UploadResult]:
        """Add files and the pages behind links, which close the gap that a person answers with them."""
        uploads.check_count(len(received))
        became = []
        for upload in received:
            added = UploadResult(uploads.upload_name(upload), self._quota)
            async with self._reader.read(to, upload, added) as found:
                await uploads.take(to, added, found)
            if asked and added.first and await self._library.gaps.close(to.collection, asked, added.first.article.row):
                added.reasons.append(_("It closes the gap that it answers."))
            became.append(added)
        return became


def _added(article: Article) -> str:
    said = (
        _("Added “{title}” by {author}; /remove {id} removes it again.")
        if article.byline
        else _("Added “{title}”; /remove {id} removes it again.")
    )
    return said.format(title=formatting.article_title(article), author=article.byline, id=article.id)


def _previewed(message: discord.Message, words: str) -> tuple[str, ...]:
    """Return the link of a message that shows nothing but a page's preview, as bots post it."""
    links = context.message_links(message)
    return links if len(links) == 1 and len(words) <= MAX_PREVIEW_CHARS and not message.content.strip() else ()
