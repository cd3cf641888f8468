"""From a question to an answer with citations, or a decline."""

from knowledge.answers.corrections import Corrected, Removed, Revision, Unchanged, changed_since
from knowledge.answers.pipeline import question_too_long
from knowledge.answers.quotations import Edit, QuoteCheck
from knowledge.answers.spelling import missing_names
from knowledge.models import PATH_SEPARATOR, Disagreement, Statement

__all__ = [
    "PATH_SEPARATOR",
    "Corrected",
    "Disagreement",
    "Edit",
    "QuoteCheck",
    "Removed",
    "Revision",
    "Statement",
    "Unchanged",
    "changed_since",
    "missing_names",
    "question_too_long",
]
