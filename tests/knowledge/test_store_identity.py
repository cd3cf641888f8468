import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import date
from email.message import EmailMessage
from pathlib import Path

import pytest

from knowledge.errors import ArticleNotFound
from knowledge.ingest import read_bytes
from knowledge.models import Article
from knowledge.store.articles import ArticleStore
from knowledge.store.audit import ChangeSet
from knowledge.store.history import History
from tests.knowledge.documents import zipped

STORM = Article(
    title="Storm over the harbour",
    paragraphs=("Waves broke over the wall.", "No one was hurt."),
    publisher="Harbour News",
    published_at=date(2020, 1, 9),
    url="https://harbour.example/storm",
)


async def added(store: ArticleStore, article: Article, collection: str = "shared") -> tuple[str, int, int]:
    [one] = await store.add([article], collection=collection)
    return one.change, one.article.row, one.article.version


def texts(folder: Path) -> list[tuple[int, int, str]]:
    with closing(sqlite3.connect(folder / "footnote.db")) as connection:
        return connection.execute("SELECT article, version, text FROM paragraph ORDER BY 1, 2, number").fetchall()


async def test_same_article_again_is_unchanged(store: ArticleStore) -> None:
    _, row, _ = await added(store, STORM)
    assert await added(store, STORM) == ("unchanged", row, 1)


async def test_rows_of_a_table_inside_a_file_are_as_many_articles(store: ArticleStore) -> None:
    table = "title,text\nPier,The pier opened on Saturday.\nCrane,The crane was painted yellow.\n"
    mail = EmailMessage()
    mail["Subject"] = "Two of them"
    mail.set_content("Here they are, as I promised.")
    mail.add_attachment(table, filename="a.csv")
    for data, name in ((zipped({"a.csv": table, "b.csv": table}), "a.zip"), (bytes(mail), "mail.eml")):
        found = [each for each in read_bytes(data, name) if isinstance(each, Article)]
        results = await store.add(found, collection=name)
        assert {each.change for each in results} <= {"added", "unchanged"}
        assert {each.article.title for each in results} >= {"Pier", "Crane"}


@pytest.mark.parametrize(
    "known",
    [
        STORM,
        replace(
            STORM, byline="Ingrid Dahl", keywords=("sea",), headings=("At sea", "At sea"), modified_at=date(2020, 2, 1)
        ),
    ],
    ids=["fields", "headings"],
)
async def test_article_again_that_says_less_is_unchanged_and_loses_nothing(store: ArticleStore, known: Article) -> None:
    _, row, _ = await added(store, known)
    again = Article(title=STORM.title, paragraphs=STORM.paragraphs)
    assert await added(store, again) == ("unchanged", row, 1)
    assert (await store.preview(again, collection="shared")).change == "unchanged"
    assert await added(store, replace(again, byline="Ola Nord")) == ("updated", row, 2)
    [stored] = await store.load(["shared"])
    assert (stored.byline, stored.publisher, stored.published_at) == ("Ola Nord", STORM.publisher, STORM.published_at)
    assert (stored.url, stored.keywords, stored.modified_at) == (STORM.url, known.keywords, known.modified_at)


async def test_what_is_taken_out_of_a_file_is_gone_but_not_what_a_person_edited(store: ArticleStore) -> None:
    note = replace(STORM, path="/notes/storm.md", byline="Ingrid Dahl")
    _, row, _ = await added(store, note)
    await History(store.database).edit(
        str(row), {"byline": "Ola Nord"}, collection="shared", changes=ChangeSet("1", "edit")
    )
    assert await added(store, replace(note, published_at=None, byline="")) == ("updated", row, 2)
    [stored] = await store.load(["shared"])
    assert (stored.published_at, stored.byline, stored.publisher) == (None, "Ola Nord", STORM.publisher)


async def test_what_a_person_took_off_an_article_stays_off(store: ArticleStore) -> None:
    _, row, _ = await added(store, STORM)
    history = History(store.database)
    await history.edit(str(row), {"published_at": ""}, collection="shared", changes=ChangeSet("1", "edit"))
    assert await added(store, replace(STORM, url="")) == ("unchanged", row, 1)
    assert await added(store, replace(STORM, publisher="", paragraphs=("It is over.",))) == ("updated", row, 2)
    [stored] = await store.load(["shared"])
    assert (stored.published_at, stored.publisher) == (None, "Harbour News")


@pytest.mark.parametrize(
    "again",
    [
        replace(STORM, publisher="Another", url="", published_at=None),
        replace(STORM, title="Storm passes", paragraphs=("It is over.",), publisher="Another"),
    ],
    ids=["content", "url"],
)
async def test_article_known_by_another_mark_is_updated_in_its_row(store: ArticleStore, again: Article) -> None:
    _, row, _ = await added(store, STORM)
    assert await added(store, again) == ("updated", row, 2)
    assert [each.paragraphs for each in await store.load(["shared"])] == [again.paragraphs]


