"""The terms of a collection, found by similarity: other endings of a word, and other spellings."""

from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import compress
from typing import Self

from knowledge.executor import check_time
from knowledge.index import ChainedStrings, Index, kth_score
from knowledge.text.sentences import TERM_MARK

NGRAM_CHARS = 4
_MIN_SIMILARITY = 0.5
"""The least similarity that counts: two terms share half of their n-grams."""
MAX_SIMILAR_TERMS = 30
"""Terms that are compared with a term at most, those that share most first."""
MIN_BULK_TERMS = 1_000
"""New terms from which on it is quicker to read all known ones than to look each up."""
MAX_CACHED_LOOKUPS = 4_096
"""Terms whose similar ones are remembered."""
LOOKUP_BYTES, SIMILAR_TERM_BYTES = 200, 100
"""Memory of a remembered term, and of each term similar to it, measured."""


@dataclass(slots=True)
class _Lookups:
    """The similar terms of those looked up lately."""

    found: dict[str, dict[str, float]] = field(default_factory=dict)
    similar: int = 0
    """How many similar terms there are over all."""

    def put(self, term: str, similar: dict[str, float]) -> dict[str, float]:
        if len(self.found) >= MAX_CACHED_LOOKUPS:
            self.found, self.similar = {}, 0
        self.found[term] = similar
        self.similar += len(similar)
        return similar


@dataclass(frozen=True, slots=True)
class NgramIndex:
    """The words of an alphabet among a collection's terms, indexed by their n-grams of four characters."""

    terms: ChainedStrings
    index: Index
    collections: int = 1
    """How often a term may be in it: once for each collection."""
    _lookups: _Lookups = field(default_factory=_Lookups, init=False, compare=False)

    @classmethod
    def build(cls, terms: Iterable[str]) -> Self:
        """Index every term that is a word with at least one n-gram."""
        words = tuple(term for term in terms if has_ngrams(term))
        return cls(ChainedStrings((words,)), Index(map(char_ngrams, words)))

    @classmethod
    def concat(cls, vocabularies: Sequence["NgramIndex"]) -> Self:
        """Concatenate the terms of several collections; each counts by itself in what is rare."""
        links = tuple(link for each in vocabularies for link in each.terms.links)
        collections = sum(each.collections for each in vocabularies)
        return cls(ChainedStrings(links), Index.concat([each.index for each in vocabularies]), collections)

    def append(self, terms: Iterable[str]) -> "NgramIndex":
        """Return the index with those terms that it does not have yet."""
        words = [term for term in terms if has_ngrams(term)]
        known: Container[str] = self if len(words) < MIN_BULK_TERMS else set(self.terms)
        words = [term for term in words if term not in known]
        if not words:
            return self
        return replace(self, terms=self.terms.append(words), index=self.index.append(map(char_ngrams, words)))

    def only(self, known: Container[str]) -> "NgramIndex":
        """Return the index without the terms that are not among those known."""
        live = [term in known for term in self.terms]
        deleted = [doc_id for doc_id, is_live in enumerate(live) if not is_live]
        if not deleted:
            return self
        terms = ChainedStrings((tuple(compress(self.terms, live)),))
        return replace(self, terms=terms, index=self.index.delete(deleted))

    def similar_terms(self, term: str) -> dict[str, float]:
        """Return the other terms similar to a term, and how much: the Dice coefficient of their n-grams, up to 1."""
        known = self._lookups.found.get(term)
        if known is not None:
            return known
        return self._lookups.put(term, self._find_similar(term) if has_ngrams(term) else {})

    def _find_similar(self, term: str) -> dict[str, float]:
        check_time()
        doc_ids, scores = self.index.score_matching(char_ngrams(term))
        nearest = doc_ids[scores >= kth_score(scores, MAX_SIMILAR_TERMS * self.collections)]
        return similar_among(term, self.terms.at(nearest.tolist()))

    @property
    def cached_nbytes(self) -> int:
        """Memory in bytes of what is remembered of the terms asked lately."""
        kept = self._lookups
        return self.index.cached_nbytes + len(kept.found) * LOOKUP_BYTES + kept.similar * SIMILAR_TERM_BYTES

    def __contains__(self, term: object) -> bool:
        if not isinstance(term, str) or not has_ngrams(term):
            return False
        doc_ids = min((self.index.postings(ngram)[0] for ngram in char_ngrams(term)), key=len)
        return term in self.terms.at(doc_ids.tolist())


def char_ngrams(term: str) -> list[str]:
    """Return a term's n-grams of four characters; the first has a mark for the start of the word."""
    marked = TERM_MARK + term
    return [marked[start : start + NGRAM_CHARS] for start in range(len(marked) - NGRAM_CHARS + 1)]


def has_ngrams(term: str) -> bool:
    """Tell whether a term is a word with at least one n-gram."""
    return len(term) >= NGRAM_CHARS and term.isalpha()


def similar_among(term: str, others: Iterable[str]) -> dict[str, float]:
    """Return those of other terms that are similar to a term, and how much, as `NgramIndex.similar_terms` does."""
    own = set(char_ngrams(term))
    similarity = {other: _dice(own, other) for other in others}
    return {other: value for other, value in similarity.items() if value >= _MIN_SIMILARITY and other != term}


def _dice(ngrams: set[str], other: str) -> float:
    """Return the Dice coefficient of a term's n-grams and another term's; 0 where it is below the least that counts."""
    marked = TERM_MARK + other
    shared = len([ngram for ngram in ngrams if ngram in marked])
    # The other has as many at least as it shares; most have too few in common, and theirs need not be counted.
    if 2 * shared < _MIN_SIMILARITY * (len(ngrams) + shared):
        return 0.0
    return 2 * shared / (len(ngrams) + len(set(char_ngrams(other))))
