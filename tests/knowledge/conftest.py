from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from knowledge.store import Store


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    async with Store.open(tmp_path) as store:
        yield store
