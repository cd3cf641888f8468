"""Settings from the environment and `.env`, validated; their text form never shows the token."""

import difflib
import logging
import os
import re
import sys
from dataclasses import dataclass
from datetime import timedelta
from importlib.metadata import metadata
from pathlib import Path
from typing import Annotated, Literal, Self
from urllib.parse import unquote, urlsplit

import platformdirs
from dotenv import dotenv_values
from dotenv.parser import parse_stream
from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, ValidationError
from pydantic_settings import (
    BaseSettings,
    NoDecode,
    PydanticBaseSettingsSource,
    SecretsSettingsSource,
    SettingsConfigDict,
)

from bot.i18n import AUTO, SOURCE, languages, match_locale
from bot.i18n import gettext as _
from bot.preferences import check_language, check_prefix
from knowledge import Quota
from knowledge.opensearch import SearchAddress
from knowledge.store import Durability

PACKAGE = "footnote-bot"
COMMAND = "footnote"
ENV_FILE = ".env"
DEPARTURE_GRACE = timedelta(days=30)
"""How long the articles and questions of a server are kept after the bot has left it."""
_CHECKOUT = Path(__file__).parents[1]

LogFormat = Literal["text", "json"]
Level = Annotated[Literal["DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"], BeforeValidator(str.upper)]


@dataclass(frozen=True, slots=True)
class InstallLimits:
    """What each person can ask where the bot is not, through their own installation of it; 0 is no limit."""

    per_minute: int
    per_day: int


_HOST = re.compile(r"(?:\[[0-9a-fA-F:.]+\]|[^\s/@:,?#\[\]\\]+)(?::\d{1,5})?")


def _hosts(given: str | tuple[str, ...]) -> tuple[str, ...]:
    names = tuple(filter(None, re.split(r"[\s,]+", given))) if isinstance(given, str) else given
    if not all(map(_HOST.fullmatch, names)):
        raise ValueError("not names of sites")
    return names


_CONTACT = re.compile(r"https?://[!-'*-~]{1,200}|[!-'*-~]{1,100}@[!-'*-~]{1,100}")
"""What can stand in a header between brackets."""


def _contact(given: str) -> str:
    if not _CONTACT.fullmatch(given):
        raise ValueError("not an address")
    return given


def default_data_folder() -> Path:
    """Return `data` where the program is started if there is such a folder, else one of this user's own."""
    here = Path("data")
    return here if here.exists() else platformdirs.user_data_path(COMMAND, appauthor=False)


def secrets_folder() -> Path | None:
    """Return the folder in which systemd or a container puts secrets, a file each; None where there is none."""
    folder = Path(os.environ.get("CREDENTIALS_DIRECTORY", "/run/secrets"))
    return folder if folder.is_dir() else None


def notify_socket() -> str | None:
    """Return where systemd wants to be told how the service is; None where it did not start this."""
    return os.environ.get("NOTIFY_SOCKET")


def user_agent(contact: str | None = None) -> str:
    """Return how the program introduces itself to the sites that it fetches from.

    Args:
        contact: Where a site reaches the operator; without it, the project's page is named if it has one.
    """
    facts = metadata(PACKAGE)
    named = contact or next(iter(facts.get_all("Project-URL") or ()), "").rpartition(" ")[2]
    return f"Footnote/{facts['Version']} ({f'+{named}; ' if named else ''}{PACKAGE}; reads pages that people add)"


def is_command() -> bool:
    """Tell whether the program was started as `footnote`, the command of the installed package."""
    return Path(sys.argv[0]).stem == COMMAND


def is_checkout() -> bool:
    """Tell whether the program runs in the project's folder, with its scripts beside it."""
    return (_CHECKOUT / "scripts" / "run").is_file()


def program() -> str:
    """Return the command that starts the program, for instructions."""
    return COMMAND if is_command() else "scripts/run" if is_checkout() else "python -m bot"


class ConfigError(Exception):
    """A setting that can't be used; the text names it, says what's wrong and what to do, and never shows the token."""


def _token(token: SecretStr) -> SecretStr:
    text = token.get_secret_value().strip()
    # The client secret and the public key, which stand beside it, have no dots.
    if not re.fullmatch(r"[!#-&(-_a-~]+", text) or text.count(".") < 2:
        raise ValueError("not a token")
    return SecretStr(text)


def is_database(address: str) -> bool:
    """Tell whether a text looks like the address of a PostgreSQL database."""
    return re.fullmatch(r"postgres(?:ql)?://\S*", address) is not None


