"""tantivy: a search library in Rust; its k1 and b cannot be set."""

from collections.abc import Sequence
from pathlib import Path

import tantivy

from benchmarks.engines.engine import Terms

_HEAP = 256_000_000


class Tantivy:
    """One text field, cut at white space."""

    def build(self, paragraphs: Sequence[Terms], folder: Path) -> None:
        self._index = tantivy.Index(_schema(), path=str(folder))
        writer = self._index.writer(_HEAP, 1)
        for terms in paragraphs:
            writer.add_document(tantivy.Document(body=" ".join(terms)))
        writer.commit()
        writer.wait_merging_threads()
        self._start()

    def search(self, terms: Terms, k: int) -> object:
        return self._searcher.search(self._index.parse_query(" ".join(terms), ["body"]), k)

    def add(self, paragraphs: Sequence[Terms]) -> None:
        writer = self._index.writer(_HEAP, 1)
        for terms in paragraphs:
            writer.add_document(tantivy.Document(body=" ".join(terms)))
        writer.commit()
        writer.wait_merging_threads()
        self._start()

    def save(self, folder: Path) -> None:
        """Everything is there already."""

    def load(self, folder: Path) -> None:
        self._index = tantivy.Index.open(str(folder))
        self._start()

    def _start(self) -> None:
        self._index.reload()
        self._searcher = self._index.searcher()


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("body", stored=False, tokenizer_name="whitespace", index_option="freq")
    return builder.build()
