"""Are these hits evidence, or should we decline?

The signal is the idf-weighted share of the question's terms that stand in the paragraph, its title included. Terms that
the collection has never seen count in full: they are the strongest hint that the answer is not there.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal

from knowledge.query import Query


@dataclass(frozen=True, slots=True)
class Cuts:
    """Below `closest` we decline; from `answered` on the passage is shown as an answer."""

    closest: float
    answered: float


WORDS = Cuts(closest=0.35, answered=0.45)
CHARACTERS = Cuts(closest=0.19, answered=0.32)
_CHARACTER_LANGUAGES = frozenset({"ko", "ja", "zh", "th"})


def cuts(language: str) -> Cuts:
    """Return the cuts of the analyser that reads a language: stems of words, or characters."""
    return CHARACTERS if language in _CHARACTER_LANGUAGES else WORDS


def coverage(query: Query, found: Collection[str]) -> float:
    """Return the share of a question's terms that were found, weighted by idf, from 0 to 1."""
    total = sum(query.weights.values())
    return sum(query.weights[term] for term in found) / total if total else 0.0


def outcome(evidence: float, language: str) -> Literal["answered", "closest", "declined"]:
    """Judge the evidence of the best paragraph."""
    cut = cuts(language)
    if evidence >= cut.answered:
        return "answered"
    return "closest" if evidence >= cut.closest else "declined"
