"""Every schema that a store has had, with data in it, as SQL; `python -m tests.knowledge.schemas` writes the newest."""

import sqlite3
from contextlib import closing
from pathlib import Path

FOLDER = Path(__file__).parent
KEY = bytes(range(32))
"""The key under which the fixtures' askers are hashed: `ann` asked, `bea` voted."""


def restore(version: int, data: Path) -> None:
    """Make a data folder as a release with that schema left it."""
    data.mkdir()
    (data / "asker.key").write_bytes(KEY)
    with closing(sqlite3.connect(data / "footnote.db")) as connection:
        connection.executescript((FOLDER / f"{version:03}.sql").read_text("utf-8"))
