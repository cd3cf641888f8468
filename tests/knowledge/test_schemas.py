"""A store of any release is brought up to date with all that is in it, and backed up before."""

import logging
import os
import tarfile
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from knowledge import Answer, Article, AskContext, Library, StoreUnavailable
from knowledge.store.backup import restore_backup
from knowledge.store.migrations import MIGRATIONS
from tests.knowledge import schemas
from tests.knowledge.files import execute, refusal

NEWEST = len(MIGRATIONS)
QUESTION = "When did the pier at Lindvik open?"
TABLES = "SELECT name, sql FROM sqlite_master WHERE name <> 'sqlite_sequence' ORDER BY name"
HERE = AskContext(collection="77", asker="ann")


def names(folder: Path) -> list[str]:
    return sorted(os.listdir(folder)) if folder.exists() else []


def test_every_schema_has_its_fixture() -> None:
    fixtures = sorted(path.name for path in schemas.FOLDER.glob("*.sql"))
    assert fixtures == [f"{version:03}.sql" for version in range(1, NEWEST + 1)]


async def test_store_of_any_schema_keeps_all_that_is_in_it(tmp_path: Path, subtests: pytest.Subtests) -> None:
    for number, version in enumerate(range(1, NEWEST + 1)):
        with subtests.test(version=version):
            (folder := tmp_path / str(number)).mkdir()
            data = folder / "data"
            schemas.restore(version, data)
            async with Library.open(data) as library:
                pier = await library.article("pier", collection="77")
                assert (pier.title, pier.byline, len(pier.paragraphs)) == (
                    "The Lindvik pier",
                    "A. Oat",
                    2 if version >= 3 else 0,
                )
                assert len(await library.listing(collection="77")) == 2
                if version >= 5:
                    await check_answers(library, version)
                if version >= 6:
                    assert await library.guilds.settings("77") == {"prefix": "?"}
                if version >= 9:
                    assert (await library.feedback.gaps(collection="77"))[0].reasons == ("no balloon",)
                if version >= 17:
                    [feed] = await library.feeds.of("77")
                    assert (feed.title, feed.items, feed.error) == ("Lindvik News", 1, None)
                await library.add(Article(title="Ferry", paragraphs=("The ferry berthed on Monday.",), language="en"))
                assert isinstance(await library.ask("When did the ferry berth?", HERE), Answer)
            async with Library.open(folder / "fresh"):
                pass
            file = data / "footnote.db"
            assert execute(file, TABLES) == execute(folder / "fresh" / "footnote.db", TABLES)
            assert execute(file, "PRAGMA integrity_check", "PRAGMA foreign_key_check") == [("ok",)]
            assert b"zeppelin" not in file.read_bytes().lower()


async def check_answers(library: Library, version: int) -> None:
    first = await library.source(id=1, collection="77", asker="ann")
    assert (first.question, first.citations[0].text) == (
        QUESTION,
        "The pier at Lindvik opened on Saturday with forty flags.",
    )
    assert [gone.n for gone in first.withdrawn] == [2]
    assert len(first.citations[0].also) == (version >= 7)
    later = await library.source(reply="903", collection="77", asker="ann")
    assert later.citations[0].text == "It is ninety metres long."
    assert await library.question_log.previous_question(3) == (1 if version >= 8 else None)
    assert len(await library.question_log.replies_to(["801"])) == (version >= 10)
    assert (await library.retention.left_by("ann")).questions == 3


@pytest.mark.parametrize("version", [1, NEWEST - 1])
async def test_store_is_backed_up_before_a_migration_and_comes_back_from_it(
    tmp_path: Path, version: int, caplog: pytest.LogCaptureFixture
) -> None:
    data = tmp_path / "data"
    schemas.restore(version, data)
    before = execute(data / "footnote.db", TABLES, "SELECT * FROM article", "PRAGMA user_version")
    with caplog.at_level(logging.INFO):
        async with Library.open(data):
            pass
    backup = data / "backups" / f"schema-{version}.tar.gz"
    assert [str(backup) in each.getMessage() for each in caplog.records if "schema" in each.getMessage()] == [True]
    assert backup.stat().st_mode & 0o777 == 0o600 and backup.parent.stat().st_mode & 0o777 == 0o700
    restore_backup(backup, tmp_path / "again")
    assert execute(tmp_path / "again" / "footnote.db", TABLES, "SELECT * FROM article", "PRAGMA user_version") == before
    assert (tmp_path / "again" / "asker.key").read_bytes() == schemas.KEY


