"""What a server can choose: the settings with their limits and texts, kept in the store and in memory.

To add a setting: a field of `GuildSettings` here. Parsing, showing, importing and exporting go by its type and texts.
"""

from contextlib import suppress
from dataclasses import dataclass
from enum import Enum
from typing import Annotated, Any

import regex
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from bot.i18n import AUTO, N_, languages
from bot.i18n import gettext as _
from knowledge import KnowledgeError, StoreUnavailable
from knowledge.store import GuildStore

# The blank of Braille is not seen either, and variation selectors belong to emoji.
_PREFIX = regex.compile(r"[^\s`@\u2800[\p{Default_Ignorable_Code_Point}--\p{Variation_Selector}]]{1,5}", regex.V1)
MAX_PASSAGES = 5
MAX_PER_MINUTE = 10_000
_MAX_CHANNELS = 500


class InvalidSetting(KnowledgeError):
    """A value that a setting cannot have."""


class SettingKind(Enum):
    """How a setting is written and shown."""

    SWITCH = "switch"
    NUMBER = "number"
    WORD = "word"
    """One of its suggestions, in small letters."""
    TEXT = "text"
    CHANNELS = "channels"
    ROLE = "role"


@dataclass(frozen=True, slots=True)
class SettingInfo:
    """What people read of a setting; the texts are English, to be passed through gettext."""

    kind: SettingKind
    label: str
    about: str
    """What there is to say beyond the label; can be empty."""
    remedy: str
    """What to use instead of a value that it can't have."""
    suggested: tuple[str, ...] = ()


def is_prefix(text: str) -> bool:
    """Tell whether commands can begin with this: it is seen, mentions nobody, and can be shown as code."""
    return bool(_PREFIX.fullmatch(text)) and text.isprintable()


def check_prefix(text: str) -> str:
    """Return what commands can begin with; raise ValueError for anything else."""
    if not is_prefix(text):
        raise ValueError("not a prefix")
    return text


def check_language(code: str) -> str:
    """Return what replies can be set to: a language that there is, or that of whoever asks."""
    if code not in (AUTO, *languages()):
        raise ValueError("not a language of the interface")
    return code


_SWITCH = SettingKind.SWITCH
_Snowflake = Annotated[int, Field(ge=1, lt=2**64)]
_PerMinute = Annotated[int, Field(ge=0, le=MAX_PER_MINUTE)]
_LIMIT = N_("use a whole number from 0 (no limit) to 10,000")
_ON_OFF = N_("use on or off")


class GuildSettings(BaseModel):
    """The settings of one server, or of direct messages."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")

    channels: Annotated[
        frozenset[_Snowflake],
        Field(max_length=_MAX_CHANNELS, strict=False),
        SettingInfo(
            SettingKind.CHANNELS,
            N_("Channels I answer in"),
            "",
            N_("name channels of this server, such as #general, or use all"),
            ("all",),
        ),
    ] = frozenset()
    """Where the bot answers; everywhere when empty."""
    forums: Annotated[
        frozenset[_Snowflake],
        Field(max_length=_MAX_CHANNELS, strict=False),
        SettingInfo(
            SettingKind.CHANNELS,
            N_("Forums whose new posts I answer"),
            N_("after two minutes, once, and only where I'm nearly sure"),
            N_("name forum channels of this server, such as #questions, or use none"),
            ("none",),
        ),
    ] = frozenset()
    """Where the bot answers without a mention; nowhere when empty."""
    language: Annotated[
        str,
        AfterValidator(check_language),
        SettingInfo(
            SettingKind.WORD,
            N_("Language of my replies"),
            N_("auto = the language of the person or the server"),
            N_("use auto, or the code of a language I speak, such as en"),
            (AUTO, *languages()),
        ),
    ] = AUTO
    private: Annotated[
        bool,
        SettingInfo(
            _SWITCH,
            N_("Private /ask answers"),
            N_("only the person who asked sees the answer, unless they share it"),
            _ON_OFF,
            ("on", "off"),
        ),
    ] = False
    passages: Annotated[
        int,
        Field(ge=1, le=MAX_PASSAGES),
        SettingInfo(
            SettingKind.NUMBER,
            N_("Passages per answer"),
            N_("at most, 1 to 5"),
            N_("use a whole number from 1 to 5"),
            ("1", "2", "3", "4", "5"),
        ),
    ] = 3
    adders: Annotated[
        _Snowflake | None,
        SettingInfo(
            SettingKind.ROLE,
            N_("Role that can add articles"),
            N_("besides people who manage the server"),
            N_("name a role of this server, such as @Librarians, or use none"),
            ("none",),
        ),
    ] = None
    per_person: Annotated[
        _PerMinute,
        SettingInfo(
            SettingKind.NUMBER,
            N_("Commands per minute, each person"),
            N_("0 = no limit"),
            _LIMIT,
            ("0", "5", "10", "30"),
        ),
    ] = 10
    per_server: Annotated[
        _PerMinute,
        SettingInfo(
            SettingKind.NUMBER,
            N_("Commands per minute, whole server"),
            N_("0 = no limit"),
            _LIMIT,
            ("0", "60", "300", "1000"),
        ),
    ] = 300
    prefix: Annotated[
        str,
        AfterValidator(check_prefix),
        SettingInfo(
            SettingKind.TEXT,
            N_("Command prefix"),
            "",
            N_("use 1 to 5 visible characters without spaces, @ or `, such as !"),
            ("!", "?", "$"),
        ),
    ] = "!"
    age_restricted: Annotated[
        bool,
        SettingInfo(_SWITCH, N_("Articles in age-restricted channels only"), "", _ON_OFF, ("on", "off")),
    ] = False


def _info(name: str) -> SettingInfo:
    [info] = [each for each in GuildSettings.model_fields[name].metadata if isinstance(each, SettingInfo)]
    return info


SETTINGS = {name: _info(name) for name in GuildSettings.model_fields}
"""What people read of each setting, by its name."""
SETTING_NAMES = tuple(SETTINGS)


def validate(name: str, value: Any) -> Any:
    """Return a setting's value as `GuildSettings` has it; raises InvalidSetting."""
    if name not in SETTING_NAMES:
        raise no_such_setting(name)
    try:
        return getattr(GuildSettings.model_validate({name: value}), name)
    except ValidationError:
        raise InvalidSetting(
            _("{name} can't be “{value}”: {remedy}.").format(
                name=name, value=str(value)[:80], remedy=_(SETTINGS[name].remedy)
            )
        ) from None


