"""The sentences of every paragraph as terms, split and stemmed once, so that no question has to do it again."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from typing import Self

import numpy as np
import numpy.typing as npt

from knowledge.index import ChainedStrings, Int64s, PackedStrings, strings_nbytes
from knowledge.text import analysis
from knowledge.text.sentences import TERM_MARK, Sentence, parts_no_word, split_with_terms

EncodedSentences = str
"""A paragraph's sentences, a line each: where it starts and ends, and its terms, each with a mark before it."""

MAX_CACHED_PARAGRAPHS = 1_024
"""Paragraphs whose decoded sentences are cached: all of a small collection, and few for garbage collection to scan."""
MIN_LINK_RATIO = 2
"""A link is at least so many times as long as the one after it."""
MAX_STORED_RATIO = 2
"""Deleted paragraphs leave the memory when so many times as many are stored as are live."""

_LINE = "\n"
_SPACE = " "


def encode_sentences(text: str, language: str) -> tuple[list[str], EncodedSentences]:
    """Return the terms of a paragraph, and its sentences encoded."""
    sentences = split_with_terms(text, language)
    lines = (_SPACE.join(map(str, span)) + "".join(TERM_MARK + term for term in terms) for span, terms in sentences)
    if parts_no_word(text, [span for span, _ in sentences]):
        return [term for _, terms in sentences for term in terms], _LINE.join(lines)
    return analysis.terms(text, language), _LINE.join(lines)


@lru_cache(maxsize=MAX_CACHED_PARAGRAPHS)
def decode_sentences(text: str, encoded: EncodedSentences) -> tuple[Sentence, ...]:
    """Return the sentences of a paragraph as `sentences.split` does."""
    return tuple(_decode(text, line) for line in encoded.split(_LINE))


def encoded_terms(encoded: EncodedSentences, most: int) -> list[str]:
    """Return the first terms of a paragraph, sentence after sentence."""
    terms: list[str] = []
    for line in encoded.split(_LINE):
        terms += line.split(TERM_MARK, most + 1)[1 : most + 1]
        if len(terms) >= most:
            return terms[:most]
    return terms


def _decode(text: str, line: str) -> Sentence:
    span, mark, marked = line.partition(TERM_MARK)
    start, end = map(int, span.split(_SPACE))
    terms = tuple(marked.split(TERM_MARK)) if mark else ()
    return Sentence((start, end), text[start:end], terms, TERM_MARK + marked)


@dataclass(frozen=True, slots=True)
class SentenceTerms:
    """The encoded sentences of a partition's paragraphs; never changes."""

    links: tuple[PackedStrings, ...]
    stored_at: npt.NDArray[np.int32]
    """By doc id: the number of the paragraph's text in the links, read as one sequence."""

    @classmethod
    def of(cls, *links: PackedStrings) -> Self:
        """Return the encoded sentences of paragraphs in the order of their doc ids."""
        return cls(links, np.arange(sum(map(len, links)), dtype=np.int32))

    @classmethod
    def concat(cls, sources: Sequence["SentenceTerms"]) -> "SentenceTerms":
        """Concatenate those of several collections; no text is copied."""
        offsets = accumulate((each.num_stored for each in sources), initial=0)
        stored_at = [each.stored_at + np.int32(offset) for each, offset in zip(sources, offsets, strict=False)]
        return cls(tuple(link for each in sources for link in each.links), np.concatenate(stored_at))

    def merge_small(self) -> "SentenceTerms":
        """Return the same with short links at the end merged, so that there are never many."""
        links = list(self.links)
        while len(links) > 1 and len(links[-2]) < MIN_LINK_RATIO * len(links[-1]):
            links[-2:] = [PackedStrings.concat(links[-2:])]
        return SentenceTerms(tuple(links), self.stored_at)

    def delete(self, doc_ids: Int64s) -> "SentenceTerms":
        """Return those of the other paragraphs."""
        left = SentenceTerms(self.links, np.delete(self.stored_at, doc_ids))
        return SentenceTerms.of(left.compacted()) if left.num_stored > MAX_STORED_RATIO * len(left.stored_at) else left

    def compacted(self) -> PackedStrings:
        """Return the texts in the order of the doc ids, without a trace of deleted paragraphs."""
        if len(self.stored_at) == self.num_stored:
            return PackedStrings.concat(self.links)
        return PackedStrings.of(self.at(range(len(self.stored_at))))

    def at(self, doc_ids: Sequence[int]) -> list[EncodedSentences]:
        """Return the encoded sentences of some paragraphs."""
        return ChainedStrings(self.links).at(self.stored_at[np.asarray(doc_ids, dtype=np.int64)].tolist())

    @property
    def num_stored(self) -> int:
        """How many paragraphs are stored, deleted ones included."""
        return sum(map(len, self.links))

    @property
    def nbytes(self) -> int:
        """Memory in bytes."""
        return sum(map(strings_nbytes, self.links)) + self.stored_at.nbytes
