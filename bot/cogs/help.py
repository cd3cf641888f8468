"""What the bot can do, page by page."""

import discord
from discord import app_commands
from discord.ext import commands

from bot.allowing import keepers
from bot.drawing import render
from bot.guide import manual
from bot.guide.commands import entries
from bot.guide.examples import LOOKED_AT, examples
from bot.guide.manual import Reader
from bot.hearing import choices
from bot.languages import spelling
from bot.phrases import answers
from bot.phrases import manual as phrases
from bot.sending import replying
from bot.sending.replying import Context
from bot.servers.preferences import ServerPreferences
from knowledge import Library


class Help(commands.Cog):
    """Teaches how the bot is used."""

    def __init__(self, library: Library, preferences: ServerPreferences) -> None:
        self._library = library
        self._preferences = preferences

    @commands.HybridCommand
    @app_commands.describe(command="A command, or filters; without, the list of all commands")
    async def help(self, ctx: Context, *, command: str = "") -> None:
        """Show what I can do and how to ask me, with examples from the articles here."""
        reader = await self._reader(ctx)
        shown = await self._library.overview(collection=replying.collection(ctx), newest=LOOKED_AT)
        blocks = manual.page(command, entries(ctx.bot, reader.prefix), reader, examples(shown.newest))
        sampling = not command and await self._library.on_samples()
        footer = phrases.more(reader.prefix) if not command else ""
        note = answers.on_samples_here() if sampling else ""
        await replying.deliver(ctx, lambda room: render.fitted([*blocks, note], room, footer))

    @help.autocomplete("command")
    async def _topics(self, interaction: discord.Interaction[commands.AutoShardedBot], typed: str) -> choices.Choices:
        reader = Reader(prefix="/", me="", manages=await keepers.may(interaction, self._preferences))
        topics = manual.topics(entries(interaction.client, "/"), reader)
        called = {topic: " ".join(map(spelling.localised, topic.split())) for topic in topics}
        near = [topic for topic in topics if typed.casefold() in f"{topic} {called[topic]}".casefold()]
        return choices.named((called[topic], topic) for topic in near)

    async def _reader(self, ctx: Context) -> Reader:
        """Return who asks for help, and how commands begin here."""
        assert ctx.bot.user
        manages = await keepers.may(ctx, self._preferences)
        prefix = await replying.heard_prefix(ctx, self._preferences)
        return Reader(prefix=prefix, me=ctx.bot.user.name, manages=manages)
