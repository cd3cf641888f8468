"""The scores of one segment, exactly as Okapi adds them up, term by term in the question's order; and the k best."""

from collections.abc import Callable, Sequence
from functools import cached_property, partial
from itertools import accumulate, islice
from typing import NamedTuple

import numpy as np

from knowledge.index._arrays import DocIds, Int32s, Int64s, Scores, distinct_ids
from knowledge.index.segment import COMMON_TERM_RATIO, NO_DOCS, Segment

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
    """Concatenate doc ids and their scores."""
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
    if len(scores) > GROUPS_PER_RESULT * k > 0:
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
