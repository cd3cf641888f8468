"""What few articles have (pages, corrections, keywords, when they changed) comes back as it went in."""

from dataclasses import replace
from datetime import date
from pathlib import Path

from knowledge import Answer, Article, Library

ARTICLE = Article(
    title="Pier report",
    paragraphs=("The pier at Lindvik opened on Saturday.", "The crane shed is painted yellow."),
    pages=(1, 2),
    modified_at=date(2020, 3, 2),
    keywords=("harbour", "cranes"),
    corrections=("An earlier version misspelt Lindvik.",),
)


async def test_pages_and_corrections_come_with_a_citation_and_after_a_restart(tmp_path: Path) -> None:
    async with Library.open(tmp_path) as library:
        await library.add(ARTICLE)
        asked = await library.ask("What colour is the crane shed?")
    async with Library.open(tmp_path) as library:
        [exported] = [each async for each in library.export_articles()]
        [listed] = await library.listing()
        earlier = await library.question_log.answer(asked.id, collection="shared")

    assert isinstance(asked, Answer)
    for answer in (asked, earlier):
        assert answer.citations[0].page == 2
        assert answer.citations[0].article.corrections == ARTICLE.corrections
    assert exported["pages"] == (1, 2) and exported["modified_at"] == "2020-03-02"
    assert listed.article.keywords == ("harbour", "cranes") and listed.article.modified_at == date(2020, 3, 2)


async def test_changed_correction_is_a_new_version_and_the_same_one_is_none(tmp_path: Path) -> None:
    named = replace(ARTICLE, id="pier")
    async with Library.open(tmp_path) as library:
        changes = [
            (await library.add_all([each]))[0].change
            for each in (named, named, replace(named, corrections=("Another.",)), replace(named, pages=(1, 3)))
        ]

    assert changes == ["added", "unchanged", "updated", "updated"]


async def test_removed_article_leaves_none_of_its_details(tmp_path: Path) -> None:
    async with Library.open(tmp_path) as library:
        added = await library.add(ARTICLE)
        await library.remove(added.article.id)
    assert b"misspelt" not in (tmp_path / "footnote.db").read_bytes()
