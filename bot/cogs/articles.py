"""The articles themselves: listed, and read page by page."""

import asyncio
from collections.abc import Sequence
from functools import partial

import discord
from discord import app_commands
from discord.ext import commands

from bot import context, error_handler, permissions, responses, uploads, views
from bot.checks import UsagePolicy
from bot.embeds import answers as render
from bot.embeds import articles as accounts
from bot.embeds import articles as leaves
from bot.embeds.answers import Page
from bot.phrases import answers, browsing
from bot.phrases import receiving as phrases
from bot.phrases import receiving as receiving_removing
from bot.preferences import GuildSettingsStore
from bot.responses import Context, Target
from bot.text import article_list, limits
from bot.uploads import NoAttachment, UploadResult
from bot.views import Confirmation, PageRef
from knowledge import Article, ArticleNotFound, Library


class Articles(commands.Cog):
    """Lists the articles and shows them whole."""

    def __init__(self, library: Library, preferences: GuildSettingsStore, manners: UsagePolicy) -> None:
        self._library = library
        self._preferences = preferences
        self._manners = manners

    @commands.hybrid_command()  # type: ignore[arg-type]
    @app_commands.describe(
        words="Words of the headline, or new for what was added in the last seven days",
        source="Who published it, or the agency",
        after="From this day on, such as 2018-10 or last week",
        before="Before this day",
        on="On this day, or in this month or year",
    )
    async def articles(
        self, ctx: Context, *, words: str = "", source: str = "", after: str = "", before: str = "", on: str = ""
    ) -> None:
        """List the articles, newest first, or those that you look for."""
        wanted = article_list.join_filters(words, source=source, after=after, before=before, on=on)
        await self._show(ctx, PageRef("list", wanted), _room(ctx))

    @commands.hybrid_command()  # type: ignore[arg-type]
    @app_commands.describe(article="The article's id, or words of its headline to choose from")
    async def article(self, ctx: Context, *, article: str = "") -> None:
        """Read an article whole, page by page, with the numbers of its paragraphs."""
        if not article.strip():
            raise ArticleNotFound(browsing.which_article(responses.prefix(ctx)))
        found = await self._library.article(article.strip(), collection=responses.collection(ctx))
        await self._show(ctx, PageRef("article", str(found.row)), _room(ctx))

    @articles.autocomplete("source")
    async def _sources(self, interaction: discord.Interaction, typed: str) -> responses.Choices:
        listed = await self._library.listing(collection=responses.collection(interaction))
        return responses.named_choices(await asyncio.to_thread(article_list.publisher_choices, listed, typed))

    @article.autocomplete("article")
    async def _headlines(self, interaction: discord.Interaction, typed: str) -> responses.Choices:
        listed = await self._library.listing(collection=responses.collection(interaction))
        return responses.named_choices(await asyncio.to_thread(article_list.headline_choices, listed, typed))

    @commands.Cog.listener()
    async def on_turn(self, interaction: discord.Interaction, leaf: PageRef) -> None:
        """Show another page in place of the one whose button was pressed."""
        try:
            await context.use_user_locale(interaction, self._preferences)
            await self._manners.check_press(interaction)
            embedded = bool(interaction.message and interaction.message.embeds)
            room = limits.MAX_DESCRIPTION if embedded else render.NEUTRAL
            page, view = await self._page(interaction, leaf, room)
            await responses.edit_page(interaction, page, view)
        except Exception as error:
            await error_handler.handle_error(interaction, error)

    async def _show(self, ctx: Context, leaf: PageRef, room: int) -> None:
        page, view = await responses.with_typing(ctx, self._page(ctx, leaf, room))
        await responses.send_page(ctx, lambda _: page, view=view)

    async def _page(self, where: Target, leaf: PageRef, room: int) -> tuple[Page, discord.ui.View | None]:
        """Draw a page with its buttons."""
        collection = responses.collection(where)
        if leaf.kind == "article":
            found = await self._library.article_at(int(leaf.what), collection=collection)
            pages = await asyncio.to_thread(leaves.paginate, found, room)
            number = views.clamp_page(leaf.number, len(pages))
            page = await asyncio.to_thread(leaves.article_page, found, pages, number, room)
            return page, views.page_view(PageRef("article", leaf.what, number), len(pages))
        listed = await self._library.listing(collection=collection)
        met = await asyncio.to_thread(article_list.filter_articles, listed, leaf.what)
        number = views.clamp_page(leaf.number, leaves.page_count(len(met)))
        note = answers.on_samples_here() if await self._library.on_samples() else ""
        heading = article_list.list_heading(leaf.what)
        page = leaves.list_page(met, number, heading, responses.prefix(where), room, note=note)
        return page, views.page_view(PageRef("list", leaf.what, number), leaves.page_count(len(met)))


