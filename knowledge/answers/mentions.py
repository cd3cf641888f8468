"""Who said something first, and who last: the earliest and the latest article with some words or a phrase."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from knowledge.models import Article, Citation, Span
from knowledge.text import analysis
from knowledge.text.matching import holds_phrase
from knowledge.text.sentences import split_sentences

MAX_READ_ARTICLES = 2_000
"""Articles that are read at most, half of them the earliest and half the latest."""


@dataclass(frozen=True, slots=True)
class Mentions:
    """The articles that say something, by their days."""

    words: str
    first: Citation | None
    """Where it was said first; None where no article with a day says it."""
    last: Citation | None
    """Where it was said last, unless that is the same article."""
    articles: int
    """How many of the articles that were read say it."""
    undated: int
    """How many of these have no day, and are neither the first nor the last."""
    is_complete: bool
    """Whether all articles that have the words were read."""


def find_mentions(words: str, articles: Sequence[Article], *, is_phrase: bool, is_complete: bool) -> Mentions:
    """Tell which article was the first to say something, and which the last.

    Args:
        words: A phrase, or words that one paragraph holds in any order.
        articles: Those that may say it.
        is_phrase: Whether the words are looked for as they are.
        is_complete: Whether these are all the articles that may.
    """
    found = [cited for each in articles if (cited := _mention(words, each, is_phrase=is_phrase))]
    days = [(each.article.day, each.article.row, each) for each in found if each.article.day]
    dated = [each for _, _, each in sorted(days, key=lambda day: day[:2])]
    return Mentions(
        words,
        first=dated[0] if dated else None,
        last=replace(dated[-1], n=2) if len(dated) > 1 else None,
        articles=len(found),
        undated=len(found) - len(dated),
        is_complete=is_complete,
    )


def _mention(words: str, article: Article, *, is_phrase: bool) -> Citation | None:
    """Return the first paragraph of an article that says something, with the sentence that has most of it."""
    terms = frozenset(analysis.query_terms(words, article.language))
    for number, text in enumerate(article.paragraphs, start=1):
        if holds_phrase(words, text) if is_phrase else terms and terms <= set(analysis.terms(text, article.language)):
            span = _sentence(words, text, article.language, terms, is_phrase=is_phrase)
            matched = analysis.spans(text, article.language, terms)
            return Citation(n=1, article=article, paragraph=number, span=span, matched=matched)
    return None


def _sentence(words: str, text: str, language: str, terms: Iterable[str], *, is_phrase: bool) -> Span:
    """Return the sentence with the phrase, or with most of the words."""
    sentences = split_sentences(text, language)
    if is_phrase:
        whole = next((each for each in sentences if holds_phrase(words, each.text)), None)
        if whole:
            return whole.span
    wanted = set(terms)
    return max(sentences, key=lambda each: len(wanted & set(each.terms))).span
