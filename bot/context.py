"""What cogs and views know of where they run: the client, where and how something is asked, and what it follows."""

import logging
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from datetime import datetime, timedelta

import discord
from discord.ext import commands

from bot import error_handler, i18n, responses
from bot.checks import UsagePolicy
from bot.preferences import GuildSettingsStore
from bot.progress import ProgressMessages
from bot.responses import MessageLocks, Target
from bot.text import formatting, parsing
from bot.uploads import PendingArticles
from knowledge import (
    Answer,
    AnswerNotFound,
    AskContext,
    AskForm,
    InvalidQuestion,
    KnowledgeError,
    Library,
    Quota,
    StoreUnavailable,
)

_CLOCK_DRIFT = timedelta(minutes=1)
"""How far Discord's clock may be behind ours."""
_SEARCHED_MESSAGES = 100
"""Messages that are looked through for one that may have arrived."""

Replied = discord.Message | discord.DeletedReferencedMessage | None

log = logging.getLogger(__name__)

MAX_LEFT_AGE = timedelta(minutes=15)
"""Questions older than this are not answered after a restart: whoever asked has gone on, and Discord forgets an
interaction after as long."""


class Client(commands.AutoShardedBot):
    """A Discord client with a library to answer from.

    discord.py makes persistent buttons by itself, from their custom ids: they have no constructor to be handed the
    library, and find it here.
    """

    library: Library
    preferences: GuildSettingsStore
    policy: UsagePolicy
    quota: Quota
    """How much each server can hold."""
    pending: PendingArticles
    """Articles that were read and wait for somebody's decision."""
    progress: ProgressMessages
    """Additions that are under way."""
    answer_locks: MessageLocks
    """One lock for each answer, so that two who press More at once get the same passages."""

    def serves(self, collection: str) -> bool:
        """Tell whether this process hears what is said to a collection; direct messages come with the first shard."""
        if self.shard_ids is None or not self.shard_count:
            return True
        shard = (int(collection) >> 22) % self.shard_count if collection.isdecimal() else 0
        return shard in self.shard_ids

    async def claims(self, where: responses.Target, name: str, channel: str = "") -> bool:
        """Tell whether this process is the one that acts on something; where the store can't tell, say so.

        Args:
            where: What reached the bot.
            name: What it is called, the same in every process.
            channel: Where another process finds it if this one dies before it has logged what was asked.
        """
        try:
            return await self.library.processes.claim(name, channel)
        except StoreUnavailable as error:
            await error_handler.handle_error(where, error)
            return False

    async def responds(self, interaction: discord.Interaction) -> bool:
        return await self.claims(interaction, f"interaction {interaction.id}")


def is_open(post: discord.Thread) -> bool:
    """Tell whether a post of a forum still takes answers."""
    return not (post.locked or post.archived or parsing.is_solved([tag.name for tag in post.applied_tags]))


def is_passing(error: Exception) -> bool:
    """Tell whether something fails only for a while, so that it is worth trying again at the next look."""
    if isinstance(error, KnowledgeError):
        return error.is_temporary
    return (
        error.status >= 500
        if isinstance(error, discord.HTTPException)
        else not isinstance(error, discord.DiscordException)
    )


def in_words(error: Exception) -> object:
    """Return an error as the log says it, without the words of a question."""
    if isinstance(error, InvalidQuestion):
        return type(error).__name__
    return formatting.error_text(error) if isinstance(error, KnowledgeError) else error


def client_of(interaction: discord.Interaction) -> Client:
    assert isinstance(interaction.client, Client)
    return interaction.client


def client_at(where: responses.Target) -> Client:
    """Return the client that a command or an interaction reached."""
    client = where.client if isinstance(where, discord.Interaction) else where.bot
    assert isinstance(client, Client)
    return client


async def replied_question(where: Target, library: Library) -> int | None:
    """Return the question that the replied-to message answered; None for any other message."""
    if isinstance(where, discord.Interaction) or where.interaction or not is_reply(where.message):
        return None
    reference = where.message.reference
    assert reference
    id = await library.question_log.id_of_reply(str(reference.message_id), collection=responses.collection(where))
    if id is not None:
        return id
    # The message may come from a process that was killed before it could note which answer it shows, or name any other.
    named = answer_id_of(reference.resolved, where.bot.user)
    asked = await library.question_log.asked(named, **responses.asker_scope(where)) if named is not None else None
    return named if asked and everyone_can_see(where, asked.channel) else None


def form_of(where: Target, following: int | None) -> AskForm:
    """Return in which way something is asked."""
    if isinstance(where, discord.Interaction):
        return "menu"
    if where.interaction:
        return "slash"
    if following is not None:
        return "reply"
    if not where.guild:
        return "direct"
    return "mention" if where.me in where.message.mentions else "prefix"


