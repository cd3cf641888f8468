"""The articles themselves: listed, and read page by page."""

import asyncio

import discord
from discord import app_commands
from discord.ext import commands

from bot import failures
from bot.allowing.manners import Manners
from bot.buttons import leafing
from bot.buttons.leafing import Leaf
from bot.drawing import leaves, limits, looking, render
from bot.drawing.render import Page
from bot.hearing import choices
from bot.phrases import answers, browsing
from bot.sending import replying, waiting
from bot.sending.replying import Context, Where
from bot.servers import tongues
from bot.servers.preferences import ServerPreferences
from knowledge import ArticleNotFound, Library


class Articles(commands.Cog):
    """Lists the articles and shows them whole."""

    def __init__(self, library: Library, preferences: ServerPreferences, manners: Manners) -> None:
        self._library = library
        self._preferences = preferences
        self._manners = manners

    @commands.HybridCommand
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
        wanted = looking.together(words, source=source, after=after, before=before, on=on)
        await self._show(ctx, Leaf("list", wanted), _room(ctx))

    @commands.HybridCommand
    @app_commands.describe(article="The article's id, or words of its headline to choose from")
    async def article(self, ctx: Context, *, article: str = "") -> None:
        """Read an article whole, page by page, with the numbers of its paragraphs."""
        if not article.strip():
            raise ArticleNotFound(browsing.which_article(replying.prefix(ctx)))
        found = await self._library.article(article.strip(), collection=replying.collection(ctx))
        await self._show(ctx, Leaf("article", str(found.row)), _room(ctx))

    @articles.autocomplete("source")
    async def _sources(self, interaction: discord.Interaction, typed: str) -> choices.Choices:
        listed = await self._library.listing(collection=replying.collection(interaction))
        return choices.named(await asyncio.to_thread(looking.sources, listed, typed))

    @article.autocomplete("article")
    async def _headlines(self, interaction: discord.Interaction, typed: str) -> choices.Choices:
        listed = await self._library.listing(collection=replying.collection(interaction))
        return choices.named(await asyncio.to_thread(looking.headlines, listed, typed))

    @commands.Cog.listener()
    async def on_turn(self, interaction: discord.Interaction, leaf: Leaf) -> None:
        """Show another page in place of the one whose button was pressed."""
        try:
            await tongues.suit_person(interaction, self._preferences)
            await self._manners.check_press(interaction)
            embedded = bool(interaction.message and interaction.message.embeds)
            room = limits.DESCRIPTION if embedded else render.PLAIN
            page, view = await self._page(interaction, leaf, room)
            await replying.turn(interaction, page, view)
        except Exception as error:
            await failures.tell(interaction, error)

    async def _show(self, ctx: Context, leaf: Leaf, room: int) -> None:
        page, view = await waiting.meanwhile(ctx, self._page(ctx, leaf, room))
        await replying.deliver(ctx, lambda _: page, view=view)

    async def _page(self, where: Where, leaf: Leaf, room: int) -> tuple[Page, discord.ui.View | None]:
        """Draw a page with its buttons."""
        collection = replying.collection(where)
        if leaf.kind == "article":
            found = await self._library.article_at(int(leaf.what), collection=collection)
            pages = await asyncio.to_thread(leaves.leaves, found, room)
            number = leafing.clamped(leaf.number, len(pages))
            page = await asyncio.to_thread(leaves.reading, found, pages, number, room)
            return page, leafing.under(Leaf("article", leaf.what, number), len(pages))
        listed = await self._library.listing(collection=collection)
        met = await asyncio.to_thread(looking.met, listed, leaf.what)
        number = leafing.clamped(leaf.number, leaves.count(len(met)))
        note = answers.on_samples_here() if await self._library.on_samples() else ""
        heading = looking.heading(leaf.what)
        page = leaves.listing(met, number, heading, replying.prefix(where), room, note=note)
        return page, leafing.under(Leaf("list", leaf.what, number), leaves.count(len(met)))


def _room(ctx: Context) -> int:
    """Return how long a page may be where it goes."""
    return limits.DESCRIPTION if replying.may_embed(ctx) else render.PLAIN
