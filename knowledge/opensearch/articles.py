"""The articles that questions have read from the cluster: kept in memory, and searched there as numbers."""

from collections import OrderedDict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import Any, NamedTuple, Self

import numpy as np
import numpy.typing as npt

from knowledge.index import Int64s
from knowledge.opensearch.documents import HEAD_FIELDS, PARAGRAPH_SEPARATOR, Document, PackedTerms, term_number
from knowledge.opensearch.engine import Engine

_ARTICLE_BYTES = 1_000
"""What an article takes in memory besides its terms."""
_PARAGRAPH_BYTES = 60
"""The same of each paragraph."""
_NOT_KEPT = (-1, None)
_KEYS = 1 << 16
_NONE = np.zeros(0, dtype=np.int64)
_Numbers = npt.NDArray[np.integer[Any]]


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
    sentences: Sequence[str]
    """The encoded sentences of each paragraph."""
    words: Sequence[str] = ()
    """Its words in one text and its forms of initials, where all of its collection is read."""

    @classmethod
    def of(cls, stored: Document) -> Self:
        """Return the article of which some `STORED_FIELDS` were read."""
        _, *sentences = stored["sentences"][0].split(PARAGRAPH_SEPARATOR)
        return cls(PackedTerms.decoded(stored["packed"][0]), sentences, stored.get("words", ()))

    @property
    def nbytes(self) -> int:
        """Memory in bytes."""
        sentences = sum(map(len, self.sentences)) + _PARAGRAPH_BYTES * len(self.sentences)
        return self.terms.nbytes + sentences + sum(map(len, self.words)) + _ARTICLE_BYTES


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
                key = place[:2]
                position, article = self._kept.get(key, _NOT_KEPT)
                if article and position == place.position:
                    found[place] = article
                    self._kept.move_to_end(key)
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


class TermPlaces(NamedTuple):
    """Occurrences of different terms or bigrams, in the order of their places."""

    which: Int64s
    """The number of each among those looked for."""
    places: Int64s
    """Among all terms."""
    paragraphs: Int64s


