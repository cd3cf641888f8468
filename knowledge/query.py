"""A question as the retriever takes it: its terms, what they weigh, what looks like them, and what it asks for."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from knowledge import analysis
from knowledge.kinds import Kind, asked_for, without_kind
from knowledge.partition import Partition
from knowledge.vocabulary import runs


@dataclass(frozen=True, slots=True)
class Query:
    """A question in the terms of one partition."""

    language: str
    terms: tuple[str, ...]
    weights: Mapping[str, float]
    """The idf of each term."""
    alike: Mapping[str, dict[str, float]]
    """For each term, those of the collection that look like it, and how much."""
    runs: Mapping[str, float]
    """The idf of each run of characters in the terms."""
    kind: Kind | None
    names: frozenset[str]
    """The terms of its names and numbers."""
    size: int
    """How many paragraphs are asked."""
    speaks: bool
    """False for a question of nothing but function words, which is evidence of nothing."""

    @classmethod
    def of(cls, question: str, partition: Partition) -> "Query":
        """Read a question in a partition's language."""
        sought = without_kind(question, partition.language)
        terms = tuple(analysis.query_terms(sought, partition.language))
        return cls(
            language=partition.language,
            terms=terms,
            weights={term: partition.paragraphs.rarity(term) for term in terms},
            alike={term: partition.vocabulary.like(term) for term in terms},
            runs={run: partition.vocabulary.rarity(run) for term in terms for run in runs(term)},
            kind=asked_for(question, partition.language),
            names=analysis.names(question, partition.language),
            size=partition.paragraphs.corpus_size,
            speaks=bool(analysis.content_words(sought, partition.language)),
        )

    def coverage(self, found: Collection[str]) -> float:
        """Return the share of the terms that were found, weighted by idf, from 0 to 1."""
        total = sum(self.weights.values())
        return sum(self.weights[term] for term in found) / total if total else 0.0
