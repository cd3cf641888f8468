"""The rows above the text of a news page: masthead, headline, byline, date."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, tzinfo
from itertools import pairwise

from knowledge.ingest import publishers
from knowledge.ingest.boilerplate import count_cjk, is_boilerplate, is_prose
from knowledge.text.dates import parse_date

_BYLINE = re.compile(
    r"(?:(?:written |story |posted |report )?by|von|par|por|di|author|reporter|byline|autor|автор|作者|记者|기자|글)"
    r"\s*[:：]?\s+"
    r"(?=[^\W\d_a-zß-ÿ]|[A-Z]|[\w.]+@)(?P<name>[^.!?]{2,110}\.?[^!?]{0,60})",
    re.IGNORECASE,
)
_KOREAN = re.compile(
    r"(?P<name>(?:[(\[=][^)\]=]{2,20}[)\]=]\s*)?"
    r"[가-힣]{2,4}(?:[ ·,]{1,2}[가-힣]{2,4}){0,3}\s?(?:기자|특파원|논설위원))"
    r"(?:\s?=.*|\s\S+@\S+)?"
)
_NAME = r"(?:[^\W\d_a-z][\w.'’-]*|and|in|und|et|y|de|van|von|al|&)"
_NAMES = re.compile(rf"{_NAME}(?:[ ,]+{_NAME}){{1,9}}")
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")


def byline(row: str) -> str:
    """Return the name that a byline gives; empty if the row is none."""
    if len(row) > 160:
        return ""
    match = _KOREAN.fullmatch(row) or _BYLINE.fullmatch(row)
    if not match or is_prose(row):
        return ""
    name = match["name"].strip(" ,|·•=([")
    return _undated(name) if name[:1].isupper() or _CJK.match(name) else ""


def _undated(name: str) -> str:
    """Return the name without a date that follows it on the row."""
    parts = re.split(r"\s*[|•·]\s*|\s+[-–—/]\s+", name)
    if len(parts) > 1 and any(character.isdigit() for character in name):
        return next((part for part in parts if not any(character.isdigit() for character in part)), name)
    words = name.split()
    ends = [end for end in range(1, len(words)) if parse_date(" ".join(words[end:]))]
    return " ".join(words[: ends[0]]).rstrip(",:") if ends else name


def is_name(row: str) -> bool:
    """Tell a row of names and nothing else: "Maria Kowalska and Jan Novak in Geneva"."""
    return len(row) <= 100 and bool(_NAMES.fullmatch(row))


_PUBLISHED = (
    r"first published|published|posted|created|issued|date|publié|paru|veröffentlicht|опубликовано|"
    r"기사입력|입력|등록|송고(?:시간)?|게재|发布时间|时间"
)
_UPDATED = r"(?:last )?(?:updated|modified|edited)|update|mis à jour|modifié|aktualisiert|обновлено|최종수정|수정|更新"
_LABEL = re.compile(
    rf"(?:^|(?<=[\s|,;•·(/\[-]))(?:(?P<published>{_PUBLISHED})|(?P<updated>{_UPDATED}))\b"
    r"\s?(?:on|le|at|am|일시)?\s?[:：]?\s*",
    re.IGNORECASE,
)
_PIECES = re.compile(r"\s*[|•·]\s*|\s+[-–—/]\s+|\s*,\s*$")
MAX_DATE_ROW_CHARS = 200
MAX_PIECES = 8
MAX_LABELS = 4
_PUBLICATION, _PLAIN, _UPDATE = range(3)


@dataclass(frozen=True, slots=True, order=True)
class DatedLine:
    """A date and its rank: one of publication goes before one without a label, that of an update comes last."""

    rank: int
    day: date


def date_line(row: str, zone: tzinfo | None = None) -> DatedLine | None:
    """Return the best date of a row; None if the row is no date line."""
    if len(row) > MAX_DATE_ROW_CHARS or not any(map(str.isdigit, row)):
        return None
    return min(_labelled_dates(row, zone), key=lambda found: found.rank, default=None)


def _labelled_dates(row: str, zone: tzinfo | None) -> Iterator[DatedLine]:
    labels = list(_LABEL.finditer(row))[:MAX_LABELS]
    start = labels[0].start() if labels else len(row)
    ends = [*(label.start() for label in labels[1:]), len(row)]
    if moment := _date_in(row[:start], zone):
        yield DatedLine(_PLAIN, moment)
    for label, end in zip(labels, ends, strict=False):
        if moment := _date_in(row[label.end() : end], zone):
            yield DatedLine(_PUBLICATION if label["published"] else _UPDATE, moment)


def _date_in(text: str, zone: tzinfo | None) -> date | None:
    text = text.strip(" |,;•·()[]-–—/")
    if moment := parse_date(text, publisher_zone=zone):
        return moment
    pieces = _PIECES.split(text)[:MAX_PIECES]
    if len(pieces) < 2:
        return _after_name(text, zone)
    pairs = (" ".join(pair) for pair in pairwise(pieces))
    return next(filter(None, (parse_date(piece, publisher_zone=zone) for piece in (*pairs, *pieces))), None)


def _after_name(text: str, zone: tzinfo | None) -> date | None:
    """Return the date after a byline or a known publisher's name on the same row."""
    words = text.split()
    names = ((end, " ".join(words[:end]).rstrip(",:")) for end in range(1, min(len(words), 10)))
    ends = (end for end, name in names if publishers.is_known(name) or byline(name))
    return next(filter(None, (parse_date(" ".join(words[end:]), publisher_zone=zone) for end in ends)), None)


