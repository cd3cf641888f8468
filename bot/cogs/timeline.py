"""Answers in the order of days, and who said something first."""

from functools import partial

from discord import app_commands
from discord.ext import commands

from bot import i18n, responses
from bot.embeds import answers as render
from bot.embeds import timeline
from bot.i18n import gettext as _
from bot.responses import Context
from bot.text import parsing
from bot.text.commands import discord_options
from bot.text.timeline import MAX_PASSAGES
from knowledge import MAX_QUESTION_CHARS, Answer, AskContext, InvalidQuestion, Library


class Timelines(commands.Cog):
    """Shows what the articles of each day say, and the first and the last to say something."""

    def __init__(self, library: Library) -> None:
        self._library = library

    @commands.hybrid_command(**discord_options("timeline"))  # type: ignore[arg-type]
    @app_commands.describe(question="What you want to know, day by day")
    async def timeline(self, ctx: Context, *, question: commands.Range[str, 0, MAX_QUESTION_CHARS] = "") -> None:
        """Answer a question day by day."""
        if not (asked := parsing.strip_markup(question)):
            raise InvalidQuestion(
                _("Give a question, e.g. {prefix}timeline What did the envoys agree on?").format(
                    prefix=responses.prefix(ctx)
                )
            )
        place = AskContext(
            **responses.ask_location(ctx),
            message="" if ctx.interaction else str(ctx.message.id),
            form="slash" if ctx.interaction else "prefix",
            locale=i18n.current_language(),
        )
        found = await responses.with_typing(ctx, self._library.ask(asked, place, k=MAX_PASSAGES))
        draw = (
            partial(timeline.timeline_page, found) if isinstance(found, Answer) else partial(render.decline_page, found)
        )
        reply = await responses.send_page(ctx, draw)
        if reply:
            await self._library.question_log.set_reply(found.id, str(reply))

    @commands.hybrid_command(**discord_options("first"))  # type: ignore[arg-type]
    @app_commands.describe(words="Words of one paragraph, or “a phrase” in quotation marks")
    async def first(self, ctx: Context, *, words: commands.Range[str, 0, MAX_QUESTION_CHARS] = "") -> None:
        """Show which article was the first to say something, and which the last."""
        if not (said := parsing.strip_markup(words)):
            raise InvalidQuestion(
                _("Give the words, e.g. {prefix}first “sanctions relief”.").format(prefix=responses.prefix(ctx))
            )
        looking = self._library.mentions(said, collection=responses.collection(ctx))
        found = await responses.with_typing(ctx, looking)
        await responses.send_page(ctx, partial(timeline.mentions_page, found))
