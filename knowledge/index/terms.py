"""The terms of an index, in the order of their characters, each known by its place; a pair of terms likewise."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain, compress
from typing import Protocol

import numpy as np
import numpy.typing as npt

from knowledge.index.arrays import Mask, Numbers

_HALF = np.uint64(32)
_LOW = np.uint64(0xFFFFFFFF)

ABSENT = -1

PairKeys = npt.NDArray[np.uint64]


class Terms(Protocol):
    """Whatever knows which number a term has."""

    def find(self, term: str) -> int:
        """Return the term's number; -1 where it does not occur."""

    def __len__(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Words:
    """Terms in ascending order, in memory or on disk."""

    sorted: Sequence[str]

    def find(self, term: str) -> int:
        """Return the term's number; -1 where it does not occur."""
        place = bisect_left(self.sorted, term)
        return place if place < len(self.sorted) and self.sorted[place] == term else ABSENT

    def __len__(self) -> int:
        return len(self.sorted)


@dataclass(frozen=True, slots=True)
class Pairs:
    """Two adjacent terms as one, `first second`, kept as the numbers of both."""

    words: Words
    keys: PairKeys

    def find(self, term: str) -> int | None:
        """Return the pair's number; None where it does not occur."""
        first, second = map(self.words.find, term.split(" "))
        if ABSENT in (first, second):
            return ABSENT
        key = pair_keys(np.uint64(first), np.uint64(second))
        place = int(np.searchsorted(self.keys, key))
        return place if place < len(self.keys) and self.keys[place] == key else ABSENT

    def __len__(self) -> int:
        return len(self.keys)


def pair_keys(first: PairKeys | np.uint64, second: PairKeys | np.uint64) -> PairKeys:
    """Return the keys of pairs of terms."""
    return np.asarray((first << _HALF) | second, dtype=np.uint64)


def united(sources: Sequence[tuple[Words, Mask]]) -> tuple[Words, list[Numbers]]:
    """Unite terms, those alone that a mask keeps; return with them, for each source, its terms' new numbers."""
    kept = [list(compress(words.sorted, mask.tolist())) for words, mask in sources]
    union = sorted(set(chain.from_iterable(kept)))
    places = {term: place for place, term in enumerate(union)}
    return Words(union), [
        _spread(map(places.__getitem__, terms), mask) for terms, (_, mask) in zip(kept, sources, strict=True)
    ]


def united_pairs(sources: Sequence[tuple[PairKeys, Mask, Numbers]]) -> tuple[PairKeys, list[Numbers]]:
    """Unite pairs, given each source's keys, which of them are kept, and the new numbers of its words."""
    kept = []
    for keys, mask, words in sources:
        numbers = words.astype(np.uint64)
        chosen = keys[mask]
        kept.append(pair_keys(numbers[chosen >> _HALF], numbers[chosen & _LOW]))
    union = np.unique(np.concatenate(kept))
    found = [np.searchsorted(union, keys) for keys in kept]
    return union, [_spread(places, mask) for places, (_, mask, _) in zip(found, sources, strict=True)]


def _spread(places: Iterable[int], mask: Mask) -> Numbers:
    numbers = np.zeros(len(mask), dtype=np.int64)
    numbers[mask] = np.fromiter(places, dtype=np.int64)
    return numbers
