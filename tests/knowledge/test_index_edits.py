"""An index that was edited answers as one built from scratch, and as rank-bm25's own class."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.index import Index, Merge, bm25, top_k
from knowledge.index.merge import merge_segments
from tests.knowledge.index_strategies import CORPUS, EDITS, QUERY, TERMS, Corpus, Edits, Reference, evolve


@given(CORPUS, EDITS, QUERY)
def test_after_edits_every_score_is_that_of_rank_bm25_bit_for_bit(
    corpus: Corpus, edits: Edits, query: list[str]
) -> None:
    index, corpus = evolve(corpus, edits)
    assert len(index) == len(corpus)
    if any(corpus):
        reference = Reference(corpus, k1=0.9, b=0.4)
        assert index.get_scores(query).tobytes() == reference.get_scores(query).tobytes()


@given(CORPUS, EDITS, QUERY, st.integers(1, 30))
def test_after_edits_the_best_are_those_of_all_scores(corpus: Corpus, edits: Edits, query: list[str], k: int) -> None:
    index, _ = evolve(corpus, edits)
    ranked = sorted((-score, doc_id) for doc_id, score in enumerate(index.get_scores(query).tolist()) if score > 0)
    assert [(-hit.score, hit.doc_id) for hit in index.search(query, k)] == ranked[:k]


@given(CORPUS, EDITS, TERMS)
def test_after_edits_it_knows_its_terms(corpus: Corpus, edits: Edits, term: str) -> None:
    index, corpus = evolve(corpus, edits)
    assert list(index.vocabulary) == sorted({term for paragraph in corpus for term in paragraph})
    assert (term in index) == (term in index.vocabulary)
    assert index.contains_at(term, range(len(corpus))) == [term in paragraph for paragraph in corpus]


@given(CORPUS, EDITS, QUERY)
def test_after_edits_documents_are_compared_with_terms(corpus: Corpus, edits: Edits, query: list[str]) -> None:
    index, corpus = evolve(corpus, edits)
    index.overlaps(set(query))
    index, corpus = index.append([query]), [*corpus, query]
    shared = [(number, len({*query} & {*terms}), len({*terms})) for number, terms in enumerate(corpus)]
    found = zip(*(each.tolist() for each in index.overlaps(set(query))), strict=True)
    assert list(found) == [each for each in shared if each[1]]


def zipf(count: int, seed: int) -> Corpus:
    """Paragraphs in which few words are in most and most in few."""
    chance = random.Random(seed)
    return [[f"t{int(chance.paretovariate(0.6))}" for _ in range(chance.randint(0, 30))] for _ in range(count)]


@pytest.fixture(scope="module")
def large() -> Index:
    """An index whose first segment is large enough to skip lists, and lacks every seventh document."""
    corpus = zipf(24_000, 1)
    return Index(corpus[:20_000]).append(corpus[20_000:]).delete(range(0, 24_000, 7))


def test_long_lists_are_skipped_without_losing_one_of_the_best(subtests: pytest.Subtests, large: Index) -> None:
    for words in [1, 3, 9]:
        for k in [1, 10, 500]:
            with subtests.test(words=words, k=k):
                assert max(segment.num_live for segment in large.segments) > bm25.SMALL_SEGMENT_DOCS
                for query in zipf(60, 5):
                    assert large.search(query[:words], k) == top_k(large.get_scores(query[:words]), k)


def test_thousands_of_appends_and_deletes_leave_the_scores_of_a_new_index() -> None:
    chance, added = random.Random(2), zipf(3_000, 3)
    corpus, index = zipf(500, 4), Index(zipf(500, 4))
    for paragraph in added:
        if chance.random() < 0.5:
            doc_id = chance.randrange(len(corpus))
            index = index.delete([doc_id])
            del corpus[doc_id]
        else:
            index = index.append([paragraph])
            corpus.append(paragraph)
    new = Index(corpus)
    for query in added[:200]:
        assert index.get_scores(query).tobytes() == new.get_scores(query).tobytes()


def test_an_index_stays_as_it_was_when_another_is_made_of_it() -> None:
    index = Index([["truce"], ["talks"]])
    before = index.get_scores(["truce"]).tolist()
    index.append([["truce"]]).delete([0])
    assert index.get_scores(["truce"]).tolist() == before


@given(CORPUS, EDITS, QUERY, st.floats(0, 3), st.floats(0, 1))
def test_other_parameters_give_the_scores_of_an_index_built_with_them(
    corpus: Corpus, edits: Edits, query: list[str], k1: float, b: float
) -> None:
    index, corpus = evolve(corpus, edits)
    built = Index(corpus, k1=k1, b=b)
    assert index.with_params(k1=k1, b=b).get_scores(query).tobytes() == built.get_scores(query).tobytes()


def test_what_is_deleted_during_a_merge_stays_deleted() -> None:
    corpus = zipf(40, 3)
    index = Index(corpus[:15]).append(corpus[15:28]).append(corpus[28:])
    sources = index.segments
    done = Merge(sources, merge_segments(sources))
    gone = (0, 14, 15, 20, 39)
    merged = index.delete(gone).apply_merge(done)
    left = [paragraph for doc_id, paragraph in enumerate(corpus) if doc_id not in gone]
    assert len(merged.segments) == 1
    for query in zipf(20, 4):
        assert merged.get_scores(query).tobytes() == Index(left).get_scores(query).tobytes()
