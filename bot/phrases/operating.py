"""What the operator reads of copies, deletions and examinations."""

from bot.i18n import gettext as _
from bot.i18n import ngettext
from bot.phrases import facts
from knowledge import PurgeCounts


def no_store(folder: str) -> str:
    """Say that there are no data in a folder."""
    return _("There is no store in {folder}; choose the data folder with --data or FOOTNOTE_DATA.").format(
        folder=folder
    )


def backed_up(file: str, size: int) -> str:
    """Say that a backup has been written."""
    return _("Wrote {file} ({size}): the store and its key. Keep it as safe as the data folder.").format(
        file=file, size=facts.size(size)
    )


def purge_what() -> str:
    """Ask what is to be deleted."""
    return _("Say what to delete: --collection NAME, --older-than DAYS, or both.")


def sure(collection: str | None, days: int | None) -> str:
    """Ask whether something is to be deleted for good."""
    if days is None:
        return _("Delete all articles, questions and settings of {collection} for good?").format(collection=collection)
    when = facts.days(days)
    if collection is None:
        return _("Delete all questions older than {days} for good?").format(days=when)
    return _("Delete the questions of {collection} older than {days} for good?").format(
        collection=collection, days=when
    )


def purged(purged: PurgeCounts) -> str:
    """Say what has been deleted."""
    return _("Deleted {articles} and {questions}; nothing of them is left in the file.").format(
        articles=facts.articles(purged.articles), questions=questions(purged.questions)
    )


def questions(count: int) -> str:
    """Return how many questions."""
    return ngettext("{number} question", "{number} questions", count).format(number=facts.number(count))
