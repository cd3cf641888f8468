"""A frozen part of an index: lists, the terms they belong to, and which of its paragraphs have been taken out since."""

from array import array
from collections import defaultdict, deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import accumulate, islice

import numpy as np

from knowledge.index._arrays import (
    Codes,
    DocIds,
    Mask,
    Numbers,
    Positions,
    Scores,
    dense_codes,
    intersect,
    narrowest,
    starts,
)
from knowledge.index.termdict import PairKeys, TermDictionary, Terms, pair_keys

_SHIFT = 32


@dataclass(frozen=True, slots=True, eq=False)
class PostingLists:
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

    def only(self, kept: Mask) -> "PostingLists":
        """Return the lists of the positions kept, renumbered."""
        postings = kept[self.positions]
        return PostingLists(
            starts=starts(postings)[self.starts],
            positions=(np.cumsum(kept, dtype=np.int32) - np.int32(1))[self.positions[postings]],
            codes=self.codes[postings],
            frequencies=self.frequencies,
            spans=self.spans,
            lengths=self.lengths[kept],
        )


def invert(stream: Numbers, lengths: Positions, terms: int) -> PostingLists:
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
    cases, codes = dense_codes(frequencies * grid + lengths[positions])
    return PostingLists(
        starts=starts(np.bincount(numbers, minlength=terms)),
        positions=positions,
        codes=codes,
        frequencies=(cases // grid).astype(np.int32),
        spans=(cases % grid).astype(np.int32),
        lengths=lengths,
    )


def concat(sources: Sequence[tuple[PostingLists, Numbers]], terms: int) -> PostingLists:
    """Put lists together, the positions of each source after those of the one before.

    Each source comes with the new number of each of its terms that occurs; the order of the terms stays.
    """
    counts = np.zeros(terms, dtype=np.int64)
    for lists, numbers in sources:
        counts[numbers] += lists.counts[lists.counts > 0]
    cases, codes = _cases([lists for lists, _ in sources])
    whole = PostingLists(
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


def _cases(sources: Sequence[PostingLists]) -> tuple[Numbers, list[Numbers]]:
    """Return the cases of all sources, and for each source the new code of each of its codes."""
    keys = [(lists.frequencies.astype(np.int64) << _SHIFT) | lists.spans for lists in sources]
    cases, codes = np.unique(np.concatenate(keys), return_inverse=True)
    return cases, np.split(codes, np.cumsum([len(each) for each in keys])[:-1])


NONE = np.zeros(0, dtype=np.int32)
_NOWHERE = slice(0, 0)
_LONG = 16
"""One paragraph in so many holds a term whose list is long."""
_ROWS = 64 << 20
"""Bytes of rows kept at most: for a hundred thousand paragraphs, as many as there are words that common."""


@dataclass(frozen=True, slots=True)
class ScorePool:
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
class Segment:
    """Never changes: taking paragraphs out makes another part over the same lists."""

    terms: Terms
    lists: PostingLists
    gone: Positions
    """The positions taken out, ascending."""
    scratch: ScorePool
    rows: dict[int, Codes] = field(default_factory=dict)
    """The longest lists that were asked for, spread out."""

    @classmethod
    def of(cls, terms: Terms, lists: PostingLists, gone: Positions = NONE) -> "Segment":
        """Return a part over lists."""
        return cls(terms, lists, gone, ScorePool(len(lists)))

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

    def rank(self, positions: DocIds) -> DocIds:
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
        return count - intersect(self.gone, self.lists.positions[at]) if len(self.gone) else count

    @property
    def nbytes(self) -> int:
        """How much memory the lists and their terms take."""
        return self.lists.nbytes + self.terms.nbytes

    def rest(self) -> PostingLists:
        """Return the lists of what is left."""
        return self.lists.only(self.kept) if len(self.gone) else self.lists

    def without(self, ranks: Numbers) -> "Segment":
        """Return the part with more paragraphs taken out, named by their ranks among those left."""
        if not len(ranks):
            return self
        positions = self.standing[ranks] if len(self.gone) else ranks
        return replace(self, gone=np.union1d(self.gone, positions).astype(np.int32))


@dataclass(frozen=True, slots=True)
class TokenStream:
    """The terms of paragraphs, one after the other, as numbers."""

    words: TermDictionary
    numbers: Numbers
    lengths: Positions

    @classmethod
    def of(cls, corpus: Iterable[Sequence[str]]) -> "TokenStream":
        """Number the terms of paragraphs."""
        places: defaultdict[str, int] = defaultdict()
        places.default_factory = places.__len__
        stream, lengths = array("i"), array("i")
        for terms in corpus:
            stream.extend(map(places.__getitem__, terms))
            lengths.append(len(terms))
        words = sorted(places)
        order = np.empty(len(words), dtype=np.int64)
        order[np.fromiter(map(places.__getitem__, words), dtype=np.int64, count=len(words))] = np.arange(len(words))
        return cls(TermDictionary.of(words), order[np.array(stream, dtype=np.int32)], np.array(lengths, dtype=np.int32))

    def lists(self) -> PostingLists:
        """Return the inverted lists of the terms."""
        return invert(self.numbers, self.lengths, len(self.words))

    def pair_lists(self) -> tuple[PairKeys, PostingLists]:
        """Return each two adjacent terms of a paragraph, and their inverted lists."""
        ends = np.cumsum(self.lengths) - 1
        inside = np.ones(len(self.numbers), dtype=bool)
        inside[ends[self.lengths > 0]] = False
        first = np.flatnonzero(inside)
        numbers = self.numbers.astype(np.uint64)
        keys, stream = np.unique(pair_keys(numbers[first], numbers[first + 1]), return_inverse=True)
        return keys, invert(stream.astype(np.int64), np.maximum(self.lengths - 1, 0).astype(np.int32), len(keys))


def chunks(corpus: Iterable[Sequence[str]], size: int) -> Iterable[list[Sequence[str]]]:
    """Yield a corpus some paragraphs at a time; one empty chunk for an empty corpus."""
    rest = iter(corpus)
    yield list(islice(rest, size))
    while chunk := list(islice(rest, size)):
        yield chunk
