"""A frozen part of an index: lists, the terms they belong to, and which of its paragraphs have been taken out since."""

from collections import deque
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np

from knowledge.index.arrays import Codes, Mask, Numbers, Places, Positions, Scores, common, narrowest
from knowledge.index.lists import Lists
from knowledge.index.terms import Terms

NONE = np.zeros(0, dtype=np.int32)
_NOWHERE = slice(0, 0)
_LONG = 16
"""One paragraph in so many holds a term whose list is long."""
_ROWS = 64 << 20
"""Bytes of rows kept at most: for a hundred thousand paragraphs, as many as there are words that common."""


@dataclass(frozen=True, slots=True)
class Scratch:
    """Lends arrays of zeros, so that no question has to clear as many numbers as there are paragraphs."""

    size: int
    free: deque[Scores] = field(default_factory=deque)

    def borrow(self) -> Scores:
        """Lend an array of zeros, to be given back as it was."""
        try:
            return self.free.pop()
        except IndexError:
            return np.zeros(self.size)

    def give_back(self, sums: Scores) -> None:
        """Take an array back that is all zero again."""
        self.free.append(sums)


@dataclass(frozen=True, eq=False)
class Part:
    """Never changes: taking paragraphs out makes another part over the same lists."""

    terms: Terms
    lists: Lists
    gone: Positions
    """The positions taken out, ascending."""
    scratch: Scratch
    rows: dict[int, Codes] = field(default_factory=dict)
    """The longest lists that were asked for, spread out."""

    @classmethod
    def of(cls, terms: Terms, lists: Lists, gone: Positions = NONE) -> "Part":
        """Return a part over lists."""
        return cls(terms, lists, gone, Scratch(len(lists)))

    @cached_property
    def size(self) -> int:
        """How many paragraphs there were at first."""
        return len(self.lists)

    @cached_property
    def bounds(self) -> memoryview:
        """Where the lists begin, and where the last one ends: a view yields plain integers, faster than an array."""
        return self.lists.starts.data

    @property
    def living(self) -> int:
        """How many paragraphs are left."""
        return len(self.lists) - len(self.gone)

    @cached_property
    def tokens(self) -> int:
        """How many terms the paragraphs that are left have together."""
        lengths = self.lists.lengths
        return int(lengths.sum(dtype=np.int64)) - int(lengths[self.gone].sum(dtype=np.int64))

    @cached_property
    def kept(self) -> Mask:
        """Which paragraphs are left."""
        kept = np.ones(len(self.lists), dtype=bool)
        kept[self.gone] = False
        return kept

    @cached_property
    def standing(self) -> Numbers:
        """The positions that are left, ascending."""
        return np.flatnonzero(self.kept)

    def rank(self, positions: Places) -> Places:
        """Return how many of the positions left stand before each of some positions left."""
        return positions - self.gone.searchsorted(positions) if len(self.gone) else positions

    def find(self, term: str) -> slice:
        """Return where a term's list stands; an empty slice at 0 where there is none."""
        number = self.terms.find(term)
        return slice(self.bounds[number], self.bounds[number + 1]) if number >= 0 else _NOWHERE

    def row(self, start: int, count: int) -> Codes | None:
        """Return the code of a long list's term at every position, and one beyond the codes where it does not occur.

        None for a list that is not long, or where there are many rows already.
        """
        row = self.rows.get(start)
        if row is None and count * _LONG > len(self.lists) and len(self.rows) * 2 * len(self.lists) < _ROWS:
            absent = len(self.lists.frequencies)
            row = np.full(len(self.lists), absent, dtype=narrowest(absent + 1))
            at = slice(start, start + count)
            row[self.lists.positions[at]] = self.lists.codes[at]
            self.rows[start] = row
        return row

    def left(self, at: slice) -> Positions:
        """Return the positions of a list, ascending, without those taken out."""
        positions = self.lists.positions[at]
        return positions[self.kept[positions]] if len(self.gone) else positions

    def frequencies(self, at: slice) -> Positions:
        """Return how often the term of a list occurs at each of those positions."""
        frequencies = self.lists.frequencies[self.lists.codes[at]]
        return frequencies[self.kept[self.lists.positions[at]]] if len(self.gone) else frequencies

    def occurs(self, at: slice) -> int:
        """Return how many of the positions of a list are left."""
        count: int = at.stop - at.start
        return count - common(self.gone, self.lists.positions[at]) if len(self.gone) else count

    @property
    def nbytes(self) -> int:
        """How much memory the lists and their terms take."""
        return self.lists.nbytes + self.terms.nbytes

    def rest(self) -> Lists:
        """Return the lists of what is left."""
        return self.lists.only(self.kept) if len(self.gone) else self.lists

    def without(self, ranks: Numbers) -> "Part":
        """Return the part with more paragraphs taken out, named by their ranks among those left."""
        if not len(ranks):
            return self
        positions = self.standing[ranks] if len(self.gone) else ranks
        return replace(self, gone=np.union1d(self.gone, positions).astype(np.int32))
