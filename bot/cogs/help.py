"""What the bot can do, in one message."""

from discord.ext import commands

from bot import replying
from bot.phrases import answers, guide
from bot.preferences import ServerPreferences
from bot.render import Page
from bot.replying import Context
from knowledge import Library


class Help(commands.Cog):
    """Says how the bot is used."""

    def __init__(self, library: Library, preferences: ServerPreferences) -> None:
        self._library = library
        self._preferences = preferences

    @commands.HybridCommand
    async def help(self, ctx: Context) -> None:
        """Say what I can do and how to ask me."""
        assert ctx.bot.user
        note = answers.on_samples_here() if await self._library.on_samples() else ""
        chosen = await self._preferences.of(ctx.guild.id if ctx.guild else None)
        page = Page(guide.help_discord(chosen.prefix, ctx.bot.user.name), note)
        await replying.deliver(ctx, lambda room: page)
