"""Questions, in every form they come in: commands, files, new posts of forums, and questions that were edited."""

import asyncio
import logging
from collections import Counter, OrderedDict, deque
from datetime import UTC, datetime, timedelta
from functools import partial

import aiohttp
import discord
from discord import app_commands
from discord.ext import commands

from bot import context, i18n, questions, responses, uploads
from bot.context import Client
from bot.embeds import answers as render
from bot.i18n import gettext as _
from bot.preferences import GuildSettings, GuildSettingsStore
from bot.questions import QuestionFileRefused
from bot.responses import Context, EditableContext, Hear, MessageLocks, OutgoingFile, Target
from bot.tasks import PeriodicCog
from bot.text import formatting, markdown, messages, parsing
from bot.text.commands import discord_options
from bot.text.parsing import MIN_FORUM_CONFIDENCE
from bot.text.reports import csv_bytes
from bot.views.answer import answer_view, delete_view, more_view
from knowledge import MAX_QUESTION_CHARS, Answer, AnswerNotFound, AskContext, Decline, KnowledgeError, Library
from knowledge.store import PostedReply

PAUSE = timedelta(minutes=2)
"""How long people have for an answer of their own before a post is looked at."""
MAX_AGE = timedelta(hours=6)
"""Posts older than this are let be, such as those from before a long stop."""
_SEEN_POSTS = 5_000
_READ_MESSAGES = 50
"""Messages of a post that are read to see whether somebody has answered."""
_ANSWERS_FILE = "answers.csv"

log = logging.getLogger(__name__)


class EmptyQuestion(KnowledgeError):
    """A message with no words to look up."""


