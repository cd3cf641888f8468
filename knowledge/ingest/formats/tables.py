"""CSV with a header → an article for each row; Readwise's highlights → one for each book they are from."""

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, tzinfo
from functools import lru_cache
from io import StringIO, TextIOWrapper
from itertools import chain, islice
from typing import IO

from knowledge.errors import UnreadableArticle
from knowledge.ingest import encoding, richtext
from knowledge.ingest.blocks import Body, body_of
from knowledge.ingest.bylines import person
from knowledge.ingest.files import are_too_short, only_first, refuse, refused_line, too_short
from knowledge.ingest.formats import jsonl, link_lists
from knowledge.ingest.formats.references import natural_name
from knowledge.models import Article
from knowledge.text import normalize
from knowledge.text.dates import (
    MAX_DATE_CHARS,
    DateHints,
    begins_with_iso_day,
    iso_day,
    may_have_date,
    parse_date,
    plain_date,
    shows_day_first,
)
from knowledge.text.publishers import date_hints, zone_of

_MAX_CELL_CHARS = 2_000_000
_MAX_REFUSED = 1_000
MAX_BOOKS = 20_000
MAX_COLUMNS = 16_384
"""Columns among which those of an article are looked for, as many as a sheet of Excel has."""
MAX_DATES_REMEMBERED = 4_096
"""Days that are remembered as they are written."""
_SAMPLE_CHARS = 64 * 1024
_SAMPLE_ROWS = 1_000
_SAMPLE_CELL_CHARS = 4_000_000

_FIELDS = jsonl.FIELD_NAMES.items()
_MARKUP = re.compile(r"</?(?:p|br|div|h[1-6]|ul|li)\b", re.IGNORECASE)
_INSTAPAPER = ["url", "title", "selection", "folder"]
_NAMED_MARK = re.compile(r"\ufeff?\"?sep=([,;\t|])\"?\r?\n", re.IGNORECASE)
"""What Excel takes for the mark between cells."""
_READWISE = ("highlight", "book title")


def read_table(file: IO[bytes], name: str) -> Iterator[Article | UnreadableArticle]:
    """Yield the article of each row.

    Raises:
        UnreadableArticle: its header names no column that holds a text.
    """
    text = encoding.reader(file, newline="")
    sample = text.read(_SAMPLE_CHARS)
    if not sample.strip():
        raise UnreadableArticle("it is empty; add a table with a header and one row per article.")
    rows = _rows(sample, text, name)
    header = [" ".join(each.strip().casefold().split()) for each in next(rows, [])[:MAX_COLUMNS]]
    if all(each in header for each in _READWISE):
        yield from _highlights(header, rows, name)
        return
    bare = list(map(jsonl.bare_name, header))
    named = {field: [key for each in names if (key := jsonl.bare_name(each)) in bare] for field, names in _FIELDS}
    columns = {field: bare.index(found[0]) for field, found in named.items() if found}
    if header[:4] == _INSTAPAPER:
        first = list(islice(rows, _SAMPLE_ROWS))
        if not any(row[columns["text"]].strip() for row in first if len(row) > columns["text"]):
            del columns["text"]  # Nothing was marked on these pages.
        rows = chain(first, rows)
    if "text" not in columns:
        raise _no_text(columns, header, rows)
    yield from _of_rows(columns, rows, name, width=len(header), is_zotero="item type" in header)


def _rows(sample: str, rest: TextIOWrapper, name: str) -> Iterator[list[str]]:
    csv.field_size_limit(_MAX_CELL_CHARS)
    named = _NAMED_MARK.match(sample)
    sample = sample[named.end() :] if named else sample
    mark = named[1] if named else max(",;\t|", key=sample.partition("\n")[0].count)
    lines: Iterator[str] = chain(StringIO(sample, newline=""), rest)
    if not sample.endswith(("\n", "\r")):
        # The sample ends within a line, which goes on in the rest.
        lines = _spliced(sample, rest)
    marks = [0]
    held: list[list[str]] = []
    try:
        for row in csv.reader(_counted(lines, marks), delimiter=mark):
            yield from held
            held = [row] if marks[0] % 2 and any("\n" in cell for cell in row) else []
            marks[0] = 0
            if not held:
                yield row
    except csv.Error as error:
        raise _endless() from error
    if held:  # A cell whose mark is not closed goes on to the end of the file.
        raise _endless()


