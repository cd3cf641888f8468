"""Checks with Discord, over HTTP only: token, intents, logins left, clock, and permissions on each server."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import aiohttp
import discord
from discord.http import Route

from bot.diagnostics import CheckResult, failed
from bot.i18n import gettext as _
from bot.i18n import ngettext
from bot.preferences import GuildSettings
from bot.text import formatting, messages

NEEDED = ("view_channel", "send_messages", "send_messages_in_threads", "embed_links", "read_message_history")
"""What the invitation asks for."""
BotChannel = discord.TextChannel | discord.VoiceChannel | discord.StageChannel | discord.ForumChannel


def missing_permissions(allowed: discord.Permissions) -> list[str]:
    return [name for name in NEEDED if not getattr(allowed, name)]


def check_channels(
    server: discord.Guild, me: discord.Member, found: list[BotChannel], chosen: frozenset[int]
) -> list[CheckResult]:
    """Return what is missing in each channel; one that nobody chose can be closed to the bot."""
    findings = [
        replace(each, mention=channel.mention)
        for channel in found
        if (each := _channel(channel, me, channel.id in chosen))
    ]
    usable = [each for each in found if each.permissions_for(me).view_channel and _may_send(each, me)]
    if not usable:
        return [
            failed(
                server.name,
                _("I can't write in any channel here."),
                _("Let me view a channel and send messages there: channel settings → Permissions."),
            )
        ]
    return [
        CheckResult(
            server.name,
            _("I can write in {count} of {channels}.").format(
                count=formatting.number(len(usable)),
                channels=ngettext("{number} channel", "{number} channels", len(found)).format(
                    number=formatting.number(len(found))
                ),
            ),
        ),
        *findings,
    ]


def check_channel(
    channel: BotChannel | discord.Thread, allowed: discord.Permissions, chosen: GuildSettings
) -> list[CheckResult]:
    """Return whether the bot can answer in one channel, and if not, why.

    Args:
        channel: The channel.
        allowed: What the bot may do there.
        chosen: The settings of the server.
    """
    place = f"#{channel.name}"
    findings = []
    if missing := missing_permissions(allowed):
        findings.append(_lacking(place, messages.permission_names(missing)))
    if chosen.channels and not chosen.channels & {channel.id, getattr(channel, "parent_id", None)}:
        findings.append(
            failed(
                place,
                _("it isn't one of the channels I was set to answer in."),
                _("Choose it too, or all: /settings set channels all"),
            )
        )
    if chosen.age_restricted and not channel.is_nsfw():
        findings.append(
            failed(
                place,
                _("articles are only shown in age-restricted channels, and this isn't one."),
                _("Turn on “Age-Restricted Channel” in its settings, or set age_restricted to off."),
            )
        )
    if not allowed.attach_files:
        names = messages.permission_names(["attach_files"])
        findings.append(CheckResult(place, _("I can't attach files here, so I send them elsewhere."), _allow(names)))
    return [
        replace(each, mention=channel.mention) for each in findings or [CheckResult(place, _("I can answer here."))]
    ]


def _lacking(place: str, names: str) -> CheckResult:
    return failed(place, _("I don't have these permissions: {permissions}.").format(permissions=names), _allow(names))


def _channel(channel: BotChannel, me: discord.Member, chosen: bool) -> CheckResult | None:
    missing = missing_permissions(channel.permissions_for(me))
    if not missing or ("view_channel" in missing and not chosen):
        return None
    names = messages.permission_names(missing)
    place = f"#{channel.name}"
    if not chosen and not _may_send(channel, me):
        return CheckResult(place, _("I can't write here, so I answer by direct message."), _allow(names))
    return _lacking(place, names)


def _allow(names: str) -> str:
    return _("Channel settings → Permissions → my role: allow {permissions}.").format(permissions=names)


def _may_send(channel: BotChannel, me: discord.Member) -> bool:
    allowed = channel.permissions_for(me)
    return allowed.send_messages_in_threads if isinstance(channel, discord.ForumChannel) else allowed.send_messages


_DRIFT = 5.0
"""Seconds by which the clock may differ from Discord's."""
_FEW = 50
"""Below this many logins left in the day there is a problem."""
_LOST = (aiohttp.ClientError, OSError, TimeoutError)


