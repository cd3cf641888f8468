"""Hits to an answer: numbered citations with verbatim passages, or a decline."""

from collections.abc import Iterator, Mapping

from knowledge import analysis, evidence
from knowledge.models import Answer, Article, Citation, Decline
from knowledge.passages import passage
from knowledge.retriever import Ranking


def compose(question: str, ranking: Ranking, articles: Mapping[int, Article]) -> Answer | Decline:
    """Quote the hits where they are evidence, decline where they are not.

    `articles` holds every article of the hits and of the nearest ones, by row.
    """
    outcome = evidence.outcome(ranking.evidence, ranking.language)
    if outcome == "declined":
        nearest = tuple(articles[row] for row in ranking.nearest)
        return Decline(question=question, evidence=ranking.evidence, unmatched=ranking.unmatched, nearest=nearest)
    return Answer(
        question=question,
        outcome=outcome,
        evidence=ranking.evidence,
        citations=tuple(_citations(ranking, articles)),
        unmatched=ranking.unmatched,
    )


def _citations(ranking: Ranking, articles: Mapping[int, Article]) -> Iterator[Citation]:
    wanted = frozenset(ranking.weights)
    for n, hit in enumerate(ranking.hits, start=1):
        article = articles[hit.row]
        text = article.paragraphs[hit.number - 1]
        yield Citation(
            n=n,
            article=article,
            paragraph=hit.number,
            span=passage(text, ranking.language, ranking.weights),
            matched=analysis.spans(text, ranking.language, wanted),
            score=hit.score,
        )
