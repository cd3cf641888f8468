"""The rows above the text of a news page: masthead, headline, byline, date."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from knowledge.reading import publishers
from knowledge.reading.bylines import byline, is_name
from knowledge.reading.datelines import Dated, dated
from knowledge.reading.furniture import cjk, is_furniture, is_prose

_LOOKED_AT = 25
_PROSE_ABOVE = 3
_SHORT = 40
_NEWSY = re.compile(
    r"\b(?:times|news|post|herald|journal|daily|gazette|tribune|chronicle|telegraph|observer|guardian|press|agency|today|weekly|"
    r"magazine|review|star|sun|mirror|standard|courier|mail|express|record|radio|tv|zeitung|blatt|nachrichten)\b|"
    r"신문|일보|뉴스|통신|방송|新闻|日报|新聞|ニュース",
    re.IGNORECASE,
)
_SECTION = re.compile(
    r"(?:world|asia|europe|africa|americas|us|u\.s\.|uk|politics|business|economy|national|international|local|"
    r"opinion|sports?|"
    r"culture|tech(?:nology)?|science|health|lifestyle|entertainment|breaking(?: news)?|exclusive|analysis|top stories|"
    r"asia[ -]pacific|north korea|diplomacy|defen[cs]e|home|news|world news|sections|"
    r"정치|경제|사회|국제|북한|외교|나라|세계|문화|monde|politik|ausland)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """What the rows above the text say, and the rows that are left for the text."""

    publisher: str = ""
    title: str = ""
    byline: str = ""
    published_at: date | None = None
    body: tuple[str, ...]


def header(rows: list[str]) -> Header | None:
    """Return what stands above the text; None if nothing shows that this is a news page."""
    top = rows[: _end_of_top(rows)]
    masthead = next((row for row in top[:6] if publishers.is_known(row)), "")
    dates = _dates(top, masthead)
    bylines = {at: name for at, row in enumerate(top) if at not in dates and (name := byline(row))}
    if not (masthead or dates or bylines):
        return None
    return _header(rows, masthead, dates, bylines)


def _end_of_top(rows: list[str]) -> int:
    """Return how many rows may belong to the header: up to the fourth of running text."""
    prose = [at for at, row in enumerate(rows[:_LOOKED_AT]) if is_prose(row)]
    return prose[_PROSE_ABOVE] if len(prose) > _PROSE_ABOVE else min(len(rows), _LOOKED_AT)


def _dates(top: list[str], masthead: str) -> dict[int, Dated]:
    zone = publishers.zone_of(masthead)
    return {at: found for at, row in enumerate(top) if (found := dated(row, zone))}


def is_headline(row: str) -> bool:
    """Tell a row that could be a headline: some words, and no running text."""
    if is_prose(row) or is_furniture(row):
        return False
    return len(row.split()) >= 4 or cjk(row) >= 8


def _header(rows: list[str], masthead: str, dates: dict[int, Dated], bylines: dict[int, str]) -> Header:
    known = {*dates, *bylines}
    end = max(known, default=rows.index(masthead) if masthead else 0) + 1
    above = [at for at in range(end) if at not in known and not is_furniture(rows[at]) and not _is_aside(rows[at])]
    title = _title(rows, above, masthead, end)
    publisher = masthead or _publisher(rows, [at for at in above if at < title])
    # A note with only a date above it may begin with short lines of its own.
    lead = _lead(rows, end, title) if masthead or bylines else range(0)
    authors = [*bylines.values(), *(byline(rows[at]) for at in dates), *_names(rows, [*above, *lead], title, publisher)]
    kept = [at for at in above if _is_text(rows[at], at > title)]
    kept += [at for at in range(end, len(rows)) if at not in lead]
    return Header(
        publisher=publisher,
        title=rows[title] if title >= 0 else "",
        byline=next(filter(None, authors), ""),
        published_at=min(dates.values(), key=lambda found: found.rank).day if dates else None,
        body=tuple(rows[at] for at in kept if at != title and rows[at] not in authors),
    )


def _is_aside(row: str) -> bool:
    return bool(_SECTION.fullmatch(row))


def _title(rows: list[str], above: list[int], masthead: str, end: int) -> int:
    """Return where the headline stands, -1 if there is none."""
    places: list[int] = [*above, *range(end, min(end + 3, len(rows) - 1))]
    for at in places:
        if rows[at] != masthead and is_headline(rows[at]):
            return at
    short: list[int] = [at for at in above if not publishers.is_known(rows[at])]
    if not short or (end == len(rows) and len(short) < 2):
        return -1
    return max(short, key=lambda at: len(rows[at]))


def _publisher(rows: list[str], before: list[int]) -> str:
    """Return the name in the masthead: one that sounds like a newspaper's, else the first row."""
    short = [rows[at] for at in before if len(rows[at].split()) <= 6 and len(rows[at]) <= 60]
    return next(filter(_NEWSY.search, short), short[0] if short else "")


def _names(rows: list[str], above: list[int], title: int, publisher: str) -> Iterator[str]:
    """Yield the rows below the headline that are the name of an author or of an agency."""
    for at in above:
        if title < at and rows[at] != publisher and (publishers.is_known(rows[at]) or is_name(rows[at])):
            yield rows[at]


def _lead(rows: list[str], end: int, title: int) -> range:
    """Return the short rows between the header and the first running text: links, names, times to read."""
    prose = next((at for at in range(end, min(end + _LOOKED_AT, len(rows))) if is_prose(rows[at])), end)
    short = all(len(rows[at]) <= _SHORT and not is_headline(rows[at]) for at in range(end, prose) if at != title)
    return range(end, prose if short else end)


def _is_text(row: str, below_title: bool) -> bool:
    return is_prose(row) or (below_title and is_headline(row))
