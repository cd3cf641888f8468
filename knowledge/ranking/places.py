"""Which paragraph of which article each position of an index is."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Self

import numpy as np
import numpy.typing as npt

from knowledge.models import Article, ArticleKey, Hit

Numbers = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Places:
    """Positions are paragraphs, in the order of the articles; `parents` gives each one's article position."""

    rows: npt.NDArray[np.int64]
    """The store's key of each article position."""
    versions: npt.NDArray[np.int32]
    parents: npt.NDArray[np.int32]
    numbers: npt.NDArray[np.int32]
    """The number of each paragraph position in its article, from 1."""

    @classmethod
    def build(cls, articles: Sequence[Article]) -> Self:
        """Number the articles and their paragraphs as they come."""
        sizes = [len(article.paragraphs) for article in articles]
        return cls(
            rows=np.array([article.row for article in articles], dtype=np.int64),
            versions=np.array([article.version for article in articles], dtype=np.int32),
            parents=np.repeat(np.arange(len(articles), dtype=np.int32), sizes),
            numbers=np.concatenate([np.arange(1, size + 1, dtype=np.int32) for size in sizes]),
        )

    @classmethod
    def joined(cls, parts: Sequence["Places"]) -> Self:
        """Return the places of several collections, one after the other."""
        offsets = accumulate((len(part.rows) for part in parts), initial=0)
        parents = [part.parents + np.int32(offset) for part, offset in zip(parts, offsets, strict=False)]
        return cls(
            rows=np.concatenate([part.rows for part in parts]),
            versions=np.concatenate([part.versions for part in parts]),
            parents=np.concatenate(parents),
            numbers=np.concatenate([part.numbers for part in parts]),
        )

    def of(self, rows: Collection[int]) -> tuple[Numbers, Numbers]:
        """Return the positions of some articles, and of their paragraphs."""
        articles = np.flatnonzero(np.isin(self.rows, list(rows)))
        chosen = np.zeros(len(self.rows), dtype=bool)
        chosen[articles] = True
        return articles, np.flatnonzero(chosen[self.parents])

    def without(self, articles: Numbers, paragraphs: Numbers) -> "Places":
        """Return the places as they would be without some articles and all their paragraphs."""
        kept = np.ones(len(self.rows), dtype=bool)
        kept[articles] = False
        renumbered = np.cumsum(kept, dtype=np.int32) - np.int32(1)
        return Places(
            rows=self.rows[kept],
            versions=self.versions[kept],
            parents=renumbered[np.delete(self.parents, paragraphs)],
            numbers=np.delete(self.numbers, paragraphs),
        )

    @property
    def nbytes(self) -> int:
        """How much memory they take."""
        return self.rows.nbytes + self.versions.nbytes + self.parents.nbytes + self.numbers.nbytes

    def hit(self, position: int, score: float) -> Hit:
        """Name a position by its article and its number there."""
        row, version = self.key(int(self.parents[position]))
        return Hit(row, version, int(self.numbers[position]), score)

    def key(self, article: int) -> ArticleKey:
        """Return the store's key of an article position."""
        return int(self.rows[article]), int(self.versions[article])
