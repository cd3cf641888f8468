"""BM25 over lists of terms: rank-bm25's Okapi, answered from the posting lists of segments; and the k best.

The scores of a segment are added up exactly as Okapi does it, term by term in the question's order.
"""

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from copy import copy
from functools import cached_property, partial
from itertools import accumulate, islice
from typing import Any, NamedTuple, Self

import numpy as np
import numpy.typing as npt
from rank_bm25 import BM25Okapi

from knowledge.index import merge
from knowledge.index._arrays import DocIds, Int32s, Int64s, Scores, distinct_ids, runs
from knowledge.index.merge import Merge
from knowledge.index.segment import COMMON_TERM_RATIO, NO_DOCS, NO_POSTINGS, Segment
from knowledge.index.termdict import TermDictionary

DEFAULT_K1 = 0.9
DEFAULT_B = 0.4

MAX_COMPLETIONS = 64
"""Terms of a segment that are looked at for those that begin in a way."""
MAX_CACHED_TERMS = 2_048
"""Terms asked lately whose lists are not looked up again; with more, all are forgotten."""
CACHED_TERM_BYTES = 500
"""Memory of a cached term in each segment, measured, without the scores of a common one in every document."""

SMALL_SEGMENT_DOCS = 16_384
"""Documents of a small segment: it has memory for the score of a common term in every document."""
DENSE_DOCS_PER_POSTING = 4
"""With a posting for every so many documents, it is quicker to score all of them."""
BATCH_POSTINGS = 8_192
"""Postings that are read at once, not list by list."""


class DenseScores:
    """How much memory the scores of common terms in every document take."""

    nbytes = 0


class TermScorer:
    """A term's posting list in a segment, its idf, and the score of each impact there."""

    def __init__(self, segment: Segment, at: slice, impact_scores: Scores, dense: DenseScores) -> None:
        self.doc_ids = segment.postings.doc_ids[at]
        self.impact_ids = segment.postings.impact_ids[at]
        self.doc_freq = len(self.doc_ids)
        self.idf = 0.0
        self.impact_scores = impact_scores
        self._segment, self._start, self._dense = segment, at.start, dense

    @property
    def at(self) -> slice:
        """Where the list is in the posting lists."""
        return slice(self._start, self._start + self.doc_freq)

    @cached_property
    def max_score(self) -> float:
        """The highest score of the term in any document, as impacts ascend with the frequency."""
        return self.idf * float(self.impact_scores[: int(self.impact_ids.max()) + 1].max())

    @cached_property
    def all_scores(self) -> Scores:
        """The score of the term in every document of the segment; 0 where it does not occur."""
        scores = np.zeros(self._segment.max_doc)
        scores[self.doc_ids] = self.scores()
        self._dense.nbytes += scores.nbytes
        return scores

    def scores(self) -> Scores:
        """Return the score of the term in each document of its list."""
        return self.impact_scores.take(self.impact_ids) * self.idf

    def scores_at(self, doc_ids: DocIds) -> Scores:
        """Return the score of the term in some documents; 0 where it does not occur."""
        dense = self._segment.dense_list(self._start, self.doc_freq)
        if dense is not None:
            return self.impact_scores.take(dense.take(doc_ids)) * self.idf
        wanted = doc_ids.astype(np.int32, copy=False)
        postings = self.doc_ids.searchsorted(wanted)
        scores = self.impact_scores.take(self.impact_ids.take(postings, mode="clip")) * self.idf
        scores *= self.doc_ids.take(postings, mode="clip") == wanted
        return scores

    def at_least(self, threshold: float) -> tuple[Int32s, Scores]:
        """Return the documents where the term alone scores that much, and its scores there."""
        scores = self.impact_scores * self.idf
        good = (scores >= threshold).take(self.impact_ids).nonzero()[0]
        return self.doc_ids.take(good), scores.take(self.impact_ids.take(good))


def concat_postings(scorers: Sequence[TermScorer]) -> tuple[Int64s, Scores]:
    """Return the doc ids of several terms, one list after the other, and the score of each posting."""
    doc_ids = np.concatenate([each.doc_ids for each in scorers], dtype=np.int64)
    scores = scorers[0].impact_scores.take(np.concatenate([each.impact_ids for each in scorers]))
    scores *= np.array([each.idf for each in scorers]).repeat([each.doc_freq for each in scorers])
    return doc_ids, scores


