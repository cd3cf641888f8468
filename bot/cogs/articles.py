"""The articles themselves: listed, and read page by page."""

import asyncio
import re
from collections.abc import Sequence
from functools import partial

import discord
from discord import app_commands
from discord.ext import commands

from bot import checks, responses, uploads
from bot.embeds import answers as render
from bot.embeds import articles as accounts
from bot.embeds import history
from bot.embeds.answers import Page
from bot.i18n import gettext as _
from bot.preferences import GuildSettingsStore
from bot.progress import ProgressMessages
from bot.responses import Context, OutgoingFile, Target
from bot.text import article_list, messages, parsing
from bot.text.commands import COMMANDS, discord_options
from bot.text.coverage import coverage_blocks
from bot.uploads import NoAttachment, Paste, PendingArticle, PendingArticles, Upload, UploadReader, UploadResult
from bot.views.confirm import DeleteButton, RemoveButton, own_article
from bot.views.pages import PageRef, load_page
from bot.views.preview import load_preview, submitted_uploads, take_details, upload_form
from knowledge import Article, ArticleNotFound, InvalidQuestion, Library, Quota
from knowledge.store import ChangeSet

NOW = "now"
"""What a person writes after `remove` so that nothing can be brought back."""


class Articles(commands.Cog):
    """Lists the articles and shows their full text."""

    def __init__(self, library: Library) -> None:
        self._library = library

    @commands.hybrid_command(**discord_options("articles"))  # type: ignore[arg-type]
    @app_commands.describe(
        words="Words from the headline, or “new” for articles added in the last seven days",
        source="The publisher or news agency",
        after="From this date onwards, e.g. 2018-10 or last week",
        before="Before this date",
        on="On this date, or in this month or year",
    )
    async def articles(
        self, ctx: Context, *, words: str = "", source: str = "", after: str = "", before: str = "", on: str = ""
    ) -> None:
        """List the articles, newest first, or search them."""
        wanted = article_list.join_filters(words, source=source, after=after, before=before, on=on)
        await self._show(ctx, PageRef("list", wanted))

    @commands.hybrid_command(**discord_options("article"))  # type: ignore[arg-type]
    @app_commands.describe(article="The article's id, or words from its headline to choose from")
    async def article(self, ctx: Context, *, article: str = "") -> None:
        """Read a whole article, page by page, with paragraph numbers."""
        if not article.strip():
            raise ArticleNotFound(messages.name_an_article(responses.prefix(ctx)))
        found = await self._library.article(article.strip(), collection=responses.collection(ctx))
        await self._show(ctx, PageRef("article", str(found.row)))

    @commands.hybrid_command(**discord_options("coverage"))  # type: ignore[arg-type]
    @app_commands.describe(topic="Words that the articles have, such as a name")
    async def coverage(self, ctx: Context, *, topic: str = "") -> None:
        """Show which outlets wrote about a topic in which months, and where they are silent."""
        if not any(map(str.isalnum, asked := parsing.strip_markup(topic))):
            raise InvalidQuestion(
                _("Give a topic, e.g. {prefix}coverage Singapore summit.").format(prefix=responses.prefix(ctx))
            )
        looking = self._library.coverage(asked, collection=responses.collection(ctx))
        found = await responses.with_typing(ctx, looking)
        blocks = coverage_blocks(asked, found)
        await responses.send_page(ctx, lambda room: render.fit_lines(blocks, room))

    @articles.autocomplete("source")
    async def _sources(self, interaction: discord.Interaction, typed: str) -> responses.Choices:
        listed = await self._library.listing(collection=responses.collection(interaction))
        return responses.named_choices(await asyncio.to_thread(article_list.publisher_choices, listed, typed))

    @article.autocomplete("article")
    async def _headlines(self, interaction: discord.Interaction, typed: str) -> responses.Choices:
        listed = await self._library.listing(collection=responses.collection(interaction))
        return responses.named_choices(await asyncio.to_thread(article_list.headline_choices, listed, typed))

    async def _show(self, ctx: Context, wanted: PageRef) -> None:
        room = responses.page_room(ctx)
        page, view = await responses.with_typing(ctx, load_page(self._library, ctx, wanted, room))
        await responses.send_page(ctx, lambda _: page, view=view)


