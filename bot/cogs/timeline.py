"""Answers in the order of days, and who said something first."""

import asyncio
from dataclasses import replace
from functools import partial

import discord
from discord import app_commands
from discord.ext import commands

from bot import context, responses, views
from bot.embeds import answers as render
from bot.embeds import timeline
from bot.embeds.answers import Page
from bot.i18n import gettext as _
from bot.preferences import GuildSettingsStore
from bot.responses import Context
from bot.text import parsing
from bot.text.commands import discord_options
from bot.text.timeline import MAX_TIMELINE_PASSAGES
from bot.views import AnswerAction
from knowledge import MAX_QUESTION_CHARS, Answer, Decline, InvalidQuestion, Library


class Timelines(commands.Cog):
    """Shows what the articles of each day say, and the first and the last to say something."""

    def __init__(self, library: Library, preferences: GuildSettingsStore) -> None:
        self._library = library
        self._preferences = preferences

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
        chosen = await self._preferences.of(ctx.guild.id if ctx.guild else None)
        # A message cannot be answered to one person alone; in a direct message there is no one else.
        private = chosen.private and bool(ctx.interaction and ctx.guild)
        asking = replace(context.ask_context(ctx, private=private), form="timeline")
        room = responses.page_room(ctx)

        async def looked() -> tuple[Answer | Decline, Page, discord.ui.View | None]:
            found = await self._library.ask(asked, asking, k=MAX_TIMELINE_PASSAGES)
            if isinstance(found, Decline):
                return found, render.decline_page(found, room), views.answer_view(found)
            pages = await asyncio.to_thread(timeline.timeline_pages, found, room)
            return found, *views.turned_to(AnswerAction("days", found.id), pages, found)

        found, page, view = await responses.with_typing(ctx, looked(), private=private)
        reply = await responses.send_page(ctx, lambda _: page, view=view, private=private)
        if reply:
            await self._library.question_log.set_reply(found.id, str(reply))

    @commands.hybrid_command(**discord_options("first"))  # type: ignore[arg-type]
    @app_commands.describe(words="Words of one paragraph, or “a phrase” in quotation marks")
    async def first(self, ctx: Context, *, words: commands.Range[str, 0, MAX_QUESTION_CHARS] = "") -> None:
        """Show which article said something first, and which last."""
        if not (said := parsing.strip_markup(words)):
            raise InvalidQuestion(
                _("Give the words, e.g. {prefix}first “sanctions relief”.").format(prefix=responses.prefix(ctx))
            )
        looking = self._library.mentions(said, collection=responses.collection(ctx))
        found = await responses.with_typing(ctx, looking)
        await responses.send_page(ctx, partial(timeline.mentions_page, found))
