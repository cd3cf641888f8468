"""The indexes of a library: live, saved beside the store, never trusted blindly, and within their memory."""

import asyncio
import logging
import os
import tracemalloc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from knowledge import Answer, Article, AskContext, Library, index_cache
from knowledge.errors import IndexBehind
from knowledge.index import file
from knowledge.index_cache import IndexCache
from knowledge.models import Decline
from knowledge.store.articles import ArticleStore

Watched = list[tuple[int, int]]


def cache_of(library: Library) -> IndexCache:
    assert isinstance(library._indexes, IndexCache)
    return library._indexes


@asynccontextmanager
async def opened(folder: Path, built: Watched | None = None, memory: int = 1024) -> AsyncIterator[Library]:
    """A library that notes what has to be indexed."""
    watch = (lambda done, total: built.append((done, total))) if built is not None else None
    async with Library.open(folder, index_memory=memory, watch=watch) as library:
        yield library


def article(id: str, text: str, title: str = "") -> Article:
    return Article(id=id, title=title, paragraphs=(text,), language="en")


async def quoted(library: Library, question: str, collection: str = "shared") -> list[str]:
    """The ids of the articles that are quoted."""
    answer = await library.ask(question, AskContext(collection=collection))
    return [citation.article.id for citation in answer.citations] if isinstance(answer, Answer) else []


async def test_what_is_added_changed_and_removed_shows_in_the_next_answer(tmp_path: Path) -> None:
    async with opened(tmp_path) as library:
        await library.add(article("pier", "The ferry Solveig berthed at the new pier."))
        assert await quoted(library, "Where did the ferry Solveig berth?") == ["pier"]
        await library.add(article("mayor", "Mayor Dahl resigned over the harbour budget."))
        assert await quoted(library, "Why did mayor Dahl resign?") == ["mayor"]
        await library.add(article("mayor", "Councillor Berg praised the lighthouse keepers."))
        assert await quoted(library, "Why did mayor Dahl resign?") == []
        assert await quoted(library, "Whom did councillor Berg praise?") == ["mayor"]
        await library.remove("pier")
        assert await quoted(library, "Where did the ferry Solveig berth?") == []


async def test_only_what_has_changed_is_indexed(tmp_path: Path) -> None:
    built: Watched = []
    async with opened(tmp_path, built) as library:
        await library.add_all([article(str(number), f"Ferry number {number} sailed.") for number in range(50)])
        await library.ask("ferry")
        await library.add(article("pier", "The pier opened."))
        await library.ask("pier")
        await library.remove("3")
        await library.ask("pier")
    assert built == [(50, 50), (1, 1)]


async def test_a_restart_maps_what_was_saved_and_reads_no_article(tmp_path: Path) -> None:
    built: Watched = []
    async with opened(tmp_path) as library:
        await library.add(article("pier", "The ferry Solveig berthed at the new pier."))
        before = await library.ask("Where did the ferry Solveig berth?")
    async with opened(tmp_path, built) as library:
        after = await library.ask("Where did the ferry Solveig berth?")
    assert isinstance(before, Answer) and isinstance(after, Answer)
    assert (after.confidence, after.citations) == (before.confidence, before.citations)
    assert built == []


async def test_what_another_process_changed_since_is_caught_up_with(tmp_path: Path) -> None:
    built: Watched = []
    async with opened(tmp_path) as library:
        await library.add_all([article("a", "The ferry sailed."), article("b", "The reactor cooled.")])
        await library.ask("ferry")
    async with ArticleStore.open(tmp_path) as store:
        await store.remove("a", collection="shared")
        await store.add([article("c", "The truce held.")], collection="shared")
    async with opened(tmp_path, built) as library:
        assert await quoted(library, "Did the truce hold?") == ["c"]
        assert await quoted(library, "Did the ferry sail?") == []
    assert built == [(1, 1)]


