"""How a question becomes a reply: one function, whose lines are its steps.

The bot, *More* and the evaluation all run it; they differ in where the articles are read from.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from time import perf_counter

from knowledge.answers.citations import SOURCED_QUOTES, SPARE_QUOTES, build_answer
from knowledge.answers.disagreements import find_disagreements
from knowledge.answers.followup import has_own_subject, parse_followup, resolve_followup
from knowledge.answers.selection import ArticleSource, Selection, select
from knowledge.answers.spelling import SpellingCandidate, spelling_candidates, sure_corrections
from knowledge.errors import InvalidQuestion
from knowledge.models import Answer, Conversation, Decline, Hit, Outcome, ParagraphKey, Suggestion
from knowledge.search import filters
from knowledge.search.confidence import outcome as confidence_outcome
from knowledge.search.filters import Filter, ParsedQuestion
from knowledge.search.retriever import Ranking, Retriever, rerank
from knowledge.text.matching import fold_words

MAX_QUESTION_CHARS = 1_000
"""Characters of the longest question that is taken."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerRequest:
    """A question, and what the reply to it depends on besides the articles."""

    question: str
    """As `clean_question` returns it."""
    k: int = 3
    """How many passages are cited at most."""
    conversation: Conversation | None = None
    """What was asked before, where the question follows something."""
    shown: frozenset[ParagraphKey] = frozenset()
    """Paragraphs that are not cited again."""
    first_number: int = 1
    """The number of the first citation."""
    newer_than: int = 0
    """Only articles with a row above this one are looked at; 0 is all."""
    today: date = field(default_factory=date.today)
    ignored: frozenset[int] = frozenset()
    """The places of publishers and months in the question that are plain words here."""


@dataclass(frozen=True, slots=True)
class AskResult:
    """A reply, and the ranking behind it."""

    reply: Answer | Decline
    hits: tuple[Hit, ...] = ()
    """Every paragraph that was reranked, best first, also where the reply shows none."""
    language: str = ""
    """The language whose articles were ranked."""
    index_version: str = ""
    """The index that was asked; empty for a snapshot."""
    terms: tuple[str, ...] = ()
    """The terms that were looked for."""
    stages: Mapping[str, float] = field(default_factory=dict)
    """Milliseconds that each stage took."""


class StageClock:
    """Measures how long each stage of an answer takes."""

    def __init__(self) -> None:
        self.stages: dict[str, float] = {}
        """Milliseconds by stage, in order."""
        self._last = perf_counter()

    def lap(self, stage: str) -> None:
        """End a stage."""
        now = perf_counter()
        self.stages[stage] = round((now - self._last) * 1000, 3)
        self._last = now


def clean_question(question: str) -> str:
    """Return a question on one line.

    Raises:
        InvalidQuestion: It is empty, or longer than `MAX_QUESTION_CHARS`.
    """
    question = " ".join(question.split())
    if not question:
        raise InvalidQuestion("There's no question there. Write what you want to know after the command.")
    if len(question) > MAX_QUESTION_CHARS:
        raise question_too_long(len(question))
    return question


def question_too_long(length: int) -> InvalidQuestion:
    """Return the refusal of a question of so many characters."""
    return InvalidQuestion(
        "That question has {length:,} characters. Please shorten it to {most:,} at most.",
        length=length,
        most=MAX_QUESTION_CHARS,
    )


def answer_question(request: AnswerRequest, retriever: Retriever, source: ArticleSource) -> AskResult:
    """Answer with cited passages, or decline.

    Raises:
        InvalidQuestion: The question has filters, but nothing to look for.
    """
    clock = StageClock()
    plain = parse_followup(request.question, request.conversation, today=request.today)
    parsed = replace(plain, newer_than=request.newer_than, ignored=request.ignored)
    resolved = _check(resolve_followup(parsed, request.conversation, today=request.today))
    ranking = _rank_alone(parsed, resolved, retriever, source) or _rank(resolved, retriever, source)
    clock.lap("rank")
    if ranking is None:
        return AskResult(Decline(question=request.question), stages=clock.stages)
    ranking, unmet = _without_unmet_filters(ranking, retriever, source)
    candidates = spelling_candidates(ranking, retriever)
    ranking, confidence, corrected = _corrected(ranking, candidates, retriever, source)
    if corrected:
        candidates = spelling_candidates(ranking, retriever)
    clock.lap("correct")
    shown_as = confidence_outcome(confidence, ranking.query.params)
    outcome: Outcome = "closest" if unmet and shown_as == "answered" else shown_as
    most = SOURCED_QUOTES if len(ranking.parsed.hints) > 1 else request.k + SPARE_QUOTES
    paragraphs = select(ranking, outcome, most, request.shown)
    cited = [key for paragraph in paragraphs for key in paragraph.keys]
    named = [*(cited or ranking.nearest), *(each.key for each in candidates)]
    selection = Selection(
        ranking, outcome, paragraphs, source.articles(named), candidates, unmet, confidence, corrected
    )
    reply = build_answer(selection, request.question, request.k, request.first_number)
    if parsed.as_of:
        reply = replace(reply, as_of=parsed.asked_on, undated=retriever.undated_articles)
    clock.lap("cite")
    if isinstance(reply, Answer):
        reply = _compared(reply, ranking, source)
    clock.lap("compare")
    hits = tuple(each.hit for each in ranking.candidates)
    terms = tuple(ranking.query.terms)
    return AskResult(reply, hits, ranking.query.language, terms=terms, stages=clock.stages)


