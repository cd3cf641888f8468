"""The terms of a collection, found by likeness: other endings of a word, and other spellings."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

from knowledge.index import Index

LIKE = 0.5
"""The least likeness that counts: two terms share half of their runs of characters."""

MARK = "^"
"""Stands before each word, so that the start of one is a run of its own."""

_RUN = 4
_NEIGHBOURS = 30


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words of an alphabet among a collection's terms, indexed by their runs of four characters."""

    terms: tuple[str, ...]
    index: Index

    @classmethod
    def build(cls, terms: Iterable[str]) -> Self:
        """Take in every term that is a word with at least one whole run."""
        words = tuple(term for term in terms if _has_runs(term))
        return cls(words, Index.build(map(runs, words)))

    def like(self, term: str) -> dict[str, float]:
        """Return the other terms that look like a term, and how much: the Dice coefficient of their runs, up to 1."""
        if not _has_runs(term):
            return {}
        own = set(runs(term))
        nearest = (self.terms[hit.position] for hit in self.index.search(runs(term), _NEIGHBOURS))
        likeness = {other: _dice(own, set(runs(other))) for other in nearest if other != term}
        return {other: value for other, value in likeness.items() if value >= LIKE}

    def rarity(self, run: str) -> float:
        """Return the idf of a run of characters among the terms."""
        return self.index.rarity(run)


def runs(term: str) -> list[str]:
    """Return a term's runs of four characters, the start of the word being one."""
    marked = MARK + term
    return [marked[start : start + _RUN] for start in range(len(marked) - _RUN + 1)]


def _has_runs(term: str) -> bool:
    return len(term) >= _RUN and term.isalpha()


def _dice(first: set[str], second: set[str]) -> float:
    return 2 * len(first & second) / (len(first) + len(second))
