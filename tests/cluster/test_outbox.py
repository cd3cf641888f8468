"""What a search cluster is to take in is noted with each change, taken once, and taken again where an indexer dies."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from psycopg.errors import IdleInTransactionSessionTimeout

from knowledge import Article, Library, StoreUnavailable
from knowledge.store import ChangeSet
from knowledge.store import outbox as outbox_module
from knowledge.store.articles import ArticleStore
from knowledge.store.outbox import REBUILD, Outbox
from knowledge.store.postgresql import MAX_SESSIONS, ServerAddress, describe_error
from tests.knowledge.postgres import Server

PIER = Article(title="Pier", paragraphs=("The pier opened.",), id="pier", language="en")


@pytest.fixture
async def address(postgresql: Server) -> AsyncIterator[str]:
    address = await asyncio.to_thread(postgresql.prepared)
    yield address
    await asyncio.to_thread(postgresql.give_back, address)


async def rows(outbox: Outbox) -> list[tuple[str, int]]:
    async with outbox.take(100) as taken:
        return [(each.collection, each.row) for each in taken]


async def test_every_change_of_an_article_is_noted_with_it_and_nothing_else(tmp_path: Path, address: str) -> None:
    async with (
        Library.open(tmp_path, database=address) as library,
        ArticleStore.open(tmp_path, address=address) as store,
    ):
        outbox = Outbox(store.database, "t")
        await library.add(PIER, collection="77")
        assert await rows(outbox) == []
        assert await outbox.follow() and not await outbox.follow()
        assert set(await outbox.refills("")) == {"77", "samples"}
        pier = (await library.add(replace(PIER, paragraphs=("It closed.",)), collection="77")).article.row

        async def noted() -> bool:
            return set(await rows(outbox)) == {("77", pier)}

        assert await noted()
        await library.add(replace(PIER, paragraphs=("It closed.",)), collection="77")
        await library.ask("When did the pier open?")
        assert await rows(outbox) == []
        edit = ChangeSet("ann", "edit")
        await library.history.edit("pier", {"title": "Quay"}, collection="77", changes=edit)
        assert await noted()
        await library.undo(edit.id, collection="77", changes=ChangeSet("ann", "undo"))
        assert await noted()
        await library.withdraw("pier", collection="77", changes=ChangeSet("ann", "remove"))
        assert await noted()
        await library.history.restore("pier", 2, collection="77", changes=ChangeSet("ann", "restore"))
        assert await noted()
        await library.remove("pier", collection="77")
        assert await noted()
        await library.retention.prune(datetime.now(UTC))
        assert await rows(outbox) == []
        await library.purge("77")
        assert await noted()
        await library.add(PIER, collection="77")
        assert await Outbox(store.database, "u").unfollow_idle(60) == []
        assert await Outbox(store.database, "u").unfollow_idle(-1) == ["t"]
        await library.add(PIER, collection="77")
        assert await rows(outbox) == []


async def test_change_is_taken_by_one_indexer_and_again_where_that_dies(tmp_path: Path, address: str) -> None:
    async with (
        Library.open(tmp_path, database=address) as library,
        ArticleStore.open(tmp_path, address=address) as store,
    ):
        outbox = Outbox(store.database, "t")
        await outbox.follow()
        added = await library.add(PIER, collection="77")
        last = await outbox.last("77")
        with pytest.raises(ConnectionError):
            async with outbox.take(10) as first, outbox.take(10) as second:
                assert len(first) == 1 and not second
                assert await outbox.done_up_to(["77"]) == {"77": first[0].version - 1}
                raise ConnectionError
        assert not await outbox.is_done("77", last)
        async with outbox.take(10, collection="77") as taken:
            state = (await outbox.states({"77": [each.row for each in taken]}))["77"]
            assert state.articles == (added.article,) and state.version == taken[0].version
        assert await outbox.is_done("77", last)
        assert await outbox.done_up_to(["77"]) == {"77": state.version}


async def test_index_is_filled_with_many_small_collections_together_and_a_large_one_piece_by_piece(
    tmp_path: Path, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with (
        Library.open(tmp_path, database=address) as library,
        ArticleStore.open(tmp_path, address=address) as store,
    ):
        outbox = Outbox(store.database, "t")
        for collection in ("1", "2", "4"):
            await library.add(PIER, collection=collection)
        many = [replace(PIER, id=str(n), paragraphs=(f"Pier {n} opened.", "Boats.")) for n in range(5)]
        large = {each.article.row for each in await library.add_all(many, collection="3")}
        await outbox.follow()
        taken = []
        monkeypatch.setattr(outbox_module, "PARAGRAPHS_PER_TAKE", 6)
        while await outbox.refills(REBUILD):
            async with outbox.take_refill(REBUILD, 1_000) as refills, outbox.take_refill(REBUILD, 1_000) as others:
                assert not {each.collection for each in refills} & {each.collection for each in others}
                taken.append([(each.collection, len(each.rows), each.is_last) for each in refills])
                large -= {row for each in refills for row in each.rows}
        assert not large
        assert taken[0] == [("1", 1, True), ("2", 1, True), ("3", 2, False)]


async def test_connection_that_the_server_ends_frees_what_was_taken(
    tmp_path: Path, address: str, postgresql: Server
) -> None:
    async with (
        Library.open(tmp_path, database=address) as library,
        ArticleStore.open(tmp_path, address=address) as store,
    ):
        outbox = Outbox(store.database, "t")
        await outbox.follow()
        await library.add(PIER, collection="77")
        idle = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE state = 'idle in transaction'"
        with pytest.raises(StoreUnavailable):
            async with outbox.take(10) as taken:
                assert len(taken) == 1
                await asyncio.to_thread(postgresql.run, idle)
        async with outbox.take(10) as again:
            assert again == taken
    late = IdleInTransactionSessionTimeout("terminating connection due to idle-in-transaction timeout")
    assert isinstance(describe_error(ServerAddress.parse(address), late), StoreUnavailable)


async def test_takes_at_once_leave_connections_for_what_is_done_within_them(tmp_path: Path, address: str) -> None:
    async with ArticleStore.open(tmp_path, address=address) as store:
        outbox = Outbox(store.database, "t")

        async def work() -> None:
            async with outbox.take(10):
                await outbox.placement()

        async with asyncio.timeout(20):
            await asyncio.gather(*(work() for _ in range(MAX_SESSIONS + 1)))


async def test_words_noted_during_a_sweep_are_for_the_next_one(tmp_path: Path, address: str) -> None:
    async with ArticleStore.open(tmp_path, address=address) as store:
        outbox = Outbox(store.database, "t")
        await outbox.follow()
        assert not await outbox.begin_sweep()
        await outbox.note_words(["77", "78"])
        assert await outbox.begin_sweep()
        noted = await outbox.noted_words()
        await outbox.note_words(["77"])
        await outbox.end_sweep("77", noted["77"])
        assert set(await outbox.noted_words()) == {"77", "78"}
        await outbox.end_sweep("78", noted["78"])
        assert set(await outbox.noted_words()) == {"77"}
