"""What a server has chosen: values, checked, kept in the store and in memory."""

from dataclasses import dataclass, field, fields, replace
from typing import Any

import regex

from bot.i18n import AUTO, languages
from bot.i18n import gettext as _
from knowledge import KnowledgeError
from knowledge.store import GuildStore

# The blank of Braille is not seen either, and variation selectors belong to emoji.
_PREFIX = regex.compile(r"[^\s`@\u2800[\p{Default_Ignorable_Code_Point}--\p{Variation_Selector}]]{1,5}", regex.V1)
MAX_PASSAGES = 5
MAX_PER_MINUTE = 10_000
_MAX_CHANNELS = 500


class InvalidSetting(KnowledgeError):
    """A value that a setting cannot have."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GuildSettings:
    """What holds in one server, or in a direct message."""

    channels: frozenset[int] = field(default=frozenset())
    """Where the bot answers; everywhere when empty."""
    language: str = AUTO
    private: bool = False
    """Whether slash commands are answered to the person alone unless shared."""
    passages: int = 3
    adders: int | None = None
    """The role that may add articles, besides those who may manage the server."""
    per_person: int = 10
    """Commands that one person may give in a minute; 0 for any number."""
    per_server: int = 300
    """Commands that all members together may give in a minute; 0 for any number."""
    prefix: str = "!"
    age_restricted: bool = False
    """Whether articles are shown in age-restricted channels only."""


NAMES = tuple(each.name for each in fields(GuildSettings))


def validate(name: str, value: Any) -> Any:
    """Return a setting's value as `Preferences` has it; raises BadPreference."""
    if name not in NAMES:
        raise InvalidSetting(no_such_setting(name))
    if not _fits(name, value):
        raise InvalidSetting(_unfit(name, value))
    return frozenset(value) if name == "channels" else value


def no_such_setting(name: str) -> str:
    """Say that there is no setting of that name, and which there are."""
    return _("There's no setting “{name}”. The settings are {names}.").format(name=name, names=", ".join(NAMES))


def _unfit(name: str, value: object) -> str:
    """Say that a setting cannot have that value, and what it can have."""
    return _("{name} can't be “{value}”: {remedy}.").format(name=name, value=str(value)[:80], remedy=_remedy(name))


def to_json(name: str, value: Any) -> Any:
    """Return a setting's value as JSON has it."""
    return sorted(value) if name == "channels" else value


def is_prefix(text: str) -> bool:
    """Tell whether commands can begin with this: it is seen, mentions nobody, and can be shown as code."""
    return bool(_PREFIX.fullmatch(text)) and text.isprintable()


def _fits(name: str, value: Any) -> bool:
    match name, value:
        case "channels", list() | set() | frozenset():
            return len(value) <= _MAX_CHANNELS and all(_whole(each, 1, 2**64) for each in value)
        case "language", str():
            return value in (AUTO, *languages())
        case (("private" | "age_restricted"), bool()):
            return True
        case "passages", _:
            return _whole(value, 1, MAX_PASSAGES)
        case "adders", _:
            return value is None or _whole(value, 1, 2**64)
        case (("per_person" | "per_server"), _):
            return _whole(value, 0, MAX_PER_MINUTE)
        case "prefix", str():
            return is_prefix(value)
    return False


def _whole(value: Any, least: int, most: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and least <= value <= most


class GuildSettingsStore:
    """The preferences of every server; what a server has not chosen is as the operator has it."""

    def __init__(self, servers: GuildStore, defaults: GuildSettings) -> None:
        self.defaults = defaults
        self._servers = servers
        self._known: dict[int, GuildSettings] = {}

    async def of(self, server: int | None) -> GuildSettings:
        """Return what holds in a server, or for None in a direct message."""
        if server is None:
            return self.defaults
        if server not in self._known:
            self._known[server] = self._read(await self.chosen(server))
        return self._known[server]

    async def chosen(self, server: int) -> dict[str, Any]:
        """Return what the server itself has chosen, as JSON has it."""
        return await self._servers.settings(str(server))

    async def change(self, server: int, values: dict[str, Any]) -> None:
        """Keep these values, all or none; raises BadPreference."""
        fitting = {name: to_json(name, validate(name, value)) for name, value in values.items()}
        await self._servers.change(str(server), fitting)
        self.forget(server)

    async def reset(self, server: int, *names: str) -> None:
        """Return these settings, or all where none is named, to what the operator has; raises BadPreference."""
        for name in names:
            if name not in NAMES:
                raise InvalidSetting(no_such_setting(name))
        await self._servers.reset(str(server), names or NAMES)
        self.forget(server)

    def forget(self, server: int) -> None:
        """Read a server's settings anew when they are next asked for."""
        self._known.pop(server, None)

    def _read(self, chosen: dict[str, Any]) -> GuildSettings:
        """Return the defaults with what was chosen; what another version wrote and this one cannot have is passed."""
        fitting = {
            name: validate(name, value) for name, value in chosen.items() if name in NAMES and _fits(name, value)
        }
        return replace(self.defaults, **fitting)


def _remedy(name: str) -> str:
    """Say what a setting can be."""
    return {
        "channels": _("name channels of this server, such as #general, or use all"),
        "language": _("use auto, or the code of a language I speak, such as en"),
        "private": _("use on or off"),
        "passages": _("use a whole number from 1 to 5"),
        "adders": _("name a role of this server, such as @Librarians, or use none"),
        "per_person": _("use a whole number from 0 (no limit) to 10,000"),
        "per_server": _("use a whole number from 0 (no limit) to 10,000"),
        "prefix": _("use 1 to 5 visible characters without spaces, @ or `, such as !"),
        "age_restricted": _("use on or off"),
    }[name]
