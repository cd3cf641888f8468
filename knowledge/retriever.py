"""A question to ranked candidates, over all languages of a collection."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Self

from knowledge import analysis, evidence, language
from knowledge.models import Article, ArticleKey
from knowledge.partition import Partition
from knowledge.query import Query
from knowledge.rerank import CANDIDATES, Candidate

NEAREST = 3
"""How many articles are offered when we decline."""

MOST = 0.5
"""The share of a question from which no other language is asked."""


@dataclass(frozen=True, slots=True)
class Ranking:
    """What a question found at first sight: candidates, best first, and what to say where they are not enough."""

    query: Query
    candidates: tuple[Candidate, ...] = ()
    unmatched: tuple[str, ...] = ()
    """Words of the question that occur nowhere."""
    nearest: tuple[ArticleKey, ...] = ()
    """The articles that come nearest, best first."""

    @property
    def evidence(self) -> float:
        """How far the first candidate is evidence, from 0 to 1, once the candidates have been read again."""
        if not self.candidates:
            return 0.0
        first = self.candidates[0]
        return evidence.strength(first.hit.score, self.query, first.found)

    @property
    def coverage(self) -> float:
        """The share of the question that the first candidate holds, from 0 to 1."""
        return self.query.coverage(self.candidates[0].found) if self.candidates else 0.0


@dataclass(frozen=True, slots=True)
class Retriever:
    """Ranks the paragraphs of a collection, each language with its own terms and statistics: none disturbs another."""

    partitions: dict[str, Partition]

    @classmethod
    def build(cls, articles: Iterable[Article]) -> Self:
        """Index the articles of a collection by language."""
        ordered = sorted(articles, key=lambda article: article.language)
        grouped = groupby(ordered, key=lambda article: article.language)
        return cls({code: Partition.build(code, list(group)) for code, group in grouped})

    def search(self, question: str) -> Ranking | None:
        """Rank the paragraphs that share terms with a question; None where there is nothing to search.

        The likeliest language is asked first; the others only where it holds little of the question, as a question
        of a few names belongs to no language.
        """
        likely = language.candidates(question, self.partitions)
        found: Ranking | None = None
        for code in dict.fromkeys((*likely, *self.partitions)):
            ranking = _rank(self.partitions[code], question)
            found = max(found or ranking, ranking, key=lambda each: (each.coverage, len(each.candidates)))
            if found.coverage >= MOST:
                break
        return found


def _rank(partition: Partition, question: str) -> Ranking:
    query = Query.of(question, partition)
    if not query.speaks:
        return Ranking(query)
    top = partition.search(query.terms, CANDIDATES)
    found = partition.found(query.weights, [scored.position for scored in top])
    return Ranking(
        query=query,
        candidates=tuple(Candidate(partition.hit(scored), terms) for scored, terms in zip(top, found, strict=True)),
        unmatched=_unmatched(partition, question),
        nearest=tuple(partition.nearest(query.terms, NEAREST)),
    )


def _unmatched(partition: Partition, question: str) -> tuple[str, ...]:
    code = partition.language
    words = dict.fromkeys(analysis.content_words(question, code))
    return tuple(word for word in words if not any(term in partition.paragraphs for term in analysis.terms(word, code)))