def _database(address: SecretStr) -> SecretStr:
    if not is_database(address.get_secret_value().strip()):
        raise ValueError("not the address of a database")
    return SecretStr(address.get_secret_value().strip())


def _search(address: SecretStr) -> SecretStr:
    SearchAddress.parse(address.get_secret_value())
    return SecretStr(address.get_secret_value().strip())


MAX_SHARDS = 10_000


@dataclass(frozen=True, slots=True)
class ShardRange:
    """The shards of the connection to Discord that one of several processes has."""

    first: int
    last: int
    count: int
    """How many all processes have together."""

    def __str__(self) -> str:
        return f"{self.first}-{self.last}/{self.count}"

    @classmethod
    def parse(cls, given: str) -> Self | None:
        """Read a range such as `0-7/16`, or one shard such as `3/16`; None where it is neither."""
        found = re.fullmatch(r"(\d{1,5})(?:-(\d{1,5}))?/(\d{1,5})", given.strip())
        if not found:
            return None
        first, last, count = int(found[1]), int(found[2] or found[1]), int(found[3])
        return cls(first, last, count) if first <= last < count <= MAX_SHARDS else None

    @property
    def ids(self) -> list[int]:
        return list(range(self.first, self.last + 1))


def _shards(given: str | None) -> ShardRange | None:
    shards = ShardRange.parse(given or "")
    if given and not shards:
        raise ValueError("not a range of shards")
    return shards


