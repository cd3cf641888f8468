"""The log as a file: CSV for a spreadsheet, or JSON lines, no longer than can be attached."""

import csv
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, get_args

from bot.text.tables import Cell, safe_cell
from knowledge.store import ReportKind

ReportFormat = Literal["csv", "jsonl"]
KINDS: tuple[ReportKind, ...] = get_args(ReportKind)
FORMATS: tuple[ReportFormat, ...] = get_args(ReportFormat)
MAX_ATTACHED_BYTES = 9_500_000
"""Bytes of a file that every server takes; Discord's limit is 10 MiB for the whole request."""
BOM = "\ufeff".encode()


@dataclass(frozen=True, slots=True)
class ReportFile:
    """Rows as a file."""

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
    writer.writerow([safe_cell(_cell(each)) for each in row.values()])
    return "".join(lines)


class _Lines(list[str]):
    """Takes what a writer of tables writes."""

    write = list.append


def _cell(value: Any) -> Cell:
    return "; ".join(map(str, value)) if isinstance(value, list) else value
