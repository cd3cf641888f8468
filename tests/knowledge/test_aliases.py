"""Names are found by their other forms, where a collection does not have them as asked."""

from pathlib import Path

import pytest

from knowledge import Answer, Article, Library

ARTICLES = [
    Article(
        id="zone",
        title="The strip",
        paragraphs=("Cranes spend the winter in the Demilitarized Zone, which is 250 kilometres long.",),
        language="en",
    ),
    Article(
        id="envoy",
        title="The envoy",
        paragraphs=("The U.S. envoy flew to Lindvik on Monday with a colour map of the harbour.",),
        language="en",
    ),
    Article(id="crew", title="The crew", paragraphs=("The captain told us that quotas would fall.",), language="en"),
]


async def ask(folder: Path, question: str) -> Answer:
    async with Library.open(folder) as library:
        await library.add_all(ARTICLES)
        found = await library.ask(question)
    assert isinstance(found, Answer)
    return found


@pytest.mark.parametrize(
    ("question", "article"),
    [
        ("How long is the DMZ?", "zone"),
        ("Where did the United States envoy fly?", "envoy"),
        ("Where did the American envoy fly?", "envoy"),
        ("Which color map of the harbor did the envoy have?", "envoy"),
        ("What did the captain tell us?", "crew"),
    ],
)
async def test_name_is_found_by_another_form(tmp_path: Path, question: str, article: str) -> None:
    found = await ask(tmp_path, question)
    assert found.citations[0].article.id == article
    assert not found.unmatched and not found.absent
