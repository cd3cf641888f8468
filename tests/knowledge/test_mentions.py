"""Who said something first, and who last."""

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from knowledge import Article, InvalidQuestion, Library


@pytest.fixture
async def library(tmp_path: Path) -> AsyncIterator[Library]:
    async with Library.open(tmp_path) as opened:
        yield opened


def article(title: str, day: date | None, *paragraphs: str, language: str = "en") -> Article:
    return Article(title=title, paragraphs=paragraphs, published_at=day, language=language)


async def test_first_and_last_are_by_day_and_the_undated_are_told_apart(library: Library) -> None:
    said = "It rained. The minister spoke of sanctions relief on the pier. Nobody listened."
    await library.add_all(
        [
            article("Middle", date(2018, 5, 1), said),
            article("Last", date(2018, 9, 1), "Nothing here.", said),
            article(
                "First", datetime(2017, 2, 3, 9, tzinfo=UTC), said.replace("sanctions relief", "Sanctions  Relief")
            ),
            article("Undated", None, said),
            article("Other order", date(2016, 1, 1), "Relief came, and the sanctions ended."),
        ]
    )
    found = await library.mentions("“sanctions relief”")
    assert found.first and found.first.article.title == "First"
    assert found.first.passage == "The minister spoke of Sanctions  Relief on the pier."
    assert found.last and (found.last.article.title, found.last.paragraph) == ("Last", 2)
    assert (found.articles, found.undated, found.is_complete) == (4, 1, True)
    words = await library.mentions("sanctions relief")
    assert words.first and words.first.article.title == "Other order" and words.articles == 5


async def test_what_nobody_said_has_no_first(library: Library) -> None:
    await library.add(article("Pier", date(2018, 5, 1), "The pier opened."))
    found = await library.mentions("zeppelin")
    assert (found.first, found.last, found.articles) == (None, None, 0)
    once = await library.mentions("pier")
    assert once.first and once.last is None
    for nothing in ("", "“”", "???"):
        with pytest.raises(InvalidQuestion):
            await library.mentions(nothing)


async def test_phrase_of_function_words_is_found(library: Library) -> None:
    await library.add(article("Hamlet", date(1603, 1, 1), "To be, or not to be, that is the question."))
    found = await library.mentions("“to be, or not to be”")
    assert found.articles == 1
