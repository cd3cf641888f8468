"""A server's settings as moderators see them: as a message, as a file, and what may be wrong with them."""

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

import discord

from bot import diagnostics
from bot.diagnostics import CheckResult, failed
from bot.i18n import gettext as _
from bot.preferences import (
    SETTING_NAMES,
    SETTINGS,
    GuildSettings,
    InvalidSetting,
    SettingKind,
    no_such_setting,
    to_json,
    validate,
)
from bot.text import markdown

SETTINGS_FILE = "footnote-settings.json"
MAX_IMPORT_BYTES = 64_000
"""Bytes of the largest file accepted."""
_SHOWN = 12
"""Channels shown one by one."""


def settings_page(server: discord.Guild, preferences: GuildSettings, chosen: dict[str, Any], prefix: str) -> str:
    """Return all settings as a message in markdown, those that the server has changed first."""
    groups = {
        _("Changed"): [name for name in SETTING_NAMES if name in chosen],
        _("Default"): [name for name in SETTING_NAMES if name not in chosen],
    }
    lines = [
        "\n".join((f"**{heading}**", *(_line(name, preferences) for name in names)))
        for heading, names in groups.items()
        if names
    ]
    head = _("Settings of {server}").format(server=markdown.strip_invisible(server.name))
    foot = _("Change one: {prefix}settings set NAME VALUE. Reset one or all: {prefix}settings reset.").format(
        prefix=prefix
    )
    return markdown.truncate(
        "\n\n".join([f"**{markdown.escape_markdown(head)}**", *lines, markdown.escape_markdown(foot)]),
        markdown.MAX_MESSAGE,
    )


def _line(name: str, preferences: GuildSettings) -> str:
    info = SETTINGS[name]
    label, about = (markdown.escape_markdown(_(text)) if text else "" for text in (info.label, info.about))
    small = " · ".join(filter(None, (f"`{name}`", about)))
    return f"{label}: {display(name, getattr(preferences, name))}\n-# {small}"


def display(name: str, value: Any) -> str:
    """Return a setting's value in markdown that Discord shows by its name, and that pings nobody."""
    match value:
        case bool():
            return _("on") if value else _("off")
        case None:
            return _("none")
        case frozenset():
            names = [f"<#{id}>" for id in sorted(value)]
            return " ".join(names[:_SHOWN]) + (" …" if len(names) > _SHOWN else "") if names else _empty(name)
        case int() if SETTINGS[name].kind is SettingKind.ROLE:
            return f"<@&{value}>"
    return markdown.escape_markdown(markdown.strip_invisible(str(value)))


def as_typed(name: str, value: Any, server: discord.Guild) -> str:
    """Return a setting's value in plain text, as a person can type it."""
    match value:
        case bool():
            return "on" if value else "off"
        case None:
            return _NONE
        case frozenset():
            return " ".join(_called(id, server.get_channel(id), "#") for id in sorted(value)) or _word(name)
        case int() if SETTINGS[name].kind is SettingKind.ROLE:
            return _called(value, server.get_role(value), "@")
    return markdown.strip_invisible(str(value))


def _called(id: int, found: discord.abc.GuildChannel | discord.Role | None, sign: str) -> str:
    """Return the name of a channel or role, or its id where a name could not be typed."""
    return str(id) if found is None or len(found.name.split()) != 1 else sign + found.name.removeprefix(sign)


def _word(name: str) -> str:
    return _ALL if _ALL in SETTINGS[name].suggested else _NONE


def _empty(name: str) -> str:
    """Return what it means that a setting names no channels."""
    return _("all") if _ALL in SETTINGS[name].suggested else _("none")


def settings_file(preferences: GuildSettings) -> bytes:
    values = {name: to_json(getattr(preferences, name)) for name in SETTING_NAMES}
    return json.dumps(values, indent=2, ensure_ascii=False).encode() + b"\n"


def as_code_block(data: bytes) -> str:
    """Return such a file as a message; raises InvalidSetting where it has no room for it."""
    text = f"```json\n{data.decode()}```"
    if markdown.utf16_len(text) > markdown.MAX_MESSAGE:
        raise InvalidSetting(
            _(
                "Your settings are too long for a message. Use {command}, or let me attach files in this channel."
            ).format(command="/settings export")
        )
    return text


def from_json(data: bytes) -> dict[str, Any] | None:
    """Return the settings in a file, or None where it is not such a file."""
    try:
        values = json.loads(data)
    except (ValueError, RecursionError):
        return None
    return values if isinstance(values, dict) and values else None


