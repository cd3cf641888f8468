import subprocess
import sys
from pathlib import Path

import pytest

from knowledge.store.articles import ArticleStore
from knowledge.store.migrations import APPLICATION_ID, MIGRATIONS
from tests.knowledge.files import ARTICLE, execute, refusal

ROOT = Path(__file__).parents[2]


async def test_fresh_folder_is_made_and_its_file_brought_up_to_date(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "data"
    async with ArticleStore.open(folder):
        pass
    assert execute(folder / "footnote.db", "PRAGMA user_version", "PRAGMA application_id") == [
        (len(MIGRATIONS),),
        (APPLICATION_ID,),
    ]


async def test_store_is_set_up_to_survive_a_crash_and_to_wait_for_others_in_steps(store: ArticleStore) -> None:
    async with store.database.snapshot() as connection:
        pragmas = [
            next(iter(await connection.execute_fetchall(f"PRAGMA {name}")))[0]
            for name in ("journal_mode", "synchronous", "busy_timeout", "foreign_keys")
        ]
    assert pragmas == ["wal", 1, 100, 1]


async def test_store_can_write_each_change_through_to_the_disk(tmp_path: Path) -> None:
    async with ArticleStore.open(tmp_path, "full") as store:
        [[synchronous]] = await store.database.execute("PRAGMA synchronous")
    assert synchronous == 2


async def test_opening_goes_on_where_a_crash_stopped_the_migrations(tmp_path: Path, subtests: pytest.Subtests) -> None:
    for number, done in enumerate(range(len(MIGRATIONS))):
        with subtests.test(done=done):
            (folder := tmp_path / str(number)).mkdir()
            async with ArticleStore.open(folder / "whole"):
                pass
            tables = execute(folder / "whole" / "footnote.db", "SELECT sql FROM sqlite_master ORDER BY name")
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr("knowledge.store.sqlite.MIGRATIONS", (*MIGRATIONS[:done], _fail))
                with pytest.raises(RuntimeError, match="struck"):
                    async with ArticleStore.open(folder):
                        pass
            assert execute(folder / "footnote.db", "PRAGMA user_version") == [(done,)]
            async with ArticleStore.open(folder) as store:
                await store.add([ARTICLE], collection="shared")
            assert execute(folder / "footnote.db", "SELECT sql FROM sqlite_master ORDER BY name") == tables


async def _fail(connection: object) -> None:
    raise RuntimeError("struck by lightning")


async def test_file_of_a_newer_version_is_left_alone(tmp_path: Path) -> None:
    async with ArticleStore.open(tmp_path) as store:
        await store.add([ARTICLE], collection="shared")
    file = tmp_path / "footnote.db"
    execute(file, f"PRAGMA user_version = {len(MIGRATIONS) + 1}")
    before = file.read_bytes()
    sentence = await refusal(tmp_path)
    assert str(file) in sentence and "newer version of Footnote. Update Footnote" in sentence
    assert file.read_bytes() == before


OPEN_MANY = """
import asyncio, pathlib, sys
from knowledge.models import Article
from knowledge.store.data_folder import load_key
from knowledge.store.articles import ArticleStore

async def main():
    print("ready", flush=True)
    sys.stdin.readline()
    for n in range(8):
        folder = pathlib.Path(sys.argv[1]) / str(n)
        async with ArticleStore.open(folder) as store:
            await store.add([Article(title="T", paragraphs=("x",))], collection="shared")
        print(load_key(folder).hex(), flush=True)

asyncio.run(main())
"""


def test_processes_that_open_a_fresh_folder_at_once_all_succeed_and_agree(tmp_path: Path) -> None:
    command = [sys.executable, "-c", OPEN_MANY, str(tmp_path)]
    pipe = subprocess.PIPE
    children = [subprocess.Popen(command, cwd=ROOT, stdin=pipe, stdout=pipe, text=True) for _ in range(3)]
    for child in children:
        assert child.stdout is not None and child.stdout.readline() == "ready\n"
    for child in children:
        assert child.stdin is not None
        child.stdin.write("go\n")
        child.stdin.flush()
    keys = [child.communicate(timeout=60)[0].split() for child in children]
    assert [child.returncode for child in children] == [0, 0, 0]
    assert len(keys[0]) == 8 and keys[0] == keys[1] == keys[2]
    for n in range(8):
        assert execute(tmp_path / str(n) / "footnote.db", "SELECT COUNT(*) FROM article") == [(1,)]
