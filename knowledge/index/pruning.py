"""The k best of one part without reading the long lists of common terms (MaxScore: Turtle and Flood, 1995).

Rare terms come first. Once k paragraphs score higher than all terms left could give together, no paragraph without one
of the terms read is among the k best, and the others are looked up only where a paragraph is still in question.
"""

from collections.abc import Sequence
from itertools import accumulate

from knowledge.index.arrays import Places, Scores
from knowledge.index.asked import Asked
from knowledge.index.part import Part
from knowledge.index.scoring import AT_ONCE, DENSE, FEW, everywhere, joined, left, summed
from knowledge.index.top import bound, reaching

_LONG = 16
"""Where no term is rarer than in one paragraph of so many, every paragraph is in question."""
_SLACK = 1 - 1e-9
"""Bounds are added up in another order than scores."""


def leading(part: Part, asked: Sequence[Asked], k: int, least: float) -> tuple[Places, Scores]:
    """Return positions with their scores: among them all of the k best that score `least` or more.

    A position may stand there as often as terms occur in it.
    """
    sizes = [each.size for each in asked]
    total = sum(sizes)
    if (part.size <= FEW and total * DENSE > part.size) or min(sizes) * _LONG > part.size:
        scores = everywhere(part, asked)
        positions = reaching(scores, k)
        return positions, scores[positions]
    if total > AT_ONCE:
        return _Race(part, asked, k, least * _SLACK).run()
    found, scores = summed(part, asked)
    good = (scores >= bound(scores, k * len(asked))).nonzero()[0]
    return found[good], scores[good]


class _Race:
    """Lets positions in that may be among the k best, and knows what these score at least."""

    def __init__(self, part: Part, asked: Sequence[Asked], k: int, least: float) -> None:
        self._part, self._asked, self._k, self._least = part, asked, k, least
        limit = _limit([each.size for each in asked])
        self._short = [each for each in asked if each.size <= limit]
        self._long = sorted((each for each in asked if each.size > limit), key=lambda each: each.size)
        self._bounds = list(accumulate((each.most for each in reversed(self._long)), initial=0.0))[::-1]
        """What the long lists from each one on give at most."""
        self._entered: list[tuple[Places, Scores]] = []

    def run(self) -> tuple[Places, Scores]:
        """Let in what has one of the short lists, then list by list what could still win without."""
        if self._short:
            self._enter(*summed(self._part, self._short), 0, times=len(self._short))
        for place, each in enumerate(self._long, start=1):
            if self._bounds[place - 1] < self._least:
                break
            found = each.reaching(self._least - self._bounds[place])
            self._enter(*left(self._part, *found), place, times=1)
        positions, scores = joined(self._entered)
        scores[:] = 0
        for each in self._asked:
            scores += each.given_at(positions)
        return positions, scores

    def _enter(self, positions: Places, scores: Scores, place: int, times: int) -> None:
        """Add what the long lists from a place on give; keep the positions that may be among the k best.

        A position stands there so many times at most.
        """
        for each, most in zip(self._long[place:], self._bounds[place:], strict=False):
            if most < self._least:
                good = (scores >= self._least - most).nonzero()[0]
                positions, scores = positions.take(good), scores.take(good)
            scores += each.given_at(positions)
        good = (scores >= max(self._least, bound(scores, self._k * times))).nonzero()[0]
        positions, scores = positions.take(good), scores.take(good)
        distinct = sorted(dict(zip(positions.tolist(), scores.tolist(), strict=True)).values())
        if len(distinct) >= self._k:
            self._least = max(self._least, distinct[-self._k] * _SLACK)
        self._entered.append((positions, scores))


def _limit(sizes: list[int]) -> int:
    """Return how long lists are at most that are short, together."""
    sizes.sort()
    return max((size for size, total in zip(sizes, accumulate(sizes), strict=True) if total <= AT_ONCE), default=0)
