"""Searching the list of articles by one line of words and filters."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from itertools import islice

from bot.i18n import gettext as _
from bot.text import formatting, markdown
from knowledge import Article, ArticleListing, KnowledgeError
from knowledge.listing import filter_listing, publishers, recent
from knowledge.store import StoredVersion

MAX_LISTED = 75
"""Characters of a search in the list, so that it fits into a custom id of 100."""
NEW_ARTICLES = "new"
"""On its own it means the articles added in the last seven days."""


class NoMatchingArticles(KnowledgeError):
    """No article matches, or the search is too long."""


def join_filters(words: str, *, source: str = "", after: str = "", before: str = "", on: str = "") -> str:
    """Return the options of a slash command as one line of words and filters."""
    given = {"source": source, "after": after, "before": before, "on": on}
    filters = (f"{key}:{_quoted(value)}" for key, value in given.items() if value.strip())
    return " ".join(filter(None, (*filters, " ".join(words.split()))))


def filter_articles(listed: Sequence[ArticleListing], wanted: str) -> list[ArticleListing]:
    """Return the articles that match; raises NoMatchingArticles if there are none."""
    if markdown.utf16_len(wanted) > MAX_LISTED:
        raise NoMatchingArticles(
            _("That's too long to search the list for. Use at most {most} characters.").format(
                most=formatting.number(MAX_LISTED)
            )
        )
    if not listed:
        raise NoMatchingArticles(
            _("There are no articles here yet. People who manage the server can add some with /add.")
        )
    now = datetime.now(UTC)
    if wanted.casefold() == NEW_ARTICLES:
        found, none = recent(listed, now=now), _("No articles were added in the last seven days.")
    else:
        found, none = (
            filter_listing(listed, wanted, now=now),
            _(
                'No article matches “{wanted}”. Plain words are looked up in headlines, source:"Korea Herald" in '
                "publishers, and after:2018-10, before:2019 or on:2018-10-11 in dates."
            ).format(wanted=markdown.strip_invisible(wanted)),
        )
    if not found:
        raise NoMatchingArticles(none)
    return found


def list_heading(wanted: str) -> str:
    return (
        _("Added in the last seven days")
        if wanted.casefold() == NEW_ARTICLES
        else _("Articles: {wanted}").format(wanted=wanted)
        if wanted
        else _("Articles, newest first")
    )


def headline_choices(listed: Iterable[ArticleListing | StoredVersion], typed: str) -> list[tuple[str, str]]:
    """Return headline and id of the articles whose headline contains the typed text or whose id it is."""
    wanted = typed.casefold().strip()
    fitting = (
        each.article
        for each in listed
        if len(each.article.id) <= markdown.MAX_CHOICE
        and (wanted in each.article.title.casefold() or each.article.id.casefold() == wanted)
    )
    return [(_named(article), article.id) for article in islice(fitting, markdown.MAX_CHOICES)]


def menu_line(listed: ArticleListing) -> tuple[int, str, str]:
    """Return an article's key in the store, its headline, and who published it and when, as a menu shows them."""
    article = listed.article
    day = formatting.dated(article)
    published = " · ".join(filter(None, (markdown.strip_invisible(formatting.credit(article)), day)))
    label = markdown.strip_invisible(_named(article)) or article.id or "…"
    return article.row, label, markdown.truncate(published, markdown.MAX_CHOICE)


def publisher_choices(listed: Sequence[ArticleListing], typed: str) -> list[tuple[str, str]]:
    """Return the publishers and agencies whose names contain the typed text."""
    names = (
        name
        for name in publishers(listed, typed)
        if len(name) <= markdown.MAX_CHOICE and markdown.strip_invisible(name)
    )
    return [(markdown.strip_invisible(name), name) for name in islice(names, markdown.MAX_CHOICES)]


def _named(article: Article) -> str:
    return markdown.truncate(formatting.article_title(article), markdown.MAX_CHOICE)


def _quoted(value: str) -> str:
    words = " ".join(value.replace('"', " ").split())
    return f'"{words}"' if " " in words else words
