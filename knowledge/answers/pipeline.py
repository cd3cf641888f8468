"""How a question becomes a reply: one function, whose lines are its steps.

The bot, *More* and the evaluation all run it; they differ in where the articles are read from.
"""

import re
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import chain
from time import perf_counter

import regex

from knowledge.answers.citations import SOURCED_QUOTES, SPARE_QUOTES, ArticleSource, Selection, build_answer, select
from knowledge.answers.disagreements import find_disagreements
from knowledge.answers.kinds import asked_kind
from knowledge.answers.spelling import SpellingCandidate, spelling_candidates, sure_corrections
from knowledge.errors import InvalidQuestion
from knowledge.models import Answer, Conversation, Decline, Hit, Outcome, ParagraphKey, Suggestion
from knowledge.search import filters
from knowledge.search.filters import Filter, ParsedQuestion
from knowledge.search.retriever import Ranking, Retriever, rerank
from knowledge.search.retriever import outcome as confidence_outcome
from knowledge.text import analysis, language
from knowledge.text.matching import fold_words

MAX_ELLIPTICAL_TERMS = 2
"""A question of no more words than this, function words apart, leaves out what it is about if it names nothing."""
MAX_PRONOUN_TERMS = 4
"""A question of no more words than this may mean by “it” or “there” what was spoken of before."""

MIN_OWN_TERMS = 2
"""A question of fewer words of its own cannot have a subject of its own."""

_OPENERS = regex.compile(
    r"\s*(?:(?:and|but|or|also|so|then|what about|how about|y|pero|et|mais|und|aber)\b|그럼|그러면|그리고|그런데|那)",
    regex.IGNORECASE,
)
_PRONOUNS = {
    "en": r"\b(?:it|its|they|them|their|he|him|his|she|her|those|these|there|then|both)\b"
    r"|\b(?:that|this)\b(?=\W*$|\s+(?:is|was|mean|happen))",
    "es": r"\b(?:él|ella|ellos|ellas|eso|esto|allí|ahí)\b",
    "fr": r"\b(?:il|elle|ils|elles|cela|ça)\b",
    "de": r"\b(?:er|sie|dort|dies|das)\b",
    "ko": r"그것|그곳|거기|그때|그들|이것|여기|\b(?:그는|그가|그녀는|그녀가)\b",
    "zh": r"[它他她]|那里|那裡|这里|這裡",
}
MAX_HOLDERS = 3
"""Candidates of which one has a word that another spelling of it is asked for."""
MAX_LEFT_SHARE = 0.6
"""Share of what is held of a question without its filters up to which what these leave is next to nothing."""
_UNSPACED_LANGUAGES = ("ja", "th", "zh")


def is_elliptical(question: str) -> bool:
    """Tell whether a question may leave out what it is about."""
    if _OPENERS.match(question):
        return True
    code = language.detect(question)
    if (asked := asked_kind(question, code)) and asked.kind.name in ("definition", "identity"):
        return False
    said = _words(question, code)
    if code in _PRONOUNS and regex.search(_PRONOUNS[code], question, regex.IGNORECASE):
        return said <= MAX_PRONOUN_TERMS
    return said <= MAX_ELLIPTICAL_TERMS and not analysis.name_terms(question, code) and _asks(question, code)


def _asks(question: str, code: str) -> bool:
    """Tell a question from words to look for, which are complete however few."""
    spoken = {word.casefold() for word in question.split()}
    return question.rstrip().endswith(("?", "？")) or bool(spoken & analysis.function_words(code))


def parse_followup(question: str, earlier: Conversation | None, *, today: date) -> ParsedQuestion:
    """Take a question apart, as of the day that the question before it asks as of where it leaves out what it is about.

    Raises:
        InvalidQuestion: A filter cannot be understood or met.
    """
    parsed = filters.parse_question(question, today=today)
    if earlier is None or parsed.as_of or not is_elliptical(parsed.text):
        return parsed
    before = (filters.parse_question(each, today=today).as_of for each in earlier.questions)
    inherited = next(filter(None, before), None)
    return filters.parse_question(f"{question} {inherited.typed}", today=today) if inherited else parsed


def resolve_followup(parsed: ParsedQuestion, earlier: Conversation | None, *, today: date) -> ParsedQuestion:
    """Carry along what a question leaves out: the last complete question before it, and what its reply cited."""
    if earlier is None or not is_elliptical(parsed.text):
        return parsed
    complete = next((each for each in earlier.questions if not is_elliptical(each)), earlier.questions[-1])
    return replace(parsed, carried=filters.parse_question(complete, today=today).text, cited=earlier.cited)


def has_own_subject(alone: Ranking, cited: Set[int]) -> bool:
    """Tell whether a question that might follow another one finds an article of its own.

    Asked alone, it must be answered by an article that the reply before did not cite, with more of its words than any
    paragraph of those it did cite.

    Args:
        alone: What it finds without what was asked before.
        cited: The store's keys of the articles that the reply before cited.
    """
    if len(set(alone.query.terms)) < MIN_OWN_TERMS or alone.outcome != "answered":
        return False
    first, *_ = alone.candidates
    if first.hit.row in cited:
        return False
    known = [each.matched for each in alone.candidates if each.hit.row in cited]
    return alone.coverage > max(map(alone.query.coverage, known), default=0.0)


