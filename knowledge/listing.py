"""Lists narrowed for people: articles by filters and words, publishers and questions by what has been typed."""

import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import lru_cache

from knowledge.search import filters
from knowledge.store.articles import ArticleListing
from knowledge.text.matching import holds_phrase, matches_name

__all__ = ["Coverage", "Month", "coverage", "filter_listing", "publishers", "recent"]

WEEK = timedelta(days=7)

Month = tuple[int, int]
"""Year and month."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """Articles about a topic by outlet and month, beside all articles of the same outlets."""

    articles: int = 0
    """Articles about the topic."""
    undated: int = 0
    """Those of them without a day, which are in no month."""
    outlets: dict[str, dict[Month, int]] = field(default_factory=dict)
    """By outlet, the one with the most articles first: how many of each month are about the topic."""
    all: dict[str, dict[Month, int]] = field(default_factory=dict)
    """The same outlets: how many articles of each month there are, whatever they are about."""

    @property
    def months(self) -> list[Month]:
        """Every month from the first article about the topic to the last, those without any included."""
        found = [month for counts in self.outlets.values() for month in counts]
        if not found:
            return []
        (year, month), last = min(found), max(found)
        months = []
        while (year, month) <= last:
            months.append((year, month))
            year, month = (year + 1, 1) if month == 12 else (year, month + 1)
        return months


def coverage(listed: Sequence[ArticleListing], rows: Collection[int]) -> Coverage:
    """Count articles by outlet and month.

    Args:
        listed: All articles, as `Library.listing` returns them. An outlet is the publisher, or else the byline.
        rows: The store's keys of those about the topic.
    """
    about: dict[str, Counter[Month]] = {}
    every: dict[str, Counter[Month]] = {}
    undated = 0
    for each in listed:
        article = each.article
        outlet, day = article.publisher or article.byline, article.published_at
        is_about = article.row in rows
        undated += is_about and day is None
        if day is None:
            continue
        month = day.year, day.month
        every.setdefault(outlet, Counter())[month] += 1
        if is_about:
            about.setdefault(outlet, Counter())[month] += 1
    ranked = sorted(about, key=lambda outlet: (-about[outlet].total(), outlet))
    return Coverage(
        articles=undated + sum(each.total() for each in about.values()),
        undated=undated,
        outlets={outlet: dict(about[outlet]) for outlet in ranked},
        all={outlet: dict(every[outlet]) for outlet in ranked},
    )


def filter_listing(listed: Sequence[ArticleListing], wanted: str, *, now: datetime) -> list[ArticleListing]:
    """Narrow a listing by filters and words of the headline, and sort it by date of publication, newest first.

    Args:
        listed: What `Library.listing` returned.
        wanted: Words of the headline, and filters as in a question. An article without a date counts as published when
            it was added.
        now: The time at which filters such as `after:yesterday` are meant.

    Raises:
        InvalidQuestion: A filter cannot be understood.
    """
    sought = filters.parse_question(wanted, today=now.date())
    words = [] if any(each.kind == "in" for each in sought.filters) else sought.text.split()
    found = [
        each
        for each in listed
        if all(_meets(each, one) for one in sought.filters) and all(_holds(each.article.title, word) for word in words)
    ]
    return sorted(found, key=_published, reverse=True)


def recent(listed: Sequence[ArticleListing], *, now: datetime) -> list[ArticleListing]:
    """Return what was added in the last seven days, newest first."""
    return sorted((each for each in listed if each.added_at > now - WEEK), key=_added, reverse=True)


def publishers(listed: Sequence[ArticleListing], typed: str) -> list[str]:
    """Return the publishers and agencies whose names contain what is typed, those with the most articles first."""
    counts: dict[str, int] = {}
    for each in listed:
        for name in {each.article.publisher, each.article.byline} - {""}:
            counts[name] = counts.get(name, 0) + 1
    return sorted((name for name in counts if typed.casefold() in name.casefold()), key=lambda n: (-counts[n], n))


def _meets(each: ArticleListing, filter: filters.Filter) -> bool:
    article = each.article
    if filter.kind == "phrase":
        return holds_phrase(filter.value, article.title)
    if filter.kind == "without":
        return not holds_phrase(filter.value, article.title)
    return filters.matches(
        filter,
        title=article.title,
        publisher=article.publisher,
        byline=article.byline,
        published=article.published_at,
    )


def _holds(title: str, word: str) -> bool:
    return word.casefold() in title.casefold() or matches_name(word, title)


def _published(each: ArticleListing) -> tuple[int, datetime]:
    return (each.article.published_at or each.added_at).toordinal(), _added(each)


def _added(each: ArticleListing) -> datetime:
    return each.added_at.astimezone(UTC)


MAX_TITLES = 5_000
"""How many headlines are searched for suggestions, newest first."""
MAX_SUGGESTED = 25
"""How many suggestions are returned: as many as Discord shows."""
MAX_SUGGESTION_CHARS = 100
"""Characters of the longest suggestion."""


def suggestions(typed: str, texts: Iterable[str]) -> list[str]:
    """Return the texts that hold each typed word or its beginning, those that begin with it all first.

    Otherwise the order stays. Case, accents and unfinished syllables do not count.
    """
    sought = _folded(typed)
    words = sought.split()
    found = [
        (text, folded) for text, folded in _distinct(texts) if all(_suggesting_holds(folded, word) for word in words)
    ]
    found.sort(key=lambda pair: not pair[1].startswith(sought))
    return [text for text, _ in found[:MAX_SUGGESTED]]


def _distinct(texts: Iterable[str]) -> Iterable[tuple[str, str]]:
    seen: dict[str, str] = {}
    for text in texts:
        seen.setdefault(_folded(text), text)
    return [(text, folded) for folded, text in seen.items()]


def _suggesting_holds(folded: str, word: str) -> bool:
    """Tell whether a word begins with this one; where words are not parted by spaces, it may stand anywhere."""
    return f" {word}" in f" {folded}" or (not word.isascii() and word in folded)


@lru_cache(maxsize=1 << 14)
def _folded(text: str) -> str:
    """Return the words without case, accents and marks; Korean syllables in the letters that they are typed by."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    kept = (character if character.isalnum() else " " for character in apart if not unicodedata.combining(character))
    return " ".join("".join(kept).split())
