"""Articles, retrieval, citations and the query log; knows nothing of Discord."""

from knowledge.answers.names import missing_names
from knowledge.bibliography import STYLES, cited
from knowledge.browsing import publishers, recent, select
from knowledge.condition import Condition, examine
from knowledge.errors import (
    AnswerNotFound,
    ArticleNotFound,
    KnowledgeError,
    StoreUnusable,
    UnclearQuestion,
    UnreadableArticle,
    UnreadableQuestion,
)
from knowledge.index import Index
from knowledge.library import MAX_QUESTION, Library
from knowledge.measuring.evaluation import Trial, ask_all, ask_gone, check, trec_run
from knowledge.measuring.measures import Figures, Found, Outcomes, by_language, figures
from knowledge.measuring.questions import Question, Relevant, read_questions
from knowledge.measuring.snapshot import Asked, Snapshot
from knowledge.models import SHARED, Answer, Article, Citation, Copy, Decline, Hit, Suggestion, Withdrawn
from knowledge.overview import Overview
from knowledge.querylog.feedback import MAX_REASON, Gap
from knowledge.querylog.replies import Posted
from knowledge.reading import files, read, read_bytes
from knowledge.storage.retention import Purged, Retention
from knowledge.storage.servers import Servers
from knowledge.storage.store import Added, Listing

__all__ = [
    "MAX_QUESTION",
    "MAX_REASON",
    "SHARED",
    "STYLES",
    "Added",
    "Answer",
    "AnswerNotFound",
    "Article",
    "ArticleNotFound",
    "Asked",
    "Citation",
    "Condition",
    "Copy",
    "Decline",
    "Figures",
    "Found",
    "Gap",
    "Hit",
    "Index",
    "KnowledgeError",
    "Library",
    "Listing",
    "Outcomes",
    "Overview",
    "Posted",
    "Purged",
    "Question",
    "Relevant",
    "Retention",
    "Servers",
    "Snapshot",
    "StoreUnusable",
    "Suggestion",
    "Trial",
    "UnclearQuestion",
    "UnreadableArticle",
    "UnreadableQuestion",
    "Withdrawn",
    "ask_all",
    "ask_gone",
    "by_language",
    "check",
    "cited",
    "examine",
    "figures",
    "files",
    "missing_names",
    "publishers",
    "read",
    "read_bytes",
    "read_questions",
    "recent",
    "select",
    "trec_run",
]