class Occurrences:
    """The terms of some articles, one after the other, in which a few are looked for at once."""

    def __init__(self, articles: Sequence[PackedTerms]) -> None:
        heads = [each.head for each in articles]
        lengths = np.array(list(map(len, heads)), dtype=np.int64)
        starts = lengths.cumsum() - lengths
        numbers = np.concatenate([_NONE, *heads])
        fields = numbers.take(starts + np.arange(len(HEAD_FIELDS), dtype=np.int64)[:, np.newaxis])
        self.rows, self.versions, self.days, self.article_lengths, self._titles, *sizes = fields
        """By article: what its `HEAD_FIELDS` say."""
        paragraphs, self._num_numbers, self._num_terms = sizes
        self._articles = articles
        self.parents = np.arange(len(articles), dtype=np.int64).repeat(paragraphs)
        """By paragraph: its article."""
        before = (paragraphs.cumsum() - paragraphs).repeat(paragraphs)
        self.numbers = np.arange(1, len(before) + 1, dtype=np.int64) - before
        """By paragraph: its number in the article."""
        places = starts.repeat(paragraphs) + self.numbers + (len(HEAD_FIELDS) - 1)
        self.lengths = numbers.take(places)
        """By paragraph: how many terms it has."""
        self._texts = numbers.take(places + paragraphs.repeat(paragraphs))
        """By paragraph: how many terms come before its own text."""
        self._ends = self.lengths.cumsum()

    @property
    def terms(self) -> Int64s:
        """All terms."""
        return np.concatenate([_NONE, *(each.terms for each in self._articles)])

    def at(self, terms: Sequence[str]) -> TermPlaces:
        """Return the occurrences of different terms."""
        if not self._articles:
            return TermPlaces(_NONE, _NONE, _NONE)
        wanted = np.array(list(map(term_number, terms)), dtype=np.int64)
        # Two bytes of a term tell most of the others apart, in a tenth of the time that looking for each takes.
        keys = wanted.astype(np.uint16)
        at, which = _looked_up(np.concatenate([each.keys for each in self._articles]), keys, _KEYS)
        ends = self._num_numbers.cumsum()
        articles = ends.searchsorted(at, side="right")
        found = self._numbers_at(at - (ends - self._num_numbers).take(articles), at.searchsorted(ends).tolist())
        if len(set(keys.tolist())) < len(keys):
            which, is_right = _located(wanted, found)
        else:
            is_right = (wanted.take(which) == found).nonzero()[0]
            which = which.take(is_right)
        at, articles = at.take(is_right), articles.take(is_right)
        before = (self._num_terms.cumsum() - self._num_terms).take(articles)
        # Those of each article have one more: where the occurrences of the last one end.
        firsts = np.concatenate([each.firsts for each in self._articles])
        at += articles
        first, end = (firsts.take(each).astype(np.int64) for each in (at, at + 1))
        freqs = end - first
        upto = freqs.cumsum()
        nth = np.arange(freqs.sum(), dtype=np.int64) + (before + first - upto + freqs).repeat(freqs)
        places = np.concatenate([each.places for each in self._articles]).take(nth) + before.repeat(freqs)
        order = places.argsort()
        places = places.take(order)
        return TermPlaces(which.repeat(freqs).take(order), places, self._ends.searchsorted(places, side="right"))

    def _numbers_at(self, places: Int64s, ends: Sequence[int]) -> Int64s:
        """Return different terms of each article, given their places there, and where those of each article end."""
        parts = zip(self._articles, (0, *ends), ends, strict=False)
        return np.concatenate([each.numbers.take(places[start:end]) for each, start, end in parts])

    def at_bigrams(self, bigrams: Sequence[str], terms: Sequence[str], found: TermPlaces) -> TermPlaces:
        """Return the occurrences of different bigrams, `first second`, each of two adjacent terms of one paragraph.

        Args:
            bigrams: Which.
            terms: The terms that they consist of, and maybe others.
            found: The occurrences of these.
        """
        number_of = {term: number for number, term in enumerate(terms)}
        parts = (bigram.split(" ") for bigram in bigrams)
        codes = np.array([number_of[first] * len(terms) + number_of[second] for first, second in parts], dtype=np.int64)
        which, places, paragraphs = found
        is_pair = places[1:] == places[:-1] + 1
        is_pair &= paragraphs[1:] == paragraphs[:-1]
        first = is_pair.nonzero()[0]
        at, bigram = _looked_up(which[first] * len(terms) + which[first + 1], codes, len(terms) ** 2)
        first = first[at]
        return TermPlaces(bigram, places[first], paragraphs[first])

    def in_articles(self, found: TermPlaces) -> npt.NDArray[np.bool_]:
        """Tell which occurrences count for the article: those in texts, and in the title once."""
        within = found.places - (self._ends - self.lengths)[found.paragraphs]
        # The title comes first in each paragraph.
        titles = np.where(self.numbers == 1, self._titles[self.parents], 0)
        counts: npt.NDArray[np.bool_] = within < titles[found.paragraphs]
        counts |= within >= self._texts[found.paragraphs]
        return counts


def _looked_up(values: _Numbers, wanted: _Numbers, size: int) -> tuple[Int64s, Int64s]:
    """Return where values below a size are that are among those wanted, and which of these they are."""
    numbers = np.zeros(size, dtype=np.min_scalar_type(len(wanted)))
    numbers[wanted] = np.arange(1, len(wanted) + 1)
    found = numbers.take(values)
    places = (found != 0).nonzero()[0]
    return places, found.take(places).astype(np.int64) - 1


def _located(values: Int64s, among: Int64s) -> tuple[Int64s, Int64s]:
    """Return for those that are one of some different values: which one, and where they are."""
    order = np.argsort(values)
    ordered = values[order]
    nearest = np.minimum(np.searchsorted(ordered, among), len(values) - 1)
    at = np.flatnonzero(ordered[nearest] == among)
    return order[nearest[at]], at
