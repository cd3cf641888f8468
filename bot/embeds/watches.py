"""The pages of standing questions and of gaps: what is watched, what was found, what people ask in vain."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from math import ceil

from bot.embeds import answers
from bot.embeds.answers import DECLINED, Page
from bot.i18n import gettext as _
from bot.i18n import ngettext
from bot.text import formatting, limits, markdown
from knowledge import Answer, Article
from knowledge.store import Cadence, Gap, Watch

MAX_GAPS = 8
"""Gaps on one page."""
_MAX_QUESTION = 300
_MAX_OTHERS = 2
"""Other wordings of a gap that are shown."""
_MAX_NEAREST = 2


def cadence_name(cadence: Cadence) -> str:
    """Return when a person is told, in a word or two."""
    names: dict[Cadence, str] = {
        "first": _("the first answer only"),
        "now": _("at once"),
        "daily": _("once a day"),
        "weekly": _("once a week"),
    }
    return names[cadence]


def watch_line(watch: Watch, now: datetime, number: int) -> str:
    """Draw a watch on two lines."""
    left = max(1, ceil((watch.expires_at - now).total_seconds() / 86_400))
    below = _("{cadence} · ends in {days}").format(cadence=cadence_name(watch.cadence), days=formatting.days(left))
    return f"{formatting.number(number)}. {markdown.escaped_line(watch.text, _MAX_QUESTION)}\n{below}"


def watches_page(watches: Sequence[Watch], now: datetime, room: int = limits.MAX_DESCRIPTION) -> Page:
    """Draw a person's watches."""
    lines = [watch_line(each, now, number) for number, each in enumerate(watches, start=1)]
    return replace(answers.fit_lines([_("Questions that you are watching:"), *lines], room), colour=DECLINED)


def notice_page(found: Answer, watch: Watch, room: int = limits.MAX_DESCRIPTION) -> Page:
    """Draw what was found for a watch."""
    said = (
        _("You asked me to tell you when I know: {question}")
        if watch.cadence == "first"
        else _("New for the question you are watching: {question}")
    )
    above = said.format(question=markdown.escaped_line(watch.text, min(_MAX_QUESTION, room // 8)))
    page = answers.answer_page(found, room - limits.utf16_len(above) - 2)
    return replace(page, body=f"{above}\n\n{page.body}")


def gaps_page(
    gaps: Sequence[Gap], articles: Mapping[int, Article], number: int, room: int = limits.MAX_DESCRIPTION
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
    footer = _("page {page} of {pages} · add an article that answers, and the gap closes by itself").format(
        page=formatting.number(number), pages=formatting.number(gap_pages(len(gaps)))
    )
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
