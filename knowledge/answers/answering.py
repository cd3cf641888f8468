"""The way of a question through retriever and store: what to cite, and the articles it stands in."""

from collections.abc import Mapping, Set
from dataclasses import dataclass

from knowledge.answers.asking import taken_apart
from knowledge.answers.choosing import Choice, choose
from knowledge.answers.following import Earlier
from knowledge.answers.spelling import Guess, guesses
from knowledge.answers.thinking import Thinking
from knowledge.models import Answer, Article, ArticleKey
from knowledge.ranking.rerank import CANDIDATES
from knowledge.ranking.rereading import reread
from knowledge.ranking.retriever import Ranking, Retriever
from knowledge.storage.store import Store

Place = tuple[int, int]
"""The store's key of an article, and the number of a paragraph in it."""


@dataclass(frozen=True, slots=True)
class Found:
    """What is to be cited, best first, with the articles that a reply names."""

    ranking: Ranking
    choices: tuple[Choice, ...]
    articles: Mapping[ArticleKey, Article]
    guesses: tuple[Guess, ...] = ()
    """What may have been meant by words that occur nowhere."""


async def find(
    store: Store,
    retriever: Retriever,
    thinking: Thinking,
    question: str,
    earlier: Earlier | None,
    k: int,
    shown: Set[Place] = frozenset(),
) -> Found | None:
    """Choose at most k paragraphs that have not been shown; None where there is nothing to search.

    A question that leaves out what it is about is completed by the earlier one. Raises UnclearQuestion.
    """
    ranking = await thinking.over(lambda: retriever.search(taken_apart(question, earlier)))
    if ranking is None:
        return None
    texts = await store.texts(each.hit for each in ranking.candidates)
    wordings = ranking.sought.wordings
    headlines = await store.headlines(each.hit.row for each in ranking.candidates) if wordings else {}

    def decide() -> tuple[Ranking, tuple[Choice, ...], tuple[Guess, ...]]:
        final = reread(ranking, texts, headlines)
        choices = choose(final, CANDIDATES if shown else k)
        fresh = tuple(each for each in choices if shown.isdisjoint(each.places))[:k]
        return final, fresh, guesses(final, retriever)

    final, fresh, meant = await thinking.over(decide)
    cited = [key for choice in fresh for key in choice.keys]
    named = [*(cited or final.nearest), *(each.key for each in meant)]
    return Found(final, fresh, await store.articles(named), meant)


def shown(answer: Answer) -> frozenset[Place]:
    """Return where the passages of an answer stand, once and again."""
    cited = ((each.article.row, each.paragraph) for each in answer.citations)
    again = ((copy.article.row, copy.paragraph) for each in answer.citations for copy in each.also)
    return frozenset((*cited, *again))


def last_number(answer: Answer) -> int:
    """Return the highest number among an answer's citations, those that can no longer be shown included."""
    return max([each.n for each in answer.citations] + [each.n for each in answer.withdrawn])
