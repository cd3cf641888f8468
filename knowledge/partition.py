"""The articles of one language in a collection, indexed on both levels: paragraph and whole article."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
import numpy.typing as npt

from knowledge import analysis
from knowledge.index import Index, Scores
from knowledge.models import Article, Hit

ARTICLE_WEIGHT = 1.0
PAIR_WEIGHT = 0.2


@dataclass(frozen=True, slots=True)
class Partition:
    """Positions are paragraphs, in the order of the articles; `parents` gives each one's article position."""

    language: str
    paragraphs: Index
    articles: Index
    pairs: Index
    rows: npt.NDArray[np.int64]
    """The store's key of each article position."""
    parents: npt.NDArray[np.int32]
    numbers: npt.NDArray[np.int32]
    """The number of each paragraph position in its article, from 1."""

    @classmethod
    def build(cls, language: str, articles: Sequence[Article]) -> Self:
        """Index articles of one language: each paragraph with its title before it, and each article whole."""
        titles = [analysis.terms(article.title, language) for article in articles]
        bodies = [[analysis.terms(text, language) for text in article.paragraphs] for article in articles]
        titled = [title + body for title, texts in zip(titles, bodies, strict=True) for body in texts]
        whole = [sum(texts, title) for title, texts in zip(titles, bodies, strict=True)]
        sizes = [len(texts) for texts in bodies]
        return cls(
            language=language,
            paragraphs=Index.build(titled),
            articles=Index.build(whole),
            pairs=Index.build(map(analysis.pairs, titled)),
            rows=np.array([article.row for article in articles], dtype=np.int64),
            parents=np.repeat(np.arange(len(articles), dtype=np.int32), sizes),
            numbers=np.concatenate([np.arange(1, size + 1, dtype=np.int32) for size in sizes]),
        )

    def scores(self, terms: Sequence[str]) -> Scores:
        """Score every paragraph by its own terms, its article's and the order of words; 0 without a shared term."""
        own = self.paragraphs.get_scores(terms)
        parts = ARTICLE_WEIGHT * self.articles.get_scores(terms)[self.parents]
        order = PAIR_WEIGHT * self.pairs.get_scores(analysis.pairs(terms))
        return np.where(own > 0, own + parts + order, 0.0)

    def hit(self, position: int, score: float) -> Hit:
        """Name a position by its article and its number there."""
        return Hit(int(self.rows[self.parents[position]]), int(self.numbers[position]), score)
