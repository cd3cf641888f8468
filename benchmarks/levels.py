"""What the whole first ranking costs beside the plain score: both levels, word pairs, and filters."""

import statistics
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from time import perf_counter

from benchmarks.measuring import QUESTIONS, WARM
from benchmarks.text import PARAGRAPHS, Question, Text
from knowledge.models import Article
from knowledge.search import filters
from knowledge.search.params import DEFAULT_PARAMS as PARAMS
from knowledge.search.partition import Partition

_TODAY = date(2020, 1, 1)


def measure(size: int) -> dict[str, float]:
    """Return the medians in milliseconds, over so many paragraphs."""
    text = Text()
    articles = list(_articles(text, size))
    partition = Partition.build("", articles)
    questions = text.questions([each.paragraphs[0].split() for each in articles], QUESTIONS)
    plain, filtered = (filters.parse_question(f"x {filter}", today=_TODAY) for filter in ("", "after:2015"))
    k = PARAMS.max_candidates
    ways: dict[str, Callable[[Question], object]] = {
        "plain": lambda question: partition.paragraphs.search(question.dropped, k),
        "both levels and pairs": lambda question: partition.search(question.dropped, k, plain, PARAMS),
        "the same with a date": lambda question: partition.search(question.dropped, k, filtered, PARAMS),
    }
    return _in_turn(ways, questions)


def _in_turn(ways: dict[str, Callable[[Question], object]], questions: Sequence[Question]) -> dict[str, float]:
    taken: dict[str, list[float]] = {name: [] for name in ways}
    for question in questions:
        for name, ask in ways.items():
            started = perf_counter()
            ask(question)
            taken[name].append((perf_counter() - started) * 1000)
    return {name: statistics.median(times[WARM:]) for name, times in taken.items()}


def _articles(text: Text, size: int) -> "list[Article]":
    paragraphs = [" ".join(terms) for terms in text.paragraphs(size)]
    return [
        Article(
            title=paragraphs[first].rpartition(" ")[2],
            paragraphs=tuple(paragraphs[first : first + PARAGRAPHS]),
            published_at=_TODAY - timedelta(days=first % 3_650),
            row=first + 1,
            version=1,
        )
        for first in range(0, size, PARAGRAPHS)
    ]
