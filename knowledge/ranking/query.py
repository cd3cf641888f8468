"""A question as the retriever takes it: its terms, what they weigh, what looks like them, and what it asks for."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from itertools import chain

from knowledge import analysis
from knowledge.ranking.kinds import Kind, asked_for, denies, without_kind
from knowledge.ranking.partition import Partition
from knowledge.ranking.vocabulary import runs


@dataclass(frozen=True, slots=True)
class Query:
    """A question in the terms of one partition."""

    language: str
    terms: tuple[str, ...]
    carried: tuple[str, ...]
    """Those of the terms that stand only in the question that this one follows."""
    weights: Mapping[str, float]
    """The idf of each term; less for one that is carried along."""
    alike: Mapping[str, dict[str, float]]
    """For each term that some of the collection look like: which, and how much."""
    telling: frozenset[str]
    """Its terms, and all that look like one of them: the only ones that tell anything of a paragraph."""
    runs: Mapping[str, float]
    """The idf of each run of characters in the terms."""
    kind: Kind | None
    denies: bool
    """Whether it asks what is not so."""
    names: frozenset[str]
    """The terms of its names and numbers."""
    size: int
    """How many paragraphs are asked."""
    speaks: bool
    """False for a question of nothing but function words, which is evidence of nothing."""

    @classmethod
    def of(cls, question: str, partition: Partition, before: str = "") -> "Query":
        """Read a question, and the one before it that it completes, in a partition's language."""
        asked = without_kind(question, partition.language)
        own, earlier = (_terms(text, partition.language) for text in (asked, before))
        if not own and not earlier:
            own = tuple(analysis.query_terms(asked, partition.language))
        carried = tuple(term for term in earlier if term not in own)
        terms = own + carried
        rarity = partition.paragraphs.rarity
        share = partition.share(own, carried)
        alike = {term: found for term in terms if (found := partition.vocabulary.like(term))}
        return cls(
            language=partition.language,
            terms=terms,
            carried=carried if own else (),
            weights={term: rarity(term) * (share if term in carried else 1) for term in terms},
            alike=alike,
            telling=frozenset(chain(terms, *alike.values())),
            runs={run: partition.vocabulary.rarity(run) for term in terms for run in runs(term)},
            kind=asked_for(question, partition.language),
            denies=denies(question, partition.language),
            names=analysis.names(question, partition.language),
            size=partition.paragraphs.corpus_size,
            speaks=bool(analysis.content_words(f"{asked} {before}", partition.language)),
        )

    @property
    def asked(self) -> float:
        """The weight of the whole question, of a term that it repeats as often; 1 where no term has any."""
        return sum(self.weights[term] for term in self.terms) or 1.0

    def coverage(self, found: Collection[str]) -> float:
        """Return the share of the terms that were found, weighted by idf, from 0 to 1."""
        total = sum(self.weights.values())
        return sum(self.weights[term] for term in found) / total if total else 0.0


def _terms(text: str, language: str) -> tuple[str, ...]:
    """Return the terms of a text's words that carry its meaning; none for a text without any."""
    return tuple(analysis.query_terms(text, language)) if analysis.content_words(text, language) else ()
