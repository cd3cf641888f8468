"""Sending a reply exactly once, in the form that the channel allows."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import Any, TypedDict, TypeVar

import aiohttp
import discord
from discord.ext import commands

from bot.drawing import escape, limits, render
from bot.phrases import examining, faults
from bot.sending import responding
from bot.sending.responding import Parcel
from bot.servers.preferences import ServerPreferences

Context = commands.Context[commands.AutoShardedBot]
Where = Context | discord.Interaction
T = TypeVar("T")


class Spoken(Context):
    """A command given by a message, which may have been edited since it was first replied to."""

    earlier: int | None = None
    """The earlier reply, which is changed instead of another one sent."""


class Whose(TypedDict):
    """Among which answers to look, and on whose behalf, as the library takes it."""

    collection: str
    asker: str


class Place(Whose):
    """Where and by whom something is asked, as the library takes it."""

    channel: str


PAUSES = (0.5, 2.0, 5.0)
"""Seconds between attempts when the connection to Discord is cut; discord.py does not try again by itself."""

log = logging.getLogger(__name__)


def collection(where: Where) -> str:
    """Return the collection that may be asked here: the server's, or the direct message's own."""
    return place(where)["collection"]


def place(where: Where) -> Place:
    """Return where something is asked, and by whom."""
    channel = where.channel.id if where.channel else 0
    collection = str(where.guild.id) if where.guild else f"dm-{channel}"
    return Place(collection=collection, channel=str(channel), asker=str(person(where).id))


def person(where: Where) -> discord.User | discord.Member:
    """Return who asks something of the bot."""
    return where.user if isinstance(where, discord.Interaction) else where.author


def prefix(where: Where) -> str:
    """Return how commands begin where this one came from; an example never holds a mention's number."""
    said = where.prefix if isinstance(where, commands.Context) else "/"
    return "/" if not said or "@" in said else said


def whose(where: Where) -> Whose:
    """Return among which answers to look, and on whose behalf."""
    here = place(where)
    return Whose(collection=here["collection"], asker=here["asker"])


async def deliver(
    where: Where,
    draw: render.Draw,
    *,
    heading: str = "",
    view: discord.ui.View | None = None,
    private: bool = False,
) -> int | None:
    """Send a page as an embed, or as text where embeds are not allowed; return the message's id."""
    if not may_embed(where):
        return await send(where, render.message(draw), view=view, private=private)
    return await send(where, embeds=[render.embed(draw, heading)], view=view, private=private)


async def hold(interaction: discord.Interaction) -> None:
    """Let Discord know that a press was heard, before work that may take longer than it waits."""
    await _persistently(lambda: responding.hold(interaction))


async def turn(interaction: discord.Interaction, page: render.Page, view: discord.ui.View | None) -> None:
    """Show a page in place of the one whose button was pressed, in the form that the message has."""
    held = interaction.extras.get("replied")
    edit = interaction.edit_original_response if held else interaction.response.edit_message
    interaction.extras["replied"] = True
    if interaction.message and not interaction.message.embeds:
        await edit(content=render.message(lambda _: page), view=view)
        return
    await edit(embed=render.embed(lambda _: page), view=view)


async def say(where: Where, sentence: str) -> None:
    """Send one sentence, to an interaction so that only the person who asked sees it."""
    await send(where, render.sentence(sentence), private=True)


async def send(
    where: Where,
    content: str | None = None,
    *,
    embeds: Sequence[discord.Embed] = (),
    view: discord.ui.View | None = None,
    private: bool = False,
) -> int | None:
    """Send a message and return its id, or None where no one could be reached."""
    parcel = Parcel(content, embeds, view, private)
    interaction = where if isinstance(where, discord.Interaction) else where.interaction
    if interaction:
        return await _persistently(lambda: responding.respond(interaction, parcel))
    assert isinstance(where, commands.Context)
    if isinstance(where, Spoken) and where.earlier is not None:
        return await _change(where, where.earlier, parcel)
    if may_write(where):
        try:
            return await _persistently(lambda: _post(where, parcel))
        except discord.Forbidden as error:
            log.warning("Discord refused a message: %s", error, extra={"subject": where.channel.id})
    return await _whisper(where, content, embeds)


