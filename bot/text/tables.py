"""Tables as CSV that a spreadsheet opens right, and whose cells it never runs as formulas."""

import csv
from collections.abc import Iterable, Sequence
from io import StringIO

_FORMULA = tuple("=+-@\t\r＝＋－＠")
"""What a spreadsheet takes for the beginning of a formula, or passes over before one."""

Cell = str | int | float | None


def csv_bytes(header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """Return a table in UTF-8 with the mark by which Excel knows that it is."""
    return csv_text(header, rows).encode("utf-8-sig", "replace")


def csv_text(header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> str:
    """Return a table as RFC 4180 has it."""
    out = StringIO()
    writer = csv.writer(out)
    writer.writerow(header)
    writer.writerows([safe_cell(each) for each in row] for row in rows)
    return out.getvalue()


def safe_cell(value: Cell) -> Cell:
    """Return a value as a cell: what would be a formula begins with an apostrophe; our own numbers stay numbers."""
    if not isinstance(value, str):
        return value
    text = value.replace("\0", "\ufffd") if "\0" in value else value
    if text[:1].isalnum():
        return text
    return f"'{text}" if text.lstrip(" \n").startswith(_FORMULA) else text
