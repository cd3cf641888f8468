"""The candidates read again, now with their texts: what a question insists on, its best sentences, and the newest."""

from collections.abc import Mapping
from dataclasses import replace

from knowledge.models import Hit
from knowledge.ranking import evidence
from knowledge.ranking.admission import admit
from knowledge.ranking.rerank import Candidate, rerank
from knowledge.ranking.retriever import Ranking

NEAR = 0.85
"""The share of the best score from which a candidate counts as its equal where the newest is asked for."""


def reread(ranking: Ranking, texts: Mapping[Hit, str], headlines: Mapping[int, str]) -> Ranking:
    """Put the candidates in their final order; those without a text are left out.

    `headlines` are those of the candidates' articles by their keys; only a question with phrases needs them.
    """
    admitted = admit(ranking, texts, headlines)
    ordered = rerank(ranking.query, admitted.candidates, texts)
    return _newest_first(replace(admitted, candidates=tuple(ordered)))


def _newest_first(ranking: Ranking) -> Ranking:
    """Where the newest is asked for, put the candidates that come near the best in the order of their days."""
    if not ranking.sought.latest or not ranking.candidates:
        return ranking
    best = ranking.candidates[0]
    equals = [each for each in ranking.candidates if _is_near(each, best, ranking)]
    rest = [each for each in ranking.candidates if each not in equals]
    return replace(ranking, candidates=(*sorted(equals, key=lambda each: -each.day), *rest))


def _is_near(candidate: Candidate, best: Candidate, ranking: Ranking) -> bool:
    """Tell whether a candidate scores nearly as high as the best, and would be shown as the same kind of answer."""
    outcome, wanted = (
        evidence.outcome(evidence.strength(each.support, ranking.query, each.found)) for each in (candidate, best)
    )
    is_as_good = candidate.hit.score >= NEAR * best.hit.score and outcome == wanted
    return is_as_good and candidate.worded == best.worded
