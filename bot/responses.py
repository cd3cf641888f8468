"""Sending a reply exactly once, in the form that the channel allows."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from hashlib import blake2b
from io import BytesIO
from itertools import islice
from typing import Any, TypedDict, TypeVar
from weakref import WeakValueDictionary

import aiohttp
import discord
from discord import app_commands
from discord.ext import commands

from bot.embeds import answers
from bot.i18n import gettext as _
from bot.log import UNKNOWN_INTERACTION
from bot.preferences import GuildSettingsStore
from bot.text import markdown, messages

_RESPONDED = 40060
_OVER = frozenset({10015, 50027, UNKNOWN_INTERACTION})
"""What Discord says of an interaction that is over: all else must be said within 15 minutes."""
_LATE = "late"
"""Under which an interaction that is over keeps how many messages were sent instead."""
_ATTACHING = "attach_files"
_NONCE_BYTES = 12
"""Twice as many characters, of the 25 that Discord takes."""


@dataclass(frozen=True, slots=True)
class OutgoingFile:
    name: str
    data: bytes
    alt: str = ""
    """What a picture shows, for those who don't see it; none goes without."""

    def __post_init__(self) -> None:
        if self.name.endswith(".png") and not self.alt:
            raise ValueError(f"{self.name} is a picture without a text for those who don't see it")

    def upload(self) -> discord.File:
        """Return it as discord.py sends it; each attempt needs one of its own."""
        return discord.File(
            BytesIO(self.data), self.name, description=markdown.truncate(self.alt, markdown.MAX_ALT) or None
        )


@dataclass(frozen=True, slots=True)
class OutgoingMessage:
    """The content of one message, and whether only one person sees it."""

    content: str | None = None
    embeds: Sequence[discord.Embed] = ()
    view: discord.ui.View | None = None
    private: bool = False
    files: Sequence[OutgoingFile] = ()
    layout: discord.ui.LayoutView | None = None
    """Text and buttons together, in place of all of these but for files, where a channel shows no embeds."""

    @property
    def uploads(self) -> list[discord.File]:
        """The files, as one attempt sends them."""
        return [each.upload() for each in self.files]

    @property
    def given_view(self) -> discord.ui.View:
        """The buttons; discord.py has its own way of saying “none” for a new message."""
        return discord.utils.MISSING if self.view is None else self.view


_T = TypeVar("_T")


async def _once(response: Awaitable[_T]) -> _T | None:
    """Give an interaction its first response; None if an earlier attempt had arrived and only its receipt was lost."""
    try:
        return await response
    except discord.HTTPException as error:
        if error.code != _RESPONDED:
            raise
        return None


async def respond(interaction: discord.Interaction, parcel: OutgoingMessage) -> int:
    """Respond, fill a deferred response, or add to one that has been given; return the message's id."""
    if interaction.extras.get("replied"):
        # Discord has no nonce for these, so an attempt that may have arrived is not made again.
        return await _with_retry(lambda: _add(interaction, parcel), repeatable=False)
    message = await _with_retry(
        lambda: _fill(interaction, parcel) if interaction.response.is_done() else _first(interaction, parcel)
    )
    interaction.extras["replied"] = True
    return message


async def _add(interaction: discord.Interaction, parcel: OutgoingMessage) -> int:
    message = await interaction.followup.send(
        parcel.content or "",
        embeds=parcel.embeds,
        view=parcel.given_view,
        ephemeral=parcel.private,
        files=parcel.uploads,
        wait=True,
    )
    return message.id


async def _fill(interaction: discord.Interaction, parcel: OutgoingMessage) -> int:
    message = await interaction.edit_original_response(
        content=parcel.content, embeds=parcel.embeds, view=parcel.view, attachments=parcel.uploads
    )
    return message.id


