"""What a question reads of the articles, beside the connection that writes."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace

import pytest

from knowledge.errors import StoreUnavailable
from knowledge.models import Article, Hit, ParagraphKey
from knowledge.store.articles import MAX_WHOLE_PARAGRAPHS, ArticleReader, ArticleStore

FERRY = Article(id="ferry", title="Ferry pier", paragraphs=("A pier opened.", "It cost forty million."))
BRIDGE = Article(id="bridge", title="Bridge", paragraphs=("A bridge fell.",))


@pytest.fixture
def reader(store: ArticleStore) -> Iterator[ArticleReader]:
    with closing(ArticleReader(store.database.reader)) as reader:
        yield reader


async def added(store: ArticleStore, *articles: Article) -> list[Article]:
    return [each.article for each in await store.add(articles, collection="shared")]


async def test_what_has_just_been_written_is_read_and_what_was_withdrawn_is_left_out(
    store: ArticleStore, reader: ArticleReader
) -> None:
    [ferry, bridge] = await added(store, FERRY, BRIDGE)
    hits = [Hit(ferry.row, 1, 2, 0.5), Hit(bridge.row, 1, 1, 0.5), Hit(99, 1, 1, 0.5)]
    assert reader.texts(hits) == {hits[0]: "It cost forty million.", hits[1]: "A bridge fell."}
    await store.remove("ferry", collection="shared")
    assert reader.texts(hits) == {hits[1]: "A bridge fell."}
    assert reader.titles(hits) == {bridge.row: "Bridge"}
    assert reader.articles([ferry.key, bridge.key, replace(bridge, row=99).key]) == {bridge.key: bridge}


async def test_an_article_is_read_in_the_version_that_was_indexed(store: ArticleStore, reader: ArticleReader) -> None:
    [first] = await added(store, FERRY)
    [second] = await added(store, replace(FERRY, paragraphs=("It closed.",)))
    found = reader.articles([first.key, second.key])
    assert [found[each.key].paragraphs for each in (first, second)] == [FERRY.paragraphs, ("It closed.",)]


async def test_nothing_can_be_read_once_it_is_closed(store: ArticleStore) -> None:
    reader = ArticleReader(store.database.reader)
    reader.close()
    with pytest.raises(StoreUnavailable, match="closed"):
        reader.articles([])


async def test_an_article_that_was_read_before_is_read_again_once_it_has_changed(
    store: ArticleStore, reader: ArticleReader
) -> None:
    [first] = await added(store, FERRY)
    assert reader.articles([first.key]) == reader.articles([first.key]) == {first.key: first}
    [second] = await added(store, replace(FERRY, title="Ferries"))
    found = reader.articles([first.key, second.key])
    assert {key: article.title for key, article in found.items()} == dict.fromkeys([first.key, second.key], "Ferries")
    await store.remove("ferry", collection="shared")
    assert reader.articles([first.key, second.key]) == {}


async def test_of_a_long_article_only_what_is_near_is_read_in_its_place(
    store: ArticleStore, reader: ArticleReader
) -> None:
    paragraphs = tuple(f"Paragraph {number}." for number in range(1, MAX_WHOLE_PARAGRAPHS + 1))
    pages = tuple(range(1, len(paragraphs) + 1))
    short = Article(title="Short", paragraphs=paragraphs, pages=pages)
    long = replace(short, title="Long", paragraphs=(*paragraphs, "The end."), pages=(*pages, 99))
    short, long = await added(store, short, long)
    asked = [ParagraphKey(each.row, number) for each in (short, long) for number in (20, 65)]
    found = reader.articles([short.key, long.key], asked)
    assert found[short.key] == short
    assert len(found[long.key].paragraphs) == len(long.paragraphs)
    read = {number for number, text in enumerate(found[long.key].paragraphs, start=1) if text}
    assert read == {1, 19, 20, 21, 22, 64, 65}
    assert all(found[long.key].paragraphs[number - 1] == long.paragraphs[number - 1] for number in read)
    assert found[long.key].pages[64] == 99 and found[long.key].title == "Long"
