"""BM25 over lists of terms: rank-bm25's Okapi, answered from the posting lists of segments."""

import math
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from functools import partial
from itertools import accumulate, islice
from typing import Any, Self

import numpy as np
import numpy.typing as npt
from rank_bm25 import BM25Okapi

from knowledge.index import merge, scoring
from knowledge.index._arrays import DocIds, Int32s, Int64s, Scores
from knowledge.index.merge import Merge
from knowledge.index.scoring import DenseScores, ScoredDoc, TermScorer, kth_score, top_k_distinct
from knowledge.index.segment import NO_DOCS, NO_POSTINGS, Segment, invert_occurrences
from knowledge.index.termdict import TermDictionary

DEFAULT_K1 = 0.9
DEFAULT_B = 0.4

MAX_COMPLETIONS = 64
"""Terms of a segment that are looked at for those that begin in a way."""
MAX_CACHED_TERMS = 2_048
"""Terms asked lately whose lists are not looked up again; with more, all are forgotten."""
CACHED_TERM_BYTES = 500
"""Memory of a cached term in each segment, measured, without the scores of a common one in every document."""

_Scorers = tuple[TermScorer | None, ...]


class _ScorerCache:
    """The scorers of terms in the segments of an index."""

    def __init__(self, segments: Sequence[tuple[Segment, Scores]], idf: "_Idf") -> None:
        self._segments, self._idf = segments, idf
        self._found: dict[str, _Scorers] = {}
        self._dense = DenseScores()

    def __call__(self, term: str) -> _Scorers:
        found = self._found.get(term)
        if found is None:
            if len(self._found) >= MAX_CACHED_TERMS:
                self._found, self._dense = {}, DenseScores()
            found = _scorers(self._segments, self._idf, term, self._dense)
            self._found[term] = found
        return found

    def kept(self, term: str) -> _Scorers | None:
        """Return the scorers of a term that was asked lately."""
        return self._found.get(term)

    @property
    def nbytes(self) -> int:
        """Memory in bytes."""
        cached = len(self._found) * len(self._segments) * CACHED_TERM_BYTES
        return cached + self._dense.nbytes


@dataclass(frozen=True, slots=True)
class CorpusStatistics:
    """What BM25 must know of a corpus besides the documents that it scores."""

    num_docs: int
    mean_length: float
    """The mean number of terms in a document."""
    doc_freqs: Mapping[str, int]
    """How many documents hold a term; it is asked for any term, also for one that occurs nowhere."""


_Idf = Callable[[str, int], float]
"""Returns the idf of a term that so many of the indexed documents hold."""


