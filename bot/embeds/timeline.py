"""The pages of `!timeline` and `!first`: a line a day, and the first and the last to say something."""

from collections.abc import Iterator

from bot.embeds.answers import Page, paragraph_link
from bot.embeds.sources import full_citation
from bot.i18n import gettext as _
from bot.i18n import ngettext
from bot.text import formatting, limits, markdown, messages, timeline
from bot.text.timeline import TimelineDay
from knowledge import Answer
from knowledge.answers import Mentions

_MAX_QUOTE = 400
"""Longest quotation of a day, in UTF-16 units."""
_MAX_HEADLINE = 120
_MAX_LINK = 300
_MAX_WORDS = 200
_MORE_ROOM = 100
"""Room for the line that counts the days left out."""
_SEPARATOR = "\n\n"


def timeline_page(found: Answer, room: int = limits.MAX_DESCRIPTION) -> Page:
    """Draw the days of an answer, the earliest first, as many as fit."""
    asked = markdown.escaped_line(found.question, room // 8)
    heading = f"**{asked}**" if asked else ""
    undated = timeline.undated_text(found)
    left = room - limits.utf16_len(_SEPARATOR.join((heading, undated))) - _MORE_ROOM
    blocks: list[str] = []
    days = timeline.timeline_days(found)
    for place, each in enumerate(days):
        block = _SEPARATOR.join(_day(each))
        left -= limits.utf16_len(block) + len(_SEPARATOR)
        if left < 0:
            rest = len(days) - place
            more = ngettext(
                "… and {number} more day. Ask with after: to see it.",
                "… and {number} more days. Ask with after: to see them.",
                rest,
            )
            blocks.append(more.format(number=formatting.number(rest)))
            break
        blocks.append(block)
    footer = messages.answer_footer(found.id, found.citations)
    return Page(_SEPARATOR.join(filter(None, (heading, *blocks, undated))), footer)


def _day(each: TimelineDay) -> Iterator[str]:
    if each.gap >= timeline.MIN_GAP_DAYS:
        yield f"-# {timeline.gap_text(each.gap)}"
    cited = each.cited
    quoted = markdown.runs_markdown(markdown.quote_markdown(cited), _MAX_QUOTE)
    named = (formatting.article_title(cited.article), formatting.credit(cited.article))
    source = [markdown.escaped_line(text, _MAX_HEADLINE) for text in named if text]
    whence = " · ".join((*source, paragraph_link(cited, _MAX_LINK)))
    yield f"**{formatting.day(each.day)}** [{cited.n}]\n{whence}\n> “{quoted}”"


def mentions_page(found: Mentions, room: int = limits.MAX_DESCRIPTION) -> Page:
    """Draw the first and the last article that says something."""
    words = markdown.escaped_line(found.words, _MAX_WORDS)
    blocks = [timeline.mentions_heading(found, f"**“{words}”**")]
    notes = list(timeline.mentions_notes(found))
    left = room - limits.utf16_len(_SEPARATOR.join((*blocks, *notes))) - 2 * _MAX_WORDS
    ends = ((_("**First**"), found.first), (_("**Last**"), found.last))
    blocks += [f"{name}\n{full_citation(cited, left // len(ends))}" for name, cited in ends if cited]
    return Page(_SEPARATOR.join((*blocks, *notes)))
