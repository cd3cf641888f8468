"""What is said where the bot does not do what it is asked."""

from collections.abc import Sequence
from math import ceil

from bot.i18n import gettext as _
from bot.phrases import facts

_NAMED = 5
"""Channels named at most."""


def too_fast(seconds: float) -> str:
    """Ask one person to wait."""
    return _("That is quite a few questions in a minute! Please ask me again in {seconds}.").format(
        seconds=facts.seconds(ceil(seconds))
    )


def pressed_too_fast(seconds: float) -> str:
    """Ask one person who presses buttons to wait."""
    return _("That is quite a few buttons in a minute! Please press again in {seconds}.").format(
        seconds=facts.seconds(ceil(seconds))
    )


def crowded(seconds: float) -> str:
    """Ask everyone in a server to wait."""
    return _("So many people are asking here that I need a moment. Please ask me again in {seconds}.").format(
        seconds=facts.seconds(ceil(seconds))
    )


def not_here(channels: Sequence[str]) -> str:
    """Say in which channels the bot answers."""
    if not channels:
        return _("The channels in which I answered are gone. A moderator can choose others: /settings set channels all")
    named = ", ".join(f"#{name}" for name in channels[:_NAMED]) + (", …" if len(channels) > _NAMED else "")
    return _("I don't answer in this channel; please ask me in {channels}.").format(channels=named)


def adults_only(channel: str) -> str:
    """Say that a server's articles are for age-restricted channels only."""
    if not channel:
        return _("The articles here are for adults, so I show them in age-restricted channels only.")
    return _("The articles here are for adults. Please ask me in an age-restricted channel, such as {channel}.").format(
        channel=f"#{channel}"
    )


def adults_elsewhere() -> str:
    """Say that the articles cannot be asked in a direct message."""
    return _("My articles are for adults, so I show them only in age-restricted channels of a server, not here.")
