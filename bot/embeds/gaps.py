"""The pages of gaps: what people ask in vain."""

from collections.abc import Mapping, Sequence
from math import ceil

from bot.embeds import answers
from bot.embeds.answers import DECLINED, Page
from bot.i18n import gettext as _
from bot.i18n import ngettext
from bot.text import formatting, markdown, messages
from knowledge import Article
from knowledge.store import Gap

MAX_GAPS = 8
"""Gaps on one page."""
_MAX_OTHERS = 2
"""Other wordings of a gap that are shown."""
_MAX_NEAREST = 2


def gaps_page(
    gaps: Sequence[Gap], articles: Mapping[int, Article], number: int, room: int = markdown.MAX_DESCRIPTION
) -> Page:
    """Draw one page of what people ask in vain, the most wanted first.

    Args:
        gaps: All of them.
        articles: The articles that come nearest, by the store's row; those that are gone are missing.
        number: The page, from 1.
        room: Characters that the page may have.
    """
    shown = gaps[(number - 1) * MAX_GAPS : number * MAX_GAPS]
    each = (room - 200) // max(1, len(shown))
    first = (number - 1) * MAX_GAPS + 1
    blocks = [_gap(gap, articles, place, each) for place, gap in enumerate(shown, start=first)]
    heading = ngettext(
        "{number} gap: what people ask and no article answers",
        "{number} gaps: what people ask and no article answers",
        len(gaps),
    ).format(number=formatting.number(len(gaps)))
    how = _("add an article that answers, and the gap closes by itself")
    footer = " · ".join(filter(None, (messages.page_of(number, gap_pages(len(gaps))), how)))
    return Page("\n\n".join((heading, *blocks)), footer, colour=DECLINED)


def gap_pages(gaps: int) -> int:
    """Return on how many pages so many gaps are."""
    return max(1, ceil(gaps / MAX_GAPS))


def _gap(gap: Gap, articles: Mapping[int, Article], place: int, room: int) -> str:
    """Draw a gap: its most wanted wording, how many people ask, other wordings, the nearest headlines."""
    first, *others = gap.questions
    people = f"{formatting.people(gap.people)} · {formatting.questions(gap.times)}"
    lines = [f"**{formatting.number(place)}.** {markdown.escaped_line(first.text, room // 3)}", people]
    lines += [f"“{markdown.escaped_line(each.text, room // 8)}”" for each in others[:_MAX_OTHERS]]
    near = [articles[row] for row in gap.nearest if row in articles][:_MAX_NEAREST]
    lines += [f"• {answers.headline_link(each, room // 6)}" for each in near]
    return "\n".join(lines)
