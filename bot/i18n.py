"""The language of what people read: gettext catalogues, one file each, chosen for the reply at hand.

A catalogue is `locales/LANGUAGE.po`; adding a language is adding that file. English is in the code.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from importlib import resources
from io import BytesIO

from babel import Locale
from babel.support import NullTranslations, Translations

SOURCE = "en"
"""The language of the texts in the code."""
AUTO = "auto"
"""Means the language of the person who asks, where a language can be chosen."""
FOLDER = resources.files("bot") / "locales"
_speaking: ContextVar[str] = ContextVar("speaking", default=SOURCE)


@cache
def languages() -> tuple[str, ...]:
    """Return the languages that replies can be in, English first."""
    names = (file.name for file in FOLDER.iterdir())
    return (SOURCE, *sorted(name.removesuffix(".po") for name in names if name.endswith(".po")))


@cache
def match_locale(tag: str) -> str | None:
    """Return our language for a locale such as `ko`, `ko-KR` or `en_GB`; None where we have none."""
    wanted = tag.replace("-", "_").casefold()
    known = {language.casefold(): language for language in languages()}
    return known.get(wanted) or known.get(wanted.partition("_")[0])


def set_language(language: str) -> None:
    """Use one of `languages()` for everything the current task says from now on."""
    _speaking.set(language)


@contextmanager
def use_language(language: str) -> Iterator[None]:
    """Use one of `languages()` inside the block."""
    token = _speaking.set(language)
    try:
        yield
    finally:
        _speaking.reset(token)


def current_language() -> str:
    return _speaking.get()


def locale() -> Locale:
    """Return the locale of the current language for dates and numbers; in English the day comes before the month."""
    return _locale(current_language())


def N_(message: str) -> str:
    """Mark a text that is translated later, where it is shown."""
    return message


def gettext(message: str) -> str:
    """Return a text in the current language, in English if the catalogue doesn't have it."""
    return _catalogue(current_language()).gettext(message) if message else ""


def ngettext(one: str, many: str, number: int) -> str:
    """Return the plural form for a number, in the current language."""
    return _catalogue(current_language()).ngettext(one, many, number)


def pgettext(context: str, message: str) -> str:
    """Return a text that means something else in another context, in the current language."""
    return str(_catalogue(current_language()).pgettext(context, message))


@cache
def _locale(language: str) -> Locale:
    return Locale("en", "GB") if language == SOURCE else Locale.parse(language)


@cache
def _catalogue(language: str) -> NullTranslations:
    if language == SOURCE:
        return NullTranslations()
    # Imported here, as English needs no catalogue.
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    with (FOLDER / f"{language}.po").open("rb") as file:
        catalogue = read_po(file, locale=language)
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return Translations(compiled)


NAME = "name"
"""The context of the names of commands and options, which Discord wants in lower case and without spaces."""


def localized_name(name: str) -> str:
    return pgettext(NAME, name)


def localized_names(name: str) -> list[str]:
    """Return a command's name in each language, English first."""
    return list(dict.fromkeys(_called(name, language) for language in languages()))


def language_of_name(said: str, name: str) -> str | None:
    """Return the language in which a command has this name; None for its English one, or any other word."""
    others = (language for language in languages() if language != SOURCE)
    return next((each for each in others if said.casefold() == _called(name, each) != _called(name, SOURCE)), None)


def canonical_name(said: str, names: Iterable[str]) -> str:
    """Return the command with this name in any language, or the name itself if there is none."""
    return next((name for name in names if said.casefold() in localized_names(name)), said)


def _called(name: str, language: str) -> str:
    with use_language(language):
        return localized_name(name)