def ask_context(where: Target, *, following: int | None = None, private: bool = False) -> AskContext:
    """Return where, by whom and how something is asked."""
    interaction = where if isinstance(where, discord.Interaction) else where.interaction
    return AskContext(
        **responses.ask_location(where),
        message="" if interaction or not where.message else str(where.message.id),
        private=private,
        following=following,
        form=form_of(where, following),
        locale=i18n.current_language(),
    )


def text_of_reply(message: discord.Message, me: discord.ClientUser) -> str | None:
    """Return the text of a reply to one of our answers; None if there is none."""
    if not is_reply(message) or not message.reference or answer_id_of(message.reference.resolved, me) is None:
        return None
    return message.content.strip() or None


async def tells_answer(where: responses.Context, library: Library) -> bool:
    """Tell whether a reply says to somebody else what we did not find: then it is no question for us."""
    following = await replied_question(where, library)
    if following is None or parsing.asks(where.message.content):
        return False
    asked = await library.question_log.asked(following, **responses.asker_scope(where))
    return asked is not None and asked.outcome == "declined" and not asked.is_own


def is_reply(message: discord.Message) -> bool:
    """Tell replies from other references to a message, such as forwards."""
    return message.type is discord.MessageType.reply and message.reference is not None


def answer_id_of(message: Replied, me: discord.ClientUser | None) -> int | None:
    """Return the answer id in the last line of a message, where the message is ours."""
    if not isinstance(message, discord.Message) or message.author != me:
        return None
    shown = [message.content, *_displayed(message.components), *(each.footer.text for each in message.embeds)]
    return parsing.answer_id_in(next(filter(None, reversed(shown)), ""))


async def message_with_answer(
    channel: discord.abc.Messageable, answer: int, *, since: datetime, me: discord.ClientUser | None
) -> int | None:
    """Return the message of ours that shows an answer, which a process may have sent before it was killed.

    Args:
        channel: Where it would be.
        answer: The answer's id.
        since: When the answer was found.
        me: Who we are.
    """
    return await find_own_message(channel, lambda message: answer_id_of(message, me) == answer, since=since)


def is_last_message(channel: discord.abc.Messageable, message: int, *, at: datetime) -> bool:
    """Tell whether nothing can have been written in a channel since something was asked there.

    Args:
        channel: Where it was asked.
        message: The message that asked; 0 where none did.
        at: When it was asked, by the clock of this machine.
    """
    last: int = getattr(channel, "last_message_id", None) or 0
    return last <= (message or discord.utils.time_snowflake(at - _CLOCK_DRIFT))


async def find_own_message(
    channel: discord.abc.Messageable, is_it: Callable[[discord.Message], bool], *, since: datetime
) -> int | None:
    """Return the id of a message that a process may have sent before it was killed; None where there is none."""
    with suppress(discord.Forbidden):
        async for message in channel.history(limit=_SEARCHED_MESSAGES, after=since - _CLOCK_DRIFT):
            if is_it(message):
                return message.id
    return None


async def use_user_locale(interaction: discord.Interaction, preferences: GuildSettingsStore) -> None:
    """Use the language of the person's Discord for this task, if we have it."""
    language = i18n.match_locale(interaction.locale.value)
    if language:
        i18n.set_language(language)
        return
    await use_guild_locale(None if responses.is_foreign(interaction) else interaction.guild, preferences)


async def use_guild_locale(guild: discord.Guild | None, preferences: GuildSettingsStore) -> None:
    """Use the language of the server for this task; in direct messages it stays the operator's."""
    chosen = await _chosen_language(guild, preferences)
    language = _own(guild) if chosen == i18n.AUTO else chosen
    if language:
        i18n.set_language(language)


async def _chosen_language(guild: discord.Guild | None, preferences: GuildSettingsStore) -> str:
    """Return the language that a server has set, empty where it can't be read."""
    try:
        return (await preferences.of(guild.id if guild else None)).language
    except KnowledgeError as error:
        log.warning("Could not read the language of a server: %s", error)
        return ""


async def use_command_locale(
    said: str, command: str, guild: discord.Guild | None, preferences: GuildSettingsStore
) -> None:
    """Use the language in which a command was called by its name, unless the server has chosen another."""
    language = i18n.language_of_name(said, command)
    if language and await _chosen_language(guild, preferences) == i18n.AUTO:
        i18n.set_language(language)


def _own(guild: discord.Guild | None) -> str | None:
    """Return a community's own language; other servers can't choose one, and Discord reports them all as en-US."""
    if guild is None or "COMMUNITY" not in guild.features:
        return None
    return i18n.match_locale(guild.preferred_locale.value)


async def dm_collections(where: Target) -> list[str]:
    """Return the collection of the person's direct messages; none where Discord does not tell the channel."""
    if not where.guild:
        return [responses.collection(where)]
    with suppress(discord.HTTPException):
        return [f"dm-{(await responses.author(where).create_dm()).id}"]
    return []


