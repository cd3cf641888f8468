"""Our own index."""

from collections.abc import Sequence
from pathlib import Path

from benchmarks.engines.engine import Terms
from knowledge.index import Index, ScoredDoc, from_arrays, load, save, to_arrays


class Footnote:
    """`knowledge.Index`, saved as the library saves it."""

    def build(self, paragraphs: Sequence[Terms], folder: Path) -> None:
        self._index = Index(paragraphs)

    def search(self, terms: Terms, k: int) -> list[ScoredDoc]:
        return self._index.search(terms, k)

    def add(self, paragraphs: Sequence[Terms]) -> None:
        self._index = self._index.append(paragraphs)

    def save(self, folder: Path) -> None:
        save(folder / "index.idx", to_arrays(self._index, "index"), {})

    def load(self, folder: Path) -> None:
        self._index = from_arrays(load(folder / "index.idx", {}), "index")
