"""A partition that has lived, was joined, saved or merged scores every paragraph as one built afresh."""

from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given
from hypothesis import strategies as st

from knowledge import index_cache
from knowledge.models import Article
from knowledge.search.filters import ParsedQuestion
from knowledge.search.partition import Partition
from knowledge.search.retriever import Retriever
from knowledge.store.articles import ArticleState
from knowledge.text.analysis import terms

WORDS = st.sampled_from(["truce", "talks", "moscow", "summit", "fuel", "oil", "reactor", "harbour", "ferry", "mayor"])
SENTENCE = st.lists(WORDS, min_size=1, max_size=8).map(" ".join)
TEXT = st.tuples(SENTENCE | st.just(""), st.lists(SENTENCE, min_size=1, max_size=4))
TEXTS = st.lists(TEXT, min_size=1, max_size=5)
QUERY = st.lists(WORDS, min_size=1, max_size=6)
LIFE = st.lists(TEXTS | st.sets(st.integers(1, 12), max_size=3), max_size=6)

Texts = list[tuple[str, list[str]]]
Scores = dict[tuple[int, int], float]


def articles(texts: Texts, first: int = 1) -> list[Article]:
    return [
        Article(title=title, paragraphs=tuple(body), language="en", row=row, version=1)
        for row, (title, body) in enumerate(texts, start=first)
    ]


def scores(partition: Partition, query: list[str]) -> Scores:
    """The score of each paragraph that shares a term, by article and number."""
    positions, found = partition.scored(terms(" ".join(query), "en"))
    hits = [partition.places.hit(position, score) for position, score in zip(positions.tolist(), found, strict=True)]
    return {(hit.row, hit.number): hit.score for hit in hits}


def outlines(partition: Partition) -> dict[tuple[int, int], str]:
    """The sentences of each paragraph, by article and number."""
    positions = range(len(partition.places.parents))
    hits = [partition.places.hit(position, 0) for position in positions]
    return {(hit.row, hit.number): outline for hit, outline in zip(hits, partition.outlined(positions), strict=True)}


def lived(texts: Texts, life: list[Texts | set[int]]) -> tuple[Partition, list[Article]]:
    """Take a partition and a plain list through the same life."""
    living = articles(texts)
    partition, row = Partition.build("en", living), len(living) + 1
    for step in life:
        if isinstance(step, set):
            partition = partition.without(step)
            living = [article for article in living if article.row not in step]
        else:
            coming = articles(step, row)
            partition, living, row = partition.plus(Partition.build("en", coming)), living + coming, row + len(coming)
    return partition, living


@given(TEXTS, LIFE, QUERY)
def test_after_any_life_every_paragraph_scores_as_in_a_fresh_build(
    texts: Texts, life: list[Texts | set[int]], query: list[str]
) -> None:
    partition, living = lived(texts, life)
    assert len(partition) == len(living)
    if living:
        assert scores(partition, query) == scores(Partition.build("en", living), query)
        assert outlines(partition) == outlines(Partition.build("en", living))


@given(TEXTS, TEXTS, QUERY)
def test_two_collections_together_score_as_one(first: Texts, second: Texts, query: list[str]) -> None:
    own, shared = articles(first), articles(second, 100)
    joined = Partition.joined([Partition.build("en", own), Partition.build("en", shared)])
    assert scores(joined, query) == scores(Partition.build("en", own + shared), query)
    assert outlines(joined) == outlines(Partition.build("en", own + shared))


@given(TEXTS, LIFE, QUERY)
def test_a_saved_collection_scores_as_before(texts: Texts, life: list[Texts | set[int]], query: list[str]) -> None:
    partition, living = lived(texts, life)
    with TemporaryDirectory() as folder:
        states = {article.row: ArticleState(article.version, "") for article in living}
        index_cache.save_index(Path(folder), "shared", Retriever({"en": partition}), states)
        if living:
            retriever, found = index_cache.load_index(Path(folder), "shared")
            assert found == states
            assert scores(retriever.partitions["en"], query) == scores(partition, query)
            assert outlines(retriever.partitions["en"]) == outlines(partition)


@given(TEXTS, TEXTS, st.sets(st.integers(1, 8)), TEXTS, QUERY)
def test_merges_may_end_after_articles_have_come_and_gone(
    first: Texts, second: Texts, gone: set[int], third: Texts, query: list[str]
) -> None:
    crowded = Partition.joined([Partition.build("en", articles(first)), Partition.build("en", articles(second, 50))])
    merges = crowded.merges()
    later = crowded.without(gone).plus(Partition.build("en", articles(third, 100)))
    merged = later.after(merges)
    assert scores(merged, query) == scores(later, query)
    if not gone:
        assert len(merged.paragraphs.parts) <= len(later.paragraphs.parts)


def test_words_that_no_article_has_any_more_leave_the_saved_vocabulary(tmp_path: Path) -> None:
    living = articles([("", ["harbour ferry"]), ("", ["armistice harbour"])])
    partition = Partition.build("en", living).without({2})
    index_cache.save_index(tmp_path, "shared", Retriever({"en": partition}), {1: ArticleState(1, "")})
    assert list(index_cache.load_index(tmp_path, "shared")[0].partitions["en"].vocabulary.terms) == ["ferri", "harbour"]
    assert b"armistic" not in index_cache.path_of(tmp_path, "shared").read_bytes()


def test_outlines_of_removed_articles_do_not_pile_up() -> None:
    partition = Partition.build("en", articles([("", ["harbour ferry"])]))
    for row in range(2, 200):
        partition = partition.plus(Partition.build("en", articles([("", ["oil fuel"])], row))).without({row})
    assert partition.outlines.size < 5


def test_a_new_word_is_found_by_likeness_at_once_and_is_there_once() -> None:
    partition = Partition.build("en", articles([("", ["harbour ferry"])]))
    grown = partition.plus(Partition.build("en", articles([("", ["denuclearization"])], 2)))
    again = grown.without({2}).plus(Partition.build("en", articles([("", ["denuclearization"])], 3)))
    assert list(again.vocabulary.terms) == list(grown.vocabulary.terms)
    assert "denuclear" in again.vocabulary
    assert again.search(["denuclear"], 3, ParsedQuestion("denuclearization"))[0].position == 1
