"""The scores of one part, exactly as Okapi adds them up: term by term, in the order of the question."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from knowledge.index.arrays import Numbers, Positions, Scores
from knowledge.index.part import NONE, Part

_DENSE = 16
"""One position in so many, and reading all is faster than sorting those."""


class Asked(NamedTuple):
    """A term of the question that occurs in a part: where its list stands there, and the term's idf."""

    start: int
    stop: int
    rarity: float

    @property
    def at(self) -> slice:
        """Return where the list stands."""
        return slice(self.start, self.stop)


def postings(part: Part, asked: Sequence[Asked], weights: Scores) -> tuple[Numbers, Scores]:
    """Return the positions of terms, one list after the other, and what each term gives there."""
    if not asked:
        return NONE.astype(np.int64), np.zeros(0)
    positions = np.concatenate([part.lists.positions[start:stop] for start, stop, _ in asked], dtype=np.int64)
    found = weights[np.concatenate([part.lists.codes[start:stop] for start, stop, _ in asked])]
    found *= np.repeat([rarity for _, _, rarity in asked], [stop - start for start, stop, _ in asked])
    return positions, found


def everywhere(part: Part, asked: Sequence[Asked], weights: Scores) -> Scores:
    """Return the score of every position; 0 for those taken out."""
    positions, found = postings(part, asked, weights)
    # Adds up in the order given, so term by term.
    scores = np.bincount(positions, weights=found, minlength=len(part.lists)).astype(np.float64, copy=False)
    if len(part.gone):
        scores[part.gone] = 0
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
    positions, codes = part.lists.positions[term.at].astype(np.int64), part.lists.codes[term.at]
    if len(part.gone):
        left = part.kept[positions]
        positions, codes = positions[left], codes[left]
    before = sums[positions]
    sums[positions] = before + term.rarity * weights[codes]
    fresh: Numbers = positions[before == 0]
    return fresh


def looked_up(part: Part, term: Asked, weights: Scores, positions: Numbers, scores: Scores) -> None:
    """Add a term's scores at a few ascending positions, without reading its list."""
    row = part.row(term.at)
    if row is not None:
        scores += term.rarity * weights[row[positions]]
        return
    many = part.lists.positions[term.at]
    places = np.minimum(np.searchsorted(many, positions.astype(np.int32)), len(many) - 1)
    found = np.flatnonzero(many[places] == positions)
    scores[found] += term.rarity * weights[part.lists.codes[term.at][places[found]]]