class Settings(BaseSettings):
    """What the operator chose: the environment takes precedence over `.env`, that over secrets, those over defaults."""

    model_config = SettingsConfigDict(
        env_file=ENV_FILE,
        env_file_encoding="utf-8-sig",
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
        hide_input_in_errors=True,
    )

    discord_token: Annotated[SecretStr, AfterValidator(_token)] | None = Field(default=None, alias="DISCORD_TOKEN")
    data: Path = Field(default_factory=default_data_folder, alias="FOOTNOTE_DATA")
    database: Annotated[SecretStr, AfterValidator(_database)] | None = Field(default=None, alias="FOOTNOTE_DATABASE")
    search: Annotated[SecretStr, AfterValidator(_search)] | None = Field(default=None, alias="FOOTNOTE_SEARCH")
    shards: Annotated[ShardRange | None, NoDecode, BeforeValidator(_shards)] = Field(
        default=None, alias="FOOTNOTE_SHARDS"
    )
    watch_folder: Path | None = Field(default=None, alias="FOOTNOTE_WATCH_FOLDER")
    prefix: Annotated[str, AfterValidator(check_prefix)] = Field(default="!", alias="FOOTNOTE_PREFIX")
    passages: int = Field(default=3, alias="FOOTNOTE_PASSAGES", ge=1, le=5)
    language: Annotated[str, BeforeValidator(str.lower), AfterValidator(check_language)] = Field(
        default=AUTO, alias="FOOTNOTE_LANGUAGE"
    )
    per_person: int = Field(default=10, alias="FOOTNOTE_PER_PERSON", ge=0, le=10_000)
    per_server: int = Field(default=300, alias="FOOTNOTE_PER_SERVER", ge=0, le=10_000)
    user_install: bool = Field(default=False, alias="FOOTNOTE_USER_INSTALL")
    user_per_minute: int = Field(default=5, alias="FOOTNOTE_USER_PER_MINUTE", ge=0, le=10_000)
    user_per_day: int = Field(default=100, alias="FOOTNOTE_USER_PER_DAY", ge=0, le=100_000)
    server_articles: int = Field(default=10_000, alias="FOOTNOTE_SERVER_ARTICLES", ge=0, le=10_000_000)
    server_megabytes: int = Field(default=200, alias="FOOTNOTE_SERVER_MEGABYTES", ge=0, le=1_000_000)
    server_feeds: int = Field(default=50, alias="FOOTNOTE_SERVER_FEEDS", ge=0, le=10_000)
    server_fetches: int = Field(default=2_000, alias="FOOTNOTE_SERVER_FETCHES", ge=0, le=100_000)
    fetch_hosts: Annotated[tuple[str, ...], NoDecode, BeforeValidator(_hosts)] = Field(
        default_factory=tuple, alias="FOOTNOTE_FETCH_HOSTS"
    )
    recheck_pages: bool = Field(default=True, alias="FOOTNOTE_RECHECK_PAGES")
    contact: Annotated[str, AfterValidator(_contact)] | None = Field(default=None, alias="FOOTNOTE_CONTACT")
    age_restricted: bool = Field(default=False, alias="FOOTNOTE_AGE_RESTRICTED")
    retention_days: int = Field(default=365, alias="FOOTNOTE_RETENTION_DAYS", ge=0, le=36_500)
    version_days: int = Field(default=30, alias="FOOTNOTE_VERSION_DAYS", ge=0, le=36_500)
    audit_days: int = Field(default=90, alias="FOOTNOTE_AUDIT_DAYS", ge=0, le=36_500)
    index_memory: int = Field(default=1024, alias="FOOTNOTE_INDEX_MEMORY", ge=1)
    durability: Annotated[Durability, BeforeValidator(str.lower)] = Field(default="normal", alias="FOOTNOTE_DURABILITY")
    log_level: Level = Field(default="INFO", alias="FOOTNOTE_LOG_LEVEL")
    log_format: Annotated[LogFormat, BeforeValidator(str.lower)] = Field(default="text", alias="FOOTNOTE_LOG_FORMAT")
    metrics_port: int = Field(default=0, alias="FOOTNOTE_METRICS_PORT", ge=0, le=65_535)

    @property
    def installs(self) -> InstallLimits | None:
        """What people can ask who have installed the bot for themselves; None where they can't."""
        return InstallLimits(self.user_per_minute, self.user_per_day) if self.user_install else None

    @property
    def address(self) -> str:
        """Where on a PostgreSQL server the store is, with the password; empty for the data folder's own file."""
        return self.database.get_secret_value() if self.database else ""

    @property
    def search_address(self) -> str:
        """Where the cluster is that searches, with the password; empty for the embedded index."""
        return self.search.get_secret_value() if self.search else ""

    @property
    def secrets(self) -> tuple[SecretStr, ...]:
        """What no log may hold: the token, and passwords as they are written and as they are meant."""
        written = []
        for address in (self.address, self.search_address):
            password = urlsplit(address).password or ""
            written += [address, password, unquote(password)]
        return tuple(each for each in (self.discord_token, *map(SecretStr, written)) if each)

    @property
    def quota(self) -> Quota:
        """How much each server can hold."""
        return Quota(articles=self.server_articles, bytes=self.server_megabytes * 1_000_000)

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Look for secrets where they are now, not where they were when this was imported."""
        secrets = SecretsSettingsSource(settings_cls, secrets_dir=secrets_folder())
        return init_settings, env_settings, dotenv_settings, secrets

    @classmethod
    def load(cls, data: Path | None = None) -> Self:
        """Read the settings, with another data folder if one is given; raises ConfigError."""
        try:
            _check_env_file()
            chosen = cls().model_copy(update={"data": data} if data else {})
        except ValidationError as error:
            raise ConfigError(_sentence(str(error.errors()[0]["loc"][0]))) from None
        except (OSError, UnicodeError):
            raise ConfigError(
                _("{file} can't be read. Save it as UTF-8 text that this user can read.").format(file=ENV_FILE)
            ) from None
        if chosen.shards and not chosen.database:
            # Each process would have a store of its own, and people's direct messages the articles of one of them.
            raise ConfigError(_sentence("FOOTNOTE_SHARDS"))
        return chosen


def _check_env_file() -> None:
    """Raise ConfigError for a line of `.env` that would have no effect, as it can't be understood."""
    if not Path(ENV_FILE).is_file():
        return
    with open(ENV_FILE, encoding="utf-8-sig") as lines:
        wrong = next((each.original.line for each in parse_stream(lines) if each.error), None)
    if wrong is not None:
        raise ConfigError(
            _("Line {line} of {file} can't be understood. Write NAME=VALUE, and close a quote that you open.").format(
                line=wrong, file=ENV_FILE
            )
        )


def _in_env_file() -> dict[str, str | None]:
    # What it can't be understood in, `load` tells.
    logging.getLogger("dotenv.main").setLevel(logging.ERROR)
    return dotenv_values(ENV_FILE, encoding="utf-8-sig")


KNOWN = tuple(field.alias for field in Settings.model_fields.values() if field.alias)


def terminal_language() -> str:
    """Return the language of the terminal: the one chosen, or that of the environment's locale where we speak it."""
    try:
        chosen = (_given("FOOTNOTE_LANGUAGE") or AUTO).lower()
    except (OSError, UnicodeError):
        chosen = AUTO
    if chosen in languages():
        return chosen
    places = filter(None, map(os.environ.get, ("LC_ALL", "LC_MESSAGES", "LANG")))
    return match_locale(re.split(r"[.@]", next(places, ""))[0]) or SOURCE


def unknown_variables() -> list[str]:
    """Return a sentence for each unknown FOOTNOTE_ variable, with the one that was probably meant."""
    names = sorted({*os.environ, *_in_env_file()} - set(KNOWN))
    return [_stray(name) for name in names if name.startswith("FOOTNOTE_")]


