"""What the operator reads of settings that cannot be used."""

from collections.abc import Iterable

from bot.i18n import gettext as _


def remedy(name: str, languages: Iterable[str]) -> str:
    """Say what a setting can be."""
    return {
        "DISCORD_TOKEN": _(
            "it must be the token alone, as the developer portal shows it: no spaces, no quotes, no “Bot ” before it"
        ),
        "FOOTNOTE_DATA": _("it must be the path of a folder, such as ./data"),
        "FOOTNOTE_PREFIX": _("it must be 1 to 5 visible characters without spaces, @ or `, such as !"),
        "FOOTNOTE_PASSAGES": _("it must be a whole number from 1 to 5"),
        "FOOTNOTE_LANGUAGE": _("it must be auto or one of {languages}").format(languages=", ".join(languages)),
        "FOOTNOTE_PER_PERSON": _("it must be a whole number from 0, which is no limit, to 10000"),
        "FOOTNOTE_PER_SERVER": _("it must be a whole number from 0, which is no limit, to 10000"),
        "FOOTNOTE_SERVER_ARTICLES": _("it must be a whole number from 0, which is no limit, to 10000000"),
        "FOOTNOTE_AGE_RESTRICTED": _("it must be true or false"),
        "FOOTNOTE_RETENTION_DAYS": _("it must be a whole number of days from 0, which keeps questions, to 36500"),
        "FOOTNOTE_INDEX_MEMORY": _("it must be a whole number of megabytes, at least 1"),
        "FOOTNOTE_LOG_LEVEL": _("it must be DEBUG, INFO, WARNING, ERROR or CRITICAL"),
    }[name]


def unusable(name: str, remedy: str, file: str) -> str:
    """Say that a setting is wrong without showing its value, and what to do."""
    return _("{name} cannot be used: {remedy}. Change it in {file} or the environment, or take it out.").format(
        name=name, remedy=remedy, file=file
    )


def wrong(name: str, value: str, remedy: str, file: str) -> str:
    """Say that a setting is wrong and how, and what to do."""
    return _("{name} is “{value}”, but {remedy}. Change it in {file} or the environment, or take it out.").format(
        name=name, value=value, remedy=remedy, file=file
    )


def unreadable(file: str) -> str:
    """Say that the file of the settings cannot be read."""
    return _("{file} cannot be read: save it as UTF-8 text that this user may read.").format(file=file)


def stray(name: str, nearest: str) -> str:
    """Say that a variable means nothing, and which setting was likely meant."""
    return _("{name} is not a setting and does nothing; the nearest is {nearest}.").format(name=name, nearest=nearest)
