"""A question to ranked hits, over all languages of a collection."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from typing import Self

from knowledge import analysis, evidence, language
from knowledge.index import best
from knowledge.models import Article, Hit
from knowledge.partition import Partition

NEAREST = 3
"""How many articles are offered when we decline."""


@dataclass(frozen=True, slots=True)
class Ranking:
    """What a question found: hits, best first, and how far they are evidence."""

    language: str
    weights: Mapping[str, float] = field(default_factory=dict)
    """The terms of the question and the idf of each."""
    hits: tuple[Hit, ...] = ()
    evidence: float = 0.0
    """The share of the question that the best paragraph covers, from 0 to 1."""
    unmatched: tuple[str, ...] = ()
    """Words of the question that occur nowhere."""
    nearest: tuple[int, ...] = ()
    """The store's keys of the articles that come nearest, best first."""


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

    def search(self, question: str, k: int) -> Ranking:
        """Rank the paragraphs that share terms with a question.

        The likeliest language is asked first; the others only where its evidence would not do, as a question of a
        few names belongs to no language.
        """
        likely = language.candidates(question, self.partitions)
        rest = [code for code in self.partitions if code not in likely]
        found = Ranking(likely[0] if likely else "en")
        for code in likely + rest:
            ranking = rank(self.partitions[code], question, k)
            found = max(found, ranking, key=lambda each: (each.evidence, len(each.hits)))
            if evidence.outcome(found.evidence, found.language) == "answered":
                break
        return found


def rank(partition: Partition, question: str, k: int) -> Ranking:
    """Rank the paragraphs of one language."""
    code = partition.language
    terms = analysis.query_terms(question, code)
    speaks = analysis.content_words(question, code)
    top = best(partition.scores(terms), k)
    nearest = best(partition.articles.get_scores(terms), NEAREST)
    return Ranking(
        language=code,
        weights={term: partition.paragraphs.rarity(term) for term in terms},
        hits=tuple(partition.hit(*scored) for scored in top),
        evidence=evidence.coverage(partition.paragraphs, terms, top[0].position) if top and speaks else 0.0,
        unmatched=_unmatched(partition, question),
        nearest=tuple(int(partition.rows[scored.position]) for scored in nearest),
    )


def _unmatched(partition: Partition, question: str) -> tuple[str, ...]:
    words = analysis.content_words(question, partition.language)
    unseen = (
        word
        for word in words
        if not any(term in partition.paragraphs for term in analysis.terms(word, partition.language))
    )
    return tuple(dict.fromkeys(unseen))
