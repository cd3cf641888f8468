"""The articles of one language in a collection, indexed on both levels: paragraph and whole article."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Self

import numpy as np
import numpy.typing as npt

from knowledge import analysis
from knowledge.facets import Facets, Mask, holding
from knowledge.filters import Filter, Sought
from knowledge.index import Index, Scored, Scores, best
from knowledge.models import Article, ArticleKey, Hit
from knowledge.vocabulary import Vocabulary

ARTICLE_WEIGHT = 1.5
PAIR_WEIGHT = 0.4
CARRIED = 0.3
"""How much less the terms count that a question does not repeat from the one before it."""
NEAR = 2.0
"""How much more the articles count that answered the question before."""


@dataclass(frozen=True, slots=True)
class Partition:
    """Positions are paragraphs, in the order of the articles; `parents` gives each one's article position."""

    language: str
    paragraphs: Index
    articles: Index
    pairs: Index
    vocabulary: Vocabulary
    facets: Facets
    rows: npt.NDArray[np.int64]
    """The store's key of each article position."""
    versions: npt.NDArray[np.int32]
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
        paragraphs = Index.build(titled)
        return cls(
            language=language,
            paragraphs=paragraphs,
            articles=Index.build(whole),
            pairs=Index.build(map(analysis.pairs, titled)),
            vocabulary=Vocabulary.build(paragraphs.vocabulary),
            facets=Facets.build(articles),
            rows=np.array([article.row for article in articles], dtype=np.int64),
            versions=np.array([article.version for article in articles], dtype=np.int32),
            parents=np.repeat(np.arange(len(articles), dtype=np.int32), sizes),
            numbers=np.concatenate([np.arange(1, size + 1, dtype=np.int32) for size in sizes]),
        )

    def without(self, rows: Collection[int]) -> "Partition":
        """Return the partition as it would be without some articles."""
        gone = np.flatnonzero(np.isin(self.rows, list(rows)))
        positions = np.flatnonzero(np.isin(self.parents, gone))
        kept = np.delete(np.arange(len(self.rows), dtype=np.int32), gone)
        return replace(
            self,
            paragraphs=self.paragraphs.without(positions),
            articles=self.articles.without(gone),
            pairs=self.pairs.without(positions),
            facets=self.facets.without(gone),
            rows=self.rows[kept],
            versions=self.versions[kept],
            parents=np.searchsorted(kept, np.delete(self.parents, positions)).astype(np.int32),
            numbers=np.delete(self.numbers, positions),
        )

    def scores(self, terms: Sequence[str]) -> Scores:
        """Score every paragraph by its own terms, its article's and the order of words; 0 without a shared term."""
        own = self.paragraphs.get_scores(terms)
        parts = ARTICLE_WEIGHT * self.articles.get_scores(terms)[self.parents]
        order = PAIR_WEIGHT * self.pairs.get_scores(analysis.pairs(terms))
        return np.where(own > 0, own + parts + order, 0.0)

    def following(self, terms: Sequence[str], carried: Sequence[str], sought: Sought) -> Scores:
        """Score every paragraph by terms and, with less weight, by those of the question before."""
        scores = self.scores([term for term in terms if term not in carried])
        if carried:
            scores += CARRIED * self.scores(carried)
        if sought.near:
            scores[np.isin(self.rows, list(sought.near))[self.parents]] *= NEAR
        return scores

    def search(self, terms: Sequence[str], k: int, sought: Sought, carried: Sequence[str] = ()) -> list[Scored]:
        """Return the k best paragraph positions that share a term, of those articles that may answer, best first.

        Where a question insists on wordings, those come first that hold their terms, as these may meet them.
        """
        if not sought.filters:
            return best(self.following(terms, carried, sought), k)
        scores = self.following(terms, carried, sought)
        scores[~self.facets.admitted(sought.filters)[self.parents]] = 0.0
        likely = self.likely(sought.wordings)
        first = best(np.where(likely, scores, 0.0), k)
        return first + best(np.where(likely, 0.0, scores), k - len(first))

    def found(self, terms: Iterable[str], positions: Sequence[int]) -> list[frozenset[str]]:
        """Return for each position which of the terms its paragraph or title holds."""
        present = {term: self.paragraphs.present(term, positions) for term in terms}
        return [frozenset(term for term, at in present.items() if at[place]) for place in range(len(positions))]

    def likely(self, wordings: Iterable[Filter]) -> Mask:
        """Tell for each paragraph position whether its terms are those that some wordings ask for."""
        likely = np.ones(len(self.parents), dtype=bool)
        for each in wordings:
            held = holding(self.paragraphs, analysis.terms(each.value, self.language))
            likely &= held if each.kind == "phrase" else ~held
        return likely

    def nearest(self, terms: Sequence[str], k: int, filters: Iterable[Filter]) -> list[ArticleKey]:
        """Return the articles that share most with the terms, of those that may answer, best first."""
        scores = np.where(self.facets.admitted(filters), self.articles.get_scores(terms), 0.0)
        return [self._key(scored.position) for scored in best(scores, k)]

    def hit(self, scored: Scored) -> Hit:
        """Name a position by its article and its number there."""
        row, version = self._key(int(self.parents[scored.position]))
        return Hit(row, version, int(self.numbers[scored.position]), scored.score)

    def day(self, scored: Scored) -> int:
        """Return the ordinal of a position's day; 0 where its article has none."""
        return int(self.facets.days[self.parents[scored.position]])

    def _key(self, article: int) -> ArticleKey:
        return int(self.rows[article]), int(self.versions[article])
