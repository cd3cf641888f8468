"""Which words of a paragraph to quote: whole sentences, the best first, never more than fit."""

from collections.abc import Collection, Iterator, Sequence

import regex

from knowledge import analysis
from knowledge.models import Span
from knowledge.ranking.query import Query
from knowledge.ranking.sentences import mean_length, score
from knowledge.ranking.splitting import Sentence, split

MAX_PASSAGE = 348
"""Characters of a paragraph that one citation quotes, so that with `…` at both ends it shows 350."""

_GAP = regex.compile(r"\s+")


def passages(text: str, query: Query) -> Iterator[Span]:
    """Yield where to quote a paragraph: around the sentence that answers best, then around the best of what is left."""
    sentences = split(text, query.language)
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
    return max(windows, key=lambda span: (_weight(text[slice(*span)], query), -span[0]))


def _weight(piece: str, query: Query) -> float:
    return sum(query.weights.get(term, 0.0) for term in set(analysis.terms(piece, query.language)))


def _last_gap(text: str, start: int, end: int) -> int:
    """Return the last end of a word that keeps a slice from `start` within bounds."""
    if end - start <= MAX_PASSAGE:
        return end
    gaps = [match.start() for match in _GAP.finditer(text, start + 1, start + MAX_PASSAGE + 1)]
    return gaps[-1] if gaps else start + MAX_PASSAGE
