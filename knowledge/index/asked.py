"""What a term of the question gives in one part of an index."""

from collections.abc import Sequence
from functools import cached_property

import numpy as np

from knowledge.index.arrays import Numbers, Places, Positions, Scores
from knowledge.index.part import Part


class Asked:
    """A term's list in a part, the term's idf, and what each case weighs there."""

    def __init__(self, part: Part, at: slice, weights: Scores) -> None:
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

    def given_at(self, positions: Places) -> Scores:
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


def postings(asked: Sequence[Asked]) -> tuple[Numbers, Scores]:
    """Return the positions of terms, one list after the other, and what each term gives there."""
    positions = np.concatenate([each.positions for each in asked], dtype=np.int64)
    given = asked[0].weights.take(np.concatenate([each.codes for each in asked]))
    given *= np.array([each.rarity for each in asked]).repeat([each.size for each in asked])
    return positions, given
