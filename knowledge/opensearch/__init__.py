"""Search on an OpenSearch cluster, with the answers of the embedded index."""

from knowledge.opensearch.documents import Analysed, documents
from knowledge.opensearch.engine import Engine, EngineHealth, IndexChange, SearchAddress
from knowledge.opensearch.indexer import FillProgress, Indexer
from knowledge.opensearch.retriever import ClusterIndex

__all__ = [
    "Analysed",
    "ClusterIndex",
    "Engine",
    "EngineHealth",
    "FillProgress",
    "IndexChange",
    "Indexer",
    "SearchAddress",
    "documents",
]
