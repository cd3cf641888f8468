"""Chosen paragraphs to an answer: numbered citations with verbatim passages, or a decline."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice

from knowledge import analysis
from knowledge.answers.answering import Found
from knowledge.answers.choosing import Choice
from knowledge.answers.passages import passages
from knowledge.answers.spelling import suggested
from knowledge.models import Answer, Article, ArticleKey, Citation, Copy, Decline, Hit, Span
from knowledge.ranking import evidence
from knowledge.ranking.outlines import restored
from knowledge.ranking.query import Query

Articles = Mapping[ArticleKey, Article]

NEAR = 0.8
"""Up to this part of the first score a paragraph is nearly as good; before a lesser one the first is quoted further."""


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
    quoted = islice(_quoted(present, query, articles), k)
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
    """Yield what to quote: the best of the paragraphs near the first, more of the first, the best of the others."""
    spans = [_spans(each, query, articles) for each in choices]
    near = sum(each.hit.score >= NEAR * choices[0].hit.score for each in choices)
    yield from ((choices[at], next(spans[at])) for at in range(near))
    if choices:
        yield from ((choices[0], span) for span in spans[0])
    yield from ((choices[at], next(spans[at])) for at in range(near, len(choices)))


def _spans(choice: Choice, query: Query, articles: Articles) -> Iterator[Span]:
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
