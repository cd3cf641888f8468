"""BM25 over lists of terms: rank-bm25's Okapi, answered from inverted lists."""

import math
from array import array
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from typing import NamedTuple, Self

import numpy as np
import numpy.typing as npt
from rank_bm25 import BM25Okapi

Scores = npt.NDArray[np.float64]


class Scored(NamedTuple):
    """A position in the index, from 0, and its score."""

    position: int
    score: float


class Index(BM25Okapi):
    """Immutable BM25 that scores only the postings of the question's terms.

    Every score is that of `rank_bm25.BM25Okapi`, bit for bit, but for the idf, which is
    log(1 + (N - n + 0.5) / (n + 0.5)): never zero or negative, so a score above 0 means a shared term
    (Lucene's form; see Kamphuis et al., "Which BM25 Do You Mean?", ECIR 2020). An empty corpus is allowed.
    """

    def __init__(self, corpus: Iterable[Sequence[str]], *, k1: float = 0.9, b: float = 0.4) -> None:
        super().__init__(corpus, k1=k1, b=b)

    @classmethod
    def build(cls, corpus: Iterable[Sequence[str]], *, k1: float = 0.9, b: float = 0.4) -> Self:
        """Index lists of terms, one list a paragraph."""
        return cls(corpus, k1=k1, b=b)

    def search(self, terms: Sequence[str], k: int) -> list[Scored]:
        """Return the k best positions that share a term, best first; ties in the order of the corpus."""
        return best(self.get_scores(terms), k)

    def get_scores(self, query: Sequence[str]) -> Scores:
        """Return the score of every position; a term that is repeated counts as often as it is."""
        scores = np.zeros(self.corpus_size)
        for term in query:
            positions, frequencies = self.postings(term)
            weights = frequencies * (self.k1 + 1) / (frequencies + self._norms[positions])
            scores[positions] += self.rarity(term) * weights
        return scores

    def postings(self, term: str) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.uint16]]:
        """Return where a term occurs, ascending, and how often in each place."""
        number = self._numbers.get(term)
        if number is None:
            return self._positions[:0], self._frequencies[:0]
        part = slice(self._starts[number], self._starts[number + 1])
        return self._positions[part], self._frequencies[part]

    def rarity(self, term: str) -> float:
        """Return the idf of a term; a term never seen is the rarest there can be."""
        occurs = len(self.postings(term)[0])
        return math.log(1 + (self.corpus_size - occurs + 0.5) / (occurs + 0.5))

    def present(self, term: str, positions: Sequence[int]) -> list[bool]:
        """Tell for each of some positions whether a term occurs there."""
        return [bool(occurs) for occurs in np.isin(positions, self.postings(term)[0])]

    def without(self, positions: Sequence[int] | npt.NDArray[np.int64]) -> Self:
        """Return an index of the other positions, renumbered: as if those had never been there."""
        kept = np.ones(self.corpus_size, dtype=bool)
        kept[positions] = False
        rest = copy(self)
        postings = kept[self._positions]
        rest._positions = (np.cumsum(kept, dtype=np.int32) - 1)[self._positions[postings]]
        rest._frequencies = self._frequencies[postings]
        rest._starts = np.concatenate(([0], np.cumsum(postings)))[self._starts]
        rest._measure(self.doc_len[kept])
        return rest

    def __contains__(self, term: object) -> bool:
        return isinstance(term, str) and len(self.postings(term)[0]) > 0

    @property
    def vocabulary(self) -> Iterable[str]:
        """Every term, in the order first seen."""
        return self._numbers.keys()

    def _initialize(self, corpus: Iterable[Sequence[str]]) -> dict[str, int]:
        numbers: defaultdict[str, int] = defaultdict()
        numbers.default_factory = numbers.__len__
        stream, lengths = array("i"), array("i")
        for terms in corpus:
            stream.extend(map(numbers.__getitem__, terms))
            lengths.append(len(terms))
        self._numbers: Mapping[str, int] = dict(numbers)
        self._measure(np.array(lengths, dtype=np.int32))
        self._invert(np.array(stream, dtype=np.int64))
        return {}

    def _measure(self, lengths: npt.NDArray[np.int32]) -> None:
        self.doc_len = lengths
        self.corpus_size = len(lengths)
        self.avgdl = int(lengths.sum()) / max(self.corpus_size, 1)
        self._norms = self.k1 * (1 - self.b + self.b * lengths / (self.avgdl or 1.0))

    def _invert(self, stream: npt.NDArray[np.int64]) -> None:
        """Turn the terms of all paragraphs, one after the other, into lists of paragraphs, term by term."""
        size = max(self.corpus_size, 1)
        positions = np.repeat(np.arange(self.corpus_size, dtype=np.int64), self.doc_len)
        keys, frequencies = np.unique(stream * size + positions, return_counts=True)
        terms, places = np.divmod(keys, size)
        self._positions = places.astype(np.int32)
        self._frequencies = frequencies.astype(np.uint16)
        counts = np.bincount(terms, minlength=len(self._numbers))
        self._starts = np.concatenate(([0], np.cumsum(counts)))

    def _calc_idf(self, nd: Mapping[str, int]) -> None:
        """Nothing to prepare: `rarity` reads the length of a term's list."""


def best(scores: Scores, k: int) -> list[Scored]:
    """Return the k highest scores above zero, best first; ties by position."""
    positions = np.flatnonzero(scores)
    if k < len(positions):
        floor = np.partition(scores[positions], -k)[-k]
        positions = positions[scores[positions] >= floor]
    ranked = positions[np.lexsort((positions, -scores[positions]))][:k]
    return [Scored(int(position), float(scores[position])) for position in ranked]
