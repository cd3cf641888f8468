"""Pages of `!quote` and `!verify`: what became of quotations, and what a question finds now."""

from collections.abc import Mapping

from bot.embeds.answers import ANSWERED, CLOSEST, DECLINED, Page, full_citation
from bot.i18n import gettext as _
from bot.i18n import ngettext
from bot.text import formatting, markdown, messages, verification
from bot.text.verification import difference_markdown, verdict_text
from knowledge import Answer, Citation
from knowledge.answers import Corrected, QuoteCheck, Replay, Revision

_MAX_HEADLINE = 120
"""Longest headline shown, in UTF-16 units."""
_MAX_LINES = 10
"""Lines shown of what changed in the ranking."""
_SEPARATOR = "\n\n"


def verification_page(
    found: Answer, revisions: Mapping[int, Revision], replay: Replay, room: int = markdown.MAX_DESCRIPTION
) -> Page:
    """Draw the citations of an answer with what became of them, and the ranking of now."""
    heading = f"**{markdown.escape_markdown(verification.verified(found))}**\n" + markdown.escaped_line(
        found.question, room // 8
    )
    listed = [markdown.escaped_line(line, 2 * _MAX_HEADLINE) for line in verification.replay_lines(replay)]
    lines = "\n".join(listed[:_MAX_LINES])
    gone = [messages.withdrawn_citation(citation) for citation in found.withdrawn]
    left = room - sum(markdown.utf16_len(block) + len(_SEPARATOR) for block in (heading, lines, *gone, "…"))
    parts: list[str] = []
    for number, cited in enumerate(found.citations):
        each = left // (len(found.citations) - number) - len(_SEPARATOR)
        parts.append(_citation(cited, revisions.get(cited.n), each))
        left -= markdown.utf16_len(parts[-1]) + len(_SEPARATOR)
        if left < 0:
            parts[-1:] = ["…"]
            break
    footer = messages.answer_footer(found.id, found.citations)
    return Page(_SEPARATOR.join((heading, *parts, *gone, lines)), footer)


def _citation(cited: Citation, revision: Revision | None, room: int) -> str:
    headline = markdown.escaped_line(formatting.article_title(cited.article), _MAX_HEADLINE)
    said = formatting.revision_text(revision)
    head = f"[{cited.n}] **{headline}**\n{verification.kept_words(cited, unchanged=not said)}"
    if not said:
        return head
    head = f"{head} **{said}**"
    if isinstance(revision, Corrected):
        head = f"{head}\n> {difference_markdown(revision.edits, room - markdown.utf16_len(head) - 3)}"
    return head


_MIN_CITATION_ROOM = 200
"""With less room than this, a place is not shown."""


def quotation_page(found: QuoteCheck, room: int = markdown.MAX_DESCRIPTION) -> Page:
    """Draw what was found, with as many of the places as there is room for."""
    blocks = [verdict_text(found)]
    if found.edits:
        difference = difference_markdown(found.edits, room // 3)
        blocks += [f"> {difference}", "-# " + _("~~only in the quotation~~ · **only in the article**")]
    left = room - markdown.utf16_len(_SEPARATOR.join(blocks))
    for n, citation in enumerate(found.citations):
        each = left // (len(found.citations) - n) - len(_SEPARATOR)
        if each < _MIN_CITATION_ROOM:
            break
        blocks.append(full_citation(citation, each))
        left -= markdown.utf16_len(blocks[-1]) + len(_SEPARATOR)
    colour = {"exact": ANSWERED, "missing": DECLINED}.get(found.verdict, CLOSEST)
    return Page(_SEPARATOR.join(blocks), _footer(found), colour=colour)


def _footer(found: QuoteCheck) -> str:
    more = found.places - len(found.citations)
    if found.verdict != "exact" or more <= 0:
        return ""
    return ngettext(
        "{number} more paragraph has these words.", "{number} more paragraphs have these words.", more
    ).format(number=formatting.number(more))