def _counted(lines: Iterator[str], marks: list[int]) -> Iterator[str]:
    for line in lines:
        marks[0] += line.count('"')
        yield line


def _endless() -> UnreadableArticle:
    return UnreadableArticle(
        "this table is damaged: a cell has no end, or is over 2 million characters long; save it again as CSV."
    )


def _spliced(sample: str, rest: TextIOWrapper) -> Iterator[str]:
    *whole, last = sample.splitlines(keepends=True) or [""]
    yield from whole
    yield last + rest.readline()
    yield from rest


def _no_text(columns: Mapping[str, int], header: Sequence[str], rows: Iterator[list[str]]) -> UnreadableArticle:
    if "url" in columns:
        named = columns.get("title", columns["url"])
        most = max(columns["url"], named)
        found = [(row[columns["url"]], row[named]) for row in islice(rows, link_lists.MAX_LINKS) if len(row) > most]
        return link_lists.refuse_links(link_lists.of_urls(found))
    shown = ", ".join(header[:8])
    return UnreadableArticle(
        "this table has no column for the text among {columns}; name one text, and others title, date and url.",
        columns=normalize.one_line(shown, 200) or "its first row",
    )


def _of_rows(
    columns: Mapping[str, int], rows: Iterator[list[str]], name: str, *, width: int, is_zotero: bool
) -> Iterator[Article | UnreadableArticle]:
    read = refused = size = 0
    first, fault = _first(rows)
    dates = "\n".join(_cells(columns, row).get("published_at", "")[:MAX_DATE_CHARS] for row in first)
    day_first = shows_day_first(dates)
    for number, row in enumerate(chain(first, rows), start=2):
        size += len("".join(row)) + len(row)
        if are_too_short(number - 1, size):
            yield refuse(name, too_short(number - 2))
            break
        if not any(map(str.strip, row)):
            continue
        try:
            if len(row) > width and any(cell.startswith(" ") for cell in row[1:]) and any(map(str.strip, row[width:])):
                raise UnreadableArticle(
                    "this row has more cells than the header; put each text that has the sign between cells in it "
                    "into double quotes."
                )
            cells = _cells(columns, row)
            found: Article | UnreadableArticle = _article(cells, day_first, is_zotero=is_zotero)
            read += 1
        except UnreadableArticle as error:
            refused += 1
            found = refused_line(name, number, error)
        if isinstance(found, Article) or refused <= _MAX_REFUSED:
            yield found
    if fault:
        raise fault
    if refused > _MAX_REFUSED:
        yield refuse(name, UnreadableArticle("{count} more rows can't be read either.", count=refused - _MAX_REFUSED))
    if not read and not refused:
        yield refuse(name, UnreadableArticle("this table has a header and no rows; add one row per article."))


def _first(rows: Iterator[list[str]]) -> tuple[list[list[str]], UnreadableArticle | None]:
    """Take the first rows, which tell how dates are written, fewer where their cells are long, and what ends them."""
    taken: list[list[str]] = []
    room = _SAMPLE_CELL_CHARS
    try:
        for row in islice(rows, _SAMPLE_ROWS):
            taken.append(row)
            room -= sum(map(len, row))
            if room <= 0:
                break
    except UnreadableArticle as fault:
        return taken, fault
    return taken, None


def _cells(columns: Mapping[str, int], row: Sequence[str]) -> Mapping[str, str]:
    width = len(row)
    return {key: row[at] for key, at in columns.items() if at < width}


