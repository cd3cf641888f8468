"""The terms of an index, in the order of their characters, each known by its place; a pair of terms likewise."""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, compress
from sys import getsizeof
from typing import Protocol

import numpy as np
import numpy.typing as npt

from knowledge.index.arrays import Mask, Numbers
from knowledge.index.strings import weight

_HALF = np.uint64(32)
_LOW = np.uint64(0xFFFFFFFF)

ABSENT = -1

_FEW = 32_768
"""Terms for whose numbers a dictionary may take room: those of some thousand paragraphs."""

PairKeys = npt.NDArray[np.uint64]


class Terms(Protocol):
    """Whatever knows which number a term has."""

    def find(self, term: str) -> int:
        """Return the term's number; -1 where it does not occur."""

    @property
    def nbytes(self) -> int:
        """How much memory the terms take."""

    def __len__(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Words:
    """Terms in ascending order, in memory or on disk."""

    sorted: Sequence[str]
    numbers: Mapping[str, int] | None = None
    """The number of each term, where they are so few that they are quicker to find that way."""

    @classmethod
    def of(cls, terms: Sequence[str]) -> "Words":
        """Return terms that are in ascending order already."""
        few = len(terms) <= _FEW
        return cls(terms, {term: number for number, term in enumerate(terms)} if few else None)

    def find(self, term: str) -> int:
        """Return the term's number; -1 where it does not occur."""
        if self.numbers is not None:
            return self.numbers.get(term, ABSENT)
        place = bisect_left(self.sorted, term)
        return place if place < len(self.sorted) and self.sorted[place] == term else ABSENT

    @property
    def nbytes(self) -> int:
        """How much memory the terms take."""
        return weight(self.sorted) + (getsizeof(self.numbers) if self.numbers is not None else 0)

    def __len__(self) -> int:
        return len(self.sorted)


@dataclass(frozen=True, slots=True)
class Pairs:
    """Two adjacent terms as one, `first second`, kept as the numbers of both."""

    words: Words
    keys: PairKeys

    def find(self, term: str) -> int:
        """Return the pair's number; -1 where it does not occur."""
        first, second = map(self.words.find, term.split(" "))
        if ABSENT in (first, second):
            return ABSENT
        key = np.uint64(first << 32 | second)
        place = int(np.searchsorted(self.keys, key))
        return place if place < len(self.keys) and self.keys[place] == key else ABSENT

    @property
    def nbytes(self) -> int:
        """How much memory the pairs take, and their terms."""
        return self.keys.nbytes + self.words.nbytes

    def __len__(self) -> int:
        return len(self.keys)

    def used(self, mask: Mask) -> Mask:
        """Tell which words are in the pairs that a mask keeps."""
        used = np.zeros(len(self.words), dtype=bool)
        for half in halves(self.keys[mask]):
            used[half] = True
        return used


def united(sources: Sequence[tuple[Terms, Mask]]) -> tuple[Terms, list[Numbers]]:
    """Unite terms of one kind, those alone that a mask keeps; return the new numbers of those of each source too."""
    pairs = [(terms, mask) for terms, mask in sources if isinstance(terms, Pairs)]
    if pairs:
        return _united_pairs(pairs)
    return _united_words([(terms, mask) for terms, mask in sources if isinstance(terms, Words)])


def _united_words(sources: Sequence[tuple[Words, Mask]]) -> tuple[Words, list[Numbers]]:
    kept = [list(compress(words.sorted, mask.tolist())) for words, mask in sources]
    # Each list is in order, so that sorting only merges them; a set would shuffle them first.
    union = list(dict.fromkeys(sorted(chain.from_iterable(kept))))
    places = {term: place for place, term in enumerate(union)}
    words = Words(union, places if len(union) <= _FEW else None)
    return words, [np.fromiter(map(places.__getitem__, terms), np.int64, len(terms)) for terms in kept]


def _united_pairs(sources: Sequence[tuple[Pairs, Mask]]) -> tuple[Pairs, list[Numbers]]:
    used = [pairs.used(mask) for pairs, mask in sources]
    words, numbers = _united_words([(pairs.words, each) for (pairs, _), each in zip(sources, used, strict=True)])
    kept = []
    for (pairs, mask), each, new in zip(sources, used, numbers, strict=True):
        renumbered = np.zeros(len(each), dtype=np.uint64)
        renumbered[each] = new
        first, second = halves(pairs.keys[mask])
        kept.append(pair_keys(renumbered[first], renumbered[second]))
    union = np.unique(np.concatenate(kept))
    return Pairs(words, union), [np.searchsorted(union, keys) for keys in kept]


def pair_keys(first: PairKeys, second: PairKeys) -> PairKeys:
    """Return the keys of pairs of terms."""
    return (first << _HALF) | second


def halves(keys: PairKeys) -> tuple[Numbers, Numbers]:
    """Return the numbers of both terms of pairs."""
    return (keys >> _HALF).astype(np.int64), (keys & _LOW).astype(np.int64)
