"""A PDF file → Article: columns in reading order, words whole again, without running heads; needs the extra `pdf`.

The page that a paragraph begins on is kept with it.
"""

import re
from bisect import bisect
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from io import BytesIO
from itertools import chain, groupby, pairwise
from math import inf
from operator import attrgetter
from statistics import median, median_low
from typing import TYPE_CHECKING

from knowledge.errors import UnreadableArticle
from knowledge.ingest import corrections
from knowledge.ingest.blocks import (
    LEAD_IN_ENDS,
    MAX_NAMED_COLUMNS,
    MONOSPACED,
    Block,
    body_of,
    list_blocks,
    names_columns,
    reads_as_prose,
    row_block,
)
from knowledge.ingest.bylines import byline, person
from knowledge.ingest.date_lines import date_line
from knowledge.ingest.formats.pdf_words import Characters, Word, drawn, extracted_words, words_on_page
from knowledge.ingest.names import is_full_name, is_name
from knowledge.ingest.news_header import Lead
from knowledge.models import Article
from knowledge.text import language, normalize

if TYPE_CHECKING:
    from pdfplumber.page import Page
    from pdfplumber.table import Table

MAX_PAGES = 2_000
MAX_PDF_PAGE_CHARS = 200_000
MAX_PAGE_POINTS = 14_400
"""The longest side of a page (ISO 32000-1, annex C). In a damaged file a word can be anywhere."""
MIN_GUTTER = 7.0
"""Narrowest space between two columns, in points."""
MIN_COLUMN_WIDTH, MIN_ROW_WORDS = 100, 3
"""Of a column, in points, and of its rows, in words."""
MIN_COLUMN_ROWS = 5
"""Rows that have to run beside each other to be columns."""
MIN_MARGIN = 18.0
"""Space between a running head and the text, in points."""
MARGIN_ROWS = 2
"""Rows at the top and at the bottom of a page that can be a running head or foot."""
HEADING_SIZE = 1.12
"""A heading is set in so many times the size of the text."""
_MAX_HEADING_CHARS = 200
MAX_LEAD_LINES = 12
"""Lines below the title that can be author and day."""

_PAGE_NUMBER = re.compile(
    r"[-–—\s]*(?:(?:page|seite|p\.|pág\.|쪽)\s*)?(?:\d{1,4}|[ivxl]{1,7})(?:\s*(?:/|of|von|de|sur)\s*\d{1,4})?[-–—\s]*",
    re.IGNORECASE,
)
_DIGITS = re.compile(r"\d+")
_HYPHEN = re.compile(r"(\w+)[-‐\u00ad]$")
_SOFT_HYPHEN = re.compile(r"\u00ad$")
_BULLET = re.compile(r"(?:[-–•▪●◦*·\uf0b7\uf0a7]|\(cid:\d+\))\s+")
"""Stands before an item; a sign of a font that does not say which letter it is counts too."""
_ITEM = re.compile(r"(?:[-–•▪●◦*·\uf0b7\uf0a7]|\(cid:\d+\)|\(?\d{1,2}[.)]|\(?[a-z][.)])\s")
_SENTENCE_END = re.compile(r"[.!?…。！？:;][\"”’»)\]\d]*$")
_NO_TITLE = re.compile(
    r"(?:microsoft (?:word|powerpoint) ?-?|untitled|.*\.(?:docx?|indd|qxd|tex|pdf|pptx?)$|\W*$)", re.I
)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a column."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    size: float
    bold: bool
    page: int
    width: float
    """That of the column it is in, in points."""
    first: float = 0.0
    """How wide its first word is, in points."""
    cells: tuple[str, ...] = ()
    """Of a row of a table: what is in each column."""
    names: tuple[str, ...] = ()
    """Of a row of a table: how the columns are called, where the table says so."""
    code: str = ""
    """Of a line in letters of one width: what it says, with the spaces between its words."""


def read_pdf(data: bytes) -> Article:
    """Read a PDF file.

    Raises:
        UnreadableArticle: the extra is not installed, the file is damaged or locked, or it has no text, only pictures.
    """
    pages, facts = _pages(data)
    address = next(filter(None, map(_printed_address, pages)), "")
    lines = [line for page in _without_margins(pages) for line in page]
    if not lines:
        raise UnreadableArticle(
            "there is no text in this PDF, only pictures of pages; run text recognition (OCR) over it and add that."
        )
    body_size = _body_size(lines)
    title, rest = _title(lines, body_size, facts)
    lead, rest = _without_lead(rest, facts.get("Author", ""))
    rest = _footnotes_last(rest, body_size)
    rest = list(_as_wide_as_text(rest, body_size))
    known = Counter(re.findall(r"\w+(?:-\w+)*", " ".join(line.text for line in lines).lower()))
    blocks = _with_lists(_below_each_other(_blocks(rest, body_size, known)))
    kept, corrected = corrections.split_corrections(blocks)
    body = body_of(kept, title)
    return Article(
        title=title or normalize.derived_title(body.paragraphs),
        paragraphs=body.paragraphs,
        headings=body.headings,
        pages=body.pages,
        byline=lead.byline or person(facts.get("Author", "")),
        published_at=lead.published_at,
        modified_at=lead.modified_at,
        url=normalize.web_link(address),
        corrections=corrected,
        language=language.detect(" ".join(body.paragraphs)[: language.SAMPLE_CHARS]),
        keywords=normalize.keywords(re.split(r"[;,]", facts.get("Keywords", ""))),
    )


