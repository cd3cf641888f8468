"""A store moved to PostgreSQL and back is the same store."""

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest

from knowledge import Answer, Article, AskContext, Library, StoreUnavailable
from knowledge.store import MoveResult, move_store
from knowledge.store.migrations import MIGRATIONS
from knowledge.store.move import MOVED_TABLES, PASSING_TABLES
from tests.knowledge import schemas
from tests.knowledge.files import execute
from tests.knowledge.postgres import Server

QUESTION = "When did the pier at Lindvik open?"
NEWER_ROWS = (
    "INSERT INTO version SELECT id, 1, 'Before', '', '', NULL, 'en', '', '{}', '', '{}', 1, added_at, added_at, NULL"
    " FROM article WHERE id = 3",
    "INSERT INTO page VALUES (1, 1, 'https://news.example/pier', '2020-01-11')",
    "INSERT INTO fetch_count VALUES ('77', '2020-01-11', 2)",
    "INSERT INTO question_count VALUES ('87ed', '2020-01-11', 2)",
    "INSERT INTO audit VALUES (2, '77', '2020-01-11', 'bea', 'undo', '{}', NULL)",
    "UPDATE audit SET undone_by = 2 WHERE id = 1",
    "UPDATE question SET private = 1, text = 'Žluťoučký “kůň” 한국 🐎\n%s' WHERE id = 2",
    "INSERT INTO usage_count VALUES ('77', '2020-01-11', 1, '{}')",
)
"""Rows of tables that the fixture has none in, and values that are written otherwise elsewhere."""
HERE = AskContext(collection="77", asker="ann")


def rows(file: Path) -> dict[str, list[tuple[object, ...]]]:
    return {
        name: execute(file, f"SELECT * FROM {name} ORDER BY {', '.join(MOVED_TABLES[name])}") for name in MOVED_TABLES
    }


def test_every_table_is_moved(tmp_path: Path) -> None:
    schemas.restore(len(MIGRATIONS), tmp_path / "data")
    tables = execute(tmp_path / "data" / "footnote.db", "SELECT name FROM sqlite_master WHERE type = 'table'")
    assert {name for [name] in tables} == {*MOVED_TABLES, *PASSING_TABLES, "sqlite_sequence"}


async def test_store_with_rows_in_every_table_comes_back_the_same(tmp_path: Path, postgresql: Server) -> None:
    data, address = tmp_path / "data", postgresql.new()
    schemas.restore(len(MIGRATIONS), data)
    execute(data / "footnote.db", *NEWER_ROWS)
    before = rows(data / "footnote.db")
    assert min(map(len, before.values())) > 0
    moved = await move_store(data, "", address)
    assert moved == MoveResult(2, len(before["question"]), sum(map(len, before.values())))
    (data / "footnote.db").rename(tmp_path / "old.db")
    await move_store(data, address, "")
    assert rows(data / "footnote.db") == before
    async with Library.open(data, database=address) as there, Library.open(data) as here:
        answers = [replace(await each.ask(QUESTION, HERE), milliseconds=0) for each in (there, here)]
        assert answers[0] == answers[1]
        ferry = Article(title="Ferry", paragraphs=("It berthed.",))
        assert (await there.add(ferry)).article.row == (await here.add(ferry)).article.row


async def test_stopped_move_is_taken_up_again_and_nothing_opens_half_a_store(
    tmp_path: Path, postgresql: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    data, address = tmp_path / "data", postgresql.new()
    async with Library.open(data) as library:
        await library.add_all([Article(title=f"Pier {n}", paragraphs=(f"Pier {n} opened.",) * 3) for n in range(40)])
        assert isinstance(await library.ask("When did pier 7 open?"), Answer)
    monkeypatch.setattr("knowledge.store.move._ROWS_AT_A_TIME", 7)

    def stop(table: str, copied: int) -> None:
        if table == "paragraph" and copied > 50:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        await move_store(data, "", address, stop)
    with pytest.raises(StoreUnavailable, match="hasn't been moved completely"):
        async with Library.open(data, database=address):
            pass
    copied: dict[str, int] = {}
    await move_store(data, "", address, copied.__setitem__)
    everything = execute(data / "footnote.db", "SELECT 1 FROM paragraph")
    assert "article" not in copied and copied["paragraph"] == len(everything) - 56
    async with Library.open(data, database=address) as library:
        assert isinstance(await library.ask("When did pier 7 open?"), Answer)
    with pytest.raises(StoreUnavailable, match="already"):
        await move_store(data, "", address)


async def test_change_made_meanwhile_is_noticed(tmp_path: Path, postgresql: Server) -> None:
    data, address = tmp_path / "data", postgresql.new()
    async with Library.open(data) as library:
        await library.add(Article(title="Pier", paragraphs=("It opened.",)))
    name = address.rpartition("/")[2]

    def meddle(table: str, copied: int) -> None:
        if table == "paragraph":
            postgresql.run("UPDATE footnote.paragraph SET text = 'It closed.'", database=name)

    with pytest.raises(StoreUnavailable, match="differs"):
        await asyncio.shield(move_store(data, "", address, meddle))
