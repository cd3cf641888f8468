"""From a question to an answer with citations, or a decline."""

from knowledge.answers.pipeline import question_too_long
from knowledge.answers.quotations import Edit, Mentions, QuoteCheck
from knowledge.answers.spelling import missing_names
from knowledge.answers.verification import (
    MAX_PROOF_BYTES,
    Corrected,
    Proof,
    ProofCheck,
    Removed,
    Replay,
    Revision,
    Unchanged,
    changed_since,
    check_proof,
    read_proofs,
)
from knowledge.executor import freeze_gc
from knowledge.models import BUCKETS_SECONDS, PARAGRAPH_BREAK, PATH_SEPARATOR, Activity, Disagreement, Statement

__all__ = [
    "BUCKETS_SECONDS",
    "MAX_PROOF_BYTES",
    "PARAGRAPH_BREAK",
    "PATH_SEPARATOR",
    "Activity",
    "Corrected",
    "Disagreement",
    "Edit",
    "Mentions",
    "Proof",
    "ProofCheck",
    "QuoteCheck",
    "Removed",
    "Replay",
    "Revision",
    "Statement",
    "Unchanged",
    "changed_since",
    "check_proof",
    "freeze_gc",
    "missing_names",
    "question_too_long",
    "read_proofs",
]
