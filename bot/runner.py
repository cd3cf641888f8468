"""Keeping the bot on Discord: one client after another, for as long as there is any use in it."""

import asyncio
import logging

import aiohttp
import discord

from bot import guild_checks
from bot.bot import Footnote
from bot.config import Settings
from bot.i18n import gettext as _
from bot.preferences import GuildSettings
from bot.text import formatting
from knowledge import Library

DRAIN_SECONDS = 5.0
"""Seconds that replies under way are given; whoever stops a process waits ten before they kill it."""
_HANDLERS = ("discord.py: on_", "CommandTree-invoker", "discord-ui-")
"""How discord.py names the tasks in which messages, commands, buttons and forms are handled."""

log = logging.getLogger(__name__)


async def drain() -> None:
    """Wait until what is being handled has been replied to, and give up what takes too long or came too late."""
    under_way = _under_way()
    if under_way:
        await asyncio.wait(under_way, timeout=DRAIN_SECONDS)
    left = _under_way()
    if not left:
        return
    log.warning("%d replies were under way when the bot was stopped, and are not sent", len(left))
    for task in left:
        task.cancel()
    await asyncio.wait(left, timeout=DRAIN_SECONDS)


def _under_way() -> set[asyncio.Task[object]]:
    tasks = asyncio.all_tasks() - {asyncio.current_task()}
    return {task for task in tasks if task.get_name().startswith(_HANDLERS)}


FIRST_PAUSE, LONGEST_PAUSE = 5.0, 300.0
"""Seconds before connecting anew, doubling up to the longest; `logins` keeps to what Discord allows a day."""
_LOST = (OSError, aiohttp.ClientError, discord.DiscordServerError, discord.GatewayNotFound, discord.ConnectionClosed)
_BAD_TOKEN = 4004


class LoginRefused(Exception):
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
            log.warning(guild_checks.intent_off())
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
        log.warning(
            _(
                "I have logged in very often lately, and Discord allows 1,000 logins a day. Logging in again in "
                "{seconds}. The log above shows why I keep restarting."
            ).format(seconds=formatting.seconds(max(1, round(wait))))
        )
        await asyncio.sleep(wait)


def _defaults(settings: Settings) -> GuildSettings:
    """Return what holds where a server has chosen nothing."""
    return GuildSettings(
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
        raise LoginRefused(guild_checks.bad_token()) from None
    except discord.ConnectionClosed as error:
        if error.code == _BAD_TOKEN:
            raise LoginRefused(guild_checks.bad_token()) from None
        raise


async def _start(client: Footnote, token: str) -> None:
    """Run the client until it ends or is cancelled.

    It runs in a task of its own because discord.py can swallow a cancellation while it connects.
    """
    running = asyncio.ensure_future(client.start(token))
    try:
        await asyncio.wait({running})
    finally:
        await drain()
        running.cancel()
        await client.close()
        await asyncio.wait({running})
    await running


def _worth_another(error: Exception, client: Footnote) -> bool:
    """Tell whether a new client may fare better: the network failed, or the bot had been on already."""
    return not isinstance(error, LoginRefused) and (client.served or isinstance(error, _LOST))