def _room(ctx: Context) -> int:
    """Return how long a page may be where it goes."""
    return limits.MAX_DESCRIPTION if responses.may_embed(ctx) else render.NEUTRAL


class Adding(commands.Cog):
    """Takes in attached files and pasted texts."""

    def __init__(self, library: Library, preferences: GuildSettingsStore, most: int) -> None:
        self._library = library
        self._preferences = preferences
        self._most = most
        self._one = asyncio.Lock()
        """One file at a time, whoever sends it, so that memory stays bounded."""

    @commands.command()
    async def add(self, ctx: Context, *, text: str = "") -> None:
        """Add the attached files, or the article written after the command, to this server's articles."""
        await self._receive(ctx, ctx.message.attachments, text)

    @app_commands.command(name="add")
    @app_commands.describe(file="A .txt, .md, .html or .jsonl file", second="Another one", third="And another one")
    async def add_files(
        self,
        interaction: discord.Interaction,
        file: discord.Attachment,
        second: discord.Attachment | None = None,
        third: discord.Attachment | None = None,
    ) -> None:
        """Add files to the articles of this server."""
        await self._receive(interaction, [each for each in (file, second, third) if each], "")

    async def _receive(self, where: Target, files: Sequence[discord.Attachment], text: str) -> None:
        await permissions.check_can_edit_articles(where, self._preferences)
        if len(files) > uploads.MAX_ATTACHMENTS:
            raise NoAttachment(phrases.too_many(uploads.MAX_ATTACHMENTS))
        written = uploads.parse_paste(text) if text.strip() else None
        if not files and not written:
            raise NoAttachment(phrases.how_to_add(responses.prefix(where)))
        became = await responses.with_typing(where, self._all(files, written, responses.collection(where)))
        await responses.send_page(where, partial(accounts.upload_page, became))

    async def _all(
        self, files: Sequence[discord.Attachment], written: tuple[str, bytes] | None, collection: str
    ) -> list[UploadResult]:
        """Take in one after the other; what is refused stops none of the others."""
        became = []
        for file in files:
            async with self._one:
                became.append(await uploads.ingest_attachment(self._library, file, collection, self._most))
        if written:
            async with self._one:
                became.append(await uploads.ingest_text(self._library, *written, collection, self._most))
        return became


_TITLE = 300


class Removing(commands.Cog):
    """Takes articles out of the collection of the server, and of no other."""

    def __init__(self, library: Library, preferences: GuildSettingsStore, manners: UsagePolicy) -> None:
        self._library = library
        self._preferences = preferences
        self._manners = manners

    @commands.hybrid_command()  # type: ignore[arg-type]
    @app_commands.describe(article="The article's id, or words of its headline to choose from")
    async def remove(self, ctx: Context, *, article: str = "") -> None:
        """Take an article of this server out, its text with it."""
        await permissions.check_can_edit_articles(ctx, self._preferences)
        if not article.strip():
            raise ArticleNotFound(receiving_removing.which(responses.prefix(ctx)))
        found = await self._own(article.strip(), responses.collection(ctx))
        page = accounts.confirmation(found)
        view = views.confirm_view("remove", found.row, yes=receiving_removing.take_out(), no=receiving_removing.keep())
        await responses.send_page(ctx, lambda _: page, view=view)

    @remove.autocomplete("article")
    async def _headlines(self, interaction: discord.Interaction, typed: str) -> responses.Choices:
        listed = await self._library.listing(collection=responses.collection(interaction), own=True)
        return responses.named_choices(await asyncio.to_thread(article_list.headline_choices, listed, typed))

    @commands.Cog.listener()
    async def on_remove(self, interaction: discord.Interaction, decision: Confirmation) -> None:
        """Do what was decided, if the person who pressed may decide it."""
        try:
            await context.use_user_locale(interaction, self._preferences)
            await permissions.check_can_edit_articles(interaction, self._preferences)
            await self._manners.check_press(interaction, shows=False)
            await responses.defer(interaction)
            await responses.edit_page(interaction, Page(await self._decided(interaction, decision)), None)
        except Exception as error:
            await error_handler.handle_error(interaction, error)

    async def _decided(self, interaction: discord.Interaction, decision: Confirmation) -> str:
        if views.is_expired(interaction):
            return receiving_removing.expired()
        collection = responses.collection(interaction)
        found = await self._library.article_at(decision.subject, collection=collection)
        title = accounts.title(found, _TITLE)
        if not decision.sure:
            return receiving_removing.kept(title)
        await self._own(found.id, collection)
        await self._library.remove(found.id, collection=collection)
        return receiving_removing.gone(title)

    async def _own(self, id: str, collection: str) -> Article:
        """Return an article of the server itself; a shared one is told to be that."""
        try:
            return await self._library.own(id, collection=collection)
        except ArticleNotFound:
            raise ArticleNotFound(
                receiving_removing.shared(await self._library.article(id, collection=collection))
            ) from None
