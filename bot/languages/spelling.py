"""The names of commands in every language that we speak: each is understood, whatever language is spoken."""

import re
from collections.abc import Callable, Iterable

from bot.languages import translation

NAME = "name"
"""The context of the names of commands and options, which Discord wants in small letters and without spaces."""


def localised(name: str) -> str:
    """Return how a command is called in the language spoken."""
    return translation.pgettext(NAME, name)


def spellings(name: str) -> list[str]:
    """Return how a command is called in each language, English first."""
    return list(dict.fromkeys(_called(name, language) for language in translation.languages()))


def original(said: str, names: Iterable[str]) -> str:
    """Return which of the commands is called so in some language, or what was said where none is."""
    return next((name for name in names if said.casefold() in spellings(name)), said)


def is_among(said: str, listed: Callable[[], str]) -> bool:
    """Tell whether something is on a list in any language, whatever signs stand around its words."""
    words = " ".join(re.findall(r"[\w']+", said.casefold()))
    return any(words in _listed(listed, language) for language in translation.languages())


def _listed(listed: Callable[[], str], language: str) -> list[str]:
    with translation.speaking(language):
        return listed().split(", ")


def _called(name: str, language: str) -> str:
    with translation.speaking(language):
        return localised(name)
