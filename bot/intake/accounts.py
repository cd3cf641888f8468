"""What became of added files as a page, and the question before an article is taken out; pure."""

from collections.abc import Sequence

from bot.drawing import escape, limits, passages, render, titles
from bot.drawing.render import Page
from bot.intake.receiving import Account
from bot.phrases import browsing, receiving
from knowledge import Article

_ID = 100


def page(accounts: Sequence[Account], room: int = limits.DESCRIPTION) -> Page:
    """Draw each file by name, with what became of it and the reasons of refusals."""
    each = room // len(accounts) - 2
    refused = sum(account.counts["refused"] for account in accounts)
    taken = sum(account.counts.total() for account in accounts) - refused
    body = "\n\n".join(_file(account, each) for account in accounts)
    colour = render.ANSWERED if not refused else render.CLOSEST if taken else render.DECLINED
    return Page(body, receiving.own_alone() if taken else "", colour=colour)


def confirmation(article: Article, room: int = limits.DESCRIPTION) -> Page:
    """Draw the question whether an article is to be taken out."""
    paragraphs = browsing.paragraphs(len(article.paragraphs))
    return Page(receiving.confirm(title(article, room // 2), paragraphs), colour=render.CLOSEST)


def title(article: Article, room: int) -> str:
    """Draw a headline."""
    return passages.line(titles.title(article), room)


def _file(account: Account, room: int) -> str:
    name = passages.line(escape.plain(account.name) or "…", room // 4)
    lines = [f"**{name}**: {receiving.became(account.counts)}"]
    if account.first and account.counts.total() == 1:
        lines.append(_article(account.first, room // 4))
    left = (room - sum(map(limits.measure, lines)) - 8) // max(1, len(account.reasons))
    return "\n".join((*lines, *(passages.line(reason, left - 1) for reason in account.reasons)))


def _article(article: Article, room: int) -> str:
    id = browsing.id_of(passages.line(article.id, room // 3))
    end = f" · {browsing.paragraphs(len(article.paragraphs))} · {id}"
    return title(article, room - limits.measure(end)) + end
