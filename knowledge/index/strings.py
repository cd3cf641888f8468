"""Many texts in one array, read one by one as they are asked for."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, chain
from typing import overload

import numpy as np
import numpy.typing as npt

from knowledge.index.arrays import Numbers, starts

_OBJECT = 64
"""Bytes of a short text in Python, and of what points to it."""

Bytes = npt.NDArray[np.uint8]


class Strings(Sequence[str]):
    """A sequence of texts whose bytes stand one after the other, in memory or in a file that is mapped."""

    def __init__(self, text: Bytes, bounds: Numbers) -> None:
        self.text = text
        self.bounds = bounds
        # A view yields plain integers and slices, several times as fast as an array.
        self._text, self._bounds = text.data, bounds.data

    @classmethod
    def of(cls, texts: Iterable[str]) -> "Strings":
        """Put texts one after the other."""
        encoded = [text.encode("utf-8", "surrogatepass") for text in texts]
        lengths = np.fromiter(map(len, encoded), dtype=np.int64, count=len(encoded))
        return cls(np.frombuffer(b"".join(encoded), dtype=np.uint8), starts(lengths))

    @classmethod
    def joined(cls, parts: Sequence["Strings"]) -> "Strings":
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
class Chain:
    """Sequences of texts, one after the other."""

    links: tuple[Sequence[str], ...] = ()

    def plus(self, texts: Sequence[str]) -> "Chain":
        """Return the chain with more texts; short ends are put together, so that there are never many."""
        links, last = list(self.links), list(texts)
        while links and len(links[-1]) < 2 * len(last):
            last = [*links.pop(), *last]
        return Chain((*links, last))

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
    return texts.text.nbytes + texts.bounds.nbytes if isinstance(texts, Strings) else _OBJECT * len(texts)
