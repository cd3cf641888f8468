"""A paragraph sentence by sentence, each with its terms."""

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

import sentencex

from knowledge.models import Span
from knowledge.text import analysis

TERM_MARK = "^"
"""Comes before each term, so that an n-gram can be one of its start."""


class Sentence(NamedTuple):
    """A sentence: where it is in its paragraph, and its terms."""

    span: Span
    terms: tuple[str, ...]
    marked: str
    """The terms one after the other, each with a mark before it, as in character n-grams."""

    @classmethod
    def of(cls, span: Span, terms: Iterable[str]) -> "Sentence":
        """Return the sentence at a span, with its terms."""
        ordered = tuple(terms)
        return cls(span, ordered, TERM_MARK + TERM_MARK.join(ordered))


def split_sentences(text: str, language: str) -> tuple[Sentence, ...]:
    """Return a paragraph's sentences without the white space around them; at least one for a text with words."""
    return tuple(Sentence.of(span, terms) for span, terms in split_with_terms(text, language))


def split_with_terms(text: str, language: str) -> list[tuple[Span, list[str]]]:
    """Return the span of each sentence of a paragraph, without the white space around it, and its terms."""
    bounds = sentencex.get_sentence_boundaries(language, text)
    spans = [_trimmed(text, bound["start_index"], bound["end_index"]) for bound in bounds]
    whole = [span for span in spans if span[0] < span[1]] or [_trimmed(text, 0, len(text))]
    return [(span, analysis.terms(text[slice(*span)], language)) for span in whole]


def parts_no_word(text: str, spans: Sequence[Span]) -> bool:
    """Tell whether no word crosses sentences, so that their terms are those of the paragraph."""
    inside = [(end, start) for (_, end), (start, _) in pairwise(spans)]
    gaps = [(0, spans[0][0]), *inside, (spans[-1][1], len(text))]
    return all(analysis.is_token_boundary(text[start - 1]) for _, start in inside) and not any(
        text[slice(*gap)].strip() for gap in gaps
    )


def _trimmed(text: str, start: int, end: int) -> Span:
    piece = text[start:end]
    return start + len(piece) - len(piece.lstrip()), end - len(piece) + len(piece.rstrip())
