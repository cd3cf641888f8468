"""What a person has left with the bot, and how it is deleted."""

from contextlib import suppress

import discord
from discord import app_commands
from discord.ext import commands

from bot.buttons.confirming import CONFIRM, Confirmation
from bot.phrases import serving
from bot.sending import replying
from bot.sending.replying import Context
from knowledge import Library


class Privacy(commands.Cog):
    """Deletes a person's questions when the person says so."""

    def __init__(self, library: Library) -> None:
        self._library = library

    @commands.HybridCommand
    @app_commands.describe(confirm="CONFIRM, to delete at once")
    async def forgetme(self, ctx: Context, confirm: str = "") -> None:
        """Delete all your questions, in every server and in direct messages."""
        own = await _own(ctx)
        if confirm == CONFIRM:
            await replying.say(ctx, await self._forget(ctx.author.id, own))
            return
        held = await self._library.retention.left_by(str(ctx.author.id), own=own)
        if not held:
            await replying.say(ctx, serving.nothing_of_yours())
            return
        asked = serving.forget(held, replying.prefix(ctx))
        if not ctx.interaction and not replying.may_write(ctx):
            await replying.say(ctx, asked)
            return
        view = Confirmation(ctx.author.id, serving.delete(), lambda: self._forget(ctx.author.id, own))
        view.message = await ctx.send(asked, view=view, ephemeral=True)

    async def _forget(self, person: int, own: list[str]) -> str:
        return serving.forgotten(await self._library.forget(str(person), own=own))


async def _own(ctx: Context) -> list[str]:
    """Return the collection of the person's direct messages, as far as Discord tells it."""
    if not ctx.guild:
        return [f"dm-{ctx.channel.id}"]
    with suppress(discord.HTTPException):
        return [f"dm-{(await ctx.author.create_dm()).id}"]
    return []
