"""How much of a question each sentence of a paragraph holds."""

from collections.abc import Mapping, Sequence, Set

from knowledge.ranking.kinds import holds
from knowledge.ranking.query import Query
from knowledge.ranking.splitting import Sentence

LIKENESS_WEIGHT = 0.6
RUN_WEIGHT = 0.25
KIND_GAIN = 0.5
"""How much more a sentence counts that holds the kind of thing asked for."""

_K1, _B = 0.9, 0.4


def score(sentence: Sentence, present: Set[str], query: Query, mean: float, *, run_weight: float = RUN_WEIGHT) -> float:
    """Score a sentence by its terms (BM25, `mean` being the usual number of them), their likes, and its kind.

    `present` are those of its terms that tell anything of the query.

    Shared runs tell paragraphs apart; among the sentences of one they mislead, as related words stand in all of it.
    """
    gain = 1 + KIND_GAIN * holds(sentence.text, query.kind)
    like = LIKENESS_WEIGHT * likeness(present, query) + run_weight * _shared_runs(sentence, query)
    return gain * (_bm25(sentence, present, query, mean) + like)


def telling(sentence: Sentence, query: Query) -> Set[str]:
    """Return those of the terms of a sentence that tell anything of a query."""
    return query.telling.intersection(sentence.terms)


def likeness(present: Set[str], query: Query) -> float:
    """Return the idf of the query's missing terms, each by how much the most similar term present is like it."""
    missing = [(query.weights[term], alike) for term, alike in query.alike.items() if term not in present]
    return sum([weight * _likest(alike, present) for weight, alike in missing]) if present else 0.0


def mean_length(sentences: Sequence[Sentence]) -> float:
    """Return the mean number of terms, at least 1."""
    return max(sum(len(sentence.terms) for sentence in sentences) / max(len(sentences), 1), 1.0)


def _likest(alike: Mapping[str, float], present: Set[str]) -> float:
    return max([alike[term] for term in present if term in alike], default=0.0)


def _bm25(sentence: Sentence, present: Set[str], query: Query, mean: float) -> float:
    norm = _K1 * (1 - _B + _B * len(sentence.terms) / mean)
    shared = [term for term in query.terms if term in present]
    found = [(query.weights[term], sentence.terms.count(term)) for term in shared]
    return sum([weight * count * (_K1 + 1) / (count + norm) for weight, count in found])


def _shared_runs(sentence: Sentence, query: Query) -> float:
    return sum([weight for run, weight in query.runs.items() if run in sentence.marked])
