"""What is looked for in the list of articles, as one line of words and filters, and what meets it."""

from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import islice

from bot.drawing import escape, limits, titles
from bot.phrases import browsing
from knowledge import Article, KnowledgeError, Listing, publishers, recent, select

MOST = 75
"""Characters of what a list is narrowed by, so that a custom id of 100 holds it."""
NEW = "new"
"""Alone it stands for what was added in the last seven days."""


class NothingListed(KnowledgeError):
    """No article is as wanted, or too much is wanted at once."""


def together(words: str, *, source: str = "", after: str = "", before: str = "", on: str = "") -> str:
    """Return the options of a slash command as one line of words and filters."""
    given = {"source": source, "after": after, "before": before, "on": on}
    filters = (f"{key}:{_quoted(value)}" for key, value in given.items() if value.strip())
    return " ".join(filter(None, (*filters, " ".join(words.split()))))


def met(listed: Sequence[Listing], wanted: str) -> list[Listing]:
    """Return the articles that are as wanted; raises NothingListed where none is."""
    if limits.measure(wanted) > MOST:
        raise NothingListed(browsing.too_much(MOST))
    if not listed:
        raise NothingListed(browsing.none_yet())
    now = datetime.now(UTC)
    if wanted.casefold() == NEW:
        found, none = recent(listed, now=now), browsing.none_new()
    else:
        found, none = select(listed, wanted, now=now), browsing.none_meets(escape.plain(wanted))
    if not found:
        raise NothingListed(none)
    return found


def heading(wanted: str) -> str:
    """Return what stands over the list."""
    return browsing.new_heading() if wanted.casefold() == NEW else browsing.heading(wanted)


def headlines(listed: Sequence[Listing], typed: str) -> list[tuple[str, str]]:
    """Return the headlines, with the ids, of articles whose headline holds what is typed, or whose id it is."""
    wanted = typed.casefold().strip()
    fitting = (
        each.article
        for each in listed
        if len(each.article.id) <= limits.CHOICE
        and (wanted in each.article.title.casefold() or each.article.id.casefold() == wanted)
    )
    return [(_named(article), article.id) for article in islice(fitting, limits.CHOICES)]


def sources(listed: Sequence[Listing], typed: str) -> list[tuple[str, str]]:
    """Return the publishers and agencies whose names hold what is typed."""
    names = (name for name in publishers(listed, typed) if len(name) <= limits.CHOICE and escape.plain(name))
    return [(escape.plain(name), name) for name in islice(names, limits.CHOICES)]


def _named(article: Article) -> str:
    return limits.cut(titles.title(article), limits.CHOICE)


def _quoted(value: str) -> str:
    words = " ".join(value.replace('"', " ").split())
    return f'"{words}"' if " " in words else words
