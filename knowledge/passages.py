"""Which words of a paragraph to quote: whole sentences, the best first, never more than fit."""

import regex

from knowledge import analysis
from knowledge.models import Span
from knowledge.query import Query
from knowledge.sentences import mean_length, score, split

MAX_PASSAGE = 348
"""Characters of a paragraph that one citation quotes, so that with `…` at both ends it shows 350."""

_GAP = regex.compile(r"\s+")


def passage(text: str, query: Query) -> Span:
    """Return where the sentence stands that answers best, with those after and before it that fit."""
    sentences = split(text, query.language)
    mean = mean_length(sentences)
    best = max(range(len(sentences)), key=lambda place: (score(sentences[place], query, mean), -place))
    start, end = sentences[best].span
    if end - start > MAX_PASSAGE:
        return _window(text, (start, end), query)
    for later in sentences[best + 1 :]:
        end = later.span[1] if later.span[1] - start <= MAX_PASSAGE else end
    for earlier in reversed(sentences[:best]):
        start = earlier.span[0] if end - earlier.span[0] <= MAX_PASSAGE else start
    return start, end


def _window(text: str, sentence: Span, query: Query) -> Span:
    """Cut a sentence that is too long to the words around most of the question, at white space where there is any."""
    start, end = sentence
    starts = [start, *(match.end() for match in _GAP.finditer(text, start, end - MAX_PASSAGE // 2))]
    windows = [(first, _last_gap(text, first, end)) for first in starts]
    return max(windows, key=lambda span: (_weight(text[slice(*span)], query), -span[0]))


def _weight(piece: str, query: Query) -> float:
    return sum(query.weights.get(term, 0.0) for term in set(analysis.terms(piece, query.language)))


def _last_gap(text: str, start: int, end: int) -> int:
    """Return the last end of a word that keeps a slice from `start` within bounds."""
    if end - start <= MAX_PASSAGE:
        return end
    gaps = [match.start() for match in _GAP.finditer(text, start + 1, start + MAX_PASSAGE + 1)]
    return gaps[-1] if gaps else start + MAX_PASSAGE