async def _first(interaction: discord.Interaction, parcel: OutgoingMessage) -> int:
    given = await _once(
        interaction.response.send_message(
            parcel.content,
            embeds=parcel.embeds,
            view=parcel.given_view,
            ephemeral=parcel.private,
            files=parcel.uploads,
        )
    )
    if given is None:
        # The earlier attempt may have been a deferral, which still has to be filled.
        return await _fill(interaction, parcel)
    # Discord tells the message's id with its receipt; to ask for the message would be one more request.
    return given.message_id or (await interaction.original_response()).id


async def _send_late(interaction: discord.Interaction, parcel: OutgoingMessage) -> int | None:
    """Send what comes when an interaction is over as a message that names its person; what is private by DM.

    Returns:
        The message's id; None where no one could be reached.
    """
    person, channel = interaction.user, interaction.channel
    interaction.extras[_LATE] = number = interaction.extras.get(_LATE, 0) + 1
    sent: dict[str, Any] = {"embeds": parcel.embeds, "nonce": _nonce(f"late {interaction.id} {number}")}
    content = markdown.truncate("\n".join(filter(None, (person.mention, parcel.content))), markdown.MAX_MESSAGE)
    is_open = not (parcel.private or is_foreign(interaction)) and (shows_embeds(channel) or not parcel.embeds)
    if isinstance(channel, discord.abc.Messageable) and is_open:
        try:
            message = await _with_retry(
                lambda: channel.send(
                    content,
                    view=parcel.given_view,
                    files=parcel.uploads,
                    allowed_mentions=discord.AllowedMentions(users=[person]),
                    **sent,
                )
            )
            return message.id
        except discord.Forbidden as error:
            log.warning("Discord refused a late reply: %s", error, extra={"subject": channel.id})
    try:
        return (await _with_retry(lambda: person.send(parcel.content, files=parcel.uploads, **sent))).id
    except discord.Forbidden:
        log.warning("Cannot send a late reply as a direct message either", extra={"subject": person.id})
        return None


Context = commands.Context[commands.AutoShardedBot]
Target = Context | discord.Interaction
GuildChannel = discord.TextChannel | discord.Thread | discord.VoiceChannel
"""A channel of a server in which messages are sent."""


class EditableContext(Context):
    """A command given by a message, which may have been edited since it was first replied to."""

    earlier: int | None = None
    """The earlier reply, which is changed instead of another one sent."""
    replies: int = 0
    """How many replies have been started; each has its own nonce."""


Hear = Callable[[discord.Message], Awaitable[EditableContext | None]]
"""Returns the command that a message contains; None where there is nothing to run."""


class AskerScope(TypedDict):
    """Which answers to look among and for whom, in the form the library takes."""

    collection: str
    asker: str


class AskLocation(AskerScope):
    """Where and by whom something is asked, in the form the library takes."""

    channel: str


RETRY_DELAYS = (0.5, 2.0, 5.0)
"""Seconds between attempts when the connection to Discord is cut; discord.py does not try again by itself."""

log = logging.getLogger(__name__)


USER_INSTALL = "user-install"
"""The collection of those who ask where the bot is not. It has no articles, so that they ask the shared ones alone; all
questions in it are private."""


def is_foreign(where: Target) -> bool:
    """Tell whether something comes from where the bot is not: a server it isn't on, or a conversation of others.

    Whoever has installed the application for themselves can use it there.
    """
    if where.guild:
        client = where.client if isinstance(where, discord.Interaction) else where.bot
        return client.get_guild(where.guild.id) is None
    interaction = where if isinstance(where, discord.Interaction) else where.interaction
    return interaction is not None and interaction.context.private_channel


def home(where: Target) -> int | None:
    """Return the server whose settings count; None in direct messages, and where the bot is not."""
    return where.guild.id if where.guild and not is_foreign(where) else None


def collection(where: Target) -> str:
    """Return the collection that may be asked here: the server's, the direct message's own, or none of anybody's."""
    return ask_location(where)["collection"]


def ask_location(where: Target) -> AskLocation:
    """Return where something is asked, and by whom; not in which place where the bot is not."""
    if is_foreign(where):
        return AskLocation(collection=USER_INSTALL, channel="", asker=str(author(where).id))
    channel = where.channel.id if where.channel else 0
    collection = str(where.guild.id) if where.guild else f"dm-{channel}"
    return AskLocation(collection=collection, channel=str(channel), asker=str(author(where).id))