def _pages(data: bytes) -> tuple[list[list[Line]], Mapping[str, str]]:
    """Return the lines of each page in reading order, and what the file says about itself."""
    try:
        import pdfplumber
        from pdfminer.pdfdocument import PDFPasswordIncorrect
        from pdfplumber.utils.exceptions import MalformedPDFException, PdfminerException

        from knowledge.ingest.formats.pdf_characters import read_objects
    except ImportError as error:
        raise UnreadableArticle(
            'PDF files need an extra here: pip install "footnote-bot[pdf]"; or save the text as .txt and add that.'
        ) from error
    try:
        with pdfplumber.open(BytesIO(data)) as document:
            if len(document.pages) > MAX_PAGES:
                raise UnreadableArticle("this PDF has over 2,000 pages, too many for one article; split it.")
            pages = []
            for page in document.pages:
                pages.append(_page_lines(page, read_objects(page)))
                page.close()  # Its characters would stay in memory.
            facts = {key: _decoded(value) for key, value in (document.metadata or {}).items()}
    except PdfminerException as error:
        cause = error.args[0] if error.args else error
        if isinstance(cause, PDFPasswordIncorrect):
            raise UnreadableArticle("this PDF is locked with a password; save it without one and add that.") from error
        raise _damaged() from error
    except (MalformedPDFException, ArithmeticError, AssertionError, AttributeError, LookupError) as error:
        raise _damaged() from error
    except (ValueError, TypeError, RecursionError) as error:
        raise _damaged() from error
    return pages, facts


def _page_lines(page: "Page", characters: Sequence[Characters]) -> list[Line]:
    """Return the lines of a page; those of a table that is drawn with lines are its rows."""
    if sum(len(run.texts) for run in characters) > MAX_PDF_PAGE_CHARS:
        raise UnreadableArticle(
            "page {page} of this PDF has over {count} characters, too many; save its text as .txt and add that.",
            page=page.page_number,
            count=MAX_PDF_PAGE_CHARS,
        )
    words = list(words_on_page(characters))
    if _is_right_to_left(words, characters):
        seen = [_mirrored(word, float(page.width)) for word in extracted_words(characters, "rtl")]
        return list(_lines(seen, page.page_number))
    tables = (
        page.find_tables() if MIN_RULES <= len(page.edges) <= MAX_RULES and _crossings(page) <= MAX_CROSSINGS else []
    )
    if tables:
        page.objects["char"] = list(drawn(characters))
    rows: list[list[Line]] = []
    for table in tables[:MAX_TABLES]:
        inside = [word for word in words if _is_inside(word, table.bbox)]
        if found := _table_lines(table, inside, page.page_number):
            rows.append(found)
            taken = set(map(id, inside))
            words = [word for word in words if id(word) not in taken]
    lines = list(_lines(words, page.page_number))
    for found in rows:
        at = next((at for at, each in enumerate(lines) if each.top >= found[0].top), len(lines))
        lines[at:at] = found
    return lines


def _is_right_to_left(words: Sequence[Word], characters: Sequence[Characters]) -> bool:
    """Tell a page of Arabic or Hebrew, on which letters stand as they are seen, from left to right."""
    if not _RIGHT_TO_LEFT.search("".join(word.text for word in words)):
        return False
    letters = [text for run in characters for text in run.texts if text.isalpha()]
    return sum(1 for letter in letters if _RIGHT_TO_LEFT.match(letter)) * 2 > len(letters)


def _mirrored(word: Word, width: float) -> Word:
    """Return a word at its place from the right edge, with which rows, columns and indents are as on other pages."""
    text = _LEFT_TO_RIGHT.sub(lambda run: run[0][::-1], word.text)
    return word._replace(text=text, x0=width - word.x1, x1=width - word.x0)


_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_LETTER = "0-9A-Za-z\u00c0-\u024f\u0660-\u0669\u06f0-\u06f9"
_LEFT_TO_RIGHT = re.compile(f"%?[{_LETTER}](?:[{_LETTER}.,:/@_-]*[{_LETTER}])?%?")
"""Names and numbers, which are read the other way within such a text."""

MIN_RULES, MAX_RULES = 4, 4_000
"""Lines on a page between which tables are looked for: drawings have many more."""
MAX_CROSSINGS = 3_000
"""Most places where such lines can cross."""
MAX_TABLES = 50
MAX_PDF_CELL_CHARS = 300
"""Longest text, in characters, in a cell: boxes of more than that hold columns of text."""


def _crossings(page: "Page") -> int:
    across = {round(edge["top"]) for edge in page.horizontal_edges}
    return len(across) * len({round(edge["x0"]) for edge in page.vertical_edges})


def _is_inside(word: Word, box: tuple[float, float, float, float]) -> bool:
    across, down = word.x0 + word.x1, word.top + word.bottom
    return box[0] * 2 <= across <= box[2] * 2 and box[1] * 2 <= down <= box[3] * 2


def _table_lines(table: "Table", words: Sequence[Word], page: int) -> list[Line]:
    """Return the rows of a table, without that of the names of columns; none for boxes that are no table of data."""
    grid = [[normalize.paragraph((cell or "").replace("\u00ad\n", "")) for cell in row] for row in table.extract()]
    grid = [row for row in grid if any(row)]
    cells = [cell for row in grid for cell in row]
    is_data = len(grid) > 1 and len(grid[0]) > 1 and sum(map(bool, cells)) * 2 > len(cells)
    if not is_data or not words or max(map(len, cells)) > MAX_PDF_CELL_CHARS:
        return []
    top, bottom = table.bbox[1], table.bbox[3]
    return _grid_lines(grid, words, (table.bbox[0], top, table.bbox[2], bottom), page)


