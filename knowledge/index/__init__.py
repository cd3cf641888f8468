"""BM25 over lists of terms: exact, live, and quick to start."""

from knowledge.index.arrays import Numbers, Scores
from knowledge.index.merging import Merge, merged
from knowledge.index.okapi import Index
from knowledge.index.strings import Chain
from knowledge.index.top import Scored, best, floor, ranked

__all__ = ["Chain", "Index", "Merge", "Numbers", "Scored", "Scores", "best", "floor", "merged", "ranked"]
