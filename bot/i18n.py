"""The language of what people read: gettext catalogues, one file each, chosen for the reply at hand.

A catalogue is `locales/LANGUAGE.po`; adding a language is adding that file. English is what stands in the code.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from importlib import resources
from io import BytesIO

from babel import Locale
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations

SOURCE = "en"
"""The language of the texts in the code."""
AUTO = "auto"
"""Stands for the language of whoever asks, where one can be chosen."""
FOLDER = resources.files("bot") / "locales"
_speaking: ContextVar[str] = ContextVar("speaking", default=SOURCE)


@cache
def languages() -> tuple[str, ...]:
    """Return the languages that replies can be in, English first."""
    names = (file.name for file in FOLDER.iterdir())
    return (SOURCE, *sorted(name.removesuffix(".po") for name in names if name.endswith(".po")))


def match_locale(tag: str) -> str | None:
    """Return our language for a locale such as `ko`, `ko-KR` or `en_GB`; None where we have none."""
    wanted = tag.replace("-", "_").casefold()
    known = {language.casefold(): language for language in languages()}
    return known.get(wanted) or known.get(wanted.partition("_")[0])


def set_language(language: str) -> None:
    """Let all that the current task says from now on be in a language of `languages()`."""
    _speaking.set(language)


@contextmanager
def use_language(language: str) -> Iterator[None]:
    """Let what is said inside the block be in a language of `languages()`."""
    token = _speaking.set(language)
    try:
        yield
    finally:
        _speaking.reset(token)


def current_language() -> str:
    """Return the language that is spoken now."""
    return _speaking.get()


def locale() -> Locale:
    """Return how dates and numbers are written in the language spoken; in English the day goes before the month."""
    return _locale(current_language())


def N_(message: str) -> str:
    """Mark a text that is translated later, where it is shown."""
    return message


def gettext(message: str) -> str:
    """Return a text in the language spoken, in English where its catalogue lacks it."""
    return _catalogue(current_language()).gettext(message) if message else ""


def ngettext(one: str, many: str, number: int) -> str:
    """Return the form of a text that goes with a number, in the language spoken."""
    return _catalogue(current_language()).ngettext(one, many, number)


def pgettext(context: str, message: str) -> str:
    """Return a text whose words mean something else elsewhere, in the language spoken."""
    return str(_catalogue(current_language()).pgettext(context, message))


@cache
def _locale(language: str) -> Locale:
    return Locale("en", "GB") if language == SOURCE else Locale.parse(language)


@cache
def _catalogue(language: str) -> NullTranslations:
    if language == SOURCE:
        return NullTranslations()
    with (FOLDER / f"{language}.po").open("rb") as file:
        catalogue = read_po(file, locale=language)
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return Translations(compiled)


NAME = "name"
"""The context of the names of commands and options, which Discord wants in small letters and without spaces."""


def localized_name(name: str) -> str:
    """Return how a command is called in the language spoken."""
    return pgettext(NAME, name)


def localized_names(name: str) -> list[str]:
    """Return how a command is called in each language, English first."""
    return list(dict.fromkeys(_called(name, language) for language in languages()))


def canonical_name(said: str, names: Iterable[str]) -> str:
    """Return which of the commands is called so in some language, or what was said where none is."""
    return next((name for name in names if said.casefold() in localized_names(name)), said)


def _called(name: str, language: str) -> str:
    with use_language(language):
        return localized_name(name)
