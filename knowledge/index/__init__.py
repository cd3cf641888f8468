"""BM25 over lists of terms: exact, live, and quick to start."""

from knowledge.index._arrays import DocIds, Int32s, Int64s, Mask, Scores, distinct_ids
from knowledge.index.bm25 import (
    DEFAULT_B,
    DEFAULT_K1,
    ROUNDING,
    Index,
    ScoredDoc,
    idf,
    kth_score,
    ranked,
    top_k,
)
from knowledge.index.candidates import CandidateIndex, CorpusStatistics
from knowledge.index.file import (
    Array,
    Arrays,
    IndexFileError,
    MappedArrays,
    from_arrays,
    load,
    save,
    strings_from_arrays,
    strings_to_arrays,
    to_arrays,
)
from knowledge.index.merge import Merge, merge_segments
from knowledge.index.termdict import ChainedStrings, PackedStrings, strings_nbytes

__all__ = [
    "DEFAULT_B",
    "DEFAULT_K1",
    "ROUNDING",
    "Array",
    "Arrays",
    "CandidateIndex",
    "ChainedStrings",
    "CorpusStatistics",
    "DocIds",
    "Index",
    "IndexFileError",
    "Int32s",
    "Int64s",
    "MappedArrays",
    "Mask",
    "Merge",
    "PackedStrings",
    "ScoredDoc",
    "Scores",
    "distinct_ids",
    "from_arrays",
    "idf",
    "kth_score",
    "load",
    "merge_segments",
    "ranked",
    "save",
    "strings_from_arrays",
    "strings_nbytes",
    "strings_to_arrays",
    "to_arrays",
    "top_k",
]
