"""Parts made and put together, so that there are never many of them."""

import sys
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, compress

import numpy as np

from knowledge.index.building import Stream, chunks
from knowledge.index.lists import joined
from knowledge.index.part import NONE, Part
from knowledge.index.terms import Pairs, Words, united

_CHUNK = 50_000
"""Paragraphs numbered and sorted at once: more would take memory, not time."""
Merge = tuple[tuple[Part, ...], Part]
"""Parts, and the one that they were merged into."""

_AT_ONCE = 20_000
"""Paragraphs that may be merged while somebody waits."""
_GROWTH = 3
"""A part is at least so many times as large as all those after it together."""


def built(corpus: Iterable[Sequence[str]]) -> Part:
    """Index lists of terms, one list a paragraph."""
    streams = map(Stream.of, chunks(corpus, _CHUNK))
    return merged([Part.of(stream.words, stream.lists()) for stream in streams])


def built_with_pairs(corpus: Iterable[Sequence[str]]) -> tuple[Part, Part]:
    """Index lists of terms, and each two adjacent terms as one, `first second`."""
    singles, pairs = [], []
    for stream in map(Stream.of, chunks(corpus, _CHUNK)):
        keys, lists = stream.pair_lists()
        singles.append(Part.of(stream.words, stream.lists()))
        pairs.append(Part.of(Pairs(stream.words, keys), lists))
    return merged(singles), merged(pairs)


def merged(parts: Sequence[Part]) -> Part:
    """Put what is left of parts into one."""
    if len(parts) == 1 and not len(parts[0].gone):
        return parts[0]
    lists = [part.rest() for part in parts]
    terms, numbers = united([(part.terms, each.counts > 0) for part, each in zip(parts, lists, strict=True)])
    return Part.of(terms, joined(list(zip(lists, numbers, strict=True)), len(terms)))


def tidied(parts: Sequence[Part]) -> list[Part]:
    """Merge the last parts as far as nobody has to wait for it."""
    first = crowded([part.living for part in parts], _AT_ONCE)
    return [*parts[:first], merged(parts[first:])] if first < len(parts) - 1 else list(parts)


def due(parts: Sequence[Part]) -> tuple[Part, ...]:
    """Return parts that should be merged: the last ones, or one of which more has gone than is left."""
    first = crowded([part.living for part in parts])
    if first < len(parts) - 1:
        return tuple(parts[first:])
    return next(((part,) for part in parts if len(part.gone) > part.living), ())


def crowded(sizes: Sequence[int], most: int = sys.maxsize) -> int:
    """Return from which part on they should be merged, into no more than `most` paragraphs."""
    first = max(len(sizes) - 1, 0)
    rest = sum(sizes[first:])
    while first and sizes[first - 1] < _GROWTH * rest and rest + sizes[first - 1] <= most:
        first -= 1
        rest += sizes[first]
    return first


def caught_up(new: Part, old: Sequence[Part], now: Sequence[Part]) -> Part:
    """Take out of a merged part what has gone since from those that it was merged from."""
    ranks, offset = [NONE.astype(np.int64)], 0
    for before, after in zip(old, now, strict=True):
        ranks.append(offset + before.rank(np.setdiff1d(after.gone, before.gone)))
        offset += before.living
    return new.without(np.concatenate(ranks))


def living_terms(parts: Iterable[Part]) -> list[str]:
    """Return every term of what is left in parts, in the order of its characters."""
    return sorted(set(chain.from_iterable(_living(part) for part in parts)))


def _living(part: Part) -> Iterator[str]:
    assert isinstance(part.terms, Words), "pairs have no words of their own"
    return compress(part.terms.sorted, (part.rest().counts > 0).tolist())
