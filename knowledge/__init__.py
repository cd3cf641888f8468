"""Articles, retrieval, citations and the query log; knows nothing of Discord."""

from knowledge.errors import (
    AnswerNotFound,
    ArticleNotFound,
    KnowledgeError,
    StoreUnusable,
    UnclearQuestion,
    UnreadableArticle,
)
from knowledge.index import Index
from knowledge.library import MAX_QUESTION, Library
from knowledge.models import SHARED, Answer, Article, Citation, Decline, Hit, Withdrawn
from knowledge.reading import files, read, read_bytes
from knowledge.store import Added, Listing

__all__ = [
    "MAX_QUESTION",
    "SHARED",
    "Added",
    "Answer",
    "AnswerNotFound",
    "Article",
    "ArticleNotFound",
    "Citation",
    "Decline",
    "Hit",
    "Index",
    "KnowledgeError",
    "Library",
    "Listing",
    "StoreUnusable",
    "UnclearQuestion",
    "UnreadableArticle",
    "Withdrawn",
    "files",
    "read",
    "read_bytes",
]
