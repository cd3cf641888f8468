"""What a process leaves when it dies: questions, answered once at the next start or by another, and additions."""

import asyncio
import logging
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from functools import partial

import aiohttp
import discord
from discord.ext import commands, tasks

from bot import context, i18n, responses
from bot.context import Client
from bot.embeds import answers as render
from bot.embeds import articles, timeline
from bot.progress import ProgressMessage
from bot.responses import Hear, MessageLocks
from bot.text import formatting, markdown
from bot.text.timeline import MAX_TIMELINE_PASSAGES
from bot.views.answer import AnswerAction, answer_view, turned_to
from knowledge import Answer, AnswerNotFound, AskContext, Decline, KnowledgeError, Library
from knowledge.store import AbandonedMessage, UndeliveredReply

NONCE_AGE = timedelta(minutes=1)
"""How long a reply that is sent again surely appears once, by its nonce: Discord says “the past few minutes”."""
TAKE_OVER_SECONDS = 5
"""How often a process looks for what others have left that died."""

log = logging.getLogger(__name__)


class Redelivery(commands.Cog):
    """Answers what an earlier process left: a message as if it came now, a slash command with a message of its own."""

    def __init__(self, client: Client, library: Library, turns: MessageLocks, hear: Hear) -> None:
        self._client = client
        self._library = library
        self._turns = turns
        self._hear = hear
        self._left: list[UndeliveredReply] = []
        self._progress: dict[int, ProgressMessage] = {}
        self._tried: set[int | str] = set()
        """Questions and messages that this process has tried to answer, or found not to be its own."""

    async def cog_load(self) -> None:
        """Note what is left before anything new is asked."""
        self._left = await self._undelivered()
        self._progress = await self._client.progress.take_up()

    async def cog_unload(self) -> None:
        self.look_for_left.cancel()

    @commands.Cog.listener()
    async def on_ready(self) -> None:
        left, self._left = self._left, []
        await self._try_all(left)
        shown, self._progress = self._progress, {}
        for command, message in shown.items():
            await asyncio.create_task(self._end(command, message))
        if self._library.processes.name and not self.look_for_left.is_running():
            self.look_for_left.start()

    @tasks.loop(seconds=TAKE_OVER_SECONDS)
    async def look_for_left(self) -> None:
        """Take up what other processes left that have died since; what fails is tried again at the next look."""
        try:
            left = await self._undelivered()
            await self._try_all(left)
            abandoned = await self._library.processes.abandoned()
            for each in abandoned:
                if each.message not in self._tried:
                    self._tried.add(each.message)
                    await asyncio.create_task(self._hear_again(each))
            self._tried &= {each.id for each in left} | {each.message for each in abandoned}
        except KnowledgeError as error:
            log.warning("Could not look for what others have left: %s", formatting.error_text(error))

    async def _end(self, command: int, shown: ProgressMessage) -> None:
        """Say in a message that shows how far an addition is that it was interrupted."""
        try:
            channel = await self._channel(shown.channel)
            if channel is not None:
                await context.use_guild_locale(getattr(channel, "guild", None), self._client.preferences)
                posted = self._client.get_partial_messageable(shown.channel).get_partial_message(shown.message)
                embedded = responses.shows_embeds(channel)
                await responses.change_page(posted, articles.interrupted_page, view=None, embedded=embedded)
        except (KnowledgeError, discord.DiscordException, aiohttp.ClientError, OSError) as error:
            log.warning("Could not say that an addition was interrupted: %s", context.in_words(error))
            if context.is_passing(error):
                self._progress[command] = shown
                return
        await self._client.progress.drop(command)

    async def _undelivered(self) -> list[UndeliveredReply]:
        """Return what no process that lives has in hand, for the servers of this one."""
        alive = [each.name for each in await self._library.processes.alive()]
        left = await self._library.question_log.undelivered(datetime.now(UTC) - context.MAX_LEFT_AGE, in_hand=alive)
        return [each for each in left if self._client.serves(each.collection)]

    async def _try_all(self, left: Sequence[UndeliveredReply]) -> None:
        for each in left:
            if each.id not in self._tried:
                self._tried.add(each.id)
                # In a task of its own, as each has its own language.
                await asyncio.create_task(self._try(each))

    async def _is_ours(self, left: UndeliveredReply) -> bool:
        """Tell whether this process is the one that answers a question, and it is still to be answered."""
        if not self._library.processes.name:
            return True
        # Until it is ours, as the store may be away, and whoever has it now may die too.
        self._tried.discard(left.id)
        if not await self._library.processes.claim(f"question {left.id}", from_dead=True):
            return False
        is_left = any(each.id == left.id for each in await self._undelivered())
        self._tried.add(left.id)
        return is_left

    async def _hear_again(self, left: AbandonedMessage) -> None:
        """Answer a message of which nothing was logged, unless it was answered, or asks nothing."""
        try:
            channel = await self._channel(int(left.channel))
            if channel is None or not self._client.serves(_collection(channel)):
                return
            message = await channel.fetch_message(int(left.message))
            self._tried.discard(left.message)
            if not await self._library.processes.claim(left.message, left.channel, from_dead=True):
                return
            self._tried.add(left.message)
            is_reply = partial(_replies_to, message, me=self._client.user)
            if await context.find_own_message(channel, is_reply, since=message.created_at):
                return
            async with self._turns.of(message.id):
                ctx = await self._hear(message)
                if ctx and ctx.command and ctx.command.name in ("ask", "timeline"):
                    await self._client.invoke(ctx)
                    log.info("Answered message %s, which was left by a process that ended", left.message)
        except (KnowledgeError, discord.DiscordException, aiohttp.ClientError, OSError) as error:
            log.warning("Could not answer message %s: %s", left.message, context.in_words(error))
            if context.is_passing(error):
                self._tried.discard(left.message)

    async def _channel(self, id: int) -> discord.abc.Messageable | None:
        channel = self._client.get_channel(id) or await self._client.fetch_channel(id)
        return channel if isinstance(channel, discord.abc.Messageable) else None

    async def _try(self, left: UndeliveredReply) -> None:
        try:
            if await self._is_ours(left):
                await self._deliver(left)
        except (KnowledgeError, discord.DiscordException, aiohttp.ClientError, OSError) as error:
            log.warning("Could not answer question %d after a restart: %s", left.id, context.in_words(error))
            if context.is_passing(error):
                self._tried.discard(left.id)

    async def _deliver(self, left: UndeliveredReply) -> None:
        channel = await self._channel(int(left.channel))
        if channel is None:
            return
        if not responses.reads_history(channel):
            await self._deliver_blind(left, channel)
        elif left.message and left.form != "forum":
            await self._ask_again(left, await channel.fetch_message(int(left.message)))
        elif not await self._has_arrived(left, channel):
            if isinstance(channel, discord.Thread) and left.form == "forum" and not await self._is_open(left, channel):
                await self._library.question_log.drop_undelivered(left.id)
                return
            await self._post(left, channel)

    async def _is_open(self, left: UndeliveredReply, thread: discord.Thread) -> bool:
        """Tell whether a post still waits for an answer: nobody but its poster and us has written since it asked."""
        if not context.is_open(thread):
            return False
        expected = {thread.owner_id, self._client.user and self._client.user.id}
        async for each in thread.history(after=discord.Object(int(left.message)), oldest_first=True):
            if each.author.id not in expected:
                return False
        return True

    async def _deliver_blind(self, left: UndeliveredReply, channel: discord.abc.Messageable) -> None:
        """Answer where neither the question can be read again, nor whether the reply to it had arrived."""
        earlier = await self._library.question_log.replies_to([left.message]) if left.message else []
        if earlier:
            await self._post(left, channel, instead_of=int(earlier[0].reply))
        elif left.message and not left.edited and datetime.now(UTC) - left.asked_at < NONCE_AGE:
            await self._post(left, channel, key=responses.reply_key(int(left.message)))
        elif context.is_last_message(channel, int(left.message or 0), at=left.asked_at):
            await self._post(left, channel)
        else:
            log.warning("Question %d may have been answered before the restart, and is not answered again", left.id)

    async def _ask_again(self, left: UndeliveredReply, message: discord.Message) -> None:
        """Hear a message once more; what an earlier version of it was answered with is changed."""
        async with self._turns.of(message.id):
            ctx = await self._hear(message)
            if not ctx or not ctx.command or ctx.command.name not in ("ask", "timeline"):
                return
            place = ctx.channel if responses.may_write(ctx) else await message.author.create_dm()
            if await self._has_arrived(left, place):
                return
            earlier = await self._library.question_log.replies_to([left.message])
            ctx.earlier = next((int(posted.reply) for posted in earlier), None)
            await self._client.invoke(ctx)
            await self._library.question_log.drop_undelivered(left.id)
        log.info("Answered question %d, which was left by a process that ended", left.id)

    async def _post(
        self, left: UndeliveredReply, channel: discord.abc.Messageable, *, key: str = "", instead_of: int | None = None
    ) -> None:
        """Post what was found, with the question where it cannot be a reply to it.

        A slash command's own response is out of reach, and no message can refer to one that cannot be read.

        Args:
            left: The question.
            channel: Where it was asked.
            key: What the reply was to the process that ended, if that sent it with a nonce.
            instead_of: The message of ours that shows the answer to an earlier version of the question.
        """
        key = key or (f"forum {left.message}" if left.form == "forum" else f"undelivered {left.id}")
        replies = bool(left.message) and responses.reads_history(channel)
        with i18n.use_language(left.locale or i18n.SOURCE):
            found = await self._found(left)
            draw, view = await self._drawn(left, found, channel)
            if instead_of:
                posted = self._client.get_partial_messageable(int(left.channel)).get_partial_message(instead_of)
                sent = await responses.change_page(posted, draw, view=view, embedded=responses.shows_embeds(channel))
            else:
                sent = await responses.post_page(
                    channel,
                    draw,
                    key=key,
                    heading="" if replies or left.form == "timeline" else found.question,
                    view=view,
                    reply_to=int(left.message) if replies else None,
                )
        await self._library.question_log.set_reply(found.id, str(sent))
        log.info("Answered question %d, which was left by a process that ended", left.id)

    async def _drawn(
        self, left: UndeliveredReply, found: Answer | Decline, channel: discord.abc.Messageable
    ) -> tuple[render.Draw, discord.ui.View | None]:
        """Return how to draw what was found, and its buttons, in the way that was asked for."""
        if left.form != "timeline" or isinstance(found, Decline):
            return partial(render.reply_page, found), answer_view(found)
        room = markdown.MAX_DESCRIPTION if responses.shows_embeds(channel) else render.LAYOUT_ROOM
        pages = await asyncio.to_thread(timeline.timeline_pages, found, room)
        page, view = turned_to(AnswerAction("days", found.id), pages, found)
        return (lambda _: page), view

    async def _found(self, left: UndeliveredReply) -> Answer | Decline:
        """Return the answer that was found; without one it is asked once more, by nobody, as the log has a hash."""
        try:
            return await self._library.source(id=left.id, collection=left.collection)
        except AnswerNotFound:
            place = AskContext(
                collection=left.collection,
                channel=left.channel,
                message=left.message,
                form=left.form,
                locale=left.locale,
            )
            server = int(left.collection) if left.collection.isdecimal() else None
            chosen = await self._client.preferences.of(server)
            k = MAX_TIMELINE_PASSAGES if left.form == "timeline" else chosen.passages
            found = await self._library.ask(left.text, place, k=k)
            await self._library.question_log.drop_undelivered(left.id)
            return found

    async def _has_arrived(self, left: UndeliveredReply, channel: discord.abc.Messageable) -> bool:
        """Tell whether the reply was sent and only not noted, and note it."""
        shown = await context.message_with_answer(channel, left.id, since=left.asked_at, me=self._client.user)
        if shown is not None:
            await self._library.question_log.set_reply(left.id, str(shown))
        return shown is not None


def _collection(channel: discord.abc.Messageable) -> str:
    server = getattr(channel, "guild", None)
    return str(server.id) if isinstance(server, discord.Guild) else "dm"


def _replies_to(asked: discord.Message, said: discord.Message, *, me: discord.ClientUser | None) -> bool:
    return said.author == me and said.reference is not None and said.reference.message_id == asked.id
