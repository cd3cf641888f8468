"""Keeping the bot on Discord: one client after another, as long as that can help."""

import asyncio
import logging
from typing import Any

import aiohttp
import discord

from bot import error_handler, gateway, guild_checks
from bot.bot import PARTING_SECONDS, Footnote
from bot.config import Settings, user_agent
from bot.i18n import gettext as _
from bot.preferences import GuildSettings
from bot.telemetry import Telemetry
from bot.text import formatting
from knowledge import Library
from knowledge.web import Fetcher

DRAIN_SECONDS = 2.5
"""Seconds for unfinished replies: with what follows, and with the library's own second, the bot ends within five."""
_HANDLERS = ("discord.py: on_", "CommandTree-invoker", "discord-ui-")
"""How discord.py names the tasks in which messages, commands, buttons and forms are handled."""
_LOOPS = ("discord-ext-tasks: ",)

log = logging.getLogger(__name__)


async def drain() -> None:
    """Wait for unfinished replies, and cancel what takes too long or came too late."""
    under_way = _under_way(_HANDLERS)
    if under_way:
        await asyncio.wait(under_way, timeout=DRAIN_SECONDS)
    left = await _cancelled(_HANDLERS)
    if left:
        log.warning("%d handlers were unfinished when the bot was stopped, and their replies were not sent", left)


async def _cancelled(names: tuple[str, ...]) -> int:
    """Cancel tasks of these names, see them end, and return how many there were."""
    left = _under_way(names)
    for task in left:
        task.cancel()
    if left:
        await asyncio.wait(left, timeout=PARTING_SECONDS)
    return len(left)


def _under_way(names: tuple[str, ...]) -> set[asyncio.Task[object]]:
    tasks = asyncio.all_tasks() - {asyncio.current_task()}
    return {task for task in tasks if task.get_name().startswith(names)}


_FIRST_PAUSE, _LONGEST_PAUSE = 5.0, 300.0
"""Seconds before reconnecting, doubling up to the maximum; `logins` keeps to Discord's daily limit."""
_LOST = (OSError, aiohttp.ClientError, discord.DiscordServerError, discord.GatewayNotFound, discord.ConnectionClosed)
_BAD_TOKEN = 4004
_FINAL = frozenset({4010, 4011, 4012, 4013})
"""Close codes that speak of the program, which will be the same at the next login."""


class LoginRefused(Exception):
    """Discord does not let the bot in; the text says why and what to do."""


async def run(library: Library, settings: Settings) -> None:
    """Stay on Discord until cancelled; raises LoginRefused if retrying can't help, ConfigError without metrics."""
    gateway.patch_discord()
    # The bot has no voice, so missing voice libraries are nothing to warn about.
    discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False
    telemetry = Telemetry(library, settings.data, str(settings.shards or ""))
    fetcher = Fetcher(user_agent(settings.contact), hosts=settings.fetch_hosts)
    async with telemetry.shown(settings.metrics_port), fetcher:
        await _stay(library, settings, telemetry, fetcher)


async def _stay(library: Library, settings: Settings, telemetry: Telemetry, fetcher: Fetcher) -> None:
    """Connect with one client after another."""
    content = True
    pause = _FIRST_PAUSE
    shards = settings.shards
    sharded: dict[str, Any] = {"shard_ids": shards.ids, "shard_count": shards.count} if shards else {}
    while True:
        async with library.processes.joined(str(shards or "")):
            client = Footnote(
                library,
                folder=settings.data,
                defaults=GuildSettings(
                    prefix=settings.prefix,
                    passages=settings.passages,
                    language=settings.language,
                    per_person=settings.per_person,
                    per_server=settings.per_server,
                    age_restricted=settings.age_restricted,
                ),
                content=content,
                retention_days=settings.retention_days,
                audit_days=settings.audit_days,
                quota=settings.quota,
                feeds=settings.server_feeds,
                watched=settings.watch_folder,
                fetcher=fetcher,
                fetches_a_day=settings.server_fetches,
                rechecks=settings.recheck_pages,
                installs=settings.installs,
                **sharded,
            )
            telemetry.follow(client)
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
                telemetry.served |= client.served
                lost = "Lost Discord" if telemetry.served else "Can't reach Discord"
                is_shut_out = error_handler.is_shut_out(error)
                pause = _LONGEST_PAUSE if is_shut_out else _FIRST_PAUSE if client.served else pause
                reason = error_handler.SHUT_OUT if is_shut_out else error
                log.warning(
                    "%s (%s); retrying in %.0f s", lost, reason, pause, exc_info=client.served and not is_shut_out
                )
        await asyncio.sleep(pause)
        pause = min(2 * pause, _LONGEST_PAUSE)


async def _take_turn(client: Footnote) -> None:
    """Wait if the bot has logged in too often lately, in this process or earlier ones."""
    wait = client.logins.pause()
    if wait:
        log.warning(
            _(
                "I have logged in very often lately, and Discord allows 1,000 logins a day. Logging in again in "
                "{seconds}. The log above shows why I keep restarting."
            ).format(seconds=formatting.seconds(max(1, round(wait))))
        )
        await asyncio.sleep(wait)


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
        if error.code in _FINAL:
            refused = _("Discord no longer lets this version of Footnote in (close code {code}). Update it.")
            raise LoginRefused(refused.format(code=error.code)) from None
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
        # What began meanwhile, such as the work of a login, must not outlive the library.
        await _cancelled(_HANDLERS + _LOOPS)
    await running


def _worth_another(error: Exception, client: Footnote) -> bool:
    """Tell whether a new client may succeed: the network failed, or the bot had been on already."""
    passes = isinstance(error, _LOST) or error_handler.is_shut_out(error)
    return not isinstance(error, LoginRefused) and (client.served or passes)