def author(where: Target) -> discord.User | discord.Member:
    """Return the person who used the command."""
    return where.user if isinstance(where, discord.Interaction) else where.author


def prefix(where: Target) -> str:
    """Return how commands begin where this one came from; an example never holds a mention's number."""
    said = where.prefix if isinstance(where, commands.Context) else "/"
    return "/" if not said or "@" in said else said


def asker_scope(where: Target) -> AskerScope:
    """Return which answers to look among, and for whom."""
    here = ask_location(where)
    return AskerScope(collection=here["collection"], asker=here["asker"])


def view_of(items: Iterable[discord.ui.Item[Any]]) -> discord.ui.View:
    """Return buttons and menus as they are sent under a message."""
    view = discord.ui.View(timeout=None)
    for item in items:
        view.add_item(item)
    return view


async def send_page(
    where: Target,
    draw: answers.Draw,
    *,
    heading: str = "",
    first_line: str = "",
    view: discord.ui.View | None = None,
    private: bool = False,
    files: Sequence[OutgoingFile] = (),
) -> int | None:
    """Send a page as an embed, or as a layout where embeds are not allowed; return the message's id.

    The first line is above the embed, as notifications show only what is.
    """
    # Files that can't be attached here take their page with them into a direct message.
    by_dm = files and isinstance(where, commands.Context) and not may_attach(where)
    if not may_embed(where) and not by_dm:
        attached = {each.name: each.alt for each in files}
        return await send(where, files=files, layout=answers.layout(draw, heading, first_line, view, attached))
    embed = answers.embed(draw, heading)
    return await send(where, first_line or None, embeds=[embed], view=view, private=private, files=files)


async def publish(
    interaction: discord.Interaction, draw: answers.Draw, *, heading: str, view: discord.ui.View | None
) -> int | None:
    """Send a page for everyone to see after a private response; return the message's id.

    A message of the bot's own has a nonce, so that it is sent again where its receipt was lost, and appears once. What
    is added to an interaction has none, and serves where the bot may not write by itself.
    """
    channel, allowed = interaction.channel, interaction.app_permissions
    writes = allowed.send_messages_in_threads if isinstance(channel, discord.Thread) else allowed.send_messages
    if not isinstance(channel, discord.abc.Messageable) or not (writes and allowed.embed_links):
        return await send_page(interaction, draw, heading=heading, view=view)
    embed, nonce = answers.embed(draw, heading), _nonce(str(interaction.id))
    buttons = discord.utils.MISSING if view is None else view
    try:
        return (await _with_retry(lambda: channel.send(embed=embed, view=buttons, nonce=nonce))).id
    except discord.Forbidden:  # As in a channel that is hidden from the bot, whatever it may do there.
        return await send_page(interaction, draw, heading=heading, view=view)


async def post_page(
    channel: discord.abc.Messageable,
    draw: answers.Draw,
    *,
    key: str,
    heading: str = "",
    view: discord.ui.View | None = None,
    reply_to: int | None = None,
) -> int:
    """Send a page that nobody has asked for just now; return the message's id.

    Args:
        channel: Where it goes.
        draw: What is drawn.
        key: What the message is, the same whenever it is tried again, so that it appears once.
        heading: The question, where the page does not reply to it.
        view: The buttons under it.
        reply_to: The message that it replies to, whose author is notified; it may be gone.
    """
    drawn: dict[str, Any] = {"view": answers.layout(draw, heading, buttons=view)}
    if shows_embeds(channel):
        drawn = {"embed": answers.embed(draw, heading), **({"view": view} if view else {})}
    if reply_to:
        place = channel.id if isinstance(channel, discord.abc.Snowflake) else 0
        drawn["reference"] = discord.MessageReference(message_id=reply_to, channel_id=place, fail_if_not_exists=False)
        drawn["mention_author"] = True
    message = await _with_retry(lambda: channel.send(nonce=_nonce(key), **drawn))
    return message.id