async def test_changed_file_is_the_same_article_and_another_of_its_name_is_not(store: ArticleStore) -> None:
    note = Article(title="Statement", paragraphs=("The bridge stays closed.",), path="/notes/a/statement.txt")
    _, row, _ = await added(store, note)
    assert await added(store, replace(note, paragraphs=("It is open.",))) == ("updated", row, 2)
    change, other, _ = await added(store, replace(note, paragraphs=("The strike goes on.",), path="/notes/b/s.txt"))
    assert change == "added" and other != row


async def test_title_publisher_and_day_make_no_article_of_two(store: ArticleStore) -> None:
    briefing = replace(STORM, title="Morning briefing")
    later = replace(briefing, url="https://harbour.example/2", paragraphs=("Calm seas.",))
    assert [(await added(store, each))[0] for each in (briefing, later)] == ["added", "added"]
    assert len(await store.load(["shared"])) == 2


async def test_the_same_text_under_two_addresses_is_two_articles(store: ArticleStore) -> None:
    await added(store, STORM)
    assert (await added(store, replace(STORM, url="https://elsewhere.example", publisher="Another")))[0] == "added"


async def test_operators_id_alone_decides_where_there_is_one(store: ArticleStore) -> None:
    _, first, _ = await added(store, replace(STORM, id="a"))
    change, second, _ = await added(store, replace(STORM, id="b"))
    assert change == "added" and second != first
    assert await added(store, replace(STORM, id="a", title="Else", url="", paragraphs=("Else.",))) == (
        "updated",
        first,
        2,
    )


async def test_article_without_an_id_is_found_again_under_its_operators_id(store: ArticleStore) -> None:
    _, row, _ = await added(store, replace(STORM, id="a"))
    [again] = await store.add([replace(STORM, byline="C. Gull")], collection="shared")
    assert (again.change, again.article.row, again.article.id) == ("updated", row, "a")


async def test_stored_article_given_back_is_known_though_its_id_is_a_number(store: ArticleStore) -> None:
    [one] = await store.add([STORM], collection="shared")
    assert await added(store, one.article) == ("unchanged", one.article.row, 1)


async def test_articles_that_share_only_empty_marks_are_different(store: ArticleStore) -> None:
    one, other = Article(title="", paragraphs=("One.",)), Article(title="", paragraphs=("Other.",))
    assert [each.change for each in await store.add([one, other], collection="shared")] == ["added", "added"]


async def test_same_text_twice_in_one_batch_is_added_once(store: ArticleStore) -> None:
    changes = await store.add([STORM, STORM, replace(STORM, byline="C. Gull")], collection="shared")
    assert [each.change for each in changes] == ["added", "unchanged", "updated"]
    assert len({each.article.row for each in changes}) == 1
    assert len(await store.load(["shared"])) == 1


async def test_two_collections_hold_the_same_article_independently(store: ArticleStore) -> None:
    await added(store, STORM, "1")
    assert (await added(store, STORM, "2"))[0] == "added"
    [one] = await store.load(["1"])
    await store.remove(one.id, collection="1")
    assert await store.load(["1"]) == []
    assert [each.paragraphs for each in await store.load(["2"])] == [STORM.paragraphs]


async def test_earlier_versions_text_is_kept_beside_the_current_one(store: ArticleStore, tmp_path: Path) -> None:
    _, row, _ = await added(store, STORM)
    await added(store, replace(STORM, paragraphs=("Corrected.",)))
    assert texts(tmp_path) == [(row, 1, text) for text in STORM.paragraphs] + [(row, 2, "Corrected.")]


async def test_removing_deletes_the_text_of_every_version(store: ArticleStore, tmp_path: Path) -> None:
    await added(store, STORM)
    _, row, _ = await added(store, replace(STORM, paragraphs=("Corrected.",)))
    removed = await store.remove(str(row), collection="shared")
    assert removed.paragraphs == ("Corrected.",)
    assert texts(tmp_path) == []
    with pytest.raises(ArticleNotFound):
        await store.remove(str(row), collection="shared")
    with pytest.raises(ArticleNotFound):
        await store.article(str(row), collections=["shared"])


async def test_withdrawn_article_added_again_lives_in_its_row(store: ArticleStore) -> None:
    _, row, _ = await added(store, STORM)
    await store.remove(str(row), collection="shared")
    assert await added(store, STORM) == ("added", row, 2)
    assert [each.paragraphs for each in await store.load(["shared"])] == [STORM.paragraphs]


async def test_living_article_is_preferred_to_a_withdrawn_one_with_the_same_mark(store: ArticleStore) -> None:
    [gone, living] = await store.add([replace(STORM, id="a"), replace(STORM, id="b")], collection="shared")
    await store.remove("a", collection="shared")
    assert await added(store, replace(STORM, byline="C. Gull")) == ("updated", living.article.row, 2)
    assert gone.article.row < living.article.row