async def heard_prefix(ctx: Context, preferences: ServerPreferences) -> str:
    """Return how commands are best begun where this one came from: with a slash where no prefix is heard."""
    if ctx.interaction or (ctx.guild and not ctx.bot.intents.message_content):
        return "/"
    return (await preferences.of(ctx.guild.id if ctx.guild else None)).prefix


def may_write(ctx: Context) -> bool:
    """Tell whether the bot may write where the question was asked."""
    return bool(getattr(_allowed(ctx), _writing(ctx)))


def may_embed(where: Where) -> bool:
    """Tell whether a reply may have an embed where it goes: the channel, or a direct message instead."""
    return isinstance(where, discord.Interaction) or not may_write(where) or _allowed(where).embed_links


def _writing(ctx: Context) -> str:
    """Return the permission that writing takes where the question was asked."""
    return "send_messages_in_threads" if isinstance(ctx.channel, discord.Thread) else "send_messages"


def _allowed(ctx: Context) -> discord.Permissions:
    """Return what the bot may do here; everything where that is not known, for Discord to refuse."""
    if ctx.interaction or not ctx.guild or isinstance(ctx.channel, discord.PartialMessageable):
        return discord.Permissions.all()
    try:
        return ctx.bot_permissions
    except discord.ClientException:
        # A thread whose channel is not in the cache.
        return discord.Permissions.all()


async def _persistently(attempt: Callable[[], Awaitable[T]]) -> T:
    """Try again where the connection is cut; the nonce keeps a message that did arrive from appearing twice."""
    for pause in PAUSES:
        try:
            return await attempt()
        except (aiohttp.ClientError, OSError) as error:
            log.warning("The connection to Discord was cut (%s); trying again in %s s", type(error).__name__, pause)
            await asyncio.sleep(pause)
    return await attempt()


async def _post(ctx: Context, parcel: Parcel) -> int:
    send = partial(ctx.send, parcel.content, embeds=parcel.embeds, view=parcel.given_view)
    known: dict[str, Any] = {"nonce": str(ctx.message.id), "suppress_embeds": not parcel.embeds}
    if not ctx.guild or not _allowed(ctx).read_message_history:
        return (await send(**known)).id
    return (await send(**known, reference=ctx.message.to_reference(fail_if_not_exists=False))).id


async def _change(ctx: Context, id: int, parcel: Parcel) -> int | None:
    """Change an earlier reply; where it is gone, none takes its place."""
    earlier = ctx.bot.get_partial_messageable(ctx.channel.id).get_partial_message(id)
    change = partial(earlier.edit, content=parcel.content, embeds=parcel.embeds, view=parcel.view)
    try:
        return (await _persistently(change)).id
    except (discord.NotFound, discord.Forbidden) as error:
        log.warning("Could not change an earlier reply: %s", error)
        return None


async def _whisper(ctx: Context, content: str | None, embeds: Sequence[discord.Embed]) -> int | None:
    """Send to the person who asked, where the bot may not write in the channel."""
    place = {"subject": ctx.channel.id}
    log.warning("Could not write in channel %s of server %s", ctx.channel.id, ctx.guild and ctx.guild.id, extra=place)
    note = _whence(ctx)
    try:
        if content and len(note) + len(content) >= limits.MESSAGE:
            await ctx.author.send(note)
            note = ""
        return (await ctx.author.send("\n".join(filter(None, (note, content))), embeds=embeds)).id
    except discord.Forbidden:
        log.warning("No direct message to the person who asked there either", extra=place)
        return None


def _whence(ctx: Context) -> str:
    """Say in which channel the bot may not write, and what it lacks there."""
    server = escape.markdown(escape.plain(ctx.guild.name)) if ctx.guild else ""
    missing = "" if may_write(ctx) else examining.permissions([_writing(ctx)])
    return faults.elsewhere(f"<#{ctx.channel.id}> ({server})" if server else f"<#{ctx.channel.id}>", missing)
