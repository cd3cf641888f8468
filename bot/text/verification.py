"""What is said of quotations: compared with the articles, verified, or of articles that have changed since."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from bot.i18n import gettext as _
from bot.text import formatting, markdown
from knowledge import Answer, Citation
from knowledge.answers import Edit, Proof, ProofCheck, QuoteCheck, Replay

_MAX_EDIT_CHARS = 240
"""Longest piece shown of what differs, in UTF-16 units."""


def verdict_text(found: QuoteCheck) -> str:
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


def difference_markdown(edits: Sequence[Edit], room: int) -> str:
    """Draw a quotation beside the article on one line: struck through what is only in it, bold what it lacks.

    Where one takes the place of the other, what is struck through comes first.
    """
    marks = {"same": "", "added": "~~", "omitted": "**"}
    drawn: list[str] = []
    for edit in _added_first(edits):
        mark = marks[edit.kind]
        text = markdown.escaped_line(edit.text, min(_MAX_EDIT_CHARS, max(0, room)))
        if not text:
            continue
        room -= markdown.utf16_len(text) + 2 * len(mark) + 1
        if room < 0:
            drawn.append("…")
            break
        drawn.append(f"{mark}{text}{mark}")
    return " ".join(drawn)


def difference_text(edits: Sequence[Edit]) -> str:
    """Return the same without markdown, as word diffs are written in a terminal."""
    marks = {"same": ("", ""), "added": ("[-", "-]"), "omitted": ("{+", "+}")}
    return " ".join(markdown.strip_invisible(edit.text).join(marks[edit.kind]) for edit in _added_first(edits))


def _added_first(edits: Sequence[Edit]) -> Iterator[Edit]:
    """Yield edits with what is only in the quotation before what the article has there."""
    for _is_same, group in groupby(edits, key=lambda edit: edit.kind == "same"):
        yield from sorted(group, key=lambda edit: edit.kind == "omitted")


def verified(answer: Answer) -> str:
    return _("Answer #{id}, compared with the articles as they are now").format(id=answer.id)


def kept_words(cited: Citation, *, unchanged: bool) -> str:
    """Say that the words quoted are those of the version they were taken from, and whether they still are."""
    sentence = (
        _("Word for word in version {version}, ¶{paragraph}, and unchanged since.")
        if unchanged
        else _("Word for word in version {version}, ¶{paragraph}.")
    )
    return sentence.format(
        version=formatting.number(cited.article.version), paragraph=formatting.paragraph_numbers(cited)
    )


def replay_lines(replay: Replay) -> list[str]:
    """Say what the question of an answer finds now: first in a sentence, then what has changed, a line each."""
    if replay.outcome == "declined":
        lines = [_("Asked again, the question finds nothing that would be shown.")]
    elif replay.is_same:
        lines = [_("Asked again, the question finds the same passages in the same order.")]
    else:
        lines = [_("Asked again, the question finds them in another order:"), *map(_place, replay.places.items())]
        lines += [
            _("new in place {place}: {headline}, ¶{paragraph}").format(
                place=each.n, headline=_headline(each), paragraph=formatting.paragraph_numbers(each)
            )
            for each in replay.newcomers
        ]
    if replay.logged_index and replay.logged_index != replay.index:
        lines.append(
            _("The articles have changed since: index {before} then, {now} now.").format(
                before=replay.logged_index, now=replay.index
            )
        )
    return lines


def _place(citation: tuple[int, int]) -> str:
    n, place = citation
    if not place:
        return _("[{n}] is no longer among them").format(n=n)
    return _("[{n}] is in place {place}").format(n=n, place=place)


def _headline(cited: Citation) -> str:
    return markdown.strip_invisible(formatting.article_title(cited.article))


def proof_text(proof: Proof, check: ProofCheck | None) -> str:
    """Return what a text has of a quotation, as a sentence."""
    if check is None:
        return _("No article here has this address or headline. Give a file with its text after the file of citations.")
    paragraph = formatting.number(check.paragraph)
    match check.status:
        case "in place":
            return _("In its place, word for word: ¶{paragraph}.").format(paragraph=paragraph)
        case "moved":
            return _("Word for word, but in another place: ¶{paragraph}.").format(paragraph=paragraph)
        case "changed":
            return _("Changed: ¶{paragraph} has other words in its place.").format(paragraph=paragraph)
        case "gone":
            return _("Gone: the text doesn't have this sentence.")
        case "damaged":
            return _("Damaged: these words don't match the file's own hash. Somebody has altered it.")
