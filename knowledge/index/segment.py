"""A segment of an index: immutable posting lists, their terms, and which of its documents have been deleted since."""

from array import array
from collections import defaultdict, deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import accumulate, islice

import numpy as np

from knowledge.index._arrays import (
    DocIds,
    ImpactIds,
    Int32s,
    Int64s,
    Mask,
    Scores,
    count_shared,
    dense_codes,
    narrowest,
    runs,
    starts,
)
from knowledge.index.termdict import BigramKeys, TermDictionary, Terms, bigram_keys

NO_DOCS = np.zeros(0, dtype=np.int32)
COMMON_TERM_RATIO = 16
"""A term is common, and its list long, where one document in so many holds it."""
MAX_DENSE_BYTES = 64 << 20
"""Memory for dense lists: in a hundred thousand paragraphs, enough for every word that is common there."""

NO_POSTINGS = slice(0, 0)
_LENGTH_BITS = 32


@dataclass(frozen=True, slots=True, eq=False)
class PostingLists:
    """The posting lists of all terms, one after the other.

    A term's score in a document depends only on its frequency there and on the document's length. Few such pairs occur
    (Lucene calls one an impact), so each posting holds the number of its impact, and nothing in here changes when
    documents are added or deleted.
    """

    starts: Int64s
    """Where each term's list begins, and where the last one ends."""
    doc_ids: Int32s
    """By posting; ascending in each list."""
    impact_ids: ImpactIds
    """By posting; they ascend with the frequency."""
    impact_freqs: Int32s
    """How often the term occurs, by impact."""
    impact_lengths: Int32s
    """How many terms the document has, by impact."""
    doc_lengths: Int32s
    """How many terms each document has, by doc id."""

    def __len__(self) -> int:
        return len(self.doc_lengths)

    @property
    def nbytes(self) -> int:
        """Memory in bytes."""
        return self.starts.nbytes + self.doc_ids.nbytes + self.impact_ids.nbytes + self.doc_lengths.nbytes

    @property
    def doc_freqs(self) -> Int64s:
        """How many documents hold each term, deleted ones included."""
        return np.diff(self.starts)

    def impact_scores(self, k1: float, b: float, mean_length: float) -> Scores:
        """Return Okapi's score of each impact without the idf, by the same operations in the same order.

        One more element at the end is 0, for documents without the term.
        """
        norms = k1 * (1 - b + b * self.impact_lengths / (mean_length or 1.0))
        scores: Scores = self.impact_freqs * (k1 + 1) / (self.impact_freqs + norms)
        return np.append(scores, 0.0)

    def only(self, live: Mask) -> "PostingLists":
        """Return the lists of the live documents, renumbered."""
        postings = live[self.doc_ids]
        return PostingLists(
            starts=starts(postings)[self.starts],
            doc_ids=(np.cumsum(live, dtype=np.int32) - np.int32(1))[self.doc_ids[postings]],
            impact_ids=self.impact_ids[postings],
            impact_freqs=self.impact_freqs,
            impact_lengths=self.impact_lengths,
            doc_lengths=self.doc_lengths[live],
        )


