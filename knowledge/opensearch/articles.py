"""The articles that questions have read from the cluster: kept in memory, and searched there as numbers."""

from collections import OrderedDict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import NamedTuple, Self

import numpy as np
import numpy.typing as npt

from knowledge.index import Int64s
from knowledge.opensearch.documents import PARAGRAPH_SEPARATOR, Document, PackedTerms, term_number
from knowledge.opensearch.engine import Engine

_ARTICLE_BYTES = 1_000
"""What an article takes in memory besides its terms."""
_KEYS = 1 << 16


class ArticlePlace(NamedTuple):
    """Where an article is, and which of its states a search has found."""

    collection: str
    row: int
    position: int
    """The number of the change that put it there."""

    @classmethod
    def of(cls, collection: str, hit: Document) -> Self:
        """Return the place of an article of a collection that a search has listed, by the fields of the hit."""
        return cls(collection, hit["row"][0], hit["position"][0])


@dataclass(frozen=True, slots=True)
class IndexedArticle:
    """An article as the cluster has it."""

    terms: PackedTerms
    stored_sentences: str
    words: Sequence[str] = ()
    """Its words in one text and its forms of initials, where all of its collection is read."""

    @classmethod
    def of(cls, stored: Document) -> Self:
        """Return the article of which some `STORED_FIELDS` were read."""
        return cls(PackedTerms.decoded(stored["packed"][0]), stored["sentences"][0], stored.get("words", ()))

    @property
    def nbytes(self) -> int:
        """Memory in bytes."""
        return self.terms.nbytes + len(self.stored_sentences) + sum(map(len, self.words)) + _ARTICLE_BYTES

    @property
    def sentences(self) -> list[str]:
        """The encoded sentences of each paragraph."""
        return self.stored_sentences.split(PARAGRAPH_SEPARATOR)[1:]


STORED_FIELDS = ("packed", "sentences", "words")
"""What is read of an article, the last only where all of its collection is."""


def read_articles(
    engine: Engine, wanted: Sequence[ArticlePlace], *, with_words: bool = False
) -> dict[ArticlePlace, IndexedArticle]:
    """Read articles from the cluster, without those that are gone; one that has changed since is as it is now."""
    places = [(engine.alias_of(each.collection), each.collection, each.row) for each in wanted]
    found = engine.fetch(places, STORED_FIELDS if with_words else STORED_FIELDS[:-1])
    return {
        place: IndexedArticle.of(each["fields"]) for place, each in zip(wanted, found, strict=True) if "fields" in each
    }


class KeptArticles:
    """The articles that were read last, for any number of threads.

    Args:
        engine: The cluster.
        max_bytes: Memory that they can take.
    """

    def __init__(self, engine: Engine, max_bytes: int) -> None:
        self._engine = engine
        self._max_bytes = max_bytes
        self._kept: OrderedDict[tuple[str, int], tuple[int, IndexedArticle]] = OrderedDict()
        self._lock = Lock()
        self.nbytes = 0
        """Memory in bytes."""

    def get(self, wanted: Collection[ArticlePlace]) -> dict[ArticlePlace, IndexedArticle]:
        """Return articles, of which those that are not kept are read; without those that are gone."""
        found = {}
        with self._lock:
            for place in wanted:
                position, article = self._kept.get(place[:2]) or (-1, None)
                if article and position == place.position:
                    found[place] = article
                    self._kept.move_to_end(place[:2])
        read = read_articles(self._engine, [place for place in wanted if place not in found])
        with self._lock:
            for place, article in read.items():
                self._drop(place[:2])
                self._kept[place[:2]] = place.position, article
                self.nbytes += article.nbytes
            while self.nbytes > self._max_bytes and len(self._kept) > 1:
                self._drop(next(iter(self._kept)))
        return found | read

    def drop(self, prefix: str) -> None:
        """Forget the articles of collections whose names begin with a prefix."""
        with self._lock:
            for key in [key for key in self._kept if key[0].startswith(prefix)]:
                self._drop(key)

    def _drop(self, key: tuple[str, int]) -> None:
        _, article = self._kept.pop(key, (0, None))
        if article:
            self.nbytes -= article.nbytes


