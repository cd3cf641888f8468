"""Articles, answers with verbatim citations, and a log of questions; knows nothing of Discord.

These names are what most programs need. More specific ones are public in `knowledge.activity`, `knowledge.answers`,
`knowledge.bibliography`, `knowledge.evaluation`, `knowledge.files`, `knowledge.ingest`, `knowledge.listing`,
`knowledge.store`, `knowledge.subscriptions` and `knowledge.web`; all else can change without notice.

Example:
    >>> async with Library.open("data") as library:
    ...     await library.add(Article(title="Pier", paragraphs=("The pier at Lindvik opened on Saturday.",)))
    ...     reply = await library.ask("When did the pier open?")
    >>> reply.citations[0].quote
    'The pier at Lindvik opened on Saturday.'
"""

from knowledge.answers.pipeline import MAX_QUESTION_CHARS
from knowledge.errors import (
    AddressRefused,
    AnswerNotFound,
    ArticleNotFound,
    FetchError,
    HostBusy,
    IngestNote,
    InvalidQuestion,
    KnowledgeError,
    OutputRefused,
    QuestionTookTooLong,
    RobotsRefused,
    StoreUnavailable,
    UnreadableArticle,
)
from knowledge.library import Library
from knowledge.models import (
    SHARED,
    Answer,
    Article,
    AskContext,
    AskForm,
    Citation,
    Conversation,
    Decline,
    Duplicate,
    Suggestion,
    WithdrawnCitation,
)
from knowledge.store.articles import ArticleListing
from knowledge.store.dedupe import NO_QUOTA, AddResult, Quota

__all__ = [
    "MAX_QUESTION_CHARS",
    "NO_QUOTA",
    "SHARED",
    "AddResult",
    "AddressRefused",
    "Answer",
    "AnswerNotFound",
    "Article",
    "ArticleListing",
    "ArticleNotFound",
    "AskContext",
    "AskForm",
    "Citation",
    "Conversation",
    "Decline",
    "Duplicate",
    "FetchError",
    "HostBusy",
    "IngestNote",
    "InvalidQuestion",
    "KnowledgeError",
    "Library",
    "OutputRefused",
    "QuestionTookTooLong",
    "Quota",
    "RobotsRefused",
    "StoreUnavailable",
    "Suggestion",
    "UnreadableArticle",
    "WithdrawnCitation",
]
