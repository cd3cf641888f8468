"""Nodes and indexers are killed while articles are added: nothing that was acknowledged is missing afterwards."""

import asyncio
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

import pytest

from knowledge.errors import SearchUnavailable
from knowledge.opensearch import engine
from knowledge.store import outbox
from tests.cluster.followed import followed, story
from tests.cluster.opensearch import Cluster
from tests.knowledge.postgres import Server

COLLECTIONS = tuple(map(str, range(70, 78)))


@contextmanager
def index_process(folder: Path, database: str, search: str) -> Iterator[subprocess.Popen[bytes]]:
    """An indexer in a process of its own."""
    chosen = {"FOOTNOTE_DATABASE": database, "FOOTNOTE_SEARCH": search, "FOOTNOTE_DATA": str(folder)}
    command = [sys.executable, "-m", "bot", "index"]
    with subprocess.Popen(command, env={**os.environ, **chosen}) as process:
        try:
            yield process
        finally:
            process.kill()


async def test_index_equals_the_store_after_its_node_and_an_indexer_were_killed_among_500_additions(
    tmp_path: Path, postgresql: Server, three_nodes: Cluster
) -> None:
    address = await asyncio.to_thread(postgresql.prepared)
    async with followed(tmp_path, address, three_nodes, replicas=1) as kept:
        now = {"settings": {"index.unassigned.node_left.delayed_timeout": "0"}}
        await asyncio.to_thread(three_nodes.send, "PUT", f"/{kept.engine.base}-*/_settings", now)
        victim = await asyncio.to_thread(three_nodes.primary, kept.engine.alias("servers"))
        acknowledged = 0
        with ExitStack() as running:
            killed, other = [running.enter_context(index_process(tmp_path, address, kept.search)) for _ in range(2)]
            for step in range(100):
                collection = COLLECTIONS[step % len(COLLECTIONS)]
                added = await kept.library.add_all(
                    [story(n, f"Told {step} times") for n in range(step, step + 5)], collection=collection
                )
                acknowledged += len(added)
                if step % 9 == 0:
                    await kept.library.withdraw(f"p{step}", collection=collection)
                if step == 30:
                    await asyncio.to_thread(three_nodes.kill, victim)
                if step == 50:
                    killed.kill()
            assert acknowledged == 500
            while await kept.indexer.outbox.waiting():
                assert other.poll() is None
                await asyncio.sleep(0.2)
        assert await kept.differing(COLLECTIONS) == {}
        assert await kept.store.size(but="samples") > 400
    await asyncio.to_thread(three_nodes.restart, victim)
    await asyncio.to_thread(postgresql.give_back, address)


async def test_rebuild_begins_again_where_the_node_is_gone_that_had_the_new_indexes(
    tmp_path: Path, postgresql: Server, three_nodes: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outbox, "PARAGRAPHS_PER_TAKE", 10)
    address = await asyncio.to_thread(postgresql.prepared)
    async with followed(tmp_path, address, three_nodes, replicas=1) as kept:
        await kept.library.add_all([story(n) for n in range(20)], collection="77")
        while await kept.indexer.step():
            pass
        await asyncio.to_thread(three_nodes.wait, "green")
        await kept.indexer.begin_rebuild()
        assert await kept.indexer.step()
        filling = (await kept.indexer.outbox.placement()).filling
        victim = await asyncio.to_thread(three_nodes.primary, filling["words"])
        await asyncio.to_thread(three_nodes.kill, victim)
        monkeypatch.setattr(engine, "BULK_SECONDS", 2.0)
        monkeypatch.setattr(engine, "LOST_SECONDS", 2.0)
        while not await kept.indexer.is_filled():
            with suppress(SearchUnavailable):
                await kept.indexer.step()
        assert await kept.differing(["77", "samples"]) == {}
        alias = await asyncio.to_thread(kept.engine.send, "GET", f"/_alias/{kept.engine.alias('words')}")
        assert filling["words"] not in alias
        await asyncio.to_thread(three_nodes.restart, victim)
    await asyncio.to_thread(postgresql.give_back, address)
