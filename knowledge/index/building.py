"""From terms to lists: terms are numbered as they come, then in the order of their characters."""

from array import array
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice

import numpy as np

from knowledge.index.arrays import Numbers, Positions
from knowledge.index.lists import Lists, inverted
from knowledge.index.terms import PairKeys, Words, pair_keys


@dataclass(frozen=True, slots=True)
class Stream:
    """The terms of paragraphs, one after the other, as numbers."""

    words: Words
    numbers: Numbers
    lengths: Positions

    @classmethod
    def of(cls, corpus: Iterable[Sequence[str]]) -> "Stream":
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
        return cls(Words.of(words), order[np.array(stream, dtype=np.int32)], np.array(lengths, dtype=np.int32))

    def lists(self) -> Lists:
        """Return the inverted lists of the terms."""
        return inverted(self.numbers, self.lengths, len(self.words))

    def pair_lists(self) -> tuple[PairKeys, Lists]:
        """Return each two adjacent terms of a paragraph, and their inverted lists."""
        ends = np.cumsum(self.lengths) - 1
        inside = np.ones(len(self.numbers), dtype=bool)
        inside[ends[self.lengths > 0]] = False
        first = np.flatnonzero(inside)
        numbers = self.numbers.astype(np.uint64)
        keys, stream = np.unique(pair_keys(numbers[first], numbers[first + 1]), return_inverse=True)
        return keys, inverted(stream.astype(np.int64), np.maximum(self.lengths - 1, 0).astype(np.int32), len(keys))


def chunks(corpus: Iterable[Sequence[str]], size: int) -> Iterable[list[Sequence[str]]]:
    """Yield a corpus some paragraphs at a time; one empty chunk for an empty corpus."""
    rest = iter(corpus)
    yield list(islice(rest, size))
    while chunk := list(islice(rest, size)):
        yield chunk
