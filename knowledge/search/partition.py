"""The articles of one language in a collection, indexed on both levels: paragraph and whole article."""

from collections.abc import Collection, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import Self

import numpy as np
import numpy.typing as npt

from knowledge.index import Index, Merge, Numbers, PackedStrings, ScoredDoc, Scores, merge_segments, ranked, top_k
from knowledge.models import Article, ArticleKey, Hit
from knowledge.search.filters import ArticleFields, Filter, Mask, ParsedQuestion, docs_with_all
from knowledge.search.ngrams import MIN_SHARED, NgramIndex
from knowledge.search.sentence_terms import SentenceOutline, SentenceTerms, sentence_terms
from knowledge.text import analysis


@dataclass(frozen=True, slots=True)
class DocMap:
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
    def joined(cls, parts: Sequence["DocMap"]) -> Self:
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

    def without(self, articles: Numbers, paragraphs: Numbers) -> "DocMap":
        """Return the places as they would be without some articles and all their paragraphs."""
        kept = np.ones(len(self.rows), dtype=bool)
        kept[articles] = False
        renumbered = np.cumsum(kept, dtype=np.int32) - np.int32(1)
        return DocMap(
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
        return ArticleKey(int(self.rows[article]), int(self.versions[article]))


ARTICLE_WEIGHT = 1.5
LEAD_WEIGHT = 0.3
"""How much more the article counts for its first paragraph, which tells what the rest is about; less for each after."""
PAIR_WEIGHT = 0.4
CARRIED = 0.5
"""How much the terms count, all together, that a question does not repeat from the one before it; its own count 1."""
NEAR = 2.0
"""How much more the articles count that answered the question before."""

Merges = Mapping[str, Merge]
"""What has been merged, by the name of the index."""

_INDEXES = ("paragraphs", "articles", "pairs")


@dataclass(frozen=True, slots=True)
class Partition:
    """Never changes: `plus` and `without` return it as it is afterwards, sharing what has stayed the same."""

    language: str
    paragraphs: Index
    articles: Index
    pairs: Index
    vocabulary: NgramIndex
    facets: ArticleFields
    places: DocMap
    outlines: SentenceTerms

    @classmethod
    def build(cls, language: str, articles: Sequence[Article]) -> Self:
        """Index articles of one language: each paragraph with its title before it, and each article whole."""
        titles = [analysis.terms(article.title, language) for article in articles]
        read = [[sentence_terms(text, language) for text in article.paragraphs] for article in articles]
        bodies = [[terms for terms, _ in paragraphs] for paragraphs in read]
        whole = [sum(texts, title) for title, texts in zip(titles, bodies, strict=True)]
        paragraphs, pairs = Index.build_with_pairs(
            title + body for title, texts in zip(titles, bodies, strict=True) for body in texts
        )
        return cls(
            language=language,
            paragraphs=paragraphs,
            articles=Index.build(whole),
            pairs=pairs,
            vocabulary=NgramIndex.build(paragraphs.vocabulary),
            facets=ArticleFields.build(articles),
            places=DocMap.build(articles),
            outlines=SentenceTerms.of(PackedStrings.of(outline for paragraphs in read for _, outline in paragraphs)),
        )

    @classmethod
    def joined(cls, partitions: Sequence["Partition"]) -> "Partition":
        """Return partitions of one language as one, with the statistics of all of them: no list is copied."""
        if len(partitions) == 1:
            return partitions[0]
        return cls(
            language=partitions[0].language,
            paragraphs=Index.joined([each.paragraphs for each in partitions]),
            articles=Index.joined([each.articles for each in partitions]),
            pairs=Index.joined([each.pairs for each in partitions]),
            vocabulary=NgramIndex.joined([each.vocabulary for each in partitions]),
            facets=ArticleFields.joined([each.facets for each in partitions]),
            places=DocMap.joined([each.places for each in partitions]),
            outlines=SentenceTerms.joined([each.outlines for each in partitions]),
        )

    def plus(self, coming: "Partition") -> "Partition":
        """Return the partition with the articles of another at its end."""
        words = list(coming.paragraphs.vocabulary)
        known: Container[str] = self.paragraphs if len(words) < MIN_SHARED else set(self.paragraphs.vocabulary)
        fresh = [term for term in words if term not in known]
        whole = Partition.joined([replace(self, vocabulary=coming.vocabulary), coming])
        return replace(
            whole,
            paragraphs=whole.paragraphs.tidied(),
            articles=whole.articles.tidied(),
            pairs=whole.pairs.tidied(),
            vocabulary=self.vocabulary.plus(fresh),
            facets=whole.facets.tidied(),
            outlines=whole.outlines.tidied(),
        )

    def without(self, rows: Collection[int]) -> "Partition":
        """Return the partition as it would be without some articles; the vocabulary keeps their words."""
        articles, positions = self.places.of(rows)
        if not len(articles):
            return self
        return replace(
            self,
            paragraphs=self.paragraphs.without(positions),
            articles=self.articles.without(articles),
            pairs=self.pairs.without(positions),
            facets=self.facets.without(articles),
            places=self.places.without(articles, positions),
            outlines=self.outlines.without(positions),
        )

    def merges(self) -> Merges:
        """Do the merges that take long; `after` puts them into the partition as it is by then."""
        indexes = {name: getattr(self, name) for name in _INDEXES}
        return {name: (old, merge_segments(old)) for name, index in indexes.items() if (old := index.due())}

    def after(self, merges: Merges) -> "Partition":
        """Return the partition with parts merged, whatever has come and gone since that began."""
        return replace(self, **{name: getattr(self, name).after(*merge) for name, merge in merges.items()})

    def scored(self, terms: Sequence[str]) -> tuple[Numbers, Scores]:
        """Score each paragraph that shares a term: by its own terms, its article's and the order of words.

        Return the positions, ascending, and their scores.
        """
        positions, own = self.paragraphs.sparse(terms)
        share = ARTICLE_WEIGHT + LEAD_WEIGHT / np.sqrt(self.places.numbers[positions])
        parts = share * self.articles.get_scores(terms)[self.places.parents[positions]]
        paired, scores = self.pairs.sparse(analysis.bigrams(terms))
        order = np.zeros(len(positions))
        order[np.searchsorted(positions, paired)] = scores
        return positions, own + parts + PAIR_WEIGHT * order

    def share(self, own: Iterable[str], carried: Iterable[str]) -> float:
        """Return how much a term counts that is carried along, as much as any other where the question has none."""
        asked, before = (sum(map(self.paragraphs.rarity, terms)) for terms in (own, carried))
        return min(1.0, CARRIED * asked / before) if asked and before else 1.0

    def following(self, terms: Sequence[str], carried: Sequence[str], sought: ParsedQuestion) -> tuple[Numbers, Scores]:
        """Score as `scored` does; terms of the question before count less, articles that answered it more."""
        own = [term for term in terms if term not in carried]
        positions, scores = self.scored(own)
        if carried:
            others, less = self.scored(carried)
            positions, scores = _summed((positions, scores), (others, self.share(own, carried) * less))
        if sought.near:
            near = np.isin(self.places.rows[self.places.parents[positions]], list(sought.near))
            scores = np.where(near, NEAR * scores, scores)
        return positions, scores

    def search(
        self, terms: Sequence[str], k: int, sought: ParsedQuestion, carried: Sequence[str] = ()
    ) -> list[ScoredDoc]:
        """Return the k best paragraph positions that share a term, of those articles that may answer, best first.

        Where a question insists on wordings, those come first that hold their terms, as these may meet them.
        """
        positions, scores = self.following(terms, carried, sought)
        if not sought.filters:
            return ranked(positions, scores, k)
        admitted = self.facets.admitted(sought.filters)[self.places.parents[positions]]
        positions, scores = positions[admitted], scores[admitted]
        likely = self.likely(sought.wordings)[positions]
        first = ranked(positions[likely], scores[likely], k)
        return first + ranked(positions[~likely], scores[~likely], k - len(first))

    @property
    def nbytes(self) -> int:
        """How much memory it takes, the facets apart, which are small."""
        indexes = (self.paragraphs, self.articles, self.pairs, self.vocabulary.index)
        others = (self.places, self.outlines, self.vocabulary.terms)
        return sum(each.nbytes for each in (*indexes, *others))

    def __len__(self) -> int:
        """How many articles there are."""
        return len(self.places.rows)

    def found(self, terms: Iterable[str], positions: Sequence[int]) -> list[frozenset[str]]:
        """Return for each position which of the terms its paragraph or title holds."""
        present = {term: self.paragraphs.present(term, positions) for term in terms}
        return [frozenset(term for term, at in present.items() if at[place]) for place in range(len(positions))]

    def likely(self, wordings: Iterable[Filter]) -> Mask:
        """Tell for each paragraph position whether its terms are those that some wordings ask for."""
        likely = np.ones(len(self.places.parents), dtype=bool)
        for each in wordings:
            held = docs_with_all(self.paragraphs, analysis.terms(each.value, self.language))
            likely &= held if each.kind == "phrase" else ~held
        return likely

    def nearest(self, terms: Sequence[str], k: int, filters: Iterable[Filter]) -> list[ArticleKey]:
        """Return the articles that share most with the terms, of those that may answer, best first."""
        scores = np.where(self.facets.admitted(filters), self.articles.get_scores(terms), 0.0)
        return [self.places.key(scored.position) for scored in top_k(scores, k)]

    def hit(self, scored: ScoredDoc) -> Hit:
        """Name a position by its article and its number there."""
        return self.places.hit(scored.position, scored.score)

    def outlined(self, positions: Sequence[int]) -> list[SentenceOutline]:
        """Return the sentences of some paragraphs, as terms."""
        return self.outlines.at(positions)

    def day(self, scored: ScoredDoc) -> int:
        """Return the ordinal of a position's day; 0 where its article has none."""
        return int(self.facets.days[self.places.parents[scored.position]])


def _summed(*parts: tuple[Numbers, Scores]) -> tuple[Numbers, Scores]:
    """Add the scores of each position up; the positions of a part are ascending."""
    every = np.unique(np.concatenate([positions for positions, _ in parts]))
    scores = np.zeros(len(every))
    for positions, own in parts:
        scores[np.searchsorted(every, positions)] += own
    return every, scores