async def _defer(interaction: discord.Interaction) -> None:
    """Acknowledge a press before work that may take longer than Discord waits, and leave its message as it is."""
    await _with_retry(lambda: _once(interaction.response.defer()))
    interaction.extras["replied"] = True


async def delete_message(interaction: discord.Interaction) -> None:
    """Delete the message whose button was pressed."""
    await _defer(interaction)
    with suppress(discord.NotFound):  # As the receipt of an earlier attempt can be lost.
        await _with_retry(interaction.delete_original_response)


async def change_page(
    posted: discord.PartialMessage, draw: answers.Draw, *, view: discord.ui.View | None, embedded: bool
) -> int:
    """Show another page in a message of ours that no button of was pressed; return its id.

    Args:
        posted: The message.
        draw: What is drawn.
        view: The buttons under it.
        embedded: Whether it shows its page as an embed, else as a layout.
    """
    if embedded:
        return await edit_message(posted, embed=answers.embed(draw), view=view)
    return await edit_message(posted, view=answers.layout(draw, buttons=view))


async def edit_message(posted: discord.PartialMessage, **changes: Any) -> int:
    """Change a message of ours that no button of was pressed; return its id."""
    return (await _with_retry(lambda: posted.edit(allowed_mentions=discord.AllowedMentions.none(), **changes))).id


async def send_modal(interaction: discord.Interaction, modal: discord.ui.Modal) -> None:
    """Open a form."""
    await _with_retry(lambda: _once(interaction.response.send_modal(modal)))
    interaction.extras["replied"] = True


async def edit_page(interaction: discord.Interaction, page: answers.Page, view: discord.ui.View | None) -> None:
    """Show a page in place of the one whose button was pressed, in the form that the message has."""
    if has_embed(interaction):
        await _edit(interaction, embed=answers.embed(lambda _: page), view=view)
        return
    plain = bool(interaction.message and interaction.message.content)
    if plain and view is None:
        await _edit(interaction, content=page.body, view=None)
        return
    # A page of an earlier version of ours may be plain text, which a layout takes the place of.
    layout = answers.layout(lambda _: page, buttons=view)
    await _edit(interaction, **({"content": None} if plain else {}), view=layout)


def page_room(where: Target) -> int:
    """Return how many characters a page can have: in an embed, or in the layout that takes its place."""
    embedded = has_embed(where) if isinstance(where, discord.Interaction) and where.message else may_embed(where)
    return markdown.MAX_DESCRIPTION if embedded else answers.LAYOUT_ROOM


def has_embed(interaction: discord.Interaction) -> bool:
    """Tell whether the message whose button was pressed shows its page as an embed."""
    return bool(interaction.message and interaction.message.embeds)


async def edit_view(interaction: discord.Interaction, view: discord.ui.View | None) -> None:
    """Change the buttons of the message whose button was pressed."""
    await _edit(interaction, view=view, allowed_mentions=discord.AllowedMentions.none())


async def _edit(interaction: discord.Interaction, **changes: Any) -> None:
    async def attempt() -> None:
        if interaction.response.is_done() or not await _once(interaction.response.edit_message(**changes)):
            await interaction.edit_original_response(**changes)

    try:
        await _with_retry(attempt)
    except discord.NotFound as error:
        pressed = interaction.message
        if error.code != UNKNOWN_INTERACTION or not pressed or pressed.flags.ephemeral or is_foreign(interaction):
            raise
        # Too late for a response, but what everyone sees can be changed without one.
        await _with_retry(lambda: pressed.edit(**changes))
    interaction.extras["replied"] = True


async def send_text(where: Target, sentence: str) -> None:
    """Send one sentence, to an interaction so that only the person who asked sees it."""
    await send(where, answers.sentence_page(sentence), private=True)


