"""Settings from the environment and `.env`, checked; the token never shows in a text made of them."""

import difflib
import os
import re
from pathlib import Path
from typing import Annotated, Literal, Self

from dotenv import dotenv_values
from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.languages.translation import AUTO, languages
from bot.servers.preferences import is_prefix

ENV_FILE = ".env"

_REMEDIES = {
    "DISCORD_TOKEN": (
        "it must be the token alone, as the developer portal shows it: no spaces, no quotes, no “Bot ” before it"
    ),
    "FOOTNOTE_DATA": "it must be the path of a folder, such as ./data",
    "FOOTNOTE_PREFIX": "it must be 1 to 5 visible characters without spaces, @ or `, such as !",
    "FOOTNOTE_PASSAGES": "it must be a whole number from 1 to 5",
    "FOOTNOTE_LANGUAGE": f"it must be auto or one of {', '.join(languages())}",
    "FOOTNOTE_PER_PERSON": "it must be a whole number from 0, which is no limit, to 10000",
    "FOOTNOTE_PER_SERVER": "it must be a whole number from 0, which is no limit, to 10000",
    "FOOTNOTE_AGE_RESTRICTED": "it must be true or false",
    "FOOTNOTE_RETENTION_DAYS": "it must be a whole number of days from 0, which keeps questions, to 36500",
    "FOOTNOTE_INDEX_MEMORY": "it must be a whole number of megabytes, at least 1",
    "FOOTNOTE_LOG_LEVEL": "it must be DEBUG, INFO, WARNING, ERROR or CRITICAL",
}
KNOWN = tuple(_REMEDIES)


Level = Annotated[Literal["DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"], BeforeValidator(str.upper)]


def _language(code: str) -> str:
    if code not in (AUTO, *languages()):
        raise ValueError("not a language")
    return code


def _prefix(text: str) -> str:
    if not is_prefix(text):
        raise ValueError("not a prefix")
    return text


class BadSettings(Exception):
    """A setting that cannot be used; the text names it, its fault and the remedy, and never shows the token."""


def _token(token: SecretStr) -> SecretStr:
    if not re.fullmatch(r"[!#-&(-_a-~]+", token.get_secret_value().strip()):
        raise ValueError("not a token")
    return SecretStr(token.get_secret_value().strip())


class Settings(BaseSettings):
    """What the operator chose; the environment goes before `.env`, and `.env` before the defaults."""

    model_config = SettingsConfigDict(
        env_file=ENV_FILE,
        env_file_encoding="utf-8-sig",
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
        hide_input_in_errors=True,
    )

    discord_token: Annotated[SecretStr, AfterValidator(_token)] | None = Field(default=None, alias="DISCORD_TOKEN")
    data: Path = Field(default=Path("data"), alias="FOOTNOTE_DATA")
    prefix: Annotated[str, AfterValidator(_prefix)] = Field(default="!", alias="FOOTNOTE_PREFIX")
    passages: int = Field(default=3, alias="FOOTNOTE_PASSAGES", ge=1, le=5)
    language: Annotated[str, BeforeValidator(str.lower), AfterValidator(_language)] = Field(
        default=AUTO, alias="FOOTNOTE_LANGUAGE"
    )
    per_person: int = Field(default=10, alias="FOOTNOTE_PER_PERSON", ge=0, le=10_000)
    per_server: int = Field(default=300, alias="FOOTNOTE_PER_SERVER", ge=0, le=10_000)
    age_restricted: bool = Field(default=False, alias="FOOTNOTE_AGE_RESTRICTED")
    retention_days: int = Field(default=365, alias="FOOTNOTE_RETENTION_DAYS", ge=0, le=36_500)
    index_memory: int = Field(default=1024, alias="FOOTNOTE_INDEX_MEMORY", ge=1)
    log_level: Level = Field(default="INFO", alias="FOOTNOTE_LOG_LEVEL")

    @classmethod
    def load(cls, data: Path | None = None) -> Self:
        """Read the settings, with another data folder where one is given; raises BadSettings."""
        try:
            return cls().model_copy(update={"data": data} if data else {})
        except ValidationError as error:
            raise BadSettings(_sentence(str(error.errors()[0]["loc"][0]))) from None
        except (OSError, UnicodeError):
            raise BadSettings(f"{ENV_FILE} cannot be read: save it as UTF-8 text that this user may read.") from None


def unknown() -> list[str]:
    """Return a sentence for each FOOTNOTE_ variable that means nothing here, with the one that was likely meant."""
    names = sorted({*os.environ, *dotenv_values(ENV_FILE, encoding="utf-8-sig")} - set(KNOWN))
    return [_stray(name) for name in names if name.startswith("FOOTNOTE_")]


def _stray(name: str) -> str:
    near = difflib.get_close_matches(name, KNOWN, n=1, cutoff=0.0)[0]
    return f"{name} is not a setting and does nothing; the nearest is {near}."


def _sentence(name: str) -> str:
    """Say which setting is wrong, how and what to do; quotes its value unless that is secret."""
    given = {**dotenv_values(ENV_FILE, encoding="utf-8-sig"), **os.environ}.get(name)
    value = "" if name == "DISCORD_TOKEN" or given is None else f" is “{given[:80]}”, but"
    fault = value or " cannot be used:"
    return f"{name}{fault} {_REMEDIES[name]}. Change it in {ENV_FILE} or the environment, or take it out."
