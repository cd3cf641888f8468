"""BM25 over lists of terms: exact, live, and quick to start."""

from knowledge.index._arrays import Numbers, Scores
from knowledge.index.bm25 import Index
from knowledge.index.file import (
    Array,
    Arrays,
    IndexFileError,
    from_arrays,
    load,
    save,
    strings,
    strings_to_arrays,
    to_arrays,
)
from knowledge.index.merge import Merge, merge_segments
from knowledge.index.termdict import ChainedStrings, PackedStrings, weight
from knowledge.index.topk import ScoredDoc, kth_score, ranked, top_k

__all__ = [
    "Array",
    "Arrays",
    "ChainedStrings",
    "Index",
    "IndexFileError",
    "Merge",
    "Numbers",
    "PackedStrings",
    "ScoredDoc",
    "Scores",
    "from_arrays",
    "kth_score",
    "load",
    "merge_segments",
    "ranked",
    "save",
    "strings",
    "strings_to_arrays",
    "to_arrays",
    "top_k",
    "weight",
]