async def send(
    where: Target,
    content: str | None = None,
    *,
    embeds: Sequence[discord.Embed] = (),
    view: discord.ui.View | None = None,
    private: bool = False,
    files: Sequence[OutgoingFile] = (),
    layout: discord.ui.LayoutView | None = None,
) -> int | None:
    """Send a message and return its id, or None where no one could be reached."""
    parcel = OutgoingMessage(content, embeds, view, private, files, layout)
    interaction = where if isinstance(where, discord.Interaction) else where.interaction
    if interaction:
        try:
            return await respond(interaction, parcel)
        except discord.HTTPException as error:
            if error.code not in _OVER:
                raise
            return await _send_late(interaction, parcel)
    assert isinstance(where, commands.Context)
    if isinstance(where, EditableContext) and where.earlier is not None:
        return await _change(where, where.earlier, parcel)
    if files and not may_attach(where):
        return await _send_dm(where, content, embeds, files)
    if may_write(where):
        nonce = _reply_nonce(where)
        try:
            return await _with_retry(lambda: _post(where, parcel, nonce))
        except discord.Forbidden as error:
            log.warning("Discord refused a message: %s", error, extra={"subject": where.channel.id})
    return await _send_dm(where, content, embeds, files)


async def send_file_by_dm(where: Target, file: OutgoingFile, said: str, *, note: str) -> None:
    """Send a file to one person by direct message, and say so where the command was given.

    Args:
        where: Where it was asked for.
        file: What is sent.
        said: What the direct message says of it.
        note: What is said where the command was given.
    """
    if where.guild is None:
        await send(where, said, files=[file], private=True)
        return
    if isinstance(where, commands.Context) and not may_write(where):
        await _send_dm(where, said, (), [file])
        return
    try:
        await _whisper(where, OutgoingMessage(said, files=[file]))
    except discord.Forbidden:
        if where.interaction if isinstance(where, commands.Context) else where:
            await send(where, said, files=[file], private=True)
            return
        note = _(
            "You don't take direct messages from this server, so I can't send you the file. Use the slash command."
        )
    await send_text(where, note)


async def send_file_privately(where: Target, file: OutgoingFile, said: str, *, note: str) -> None:
    """Send a file for one person: with the private response to a slash command, otherwise as `send_file_by_dm` does."""
    if isinstance(where, discord.Interaction) or where.interaction:
        await send(where, said, files=[file], private=True)
        return
    await send_file_by_dm(where, file, said, note=note)


async def effective_prefix(ctx: Context, preferences: GuildSettingsStore) -> str:
    """Return the prefix to show in examples here: a slash where prefix commands aren't heard."""
    if ctx.interaction or (ctx.guild and not ctx.bot.intents.message_content):
        return "/"
    return (await preferences.of(ctx.guild.id if ctx.guild else None)).prefix


def may_write(ctx: Context) -> bool:
    """Tell whether the bot may write where the question was asked."""
    return bool(getattr(_allowed(ctx), _writing(ctx)))


def may_embed(where: Target) -> bool:
    """Tell whether a reply may have an embed where it goes: the channel, or a direct message instead."""
    return isinstance(where, discord.Interaction) or not may_write(where) or _allowed(where).embed_links


def shows_embeds(channel: object) -> bool:
    """Tell whether a message of ours in a channel can have an embed."""
    return _permissions_in(channel).embed_links


def reads_history(channel: object) -> bool:
    """Tell whether messages of a channel can be read that were sent before this process began."""
    return _permissions_in(channel).read_message_history


def _permissions_in(channel: object) -> discord.Permissions:
    """Return what the bot may do in a channel: everything in a direct message, and where nothing tells."""
    if not isinstance(channel, discord.abc.GuildChannel | discord.Thread):
        return discord.Permissions.all()
    try:
        return channel.permissions_for(channel.guild.me)
    except discord.ClientException:
        # A thread whose channel is not in the cache.
        return discord.Permissions.all()


def may_attach(ctx: Context) -> bool:
    """Tell whether a reply can have a file where it goes: the channel, or a direct message instead."""
    return not may_write(ctx) or _allowed(ctx).attach_files