class Index(BM25Okapi):
    """An immutable BM25 index that reads only the postings of a question's terms.

    It is an adapter: whatever takes a `rank_bm25.BM25Okapi` takes it, and the parameters, the hooks of construction and
    `get_top_n` are that class's own. The scores are computed here, from posting lists instead of a dictionary for each
    document, and are that class's bit for bit but for the idf, log(1 + (N - n + 0.5) / (n + 0.5)): it is never zero or
    negative, so that a score above 0 means a shared term (Lucene's form; see Kamphuis et al., "Which BM25 Do You
    Mean?", ECIR 2020). The attributes `doc_freqs`, `doc_len` and `idf` stay empty.

    A document is a list of terms; its doc id is its index in the corpus, from 0. `append` and `delete` return
    another index, which shares with this one what has not changed and gives every document the score and doc id that it
    would have in an index built afresh. An empty corpus is allowed.

    Args:
        corpus: The documents, each a list of terms.
        k1: How slowly further occurrences of a term in a document cease to count; at least 0.
        b: How much a document's length counts, from 0 to 1.

    Example:
        >>> index = Index([["truce", "talks"], ["talks"]])
        >>> [scored.doc_id for scored in index.search(["truce"], k=10)]
        [0]
    """

    segments: tuple[Segment, ...]
    statistics: CorpusStatistics | None = None
    """Those of the corpus that the documents are a part of, where they are not all of it."""

    def __init__(self, corpus: Iterable[Sequence[str]], *, k1: float = DEFAULT_K1, b: float = DEFAULT_B) -> None:
        super().__init__(corpus, k1=k1, b=b)

    @classmethod
    def with_bigrams(cls, corpus: Iterable[Sequence[str]]) -> tuple[Self, Self]:
        """Index lists of terms, and each two adjacent terms as one, `first second`."""
        unigrams, bigrams = merge.build_segments_with_bigrams(corpus)
        return cls.from_segments([unigrams]), cls.from_segments([bigrams])

    @classmethod
    def from_segments(cls, segments: Iterable[Segment]) -> Self:
        """Return the index of segments, one after the other, with the statistics of all of them."""
        return cls(())._replace(segments)

    @staticmethod
    def from_occurrences(
        terms: Sequence[str], found: Int64s, doc_ids: Int64s, doc_lengths: Int32s, statistics: CorpusStatistics
    ) -> "Index":
        """Return the index of some documents of a corpus, and of some of their terms: it scores as that of the corpus.

        Args:
            terms: The terms that can be searched, in the order of their characters.
            found: Occurrences of these, by their places in `terms`.
            doc_ids: The document of each occurrence.
            doc_lengths: How many terms each document has.
            statistics: Those of the corpus.
        """
        index = copy(_EMPTY)  # The constructor would count terms first.
        index.statistics = statistics
        if not len(doc_lengths):
            return index._replace(())
        postings = invert_occurrences(found, doc_ids, doc_lengths, len(terms))
        return index._replace([Segment.of(TermDictionary.of(terms), postings)])

    @classmethod
    def concat(cls, indexes: Sequence[Self]) -> Self:
        """Concatenate indexes into one with the statistics of all; no posting list is copied."""
        return indexes[0]._replace(segment for index in indexes for segment in index.segments)

    def with_params(self, *, k1: float, b: float) -> Self:
        """Return the index of the same documents with other parameters."""
        index = copy(self)
        index.k1, index.b = k1, b
        return index._replace(self.segments)

    def append(self, corpus: Iterable[Sequence[str]]) -> Self:
        """Return the index with more documents at its end."""
        return self._replace((*self.segments, merge.build_segment(corpus))).merge_small()

    def delete(self, doc_ids: Sequence[int] | npt.NDArray[np.integer[Any]]) -> Self:
        """Return the index without some documents, the others renumbered as if those had never been there."""
        ordered = np.unique(np.asarray(doc_ids, dtype=np.int64))
        shares = np.split(ordered, np.searchsorted(ordered, self._offsets[1:]))
        deletes = zip(self.segments, shares, self._offsets, strict=False)
        return self._replace(segment.delete(share - offset) for segment, share, offset in deletes)

    def merge_small(self) -> Self:
        """Return the same index in fewer segments, as far as that takes only moments."""
        return self._replace(merge.merge_small(self.segments))

    def pending_merge(self) -> tuple[Segment, ...]:
        """Return the segments that should be merged, which can take long; none where there are few enough."""
        return merge.pending_merge(self.segments)

    def apply_merge(self, done: Merge) -> Self:
        """Return the index with a merged segment in place of its sources, whatever has been deleted from them since."""
        sources = [segment.postings for segment in done.sources]
        for first in range(len(self.segments)):
            current = self.segments[first : first + len(sources)]
            if [segment.postings for segment in current] == sources:
                rest = self.segments[first + len(sources) :]
                return self._replace((*self.segments[:first], merge.reapply_deletes(done, current), *rest))
        return self

    def search(self, terms: Sequence[str], k: int) -> list[ScoredDoc]:
        """Return the k best documents that share a term, best first; ties by doc id."""
        threshold, found = 0.0, []
        for segment, scorers, offset in self._scorers_by_segment(terms):
            doc_ids, scores = scoring.top_k_candidates(segment, scorers, k, threshold)
            found.append((segment.live_rank(doc_ids) + offset, scores))
            if len(self.segments) > 1:
                threshold = max(threshold, kth_score(scores, k * len(scorers)))
        return top_k_distinct(*scoring.concat_scores(found), k)

    def score_matching(self, terms: Sequence[str]) -> tuple[DocIds, Scores]:
        """Return the ids of the documents that share a term, ascending, and their scores."""
        found = []
        for segment, scorers, offset in self._scorers_by_segment(terms):
            doc_ids, scores = scoring.score_matching_docs(segment, scorers)
            found.append((segment.live_rank(doc_ids) + offset, scores))
        return scoring.concat_scores(found)

    def get_scores(self, query: Sequence[str]) -> Scores:
        """Return the score of every document; a repeated term counts each time."""
        scores = np.zeros(self.corpus_size)
        for segment, scorers, offset in self._scorers_by_segment(query):
            found = scoring.score_all(segment, scorers)
            live = found[segment.live_ids] if len(segment.deleted) else found
            scores[offset : offset + segment.num_live] = live
        return scores

    def get_batch_scores(self, query: Sequence[str], doc_ids: Sequence[int]) -> list[float]:
        """Return the scores of some documents."""
        chosen: list[float] = self.get_scores(query)[list(doc_ids)].tolist()
        return chosen

    def idf_of(self, term: str) -> float:
        """Return the idf of a term, the highest there is for one that does not occur."""
        if self.statistics:
            return _idf(self.num_docs, self.statistics.doc_freqs[term])
        for each in self._scorers(term):
            if each:
                return each.idf
        return self._max_idf

    def doc_freq(self, term: str) -> int:
        """Return how many documents of the corpus hold a term."""
        if self.statistics:
            return self.statistics.doc_freqs[term]
        return sum(map(Segment.doc_freq, self.segments, self._slices(term)))

    def postings(self, term: str) -> tuple[Int64s, Int32s]:
        """Return the ids of the documents that hold a term, ascending, and how often it occurs in each."""
        slices = self._slices(term)
        freqs = map(Segment.live_freqs, self.segments, slices)
        return self._doc_ids(slices), np.concatenate([NO_DOCS, *freqs])

    def contains_at(self, term: str, doc_ids: Sequence[int]) -> list[bool]:
        """Tell for each of some documents whether it holds a term."""
        ascending = self._doc_ids(self._slices(term))
        if not len(ascending):
            return [False] * len(doc_ids)
        nearest = np.minimum(np.searchsorted(ascending, doc_ids), len(ascending) - 1)
        occurs: list[bool] = (ascending[nearest] == doc_ids).tolist()
        return occurs

    def completions(self, prefix: str) -> list[str]:
        """Return what follows a prefix in terms that begin with it, those of most documents first; not of bigrams."""
        found: Counter[str] = Counter()
        for segment in self.segments:
            assert isinstance(segment.terms, TermDictionary), "bigrams have no words of their own"
            for term in islice(segment.terms.starting_with(prefix), MAX_COMPLETIONS):
                found[term[len(prefix) :]] += segment.doc_freq(segment.slice_of(term))
        return [rest for rest, doc_freq in found.most_common() if doc_freq]

    def __contains__(self, term: object) -> bool:
        if not isinstance(term, str):
            return False
        if self.statistics:
            return self.statistics.doc_freqs[term] > 0
        return any(map(Segment.doc_freq, self.segments, self._slices(term)))

    def __len__(self) -> int:
        return self.corpus_size

    @property
    def doc_lengths(self) -> Int32s:
        """How many terms each document has."""
        lengths = (segment.postings.doc_lengths[segment.live_ids] for segment in self.segments)
        return np.concatenate([NO_DOCS, *lengths])

    @property
    def vocabulary(self) -> Iterable[str]:
        """Every term of the documents, in the order of its characters."""
        return merge.live_terms(self.segments)

    @property
    def nbytes(self) -> int:
        """Memory in bytes, or the bytes mapped of a file."""
        return sum(segment.nbytes for segment in self.segments)

    @property
    def cached_nbytes(self) -> int:
        """Memory in bytes of what has been kept of the terms asked lately, and of the scores of impacts."""
        return self._scorers.nbytes + 8 * sum(len(segment.postings.impact_freqs) for segment in self.segments)

    def _scorers_by_segment(self, terms: Sequence[str]) -> Iterator[tuple[Segment, list[TermScorer], int]]:
        """Yield each segment in which terms occur, their scorers in the order of the terms, and its first doc id."""
        by_term = [self._scorers(term) for term in terms]
        for number, segment in enumerate(self.segments):
            if scorers := [found for each in by_term if (found := each[number])]:
                yield segment, scorers, self._offsets[number]

    def _doc_ids(self, slices: Iterable[slice]) -> Int64s:
        lists = zip(self.segments, slices, self._offsets, strict=True)
        doc_ids = [offset + segment.live_rank(segment.live_docs(at)) for segment, at, offset in lists]
        return np.concatenate([NO_DOCS, *doc_ids], dtype=np.int64)

    def _slices(self, term: str) -> list[slice]:
        if found := self._scorers.kept(term):
            return [each.at if each else NO_POSTINGS for each in found]
        return [segment.slice_of(term) for segment in self.segments]

    def _replace(self, segments: Iterable[Segment]) -> Self:
        """Return an index of other segments with the same parameters."""
        index = copy(self)
        index._set_segments(segments)
        return index

    def _set_segments(self, segments: Iterable[Segment]) -> None:
        self.segments = tuple(segment for segment in segments if segment.num_live)
        *self._offsets, self.corpus_size = accumulate((segment.num_live for segment in self.segments), initial=0)
        given = self.statistics
        self.num_docs = given.num_docs if given else self.corpus_size
        self._max_idf = _idf(self.num_docs, 0)
        num_tokens = sum(segment.num_tokens for segment in self.segments)
        self.avgdl = given.mean_length if given else num_tokens / max(self.corpus_size, 1)
        impact_scores = [segment.postings.impact_scores(self.k1, self.b, self.avgdl) for segment in self.segments]
        idf = partial(_idf_of_corpus, given) if given else partial(_idf_of_indexed, self.num_docs)
        self._scorers = _ScorerCache(list(zip(self.segments, impact_scores, strict=True)), idf)

    def _initialize(self, corpus: Iterable[Sequence[str]]) -> dict[str, int]:
        """Build the segment: the base class calls this from its constructor."""
        self._set_segments([merge.build_segment(corpus)])
        return {}

    def _calc_idf(self, nd: Mapping[str, int]) -> None:
        """Prepare nothing: a term's idf is computed when it is asked for, from its number of postings."""


def _scorers(segments: Sequence[tuple[Segment, Scores]], idf_of: _Idf, term: str, dense: DenseScores) -> _Scorers:
    """Return the scorer of a term in each segment; None where it does not occur."""
    doc_freq, scorers = 0, []
    for segment, impact_scores in segments:
        at = segment.slice_of(term)
        doc_freq += segment.doc_freq(at)
        scorers.append(TermScorer(segment, at, impact_scores, dense) if at.stop else None)
    idf = idf_of(term, doc_freq)
    for each in scorers:
        if each:
            each.idf = idf
    return tuple(scorers)


def _idf_of_indexed(size: int, _: str, doc_freq: int) -> float:
    return _idf(size, doc_freq)


def _idf_of_corpus(statistics: CorpusStatistics, term: str, _: int) -> float:
    return _idf(statistics.num_docs, statistics.doc_freqs[term])


def _idf(size: int, doc_freq: int) -> float:
    return math.log(1 + (size - doc_freq + 0.5) / (doc_freq + 0.5))


_EMPTY = Index(())
