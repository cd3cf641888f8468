"""Deleting for good: nothing of it is left, in the tables or in the bytes of the file."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from knowledge import SHARED, Answer, AnswerNotFound, Article, AskContext, Library, PurgeCounts, StoreUnavailable

PIER = Article(title="The Lindvik pier", paragraphs=("The Lindvik pier opened on Saturday with forty flags.",))
FERRY = Article(title="The Solveig ferry", paragraphs=("The Solveig ferry berthed on Monday in the rain.",))
SECRET = "Lindvik"
QUESTION = "When did the Lindvik pier open?"


@pytest.fixture
async def library(tmp_path: Path) -> AsyncIterator[Library]:
    async with Library.open(tmp_path) as library:
        yield library


async def asked(library: Library, question: str, collection: str, asker: str = "") -> Answer:
    found = await library.ask(question, AskContext(collection=collection, channel="c", asker=asker))
    assert isinstance(found, Answer)
    return found


def bytes_on_disk(folder: Path) -> bytes:
    return b"".join(file.read_bytes() for file in folder.iterdir())


async def test_purged_collection_leaves_no_text_in_the_file(library: Library, tmp_path: Path) -> None:
    await library.add(PIER, collection="1")
    await library.add(FERRY, collection=SHARED)
    await asked(library, QUESTION, "1")
    await library.guilds.change("1", {"prefix": SECRET})
    assert SECRET.encode() in bytes_on_disk(tmp_path)
    assert await library.purge("1") == PurgeCounts(articles=1, questions=1)
    assert SECRET.encode() not in bytes_on_disk(tmp_path)
    assert await library.guilds.settings("1") == {}


async def test_purge_spares_every_other_collection(library: Library) -> None:
    await library.add(PIER, collection="1")
    await library.add(PIER, collection="2")
    kept = await asked(library, QUESTION, "2")
    await library.guilds.change("2", {"prefix": "?"})
    await library.purge("1")
    assert (await library.source(id=kept.id, collection="2")).citations == kept.citations
    assert await library.guilds.settings("2") == {"prefix": "?"}
    assert await library.purge("nowhere") == PurgeCounts()


async def test_answer_that_cited_a_purged_collection_says_that_it_is_gone(library: Library) -> None:
    await library.add(PIER, collection=SHARED)
    found = await asked(library, QUESTION, "1")
    await library.purge(SHARED)
    with pytest.raises(AnswerNotFound, match="taken out"):
        await library.source(id=found.id, collection="1")


async def test_articles_added_after_a_purge_are_the_ones_that_answer(library: Library) -> None:
    await library.add(PIER, collection="1")
    await asked(library, QUESTION, "1")
    await library.purge("1")
    await library.add(FERRY, collection="1")
    found = await asked(library, "When did the Solveig ferry berth?", "1")
    assert [each.article.title for each in found.citations] == [FERRY.title]
    assert [each.article.title for each in await library.listing(collection="1")] == [FERRY.title]


async def test_old_questions_are_deleted_and_young_ones_kept(library: Library, tmp_path: Path) -> None:
    await library.add(PIER, collection="1")
    await library.ask("Who sold the unlucky zeppelin?", AskContext(collection="1"))
    middle = datetime.now(UTC)
    young = await asked(library, QUESTION, "1")
    assert await library.retention.purge_questions(middle - timedelta(days=1)) == 0
    assert await library.retention.purge_questions(middle, collection="2") == 0
    assert await library.retention.purge_questions(middle) == 1
    assert b"zeppelin" not in bytes_on_disk(tmp_path)
    assert (await library.source(id=young.id, collection="1")).id == young.id


async def test_forgotten_person_leaves_nothing_and_others_keep_all(library: Library, tmp_path: Path) -> None:
    await library.add(PIER, collection="1")
    await library.add(FERRY, collection="dm-9", added_by="ann")
    mine = await asked(library, QUESTION + " said the zeppelin", "1", asker="ann")
    await asked(library, "When did the Solveig ferry berth?", "dm-9", asker="ann")
    hers = await asked(library, QUESTION, "1", asker="bea")
    assert await library.retention.left_by("ann") == PurgeCounts(articles=1, questions=2)
    assert await library.forget("ann") == PurgeCounts(articles=1, questions=2)
    assert b"zeppelin" not in bytes_on_disk(tmp_path) and b"Solveig" not in bytes_on_disk(tmp_path)
    assert (await library.source(id=hers.id, collection="1")).citations == hers.citations
    with pytest.raises(AnswerNotFound):
        await library.source(id=mine.id, collection="1")
    assert await library.forget("ann") == PurgeCounts()


async def test_what_a_forgotten_person_added_for_others_stays_without_the_name(
    library: Library, tmp_path: Path
) -> None:
    await library.add(PIER, collection="1", added_by="person-ann")
    await library.forget("person-ann")
    assert b"person-ann" not in bytes_on_disk(tmp_path)
    assert [each.article.title for each in await library.listing(collection="1")] == [PIER.title]


async def test_nobody_cannot_be_forgotten(library: Library) -> None:
    await library.add(PIER, collection="1")
    await asked(library, QUESTION, "1")
    with pytest.raises(ValueError, match="nobody"):
        await library.forget("")
    assert (await library.source(collection="1", channel="c")).id


async def test_withdrawn_article_is_overwritten_at_once(library: Library, tmp_path: Path) -> None:
    added = await library.add(PIER, collection="1")
    await library.remove(added.article.id, collection="1")
    await library.retention.purge_questions(datetime.now(UTC))
    await library.forget("someone")
    assert b"forty flags" not in bytes_on_disk(tmp_path)


async def test_server_left_is_purged_only_after_its_time_and_not_when_it_is_back(library: Library) -> None:
    await library.add(PIER, collection="1")
    await library.add(FERRY, collection="2")
    assert await library.guilds.seen(["2", "3"]) == ["1"]
    assert await library.guilds.seen(["2", "3"]) == []
    soon = datetime.now(UTC) + timedelta(minutes=1)
    assert await library.guilds.left_before(soon - timedelta(days=30)) == []
    assert await library.guilds.left_before(soon) == ["1"]
    await library.guilds.back("1")
    assert await library.guilds.left_before(soon) == []
    await library.guilds.left("2")
    await library.guilds.seen(["2"])
    assert await library.guilds.left_before(soon) == ["1"]


async def test_only_servers_are_ever_taken_for_left(library: Library) -> None:
    for collection in (SHARED, "dm-5", "1a", "notes"):
        await library.add(PIER, collection=collection)
    assert await library.guilds.seen([]) == []


async def test_purged_server_is_no_longer_known_as_left(library: Library) -> None:
    await library.add(PIER, collection="1")
    await library.guilds.seen([])
    await library.purge("1")
    assert await library.guilds.seen([]) == []
    assert await library.guilds.left_before(datetime.now(UTC) + timedelta(days=1)) == []


async def test_closed_store_says_so(tmp_path: Path) -> None:
    async with Library.open(tmp_path) as library:
        pass
    with pytest.raises(StoreUnavailable, match="has been closed"):
        await library.listing()
