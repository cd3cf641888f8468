"""Which words of a paragraph to quote: whole sentences, the likeliest to answer first, never more than fit."""

import math
from collections.abc import Collection, Iterator, Sequence, Set
from dataclasses import dataclass
from itertools import accumulate
from typing import NamedTuple

import regex

from knowledge import analysis
from knowledge.models import Span
from knowledge.ranking.query import Query
from knowledge.ranking.sentences import mean_length, score, telling
from knowledge.ranking.splitting import Sentence

MAX_PASSAGE = 348
"""Characters of a paragraph that one citation quotes, so that with `…` at both ends it shows 350."""

SHARPNESS = 4.0
"""How much likelier a sentence with the whole question is to answer it than one with none of it: e to this power."""

_GAP = regex.compile(r"\s+")
_BETWEEN = regex.compile(r"\S+")


class _Word(NamedTuple):
    """What stands between white space, and which terms of a question it has."""

    start: int
    end: int
    terms: Set[str]


@dataclass(frozen=True, slots=True)
class Passage:
    """Where to quote a paragraph, and the chance that its answer, if it holds one, stands there."""

    span: Span
    chance: float


def passages(text: str, sentences: Sequence[Sentence], query: Query) -> Iterator[Passage]:
    """Yield where to quote a paragraph: the likeliest sentence with some around it, then the likeliest left."""
    chances = _chances(sentences, query)
    best, upto = chances.index(max(chances)), [0.0, *accumulate(chances)]
    left = set(range(len(sentences)))
    while left:
        fitting = [places for places in _windows(sentences, left) if best in places or best not in left]
        together = max(fitting, key=lambda places: (round(upto[places.stop] - upto[places.start], 9), places.start))
        left.difference_update(together)
        start, end = sentences[together[0]].span[0], sentences[together[-1]].span[1]
        span = (start, end) if end - start <= MAX_PASSAGE else _window(text, (start, end), query)
        yield Passage(span, upto[together.stop] - upto[together.start])


def _chances(sentences: Sequence[Sentence], query: Query) -> list[float]:
    """Return how likely each sentence is the one that answers, all together 1."""
    mean = mean_length(sentences)
    scores = [score(each, telling(each, query), query, mean, run_weight=0) for each in sentences]
    best, asked = max(scores), query.asked
    odds = [math.exp(SHARPNESS * (each - best) / asked) for each in scores]
    total = sum(odds)
    return [each / total for each in odds]


def _windows(sentences: Sequence[Sentence], left: Collection[int]) -> Iterator[range]:
    """Yield from each sentence that is left the places of those after it that fit with it, at least itself."""
    last = 0
    for first in sorted(left):
        last = max(first, last)
        while last + 1 in left and sentences[last + 1].span[1] - sentences[first].span[0] <= MAX_PASSAGE:
            last += 1
        yield range(first, last + 1)


def _window(text: str, sentence: Span, query: Query) -> Span:
    """Cut a sentence that is too long to the words around most of the question, at white space where there is any."""
    start, end = sentence
    starts = [start, *(match.end() for match in _GAP.finditer(text, start, end - MAX_PASSAGE // 2))]
    windows = [(first, _last_gap(text, first, end)) for first in starts]
    telling = [word for word in _words(text, sentence, query) if word.terms]
    return max(windows, key=lambda span: (_weight(text, span, telling, query), -span[0]))


def _words(text: str, span: Span, query: Query) -> Iterator[_Word]:
    """Yield the words between white space, with those of their terms that the question has."""
    for match in _BETWEEN.finditer(text, *span):
        yield _Word(*match.span(), query.weights.keys() & analysis.terms(match.group(), query.language))


def _weight(text: str, window: Span, words: Sequence[_Word], query: Query) -> float:
    """Return how much of the question stands in a window; `words` are those of its sentence that have some of it."""
    start, end = window
    inside = {term for word in words if start <= word.start and word.end <= end for term in word.terms}
    if _GAP.search(text, start, end) is None:
        inside.update(analysis.terms(text[start:end], query.language))
    return sum(weight for term, weight in query.weights.items() if term in inside)


def _last_gap(text: str, start: int, end: int) -> int:
    """Return the last end of a word that keeps a slice from `start` within bounds."""
    if end - start <= MAX_PASSAGE:
        return end
    gaps = [match.start() for match in _GAP.finditer(text, start + 1, start + MAX_PASSAGE + 1)]
    return gaps[-1] if gaps else start + MAX_PASSAGE
