"""Parts made and put together, so that there are never many of them."""

import sys
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, compress

import numpy as np

from knowledge.index.segment import NONE, Segment, TokenStream, chunks, concat
from knowledge.index.termdict import BigramDictionary, TermDictionary, merge_terms

_CHUNK = 50_000
"""Paragraphs numbered and sorted at once: more would take memory, not time."""
Merge = tuple[tuple[Segment, ...], Segment]
"""Parts, and the one that they were merged into."""

_AT_ONCE = 20_000
"""Paragraphs that may be merged while somebody waits."""
_GROWTH = 3
"""A part is at least so many times as large as all those after it together."""


def build_segment(corpus: Iterable[Sequence[str]]) -> Segment:
    """Index lists of terms, one list a paragraph."""
    streams = map(TokenStream.of, chunks(corpus, _CHUNK))
    return merge_segments([Segment.of(stream.words, stream.lists()) for stream in streams])


def build_segments_with_pairs(corpus: Iterable[Sequence[str]]) -> tuple[Segment, Segment]:
    """Index lists of terms, and each two adjacent terms as one, `first second`."""
    singles, pairs = [], []
    for stream in map(TokenStream.of, chunks(corpus, _CHUNK)):
        keys, lists = stream.pair_lists()
        singles.append(Segment.of(stream.words, stream.lists()))
        pairs.append(Segment.of(BigramDictionary(stream.words, keys), lists))
    return merge_segments(singles), merge_segments(pairs)


def merge_segments(parts: Sequence[Segment]) -> Segment:
    """Put what is left of parts into one."""
    if len(parts) == 1 and not len(parts[0].gone):
        return parts[0]
    lists = [part.rest() for part in parts]
    terms, numbers = merge_terms([(part.terms, each.counts > 0) for part, each in zip(parts, lists, strict=True)])
    return Segment.of(terms, concat(list(zip(lists, numbers, strict=True)), len(terms)))


def merge_small(parts: Sequence[Segment]) -> list[Segment]:
    """Merge the last parts as far as nobody has to wait for it."""
    first = too_many_segments([part.living for part in parts], _AT_ONCE)
    return [*parts[:first], merge_segments(parts[first:])] if first < len(parts) - 1 else list(parts)


def pending_merge(parts: Sequence[Segment]) -> tuple[Segment, ...]:
    """Return parts that should be merged: the last ones, or one of which more has gone than is left."""
    first = too_many_segments([part.living for part in parts])
    if first < len(parts) - 1:
        return tuple(parts[first:])
    return next(((part,) for part in parts if len(part.gone) > part.living), ())


def too_many_segments(sizes: Sequence[int], most: int = sys.maxsize) -> int:
    """Return from which part on they should be merged, into no more than `most` paragraphs."""
    first = max(len(sizes) - 1, 0)
    rest = sum(sizes[first:])
    while first and sizes[first - 1] < _GROWTH * rest and rest + sizes[first - 1] <= most:
        first -= 1
        rest += sizes[first]
    return first


def reapply_deletes(new: Segment, old: Sequence[Segment], now: Sequence[Segment]) -> Segment:
    """Take out of a merged part what has gone since from those that it was merged from."""
    ranks, offset = [NONE.astype(np.int64)], 0
    for before, after in zip(old, now, strict=True):
        ranks.append(offset + before.rank(np.setdiff1d(after.gone, before.gone)))
        offset += before.living
    return new.without(np.concatenate(ranks))


def live_terms(parts: Iterable[Segment]) -> list[str]:
    """Return every term of what is left in parts, in the order of its characters."""
    return sorted(set(chain.from_iterable(_living(part) for part in parts)))


def _living(part: Segment) -> Iterator[str]:
    assert isinstance(part.terms, TermDictionary), "pairs have no words of their own"
    return compress(part.terms.sorted, (part.rest().counts > 0).tolist())
