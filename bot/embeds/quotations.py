"""What the articles say of a quotation, as a page: a verdict in words, what differs, and where it is."""

from bot.embeds.answers import ANSWERED, CLOSEST, DECLINED, Page
from bot.embeds.sources import full_citation
from bot.i18n import gettext as _
from bot.i18n import ngettext
from bot.text import formatting, limits
from bot.text.verdicts import difference_markdown, verdict_text
from knowledge.answers import QuoteCheck

_MIN_CITATION_ROOM = 200
"""With less room than this, a place is not shown."""
_SEPARATOR = "\n\n"


def quotation_page(found: QuoteCheck, room: int = limits.MAX_DESCRIPTION) -> Page:
    """Draw what was found, with as many of the places as there is room for."""
    blocks = [verdict_text(found)]
    if found.edits:
        difference = difference_markdown(found.edits, room // 3)
        blocks += [f"> {difference}", "-# " + _("~~only in the quotation~~ · **only in the article**")]
    left = room - limits.utf16_len(_SEPARATOR.join(blocks))
    for n, citation in enumerate(found.citations):
        each = left // (len(found.citations) - n) - len(_SEPARATOR)
        if each < _MIN_CITATION_ROOM:
            break
        blocks.append(full_citation(citation, each))
        left -= limits.utf16_len(blocks[-1]) + len(_SEPARATOR)
    colour = {"exact": ANSWERED, "missing": DECLINED}.get(found.verdict, CLOSEST)
    return Page(_SEPARATOR.join(blocks), _footer(found), colour=colour)


def _footer(found: QuoteCheck) -> str:
    more = found.places - len(found.citations)
    if found.verdict != "exact" or more <= 0:
        return ""
    return ngettext(
        "{number} more paragraph has these words.", "{number} more paragraphs have these words.", more
    ).format(number=formatting.number(more))
