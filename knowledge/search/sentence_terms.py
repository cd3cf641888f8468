"""The sentences of every paragraph as terms, taken apart once, so that no question has to split and stem them again."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from typing import Self

import numpy as np
import numpy.typing as npt

from knowledge.index import ChainedStrings, Numbers, PackedStrings, weight
from knowledge.text import analysis
from knowledge.text.sentences import MARK, Sentence, are_severed, parted

SentenceOutline = str
"""A paragraph's sentences, a line each: where it starts and ends, and its terms, each with a mark before it."""

_BREAK = "\n"
_TO = " "
_REMEMBERED = 1_024
"""Paragraphs whose sentences are kept at hand: all of a small collection, and too few to burden garbage collection."""
_GROWTH = 2
"""A link is at least so many times as long as the one after it."""


def sentence_terms(text: str, language: str) -> tuple[list[str], SentenceOutline]:
    """Return the terms of a paragraph, and its outline."""
    sentences = parted(text, language)
    lines = (_TO.join(map(str, span)) + "".join(MARK + term for term in terms) for span, terms in sentences)
    if are_severed(text, [span for span, _ in sentences]):
        return [term for _, terms in sentences for term in terms], _BREAK.join(lines)
    return analysis.terms(text, language), _BREAK.join(lines)


@lru_cache(maxsize=_REMEMBERED)
def sentences_from(text: str, outline: SentenceOutline) -> tuple[Sentence, ...]:
    """Return the sentences of a paragraph as `split` does, from its outline."""
    return tuple(_restored(text, line) for line in outline.split(_BREAK))


def terms(outline: SentenceOutline) -> list[str]:
    """Return the terms of a paragraph, sentence after sentence."""
    return [term for line in outline.split(_BREAK) for term in line.split(MARK)[1:]]


def _restored(text: str, line: str) -> Sentence:
    place, mark, marked = line.partition(MARK)
    start, end = map(int, place.split(_TO))
    terms = tuple(marked.split(MARK)) if mark else ()
    return Sentence((start, end), text[start:end], terms, MARK + marked)


@dataclass(frozen=True, slots=True)
class SentenceTerms:
    """The outlines of a partition's paragraphs, by position; never changes."""

    links: tuple[PackedStrings, ...]
    places: npt.NDArray[np.int32]
    """Where in the links, one after the other, the outline of each position stands."""

    @classmethod
    def of(cls, *links: PackedStrings) -> Self:
        """Return the outlines of paragraphs in the order of their positions."""
        return cls(links, np.arange(sum(map(len, links)), dtype=np.int32))

    @classmethod
    def joined(cls, parts: Sequence["SentenceTerms"]) -> "SentenceTerms":
        """Return the outlines of several collections, one after the other: none is copied."""
        offsets = accumulate((part.size for part in parts), initial=0)
        places = [part.places + np.int32(offset) for part, offset in zip(parts, offsets, strict=False)]
        return cls(tuple(link for part in parts for link in part.links), np.concatenate(places))

    def tidied(self) -> "SentenceTerms":
        """Return the same with the short ends put together, so that there are never many links."""
        links = list(self.links)
        while len(links) > 1 and len(links[-2]) < _GROWTH * len(links[-1]):
            links[-2:] = [PackedStrings.joined(links[-2:])]
        return SentenceTerms(tuple(links), self.places)

    def without(self, positions: Numbers) -> "SentenceTerms":
        """Return the outlines as they would be without some positions."""
        left = SentenceTerms(self.links, np.delete(self.places, positions))
        return SentenceTerms.of(left.whole()) if left.size > _GROWTH * len(left.places) else left

    def whole(self) -> PackedStrings:
        """Return the outlines one after the other, without a trace of what has been taken out."""
        if len(self.places) == self.size:
            return PackedStrings.joined(self.links)
        return PackedStrings.of(self.at(range(len(self.places))))

    def at(self, positions: Sequence[int]) -> list[SentenceOutline]:
        """Return the outlines of some positions."""
        return ChainedStrings(self.links).at(self.places[np.asarray(positions, dtype=np.int64)].tolist())

    @property
    def size(self) -> int:
        """How many outlines there are, with those that have been taken out."""
        return sum(map(len, self.links))

    @property
    def nbytes(self) -> int:
        """How much memory they take."""
        return sum(map(weight, self.links)) + self.places.nbytes
