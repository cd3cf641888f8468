"""What moderators read of their server's settings."""

from collections.abc import Iterable

from bot.translation import gettext as _


def no_such_setting(name: str, names: Iterable[str]) -> str:
    """Say that there is no setting of that name, and which there are."""
    return _("There is no setting “{name}”; there are {names}.").format(name=name, names=", ".join(names))


def unfit(name: str, value: object) -> str:
    """Say that a setting cannot have that value, and what it can have."""
    return _("The setting {name} cannot be “{value}”; {remedy}.").format(
        name=name, value=str(value)[:80], remedy=remedy(name)
    )


def remedy(name: str) -> str:
    """Say what a setting can be."""
    return {
        "channels": _("name channels of this server, such as #general, or all"),
        "language": _("give auto or the code of a language I speak, such as en"),
        "private": _("give on or off"),
        "passages": _("give a whole number from 1 to 5"),
        "adders": _("name a role of this server, such as @Librarians, or none"),
        "per_person": _("give a whole number from 0 (no limit) to 10,000"),
        "per_server": _("give a whole number from 0 (no limit) to 10,000"),
        "prefix": _("give 1 to 5 characters without spaces, such as !"),
        "age_restricted": _("give on or off"),
    }[name]