def invert(tokens: Int64s, doc_lengths: Int32s, num_terms: int) -> PostingLists:
    """Turn the term numbers of all documents, one document after the other, into posting lists."""
    size = max(len(doc_lengths), 1)
    keys = tokens * size
    keys += np.repeat(np.arange(len(doc_lengths), dtype=np.int64), doc_lengths)
    keys.sort()
    firsts, freqs = runs(keys)
    found, wide_doc_ids = np.divmod(keys[firsts], size)
    narrow_doc_ids = wide_doc_ids.astype(np.int32)
    grid = int(doc_lengths.max(initial=0)) + 1
    impacts, impact_ids = dense_codes(freqs * grid + doc_lengths[narrow_doc_ids])
    return PostingLists(
        starts=starts(np.bincount(found, minlength=num_terms)),
        doc_ids=narrow_doc_ids,
        impact_ids=impact_ids,
        impact_freqs=(impacts // grid).astype(np.int32),
        impact_lengths=(impacts % grid).astype(np.int32),
        doc_lengths=doc_lengths,
    )


def concat(sources: Sequence[tuple[PostingLists, Int64s]], num_terms: int) -> PostingLists:
    """Concatenate posting lists, the doc ids of each source after those of the one before.

    Each source comes with the new number of each of its terms that occurs; the order of the terms stays.
    """
    doc_freqs = np.zeros(num_terms, dtype=np.int64)
    for postings, terms in sources:
        doc_freqs[terms] += postings.doc_freqs[postings.doc_freqs > 0]
    impacts, new_ids = _merge_impacts([postings for postings, _ in sources])
    merged = PostingLists(
        starts=starts(doc_freqs),
        doc_ids=np.empty(doc_freqs.sum(), dtype=np.int32),
        impact_ids=np.empty(doc_freqs.sum(), dtype=narrowest(len(impacts))),
        impact_freqs=(impacts >> _LENGTH_BITS).astype(np.int32),
        impact_lengths=(impacts & ((1 << _LENGTH_BITS) - 1)).astype(np.int32),
        doc_lengths=np.concatenate([postings.doc_lengths for postings, _ in sources]),
    )
    cursor = merged.starts[:-1].copy()
    offsets = accumulate((len(postings) for postings, _ in sources), initial=0)
    for (postings, terms), renumbered, offset in zip(sources, new_ids, offsets, strict=False):
        occurs = postings.doc_freqs > 0
        targets = np.repeat(cursor[terms] - postings.starts[:-1][occurs], postings.doc_freqs[occurs])
        targets += np.arange(len(postings.doc_ids))
        merged.doc_ids[targets] = postings.doc_ids + np.int32(offset)
        merged.impact_ids[targets] = renumbered.astype(merged.impact_ids.dtype)[postings.impact_ids]
        cursor[terms] += postings.doc_freqs[occurs]
    return merged


def _merge_impacts(sources: Sequence[PostingLists]) -> tuple[Int64s, list[Int64s]]:
    """Return the impacts of all sources, and for each source the new number of each of its impacts."""
    keys = [(each.impact_freqs.astype(np.int64) << _LENGTH_BITS) | each.impact_lengths for each in sources]
    impacts, new_ids = np.unique(np.concatenate(keys), return_inverse=True)
    return impacts, np.split(new_ids, np.cumsum([len(each) for each in keys])[:-1])


@dataclass(frozen=True, slots=True)
class ScorePool:
    """Lends arrays of zeros, so that no question has to clear as many numbers as there are documents."""

    size: int
    free: deque[Scores] = field(default_factory=deque)

    def borrow(self) -> Scores:
        """Lend an array of zeros, to be given back as it was."""
        try:
            return self.free.pop()
        except IndexError:
            return np.zeros(self.size)

    def give_back(self, scores: Scores) -> None:
        """Take an array back that is all zero again."""
        self.free.append(scores)


@dataclass(frozen=True, eq=False)
class Segment:
    """Never changes: deleting documents makes another segment over the same posting lists."""

    terms: Terms
    postings: PostingLists
    deleted: Int32s
    """The ids of the deleted documents, ascending."""
    pool: ScorePool
    dense_lists: dict[int, ImpactIds] = field(default_factory=dict)
    """By the start of a list: those of common terms that have been asked for, as an impact for each document."""

    @classmethod
    def of(cls, terms: Terms, postings: PostingLists, deleted: Int32s = NO_DOCS) -> "Segment":
        return cls(terms, postings, deleted, ScorePool(len(postings)))

    @cached_property
    def max_doc(self) -> int:
        """How many documents there are, deleted ones included."""
        return len(self.postings)

    @cached_property
    def starts(self) -> memoryview:
        """Where the lists begin, and where the last one ends: a view yields plain integers, faster than an array."""
        return self.postings.starts.data

    @property
    def num_live(self) -> int:
        """How many documents are live."""
        return len(self.postings) - len(self.deleted)

    @cached_property
    def num_tokens(self) -> int:
        """How many terms the live documents have together."""
        lengths = self.postings.doc_lengths
        return int(lengths.sum(dtype=np.int64)) - int(lengths[self.deleted].sum(dtype=np.int64))

    @cached_property
    def term_counts(self) -> Int32s:
        """How many different terms each live document has."""
        counts = np.bincount(self.postings.doc_ids, minlength=self.max_doc).astype(np.int32)
        return counts[self.live_ids] if len(self.deleted) else counts

    @cached_property
    def live_mask(self) -> Mask:
        live = np.ones(len(self.postings), dtype=bool)
        live[self.deleted] = False
        return live

    @cached_property
    def live_ids(self) -> Int64s:
        """The ids of the live documents, ascending."""
        return np.flatnonzero(self.live_mask)

    def live_rank(self, doc_ids: DocIds) -> DocIds:
        """Return how many live documents come before each of some live ones: their ids without the deleted."""
        return doc_ids - self.deleted.searchsorted(doc_ids) if len(self.deleted) else doc_ids

    def slice_of(self, term: str) -> slice:
        """Return where a term's list is in the posting lists; an empty slice at 0 where it has none."""
        number = self.terms.find(term)
        return slice(self.starts[number], self.starts[number + 1]) if number >= 0 else NO_POSTINGS

    def dense_list(self, start: int, doc_freq: int) -> ImpactIds | None:
        """Return the impact of a common term in every document, one beyond the impacts where it does not occur.

        None for a term that is not common, or where dense lists take much memory already.
        """
        dense = self.dense_lists.get(start)
        is_common = doc_freq * COMMON_TERM_RATIO > len(self.postings)
        if dense is None and is_common and len(self.dense_lists) * 2 * len(self.postings) < MAX_DENSE_BYTES:
            absent = len(self.postings.impact_freqs)
            dense = np.full(len(self.postings), absent, dtype=narrowest(absent + 1))
            at = slice(start, start + doc_freq)
            dense[self.postings.doc_ids[at]] = self.postings.impact_ids[at]
            self.dense_lists[start] = dense
        return dense

    def live_docs(self, at: slice) -> Int32s:
        """Return the doc ids of a list, ascending, without those deleted."""
        doc_ids = self.postings.doc_ids[at]
        return doc_ids[self.live_mask[doc_ids]] if len(self.deleted) else doc_ids

    def live_freqs(self, at: slice) -> Int32s:
        """Return how often the term of a list occurs in each of those documents."""
        freqs = self.postings.impact_freqs[self.postings.impact_ids[at]]
        return freqs[self.live_mask[self.postings.doc_ids[at]]] if len(self.deleted) else freqs

    def doc_freq(self, at: slice) -> int:
        """Return how many live documents a list has."""
        count: int = at.stop - at.start
        return count - count_shared(self.deleted, self.postings.doc_ids[at]) if len(self.deleted) else count

    @property
    def nbytes(self) -> int:
        """Memory of the posting lists and their terms in bytes."""
        return self.postings.nbytes + self.terms.nbytes

    @property
    def dense_nbytes(self) -> int:
        """Memory of the dense lists in bytes."""
        return sum(each.nbytes for each in list(self.dense_lists.values()))

    def compacted(self) -> PostingLists:
        return self.postings.only(self.live_mask) if len(self.deleted) else self.postings

    def delete(self, live_ranks: Int64s) -> "Segment":
        """Return the segment with more documents deleted, named by their ranks among the live ones."""
        if not len(live_ranks):
            return self
        doc_ids = self.live_ids[live_ranks] if len(self.deleted) else live_ranks
        return replace(self, deleted=np.union1d(self.deleted, doc_ids).astype(np.int32))


@dataclass(frozen=True, slots=True)
class TokenStream:
    """The terms of documents, one after the other, as numbers of a term dictionary."""

    terms: TermDictionary
    tokens: Int64s
    doc_lengths: Int32s

    @classmethod
    def of(cls, corpus: Iterable[Sequence[str]]) -> "TokenStream":
        """Number the terms of documents."""
        seen: defaultdict[str, int] = defaultdict()
        seen.default_factory = seen.__len__
        stream, lengths = array("i"), array("i")
        for terms in corpus:
            stream.extend(map(seen.__getitem__, terms))
            lengths.append(len(terms))
        ordered = sorted(seen)
        numbers = np.empty(len(ordered), dtype=np.int64)
        numbers[np.fromiter(map(seen.__getitem__, ordered), dtype=np.int64, count=len(ordered))] = np.arange(
            len(ordered)
        )
        tokens = numbers[np.array(stream, dtype=np.int32)]
        return cls(TermDictionary.of(ordered), tokens, np.array(lengths, dtype=np.int32))

    def invert(self) -> PostingLists:
        return invert(self.tokens, self.doc_lengths, len(self.terms))

    def invert_bigrams(self) -> tuple[BigramKeys, PostingLists]:
        """Return each two adjacent terms of a document, and their posting lists."""
        ends = np.cumsum(self.doc_lengths) - 1
        inside = np.ones(len(self.tokens), dtype=bool)
        inside[ends[self.doc_lengths > 0]] = False
        first = np.flatnonzero(inside)
        tokens = self.tokens.astype(np.uint64)
        keys, stream = np.unique(bigram_keys(tokens[first], tokens[first + 1]), return_inverse=True)
        lengths = np.maximum(self.doc_lengths - 1, 0).astype(np.int32)
        return keys, invert(stream.astype(np.int64), lengths, len(keys))


def chunked(corpus: Iterable[Sequence[str]], size: int) -> Iterable[list[Sequence[str]]]:
    """Yield a corpus some documents at a time; one empty chunk for an empty corpus."""
    rest = iter(corpus)
    yield list(islice(rest, size))
    while chunk := list(islice(rest, size)):
        yield chunk
