"""The days of an answer: what is said of each, and of the days without an article."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from bot.i18n import gettext as _
from bot.i18n import ngettext
from bot.text import formatting
from knowledge import Answer, Citation
from knowledge.answers import Mentions

MAX_TIMELINE_PASSAGES = 40
"""Passages that a timeline is made of at most."""
MIN_GAP_DAYS = 2
"""Days without an article from which a gap is told."""


@dataclass(frozen=True, slots=True)
class TimelineDay:
    """A day with its best passage, and the days without any before it."""

    day: date
    cited: Citation
    gap: int
    """Days between it and the one before; 0 for the first."""
    others: int
    """Further passages of the day, which are counted only."""


def timeline_days(found: Answer) -> list[TimelineDay]:
    """Return the days of an answer, the earliest first; passages without a day are left out."""
    by_day: dict[date, list[Citation]] = {}
    for each in found.citations:
        if day := each.article.day:
            by_day.setdefault(day, []).append(each)
    days: list[TimelineDay] = []
    for day, cited in sorted(by_day.items()):
        gap = (day - days[-1].day).days - 1 if days else 0
        days.append(TimelineDay(day, cited[0], gap, len(cited) - 1))
    return days


def newest_first(found: Answer) -> list[Citation]:
    """Return the passages of an answer from the latest day to the earliest; those without a day come last."""
    return sorted(found.citations, key=lambda each: each.article.day or date.min, reverse=True)


def others_text(count: int) -> str:
    return ngettext("+{number} more passage of that day", "+{number} more passages of that day", count).format(
        number=formatting.number(count)
    )


def gap_text(count: int) -> str:
    return ngettext("{number} day without an article on it", "{number} days without an article on it", count).format(
        number=formatting.number(count)
    )


def undated_text(found: Answer) -> str:
    """Say how many passages are on no day; empty where there are none."""
    count = sum(each.article.day is None for each in found.citations)
    return _("Without a date, so on no day: {passages}.").format(passages=formatting.passages(count)) if count else ""


def mentions_heading(found: Mentions, words: str) -> str:
    """Say how many articles say something; the words as drawn."""
    if not found.articles:
        return _("No article here says {words}.").format(words=words)
    return _("{words}: in {articles}").format(words=words, articles=formatting.articles(found.articles))


def mentions_notes(found: Mentions) -> Iterator[str]:
    """Yield what else is to say of the articles that say something."""
    if found.undated:
        yield _("Without a date, so neither first nor last: {articles}.").format(
            articles=formatting.articles(found.undated)
        )
    if not found.is_complete:
        yield _("A great many articles have these words; I only read the earliest and the latest.")
