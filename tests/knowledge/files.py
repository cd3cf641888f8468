"""A store's file, written by hand, and why it is refused."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from knowledge.errors import StoreUnavailable
from knowledge.models import Article
from knowledge.store.articles import ArticleStore

ARTICLE = Article(title="Kept", paragraphs=("Kept through a migration.",), id="kept")


def execute(file: Path, *statements: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        return [row for statement in statements for row in connection.execute(statement)]


async def refusal(folder: Path) -> str:
    with pytest.raises(StoreUnavailable) as refused:
        async with ArticleStore.open(folder):
            pass
    return str(refused.value)