async def test_store_that_needs_no_migration_is_not_backed_up(tmp_path: Path) -> None:
    schemas.restore(NEWEST, tmp_path / "newest")
    for folder in ("newest", "fresh"):
        async with Library.open(tmp_path / folder):
            pass
        assert not (tmp_path / folder / "backups").exists()


async def test_store_that_cannot_be_backed_up_is_not_migrated(tmp_path: Path) -> None:
    schemas.restore(NEWEST - 1, tmp_path / "data")
    (tmp_path / "data" / "backups").write_text("not a folder")
    assert "can't back it up" in await refusal(tmp_path / "data")
    assert execute(tmp_path / "data" / "footnote.db", "PRAGMA user_version") == [(NEWEST - 1,)]


async def test_what_is_deleted_is_not_kept_in_a_backup_before_a_migration(
    tmp_path: Path, subtests: pytest.Subtests
) -> None:
    for number, deed in enumerate(["remove", "purge", "forget", "prune"]):
        with subtests.test(deed=deed):
            (folder := tmp_path / str(number)).mkdir()
            data = folder / "data"
            schemas.restore(NEWEST - 1, data)
            async with Library.open(data) as library:
                (data / "backups" / "mine.tar.gz").write_text("a person's own")
                assert len(names(data / "backups")) == 2
                match deed:
                    case "remove":
                        await library.remove("pier")
                    case "purge":
                        await library.purge("77")
                    case "forget":
                        await library.forget_person("ann")
                    case "prune":
                        await library.retention.prune(datetime.now(UTC))
                        assert len(names(data / "backups")) == 2
                        week_ago = time.time() - 8 * 86_400
                        os.utime(data / "backups" / f"schema-{NEWEST - 1}.tar.gz", (week_ago, week_ago))
                        await library.retention.prune(datetime.now(UTC))
                assert names(data / "backups") == ["mine.tar.gz"]


async def test_restoring_what_is_no_backup_leaves_nothing(tmp_path: Path, subtests: pytest.Subtests) -> None:
    for number, archive in enumerate(["text", "other", "half", "newer", "link"]):
        with subtests.test(archive=archive):
            (folder := tmp_path / str(number)).mkdir()
            async with Library.open(folder / "data") as library:
                await library.backup(folder / "good")
            good, file = (folder / "good").read_bytes(), folder / archive
            match archive:
                case "text":
                    file.write_text("no archive")
                case "half":
                    file.write_bytes(good[: len(good) // 2])
                case "other" | "newer":
                    store = folder / "store.db"
                    execute(
                        store,
                        "CREATE TABLE notes (text)",
                        "PRAGMA user_version = 999",
                        f"PRAGMA application_id = {1181708148 * (archive == 'newer')}",
                    )
                    with tarfile.open(file, "w:gz") as made:
                        made.add(store, "footnote.db")
                case "link":
                    os.symlink("/etc/passwd", folder / "footnote.db")
                    with tarfile.open(file, "w:gz") as made:
                        made.add(folder / "footnote.db", "footnote.db")
            with pytest.raises(
                StoreUnavailable,
                match="newer version of Footnote" if archive == "newer" else "is not a backup of Footnote",
            ):
                restore_backup(file, folder / "again")
            assert names(folder / "again") == []


async def test_restoring_never_replaces_a_store_or_its_key(tmp_path: Path, subtests: pytest.Subtests) -> None:
    for number, there in enumerate(["footnote.db", "asker.key"]):
        with subtests.test(there=there):
            (folder := tmp_path / str(number)).mkdir()
            async with Library.open(folder / "data") as library:
                await library.backup(folder / "kept.tar.gz")
            (folder / "again").mkdir()
            (folder / "again" / there).write_text("precious")
            with pytest.raises(StoreUnavailable, match="already exists"):
                restore_backup(folder / "kept.tar.gz", folder / "again")
            assert names(folder / "again") == [there] and (folder / "again" / there).read_text() == "precious"
