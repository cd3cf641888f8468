"""Buttons and forms: under an answer, under a page, under a confirmation."""

from bot.views.answer import (
    CAUSE,
    MAX_SOURCE_BUTTONS,
    REASON,
    AnswerAction,
    AnswerButton,
    answer_view,
    cause_label,
    delete_view,
    more_view,
    reason_modal,
    submitted_reason,
    take_reason,
)
from bot.views.audit import AuditPageButton, load_audit
from bot.views.confirm import (
    CONFIRM,
    DeleteButton,
    ForgetButton,
    RemoveButton,
    UndoButton,
    forget_person,
    own_article,
)
from bot.views.gaps import GapPageButton, load_gaps
from bot.views.pages import PageButton, PageRef, ReadMenu, load_page, page_view
from bot.views.settings import SettingsMenu, check_manager, submitted_setting
from bot.views.watch import NothingToWatch, WatchButton, start_watch, watch_place, watch_view

__all__ = [
    "CAUSE",
    "CONFIRM",
    "MAX_SOURCE_BUTTONS",
    "REASON",
    "AnswerAction",
    "AnswerButton",
    "AuditPageButton",
    "DeleteButton",
    "ForgetButton",
    "GapPageButton",
    "NothingToWatch",
    "PageButton",
    "PageRef",
    "ReadMenu",
    "RemoveButton",
    "SettingsMenu",
    "UndoButton",
    "WatchButton",
    "answer_view",
    "cause_label",
    "check_manager",
    "delete_view",
    "forget_person",
    "load_audit",
    "load_gaps",
    "load_page",
    "more_view",
    "own_article",
    "page_view",
    "reason_modal",
    "start_watch",
    "submitted_reason",
    "submitted_setting",
    "take_reason",
    "watch_place",
    "watch_view",
]