def can_attach(where: Target) -> bool:
    """Tell whether a reply can have a file and still be where it was asked for."""
    return isinstance(where, discord.Interaction) or where.interaction is not None or may_attach(where)


def _writing(ctx: Context) -> str:
    """Return the permission that writing takes where the question was asked."""
    return "send_messages_in_threads" if isinstance(ctx.channel, discord.Thread) else "send_messages"


def _allowed(ctx: Context) -> discord.Permissions:
    """Return the bot's permissions here; all of them if unknown, so that Discord can refuse."""
    if ctx.interaction or not ctx.guild or isinstance(ctx.channel, discord.PartialMessageable):
        return discord.Permissions.all()
    try:
        return ctx.bot_permissions
    except discord.ClientException:
        # A thread whose channel is not in the cache.
        return discord.Permissions.all()


async def _with_retry(attempt: Callable[[], Awaitable[_T]], *, repeatable: bool = True) -> _T:
    """Retry if the connection is cut or Discord fails.

    discord.py itself repeats neither a cut connection nor a 503, nor a response to an interaction; other errors of
    Discord's it repeats five times, which an outage can outlast.

    Args:
        attempt: What to do, anew each time.
        repeatable: Whether doing it twice is the same as once, by a nonce or because it replaces what is there. Else
            it is tried again only where it cannot have arrived.
    """
    safe = (aiohttp.ClientError, OSError, discord.DiscordServerError) if repeatable else (aiohttp.ClientConnectorError,)
    for pause in RETRY_DELAYS:
        try:
            return await attempt()
        except safe as error:
            log.warning("Discord could not be reached (%s); retrying in %s s", type(error).__name__, pause)
            await asyncio.sleep(pause)
    return await attempt()


def _reply_nonce(ctx: Context) -> str:
    """Return a nonce for the next reply to a message, which is another one after each edit, and the same on retries.

    Discord answers a nonce that it has seen in the last minutes with the message that carried it first.
    """
    number = 0
    if isinstance(ctx, EditableContext):
        number = ctx.replies
        ctx.replies += 1
    return _nonce(reply_key(ctx.message.id, ctx.message.edited_at, number))


def reply_key(message: int, edited_at: datetime | None = None, number: int = 0) -> str:
    """Return what a reply to a message is, the same whenever it is tried again, also by the next process."""
    return f"{message} {edited_at} {number}"


def _nonce(reply: str) -> str:
    return blake2b(reply.encode(), digest_size=_NONCE_BYTES).hexdigest()


async def _post(ctx: Context, parcel: OutgoingMessage, nonce: str) -> int:
    known: dict[str, Any] = {"view": parcel.layout}
    if not parcel.layout:
        known = {"content": parcel.content, "embeds": parcel.embeds, "view": parcel.given_view}
        known["suppress_embeds"] = not parcel.embeds
    send = partial(ctx.send, files=parcel.uploads, nonce=nonce, **known)
    if not ctx.guild or not _allowed(ctx).read_message_history:
        return (await send()).id
    return (await send(reference=ctx.message.to_reference(fail_if_not_exists=False))).id


async def _change(ctx: Context, id: int, parcel: OutgoingMessage) -> int | None:
    """Edit an earlier reply; if it has been deleted, nothing replaces it."""
    earlier = ctx.bot.get_partial_messageable(ctx.channel.id).get_partial_message(id)
    layout = parcel.layout
    if parcel.content and not may_embed(ctx):
        # The earlier reply is a layout, which takes no text beside it.
        said = answers.Page(parcel.content)
        attached = {each.name: each.alt for each in parcel.files}
        layout = answers.layout(lambda _: said, buttons=parcel.view, files=attached)

    def change() -> Coroutine[None, None, discord.Message]:
        if layout:
            return earlier.edit(content=None, embeds=(), view=layout, attachments=parcel.uploads)
        return earlier.edit(content=parcel.content, embeds=parcel.embeds, view=parcel.view, attachments=parcel.uploads)

    try:
        return (await _with_retry(change)).id
    except discord.HTTPException as error:
        if isinstance(error, discord.DiscordServerError):
            raise
        log.warning("Could not edit an earlier reply: %s", error)
        return None


