"""A whole page as copied from a browser → its own rows, without the menu above them and the foot below."""

import re
from collections.abc import Sequence
from itertools import takewhile
from typing import NamedTuple

from knowledge.ingest.boilerplate import (
    begins_comments,
    heads_foot,
    is_banner,
    is_boilerplate,
    is_button,
    is_link,
    is_list_heading,
    is_prose,
    is_skip,
    is_teaser,
    is_terms,
)
from knowledge.ingest.news_header import (
    MAX_HEADER_ROWS,
    MAX_ROWS_BELOW_CAPTION,
    MAX_ROWS_BELOW_STANDFIRST,
    byline,
    date_line,
    is_headline,
    is_outlet,
    is_titled,
    reports_from,
)
from knowledge.ingest.paragraphs import SENTENCE_ENDS, is_recipe
from knowledge.text import publishers


class CopiedPage(NamedTuple):
    """What is left of a page."""

    site: str
    """The name of the site, where a menu of few rows is below it."""
    rows: list[str]
    """Without what surrounds every page."""
    below_menu: list[str]
    """From below a long menu on: the same list where there is none."""


def parted(rows: list[str]) -> CopiedPage:
    """Take off a page what surrounds it; a text that is no page stays as it is."""
    rows = _without_banner(_without_foot(rows))
    rows = [row for at, row in enumerate(rows) if at >= MAX_BUTTON_ROWS or not is_button(row)]
    below = _without_menu(rows)
    if below is not rows:
        return CopiedPage("", rows, below)
    site, rows = _below_navigation(rows)
    return CopiedPage(site, rows, rows)


MAX_BUTTON_ROWS = 40


def last_prose(rows: Sequence[str]) -> int:
    """Return where the last running text is; past the end where there is none."""
    places = range(len(rows) - 1, -1, -1)
    found = (at for at in places if is_prose(rows[at]) and not is_boilerplate(rows[at]))
    return next((at for at in found if not is_teaser(rows, at)), len(rows))


def without_end(rows: Sequence[str]) -> tuple[str, ...]:
    """Return the rows of a page that began with a menu, up to the last that is running text."""
    last = last_prose(rows)
    short = takewhile(lambda row: row.endswith(SENTENCE_ENDS) and not is_boilerplate(row), rows[last + 1 :])
    return tuple(rows[: last + 1 + sum(1 for _ in short)])


def _without_banner(rows: list[str]) -> list[str]:
    """Return a page without what it asks about cookies at its top."""
    above = takewhile(lambda row: is_banner(row) or not is_prose(row), rows[:MAX_BANNER_ROWS])
    found = {at for at, row in enumerate(above) if is_banner(row)}
    return [row for at, row in enumerate(rows) if at not in found] if 0 < len(found) < len(rows) else rows


MAX_BANNER_ROWS = 10


def _without_foot(rows: list[str]) -> list[str]:
    """Return a page without its comments, its list of other pages, and the links to its terms at its end."""
    last = len(rows)
    while last > 1 and any(is_one(rows[last - 1]) for is_one in (is_terms, is_link, is_boilerplate)):
        last -= 1
    # An article's own last row can be "Contact".
    is_page = any(map(is_terms, rows[last:])) or sum(map(is_link, rows[last:])) >= MIN_FOOT_LINKS
    is_page = is_page and _has_text(rows[:last])
    last = last if is_page else len(rows)
    for at in range(max(last - MAX_FOOT_ROWS, 1), last):
        # What is below a count of comments is some of them, and they can be why somebody copied the page.
        is_form = begins_comments(rows[at]) and not any(map(str.isdecimal, rows[at]))
        told = [row for row in rows[at:last] if is_prose(row)]
        # Of other stories there are only headlines, some of which ask.
        is_list = is_page and is_list_heading(rows[at]) and all(row.endswith("?") for row in told)
        is_foot = is_form or is_list or heads_foot(rows[at])
        if is_foot and _has_text(rows[:at]) and len(told) <= MAX_FOOT_PROSE:
            return rows[:at]
    return rows[:last]


def _has_text(rows: Sequence[str]) -> bool:
    """Tell a page with a sentence, or with the ingredients of a dish, the steps to which can be short."""
    return last_prose(rows) < len(rows) or is_recipe(rows)


MIN_FOOT_LINKS = 2
MAX_FOOT_ROWS, MAX_FOOT_PROSE = 20, 1
"""Most rows below the text of a page that began with no long menu, and how many of them are sentences."""


MIN_MENU_ROWS = 8
"""Rows above a headline from which they are a menu."""
MAX_MENU_ROWS = 400
MAX_HEADLINE_DISTANCE = 5
"""Most rows between a headline and the author or day below it."""
MAX_CAPTIONED_DISTANCE = 8
"""The same where captions of a picture are between them."""


MIN_NAVIGATION = 3
"""Rows that are known to be of a menu from which there is one."""


_OLD = re.compile(r"this article is more than .{3,20} old", re.IGNORECASE)
"""Stands above the headline of an old story."""