def _compared(answer: Answer, ranking: Ranking, source: ArticleSource) -> Answer:
    """Return an answer with what other articles say differently; what they do is no answer by itself."""
    found = find_disagreements(answer, ranking, source)
    first = answer.citations[0]
    disputed = {said.slot for each in found for said in each.statements if said.n == first.n}
    is_short = bool(answer.short) and not any(
        start < slot[1] and slot[0] < end for start, end in first.answers[:1] for slot in disputed
    )
    return replace(answer, disagreements=found, short=answer.short if is_short else "")


def _rank_alone(
    parsed: ParsedQuestion, resolved: ParsedQuestion, retriever: Retriever, source: ArticleSource
) -> Ranking | None:
    """Return what a follow-up finds without the question before, where that is a subject of its own."""
    if not resolved.carried or not parsed.text:
        return None
    alone = _rank(parsed, retriever, source)
    return alone if alone and has_own_subject(alone, resolved.cited) else None


def _rank(parsed: ParsedQuestion, retriever: Retriever, source: ArticleSource) -> Ranking | None:
    retrieved = retriever.search(parsed)
    return retrieved and _rerank(retrieved, source)


def _corrected(
    ranking: Ranking, candidates: Sequence[SpellingCandidate], retriever: Retriever, source: ArticleSource
) -> tuple[Ranking, float, tuple[Suggestion, ...]]:
    """Ask once more with the words spelt right that occur nowhere, where one spelling is plainly meant.

    A guessed word counts as half missing: the confidence is halfway between that without and that with the guess.
    """
    as_asked = (ranking, ranking.confidence, ())
    if not candidates:
        return as_asked
    corrections = sure_corrections(candidates, retriever, source.articles([each.key for each in candidates]))
    if not corrections:
        return as_asked
    instead = {each.word: each.instead for each in corrections}
    words = "|".join(map(re.escape, instead))
    text = re.sub(rf"\b(?:{words})\b", lambda found: instead[found[0]], ranking.parsed.text)
    again = _rank(replace(ranking.parsed, text=text), retriever, source)
    if again is None or again.confidence <= ranking.confidence:
        return as_asked
    halfway = (ranking.confidence + again.confidence) / 2
    if confidence_outcome(halfway, again.query.params) == "declined":
        return as_asked
    return again, halfway, corrections


def _without_unmet_filters(
    ranking: Ranking, retriever: Retriever, source: ArticleSource
) -> tuple[Ranking, tuple[Filter, ...]]:
    """Where filters leave nothing to show, return the ranking without them if that shows something, and name them."""
    parsed = ranking.parsed
    if ranking.outcome != "declined":
        return ranking, ()
    unmet = ranking.unmet or tuple(each for each in parsed.filters if each.kind != "without")
    # What was published after the day that is asked as of is no answer, however near.
    unmet = tuple(each for each in unmet if each.kind != "as-of")
    if not unmet:
        return ranking, ()
    left = tuple(each for each in parsed.filters if each not in unmet)
    relaxed = _rank(replace(parsed, filters=left), retriever, source)
    if relaxed is None or relaxed.outcome == "declined":
        return ranking, ()
    return relaxed, unmet


def cited_paragraphs(answer: Answer) -> frozenset[ParagraphKey]:
    """Return the paragraphs that an answer cites, duplicates included."""
    cited = [ParagraphKey(each.article.row, each.paragraph) for each in answer.citations]
    duplicates = [ParagraphKey(copy.article.row, copy.paragraph) for each in answer.citations for copy in each.also]
    return frozenset([*cited, *duplicates])


def last_number(answer: Answer) -> int:
    """Return the highest number among an answer's citations, withdrawn ones included."""
    return max([each.n for each in answer.citations] + [each.n for each in answer.withdrawn])


def check_watchable(question: str, *, today: date) -> None:
    """Raise InvalidQuestion for a question that no new article could answer.

    It has filters but nothing to look for, a filter that nobody understands, or asks as of an earlier day.
    """
    parsed = _check(filters.parse_question(question, today=today))
    if parsed.as_of:
        raise InvalidQuestion("A watch looks at new articles, so it can't ask as of an earlier day. Remove as-of:.")


def _check(question: ParsedQuestion) -> ParsedQuestion:
    if question.filters and not fold_words(question.text) and not question.carried:
        raise InvalidQuestion("Those are only filters. Add what you want to know.")
    return question


def _rerank(ranking: Ranking, source: ArticleSource) -> Ranking:
    hits = [each.hit for each in ranking.candidates]
    # Only phrases are looked for in titles once more.
    titles = source.titles(hits) if ranking.parsed.text_filters else {}
    return rerank(ranking, source.texts(hits), titles)
