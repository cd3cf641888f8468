"""One story from several outlets is cited once."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from knowledge import Answer, Article, Library

STORY = (
    "The three countries agreed on Tuesday that the ferry dispute in Lindvik must be settled in a stage-by-stage "
    "and simultaneous way, and that the envoys shall meet again before the harbour freezes over in December."
)
FIRST = Article(id="herald", title="Envoys agree", paragraphs=(STORY,), publisher="Herald", language="en")
AGENCY = replace(
    FIRST,
    id="courier",
    title="Ferry dispute to be settled",
    publisher="Courier",
    paragraphs=("The mayor spoke first.", f"LINDVIK (Northern Press) - {STORY.replace('agreed', 'have agreed')}"),
)
OWN = replace(
    FIRST,
    id="own",
    title="What the ferry dispute is about",
    publisher="Gazette",
    paragraphs=("The ferry dispute in Lindvik began when the harbour closed its oldest pier to the envoys' ferry.",),
)
QUESTION = "How must the ferry dispute in Lindvik be settled by the envoys?"


@pytest.fixture
async def library(tmp_path: Path) -> AsyncIterator[Library]:
    async with Library.open(tmp_path) as library:
        await library.add_all([FIRST, AGENCY, OWN])
        yield library


async def asked(library: Library, *, k: int = 3) -> Answer:
    found = await library.ask(QUESTION, k=k)
    assert isinstance(found, Answer)
    return found


def places(found: Answer) -> list[list[tuple[str, int]]]:
    """The article and paragraph of each citation, with those where the same stands once more."""
    return [
        [(each.article.id, each.paragraph), *((copy.article.id, copy.paragraph) for copy in each.also)]
        for each in found.citations
    ]


async def test_the_same_text_of_two_outlets_is_one_citation_that_names_both(library: Library) -> None:
    story, *others = places(await asked(library))
    assert sorted(story) == [("courier", 2), ("herald", 1)]
    assert [("own", 1)] in others


async def test_copies_take_no_place_from_other_passages(library: Library) -> None:
    story, other = places(await asked(library, k=2))
    assert len(story) == 2 and len(other) == 1


async def test_sources_name_the_copies_after_a_restart(library: Library, tmp_path: Path) -> None:
    found = await asked(library)
    async with Library.open(tmp_path) as again:
        assert (await again.source(id=found.id)).citations == found.citations


async def test_a_copy_that_was_taken_out_is_named_no_more(library: Library) -> None:
    found = await asked(library)
    (copy,) = found.citations[0].also
    await library.remove(copy.article.id)
    assert (await library.source(id=found.id)).citations[0].also == ()


async def test_another_text_is_another_citation(tmp_path: Path, subtests: pytest.Subtests) -> None:
    for number, other in enumerate(
        [
            "The three countries agreed on Tuesday on nothing.",
            f"{STORY} {' '.join(f'Much else {n} was said.' for n in range(30))}",
            STORY.replace("Tuesday", "Monday")
            .replace("ferry", "herring")
            .replace("settled", "left")
            .replace("and", "or"),
        ]
    ):
        with subtests.test(other=other):
            (folder := tmp_path / str(number)).mkdir()
            async with Library.open(folder) as library:
                await library.add_all([FIRST, replace(AGENCY, paragraphs=(other,))])
                assert all(len(each) == 1 for each in places(await asked(library)))


async def test_two_short_headings_are_one_text_only_where_they_are_the_same(tmp_path: Path) -> None:
    headings = (("Lindvik ferry",), ("Ferry Lindvik",), ("LINDVIK FERRY!",))
    async with Library.open(tmp_path) as library:
        await library.add_all([Article(title="", paragraphs=each, language="en") for each in headings])
        found = await library.ask("Lindvik ferry")
        assert isinstance(found, Answer)
        assert [len(each.also) for each in found.citations] == [1, 0]
