"""Which words of a paragraph to quote: whole sentences, the best first, never more than fit."""

from collections.abc import Mapping

import regex
import sentencex

from knowledge import analysis
from knowledge.models import Span

MAX_PASSAGE = 348
"""Characters of a paragraph that one citation quotes, so that with `…` at both ends it shows 350."""

_GAP = regex.compile(r"\s+")


def passage(text: str, language: str, weights: Mapping[str, float]) -> Span:
    """Return where the sentence stands that holds most of the question, with those after and before it that fit."""
    sentences = sentence_spans(text, language)
    best = max(range(len(sentences)), key=lambda i: (_weight(text, sentences[i], language, weights), -i))
    start, end = sentences[best]
    if end - start > MAX_PASSAGE:
        return _window(text, (start, end), language, weights)
    for _, later in sentences[best + 1 :]:
        end = later if later - start <= MAX_PASSAGE else end
    for earlier, _ in reversed(sentences[:best]):
        start = earlier if end - earlier <= MAX_PASSAGE else start
    return start, end


def sentence_spans(text: str, language: str) -> list[Span]:
    """Return where each sentence stands, without the white space around it; at least one for a text with words."""
    bounds = sentencex.get_sentence_boundaries(language, text)
    spans = [_trimmed(text, bound["start_index"], bound["end_index"]) for bound in bounds]
    return [span for span in spans if span[0] < span[1]] or [_trimmed(text, 0, len(text))]


def _trimmed(text: str, start: int, end: int) -> Span:
    piece = text[start:end]
    return start + len(piece) - len(piece.lstrip()), end - len(piece) + len(piece.rstrip())


def _weight(text: str, span: Span, language: str, weights: Mapping[str, float]) -> float:
    present = set(analysis.terms(text[slice(*span)], language))
    return sum(weight for term, weight in weights.items() if term in present)


def _window(text: str, sentence: Span, language: str, weights: Mapping[str, float]) -> Span:
    """Cut a sentence that is too long to the words around most of the question, at white space where there is any."""
    start, end = sentence
    starts = [start, *(match.end() for match in _GAP.finditer(text, start, end))]
    windows = [(first, _last_gap(text, first, end)) for first in starts if end - first >= MAX_PASSAGE // 2]
    return max(windows, key=lambda span: (_weight(text, span, language, weights), -span[0]))


def _last_gap(text: str, start: int, end: int) -> int:
    """Return the last end of a word that keeps a slice from `start` within bounds."""
    if end - start <= MAX_PASSAGE:
        return end
    gaps = [match.start() for match in _GAP.finditer(text, start + 1, start + MAX_PASSAGE + 1)]
    return gaps[-1] if gaps else start + MAX_PASSAGE
