"""Chosen paragraphs to an answer: numbered citations with verbatim passages, or a decline."""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from heapq import merge
from itertools import accumulate, islice

from knowledge import analysis
from knowledge.answers.answering import Found
from knowledge.answers.choosing import Choice
from knowledge.answers.passages import Passage, passages
from knowledge.answers.spelling import suggested
from knowledge.models import Answer, Article, ArticleKey, Citation, Copy, Decline, Hit, Span
from knowledge.ranking import evidence
from knowledge.ranking.outlines import restored
from knowledge.ranking.query import Query

Articles = Mapping[ArticleKey, Article]

SHARPNESS = 3.0
"""How much likelier the first paragraph is to answer than one whose score is less by a whole question: e to this."""


def compose(question: str, found: Found, k: int) -> Answer | Decline:
    """Quote at most k passages of what was found, decline where there is nothing to quote."""
    ranking = found.ranking
    outcome = evidence.outcome(ranking.evidence)
    citations = cite(found, k)
    if outcome == "declined" or not citations:
        return _declined(question, found)
    return Answer(
        question=question,
        outcome=outcome,
        evidence=ranking.evidence,
        citations=citations,
        unmatched=ranking.unmatched,
        suggestions=suggested(found.guesses, found.articles, names=outcome == "answered"),
    )


def cite(found: Found, k: int, first: int = 1) -> tuple[Citation, ...]:
    """Quote at most k passages of what was found, numbered from `first`; what is gone since is passed over."""
    query, articles = found.ranking.query, found.articles
    present = [each for each in found.choices if _key(each.hit) in articles]
    quoted = list(islice(_quoted(present, query, articles), k))
    if found.ranking.sought.latest:
        quoted.sort(key=lambda each: present.index(each[0]))
    return tuple(_citation(n, choice, span, found) for n, (choice, span) in enumerate(quoted, start=first))


def _citation(n: int, choice: Choice, span: Span, found: Found) -> Citation:
    query, articles = found.ranking.query, found.articles
    return Citation(
        n=n,
        article=articles[_key(choice.hit)],
        paragraph=choice.hit.number,
        span=span,
        matched=analysis.spans(_text(choice.hit, articles), query.language, frozenset(query.weights)),
        score=choice.hit.score,
        also=tuple(Copy(articles[_key(hit)], hit.number) for hit in choice.copies if _key(hit) in articles),
    )


def _quoted(choices: Sequence[Choice], query: Query, articles: Articles) -> Iterator[tuple[Choice, Span]]:
    """Yield what to quote: the best of the first paragraph, then what is likeliest to answer of this and the others."""
    odds = _odds([each.hit.score for each in choices], query)
    passages_of = [_likely(*each, query, articles) for each in zip(choices, odds, strict=True)]
    best = [next(passages) for passages in passages_of[:1]]
    yield from ((choice, span) for _, choice, span in (*best, *merge(*passages_of, key=lambda each: -each[0])))


def _odds(scores: Iterable[float], query: Query) -> list[float]:
    """Return how likely each paragraph is to answer, 1 for the first; none is likelier than those before it."""
    falling, asked = list(accumulate(scores, min)), query.asked
    return [math.exp(SHARPNESS * (score - falling[0]) / asked) for score in falling]


def _likely(choice: Choice, odds: float, query: Query, articles: Articles) -> Iterator[tuple[float, Choice, Span]]:
    """Yield the passages of a paragraph, the likeliest first."""
    yield from ((odds * each.chance, choice, each.span) for each in _passages(choice, query, articles))


def _passages(choice: Choice, query: Query, articles: Articles) -> Iterator[Passage]:
    text = _text(choice.hit, articles)
    return passages(text, restored(text, choice.outline), query)


def _declined(question: str, found: Found) -> Decline:
    ranking, articles = found.ranking, found.articles
    return Decline(
        question=question,
        evidence=ranking.evidence,
        unmatched=ranking.unmatched,
        suggestions=suggested(found.guesses, articles),
        nearest=tuple(articles[key] for key in ranking.nearest if key in articles),
        unmet=tuple(each.typed for each in ranking.unmet),
    )


def _text(hit: Hit, articles: Articles) -> str:
    return articles[_key(hit)].paragraphs[hit.number - 1]


def _key(hit: Hit) -> ArticleKey:
    return hit.row, hit.version