def _grid_lines(
    grid: Sequence[Sequence[str]], words: Sequence[Word], box: tuple[float, float, float, float], page: int
) -> list[Line]:
    """Return the rows of a table of data; its first is none where it names the columns."""
    is_marked = all(map(_is_bold, _rows(words)[0])) and not all(map(_is_bold, words))
    is_named = all(grid[0][1:]) and (is_marked or names_columns(grid))
    line = Line(
        "",
        x0=0.0,
        x1=0.0,
        top=box[1],
        bottom=box[3],
        size=round(median(word.size for word in words), 1),
        bold=False,
        page=page,
        width=box[2] - box[0],
    )
    names = tuple(grid[0]) if is_named else ()
    return [replace(line, text=" ".join(row).strip(), cells=tuple(row), names=names) for row in grid[is_named:]]


def _damaged() -> UnreadableArticle:
    return UnreadableArticle("this PDF is damaged; save it again, or its text as .txt, and add that.")


def _decoded(value: object) -> str:
    return normalize.one_line(value, normalize.MAX_TITLE_CHARS) if isinstance(value, str) else ""


def _is_bold(word: Word) -> bool:
    return "bold" in word.fontname.lower()


def _lines(words: Sequence[Word], page: int) -> Iterator[Line]:
    """Yield the lines of a page, column after column; what runs across the columns parts them."""
    rows = _rows([word for word in words if _is_on_page(word)])
    start, end = _apart(rows), len(rows) - _apart(rows[::-1])
    yield from _as_lines(rows[:start], page)
    yield from _column([word for row in rows[start:end] for word in row], page, 3)
    yield from _as_lines(rows[end:], page)


def _is_on_page(word: Word) -> bool:
    most = MAX_PAGE_POINTS
    return -most <= word.x0 and word.x1 <= most and -most <= word.top and word.bottom <= most


def _apart(rows: Sequence[Sequence[Word]]) -> int:
    """Return how many rows at the edge of a page are apart from all others: a running head, which no column parts."""
    for at, (row, after) in enumerate(pairwise(rows[: MARGIN_ROWS + 1]), start=1):
        between = max(row[0].top, after[0].top)
        between -= min(row[0].bottom, after[0].bottom)
        if between > MIN_MARGIN:
            return at
    return 0


def _column(words: Sequence[Word], page: int, depth: int) -> Iterator[Line]:
    rows = _rows(words)
    gutter = _gutter(rows) if depth else None
    if gutter is None:
        yield from _as_lines(rows, page)
        return
    band: list[list[Word]] = []
    for row in rows:
        if _crosses(row, gutter):
            yield from _halves(band, gutter, page, depth)
            yield from _as_lines([row], page)
            band = []
        else:
            band.append(row)
    yield from _halves(band, gutter, page, depth)


def _halves(band: Sequence[Sequence[Word]], gutter: float, page: int, depth: int) -> Iterator[Line]:
    words = [word for row in band for word in row]
    yield from _column([word for word in words if word.x0 < gutter], page, depth - 1) if words else ()
    yield from _column([word for word in words if word.x0 >= gutter], page, depth - 1) if words else ()


def _rows(words: Sequence[Word]) -> list[list[Word]]:
    """Return the words in rows from top to bottom, each from left to right."""
    rows: list[list[Word]] = []
    for word in sorted(words, key=attrgetter("bottom", "x0")):
        below = word.bottom - rows[-1][0].bottom if rows else inf
        if below < 2.0 or below < (word.bottom - word.top) * 0.4:
            rows[-1].append(word)
        else:
            rows.append([word])
    return [_with_powers(sorted(row, key=attrgetter("x0"))) for row in _with_raised_marks(rows)]


def _with_powers(row: list[Word]) -> list[Word]:
    """Return a row whose small numbers above or below the end of a word are part of it: 10³, CO2."""
    whole: list[Word] = []
    for word in row:
        before = whole[-1] if whole else word
        is_small = word.size < before.size * MAX_MARK_SIZE and len(word.text) <= MAX_MARK_CHARS
        if not is_small or word.x0 - before.x1 > MAX_POWER_GAP or not _POWER.fullmatch(word.text):
            whole.append(word)
        elif word.bottom < before.bottom and before.text[-1].isdigit():
            whole[-1] = before._replace(text=before.text + word.text.translate(normalize.SUPERSCRIPT), x1=word.x1)
        elif word.bottom > before.bottom and before.text[-1].isalpha():
            whole[-1] = before._replace(text=before.text + word.text, x1=word.x1)
        else:
            whole.append(word)
    return whole


_POWER = re.compile(r"[+−-]?[0-9]+")
MAX_POWER_GAP = 1.0
"""Points between a word and such a number, at most."""


def _with_raised_marks(rows: Sequence[list[Word]]) -> list[list[Word]]:
    """Return the rows, the marks of notes, which are smaller and higher than the words before them, in those."""
    moved: set[int] = set()
    for at, row in enumerate(rows):
        if any(len(word.text) > MAX_MARK_CHARS for word in row):
            continue
        mark = row[0]
        common = {
            each: min(rows[each][0].bottom, mark.bottom) - max(rows[each][0].top, mark.top)
            for each in (at - 1, at + 1)
            if 0 <= each < len(rows) and each not in moved and rows[each][0].size * MAX_MARK_SIZE > mark.size
        }
        own = max(common, key=lambda each: common[each], default=None)
        if own is not None and common[own] * 2 > mark.bottom - mark.top:
            rows[own].extend(row)
            moved.add(at)
    return [row for at, row in enumerate(rows) if at not in moved]


MAX_MARK_CHARS, MAX_MARK_SIZE = 3, 0.9
"""The mark of a note, in characters, and as a part of the size of the text."""


