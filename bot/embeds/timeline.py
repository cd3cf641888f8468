"""The pages of `!timeline`, of *Newest first* and of `!first`: passages by their day, the first and last to say it."""

from collections.abc import Sequence

from bot.embeds.answers import ANSWERED, CLOSEST, Page, full_citation, paragraph_link
from bot.i18n import gettext as _
from bot.text import formatting, markdown, messages, timeline
from bot.text.timeline import TimelineDay
from knowledge import Answer, Citation
from knowledge.answers import Mentions

_MAX_QUOTE = 400
"""Longest quotation of a day, in UTF-16 units."""
_MAX_HEADLINE = 120
_MAX_LINK = 300
_MAX_WORDS = 200
_MAX_BLOCKS = 8
"""Days or passages on one page; more are too long a way on a phone."""
_SEPARATOR = "\n\n"


def timeline_pages(found: Answer, room: int = markdown.MAX_DESCRIPTION) -> list[Page]:
    """Draw the days of an answer, the earliest first; at least one page."""
    return _pages(found, list(map(_day, timeline.timeline_days(found))), timeline.undated_text(found), room)


def newest_first_pages(found: Answer, room: int = markdown.MAX_DESCRIPTION) -> list[Page]:
    """Draw the passages of an answer from the latest day to the earliest, and those without a day after them."""
    blocks = [
        _passage(cited, formatting.day(day) if (day := cited.article.day) else _("Without a date"))
        for cited in timeline.newest_first(found)
    ]
    return _pages(found, blocks, "", room)


def _pages(found: Answer, blocks: Sequence[str], last: str, room: int) -> list[Page]:
    """Spread blocks over pages, with the question above each and a text below the last one."""
    asked = markdown.escaped_line(found.question, room // 8)
    closest = found.outcome == "closest"
    heading = "\n".join(filter(None, (f"**{asked}**" if asked else "", messages.closest() if closest else "")))
    left = room - markdown.utf16_len(_SEPARATOR.join((heading, last))) - len(_SEPARATOR)
    shares: list[list[str]] = [[]]
    for block in blocks:
        used = markdown.utf16_len(_SEPARATOR.join((*shares[-1], block)))
        if shares[-1] and (used > left or len(shares[-1]) == _MAX_BLOCKS):
            shares.append([])
        shares[-1].append(block)
    shares[-1].append(last)
    footer = messages.answer_footer(found.id, found.citations)
    return [
        Page(
            _SEPARATOR.join(filter(None, (heading, *share))),
            " · ".join(filter(None, (footer, messages.page_of(number, len(shares))))),
            colour=CLOSEST if closest else ANSWERED,
        )
        for number, share in enumerate(shares, start=1)
    ]


def _day(each: TimelineDay) -> str:
    gap = f"-# {timeline.gap_text(each.gap)}{_SEPARATOR}" if each.gap >= timeline.MIN_GAP_DAYS else ""
    more = f"\n-# {timeline.others_text(each.others)}" if each.others else ""
    return f"{gap}{_passage(each.cited, formatting.day(each.day))}{more}"


def _passage(cited: Citation, day: str) -> str:
    quoted = markdown.runs_markdown(markdown.quote_markdown(cited), _MAX_QUOTE)
    named = (formatting.article_title(cited.article), formatting.credit(cited.article))
    source = [markdown.escaped_line(text, _MAX_HEADLINE) for text in named if text]
    whence = " · ".join((*source, paragraph_link(cited, _MAX_LINK)))
    return f"**{day}** [{cited.n}]\n{whence}\n> “{quoted}”"


def mentions_page(found: Mentions, room: int = markdown.MAX_DESCRIPTION) -> Page:
    """Draw the first and the last article that says something."""
    words = markdown.escaped_line(found.words, _MAX_WORDS)
    blocks = [timeline.mentions_heading(found, f"**“{words}”**" if found.is_phrase else f"**{words}**")]
    notes = list(timeline.mentions_notes(found))
    left = room - markdown.utf16_len(_SEPARATOR.join((*blocks, *notes))) - 2 * _MAX_WORDS
    ends = ((_("**First**"), found.first), (_("**Last**"), found.last))
    blocks += [f"{name}\n{full_citation(cited, left // len(ends))}" for name, cited in ends if cited]
    return Page(_SEPARATOR.join((*blocks, *notes)))
