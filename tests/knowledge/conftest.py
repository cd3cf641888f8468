from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from hypothesis import settings

from knowledge.storage.store import Store

# How long an example takes depends on what else the machine does.
settings.register_profile("patient", deadline=None)
settings.load_profile("patient")


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    async with Store.open(tmp_path) as store:
        yield store