MAX_HEADER_ROWS = 25
MAX_PROSE_ROWS = 3
MAX_LEAD_ROW_CHARS = 40
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
class NewsHeader:
    """What the rows above the text say, and the rows that are left for the text."""

    publisher: str = ""
    title: str = ""
    byline: str = ""
    published_at: date | None = None
    body: tuple[str, ...]


def parse_header(rows: list[str]) -> NewsHeader | None:
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
    prose = [at for at, row in enumerate(rows[:MAX_HEADER_ROWS]) if is_prose(row)]
    return prose[MAX_PROSE_ROWS] if len(prose) > MAX_PROSE_ROWS else min(len(rows), MAX_HEADER_ROWS)


def _dates(top: list[str], masthead: str) -> dict[int, DatedLine]:
    zone = publishers.zone_of(masthead)
    return {at: found for at, row in enumerate(top) if (found := date_line(row, zone))}


def is_headline(row: str) -> bool:
    """Tell a row that could be a headline: some words, and no running text."""
    if is_prose(row) or is_boilerplate(row):
        return False
    return len(row.split()) >= 4 or count_cjk(row) >= 8


def _header(rows: list[str], masthead: str, dates: dict[int, DatedLine], bylines: dict[int, str]) -> NewsHeader:
    known = {*dates, *bylines}
    end = max(known, default=rows.index(masthead) if masthead else 0) + 1
    above = [at for at in range(end) if at not in known and not is_boilerplate(rows[at]) and not _is_aside(rows[at])]
    title = _title(rows, above, masthead, end)
    publisher = masthead or _publisher(rows, [at for at in above if at < title])
    # A note with only a date above it may begin with short lines of its own.
    lead = _lead(rows, end, title) if masthead or bylines else range(0)
    authors = [*bylines.values(), *(byline(rows[at]) for at in dates), *_names(rows, [*above, *lead], title, publisher)]
    kept = [at for at in above if _is_text(rows[at], at > title)]
    kept += [at for at in range(end, len(rows)) if at not in lead]
    return NewsHeader(
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
    prose = next((at for at in range(end, min(end + MAX_HEADER_ROWS, len(rows))) if is_prose(rows[at])), end)
    short = all(
        len(rows[at]) <= MAX_LEAD_ROW_CHARS and not is_headline(rows[at]) for at in range(end, prose) if at != title
    )
    return range(end, prose if short else end)


def _is_text(row: str, below_title: bool) -> bool:
    return is_prose(row) or (below_title and is_headline(row))
