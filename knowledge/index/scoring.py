"""The scores of one part, exactly as Okapi adds them up: term by term, in the order of the question."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from knowledge.index.arrays import Mask, Numbers, Positions, Scores
from knowledge.index.part import NONE, Part


class Asked(NamedTuple):
    """A term of the question that occurs in a part."""

    number: int
    rarity: float


def everywhere(part: Part, asked: Sequence[Asked], weights: Scores) -> Scores:
    """Return the score of every position, those taken out included."""
    scores = np.zeros(len(part.lists))
    for number, rarity in asked:
        at = part.lists.at(number)
        np.add.at(scores, part.lists.positions[at], rarity * weights[part.lists.codes[at]])
    return scores


def touched(part: Part, asked: Sequence[Asked], weights: Scores, admitted: Mask | None) -> tuple[Numbers, Scores]:
    """Return the positions admitted that share a term, in no order, and their scores."""
    with part.scratch.lent() as sums:
        found = [add(part, each, weights, admitted, sums) for each in asked]
        positions = np.concatenate(found) if found else NONE.astype(np.int64)
        scores = sums[positions]
        sums[positions] = 0
    return positions, scores


def add(part: Part, term: Asked, weights: Scores, admitted: Mask | None, sums: Scores) -> Numbers:
    """Add a term's scores where it is admitted; return the positions that had none before."""
    at = part.lists.at(term.number)
    positions, codes = part.lists.positions[at].astype(np.int64), part.lists.codes[at]
    if admitted is not None:
        chosen = admitted[positions]
        positions, codes = positions[chosen], codes[chosen]
    before = sums[positions]
    sums[positions] = before + term.rarity * weights[codes]
    fresh: Numbers = positions[before == 0]
    return fresh


def at(part: Part, asked: Sequence[Asked], weights: Scores, positions: Numbers | Positions) -> Scores:
    """Return the scores of some positions, which may come in any order, and more than once."""
    with part.scratch.lent() as sums:
        for number, rarity in asked:
            where = part.lists.at(number)
            np.add.at(sums, part.lists.positions[where], rarity * weights[part.lists.codes[where]])
        scores = sums[positions]
        for number, _ in asked:
            sums[part.lists.positions[part.lists.at(number)]] = 0
    return scores


def looked_up(part: Part, term: Asked, weights: Scores, positions: Positions, scores: Scores) -> None:
    """Add a term's scores at a few ascending positions, finding them in its list instead of reading it."""
    at = part.lists.at(term.number)
    many = part.lists.positions[at]
    places = np.minimum(np.searchsorted(many, positions), len(many) - 1)
    found = np.flatnonzero(many[places] == positions)
    scores[found] += term.rarity * weights[part.lists.codes[at][places[found]]]
