"""The scores of one part, exactly as Okapi adds them up: term by term, in the order of the question."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from knowledge.index.arrays import Numbers, Positions, Scores
from knowledge.index.part import NONE, Part

_DENSE = 16
"""One position in so many, and reading all is faster than sorting those."""


class Asked(NamedTuple):
    """A term of the question that occurs in a part."""

    number: int
    rarity: float


def everywhere(part: Part, asked: Sequence[Asked], weights: Scores) -> Scores:
    """Return the score of every position, those taken out included."""
    scores = np.zeros(len(part.lists))
    for number, rarity in asked:
        at = part.lists.at(number)
        np.add.at(scores, part.lists.positions[at], rarity * weights[part.lists.codes[at]])
    return scores


def touched(part: Part, asked: Sequence[Asked], weights: Scores) -> tuple[Positions, Scores]:
    """Return the positions left that share a term, ascending, and their scores."""
    with part.scratch.lent() as sums:
        found = [add(part, each, weights, sums) for each in asked]
        positions = np.concatenate([NONE, *found])
        if len(positions) * _DENSE < len(sums):
            positions.sort()
        else:
            positions = np.flatnonzero(sums)
        scores = sums[positions]
        sums[positions] = 0
    return positions.astype(np.int32), scores


def add(part: Part, term: Asked, weights: Scores, sums: Scores) -> Numbers:
    """Add a term's scores; return the positions that had none before."""
    at = part.lists.at(term.number)
    positions, codes = part.lists.positions[at].astype(np.int64), part.lists.codes[at]
    if len(part.gone):
        left = part.kept[positions]
        positions, codes = positions[left], codes[left]
    before = sums[positions]
    sums[positions] = before + term.rarity * weights[codes]
    fresh: Numbers = positions[before == 0]
    return fresh


def looked_up(part: Part, term: Asked, weights: Scores, positions: Positions, scores: Scores) -> None:
    """Add a term's scores at a few ascending positions, finding them in its list instead of reading it."""
    at = part.lists.at(term.number)
    many = part.lists.positions[at]
    places = np.minimum(np.searchsorted(many, positions), len(many) - 1)
    found = np.flatnonzero(many[places] == positions)
    scores[found] += term.rarity * weights[part.lists.codes[at][places[found]]]
