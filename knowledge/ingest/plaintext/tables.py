"""Tables in plain text (copied from a page, aligned by spaces, drawn with bars) → rows that name their columns."""

import re
from collections.abc import Iterator, Sequence
from itertools import compress, groupby

from knowledge.ingest.blocks import MAX_CELL_CHARS, may_name_columns, names_columns, row_block

MIN_ROWS = 3
"""Rows from which lines with as many cells each are a table where none is drawn below the first."""
_PARTED = ("\t", "  ", "|")
_SPACED = re.compile(r"  (?<=\S  ) *\S")
_RULE = re.compile(r"[-=+|: ]{5,}")
_SPACES = re.compile(r"\s{2,}")
_STROKE = re.compile(r"[-=]+")


def with_named_cells(text: str) -> str:
    """Return a text, in each table the names of its columns before the cells of every row and no longer above them."""
    if not any(map(text.__contains__, _PARTED)):
        return text
    lines = text.splitlines()
    made: list[str] = []
    for is_row, run in groupby(lines, key=_may_be_row):
        part = list(run)
        made += _named(part) if is_row and len(part) > 1 else part
        # Browsers put what is below a table right below it.
        made += [""] if is_row and len(part) > 1 and all("\t" in row for row in part) else []
    return "\n".join(made) if made != lines else text


def _may_be_row(line: str) -> bool:
    return "|" in line or "\t" in line or ("  " in line and bool(_SPACED.search(line))) or _is_rule(line)


def _is_rule(line: str) -> bool:
    """Tell what is drawn between rows."""
    return ("---" in line or "===" in line) and bool(_RULE.fullmatch(line.strip()))


def _named(lines: Sequence[str]) -> Iterator[str]:
    """Yield lines that can be rows, those of tables with the names of their columns."""
    rules = list(map(_is_rule, lines))
    rule = next(compress(lines, rules), "")
    spans = [found.span() for found in _STROKE.finditer(rule)] if not set("|+") & set(rule) else []
    for (mark, _), found in groupby(
        zip(lines, rules, strict=True), key=lambda row: _shape(row[0], spans, is_rule=row[1])
    ):
        yield from _table(list(found), mark, spans)


def _table(lines: Sequence[tuple[str, bool]], mark: str, spans: Sequence[tuple[int, int]]) -> Iterator[str]:
    bare = [line for line, is_rule in lines if not is_rule]
    start = next((at for at, (_, is_rule) in enumerate(lines) if not is_rule), 0)
    is_headed = len(bare) > 1 and lines[start + 1][1]
    may_be_named = len(bare) >= MIN_ROWS and may_name_columns(_cells(bare[0], mark, spans))
    rows = [_cells(line, mark, spans) for line in bare] if is_headed or may_be_named else []
    is_named = is_headed or (may_be_named and names_columns(rows))
    is_long = any(len(line) > MAX_CELL_CHARS for line in bare)
    if not is_named or (is_long and any(len(cell) > MAX_CELL_CHARS for row in rows for cell in row)):
        yield from (line for line, _ in lines)
        return
    for row in rows[1:]:
        yield from (block.text for block in row_block(row, rows[0]))


def _shape(line: str, spans: Sequence[tuple[int, int]], *, is_rule: bool) -> tuple[str, int]:
    """Return what parts the cells of a line, and how many there are; a rule is as the rows around it.

    Args:
        line: It may be a row.
        spans: Those of the strokes below the names of columns, where such are drawn.
        is_rule: Whether it is drawn between rows.
    """
    bare = line.strip()
    is_drawn = "|" in bare
    if is_rule:
        bars = bare.strip("|+")
        is_drawn = is_drawn or "+" in bare
        return ("|", bars.count("|") + bars.count("+") + 1) if is_drawn else (" ", len(spans))
    if is_drawn:
        return "|", bare.strip("|").count("|") + 1
    if "\t" in line:
        return "\t", line.count("\t") + 1
    if len(spans) > 1:
        return " ", len(spans)
    is_plain = bare.isascii() and bare.isprintable()  # No other sign of a space is in it.
    return " ", sum(map(bool, bare.split("  "))) if is_plain and bare else len(_SPACES.split(bare))


def _cells(line: str, mark: str, spans: Sequence[tuple[int, int]]) -> tuple[str, ...]:
    """Return the cells of a line that are parted so; tuples of words are left alone by the garbage collector."""
    if mark == "|":
        return tuple(map(str.strip, line.strip().strip("|").split("|")))
    if mark == "\t":
        return tuple(" ".join(cell.split()) for cell in line.split("\t"))
    if len(spans) > 1:
        ends = [*(start for start, _ in spans[1:]), len(line)]
        return tuple(line[start:end].strip() for (start, _), end in zip(spans, ends, strict=True))
    return tuple(_SPACES.split(line.strip()))
