"""What the bot needs to be allowed in a channel, and what is missing there."""

import discord

from bot.findings import Finding, fault
from bot.phrases import examining

NEEDED = ("view_channel", "send_messages", "send_messages_in_threads", "embed_links", "read_message_history")
"""What the invitation asks for."""
Channel = discord.TextChannel | discord.VoiceChannel | discord.StageChannel | discord.ForumChannel


def lacking(allowed: discord.Permissions) -> list[str]:
    """Return which of the permissions needed are missing."""
    return [name for name in NEEDED if not getattr(allowed, name)]


def channels(server: discord.Guild, me: discord.Member, found: list[Channel], chosen: frozenset[int]) -> list[Finding]:
    """Return what is missing in each channel; one that nobody chose may well be closed to the bot."""
    findings = [each for channel in found if (each := _channel(channel, me, channel.id in chosen))]
    usable = [each for each in found if each.permissions_for(me).view_channel and _may_send(each, me)]
    if not usable:
        return [fault(server.name, examining.nowhere(), examining.allow_somewhere())]
    return [Finding(server.name, examining.usable(len(usable), len(found))), *findings]


def _channel(channel: Channel, me: discord.Member, chosen: bool) -> Finding | None:
    missing = lacking(channel.permissions_for(me))
    if not missing or ("view_channel" in missing and not chosen):
        return None
    names = examining.permissions(missing)
    place = f"#{channel.name}"
    if not chosen and not _may_send(channel, me):
        return Finding(place, examining.closed(), examining.allow(names))
    return fault(place, examining.missing(names), examining.allow(names))


def _may_send(channel: Channel, me: discord.Member) -> bool:
    allowed = channel.permissions_for(me)
    return allowed.send_messages_in_threads if isinstance(channel, discord.ForumChannel) else allowed.send_messages
