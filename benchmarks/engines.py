"""The engines that are measured side by side, each asked in the same way."""

import pickle
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Literal, Protocol, runtime_checkable

import bm25s
import tantivy
from rank_bm25 import BM25Okapi

from knowledge.index import Index, ScoredDoc, from_arrays, load, save, to_arrays

Terms = Sequence[str]

K1, B = 0.9, 0.4
_TANTIVY_HEAP = 256_000_000
"""Bytes that its writer may take."""


class Engine(Protocol):
    """An engine over lists of terms."""

    def build(self, paragraphs: Sequence[Terms], folder: Path) -> None:
        """Index paragraphs; the folder is there for an engine that lives on disk."""

    def search(self, terms: Terms, k: int) -> object:
        """Return the k best paragraphs, by their positions."""

    def save(self, folder: Path) -> None:
        """Leave in the folder what the next start needs."""

    def load(self, folder: Path) -> None:
        """Start from what was saved."""


@runtime_checkable
class Growing(Engine, Protocol):
    """An engine that takes in an article without building everything again."""

    def add(self, paragraphs: Sequence[Terms]) -> None:
        """Add the paragraphs of an article."""


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


class Okapi:
    """rank_bm25's own class, asked by its own `get_top_n`."""

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


class Bm25s:
    """bm25s, with numpy or compiled by numba: scores computed when the index is built, in sparse matrices."""

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


class Fts5:
    """SQLite's full-text index, a table without the texts themselves; its k1 and b cannot be set."""

    def build(self, paragraphs: Sequence[Terms], folder: Path) -> None:
        self._open(folder)
        self._connection.execute("CREATE VIRTUAL TABLE paragraph USING fts5(body, content = '', columnsize = 1)")
        self.add(paragraphs)
        self._connection.execute("INSERT INTO paragraph (paragraph) VALUES ('optimize')")
        self._connection.commit()

    def search(self, terms: Terms, k: int) -> object:
        asked = " OR ".join(f'"{term}"' for term in terms)
        return self._connection.execute(
            "SELECT rowid FROM paragraph WHERE paragraph MATCH ? ORDER BY rank LIMIT ?", (asked, k)
        ).fetchall()

    def add(self, paragraphs: Sequence[Terms]) -> None:
        with self._connection:
            self._connection.executemany(
                "INSERT INTO paragraph (body) VALUES (?)", ((" ".join(terms),) for terms in paragraphs)
            )

    def save(self, folder: Path) -> None:
        """Everything is there already."""

    def load(self, folder: Path) -> None:
        self._open(folder)

    def _open(self, folder: Path) -> None:
        self._connection = sqlite3.connect(folder / "fts5.db")
        self._connection.execute("PRAGMA journal_mode = WAL")
        self._connection.execute("PRAGMA synchronous = NORMAL")


class Tantivy:
    """tantivy, a search library in Rust: one text field, cut at white space; its k1 and b cannot be set."""

    def build(self, paragraphs: Sequence[Terms], folder: Path) -> None:
        schema = tantivy.SchemaBuilder()
        schema.add_text_field("body", stored=False, tokenizer_name="whitespace", index_option="freq")
        self._index = tantivy.Index(schema.build(), path=str(folder))
        self.add(paragraphs)

    def search(self, terms: Terms, k: int) -> object:
        return self._searcher.search(self._index.parse_query(" ".join(terms), ["body"]), k)

    def add(self, paragraphs: Sequence[Terms]) -> None:
        writer = self._index.writer(_TANTIVY_HEAP, 1)
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


OURS = "Footnote"

ENGINES: Mapping[str, Callable[[], Engine]] = {
    OURS: Footnote,
    "rank_bm25": Okapi,
    "bm25s, numpy": partial(Bm25s, "numpy"),
    "bm25s, numba": partial(Bm25s, "numba"),
    "tantivy": Tantivy,
    "SQLite FTS5": Fts5,
}