def _words(question: str, code: str) -> int:
    """Count the words that carry the meaning; where no spaces part them, two characters are one."""
    words = analysis.content_words(question, code)
    return sum((len(word) + 1) // 2 for word in words) if code in _UNSPACED_LANGUAGES else len(words)


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
    near = {key for each in paragraphs for key in each.paragraphs} | _read_for_spelling(candidates)
    selection = Selection(
        ranking,
        outcome,
        paragraphs,
        source.articles(named, near),
        candidates,
        unmet,
        confidence,
        corrected,
        request.shown,
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
    if not found:
        return answer
    first = answer.citations[0]
    disputed = {(said.paragraph, said.slot) for each in found for said in each.statements if said.n == first.n}
    is_short = bool(answer.short) and not any(
        part.paragraph == paragraph and start < slot[1] and slot[0] < end
        for part in replace(first, answers=first.answers[:1]).parts
        for start, end in part.answers
        for paragraph, slot in disputed
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

    A guessed word counts as half missing: the confidence is halfway between that without and that with the guess. Of a
    very long question, the other words are enough.
    """
    as_asked = (ranking, ranking.confidence, ())
    if not candidates or ranking.query.excess > 1:
        return as_asked
    articles = source.articles([each.key for each in candidates], _read_for_spelling(candidates))
    corrections = sure_corrections(candidates, retriever, articles)
    again = _with_spelling(ranking, corrections, retriever, source)
    if again and again.candidates and (kept := _held(again, corrections)) != corrections:
        corrections, again = kept, _with_spelling(ranking, kept, retriever, source)
    if again is None or again.confidence <= ranking.confidence:
        return as_asked
    halfway = (ranking.confidence + again.confidence) / 2
    if confidence_outcome(halfway, again.query.params) == "declined":
        # Where the word is the whole question, what has it as it was meant is near all the same.
        if again.outcome != "answered":
            return as_asked
        halfway = again.query.params.min_closest_confidence
    return again, halfway, corrections


def _read_for_spelling(candidates: Iterable[SpellingCandidate]) -> set[ParagraphKey]:
    return {key for each in candidates for key in each.paragraphs}


def _with_spelling(
    ranking: Ranking, corrections: Sequence[Suggestion], retriever: Retriever, source: ArticleSource
) -> Ranking | None:
    """Return what a question finds with other words instead of some of its own; None where there are none."""
    if not corrections:
        return None
    instead = {each.word: each.instead for each in corrections}
    words = "|".join(map(re.escape, instead))
    text = re.sub(rf"\b(?:{words})\b", lambda found: instead[found[0]], ranking.parsed.text)
    return _rank(replace(ranking.parsed, text=text), retriever, source)


def _held(ranking: Ranking, corrections: Sequence[Suggestion]) -> tuple[Suggestion, ...]:
    """Return the corrections whose words one of the first candidates has that is near enough to be shown."""
    query, (first, *others) = ranking.query, ranking.candidates
    shown = (first, *(each for each in others[: MAX_HOLDERS - 1] if each.outcome(query) != "declined"))
    held = frozenset(chain(*(each.matched for each in shown)))
    return tuple(each for each in corrections if not held.isdisjoint(analysis.terms(each.instead, query.language)))


def _without_unmet_filters(
    ranking: Ranking, retriever: Retriever, source: ArticleSource
) -> tuple[Ranking, tuple[Filter, ...]]:
    """Where filters leave nothing to show, return the ranking without them if that shows something, and name them.

    Likewise where they leave only what has little of the question, and what they keep out answers it; not where a
    phrase is one of them, as whoever quotes wants to see where that is said.
    """
    parsed = ranking.parsed
    if ranking.outcome == "answered":
        return ranking, ()
    unmet = ranking.unmet or tuple(each for each in parsed.filters if each.kind != "without")
    # What was published after the day that is asked as of is no answer, however near.
    unmet = tuple(each for each in unmet if each.kind != "as-of")
    if not unmet or (ranking.outcome == "closest" and any(each.kind == "phrase" for each in unmet)):
        return ranking, ()
    left = tuple(each for each in parsed.filters if each not in unmet)
    relaxed = _rank(replace(parsed, filters=left), retriever, source)
    if relaxed is None or relaxed.outcome == "declined":
        return ranking, ()
    if ranking.outcome == "closest" and (
        relaxed.outcome != "answered" or ranking.coverage > MAX_LEFT_SHARE * relaxed.coverage
    ):
        return ranking, ()
    return relaxed, unmet


def cited_paragraphs(answer: Answer) -> frozenset[ParagraphKey]:
    """Return the paragraphs that an answer cites, duplicates included."""
    cited = [ParagraphKey(each.article.row, number) for each in answer.citations for number in each.paragraphs]
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
    return rerank(ranking, source.texts, source.titles([each.hit for each in ranking.candidates]))
