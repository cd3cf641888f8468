"""The index gives the scores of rank-bm25's own class, but for the idf."""

from itertools import chain

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.index import CandidateIndex, CorpusStatistics, Index, top_k
from tests.knowledge.index_strategies import CORPUS, TERMS, Reference


@given(CORPUS, st.lists(TERMS, max_size=8))
def test_every_score_is_that_of_rank_bm25_bit_for_bit(corpus: list[list[str]], query: list[str]) -> None:
    reference = Reference(corpus, k1=0.9, b=0.4)
    assert Index(corpus).get_scores(query).tobytes() == reference.get_scores(query).tobytes()


@given(CORPUS, st.lists(TERMS, max_size=8), st.integers(1, 30))
def test_search_ranks_by_score_then_doc_id(corpus: list[list[str]], query: list[str], k: int) -> None:
    scores = Index(corpus).get_scores(query)
    ranked = sorted((-score, doc_id) for doc_id, score in enumerate(scores.tolist()) if score > 0)[:k]
    assert [(-hit.score, hit.doc_id) for hit in Index(corpus).search(query, k)] == ranked


@given(CORPUS, st.lists(TERMS, max_size=8))
def test_a_score_above_zero_means_a_shared_term(corpus: list[list[str]], query: list[str]) -> None:
    shared = [bool(set(paragraph) & set(query)) for paragraph in corpus]
    assert (Index(corpus).get_scores(query) > 0).tolist() == shared


@given(CORPUS, st.lists(TERMS, max_size=8), st.sets(st.integers(0, 24)))
def test_some_documents_score_with_the_counts_of_all_as_they_do_among_all(
    corpus: list[list[str]], query: list[str], chosen: set[int]
) -> None:
    whole, kept = Index(corpus), [doc_id for doc_id in sorted(chosen) if doc_id < len(corpus)]
    terms = sorted(set(query))
    found = [(terms.index(term), at) for at, doc_id in enumerate(kept) for term in corpus[doc_id] if term in terms]
    freqs = {term: sum(term in each for each in corpus) for term in terms}
    part = CandidateIndex(
        terms, np.array([number for number, _ in found], dtype=np.int64),
        np.array([at for _, at in found], dtype=np.int64),
        np.array([len(corpus[doc_id]) for doc_id in kept], dtype=np.int32),
        CorpusStatistics(len(corpus), whole.avgdl, freqs),
    )  # fmt: skip
    among_all = whole.get_scores(query)[kept]
    doc_ids, scores = part.score_matching(query)
    assert scores.tobytes() == among_all[among_all > 0].tobytes()
    assert doc_ids.tolist() == np.flatnonzero(among_all).tolist()
    assert [part.idf_of(term) for term in terms] == [whole.idf_of(term) for term in terms]
    assert [(part.doc_freq(term), term in part) for term in terms] == [
        (whole.doc_freq(term), term in whole) for term in terms
    ]


@given(CORPUS, TERMS)
def test_contains_at_tells_which_documents_hold_a_term(corpus: list[list[str]], term: str) -> None:
    index = Index(corpus)
    assert index.contains_at(term, range(len(corpus))) == [term in each for each in corpus]


@given(CORPUS, st.lists(TERMS, max_size=8), st.sets(st.integers(0, 24)))
def test_deleted_documents_leave_no_trace_in_the_scores(
    corpus: list[list[str]], query: list[str], deleted: set[int]
) -> None:
    rest = [paragraph for doc_id, paragraph in enumerate(corpus) if doc_id not in deleted]
    index = Index(corpus).delete([doc_id for doc_id in deleted if doc_id < len(corpus)])
    assert index.get_scores(query).tobytes() == Index(rest).get_scores(query).tobytes()
    assert index.known(set(query)) == {term for term in query if term in index} == set(query) & set(chain(*rest))


def test_a_corpus_without_terms_finds_nothing(subtests: pytest.Subtests) -> None:
    corpora: list[list[list[str]]] = [[], [[]], [[], []]]
    for corpus in corpora:
        with subtests.test(corpus=corpus):
            assert Index(corpus).search(["anything"], 3) == []


def test_one_paragraph_is_found_with_a_positive_score() -> None:
    assert Index([["truce"]]).search(["truce"], 1)[0].score > 0


def test_an_unseen_term_is_the_rarest() -> None:
    index = Index([["talks", "moscow"], ["talks"]])
    assert index.idf_of("bitcoin") > index.idf_of("moscow") > index.idf_of("talks") > 0


def test_a_repeated_term_counts_twice() -> None:
    index = Index([["truce"], ["talks"]])
    assert index.get_scores(["truce", "truce"])[0] == 2 * index.get_scores(["truce"])[0]


def test_the_best_are_exact_where_many_scores_are_equal() -> None:
    assert [hit.doc_id for hit in top_k(np.array([1.0, 0.0, 1.0, 2.0, 1.0]), 3)] == [3, 0, 2]