class Adding(commands.Cog):
    """Adds attached files, pages by their links, and pasted texts."""

    def __init__(
        self,
        library: Library,
        preferences: GuildSettingsStore,
        quota: Quota,
        reader: UploadReader,
        pending: PendingArticles,
        progress: ProgressMessages,
    ) -> None:
        self._library = library
        self._preferences = preferences
        self._quota = quota
        self._reader = reader
        self._pending = pending
        self._progress = progress

    @commands.command(name="add", help=COMMANDS["add"].description)
    async def add(self, ctx: Context, *, text: str = "") -> None:
        """Add the attached files, and the links or the article after the command, to this server."""
        await checks.check_can_edit_articles(ctx, self._preferences)
        received: list[Upload] = [*ctx.message.attachments, *uploads.links_to_fetch(text)]
        if not uploads.links_to_fetch(text) and (pasted := uploads.parse_paste(text)):
            received.append(pasted)
        if not received:
            raise NoAttachment(
                _(
                    "Attach files to {prefix}add, give links after it, or paste an article: the headline on the first "
                    "line, the text below. I read text, web pages, PDF, Word, EPUB and CSV files."
                ).format(prefix=responses.prefix(ctx))
            )
        await self._add(ctx, received)

    @app_commands.command(name="add")
    @app_commands.describe(
        file="A text, web page, PDF, Word file, e-book, table or archive",
        url="The link of a page or a file, or several with spaces between",
        second="Another file",
        third="And another",
    )
    async def add_files(
        self,
        interaction: discord.Interaction,
        file: discord.Attachment | None = None,
        url: str = "",
        second: discord.Attachment | None = None,
        third: discord.Attachment | None = None,
    ) -> None:
        """Add files and links to this server's articles."""
        await checks.check_can_edit_articles(interaction, self._preferences)
        files = [each for each in (file, second, third) if each]
        received: list[Upload] = [*files, *uploads.typed_links(url)]
        if received:
            await self._preview_or_add(interaction, received)
        else:
            await responses.send_modal(interaction, upload_form())

    async def take_uploads(self, interaction: discord.Interaction, _form: re.Match[str]) -> None:
        await checks.check_can_edit_articles(interaction, self._preferences)
        await self._preview_or_add(interaction, submitted_uploads(interaction))

    async def take_details(self, interaction: discord.Interaction, form: re.Match[str]) -> None:
        await checks.check_can_edit_articles(interaction, self._preferences)
        await take_details(interaction, form["key"])

    async def _preview_or_add(self, interaction: discord.Interaction, received: Sequence[Upload]) -> None:
        """Show the only article of an upload to its person, who decides about it; add what is more than one."""
        if len(received) > 1:
            await self._add(interaction, received)
            return
        to, became = self._destination(interaction), UploadResult(uploads.upload_name(received[0]), self._quota)
        article = await responses.with_progress(
            interaction,
            self._only_article(received[0], to, became),
            lambda room: accounts.progress_page([became], 1, room),
            private=True,
        )
        if article:
            would = await self._library.preview_add(article, collection=to.collection, quota=self._quota)
            if would.change in ("unchanged", "refused"):
                became.taken([would])
                article = None
        if article is None:
            await self._report(interaction, [became], private=True)
            return
        key = self._pending.hold(
            PendingArticle(article, became.name, to.collection, interaction.user.id, tuple(became.reasons))
        )
        page, view = await load_preview(interaction, key)
        # What comes too late for a private response is decided about where it was asked for, not in a direct message.
        await responses.send_page(interaction, lambda _: page, view=view, private=not interaction.is_expired())

    async def _only_article(self, upload: Upload, to: uploads.Destination, became: UploadResult) -> Article | None:
        """Return the article where there is only one; else None, and all that there is has been added."""
        async with self._reader.read(to, upload, became) as found:
            article, rest = await uploads.only_article(found, became)
            if article is None:
                await uploads.take(to, became, rest)
            return article

    async def _add(self, where: Target, received: Sequence[Upload]) -> None:
        uploads.check_count(sum(not isinstance(each, Paste) for each in received))
        became: list[UploadResult] = []
        async with self._progress.of(where):
            await responses.with_progress(
                where,
                self._all(received, self._destination(where), became),
                lambda room: accounts.progress_page(became, len(received), room),
                noted=partial(self._progress.note, where),
            )
            await self._report(where, became)

    async def _all(self, received: Sequence[Upload], to: uploads.Destination, became: list[UploadResult]) -> None:
        """Add one after the other, each noted in `became`; one that is refused doesn't stop the others."""
        for upload in received:
            became.append(UploadResult(uploads.upload_name(upload), self._quota))
            async with self._reader.read(to, upload, became[-1]) as found:
                await uploads.take(to, became[-1], found)

    async def _report(self, where: Target, became: Sequence[UploadResult], *, private: bool = False) -> None:
        report = accounts.full_report(became)
        attached = [OutgoingFile("report.txt", report)] if report and responses.can_attach(where) else []
        await responses.send_page(where, partial(accounts.upload_page, became), files=attached, private=private)

    def _destination(self, where: Target) -> uploads.Destination:
        changes = ChangeSet(str(responses.author(where).id), "add")
        return uploads.Destination(self._library, responses.collection(where), changes)