def score_all(segment: Segment, scorers: Sequence[TermScorer]) -> Scores:
    """Return the score of every document; 0 for those deleted."""
    is_batch = sum([each.doc_freq for each in scorers]) <= BATCH_POSTINGS
    scores = _score_batch(segment, scorers) if is_batch else _score_lists(segment, scorers)
    if len(segment.deleted):
        scores[segment.deleted] = 0
    return scores


def _score_batch(segment: Segment, scorers: Sequence[TermScorer]) -> Scores:
    doc_ids, scores = concat_postings(scorers)
    return np.bincount(doc_ids, scores, segment.max_doc).astype(np.float64, copy=False)


def _score_lists(segment: Segment, scorers: Sequence[TermScorer]) -> Scores:
    sums = np.zeros(segment.max_doc)
    is_small = segment.max_doc <= SMALL_SEGMENT_DOCS
    common = segment.max_doc // COMMON_TERM_RATIO if is_small else segment.max_doc
    for each in scorers:
        if each.doc_freq > common:
            sums += each.all_scores
        else:
            np.add.at(sums, each.doc_ids.astype(np.int64), each.scores())
    return sums


def score_matching_docs(segment: Segment, scorers: Sequence[TermScorer]) -> tuple[Int64s, Scores]:
    """Return the live documents that share a term, ascending, and their scores."""
    if sum(each.doc_freq for each in scorers) * DENSE_DOCS_PER_POSTING > segment.max_doc:
        scores = score_all(segment, scorers)
        matching = scores.nonzero()[0]
        return matching, scores[matching]
    doc_ids, scores = concat_postings(scorers)
    matching = distinct_ids(doc_ids)
    return live_only(segment, matching, _sums(segment, doc_ids, scores, matching))


def score_postings(segment: Segment, scorers: Sequence[TermScorer]) -> tuple[Int64s, Scores]:
    """Return the live documents that share a term, each as often as terms occur there, and their scores."""
    doc_ids, scores = concat_postings(scorers)
    return live_only(segment, doc_ids, _sums(segment, doc_ids, scores, doc_ids))


def live_only(segment: Segment, doc_ids: DocIds, scores: Scores) -> tuple[DocIds, Scores]:
    """Return those of some documents that are not deleted, and their scores."""
    if not len(segment.deleted):
        return doc_ids, scores
    live = segment.live_mask[doc_ids]
    return doc_ids[live], scores[live]


def concat_scores(found: Sequence[tuple[DocIds, Scores]]) -> tuple[DocIds, Scores]:
    if len(found) == 1:
        return found[0]
    doc_ids, scores = zip((NO_DOCS, np.zeros(0)), *found, strict=True)
    return np.concatenate(doc_ids, dtype=np.int64), np.concatenate(scores)


def _sums(segment: Segment, doc_ids: Int64s, scores: Scores, wanted: Int64s) -> Scores:
    """Return the sum of the scores of each document wanted; every document scored is wanted at least once."""
    sums = segment.pool.borrow()
    np.add.at(sums, doc_ids, scores)
    found = sums[wanted]
    sums[wanted] = 0
    segment.pool.give_back(sums)
    return found


MAX_GROUP_SCORES = 256
"""Scores in one group at most, of which only the highest is looked at."""
GROUPS_PER_RESULT = 16
"""Groups for each result wanted, so that two of the best are rarely in one."""

ROUNDING = 1 - 1e-9
"""Lowers a threshold a little, as upper bounds are added up in another order than scores."""


class ScoredDoc(NamedTuple):
    """A document of the index, by its number from 0, and its score."""

    doc_id: int
    score: float


# A named tuple's own constructor is a function in Python, and every search returns as many as are wanted.
_scored_doc: Callable[[tuple[int, float]], ScoredDoc] = partial(tuple.__new__, ScoredDoc)


def top_k(scores: Scores, k: int) -> list[ScoredDoc]:
    """Return the k highest scores above zero, best first; ties by doc id."""
    doc_ids = at_least(scores, k)
    return ranked(doc_ids, scores[doc_ids], k)


def ranked(doc_ids: DocIds, scores: Scores, k: int) -> list[ScoredDoc]:
    """Return the k best of some documents, best first; ties by doc id."""
    if len(scores) > k > 0:
        good = (scores >= kth_score(scores, k)).nonzero()[0]
        doc_ids, scores = doc_ids[good], scores[good]
    return top_k_distinct(doc_ids, scores, k)


