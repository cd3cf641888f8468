"""The forum desk: new posts in chosen forums are answered without a mention, where the answer is nearly sure."""

import logging
from collections import OrderedDict
from datetime import datetime, timedelta
from functools import partial

import aiohttp
import discord
from discord.ext import commands

from bot import context, i18n, responses, views
from bot.client import Client
from bot.embeds import answers as render
from bot.tasks import PeriodicCog
from bot.text import formatting, parsing
from bot.text.parsing import MIN_FORUM_CONFIDENCE
from knowledge import MAX_QUESTION_CHARS, Answer, AskContext, KnowledgeError, Library

PAUSE = timedelta(minutes=2)
"""How long people have for an answer of their own before a post is looked at."""
MAX_AGE = timedelta(hours=6)
"""Posts older than this are let be, such as those from before a long stop."""
_SEEN_POSTS = 5_000
_READ_MESSAGES = 50
"""Messages of a post that are read to see whether somebody has answered."""

log = logging.getLogger(__name__)


class ForumDesk(PeriodicCog):
    """Answers new posts of chosen forums once, after a pause, and the follow-ups of their poster."""

    def __init__(self, library: Library, client: Client) -> None:
        super().__init__(library, client)
        self._seen: OrderedDict[int, None] = OrderedDict()

    async def look(self, now: datetime) -> None:
        """Answer the posts whose pause is over."""
        if not self._client.intents.message_content:
            return
        for guild in self._client.guilds:
            forums = (await self._client.preferences.of(guild.id)).forums
            for thread in guild.threads if forums else ():
                made = thread.created_at
                if thread.parent_id in forums and thread.id not in self._seen and made and now - made >= PAUSE:
                    await self._try(thread, too_old=now - made > MAX_AGE)

    async def _try(self, thread: discord.Thread, *, too_old: bool) -> None:
        """Look at a post; it is done with unless Discord or the store could not be reached."""
        try:
            if not too_old:
                await self._look_at(thread)
        except (discord.DiscordServerError, aiohttp.ClientError, OSError) as error:
            log.warning("Could not look at a post; trying again: %s", type(error).__name__)
            return
        except discord.HTTPException as error:
            log.warning("Let a post be: %s", error, extra={"subject": thread.id})
        except KnowledgeError as error:
            log.warning("Let a post be: %s", formatting.error_text(error), extra={"subject": thread.id})
        self._seen[thread.id] = None
        while len(self._seen) > _SEEN_POSTS:
            self._seen.popitem(last=False)

    async def _look_at(self, thread: discord.Thread) -> None:
        if thread.locked or thread.archived or parsing.is_solved([tag.name for tag in thread.applied_tags]):
            return
        here = str(thread.guild.id)
        if await self._library.question_log.has_asked(str(thread.id), collection=here, form="forum"):
            return
        if not await self._may_speak(thread):
            return
        messages = [each async for each in thread.history(limit=_READ_MESSAGES, oldest_first=True)]
        if any(each.author.id != thread.owner_id for each in messages):
            return
        if not messages or messages[0].author.bot:
            return
        await self._answer(thread, messages[0], parsing.question_of_post(thread.name, messages[0].content))

    @commands.Cog.listener()
    async def on_message(self, message: discord.Message) -> None:
        """Answer what the poster asks on, as long as nobody else has written since our answer."""
        thread = message.channel
        if not isinstance(thread, discord.Thread) or message.author.bot or message.author.id != thread.owner_id:
            return
        if message.id == thread.id or not self._client.intents.message_content:
            return
        chosen = await self._client.preferences.of(thread.guild.id)
        if thread.parent_id not in chosen.forums or self._is_addressed(message, chosen.prefix):
            return
        try:
            await self._follow_up(thread, message)
        except KnowledgeError as error:
            log.warning("Let a follow-up be: %s", formatting.error_text(error), extra={"subject": thread.id})

    def _is_addressed(self, message: discord.Message, prefix: str) -> bool:
        """Tell whether a message is answered as any other is: a command, a mention, a reply to us."""
        replied = message.reference and isinstance(message.reference.resolved, discord.Message)
        return (
            message.content.startswith(prefix)
            or self._client.user in message.mentions
            or bool(
                replied and message.reference and context.answer_id_of(message.reference.resolved, self._client.user)
            )
        )

    async def _follow_up(self, thread: discord.Thread, message: discord.Message) -> None:
        if not parsing.asks(message.content) or not await self._may_speak(thread):
            return
        if parsing.is_solved([tag.name for tag in thread.applied_tags]):
            return
        last = None
        async for each in thread.history(limit=_READ_MESSAGES, before=message):
            if each.author.id != thread.owner_id:
                last = each
                break
        following = context.answer_id_of(last, self._client.user)
        if following is not None:
            question = parsing.question_from_message(message.content, "", MAX_QUESTION_CHARS)
            await self._answer(thread, message, question, following=following)

    async def _answer(
        self, thread: discord.Thread, message: discord.Message, question: str, following: int | None = None
    ) -> None:
        """Answer a message in its post where that is nearly sure; it is noted before it is sent, so never twice."""
        asked = parsing.strip_markup(question)
        if not asked or not await self._library.processes.claim(f"forum {message.id}"):
            return
        await context.use_guild_locale(thread.guild, self._client.preferences)
        place = AskContext(
            collection=str(thread.guild.id),
            channel=str(thread.id),
            asker=str(message.author.id),
            message=str(message.id),
            following=following,
            form="forum",
            locale=i18n.current_language(),
        )
        k = (await self._client.preferences.of(thread.guild.id)).passages
        found: Answer | None = await self._library.ask_if_sure(asked, place, k=k, min_confidence=MIN_FORUM_CONFIDENCE)
        if found is None:
            return
        sent = await responses.post_page(
            thread,
            partial(render.reply_page, found),
            key=f"forum {message.id}",
            view=views.answer_view(found),
            reply_to=message.id,
        )
        await self._library.question_log.set_reply(found.id, str(sent))

    async def _may_speak(self, thread: discord.Thread) -> bool:
        """Tell whether the bot may write in a post, and show articles there."""
        parent = thread.parent
        if not isinstance(parent, discord.ForumChannel):
            return False
        allowed = thread.permissions_for(thread.guild.me)
        chosen = await self._client.preferences.of(thread.guild.id)
        is_shown = not chosen.age_restricted or parent.nsfw
        return is_shown and allowed.send_messages_in_threads and allowed.read_message_history
