"""The best of many scores."""

from typing import NamedTuple

import numpy as np

from knowledge.index.arrays import Numbers, Scores

_GROUP = 256


class Scored(NamedTuple):
    """A position in the index, from 0, and its score."""

    position: int
    score: float


def best(scores: Scores, k: int) -> list[Scored]:
    """Return the k highest scores above zero, best first; ties by position."""
    positions = reaching(scores, k)
    return ranked(positions, scores[positions], k)


def ranked(positions: Numbers, scores: Scores, k: int) -> list[Scored]:
    """Return the k best of some positions, best first; ties by position."""
    if k < len(scores):
        chosen = scores >= floor(scores, k)
        positions, scores = positions[chosen], scores[chosen]
    order = np.lexsort((positions, -scores))[:k]
    return list(map(Scored, positions[order].tolist(), scores[order].tolist()))


def floor(scores: Scores, k: int) -> float:
    """Return the k-th highest score; 0 where there are fewer."""
    return float(np.partition(scores, -k)[-k]) if 0 < k <= len(scores) else 0.0


def peaks(scores: Scores) -> Scores:
    """Return the highest score of each of many groups of positions: the k-th highest of them is no overestimate.

    Neighbours are in different groups, as then the machine compares many at once. A rest belongs to none.
    """
    groups = len(scores) // _GROUP
    highest: Scores = scores[: groups * _GROUP].reshape(_GROUP, groups).max(axis=0)
    return highest


def reaching(scores: Scores, k: int) -> Numbers:
    """Return positions, ascending, among which the k highest above zero are."""
    least = floor(peaks(scores), k)
    return np.flatnonzero(scores >= least if least else scores)
