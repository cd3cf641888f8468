import asyncio
import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from knowledge import Library
from knowledge.errors import StoreUnavailable
from knowledge.models import Article
from knowledge.store.articles import ArticleStore
from tests.knowledge.files import ARTICLE, execute, refusal


async def test_another_programs_database_is_left_alone(tmp_path: Path, subtests: pytest.Subtests) -> None:
    for number, statement in enumerate(
        ["CREATE TABLE notes (text)", "PRAGMA application_id = 7", "PRAGMA user_version = 3"]
    ):
        with subtests.test(statement=statement):
            (folder := tmp_path / str(number)).mkdir()
            file = folder / "footnote.db"
            execute(file, statement)
            before = file.read_bytes()
            assert "belongs to another program. Move it away" in await refusal(folder)
            assert file.read_bytes() == before


async def test_file_that_is_not_sqlite_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "footnote.db").write_text("Dear diary, " * 1000)
    assert "is not a SQLite file. Move it away" in await refusal(tmp_path)
    assert (tmp_path / "footnote.db").read_text().startswith("Dear diary")


async def test_damaged_file_is_told_with_what_to_do(tmp_path: Path) -> None:
    async with ArticleStore.open(tmp_path) as store:
        await store.add([ARTICLE], collection="shared")
    file = tmp_path / "footnote.db"
    header, page = file.read_bytes()[:100], 4096
    file.write_bytes(header + b"\xff" * (page - 100) + file.read_bytes()[page:])
    assert "is damaged. Replace it with a backup" in await refusal(tmp_path)


async def test_file_cut_short_is_told_with_what_to_do(tmp_path: Path) -> None:
    async with ArticleStore.open(tmp_path) as store:
        await store.add([Article(title="Long", paragraphs=("word " * 50_000,))], collection="shared")
    file = tmp_path / "footnote.db"
    os.truncate(file, file.stat().st_size // 4096 // 2 * 4096)
    with pytest.raises(StoreUnavailable, match="is damaged"):
        async with ArticleStore.open(tmp_path) as store:
            await store.load(["shared"])


async def test_empty_file_is_a_fresh_store(tmp_path: Path) -> None:
    (tmp_path / "footnote.db").touch()
    async with ArticleStore.open(tmp_path) as store:
        assert await store.load(["shared"]) == []


async def test_folder_that_is_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("")
    assert "is not a folder. Choose a folder" in await refusal(tmp_path / "data")
    assert "is not a folder. Choose a folder" in await refusal(tmp_path / "data" / "deeper")


async def test_file_that_is_a_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "footnote.db").mkdir()
    assert "can't be opened. Check that its folder exists" in await refusal(tmp_path)


async def test_folder_that_the_system_refuses_is_told_with_its_reason(tmp_path: Path) -> None:
    for folder in filter(Path.exists, [Path("/proc/self")]):
        assert f"The data folder {folder} can't be used (" in await refusal(folder)
    with pytest.raises(StoreUnavailable, match="can't be used"):
        Library.exists(tmp_path / ("x" * 300))


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="nothing is forbidden to root")
async def test_folder_without_write_permission_is_refused(tmp_path: Path) -> None:
    async with ArticleStore.open(tmp_path / "data"):
        pass
    (tmp_path / "data").chmod(0o500)
    (tmp_path / "data" / "footnote.db").chmod(0o400)
    try:
        assert "check" in await refusal(tmp_path / "data")
        assert "can't be created (Permission denied)" in await refusal(tmp_path / "data" / "new")
    finally:
        (tmp_path / "data").chmod(0o700)


async def test_closing_waits_for_no_other_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("knowledge.store.sqlite.BUSY_MILLISECONDS", 600_000)
    with closing(sqlite3.connect(tmp_path / "footnote.db", isolation_level=None)) as other:
        async with asyncio.timeout(30):
            async with ArticleStore.open(tmp_path) as store:
                other.execute("BEGIN IMMEDIATE")
                adding = asyncio.create_task(store.add([ARTICLE], collection="shared"))
                await asyncio.sleep(0)
            with pytest.raises(StoreUnavailable):
                await adding
            with pytest.raises(TimeoutError):
                async with asyncio.timeout(0.2), ArticleStore.open(tmp_path):
                    pass


async def test_store_locked_by_another_process_is_told_after_waiting(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("knowledge.store.sqlite.BUSY_MILLISECONDS", 20)
    async with ArticleStore.open(tmp_path) as store:
        with closing(sqlite3.connect(tmp_path / "footnote.db", isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            with pytest.raises(StoreUnavailable, match="Another process is writing to the store"):
                await store.add([ARTICLE], collection="shared")
        assert [each.change for each in await store.add([ARTICLE], collection="shared")] == ["added"]
