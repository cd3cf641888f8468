"""Which words of a paragraph to quote: whole sentences, the best first, never more than fit."""

from collections.abc import Collection, Iterator, Sequence, Set
from typing import NamedTuple

import regex

from knowledge import analysis
from knowledge.models import Span
from knowledge.ranking.query import Query
from knowledge.ranking.sentences import mean_length, score
from knowledge.ranking.splitting import Sentence

MAX_PASSAGE = 348
"""Characters of a paragraph that one citation quotes, so that with `…` at both ends it shows 350."""

_GAP = regex.compile(r"\s+")
_BETWEEN = regex.compile(r"\S+")


class _Word(NamedTuple):
    """What stands between white space, and which terms of a question it has."""

    start: int
    end: int
    terms: Set[str]


def passages(text: str, sentences: Sequence[Sentence], query: Query) -> Iterator[Span]:
    """Yield where to quote a paragraph: around the sentence that answers best, then around the best of what is left."""
    mean = mean_length(sentences)
    scores = [score(sentence, query, mean, run_weight=0) for sentence in sentences]
    best_first = sorted(range(len(sentences)), key=lambda place: (-scores[place], place))
    taken: set[int] = set()
    for best in best_first:
        if best not in taken:
            together = _around(best, sentences, taken)
            taken.update(together)
            start, end = sentences[together[0]].span[0], sentences[together[-1]].span[1]
            yield (start, end) if end - start <= MAX_PASSAGE else _window(text, (start, end), query)


def _around(best: int, sentences: Sequence[Sentence], taken: Collection[int]) -> range:
    """Return the places of a sentence and of those after and before it that fit and were not taken."""
    first = last = best
    while last + 1 < len(sentences) and last + 1 not in taken and _length(sentences, first, last + 1) <= MAX_PASSAGE:
        last += 1
    while first > 0 and first - 1 not in taken and _length(sentences, first - 1, last) <= MAX_PASSAGE:
        first -= 1
    return range(first, last + 1)


def _length(sentences: Sequence[Sentence], first: int, last: int) -> int:
    return sentences[last].span[1] - sentences[first].span[0]


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
