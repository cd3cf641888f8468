"""Questions that say only what is new, as “and China?” does after an answer, completed from the one they follow."""

from collections.abc import Set
from dataclasses import replace
from datetime import date

import regex

from knowledge.models import Conversation
from knowledge.search import filters
from knowledge.search.filters import ParsedQuestion
from knowledge.search.retriever import Ranking
from knowledge.text import analysis, language

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
_UNSPACED_LANGUAGES = ("ja", "th", "zh")


def is_elliptical(question: str) -> bool:
    """Tell whether a question may leave out what it is about."""
    if _OPENERS.match(question):
        return True
    code = language.detect(question)
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
