"""A store that a cluster follows."""

import asyncio
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from secrets import token_hex

from knowledge import Article, Library
from knowledge.opensearch import Engine, Indexer, SearchAddress
from knowledge.opensearch.documents import documents
from knowledge.opensearch.engine import IndexChange
from knowledge.store.articles import ArticleStore
from tests.cluster.opensearch import Cluster


def arrival(collection: str, articles: Sequence[Article], position: int) -> IndexChange:
    """The change by which articles come to a collection."""
    return IndexChange(collection, position, tuple(documents(collection, each) for each in articles))


@dataclass(frozen=True, slots=True)
class Followed:
    """A store with the indexes that follow it under a name of their own."""

    library: Library
    store: ArticleStore
    engine: Engine
    indexer: Indexer
    search: str
    """Where the indexes are."""

    async def settle(self) -> None:
        """Do all that is to be done."""
        while await self.indexer.step():
            pass

    async def differing(self, collections: Iterable[str]) -> dict[str, object]:
        """The collections of which the indexes have other articles, or other versions, than the store."""
        await asyncio.to_thread(self.engine.refresh)
        found: dict[str, object] = {}
        for collection in collections:
            stored = {row: state.version for row, state in (await self.store.states(collection)).items()}
            indexed = await asyncio.to_thread(self.engine.rows, collection)
            if stored != indexed:
                found[collection] = (stored, indexed)
        return found

    async def count(self, pattern: str, collection: str) -> int:
        """How many documents of a collection the indexes of a pattern have."""
        await asyncio.to_thread(self.engine.refresh)
        path = f"/{self.engine.base}-{pattern}/_count?q=collection:{collection}"
        return int((await asyncio.to_thread(self.engine.send, "GET", path))["count"])


@asynccontextmanager
async def followed(folder: Path, address: str, cluster: Cluster, replicas: int = 0) -> AsyncIterator[Followed]:
    """A store at an address, followed by indexes on a cluster; nothing is taken in by itself."""
    hosts = ",".join(host.removeprefix("http://") for host in cluster.hosts)
    search = f"http://{hosts}/t{token_hex(4)}"
    engine = Engine(SearchAddress.parse(search), shards=2, replicas=replicas)
    async with (
        Library.open(folder, database=address) as library,
        ArticleStore.open(folder, address=address) as store,
    ):
        indexer = Indexer(store.database, engine)
        await indexer.begin()
        try:
            yield Followed(library, store, engine, indexer, search)
        finally:
            await indexer.outbox.unfollow()
            engine.close()


def story(n: int, text: str = "The pier opened") -> Article:
    """An article that is told by its number."""
    return Article(title=f"Pier {n}", paragraphs=(f"{text} in {1800 + n}.", "Boats came."), id=f"p{n}", language="en")