@pytest.mark.parametrize("kept", [0, 40, 400, -100])
async def test_a_damaged_file_is_logged_and_rebuilt(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, kept: int
) -> None:
    async with opened(tmp_path) as library:
        await library.add(article("pier", "The ferry Solveig berthed at the new pier."))
        await library.ask("ferry")
    saved = index_cache.path_of(tmp_path, "shared")
    whole = saved.read_bytes()
    saved.write_bytes(whole[:kept])
    async with opened(tmp_path) as library:
        assert await quoted(library, "Where did the ferry Solveig berth?") == ["pier"]
    assert "rebuilding it" in caplog.text
    assert saved.read_bytes() == whole


@pytest.mark.parametrize("renamed", ["rows", "languages.text", "en.paragraphs.starts", "en.days", "en.parents"])
async def test_a_file_of_another_layout_is_rebuilt(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, renamed: str
) -> None:
    async with opened(tmp_path) as library:
        await library.add(article("pier", "The ferry Solveig berthed at the new pier."))
        await library.ask("ferry")
    saved, metadata = index_cache.path_of(tmp_path, "shared"), index_cache._metadata("shared")
    arrays = file.load(saved, metadata)
    arrays[f"{renamed} of before"] = arrays.pop(renamed)
    file.save(saved, arrays, metadata)
    built: Watched = []
    async with opened(tmp_path, built) as library:
        assert await quoted(library, "Where did the ferry Solveig berth?") == ["pier"]
    assert built == [(1, 1)] and "rebuilding it" in caplog.text


async def test_a_file_of_the_layout_before_is_rebuilt(tmp_path: Path) -> None:
    async with opened(tmp_path) as library:
        await library.add(article("pier", "The ferry Solveig berthed at the new pier."))
        await library.ask("ferry")
    saved, metadata = index_cache.path_of(tmp_path, "shared"), index_cache._metadata("shared")
    file.save(saved, file.load(saved, metadata), {**metadata, "layout": index_cache.LAYOUT_VERSION - 1})
    built: Watched = []
    async with opened(tmp_path, built) as library:
        assert await quoted(library, "Where did the ferry Solveig berth?") == ["pier"]
    assert built == [(1, 1)]