class Ask(commands.Cog):
    """Answers questions from the library."""

    def __init__(self, library: Library, preferences: GuildSettingsStore) -> None:
        self._library = library
        self._preferences = preferences
        self.answering: set[str] = set()
        """Collections in which a file of questions is being answered."""
        self.menu = app_commands.ContextMenu(name="Find sources for this", callback=self._find)
        """The entry in the menu of every message."""

    def open_to_installs(self) -> None:
        """Let people use `/ask` and the menu's entry wherever they are, who have installed the bot for themselves."""
        assert self.ask.app_command
        everywhere = app_commands.AppCommandContext(guild=True, dm_channel=True, private_channel=True)
        by_anybody = app_commands.AppInstallationType(guild=True, user=True)
        self.ask.app_command.allowed_contexts = self.menu.allowed_contexts = everywhere
        self.ask.app_command.allowed_installs = self.menu.allowed_installs = by_anybody

    @commands.hybrid_command(**discord_options("ask"))  # type: ignore[arg-type]
    @app_commands.describe(
        question="What you want to know",
        private="Only you see the answer; you can share it afterwards",
        file="Many questions at once: a .txt with one per line, or a .csv; the answers come as a table",
    )
    async def ask(
        self,
        ctx: Context,
        file: discord.Attachment | None = None,
        *,
        question: commands.Range[str, 0, MAX_QUESTION_CHARS] = "",
        private: bool | None = None,
    ) -> None:
        """Answer a question from the articles and show the paragraphs it comes from."""
        if file is None and question and parsing.is_talk(question):
            is_topic = parsing.may_be_topic(question)
            if not (is_topic and await self._library.has_word(question, collection=responses.collection(ctx))):
                await _talk(ctx, question)
                return
        chosen = await self._preferences.of(responses.home(ctx))
        wanted = chosen.private if private is None else private
        # A message cannot be answered to one person alone; in a direct message there is no one else.
        private = responses.is_foreign(ctx) or (wanted and bool(ctx.interaction and ctx.guild))
        if file and responses.is_foreign(ctx):
            raise QuestionFileRefused(
                _("I answer files of questions only on servers that I'm on, and in direct messages to me.")
            )
        if file and (not question or questions.is_question_file(file.filename)):
            await self._answer_file(ctx, file, question, chosen, private=private)
            return
        await self._answer(ctx, question, chosen, private=private)

    @ask.autocomplete("question")
    async def _suggest(self, interaction: discord.Interaction, typed: str) -> responses.Choices:
        found = await self._library.suggestions(
            typed, collection=responses.collection(interaction), is_visible=partial(context.can_see, interaction)
        )
        return responses.choices(found)

    async def _find(self, interaction: discord.Interaction, message: discord.Message) -> None:
        """Ask with the text of a message; only the person who chose it sees the answer."""
        chosen = await self._preferences.of(responses.home(interaction))
        said = context.asked_words(message, interaction.client.user)
        text = parsing.question_from_message(said, chosen.prefix, MAX_QUESTION_CHARS)
        if not text:
            raise EmptyQuestion(_("There are no words in that message that I could look up. Choose one with text."))
        private = interaction.guild_id is not None or responses.is_foreign(interaction)
        await self._answer(interaction, text, chosen, private=private)

    async def _answer(self, where: Target, question: str, chosen: GuildSettings, *, private: bool) -> None:
        asked = parsing.strip_markup(question)
        if not asked:
            raise commands.UserInputError
        interaction = where if isinstance(where, discord.Interaction) else where.interaction
        following = await context.replied_question(where, self._library)
        if parsing.wants_more(asked):
            await self._more(where, following, chosen.passages, private=private)
            return
        asking = context.ask_context(where, following=following, private=private)
        shown_to = context.can_see if private else context.everyone_can_see
        looking = self._library.ask(asked, asking, k=chosen.passages, leading=True, is_visible=partial(shown_to, where))
        found = await responses.with_typing(where, looking, private=private)
        sampling = isinstance(found, Decline) and await self._library.uses_samples(
            collection=responses.collection(where)
        )
        reply = await responses.send_page(
            where,
            partial(render.reply_page, found, note=messages.samples_note() if sampling else ""),
            heading=asked if interaction else "",
            first_line=render.short_line(found),
            view=answer_view(
                found, more=_may_have_more(found, chosen), private=private, abroad=responses.is_foreign(where)
            ),
            private=private,
        )
        if reply:
            await self._library.question_log.set_reply(found.id, str(reply))

    async def _answer_file(
        self, ctx: Context, file: discord.Attachment, first: str, chosen: GuildSettings, *, private: bool
    ) -> None:
        """Answer the questions of a file with a table, one file of a server at a time."""
        here = responses.collection(ctx)
        if not questions.is_question_file(file.filename):
            raise QuestionFileRefused(
                _("I read questions from .txt and .csv files: one per line, or in a column “question”.")
            )
        if file.size > questions.MAX_BYTES:
            raise QuestionFileRefused(
                _("{name} is over {size}, which is too large. Split the file.").format(
                    name=markdown.strip_invisible(file.filename), size=formatting.size(questions.MAX_BYTES)
                )
            )
        if here in self.answering:
            raise QuestionFileRefused(
                _("I'm still answering another file of questions here. Send yours again when that is done.")
            )
        self.answering.add(here)
        try:
            answering = self._table(ctx, file, first, chosen, private=private)
            data, said = await responses.with_typing(ctx, answering, private=private)
        finally:
            self.answering.discard(here)
        await responses.send(ctx, said, files=[OutgoingFile(_ANSWERS_FILE, data)], private=private)

    async def _table(
        self, ctx: Context, file: discord.Attachment, first: str, chosen: GuildSettings, *, private: bool
    ) -> tuple[bytes, str]:
        """Return the answers to a file of questions as a table, and what there is to say of them."""
        data = await uploads.fetch(file)
        asked = await asyncio.to_thread(questions.read_questions, data, file.filename, most=questions.MAX_QUESTIONS)
        place = AskContext(**responses.ask_location(ctx), private=private, form="file", locale=i18n.current_language())
        rows, outcomes = [], Counter[str]()
        async for each in questions.ask_each(
            self._library, [*filter(None, [parsing.strip_markup(first)]), *asked], place, k=chosen.passages
        ):
            rows.append(questions.answer_row(each))
            outcomes[each.outcome] += 1
        table = await asyncio.to_thread(csv_bytes, questions.HEADER, rows)
        return table, questions.summary(outcomes)

    async def _more(self, where: Target, following: int | None, k: int, *, private: bool) -> None:
        """Show further passages of the answer that is replied to, or of the last one in the channel."""
        if following is None:
            location = responses.ask_location(where)
            following = (await self._library.question_log.last_answer(**location, private=private)).id
        asking = responses.asker_scope(where)
        more = self._library.more_passages(following, **asking, k=k)
        found = await responses.with_typing(where, more, private=private)
        view = more_view(found, more=len(found.citations) == k)
        await responses.send_page(where, partial(render.reply_page, found), view=view, private=private)


