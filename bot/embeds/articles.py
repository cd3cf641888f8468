"""Pages of a collection: its articles in a list and in full, its feeds, and its gaps (what people ask in vain).

All are pure, and nothing of a text is lost between two pages.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from math import ceil

from bot.embeds import answers
from bot.embeds.answers import DECLINED, Page
from bot.i18n import gettext as _
from bot.i18n import ngettext
from bot.text import formatting, markdown, messages
from bot.uploads import UploadResult
from knowledge import AddResult, Article, ArticleListing
from knowledge.store import Feed, FeedNews, Gap

LISTED = 5
"""Articles on a page of the list."""
_HEAD = 5
"""The fraction of a page that headline, publisher and day can take: one in so many."""
_LINK = 300
_MARK = _LINK + 60
"""Room for a paragraph's number, its link, and the space between paragraphs."""
_ID = 100


@dataclass(frozen=True, slots=True)
class PageFragment:
    """The part of a paragraph that is on one page."""

    number: int
    text: str
    continued: bool = False


def page_count(things: int) -> int:
    return max(1, -(-things // LISTED))


def listed_on(listed: Sequence[ArticleListing], number: int) -> Sequence[ArticleListing]:
    return listed[(number - 1) * LISTED : number * LISTED]


def list_page(
    listed: Sequence[ArticleListing],
    number: int,
    heading: str,
    prefix: str,
    room: int = markdown.MAX_DESCRIPTION,
    note: str = "",
) -> Page:
    """Draw one page of a list, with a note below it."""
    first, shown = (number - 1) * LISTED, listed_on(listed, number)
    head = f"**{markdown.escaped_line(heading, room // 10)}**"
    each = (room - markdown.utf16_len(head + note)) // (LISTED + 1) - 4
    footer = (
        _list_range(first + 1, first + len(shown), len(listed)),
        messages.page_of(number, page_count(len(listed))),
        _("{prefix}article ID to read one").format(prefix=prefix),
    )
    body = "\n\n".join(filter(None, (head, *(_listed(one, each) for one in shown), note)))
    return Page(body, " · ".join(filter(None, footer)))


def _list_range(first: int, last: int, count: int) -> str:
    """Say which of the articles a page shows; all of them, where it does."""
    if last - first + 1 == count:
        return formatting.articles(count)
    if first == last:
        return _("{first} of {articles}").format(first=formatting.number(first), articles=formatting.articles(count))
    return _("{first}–{last} of {articles}").format(
        first=formatting.number(first), last=formatting.number(last), articles=formatting.articles(count)
    )


def paginate(article: Article, room: int) -> list[list[PageFragment]]:
    """Split an article into pages: paragraphs stay whole if they fit on a page, and in order."""
    left = room - room // _HEAD
    pages: list[list[PageFragment]] = [[]]
    used = 0
    for piece in _pieces(article, left):
        cost = _cost(piece)
        if used + cost > left and pages[-1]:
            pages.append([])
            used = 0
        pages[-1].append(piece)
        used += cost
    return pages


def article_page(
    article: Article,
    pages: Sequence[Sequence[PageFragment]],
    number: int,
    room: int = markdown.MAX_DESCRIPTION,
    *,
    vanished_at: datetime | None = None,
) -> Page:
    """Draw one page of an article, each paragraph with its number, and say since when its own page is gone."""
    pieces = pages[number - 1]
    head = _head(article, room // _HEAD - 4)
    body = "\n\n".join((head, *(_drawn(article, piece, linked=piece is pieces[0]) for piece in pieces)))
    footer = (
        _id_line(markdown.truncate(markdown.strip_invisible(article.id), _ID)),
        _paragraph_range(pieces[0].number, pieces[-1].number, len(article.paragraphs)),
        messages.page_of(number, len(pages)),
        messages.gone_since(vanished_at) if vanished_at else "",
    )
    return Page(body, " · ".join(filter(None, footer)), colour=answers.ANSWERED)


def _id_line(id: str) -> str:
    return _("id {id}").format(id=id)


def _paragraph_range(first: int, last: int, count: int) -> str:
    if first == last:
        return _("paragraph {first} of {count}").format(first=formatting.number(first), count=formatting.number(count))
    return _("paragraphs {first} to {last} of {count}").format(
        first=formatting.number(first), last=formatting.number(last), count=formatting.number(count)
    )


def _pieces(article: Article, left: int) -> Iterator[PageFragment]:
    """Yield the paragraphs, those too long for a page in pieces that fit one."""
    for number, text in enumerate(article.paragraphs, start=1):
        if _cost(PageFragment(number, text)) <= left:
            yield PageFragment(number, text)
            continue
        # No character takes more than two when it is escaped or counted as Discord may count it.
        for part, continued in _slices(text, (left - _MARK - 8) // 2):
            yield PageFragment(number, part, continued)


def _slices(text: str, most: int) -> Iterator[tuple[str, bool]]:
    start = 0
    while start < len(text):
        at = markdown.cut_point(text[start : start + most + 1], most) or most
        yield text[start : start + at], start > 0
        start += at


def _cost(piece: PageFragment) -> int:
    return markdown.max_length([(piece.text, False)]) + _MARK


def _drawn(article: Article, piece: PageFragment, *, linked: bool) -> str:
    link = markdown.passage_link(article.url, piece.text, _LINK) if linked else ""
    mark = f"[¶{piece.number}]({link})" if link else f"¶{piece.number}"
    text = markdown.escaped_line(piece.text, markdown.max_length([(piece.text, False)]))
    if piece.continued:
        mark = _("{mark} (continued)").format(mark=mark)
    return f"{mark} {text}".rstrip()


def _head(article: Article, room: int) -> str:
    title = f"**{markdown.escaped_line(formatting.article_title(article), room // 2)}**"
    return "\n".join(filter(None, (title, answers.publication_line(article, room - markdown.utf16_len(title) - 1))))


def _listed(one: ArticleListing, room: int) -> str:
    """Draw an article of a list: headline, then who published it and when, how long it is, and by itself its id."""
    article = one.article
    id = _id_line(markdown.escaped_line(article.id, min(_ID, room // 3)))
    published = answers.publication_line(article, room // 4)
    gone = messages.gone_since(one.vanished_at) if one.vanished_at else ""
    below = " · ".join(filter(None, (published, formatting.paragraphs(one.paragraphs), gone)))
    title = markdown.escaped_line(formatting.article_title(article), room - markdown.utf16_len(below + id) - 10)
    return f"**{title}**\n{below}\n{id}"


_MAX_TITLE_CHARS = 300
_REASONS = 3
"""Reasons of refusals shown for one file."""


def progress_page(accounts: Sequence[UploadResult], count: int, room: int = markdown.MAX_DESCRIPTION) -> Page:
    """Draw how far adding is: which file of how many, and what became of the articles so far."""
    total: Counter[str] = sum((account.counts for account in accounts), Counter())
    name = markdown.escaped_line(markdown.strip_invisible(accounts[-1].name) or "…", room // 4) if accounts else "…"
    reading = _("Reading {name}, file {place} of {count}.").format(
        name=f"**{name}**", place=formatting.number(max(1, len(accounts))), count=formatting.number(count)
    )
    so_far = messages.ingest_summary(total) if total else ""
    return Page("\n".join(filter(None, (reading, so_far))))


def interrupted_page(_room: int = 0) -> Page:
    """Say that adding was cut short by a restart, and what to do."""
    return Page(
        _(
            "I was restarted while I was adding this. What I had added by then is there. Use the command again for the "
            "rest; nothing is added twice."
        ),
        colour=answers.CLOSEST,
    )


def full_report(accounts: Sequence[UploadResult]) -> bytes:
    """Return all reasons as a text file; empty where the page shows them all."""
    if all(len(account.reasons) <= _REASONS for account in accounts):
        return b""
    blocks = [
        "\n".join((f"{account.name}: {messages.ingest_summary(account.counts)}", *account.reasons))
        for account in accounts
    ]
    return "\n\n".join(blocks).encode("utf-8", "replace")


def upload_page(accounts: Sequence[UploadResult], room: int = markdown.MAX_DESCRIPTION) -> Page:
    """Draw each file by name, with what became of it and the reasons of refusals."""
    each = room // len(accounts) - 2
    refused = sum(account.counts["refused"] for account in accounts)
    taken = sum(account.counts.total() for account in accounts) - refused
    body = "\n\n".join(_file(account, each) for account in accounts)
    colour = answers.ANSWERED if not refused else answers.CLOSEST if taken else answers.DECLINED
    return Page(body, _("Only this server can ask about them.") if taken else "", colour=colour)


_FIRST_PARAGRAPHS = 3
"""Paragraphs of which a preview shows the beginning."""


def preview_page(found: AddResult, notes: Sequence[str], room: int = markdown.MAX_DESCRIPTION) -> Page:
    """Draw an article before it is added: what was understood of it, how it begins, and what was left out."""
    article, part = found.article, room // 10
    dated = formatting.dated(article) or _("no date")
    names = (article.publisher, article.byline, formatting.language_name(article.language))
    known = (
        *(markdown.escaped_line(markdown.strip_invisible(name), part // 2) for name in names),
        dated,
        formatting.extent(article),
    )
    parts = [f"**{title(article, part)}**\n{' · '.join(filter(None, known))}"]
    first = enumerate(article.paragraphs[:_FIRST_PARAGRAPHS], start=1)
    parts.append("\n".join(f"> ¶{number} {markdown.escaped_line(text, part)}" for number, text in first))
    if notes:
        shown = [markdown.escaped_line(note, part) for note in notes[:_REASONS]]
        heading = _("Left out")
        parts.append("\n".join((f"**{heading}**", *shown)))
    if found.change == "updated":
        differing = markdown.escaped_line(formatting.differing(found), part)
        parts.append(_("It updates an existing article: {differing}.").format(differing=differing))
    return Page("\n\n".join(parts), _("Not added yet: press Keep within 15 minutes."), colour=answers.CLOSEST)


def kept_preview(result: AddResult) -> str:
    """Say what became of an article whose preview somebody kept."""
    said = _("Updated: **{title}**.") if result.change == "updated" else _("Added: **{title}**.")
    return said.format(title=title(result.article))


def discarded(article: Article) -> str:
    return _("Discarded: **{title}**. Nothing was added.").format(title=title(article))


def confirmation(named: str, paragraphs: int, *, for_good: bool = False) -> Page:
    """Draw the confirmation before an article is removed, for good or so that it can be brought back.

    Args:
        named: The article, as markdown.
        paragraphs: How many it has.
        for_good: Whether its text is overwritten at once.
    """
    asked = (
        _(
            "Remove **{title}** ({paragraphs}) for good? Its text will be overwritten at once, in all versions, and "
            "nothing can bring it back."
        )
        if for_good
        else _(
            "Remove **{title}** ({paragraphs})? Nothing will answer from it or quote it any more. For a day it can be "
            "brought back; then its text is overwritten."
        )
    )
    text = asked.format(title=named, paragraphs=formatting.paragraphs(paragraphs))
    return Page(text, colour=answers.CLOSEST)


def title(article: Article, room: int = _MAX_TITLE_CHARS) -> str:
    """Draw a headline."""
    return markdown.escaped_line(formatting.article_title(article), room)


def _file(account: UploadResult, room: int) -> str:
    name = markdown.escaped_line(markdown.strip_invisible(account.name) or "…", room // 4)
    lines = [f"**{name}**: {messages.ingest_summary(account.counts)}"]
    if account.first and account.counts.total() == 1:
        lines.append(_article(account.first, room // 4))
    shown = account.reasons[:_REASONS]
    left = (room - sum(map(markdown.utf16_len, lines)) - 8) // max(1, len(shown))
    return "\n".join((*lines, *(markdown.escaped_line(reason, left - 1) for reason in shown)))


def _article(added: AddResult, room: int) -> str:
    """Draw what was understood of an article that was added, and what an update changed."""
    article = added.article
    id = _id_line(markdown.escaped_line(article.id, room // 3))
    publisher = markdown.escaped_line(markdown.strip_invisible(article.publisher), room // 5)
    changed = markdown.escaped_line(formatting.differing(added), room // 3) if added.change == "updated" else ""
    end = "".join(f" · {part}" for part in (publisher, *formatting.day_and_extent(article), changed, id) if part)
    return title(article, room - markdown.utf16_len(end)) + end


def kept(title: str) -> str:
    """Say that nothing was done; the headline is already markdown."""
    return _("Cancelled. **{title}** is still here.").format(title=title)


def removed(named: str, *, can_restore: bool) -> str:
    """Say that an article was removed; its name is already markdown."""
    said = _("Removed: **{title}**.").format(title=named)
    return said + " " + _("/undo or /restore brings it back within a day.") if can_restore else said


def deleted(named: str) -> str:
    """Say that an article was removed for good; its name is already markdown."""
    return _("Removed for good: **{title}**. Its text has been overwritten.").format(title=named)


MAX_GAPS = 8
"""Gaps on one page."""
_MAX_OTHERS = 2
"""Other wordings of a gap that are shown."""
_MAX_NEAREST = 2


def gaps_page(
    gaps: Sequence[Gap], articles: Mapping[int, Article], number: int, room: int = markdown.MAX_DESCRIPTION
) -> Page:
    """Draw one page of what people ask in vain, the most wanted first.

    Args:
        gaps: All of them.
        articles: The articles that come nearest, by the store's row; those that are gone are missing.
        number: The page, from 1.
        room: Characters that the page may have.
    """
    shown = gaps[(number - 1) * MAX_GAPS : number * MAX_GAPS]
    each = (room - 200) // max(1, len(shown))
    first = (number - 1) * MAX_GAPS + 1
    blocks = [_gap(gap, articles, place, each) for place, gap in enumerate(shown, start=first)]
    heading = ngettext(
        "{number} gap: what people ask and no article answers",
        "{number} gaps: what people ask and no article answers",
        len(gaps),
    ).format(number=formatting.number(len(gaps)))
    how = _("add an article that answers, and the gap closes by itself")
    footer = " · ".join(filter(None, (messages.page_of(number, gap_pages(len(gaps))), how)))
    return Page("\n\n".join((heading, *blocks)), footer, colour=DECLINED)


def gap_pages(gaps: int) -> int:
    return max(1, ceil(gaps / MAX_GAPS))


def _gap(gap: Gap, articles: Mapping[int, Article], place: int, room: int) -> str:
    """Draw a gap: its most wanted wording, how many people ask, other wordings, the nearest headlines."""
    first, *others = gap.questions
    people = f"{formatting.people(gap.people)} · {formatting.questions(gap.times)}"
    lines = [f"**{formatting.number(place)}.** {markdown.escaped_line(first.text, room // 3)}", people]
    lines += [f"“{markdown.escaped_line(each.text, room // 8)}”" for each in others[:_MAX_OTHERS]]
    near = [articles[row] for row in gap.nearest if row in articles][:_MAX_NEAREST]
    lines += [f"• {answers.headline_link(each, room // 6)}" for each in near]
    return "\n".join(lines)


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
