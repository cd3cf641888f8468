"""What an evaluation says: how well paragraphs are found, quotes answer, and questions without an answer declined."""

import math
import string
import unicodedata
from collections import Counter
from collections.abc import Collection, Hashable, Iterable, Sequence
from dataclasses import dataclass
from statistics import mean

import numpy as np

from knowledge.evaluation.runner import EvalResult
from knowledge.models import Answer, Citation
from knowledge.text.analysis import function_words


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


_SIGNS = string.punctuation + "“”‘’„«»…"

Share = float | None
"""From 0 to 1; None where there is no question to measure it on."""


@dataclass(frozen=True, slots=True)
class RetrievalMetrics:
    """How well the relevant paragraphs were ranked, over the answerable questions."""

    success_at_1: float
    recall_at_5: float
    mrr_at_10: float
    ndcg_at_10: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcomes:
    """How many questions were answered, answered with the closest passages, and declined."""

    answered: int
    closest: int
    declined: int

    @property
    def total(self) -> int:
        """All questions counted."""
        return self.answered + self.closest + self.declined

    @property
    def declined_share(self) -> Share:
        """The part that was declined."""
        return _share(self.declined, self.total)

    @property
    def unanswered_share(self) -> Share:
        """The part that was not answered: declined, or shown the closest passages as such."""
        return _share(self.declined + self.closest, self.total)