def no_such_setting(name: str) -> InvalidSetting:
    return InvalidSetting(
        _("There's no setting “{name}”. The settings are {names}.").format(name=name, names=", ".join(SETTING_NAMES))
    )


def to_json(value: Any) -> Any:
    """Return a setting's value as JSON has it."""
    return sorted(value) if isinstance(value, frozenset) else value


class GuildSettingsStore:
    """The settings of every server; what a server has not chosen is the operator's default."""

    def __init__(self, servers: GuildStore, defaults: GuildSettings) -> None:
        self.defaults = defaults
        self._servers = servers
        self._known: dict[int, GuildSettings] = {}
        self._current: set[int] = set()
        """Those of what is known that nothing has changed since; the others serve only while the store is away."""
        self._changes = 0
        """How often anything has changed: what was read before that may be old."""

    async def of(self, server: int | None) -> GuildSettings:
        """Return the settings of a server, or for None those of direct messages."""
        if server is None:
            return self.defaults
        if server in self._current:
            return self._known[server]
        changes = self._changes
        try:
            read = self._read(await self.chosen(server))
        except StoreUnavailable:
            if server in self._known:
                return self._known[server]
            raise
        if changes == self._changes:
            self._known[server] = read
            self._current.add(server)
        return read

    async def chosen(self, server: int) -> dict[str, Any]:
        """Return what the server itself has chosen, as JSON has it."""
        return await self._servers.settings(str(server))

    async def change(self, server: int, values: dict[str, Any]) -> None:
        """Keep these values, all or none; raises InvalidSetting."""
        fitting = {name: to_json(validate(name, value)) for name, value in values.items()}
        await self._servers.change(str(server), fitting)
        self.forget(server)

    async def reset(self, server: int, *names: str) -> None:
        """Return these settings, or all where none is named, to what the operator has; raises InvalidSetting."""
        for name in names:
            if name not in SETTING_NAMES:
                raise no_such_setting(name)
        await self._servers.reset(str(server), names or SETTING_NAMES)
        self.forget(server)

    def forget(self, server: int) -> None:
        """Read a server's settings again when they are next needed."""
        self._changes += 1
        self._current.discard(server)

    def hear_change(self, collection: str | None) -> None:
        """Read again what another process has changed; None where that may be anything."""
        if collection is None:
            self._changes += 1
            self._current.clear()
        elif collection.isdecimal():
            self.forget(int(collection))

    def _read(self, chosen: dict[str, Any]) -> GuildSettings:
        """Return the defaults with what was chosen; what only another version can have is passed over."""
        fitting = {}
        for name, value in chosen.items():
            with suppress(InvalidSetting):
                fitting[name] = validate(name, value)
        return self.defaults.model_copy(update=fitting)