class Removing(commands.Cog):
    """Removes articles from the server's own collection only."""

    def __init__(self, library: Library, preferences: GuildSettingsStore) -> None:
        self._library = library
        self._preferences = preferences

    @commands.hybrid_command(**discord_options("remove"))  # type: ignore[arg-type]
    @app_commands.describe(
        article="The article's id, or words from its headline to choose from",
        now="Write “now” to overwrite its text at once, so that nothing brings it back",
    )
    @app_commands.choices(now=responses.choices([NOW]))
    async def remove(self, ctx: Context, article: str = "", *, now: str = "") -> None:
        """Remove an article from this server."""
        await checks.check_can_edit_articles(ctx, self._preferences)
        if ctx.interaction is None and now and now.casefold() != NOW:
            # Its id is all that follows, where it has spaces in it.
            article, now = f"{article} {now}".removesuffix(f" {NOW}"), NOW if now.endswith(f" {NOW}") else ""
        if not article.strip():
            raise ArticleNotFound(
                _("Give the article's id, e.g. {prefix}remove 12. {prefix}articles lists the ids.").format(
                    prefix=responses.prefix(ctx)
                )
            )
        page, view = await self._asked(article.strip(), responses.collection(ctx), for_good=bool(now))
        await responses.send_page(ctx, lambda _: page, view=view)

    async def _asked(self, id: str, collection: str, *, for_good: bool) -> tuple[Page, discord.ui.View]:
        """Return the confirmation with its buttons; for good, also for an article that was removed already."""
        if not (for_good or not self._library.can_restore):
            found = await own_article(self._library, id, collection)
            page = accounts.confirmation(accounts.title(found), len(found.paragraphs))
            return page, RemoveButton.both(found.row, yes=_("Remove"), no=messages.keep())
        try:
            kept = (await self._library.history.versions(id, collection=collection))[0]
        except ArticleNotFound:
            await own_article(self._library, id, collection)
            raise
        named = history.by_id(kept.article.id) if kept.ended_at else accounts.title(kept.article)
        page = accounts.confirmation(named, kept.paragraphs, for_good=True)
        return page, DeleteButton.both(kept.article.row, yes=_("Remove for good"), no=messages.keep())

    @remove.autocomplete("article")
    async def _headlines(self, interaction: discord.Interaction, typed: str) -> responses.Choices:
        listed = await self._library.listing(collection=responses.collection(interaction), own=True)
        return responses.named_choices(await asyncio.to_thread(article_list.headline_choices, listed, typed))
