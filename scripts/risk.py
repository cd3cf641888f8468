"""The risk–coverage curve: the more questions are answered, the more often an answer is wrong."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import cycle
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from knowledge.evaluation import EvalResult
from knowledge.text import analysis

Shares = npt.NDArray[np.float64]

_COLOURS = ("C0", "C1", "C2", "C3", "C4", "C5", "C6", "C7")
_LEAST = 0.02
"""The part of the questions from which a line is drawn: before, a single answer moves it up and down."""
MIN_QUESTIONS = 30
"""Questions of one length from which their share is drawn."""
_CUTS = {"o": {"answered"}, "s": {"answered", "closest"}}


class Curve(NamedTuple):
    """Shares of questions answered, and of wrong answers among those, as the cut falls."""

    coverage: Shares
    risk: Shares


def curve(trials: Sequence[EvalResult], right: Sequence[bool]) -> Curve:
    """Return the curve of trials, of which those are `right` that are worth answering."""
    confidence = np.array([trial.reply.confidence for trial in trials])
    order = np.argsort(-confidence, kind="stable")
    answered = np.arange(1, len(trials) + 1)
    wrong = np.cumsum(~np.array(right)[order])
    # Questions of the same confidence fall to the same cut: only the last of them is a point.
    last = np.append(np.diff(confidence[order]) != 0, True)
    return Curve((answered / len(trials))[last], (wrong / answered)[last])


def draw(sets: Mapping[str, tuple[Sequence[EvalResult], Sequence[EvalResult]]], path: Path, *, k: int) -> None:
    """Draw a line for each set of trials and trials gone, with our cuts on it, as a PNG file."""
    figure = Figure(figsize=(8, 5.6), dpi=150, layout="constrained")
    axes = figure.add_subplot()
    for colour, (name, (trials, gone)) in zip(cycle(_COLOURS), sets.items(), strict=False):
        answerable = [trial for trial in trials if trial.answerable]
        right = [_shows_relevant(trial, k) for trial in answerable]
        _line(axes, [*answerable, *gone], [*right, *[False] * len(gone)], name, colour)
    _label(axes, k)
    figure.savefig(path, metadata={"Software": None})


def draw_by_length(
    sets: Mapping[str, tuple[Sequence[EvalResult], Sequence[EvalResult]]], path: Path, *, least: int = MIN_QUESTIONS
) -> None:
    """Draw how many questions of each length are answered, with the articles that answer them and without, as a PNG."""
    figure = Figure(figsize=(8, 4.6), dpi=150, layout="constrained")
    axes = figure.add_subplot()
    for colour, (name, (trials, gone)) in zip(cycle(_COLOURS), sets.items(), strict=False):
        for style, label, asked in (
            ("o-", name, [trial for trial in trials if trial.answerable]),
            ("s--", f"{name}, gone", gone),
        ):
            shares = answered_by_length(asked, least)
            axes.plot(list(shares), list(shares.values()), style, color=colour, markersize=4, label=label)
    axes.set_xlabel("terms of the question, function words apart")
    axes.set_ylabel("share of these questions answered")
    axes.set(ylim=(0, 1))
    axes.grid(alpha=0.3)
    figure.legend(loc="outside lower center", ncols=4, frameon=False)
    figure.savefig(path, metadata={"Software": None})


def answered_by_length(trials: Sequence[EvalResult], least: int) -> dict[int, float]:
    """Return the share of trials answered for each number of terms that at least so many questions have."""
    outcomes = defaultdict[int, list[bool]](list)
    for trial in trials:
        length = len(set(analysis.query_terms(trial.question.text, trial.language)))
        outcomes[length].append(trial.reply.outcome == "answered")
    return {length: sum(found) / len(found) for length, found in sorted(outcomes.items()) if len(found) >= least}


def _shows_relevant(trial: EvalResult, k: int) -> bool:
    return any(place in trial.question.relevant for place, _ in trial.ranked[:k])


def _line(axes: Axes, trials: Sequence[EvalResult], right: Sequence[bool], name: str, colour: str) -> None:
    drawn = curve(trials, right)
    enough = drawn.coverage >= _LEAST
    axes.plot(drawn.coverage[enough], drawn.risk[enough], color=colour, label=name)
    for marker, shown in _CUTS.items():
        coverage = np.mean([trial.reply.outcome in shown for trial in trials])
        risk = np.interp(coverage, drawn.coverage, drawn.risk)
        axes.plot(coverage, risk, marker, color=colour, markerfacecolor=colour if marker == "o" else "white")


def _label(axes: Axes, k: int) -> None:
    axes.set_title("Each question asked twice: with the articles that answer it, and without", fontsize="medium")
    axes.set_xlabel("share of questions answered, as the cut falls")
    axes.set_ylabel(f"wrong among those: none of {k} paragraphs is the right one")
    axes.set(xlim=(0, 1), ylim=(0, None))
    axes.grid(alpha=0.3)
    axes.plot([], [], "ko", label="our cut: as an answer")
    axes.plot([], [], "ks", markerfacecolor="white", label="our cut: as the closest passages")
    axes.figure.legend(loc="outside lower center", ncols=3, frameon=False)
