"""What stands over the measures of an evaluation; how a measure is called in research stays as it is."""

from bot.i18n import gettext as _


def finding() -> str:
    """Head the measures of finding and quoting."""
    return _("Finding and quoting, over answerable questions")


def declining() -> str:
    """Head the measures of declining."""
    return _("Declining")


def gone() -> str:
    """Head the measures of questions without their articles."""
    return _("Asked again without the articles that answer")


def taken() -> str:
    """Head the times."""
    return _("Milliseconds a question, reading from disk apart")


def everything() -> str:
    """Name the row of all languages together."""
    return _("all")


def asking() -> str:
    """Say what the progress bar counts."""
    return _("questions asked")


def asking_again() -> str:
    """Say what the second progress bar counts."""
    return _("asked again without their articles")


def column(name: str) -> str:
    """Name a column by its key in the JSON."""
    known = {
        "questions": _("questions"),
        "answered": _("answered"),
        "closest": _("closest"),
        "declined": _("declined"),
        "declined_right": _("declined right"),
        "declined_wrong": _("declined wrong"),
        "declined_share": _("declined share"),
        "not_answered": _("not answered"),
        "median": _("median"),
    }
    return known.get(name, name)
