"""What a question reads of the articles: on a connection of its own, in the thread that answers."""

import json
from collections import OrderedDict, defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence

from knowledge.errors import StoreUnavailable
from knowledge.models import Article, ArticleKey, Hit
from knowledge.store.database import Reader, Row
from knowledge.store.rows import to_article

MAX_KEPT_CHARS = 2_000_000
"""Characters of the articles that are kept: some hundreds of usual ones, or one very long one."""
PARAGRAPH_OBJECT_CHARS = 60
"""What a paragraph takes besides its characters."""


class ArticleReader:
    """Reads articles as they were in the version that was indexed; those withdrawn since are left out.

    Opened by its first use, and to be closed in the same thread.

    Args:
        connect: Opens a connection to the store.
    """

    def __init__(self, connect: Callable[[], Reader]) -> None:
        self._connect = connect
        self._reader: Reader | None = None
        self._kept = _KeptArticles()
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
        """Return whole articles.

        Those read lately are kept: as long as its row is the same, an article has the same text in its present version.
        """
        rows = self._fetch(
            "SELECT * FROM article WHERE withdrawn_at IS NULL"
            " AND id IN (SELECT CAST(value AS BIGINT) FROM json_each(?))",
            list({key.row for key in keys}),
        )
        living = {row["id"]: row for row in rows}
        wanted = {key for key in keys if key.row in living}
        kept = {key: kept for key in wanted if (kept := self._kept.get(key, living[key.row]))}
        read = self._read(wanted - kept.keys(), living)
        for key, article in read.items():
            self._kept.put(key, living[key.row], article)
        return kept | read

    def _read(self, keys: Collection[ArticleKey], living: Mapping[int, Row]) -> dict[ArticleKey, Article]:
        rows = self._fetch(
            "SELECT article, paragraph.version, text, heading, page FROM json_each(?) AS wanted"
            " JOIN paragraph ON paragraph.article = CAST(json_extract(wanted.value, '$[0]') AS BIGINT)"
            " AND paragraph.version = CAST(json_extract(wanted.value, '$[1]') AS BIGINT)"
            " WHERE NOT EXISTS (SELECT 1 FROM version WHERE version.article = paragraph.article"
            " AND version.version = paragraph.version AND removed_at IS NOT NULL)"
            " ORDER BY article, paragraph.version, number",
            list(keys),
        )
        paragraphs: defaultdict[ArticleKey, list[Row]] = defaultdict(list)
        for row in rows:
            paragraphs[ArticleKey(row[0], row[1])].append(row)
        return {key: to_article(living[key.row], pieces, version=key.version) for key, pieces in paragraphs.items()}

    def close(self) -> None:
        """Close the connection for good."""
        self._closed = True
        self._kept = _KeptArticles()
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


class _KeptArticles:
    """The articles that were read last, each with its row of the store as it was then."""

    def __init__(self) -> None:
        self._articles: OrderedDict[ArticleKey, tuple[tuple[object, ...], Article, int]] = OrderedDict()
        self._characters = 0

    def get(self, key: ArticleKey, row: Row) -> Article | None:
        """Return an article whose row has not changed."""
        if key not in self._articles:
            return None
        was, article, _ = self._articles[key]
        if was != tuple(row):
            self._drop(key)
            return None
        self._articles.move_to_end(key)
        return article

    def put(self, key: ArticleKey, row: Row, article: Article) -> None:
        """Keep an article in the version that its row has, in place of those read longest ago."""
        characters = sum(map(len, article.paragraphs)) + PARAGRAPH_OBJECT_CHARS * len(article.paragraphs)
        if key.version != row["version"] or characters > MAX_KEPT_CHARS:
            return
        self._articles[key] = tuple(row), article, characters
        self._characters += characters
        while self._characters > MAX_KEPT_CHARS:
            self._drop(next(iter(self._articles)))

    def _drop(self, key: ArticleKey) -> None:
        self._characters -= self._articles.pop(key)[2]