def _stray(name: str) -> str:
    return _("{name} is not a setting and has no effect. Did you mean {nearest}?").format(
        name=name, nearest=difflib.get_close_matches(name, KNOWN, n=1, cutoff=0.0)[0]
    )


def _sentence(name: str) -> str:
    """Say which setting is wrong and what to do; quotes its value unless it is secret."""
    remedy = _remedy(name)
    given = None if name in ("DISCORD_TOKEN", "FOOTNOTE_DATABASE") else _given(name)
    if given is None:
        return _("{name} can't be used: {remedy}. Change it in {file} or the environment, or remove it.").format(
            name=name, remedy=remedy, file=ENV_FILE
        )
    return _("{name} is “{value}”, but {remedy}. Change it in {file} or the environment, or remove it.").format(
        name=name, value=given[:80], remedy=remedy, file=ENV_FILE
    )


def _remedy(name: str) -> str:
    return {
        "DISCORD_TOKEN": _(
            "it must be just the bot's token from the developer portal, three parts with dots between them: "
            "no spaces, no quotes, no “Bot ” in front"
        ),
        "FOOTNOTE_DATABASE": _("it must look like postgresql://user:password@host/database"),
        "FOOTNOTE_SEARCH": _("it must look like https://user:password@host:9200"),
        "FOOTNOTE_SHARDS": _(
            "it must be a range of shards with how many there are in all, such as 0-7/16, and needs FOOTNOTE_DATABASE"
        ),
        "FOOTNOTE_DATA": _("it must be the path to a folder, such as ./data"),
        "FOOTNOTE_WATCH_FOLDER": _("it must be the path to a folder, such as ./articles"),
        "FOOTNOTE_PREFIX": _("it must be 1 to 5 visible characters without spaces, @ or `, such as !"),
        "FOOTNOTE_PASSAGES": _("it must be a whole number from 1 to 5"),
        "FOOTNOTE_LANGUAGE": _("it must be auto or one of {languages}").format(languages=", ".join(languages())),
        "FOOTNOTE_PER_PERSON": _("it must be a whole number from 0 (no limit) to 10000"),
        "FOOTNOTE_PER_SERVER": _("it must be a whole number from 0 (no limit) to 10000"),
        "FOOTNOTE_USER_INSTALL": _("it must be true or false"),
        "FOOTNOTE_USER_PER_MINUTE": _("it must be a whole number from 0 (no limit) to 10000"),
        "FOOTNOTE_USER_PER_DAY": _("it must be a whole number from 0 (no limit) to 100000"),
        "FOOTNOTE_SERVER_ARTICLES": _("it must be a whole number from 0 (no limit) to 10000000"),
        "FOOTNOTE_SERVER_MEGABYTES": _("it must be a whole number of megabytes from 0 (no limit) to 1000000"),
        "FOOTNOTE_SERVER_FEEDS": _("it must be a whole number from 0 (no limit) to 10000"),
        "FOOTNOTE_SERVER_FETCHES": _("it must be a whole number from 0 (no limit) to 100000"),
        "FOOTNOTE_FETCH_HOSTS": _("it must be names of sites separated by commas, such as wiki.example:8080"),
        "FOOTNOTE_RECHECK_PAGES": _("it must be true or false"),
        "FOOTNOTE_CONTACT": _("it must be the address of a page or of a mailbox, such as bots@example.org"),
        "FOOTNOTE_AGE_RESTRICTED": _("it must be true or false"),
        "FOOTNOTE_RETENTION_DAYS": _("it must be a whole number of days from 0 (keep forever) to 36500"),
        "FOOTNOTE_VERSION_DAYS": _("it must be a whole number of days from 0 (none can be brought back) to 36500"),
        "FOOTNOTE_AUDIT_DAYS": _("it must be a whole number of days from 0 (keep forever) to 36500"),
        "FOOTNOTE_INDEX_MEMORY": _("it must be a whole number of megabytes, at least 1"),
        "FOOTNOTE_DURABILITY": _("it must be normal or full"),
        "FOOTNOTE_LOG_LEVEL": _("it must be DEBUG, INFO, WARNING, ERROR or CRITICAL"),
        "FOOTNOTE_LOG_FORMAT": _("it must be text or json"),
        "FOOTNOTE_METRICS_PORT": _("it must be a port from 1 to 65535, or 0 for no metrics"),
    }[name]


def _given(name: str) -> str | None:
    return {**_in_env_file(), **os.environ}.get(name)
