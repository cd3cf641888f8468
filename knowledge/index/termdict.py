"""The terms of an index in the order of their characters, each known by its number; bigrams likewise."""

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from itertools import accumulate, chain, compress
from sys import getsizeof, maxunicode
from typing import Protocol, overload

import numpy as np
import numpy.typing as npt

from knowledge.index._arrays import Int64s, Mask, starts

STRING_OBJECT_BYTES = 64
"""Memory of a short text in Python, and of what points to it."""
MAX_MAPPED_TERMS = 32_768
"""Terms for which a dictionary takes the memory of a hash table: those of some thousand paragraphs."""
BEGINNING_CHARS = 3
"""Characters of a term by which it is looked for first."""
TERMS_PER_RANGE = 64
"""So many terms, for each beginning that was looked for, take less time to map than to look for further ones."""
MAX_CACHED_RANGES = 4_096
"""Beginnings whose terms are not looked for again; with more, all are forgotten."""
ABSENT = -1

_HALF = np.uint64(32)
_LOW = np.uint64(0xFFFFFFFF)


class PackedStrings(Sequence[str]):
    """A sequence of texts whose bytes follow each other, in memory or in a file that is mapped."""

    def __init__(self, text: npt.NDArray[np.uint8], bounds: Int64s) -> None:
        self.text = text
        self.bounds = bounds
        # A view yields plain integers and slices, several times as fast as an array.
        self._text, self._bounds = text.data, bounds.data

    @classmethod
    def of(cls, texts: Iterable[str]) -> "PackedStrings":
        encoded = [text.encode("utf-8", "surrogatepass") for text in texts]
        lengths = np.fromiter(map(len, encoded), dtype=np.int64, count=len(encoded))
        return cls(np.frombuffer(b"".join(encoded), dtype=np.uint8), starts(lengths))

    @classmethod
    def concat(cls, packed: Sequence["PackedStrings"]) -> "PackedStrings":
        if len(packed) == 1:
            return packed[0]
        lengths = np.concatenate([np.diff(each.bounds) for each in packed])
        return cls(np.concatenate([each.text for each in packed]), starts(lengths))

    def __len__(self) -> int:
        return len(self._bounds) - 1

    @overload
    def __getitem__(self, number: int) -> str: ...
    @overload
    def __getitem__(self, number: slice) -> list[str]: ...
    def __getitem__(self, number: int | slice) -> str | list[str]:
        if isinstance(number, slice):
            return [self[each] for each in range(*number.indices(len(self)))]
        if number < 0:
            number += len(self)
        return str(self._text[self._bounds[number] : self._bounds[number + 1]], "utf-8", "surrogatepass")


@dataclass(frozen=True, slots=True)
class ChainedStrings:
    """Several sequences of texts, read as one."""

    links: tuple[Sequence[str], ...] = ()

    def append(self, texts: Sequence[str]) -> "ChainedStrings":
        """Return the chain with more texts; short links at its end are merged, so that there are never many."""
        links, last = list(self.links), list(texts)
        while links and len(links[-1]) < 2 * len(last):
            last = [*links.pop(), *last]
        return ChainedStrings((*links, last))

    def __len__(self) -> int:
        return sum(map(len, self.links))

    @property
    def nbytes(self) -> int:
        """Memory in bytes."""
        return sum(map(strings_nbytes, self.links))

    def __iter__(self) -> Iterator[str]:
        return chain.from_iterable(self.links)

    def at(self, numbers: Iterable[int]) -> list[str]:
        if len(self.links) == 1:
            return list(map(self.links[0].__getitem__, numbers))
        bounds = list(accumulate(map(len, self.links), initial=0))
        found = ((number, bisect_right(bounds, number) - 1) for number in numbers)
        return [self.links[link][number - bounds[link]] for number, link in found]


def strings_nbytes(texts: Sequence[str]) -> int:
    """Return the memory of texts in bytes: where they are Python's own objects, nearly the same for each."""
    if isinstance(texts, PackedStrings):
        return texts.text.nbytes + texts.bounds.nbytes
    return STRING_OBJECT_BYTES * len(texts)


BigramKeys = npt.NDArray[np.uint64]


class Terms(Protocol):
    """Whatever knows the number of a term."""

    def find(self, term: str) -> int:
        """Return the term's number; `ABSENT` where it does not occur."""

    @property
    def nbytes(self) -> int:
        """Memory in bytes."""

    def __len__(self) -> int: ...


