"""A collection as it was at one moment, in memory: it can be asked many questions, and none is logged."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from time import perf_counter
from typing import Self

from knowledge.answers.answering import Found
from knowledge.answers.choosing import choose
from knowledge.answers.citations import compose
from knowledge.answers.spelling import guesses
from knowledge.filtering import filters
from knowledge.models import Answer, Article, ArticleKey, Decline, Hit
from knowledge.ranking.rereading import reread
from knowledge.ranking.retriever import Retriever


@dataclass(frozen=True, slots=True)
class Asked:
    """What became of a question that was asked of a snapshot."""

    reply: Answer | Decline
    hits: tuple[Hit, ...] = ()
    """Every paragraph that was read again, best first, also where the reply shows none."""
    language: str = ""
    """The language whose articles were ranked."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Answers as a library does, from the same functions, without its store and its log."""

    articles: Mapping[ArticleKey, Article]
    retriever: Retriever

    @classmethod
    def build(cls, articles: Iterable[Article]) -> Self:
        """Index the articles; their texts are kept, so that no question waits for a disk."""
        kept = {(article.row, article.version): article for article in articles}
        return cls(kept, Retriever.build(kept.values()))

    def ask(self, question: str, *, k: int) -> Asked:
        """Answer with at most k cited passages, or decline."""
        started = perf_counter()
        asked = self._asked(question, k)
        milliseconds = (perf_counter() - started) * 1000
        return replace(asked, reply=replace(asked.reply, milliseconds=milliseconds))

    def without(self, ids: Collection[str]) -> "Snapshot":
        """Return the collection as it would be without the articles of these ids."""
        rows = {article.row for article in self.articles.values() if article.id in ids}
        return replace(self, retriever=self.retriever.without(rows))

    def _asked(self, question: str, k: int) -> Asked:
        ranking = self.retriever.search(filters.parse(question, today=date.today()))
        if ranking is None:
            return Asked(Decline(question=question))
        texts = {each.hit: self._text(each.hit) for each in ranking.candidates}
        headlines = {hit.row: self.articles[hit.row, hit.version].title for hit in texts}
        ranking = reread(ranking, texts, headlines)
        choices = tuple(choose(ranking, k))
        reply = compose(question, Found(ranking, choices, self.articles, guesses(ranking, self.retriever)), k)
        return Asked(reply, tuple(each.hit for each in ranking.candidates), ranking.query.language)

    def _text(self, hit: Hit) -> str:
        return self.articles[hit.row, hit.version].paragraphs[hit.number - 1]
