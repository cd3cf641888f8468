"""The best of many scores."""

from collections.abc import Callable
from functools import partial
from itertools import islice
from typing import NamedTuple

import numpy as np

from knowledge.index.arrays import Numbers, Places, Scores

_GROUP = 256
"""Scores that are compared at most, so that only the highest counts."""
_SPARE = 16
"""So many groups for each one that is sought."""


class Scored(NamedTuple):
    """A position in the index, from 0, and its score."""

    position: int
    score: float


# A named tuple's own constructor is a function in Python, and every answer has as many as are sought.
_scored: Callable[[tuple[int, float]], Scored] = partial(tuple.__new__, Scored)


def best(scores: Scores, k: int) -> list[Scored]:
    """Return the k highest scores above zero, best first; ties by position."""
    positions = reaching(scores, k)
    return ranked(positions, scores[positions], k)


def ranked(positions: Places, scores: Scores, k: int) -> list[Scored]:
    """Return the k best of some positions, best first; ties by position."""
    if len(scores) > _SPARE * k > 0:
        good = (scores >= floor(scores, k)).nonzero()[0]
        positions, scores = positions[good], scores[good]
    return distinct(positions, scores, k)


def distinct(positions: Places, scores: Scores, k: int) -> list[Scored]:
    """Return the same of few positions that may stand there several times."""
    order = np.lexsort((positions, -scores))
    best_first = dict(zip(positions[order].tolist(), scores[order].tolist(), strict=True))
    return list(map(_scored, islice(best_first.items(), k)))


def floor(scores: Scores, k: int) -> float:
    """Return the k-th highest score; 0 where there are fewer."""
    if not 0 < k <= len(scores):
        return 0.0
    ordered = scores.copy()
    ordered.partition(-k)
    return ordered.item(-k)


def bound(scores: Scores, k: int) -> float:
    """Return what the k highest scores reach at least: the k-th highest among the highest of each of many groups.

    Neighbours are in different groups, as then the machine compares many at once. A rest belongs to none.
    """
    size = min(len(scores) // max(_SPARE * k, 1), _GROUP)
    if size < 2:
        return floor(scores, k)
    groups = len(scores) // size
    return floor(np.maximum.reduce(scores[: groups * size].reshape(size, groups)), k)


def reaching(scores: Scores, k: int) -> Numbers:
    """Return positions, ascending, among which the k highest above zero are."""
    least = bound(scores, k)
    return (scores >= least if least else scores).nonzero()[0]
