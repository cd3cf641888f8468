"""The scores of one segment, exactly as Okapi adds them up: term by term, in the order of the question."""

from collections.abc import Sequence
from functools import cached_property

import numpy as np

from knowledge.index._arrays import DocIds, Int32s, Int64s, Scores
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
    ascending = np.sort(doc_ids)
    distinct = ascending[np.diff(ascending, prepend=-1) > 0]
    return live_only(segment, distinct, _sums(segment, doc_ids, scores, distinct))


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