def top_k_distinct(doc_ids: DocIds, scores: Scores, k: int) -> list[ScoredDoc]:
    """Return the k best of few documents, any of which may be listed several times."""
    order = np.lexsort((doc_ids, -scores))
    best_first = dict(zip(doc_ids[order].tolist(), scores[order].tolist(), strict=True))
    return list(map(_scored_doc, islice(best_first.items(), k)))


def kth_score(scores: Scores, k: int) -> float:
    """Return the k-th highest score; 0 where there are fewer."""
    if not 0 < k <= len(scores):
        return 0.0
    if len(scores) >= 2 * GROUPS_PER_RESULT * k:
        ordered = scores[scores >= kth_lower_bound(scores, k)]
    else:
        ordered = scores.copy()
    ordered.partition(-k)
    return ordered.item(-k)


def kth_lower_bound(scores: Scores, k: int) -> float:
    """Return a lower bound of the k-th highest score: the k-th highest of the maxima of many groups.

    Neighbours are in different groups, as then the machine compares many at once. A rest belongs to none.
    """
    size = min(len(scores) // max(GROUPS_PER_RESULT * k, 1), MAX_GROUP_SCORES)
    if size < 2:
        return kth_score(scores, k)
    groups = len(scores) // size
    return kth_score(np.maximum.reduce(scores[: groups * size].reshape(size, groups)), k)


def at_least(scores: Scores, k: int) -> Int64s:
    """Return the doc ids, ascending, whose score is above zero and reaches a lower bound of the k-th highest."""
    threshold = kth_lower_bound(scores, k)
    return (scores >= threshold if threshold else scores).nonzero()[0]


def top_k_candidates(
    segment: Segment, scorers: Sequence[TermScorer], k: int, threshold: float
) -> tuple[DocIds, Scores]:
    """Return documents with their scores: among them all of the k best that score at least the threshold.

    A document may be listed as often as terms occur in it.
    """
    doc_freqs = [each.doc_freq for each in scorers]
    total = sum(doc_freqs)
    is_dense = segment.max_doc <= SMALL_SEGMENT_DOCS and total * DENSE_DOCS_PER_POSTING > segment.max_doc
    if is_dense or min(doc_freqs) * COMMON_TERM_RATIO > segment.max_doc:
        scores = score_all(segment, scorers)
        doc_ids = at_least(scores, k)
        return doc_ids, scores[doc_ids]
    if total > BATCH_POSTINGS:
        return _MaxScore(segment, scorers, k, threshold * ROUNDING).run()
    found, scores = score_postings(segment, scorers)
    good = (scores >= kth_lower_bound(scores, k * len(scorers))).nonzero()[0]
    return found[good], scores[good]


class _MaxScore:
    """Collects the documents that may be among the k best, and a threshold that these reach."""

    def __init__(self, segment: Segment, scorers: Sequence[TermScorer], k: int, threshold: float) -> None:
        self._segment, self._scorers, self._k, self._threshold = segment, scorers, k, threshold
        limit = _rare_limit([each.doc_freq for each in scorers])
        self._rare = [each for each in scorers if each.doc_freq <= limit]
        self._common = sorted((each for each in scorers if each.doc_freq > limit), key=lambda each: each.doc_freq)
        maxima = (each.max_score for each in reversed(self._common))
        self._upper_bounds = list(accumulate(maxima, initial=0.0))[::-1]
        """What the common terms from each one on can score at most, together."""
        self._found: list[tuple[DocIds, Scores]] = []

    def run(self) -> tuple[DocIds, Scores]:
        """Collect what has a rare term, then term by term what could still win without one."""
        if self._rare:
            self._collect(*score_postings(self._segment, self._rare), 0, times=len(self._rare))
        for next_term, each in enumerate(self._common, start=1):
            if self._upper_bounds[next_term - 1] < self._threshold:
                break
            found = each.at_least(self._threshold - self._upper_bounds[next_term])
            self._collect(*live_only(self._segment, *found), next_term, times=1)
        doc_ids, scores = concat_scores(self._found)
        scores[:] = 0
        for each in self._scorers:
            scores += each.scores_at(doc_ids)
        return doc_ids, scores

    def _collect(self, doc_ids: DocIds, scores: Scores, next_term: int, times: int) -> None:
        """Add the scores of the common terms from `next_term` on; keep the documents that may be among the k best.

        A document is listed at most so many times.
        """
        for each, upper_bound in zip(self._common[next_term:], self._upper_bounds[next_term:], strict=False):
            if upper_bound < self._threshold:
                good = (scores >= self._threshold - upper_bound).nonzero()[0]
                doc_ids, scores = doc_ids.take(good), scores.take(good)
            scores += each.scores_at(doc_ids)
        good = (scores >= max(self._threshold, kth_lower_bound(scores, self._k * times))).nonzero()[0]
        doc_ids, scores = doc_ids.take(good), scores.take(good)
        distinct = sorted(dict(zip(doc_ids.tolist(), scores.tolist(), strict=True)).values())
        if len(distinct) >= self._k:
            self._threshold = max(self._threshold, distinct[-self._k] * ROUNDING)
        self._found.append((doc_ids, scores))


def _rare_limit(doc_freqs: list[int]) -> int:
    """Return the highest doc freq with which a term is rare: all rare terms are read as one batch."""
    doc_freqs.sort()
    sums = zip(doc_freqs, accumulate(doc_freqs), strict=True)
    return max((doc_freq for doc_freq, total in sums if total <= BATCH_POSTINGS), default=0)


_Scorers = tuple[TermScorer | None, ...]


class _ScorerCache:
    """The scorers of terms in the segments of an index."""

    def __init__(self, segments: Sequence[tuple[Segment, Scores]], num_docs: int) -> None:
        self._segments, self._num_docs = segments, num_docs
        self._found: dict[str, _Scorers] = {}
        self._dense = DenseScores()

    def __call__(self, term: str) -> _Scorers:
        found = self._found.get(term)
        if found is None:
            if len(self._found) >= MAX_CACHED_TERMS:
                self._found, self._dense = {}, DenseScores()
            found = _scorers(self._segments, self._num_docs, term, self._dense)
            self._found[term] = found
        return found

    def kept(self, term: str) -> _Scorers | None:
        """Return the scorers of a term that was asked lately."""
        return self._found.get(term)

    @property
    def nbytes(self) -> int:
        cached = len(self._found) * len(self._segments) * CACHED_TERM_BYTES
        return cached + self._dense.nbytes


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
    _counted: Int32s | None = None

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
            doc_ids, scores = top_k_candidates(segment, scorers, k, threshold)
            found.append((segment.live_rank(doc_ids) + offset, scores))
            if len(self.segments) > 1:
                threshold = max(threshold, kth_score(scores, k * len(scorers)))
        return top_k_distinct(*concat_scores(found), k)

    def score_matching(self, terms: Sequence[str]) -> tuple[DocIds, Scores]:
        """Return the ids of the documents that share a term, ascending, and their scores."""
        found = []
        for segment, scorers, offset in self._scorers_by_segment(terms):
            doc_ids, scores = score_matching_docs(segment, scorers)
            found.append((segment.live_rank(doc_ids) + offset, scores))
        return concat_scores(found)

    def get_scores(self, query: Sequence[str]) -> Scores:
        """Return the score of every document; a repeated term counts each time."""
        scores = np.zeros(self.corpus_size)
        for segment, scorers, offset in self._scorers_by_segment(query):
            found = score_all(segment, scorers)
            live = found[segment.live_ids] if len(segment.deleted) else found
            scores[offset : offset + segment.num_live] = live
        return scores

    def get_batch_scores(self, query: Sequence[str], doc_ids: Sequence[int]) -> list[float]:
        """Return the scores of some documents."""
        chosen: list[float] = self.get_scores(query)[list(doc_ids)].tolist()
        return chosen

    def idf_of(self, term: str) -> float:
        """Return the idf of a term, the highest there is for one that does not occur."""
        for each in self._scorers(term):
            if each:
                return each.idf
        return self._max_idf

    def doc_freq(self, term: str) -> int:
        """Return how many documents hold a term."""
        return sum(map(Segment.doc_freq, self.segments, self._slices(term)))

    def postings(self, term: str) -> tuple[DocIds, Int32s]:
        """Return the ids of the documents that hold a term, ascending, and how often it occurs in each."""
        freqs = map(Segment.live_freqs, self.segments, self._slices(term))
        return self.holders(term), np.concatenate([NO_DOCS, *freqs])

    def holders(self, term: str) -> DocIds:
        """Return the ids of the documents that hold a term, ascending."""
        lists = zip(self.segments, self._slices(term), self._offsets, strict=True)
        doc_ids = [segment.live_rank(segment.live_docs(at)) + offset for segment, at, offset in lists]
        return doc_ids[0] if len(doc_ids) == 1 else np.concatenate([NO_DOCS, *doc_ids])

    def overlaps(self, terms: Set[str]) -> tuple[DocIds, Int64s, Int32s]:
        """Compare different terms with the documents that hold any of them.

        Returns:
            The ids of these, ascending; how many of the terms each holds; and how many different terms it has.
        """
        doc_ids = np.concatenate([NO_DOCS, *map(self.holders, terms)])
        doc_ids.sort(kind="stable")
        firsts, shared = runs(doc_ids)
        found = doc_ids[firsts]
        return found, shared, self._term_counts[found]

    @property
    def _term_counts(self) -> Int32s:
        """How many different terms each document has."""
        if self._counted is None:
            self._counted = np.concatenate([NO_DOCS, *(segment.term_counts for segment in self.segments)])
        return self._counted

    def contains_at(self, term: str, doc_ids: Sequence[int] | Int32s) -> list[bool]:
        """Tell for each of some documents whether it holds a term."""
        ascending = self.holders(term)
        if not len(ascending):
            return [False] * len(doc_ids)
        wanted = np.asarray(doc_ids, dtype=ascending.dtype)
        occurs: list[bool] = (ascending.take(ascending.searchsorted(wanted), mode="clip") == wanted).tolist()
        return occurs

    def completions(self, prefix: str) -> list[str]:
        """Return what follows a prefix in terms that begin with it, those of most documents first; not of bigrams."""
        found: dict[str, int] = {}
        for segment in self.segments:
            assert isinstance(segment.terms, TermDictionary), "bigrams have no words of their own"
            for term in islice(segment.terms.starting_with(prefix), MAX_COMPLETIONS):
                rest = term[len(prefix) :]
                found[rest] = found.get(rest, 0) + segment.doc_freq(segment.slice_of(term))
        return sorted(filter(found.__getitem__, found), key=found.__getitem__, reverse=True)

    def __contains__(self, term: object) -> bool:
        if not isinstance(term, str):
            return False
        return any(each.doc_freq(at) for each in self.segments if (at := each.slice_of(term)) is not NO_POSTINGS)

    def known(self, terms: Set[str]) -> set[str]:
        """Return those of some terms that a document has; not of bigrams."""
        found = set[str]()
        for segment in self.segments:
            assert isinstance(segment.terms, TermDictionary), "bigrams are looked up one by one"
            found.update(each for each in segment.terms.known(terms) if segment.doc_freq(segment.slice_of(each)))
        return found

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
        self._counted = None
        *self._offsets, self.corpus_size = accumulate((segment.num_live for segment in self.segments), initial=0)
        self.num_docs = self.corpus_size
        self._max_idf = idf(self.num_docs, 0)
        self.avgdl = self._num_tokens / max(self.corpus_size, 1)
        impact_scores = [segment.postings.impact_scores(self.k1, self.b, self.avgdl) for segment in self.segments]
        self._scorers = _ScorerCache(list(zip(self.segments, impact_scores, strict=True)), self.num_docs)

    @property
    def _num_tokens(self) -> int:
        return sum(segment.num_tokens for segment in self.segments)

    def _initialize(self, corpus: Iterable[Sequence[str]]) -> dict[str, int]:
        """Build the segment: the base class calls this from its constructor."""
        self._set_segments([merge.build_segment(corpus)])
        return {}

    def _calc_idf(self, nd: Mapping[str, int]) -> None:
        """Prepare nothing: a term's idf is computed when it is asked for, from its number of postings."""


def _scorers(segments: Sequence[tuple[Segment, Scores]], num_docs: int, term: str, dense: DenseScores) -> _Scorers:
    """Return the scorer of a term in each segment; None where it does not occur."""
    doc_freq, scorers = 0, []
    for segment, impact_scores in segments:
        at = segment.slice_of(term)
        doc_freq += segment.doc_freq(at)
        scorers.append(TermScorer(segment, at, impact_scores, dense) if at.stop else None)
    weight = idf(num_docs, doc_freq)
    for each in scorers:
        if each:
            each.idf = weight
    return tuple(scorers)


def idf(num_docs: int, doc_freq: int) -> float:
    """Return the idf of a term that so many of all documents hold."""
    return math.log(1 + (num_docs - doc_freq + 0.5) / (doc_freq + 0.5))
