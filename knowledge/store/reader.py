"""What a question reads of the articles: on a connection of its own, in the thread that answers."""

import json
import sqlite3
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import replace
from pathlib import Path

from knowledge.errors import StoreUnavailable
from knowledge.models import Article, ArticleKey, Hit
from knowledge.store.database import BUSY_MILLISECONDS, translate_errors
from knowledge.store.rows import to_article


class ArticleReader:
    """Reads articles as they were in the version that was indexed; those withdrawn since are left out.

    Opened by its first use, and to be closed in the same thread.
    """

    def __init__(self, file: Path) -> None:
        self._file = file
        self._connection: sqlite3.Connection | None = None
        self._closed = False

    def texts(self, hits: Collection[Hit]) -> dict[Hit, str]:
        """Return the paragraphs of hits."""
        places = {(hit.row, hit.version, hit.number): hit for hit in hits}
        rows = self._execute(
            "SELECT article, version, number, text FROM paragraph WHERE (article, version, number) IN"
            " (SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]'), json_extract(value, '$[2]')"
            " FROM json_each(?))",
            list(places),
        )
        return {places[row["article"], row["version"], row["number"]]: row["text"] for row in rows}

    def titles(self, hits: Collection[Hit]) -> dict[int, str]:
        """Return the titles of the articles of hits, by the store's key."""
        rows = self._execute(
            "SELECT id, title FROM article WHERE withdrawn_at IS NULL AND id IN (SELECT value FROM json_each(?))",
            list({hit.row for hit in hits}),
        )
        return {row["id"]: row["title"] for row in rows}

    def articles(self, keys: Collection[ArticleKey]) -> dict[ArticleKey, Article]:
        """Return whole articles."""
        rows = self._execute(
            "SELECT article.*, paragraph.version AS read, text, heading, page FROM json_each(?) AS wanted"
            " JOIN article ON article.id = json_extract(wanted.value, '$[0]')"
            " JOIN paragraph ON paragraph.article = article.id"
            " AND paragraph.version = json_extract(wanted.value, '$[1]')"
            " WHERE withdrawn_at IS NULL AND NOT EXISTS (SELECT 1 FROM version WHERE version.article = article.id"
            " AND version.version = paragraph.version AND removed_at IS NOT NULL)"
            " ORDER BY article.id, read, number",
            list(set(keys)),
        )
        grouped: defaultdict[ArticleKey, list[sqlite3.Row]] = defaultdict(list)
        for row in rows:
            grouped[ArticleKey(row["id"], row["read"])].append(row)
        return {
            key: replace(
                to_article(pieces[0], pieces),
                version=key.version,
            )
            for key, pieces in grouped.items()
        }

    def close(self) -> None:
        """Close the connection for good."""
        self._closed = True
        if self._connection:
            self._connection.close()

    def _execute(self, statement: str, wanted: Sequence[object]) -> list[sqlite3.Row]:
        """Run a statement over a list in JSON, to its end: nothing is kept from being written meanwhile."""
        if self._closed:
            raise StoreUnavailable("The store {file} is closed. Open it again.", file=self._file)
        with translate_errors(self._file):
            self._connection = self._connection or _connect(self._file)
            return self._connection.execute(statement, (json.dumps(wanted),)).fetchall()


def _connect(file: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(file, timeout=BUSY_MILLISECONDS / 1000, isolation_level=None)
    connection.row_factory = sqlite3.Row
    connection.execute("PRAGMA query_only = ON")
    return connection
