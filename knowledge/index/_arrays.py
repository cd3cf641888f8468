"""The kinds of arrays that an index is made of."""

from typing import Any

import numpy as np
import numpy.typing as npt

Positions = npt.NDArray[np.int32]
"""Places in a list of paragraphs, from 0."""
Numbers = npt.NDArray[np.int64]
DocIds = npt.NDArray[np.signedinteger[Any]]
"""Positions of either size."""
Mask = npt.NDArray[np.bool_]
Scores = npt.NDArray[np.float64]
Codes = npt.NDArray[np.unsignedinteger[Any]]


def intersect(first: Positions, second: Positions) -> int:
    """Return how many positions two ascending arrays share."""
    few, many = sorted((first, second), key=len)
    return int(np.count_nonzero(contains(few, many)))


def contains(few: Positions, many: Positions) -> Mask:
    """Tell for each position whether it stands in an ascending array."""
    if not len(many):
        return np.zeros(len(few), dtype=bool)
    found: Mask = many[np.minimum(np.searchsorted(many, few), len(many) - 1)] == few
    return found


def dense_codes(keys: Numbers) -> tuple[Numbers, Codes]:
    """Return the distinct keys, ascending, and for each key its place among them in the smallest type that holds it."""
    span = int(keys.max(initial=0)) + 1
    if span > 4 * len(keys) + 1024:
        distinct, places = np.unique(keys, return_inverse=True)
        return distinct, places.astype(narrowest(len(distinct)))
    seen = np.zeros(span, dtype=bool)
    seen[keys] = True
    distinct = np.flatnonzero(seen)
    places = np.cumsum(seen) - 1
    return distinct, places.astype(narrowest(len(distinct)))[keys]


def narrowest(size: int) -> "np.dtype[np.unsignedinteger[Any]]":
    """Return the smallest type that holds the numbers below a size."""
    kind: np.dtype[np.unsignedinteger[Any]] = np.min_scalar_type(max(size - 1, 0))
    return kind


def starts(counts: npt.NDArray[np.integer[Any] | np.bool_]) -> Numbers:
    """Return where each of several runs begins that stand one after the other, and where the last one ends."""
    return np.concatenate(([0], np.cumsum(counts, dtype=np.int64)))
