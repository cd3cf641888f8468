from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from knowledge.store.articles import ArticleStore


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[ArticleStore]:
    async with ArticleStore.open(tmp_path) as store:
        yield store