def _gutter(rows: Sequence[Sequence[Word]]) -> float | None:
    """Return where two columns part: a place that most rows with words on both sides leave free."""
    found: Counter[int] = Counter()
    for row in rows:
        for left, right in pairwise(row):
            start, end = left.x1, right.x0
            if end - start >= MIN_GUTTER:
                found.update(range(int(start) + 3, int(end) - 2))
    if not found:
        return _unaligned_gutter(rows)
    most = max(found.values())
    # Of three columns, both gutters can be free alike: what is between them is none.
    best = next(_runs(sorted(place for place, count in found.items() if count == most)))
    gutter = median(best)
    crossing = sum(_crosses(row, gutter) for row in rows)
    if most < MIN_COLUMN_ROWS or most < crossing or sum(map(_count, rows)) < 4 * len(rows):
        # Where one column is longer, its rows have nothing beside them.
        return _unaligned_gutter(rows)
    # Rows of a table are short on both sides; those of columns are full of words.
    sides = [
        (_count([word for word in row if word.x0 < gutter]), _count([word for word in row if word.x0 >= gutter]))
        for row in rows
        if not _crosses(row, gutter)
    ]
    full = sum(min(side) >= MIN_ROW_WORDS for side in sides)
    return float(gutter) if full * 2 >= most else None


