"""Everything in the store as plain values, to be written as JSON lines."""

import json
from collections import defaultdict
from collections.abc import AsyncIterator
from typing import Any

from knowledge.models import Article
from knowledge.store.articles import ArticleStore
from knowledge.store.database import Row

_QUESTIONS_PER_READ = 500
_JSON_COLUMNS = ("unmatched", "stages", "terms", "nearest")

_QUESTIONS = """
    SELECT * FROM question WHERE id > ? AND (CAST(? AS TEXT) IS NULL OR collection = ?) ORDER BY id LIMIT ?
"""
_CITATIONS = """
    SELECT question, n, COALESCE(NULLIF(article.name, ''), CAST(article.id AS TEXT)) AS article, citation.title,
        paragraph, starts, ends, score, citation.version, text_hash
    FROM citation JOIN article ON article.id = citation.article WHERE question BETWEEN ? AND ? ORDER BY question, n
"""


async def article_records(store: ArticleStore, *, collection: str | None, but: str) -> AsyncIterator[dict[str, Any]]:
    """Yield each article of a collection, or of all but one, in the form in which articles are added."""
    for name in [collection] if collection else await store.collections(but=but):
        for article in await store.load([name]):
            yield {"kind": "article", "collection": name, **_article(article)}


async def question_records(store: ArticleStore, *, collection: str | None) -> AsyncIterator[dict[str, Any]]:
    """Yield each logged question of a collection or of all, with what was cited."""
    last = 0
    while True:
        async with store.database.snapshot() as connection:
            rows = list(
                await connection.execute_fetchall(_QUESTIONS, (last, collection, collection, _QUESTIONS_PER_READ))
            )
            ends = (rows[0]["id"], rows[-1]["id"]) if rows else (0, 0)
            cited = defaultdict[int, list[dict[str, Any]]](list)
            for row in await connection.execute_fetchall(_CITATIONS, ends):
                values = dict(row)
                cited[values.pop("question")].append(values)
        for row in rows:
            yield {"kind": "question", **_question(row), "citations": cited[row["id"]]}
        if len(rows) < _QUESTIONS_PER_READ:
            return
        last = rows[-1]["id"]


def _article(article: Article) -> dict[str, Any]:
    return {
        "id": article.id,
        "title": article.title,
        "publisher": article.publisher,
        "byline": article.byline,
        "published_at": article.published_at.isoformat() if article.published_at else None,
        "language": article.language,
        "url": article.url,
        "paragraphs": article.paragraphs,
        **({"headings": article.headings} if article.headings else {}),
        **({"pages": article.pages} if article.pages else {}),
        **({"modified_at": article.modified_at.isoformat()} if article.modified_at else {}),
        **({"keywords": article.keywords} if article.keywords else {}),
        **({"corrections": article.corrections} if article.corrections else {}),
    }


def _question(row: Row) -> dict[str, Any]:
    values = dict(row)
    return values | {name: json.loads(values[name]) for name in _JSON_COLUMNS}
