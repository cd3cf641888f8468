"""What a question reads of the articles: on a connection of its own, in the thread that answers."""

import json
from collections import defaultdict
from collections.abc import Callable, Collection, Sequence

from knowledge.errors import StoreUnavailable
from knowledge.models import Article, ArticleKey, Hit
from knowledge.store.database import Reader, Row
from knowledge.store.rows import to_article


class ArticleReader:
    """Reads articles as they were in the version that was indexed; those withdrawn since are left out.

    Opened by its first use, and to be closed in the same thread.

    Args:
        connect: Opens a connection to the store.
    """

    def __init__(self, connect: Callable[[], Reader]) -> None:
        self._connect = connect
        self._reader: Reader | None = None
        self._closed = False

    def texts(self, hits: Collection[Hit]) -> dict[Hit, str]:
        """Return the paragraphs of hits."""
        places = {(hit.row, hit.version, hit.number): hit for hit in hits}
        rows = self._fetch(
            "SELECT article, version, number, text FROM paragraph WHERE (article, version, number) IN"
            " (SELECT CAST(json_extract(value, '$[0]') AS BIGINT), CAST(json_extract(value, '$[1]') AS BIGINT),"
            " CAST(json_extract(value, '$[2]') AS BIGINT)"
            " FROM json_each(?))",
            list(places),
        )
        return {places[article, version, number]: text for article, version, number, text in rows}

    def titles(self, hits: Collection[Hit]) -> dict[int, str]:
        """Return the titles of the articles of hits, by the store's key."""
        rows = self._fetch(
            "SELECT id, title FROM article WHERE withdrawn_at IS NULL"
            " AND id IN (SELECT CAST(value AS BIGINT) FROM json_each(?))",
            list({hit.row for hit in hits}),
        )
        return {row["id"]: row["title"] for row in rows}

    def articles(self, keys: Collection[ArticleKey]) -> dict[ArticleKey, Article]:
        """Return whole articles."""
        found = self._fetch(
            "SELECT * FROM article WHERE withdrawn_at IS NULL"
            " AND id IN (SELECT CAST(value AS BIGINT) FROM json_each(?))",
            list({key.row for key in keys}),
        )
        rows = self._fetch(
            "SELECT article, paragraph.version, text, heading, page FROM json_each(?) AS wanted"
            " JOIN paragraph ON paragraph.article = CAST(json_extract(wanted.value, '$[0]') AS BIGINT)"
            " AND paragraph.version = CAST(json_extract(wanted.value, '$[1]') AS BIGINT)"
            " WHERE NOT EXISTS (SELECT 1 FROM version WHERE version.article = paragraph.article"
            " AND version.version = paragraph.version AND removed_at IS NOT NULL)"
            " ORDER BY article, paragraph.version, number",
            list(set(keys)),
        )
        paragraphs: defaultdict[ArticleKey, list[Row]] = defaultdict(list)
        for row in rows:
            paragraphs[ArticleKey(row[0], row[1])].append(row)
        article = {row["id"]: row for row in found}
        return {
            key: to_article(article[key.row], pieces, version=key.version)
            for key, pieces in paragraphs.items()
            if key.row in article
        }

    def close(self) -> None:
        """Close the connection for good."""
        self._closed = True
        if self._reader:
            self._reader.close()

    def _fetch(self, statement: str, wanted: Sequence[object]) -> list[Row]:
        """Run a statement over a list in JSON."""
        if self._closed:
            raise StoreUnavailable("The store is closed. Open it again.")
        if not wanted:
            return []
        self._reader = self._reader or self._connect()
        return self._reader.fetch(statement, (json.dumps(wanted),))
