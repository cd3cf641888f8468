"""A server's settings as moderators see them: in a message, in a file, and what is doubtful about them."""

import json
from collections.abc import Iterator
from typing import Any

import discord

from bot.drawing import escape, limits
from bot.findings import Finding, fault
from bot.phrases import examining, serving
from bot.servers.preferences import NAMES, BadPreference, Preferences, plain

FILE_NAME = "footnote-settings.json"
LARGEST = 64_000
"""Bytes of the largest file taken in."""
_SHOWN = 12
"""Channels shown one by one."""


def page(server: discord.Guild, preferences: Preferences, chosen: dict[str, Any], prefix: str) -> str:
    """Return all settings as a message in markdown; those that the server has not chosen are marked."""
    lines = [_line(name, preferences, name in chosen) for name in NAMES]
    head, foot = serving.heading(escape.plain(server.name)), serving.how_to_change(prefix)
    return limits.cut("\n".join([f"**{escape.markdown(head)}**", *lines, escape.markdown(foot)]), limits.MESSAGE)


def _line(name: str, preferences: Preferences, own: bool) -> str:
    mark = "" if own else f" ({serving.default()})"
    return f"`{name}`: {shown(name, getattr(preferences, name))}{mark}\n-# {escape.markdown(serving.about(name))}"


def shown(name: str, value: Any) -> str:
    """Return a setting's value in markdown that Discord shows by its name, and that pings nobody."""
    match value:
        case bool():
            return serving.on(value)
        case None:
            return serving.nobody()
        case frozenset():
            names = [f"<#{id}>" for id in sorted(value)]
            return " ".join(names[:_SHOWN]) + (" …" if len(names) > _SHOWN else "") if names else serving.everywhere()
        case int() if name == "adders":
            return f"<@&{value}>"
    return escape.markdown(escape.plain(str(value)))


def as_json(preferences: Preferences) -> bytes:
    """Return all settings as a file that can be read in again."""
    values = {name: plain(name, getattr(preferences, name)) for name in NAMES}
    return json.dumps(values, indent=2, ensure_ascii=False).encode() + b"\n"


def written(data: bytes) -> str:
    """Return such a file as a message; raises BadPreference where it has no room for it."""
    text = f"```json\n{data.decode()}```"
    if limits.measure(text) > limits.MESSAGE:
        raise BadPreference(serving.too_long_to_show())
    return text


def from_json(data: bytes) -> dict[str, Any] | None:
    """Return the settings in a file, or None where it is not such a file."""
    try:
        values = json.loads(data)
    except (ValueError, RecursionError):
        return None
    return values if isinstance(values, dict) and values else None


def doubts(server: discord.Guild, preferences: Preferences) -> Iterator[Finding]:
    """Yield what in the settings leaves the bot with nowhere to answer, or means what is gone."""
    chosen = [each for each in server.channels if each.id in preferences.channels]
    if preferences.channels and not chosen:
        yield fault("channels", serving.channels_gone(), serving.choose_channels())
    open_to = chosen or server.channels
    if preferences.age_restricted and not any(getattr(each, "nsfw", False) for each in open_to):
        yield fault("age_restricted", serving.no_restricted_channel(), serving.restrict_a_channel())
    if preferences.adders and not server.get_role(preferences.adders):
        yield Finding("adders", serving.role_gone(), serving.choose_role())


def finding(found: Finding) -> str:
    """Return one line, in markdown, for what an examination found."""
    mark = "❌" if found.fault else "ℹ️" if found.fix else "✅"
    text = f"{examining.subject(found.what)}: {found.said}" + (f" → {found.fix}" if found.fix else "")
    return f"{mark} {escape.markdown(escape.plain(text))}"
