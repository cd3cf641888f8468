import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from knowledge.errors import StoreUnavailable
from knowledge.models import Article
from knowledge.store.articles import ArticleStore


def batch(name: str, size: int = 40) -> list[Article]:
    return [Article(title=f"{name} {n}", paragraphs=("One.", "Two."), id=f"{name}-{n}") for n in range(size)]


def whole_batches(folder: Path, size: int = 40) -> bool:
    """Whether every batch is there with all of its articles and paragraphs, or not at all."""
    with closing(sqlite3.connect(folder / "footnote.db")) as connection:
        counts = connection.execute(
            "SELECT COUNT(DISTINCT name), COUNT(number) FROM article JOIN paragraph ON article = id"
            " WHERE collection = 'shared' GROUP BY substr(name, 1, instr(name, '-'))"
        ).fetchall()
    return all(count == (size, 2 * size) for count in counts)


@pytest.mark.parametrize("again", [False, True], ids=["once", "and again while it rolls back"])
async def test_cancelled_addition_leaves_all_or_nothing_and_a_usable_store(
    store: ArticleStore, tmp_path: Path, again: bool
) -> None:
    for turns in range(60):
        task = asyncio.create_task(store.add(batch(f"n{turns}"), collection="shared"))
        await asyncio.sleep(turns / 10_000)
        task.cancel()
        if again:
            await asyncio.sleep(0)
            task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        [after] = await store.add(batch(f"after{turns}", 1), collection="other")
        assert after.change == "added"
    await store.add(batch("last"), collection="shared")
    assert whole_batches(tmp_path)


async def test_readers_never_see_half_an_addition(store: ArticleStore) -> None:
    adding = asyncio.create_task(_add_many(store, "n"))
    while not adding.done():
        articles = await store.load(["shared"])
        assert len(articles) % 40 == 0
        assert all(len(article.paragraphs) == 2 for article in articles)
    await adding


async def _add_many(store: ArticleStore, name: str) -> None:
    for n in range(15):
        await store.add(batch(f"{name}{n}"), collection="shared")


async def test_writers_of_one_store_take_turns(store: ArticleStore) -> None:
    await asyncio.gather(*(store.add(batch(f"n{n}", 5), collection="shared") for n in range(20)))
    loaded = await store.load(["shared"])
    assert len(loaded) == 100
    [last] = await store.versions(["shared"])
    await store.add(batch("one more", 1), collection="shared")
    assert await store.versions(["shared"]) == (last + 1,)


async def test_two_open_stores_see_each_others_articles(tmp_path: Path) -> None:
    async with ArticleStore.open(tmp_path) as one, ArticleStore.open(tmp_path) as other:
        await asyncio.gather(_add_many(one, "one"), _add_many(other, "other"))
        assert await one.load(["shared"]) == await other.load(["shared"])
        assert len(await one.load(["shared"])) == 1200


async def test_article_read_while_another_process_updates_it_is_of_one_version(tmp_path: Path) -> None:
    async def update(other: ArticleStore) -> None:
        for n in range(1, 200):
            await other.add([Article(id="news", title="News", paragraphs=(f"Version {n}.",))], collection="shared")

    async with ArticleStore.open(tmp_path) as store, ArticleStore.open(tmp_path) as other:
        updating = asyncio.create_task(update(other))
        while not updating.done():
            for article in await store.load(["shared"]):
                assert article.paragraphs == (f"Version {article.version}.",)
        await updating


async def test_refused_write_leaves_nothing_of_its_transaction(store: ArticleStore) -> None:
    with pytest.raises(sqlite3.IntegrityError):
        async with store.database.transaction() as connection:
            await connection.execute_fetchall("INSERT INTO collection (name, version) VALUES ('a', 1)")
            await connection.execute_fetchall("INSERT INTO collection (name, version) VALUES ('b', 0)")
    assert await store.versions(["a"]) == (0,)


async def test_full_disk_is_told_and_the_store_goes_on_once_there_is_space(store: ArticleStore) -> None:
    async with store.database.snapshot() as connection:
        [[pages]] = await connection.execute_fetchall("PRAGMA page_count")
        await connection.execute_fetchall(f"PRAGMA max_page_count = {pages + 1}")
    with pytest.raises(StoreUnavailable, match="disk is full"):
        await store.add(batch("big", 2000), collection="shared")
    async with store.database.snapshot() as connection:
        await connection.execute_fetchall("PRAGMA max_page_count = 1000000")
    assert await store.load(["shared"]) == []
    assert len(await store.add(batch("big", 2000), collection="shared")) == 2000


async def test_closed_store_says_so(tmp_path: Path) -> None:
    async with ArticleStore.open(tmp_path) as store:
        pass
    with pytest.raises(StoreUnavailable, match="is closed"):
        await store.load(["shared"])


async def test_closing_lets_what_has_begun_end(tmp_path: Path) -> None:
    begun = asyncio.Event()

    async def write(store: ArticleStore) -> None:
        async with store.database.transaction() as connection:
            begun.set()
            await asyncio.sleep(0.02)
            await connection.execute_fetchall("INSERT INTO collection (name, version) VALUES ('late', 1)")

    async with ArticleStore.open(tmp_path) as store:
        writing = asyncio.create_task(write(store))
        await begun.wait()
    await writing
    async with ArticleStore.open(tmp_path) as store:
        assert await store.versions(["late"]) == (1,)