async def _send_dm(
    ctx: Context, content: str | None, embeds: Sequence[discord.Embed], files: Sequence[OutgoingFile] = ()
) -> int | None:
    """Send to the person who asked, where the bot may not write in the channel."""
    place = {"subject": ctx.channel.id}
    log.warning("Cannot write in channel %s of server %s", ctx.channel.id, ctx.guild and ctx.guild.id, extra=place)
    note = _dm_notice(ctx, _writing(ctx) if not may_write(ctx) else "" if may_attach(ctx) or not files else _ATTACHING)
    try:
        if content and len(note) + len(content) >= markdown.MAX_MESSAGE:
            await _whisper(ctx, OutgoingMessage(note))
            note = ""
        return await _whisper(ctx, OutgoingMessage("\n".join(filter(None, (note, content))), embeds, files=files))
    except discord.Forbidden:
        log.warning("Cannot send the person a direct message either", extra=place)
        return None


async def _whisper(where: Target, parcel: OutgoingMessage) -> int:
    """Send a direct message to the person who used a command; return its id."""
    nonce = _nonce(f"dm {where.id}") if isinstance(where, discord.Interaction) else _reply_nonce(where)
    person = author(where)
    message = await _with_retry(
        lambda: person.send(parcel.content, embeds=parcel.embeds, files=parcel.uploads, nonce=nonce)
    )
    return message.id


def _dm_notice(ctx: Context, lacking: str) -> str:
    """Say in which channel the bot can't write, and which permission is missing, if one is known to be."""
    server = markdown.escape_markdown(markdown.strip_invisible(ctx.guild.name)) if ctx.guild else ""
    missing = messages.permission_names([lacking]) if lacking else ""
    return _sent_elsewhere(f"<#{ctx.channel.id}> ({server})" if server else f"<#{ctx.channel.id}>", missing)


def _sent_elsewhere(place: str, missing: str) -> str:
    """Say why a reply comes as a direct message, with the permission that is missing; the place is as drawn."""
    if not missing:
        return _("Discord doesn't let me write in {place}, so here is my reply.").format(place=place)
    return _(
        "I don't have the “{permission}” permission in {place}, so here is my reply. Someone who manages the server "
        "can give it to me."
    ).format(permission=missing, place=place)


TYPING_DELAY = 0.7
"""Seconds before a slow reply to a message shows that the bot is at work: within a second for the one who waits, not so
soon that a crowd costs a request more for each."""
DEFER_DELAY = 1.5
"""Seconds before a slow response to an interaction is deferred, which costs a request more: Discord itself shows that
it waits, for 3 seconds, of which these leave half to a slow line."""
TYPING_SECONDS = 5.0
"""Seconds after which typing is shown again; Discord shows it for ten."""

_typing_in: set[int] = set()
"""The channels where typing is shown: once is enough for everyone waiting there."""


async def with_typing(
    where: Target, work: Coroutine[None, None, _T], *, private: bool = False, in_place: bool = False
) -> _T:
    """Wait for the work, and show that it is in progress if it takes long: typing, or a deferred interaction.

    Args:
        where: What asked for it.
        work: What to wait for.
        private: Whether the reply is for one person alone, which a deferral settles.
        in_place: Whether the reply is a change of the message whose button was pressed.
    """
    task = asyncio.ensure_future(work)
    message = isinstance(where, commands.Context) and not where.interaction
    try:
        await asyncio.wait({task}, timeout=TYPING_DELAY if message else DEFER_DELAY)
        if task.done() or (isinstance(where, commands.Context) and not may_write(where)):
            return await task
        return await _shown(where, task, private, in_place)
    finally:
        task.cancel()


async def _shown(where: Target, task: asyncio.Future[_T], private: bool, in_place: bool) -> _T:
    try:
        if isinstance(where, discord.Interaction):
            await (_defer(where) if in_place else where.response.defer(ephemeral=private, thinking=True))
            return await task
        if not where.interaction:
            return await _typing(where, task)
        async with where.typing(ephemeral=private):
            return await task
    except (discord.HTTPException, aiohttp.ClientError) as error:
        log.warning("Could not show that a reply is in progress: %s", error)
        return await task


