"""Articles, retrieval, citations and the query log; knows nothing of Discord."""

from knowledge.answers.pipeline import MAX_QUESTION_CHARS, AskResult, question_too_long
from knowledge.answers.snapshot import Snapshot
from knowledge.answers.spelling import missing_names
from knowledge.bibliography import STYLES, format_citations
from knowledge.errors import (
    AnswerNotFound,
    ArticleNotFound,
    InvalidQuestion,
    KnowledgeError,
    OutputRefused,
    StoreUnavailable,
    UnreadableArticle,
    UnreadableQuestion,
)
from knowledge.evaluation.metrics import Metrics, Outcomes, RetrievalMetrics, metrics, metrics_by_language
from knowledge.evaluation.qrels import Qrel, Question, read_questions
from knowledge.evaluation.runner import EvalResult, ask_all, ask_without_relevant, trec_run, validate_qrels
from knowledge.index import Index
from knowledge.ingest import find_files, read, read_bytes
from knowledge.library import Library, Overview
from knowledge.listing import filter_listing, publishers, recent
from knowledge.models import (
    SHARED,
    Answer,
    Article,
    AskContext,
    Citation,
    Decline,
    Duplicate,
    Hit,
    Suggestion,
    WithdrawnCitation,
)
from knowledge.store.articles import ArticleListing
from knowledge.store.dedupe import AddResult
from knowledge.store.feedback import MAX_REASON, UnansweredQuestion
from knowledge.store.guilds import GuildStore
from knowledge.store.health import StoreHealth, check_store
from knowledge.store.questions import PostedReply
from knowledge.store.retention import PurgeCounts, Retention

__all__ = [
    "MAX_QUESTION_CHARS",
    "MAX_REASON",
    "SHARED",
    "STYLES",
    "AddResult",
    "Answer",
    "AnswerNotFound",
    "Article",
    "ArticleListing",
    "ArticleNotFound",
    "AskContext",
    "AskResult",
    "Citation",
    "Decline",
    "Duplicate",
    "EvalResult",
    "GuildStore",
    "Hit",
    "Index",
    "InvalidQuestion",
    "KnowledgeError",
    "Library",
    "Metrics",
    "Outcomes",
    "OutputRefused",
    "Overview",
    "PostedReply",
    "PurgeCounts",
    "Qrel",
    "Question",
    "Retention",
    "RetrievalMetrics",
    "Snapshot",
    "StoreHealth",
    "StoreUnavailable",
    "Suggestion",
    "UnansweredQuestion",
    "UnreadableArticle",
    "UnreadableQuestion",
    "WithdrawnCitation",
    "ask_all",
    "ask_without_relevant",
    "check_store",
    "filter_listing",
    "find_files",
    "format_citations",
    "metrics",
    "metrics_by_language",
    "missing_names",
    "publishers",
    "question_too_long",
    "read",
    "read_bytes",
    "read_questions",
    "recent",
    "trec_run",
    "validate_qrels",
]
