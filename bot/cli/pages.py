"""`refresh`: the pages of articles, looked at again."""

from collections import Counter
from datetime import UTC, datetime

import click

from bot import config
from bot.config import Settings
from bot.i18n import gettext as _
from bot.i18n import ngettext
from bot.text import formatting, markdown
from knowledge import Library
from knowledge.refresh import PageChecks, PageReport, PageState
from knowledge.store import OPERATOR
from knowledge.web import Fetcher


async def refresh_pages(library: Library, *, collection: str, settings: Settings) -> bool:
    """Look at all pages of a collection, one after the other; tell whether each could be reached."""
    counts: Counter[PageState] = Counter()
    async with Fetcher(config.user_agent(settings.contact), hosts=settings.fetch_hosts) as fetcher:
        checks = PageChecks(library, fetcher, actor=OPERATOR)
        for page in await library.pages.of(collection):
            report = await checks.check(page, lambda: datetime.now(UTC))
            if report is None:
                continue
            counts[report.state] += 1
            if report.state != "unchanged":
                click.echo(_line(report))
    click.echo(_summary(counts))
    return not counts["unreachable"]


def _line(report: PageReport) -> str:
    """Return what became of a page on one line: what, the article, and why."""
    why = [formatting.error_text(report.error)] if report.error else []
    parts = (_state(report.state), report.article.id, formatting.article_title(report.article), *why)
    return "\t".join(" ".join(markdown.strip_invisible(part).split()) for part in parts)


def _state(state: PageState) -> str:
    return {
        "unchanged": _("unchanged"),
        "updated": _("updated"),
        "gone": _("gone, and marked"),
        "different": _("shows something else, so its article stays as it is"),
        "unreachable": _("could not be reached"),
        "full": _("changed, but there is no room for it"),
        "waiting": _("left for tomorrow"),
    }[state]


def _summary(counts: Counter[PageState]) -> str:
    pages = ngettext("{number} page", "{number} pages", counts.total()).format(number=formatting.number(counts.total()))
    told = (f"{_state(state)}: {formatting.number(count)}" for state, count in sorted(counts.items()))
    return "; ".join((pages, *told))
