"""Search on an OpenSearch cluster, with the answers of the embedded index."""

from knowledge.opensearch.documents import Analysed, documents
from knowledge.opensearch.engine import Engine, EngineHealth, SearchAddress

__all__ = ["Analysed", "Engine", "EngineHealth", "SearchAddress", "documents"]
