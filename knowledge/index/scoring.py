"""The scores of one part, exactly as Okapi adds them up: term by term, in the order of the question."""

from collections.abc import Sequence

import numpy as np

from knowledge.index.arrays import Numbers, Places, Scores
from knowledge.index.asked import Asked, postings
from knowledge.index.part import NONE, Part

FEW = 16_384
"""Paragraphs of a small part: there is room for what a common term gives everywhere."""
DENSE = 4
"""One posting for so many paragraphs, and it is quicker to score each of them."""
AT_ONCE = 8_192
"""Postings that are read at once, not list by list."""
_COMMON = 16
"""One paragraph in so many holds a common term."""


def everywhere(part: Part, asked: Sequence[Asked]) -> Scores:
    """Return the score of every position; 0 for those taken out."""
    few = sum([each.size for each in asked]) <= AT_ONCE
    scores = _counted(part, asked) if few else _added_up(part, asked)
    if len(part.gone):
        scores[part.gone] = 0
    return scores


def _counted(part: Part, asked: Sequence[Asked]) -> Scores:
    positions, given = postings(asked)
    return np.bincount(positions, given, part.size).astype(np.float64, copy=False)


def _added_up(part: Part, asked: Sequence[Asked]) -> Scores:
    scores = np.zeros(part.size)
    common = part.size // _COMMON if part.size <= FEW else part.size
    for each in asked:
        if each.size > common:
            scores += each.everywhere
        else:
            np.add.at(scores, each.positions.astype(np.int64), each.given())
    return scores


def touched(part: Part, asked: Sequence[Asked]) -> tuple[Numbers, Scores]:
    """Return the positions left that share a term, ascending, and their scores."""
    if sum(each.size for each in asked) * DENSE > part.size:
        scores = everywhere(part, asked)
        positions = scores.nonzero()[0]
        return positions, scores[positions]
    found, given = postings(asked)
    ascending = np.sort(found)
    distinct = ascending[np.diff(ascending, prepend=-1) > 0]
    return left(part, distinct, _sums(part, found, given, distinct))


def summed(part: Part, asked: Sequence[Asked]) -> tuple[Numbers, Scores]:
    """Return the positions left that share a term, each as often as terms occur there, and their scores."""
    found, given = postings(asked)
    return left(part, found, _sums(part, found, given, found))


def left(part: Part, positions: Places, scores: Scores) -> tuple[Places, Scores]:
    """Return those of some positions that have not been taken out, and their scores."""
    if not len(part.gone):
        return positions, scores
    kept = part.kept[positions]
    return positions[kept], scores[kept]


def joined(found: Sequence[tuple[Places, Scores]]) -> tuple[Places, Scores]:
    """Return what has been found here and there, one after the other."""
    if len(found) == 1:
        return found[0]
    positions, scores = zip((NONE, np.zeros(0)), *found, strict=True)
    return np.concatenate(positions, dtype=np.int64), np.concatenate(scores)


def _sums(part: Part, found: Numbers, given: Scores, positions: Numbers) -> Scores:
    """Return the sums of what terms give, at the positions where they were found: each of those once at least."""
    sums = part.scratch.borrow()
    np.add.at(sums, found, given)
    scores = sums[positions]
    sums[positions] = 0
    part.scratch.give_back(sums)
    return scores
