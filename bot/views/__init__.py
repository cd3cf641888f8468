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
from bot.views.confirm import CONFIRM, ForgetButton, RemoveButton, forget_person, own_article
from bot.views.pages import PageButton, PageRef, load_page, page_view

__all__ = [
    "CAUSE",
    "CONFIRM",
    "MAX_SOURCE_BUTTONS",
    "REASON",
    "AnswerAction",
    "AnswerButton",
    "ForgetButton",
    "PageButton",
    "PageRef",
    "RemoveButton",
    "answer_view",
    "cause_label",
    "delete_view",
    "forget_person",
    "load_page",
    "more_view",
    "own_article",
    "page_view",
    "reason_modal",
    "submitted_reason",
    "take_reason",
]
