"""What a moderator writes for a setting, as a value, and a value as it is shown."""

import re
from collections.abc import Iterable
from typing import Any

import discord

from bot.languages.translation import AUTO, languages
from bot.phrases import serving
from bot.servers.preferences import NAMES, BadPreference, checked

_ALL, _NONE = "all", "none"
_ON = frozenset({"on", "yes", "true", "1"})
_OFF = frozenset({"off", "no", "false", "0"})
_NUMBER = re.compile(r"[0-9]{1,6}")
_ID = re.compile(r"<(?:#|@&)(?P<marked>[0-9]{15,20})>|(?P<bare>[0-9]{15,20})")
SUGGESTED = {
    "channels": (_ALL,),
    "language": (AUTO, *languages()),
    "private": ("on", "off"),
    "passages": ("1", "2", "3", "4", "5"),
    "adders": (_NONE,),
    "per_person": ("0", "5", "10", "30"),
    "per_server": ("0", "60", "300", "1000"),
    "prefix": ("!", "?", "$"),
    "age_restricted": ("on", "off"),
}


def value(name: str, text: str, server: discord.Guild) -> Any:
    """Return what was written as the setting has it; raises BadPreference."""
    if name not in NAMES:
        raise BadPreference(serving.no_such_setting(name, NAMES))
    return _read(name, text.strip(), server)


def _read(name: str, text: str, server: discord.Guild) -> Any:
    word = text.casefold()
    match name:
        case "channels":
            words = [] if word == _ALL else re.split(r"[\s,]+", text)
            return checked(name, [_channel(each, server) for each in words])
        case "adders":
            return checked(name, None if word == _NONE else _role(text, server))
        case "private" | "age_restricted":
            return checked(name, word in _ON if word in _ON | _OFF else text)
        case "passages" | "per_person" | "per_server":
            number = text.replace(",", "")
            return checked(name, int(number) if _NUMBER.fullmatch(number) else text)
        case "language":
            return checked(name, word)
    return checked(name, text)


def resolved(values: dict[str, Any], server: discord.Guild) -> dict[str, Any]:
    """Return imported settings, whose channels and role must be this server's; raises BadPreference."""
    fitting = {name: checked(name, each) for name, each in values.items()}
    for id in fitting.get("channels", ()):
        _channel(str(id), server)
    if fitting.get("adders"):
        _role(str(fitting["adders"]), server)
    return fitting


def _channel(text: str, server: discord.Guild) -> int:
    places = [each for each in server.channels if not isinstance(each, discord.CategoryChannel)]
    return _named(text, ((each.id, each.name) for each in places), "#", serving.no_such_channel(text))


def _role(text: str, server: discord.Guild) -> int:
    return _named(text, ((each.id, each.name) for each in server.roles), "@", serving.no_such_role(text))


def _named(text: str, known: Iterable[tuple[int, str]], sign: str, refusal: str) -> int:
    """Return the id that a mention, an id or a name means."""
    found = _ID.fullmatch(text)
    id = int(found["marked"] or found["bare"]) if found else 0
    name = text.removeprefix(sign).casefold()
    for each, called in known:
        if each == id or (not id and called.removeprefix(sign).casefold() == name):
            return each
    raise BadPreference(refusal)
