"""A backup of a store in use is that store; an export is all of it."""

import os
import subprocess
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from knowledge import Answer, Article, AskContext, Library, OutputRefused, StoreUnavailable
from knowledge.store import move, restore_backup

PIER = Article(
    title="The Lindvik pier", paragraphs=("It opened on Saturday.", "It has forty flags."), id="pier", language="en"
)
QUESTION = "When did the Lindvik pier open?"


@pytest.fixture
async def library(tmp_path: Path) -> AsyncIterator[Library]:
    async with Library.open(tmp_path / "data") as library:
        await library.add(PIER, collection="1")
        yield library


def unpack(archive: Path, folder: Path) -> None:
    """Restore a backup as README says."""
    folder.mkdir()
    subprocess.run(["tar", "-xzf", archive, "-C", folder], check=True)


async def test_backup_restored_is_the_store_as_it_was_and_can_be_written(library: Library, tmp_path: Path) -> None:
    found = await library.ask(QUESTION, AskContext(collection="1", asker="ann"))
    size = await library.backup(tmp_path / "kept.tar.gz")
    await library.purge("1")
    assert size == (tmp_path / "kept.tar.gz").stat().st_size
    unpack(tmp_path / "kept.tar.gz", tmp_path / "again")
    assert (tmp_path / "again" / "asker.key").stat().st_mode & 0o077 == 0
    async with Library.open(tmp_path / "again") as again:
        assert (await again.source(id=found.id, collection="1")).question == QUESTION
        assert (await again.forget_person("ann")).questions == 1
        assert isinstance(await again.ask(QUESTION, AskContext(collection="1")), Answer)


async def test_restore_goes_on_where_a_killed_one_left_its_key_and_spares_any_other(
    library: Library, tmp_path: Path
) -> None:
    await library.backup(tmp_path / "kept.tar.gz")
    for name in ("again", "other"):
        (tmp_path / name).mkdir()
    (tmp_path / "again" / "asker.key").write_bytes((tmp_path / "data" / "asker.key").read_bytes())
    restore_backup(tmp_path / "kept.tar.gz", tmp_path / "again")
    async with Library.open(tmp_path / "again") as again:
        assert (await again.article("pier", collection="1")).paragraphs == PIER.paragraphs
    (tmp_path / "other" / "asker.key").write_bytes(b"k" * 32)
    with pytest.raises(StoreUnavailable, match="already exists"):
        restore_backup(tmp_path / "kept.tar.gz", tmp_path / "other")
    assert os.listdir(tmp_path / "other") == ["asker.key"]


async def test_backup_never_replaces_a_file_and_leaves_no_other(library: Library, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("mine")
    with pytest.raises(StoreUnavailable, match="already exists"):
        await library.backup(tmp_path / "taken")
    assert (tmp_path / "taken").read_text() == "mine"
    assert sorted(os.listdir(tmp_path)) == ["data", "taken"]


async def test_backup_into_the_data_folder_is_refused_and_spares_it(
    library: Library, tmp_path: Path, subtests: pytest.Subtests
) -> None:
    for name in ("footnote", "footnote.db", "asker.key"):
        with subtests.test(name=name):
            with pytest.raises(OutputRefused, match="belongs to the data folder"):
                await library.backup(tmp_path / "data" / name)
            assert [each.article.title for each in await library.listing(collection="1")] == [PIER.title]
            assert (tmp_path / "data" / "footnote.db").exists()


async def test_backup_touches_no_file_beside_it(library: Library, tmp_path: Path) -> None:
    (tmp_path / "kept.db").write_text("mine")
    await library.backup(tmp_path / "kept")
    assert (tmp_path / "kept.db").read_text() == "mine"
    assert sorted(os.listdir(tmp_path)) == ["data", "kept", "kept.db"]
    assert (tmp_path / "kept").stat().st_mode & 0o777 == 0o600


async def test_backup_to_where_nothing_can_be_written_says_so(library: Library, tmp_path: Path) -> None:
    with pytest.raises(StoreUnavailable, match="can't be written"):
        await library.backup(tmp_path / "missing" / "kept.tar.gz")


async def test_export_holds_each_article_in_the_form_in_which_it_is_added(library: Library) -> None:
    await library.add(Article(title="Other", paragraphs=("Another one.",)), collection="2")
    [pier] = [each async for each in library.export_articles(collection="1")]
    assert (pier["kind"], pier["collection"], pier["id"]) == ("article", "1", "pier")
    assert [each["title"] async for each in library.export_articles()] == ["The Lindvik pier", "Other"]
    assert [each async for each in library.export_articles(collection="3")] == []


async def test_export_holds_each_question_with_what_was_cited_and_no_raw_asker(library: Library) -> None:
    await library.ask(QUESTION, AskContext(collection="1", channel="4", asker="person-ann"))
    await library.ask("Who sold the zeppelin?", AskContext(collection="2"))
    first, second = [each async for each in library.export_questions()]
    assert (first["text"], first["collection"], first["outcome"]) == (QUESTION, "1", "answered")
    assert first["citations"][0]["article"] == "pier" and first["citations"][0]["n"] == 1
    assert first["asker"] and "person-ann" not in str(first)
    assert (second["citations"], second["outcome"]) == ([], "declined")
    assert [each["text"] async for each in library.export_questions(collection="2")] == ["Who sold the zeppelin?"]


async def test_export_of_many_questions_misses_none(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(move, "_QUESTIONS_PER_READ", 10)
    for number in range(21):
        await library.ask(f"Zeppelin {number}?", AskContext(collection="3"))
    told = [each["text"] async for each in library.export_questions(collection="3")]
    assert told == [f"Zeppelin {number}?" for number in range(21)]