def _without_menu(rows: list[str]) -> list[str]:
    """Return a page from its headline on, without the menu above it; only the masthead of that is kept."""
    standfirst = -1
    is_menu = sum(map(is_link, rows[:MIN_MENU_ROWS])) >= MIN_NAVIGATION
    few = MIN_NAVIGATION if is_menu or any(map(is_skip, rows[:MIN_NAVIGATION])) else MIN_MENU_ROWS
    marked = next((at for at, row in enumerate(rows[:MAX_MENU_ROWS]) if _OLD.fullmatch(row)), 0)
    if MIN_MENU_ROWS < marked < len(rows) - 1 and is_headline(rows[marked + 1]):
        masthead = next((name for name in rows[:marked] if publishers.is_known(name) or is_outlet(name)), "")
        return [*filter(None, [masthead]), *rows[marked + 1 :]]
    for at, row in enumerate(rows[:MAX_MENU_ROWS]):
        if is_prose(row) and not is_titled(row):
            near = MAX_ROWS_BELOW_CAPTION if at > few else MAX_ROWS_BELOW_STANDFIRST
            below = rows[at + 1 : at + 1 + near]
            if standfirst >= 0 or not any(byline(each) or date_line(each) for each in below):
                return _below_repeated_title(rows, at, few)
            standfirst = at
            continue
        if at >= few and (byline(row) or date_line(row)):
            title = _headline_near(rows, at)
            if title < few or 0 <= standfirst < title:
                return rows  # Above it is text.
            first = min(title, at)
            masthead = next((name for name in rows[:first] if publishers.is_known(name)), "")
            masthead = masthead or next((name for name in rows[:first] if is_outlet(name)), "")
            if not masthead and first < MIN_MENU_ROWS:
                names = (name for name in rows[:first] if not (is_link(name) or is_boilerplate(name)))
                masthead = next((name for name in names if not is_headline(name)), "")
            return [*filter(None, [masthead]), *rows[first:]]
    return rows


def _below_navigation(rows: list[str]) -> tuple[str, list[str]]:
    """Return the name of a site and its page from below a menu of few rows on; as it is where there is none."""
    site, end, found, unknown = "", 0, 0, 0
    for at, row in enumerate(rows[:MAX_HEADER_ROWS]):
        if is_link(row) or (not at and is_skip(row)):
            found, end, unknown = found + 1, at + 1, 0
        elif end == at and end and is_boilerplate(row):
            end += 1
        elif is_prose(row) or len(row.split()) > MAX_SITE_WORDS or byline(row) or date_line(row):
            break
        else:
            is_above = not found or (found == 1 and is_skip(rows[0]))
            site, unknown = site or (row if is_above else ""), unknown + 1
            if unknown > MAX_UNKNOWN_IN_MENU:
                break
    is_menu = found >= MIN_NAVIGATION and end < len(rows) - 1 and not is_prose(rows[end])
    is_menu = is_menu and not (byline(rows[end]) or date_line(rows[end]))
    return (site if site not in rows[end : end + 1] else "", rows[end:]) if is_menu else ("", rows)


MAX_SITE_WORDS, MAX_UNKNOWN_IN_MENU = 5, 1
"""Longest name of a site in words, and most rows in a row of its menu that are not known to be of one."""


def _below_repeated_title(rows: list[str], prose: int, few: int) -> list[str]:
    """Return a page from the row above its text on, where the menu above has that too: where the reader is."""
    title = prose - 1
    is_title = title >= few and rows[title] in rows[:title] and not is_boilerplate(rows[title])
    return rows[title:] if is_title else rows


def _headline_near(rows: Sequence[str], at: int) -> int:
    """Return where the headline of an author or a day is: above them, else right below; 0 where there is none."""
    above = range(at - 1, max(at - MAX_HEADLINE_DISTANCE, -1), -1)
    found = [place for place in above if is_headline(rows[place])]
    # What ends like a sentence is a caption, where something else can be the headline.
    higher = range(at - MAX_HEADLINE_DISTANCE, max(at - MAX_CAPTIONED_DISTANCE, -1), -1)
    found += [place for place in higher if is_headline(rows[place])]
    sure = (place for place in found if not (rows[place].endswith(".") or reports_from(rows[place])))
    title = next(sure, next(iter(found), 0))
    if not any(map(is_prose, rows[title + 1 : at])) and _is_standfirst(rows, title):
        return title - 1
    if not title:
        below = takewhile(lambda place: not is_prose(rows[place]), range(at + 1, min(at + 3, len(rows))))
        return next((place for place in below if is_headline(rows[place])), 0)
    if not is_prose(rows[title - 1]):
        return title
    # Above captions and a standfirst is what they belong to.
    for place in range(title - 1, max(title - MAX_HEADLINE_DISTANCE, MIN_MENU_ROWS - 1), -1):
        if not (is_prose(rows[place]) or is_headline(rows[place])):
            break
        title = place if is_headline(rows[place]) else title
    return title


def _is_standfirst(rows: Sequence[str], at: int) -> bool:
    """Tell a row that says more than the headline above it; among teasers, which are more than two, are none."""
    if at < 2 or not is_headline(rows[at - 1]) or is_headline(rows[at - 2]):
        return False
    return len(rows[at - 1]) >= MIN_HEADLINE_CHARS and len(rows[at]) >= MIN_STANDFIRST_CHARS


MIN_HEADLINE_CHARS, MIN_STANDFIRST_CHARS = 25, 50
"""Of two rows above an author, the first is the headline from so many characters on: what is above one is shorter."""
