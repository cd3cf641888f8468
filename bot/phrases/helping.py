"""What stands around the help of the command line."""

from bot.i18n import gettext as _


def usage() -> str:
    """Begin the line that shows how a command is written."""
    return _("Usage:")


def heading(english: str) -> str:
    """Head a part of the help."""
    return {"Options": _("Options"), "Commands": _("Commands")}.get(english, english)


def shows_this() -> str:
    """Say what the option `--help` does."""
    return _("Show this message and exit.")
