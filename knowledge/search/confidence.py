"""How confident may we be that a paragraph answers, and is that enough to show it?

The signal is the best paragraph's score divided by the idf of all terms of the question. Terms that the collection has
never seen count in full: they are the strongest hint that the answer is not there, and a name that is missing counts
more. What the quotient means grows with the collection, as among many paragraphs one is always found that shares
something: so do the thresholds. A score counts less where a paragraph lacks the type of thing that was asked for.
"""

from collections.abc import Sequence, Set

from knowledge.models import Outcome
from knowledge.search.params import RankingParams
from knowledge.search.query import AnswerType, Query, has_answer_type, is_negated
from knowledge.text.sentences import Sentence

CHECKED_TYPES: frozenset[AnswerType | None] = frozenset({"age", "money", "time", "number"})
"""The types whose absence means something: names and places are in nearly every paragraph."""

MEAN_TERMS = 5
"""Terms of a usual question, by which a longer one is measured."""


def answer_type_fit(query: Query, sentences: Sequence[Sentence], best: Sentence) -> float:
    """Return how well a paragraph fits what is asked for, from its sentences and the best of them: at most 1."""
    is_type_missing = query.answer_type in CHECKED_TYPES and not any(
        has_answer_type(sentence.text, query.answer_type) for sentence in sentences
    )
    is_negation_missing = query.is_negated and not is_negated(best.text, query.language)
    params = query.params
    type_factor = params.missing_type_factor if is_type_missing else 1.0
    return type_factor * (params.missing_negation_factor if is_negation_missing else 1.0)


def confidence(score: float, query: Query, matched: Set[str]) -> float:
    """Return the confidence in a paragraph that holds the matched terms, from 0 to 1."""
    if not query.terms or not query.has_content:
        return 0.0
    quotient = score / (query.total_weight + _missing_weight(query, matched)) * _length_factor(query)
    return quotient / (quotient + query.params.confidence_threshold(query.language).at(query.num_paragraphs))


def _length_factor(query: Query) -> float:
    """Return the factor that is fair to length: of a long question a paragraph holds less, and that means more."""
    if not query.params.is_spaced(query.language):
        return 1.0
    return float((len(query.terms) / MEAN_TERMS) ** query.params.length_exponent)


def outcome(confidence: float, params: RankingParams) -> Outcome:
    """Return what is shown with that confidence in the best paragraph."""
    if confidence >= params.min_answer_confidence:
        return "answered"
    return "closest" if confidence >= params.min_closest_confidence else "declined"


def _missing_weight(query: Query, matched: Set[str]) -> float:
    """Return what the names that a paragraph lacks in every form add to the weight of a question."""
    missing = [
        query.weights[name]
        for name in query.names
        if name not in matched and not any(form <= matched for form in query.forms.get(name, ()))
    ]
    return (query.params.missing_name_weight - 1) * sum(missing) if missing else 0.0
