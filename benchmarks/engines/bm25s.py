"""bm25s: scores computed when the index is built, in sparse matrices."""

from collections.abc import Sequence
from pathlib import Path
from typing import Literal

import bm25s

from benchmarks.engines.engine import K1, B, Terms


class Bm25s:
    """With numpy, or compiled by numba."""

    def __init__(self, backend: Literal["numpy", "numba"]) -> None:
        self._backend = backend

    def build(self, paragraphs: Sequence[Terms], folder: Path) -> None:
        self._index = bm25s.BM25(k1=K1, b=B, method="lucene", backend=self._backend)
        self._index.index([list(each) for each in paragraphs], show_progress=False)
        self._start()

    def search(self, terms: Terms, k: int) -> object:
        return self._index.retrieve(
            [list(terms)], k=k, show_progress=False, backend_selection="auto" if self._backend == "numba" else "numpy"
        )

    def save(self, folder: Path) -> None:
        self._index.save(str(folder), show_progress=False)

    def load(self, folder: Path) -> None:
        self._index = bm25s.BM25.load(str(folder), mmap=True, load_corpus=False)
        self._index.backend = self._backend
        self._start()

    def _start(self) -> None:
        if self._backend == "numba":
            self._index.activate_numba_scorer()
