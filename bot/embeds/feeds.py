"""The pages of feeds: which are followed, and what moderators are told of one."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.embeds import answers
from bot.embeds.answers import DECLINED, Page
from bot.i18n import gettext as _
from bot.text import formatting, markdown
from knowledge.store import Feed, FeedNews

_MAX_NAME = 150
_MAX_REASON = 300


def feeds_page(feeds: Sequence[Feed], room: int = markdown.MAX_DESCRIPTION) -> Page:
    """Draw the feeds that a server follows."""
    heading = _("Feeds that I follow here:")
    page = answers.fit_lines([heading, *map(_feed, feeds)], room)
    return replace(page, colour=DECLINED)


def _feed(feed: Feed) -> str:
    """Draw a feed on three lines: its number and name, its address, how it is doing."""
    lines = [
        f"**{formatting.number(feed.id)}.** {markdown.escaped_line(feed.name, _MAX_NAME)}",
        markdown.escaped_line(feed.shown_url, _MAX_NAME),
        " · ".join((formatting.articles(feed.items), *_state(feed))),
    ]
    if feed.error:
        lines.append(_reason(feed))
    return "\n".join(lines)


def _state(feed: Feed) -> list[str]:
    due = _("next look {when}").format(when=_relative(feed.due_at))
    read = [_("read {when}").format(when=_relative(feed.succeeded_at))] if feed.succeeded_at else []
    if feed.state == "paused":
        return [_("paused"), *read]
    if feed.state == "stopped":
        return [_("stopped"), *read]
    if feed.failing_since:
        return [_("failing since {when}").format(when=_relative(feed.failing_since)), *read, due]
    return [*read, due]


def _relative(moment: datetime) -> str:
    """Draw a moment as Discord shows it: “in 20 minutes”, in the reader's language."""
    return f"<t:{int(moment.timestamp())}:R>"


def _reason(feed: Feed) -> str:
    return markdown.escaped_line(formatting.error_text(feed.error), _MAX_REASON) if feed.error else ""


def news_page(feed: Feed, news: FeedNews, room: int = markdown.MAX_DESCRIPTION) -> Page:
    """Draw what moderators are told of a feed."""
    name = markdown.escaped_line(feed.name, min(_MAX_NAME, room // 4))
    if news == "recovered":
        said = _("The feed {name} works again.").format(name=f"**{name}**")
    elif feed.state == "stopped":
        said = _("I've stopped following the feed {name}: its publisher says that it no longer exists.").format(
            name=f"**{name}**"
        )
    else:
        said = _("I haven't been able to read the feed {name} since {when}. I keep trying.").format(
            name=f"**{name}**", when=_relative(feed.failing_since or feed.due_at)
        )
    reason = "" if news == "recovered" else _reason(feed)
    page = answers.fit_lines(["\n".join(filter(None, (said, reason)))], room)
    return replace(page, footer=_("feed {number}").format(number=feed.id), colour=DECLINED)
