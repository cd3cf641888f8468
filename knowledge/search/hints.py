"""What a question says in plain words of where and when something was published: “what did Reuters say in March 2018”.

Unlike a filter it keeps nothing out: articles of that publisher, or of that month, count for more.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import regex

from knowledge.search.filters import ArticleFields, Filter, Hint, ParsedQuestion
from knowledge.text import analysis
from knowledge.text.dates import parse_date_range
from knowledge.text.matching import fold_words

MAX_HINTS = 4
"""Things that are understood of a question at most: as many buttons fit side by side."""

_NAME = r"['\"‘“]?(?P<name>\p{Lu}[\p{L}\p{N}.&’-]*(?:\s\p{Lu}[\p{L}\p{N}.&’-]*){0,4})['\"’”]?"
_SAYING = (
    r"(?:say|said|says|report(?:s|ed)?|writ(?:e|es)|wrote|claim(?:s|ed)?|suggest(?:s|ed)?|publish(?:ed|es)?|article"
    r"|story)"
)
_SOURCES = (
    regex.compile(
        r"\b(?:according to|reported by|published (?:by|in)|(?:article|story|report)s? (?:from|by|in|of)|as per"
        rf"|by both)\s{_NAME}"
    ),
    regex.compile(rf"\b(?:did|does|do|has|the)\s{_NAME}\s(?:\p{{Ll}}+\s)?{_SAYING}\b"),
    regex.compile(rf"{_NAME}\s(?:articles?|stor(?:y|ies)|reports?|reported|wrote|said|says|writes)\b"),
    regex.compile(r"['‘“](?P<name>\p{Lu}[\p{L}\p{N}.&-]*(?:\s\p{Lu}[\p{L}\p{N}.&-]*){0,4})['’”]"),
    regex.compile(rf"\b(?:by|from|to) (?:both )?{_NAME},? and {_NAME.replace('name', 'other')}"),
)
"""Where a publisher's name is written in a question."""
_MONTH = regex.compile(
    r"(?i)\b(?:in|during|of|from)\s(?:early |mid-|late )?(?P<month>(?:january|february|march|april|may|june|july|august"
    r"|september|october|november|december),?\s(?:19|20)\d\d)\b"
)


def understood(parsed: ParsedQuestion, fields: ArticleFields, today: date) -> ParsedQuestion:
    """Return a question with the publishers and months that it names as hints, the publishers no longer in its text.

    A month stays there, as what happened in it is told with it.

    Only those that some article has are hints, and only as long as the question has other words left. Hints that the
    asker has taken off are left in the text, as the plain words they are.
    """
    found = list(_hints(parsed.text, fields, today))[:MAX_HINTS]
    kept = [hint for place, hint in enumerate(found) if place not in parsed.ignored]
    text = parsed.text
    for hint in kept:
        if hint.filter.kind == "source":
            text = text.replace(hint.typed, " ", 1)
    text = " ".join(text.split())
    if not kept or not analysis.content_words(text, "en"):
        return parsed
    return replace(parsed, text=text, hints=tuple(kept), hint_places=tuple(found.index(hint) for hint in kept))


def _hints(text: str, fields: ArticleFields, today: date) -> Iterator[Hint]:
    """Yield what a question says of publishers and months, in its order, each once."""
    seen: set[str] = set()
    for _, hint in sorted([*_publishers(text, fields), *_months(text, fields, today)], key=lambda each: each[0]):
        if hint.name.casefold() not in seen:
            seen.add(hint.name.casefold())
            yield hint


def _publishers(text: str, fields: ArticleFields) -> Iterator[tuple[int, Hint]]:
    for pattern in _SOURCES:
        for match in pattern.finditer(text):
            for group, written in match.groupdict().items():
                name = written.strip(".")
                words = fold_words(name) - {"the"}
                filter = Filter("source", " ".join(sorted(words)), name)
                if words and fields.matching([filter]).any():
                    yield match.start(group), Hint(name, name, filter)


def _months(text: str, fields: ArticleFields, today: date) -> Iterator[tuple[int, Hint]]:
    for match in _MONTH.finditer(text):
        days = parse_date_range(match["month"], today)
        if days:
            filter = Filter("on", match["month"], match[0], days)
            if fields.matching([filter]).any():
                yield match.start(), Hint(match["month"], match[0], filter)
