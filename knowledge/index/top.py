"""The best of many scores."""

from typing import NamedTuple

import numpy as np

from knowledge.index.arrays import Numbers, Scores

_BLOCK = 256


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


def reaching(scores: Scores, k: int) -> Numbers:
    """Return positions among which the k highest above zero are.

    When k blocks have a score that high, no lower one is among the k highest: most blocks need not be looked into.
    """
    whole = len(scores) - len(scores) % _BLOCK
    peaks = scores[:whole].reshape(-1, _BLOCK).max(axis=1)
    least = floor(peaks, k)
    blocks = np.flatnonzero(peaks >= least if least else peaks > 0)
    positions = np.concatenate(((blocks[:, None] * _BLOCK + np.arange(_BLOCK)).ravel(), np.arange(whole, len(scores))))
    found = scores[positions]
    return positions[(found >= least) & (found > 0)]