async def check_discord(token: str, *, user_install: bool = False) -> list[CheckResult]:
    """Return the results of the checks with Discord; none contains the token.

    Args:
        token: The bot's token.
        user_install: Whether people are to use the bot who have installed it for themselves.
    """
    async with discord.Client(intents=discord.Intents.none()) as client:
        try:
            clock = await _clock()
            await client.login(token)
            return [
                CheckResult("token", _("valid; logged in as {name}").format(name=str(client.user))),
                clock,
                *[each async for each in _all(client, user_install)],
            ]
        except discord.LoginFailure:
            return [failed("token", _("rejected by Discord"), bad_token())]
        except (*_LOST, discord.HTTPException) as error:
            return [
                failed(
                    "Discord",
                    _("could not be reached ({kind})").format(kind=type(error).__name__),
                    _("Check this machine's connection and https://discordstatus.com, then try again."),
                )
            ]


def bad_token() -> str:
    return _(
        "Discord doesn't accept this DISCORD_TOKEN. Copy a new one from https://discord.com/developers/applications → "
        "your application → Bot → Reset Token."
    )


async def _clock() -> CheckResult:
    """Compare this machine's clock with Discord's, which is in the header of every response."""
    async with aiohttp.ClientSession() as session, session.get(f"{Route.BASE}/gateway") as response:
        theirs = parsedate_to_datetime(response.headers["Date"])
    drift = abs((datetime.now(UTC) - theirs).total_seconds())
    # Discord's has no fractions, and the response was on its way.
    if drift > _DRIFT:
        return failed(
            "clock",
            _("{seconds} off from Discord's").format(seconds=formatting.seconds(round(drift))),
            _("Turn on automatic time (NTP) on this machine."),
        )
    return CheckResult("clock", _("correct"))


async def _all(client: discord.Client, user_install: bool) -> AsyncIterator[CheckResult]:
    application = await client.application_info()
    flags = application.flags
    yield check_intent(flags.gateway_message_content or flags.gateway_message_content_limited)
    yield _check_user_install(wanted=user_install, on=application.user_integration_config is not None)
    _recommended, _limit, starts = await client.http.get_bot_gateway()
    left, total = starts["remaining"], starts["total"]
    said = _("{left} of {total} left today").format(left=formatting.number(left), total=formatting.number(total))
    if left < _FEW:
        yield failed(
            "logins", said, _("Check the log for why the bot keeps restarting, and stop it until that is fixed.")
        )
    else:
        yield CheckResult("logins", said)
    servers = [server async for server in client.fetch_guilds()]
    if not servers:
        yield CheckResult("servers", _("the bot isn't on any server"), _("Invite it with the link in the README."))
    for server in servers:
        async for found in _server(client, server.id):
            yield found


def _check_user_install(*, wanted: bool, on: bool) -> CheckResult:
    """Return whether people can install the bot for themselves, in the settings and in the developer portal."""
    if wanted and not on:
        return failed("user install", _("off in the developer portal, although it should be on"), user_install_off())
    if wanted:
        return CheckResult("user install", _("on: people can use /ask where the bot is not, for the shared articles"))
    if on:
        return CheckResult(
            "user install",
            _("people can install the bot, but it does nothing for them"),
            _(
                "Set FOOTNOTE_USER_INSTALL to true, or turn off “User Install” at "
                "https://discord.com/developers/applications → your application → Installation."
            ),
        )
    return CheckResult("user install", _("off"))


def user_install_off() -> str:
    """Say that the developer portal doesn't let people install the application, and what to do."""
    return _(
        "FOOTNOTE_USER_INSTALL is on, but people can't install me yet. Turn on “User Install” at "
        "https://discord.com/developers/applications → your application → Installation, and restart me."
    )


def check_intent(on: bool) -> CheckResult:
    """Return whether the bot can read messages that are not addressed to it."""
    if on:
        return CheckResult("intents", _("Message Content Intent is on"))
    return CheckResult("intents", _("Message Content Intent is off"), intent_off())


def intent_off() -> str:
    return _(
        "Discord doesn't let me read messages, so prefix commands won't work; /ask, mentions and direct messages do. "
        "To change that, turn on “Message Content Intent” at https://discord.com/developers/applications → your "
        "application → Bot, and restart me."
    )


async def _server(client: discord.Client, id: int) -> AsyncIterator[CheckResult]:
    assert client.user
    server = await client.fetch_guild(id)
    me = await server.fetch_member(client.user.id)
    found = [each for each in await server.fetch_channels() if isinstance(each, BotChannel)]
    for finding in check_channels(server, me, found, frozenset()):
        yield finding
