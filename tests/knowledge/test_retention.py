"""Deleting for good: nothing of it is left, in the tables or in the bytes of the file."""

import asyncio
import shutil
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from knowledge import SHARED, Answer, AnswerNotFound, Article, AskContext, Citation, Library, StoreUnavailable
from knowledge.store import BOT, ChangeSet, PurgeCounts, sqlite
from knowledge.store.articles import ArticleStore
from knowledge.store.sqlite import FileDatabase

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


def as_logged(found: Answer) -> tuple[Citation, ...]:
    """Return the citations as the log has them: it keeps what was in bold, not why."""
    return tuple(replace(each, matched=each.marked, answers=()) for each in found.citations)


def bytes_on_disk(folder: Path) -> bytes:
    return b"".join(file.read_bytes() for file in folder.rglob("*") if file.is_file())


def held(folder: Path, *secrets: str) -> list[str]:
    """Return those that some file still holds, whatever their case."""
    there = bytes_on_disk(folder).lower()
    return [secret for secret in secrets if secret.encode().lower() in there]


async def overwritten(folder: Path, *secrets: str) -> None:
    """Wait until nothing of them is left on disk: the index is cleaned and the log emptied in the background."""
    async with asyncio.timeout(30):
        while held(folder, *secrets):  # noqa: ASYNC110 - nobody tells when
            await asyncio.sleep(0.02)


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
    assert (await library.source(id=kept.id, collection="2")).citations == as_logged(kept)
    assert await library.guilds.settings("2") == {"prefix": "?"}
    assert await library.purge("nowhere") == PurgeCounts()


async def test_answer_that_cited_a_purged_collection_says_that_it_is_gone(library: Library) -> None:
    await library.add(PIER, collection=SHARED)
    found = await asked(library, QUESTION, "1")
    await library.purge(SHARED)
    with pytest.raises(AnswerNotFound, match="has since been removed"):
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
    await overwritten(tmp_path, "zeppelin")
    assert (await library.source(id=young.id, collection="1")).id == young.id


