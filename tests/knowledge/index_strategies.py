"""Corpora and edits of an index for property-based tests, and what its scores must be."""

import math

from hypothesis import strategies as st
from rank_bm25 import BM25Okapi

from knowledge.index import Index

TERMS = st.sampled_from([f"t{number}" for number in range(12)])
PARAGRAPH = st.lists(TERMS, max_size=20)
CORPUS = st.lists(PARAGRAPH, min_size=1, max_size=25).filter(any)

Corpus = list[list[str]]
Edits = list[Corpus | set[int]]
"""Documents to append, and doc ids to delete."""

QUERY = st.lists(TERMS, max_size=8)
EDITS = st.lists(st.lists(PARAGRAPH, max_size=6) | st.sets(st.integers(0, 40), max_size=5), max_size=12)


class Reference(BM25Okapi):  # type: ignore[misc]  # rank-bm25 has no types
    """The class as released, but for the idf."""

    def _calc_idf(self, nd: dict[str, int]) -> None:
        size = self.corpus_size
        self.idf = {term: math.log(1 + (size - n + 0.5) / (n + 0.5)) for term, n in nd.items()}


def evolve(corpus: Corpus, edits: Edits) -> tuple[Index, Corpus]:
    """Make the same edits to an index and to a list of documents."""
    index = Index(corpus)
    for step in edits:
        if isinstance(step, set):
            deleted = {doc_id for doc_id in step if doc_id < len(corpus)}
            index = index.delete(list(deleted))
            corpus = [paragraph for doc_id, paragraph in enumerate(corpus) if doc_id not in deleted]
        else:
            index, corpus = index.append(step), corpus + step
    return index, corpus
