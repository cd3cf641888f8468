"""An answer as JSON, for programs; the keys are stable."""

import json

from knowledge import Answer, Article, Citation, Decline


def as_json(found: Answer | Decline) -> str:
    """Return one line of JSON for an answer or a decline."""
    passages = [_passage(citation) for citation in found.citations] if isinstance(found, Answer) else []
    nearest = [_article(article) for article in found.nearest] if isinstance(found, Decline) else []
    return json.dumps(
        {
            "outcome": found.outcome,
            "answer_id": found.id,
            "question": found.question,
            "evidence": round(found.evidence, 4),
            "milliseconds": round(found.milliseconds, 1),
            "passages": passages,
            "unmatched": list(found.unmatched),
            "suggestions": [{"word": each.word, "instead": each.instead} for each in found.suggestions],
            "nearest": nearest,
            "unmet": list(found.unmet) if isinstance(found, Decline) else [],
        },
        ensure_ascii=False,
    )


def _passage(citation: Citation) -> dict[str, object]:
    return {
        "n": citation.n,
        **_article(citation.article),
        "paragraph": citation.paragraph,
        "text": citation.text,
        "quote": citation.quote,
        "score": round(citation.score, 4),
        "also": [{**_article(copy.article), "paragraph": copy.paragraph} for copy in citation.also],
    }


def _article(article: Article) -> dict[str, str | None]:
    return {
        "article": article.id,
        "title": article.title,
        "publisher": article.publisher,
        "published_at": article.published_at.isoformat() if article.published_at else None,
        "url": article.url,
    }
