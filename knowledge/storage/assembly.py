"""Articles put together from their rows and those of their paragraphs."""

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable

import aiosqlite

from knowledge.models import Article
from knowledge.storage.columns import to_article


async def whole(connection: aiosqlite.Connection, rows: Iterable[int]) -> dict[int, Article]:
    """The living articles of these rows with their paragraphs."""
    return assembled(*await fetch(connection, rows))


async def fetch(
    connection: aiosqlite.Connection, rows: Iterable[int]
) -> tuple[Iterable[sqlite3.Row], Iterable[sqlite3.Row]]:
    """The living articles of these rows, and the paragraphs of their current versions, both in order."""
    wanted = json.dumps(list(rows))
    articles = await connection.execute_fetchall(
        "SELECT * FROM article WHERE withdrawn_at IS NULL AND id IN (SELECT value FROM json_each(?)) ORDER BY id",
        (wanted,),
    )
    paragraphs = await connection.execute_fetchall(
        "SELECT article.id, paragraph.text FROM article JOIN paragraph"
        " ON paragraph.article = article.id AND paragraph.version = article.version"
        " WHERE withdrawn_at IS NULL AND article.id IN (SELECT value FROM json_each(?))"
        " ORDER BY article.id, number",
        (wanted,),
    )
    return articles, paragraphs


def assembled(articles: Iterable[sqlite3.Row], paragraphs: Iterable[sqlite3.Row]) -> dict[int, Article]:
    texts = defaultdict(list)
    for row, text in paragraphs:
        texts[row].append(text)
    return {article["id"]: to_article(article, texts[article["id"]]) for article in articles}
