"""The log as a file."""

import csv
import json
from io import StringIO

from bot.text.reports import report_file

ROWS = [
    {"id": 2, "question": "=HYPERLINK(1)", "cited": ["pier ¶1", "pier ¶2"], "confidence": 0.5},
    {"id": 1, "question": "북한은,\n언제?", "cited": [], "confidence": 0.0},
]


def test_table_opens_right_in_a_spreadsheet_and_runs_nothing() -> None:
    made = report_file(ROWS, "csv", 10_000)
    assert made.data.startswith(b"\xef\xbb\xbfid,question") and made.is_complete and made.rows == 2
    assert list(csv.reader(StringIO(made.data.decode("utf-8-sig"), newline=""))) == [
        ["id", "question", "cited", "confidence"],
        ["2", "'=HYPERLINK(1)", "pier ¶1; pier ¶2", "0.5"],
        ["1", "북한은,\n언제?", "", "0.0"],
    ]


def test_lines_hold_the_values_as_they_are() -> None:
    assert [json.loads(line) for line in report_file(ROWS, "jsonl", 10_000).data.splitlines()] == ROWS


def test_file_ends_where_it_would_be_too_large() -> None:
    whole = report_file(ROWS, "jsonl", 10_000)
    cut = report_file(ROWS, "jsonl", len(whole.data) - 1)
    assert (cut.rows, cut.is_complete) == (1, False) and whole.data.startswith(cut.data)
    assert report_file([], "csv", 10).rows == 0
