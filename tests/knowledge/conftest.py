from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from hypothesis import settings

from knowledge.store.articles import ArticleStore

# How long an example takes depends on what else the machine does.
settings.register_profile("patient", deadline=None)
settings.load_profile("patient")


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[ArticleStore]:
    async with ArticleStore.open(tmp_path) as store:
        yield store
