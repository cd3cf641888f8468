"""What is shown to those who wait for a reply: that the bot is typing, or that an interaction goes on."""

import asyncio
import logging
from collections.abc import Coroutine
from typing import TypeVar

import aiohttp
import discord
from discord.ext import commands

from bot.sending.replying import Context, Where, may_write

T = TypeVar("T")

PATIENCE = 0.7
"""Seconds before a slow reply shows that the bot is at work: within a second for the one who waits, not so soon that
a crowd costs a request more for each, and far below the 3 that an interaction lives undeferred."""
LASTING = 5.0
"""Seconds after which someone who still waits shows it anew; Discord itself shows it for ten."""

log = logging.getLogger(__name__)
_typing_in: set[int] = set()
"""The channels where it is shown: once is enough for all who wait there."""


async def meanwhile(where: Where, work: Coroutine[None, None, T], *, private: bool = False) -> T:
    """Wait for the work, and show that it goes on where it takes long: typing, or a deferred interaction.

    Whether the reply is for one person alone is settled by the deferral.
    """
    task = asyncio.ensure_future(work)
    try:
        await asyncio.wait({task}, timeout=PATIENCE)
        if task.done() or (isinstance(where, commands.Context) and not may_write(where)):
            return await task
        return await _shown(where, task, private)
    finally:
        task.cancel()


async def _shown(where: Where, task: asyncio.Future[T], private: bool) -> T:
    try:
        if isinstance(where, discord.Interaction):
            await where.response.defer(ephemeral=private, thinking=True)
            return await task
        if not where.interaction:
            return await _typing(where, task)
        async with where.typing(ephemeral=private):
            return await task
    except (discord.HTTPException, aiohttp.ClientError) as error:
        log.warning("Could not show that a reply is on its way: %s", error)
        return await task


async def _typing(where: Context, task: asyncio.Future[T]) -> T:
    channel = where.channel.id
    while channel in _typing_in and not task.done():
        await asyncio.wait({task}, timeout=LASTING)
    if task.done():
        return await task
    _typing_in.add(channel)
    try:
        async with where.typing():
            return await task
    finally:
        _typing_in.discard(channel)