async def _typing(where: Context, task: asyncio.Future[_T]) -> _T:
    channel = where.channel.id
    while channel in _typing_in and not task.done():
        await asyncio.wait({task}, timeout=TYPING_SECONDS)
    if task.done():
        return await task
    _typing_in.add(channel)
    try:
        async with where.typing():
            return await task
    finally:
        _typing_in.discard(channel)


PROGRESS_SECONDS = 2.0
"""Seconds between two edits of a message that shows how far something is."""


async def with_progress(
    where: Target,
    work: Coroutine[None, None, _T],
    draw: answers.Draw,
    *,
    private: bool = False,
    noted: Callable[[int], Awaitable[None]] | None = None,
) -> _T:
    """Wait for the work, and show how far it is in one message, which the reply then takes the place of.

    Args:
        where: Where it was asked for.
        work: What is done.
        draw: Draws how far it is; called every `PROGRESS_SECONDS`.
        private: Whether the reply is for one person alone.
        noted: Is told the id of that message.
    """
    task = asyncio.ensure_future(work)

    async def watched() -> _T:
        while not (await asyncio.wait({task}, timeout=PROGRESS_SECONDS))[0]:
            shown = await _show_progress(where, draw, private)
            if noted and shown:
                await noted(shown)
        return await task

    try:
        return await with_typing(where, watched(), private=private)
    finally:
        task.cancel()


async def _show_progress(where: Target, draw: answers.Draw, private: bool) -> int | None:
    """Send how far something is, or change what was sent of it, so that the next reply changes it, too.

    Returns:
        The message's id, where it was sent.
    """
    interaction = where if isinstance(where, discord.Interaction) else where.interaction
    if interaction and _LATE in interaction.extras:
        return None  # Only what comes in the end is a message of its own.
    try:
        if interaction:
            shown = await respond(interaction, OutgoingMessage(embeds=[answers.embed(draw)], private=private))
            interaction.extras["replied"] = False
            return shown
        sent = await send_page(where, draw, private=private)
    except (discord.HTTPException, aiohttp.ClientError) as error:
        log.warning("Could not show how far a reply is: %s", error)
        if interaction and isinstance(error, discord.HTTPException) and error.code in _OVER:
            interaction.extras[_LATE] = 0
        return None
    if isinstance(where, EditableContext):
        where.earlier = sent
    return sent


class MessageLocks:
    """A lock for each message, kept only while something holds it or waits for it."""

    def __init__(self) -> None:
        self._locks: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()

    def of(self, message: int) -> asyncio.Lock:
        """Return the lock of a message: whoever holds it runs after what was started before."""
        return self._locks.setdefault(message, asyncio.Lock())


in_guilds_only = app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False)
"""`app_commands.guild_only` says nothing of direct messages, so that the bot's own default would allow them."""
_Callback = TypeVar("_Callback", bound=Callable[..., Any])


def for_managers(callback: _Callback) -> _Callback:
    """Let only people use a command who can manage the server that they are on."""
    checked = commands.has_guild_permissions(manage_guild=True)(callback)
    return in_guilds_only(app_commands.default_permissions(manage_guild=True)(checked))


Choices = list[app_commands.Choice[str]]


def choices(texts: Iterable[str]) -> Choices:
    """Offer the first of these texts, each once: harmless, and cut where too long."""
    shown = dict.fromkeys(
        filter(None, (markdown.truncate(markdown.strip_invisible(text), markdown.MAX_CHOICE) for text in texts))
    )
    return named_choices((text, text) for text in shown)


def named_choices(pairs: Iterable[tuple[str, str]]) -> Choices:
    """Offer the first of these values, each by its name."""
    return [app_commands.Choice(name=name, value=value) for name, value in islice(pairs, markdown.MAX_CHOICES)]