async def test_log_is_emptied_though_the_file_cannot_be_rewritten(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with ArticleStore.open(tmp_path) as store:
        await store.database.execute("INSERT INTO optout (person) VALUES ('zeppelin')")
        await store.database.execute("DELETE FROM optout")
        monkeypatch.setattr("knowledge.store.sqlite.BUSY_MILLISECONDS", 0)
        with closing(sqlite3.connect(tmp_path / "footnote.db")) as other:
            other.execute("BEGIN IMMEDIATE")
            with pytest.raises(StoreUnavailable):
                await store.database.compact()
        await overwritten(tmp_path, "zeppelin")


async def test_forgotten_person_leaves_nothing_and_others_keep_all(library: Library, tmp_path: Path) -> None:
    await library.add(PIER, collection="1")
    await library.add(FERRY, collection="dm-9", added_by="ann")
    mine = await asked(library, QUESTION + " said the zeppelin", "1", asker="ann")
    await asked(library, "When did the Solveig ferry berth?", "dm-9", asker="ann")
    hers = await asked(library, QUESTION, "1", asker="bea")
    assert await library.retention.left_by("ann") == PurgeCounts(articles=1, questions=2)
    assert await library.forget_person("ann") == PurgeCounts(articles=1, questions=2)
    assert b"zeppelin" not in bytes_on_disk(tmp_path) and b"Solveig" not in bytes_on_disk(tmp_path)
    assert (await library.source(id=hers.id, collection="1")).citations == as_logged(hers)
    with pytest.raises(AnswerNotFound):
        await library.source(id=mine.id, collection="1")
    assert await library.forget_person("ann") == PurgeCounts()


async def test_what_a_forgotten_person_added_for_others_stays_without_the_name(
    library: Library, tmp_path: Path
) -> None:
    await library.add(PIER, collection="1", added_by="person-ann")
    await library.forget_person("person-ann")
    assert b"person-ann" not in bytes_on_disk(tmp_path)
    assert [each.article.title for each in await library.listing(collection="1")] == [PIER.title]


async def test_nobody_cannot_be_forgotten(library: Library) -> None:
    await library.add(PIER, collection="1")
    await asked(library, QUESTION, "1")
    with pytest.raises(ValueError, match="nobody"):
        await library.forget_person("")
    assert (await library.source(collection="1", channel="c")).id


async def test_withdrawn_article_is_overwritten_at_once(library: Library, tmp_path: Path) -> None:
    added = await library.add(PIER, collection="1")
    await library.remove(added.article.id, collection="1")
    await library.retention.purge_questions(datetime.now(UTC))
    await library.forget_person("someone")
    assert b"forty flags" not in bytes_on_disk(tmp_path)


SECRETS = ("Lindvik", "flags", "Aurelie", "lindvik-gazette", "cellophane", "zephyr", "dm-4711", "4712", "4713")
STORY = Article(
    title="Lindvik at night",
    paragraphs=("The pier has forty flags.", "It is old."),
    byline="Aurelie Dumont",
    url="https://lindvik-gazette.example/pier",
    fetched_from="https://lindvik-gazette.example/pier?page=zephyr",
)


async def live_and_remove_all(library: Library) -> None:
    """Add, edit, ask, vote, watch, follow under three collections, then delete all of it, each in its own way."""
    now = datetime.now(UTC)
    await library.add(FERRY, collection="4713")
    for collection in ("4712", "4713", "dm-4711"):
        added = await library.add(STORY, collection=collection, added_by="4711")
        await library.add(
            replace(STORY, paragraphs=("The pier has forty flags of cellophane.",)), collection=collection
        )
        await library.history.edit(
            added.article.id,
            {"title": "Aurelie at the pier"},
            collection=collection,
            changes=ChangeSet("4711", "edit", {"why": "zephyr"}),
        )
        for person in ("4711", "9"):
            place = AskContext(collection=collection, channel="c", asker=person)
            await library.watch("Which flags has the zephyr pier?", place, "first", now=now)
        await library.feeds.add(
            "https://lindvik-gazette.example/feed", collection=collection, now=now, title="Zephyr", added_by="4711"
        )
        found = await library.ask("Which flags has the zephyr pier?", AskContext(collection=collection, asker="4711"))
        assert isinstance(found, Answer)
        await library.feedback.vote(found.id, collection=collection, voter="9", good=False, reason="no zephyr")
        await library.guilds.change(collection, {"prefix": "zephyr"})
    await library.look_for_watches(now + timedelta(days=2))
    [feed] = await library.feeds.of("4713")
    await library.feeds.remove(feed)
    await library.remove(added.article.id, collection="dm-4711")
    for article in await library.listing(collection="4713", own=True):
        await library.remove(article.article.id, collection="4713")
    await library.forget_person("4711", own=["dm-4711"])
    await library.guilds.reset("4713", ["prefix"])
    await library.purge("4712")
    await library.purge("4713")


async def test_no_file_holds_a_byte_of_what_was_deleted_in_a_whole_life(
    tmp_path: Path, subtests: pytest.Subtests
) -> None:
    for number, closed in enumerate([False, True]):
        with subtests.test(closed=closed):
            (folder := tmp_path / str(number)).mkdir()
            async with Library.open(folder) as library:
                await library.add(PIER, collection="5")
                await live_and_remove_all(library)
                await library.remove((await library.listing(collection="5"))[0].article.id, collection="5")
                if not closed:
                    await overwritten(folder, *SECRETS)
            assert held(folder, *SECRETS) == []


async def test_removed_article_leaves_no_byte_though_answers_cited_it(library: Library, tmp_path: Path) -> None:
    changes = ChangeSet(BOT, "add", {"url": STORY.fetched_from})
    [added] = await library.add_all([STORY], collection="1", changes=changes)
    await asked(library, "What does the pier have?", "1")
    await library.remove(added.article.id, collection="1")
    await overwritten(tmp_path, *SECRETS)


async def test_what_is_deleted_beside_a_reader_is_overwritten_once_the_reader_is_done(
    library: Library, tmp_path: Path
) -> None:
    added = await library.add(PIER, collection="1")
    with closing(sqlite3.connect(tmp_path / "footnote.db", isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT COUNT(*) FROM article").fetchone()
        await library.remove(added.article.id, collection="1")
        assert SECRET.encode() in bytes_on_disk(tmp_path)
        async with asyncio.timeout(2):  # The reader keeps nobody waiting.
            await library.add(FERRY, collection="1")
        reader.execute("COMMIT")
    await overwritten(tmp_path, SECRET)


async def test_a_log_that_fills_while_it_is_emptied_is_emptied_once_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    emptied: list[str] = []
    is_beside = asyncio.Event()
    loop = asyncio.get_running_loop()

    def truncate_log(file: Path) -> bool:
        emptied.append(file.name)
        place = len(emptied)
        if place == 1:  # In the background, since the store was opened.
            asyncio.run_coroutine_threadsafe(is_beside.wait(), loop).result()
        return place != 2

    monkeypatch.setattr(sqlite, "_truncate_log", truncate_log)
    async with FileDatabase.open(tmp_path) as database:
        while not emptied:  # noqa: ASYNC110 - nobody tells when
            await asyncio.sleep(0.01)
        await database.flush()  # Something is in the way, and what is at work has begun before.
        is_beside.set()
        async with asyncio.timeout(10):
            while len(emptied) < 3:  # noqa: ASYNC110 - nobody tells when
                await asyncio.sleep(0.01)


async def test_what_a_killed_process_deleted_is_overwritten_at_the_next_start(tmp_path: Path) -> None:
    async with Library.open(tmp_path / "killed") as library:
        added = await library.add(PIER, collection="1")
        with closing(sqlite3.connect(tmp_path / "killed" / "footnote.db", isolation_level=None)) as reader:
            reader.execute("BEGIN")
            reader.execute("SELECT COUNT(*) FROM article").fetchone()
            await library.remove(added.article.id, collection="1")
            shutil.copytree(tmp_path / "killed", tmp_path / "left")
    assert SECRET.encode() in bytes_on_disk(tmp_path / "left")
    async with Library.open(tmp_path / "left"):
        await overwritten(tmp_path / "left", SECRET)


async def test_versions_that_no_kept_answer_cites_are_pruned_in_time(library: Library, tmp_path: Path) -> None:
    pier, ferry = replace(PIER, id="pier", language="en"), replace(FERRY, id="ferry", language="en")
    await library.add_all([pier, ferry], collection="1")
    cited = await asked(library, QUESTION, "1")
    await library.add_all([replace(each, paragraphs=("It closed.",)) for each in (pier, ferry)], collection="1")
    now = datetime.now(UTC)
    assert await library.retention.prune(now + timedelta(days=29)) == 0
    assert await library.retention.prune(now + timedelta(days=31)) == 1
    assert held(tmp_path, "berthed on Monday") == []
    assert (await library.source(id=cited.id, collection="1")).citations == as_logged(cited)
    await library.retention.purge_questions(now)
    assert await library.retention.prune(now + timedelta(days=31)) == 1
    assert held(tmp_path, "opened on Saturday") == []
    assert (await library.article("pier", collection="1")).paragraphs == ("It closed.",)


async def test_purged_collection_filled_again_is_not_taken_for_the_one_before(tmp_path: Path) -> None:
    async with Library.open(tmp_path) as running, Library.open(tmp_path) as other:
        await running.add(PIER, collection="1")
        await asked(running, QUESTION, "1")
        await other.purge("1")
        await other.add(FERRY, collection="1")
        found = await asked(running, "When did the Solveig ferry berth?", "1")
        assert [each.article.title for each in found.citations] == [FERRY.title]


async def test_only_the_owner_can_read_the_data(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    async with Library.open(folder) as library:
        await library.add(PIER)
        await library.ask(QUESTION)
        modes = {file.name: file.stat().st_mode & 0o777 for file in (folder, *folder.iterdir())}
    assert modes == {
        "data": 0o700,
        "asker.key": 0o600,
        "footnote.db": 0o600,
        "footnote.db-shm": 0o600,
        "footnote.db-wal": 0o600,
    }
    assert {file.stat().st_mode & 0o777 for file in (folder / "index").iterdir()} == {0o600}
    folder.chmod(0o755)
    (folder / "footnote.db").chmod(0o644)
    async with Library.open(folder):
        assert folder.stat().st_mode & 0o777 == 0o700 and (folder / "footnote.db").stat().st_mode & 0o777 == 0o600
    folder.chmod(0o755)
    (folder / "notes.txt").write_text("a folder that is used for other things too")
    async with Library.open(folder):
        assert folder.stat().st_mode & 0o777 == 0o755


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


async def test_process_with_some_shards_tells_only_of_its_own_servers(library: Library) -> None:
    for server in ("1", "2", "3"):
        await library.add(PIER, collection=server)
    assert await library.guilds.seen(["1"], serves=lambda server: server in ("1", "2")) == ["2"]
    assert await library.guilds.seen(["3"], serves=lambda server: server == "3") == []
    assert await library.guilds.left_before(datetime.now(UTC) + timedelta(minutes=1)) == ["2"]


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
    with pytest.raises(StoreUnavailable, match="is closed"):
        await library.listing()
