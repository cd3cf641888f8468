"""Tables and the log as files: CSV that a spreadsheet opens right and never runs, or JSON lines."""

import csv
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from io import StringIO
from typing import Any, Literal, get_args

from knowledge.store import ReportKind

_FORMULA = tuple("=+-@\t\r＝＋－＠")
"""What a spreadsheet takes for the beginning of a formula, or passes over before one."""
_MAX_EXACT_DIGITS = 15
"""Digits of a number up to which a spreadsheet keeps them all."""

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
    """Return a value as a cell: our own numbers stay numbers, and what a spreadsheet would change gets an apostrophe.

    That is what would be a formula, and an id of Discord, whose last digits a spreadsheet rounds away.
    """
    if not isinstance(value, str):
        return value
    text = value.replace("\0", "\ufffd") if "\0" in value else value
    if len(text) > _MAX_EXACT_DIGITS and text.isdecimal():
        return f"'{text}"
    if text[:1].isalnum():
        return text
    return f"'{text}" if text.lstrip(" \n").startswith(_FORMULA) else text


ReportFormat = Literal["csv", "jsonl"]
KINDS: tuple[ReportKind, ...] = get_args(ReportKind)
FORMATS: tuple[ReportFormat, ...] = get_args(ReportFormat)
MAX_ATTACHED_BYTES = 9_500_000
"""Bytes of a file that every server takes; Discord's limit is 10 MiB for the whole request."""
BOM = "\ufeff".encode()


@dataclass(frozen=True, slots=True)
class ReportFile:
    data: bytes
    rows: int
    is_complete: bool
    """Whether all rows are in it; otherwise it is the first ones, which are the newest."""


def report_file(rows: Iterable[Mapping[str, Any]], format: ReportFormat, most: int) -> ReportFile:
    """Return rows as a file of at most so many bytes."""
    out = bytearray(BOM if format == "csv" else b"")
    count = 0
    for row in rows:
        line = report_line(row, format, first=not count).encode("utf-8", "replace")
        if len(out) + len(line) > most:
            return ReportFile(bytes(out), count, is_complete=False)
        out += line
        count += 1
    return ReportFile(bytes(out), count, is_complete=True)


def report_line(row: Mapping[str, Any], format: ReportFormat, *, first: bool) -> str:
    """Return a row as a line, of a table the first one with the names of the columns above it."""
    if format == "jsonl":
        return json.dumps(row, ensure_ascii=False) + "\n"
    lines = _Lines()
    writer = csv.writer(lines)
    if first:
        writer.writerow(row)
    writer.writerow([safe_cell("; ".join(map(str, each)) if isinstance(each, list) else each) for each in row.values()])
    return "".join(lines)


class _Lines(list[str]):
    """Takes what a writer of tables writes."""

    write = list.append
