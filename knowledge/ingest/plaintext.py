"""A text as people paste it, a news page above all → Article."""

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from knowledge.ingest import boilerplate
from knowledge.ingest.news_header import NewsHeader, date_line, dateline, parse_header
from knowledge.models import Article
from knowledge.text import language, normalize
from knowledge.text.dates import DateHints, shows_day_first

MIN_WRAP_CHARS, MAX_WRAP_CHARS = 50, 120
_NO_SPACE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff、。，；：！？」』）]$")


def unwrap(lines: list[str]) -> list[str]:
    """Return the lines that hold text; where the text was wrapped at a width, its lines are joined again."""
    width = max(map(len, lines), default=0)
    if not _is_wrapped(lines, width):
        return [line for line in lines if line]
    return list(_joined(lines, width))


def _is_wrapped(lines: list[str], width: int) -> bool:
    """Tell a text wrapped at a width: its long lines break off in a sentence and could not have held the next word."""
    if not MIN_WRAP_CHARS <= width <= MAX_WRAP_CHARS:
        return False
    long = [pair for pair in pairwise(lines) if all(pair) and _is_broken_off(pair[0], width)]
    full = sum(_is_full(line, after, width) for line, after in long)
    return full >= 2 and full * 5 >= len(long) * 3


def _is_broken_off(line: str, width: int) -> bool:
    return len(line) * 10 > width * 7 and line[-1] not in ".!?:。！？"


def _is_full(line: str, after: str, width: int) -> bool:
    if not line or not after:
        return False
    return len(line) + 1 + len(after.split(" ", 1)[0]) > width


def _joined(lines: list[str], width: int) -> Iterator[str]:
    row: list[str] = []
    for line, after in pairwise([*lines, ""]):
        row.append(line)
        if not _is_full(line, after, width):
            yield from filter(None, ["".join(_spaced(row))])
            row = []


def _spaced(row: list[str]) -> Iterator[str]:
    """Yield the lines with a space between them, but not in scripts without spaces nor inside a hyphenated word."""
    for line, after in pairwise([*row, ""]):
        yield line
        if after and not _NO_SPACE.search(line) and not re.search(r"\w-$", line):
            yield " "


MAX_FOOT_ROWS = 8


def article(text: str) -> Article:
    """Read a pasted text; UnreadableArticle if it holds none."""
    every = unwrap(normalize.lines(text))
    normalize.nonempty(every)
    hints = DateHints(language.detect(text), day_first=shows_day_first(text))
    return _news(every, hints) or _note(every, hints)


def _note(every: list[str], hints: DateHints) -> Article:
    """Read a text that is no news page: all of it is kept, its first row is the title if it looks like one."""
    if (
        len(every) > 1
        and len(every[0]) <= 150
        and not boilerplate.is_prose(every[0])
        and every[0][-1] not in ".!…:;,。"
    ):
        title, paragraphs = every[0], normalize.nonempty(every[1:])
    else:
        paragraphs = normalize.nonempty(every)
        title = normalize.derived_title(paragraphs)
    credit = dateline(paragraphs[0], hints)
    return Article(title=title, paragraphs=paragraphs, byline=credit.agency, published_at=credit.day)


def _news(every: list[str], hints: DateHints) -> Article | None:
    page = parse_header(every, hints)
    if page is None:
        return None
    page = _dated_at_foot(page, hints)
    body = list(boilerplate.strip_boilerplate(page.body))
    if not body:
        return None
    body[-1] = boilerplate.without_end_mark(body[-1])
    agency = boilerplate.agency(body[-1])
    body[-1] = body[-1].removesuffix(f"({agency})").rstrip() if agency else body[-1]
    paragraphs = normalize.nonempty(body)
    credit = dateline(paragraphs[0], hints)
    return Article(
        title=normalize.one_line(page.title, normalize.MAX_TITLE) or normalize.derived_title(paragraphs),
        paragraphs=paragraphs,
        publisher=normalize.one_line(page.publisher, normalize.MAX_NAME),
        byline=normalize.one_line(page.byline or agency or credit.agency, normalize.MAX_NAME),
        published_at=page.published_at or credit.day,
    )


def _dated_at_foot(page: NewsHeader, hints: DateHints) -> NewsHeader:
    """Take the date from the last rows of the page where those above the text give none."""
    if page.published_at:
        return page
    first = max(len(page.body) - MAX_FOOT_ROWS, 0)
    for at in range(first, len(page.body)):
        if found := date_line(page.body[at], hints):
            return replace(page, published_at=found.day, body=page.body[:at] + page.body[at + 1 :])
    return page