async def test_a_missing_file_is_no_trouble(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    async with opened(tmp_path) as library:
        await library.add(article("pier", "The ferry Solveig berthed at the new pier."))
        await library.ask("ferry")
    index_cache.path_of(tmp_path, "shared").unlink()
    async with opened(tmp_path) as library:
        assert await quoted(library, "Where did the ferry Solveig berth?") == ["pier"]
    assert not [record for record in caplog.records if record.levelno >= logging.WARNING]


async def test_a_file_of_another_store_gives_no_wrong_answer(tmp_path: Path) -> None:
    for name, text in (("one", "The ferry sailed at dawn."), ("two", "The reactor was shut down.")):
        async with opened(tmp_path / name) as library:
            await library.add(article(name, text))
            await library.ask("ferry")
    index_cache.path_of(tmp_path / "two", "shared").replace(index_cache.path_of(tmp_path / "one", "shared"))
    async with opened(tmp_path / "one") as library:
        assert await quoted(library, "When did the ferry sail?") == ["one"]
        assert await quoted(library, "Was the reactor shut down?") == []


async def test_a_folder_that_cannot_be_written_costs_only_the_next_start(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / index_cache.INDEX_FOLDER).write_text("in the way")
    async with opened(tmp_path) as library:
        await library.add(article("pier", "The ferry Solveig berthed at the new pier."))
        assert await quoted(library, "Where did the ferry Solveig berth?") == ["pier"]
    assert "can't be saved" in caplog.text


async def test_an_analyser_that_changed_makes_the_file_stale(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    built: Watched = []
    async with opened(tmp_path) as library:
        await library.add(article("pier", "The ferry Solveig berthed at the new pier."))
        await library.ask("ferry")
    monkeypatch.setattr("knowledge.text.analysis.VERSION", 10_000)
    async with opened(tmp_path, built) as library:
        await library.ask("ferry")
    assert built == [(1, 1)]


async def test_a_collection_of_any_name_has_a_file_of_its_own_in_the_folder(
    tmp_path: Path, subtests: pytest.Subtests
) -> None:
    for number, name in enumerate(["../escape", "A/B", "con\\x", "", "ä", "x" * 300, "shared.idx"]):
        with subtests.test(name=name):
            (folder := tmp_path / str(number)).mkdir()
            async with opened(folder) as library:
                await library.add(article("pier", "The ferry Solveig berthed at the new pier."), collection=name)
                assert await quoted(library, "Where did the ferry Solveig berth?", name) == ["pier"]
            assert index_cache.path_of(folder, name).parent == folder / index_cache.INDEX_FOLDER
            assert index_cache.path_of(folder, name).is_file()


async def test_a_server_asks_its_own_and_the_shared_articles_as_one_collection(tmp_path: Path) -> None:
    own = [article(f"own{number}", f"Ferry {number} left the harbour late.") for number in range(5)]
    shared = [article(f"shared{number}", f"The harbour mayor closed pier {number}.") for number in range(5)]
    async with opened(tmp_path / "two") as library:
        await library.add_all(own, collection="server")
        await library.add_all(shared)
        apart = await library.ask("Which ferry left the harbour?", AskContext(collection="server"))
        assert set(await quoted(library, "Which ferry left the harbour?", "other")) <= {each.id for each in shared}
    async with opened(tmp_path / "one") as library:
        await library.add_all([*own, *shared])
        together = await library.ask("Which ferry left the harbour?")
    assert isinstance(apart, Answer) and isinstance(together, Answer)
    assert [(each.article.id, each.passage) for each in apart.citations] == [
        (each.article.id, each.passage) for each in together.citations
    ]


async def test_the_least_recently_asked_index_is_let_go_and_comes_back(tmp_path: Path) -> None:
    built: Watched = []
    words = " ".join(f"word{number}" for number in range(20_000))
    async with opened(tmp_path, built, memory=3) as library:
        for name in ("one", "two", "three"):
            await library.add(article(name, f"The ferry {name} sailed. {words}"), collection=name)
            await library.ask("ferry", AskContext(collection=name))
        assert list(cache_of(library).entries) == ["three", "shared"]
        assert "one" in await quoted(library, "Which ferry one sailed?", "one")
        assert list(cache_of(library).entries) == ["one", "shared"]
    assert built == [(1, 1)] * 3


async def test_readers_go_on_while_very_much_comes_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("knowledge.index_cache.MAX_FRESH_CHANGES", 10)
    done = asyncio.Event()
    async with Library.open(tmp_path, watch=lambda _, total: done.set() if total == 50 else None) as library:
        await library.add(article("pier", "The ferry Solveig berthed at the new pier."))
        assert await quoted(library, "Where did the ferry Solveig berth?") == ["pier"]
        await library.add_all([article(str(number), f"The truce of day {number} held.") for number in range(50)])
        assert await quoted(library, "Did the truce of day 7 hold?") == []
        await done.wait()
        while not (found := await quoted(library, "Did the truce of day 7 hold?")):
            pass
        assert "7" in found


async def test_nobody_waits_in_silence_while_very_much_is_indexed_for_the_first_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("knowledge.index_cache.MAX_FRESH_CHANGES", 10)
    many = [article(str(number), f"Ferry number {number} sailed.") for number in range(20)]
    async with opened(tmp_path) as library:
        await library.load()
        await library.add_all(many)
        with pytest.raises(IndexBehind, match="20 of them"):
            await library.ask("Which ferry sailed?")
        await cache_of(library).finish()
        assert await quoted(library, "Did ferry number 7 sail?") == ["7"]
        await library.add_all(many, collection="7")
        assert await quoted(library, "Did ferry number 7 sail?", "7") == ["7"], "the shared articles are there"
    async with opened(tmp_path) as library:
        await library.add_all([article(f"new {number}", f"Barge number {number} sank.") for number in range(20)])
        assert "new 7" in await quoted(library, "Did barge number 7 sink?"), "a command in the terminal shows its work"


async def test_process_that_is_stopped_ends_without_waiting_for_what_is_indexed_and_keeps_no_deleted_word(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in (("MAX_FRESH_CHANGES", 10), ("ARTICLES_PER_BATCH", 20), ("MAX_CLOSING_SECONDS", 0.0)):
        monkeypatch.setattr(f"knowledge.index_cache.{name}", value)
    built: Watched = []
    async with opened(tmp_path) as library:
        await library.add(article("pier", "Abracadabra said the mayor."))
        await library.ask("mayor")
    with pytest.raises(asyncio.CancelledError):
        async with opened(tmp_path, built) as library:
            await library.load()
            await library.add_all([article(str(number), f"Ferry number {number} sailed.") for number in range(2_000)])
            await library.remove("pier")
            raise asyncio.CancelledError
    assert (2_000, 2_000) not in built
    assert not index_cache.path_of(tmp_path, "shared").exists(), "its words are those of what was removed"
    async with opened(tmp_path) as library:
        assert "7" in await quoted(library, "Did ferry number 7 sail?")


async def test_many_ask_at_once_and_the_index_is_built_once(tmp_path: Path) -> None:
    built: Watched = []
    async with opened(tmp_path, built) as library:
        await library.add_all([article(str(number), f"Ferry number {number} sailed.") for number in range(20)])
        replies = await asyncio.gather(*(library.ask(f"Did ferry number {number} sail?") for number in range(10)))
    assert all(isinstance(reply, Answer) for reply in replies)
    assert built == [(20, 20)]


async def test_many_ask_at_once_of_very_much_and_the_index_is_built_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("knowledge.index_cache.MAX_FRESH_CHANGES", 10)
    built: Watched = []
    async with opened(tmp_path, built) as library:
        await library.load()
        built.clear()
        await library.add_all([article(str(number), f"Ferry number {number} sailed.") for number in range(20)])
        await asyncio.gather(*(library.ask("Which ferry sailed?") for _ in range(10)), return_exceptions=True)
        await cache_of(library).finish()
        assert built == [(20, 20)]
        assert cache_of(library).entries["shared"].is_saved, "its file holds no word that was deleted meanwhile"


async def test_an_emptied_collection_declines_and_leaves_no_file(tmp_path: Path) -> None:
    async with opened(tmp_path) as library:
        await library.add(article("a", "The ferry sailed."), collection="other")
        await library.add(article("pier", "The ferry Solveig berthed at the new pier."))
        await library.ask("ferry")
    async with opened(tmp_path) as library:
        await library.remove("pier")
        assert isinstance(await library.ask("Where did the ferry Solveig berth?"), Decline)
    assert not index_cache.path_of(tmp_path, "shared").exists()


async def test_what_is_taken_out_leaves_the_saved_index_too(tmp_path: Path) -> None:
    async with opened(tmp_path) as library:
        await library.add_all([article("pier", "The pier opened."), article("mayor", "Abracadabra said the mayor.")])
        await library.ask("mayor")
    saved = index_cache.path_of(tmp_path, "shared")
    assert b"abracadabra" in saved.read_bytes()
    async with opened(tmp_path) as library:
        await library.remove("mayor")
    assert b"abracadabra" not in saved.read_bytes()


async def test_what_is_purged_leaves_no_index(tmp_path: Path) -> None:
    async with opened(tmp_path) as library:
        for name in ("one", "dm-7", "dm-8"):
            await library.add(article(name, "The ferry sailed."), collection=name)
            await library.ask("ferry", AskContext(collection=name))
    async with opened(tmp_path) as library:
        await library.ask("ferry", AskContext(collection="one"))
        await library.purge("one")
        await library.forget_person("somebody")
        assert await quoted(library, "Which ferry sailed?", "one") == []
    assert [each.stem for each in (tmp_path / index_cache.INDEX_FOLDER).iterdir()] == ["samples"]


async def test_what_another_process_purged_is_not_saved_again(tmp_path: Path) -> None:
    async with opened(tmp_path) as library:
        await library.add(article("pier", "The ferry sailed."), collection="one")
        await library.ask("ferry", AskContext(collection="one"))
        async with opened(tmp_path) as other:
            await other.purge("one")
    assert not index_cache.path_of(tmp_path, "one").exists()


async def test_small_indexes_count_with_the_objects_around_them(tmp_path: Path) -> None:
    servers = [f"server{number}" for number in range(12)]
    async with opened(tmp_path) as library:
        for server in servers:
            await library.add(article(server, f"The lighthouse {server} shone."), collection=server)
            await library.ask("lighthouse", AskContext(collection=server))
    async with opened(tmp_path) as library:
        indexes = cache_of(library)
        await indexes.get((servers[0], "shared"))
        tracemalloc.start()
        before = tracemalloc.get_traced_memory()[0], indexes.nbytes
        for server in servers[1:]:
            await indexes.get((server, "shared"))
        grown = tracemalloc.get_traced_memory()[0] - before[0], indexes.nbytes - before[1]
        tracemalloc.stop()
    assert grown[0] < 1.3 * grown[1]


async def test_joined_indexes_and_what_is_kept_of_questions_count_as_memory_and_go_first(tmp_path: Path) -> None:
    servers = ["one", "two", "three"]
    async with opened(tmp_path) as library:
        indexes = cache_of(library)
        await library.add_all([article(str(number), f"The ferry number {number} sailed.") for number in range(300)])
        for server in servers:
            await library.add(article(server, f"The lighthouse {server} shone."), collection=server)
            assert await quoted(library, "Which lighthouse shone?", server) == [server]
        without_questions = indexes.nbytes
        for number in range(100):
            await library.ask(f"Did ferry number {number} sail?", AskContext(collection="three"))
        indexes._weigh_again_at = 0.0
        assert await quoted(library, "Which lighthouse shone?", "three") == ["three"]
        assert indexes.nbytes > without_questions + 100_000
        indexes._memory = indexes.nbytes - 1
        assert await quoted(library, "Which lighthouse shone?", "three") == ["three"]
        assert [scope[0] for scope in indexes._joined] == ["two", "three"]
        assert set(indexes.entries) == {*servers, "shared"}
        indexes._memory = 0
        assert await quoted(library, "Which lighthouse shone?", "one") == ["one"]
        assert [scope[0] for scope in indexes._joined] == ["one"]
        assert set(indexes.entries) == {"one", "shared"}


async def test_an_index_that_is_cut_while_it_is_mapped_is_built_again_and_ends_nothing(tmp_path: Path) -> None:
    built: Watched = []
    words = " ".join(f"word{number}" for number in range(20_000))
    async with opened(tmp_path) as library:
        await library.add_all([article("pier", f"The ferry Solveig berthed. {words}"), article("b", "A truce held.")])
        await library.ask("ferry")
    async with opened(tmp_path, built) as library:
        assert "pier" in await quoted(library, "Where did the ferry Solveig berth?")
        assert built == []
        os.truncate(index_cache.path_of(tmp_path, "shared"), 100)
        assert await quoted(library, "Did the truce hold?") == ["b"]
        assert built == [(2, 2)]
    async with opened(tmp_path, built) as library:
        assert "pier" in await quoted(library, "Where did the ferry Solveig berth?")
    assert built == [(2, 2)]


async def test_an_index_that_is_cut_is_not_read_to_be_saved_or_merged(tmp_path: Path) -> None:
    words = " ".join(f"word{number}" for number in range(20_000))
    async with opened(tmp_path) as library:
        await library.add(article("pier", f"The ferry Solveig berthed. {words}"))
        await library.ask("ferry")
    async with opened(tmp_path) as library:
        await library.ask("ferry")
        await library.add(article("b", "A truce held."))
        assert await quoted(library, "Did the truce hold?") == ["b"]
        os.truncate(index_cache.path_of(tmp_path, "shared"), 0)
    async with opened(tmp_path) as library:
        assert "pier" in await quoted(library, "Where did the ferry Solveig berth?")


async def test_saves_of_one_index_take_turns_and_none_outlives_a_purge(tmp_path: Path) -> None:
    saved = index_cache.path_of(tmp_path, "one")
    async with opened(tmp_path) as library:
        for number in range(20):
            await library.add(article("a", f"The ferry Abracadabra sailed {number} times."), collection="one")
            await library.ask("ferry", AskContext(collection="one"))
            await library.add(article("b", "A truce held."), collection="one")
            await library.remove("b", collection="one")
            await library.purge("one")
            assert not saved.exists()
    assert not saved.exists()
