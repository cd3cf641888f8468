"""Keeping the bot on Discord: one client after another, for as long as there is any use in it."""

import asyncio
import logging

import aiohttp
import discord

from bot.client import Footnote
from bot.phrases import running
from bot.process import ending
from bot.servers.preferences import Preferences
from bot.settings import Settings
from knowledge import Library

FIRST_PAUSE, LONGEST_PAUSE = 5.0, 300.0
"""Seconds before connecting anew, doubling up to the longest; `logins` keeps to what Discord allows a day."""
_LOST = (OSError, aiohttp.ClientError, discord.DiscordServerError, discord.GatewayNotFound, discord.ConnectionClosed)
_BAD_TOKEN = 4004

log = logging.getLogger(__name__)


class Refused(Exception):
    """Discord does not let the bot in; the text says why and what to do."""


async def run(library: Library, settings: Settings) -> None:
    """Stay on Discord until cancelled; raises Refused where trying again is of no use."""
    content = True
    pause = FIRST_PAUSE
    while True:
        client = Footnote(
            library,
            folder=settings.data,
            defaults=_defaults(settings),
            content=content,
            retention_days=settings.retention_days,
            server_articles=settings.server_articles,
        )
        await _take_turn(client)
        try:
            await _connect(client, settings)
            return
        except discord.PrivilegedIntentsRequired:
            if not content:
                raise
            log.warning(running.intent_off())
            content = False
            continue
        except Exception as error:
            if not _worth_another(error, client):
                raise
            log.warning("Lost Discord (%s); connecting anew in %.0f s", error, pause, exc_info=client.served)
        pause = FIRST_PAUSE if client.served else pause
        await asyncio.sleep(pause)
        pause = min(2 * pause, LONGEST_PAUSE)


async def _take_turn(client: Footnote) -> None:
    """Wait where the bot has logged in so often, in this process or those before, that Discord would mind."""
    wait = client.logins.pause()
    if wait:
        log.warning(running.waiting(wait))
        await asyncio.sleep(wait)


def _defaults(settings: Settings) -> Preferences:
    """Return what holds where a server has chosen nothing."""
    return Preferences(
        prefix=settings.prefix,
        passages=settings.passages,
        language=settings.language,
        per_person=settings.per_person,
        per_server=settings.per_server,
        age_restricted=settings.age_restricted,
    )


async def _connect(client: Footnote, settings: Settings) -> None:
    assert settings.discord_token
    try:
        async with client:
            await _start(client, settings.discord_token.get_secret_value())
    except discord.LoginFailure:
        raise Refused(running.bad_token()) from None
    except discord.ConnectionClosed as error:
        if error.code == _BAD_TOKEN:
            raise Refused(running.bad_token()) from None
        raise


async def _start(client: Footnote, token: str) -> None:
    """Run the client until it ends or is cancelled.

    It runs in a task of its own because discord.py can swallow a cancellation while it connects.
    """
    running = asyncio.ensure_future(client.start(token))
    try:
        await asyncio.wait({running})
    finally:
        await ending.finish()
        running.cancel()
        await client.close()
        await asyncio.wait({running})
    await running


def _worth_another(error: Exception, client: Footnote) -> bool:
    """Tell whether a new client may fare better: the network failed, or the bot had been on already."""
    return not isinstance(error, Refused) and (client.served or isinstance(error, _LOST))
