"""How well questions with known answers are answered.

Example:
    >>> snapshot = await library.snapshot()
    >>> questions = [each for each in read_questions(path) if isinstance(each, Question)]
    >>> validate_qrels(snapshot, questions)
    >>> compute_metrics(list(ask_all(snapshot, questions, k=3))).found.ndcg_at_10
    0.91
"""

from knowledge.answers.pipeline import AskResult
from knowledge.answers.snapshot import Snapshot
from knowledge.errors import UnreadableQuestion
from knowledge.evaluation.metrics import (
    Metrics,
    Outcomes,
    RetrievalMetrics,
    compute_metrics,
    compute_metrics_by_language,
)
from knowledge.evaluation.qrels import Qrel, Question, read_qrels
from knowledge.evaluation.runner import EvalResult, ask_all, ask_without_relevant, trec_run, validate_qrels

__all__ = [
    "AskResult",
    "EvalResult",
    "Metrics",
    "Outcomes",
    "Qrel",
    "Question",
    "RetrievalMetrics",
    "Snapshot",
    "UnreadableQuestion",
    "ask_all",
    "ask_without_relevant",
    "compute_metrics",
    "compute_metrics_by_language",
    "read_qrels",
    "trec_run",
    "validate_qrels",
]
