"""Tables in plain text (copied from a page, aligned by spaces, drawn with bars) → rows that name their columns."""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from knowledge.ingest.blocks import MAX_CELL_CHARS, names_columns, row_block

MIN_ROWS = 3
"""Rows from which lines with as many cells each are a table where none is drawn below the first."""
_PARTED = ("\t", "  ", "|")
_MAY_HOLD = re.compile(r"\t|\S {2,}\S|\|")
_RULE = re.compile(r"[-=+|: ]{5,}")
_SPACES = re.compile(r"\s{2,}")
_STROKE = re.compile(r"[-=]+")


class _Row(NamedTuple):
    """A line of a text as a row of a table would be."""

    mark: str
    """What parts its cells, empty for any other line; a rule has that of the rows around it."""
    cells: Sequence[str]


def with_named_cells(text: str) -> str:
    """Return a text, in each table the names of its columns before the cells of every row and no longer above them."""
    if not any(map(text.__contains__, _PARTED)) or not _MAY_HOLD.search(text):
        return text
    lines = text.splitlines()
    made: list[str] = []
    for is_row, run in groupby(lines, key=_may_be_row):
        part = list(run)
        made += _named(part) if is_row and len(part) > 1 else part
    return "\n".join(made) if made != lines else text


def _may_be_row(line: str) -> bool:
    is_parted = any(map(line.__contains__, _PARTED)) and _MAY_HOLD.search(line)
    return bool(is_parted or _is_rule(line))


def _is_rule(line: str) -> bool:
    """Tell what is drawn between rows."""
    return ("---" in line or "===" in line) and bool(_RULE.fullmatch(line.strip()))


def _named(lines: Sequence[str]) -> Iterator[str]:
    """Yield lines that can be rows, those of tables with the names of their columns."""
    rule = next(filter(_is_rule, lines), "")
    spans = [found.span() for found in _STROKE.finditer(rule)] if not set("|+") & set(rule) else []
    rows = (_row(line, spans) for line in lines)
    for (mark, _), found in groupby(zip(rows, lines, strict=True), key=lambda pair: (pair[0].mark, len(pair[0].cells))):
        pairs = list(found)
        yield from (
            _table([row.cells for row, _ in pairs], [line for _, line in pairs])
            if mark
            else (line for _, line in pairs)
        )


def _table(grid: Sequence[Sequence[str]], lines: Sequence[str]) -> Iterator[str]:
    is_rule = list(map(_is_rule, lines))
    rows = [row for row, rule in zip(grid, is_rule, strict=True) if not rule]
    start = is_rule.index(False) if rows else 0
    is_headed = len(rows) > 1 and is_rule[start + 1 : start + 2] == [True]
    is_named = is_headed or (len(rows) >= MIN_ROWS and names_columns(rows))
    if not is_named or any(len(cell) > MAX_CELL_CHARS for row in rows for cell in row):
        yield from lines
        return
    for row in rows[1:]:
        yield from (block.text for block in row_block(row, rows[0]))


def _row(line: str, spans: Sequence[tuple[int, int]]) -> _Row:
    """Return a line as a row; `spans` are those of the strokes below the names of columns, where such are drawn."""
    bare = line.strip()
    if _is_rule(bare):
        bars = bare.strip("|+")
        mark = "|" if set("|+") & set(bare) else " "
        return _Row(mark, re.split(r"[|+]", bars) if mark == "|" else [""] * len(spans))
    if "|" in line:
        return _Row("|", [cell.strip() for cell in bare.strip("|").split("|")])
    if "\t" in line:
        return _Row("\t", [" ".join(cell.split()) for cell in line.split("\t")])
    if len(spans) > 1:
        ends = [*(start for start, _ in spans[1:]), len(line)]
        return _Row(" ", [line[start:end].strip() for (start, _), end in zip(spans, ends, strict=True)])
    return _Row(" ", _SPACES.split(bare))
