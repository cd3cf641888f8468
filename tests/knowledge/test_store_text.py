from contextlib import closing
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from knowledge.models import Article
from knowledge.store.articles import ArticleReader, ArticleStore

texts = st.text(st.characters(exclude_categories=[]) | st.sampled_from("\0\ud800\udfff\ufffd"), max_size=20)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(title=texts, paragraphs=st.lists(texts, min_size=1, max_size=3), other=texts)
async def test_any_text_is_stored_as_it_is_given_back_with_every_length_kept(
    tmp_path: Path, title: str, paragraphs: list[str], other: str
) -> None:
    article = Article(title=title, paragraphs=(*paragraphs, "end"), publisher=other, byline=other, url=other, id=other)
    async with ArticleStore.open(tmp_path) as store:
        [added] = await store.add([article], collection="shared", added_by=other)
        with closing(ArticleReader(store.database.reader)) as reader:
            assert reader.articles([added.article.key]) == {added.article.key: added.article}
        if other:
            assert (await store.article(other, collections=["shared"])).row == added.article.row
    assert list(map(len, added.article.paragraphs)) == list(map(len, article.paragraphs))


async def test_what_sqlite_cannot_hold_is_replaced_character_by_character(store: ArticleStore) -> None:
    [added] = await store.add([Article(title="a\0b", paragraphs=("c\ud800d",))], collection="shared")
    assert (added.article.title, added.article.paragraphs) == ("a\ufffdb", ("c\ufffdd",))
    [again] = await store.add([Article(title="a\0b", paragraphs=("c\ud800d",))], collection="shared")
    assert again.change == "unchanged"


async def test_sql_in_a_text_is_only_text(store: ArticleStore) -> None:
    hostile = "'); DROP TABLE article; --"
    await store.add([Article(title=hostile, paragraphs=(hostile,), id=hostile)], collection=hostile)
    assert (await store.article(hostile, collections=[hostile])).paragraphs == (hostile,)


async def test_collection_of_any_name_can_be_used(store: ArticleStore) -> None:
    name = "\0\udcff"
    [added] = await store.add([Article(title="A", paragraphs=("b",))], collection=name)
    assert await store.load([name]) == [added.article] == [await store.article("1", collections=["x", name])]
    none, some = await store.versions(["x", name])
    assert none == 0 < some
    assert len(await store.listing([name])) == 1
    assert not await store.is_empty([name])
    assert await store.remove("1", collection=name) == added.article
