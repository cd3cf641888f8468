"""A partition that was changed, concatenated, saved or merged scores every paragraph as one built from scratch."""

from dataclasses import replace
from functools import cache
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from hypothesis import given
from hypothesis import strategies as st

from knowledge import index_cache
from knowledge.index import ranked as best_docs
from knowledge.models import Article
from knowledge.search.filters import ParsedQuestion
from knowledge.search.params import DEFAULT_PARAMS
from knowledge.search.partition import MIN_PRUNED_PARAGRAPHS, Partition
from knowledge.search.retriever import Candidate, Retriever
from knowledge.store.articles import ArticleState
from knowledge.text.analysis import terms

WORDS = st.sampled_from(["truce", "talks", "moscow", "summit", "fuel", "oil", "reactor", "harbour", "ferry", "mayor"])
SENTENCE = st.lists(WORDS, min_size=1, max_size=8).map(" ".join)
TEXT = st.tuples(SENTENCE | st.just(""), st.lists(SENTENCE, min_size=1, max_size=4))
TEXTS = st.lists(TEXT, min_size=1, max_size=5)
QUERY = st.lists(WORDS, min_size=1, max_size=6)
EDITS = st.lists(TEXTS | st.sets(st.integers(1, 12), max_size=3), max_size=6)

Texts = list[tuple[str, list[str]]]
Scores = dict[tuple[int, int], float]


def articles(texts: Texts, first: int = 1) -> list[Article]:
    return [
        Article(title=title, paragraphs=tuple(body), language="en", row=row, version=1)
        for row, (title, body) in enumerate(texts, start=first)
    ]


def scores(partition: Partition, query: list[str]) -> Scores:
    """The score of each paragraph that shares a term, by article and number."""
    doc_ids, found = partition.score_docs(terms(" ".join(query), "en"), DEFAULT_PARAMS)
    hits = partition.doc_map.hits(doc_ids.tolist(), found.tolist())
    return {(hit.row, hit.number): hit.score for hit in hits}


@cache
def large_partition() -> Partition:
    """A partition of more paragraphs than are all scored."""
    drawn = Random(20181011)
    words = ["truce", "talks", "moscow", "summit", "fuel", "oil", *map(str, range(100, 120))]
    bodies = [[" ".join(drawn.choices(words, k=drawn.randint(1, 9))) for _ in range(200)] for _ in range(60)]
    return Partition.build("en", articles([(drawn.choice(words), body) for body in bodies]))


@given(QUERY, st.integers(1, 60))
def test_no_paragraph_that_is_among_the_best_is_left_out(query: list[str], k: int) -> None:
    asked = terms(" ".join([*query, "truce", "talks", "moscow", "summit"]), "en")
    every, some = (large_partition().score_docs(asked, DEFAULT_PARAMS, most) for most in (None, k))
    assert len(every[0]) >= MIN_PRUNED_PARAGRAPHS
    assert best_docs(*some, k) == best_docs(*every, k)


def sentences(partition: Partition) -> dict[tuple[int, int], str]:
    """The sentences of each paragraph, by article and number."""
    doc_ids = range(len(partition.doc_map.parents))
    hits = partition.doc_map.hits(doc_ids, [0.0] * len(doc_ids))
    return {(hit.row, hit.number): text for hit, text in zip(hits, partition.sentences.at(doc_ids), strict=True)}


def evolve(texts: Texts, edits: list[Texts | set[int]]) -> tuple[Partition, list[Article]]:
    """Make the same edits to a partition and to a list of articles."""
    live = articles(texts)
    partition, row = Partition.build("en", live), len(live) + 1
    for step in edits:
        if isinstance(step, set):
            partition = partition.delete(step)
            live = [article for article in live if article.row not in step]
        else:
            added = articles(step, row)
            partition, live, row = partition.append(Partition.build("en", added)), live + added, row + len(added)
    return partition, live


@given(TEXTS, EDITS, QUERY)
def test_every_paragraph_scores_after_edits_as_in_a_new_partition(
    texts: Texts, edits: list[Texts | set[int]], query: list[str]
) -> None:
    partition, live = evolve(texts, edits)
    assert len(partition) == len(live)
    if live:
        assert scores(partition, query) == scores(Partition.build("en", live), query)
        assert sentences(partition) == sentences(Partition.build("en", live))


