"""SQLite's full-text index; its k1 and b cannot be set."""

import sqlite3
from collections.abc import Iterable, Sequence
from pathlib import Path

from benchmarks.engines.engine import Terms

_FILE = "fts5.db"


class Fts5:
    """A table without the texts themselves."""

    def build(self, paragraphs: Sequence[Terms], folder: Path) -> None:
        self._open(folder)
        self._connection.execute("CREATE VIRTUAL TABLE paragraph USING fts5(body, content = '', columnsize = 1)")
        self._insert(paragraphs)
        self._connection.execute("INSERT INTO paragraph (paragraph) VALUES ('optimize')")
        self._connection.commit()

    def search(self, terms: Terms, k: int) -> object:
        asked = " OR ".join(f'"{term}"' for term in terms)
        return self._connection.execute(
            "SELECT rowid FROM paragraph WHERE paragraph MATCH ? ORDER BY rank LIMIT ?", (asked, k)
        ).fetchall()

    def add(self, paragraphs: Sequence[Terms]) -> None:
        self._insert(paragraphs)

    def save(self, folder: Path) -> None:
        """Everything is there already."""

    def load(self, folder: Path) -> None:
        self._open(folder)

    def _open(self, folder: Path) -> None:
        self._connection = sqlite3.connect(folder / _FILE)
        self._connection.execute("PRAGMA journal_mode = WAL")
        self._connection.execute("PRAGMA synchronous = NORMAL")

    def _insert(self, paragraphs: Iterable[Terms]) -> None:
        with self._connection:
            self._connection.executemany(
                "INSERT INTO paragraph (body) VALUES (?)", ((" ".join(terms),) for terms in paragraphs)
            )
