"""Asking Discord about the bot over HTTP alone: token, intents, logins left, clock, and permissions in each server."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import aiohttp
import discord
from discord.http import Route

from bot.diagnostics import CheckResult, failed
from bot.phrases import examining, running

NEEDED = ("view_channel", "send_messages", "send_messages_in_threads", "embed_links", "read_message_history")
"""What the invitation asks for."""
BotChannel = discord.TextChannel | discord.VoiceChannel | discord.StageChannel | discord.ForumChannel


def missing_permissions(allowed: discord.Permissions) -> list[str]:
    """Return which of the permissions needed are missing."""
    return [name for name in NEEDED if not getattr(allowed, name)]


def check_channels(
    server: discord.Guild, me: discord.Member, found: list[BotChannel], chosen: frozenset[int]
) -> list[CheckResult]:
    """Return what is missing in each channel; one that nobody chose may well be closed to the bot."""
    findings = [each for channel in found if (each := _channel(channel, me, channel.id in chosen))]
    usable = [each for each in found if each.permissions_for(me).view_channel and _may_send(each, me)]
    if not usable:
        return [failed(server.name, examining.nowhere(), examining.allow_somewhere())]
    return [CheckResult(server.name, examining.usable(len(usable), len(found))), *findings]


def _channel(channel: BotChannel, me: discord.Member, chosen: bool) -> CheckResult | None:
    missing = missing_permissions(channel.permissions_for(me))
    if not missing or ("view_channel" in missing and not chosen):
        return None
    names = examining.permissions(missing)
    place = f"#{channel.name}"
    if not chosen and not _may_send(channel, me):
        return CheckResult(place, examining.closed(), examining.allow(names))
    return failed(place, examining.missing(names), examining.allow(names))


def _may_send(channel: BotChannel, me: discord.Member) -> bool:
    allowed = channel.permissions_for(me)
    return allowed.send_messages_in_threads if isinstance(channel, discord.ForumChannel) else allowed.send_messages


_DRIFT = 5.0
"""Seconds by which the clock may differ from Discord's."""
_FEW = 50
"""Logins left in the day that are few."""
_LOST = (aiohttp.ClientError, OSError, TimeoutError)


async def check_discord(token: str) -> list[CheckResult]:
    """Return what Discord says; the token is in none of it."""
    async with discord.Client(intents=discord.Intents.none()) as client:
        try:
            clock = await _clock()
            await client.login(token)
            return [
                CheckResult("token", examining.known_as(str(client.user))),
                clock,
                *[each async for each in _all(client)],
            ]
        except discord.LoginFailure:
            return [failed("token", examining.refused(), running.bad_token())]
        except (*_LOST, discord.HTTPException) as error:
            return [failed("Discord", examining.unreachable(type(error).__name__), examining.see_network())]


async def _clock() -> CheckResult:
    """Compare this machine's clock with Discord's, which the head of every response tells."""
    async with aiohttp.ClientSession() as session, session.get(f"{Route.BASE}/gateway") as response:
        theirs = parsedate_to_datetime(response.headers["Date"])
    drift = abs((datetime.now(UTC) - theirs).total_seconds())
    # Discord's has no fractions, and the response was on its way.
    if drift > _DRIFT:
        return failed("clock", examining.drift(round(drift)), examining.set_clock())
    return CheckResult("clock", examining.right())


async def _all(client: discord.Client) -> AsyncIterator[CheckResult]:
    yield _intent((await client.application_info()).flags)
    _, _, starts = await client.http.get_bot_gateway()
    left, total = starts["remaining"], starts["total"]
    said = examining.logins(left, total)
    yield failed("logins", said, examining.wait_for_logins()) if left < _FEW else CheckResult("logins", said)
    servers = [server async for server in client.fetch_guilds()]
    if not servers:
        yield CheckResult("servers", examining.in_none(), examining.invite())
    for server in servers:
        async for found in _server(client, server.id):
            yield found


def _intent(flags: discord.ApplicationFlags) -> CheckResult:
    if flags.gateway_message_content or flags.gateway_message_content_limited:
        return CheckResult("intents", examining.intent_on())
    return CheckResult("intents", examining.intent_missing(), running.intent_off())


async def _server(client: discord.Client, id: int) -> AsyncIterator[CheckResult]:
    assert client.user
    server = await client.fetch_guild(id)
    me = await server.fetch_member(client.user.id)
    found = [each for each in await server.fetch_channels() if isinstance(each, BotChannel)]
    for finding in check_channels(server, me, found, frozenset()):
        yield finding