@given(TEXTS, TEXTS, QUERY)
def test_two_collections_together_score_as_one(first: Texts, second: Texts, query: list[str]) -> None:
    own, shared = articles(first), articles(second, 100)
    both = Partition.concat([Partition.build("en", own), Partition.build("en", shared)])
    assert scores(both, query) == scores(Partition.build("en", own + shared), query)
    assert sentences(both) == sentences(Partition.build("en", own + shared))


@given(TEXTS, EDITS, QUERY)
def test_a_saved_collection_scores_as_before(texts: Texts, edits: list[Texts | set[int]], query: list[str]) -> None:
    partition, live = evolve(texts, edits)
    with TemporaryDirectory() as folder:
        states = {article.row: ArticleState(article.version, "") for article in live}
        index_cache.save_index(Path(folder), "shared", Retriever({"en": partition}), states)
        if live:
            retriever, found, _ = index_cache.load_index(Path(folder), "shared")
            assert found == states
            assert scores(retriever.partitions["en"], query) == scores(partition, query)
            assert sentences(retriever.partitions["en"]) == sentences(partition)


@given(TEXTS, TEXTS, st.sets(st.integers(1, 8)), TEXTS, QUERY)
def test_merges_may_end_after_articles_have_come_and_gone(
    first: Texts, second: Texts, deleted: set[int], third: Texts, query: list[str]
) -> None:
    many = Partition.concat([Partition.build("en", articles(first)), Partition.build("en", articles(second, 50))])
    merges = many.pending_merges()
    later = many.delete(deleted).append(Partition.build("en", articles(third, 100)))
    merged = later.apply_merges(merges)
    assert scores(merged, query) == scores(later, query)
    if not deleted:
        assert len(merged.paragraphs.segments) <= len(later.paragraphs.segments)


def test_words_that_no_article_has_any_more_leave_the_saved_vocabulary(tmp_path: Path) -> None:
    live = articles([("", ["harbour ferry"]), ("", ["armistice harbour"])])
    partition = Partition.build("en", live).delete({2})
    index_cache.save_index(tmp_path, "shared", Retriever({"en": partition}), {1: ArticleState(1, "")})
    assert list(index_cache.load_index(tmp_path, "shared")[0].partitions["en"].vocabulary.terms) == ["ferri", "harbor"]
    assert b"armistic" not in index_cache.path_of(tmp_path, "shared").read_bytes()


def test_sentences_of_deleted_articles_do_not_pile_up() -> None:
    partition = Partition.build("en", articles([("", ["harbour ferry"])]))
    for row in range(2, 200):
        partition = partition.append(Partition.build("en", articles([("", ["oil fuel"])], row))).delete({row})
    assert partition.sentences.num_stored < 5


def test_a_new_word_is_found_by_likeness_at_once_and_is_there_once() -> None:
    partition = Partition.build("en", articles([("", ["harbour ferry"])]))
    grown = partition.append(Partition.build("en", articles([("", ["denuclearization"])], 2)))
    again = grown.delete({2}).append(Partition.build("en", articles([("", ["denuclearization"])], 3)))
    assert list(again.vocabulary.terms) == list(grown.vocabulary.terms)
    assert "denuclear" in again.vocabulary
    assert again.search(["denuclear"], 3, ParsedQuestion("denuclearization"), DEFAULT_PARAMS)[0].doc_id == 1


def test_articles_added_to_a_retriever_with_other_weights_are_ranked_by_them() -> None:
    params = replace(DEFAULT_PARAMS, k1=2.0, b=0.9, article_weight=0.0)
    old, new = articles([("", ["harbour ferry", "oil ferry"])]), articles([("", ["ferry ferry"])], 2)
    grown = Retriever.build(old).with_params(params).append(new)
    whole = Retriever.build([*old, *new]).with_params(params)
    assert ranked(grown) == ranked(whole) != ranked(Retriever.build([*old, *new]))


def ranked(retriever: Retriever) -> tuple[Candidate, ...]:
    """The candidates of a question about the ferry."""
    ranking = retriever.search(ParsedQuestion("ferry"))
    return ranking.candidates if ranking else ()


def test_compound_is_found_as_one_word_but_is_like_another_word_only_where_it_is_written_so() -> None:
    hyphenated = Partition.build("en", articles([("Plug-in", ["The plug-in failed.", "Nobody had a plugger."])]))
    written = Partition.build("en", articles([("", ["A plugin failed."])], first=2))
    assert "plugin" in hyphenated.paragraphs and "plugin" not in hyphenated.vocabulary
    assert "plugin" in hyphenated.append(written).vocabulary and "plugin" in written.vocabulary
