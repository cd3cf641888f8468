"""The pages of standing questions: what is watched, and what was found."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from math import ceil

from bot.embeds import answers
from bot.embeds.answers import DECLINED, Page
from bot.i18n import gettext as _
from bot.text import formatting, markdown
from knowledge import Answer
from knowledge.store import Cadence, Watch

_MAX_QUESTION = 300


def cadence_name(cadence: Cadence) -> str:
    """Return when a person is told, in a word or two."""
    names: dict[Cadence, str] = {
        "first": _("the first answer only"),
        "now": _("at once"),
        "daily": _("once a day"),
        "weekly": _("once a week"),
    }
    return names[cadence]


def watch_line(watch: Watch, now: datetime, number: int) -> str:
    """Draw a watch on two lines."""
    left = max(1, ceil((watch.expires_at - now).total_seconds() / 86_400))
    below = _("{cadence} · ends in {days}").format(cadence=cadence_name(watch.cadence), days=formatting.days(left))
    return f"{formatting.number(number)}. {markdown.escaped_line(watch.text, _MAX_QUESTION)}\n{below}"


def watches_page(watches: Sequence[Watch], now: datetime, room: int = markdown.MAX_DESCRIPTION) -> Page:
    """Draw a person's watches."""
    lines = [watch_line(each, now, number) for number, each in enumerate(watches, start=1)]
    return replace(answers.fit_lines([_("Questions that you are watching:"), *lines], room), colour=DECLINED)


def notice_page(found: Answer, watch: Watch, room: int = markdown.MAX_DESCRIPTION) -> Page:
    """Draw what was found for a watch."""
    said = (
        _("You asked me to tell you when I know: {question}")
        if watch.cadence == "first"
        else _("New for the question you are watching: {question}")
    )
    above = said.format(question=markdown.escaped_line(watch.text, min(_MAX_QUESTION, room // 8)))
    page = answers.answer_page(found, room - markdown.utf16_len(above) - 2)
    return replace(page, body=f"{above}\n\n{page.body}")