class Occurrences:
    """The terms of some articles, one after the other, in which a few are looked for at once."""

    def __init__(self, articles: Sequence[PackedTerms]) -> None:
        self.lengths = _concat([each.lengths for each in articles])
        """By paragraph: how many terms it has."""
        sizes = [len(each.lengths) for each in articles]
        self.parents = np.repeat(np.arange(len(articles), dtype=np.int64), sizes)
        """By paragraph: its article."""
        self.numbers = _concat([np.arange(1, size + 1, dtype=np.int64) for size in sizes])
        """By paragraph: its number in the article."""
        self._terms = _concat([each.terms for each in articles])
        self._keys = self._terms.astype(np.uint16)
        self._ends = np.cumsum(self.lengths)
        self._texts = _concat([each.texts for each in articles])
        self._titles = np.array([each.title for each in articles], dtype=np.int64)[self.parents]

    def at(self, terms: Sequence[str]) -> tuple[Int64s, Int64s]:
        """Return the occurrences of different terms by their places: which one, and at which place of all terms."""
        numbers = np.array(list(map(term_number, terms)), dtype=np.int64)
        # Two bytes of a term tell most of the others apart, in a tenth of the time that looking for each takes.
        is_asked = np.zeros(_KEYS, dtype=np.bool_)
        is_asked[numbers.astype(np.uint16)] = True
        places = np.flatnonzero(is_asked[self._keys])
        which, at = _located(numbers, self._terms[places])
        return which, places[at]

    def at_bigrams(
        self, bigrams: Sequence[str], among: tuple[Sequence[str], Int64s, Int64s] | None = None
    ) -> tuple[Int64s, Int64s]:
        """Return the occurrences of different bigrams, `first second`, each of two adjacent terms of one paragraph.

        Args:
            bigrams: Which.
            among: Terms that these and others consist of, and their occurrences as of `at`, where they are known.
        """
        pairs = [bigram.split(" ") for bigram in bigrams]
        if among is None:
            parts = list(dict.fromkeys(term for pair in pairs for term in pair))
            among = (parts, *self.at(parts))
        known, which, places = among
        terms = {term: number for number, term in enumerate(known)}
        codes = np.array([terms[first] * len(terms) + terms[second] for first, second in pairs], dtype=np.int64)
        first = np.flatnonzero(places[1:] == places[:-1] + 1)
        first = first[self.paragraphs(places[first]) == self.paragraphs(places[first + 1])]
        found, at = _located(codes, which[first] * len(terms) + which[first + 1])
        return found, places[first[at]]

    def paragraphs(self, places: Int64s) -> Int64s:
        """Return the paragraphs of places."""
        return np.searchsorted(self._ends, places, side="right")

    def in_articles(self, places: Int64s) -> npt.NDArray[np.bool_]:
        """Tell which places count for the article: those of texts, and of the title once."""
        paragraphs = self.paragraphs(places)
        within = places - (self._ends - self.lengths)[paragraphs]
        is_title = (self.numbers[paragraphs] == 1) & (within < self._titles[paragraphs])
        counts: npt.NDArray[np.bool_] = is_title | (within >= self._texts[paragraphs])
        return counts


def _located(values: Int64s, among: Int64s) -> tuple[Int64s, Int64s]:
    """Return for those that are one of some different values: which one, and where they are."""
    if not len(values):
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
    order = np.argsort(values)
    ordered = values[order]
    nearest = np.minimum(np.searchsorted(ordered, among), len(values) - 1)
    at = np.flatnonzero(ordered[nearest] == among)
    return order[nearest[at]], at


def _concat(arrays: Sequence[Int64s]) -> Int64s:
    return np.concatenate(arrays, dtype=np.int64) if arrays else np.zeros(0, dtype=np.int64)
