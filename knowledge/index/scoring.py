"""The scores of one part, exactly as Okapi adds them up: term by term, in the order of the question."""

from collections.abc import Sequence
from functools import cached_property

import numpy as np

from knowledge.index._arrays import DocIds, Numbers, Positions, Scores
from knowledge.index.segment import NONE, Segment


class TermScorer:
    """A term's list in a part, the term's idf, and what each case weighs there."""

    def __init__(self, part: Segment, at: slice, weights: Scores) -> None:
        self.positions = part.lists.positions[at]
        self.codes = part.lists.codes[at]
        self.size = len(self.positions)
        self.rarity = 0.0
        self.weights = weights
        self._part, self._start = part, at.start

    @cached_property
    def most(self) -> float:
        """The most that the term can give, as often as it occurs in a paragraph: codes ascend with the frequency."""
        return self.rarity * float(self.weights[: int(self.codes.max()) + 1].max())

    @cached_property
    def everywhere(self) -> Scores:
        """What the term gives at every position of the part; 0 where it does not occur."""
        given = np.zeros(self._part.size)
        given[self.positions] = self.given()
        return given

    def given(self) -> Scores:
        """Return what the term gives at each position of its list."""
        return self.weights.take(self.codes) * self.rarity

    def given_at(self, positions: DocIds) -> Scores:
        """Return what the term gives at some positions; 0 where it does not occur."""
        row = self._part.row(self._start, self.size)
        if row is not None:
            return self.weights.take(row.take(positions)) * self.rarity
        sought = positions.astype(np.int32, copy=False)
        places = self.positions.searchsorted(sought)
        given = self.weights.take(self.codes.take(places, mode="clip")) * self.rarity
        given *= self.positions.take(places, mode="clip") == sought
        return given

    def reaching(self, least: float) -> tuple[Positions, Scores]:
        """Return the positions of the list where the term alone gives so much, and what it gives there."""
        given = self.weights * self.rarity
        good = (given >= least).take(self.codes).nonzero()[0]
        return self.positions.take(good), given.take(self.codes.take(good))


def top_postings(asked: Sequence[TermScorer]) -> tuple[Numbers, Scores]:
    """Return the positions of terms, one list after the other, and what each term gives there."""
    positions = np.concatenate([each.positions for each in asked], dtype=np.int64)
    given = asked[0].weights.take(np.concatenate([each.codes for each in asked]))
    given *= np.array([each.rarity for each in asked]).repeat([each.size for each in asked])
    return positions, given


FEW_POSTINGS = 16_384
"""Paragraphs of a small part: there is room for what a common term gives everywhere."""
DENSE_SHARE = 4
"""One posting for so many paragraphs, and it is quicker to score each of them."""
BLOCK_DOCS = 8_192
"""Postings that are read at once, not list by list."""
_COMMON = 16
"""One paragraph in so many holds a common term."""


def score_all(part: Segment, asked: Sequence[TermScorer]) -> Scores:
    """Return the score of every position; 0 for those taken out."""
    few = sum([each.size for each in asked]) <= BLOCK_DOCS
    scores = _counted(part, asked) if few else _added_up(part, asked)
    if len(part.gone):
        scores[part.gone] = 0
    return scores


def _counted(part: Segment, asked: Sequence[TermScorer]) -> Scores:
    positions, given = top_postings(asked)
    return np.bincount(positions, given, part.size).astype(np.float64, copy=False)


def _added_up(part: Segment, asked: Sequence[TermScorer]) -> Scores:
    scores = np.zeros(part.size)
    common = part.size // _COMMON if part.size <= FEW_POSTINGS else part.size
    for each in asked:
        if each.size > common:
            scores += each.everywhere
        else:
            np.add.at(scores, each.positions.astype(np.int64), each.given())
    return scores


def score_matching_docs(part: Segment, asked: Sequence[TermScorer]) -> tuple[Numbers, Scores]:
    """Return the positions left that share a term, ascending, and their scores."""
    if sum(each.size for each in asked) * DENSE_SHARE > part.size:
        scores = score_all(part, asked)
        positions = scores.nonzero()[0]
        return positions, scores[positions]
    found, given = top_postings(asked)
    ascending = np.sort(found)
    distinct = ascending[np.diff(ascending, prepend=-1) > 0]
    return live_only(part, distinct, _sums(part, found, given, distinct))


def score_matching(part: Segment, asked: Sequence[TermScorer]) -> tuple[Numbers, Scores]:
    """Return the positions left that share a term, each as often as terms occur there, and their scores."""
    found, given = top_postings(asked)
    return live_only(part, found, _sums(part, found, given, found))


def live_only(part: Segment, positions: DocIds, scores: Scores) -> tuple[DocIds, Scores]:
    """Return those of some positions that have not been taken out, and their scores."""
    if not len(part.gone):
        return positions, scores
    kept = part.kept[positions]
    return positions[kept], scores[kept]


def concat_scores(found: Sequence[tuple[DocIds, Scores]]) -> tuple[DocIds, Scores]:
    """Return what has been found here and there, one after the other."""
    if len(found) == 1:
        return found[0]
    positions, scores = zip((NONE, np.zeros(0)), *found, strict=True)
    return np.concatenate(positions, dtype=np.int64), np.concatenate(scores)


def _sums(part: Segment, found: Numbers, given: Scores, positions: Numbers) -> Scores:
    """Return the sums of what terms give, at the positions where they were found: each of those once at least."""
    sums = part.scratch.borrow()
    np.add.at(sums, found, given)
    scores = sums[positions]
    sums[positions] = 0
    part.scratch.give_back(sums)
    return scores
