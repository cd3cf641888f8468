"""rank_bm25's own class, asked by its own `get_top_n`."""

import pickle
from collections.abc import Sequence
from pathlib import Path

from rank_bm25 import BM25Okapi

from benchmarks.engines.engine import K1, B, Terms


class Okapi:
    def build(self, paragraphs: Sequence[Terms], folder: Path) -> None:
        self._index = BM25Okapi(paragraphs, k1=K1, b=B)
        self._positions = range(len(paragraphs))

    def search(self, terms: Terms, k: int) -> list[int]:
        found: list[int] = self._index.get_top_n(terms, self._positions, n=k)
        return found

    def save(self, folder: Path) -> None:
        with (folder / "index.pickle").open("wb") as out:
            pickle.dump((self._index, self._positions), out, protocol=pickle.HIGHEST_PROTOCOL)

    def load(self, folder: Path) -> None:
        with (folder / "index.pickle").open("rb") as source:
            self._index, self._positions = pickle.load(source)
