"""A question to ranked candidates, over all languages of a collection."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Self

from knowledge import analysis, language
from knowledge.filtering.filters import Filter, Sought
from knowledge.models import Article, ArticleKey
from knowledge.ranking import evidence
from knowledge.ranking.partition import Merges, Partition
from knowledge.ranking.query import Query
from knowledge.ranking.rerank import CANDIDATES, Candidate

NEAREST = 3
"""How many articles are offered when we decline."""

MOST = 0.5
"""The share of a question from which no other language is asked."""

READ = 1_000
"""How many paragraphs are read at most in search of a wording that a question insists on."""


@dataclass(frozen=True, slots=True)
class Ranking:
    """What a question found at first sight: candidates, best first, and what to say where they are not enough."""

    query: Query
    sought: Sought
    candidates: tuple[Candidate, ...] = ()
    unmatched: tuple[str, ...] = ()
    """Words of the question that occur nowhere."""
    nearest: tuple[ArticleKey, ...] = ()
    """The articles that come nearest, best first."""
    likely: bool = True
    """Whether a paragraph has the terms of every wording that the question insists on."""
    unmet: tuple[Filter, ...] = ()
    """Filters that nothing meets, alone or all together."""

    @property
    def evidence(self) -> float:
        """How far the first candidate is evidence, from 0 to 1, once the candidates have been read again."""
        if not self.candidates:
            return 0.0
        first = self.candidates[0]
        return evidence.strength(first.support, self.query, first.found)

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

    @classmethod
    def joined(cls, retrievers: Sequence["Retriever"]) -> Self:
        """Return the retriever of several collections as one, with the statistics of all of them."""
        codes = dict.fromkeys(code for each in retrievers for code in each.partitions)
        found = {code: [each.partitions[code] for each in retrievers if code in each.partitions] for code in codes}
        return cls({code: Partition.joined(partitions) for code, partitions in sorted(found.items())})

    def plus(self, articles: Iterable[Article]) -> "Retriever":
        """Return the retriever with more articles; those that it has already must have gone before."""
        coming = Retriever.build(articles).partitions
        held = {
            code: self.partitions[code].plus(partition) if code in self.partitions else partition
            for code, partition in coming.items()
        }
        return Retriever(dict(sorted({**self.partitions, **held}.items())))

    def without(self, rows: Collection[int]) -> "Retriever":
        """Return the retriever as it would be without some articles."""
        left = {code: partition.without(rows) for code, partition in self.partitions.items()}
        return Retriever({code: partition for code, partition in left.items() if len(partition)})

    def merges(self) -> dict[str, Merges]:
        """Do the merges that take long; `after` puts them into the retriever as it is by then."""
        found = {code: partition.merges() for code, partition in self.partitions.items()}
        return {code: merges for code, merges in found.items() if merges}

    def after(self, merges: Mapping[str, Merges]) -> "Retriever":
        """Return the retriever with parts merged, whatever has come and gone since that began."""
        held = {code: part.after(merges.get(code, {})) for code, part in self.partitions.items()}
        return Retriever(held)

    @property
    def nbytes(self) -> int:
        """How much memory it takes, or how much of a file is mapped."""
        return sum(partition.nbytes for partition in self.partitions.values())

    def search(self, sought: Sought) -> Ranking | None:
        """Rank the paragraphs that share terms with a question; None where there is nothing to search.

        The likeliest language is asked first; the others only where it holds little of the question, as a question
        of a few names belongs to no language.
        """
        if unmet := self._unmet(sought.filters):
            anywhere = self.search(replace(sought, filters=()))
            return anywhere and replace(anywhere, candidates=(), unmet=unmet)
        likely = language.candidates(f"{sought.text} {sought.carried}", self.partitions)
        found: Ranking | None = None
        for code in dict.fromkeys((*likely, *self.partitions)):
            ranking = _rank(self.partitions[code], sought)
            found = max(found or ranking, ranking, key=_promise)
            if found.likely and found.coverage >= MOST:
                break
        return found

    def _unmet(self, filters: Sequence[Filter]) -> tuple[Filter, ...]:
        """Return the filters that no article meets, as far as facets tell; all where none meets them together."""
        if not filters or self._admits(filters):
            return ()
        alone = tuple(each for each in filters if not self._admits([each]))
        return alone or tuple(each for each in filters if each.kind != "phrase")

    def _admits(self, filters: Sequence[Filter]) -> bool:
        return any(partition.facets.admitted(filters).any() for partition in self.partitions.values())


def _promise(ranking: Ranking) -> tuple[bool, float, int]:
    return ranking.likely, ranking.coverage, len(ranking.candidates)


def _rank(partition: Partition, sought: Sought) -> Ranking:
    query = Query.of(sought.text, partition, sought.carried)
    if not query.speaks:
        return Ranking(query, sought, likely=False)
    top = partition.search(query.terms, READ if sought.wordings else CANDIDATES, sought, query.carried)
    positions = [scored.position for scored in top]
    found, outlines = partition.found(query.weights, positions), partition.outlined(positions)
    return Ranking(
        query=query,
        sought=sought,
        candidates=tuple(
            Candidate(partition.hit(scored), terms, outline, partition.day(scored))
            for scored, terms, outline in zip(top, found, outlines, strict=True)
        ),
        unmatched=_unmatched(partition, sought.text),
        nearest=tuple(partition.nearest(query.terms, NEAREST, sought.filters)),
        likely=bool(top) and bool(partition.likely(sought.wordings)[top[0].position]),
    )


def _unmatched(partition: Partition, question: str) -> tuple[str, ...]:
    code = partition.language
    words = dict.fromkeys(analysis.content_words(question, code))
    return tuple(word for word in words if not any(term in partition.paragraphs for term in analysis.terms(word, code)))
