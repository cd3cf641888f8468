"""A few documents of a corpus that lies elsewhere, scored as the index of all of it would score them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np

from knowledge.index._arrays import DocIds, Int32s, Int64s, Scores, runs
from knowledge.index.bm25 import DEFAULT_B, DEFAULT_K1, Index, idf


@dataclass(frozen=True, slots=True)
class CorpusStatistics:
    """What BM25 must know of a corpus besides the documents that it scores."""

    num_docs: int
    mean_length: float
    """The mean number of terms in a document."""
    doc_freqs: Mapping[str, int]
    """How many documents hold a term; it is asked for any term, also for one that occurs nowhere."""


class _Postings(NamedTuple):
    """The documents of terms, list after list."""

    lists: Mapping[str, slice]
    """Where the list of each term is."""
    doc_ids: Int64s
    """Ascending in each list."""
    scores: Scores
    """Those of the term there, without its idf."""


class CandidateIndex(Index):
    """Some documents of a corpus, and some of their terms: of these it tells what the index of the corpus would.

    It lives for one question: so it has no segments, and nothing but what scores candidates, in one pass over the
    occurrences of the terms.

    Args:
        terms: The terms that can be searched.
        found: Occurrences of these, by their places in `terms`.
        doc_ids: The document of each occurrence.
        doc_lengths: How many terms each document has, with those that cannot be searched.
        statistics: Those of the corpus.
    """

    def __init__(
        self, terms: Sequence[str], found: Int64s, doc_ids: Int64s, doc_lengths: Int32s, statistics: CorpusStatistics
    ) -> None:
        self.segments = ()
        self.k1, self.b = DEFAULT_K1, DEFAULT_B
        self.corpus_size, self.num_docs = len(doc_lengths), statistics.num_docs
        self._statistics = statistics
        self._terms, self._found, self._found_in, self._doc_lengths = terms, found, doc_ids, doc_lengths

    @cached_property
    def _postings(self) -> _Postings:
        size = max(self.corpus_size, 1)
        keys = self._found * size
        keys += self._found_in
        keys.sort()
        firsts, freqs = runs(keys)
        numbers, doc_ids = np.divmod(keys[firsts], size)
        ends = np.bincount(numbers, minlength=len(self._terms)).cumsum().tolist()
        lists = dict(zip(self._terms, map(slice, (0, *ends), ends), strict=False))
        # By the same operations in the same order as posting lists, so that no bit differs.
        mean_length = self._statistics.mean_length or 1.0
        norms = self.k1 * (1 - self.b + self.b * self._doc_lengths[doc_ids] / mean_length)
        return _Postings(lists, doc_ids, freqs * (self.k1 + 1) / (freqs + norms))

    def get_scores(self, query: Sequence[str]) -> Scores:
        """Return the score of every document; a repeated term counts each time."""
        held = self._postings
        lists = [(held.lists[term], self.idf_of(term)) for term in query if term in held.lists]
        if not lists:
            return np.zeros(self.corpus_size)
        doc_ids = np.concatenate([held.doc_ids[at] for at, _ in lists])
        scores = np.concatenate([held.scores[at] * idf for at, idf in lists])
        return np.bincount(doc_ids, scores, self.corpus_size).astype(np.float64, copy=False)

    def score_matching(self, terms: Sequence[str]) -> tuple[DocIds, Scores]:
        """Return the ids of the documents that share a term, ascending, and their scores."""
        scores = self.get_scores(terms)
        matching = scores.nonzero()[0]
        return matching, scores[matching]

    def holders(self, term: str) -> DocIds:
        """Return the ids of the documents here that hold a term, ascending."""
        held = self._postings
        return held.doc_ids[held.lists.get(term, slice(0))]

    def idf_of(self, term: str) -> float:
        """Return the idf of a term."""
        return idf(self.num_docs, self._statistics.doc_freqs[term])

    def doc_freq(self, term: str) -> int:
        """Return how many documents of the corpus hold a term."""
        return self._statistics.doc_freqs[term]

    def __contains__(self, term: object) -> bool:
        return isinstance(term, str) and self._statistics.doc_freqs[term] > 0
