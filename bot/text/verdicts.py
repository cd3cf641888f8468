"""What is said of a quotation that was compared with the articles, and of a citation whose article has changed."""

from collections.abc import Sequence

from bot.i18n import gettext as _
from bot.text import formatting, limits, markdown
from knowledge.answers import Corrected, Edit, QuoteCheck, Removed, Revision

_MAX_EDIT_CHARS = 240
"""Longest piece shown of what differs, in UTF-16 units."""


def verdict_text(found: QuoteCheck) -> str:
    """Return the verdict as markdown."""
    match found.verdict:
        case "exact":
            return _("**Word for word.** An article has exactly these words.")
        case "shortened":
            return _("**Shortened.** The words are right, but some between them were left out.")
        case "spliced":
            return _("**Joined from two places.** The parts are there, but not together.")
        case "changed":
            return _("**Changed: {what}.** The article says it differently.").format(what=alterations_text(found))
        case "different":
            return _("**Not word for word.** The nearest place in the articles differs.")
        case "missing":
            return _("**Not found.** No article here has this sentence or one like it.")


def alterations_text(found: QuoteCheck) -> str:
    """Return what was changed in a few words."""
    names = {"negation": _("a negation"), "number": _("a number"), "name": _("a name")}
    return ", ".join(names[each] for each in found.alterations)


def revision_text(revision: Revision | None) -> str:
    """Say that an article has other words by now, or is gone; nothing where the quoted words are still there."""
    match revision:
        case Corrected():
            return _("Corrected since, on {day}").format(day=formatting.day(revision.on))
        case Removed(is_upstream=True):
            return _("No longer at its address since {day}.").format(day=formatting.day(revision.on))
        case Removed():
            return _("Removed since, on {day}.").format(day=formatting.day(revision.on))
    return ""


def difference_markdown(edits: Sequence[Edit], room: int) -> str:
    """Draw a quotation beside the article on one line: struck through what is only in it, bold what it lacks."""
    marks = {"same": "", "added": "~~", "omitted": "**"}
    drawn: list[str] = []
    for edit in edits:
        mark = marks[edit.kind]
        text = markdown.escaped_line(edit.text, min(_MAX_EDIT_CHARS, max(0, room)))
        if not text:
            continue
        room -= limits.utf16_len(text) + 2 * len(mark) + 1
        if room < 0:
            drawn.append("…")
            break
        drawn.append(f"{mark}{text}{mark}")
    return " ".join(drawn)


def difference_text(edits: Sequence[Edit]) -> str:
    """Return the same without markdown, as word diffs are written in a terminal."""
    marks = {"same": ("", ""), "added": ("[-", "-]"), "omitted": ("{+", "+}")}
    return " ".join(markdown.strip_invisible(edit.text).join(marks[edit.kind]) for edit in edits)
