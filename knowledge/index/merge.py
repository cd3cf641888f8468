"""Segments built and merged, so that there are never many of them."""

import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, compress

import numpy as np

from knowledge.executor import check_time
from knowledge.index.segment import NO_DOCS, Segment, TokenStream, chunked, concat
from knowledge.index.termdict import BigramDictionary, TermDictionary, merge_terms

CHUNK_DOCS = 50_000
"""Documents numbered and sorted at once: more would take memory, not time."""
MAX_FOREGROUND_DOCS = 20_000
"""Documents that are merged at most while somebody waits."""
MIN_SIZE_RATIO = 3
"""A segment has at least so many times the documents of all segments after it."""


@dataclass(frozen=True, slots=True)
class Merge:
    """Adjacent segments, and the one that they were merged into."""

    sources: tuple[Segment, ...]
    merged: Segment


def build_segment(corpus: Iterable[Sequence[str]]) -> Segment:
    """Index lists of terms, one list a document."""
    streams = map(TokenStream.of, chunked(corpus, CHUNK_DOCS))
    return merge_segments([Segment.of(stream.terms, stream.invert()) for stream in streams])


def build_segments_with_bigrams(corpus: Iterable[Sequence[str]]) -> tuple[Segment, Segment]:
    """Index lists of terms, and each two adjacent terms as one, `first second`."""
    unigrams, bigrams = [], []
    for stream in map(TokenStream.of, chunked(corpus, CHUNK_DOCS)):
        keys, postings = stream.invert_bigrams()
        unigrams.append(Segment.of(stream.terms, stream.invert()))
        bigrams.append(Segment.of(BigramDictionary(stream.terms, keys), postings))
    return merge_segments(unigrams), merge_segments(bigrams)


def merge_segments(segments: Sequence[Segment]) -> Segment:
    """Merge the live documents of segments into one."""
    if len(segments) == 1 and not len(segments[0].deleted):
        return segments[0]
    check_time()
    postings = [segment.compacted() for segment in segments]
    terms, numbers = merge_terms(
        [(segment.terms, each.doc_freqs > 0) for segment, each in zip(segments, postings, strict=True)]
    )
    return Segment.of(terms, concat(list(zip(postings, numbers, strict=True)), len(terms)))


def merge_small(segments: Sequence[Segment]) -> list[Segment]:
    """Merge the last segments as far as nobody has to wait for it."""
    first = merge_from([segment.num_live for segment in segments], MAX_FOREGROUND_DOCS)
    return [*segments[:first], merge_segments(segments[first:])] if first < len(segments) - 1 else list(segments)


def pending_merge(segments: Sequence[Segment]) -> tuple[Segment, ...]:
    """Return segments that should be merged: the last ones, or one with more deleted documents than live ones."""
    first = merge_from([segment.num_live for segment in segments])
    if first < len(segments) - 1:
        return tuple(segments[first:])
    return next(((segment,) for segment in segments if len(segment.deleted) > segment.num_live), ())


def merge_from(sizes: Sequence[int], max_docs: int = sys.maxsize) -> int:
    """Return from which segment on they should be merged, into no more than `max_docs` documents."""
    first = max(len(sizes) - 1, 0)
    rest = sum(sizes[first:])
    while first and sizes[first - 1] < MIN_SIZE_RATIO * rest and rest + sizes[first - 1] <= max_docs:
        first -= 1
        rest += sizes[first]
    return first


def reapply_deletes(merge: Merge, current: Sequence[Segment]) -> Segment:
    """Delete from a merged segment what its sources have lost since; `current` are these as they are now."""
    ranks, offset = [NO_DOCS.astype(np.int64)], 0
    for before, after in zip(merge.sources, current, strict=True):
        ranks.append(offset + before.live_rank(np.setdiff1d(after.deleted, before.deleted)))
        offset += before.num_live
    return merge.merged.delete(np.concatenate(ranks))


def live_terms(segments: Iterable[Segment]) -> list[str]:
    """Return every term of the live documents, in the order of its characters."""
    return sorted(set(chain.from_iterable(_live_terms(segment) for segment in segments)))


def _live_terms(segment: Segment) -> Iterator[str]:
    assert isinstance(segment.terms, TermDictionary), "bigrams have no words of their own"
    return compress(segment.terms.ordered, (segment.compacted().doc_freqs > 0).tolist())
