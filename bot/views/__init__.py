"""Buttons and forms: under an answer, under a page, under a confirmation."""

from bot.views.answer import (
    CAUSE,
    MAX_SOURCE_BUTTONS,
    REASON,
    REASON_FORM,
    AnswerAction,
    AnswerButton,
    answer_view,
    cause_label,
    delete_view,
    more_view,
    reason_modal,
    take_reason,
)
from bot.views.audit import AuditPageButton, load_audit
from bot.views.button import FormHandler, take_form
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
from bot.views.preview import (
    DETAILS_FORM,
    UPLOAD_FORM,
    PreviewButton,
    load_preview,
    submitted_uploads,
    take_details,
    upload_form,
)
from bot.views.settings import SETTING_FORM, SettingsMenu, check_manager, submitted_value
from bot.views.watch import NothingToWatch, WatchButton, start_watch, watch_place, watch_view

__all__ = [
    "CAUSE",
    "CONFIRM",
    "DETAILS_FORM",
    "MAX_SOURCE_BUTTONS",
    "REASON",
    "REASON_FORM",
    "SETTING_FORM",
    "UPLOAD_FORM",
    "AnswerAction",
    "AnswerButton",
    "AuditPageButton",
    "DeleteButton",
    "ForgetButton",
    "FormHandler",
    "GapPageButton",
    "NothingToWatch",
    "PageButton",
    "PageRef",
    "PreviewButton",
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
    "load_preview",
    "more_view",
    "own_article",
    "page_view",
    "reason_modal",
    "start_watch",
    "submitted_uploads",
    "submitted_value",
    "take_details",
    "take_form",
    "take_reason",
    "upload_form",
    "watch_place",
    "watch_view",
]
