"""Questions: one command for every form in which they come."""

from functools import partial

from discord import app_commands
from discord.ext import commands

from bot import addressing, render, replying
from bot.phrases import answers
from bot.preferences import ServerPreferences
from bot.replying import Context
from knowledge import MAX_QUESTION, Decline, Library


class Ask(commands.Cog):
    """Answers questions from the library."""

    def __init__(self, library: Library, preferences: ServerPreferences) -> None:
        self._library = library
        self._preferences = preferences

    @commands.HybridCommand
    @app_commands.describe(question="What you want to know")
    async def ask(self, ctx: Context, *, question: commands.Range[str, 1, MAX_QUESTION]) -> None:
        """Answer a question from the articles, with the paragraphs it stands in."""
        asked = addressing.question(question)
        if not asked:
            raise commands.UserInputError
        chosen = await self._preferences.of(ctx.guild.id if ctx.guild else None)
        found = await replying.meanwhile(
            ctx,
            self._library.ask(
                asked,
                collection=replying.collection(ctx),
                channel=str(ctx.channel.id),
                asker=str(ctx.author.id),
                k=chosen.passages,
            ),
        )
        sampling = isinstance(found, Decline) and await self._library.on_samples()
        note = answers.on_samples() if sampling else ""
        message = await replying.deliver(ctx, partial(render.reply, found, note=note))
        if message:
            await self._library.note_reply(found.id, str(message))