def can_see(where: Target, channel: str) -> bool:
    """Tell whether the person who asks for something can see a channel of the same server, named by its id.

    One that is gone, or that Discord does not tell us of, is seen by nobody. Where the bot is not, all that there is to
    see is the person's own.
    """
    if responses.home(where) is None or where.guild is None or (where.channel and channel == str(where.channel.id)):
        return True
    person = responses.author(where)
    found = where.guild.get_channel_or_thread(int(channel)) if channel.isdigit() else None
    if found is None or not isinstance(person, discord.Member):
        return False
    allowed = found.permissions_for(person)
    if not allowed.view_channel:
        return False
    if not isinstance(found, discord.Thread) or not found.is_private() or allowed.manage_threads:
        return True
    return any(member.id == person.id for member in found.members)


def everyone_can_see(where: Target, channel: str) -> bool:
    """Tell whether everyone who reads a reply here can see another channel: it is this one, or open to the server."""
    if where.guild is None or (where.channel and channel == str(where.channel.id)):
        return True
    found = where.guild.get_channel_or_thread(int(channel)) if channel.isdigit() else None
    if found is None or (isinstance(found, discord.Thread) and found.is_private()):
        return False
    return found.permissions_for(where.guild.default_role).view_channel


def check_visible(where: Target, answer: Answer) -> Answer:
    """Return an answer that the person may see where it was given; raises AnswerNotFound as if there were none."""
    if can_see(where, answer.channel):
        return answer
    raise AnswerNotFound.unknown(answer.id)


def message_words(message: discord.Message | discord.MessageSnapshot) -> str:
    """Return the text of a message: its own, else what it forwards, else that of its components or embeds."""
    return message.content if message.content.strip() else shown_words(message)


def shown_words(message: discord.Message | discord.MessageSnapshot) -> str:
    """Return all that a message shows: its own text, what it forwards, and that of its components and embeds."""
    embedded = (text for embed in message.embeds for text in _embedded(embed))
    found = (message.content.strip(), *map(message_words, _behind(message)), *_displayed(message.components), *embedded)
    return "\n".join(text for text in (*found, *_polled(message)) if text)


def message_files(message: discord.Message) -> list[discord.Attachment]:
    return [file for each in (message, *_behind(message)) for file in each.attachments]


def _behind(message: discord.Message | discord.MessageSnapshot) -> Iterator[discord.Message | discord.MessageSnapshot]:
    """Yield what a message forwards, or the one that its thread began with."""
    if not isinstance(message, discord.Message):
        return
    yield from message.message_snapshots
    first = message.reference.resolved if message.reference else None
    if message.type is discord.MessageType.thread_starter_message and isinstance(first, discord.Message):
        yield first


def _embedded(embed: discord.Embed) -> Iterator[str | None]:
    """Yield the texts of an embed, each of its fields on a line; of a poll's result what was asked and what won."""
    if embed.type == "poll_result":
        result = {field.name: field.value for field in embed.fields}
        yield from (result.get("poll_question_text"), result.get("victor_answer_text"))
        return
    yield embed.title
    yield embed.description
    for field in embed.fields:
        said = filter(str.strip, (field.name or "", field.value or ""))
        yield ": ".join(said).replace("\u200b", "").strip(": ")


def _polled(message: discord.Message | discord.MessageSnapshot) -> Iterator[str]:
    """Yield what a poll asks, and its answers."""
    poll = message.poll if isinstance(message, discord.Message) else None
    if poll is None:
        return
    yield poll.question
    yield from (f"- {answer.text}" for answer in poll.answers)


def asked_words(message: discord.Message, me: discord.ClientUser | None) -> str:
    """Return the text of a message that may ask something; what we show of articles asks nothing."""
    ours = message.author == me and (message.embeds or message.flags.components_v2)
    return "" if ours else message_words(message)


def message_links(message: discord.Message | discord.MessageSnapshot) -> tuple[str, ...]:
    """Return the links that a message leads to without writing them out: of its embeds and buttons, or a forward's."""
    forwarded = message.message_snapshots if isinstance(message, discord.Message) else ()
    embedded = (embed.url for embed in message.embeds)
    found = (*embedded, *_linked(message.components), *(link for each in forwarded for link in message_links(each)))
    return tuple(dict.fromkeys(link for link in found if link))


def _linked(components: Iterable[discord.Component]) -> Iterator[str | None]:
    """Yield the links of buttons among components, in their order."""
    for component in components:
        if isinstance(component, discord.Button):
            yield component.url
        elif isinstance(component, discord.Container | discord.SectionComponent | discord.ActionRow):
            yield from _linked(component.children)
            yield from _linked([component.accessory] if isinstance(component, discord.SectionComponent) else [])


def _displayed(components: Iterable[discord.Component]) -> Iterator[str]:
    """Yield the texts among components, in their order."""
    for component in components:
        if isinstance(component, discord.TextDisplay):
            yield component.content
        elif isinstance(component, discord.Container | discord.SectionComponent):
            yield from _displayed(component.children)
