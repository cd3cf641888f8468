"""BM25 over lists of terms: exact, live, and quick to start."""

from knowledge.index.arrays import Numbers, Scores
from knowledge.index.merging import Merge, merged
from knowledge.index.okapi import Index
from knowledge.index.saving import Array, Arrays, UnusableFile, load, save
from knowledge.index.shape import from_arrays, strings, strings_to_arrays, to_arrays
from knowledge.index.strings import Chain, Strings, weight
from knowledge.index.top import Scored, best, floor, ranked

__all__ = [
    "Array",
    "Arrays",
    "Chain",
    "Index",
    "Merge",
    "Numbers",
    "Scored",
    "Scores",
    "Strings",
    "UnusableFile",
    "best",
    "floor",
    "from_arrays",
    "load",
    "merged",
    "ranked",
    "save",
    "strings",
    "strings_to_arrays",
    "to_arrays",
    "weight",
]
