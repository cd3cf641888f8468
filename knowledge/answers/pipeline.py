"""The way of a question through retriever and store: what to cite, and the articles it stands in."""

import asyncio
from collections.abc import Callable, Collection, Iterable, Mapping, Set
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import date
from time import perf_counter
from typing import Self, TypeVar, TypeVarTuple

from knowledge.answers.citations import build_answer
from knowledge.answers.followup import resolve_followup
from knowledge.answers.selection import SelectedParagraph, Selection, select
from knowledge.answers.spelling import SpellingCandidate, spelling_candidates
from knowledge.errors import InvalidQuestion
from knowledge.models import Answer, Article, ArticleKey, Conversation, Decline, Hit
from knowledge.search import filters
from knowledge.search.filters import ParsedQuestion
from knowledge.search.retriever import CANDIDATES, Ranking, Retriever, rerank
from knowledge.store.articles import ArticleStore
from knowledge.text.matching import fold_words

MAX_QUESTION_CHARS = 1_000
"""Characters of the longest question taken."""


def validate(question: str) -> str:
    """Return a question on one line; raises UnclearQuestion for one that is empty or too long."""
    question = " ".join(question.split())
    if not question:
        raise InvalidQuestion("There is no question there: write what you want to know after the command.")
    if len(question) > MAX_QUESTION_CHARS:
        raise InvalidQuestion(
            "That question has {length:,} characters; please ask it in at most {most:,}.",
            length=len(question),
            most=MAX_QUESTION_CHARS,
        )
    return question


def parse_question(question: str, earlier: Conversation | None) -> ParsedQuestion:
    """Return what a question looks for; raises UnclearQuestion for filters without anything to look for."""
    today = date.today()
    sought = resolve_followup(filters.parse(question, today=today), earlier, today=today)
    if sought.filters and not fold_words(sought.text) and not sought.carried:
        raise InvalidQuestion("There is nothing to look for beside those filters; write what you want to know as well.")
    return sought


Result = TypeVar("Result")
Given = TypeVarTuple("Given")


class SerialExecutor:
    """Does one piece of work at a time, in the order in which they come.

    Python runs one thread at a time: more of them would answer no sooner, but each would have its turn before the event
    loop has the next one.
    """

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="thinking")

    async def over(self, work: Callable[[*Given], Result], *given: *Given) -> Result:
        """Return what the work on something yields, once it has been done in the thread."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, work, *given)


Place = tuple[int, int]
"""The store's key of an article, and the number of a paragraph in it."""


async def retrieve(
    store: ArticleStore,
    retriever: Retriever,
    thinking: SerialExecutor,
    question: str,
    earlier: Conversation | None,
    k: int,
    shown: Set[Place] = frozenset(),
) -> Selection | None:
    """Choose at most k paragraphs that have not been shown; None where there is nothing to search.

    A question that leaves out what it is about is completed by the earlier one. Raises UnclearQuestion.
    """
    ranking = await thinking.over(lambda: retriever.search(parse_question(question, earlier)))
    if ranking is None:
        return None
    texts = await store.texts(each.hit for each in ranking.candidates)
    wordings = ranking.sought.wordings
    headlines = await store.headlines(each.hit.row for each in ranking.candidates) if wordings else {}

    def decide() -> tuple[Ranking, tuple[SelectedParagraph, ...], tuple[SpellingCandidate, ...]]:
        final = rerank(ranking, texts, headlines)
        choices = select(final, CANDIDATES if shown else k)
        fresh = tuple(each for each in choices if shown.isdisjoint(each.places))[:k]
        return final, fresh, spelling_candidates(final, retriever)

    final, fresh, meant = await thinking.over(decide)
    cited = [key for choice in fresh for key in choice.keys]
    named = [*(cited or final.nearest), *(each.key for each in meant)]
    return Selection(final, fresh, await store.articles(named), meant)


def cited_paragraphs(answer: Answer) -> frozenset[Place]:
    """Return where the passages of an answer stand, once and again."""
    cited = ((each.article.row, each.paragraph) for each in answer.citations)
    again = ((copy.article.row, copy.paragraph) for each in answer.citations for copy in each.also)
    return frozenset((*cited, *again))


def last_number(answer: Answer) -> int:
    """Return the highest number among an answer's citations, those that can no longer be shown included."""
    return max([each.n for each in answer.citations] + [each.n for each in answer.withdrawn])


@dataclass(frozen=True, slots=True)
class AskResult:
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

    def ask(self, question: str, *, k: int) -> AskResult:
        """Answer with at most k cited passages, or decline."""
        started = perf_counter()
        asked = self._asked(question, k)
        milliseconds = (perf_counter() - started) * 1000
        return replace(asked, reply=replace(asked.reply, milliseconds=milliseconds))

    def without(self, ids: Collection[str]) -> "Snapshot":
        """Return the collection as it would be without the articles of these ids."""
        rows = {article.row for article in self.articles.values() if article.id in ids}
        return replace(self, retriever=self.retriever.without(rows))

    def _asked(self, question: str, k: int) -> AskResult:
        ranking = self.retriever.search(filters.parse(question, today=date.today()))
        if ranking is None:
            return AskResult(Decline(question=question))
        texts = {each.hit: self._text(each.hit) for each in ranking.candidates}
        headlines = {hit.row: self.articles[hit.row, hit.version].title for hit in texts}
        ranking = rerank(ranking, texts, headlines)
        choices = tuple(select(ranking, k))
        reply = build_answer(
            question, Selection(ranking, choices, self.articles, spelling_candidates(ranking, self.retriever)), k
        )
        return AskResult(reply, tuple(each.hit for each in ranking.candidates), ranking.query.language)

    def _text(self, hit: Hit) -> str:
        return self.articles[hit.row, hit.version].paragraphs[hit.number - 1]
