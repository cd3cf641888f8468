"""Articles, answers with verbatim citations, and a log of questions; knows nothing of Discord.

These names are what most programs need. More specific ones are public in `knowledge.answers`,
`knowledge.bibliography`, `knowledge.evaluation`, `knowledge.files`, `knowledge.ingest`, `knowledge.listing`,
`knowledge.store`, `knowledge.subscriptions` and `knowledge.web`; all else can change without notice.

Example:
    >>> async with Library.open("data") as library:
    ...     await library.add(Article(title="Pier", paragraphs=("The pier at Lindvik opened on Saturday.",)))
    ...     reply = await library.ask("When did the pier open?")
    >>> reply.citations[0].quote
    'The pier at Lindvik opened on Saturday.'
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
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
        QuestionStopped,
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
    "QuestionStopped",
    "QuestionTookTooLong",
    "Quota",
    "RobotsRefused",
    "StoreUnavailable",
    "Suggestion",
    "UnreadableArticle",
    "WithdrawnCitation",
]

_HOMES = {
    "AddResult": "knowledge.store.dedupe",
    "AddressRefused": "knowledge.errors",
    "Answer": "knowledge.models",
    "AnswerNotFound": "knowledge.errors",
    "Article": "knowledge.models",
    "ArticleListing": "knowledge.store.articles",
    "ArticleNotFound": "knowledge.errors",
    "AskContext": "knowledge.models",
    "AskForm": "knowledge.models",
    "Citation": "knowledge.models",
    "Conversation": "knowledge.models",
    "Decline": "knowledge.models",
    "Duplicate": "knowledge.models",
    "FetchError": "knowledge.errors",
    "HostBusy": "knowledge.errors",
    "IngestNote": "knowledge.errors",
    "InvalidQuestion": "knowledge.errors",
    "KnowledgeError": "knowledge.errors",
    "Library": "knowledge.library",
    "MAX_QUESTION_CHARS": "knowledge.answers.pipeline",
    "NO_QUOTA": "knowledge.store.dedupe",
    "OutputRefused": "knowledge.errors",
    "QuestionStopped": "knowledge.errors",
    "QuestionTookTooLong": "knowledge.errors",
    "Quota": "knowledge.store.dedupe",
    "RobotsRefused": "knowledge.errors",
    "SHARED": "knowledge.models",
    "StoreUnavailable": "knowledge.errors",
    "Suggestion": "knowledge.models",
    "UnreadableArticle": "knowledge.errors",
    "WithdrawnCitation": "knowledge.models",
}


def __getattr__(name: str) -> object:
    """Load a name with its module when it is first used: a process that only reads files needs none of the answers."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value: object = getattr(import_module(_HOMES[name]), name)
    globals()[name] = value
    return value
