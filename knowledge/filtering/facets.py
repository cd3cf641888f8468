"""What an article is chosen by besides its text: its day, its source and its headline; for a collection at once."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Self

import numpy as np
import numpy.typing as npt

from knowledge.filtering.filters import Filter, window
from knowledge.filtering.wording import words
from knowledge.index import Index
from knowledge.models import Article

Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Facets:
    """Positions are those of the articles in a partition; words are those that filters compare."""

    days: npt.NDArray[np.int32]
    """Each article's day as an ordinal; 0 where it has none."""
    publishers: Index
    bylines: Index
    headlines: Index

    @classmethod
    def build(cls, articles: Sequence[Article]) -> Self:
        """Take in the facets of some articles."""
        return cls(
            days=np.array([_ordinal(article.published_at) for article in articles], dtype=np.int32),
            publishers=Index.build(sorted(words(article.publisher)) for article in articles),
            bylines=Index.build(sorted(words(article.byline)) for article in articles),
            headlines=Index.build(sorted(words(article.title)) for article in articles),
        )

    @classmethod
    def joined(cls, parts: Sequence["Facets"]) -> Self:
        """Return the facets of several collections, one after the other."""
        return cls(
            days=np.concatenate([part.days for part in parts]),
            publishers=Index.joined([part.publishers for part in parts]),
            bylines=Index.joined([part.bylines for part in parts]),
            headlines=Index.joined([part.headlines for part in parts]),
        )

    def tidied(self) -> "Facets":
        """Return the same in fewer parts."""
        return replace(
            self,
            publishers=self.publishers.tidied(),
            bylines=self.bylines.tidied(),
            headlines=self.headlines.tidied(),
        )

    def without(self, positions: npt.NDArray[np.int64]) -> "Facets":
        """Return the facets as they would be without some articles."""
        return Facets(
            days=np.delete(self.days, positions),
            publishers=self.publishers.without(positions),
            bylines=self.bylines.without(positions),
            headlines=self.headlines.without(positions),
        )

    def admitted(self, filters: Iterable[Filter]) -> Mask:
        """Tell for each article whether it meets all of some filters, as far as its facets tell."""
        admitted = np.ones(len(self.days), dtype=bool)
        for each in filters:
            admitted &= self._admitted(each)
        return admitted

    def _admitted(self, filter: Filter) -> Mask:
        """Tell for each article what `filters.admits` tells; and that no headline holds a word left out."""
        asked = words(filter.value)
        match filter.kind:
            case "after" | "before" | "on":
                days = window(filter)
                return (self.days > 0) & (self.days >= days.start) & (self.days < days.stop)
            case "source":
                return holding(self.publishers, asked) | holding(self.bylines, asked)
            case "in":
                return holding(self.headlines, asked)
            case "without" if len(asked) == 1:
                return ~holding(self.headlines, asked)
            case _:
                return np.ones(len(self.days), dtype=bool)


def holding(index: Index, terms: Collection[str]) -> Mask:
    """Tell for each position of an index whether every one of some terms occurs there."""
    distinct = set(terms)
    counts = np.zeros(index.corpus_size, dtype=np.int32)
    for term in distinct:
        counts[index.postings(term)[0]] += 1
    return np.equal(counts, len(distinct))


def _ordinal(day: date | None) -> int:
    return day.toordinal() if day else 0
