"""Questions that are edited or deleted after they were answered."""

import logging
from collections import deque
from datetime import timedelta

import discord
from discord.ext import commands

from bot import context, responses, views
from bot.embeds import answers as render
from bot.preferences import GuildSettingsStore
from bot.responses import EditableContext, Hear, MessageLocks
from bot.text import parsing
from knowledge import AnswerNotFound, Library
from knowledge.store import PostedReply

_EDITABLE = timedelta(minutes=2)
"""How long after it was sent an edited question changes its answer."""
_LATE = timedelta(hours=1)
"""After this, Discord's events are about something else that happened to the message, such as a pin."""
_REMEMBERED = 1_000
"""How many questions are remembered whose edit could not be answered: their replies show why instead of an answer."""

log = logging.getLogger(__name__)


class MessageEdits(commands.Cog):
    """Answers an edited question again in the same message, and lets the asker delete the answer to a deleted one."""

    def __init__(
        self,
        bot: commands.AutoShardedBot,
        library: Library,
        preferences: GuildSettingsStore,
        turns: MessageLocks,
        hear: Hear,
    ) -> None:
        self._bot = bot
        self._library = library
        self._preferences = preferences
        self._turns = turns
        self._hear = hear
        self._failed: deque[int] = deque(maxlen=_REMEMBERED)

    @commands.Cog.listener()
    async def on_raw_message_edit(self, payload: discord.RawMessageUpdateEvent) -> None:
        """Answer the edited question, if it was edited soon after it was asked."""
        if not _in_time(payload.message):
            return
        async with self._turns.of(payload.message_id):
            ctx = await self._hear(payload.message)
            if not ctx or not ctx.command or ctx.command.name != "ask":
                return
            earlier = await self._library.question_log.replies_to([str(payload.message_id)])
            if payload.message_id not in self._failed and any(_unchanged(ctx, posted) for posted in earlier):
                return
            ctx.earlier = next((int(posted.reply) for posted in earlier), None)
            await self._bot.invoke(ctx)
            if ctx.command_failed:
                self._failed.append(payload.message_id)

    @commands.Cog.listener()
    async def on_raw_message_delete(self, payload: discord.RawMessageDeleteEvent) -> None:
        """Put a button to delete it under the answer to a deleted question."""
        await self._deleted(payload.guild_id, payload.message_id)

    @commands.Cog.listener()
    async def on_raw_bulk_message_delete(self, payload: discord.RawBulkMessageDeleteEvent) -> None:
        """Do the same for many questions at once, but for answers that were deleted with them."""
        for message in payload.message_ids:
            await self._deleted(payload.guild_id, message, also=payload.message_ids)

    async def _deleted(self, guild: int | None, message: int, also: frozenset[int] | set[int] = frozenset()) -> None:
        await context.use_guild_locale(self._bot.get_guild(guild or 0), self._preferences)
        async with self._turns.of(message):
            for posted in await self._library.question_log.replies_to([str(message)]):
                if int(posted.reply) not in also:
                    await self._make_deletable(posted)

    async def _make_deletable(self, posted: PostedReply) -> None:
        try:
            found = await self._library.source(id=posted.id, collection=posted.collection)
            view = views.answer_view(found, deletable=True) or views.delete_view(posted.id)
        except AnswerNotFound:
            view = views.delete_view(posted.id)
        channel = int(posted.channel)
        reply = self._bot.get_partial_messageable(channel).get_partial_message(int(posted.reply))
        try:
            if responses.shows_embeds(self._bot.get_channel(channel)):
                await responses.edit_message(reply, view=view)
                return
            # The buttons are components among those that show the answer.
            layout = render.with_buttons(await reply.fetch(), view)
            await responses.edit_message(reply, view=layout)
        except discord.HTTPException as error:
            log.info("Could not edit the answer to a deleted question: %s", error)


def _in_time(message: discord.Message) -> bool:
    edited = message.edited_at
    age = discord.utils.utcnow() - message.created_at
    return edited is not None and edited - message.created_at <= _EDITABLE and age <= _LATE


def _unchanged(ctx: EditableContext, posted: PostedReply) -> bool:
    """Tell whether the current text was already answered: Discord also reports previews and pins as edits."""
    return parsing.strip_markup(ctx.view.buffer[ctx.view.index :]) == posted.question
