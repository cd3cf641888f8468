"""Headings from the file to the citation: stored with their paragraphs, searched with them, shown above them."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.embeds.answers import citation_lines
from knowledge import Answer, Article, Library
from knowledge.ingest import read_bytes
from knowledge.ingest.blocks import Block, body_of

GUIDE = """# Boat club handbook

The club keeps nine boats in the shed behind the fish hall.

## Members

### How do I get a key to the shed?

Sign the list that hangs by the door, and pay the deposit.

The deposit comes back when the key does.

### Laundry hours

From noon to four, every day but Sunday.

## Fees

Each boat pays for what it takes:

- a berth
- water

| Boat | Night |
| - | - |
| Dinghy | 10 crowns |
"""


@pytest.fixture
async def library(tmp_path: Path) -> AsyncIterator[Library]:
    async with Library.open(tmp_path) as library:
        await library.add(guide())
        yield library


def guide() -> Article:
    [article] = read_bytes(GUIDE.encode(), "guide.md")
    assert isinstance(article, Article), article
    return article


def test_a_heading_belongs_to_the_paragraphs_under_it() -> None:
    question = "Members › How do I get a key to the shed?"
    assert dict(zip(guide().paragraphs, guide().headings, strict=True)) == {
        "The club keeps nine boats in the shed behind the fish hall.": "",
        "How do I get a key to the shed?\nSign the list that hangs by the door, and pay the deposit.": question,
        "The deposit comes back when the key does.": question,
        "From noon to four, every day but Sunday.": "Members › Laundry hours",
        "Each boat pays for what it takes:\na berth\nwater": "Fees",
        "Boat: Dinghy · Night: 10 crowns": "Fees",
    }


@pytest.mark.parametrize("question", ["laundry hours", "What does a dinghy pay for a night?"])
async def test_an_answer_is_found_by_its_heading_and_cites_it(library: Library, question: str) -> None:
    found = await library.ask(question)
    assert isinstance(found, Answer)
    [citation] = found.citations[:1]
    assert citation.heading in ("Members › Laundry hours", "Fees")
    [line, *_] = citation_lines(found.citations, 2_000)
    assert f"Boat club handbook › {citation.heading}" in line


@pytest.mark.parametrize("question", ["Tide table", "when is the tide table on sale?"])
async def test_paragraph_under_a_heading_of_all_words_comes_before_one_that_has_some(
    question: str, library: Library
) -> None:
    await library.add(Article(title="Notes", paragraphs=("The second table in the loft is for sale.",), language="en"))
    await library.add(
        Article(title="Harbour", paragraphs=("It is on sale in May.",), headings=("Shop › Tide table",), language="en")
    )
    found = await library.ask(question)
    assert isinstance(found, Answer) and found.outcome == "answered" and not found.absent
    assert found.citations[0].heading == "Shop › Tide table"


async def test_headings_come_back_from_the_store(library: Library) -> None:
    found = await library.ask("laundry hours")
    again = await library.source(id=found.id)
    assert isinstance(again, Answer)
    assert again.citations[0].article.headings == guide().headings
    assert (await library.article(again.citations[0].article.id)).headings == guide().headings


async def test_another_heading_is_another_version(library: Library) -> None:
    [article] = read_bytes(GUIDE.replace("Laundry hours", "Opening hours").encode(), "guide.md")
    assert isinstance(article, Article)
    assert (await library.add(guide())).change == "unchanged"
    assert (await library.add(article)).change == "updated"


def test_a_heading_over_nothing_leaves_no_paragraph_and_its_successor_ends_it() -> None:
    blocks = [Block("heading", "A", 2), Block("heading", "B", 2), Block("text", "One."), Block("heading", "C", 1)]
    assert body_of([*blocks, Block("text", "Two.")]).headings == ("B", "C")


def test_json_lines_give_headings_back() -> None:
    line = '{"title": "T", "paragraphs": ["One.", "\\u200b", "Two."], "headings": ["", "Gone", "Part two"]}'
    [article] = read_bytes(line.encode(), "a.jsonl")
    assert isinstance(article, Article)
    assert (article.paragraphs, article.headings) == (("One.", "Two."), ("", "Part two"))
    [refusal] = read_bytes(line.replace('"Gone", ', "").encode(), "a.jsonl")
    assert "as many strings" in str(refusal)