@dataclass(slots=True)
class TermDictionary:
    """Terms in ascending order, in memory or on disk."""

    ordered: Sequence[str]
    numbers: Mapping[str, int] | None = None
    """The number of each term, where they are so few that a hash table is worth its memory; of those on disk, only
    once many have been looked for."""
    _ranges: dict[str, tuple[int, int]] = field(default_factory=dict, init=False, compare=False)
    """Between which numbers the terms of some beginnings are that were looked for lately."""

    @classmethod
    def of(cls, terms: Sequence[str]) -> "TermDictionary":
        """Return the dictionary of terms that are in ascending order already."""
        is_small = len(terms) <= MAX_MAPPED_TERMS
        return cls(terms, {term: number for number, term in enumerate(terms)} if is_small else None)

    def find(self, term: str) -> int:
        if self.numbers is not None:
            return self.numbers.get(term, ABSENT)
        first, end = self._range(term[:BEGINNING_CHARS])
        number = bisect_left(self.ordered, term, first, end)
        return number if number < end and self.ordered[number] == term else ABSENT

    def known(self, terms: Set[str]) -> Collection[str]:
        """Return those of some terms that occur."""
        if self.numbers is not None:
            return self.numbers.keys() & terms
        return [term for term in terms if self.find(term) != ABSENT]

    def _range(self, beginning: str) -> tuple[int, int]:
        found = self._ranges.get(beginning)
        if found is None:
            first, end = bisect_left(self.ordered, beginning), len(self.ordered)
            last = ord(beginning[-1:] or chr(maxunicode))
            if last < maxunicode:
                end = bisect_left(self.ordered, beginning[:-1] + chr(last + 1), first)
            found = first, end
            if len(self._ranges) >= MAX_CACHED_RANGES:
                self._ranges.clear()
            self._ranges[beginning] = found
            worth = min(MAX_MAPPED_TERMS, TERMS_PER_RANGE * len(self._ranges))
            if self.numbers is None and len(self.ordered) <= worth:
                self.numbers = {term: number for number, term in enumerate(self.ordered)}
        return found

    def starting_with(self, prefix: str) -> Iterator[str]:
        """Yield the terms that begin with a prefix, in order."""
        first, end = self._range(prefix[:BEGINNING_CHARS])
        for number in range(bisect_left(self.ordered, prefix, first, end), end):
            if not (term := self.ordered[number]).startswith(prefix):
                break
            yield term

    @property
    def nbytes(self) -> int:
        if self.numbers is None:
            return strings_nbytes(self.ordered)
        # Those on disk are in memory a second time.
        keys = STRING_OBJECT_BYTES * len(self.numbers) if isinstance(self.ordered, PackedStrings) else 0
        return strings_nbytes(self.ordered) + getsizeof(self.numbers) + keys

    def __len__(self) -> int:
        return len(self.ordered)


@dataclass(frozen=True, slots=True)
class BigramDictionary:
    """Two adjacent terms as one, `first second`, stored as the numbers of both."""

    words: TermDictionary
    keys: BigramKeys

    def find(self, term: str) -> int:
        """Return the bigram's number; `ABSENT` where it does not occur."""
        first, second = map(self.words.find, term.split(" "))
        if ABSENT in (first, second):
            return ABSENT
        key = np.uint64(first << 32 | second)
        number = int(np.searchsorted(self.keys, key))
        return number if number < len(self.keys) and self.keys[number] == key else ABSENT

    @property
    def nbytes(self) -> int:
        """Memory of the bigrams and their words in bytes."""
        return self.keys.nbytes + self.words.nbytes

    def __len__(self) -> int:
        return len(self.keys)

    def words_in(self, mask: Mask) -> Mask:
        occurs = np.zeros(len(self.words), dtype=bool)
        for half in split_bigrams(self.keys[mask]):
            occurs[half] = True
        return occurs


def merge_terms(sources: Sequence[tuple[Terms, Mask]]) -> tuple[Terms, list[Int64s]]:
    """Unite dictionaries of one kind, of each the terms of its mask; return also the new numbers of those terms."""
    bigrams = [(terms, mask) for terms, mask in sources if isinstance(terms, BigramDictionary)]
    if bigrams:
        return _merge_bigrams(bigrams)
    return _merge_words([(terms, mask) for terms, mask in sources if isinstance(terms, TermDictionary)])


def _merge_words(sources: Sequence[tuple[TermDictionary, Mask]]) -> tuple[TermDictionary, list[Int64s]]:
    chosen = [list(compress(words.ordered, mask.tolist())) for words, mask in sources]
    # Each list is in order, so that sorting only merges them; a set would shuffle them first.
    union = list(dict.fromkeys(sorted(chain.from_iterable(chosen))))
    numbers = {term: number for number, term in enumerate(union)}
    words = TermDictionary(union, numbers if len(union) <= MAX_MAPPED_TERMS else None)
    return words, [np.fromiter(map(numbers.__getitem__, terms), np.int64, len(terms)) for terms in chosen]


def _merge_bigrams(sources: Sequence[tuple[BigramDictionary, Mask]]) -> tuple[BigramDictionary, list[Int64s]]:
    occurring = [bigrams.words_in(mask) for bigrams, mask in sources]
    words, numbers = _merge_words(
        [(bigrams.words, occurs) for (bigrams, _), occurs in zip(sources, occurring, strict=True)]
    )
    chosen = []
    for (bigrams, mask), occurs, new in zip(sources, occurring, numbers, strict=True):
        renumbered = np.zeros(len(occurs), dtype=np.uint64)
        renumbered[occurs] = new
        first, second = split_bigrams(bigrams.keys[mask])
        chosen.append(bigram_keys(renumbered[first], renumbered[second]))
    union = np.unique(np.concatenate(chosen))
    return BigramDictionary(words, union), [np.searchsorted(union, keys) for keys in chosen]


def bigram_keys(first: BigramKeys, second: BigramKeys) -> BigramKeys:
    """Return the keys of bigrams from the numbers of their words."""
    return (first << _HALF) | second


def split_bigrams(keys: BigramKeys) -> tuple[Int64s, Int64s]:
    """Return the numbers of both words of bigrams."""
    return (keys >> _HALF).astype(np.int64), (keys & _LOW).astype(np.int64)
