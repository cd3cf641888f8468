"""Finding one's way through what is listed: by filters and words of the headline, newest first."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from knowledge.filtering import filters
from knowledge.filtering.wording import holds_phrase, names
from knowledge.storage.store import Listing

WEEK = timedelta(days=7)


def select(listed: Sequence[Listing], wanted: str, *, now: datetime) -> list[Listing]:
    """Return what meets the filters and has the words in its headline, what was published last first.

    Without a day of its own an article stands where it was added. Raises UnclearQuestion as questions do.
    """
    sought = filters.parse(wanted, today=now.date())
    words = [] if any(each.kind == "in" for each in sought.filters) else sought.text.split()
    found = [
        each
        for each in listed
        if all(_meets(each, one) for one in sought.filters) and all(_holds(each.article.title, word) for word in words)
    ]
    return sorted(found, key=_published, reverse=True)


def recent(listed: Sequence[Listing], *, now: datetime) -> list[Listing]:
    """Return what was added in the last seven days, what came last first."""
    return sorted((each for each in listed if each.added_at > now - WEEK), key=_added, reverse=True)


def publishers(listed: Sequence[Listing], typed: str) -> list[str]:
    """Return the publishers and agencies whose names hold what is typed, those of most articles first."""
    counts: dict[str, int] = {}
    for each in listed:
        for name in {each.article.publisher, each.article.byline} - {""}:
            counts[name] = counts.get(name, 0) + 1
    return sorted((name for name in counts if typed.casefold() in name.casefold()), key=lambda n: (-counts[n], n))


def _meets(each: Listing, filter: filters.Filter) -> bool:
    article = each.article
    if filter.kind == "phrase":
        return holds_phrase(filter.value, article.title)
    if filter.kind == "without":
        return not holds_phrase(filter.value, article.title)
    return filters.admits(
        filter,
        title=article.title,
        publisher=article.publisher,
        byline=article.byline,
        published=article.published_at,
    )


def _holds(title: str, word: str) -> bool:
    return word.casefold() in title.casefold() or names(word, title)


def _published(each: Listing) -> tuple[int, datetime]:
    return (each.article.published_at or each.added_at).toordinal(), _added(each)


def _added(each: Listing) -> datetime:
    return each.added_at.astimezone(UTC)
