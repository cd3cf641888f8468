"""Measures of a ranking and of a score, as trec_eval and scikit-learn define them; relevance is yes or no."""

import math
from collections.abc import Collection, Hashable, Sequence

import numpy as np


def success(ranked: Sequence[Hashable], relevant: Collection[Hashable], k: int) -> float:
    """Tell whether a relevant item is among the first `k`.

    Args:
        ranked: Items without repetition, best first.
        relevant: The items that ought to be found.
        k: How many ranks are looked at.

    Returns:
        1 if there is one, otherwise 0.
    """
    return float(any(item in relevant for item in ranked[:k]))


def recall(ranked: Sequence[Hashable], relevant: Collection[Hashable], k: int) -> float:
    """Return the share of the relevant items that is among the first `k`, from 0 to 1; arguments as in `success`."""
    return sum(item in relevant for item in ranked[:k]) / len(relevant) if relevant else 0.0


def reciprocal_rank(ranked: Sequence[Hashable], relevant: Collection[Hashable], k: int) -> float:
    """Return 1 / the rank of the first relevant item, 0 if it is beyond `k`; arguments as in `success`.

    Its mean over questions is MRR@k.
    """
    return next((1 / rank for rank, item in enumerate(ranked[:k], start=1) if item in relevant), 0.0)


def ndcg(ranked: Sequence[Hashable], relevant: Collection[Hashable], k: int) -> float:
    """Return the normalised discounted cumulative gain of the first `k`; arguments as in `success`.

    A relevant item on rank r gains 1 / log2(r + 1). The sum is divided by that of the best possible ranking.

    Example:
        >>> ndcg(["b", "a"], {"a"}, 10)
        0.6309297535714575
    """
    ideal = sum(map(_discount, range(1, min(len(relevant), k) + 1)))
    gained = sum(_discount(rank) for rank, item in enumerate(ranked[:k], start=1) if item in relevant)
    return gained / ideal if ideal else 0.0


def roc_auc(positive: Sequence[float], negative: Sequence[float]) -> float | None:
    """Return the area under the ROC curve: the chance that a positive outscores a negative.

    Args:
        positive: Scores of what should score high.
        negative: Scores of what should score low.

    Returns:
        From 0 to 1, where a tie counts half, as in Mann and Whitney's U; None if either side is empty.
    """
    if not positive or not negative:
        return None
    ordered = np.sort(negative)
    below = np.searchsorted(ordered, positive, "left") + np.searchsorted(ordered, positive, "right")
    return float(below.mean() / 2 / len(negative))


def _discount(rank: int) -> float:
    return 1 / math.log2(rank + 1)
