"""Our measures of a ranking, held against ir-measures and against what a person works out by hand."""

import math
from itertools import product
from statistics import mean

import ir_measures
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.evaluation.metrics import ndcg, recall, reciprocal_rank, roc_auc, success

ITEMS = [f"a#{number}" for number in range(1, 16)]
SCORES = st.lists(st.sampled_from([0.0, 0.25, 0.5, 1.0]), min_size=1)
JUDGED = st.tuples(st.permutations(ITEMS), st.integers(0, 15), st.sets(st.sampled_from(ITEMS), min_size=1))
"""A ranking, how much of it was retrieved, and what is relevant."""


@settings(max_examples=50)
@given(st.lists(JUDGED, min_size=1, max_size=4))
def test_every_measure_is_that_of_ir_measures(asked: list[tuple[list[str], int, set[str]]]) -> None:
    judged = {str(id): (ranked[:size], relevant) for id, (ranked, size, relevant) in enumerate(asked)}
    qrels = [ir_measures.Qrel(id, item, 1) for id, (_, relevant) in judged.items() for item in relevant]
    run = [
        ir_measures.ScoredDoc(id, item, float(-rank))
        for id, (ranked, _) in judged.items()
        for rank, item in enumerate(ranked)
    ]
    ours = {
        ir_measures.Success @ 1: mean(success(*each, 1) for each in judged.values()),
        ir_measures.R @ 5: mean(recall(*each, 5) for each in judged.values()),
        ir_measures.RR @ 10: mean(reciprocal_rank(*each, 10) for each in judged.values()),
        ir_measures.nDCG @ 10: mean(ndcg(*each, 10) for each in judged.values()),
    }
    assert ours == pytest.approx(ir_measures.calc_aggregate(list(ours), qrels, run))


def test_gain_is_discounted_by_the_logarithm_of_the_rank() -> None:
    assert ndcg("abcd", "c", 10) == pytest.approx(1 / math.log2(4))
    assert ndcg("ab", "af", 10) == pytest.approx(1 / (1 + 1 / math.log2(3)))
    assert ndcg("abc", "c", 2) == 0


def test_ranks_beyond_the_cutoff_do_not_count() -> None:
    assert (recall("abcdef", "f", 5), recall("abcdef", "af", 5)) == (0, 0.5)
    assert reciprocal_rank("abcdef", "f", 10) == pytest.approx(1 / 6)
    assert reciprocal_rank("abcdef", "f", 5) == 0
    assert (success("ab", "b", 1), success("ab", "b", 2)) == (0, 1)


def test_nothing_relevant_and_nothing_ranked_are_zero(subtests: pytest.Subtests) -> None:
    for measure in [success, recall, reciprocal_rank, ndcg]:
        with subtests.test(measure=measure):
            assert callable(measure) and (measure("ab", "", 5), measure("", "a", 5)) == (0, 0)


def test_auc_counts_the_pairs_in_the_right_order_and_half_the_ties() -> None:
    assert roc_auc([0.9, 0.5], [0.5, 0.1]) == (1 + 1 + 0.5 + 1) / 4
    assert (roc_auc([], [0.5]), roc_auc([0.5], [])) == (None, None)


@given(SCORES, SCORES)
def test_auc_is_the_share_of_pairs(positive: list[float], negative: list[float]) -> None:
    assert roc_auc(positive, negative) == pytest.approx(
        mean((a > b) + (a == b) / 2 for a, b in product(positive, negative))
    )
