"""The terms of an index, in the order of their characters, each known by its place; a pair of terms likewise."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, chain, compress
from sys import getsizeof
from typing import Protocol, overload

import numpy as np
import numpy.typing as npt

from knowledge.index._arrays import Mask, Numbers, starts

_OBJECT = 64
"""Bytes of a short text in Python, and of what points to it."""

Bytes = npt.NDArray[np.uint8]


class PackedStrings(Sequence[str]):
    """A sequence of texts whose bytes stand one after the other, in memory or in a file that is mapped."""

    def __init__(self, text: Bytes, bounds: Numbers) -> None:
        self.text = text
        self.bounds = bounds
        # A view yields plain integers and slices, several times as fast as an array.
        self._text, self._bounds = text.data, bounds.data

    @classmethod
    def of(cls, texts: Iterable[str]) -> "PackedStrings":
        """Put texts one after the other."""
        encoded = [text.encode("utf-8", "surrogatepass") for text in texts]
        lengths = np.fromiter(map(len, encoded), dtype=np.int64, count=len(encoded))
        return cls(np.frombuffer(b"".join(encoded), dtype=np.uint8), starts(lengths))

    @classmethod
    def joined(cls, parts: Sequence["PackedStrings"]) -> "PackedStrings":
        """Put the texts of several sequences one after the other."""
        if len(parts) == 1:
            return parts[0]
        lengths = np.concatenate([np.diff(part.bounds) for part in parts])
        return cls(np.concatenate([part.text for part in parts]), starts(lengths))

    def __len__(self) -> int:
        return len(self._bounds) - 1

    @overload
    def __getitem__(self, place: int) -> str: ...
    @overload
    def __getitem__(self, place: slice) -> list[str]: ...
    def __getitem__(self, place: int | slice) -> str | list[str]:
        if isinstance(place, slice):
            return [self[each] for each in range(*place.indices(len(self)))]
        if place < 0:
            place += len(self)
        return str(self._text[self._bounds[place] : self._bounds[place + 1]], "utf-8", "surrogatepass")


@dataclass(frozen=True, slots=True)
class ChainedStrings:
    """Sequences of texts, one after the other."""

    links: tuple[Sequence[str], ...] = ()

    def plus(self, texts: Sequence[str]) -> "ChainedStrings":
        """Return the chain with more texts; short ends are put together, so that there are never many."""
        links, last = list(self.links), list(texts)
        while links and len(links[-1]) < 2 * len(last):
            last = [*links.pop(), *last]
        return ChainedStrings((*links, last))

    def __len__(self) -> int:
        return sum(map(len, self.links))

    @property
    def nbytes(self) -> int:
        """How much memory the texts take."""
        return sum(map(weight, self.links))

    def __iter__(self) -> Iterator[str]:
        return chain.from_iterable(self.links)

    def at(self, places: Iterable[int]) -> list[str]:
        """Return the texts at some places."""
        bounds = list(accumulate(map(len, self.links), initial=0))
        links = ((place, bisect_right(bounds, place) - 1) for place in places)
        return [self.links[link][place - bounds[link]] for place, link in links]


def weight(texts: Sequence[str]) -> int:
    """Return how much memory texts take: nearly as much each, where they are objects of their own."""
    return texts.text.nbytes + texts.bounds.nbytes if isinstance(texts, PackedStrings) else _OBJECT * len(texts)


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
class TermDictionary:
    """Terms in ascending order, in memory or on disk."""

    sorted: Sequence[str]
    numbers: Mapping[str, int] | None = None
    """The number of each term, where they are so few that they are quicker to find that way."""

    @classmethod
    def of(cls, terms: Sequence[str]) -> "TermDictionary":
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
class BigramDictionary:
    """Two adjacent terms as one, `first second`, kept as the numbers of both."""

    words: TermDictionary
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
        for half in split_pairs(self.keys[mask]):
            used[half] = True
        return used


def merge_terms(sources: Sequence[tuple[Terms, Mask]]) -> tuple[Terms, list[Numbers]]:
    """Unite terms of one kind, those alone that a mask keeps; return the new numbers of those of each source too."""
    pairs = [(terms, mask) for terms, mask in sources if isinstance(terms, BigramDictionary)]
    if pairs:
        return _united_pairs(pairs)
    return _united_words([(terms, mask) for terms, mask in sources if isinstance(terms, TermDictionary)])


def _united_words(sources: Sequence[tuple[TermDictionary, Mask]]) -> tuple[TermDictionary, list[Numbers]]:
    kept = [list(compress(words.sorted, mask.tolist())) for words, mask in sources]
    # Each list is in order, so that sorting only merges them; a set would shuffle them first.
    union = list(dict.fromkeys(sorted(chain.from_iterable(kept))))
    places = {term: place for place, term in enumerate(union)}
    words = TermDictionary(union, places if len(union) <= _FEW else None)
    return words, [np.fromiter(map(places.__getitem__, terms), np.int64, len(terms)) for terms in kept]


def _united_pairs(sources: Sequence[tuple[BigramDictionary, Mask]]) -> tuple[BigramDictionary, list[Numbers]]:
    used = [pairs.used(mask) for pairs, mask in sources]
    words, numbers = _united_words([(pairs.words, each) for (pairs, _), each in zip(sources, used, strict=True)])
    kept = []
    for (pairs, mask), each, new in zip(sources, used, numbers, strict=True):
        renumbered = np.zeros(len(each), dtype=np.uint64)
        renumbered[each] = new
        first, second = split_pairs(pairs.keys[mask])
        kept.append(pair_keys(renumbered[first], renumbered[second]))
    union = np.unique(np.concatenate(kept))
    return BigramDictionary(words, union), [np.searchsorted(union, keys) for keys in kept]


def pair_keys(first: PairKeys, second: PairKeys) -> PairKeys:
    """Return the keys of pairs of terms."""
    return (first << _HALF) | second


def split_pairs(keys: PairKeys) -> tuple[Numbers, Numbers]:
    """Return the numbers of both terms of pairs."""
    return (keys >> _HALF).astype(np.int64), (keys & _LOW).astype(np.int64)
