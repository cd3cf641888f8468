from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest

from knowledge.errors import ArticleNotFound, UnreadableArticle
from knowledge.models import Article
from knowledge.store.articles import ArticleStore

pytestmark = pytest.mark.usefixtures("either_database")

BRIDGE = Article(
    title="The old bridge reopens",
    paragraphs=("The bridge was closed for two years.", "It reopened on Monday."),
    publisher="The Valley Post",
    byline="Ada Brook",
    published_at=date(2021, 5, 3),
    language="en",
    url="https://valley.example/bridge",
)
FERRY = Article(title="The ferry stops", paragraphs=("The last ferry left at noon.",), id="ferry")


async def test_added_article_comes_back_whole_after_reopening(tmp_path: Path) -> None:
    async with ArticleStore.open(tmp_path) as store:
        [added] = await store.add([BRIDGE], collection="shared")
    async with ArticleStore.open(tmp_path) as store:
        article = await store.article(added.article.id, collections=["shared"])
    assert added.change == "added"
    assert article == added.article == replace(BRIDGE, id=str(article.row), row=article.row, version=1)


async def test_article_keeps_the_id_that_its_operator_gave(store: ArticleStore) -> None:
    [added] = await store.add([FERRY], collection="shared")
    assert added.article.id == "ferry"
    assert await store.article("ferry", collections=["shared"]) == added.article


async def test_publication_date_comes_back_as_it_was_given(subtests: pytest.Subtests, store: ArticleStore) -> None:
    for published in [
        None,
        date(2018, 10, 11),
        datetime(2018, 10, 11, 9, 30, tzinfo=timezone(timedelta(hours=9))),
        datetime(2018, 10, 11, 9, 30, 1, 250, tzinfo=UTC),
    ]:
        with subtests.test(published=published):
            await store.add([replace(FERRY, published_at=published)], collection="shared")
            back = (await store.article("ferry", collections=["shared"])).published_at
            assert type(back) is type(published) and back == published


async def test_publication_time_without_a_zone_is_taken_as_utc(store: ArticleStore) -> None:
    naive = datetime(2018, 10, 11, 9, 30)
    [added] = await store.add([replace(FERRY, published_at=naive)], collection="shared")
    assert added.article.published_at == naive.replace(tzinfo=UTC)
    assert (await store.add([replace(FERRY, published_at=naive)], collection="shared"))[0].change == "unchanged"


async def test_article_without_text_is_refused_by_its_title(store: ArticleStore) -> None:
    with pytest.raises(UnreadableArticle, match="“Empty” has no text"):
        await store.add([FERRY, Article(title="Empty", paragraphs=(" ", ""))], collection="shared")
    assert await store.is_empty(["shared"])


async def test_unknown_id_is_told_to_the_person(store: ArticleStore) -> None:
    for id in ("", "0", "1", "007", "-1", "99999999999999999999", "fer\0ry", "\ud800", "½"):
        with pytest.raises(ArticleNotFound, match="no article"):
            await store.article(id, collections=["shared"])


async def test_operators_id_goes_before_the_number_of_another_article(store: ArticleStore) -> None:
    [bridge] = await store.add([BRIDGE], collection="shared")
    await store.add([replace(FERRY, id=bridge.article.id)], collection="shared")
    assert (await store.article(bridge.article.id, collections=["shared"])).title == FERRY.title


async def test_article_of_a_servers_own_collection_goes_before_the_shared_one(store: ArticleStore) -> None:
    await store.add([FERRY], collection="shared")
    await store.add([replace(FERRY, title="Our ferry")], collection="123")
    assert (await store.article("ferry", collections=["123", "shared"])).title == "Our ferry"
    assert (await store.article("ferry", collections=["shared", "123"])).title == FERRY.title


async def test_other_collections_articles_cannot_be_seen_or_removed(store: ArticleStore) -> None:
    [added] = (await store.add([FERRY, BRIDGE], collection="123"),)
    for each in added:
        with pytest.raises(ArticleNotFound):
            await store.article(each.article.id, collections=["456", "shared"])
        with pytest.raises(ArticleNotFound):
            await store.remove(each.article.id, collection="456")
    assert await store.load(["456", "shared"]) == [] == await store.listing(["456", "shared"])


async def test_load_gives_every_article_whole_in_row_order(store: ArticleStore) -> None:
    shared = await store.add([FERRY, BRIDGE], collection="shared")
    own = await store.add([BRIDGE], collection="123")
    assert await store.load(["123", "shared"]) == [each.article for each in shared + own]


async def test_listing_is_newest_first_and_without_text(store: ArticleStore) -> None:
    before = datetime.now(UTC)
    await store.add([FERRY], collection="shared")
    await store.add([BRIDGE], collection="123")
    listing = await store.listing(["123", "shared"])
    assert [(each.article.title, each.article.paragraphs, each.paragraphs) for each in listing] == [
        (BRIDGE.title, (), 2),
        (FERRY.title, (), 1),
    ]
    assert all(before <= each.added_at <= datetime.now(UTC) for each in listing)


async def test_versions_grow_with_each_change_of_their_collection_only(store: ArticleStore) -> None:
    async def seen() -> tuple[int, ...]:
        return await store.versions(["a", "b"])

    assert await seen() == (0, 0)
    await store.add([FERRY, BRIDGE], collection="a")
    first = await seen()
    await store.add([FERRY], collection="a")
    assert await seen() == first and first[0] > 0 == first[1]
    await store.add([replace(FERRY, byline="B. Oat")], collection="a")
    second = await seen()
    await store.remove("ferry", collection="a")
    assert (await seen())[0] > second[0] > first[0]


async def test_collections_are_empty_until_an_article_lives_in_one_of_them(store: ArticleStore) -> None:
    await store.add([BRIDGE], collection="samples")
    assert await store.is_empty(["123", "shared"])
    await store.add([FERRY], collection="123")
    assert not await store.is_empty(["123", "shared"]) and await store.is_empty(["124", "shared"])
    await store.remove("ferry", collection="123")
    assert await store.is_empty(["123", "shared"])


async def test_adding_nothing_changes_nothing(store: ArticleStore) -> None:
    assert await store.add([], collection="shared") == []
    assert await store.versions(["shared"]) == (0,)