def check_settings(server: discord.Guild, preferences: GuildSettings) -> Iterator[CheckResult]:
    """Yield settings that leave the bot nowhere to answer, or that refer to something that no longer exists."""
    chosen = [each for each in server.channels if each.id in preferences.channels]
    if preferences.channels and not chosen:
        yield failed(
            "channels",
            _("none of the chosen channels exist any more, so I can't answer anywhere"),
            _("Choose others: /settings set channels all"),
        )
    open_to = chosen or server.channels
    if preferences.age_restricted and not any(getattr(each, "nsfw", False) for each in open_to):
        yield failed(
            "age_restricted",
            _("no channel here is age-restricted, so I can't show articles anywhere"),
            _("Turn on “Age-Restricted Channel” in a channel's settings, or set age_restricted to off."),
        )
    if preferences.adders and not server.get_role(preferences.adders):
        yield CheckResult(
            "adders", _("the chosen role no longer exists"), _("Choose another: /settings set adders none")
        )


def format_result(found: CheckResult) -> str:
    mark = "❌" if found.fault else "ℹ️" if found.fix else "✅"
    what = found.mention or markdown.escape_markdown(markdown.strip_invisible(diagnostics.subject(found.what)))
    text = markdown.escape_markdown(markdown.strip_invisible(found.said + (f" → {found.fix}" if found.fix else "")))
    return f"{mark} {what}: {text}"


_ALL, _NONE = "all", "none"
_ON = frozenset({"on", "yes", "true", "1"})
_OFF = frozenset({"off", "no", "false", "0"})
_NUMBER = re.compile(r"[0-9]{1,6}")
_ID = re.compile(r"<(?:#|@&)(?P<marked>[0-9]{15,20})>|(?P<bare>[0-9]{15,20})")


def parse_setting(name: str, text: str, server: discord.Guild) -> Any:
    """Return the value that was typed, as the setting stores it; raises InvalidSetting."""
    if name not in SETTING_NAMES:
        raise no_such_setting(name)
    return _read(name, text.strip(), server)


def _read(name: str, text: str, server: discord.Guild) -> Any:
    word = text.casefold()
    match SETTINGS[name].kind:
        case SettingKind.CHANNELS:
            words = [] if word in SETTINGS[name].suggested else re.split(r"[\s,]+", text)
            return validate(name, [_channel(each, server) for each in words])
        case SettingKind.ROLE:
            return validate(name, None if word == _NONE else _role(text, server))
        case SettingKind.SWITCH:
            return validate(name, word in _ON if word in _ON | _OFF else text)
        case SettingKind.NUMBER:
            number = text.replace(",", "")
            return validate(name, int(number) if _NUMBER.fullmatch(number) else text)
        case SettingKind.WORD:
            return validate(name, word)
    return validate(name, text)


def resolve_import(values: dict[str, Any], server: discord.Guild) -> dict[str, Any]:
    """Return imported settings, whose channels and role must be this server's; raises InvalidSetting."""
    fitting = {name: validate(name, each) for name, each in values.items()}
    for name, value in fitting.items():
        kind = SETTINGS[name].kind
        if kind is SettingKind.CHANNELS:
            for id in value:
                _channel(str(id), server)
        if kind is SettingKind.ROLE and value:
            _role(str(value), server)
    return fitting


def _channel(text: str, server: discord.Guild) -> int:
    places = [each for each in server.channels if not isinstance(each, discord.CategoryChannel)]
    refusal = _("There's no channel “{name}” here. Write it like #general, or use all for every channel.")
    return _named(text, ((each.id, each.name) for each in places), "#", refusal.format(name=text[:80]))


def _role(text: str, server: discord.Guild) -> int:
    refusal = _("There's no role “{name}” here. Write it like @Librarians, or use none.")
    return _named(text, ((each.id, each.name) for each in server.roles), "@", refusal.format(name=text[:80]))


def _named(text: str, known: Iterable[tuple[int, str]], sign: str, refusal: str) -> int:
    """Return the id that a mention, an id or a name means."""
    found = _ID.fullmatch(text)
    id = int(found["marked"] or found["bare"]) if found else 0
    name = text.removeprefix(sign).casefold()
    for each, called in known:
        if each == id or (not id and called.removeprefix(sign).casefold() == name):
            return each
    raise InvalidSetting(refusal)