@dataclass(frozen=True, slots=True)
class MarkMetrics:
    """How well the words in bold answer, over the answered questions."""

    marked: Share
    """Those whose first quote has words marked as what is asked for."""
    right: Share
    """Of these, where that quote holds a known answer, those whose marked words hold it."""
    chars: Share
    """The part of those quotes that is marked, in characters."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Metrics:
    """The measures of some trials."""

    answerable: Outcomes
    unanswerable: Outcomes
    found: RetrievalMetrics | None
    answer_in_first: Share
    """Of the answerable questions with known answers, those with an answer in the first quote shown."""
    answer_in_k: Share
    """The same for all quotes shown."""
    visible_in_first: Share
    """Those with an answer in the first quote shown, or in the headline or heading named with it."""
    visible_in_k: Share
    """The same for all quotes shown."""
    marks: MarkMetrics
    auc: Share
    """The chance that an answerable question has more confidence than an unanswerable one."""
    milliseconds_median: float
    milliseconds_p99: float
    gone: Outcomes | None
    """What became of answerable questions without the articles that answer them."""
    gone_auc: Share
    """The chance that an answerable question has more confidence than one whose articles are gone."""

    @property
    def outcomes(self) -> Outcomes:
        """What became of all questions."""
        both = self.answerable, self.unanswerable
        return Outcomes(
            answered=sum(each.answered for each in both),
            closest=sum(each.closest for each in both),
            declined=sum(each.declined for each in both),
        )


def compute_metrics(trials: Sequence[EvalResult], gone: Sequence[EvalResult] | None = None) -> Metrics:
    """Measure what became of some questions.

    Args:
        trials: At least one.
        gone: What became of the answerable ones without the articles that answer them; None if that was not asked.
    """
    answerable = [trial for trial in trials if trial.answerable]
    unanswerable = [trial for trial in trials if not trial.answerable]
    median, p99 = np.percentile([trial.reply.milliseconds for trial in trials], [50, 99])
    return Metrics(
        answerable=_outcomes(answerable),
        unanswerable=_outcomes(unanswerable),
        found=_found(answerable),
        answer_in_first=_answered_in(answerable, 1),
        answer_in_k=_answered_in(answerable, None),
        visible_in_first=_answered_in(answerable, 1, headlines=True),
        visible_in_k=_answered_in(answerable, None, headlines=True),
        marks=_marks(answerable),
        auc=_auc(answerable, unanswerable),
        milliseconds_median=float(median),
        milliseconds_p99=float(p99),
        gone=None if gone is None else _outcomes(gone),
        gone_auc=_auc(answerable, gone or ()),
    )


def compute_metrics_by_language(
    trials: Sequence[EvalResult], gone: Sequence[EvalResult] | None = None
) -> dict[str, Metrics]:
    """Measure the questions of each language by themselves, in the order of their codes."""
    return {
        code: compute_metrics(_in(code, trials), None if gone is None else _in(code, gone))
        for code in sorted({trial.language for trial in trials})
    }


def _in(language: str, trials: Iterable[EvalResult]) -> list[EvalResult]:
    return [trial for trial in trials if trial.language == language]


def _found(answerable: Sequence[EvalResult]) -> RetrievalMetrics | None:
    if not answerable:
        return None
    judged = [([place for place, _ in each.ranked], frozenset(each.question.relevant)) for each in answerable]
    return RetrievalMetrics(
        success_at_1=mean(success(*each, 1) for each in judged),
        recall_at_5=mean(recall(*each, 5) for each in judged),
        mrr_at_10=mean(reciprocal_rank(*each, 10) for each in judged),
        ndcg_at_10=mean(ndcg(*each, 10) for each in judged),
    )


def _answered_in(answerable: Sequence[EvalResult], first: int | None, *, headlines: bool = False) -> Share:
    known = [trial for trial in answerable if trial.question.answers]
    return _share(sum(_shows_answer(trial, first, headlines) for trial in known), len(known))


def _shows_answer(trial: EvalResult, first: int | None, headlines: bool) -> bool:
    if not isinstance(trial.reply, Answer):
        return False
    shown = [_plain(_visible(citation, headlines)) for citation in trial.reply.citations[:first]]
    return any(_plain(answer) in text for answer in trial.question.answers for text in shown)


def _visible(citation: Citation, headlines: bool) -> str:
    return f"{citation.quote}\n{citation.article.title}\n{citation.heading}" if headlines else citation.quote


def _marks(answerable: Sequence[EvalResult]) -> MarkMetrics:
    answered = [trial for trial in answerable if isinstance(trial.reply, Answer) and trial.reply.outcome == "answered"]
    marked = [(trial, _first(trial)) for trial in answered if _first(trial).answers]
    known = [(trial, first) for trial, first in marked if _holds(trial, [first.passage])]
    chars = sum(end - start for _, first in known for start, end in first.answers)
    return MarkMetrics(
        marked=_share(len(marked), len(answered)),
        right=_share(sum(_holds(trial, _marked_words(first)) for trial, first in known), len(known)),
        chars=_share(chars, sum(len(first.passage) for _, first in known)),
    )


def _first(trial: EvalResult) -> Citation:
    assert isinstance(trial.reply, Answer)
    return trial.reply.citations[0]


def _marked_words(citation: Citation) -> list[str]:
    return [citation.text[slice(*span)] for span in citation.answers]


def _holds(trial: EvalResult, texts: Sequence[str]) -> bool:
    """Tell whether a text holds a known answer, or all of them together its words, function words apart.

    Only here are signs and articles around an answer passed over: whoever wrote it down did not mind them.
    """
    if any(_bare(answer) in _bare(text) for answer in trial.question.answers for text in texts):
        return True
    held = {word for text in texts for word in _bare(text).split()}
    functional = function_words(trial.language)
    words = [set(_bare(answer).split()) - functional for answer in trial.question.answers]
    return any(each and each <= held for each in words)


def _bare(text: str) -> str:
    return " ".join(word.strip(_SIGNS) for word in _plain(text).split() if word.strip(_SIGNS))


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def _outcomes(trials: Iterable[EvalResult]) -> Outcomes:
    counts = Counter(trial.reply.outcome for trial in trials)
    return Outcomes(answered=counts["answered"], closest=counts["closest"], declined=counts["declined"])


def _auc(answerable: Iterable[EvalResult], others: Iterable[EvalResult]) -> Share:
    return roc_auc([trial.reply.confidence for trial in answerable], [trial.reply.confidence for trial in others])


def _share(part: int, whole: int) -> Share:
    return part / whole if whole else None
