"""A cluster is kept in step with the store: after changes, rebuilds, moves and purges it has what the store has."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from secrets import token_hex

import pytest

from knowledge import Article, Library
from knowledge.opensearch import Engine, SearchAddress
from knowledge.opensearch.indexer import Indexer
from knowledge.store.articles import ArticleStore
from tests.cluster.opensearch import Cluster
from tests.knowledge.postgres import Server


@dataclass(frozen=True, slots=True)
class Kept:
    """A store with a cluster that follows it."""

    library: Library
    store: ArticleStore
    engine: Engine
    indexer: Indexer

    async def settle(self) -> None:
        """Do all that is to be done."""
        while await self.indexer.step():
            pass
        await asyncio.to_thread(self.engine.refresh)

    async def differing(self, collections: Sequence[str]) -> dict[str, object]:
        """The collections of which the cluster has other articles, or other versions, than the store."""
        await asyncio.to_thread(self.engine.refresh)
        found: dict[str, object] = {}
        for collection in collections:
            stored = {row: state.version for row, state in (await self.store.states(collection)).items()}
            indexed = await asyncio.to_thread(self.engine.rows, collection)
            if stored != indexed:
                found[collection] = (stored, indexed)
        return found

    def count(self, pattern: str, collection: str) -> int:
        """How many documents of a collection the indexes of a pattern have."""
        path = f"/{self.engine.base}-{pattern}/_count?q=collection:{collection}"
        return int(self.engine.send("GET", path)["count"])


@asynccontextmanager
async def followed(folder: Path, address: str, cluster: Cluster, replicas: int = 0) -> AsyncIterator[Kept]:
    """A store that a cluster's indexes of a new name follow."""
    hosts = ",".join(host.removeprefix("http://") for host in cluster.hosts)
    engine = Engine(SearchAddress.parse(f"http://{hosts}/t{token_hex(4)}"), shards=2, replicas=replicas)
    async with (
        Library.open(folder, database=address) as library,
        ArticleStore.open(folder, address=address) as store,
    ):
        try:
            kept = Kept(library, store, engine, Indexer(store.database, engine))
            await kept.indexer.begin()
            yield kept
        finally:
            engine.close()


@pytest.fixture
async def kept(tmp_path: Path, postgresql: Server, node: Cluster) -> AsyncIterator[Kept]:
    address = await asyncio.to_thread(postgresql.prepared)
    async with followed(tmp_path, address, node) as kept:
        yield kept
    await asyncio.to_thread(postgresql.give_back, address)


def story(n: int, text: str = "The pier opened") -> Article:
    return Article(title=f"Pier {n}", paragraphs=(f"{text} in {1800 + n}.", "Boats came."), id=f"p{n}", language="en")


async def test_cluster_has_what_the_store_has_after_every_kind_of_change(kept: Kept) -> None:
    library = kept.library
    await library.add_all([story(n) for n in range(8)], collection="77")
    await library.add_all([story(n) for n in range(3)])
    await kept.settle()
    assert await kept.differing(["77", "shared"]) == {}
    await library.add_all([story(0, "The quay closed"), story(9)], collection="77")
    await library.withdraw("p1", collection="77")
    await library.remove("p2", collection="77")
    assert await kept.indexer.catch_up("77")
    assert await kept.differing(["77", "shared"]) == {}
    assert len(await asyncio.to_thread(kept.engine.rows, "77")) == 7
    # What comes late, or again, changes nothing.
    stale = [replace(story(0), row=row, version=1) for row in await kept.store.states("77")]
    assert await asyncio.to_thread(kept.engine.load, "77", stale, 1) == 0
    assert await kept.differing(["77"]) == {}


async def test_purged_collection_leaves_no_document_and_no_word(kept: Kept) -> None:
    await kept.library.add_all([story(n) for n in range(5)], collection="77")
    await kept.library.add_all([story(n) for n in range(5)], collection="78")
    await kept.settle()
    others = await asyncio.to_thread(kept.count, "*", "78")
    await kept.library.purge("77")
    await kept.settle()
    assert await asyncio.to_thread(kept.count, "*", "77") == 0
    assert await asyncio.to_thread(kept.count, "*", "78") == others > 0
    await kept.library.add(story(1), collection="77")
    assert await kept.indexer.catch_up("77")
    assert await kept.differing(["77", "78"]) == {}


async def test_rebuild_fills_indexes_of_another_name_while_articles_change(kept: Kept) -> None:
    await kept.library.add_all([story(n) for n in range(230)], collection="77")
    await kept.settle()
    before = set(await asyncio.to_thread(kept.engine.send, "GET", f"/_alias/{kept.engine.alias('servers')}"))
    await kept.indexer.begin_rebuild()
    assert await kept.indexer.step()
    await kept.library.add_all([story(0, "The quay closed"), story(300)], collection="77")
    await kept.library.withdraw("p3", collection="77")
    assert await kept.indexer.catch_up("77")
    assert await kept.differing(["77"]) == {}
    await kept.settle()
    after = set(await asyncio.to_thread(kept.engine.send, "GET", f"/_alias/{kept.engine.alias('servers')}"))
    assert await kept.indexer.is_filled() and len(after) == 1 and before.isdisjoint(after)
    assert await kept.differing(["77", "samples"]) == {}


async def test_large_collection_moves_to_an_index_of_its_own_while_it_is_asked(kept: Kept) -> None:
    await kept.library.add_all([story(n) for n in range(130)], collection="77")
    await kept.library.add_all([story(n) for n in range(3)], collection="78")
    await kept.settle()
    assert await kept.indexer.separate_large(200) == ["77"] and not await kept.indexer.separate_large(200)
    assert await kept.indexer.step()
    await kept.library.add(story(5, "The quay closed"), collection="77")
    assert await kept.indexer.catch_up("77")
    assert await kept.differing(["77", "78"]) == {}
    await kept.settle()
    assert kept.engine.alias_of("77") != kept.engine.alias_of("78")
    await kept.indexer.settle(wait=0)
    await kept.library.withdraw("p7", collection="77")
    await kept.settle()
    assert await kept.differing(["77", "78"]) == {}
    assert await asyncio.to_thread(kept.count, "servers", "77") == 0
