"""The k best of one part without reading the long lists of common terms (MaxScore: Turtle and Flood, 1995).

Rare terms come first. Once k paragraphs score higher than all terms left could give together, no paragraph without one
of the terms read is among the k best, and the others are looked up only where a paragraph is still in question.
"""

from collections.abc import Callable, Sequence
from functools import partial
from itertools import accumulate, islice
from typing import NamedTuple

import numpy as np

from knowledge.index._arrays import DocIds, Numbers, Scores
from knowledge.index.scoring import (
    BLOCK_DOCS,
    DENSE_SHARE,
    FEW_POSTINGS,
    TermScorer,
    concat_scores,
    live_only,
    score_all,
    score_matching,
)
from knowledge.index.segment import Segment

_GROUP = 256
"""Scores that are compared at most, so that only the highest counts."""
_SPARE = 16
"""So many groups for each one that is sought."""


class ScoredDoc(NamedTuple):
    """A position in the index, from 0, and its score."""

    position: int
    score: float


# A named tuple's own constructor is a function in Python, and every answer has as many as are sought.
_scored: Callable[[tuple[int, float]], ScoredDoc] = partial(tuple.__new__, ScoredDoc)


def top_k(scores: Scores, k: int) -> list[ScoredDoc]:
    """Return the k highest scores above zero, best first; ties by position."""
    positions = at_least(scores, k)
    return ranked(positions, scores[positions], k)


def ranked(positions: DocIds, scores: Scores, k: int) -> list[ScoredDoc]:
    """Return the k best of some positions, best first; ties by position."""
    if len(scores) > _SPARE * k > 0:
        good = (scores >= kth_score(scores, k)).nonzero()[0]
        positions, scores = positions[good], scores[good]
    return top_k_distinct(positions, scores, k)


def top_k_distinct(positions: DocIds, scores: Scores, k: int) -> list[ScoredDoc]:
    """Return the same of few positions that may stand there several times."""
    order = np.lexsort((positions, -scores))
    best_first = dict(zip(positions[order].tolist(), scores[order].tolist(), strict=True))
    return list(map(_scored, islice(best_first.items(), k)))


def kth_score(scores: Scores, k: int) -> float:
    """Return the k-th highest score; 0 where there are fewer."""
    if not 0 < k <= len(scores):
        return 0.0
    ordered = scores.copy()
    ordered.partition(-k)
    return ordered.item(-k)


def kth_lower_bound(scores: Scores, k: int) -> float:
    """Return what the k highest scores reach at least: the k-th highest among the highest of each of many groups.

    Neighbours are in different groups, as then the machine compares many at once. A rest belongs to none.
    """
    size = min(len(scores) // max(_SPARE * k, 1), _GROUP)
    if size < 2:
        return kth_score(scores, k)
    groups = len(scores) // size
    return kth_score(np.maximum.reduce(scores[: groups * size].reshape(size, groups)), k)


def at_least(scores: Scores, k: int) -> Numbers:
    """Return positions, ascending, among which the k highest above zero are."""
    least = kth_lower_bound(scores, k)
    return (scores >= least if least else scores).nonzero()[0]


_LONG = 16
"""Where no term is rarer than in one paragraph of so many, every paragraph is in question."""
_SLACK = 1 - 1e-9
"""Bounds are added up in another order than scores."""


def top_k_candidates(part: Segment, asked: Sequence[TermScorer], k: int, least: float) -> tuple[DocIds, Scores]:
    """Return positions with their scores: among them all of the k best that score `least` or more.

    A position may stand there as often as terms occur in it.
    """
    sizes = [each.size for each in asked]
    total = sum(sizes)
    if (part.size <= FEW_POSTINGS and total * DENSE_SHARE > part.size) or min(sizes) * _LONG > part.size:
        scores = score_all(part, asked)
        positions = at_least(scores, k)
        return positions, scores[positions]
    if total > BLOCK_DOCS:
        return _MaxScore(part, asked, k, least * _SLACK).run()
    found, scores = score_matching(part, asked)
    good = (scores >= kth_lower_bound(scores, k * len(asked))).nonzero()[0]
    return found[good], scores[good]


class _MaxScore:
    """Lets positions in that may be among the k best, and knows what these score at least."""

    def __init__(self, part: Segment, asked: Sequence[TermScorer], k: int, least: float) -> None:
        self._part, self._asked, self._k, self._least = part, asked, k, least
        limit = _limit([each.size for each in asked])
        self._short = [each for each in asked if each.size <= limit]
        self._long = sorted((each for each in asked if each.size > limit), key=lambda each: each.size)
        self._bounds = list(accumulate((each.most for each in reversed(self._long)), initial=0.0))[::-1]
        """What the long lists from each one on give at most."""
        self._entered: list[tuple[DocIds, Scores]] = []

    def run(self) -> tuple[DocIds, Scores]:
        """Let in what has one of the short lists, then list by list what could still win without."""
        if self._short:
            self._enter(*score_matching(self._part, self._short), 0, times=len(self._short))
        for place, each in enumerate(self._long, start=1):
            if self._bounds[place - 1] < self._least:
                break
            found = each.reaching(self._least - self._bounds[place])
            self._enter(*live_only(self._part, *found), place, times=1)
        positions, scores = concat_scores(self._entered)
        scores[:] = 0
        for each in self._asked:
            scores += each.given_at(positions)
        return positions, scores

    def _enter(self, positions: DocIds, scores: Scores, place: int, times: int) -> None:
        """Add what the long lists from a place on give; keep the positions that may be among the k best.

        A position stands there so many times at most.
        """
        for each, most in zip(self._long[place:], self._bounds[place:], strict=False):
            if most < self._least:
                good = (scores >= self._least - most).nonzero()[0]
                positions, scores = positions.take(good), scores.take(good)
            scores += each.given_at(positions)
        good = (scores >= max(self._least, kth_lower_bound(scores, self._k * times))).nonzero()[0]
        positions, scores = positions.take(good), scores.take(good)
        distinct = sorted(dict(zip(positions.tolist(), scores.tolist(), strict=True)).values())
        if len(distinct) >= self._k:
            self._least = max(self._least, distinct[-self._k] * _SLACK)
        self._entered.append((positions, scores))


def _limit(sizes: list[int]) -> int:
    """Return how long lists are at most that are short, together."""
    sizes.sort()
    return max((size for size, total in zip(sizes, accumulate(sizes), strict=True) if total <= BLOCK_DOCS), default=0)
