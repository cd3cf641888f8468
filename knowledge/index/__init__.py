"""BM25 over lists of terms: exact, live, and quick to start."""

from knowledge.index.arrays import Scores
from knowledge.index.okapi import Index
from knowledge.index.top import Scored, best

__all__ = ["Index", "Scored", "Scores", "best"]
