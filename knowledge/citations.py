"""Chosen paragraphs to an answer: numbered citations with verbatim passages, or a decline."""

from collections.abc import Iterator, Mapping, Sequence

from knowledge import analysis, evidence
from knowledge.choosing import Choice
from knowledge.models import Answer, Article, ArticleKey, Citation, Copy, Decline, Hit
from knowledge.passages import passage
from knowledge.query import Query
from knowledge.retriever import Ranking

Articles = Mapping[ArticleKey, Article]


def compose(question: str, ranking: Ranking, choices: Sequence[Choice], articles: Articles) -> Answer | Decline:
    """Quote what was chosen, decline where there is nothing to quote.

    `articles` holds those of the choices and the nearest ones; what has been taken out since is passed over.
    """
    outcome = evidence.outcome(ranking.evidence)
    citations = tuple(cite(choices, ranking.query, articles))
    if outcome == "declined" or not citations:
        return _declined(question, ranking, articles)
    return Answer(
        question=question,
        outcome=outcome,
        evidence=ranking.evidence,
        citations=citations,
        unmatched=ranking.unmatched,
    )


def cite(choices: Sequence[Choice], query: Query, articles: Articles, first: int = 1) -> Iterator[Citation]:
    """Yield the citations of what was chosen, numbered from `first`."""
    wanted = frozenset(query.weights)
    present = [each for each in choices if _key(each.hit) in articles]
    for n, choice in enumerate(present, start=first):
        article = articles[_key(choice.hit)]
        text = article.paragraphs[choice.hit.number - 1]
        yield Citation(
            n=n,
            article=article,
            paragraph=choice.hit.number,
            span=passage(text, query),
            matched=analysis.spans(text, query.language, wanted),
            score=choice.hit.score,
            also=tuple(Copy(articles[_key(hit)], hit.number) for hit in choice.copies if _key(hit) in articles),
        )


def _declined(question: str, ranking: Ranking, articles: Articles) -> Decline:
    return Decline(
        question=question,
        evidence=ranking.evidence,
        unmatched=ranking.unmatched,
        nearest=tuple(articles[key] for key in ranking.nearest if key in articles),
        unmet=tuple(each.typed for each in ranking.unmet),
    )


def _key(hit: Hit) -> ArticleKey:
    return hit.row, hit.version
