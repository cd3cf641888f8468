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

_NAME = r"['\"‘“]?(?P<name>\p{Lu}[\p{L}\p{N}.&-]*(?:\s(?:[|&-]\s)?\p{Lu}[\p{L}\p{N}.&-]*){0,6})(?:['’]s)?['\"’”]?"
_SAYING = (
    r"(?:say|said|says|report(?:s|ed)?|writ(?:e|es)|wrote|claim(?:s|ed)?|suggest(?:s|ed)?|publish(?:ed|es)?|article"
    r"|story)"
)
_SOURCES = (
    regex.compile(
        r"\b(?:according to|reported by|published (?:by|in)|(?:article|story|report)s? (?:from|by|in|of)|as per"
        rf"|by both)\s(?:the\s)?{_NAME}"
    ),
    regex.compile(rf"\b(?:did|does|do|has|the)\s{_NAME}\s(?:\p{{Ll}}+\s)?{_SAYING}\b"),
    regex.compile(
        rf"{_NAME}\s(?:(?:first|second|third|own|latest)\s)?(?:articles?|stor(?:y|ies)|reports?|reported|wrote|said|says|writes)\b"
    ),
    regex.compile(r"['‘“](?P<name>\p{Lu}[\p{L}\p{N}.&-]*(?:\s(?:[|&-]\s)?\p{Lu}[\p{L}\p{N}.&-]*){0,6})(?:['’]s)?['’”]"),
)
"""Where a publisher's name is written in a question."""
_LISTED = regex.compile(
    rf"\b(?:by|from|to|in|the) (?:both )?{_NAME}(?:, {_NAME.replace('name', 'third')})?,? and (?:the )?"
    rf"{_NAME.replace('name', 'other')}"
)
"""Where several are: there may be countries or people as well."""
_BREAKS = frozenset("|&-")
_MONTHS = "january|february|march|april|may|june|july|august|september|october|november|december"
_MONTH = regex.compile(
    rf"(?i)\b(?:in|during|of|from)\s(?:early |mid-|late )?(?P<days>(?:{_MONTHS}),?\s(?:19|20)\d\d)\b"
)
_PUBLISHED = regex.compile(
    rf"(?i)\b(?:published|reports?|reported|articles?|story)\s(?:[^\s.?!]+\s){{0,12}}?(?:on|at|from|after|before|of)\s['\"‘“]?"
    rf"(?P<days>(?:{_MONTHS})\s\d{{1,2}}(?:st|nd|rd|th)?,?\s(?:19|20)\d\d|\d{{1,2}}\s(?:{_MONTHS})\s(?:19|20)\d\d"
    r"|(?:19|20)\d\d-\d\d-\d\d)"
)
"""The day on which something was published; other days in a question are those of what happened."""


def with_hints(parsed: ParsedQuestion, fields: ArticleFields, today: date) -> ParsedQuestion:
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
    for pattern in (*_SOURCES, _LISTED):
        for match in pattern.finditer(text):
            for group, written in match.groupdict().items():
                if written and (hint := _publisher(written.strip("."), fields, is_whole=pattern is _LISTED)):
                    yield match.start(group), hint


def _publisher(written: str, fields: ArticleFields, *, is_whole: bool) -> Hint | None:
    """Return the publisher that a run of capitalised words names; the first of them can begin the question.

    Args:
        written: The words.
        fields: Those of the articles.
        is_whole: Whether they must be all of its name: “China” in a list is no “China Daily”.
    """
    pieces = written.split()
    for first in range(len(pieces)):
        name = " ".join(pieces[first:])
        words = fold_words(name) - {"the"}
        filter = Filter("source", " ".join(sorted(words)), name)
        matches = fields.is_publisher(words) if is_whole else fields.matching([filter]).any()
        if words and pieces[first] not in _BREAKS and matches:
            # “Cnbc | World Business News Leader” is kept by what is after the sign, and all of it is the name.
            return Hint(name, written if first and pieces[first - 1] in _BREAKS else name, filter)
    return None


def _months(text: str, fields: ArticleFields, today: date) -> Iterator[tuple[int, Hint]]:
    for match in (*_MONTH.finditer(text), *_PUBLISHED.finditer(text, overlapped=True)):
        days = parse_date_range(regex.sub(r"(?<=\d)(?:st|nd|rd|th)\b", "", match["days"]), today)
        if days:
            filter = Filter("on", match["days"], match["days"], days)
            if fields.matching([filter]).any():
                yield match.start("days"), Hint(match["days"], match["days"], filter)
