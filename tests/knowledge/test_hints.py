"""Publishers and months named in plain words weigh in, keep nothing out, and can be taken off."""

from datetime import date
from pathlib import Path

import pytest

from knowledge import Answer, Article, Library

TEXT = "The glacier above Lindvik lost {} metres in May and March 2018, as Mayor Dahl and Reuters say."
ARTICLES = [
    Article(
        id=f"{publisher}-{month}",
        title=f"Glacier note {n}",
        paragraphs=(TEXT.format(n + 3),),
        publisher=publisher,
        published_at=date(2018, month, 10),
        language="en",
    )
    for n, (publisher, month) in enumerate([("Coast Courier", 2), ("Coast Courier", 3), ("Reuters", 2), ("Reuters", 3)])
]


async def ask(folder: Path, question: str, ignored: frozenset[int] = frozenset()) -> Answer:
    async with Library.open(folder) as library:
        await library.add_all(ARTICLES)
        found = await library.ask(question, ignored=ignored)
    assert isinstance(found, Answer)
    return found


QUESTION = "What did Reuters say about the glacier above Lindvik in March 2018?"


async def test_publisher_and_month_of_a_question_weigh_in(tmp_path: Path) -> None:
    found = await ask(tmp_path, QUESTION)
    assert [each.name for each in found.understood] == ["Reuters", "March 2018"]
    assert found.citations[0].article.id == "Reuters-3"


async def test_part_of_a_month_is_the_month(tmp_path: Path) -> None:
    found = await ask(tmp_path, QUESTION.replace("in March", "in early March"))
    assert [each.name for each in found.understood] == ["Reuters", "March 2018"]


@pytest.mark.parametrize(("ignored", "left"), [({0}, ["March 2018"]), ({1}, ["Reuters"]), ({0, 1}, [])])
async def test_each_can_be_taken_off(tmp_path: Path, ignored: set[int], left: list[str]) -> None:
    found = await ask(tmp_path, QUESTION, frozenset(ignored))
    assert [each.name for each in found.understood] == left and found.ignored == ignored


@pytest.mark.parametrize(
    "question",
    [
        "What did Mayor Dahl say about the glacier above Lindvik?",
        "How many metres did the glacier above Lindvik lose in May 1999?",
        "Which glacier lies above Lindvik?",
    ],
)
async def test_what_no_article_is_of_is_a_plain_word(tmp_path: Path, question: str) -> None:
    assert not (await ask(tmp_path, question)).understood


async def test_question_of_nothing_else_is_left_as_it_is(tmp_path: Path) -> None:
    async with Library.open(tmp_path) as library:
        await library.add_all(ARTICLES)
        found = await library.ask("according to Reuters")
    assert not (isinstance(found, Answer) and found.understood)
