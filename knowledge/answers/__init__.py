"""From a question to an answer with citations, or a decline."""

from knowledge.answers.pipeline import question_too_long
from knowledge.answers.spelling import missing_names

__all__ = ["missing_names", "question_too_long"]
