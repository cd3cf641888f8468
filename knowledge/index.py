"""BM25 over lists of terms: rank-bm25's Okapi, answered from inverted lists."""

import math
from array import array
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
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
            scores[positions] += self.idf.get(term, 0.0) * weights
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
        return self.idf.get(term, math.log(1 + (self.corpus_size + 0.5) / 0.5))

    def has(self, term: str, position: int) -> bool:
        """Tell whether a term occurs at a position."""
        positions, _ = self.postings(term)
        place = int(np.searchsorted(positions, position))
        return place < len(positions) and int(positions[place]) == position

    def __contains__(self, term: object) -> bool:
        return term in self._numbers

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
        self.doc_len = np.array(lengths, dtype=np.int32)
        self.corpus_size = len(lengths)
        self.avgdl = len(stream) / max(self.corpus_size, 1)
        self._norms = self.k1 * (1 - self.b + self.b * self.doc_len / (self.avgdl or 1.0))
        self._numbers: Mapping[str, int] = dict(numbers)
        return self._invert(np.array(stream, dtype=np.int64))

    def _invert(self, stream: npt.NDArray[np.int64]) -> dict[str, int]:
        """Turn the terms of all paragraphs, one after the other, into lists of paragraphs, term by term."""
        positions = np.repeat(np.arange(self.corpus_size, dtype=np.int64), self.doc_len)
        keys, frequencies = np.unique(stream * max(self.corpus_size, 1) + positions, return_counts=True)
        terms, places = np.divmod(keys, max(self.corpus_size, 1))
        self._positions = places.astype(np.int32)
        self._frequencies = frequencies.astype(np.uint16)
        counts = np.bincount(terms, minlength=len(self._numbers))
        self._starts = np.concatenate(([0], np.cumsum(counts)))
        return dict(zip(self._numbers, counts.tolist(), strict=True))

    def _calc_idf(self, nd: Mapping[str, int]) -> None:
        size = self.corpus_size
        self.idf = {term: math.log(1 + (size - n + 0.5) / (n + 0.5)) for term, n in nd.items()}


def best(scores: Scores, k: int) -> list[Scored]:
    """Return the k highest scores above zero, best first; ties by position."""
    positions = np.flatnonzero(scores)
    if k < len(positions):
        floor = np.partition(scores[positions], -k)[-k]
        positions = positions[scores[positions] >= floor]
    ranked = positions[np.lexsort((positions, -scores[positions]))][:k]
    return [Scored(int(position), float(scores[position])) for position in ranked]
