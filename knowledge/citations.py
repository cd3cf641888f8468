"""Candidates to an answer: numbered citations with verbatim passages, or a decline."""

from collections.abc import Iterator, Mapping, Sequence

from knowledge import analysis, evidence
from knowledge.models import Answer, Article, ArticleKey, Citation, Decline, Hit
from knowledge.passages import passage
from knowledge.query import Query
from knowledge.rerank import Candidate
from knowledge.retriever import Ranking


def compose(question: str, ranking: Ranking, articles: Mapping[ArticleKey, Article], k: int) -> Answer | Decline:
    """Quote the first k candidates where they are evidence, decline where they are not.

    `articles` holds those of the candidates and the nearest ones; what has been taken out since is passed over.
    """
    outcome = evidence.outcome(ranking.evidence)
    hits = [each.hit for each in _evident(ranking)[:k] if _key(each.hit) in articles]
    if outcome == "declined" or not hits:
        return _declined(question, ranking, articles)
    return Answer(
        question=question,
        outcome=outcome,
        evidence=ranking.evidence,
        citations=tuple(_citations(hits, ranking.query, articles)),
        unmatched=ranking.unmatched,
    )


def _declined(question: str, ranking: Ranking, articles: Mapping[ArticleKey, Article]) -> Decline:
    return Decline(
        question=question,
        evidence=ranking.evidence,
        unmatched=ranking.unmatched,
        nearest=tuple(articles[key] for key in ranking.nearest if key in articles),
        unmet=tuple(each.typed for each in ranking.unmet),
    )


def _evident(ranking: Ranking) -> list[Candidate]:
    """Return the candidates that would be shown if they came first: the rest is no evidence, whatever leads them."""
    strengths = (evidence.strength(each.hit.score, ranking.query, each.found) for each in ranking.candidates)
    shown = zip(ranking.candidates, map(evidence.outcome, strengths), strict=True)
    return [candidate for candidate, outcome in shown if outcome != "declined"]


def _citations(hits: Sequence[Hit], query: Query, articles: Mapping[ArticleKey, Article]) -> Iterator[Citation]:
    wanted = frozenset(query.weights)
    for n, hit in enumerate(hits, start=1):
        article = articles[_key(hit)]
        text = article.paragraphs[hit.number - 1]
        yield Citation(
            n=n,
            article=article,
            paragraph=hit.number,
            span=passage(text, query),
            matched=analysis.spans(text, query.language, wanted),
            score=hit.score,
        )


def _key(hit: Hit) -> ArticleKey:
    return hit.row, hit.version
