"""The articles themselves: listed, and read page by page."""

import asyncio
from collections.abc import Sequence
from functools import partial
from weakref import WeakValueDictionary

import discord
from discord import app_commands
from discord.ext import commands

from bot import permissions, responses, uploads, views
from bot.embeds import answers as render
from bot.embeds import articles as accounts
from bot.embeds.answers import Page
from bot.i18n import gettext as _
from bot.preferences import GuildSettingsStore
from bot.responses import Context, OutgoingFile, Target
from bot.text import article_list, limits, messages, parsing
from bot.text.commands import COMMANDS, discord_options
from bot.text.coverage import coverage_blocks
from bot.uploads import LinkUploads, NoAttachment, UploadResult
from bot.views import PageRef
from knowledge import ArticleNotFound, InvalidQuestion, Library, Quota
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
        if not (asked := parsing.strip_markup(topic)):
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
        room = limits.MAX_DESCRIPTION if responses.may_embed(ctx) else render.LAYOUT_ROOM
        page, view = await responses.with_typing(ctx, views.load_page(self._library, ctx, wanted, room))
        await responses.send_page(ctx, lambda _: page, view=view)


class Adding(commands.Cog):
    """Adds attached files, pages by their links, and pasted texts."""

    def __init__(self, library: Library, preferences: GuildSettingsStore, quota: Quota, links: LinkUploads) -> None:
        self._library = library
        self._preferences = preferences
        self._quota = quota
        self._links = links
        self._adding: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        """One file at a time for each server, so that none waits for another's."""
        self._files = asyncio.Semaphore(uploads.MAX_FILES_AT_ONCE)

    @commands.command(name="add", help=COMMANDS["add"].description)
    async def add(self, ctx: Context, *, text: str = "") -> None:
        """Add the attached files, and the links or the article after the command, to this server."""
        links = uploads.links_to_fetch(text)
        await self._receive(ctx, ctx.message.attachments, links, "" if links else text)

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
        links = [link if "://" in link else f"https://{link}" for link in dict.fromkeys(url.strip("<>").split())]
        await self._receive(interaction, [each for each in (file, second, third) if each], links, "")

    async def _receive(
        self, where: Target, files: Sequence[discord.Attachment], links: Sequence[str], text: str
    ) -> None:
        await permissions.check_can_edit_articles(where, self._preferences)
        uploads.check_count(len(files) + len(links))
        written = uploads.parse_paste(text) if text.strip() else None
        if not files and not links and not written:
            raise NoAttachment(
                _(
                    "Attach files to {prefix}add, give links after it, or paste an article: the headline on the first "
                    "line, the text below. I read text, web pages, PDF, Word, EPUB and CSV files."
                ).format(prefix=responses.prefix(where))
            )
        changes = ChangeSet(str(responses.author(where).id), "add")
        to = uploads.Destination(self._library, responses.collection(where), changes)
        became: list[UploadResult] = []
        count = len(files) + len(links) + bool(written)
        await responses.with_progress(
            where,
            self._all(files, links, written, to, became),
            lambda room: accounts.progress_page(became, count, room),
        )
        report = accounts.full_report(became)
        attached = [OutgoingFile("report.txt", report)] if report and responses.can_attach(where) else []
        await responses.send_page(where, partial(accounts.upload_page, became), files=attached)

    async def _all(
        self,
        files: Sequence[discord.Attachment],
        links: Sequence[str],
        written: tuple[str, bytes] | None,
        to: uploads.Destination,
        became: list[UploadResult],
    ) -> None:
        """Add one after the other, each noted in `became`; one that is refused doesn't stop the others."""
        lock = self._adding.setdefault(to.collection, asyncio.Lock())
        for file in files:
            async with lock, self._files:
                became.append(UploadResult(file.filename, self._quota))
                await uploads.ingest_attachment(to, file, became[-1])
        for link in links:
            async with lock:
                became.append(UploadResult(link, self._quota))
                await self._links.ingest(to, link, became[-1])
        if written:
            name, data = written
            async with lock, self._files:
                became.append(UploadResult(name, self._quota))
                await uploads.ingest_text(to, data, became[-1])


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
        await permissions.check_can_edit_articles(ctx, self._preferences)
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
            found = await views.own_article(self._library, id, collection)
            page = accounts.confirmation(found, len(found.paragraphs))
            return page, views.RemoveButton.both(found.row, yes=_("Remove"), no=messages.keep())
        try:
            kept = (await self._library.history.versions(id, collection=collection))[0]
        except ArticleNotFound:
            await views.own_article(self._library, id, collection)
            raise
        page = accounts.confirmation(kept.article, kept.paragraphs, for_good=True)
        return page, views.DeleteButton.both(kept.article.row, yes=_("Remove for good"), no=messages.keep())

    @remove.autocomplete("article")
    async def _headlines(self, interaction: discord.Interaction, typed: str) -> responses.Choices:
        listed = await self._library.listing(collection=responses.collection(interaction), own=True)
        return responses.named_choices(await asyncio.to_thread(article_list.headline_choices, listed, typed))
