"""A collection in memory, asked by the same function as a library, without a store and a log."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from time import perf_counter
from typing import Self

from knowledge.answers.pipeline import AnswerRequest, AskResult, answer_question, clean_question
from knowledge.models import Article, ArticleKey, Conversation, Hit, ParagraphKey
from knowledge.search.retriever import Retriever


@dataclass(frozen=True, slots=True)
class MemorySource:
    """Reads articles that are in memory."""

    held: Mapping[ArticleKey, Article]

    def texts(self, hits: Collection[Hit]) -> dict[Hit, str]:
        """Return the paragraphs of hits."""
        return {hit: self.held[hit.key].paragraphs[hit.number - 1] for hit in hits}

    def titles(self, hits: Collection[Hit]) -> dict[int, str]:
        """Return the titles of the articles of hits, by the store's key."""
        return {hit.row: self.held[hit.key].title for hit in hits}

    def articles(self, keys: Collection[ArticleKey], near: Collection[ParagraphKey] = ()) -> dict[ArticleKey, Article]:
        """Return articles, all of them as a whole."""
        return {key: self.held[key] for key in keys}


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A collection as it was at one moment, to be asked without a record.

    Example:
        >>> snapshot = await library.snapshot()
        >>> snapshot.ask("When did the pier open?").reply.outcome
        'answered'
    """

    articles: Mapping[ArticleKey, Article]
    retriever: Retriever

    @classmethod
    def build(cls, articles: Iterable[Article]) -> Self:
        """Index the articles; their texts are kept, so that no question waits for a disk."""
        held = {article.key: article for article in articles}
        return cls(held, Retriever.build(held.values()))

    def ask(
        self, question: str, *, k: int = 3, conversation: Conversation | None = None, today: date | None = None
    ) -> AskResult:
        """Answer with at most `k` cited passages, or decline, as `Library.ask` does.

        Args:
            question: At most `MAX_QUESTION_CHARS` characters.
            k: How many passages are cited at most.
            conversation: What the question follows.
            today: The day on which it is asked; the present one where none is given.

        Raises:
            InvalidQuestion: There is nothing to look for in it, or it is too long.
        """
        started = perf_counter()
        day = today or date.today()
        request = AnswerRequest(question=clean_question(question), k=k, conversation=conversation, today=day)
        result = answer_question(request, self.retriever, MemorySource(self.articles))
        milliseconds = (perf_counter() - started) * 1000
        return replace(result, reply=replace(result.reply, milliseconds=milliseconds))

    def without(self, ids: Collection[str]) -> "Snapshot":
        """Return the collection as it would be without the articles of these ids."""
        rows = {article.row for article in self.articles.values() if article.id in ids}
        return replace(self, retriever=self.retriever.delete(rows))
