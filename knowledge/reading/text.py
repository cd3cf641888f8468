"""A text as people paste it, a news page above all → Article."""

from dataclasses import replace

from knowledge.models import Article
from knowledge.reading import furniture, normal
from knowledge.reading.datelines import dated
from knowledge.reading.header import Header, header
from knowledge.reading.wrapping import rows

_FOOT = 8


def article(text: str) -> Article:
    """Read a pasted text; UnreadableArticle if it holds none."""
    every = rows(normal.lines(text))
    normal.visible(every)
    return _news(every) or _note(every)


def _note(every: list[str]) -> Article:
    """Read a text that is no news page: all of it is kept, its first row is the title if it looks like one."""
    if len(every) > 1 and len(every[0]) <= 150 and not furniture.is_prose(every[0]) and every[0][-1] not in ".!…:;,。":
        return Article(title=every[0], paragraphs=normal.visible(every[1:]))
    paragraphs = normal.visible(every)
    return Article(title=normal.derived_title(paragraphs), paragraphs=paragraphs)


def _news(every: list[str]) -> Article | None:
    page = header(every)
    if page is None:
        return None
    page = _dated_at_foot(page)
    body = list(furniture.text_of(page.body))
    if not body:
        return None
    body[-1] = furniture.without_end_mark(body[-1])
    agency = furniture.agency(body[-1])
    body[-1] = body[-1].removesuffix(f"({agency})").rstrip() if agency else body[-1]
    paragraphs = normal.visible(body)
    return Article(
        title=normal.one_line(page.title, normal.MAX_TITLE) or normal.derived_title(paragraphs),
        paragraphs=paragraphs,
        publisher=normal.one_line(page.publisher, normal.MAX_NAME),
        byline=normal.one_line(page.byline or agency, normal.MAX_NAME),
        published_at=page.published_at,
    )


def _dated_at_foot(page: Header) -> Header:
    """Take the date from the last rows of the page where those above the text give none."""
    if page.published_at:
        return page
    first = max(len(page.body) - _FOOT, 0)
    for at in range(first, len(page.body)):
        if found := dated(page.body[at]):
            return replace(page, published_at=found.day, body=page.body[:at] + page.body[at + 1 :])
    return page
