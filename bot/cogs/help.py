"""What the bot can do, in one message."""

from discord.ext import commands

from bot import replying
from bot.phrases import answers, guide
from bot.render import Page
from bot.replying import Context
from knowledge import Library


class Help(commands.Cog):
    """Says how the bot is used."""

    def __init__(self, library: Library, prefix: str) -> None:
        self._library = library
        self._prefix = prefix

    @commands.HybridCommand
    async def help(self, ctx: Context) -> None:
        """Say what I can do and how to ask me."""
        assert ctx.bot.user
        note = answers.on_samples() if await self._library.on_samples() else ""
        page = Page(guide.help_discord(self._prefix, ctx.bot.user.name), note)
        await replying.deliver(ctx, lambda room: page)
