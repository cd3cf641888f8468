"""The k best of one part without reading the long lists of common terms (MaxScore: Turtle and Flood, 1995).

Rare terms come first. Once k paragraphs score higher than all terms left could give together, no paragraph without a
rare term is among the k best, and in the lists of the common terms only those still in question are looked up.
"""

from collections import Counter
from collections.abc import Sequence
from itertools import accumulate

import numpy as np

from knowledge.index.arrays import Numbers, Positions, Scores
from knowledge.index.part import NONE, Part
from knowledge.index.scoring import Asked, add, everywhere, looked_up
from knowledge.index.top import floor, reaching

_FEW = 16_384
"""Paragraphs of which all are scored as soon as some."""
_LONG = 1024
"""Postings that are worth a look at the k best so far."""
_SLACK = 1 - 1e-9
"""Bounds are added up in another order than scores."""


def leading(part: Part, asked: Sequence[Asked], weights: Scores, k: int, least: float) -> tuple[Numbers, Scores]:
    """Return positions, ascending, with their scores: among them all of the k best that score `least` or more."""
    if len(part.lists) <= _FEW:
        scores = everywhere(part, asked, weights)
        positions = reaching(scores, k)
        return positions, scores[positions]
    times = Counter(asked)
    steps = [each._replace(rarity=each.rarity * count) for each, count in times.items()]
    steps.sort(key=lambda step: step.stop - step.start)
    hopeful = _pruned(part, steps, weights, k, least)
    return hopeful.astype(np.int64), _exact(part, asked, weights, hopeful)


def _pruned(part: Part, steps: Sequence[Asked], weights: Scores, k: int, least: float) -> Positions:
    """Return those positions that may be among the k best."""
    peak = float(weights.max(initial=0.0))
    bounds = list(accumulate((peak * step.rarity for step in reversed(steps)), initial=0.0))[::-1]
    positions, scores, place = _essential(part, steps, bounds, weights, k, least)
    for step, bound in zip(steps[place:], bounds[place:], strict=False):
        least = max(least, floor(scores, k))
        hopeful = scores + bound >= least * _SLACK
        positions, scores = positions[hopeful], scores[hopeful]
        looked_up(part, step, weights, positions, scores)
    return positions[scores >= max(least, floor(scores, k)) * _SLACK]


def _essential(
    part: Part,
    steps: Sequence[Asked],
    bounds: Sequence[float],
    weights: Scores,
    k: int,
    least: float,
) -> tuple[Positions, Scores, int]:
    """Add up the rare terms; return where any occurs, ascending, the sums, and the step from which on none matters."""
    found = [NONE.astype(np.int64)]
    with part.scratch.lent() as sums:
        place = 0
        for place, step in enumerate(steps):
            if step.stop - step.start > _LONG:
                least = max(least, floor(sums[np.concatenate(found)], k))
            if bounds[place] < least * _SLACK:
                break
            found.append(add(part, step, weights, sums))
        else:
            place = len(steps)
        positions = np.concatenate(found)
        positions.sort()
        scores = sums[positions]
        sums[positions] = 0
    return positions.astype(np.int32), scores, place


def _exact(part: Part, asked: Sequence[Asked], weights: Scores, positions: Positions) -> Scores:
    scores = np.zeros(len(positions))
    for term in asked:
        looked_up(part, term, weights, positions, scores)
    return scores
