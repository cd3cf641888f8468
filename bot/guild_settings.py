"""A server's settings as moderators see them: in a message, in a file, and what is doubtful about them."""

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

import discord

from bot.diagnostics import CheckResult, failed
from bot.i18n import AUTO, languages
from bot.phrases import examining, serving
from bot.preferences import NAMES, GuildSettings, InvalidSetting, to_json, validate
from bot.text import limits, markdown

FILE_NAME = "footnote-settings.json"
MAX_IMPORT_BYTES = 64_000
"""Bytes of the largest file taken in."""
_SHOWN = 12
"""Channels shown one by one."""


def settings_page(server: discord.Guild, preferences: GuildSettings, chosen: dict[str, Any], prefix: str) -> str:
    """Return all settings as a message in markdown; those that the server has not chosen are marked."""
    lines = [_line(name, preferences, name in chosen) for name in NAMES]
    head, foot = serving.heading(markdown.strip_invisible(server.name)), serving.how_to_change(prefix)
    return limits.truncate(
        "\n".join([f"**{markdown.escape_markdown(head)}**", *lines, markdown.escape_markdown(foot)]), limits.MAX_MESSAGE
    )


def _line(name: str, preferences: GuildSettings, own: bool) -> str:
    mark = "" if own else f" ({serving.default()})"
    about = markdown.escape_markdown(serving.about(name))
    return f"`{name}`: {display(name, getattr(preferences, name))}{mark}\n-# {about}"


def display(name: str, value: Any) -> str:
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
    return markdown.escape_markdown(markdown.strip_invisible(str(value)))


def as_json(preferences: GuildSettings) -> bytes:
    """Return all settings as a file that can be read in again."""
    values = {name: to_json(name, getattr(preferences, name)) for name in NAMES}
    return json.dumps(values, indent=2, ensure_ascii=False).encode() + b"\n"


def as_code_block(data: bytes) -> str:
    """Return such a file as a message; raises BadPreference where it has no room for it."""
    text = f"```json\n{data.decode()}```"
    if limits.utf16_len(text) > limits.MAX_MESSAGE:
        raise InvalidSetting(serving.too_long_to_show())
    return text


def from_json(data: bytes) -> dict[str, Any] | None:
    """Return the settings in a file, or None where it is not such a file."""
    try:
        values = json.loads(data)
    except (ValueError, RecursionError):
        return None
    return values if isinstance(values, dict) and values else None


def check_settings(server: discord.Guild, preferences: GuildSettings) -> Iterator[CheckResult]:
    """Yield what in the settings leaves the bot with nowhere to answer, or means what is gone."""
    chosen = [each for each in server.channels if each.id in preferences.channels]
    if preferences.channels and not chosen:
        yield failed("channels", serving.channels_gone(), serving.choose_channels())
    open_to = chosen or server.channels
    if preferences.age_restricted and not any(getattr(each, "nsfw", False) for each in open_to):
        yield failed("age_restricted", serving.no_restricted_channel(), serving.restrict_a_channel())
    if preferences.adders and not server.get_role(preferences.adders):
        yield CheckResult("adders", serving.role_gone(), serving.choose_role())


def format_result(found: CheckResult) -> str:
    """Return one line, in markdown, for what an examination found."""
    mark = "❌" if found.fault else "ℹ️" if found.fix else "✅"
    text = f"{examining.subject(found.what)}: {found.said}" + (f" → {found.fix}" if found.fix else "")
    return f"{mark} {markdown.escape_markdown(markdown.strip_invisible(text))}"


_ALL, _NONE = "all", "none"
_ON = frozenset({"on", "yes", "true", "1"})
_OFF = frozenset({"off", "no", "false", "0"})
_NUMBER = re.compile(r"[0-9]{1,6}")
_ID = re.compile(r"<(?:#|@&)(?P<marked>[0-9]{15,20})>|(?P<bare>[0-9]{15,20})")
SUGGESTED_VALUES = {
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


def parse_setting(name: str, text: str, server: discord.Guild) -> Any:
    """Return what was written as the setting has it; raises BadPreference."""
    if name not in NAMES:
        raise InvalidSetting(serving.no_such_setting(name, NAMES))
    return _read(name, text.strip(), server)


def _read(name: str, text: str, server: discord.Guild) -> Any:
    word = text.casefold()
    match name:
        case "channels":
            words = [] if word == _ALL else re.split(r"[\s,]+", text)
            return validate(name, [_channel(each, server) for each in words])
        case "adders":
            return validate(name, None if word == _NONE else _role(text, server))
        case "private" | "age_restricted":
            return validate(name, word in _ON if word in _ON | _OFF else text)
        case "passages" | "per_person" | "per_server":
            number = text.replace(",", "")
            return validate(name, int(number) if _NUMBER.fullmatch(number) else text)
        case "language":
            return validate(name, word)
    return validate(name, text)


def resolve_import(values: dict[str, Any], server: discord.Guild) -> dict[str, Any]:
    """Return imported settings, whose channels and role must be this server's; raises BadPreference."""
    fitting = {name: validate(name, each) for name, each in values.items()}
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
    raise InvalidSetting(refusal)
