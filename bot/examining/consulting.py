"""Asking Discord about the bot over HTTP alone: token, intents, logins left, clock, and permissions in each server."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import aiohttp
import discord
from discord.http import Route

from bot.examining import permitting
from bot.findings import Finding, fault
from bot.phrases import examining, running

_DRIFT = 5.0
"""Seconds by which the clock may differ from Discord's."""
_FEW = 50
"""Logins left in the day that are few."""
_LOST = (aiohttp.ClientError, OSError, TimeoutError)


async def consult(token: str) -> list[Finding]:
    """Return what Discord says; the token is in none of it."""
    async with discord.Client(intents=discord.Intents.none()) as client:
        try:
            clock = await _clock()
            await client.login(token)
            return [
                Finding("token", examining.known_as(str(client.user))),
                clock,
                *[each async for each in _all(client)],
            ]
        except discord.LoginFailure:
            return [fault("token", examining.refused(), running.bad_token())]
        except (*_LOST, discord.HTTPException) as error:
            return [fault("Discord", examining.unreachable(type(error).__name__), examining.see_network())]


async def _clock() -> Finding:
    """Compare this machine's clock with Discord's, which the head of every response tells."""
    async with aiohttp.ClientSession() as session, session.get(f"{Route.BASE}/gateway") as response:
        theirs = parsedate_to_datetime(response.headers["Date"])
    drift = abs((datetime.now(UTC) - theirs).total_seconds())
    # Discord's has no fractions, and the response was on its way.
    if drift > _DRIFT:
        return fault("clock", examining.drift(round(drift)), examining.set_clock())
    return Finding("clock", examining.right())


async def _all(client: discord.Client) -> AsyncIterator[Finding]:
    yield _intent((await client.application_info()).flags)
    _, _, starts = await client.http.get_bot_gateway()
    left, total = starts["remaining"], starts["total"]
    said = examining.logins(left, total)
    yield fault("logins", said, examining.wait_for_logins()) if left < _FEW else Finding("logins", said)
    servers = [server async for server in client.fetch_guilds()]
    if not servers:
        yield Finding("servers", examining.in_none(), examining.invite())
    for server in servers:
        async for found in _server(client, server.id):
            yield found


def _intent(flags: discord.ApplicationFlags) -> Finding:
    if flags.gateway_message_content or flags.gateway_message_content_limited:
        return Finding("intents", examining.intent_on())
    return Finding("intents", examining.intent_missing(), running.intent_off())


async def _server(client: discord.Client, id: int) -> AsyncIterator[Finding]:
    assert client.user
    server = await client.fetch_guild(id)
    me = await server.fetch_member(client.user.id)
    found = [each for each in await server.fetch_channels() if isinstance(each, permitting.Channel)]
    for finding in permitting.channels(server, me, found, frozenset()):
        yield finding
