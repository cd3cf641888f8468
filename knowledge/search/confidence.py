"""Are these hits evidence, or should we decline?

The signal is the best paragraph's score divided by the idf of all terms of the question. Terms that the collection has
never seen count in full: they are the strongest hint that the answer is not there, and a name that is missing counts
more. What the quotient means grows with the collection, as among many paragraphs one is always found that shares
something: so do the cuts. Less is left of it where a paragraph lacks the kind of thing that was asked for.
"""

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Literal

from knowledge.search.query import AnswerType, Query, has_answer_type, is_negated
from knowledge.text.sentences import Sentence

ANSWERED = 0.5
"""From this evidence on a passage is shown as an answer."""
CLOSEST = 0.4
"""From this evidence on passages are shown as the closest ones; below it we decline."""

MISSING_NAME = 1.5
"""How much more a name or number counts that is missing."""

TELLING: frozenset[AnswerType | None] = frozenset({"age", "money", "time", "number"})
"""The kinds whose absence tells: names and places stand in nearly every paragraph."""
WITHOUT_KIND = 0.8
"""What is left of the evidence where a paragraph holds no time, number, age or sum, and one was asked for."""
WITHOUT_DENIAL = 0.5
"""What is left of it where a question asks what is not so, and the best sentence says nothing of the sort."""


@dataclass(frozen=True, slots=True)
class Threshold:
    """The quotient from which we answer: `base` for one paragraph, and `growth` for every ten times as many."""

    base: float
    growth: float

    def at(self, size: int) -> float:
        """Return the quotient for a number of paragraphs."""
        return self.base + self.growth * math.log10(max(size, 1))


WORDS = Threshold(base=1.0, growth=0.25)
HANGUL = Threshold(base=1.03, growth=0.32)
UNSPACED = Threshold(base=0.67, growth=0.32)
"""Each analyser has its own cut: characters are shared by chance more often than stems."""

_CUTS = {"ko": HANGUL, "ja": UNSPACED, "th": UNSPACED, "zh": UNSPACED}


def answer_type_fit(query: Query, sentences: Sequence[Sentence], best: Sentence) -> float:
    """Return how well a paragraph fits what is asked for, from its sentences and the best of them: at most 1."""
    kind_is_missing = query.kind in TELLING and not any(
        has_answer_type(sentence.text, query.kind) for sentence in sentences
    )
    denial_is_missing = query.denies and not is_negated(best.text, query.language)
    return (WITHOUT_KIND if kind_is_missing else 1.0) * (WITHOUT_DENIAL if denial_is_missing else 1.0)


def confidence(score: float, query: Query, found: Collection[str]) -> float:
    """Return how far the score of a paragraph that holds the terms found is evidence: 0 to 1, `ANSWERED` at the cut."""
    asked = sum(_stake(term, query, found) for term in query.terms)
    if not asked or not query.speaks:
        return 0.0
    quotient = score / asked
    return quotient / (quotient + _CUTS.get(query.language, WORDS).at(query.size))


def _stake(term: str, query: Query, found: Collection[str]) -> float:
    is_missing_name = term in query.names and term not in found
    return query.weights[term] * (MISSING_NAME if is_missing_name else 1)


def outcome(evidence: float) -> Literal["answered", "closest", "declined"]:
    """Judge the evidence of the best paragraph."""
    if evidence >= ANSWERED:
        return "answered"
    return "closest" if evidence >= CLOSEST else "declined"
