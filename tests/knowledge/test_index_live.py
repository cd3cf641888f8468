"""An index that has lived answers as one built afresh, and as rank-bm25's own class."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.index import Index, scoring, top_k
from tests.knowledge.test_index import CORPUS, PARAGRAPH, TERMS, Reference

Corpus = list[list[str]]
Life = list[Corpus | set[int]]
"""Paragraphs that come, and positions that go."""

QUERY = st.lists(TERMS, max_size=8)
LIFE = st.lists(st.lists(PARAGRAPH, max_size=6) | st.sets(st.integers(0, 40), max_size=5), max_size=12)


def lived(corpus: Corpus, life: Life) -> tuple[Index, Corpus]:
    """Take an index and a plain list through the same life."""
    index = Index.build(corpus)
    for step in life:
        if isinstance(step, set):
            gone = {position for position in step if position < len(corpus)}
            index = index.without(list(gone))
            corpus = [paragraph for position, paragraph in enumerate(corpus) if position not in gone]
        else:
            index, corpus = index.plus(step), corpus + step
    return index, corpus


@given(CORPUS, LIFE, QUERY)
def test_after_any_life_every_score_is_that_of_rank_bm25_bit_for_bit(
    corpus: Corpus, life: Life, query: list[str]
) -> None:
    index, corpus = lived(corpus, life)
    assert len(index) == len(corpus)
    if any(corpus):
        reference = Reference(corpus, k1=0.9, b=0.4)
        assert index.get_scores(query).tobytes() == reference.get_scores(query).tobytes()


@given(CORPUS, LIFE, QUERY, st.integers(1, 30))
def test_after_any_life_the_best_are_those_of_all_scores(corpus: Corpus, life: Life, query: list[str], k: int) -> None:
    index, _ = lived(corpus, life)
    ranked = sorted((-score, position) for position, score in enumerate(index.get_scores(query).tolist()) if score > 0)
    assert [(-hit.score, hit.position) for hit in index.search(query, k)] == ranked[:k]


@given(CORPUS, LIFE, TERMS)
def test_after_any_life_it_knows_its_terms(corpus: Corpus, life: Life, term: str) -> None:
    index, corpus = lived(corpus, life)
    assert list(index.vocabulary) == sorted({term for paragraph in corpus for term in paragraph})
    assert (term in index) == (term in index.vocabulary)
    assert index.present(term, range(len(corpus))) == [term in paragraph for paragraph in corpus]


def zipf(count: int, seed: int) -> Corpus:
    """Paragraphs in which few words are in most and most in few."""
    chance = random.Random(seed)
    return [[f"t{int(chance.paretovariate(0.6))}" for _ in range(chance.randint(0, 30))] for _ in range(count)]


@pytest.fixture(scope="module")
def large() -> Index:
    """An index whose first part is large enough for lists to be passed over, and lacks every seventh paragraph."""
    corpus = zipf(24_000, 1)
    return Index.build(corpus[:20_000]).plus(corpus[20_000:]).without(range(0, 24_000, 7))


@pytest.mark.parametrize("words", [1, 3, 9])
@pytest.mark.parametrize("k", [1, 10, 500])
def test_long_lists_are_passed_over_without_losing_one_of_the_best(large: Index, k: int, words: int) -> None:
    assert max(part.living for part in large.parts) > scoring.FEW_POSTINGS
    for query in zipf(60, 5):
        assert large.search(query[:words], k) == top_k(large.get_scores(query[:words]), k)


def test_ten_thousand_additions_and_removals_leave_the_scores_of_a_fresh_build() -> None:
    chance, coming = random.Random(2), zipf(10_000, 3)
    corpus, index = zipf(500, 4), Index.build(zipf(500, 4))
    for paragraph in coming:
        if chance.random() < 0.5:
            position = chance.randrange(len(corpus))
            index = index.without([position])
            del corpus[position]
        else:
            index = index.plus([paragraph])
            corpus.append(paragraph)
    for query in coming[:200]:
        assert index.get_scores(query).tobytes() == Index.build(corpus).get_scores(query).tobytes()


def test_an_index_stays_as_it_was_when_another_is_made_of_it() -> None:
    index = Index.build([["truce"], ["talks"]])
    before = index.get_scores(["truce"]).tolist()
    index.plus([["truce"]]).without([0])
    assert index.get_scores(["truce"]).tolist() == before
