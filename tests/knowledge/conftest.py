import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from knowledge.store.articles import ArticleStore
from knowledge.store.database import Durability
from tests.knowledge import postgres


@pytest.fixture(scope="session")
def postgresql() -> Iterator[postgres.Server]:
    with postgres.server() as running:
        yield running


@pytest.fixture(params=["sqlite", "postgresql"])
def either_database(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Run a test once on each: every data folder without an address has a database of its own."""
    if request.param == "sqlite":
        yield
        return
    server: postgres.Server = request.getfixturevalue("postgresql")
    databases: dict[Path, str] = {}
    here = ArticleStore.open

    @asynccontextmanager
    async def opened(folder: Path, durability: Durability = "normal", address: str = "") -> AsyncIterator[ArticleStore]:
        if not address and folder not in databases:
            databases[folder] = await asyncio.to_thread(server.prepared)
        async with here(folder, durability, address or databases[folder]) as store:
            yield store

    with monkeypatch.context() as patched:
        patched.setattr(ArticleStore, "open", opened)
        yield
    for address in databases.values():
        server.give_back(address)


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[ArticleStore]:
    async with ArticleStore.open(tmp_path) as store:
        yield store