def _count(row: Sequence[Word]) -> int:
    """Return how many words a row has; in scripts without spaces, as many as have its letters."""
    return sum(
        1 + (0 if word.text.isascii() else len(_UNSPACED_LETTER.findall(word.text)) // WORD_LETTERS) for word in row
    )


WORD_LETTERS = 4
"""Of a script without spaces, which say as much as a word."""


def _runs(places: Sequence[int]) -> Iterator[list[int]]:
    """Yield the places that follow each other."""
    run: list[int] = []
    for place in places:
        if run and place > run[-1] + 1:
            yield run
            run = []
        run.append(place)
    yield run


def _unaligned_gutter(rows: Sequence[Sequence[Word]]) -> float | None:
    """Return where two columns part whose rows are not at the same heights."""
    starts = Counter(round(row[0].x0) for row in rows if _count(row) >= MIN_ROW_WORDS)
    if len(starts) < 2:
        return None
    first = min(starts)
    right = next((start for start, count in starts.most_common(3) if start > first + MIN_COLUMN_WIDTH), None)
    if right is None:
        return None
    gutter = right - MIN_GUTTER / 2
    beside = [row for row in rows if row[0].x0 > gutter]
    left = [row for row in rows if row[-1].x1 < gutter - MIN_GUTTER / 2 and _count(row) >= MIN_ROW_WORDS]
    crossing = sum(_crosses(row, gutter) for row in rows)
    if min(len(beside), len(left)) < MIN_COLUMN_ROWS or crossing > min(len(beside), len(left)):
        return None
    top, bottom = left[0][0].top, left[-1][0].bottom
    between = sum(top <= row[0].bottom <= bottom for row in beside)
    return gutter if between >= MIN_COLUMN_ROWS else None


def _crosses(row: Sequence[Word], gutter: float) -> bool:
    """Tell a row that runs across a gutter: with a word on it, or no more than a space around it."""
    if any(word.x0 < gutter < word.x1 for word in row):
        return True
    left = max((word.x1 for word in row if word.x0 < gutter), default=None)
    right = min((word.x0 for word in row if word.x0 >= gutter), default=None)
    space = max(MIN_GUTTER - 2, median(word.size for word in row) * WIDEST_SPACE)
    return left is not None and right is not None and right - left < space


WIDEST_SPACE = 0.45
"""Between the words of a headline, as a part of the size of its letters."""


def _as_lines(rows: Sequence[Sequence[Word]], page: int) -> Iterator[Line]:
    left = min((row[0].x0 for row in rows), default=0.0)
    right = max((row[-1].x1 for row in rows), default=0.0)
    end = 0
    for at, row in enumerate(rows):
        if at >= end and (end := _table_end(rows, at)) > at:
            table = list(_aligned_lines(rows[at:end], page))
            yield from table
            is_table = bool(table)
        if at < end and is_table:
            continue
        # Of a soft hyphen, which is cleaned away, the line keeps that its last word goes on.
        text = normalize.paragraph(_SOFT_HYPHEN.sub("\u2010", "".join(_spaced(row))))
        if text:
            yield Line(
                text,
                x0=row[0].x0 - left,
                x1=row[-1].x1 - left,
                top=min(word.top for word in row),
                bottom=max(word.bottom for word in row),
                size=round(median(word.size for word in row), 1),
                bold=all(map(_is_bold, row)),
                page=page,
                width=right - left,
                first=row[0].x1 - row[0].x0,
                code=_as_code(row) if all(map(_is_monospaced, row)) else "",
            )


def _is_monospaced(word: Word) -> bool:
    return bool(MONOSPACED.search(word.fontname))


def _as_code(row: Sequence[Word]) -> str:
    """Return a row in letters of one width, with as many spaces between its words as have room there."""
    letter = max((row[0].x1 - row[0].x0) / len(row[0].text), 1.0)
    made = row[0].text
    for before, word in pairwise(row):
        spaces = round((word.x0 - before.x1) / letter)
        made += " " * min(max(spaces, 1), MAX_CODE_SPACES) + word.text
    return made


def _code(lines: Sequence[Line]) -> Block:
    """Return lines of code as one block, each as far in as its page shows it."""
    least = min(line.x0 for line in lines)
    letters = (max(line.first / len(line.code.partition(" ")[0]), 1.0) for line in lines)
    indents = (
        min(round((line.x0 - least) / letter), MAX_CODE_SPACES) for line, letter in zip(lines, letters, strict=True)
    )
    rows = (" " * indent + line.code for line, indent in zip(lines, indents, strict=True))
    return Block("code", "\n".join(rows), page=lines[0].page)


MAX_CODE_SPACES = 100
MIN_TABLE_ROWS, MIN_TABLE_COLUMNS = 3, 3
"""Rows and columns from which words in columns are a table; of two columns only where the first row is bold."""
MIN_COLUMN_SPACE = 0.7
"""Space between the columns of such a table, as a part of the size of its letters."""
MAX_TABLE_LEADING = 3.0
"""Most space between its rows, as a part of the same."""


def _table_end(rows: Sequence[Sequence[Word]], start: int) -> int:
    """Return the end of the rows from one on that leave room for the same columns; the start where they are none."""
    first = rows[start]
    size = first[0].size
    least = MIN_TABLE_COLUMNS - 1 - all(map(_is_bold, first))
    free = _free(first)[:-1]
    if not least < len(free) <= MAX_NAMED_COLUMNS or _ITEM.match(f"{first[0].text} ") or _is_justified(first):
        return start
    end = start + 1
    for above, row in pairwise(rows[start:]):
        space = row[0].top - above[0].bottom
        free = _left(free, row)
        is_alike = abs(row[0].size - size) <= 1.0 and space <= size * MAX_TABLE_LEADING and not _is_justified(row)
        if sum(x0 > 0 for x0, _ in free) < least or not is_alike:
            break
        end += 1
    return end


def _is_justified(row: Sequence[Word]) -> bool:
    """Tell a line of text that is stretched to the width of its column: the spaces within its sentences are equal."""
    spaces = [after.x0 - word.x1 for word, after in pairwise(row) if word.text[-1].isalnum()]
    is_even = len(spaces) >= MIN_ROW_WORDS and max(spaces) - min(spaces) < MAX_UNEVENNESS
    return is_even and sum(word.text[0].isalpha() for word in row) * 2 > len(row) and not _is_monospaced(row[0])


MAX_UNEVENNESS = 0.5
"""How much the spaces of such a line differ at most, in points."""


def _aligned_lines(rows: Sequence[Sequence[Word]], page: int) -> Sequence[Line]:
    """Return the rows of a table that only spaces part; none of what is no table of data."""
    while rows and not _spaces(rows[-1]):
        rows = rows[:-1]  # A short row below a table.
    if len(rows) < MIN_TABLE_ROWS:
        return []
    free = _free(rows[0])[:-1]
    for row in rows[1:]:
        free = _left(free, row)
    edges = [(x0 + x1) / 2 for x0, x1 in free if x0 > 0]
    grid = _with_whole_cells([_cells(row, edges) for row in rows], rows)
    every = [cell for cells in grid for cell in cells]
    is_data = sum(map(bool, every)) * 2 > len(every) and max(map(len, every)) <= MAX_PDF_CELL_CHARS
    if len(grid) < MIN_TABLE_ROWS or not is_data:
        return []
    words = [word for row in rows for word in row]
    x0, top = min(word.x0 for word in words), min(word.top for word in words)
    x1, bottom = max(word.x1 for word in words), max(word.bottom for word in words)
    return _grid_lines(grid, words, (x0, top, x1, bottom), page)


def _cells(row: Sequence[Word], edges: Sequence[float]) -> list[str]:
    cells = [""] * (len(edges) + 1)
    for column, inside in groupby(row, lambda word: bisect(edges, word.x0)):
        cells[column] = normalize.paragraph("".join(_spaced(list(inside))))
    return cells


def _with_whole_cells(grid: Sequence[Sequence[str]], rows: Sequence[Sequence[Word]]) -> list[Sequence[str]]:
    """Return the rows of a table, those joined in which cells go on: they are closer, or there is no first cell."""
    spaces = [row[0].top - above[0].bottom for above, row in pairwise(rows)]
    least, most = min(spaces[1:]), max(spaces[1:])
    is_parted = most - least > MIN_ROW_SPACE
    made = [grid[0]]
    for (above, cells), space in zip(pairwise(grid), spaces, strict=True):
        if is_parted:
            goes_on = space < (least + most) / 2 and not all([*above, *cells])
        else:
            goes_on = not cells[0] and sum(map(bool, cells)) < len(cells) - 1
        if goes_on:
            made[-1] = [normalize.paragraph(" ".join(both)) for both in zip(made[-1], cells, strict=True)]
        else:
            made.append(cells)
    return made


MIN_ROW_SPACE = 2.0
"""How much further apart the rows of a table are than the lines of a cell, in points."""


def _left(free: Sequence[tuple[float, float]], row: Sequence[Word]) -> list[tuple[float, float]]:
    """Return what a row, too, leaves of the spaces that others leave free."""
    both = ((max(x0, start), min(x1, end)) for x0, x1 in free for start, end in _free(row))
    return [(x0, x1) for x0, x1 in both if x1 - x0 >= MIN_GUTTER]


def _spaces(row: Sequence[Word]) -> list[tuple[float, float]]:
    """Return the wide spaces between the words of a row."""
    between = ((word.x1, after.x0, word.size) for word, after in pairwise(row))
    return [(x0, x1) for x0, x1, size in between if x1 - x0 >= max(size * MIN_COLUMN_SPACE, MIN_GUTTER)]


def _free(row: Sequence[Word]) -> list[tuple[float, float]]:
    """Return what a row leaves free: its wide spaces, and what is before and behind it."""
    return [(0.0, row[0].x0), *_spaces(row), (row[-1].x1, float(MAX_PAGE_POINTS))]


def _spaced(row: Sequence[Word]) -> Iterator[str]:
    """Yield the words of a row with spaces between, but not where only the font changes within a word."""
    if _RIGHT_TO_LEFT.search("".join(word.text for word in row)):
        row = list(_in_order(row))
    for word, after in pairwise([*row, None]):
        assert word is not None
        yield word.text
        if after is not None and not _touches(word, after):
            yield " "


def _in_order(row: Sequence[Word]) -> Iterator[Word]:
    """Yield the words of a row that is read from the right, the names and numbers in it from the left."""
    for is_left, run in groupby(row, lambda word: not _RIGHT_TO_LEFT.search(word.text)):
        words = list(run)
        yield from words[::-1] if is_left else words


def _touches(word: Word, after: Word) -> bool:
    size = word.size
    is_alike = abs(size - after.size) <= size * 0.1  # What is smaller is the mark of a footnote.
    return is_alike and word.fontname != after.fontname and after.x0 - word.x1 < size * 0.1


def _without_margins(pages: Sequence[Sequence[Line]]) -> Iterator[list[Line]]:
    """Yield the pages without running heads and feet, which stand on several pages alike or are a browser's."""
    seen = Counter(key for page in pages for key in {_key(line) for line in _margins(page)})
    for page in pages:
        if _printed_address(page):
            ends = [id(pick(page, key=lambda line: line.top)) for pick in (min, max)]
            page = [line for line in page if id(line) not in ends]
        margins = {id(line) for line in _margins(page)}
        yield [
            line
            for line in page
            if id(line) not in margins
            or not (_PAGE_NUMBER.fullmatch(line.text) or (seen[_key(line)] > 1 and len(pages) > 1))
        ]


def _printed_address(page: Sequence[Line]) -> str:
    """Return the address that a browser prints around a page, with the moment and the number; empty without these."""
    if len(page) < MIN_PRINTED_LINES:
        return ""
    ends = " ".join(pick(page, key=lambda line: line.top).text for pick in (min, max))
    address, is_dated = _ADDRESS.search(ends), _PRINTED_AT.search(ends)
    return address[0] if address and is_dated and _OF_PAGES.search(ends) else ""


MIN_PRINTED_LINES = 3
_ADDRESS = re.compile(r"(?:https?|file)://\S+")
_PRINTED_AT = re.compile(r"\d{1,4}[-./]\s?\d{1,2}[-./]\s?\d{2,4}\.?,?\s(?:\S{1,6}\s)?\d{1,2}[:.]\d\d\b")
_OF_PAGES = re.compile(r"(?<![\d/])\d{1,4}\s?(?:/|of|von|sur|de|di|van|av|z|из)\s?\d{1,4}(?![\d/])")


def _margins(page: Sequence[Line]) -> list[Line]:
    ordered = sorted(page, key=lambda line: line.top)
    return [*ordered[:MARGIN_ROWS], *ordered[-MARGIN_ROWS:]] if len(ordered) > 2 * MARGIN_ROWS else ordered


def _key(line: Line) -> str:
    return _DIGITS.sub("#", line.text.casefold())


def _body_size(lines: Iterable[Line]) -> float:
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[line.size] += len(line.text)
    return sizes.most_common(1)[0][0]


def _title(lines: Sequence[Line], body_size: float, facts: Mapping[str, str]) -> tuple[str, list[Line]]:
    """Return the title, the largest lines of the first page, and all other lines; else that of the file's facts."""
    first = [line for line in lines if line.page == lines[0].page]
    largest = max(line.size for line in first)
    if largest >= body_size * HEADING_SIZE:
        start = next(at for at, line in enumerate(first) if line.size == largest)
        end = start
        while end < len(first) and first[end].size == largest:
            end += 1
        text = " ".join(line.text for line in first[start:end])
        if len(text) <= normalize.MAX_TITLE_CHARS:
            return normalize.one_line(text, normalize.MAX_TITLE_CHARS), [*lines[:start], *lines[end:]]
    told = facts.get("Title", "")
    return ("" if _NO_TITLE.match(told) else told), list(lines)


def _without_lead(lines: Sequence[Line], told: str) -> tuple[Lead, list[Line]]:
    """Take rows of author and day off the top of the first page; `told` is the author by the file's facts."""
    lead = Lead()
    kept: list[Line] = []
    day_at = 0
    for line in lines[:MAX_LEAD_LINES]:
        if _RIGHT_TO_LEFT.search(line.text) and len(line.text.split()) > MAX_DATE_WORDS:
            kept.append(line)
            continue
        dated, written = date_line(line.text), byline(line.text) or _authors(line.text, told)
        if dated and lead.published_at is None:
            lead = lead.with_more(Lead(dated.byline, dated.published_at, dated.modified_at))
            day_at = len(kept)
        elif written and not lead.byline:
            lead = lead.with_more(Lead(written))
        else:
            kept.append(line)
    names = [line for line in kept[: day_at + 1] if is_full_name(line.text)] if lead.published_at else []
    if not lead.byline and len(names) == 1 and language.detect(" ".join(line.text for line in lines)) != "de":
        lead = lead.with_more(Lead(names[0].text))  # German nouns are like names.
        kept.remove(names[0])
    return lead, [*kept, *lines[MAX_LEAD_LINES:]]


MAX_DATE_WORDS = 4
"""Most words of a row of Arabic or Hebrew that is a day: dates in longer ones are taken for it too easily."""
_FOOTNOTE = re.compile(r"(?:\d{1,3}|[*∗†‡§¹²³⁰-⁹]{1,3})[.)]?\s*\S")
_FOOTNOTE_SIZE = 0.9
"""Of the size of the text: what is smaller at the foot of a page, and begins with a mark, are footnotes."""


def _footnotes_last(lines: Sequence[Line], body_size: float) -> list[Line]:
    """Put footnotes after the text, which goes on from one page to the next."""
    text: list[Line] = []
    notes: list[Line] = []
    for _page, on_page in groupby(lines, key=lambda line: line.page):
        page = list(on_page)
        start = len(page)
        while start and page[start - 1].size < body_size * _FOOTNOTE_SIZE:
            start -= 1
        while start < len(page) and not _FOOTNOTE.match(page[start].text):
            start += 1
        text += page[:start]
        notes += page[start:]
    return [*text, *notes]


_NAME_MARKS = re.compile(r"(?<=\w)[\d¹²³⁰-⁹*∗†‡§]+(?:,[\d¹²³⁰-⁹*∗†‡§]+)*")
"""Stand after the names of a paper's authors."""
_BETWEEN_NAMES = re.compile(r"\s*[,;]\s*(?:(?:and|und|et|y)\s+)?|\s+(?:and|und|et|y|&)\s+")


def _authors(row: str, told: str) -> str:
    """Return the names in a row of several, or of the one that the file itself names; empty for any other row."""
    names = [each for each in _BETWEEN_NAMES.split(_NAME_MARKS.sub("", row).strip(" ,;")) if each]
    if len(names) == 1 and names[0].casefold() != told.casefold():
        return ""
    are_names = all(is_name(name) and 2 <= len(name.split()) <= 4 for name in names)
    return normalize.one_line(", ".join(names), normalize.MAX_NAME) if names and are_names else ""


def _as_wide_as_text(lines: Sequence[Line], body_size: float) -> Iterator[Line]:
    """Yield the lines, none in a column wider than the text of its page: a title can reach beyond it."""
    reach: dict[int, float] = {}
    for line in lines:
        if abs(line.size - body_size) <= 1.0:
            reach[line.page] = max(reach.get(line.page, 0.0), line.x1)
    yield from (replace(line, width=min(line.width, reach.get(line.page, line.width))) for line in lines)


def _blocks(lines: Sequence[Line], body_size: float, known: Counter[str]) -> Iterator[Block]:
    """Yield headings and paragraphs; a paragraph goes on over the end of a column or of a page."""
    sizes = sorted({line.size for line in lines if line.size >= body_size * HEADING_SIZE}, reverse=True)
    usual = _usual_gap(lines)
    is_marked = _marks_paragraphs(lines, usual)
    is_code_told = sum(len(line.text) for line in lines if line.code) * 2 <= sum(len(line.text) for line in lines)
    for (is_row, is_code), found in groupby(lines, key=lambda line: (bool(line.cells), bool(line.code))):
        run = list(found)
        if is_row:
            yield from (row._replace(page=each.page) for each in run for row in row_block(each.cells, each.names))
            continue
        if is_code and is_code_told and not reads_as_prose(" ".join(line.text for line in run)):
            yield _code(run)
            continue
        paragraph: list[Line] = []
        leads = False
        for line in run:
            before = paragraph[-1] if paragraph else None
            heading = _is_heading(line, body_size)
            # A paragraph of one line is indented as the next.
            indent = 0.0 if is_marked and len(paragraph) == 1 else before.x0 if before else 0.0
            if before is not None and (
                heading != _is_heading(before, body_size)
                or _begins(before, line, usual, indent, is_marked=is_marked)
                or _begins_hanging(paragraph, line)
            ):
                yield _paragraph(paragraph, body_size, sizes, known, leads=leads)
                leads = before.text.endswith(LEAD_IN_ENDS)
                paragraph = []
            paragraph.append(line)
        yield _paragraph(paragraph, body_size, sizes, known, leads=leads)


def _below_each_other(blocks: Iterable[Block]) -> Iterator[Block]:
    """Yield blocks, of two headings right below each other, which look alike, the second below the first."""
    above = 0
    for block in blocks:
        level = block.level + (block.kind == "heading" and block.level == above)
        yield block._replace(level=level)
        above = level


def _usual_gap(lines: Sequence[Line]) -> float:
    """Return the space between the lines of a paragraph: where single lines are many, below the long ones amid it."""
    below = [pair for pair in pairwise(lines) if pair[1].top > pair[0].top]
    long = FULL_SHARE * max((line.x1 for line in lines), default=0.0)
    amid = [pair for pair in below if pair[0].x1 >= long and not _SENTENCE_END.search(pair[0].text)]
    gaps = ([after.top - line.bottom for line, after in found] for found in (below, amid))
    every, own = ([gap for gap in each if gap > -2] for each in gaps)
    usual = median_low(every or [0.0])
    return min(usual, median_low(own)) if len(own) > 1 else usual


FULL_SHARE = 0.8
"""Of the longest line, from which one ends for want of room."""


def _with_lists(blocks: Iterable[Block]) -> Iterator[Block]:
    """Yield the items of a list as one block; what is numbered is one only below a sentence that leads to it."""
    items: list[Block] = []
    leads = False
    for block in chain(blocks, [Block("text", "")]):
        is_item = block.kind == "text" and bool(_ITEM.match(block.text))
        if is_item and (items or leads or _BULLET.match(block.text)):
            items.append(block)
            continue
        if len(items) > 1 or leads:
            made = list(list_blocks([_BULLET.sub("", each.text, count=1) for each in items]))
            pages = [each.page for each in items]
            yield from (each._replace(page=page) for each, page in zip(made, pages, strict=False))
        else:
            yield from items
        items, leads = [], block.text.rstrip().endswith(LEAD_IN_ENDS)
        yield from [block] if block.text else []


def _is_heading(line: Line, body_size: float) -> bool:
    larger = line.size >= body_size * HEADING_SIZE
    return len(line.text) <= _MAX_HEADING_CHARS and (larger or (line.bold and line.text[-1] not in ".,;:"))


def _begins(before: Line, line: Line, usual: float, indent: float, *, is_marked: bool) -> bool:
    """Tell a line that begins a paragraph, from the line before it."""
    if _ITEM.match(line.text):
        return True
    if abs(before.size - line.size) > 1.0:
        return True
    ends = bool(_SENTENCE_END.search(before.text))
    if line.page != before.page or line.top <= before.top:
        return ends and (line.x0 > MIN_INDENT or _is_short(before, line))
    if _is_apart(before, line, usual):
        return True
    if line.x0 - indent > MIN_INDENT and ends and not _ITEM.match(before.text):
        return True
    return ends and not is_marked and _is_short(before, line)


def _begins_hanging(paragraph: Sequence[Line], line: Line) -> bool:
    """Tell a line as far out as the first of a paragraph, of which the second and the last are further in."""
    is_hung = len(paragraph) > 1 and min(paragraph[1].x0, paragraph[-1].x0) - line.x0 > MIN_INDENT
    return is_hung and abs(paragraph[0].x0 - line.x0) < 1.0 and bool(_SENTENCE_END.search(paragraph[-1].text))


MIN_INDENT = 6
"""Points by which a line is indented."""


def _is_apart(before: Line, line: Line, usual: float) -> bool:
    return line.top - before.bottom > max(usual * 1.8, usual + 3.0)


def _is_short(before: Line, line: Line) -> bool:
    """Tell a line that has room for the first word of the next, so that a paragraph ends with it."""
    return _has_room(before, line, before.width) and before.x1 < before.width * SHORT_SHARE


def _has_room(before: Line, line: Line, right: float) -> bool:
    return before.x1 + before.size * SPACE + line.first < right


SPACE, SHORT_SHARE = 0.3, 0.93
"""Width of a space, as a part of a letter's size, and how much of a column a line takes at most that is short."""


def _marks_paragraphs(lines: Sequence[Line], usual: float) -> bool:
    """Tell whether a document indents its paragraphs, or parts them: then a short line ends none by itself."""
    pairs = [(line, after) for line, after in pairwise(lines) if line.top < after.top and line.page == after.page]
    ends = [pair for pair in pairs if _SENTENCE_END.search(pair[0].text) and _is_short(*pair)]
    marked = sum(pair[1].x0 > MIN_INDENT or _is_apart(*pair, usual) for pair in ends)
    return marked >= MIN_MARKED and marked * 4 > len(ends) * 3


MIN_MARKED = 3
"""Paragraphs that are indented, or parted, from which all are."""


def _paragraph(
    lines: Sequence[Line], body_size: float, sizes: Sequence[float], known: Counter[str], *, leads: bool
) -> Block:
    """Return a heading or a paragraph, or below a line that leads into them the items of a list without marks."""
    first = lines[0]
    if _is_heading(first, body_size):
        level = sizes.index(first.size) + 1 if first.size in sizes else len(sizes) + 1
        return Block("heading", text_of_lines(lines, known), min(level + 1, 6), first.page)
    items = _items(lines) if leads else []
    if len(items) > 1:
        return Block("list", "\n".join(text_of_lines(item, known) for item in items), page=first.page)
    if _is_term(lines):
        return Block("text", f"{first.text}\n{text_of_lines(lines[1:], known)}", page=first.page)
    return Block("text", text_of_lines(lines, known), page=first.page)


def _is_term(lines: Sequence[Line]) -> bool:
    """Tell a short first line above others that are further in: what is said of it."""
    first, *others = lines
    is_hung = bool(others) and min(line.x0 for line in others) - first.x0 > MIN_INDENT
    return is_hung and _is_short(first, others[0]) and not (_SENTENCE_END.search(first.text) or _ITEM.match(first.text))


def _items(lines: Sequence[Line]) -> list[list[Line]]:
    """Return the lines parted where one has room for the first word of the next; all together where most have none."""
    right = max(line.x1 for line in lines)
    ended = sum(_has_room(*pair, right) for pair in pairwise(lines))
    items: list[list[Line]] = []
    for at, line in enumerate(lines):
        if at and not (ended * 2 >= len(lines) - 1 and _has_room(lines[at - 1], line, line.width)):
            items[-1].append(line)
        else:
            items.append([line])
    return items


_LETTERS = "\u3001-\u30ff\u3400-\u9fff\uff01-\uff5e"
_UNSPACED_LETTER = re.compile(f"[{_LETTERS}]")
_UNSPACED = re.compile(
    rf"[{_LETTERS}][{_LETTERS}\d“”‘’…—]|[\d“”‘’…—%][{_LETTERS}]|\d[년월일시분초명개원회차호권장층세위%]"
)
"""Scripts without spaces, in which a line's end is none either, and Korean numbers with what they count."""
_LAST_WORD, _FIRST_WORD = re.compile(r"[가-힣]+$"), re.compile(r"[가-힣]+")


def _is_one_word(text: str, after: str, known: Counter[str]) -> bool:
    """Tell Korean, which many programs break within words, by the word that is whole elsewhere."""
    last, first = _LAST_WORD.search(text), _FIRST_WORD.match(after)
    return bool(last and first and known[last[0] + first[0]] >= max(known[last[0]], 1))


MAX_END_CHARS = 100
"""How much of the text above a line is looked at for the word that goes on in it."""


def text_of_lines(lines: Sequence[Line], known: Counter[str]) -> str:
    """Return lines as one text: a word that was hyphenated at a line's end is whole again."""
    pieces = [end := lines[0].text]
    for line in lines[1:]:
        end = end[-MAX_END_CHARS:]
        hyphen, word = _HYPHEN.search(end), re.match(r"\w+", line.text)
        between = ""
        if _UNSPACED.search(f"{end[-1]}{line.text[0]}") or _is_one_word(end, line.text, known):
            pass
        elif not hyphen or not word or not word[0][0].islower():
            between = "" if hyphen and hyphen[0][-1] == "-" and word else " "
        elif known[f"{hyphen[1]}-{word[0]}".lower()] <= known[f"{hyphen[1]}{word[0]}".lower()]:
            pieces[-1], end = pieces[-1][:-1], end[:-1]
        pieces += (between, line.text)
        end = f"{end}{between}{line.text}"
    return "".join(pieces)
