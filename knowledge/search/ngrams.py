"""The terms of a collection, found by likeness: other endings of a word, and other spellings."""

from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import compress
from typing import Self

from knowledge.index import ChainedStrings, Index, kth_score
from knowledge.text.sentences import MARK

LIKE = 0.5
"""The least likeness that counts: two terms share half of their runs of characters."""

MIN_SHARED = 1_000
"""From so many terms on it is quicker to read all that are known than to look each one up."""

_REMEMBERED = 4_096
_RUN = 4
_NEIGHBOURS = 30


@dataclass(frozen=True, slots=True)
class NgramIndex:
    """The words of an alphabet among a collection's terms, indexed by their runs of four characters."""

    terms: ChainedStrings
    index: Index
    collections: int = 1
    """How often a term may be in it: once for each collection."""
    _alike: dict[str, dict[str, float]] = field(default_factory=dict, init=False, compare=False)
    """What `like` has found lately."""

    @classmethod
    def build(cls, terms: Iterable[str]) -> Self:
        """Take in every term that is a word with at least one whole run."""
        words = tuple(term for term in terms if _has_runs(term))
        return cls(ChainedStrings((words,)), Index.build(map(char_ngrams, words)))

    @classmethod
    def joined(cls, vocabularies: Sequence["NgramIndex"]) -> Self:
        """Return the vocabulary of several collections; each counts by itself in what is rare."""
        links = tuple(link for each in vocabularies for link in each.terms.links)
        collections = sum(each.collections for each in vocabularies)
        return cls(ChainedStrings(links), Index.joined([each.index for each in vocabularies]), collections)

    def plus(self, terms: Iterable[str]) -> "NgramIndex":
        """Return the vocabulary with those terms that it does not know yet."""
        words = [term for term in terms if _has_runs(term)]
        known: Container[str] = self if len(words) < MIN_SHARED else set(self.terms)
        words = [term for term in words if term not in known]
        return (
            replace(self, terms=self.terms.plus(words), index=self.index.plus(map(char_ngrams, words)))
            if words
            else self
        )

    def only(self, known: Container[str]) -> "NgramIndex":
        """Return the vocabulary without the terms that are not among those known."""
        kept = [term in known for term in self.terms]
        gone = [place for place, is_kept in enumerate(kept) if not is_kept]
        if not gone:
            return self
        return replace(self, terms=ChainedStrings((tuple(compress(self.terms, kept)),)), index=self.index.without(gone))

    def like(self, term: str) -> dict[str, float]:
        """Return the other terms that look like a term, and how much: the Dice coefficient of their runs, up to 1."""
        if term not in self._alike:
            if len(self._alike) >= _REMEMBERED:
                self._alike.clear()
            self._alike[term] = self._likest(term) if _has_runs(term) else {}
        return self._alike[term]

    def _likest(self, term: str) -> dict[str, float]:
        own = set(char_ngrams(term))
        positions, scores = self.index.sparse(char_ngrams(term))
        nearest = positions[scores >= kth_score(scores, _NEIGHBOURS * self.collections)]
        likeness = {other: _dice(own, set(char_ngrams(other))) for other in self.terms.at(nearest.tolist())}
        return {other: value for other, value in likeness.items() if value >= LIKE and other != term}

    def __contains__(self, term: object) -> bool:
        if not isinstance(term, str) or not _has_runs(term):
            return False
        places = min((self.index.postings(run)[0] for run in char_ngrams(term)), key=len)
        return term in self.terms.at(places.tolist())

    def rarity(self, run: str) -> float:
        """Return the idf of a run of characters among the terms."""
        return self.index.rarity(run)


def char_ngrams(term: str) -> list[str]:
    """Return a term's runs of four characters, the start of the word being one."""
    marked = MARK + term
    return [marked[start : start + _RUN] for start in range(len(marked) - _RUN + 1)]


def _has_runs(term: str) -> bool:
    return len(term) >= _RUN and term.isalpha()


def _dice(first: set[str], second: set[str]) -> float:
    return 2 * len(first & second) / (len(first) + len(second))