def _article(cells: Mapping[str, str], day_first: bool | None, *, is_zotero: bool) -> Article:
    text, title, byline = cells.get("text", ""), cells.get("title", ""), cells.get("byline", "")
    title = richtext.plain(title) if len(title) < normalize.MAX_URL else ""
    is_markup = "<" in text and _MARKUP.search(text)
    body = body_of(richtext.html_blocks(text), title) if is_markup else Body(_paragraphs(text))
    publisher = normalize.one_line(cells.get("publisher", ""), normalize.MAX_NAME)
    if ";" in byline or is_zotero:  # The family name first, as in "Oat, Anna; Barley, Ben".
        byline = ", ".join(map(natural_name, byline.split(";")))
    spoken = normalize.one_line(cells.get("language", ""), normalize.MAX_LANGUAGE)
    dates = [cells.get("published_at", "").strip(), cells.get("modified_at", "").strip()]
    zone = zone_of(publisher)
    days = [_day(each, zone, day_first) for each in dates]
    if any(not day and may_have_date(each) for each, day in zip(dates, days, strict=True)):
        written = dates[0]
        told = "\n".join((title, *body.paragraphs)) if written and not begins_with_iso_day(written) else ""
        hints = date_hints(told, spoken=spoken, publisher=publisher)
        hints = hints if day_first is None else replace(hints, day_first=day_first)
        days = [parse_date(each, hints) if each else None for each in dates]
    return Article(
        id=normalize.one_line(cells.get("id", ""), normalize.MAX_NAME),
        title=normalize.one_line(title, normalize.MAX_TITLE_CHARS) or normalize.derived_title(body.paragraphs),
        paragraphs=body.paragraphs,
        headings=body.headings,
        publisher=publisher,
        byline=person(byline),
        published_at=days[0],
        modified_at=days[1],
        language=normalize.language_code(spoken),
        url=normalize.web_link(cells.get("url", "")),
        keywords=normalize.keywords(each.strip(" []'\"") for each in re.split(r"[;,]", cells["keywords"]))
        if "keywords" in cells
        else (),
    )


def _day(text: str, zone: tzinfo | None, day_first: bool | None) -> date | None:
    if not 0 < len(text) <= MAX_DATE_CHARS:
        return None
    # Few rows are of the same minute.
    return (_plain_day.__wrapped__ if ":" in text else _plain_day)(text, zone, day_first)


@lru_cache(MAX_DATES_REMEMBERED)
def _plain_day(text: str, zone: tzinfo | None, day_first: bool | None) -> date | None:
    """Return the day of most dates, for which no more matters; many rows are of the same one."""
    return iso_day(text) or plain_date(text, DateHints(zone=zone, day_first=day_first))


def _paragraphs(text: str) -> tuple[str, ...]:
    lines = normalize.lines(text.strip())
    if len(lines) == 1 and len(lines[0]) <= normalize.MAX_PARAGRAPH_CHARS and normalize.is_visible(lines[0]):
        return (lines[0],)
    blocks = lines if "" not in lines else [" ".join(each.split()) for each in "\n".join(lines).split("\n\n")]
    if not any(map(normalize.is_visible, blocks)):
        raise UnreadableArticle("its cell for the text is empty; add the article's text.")
    return normalize.nonempty(blocks)


def _highlights(header: Sequence[str], rows: Iterator[list[str]], name: str) -> Iterator[Article | UnreadableArticle]:
    """Yield an article for each book or page that Readwise has highlights of: they are its text."""
    at = {key: header.index(key) for key in ("highlight", "book title", "book author", "url") if key in header}
    books: dict[tuple[str, str], list[str]] = {}
    links: dict[tuple[str, str], str] = {}
    is_cut = False
    for row in rows:
        if len(row) <= at["book title"]:
            continue
        cells = _cells(at, row)
        book = (cells.get("book title", ""), cells.get("book author", ""))
        if len(books) >= MAX_BOOKS and book not in books:
            is_cut = True
            continue
        books.setdefault(book, []).append(cells.get("highlight", ""))
        links.setdefault(book, normalize.web_link(cells.get("url", "")))
    for number, ((title, author), texts) in enumerate(books.items(), start=1):
        try:
            paragraphs = normalize.nonempty(map(normalize.paragraph, texts))
        except UnreadableArticle as error:
            yield refused_line(name, number, error)
            continue
        yield Article(
            title=normalize.one_line(title, normalize.MAX_TITLE_CHARS) or normalize.derived_title(paragraphs),
            paragraphs=paragraphs,
            byline=normalize.one_line(author, normalize.MAX_NAME),
            url=links[title, author],
            path=f"{title}\n{author}",
        )
    if is_cut:
        yield refuse(name, only_first(MAX_BOOKS))
