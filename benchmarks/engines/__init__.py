"""The engines that are measured side by side, each asked in the same way."""

from collections.abc import Callable, Mapping
from functools import partial

from benchmarks.engines.bm25s import Bm25s
from benchmarks.engines.engine import Engine
from benchmarks.engines.footnote import Footnote
from benchmarks.engines.fts5 import Fts5
from benchmarks.engines.okapi import Okapi
from benchmarks.engines.tantivy import Tantivy

OURS = "Footnote"

ENGINES: Mapping[str, Callable[[], Engine]] = {
    OURS: Footnote,
    "rank_bm25": Okapi,
    "bm25s, numpy": partial(Bm25s, "numpy"),
    "bm25s, numba": partial(Bm25s, "numba"),
    "tantivy": Tantivy,
    "SQLite FTS5": Fts5,
}
