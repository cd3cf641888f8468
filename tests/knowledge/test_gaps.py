"""Gaps: what people ask in vain, grouped by terms, counted by people, closed by new articles."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from knowledge import Article, AskContext, Library

pytestmark = pytest.mark.usefixtures("either_database")

HARBOUR = Article(title="Harbour", paragraphs=("The harbour of Lindvik has a pier.",), language="en")
WINE = Article(title="At table", paragraphs=("The wine that goes with artichokes is dry sherry.",), language="en")
QUESTION = "Which wine goes with artichokes?"


@pytest.fixture
async def library(tmp_path: Path) -> AsyncIterator[Library]:
    async with Library.open(tmp_path) as library:
        await library.add(HARBOUR)
        yield library


async def ask(library: Library, question: str, asker: str, *, private: bool = False, collection: str = "7") -> int:
    place = AskContext(collection=collection, channel="1", asker=asker, private=private)
    return (await library.ask(question, place)).id


async def test_questions_about_the_same_thing_are_one_gap_the_most_wanted_first(library: Library) -> None:
    await ask(library, "Who won the chess olympiad?", "ann")
    await ask(library, "Who won the chess olympiad?", "ann")
    await ask(library, QUESTION, "ann")
    await ask(library, "What wine should one drink with artichokes?", "bea")
    await ask(library, "chess olympiad winner", "ann")
    wine, chess = library.gaps.grouped("7")
    assert (wine.people, wine.times, len(wine.questions)) == (2, 2, 2)
    assert (chess.people, chess.times) == (1, 3)
    assert chess.questions[0].text == "Who won the chess olympiad?"


async def test_private_questions_and_those_of_hidden_channels_are_left_out(library: Library) -> None:
    await ask(library, QUESTION, "ann", private=True)
    assert library.gaps.grouped("7") == []
    await ask(library, QUESTION, "bea")
    [gap] = library.gaps.grouped("7")
    assert gap.people == 1
    assert library.gaps.grouped("7", is_visible=lambda channel: channel != "1") == []


async def test_gap_closes_with_the_article_that_answers_and_opens_again_without_it(library: Library) -> None:
    await ask(library, QUESTION, "ann")
    await ask(library, QUESTION, "bea", collection="8")
    await ask(library, "Who won the chess olympiad?", "ann")
    assert await library.close_gaps() == 0
    await library.add(WINE, collection="7")
    assert await library.close_gaps() == 1
    assert await library.close_gaps() == 0
    [left] = library.gaps.grouped("7")
    assert "chess" in left.questions[0].text
    assert len(library.gaps.grouped("8")) == 1
    assert [each.question for each in await library.feedback.gaps(collection="7")] == ["Who won the chess olympiad?"]


async def test_voted_down_answer_closes_with_another_article_than_the_one_it_cited(library: Library) -> None:
    await library.add(WINE, collection="7")
    id = await ask(library, QUESTION, "ann")
    await library.feedback.vote(id, collection="7", voter="ann", good=False, cause="wrong")
    await library.close_gaps()
    assert len(library.gaps.grouped("7")) == 1
    better = Article(
        title="Sommelier", paragraphs=("With artichokes goes a wine from Jerez, dry fino.",), language="en"
    )
    await library.add(better, collection="7")
    assert await library.close_gaps() == 1
    assert library.gaps.grouped("7") == []


async def test_question_that_shares_only_common_words_is_another_gap(library: Library) -> None:
    for subject in ("missiles", "famine", "tourists", "railways", "fisheries", "coal"):
        await ask(library, f"What did North Korea announce about {subject} in Pyongyang?", "ann")
    assert len(library.gaps.grouped("7")) == 6
