"""A collection that may hold only so many articles."""

import asyncio
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge import Answer, Article, AskContext, Library, Quota
from knowledge.store.articles import ArticleStore


def note(number: int, text: str = "It says much.") -> Article:
    return Article(title=f"Note {number}", paragraphs=(text,), id=str(number))


async def changes(library: Library, articles: list[Article], most: int, collection: str = "7") -> list[str]:
    added = await library.add_all(articles, collection=collection, quota=Quota(articles=most))
    return [each.change for each in added]


async def test_new_articles_are_refused_once_there_are_as_many_as_may_be(tmp_path: Path) -> None:
    async with Library.open(tmp_path) as library:
        assert await changes(library, [note(1), note(2), note(3)], 2) == ["added", "added", "refused"]
        assert await changes(library, [note(4)], 2) == ["refused"]
        assert [each.article.title for each in await library.listing(collection="7", own=True)] == ["Note 2", "Note 1"]
        assert await changes(library, [note(3)], 2, collection="8") == ["added"]
        assert await changes(library, [note(3)], 0) == ["added"]


async def test_articles_that_are_there_can_still_be_changed_and_replaced(tmp_path: Path) -> None:
    async with Library.open(tmp_path) as library:
        assert await changes(library, [note(1), note(2)], 2) == ["added", "added"]
        assert await changes(library, [note(1), note(2, "Another text.")], 2) == ["unchanged", "updated"]
        await library.remove("1", collection="7")
        assert await changes(library, [note(3), note(1)], 2) == ["added", "refused"]


async def test_collection_that_has_more_than_it_may_by_now_keeps_them(tmp_path: Path) -> None:
    async with Library.open(tmp_path) as library:
        await changes(library, [note(1), note(2)], 0)
        assert await changes(library, [note(1), note(3)], 1) == ["unchanged", "refused"]
        assert len(await library.listing(collection="7", own=True)) == 2


@settings(max_examples=40)
@given(batches=st.lists(st.lists(st.integers(0, 9), max_size=8), max_size=4), most=st.integers(1, 6))
def test_no_collection_ever_holds_more(batches: list[list[int]], most: int) -> None:
    async def held() -> tuple[int, int]:
        with TemporaryDirectory() as folder:
            async with ArticleStore.open(Path(folder)) as store:
                became = [
                    await store.add(list(map(note, batch)), collection="7", quota=Quota(articles=most))
                    for batch in batches
                ]
                added = sum(each.change == "added" for batch in became for each in batch)
                return added, len(await store.listing(["7"]))

    wanted = min(most, len({number for batch in batches for number in batch}))
    assert asyncio.run(held()) == (wanted, wanted)


async def test_text_beyond_the_limit_is_refused_and_earlier_versions_make_room(tmp_path: Path) -> None:
    async with Library.open(tmp_path) as library:

        async def change(number: int, text: str) -> tuple[str, str | None]:
            [added] = await library.add_all([note(number, text)], collection="7", quota=Quota(bytes=100))
            return added.change, added.limit

        assert await change(1, "é" * 20) == ("added", None)
        assert await change(1, "a" * 50) == ("updated", None)
        found = await library.ask("Where is " + "a" * 50 + "?", AskContext(collection="7"))
        assert isinstance(found, Answer)
        assert await change(1, "b" * 50) == ("updated", None)
        # The version that an answer cites makes no room.
        assert await change(1, "b" * 49) == ("refused", "bytes")
        assert (await library.source(id=found.id, collection="7")).citations[0].text == "a" * 50
        await library.retention.purge_questions(datetime.now(UTC))
        assert await change(2, "c" * 51) == ("refused", "bytes")
        assert len(await library.history.versions("1", collection="7")) == 2, "what makes too little room stays"
        assert await change(2, "c" * 50) == ("added", None)
        await library.withdraw("1", collection="7")
        assert await change(4, "e" * 50) == ("added", None)
        await library.purge("7")
        assert await change(1, "f" * 100) == ("added", None)
