"""Articles of a server that are taken out again, once someone has said that it is meant."""

import asyncio

import discord
from discord import app_commands
from discord.ext import commands

from bot import failures
from bot.allowing import keepers
from bot.allowing.manners import Manners
from bot.buttons import confirming
from bot.buttons.confirming import Decision
from bot.drawing import looking
from bot.drawing.render import Page
from bot.hearing import choices
from bot.intake import accounts
from bot.phrases import receiving
from bot.sending import replying
from bot.sending.replying import Context
from bot.servers import tongues
from bot.servers.preferences import ServerPreferences
from knowledge import Article, ArticleNotFound, Library

_TITLE = 300


class Removing(commands.Cog):
    """Takes articles out of the collection of the server, and of no other."""

    def __init__(self, library: Library, preferences: ServerPreferences, manners: Manners) -> None:
        self._library = library
        self._preferences = preferences
        self._manners = manners

    @commands.HybridCommand
    @app_commands.describe(article="The article's id, or words of its headline to choose from")
    async def remove(self, ctx: Context, *, article: str = "") -> None:
        """Take an article of this server out, its text with it."""
        await keepers.check(ctx, self._preferences)
        if not article.strip():
            raise ArticleNotFound(receiving.which(replying.prefix(ctx)))
        found = await self._own(article.strip(), replying.collection(ctx))
        page = accounts.confirmation(found)
        view = confirming.under("remove", found.row, yes=receiving.take_out(), no=receiving.keep())
        await replying.deliver(ctx, lambda _: page, view=view)

    @remove.autocomplete("article")
    async def _headlines(self, interaction: discord.Interaction, typed: str) -> choices.Choices:
        listed = await self._library.listing(collection=replying.collection(interaction), own=True)
        return choices.named(await asyncio.to_thread(looking.headlines, listed, typed))

    @commands.Cog.listener()
    async def on_remove(self, interaction: discord.Interaction, decision: Decision) -> None:
        """Do what was decided, if the person who pressed may decide it."""
        try:
            await tongues.suit_person(interaction, self._preferences)
            await keepers.check(interaction, self._preferences)
            await self._manners.check_press(interaction, shows=False)
            await replying.hold(interaction)
            await replying.turn(interaction, Page(await self._decided(interaction, decision)), None)
        except Exception as error:
            await failures.tell(interaction, error)

    async def _decided(self, interaction: discord.Interaction, decision: Decision) -> str:
        if confirming.expired(interaction):
            return receiving.expired()
        collection = replying.collection(interaction)
        found = await self._library.article_at(decision.subject, collection=collection)
        title = accounts.title(found, _TITLE)
        if not decision.sure:
            return receiving.kept(title)
        await self._own(found.id, collection)
        await self._library.remove(found.id, collection=collection)
        return receiving.gone(title)

    async def _own(self, id: str, collection: str) -> Article:
        """Return an article of the server itself; a shared one is told to be that."""
        try:
            return await self._library.own(id, collection=collection)
        except ArticleNotFound:
            raise ArticleNotFound(receiving.shared(await self._library.article(id, collection=collection))) from None
