"""Sending a reply exactly once, in the form that the channel allows."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from typing import TypeVar

import aiohttp
import discord
from discord.ext import commands

from bot import escape, limits, render
from bot.phrases import faults

Context = commands.Context[commands.AutoShardedBot]
Where = Context | discord.Interaction
T = TypeVar("T")

PATIENCE = 0.25
"""Seconds before a slow reply shows that the bot is at work; far below the 3 that an interaction lives undeferred."""
PAUSES = (0.5, 2.0, 5.0)
"""Seconds between attempts when the connection to Discord is cut; discord.py does not try again by itself."""
_RESPONDED = 40060

log = logging.getLogger(__name__)


async def meanwhile(ctx: Context, work: Coroutine[None, None, T]) -> T:
    """Wait for the work, and show that it goes on where it takes long: typing, or a deferred interaction."""
    task = asyncio.ensure_future(work)
    try:
        await asyncio.wait({task}, timeout=PATIENCE)
        if task.done() or not may_write(ctx):
            return await task
        return await _typing(ctx, task)
    finally:
        task.cancel()


def collection(ctx: Context) -> str:
    """Return the collection that may be asked here: the server's, or the direct message's own."""
    return str(ctx.guild.id) if ctx.guild else f"dm-{ctx.channel.id}"


async def deliver(ctx: Context, draw: render.Draw) -> int | None:
    """Send a page as an embed, or as text where embeds are not allowed; return the message's id.

    The question heads the reply to a slash command, which Discord would not show otherwise.
    """
    if not _may_embed(ctx):
        return await send(ctx, render.message(draw))
    heading = str(ctx.kwargs.get("question", "")) if ctx.interaction else ""
    return await send(ctx, embeds=[render.embed(draw, heading)])


async def say(where: Where, sentence: str) -> None:
    """Send one sentence, to an interaction so that only the person who asked sees it."""
    await send(where, limits.cut(escape.markdown(escape.plain(sentence)), limits.MESSAGE), private=True)


async def send(
    where: Where, content: str | None = None, *, embeds: Sequence[discord.Embed] = (), private: bool = False
) -> int | None:
    """Send a message and return its id, or None where no one could be reached."""
    interaction = where if isinstance(where, discord.Interaction) else where.interaction
    if interaction:
        return await _persistently(lambda: _respond(interaction, content, embeds, private))
    assert isinstance(where, commands.Context)
    if may_write(where):
        try:
            return await _persistently(lambda: _post(where, content, embeds))
        except discord.Forbidden as error:
            log.warning("Discord refused a message: %s", error)
    return await _whisper(where, content, embeds)


def may_write(ctx: Context) -> bool:
    """Tell whether the bot may write where the question was asked."""
    allowed = _allowed(ctx)
    in_thread = isinstance(ctx.channel, discord.Thread)
    return allowed.send_messages_in_threads if in_thread else allowed.send_messages


def _may_embed(ctx: Context) -> bool:
    """Tell whether a reply may have an embed where it goes: the channel, or a direct message instead."""
    return not may_write(ctx) or _allowed(ctx).embed_links


def _allowed(ctx: Context) -> discord.Permissions:
    """Return what the bot may do here; everything where that is not known, for Discord to refuse."""
    if ctx.interaction or not ctx.guild or isinstance(ctx.channel, discord.PartialMessageable):
        return discord.Permissions.all()
    try:
        return ctx.bot_permissions
    except discord.ClientException:
        # A thread whose channel is not in the cache.
        return discord.Permissions.all()


async def _typing(ctx: Context, task: asyncio.Future[T]) -> T:
    try:
        async with ctx.typing():
            return await task
    except (discord.HTTPException, aiohttp.ClientError) as error:
        log.warning("Could not show that a reply is on its way: %s", error)
        return await task


async def _persistently(attempt: Callable[[], Awaitable[int]]) -> int:
    """Try again where the connection is cut; the nonce keeps a message that did arrive from appearing twice."""
    for pause in PAUSES:
        try:
            return await attempt()
        except (aiohttp.ClientError, OSError) as error:
            log.warning("The connection to Discord was cut (%s); trying again in %s s", type(error).__name__, pause)
            await asyncio.sleep(pause)
    return await attempt()


async def _post(ctx: Context, content: str | None, embeds: Sequence[discord.Embed]) -> int:
    nonce = str(ctx.message.id)
    plain = not embeds
    if not ctx.guild or not _allowed(ctx).read_message_history:
        message = await ctx.send(content, embeds=embeds, nonce=nonce, suppress_embeds=plain)
        return message.id
    asked = ctx.message.to_reference(fail_if_not_exists=False)
    message = await ctx.send(content, embeds=embeds, nonce=nonce, suppress_embeds=plain, reference=asked)
    return message.id


async def _respond(
    interaction: discord.Interaction, content: str | None, embeds: Sequence[discord.Embed], private: bool
) -> int:
    """Respond, fill a deferred response, or add to one that has been given."""
    if interaction.extras.get("replied"):
        return (await interaction.followup.send(content or "", embeds=embeds, ephemeral=private, wait=True)).id
    if interaction.response.is_done():
        message = await interaction.edit_original_response(content=content, embeds=embeds)
    else:
        message = await _first(interaction, content, embeds, private)
    interaction.extras["replied"] = True
    return message.id


async def _first(
    interaction: discord.Interaction, content: str | None, embeds: Sequence[discord.Embed], private: bool
) -> discord.InteractionMessage:
    try:
        await interaction.response.send_message(content, embeds=embeds, ephemeral=private)
    except discord.HTTPException as error:
        if error.code != _RESPONDED:
            raise
        # An earlier response, or a deferral still to be filled, got through although its connection was cut.
        return await interaction.edit_original_response(content=content, embeds=embeds)
    return await interaction.original_response()


async def _whisper(ctx: Context, content: str | None, embeds: Sequence[discord.Embed]) -> int | None:
    """Send to the person who asked, where the bot may not write in the channel."""
    log.warning("Could not write in channel %s of server %s", ctx.channel.id, ctx.guild and ctx.guild.id)
    note = faults.elsewhere(ctx.channel.id)
    text = f"{note}\n{content}" if content and len(note) + len(content) < limits.MESSAGE else content or note
    try:
        return (await ctx.author.send(text, embeds=embeds)).id
    except discord.Forbidden:
        log.warning("No direct message to the person who asked there either")
        return None
