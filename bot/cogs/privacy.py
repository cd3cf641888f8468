"""What a person has left with the bot, and how it is deleted."""

from contextlib import suppress

import discord
from discord import app_commands
from discord.ext import commands

from bot import failures
from bot.allowing.manners import Manners
from bot.buttons import confirming
from bot.buttons.confirming import CONFIRM, Decision
from bot.drawing.render import Page
from bot.phrases import receiving, serving
from bot.sending import replying
from bot.sending.replying import Context, Where
from bot.servers import tongues
from bot.servers.preferences import ServerPreferences
from knowledge import KnowledgeError, Library


class NotYours(KnowledgeError):
    """A question that someone else is asked."""


class Privacy(commands.Cog):
    """Deletes a person's questions when the person says so."""

    def __init__(self, library: Library, preferences: ServerPreferences, manners: Manners) -> None:
        self._library = library
        self._preferences = preferences
        self._manners = manners

    @commands.HybridCommand
    @app_commands.describe(confirm="CONFIRM, to delete at once")
    async def forgetme(self, ctx: Context, confirm: str = "") -> None:
        """Delete all your questions, in every server and in direct messages."""
        if confirm == CONFIRM:
            await replying.say(ctx, await self._forget(ctx))
            return
        held = await self._library.retention.left_by(str(ctx.author.id), own=await _own(ctx))
        if not held:
            await replying.say(ctx, serving.nothing_of_yours())
            return
        view = confirming.under("forget", ctx.author.id, yes=serving.delete(), no=receiving.keep())
        await replying.send(ctx, serving.forget(held, replying.prefix(ctx)), view=view, private=True)

    @commands.Cog.listener()
    async def on_forget(self, interaction: discord.Interaction, decision: Decision) -> None:
        """Do what was decided, if it is the person's own."""
        try:
            await tongues.suit_person(interaction, self._preferences)
            await self._manners.check_press(interaction, shows=False)
            if interaction.user.id != decision.subject:
                raise NotYours(serving.not_yours())
            await replying.hold(interaction)
            await replying.turn(interaction, Page(await self._decided(interaction, decision)), None)
        except Exception as error:
            await failures.tell(interaction, error)

    async def _decided(self, interaction: discord.Interaction, decision: Decision) -> str:
        if not decision.sure:
            return serving.all_kept()
        if confirming.expired(interaction):
            return serving.too_late("/")
        return await self._forget(interaction)

    async def _forget(self, where: Where) -> str:
        person = replying.person(where)
        return serving.forgotten(await self._library.forget(str(person.id), own=await _own(where)))


async def _own(where: Where) -> list[str]:
    """Return the collection of the person's direct messages, as far as Discord tells it."""
    if not where.guild:
        return [replying.collection(where)]
    with suppress(discord.HTTPException):
        return [f"dm-{(await replying.person(where).create_dm()).id}"]
    return []
