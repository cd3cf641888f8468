"""Everything that is kept: articles, questions, votes and the settings of servers, in one SQLite file."""

from knowledge.store.audit import (
    AUDIT_ACTIONS,
    BOT,
    OPERATOR,
    SOMEONE,
    ArticleChange,
    AuditAction,
    AuditedArticle,
    AuditEntry,
    AuditLog,
    ChangeSet,
)
from knowledge.store.backup import restore_backup
from knowledge.store.data_folder import lock_data_folder
from knowledge.store.database import EDITABLE, Durability, field_text
from knowledge.store.feedback import CAUSES, MAX_REASON, Cause, UnansweredQuestion
from knowledge.store.feeds import Feed, FeedNews, FeedRefused, FeedStore, PollResult, SeenItem
from knowledge.store.gaps import Gap, Gaps
from knowledge.store.guilds import GuildStore
from knowledge.store.health import StoreHealth, check_store
from knowledge.store.history import ChangeRefused, History, LeftArticle, StoredVersion, UndoResult
from knowledge.store.move import MoveResult, move_store
from knowledge.store.origins import WatchedFile, WatchedFiles
from knowledge.store.processes import AbandonedMessage, Processes, ProcessState
from knowledge.store.questions import PostedReply, UndeliveredReply
from knowledge.store.reports import OUTCOMES, ChannelFilter, ReportKind, Reports, UsageReport
from knowledge.store.retention import PurgeCounts, Retention
from knowledge.store.usage import DailyUsage
from knowledge.store.versions import MIN_KEPT, REMOVED_KEPT
from knowledge.store.watches import (
    MAX_WATCHES_PER_COLLECTION,
    MAX_WATCHES_PER_PERSON,
    WATCH_DAYS,
    Cadence,
    Notice,
    Watch,
    Watches,
    WatchRefused,
)

__all__ = [
    "AUDIT_ACTIONS",
    "BOT",
    "CAUSES",
    "EDITABLE",
    "MAX_REASON",
    "MAX_WATCHES_PER_COLLECTION",
    "MAX_WATCHES_PER_PERSON",
    "MIN_KEPT",
    "OPERATOR",
    "OUTCOMES",
    "REMOVED_KEPT",
    "SOMEONE",
    "WATCH_DAYS",
    "AbandonedMessage",
    "ArticleChange",
    "AuditAction",
    "AuditEntry",
    "AuditLog",
    "AuditedArticle",
    "Cadence",
    "Cause",
    "ChangeRefused",
    "ChangeSet",
    "ChannelFilter",
    "DailyUsage",
    "Durability",
    "Feed",
    "FeedNews",
    "FeedRefused",
    "FeedStore",
    "Gap",
    "Gaps",
    "GuildStore",
    "History",
    "LeftArticle",
    "MoveResult",
    "Notice",
    "PollResult",
    "PostedReply",
    "ProcessState",
    "Processes",
    "PurgeCounts",
    "ReportKind",
    "Reports",
    "Retention",
    "SeenItem",
    "StoreHealth",
    "StoredVersion",
    "UnansweredQuestion",
    "UndeliveredReply",
    "UndoResult",
    "UsageReport",
    "Watch",
    "WatchRefused",
    "WatchedFile",
    "WatchedFiles",
    "Watches",
    "check_store",
    "field_text",
    "lock_data_folder",
    "move_store",
    "restore_backup",
]
