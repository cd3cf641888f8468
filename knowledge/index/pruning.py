"""The k best of one part without reading the long lists of common terms (MaxScore: Turtle and Flood, 1995).

Rare terms come first. Once k paragraphs score higher than all terms left could give together, no paragraph without a
rare term is among the k best, and in the lists of the common terms only those still in question are looked up.
"""

from collections import Counter
from collections.abc import Sequence
from itertools import accumulate
from typing import NamedTuple

import numpy as np

from knowledge.index.arrays import Numbers, Scores
from knowledge.index.part import Part
from knowledge.index.scoring import Asked, everywhere, looked_up, postings
from knowledge.index.top import floor, peaks, reaching

FEW = 16_384
"""Paragraphs of which all are scored as soon as some."""
_SHORT = 4_096
"""Postings that are read to know how high the k best score at least."""
_DENSE = 16
"""One posting for so many paragraphs, and a sum for each of them is faster than sums where there are any."""
_SLACK = 1 - 1e-9
"""Bounds are added up in another order than scores."""


class _Hopeful(NamedTuple):
    """Positions that may be among the k best, ascending, what they score so far, and the least of the k best."""

    positions: Numbers
    scores: Scores
    least: float


def leading(part: Part, asked: Sequence[Asked], weights: Scores, k: int, least: float) -> tuple[Numbers, Scores]:
    """Return positions, ascending, with their scores: among them all of the k best that score `least` or more."""
    if len(part.lists) <= FEW:
        scores = everywhere(part, asked, weights)
        positions = reaching(scores, k)
        return positions, scores[positions]
    steps = [each._replace(rarity=each.rarity * count) for each, count in Counter(asked).items()]
    steps.sort(key=lambda step: step.stop - step.start)
    peak = float(weights.max(initial=0.0))
    bounds = list(accumulate((peak * step.rarity for step in reversed(steps)), initial=0.0))[::-1]
    read = _short(steps)
    hopeful = _hopeful(part, asked if read == len(steps) else steps[:read], weights, k, least, bounds[read])
    if hopeful.least * _SLACK <= bounds[read]:
        read = next((place for place in range(read, len(steps)) if bounds[place] < hopeful.least * _SLACK), len(steps))
        chosen = asked if read == len(steps) else steps[:read]
        hopeful = _hopeful(part, chosen, weights, k, hopeful.least, bounds[read])
    if read == len(steps):
        return hopeful.positions, hopeful.scores
    positions = _sifted(part, hopeful, steps[read:], bounds[read:], weights, k)
    return positions, _exact(part, asked, weights, positions)


def _short(steps: Sequence[Asked]) -> int:
    """Return how many lists are short, together; one at least."""
    sizes = accumulate(step.stop - step.start for step in steps)
    return max(sum(size <= _SHORT for size in sizes), min(len(steps), 1))


def _hopeful(part: Part, chosen: Sequence[Asked], weights: Scores, k: int, least: float, rest: float) -> _Hopeful:
    """Add up some terms; return where any occurs, and all others, giving `rest` at most, could make it one of the best.

    A position stands there as often as terms occur in it, so that the k-th best is among the first k times terms.
    """
    if sum(step.stop - step.start for step in chosen) * _DENSE > len(part.lists):
        return _hopeful_of_all(everywhere(part, chosen, weights), k, least, rest)
    positions, found = postings(part, chosen, weights)
    with part.scratch.lent() as sums:
        np.add.at(sums, positions, found)
        scores = sums[positions]
        sums[positions] = 0
    if len(part.gone):
        left = part.kept[positions]
        positions, scores = positions[left], scores[left]
    least = max(least, floor(scores, k * len(chosen)))
    good = scores + rest >= least * _SLACK
    distinct, places = np.unique(positions[good], return_index=True)
    return _Hopeful(distinct.astype(np.int64), scores[good][places], least)


def _hopeful_of_all(scores: Scores, k: int, least: float, rest: float) -> _Hopeful:
    least = max(least, floor(peaks(scores), k))
    cut = least * _SLACK - rest
    positions = np.flatnonzero(scores >= cut if cut > 0 else scores)
    return _Hopeful(positions, scores[positions], least)


def _sifted(
    part: Part, hopeful: _Hopeful, steps: Sequence[Asked], bounds: Sequence[float], weights: Scores, k: int
) -> Numbers:
    """Look up the common terms, the rarest first, giving up position after position."""
    positions, scores, least = hopeful
    for step, bound in zip(steps, bounds, strict=False):
        good = scores + bound >= least * _SLACK
        positions, scores = positions[good], scores[good]
        looked_up(part, step, weights, positions, scores)
        least = max(least, floor(scores, k))
    return positions[scores >= least * _SLACK]


def _exact(part: Part, asked: Sequence[Asked], weights: Scores, positions: Numbers) -> Scores:
    scores = np.zeros(len(positions))
    for term in asked:
        looked_up(part, term, weights, positions, scores)
    return scores
