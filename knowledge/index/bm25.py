"""BM25 over lists of terms: rank-bm25's Okapi, answered from inverted lists, in parts that come and go."""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import copy
from functools import lru_cache, partial
from itertools import accumulate
from typing import Any, Self

import numpy as np
import numpy.typing as npt
from rank_bm25 import BM25Okapi

from knowledge.index import merge, scoring, topk
from knowledge.index._arrays import DocIds, Numbers, Positions, Scores
from knowledge.index.scoring import TermScorer
from knowledge.index.segment import NONE, Segment
from knowledge.index.topk import ScoredDoc, kth_score, top_k_distinct

_Sought = tuple[TermScorer | None, ...]

_REMEMBERED = 2_048
"""Terms asked last whose lists are not sought again."""


class Index(BM25Okapi):
    """Immutable BM25 that scores only the postings of the question's terms.

    Every score is that of `rank_bm25.BM25Okapi`, bit for bit, but for the idf, which is
    log(1 + (N - n + 0.5) / (n + 0.5)): never zero or negative, so a score above 0 means a shared term
    (Lucene's form; see Kamphuis et al., "Which BM25 Do You Mean?", ECIR 2020). An empty corpus is allowed.

    `plus` and `without` return the index as it is afterwards, with which it shares what has not changed: in every
    score and position like one built afresh.
    """

    parts: tuple[Segment, ...]

    def __init__(self, corpus: Iterable[Sequence[str]], *, k1: float = 0.9, b: float = 0.4) -> None:
        super().__init__(corpus, k1=k1, b=b)

    @classmethod
    def build(cls, corpus: Iterable[Sequence[str]], *, k1: float = 0.9, b: float = 0.4) -> Self:
        """Index lists of terms, one list a paragraph."""
        return cls(corpus, k1=k1, b=b)

    @classmethod
    def build_with_pairs(cls, corpus: Iterable[Sequence[str]]) -> tuple[Self, Self]:
        """Index lists of terms, and each two adjacent terms as one, `first second`."""
        singles, pairs = merge.build_segments_with_pairs(corpus)
        return cls.over([singles]), cls.over([pairs])

    @classmethod
    def joined(cls, indexes: Sequence[Self]) -> Self:
        """Return indexes one after the other as one, with the statistics of all; no list is copied."""
        return indexes[0]._of(part for index in indexes for part in index.parts)

    @classmethod
    def over(cls, parts: Iterable[Segment]) -> Self:
        """Return the index of parts, one after the other, with the statistics of all of them."""
        return cls(())._of(parts)

    def plus(self, corpus: Iterable[Sequence[str]]) -> Self:
        """Return the index with more paragraphs at its end."""
        return self._of((*self.parts, merge.build_segment(corpus))).tidied()

    def tidied(self) -> Self:
        """Return the same in fewer parts, as far as nobody has to wait for it."""
        return self._of(merge.merge_small(self.parts))

    def without(self, positions: Sequence[int] | npt.NDArray[np.integer[Any]]) -> Self:
        """Return an index of the other positions, renumbered: as if those had never been there."""
        ordered = np.unique(np.asarray(positions, dtype=np.int64))
        shares = np.split(ordered, np.searchsorted(ordered, self._offsets[1:]))
        away = zip(self.parts, shares, self._offsets, strict=False)
        return self._of(part.without(share - offset) for part, share, offset in away)

    def search(self, terms: Sequence[str], k: int) -> list[ScoredDoc]:
        """Return the k best positions that share a term, best first; ties in the order of the corpus."""
        least, found = 0.0, []
        for part, asked, offset in self._steps(terms):
            positions, scores = topk.top_k_candidates(part, asked, k, least)
            found.append((part.rank(positions) + offset, scores))
            if len(self.parts) > 1:
                least = max(least, kth_score(scores, k * len(asked)))
        return top_k_distinct(*scoring.concat_scores(found), k)

    def sparse(self, terms: Sequence[str]) -> tuple[DocIds, Scores]:
        """Return the positions that share a term, ascending, and their scores."""
        found = []
        for part, asked, offset in self._steps(terms):
            positions, scores = scoring.score_matching_docs(part, asked)
            found.append((part.rank(positions) + offset, scores))
        return scoring.concat_scores(found)

    def get_scores(self, query: Sequence[str]) -> Scores:
        """Return the score of every position; a term that is repeated counts as often as it is."""
        scores = np.zeros(self.corpus_size)
        for part, asked, offset in self._steps(query):
            found = scoring.score_all(part, asked)
            scores[offset : offset + part.living] = found[part.standing] if len(part.gone) else found
        return scores

    def get_batch_scores(self, query: Sequence[str], doc_ids: Sequence[int]) -> list[float]:
        """Return the scores of some positions."""
        chosen: list[float] = self.get_scores(query)[list(doc_ids)].tolist()
        return chosen

    def rarity(self, term: str) -> float:
        """Return the idf of a term; a term never seen is the rarest there can be."""
        return next((each.rarity for each in self._sought(term) if each), _idf(self.corpus_size, 0))

    def postings(self, term: str) -> tuple[Numbers, Positions]:
        """Return where a term occurs, ascending, and how often in each place."""
        lists = self._lists(term)
        frequencies = map(Segment.frequencies, self.parts, lists)
        return self._places(lists), np.concatenate([NONE, *frequencies])

    def present(self, term: str, positions: Sequence[int]) -> list[bool]:
        """Tell for each of some positions whether a term occurs there."""
        ascending = self._places(self._lists(term))
        if not len(ascending):
            return [False] * len(positions)
        nearest = np.minimum(np.searchsorted(ascending, positions), len(ascending) - 1)
        occurs: list[bool] = (ascending[nearest] == positions).tolist()
        return occurs

    def __contains__(self, term: object) -> bool:
        return isinstance(term, str) and any(part.occurs(part.find(term)) for part in self.parts)

    def __len__(self) -> int:
        return self.corpus_size

    @property
    def vocabulary(self) -> Iterable[str]:
        """Every term, in the order of its characters."""
        return merge.live_terms(self.parts)

    @property
    def nbytes(self) -> int:
        """How much memory it takes, or how much of a file is mapped."""
        return sum(part.nbytes for part in self.parts)

    def due(self) -> tuple[Segment, ...]:
        """Return parts that should be merged, which can take long; none where all is well."""
        return merge.pending_merge(self.parts)

    def after(self, old: Sequence[Segment], new: Segment) -> Self:
        """Put a part in the place of those it was merged from; what has gone from them since goes from it too."""
        for first in range(len(self.parts)):
            now = self.parts[first : first + len(old)]
            if [part.lists for part in now] == [part.lists for part in old]:
                rest = self.parts[first + len(old) :]
                return self._of((*self.parts[:first], merge.reapply_deletes(new, old, now), *rest))
        return self

    def _steps(self, terms: Sequence[str]) -> Iterator[tuple[Segment, list[TermScorer], int]]:
        """Yield the parts in which terms occur, with their lists there, in the order of the terms."""
        lists = [self._sought(term) for term in terms]
        for place, part in enumerate(self.parts):
            if asked := [found for each in lists if (found := each[place])]:
                yield part, asked, self._offsets[place]

    def _places(self, lists: Iterable[slice]) -> Numbers:
        held = zip(self.parts, lists, self._offsets, strict=True)
        places = [offset + part.rank(part.left(at)) for part, at, offset in held]
        return np.concatenate([NONE, *places], dtype=np.int64)

    def _lists(self, term: str) -> list[slice]:
        return [part.find(term) for part in self.parts]

    def _of(self, parts: Iterable[Segment]) -> Self:
        """Return an index of other parts with the same parameters."""
        index = copy(self)
        index._hold(parts)
        return index

    def _hold(self, parts: Iterable[Segment]) -> None:
        self.parts = tuple(part for part in parts if part.living)
        *self._offsets, self.corpus_size = accumulate((part.living for part in self.parts), initial=0)
        self.avgdl = sum(part.tokens for part in self.parts) / max(self.corpus_size, 1)
        weights = [part.lists.weights(self.k1, self.b, self.avgdl) for part in self.parts]
        self._sought = lru_cache(_REMEMBERED)(
            partial(_sought, list(zip(self.parts, weights, strict=True)), self.corpus_size)
        )

    def _initialize(self, corpus: Iterable[Sequence[str]]) -> dict[str, int]:
        self._hold([merge.build_segment(corpus)])
        return {}

    def _calc_idf(self, nd: Mapping[str, int]) -> None:
        """Nothing to prepare: `rarity` counts the postings of a term."""


def _sought(parts: Sequence[tuple[Segment, Scores]], size: int, term: str) -> _Sought:
    """Return the list of a term in each part, with its idf; None where it does not occur."""
    occurs, lists = 0, []
    for part, weights in parts:
        at = part.find(term)
        occurs += part.occurs(at)
        lists.append(TermScorer(part, at, weights) if at.stop else None)
    rarity = _idf(size, occurs)
    for each in lists:
        if each:
            each.rarity = rarity
    return tuple(lists)


def _idf(size: int, occurs: int) -> float:
    return math.log(1 + (size - occurs + 0.5) / (occurs + 0.5))
