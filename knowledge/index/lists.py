"""Inverted lists: for each term, the positions where it occurs and how much it weighs there."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

import numpy as np

from knowledge.index.arrays import Codes, Mask, Numbers, Positions, Scores, narrowest, numbered, starts

_SHIFT = 32


@dataclass(frozen=True, slots=True, eq=False)
class Lists:
    """The lists one after the other.

    What a term weighs in a paragraph depends on its frequency there and on the paragraph's length alone, and few such
    cases occur: each posting holds the code of its case. So no number in here changes when paragraphs come or go.
    """

    starts: Numbers
    """Where each term's list begins, and where the last one ends."""
    positions: Positions
    codes: Codes
    frequencies: Positions
    """How often the term occurs, by code."""
    spans: Positions
    """How many terms the paragraph has, by code."""
    lengths: Positions
    """How many terms each paragraph has, by position."""

    def __len__(self) -> int:
        return len(self.lengths)

    @property
    def nbytes(self) -> int:
        """How much memory the lists take."""
        return self.starts.nbytes + self.positions.nbytes + self.codes.nbytes + self.lengths.nbytes

    @property
    def counts(self) -> Numbers:
        """How many paragraphs hold each term."""
        return np.diff(self.starts)

    def weights(self, k1: float, b: float, mean: float) -> Scores:
        """Return Okapi's weight of each case, the idf apart, for a mean length: its operations in its order.

        Beyond the cases stands a 0, for where a term does not occur.
        """
        norms = k1 * (1 - b + b * self.spans / (mean or 1.0))
        weights: Scores = self.frequencies * (k1 + 1) / (self.frequencies + norms)
        return np.append(weights, 0.0)

    def only(self, kept: Mask) -> "Lists":
        """Return the lists of the positions kept, renumbered."""
        postings = kept[self.positions]
        return Lists(
            starts=starts(postings)[self.starts],
            positions=(np.cumsum(kept, dtype=np.int32) - np.int32(1))[self.positions[postings]],
            codes=self.codes[postings],
            frequencies=self.frequencies,
            spans=self.spans,
            lengths=self.lengths[kept],
        )


def inverted(stream: Numbers, lengths: Positions, terms: int) -> Lists:
    """Turn the numbers of all paragraphs' terms, one paragraph after the other, into lists, term by term."""
    size = max(len(lengths), 1)
    keys = stream * size
    keys += np.repeat(np.arange(len(lengths), dtype=np.int64), lengths)
    keys.sort()
    firsts = np.flatnonzero(np.diff(keys, prepend=-1))
    frequencies: Numbers = np.diff(firsts, append=len(keys))
    numbers, places = np.divmod(keys[firsts], size)
    positions = places.astype(np.int32)
    grid = int(lengths.max(initial=0)) + 1
    cases, codes = numbered(frequencies * grid + lengths[positions])
    return Lists(
        starts=starts(np.bincount(numbers, minlength=terms)),
        positions=positions,
        codes=codes,
        frequencies=(cases // grid).astype(np.int32),
        spans=(cases % grid).astype(np.int32),
        lengths=lengths,
    )


def joined(sources: Sequence[tuple[Lists, Numbers]], terms: int) -> Lists:
    """Put lists together, the positions of each source after those of the one before.

    Each source comes with the new number of each of its terms that occurs; the order of the terms stays.
    """
    counts = np.zeros(terms, dtype=np.int64)
    for lists, numbers in sources:
        counts[numbers] += lists.counts[lists.counts > 0]
    cases, codes = _cases([lists for lists, _ in sources])
    whole = Lists(
        starts=starts(counts),
        positions=np.empty(counts.sum(), dtype=np.int32),
        codes=np.empty(counts.sum(), dtype=narrowest(len(cases))),
        frequencies=(cases >> _SHIFT).astype(np.int32),
        spans=(cases & ((1 << _SHIFT) - 1)).astype(np.int32),
        lengths=np.concatenate([lists.lengths for lists, _ in sources]),
    )
    cursor = whole.starts[:-1].copy()
    offsets = accumulate((len(lists) for lists, _ in sources), initial=0)
    for (lists, numbers), recoded, offset in zip(sources, codes, offsets, strict=False):
        held = lists.counts > 0
        places = np.repeat(cursor[numbers] - lists.starts[:-1][held], lists.counts[held])
        places += np.arange(len(lists.positions))
        whole.positions[places] = lists.positions + np.int32(offset)
        whole.codes[places] = recoded.astype(whole.codes.dtype)[lists.codes]
        cursor[numbers] += lists.counts[held]
    return whole


def _cases(sources: Sequence[Lists]) -> tuple[Numbers, list[Numbers]]:
    """Return the cases of all sources, and for each source the new code of each of its codes."""
    keys = [(lists.frequencies.astype(np.int64) << _SHIFT) | lists.spans for lists in sources]
    cases, codes = np.unique(np.concatenate(keys), return_inverse=True)
    return cases, np.split(codes, np.cumsum([len(each) for each in keys])[:-1])