async def _talk(ctx: Context, said: str) -> None:
    """Reply to what was asked with a command, and is no question."""
    courtesy = parsing.courtesy(said)
    if courtesy:
        await responses.send_text(ctx, courtesy)
        return
    if responses.is_foreign(ctx):
        await responses.send_text(ctx, _("Hi! Ask me something, and I'll look it up in my articles. Only you see it."))
        return
    name, rest = parsing.parse_command(said)
    command = ctx.bot.get_command(name)
    assert isinstance(command, commands.HybridCommand)
    await ctx.invoke(command, **{"command" if name == "help" else "words": rest})


def _may_have_more(found: Answer | Decline, chosen: GuildSettings) -> bool:
    """Tell whether there may be more passages: there are none where fewer were found than may be shown."""
    return isinstance(found, Answer) and (found.more > 0 or len(found.citations) == chosen.passages)


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
        except (KnowledgeError, discord.HTTPException, aiohttp.ClientError, OSError) as error:
            said = context.in_words(error)
            if context.is_passing(error):
                log.warning("Could not look at a post; trying again: %s", said)
                return
            log.warning("Let a post be: %s", said, extra={"subject": thread.id})
        self._seen[thread.id] = None
        while len(self._seen) > _SEEN_POSTS:
            self._seen.popitem(last=False)

    async def _look_at(self, thread: discord.Thread) -> None:
        if not context.is_open(thread):
            return
        here = str(thread.guild.id)
        # One that a process left is answered by what looks for such, unless it is too old for that.
        since = datetime.now(UTC) - context.MAX_LEFT_AGE
        if await self._library.question_log.has_asked(str(thread.id), collection=here, form="forum", since=since):
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
        except (KnowledgeError, discord.HTTPException, aiohttp.ClientError, OSError) as error:
            log.warning("Let a follow-up be: %s", context.in_words(error), extra={"subject": thread.id})

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
        if not parsing.asks(message.content) or not context.is_open(thread) or not await self._may_speak(thread):
            return
        last = None
        async for each in thread.history(limit=_READ_MESSAGES, before=message):
            if each.author.id != thread.owner_id:
                last = each
                break
        following = context.answer_id_of(last, self._client.user)
        if following is None:
            return
        # What we say can name the answer of another channel.
        asked = await self._library.question_log.asked(following, collection=str(thread.guild.id))
        if asked and asked.channel == str(thread.id):
            question = parsing.question_from_message(message.content, "", MAX_QUESTION_CHARS)
            await self._answer(thread, message, question, following=following)

    async def _answer(
        self, thread: discord.Thread, message: discord.Message, question: str, following: int | None = None
    ) -> None:
        """Answer a message in its post where that is nearly sure; it is noted before it is sent, so never twice."""
        asked = parsing.strip_markup(question)
        if not asked or not await self._library.processes.claim(f"forum {message.id}", from_dead=True):
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
        try:
            sent = await responses.post_page(
                thread,
                partial(render.reply_page, found),
                key=f"forum {message.id}",
                view=answer_view(found),
                reply_to=message.id,
            )
        except (discord.HTTPException, aiohttp.ClientError, OSError):
            # Else the next look would take it for answered.
            await self._library.question_log.drop_undelivered(found.id)
            raise
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


_EDITABLE = timedelta(minutes=2)
"""How long after it was sent an edited question changes its answer."""
_LATE = timedelta(hours=1)
"""After this, Discord's events are about something else that happened to the message, such as a pin."""
_REMEMBERED = 1_000
"""How many questions are remembered whose edit could not be answered: their replies show why instead of an answer."""


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
            view = answer_view(found, deletable=True) or delete_view(posted.id)
        except AnswerNotFound:
            view = delete_view(posted.id)
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
