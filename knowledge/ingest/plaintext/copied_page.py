"""A whole page as copied from a browser → its own rows, without the menu above, the boxes amid and the foot below."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise, takewhile
from typing import NamedTuple

from knowledge.ingest.boilerplate import (
    begins_comments,
    begins_talk,
    count_cjk,
    heads_alike,
    heads_foot,
    heads_reviews,
    is_application,
    is_banner,
    is_below_post,
    is_boilerplate,
    is_button,
    is_caption,
    is_link,
    is_list_heading,
    is_prose,
    is_skip,
    is_teaser,
    is_terms,
)
from knowledge.ingest.bylines import byline, is_of_pictures, is_signature, name_in
from knowledge.ingest.date_lines import date_line, is_labelled, tells_of_text
from knowledge.ingest.given_names import names_person
from knowledge.ingest.names import is_eastern_name, is_full_name, is_outlet, is_role, is_section
from knowledge.ingest.news_header import heads_contact, is_headline, is_told, names_source
from knowledge.ingest.plaintext.layout import FURNITURE, MAX_ROWS_COMPARED, Layout, layout_of
from knowledge.ingest.plaintext.recipes import ingredient_rows, is_recipe
from knowledge.text import publishers


class CopiedPage(NamedTuple):
    """What is left of a page."""

    site: str
    """The name of the site, where a menu says so."""
    rows: list[str]
    """Without what surrounds every page; from the headline on, where there was a menu."""
    has_menu: bool
    text: tuple[str, ...] = ()
    """Those of its text, where there was a menu."""
    authors: tuple[str, ...] = ()
    """Rows that most likely say who wrote it."""
    others: frozenset[str] = frozenset()
    """Rows that are not likely to."""
    days: tuple[str, ...] = ()
    """Rows that most likely say when it was published."""
    below: tuple[str, ...] = ()
    """The rows right below its text."""


def parted(rows: list[str], begun: Sequence[bool] = ()) -> CopiedPage:
    """Take off a page what surrounds it; a text that is no page stays as it is.

    Args:
        rows: The text.
        begun: Whether each row is below an empty line; nothing where its rows are not to be told by that.
    """
    places = enumerate(_below_banner(rows))
    own = [at for place, at in places if place >= MAX_BUTTON_ROWS or not is_button(rows[at])]
    rows, begun = [rows[at] for at in own], [begun[at] for at in own] if begun else ()
    if sum(len(row) <= MAX_LINK_CHARS for row in rows) < MIN_LINKS:
        return CopiedPage("", without_foot(rows), has_menu=False)
    layout = layout_of(rows, begun or [False] * len(rows))
    title = _title(rows, layout)
    page = _page_below(rows, title, layout) if title and _has_menu(rows, title, layout) else None
    if page is None or _is_torn(rows, page.rows):
        return CopiedPage("", without_foot(rows), has_menu=False)
    return page


def _is_torn(rows: Sequence[str], kept: Sequence[str]) -> bool:
    """Tell a text of which many paragraphs would be lost, beside each other or amid those that are kept."""
    left = Counter(kept)
    run = lost = 0
    for row in rows:
        is_kept = left[row] > 0
        left[row] -= is_kept
        is_lost = not is_kept and is_prose(row)
        run, lost = (run + 1 if is_lost else 0), lost + is_lost
        if run > MAX_LOST_PROSE or (lost > MAX_LOST_AMID and is_kept and is_prose(row)):
            return True
    return False


MAX_LOST_PROSE, MAX_LOST_AMID = 5, 10
"""Paragraphs that a site can say of itself; more of them are a book's, whose chapters are like links."""


def _page_below(rows: list[str], title: int, layout: Layout) -> CopiedPage:
    """Return the page whose headline is there, without what surrounds it."""
    authors, days = layout.of("author", "author above"), layout.of("day", "day above")
    furniture = layout.of(*FURNITURE)
    header = [author + day for author, day in zip(authors, days, strict=True)]
    least = {row: _least(row) for row in rows}
    if is_recipe(rows):
        least = dict.fromkeys(rows, MIN_CERTAIN) | dict.fromkeys(ingredient_rows(rows), 1.0)
    # What stands below the headline again and again says who speaks.
    said = Counter(rows[title:])
    speaking = {row for row, times in said.items() if times >= MIN_TIMES_SAID and not is_told(row)}
    told = [0.0 if row in speaking else chance for row, chance in zip(rows, header, strict=False)]
    others = [sum(each) for each in zip(furniture, told, layout.of("caption"), strict=True)]
    below = range(title + 1, len(rows))
    text = [at for at in below if at >= len(others) or others[at] <= least[rows[at]]]
    # What is on a picture is often copied twice.
    text = [at for at, after in pairwise([*text, len(rows)]) if rows[at : at + 1] != rows[after : after + 1]]
    while text and (is_list_heading(rows[text[-1]]) or heads_foot(rows[text[-1]])):
        text.pop()
    end = text[-1] + 1 if text else len(rows)
    return CopiedPage(
        _site(rows[:title], rows[title:]),
        [
            rows[title],
            *(rows[at] for at in range(title) if header[at] > MIN_LIKELY),
            *(
                rows[at]
                for at in below
                if at >= len(furniture)
                or furniture[at] <= (MIN_CERTAIN if _may_tell(rows[at], at - title) else least[rows[at]])
                or (at - title <= MAX_AUTHOR_ROWS and names_source(rows[at]))
            ),
        ],
        has_menu=True,
        text=tuple(rows[at] for at in text),
        authors=_authors(rows, authors, title) or _named_in_header(rows, authors, title),
        others=frozenset(
            row
            for row, chance in zip(rows, authors, strict=False)
            if chance < MIN_LIKELY and not (byline(row) or names_person(row) or _is_named_again(row, rows))
        ),
        days=_days(rows, days),
        below=tuple(rows[end : end + MAX_ROWS_SIGNED]),
    )


def _may_tell(row: str, below: int) -> bool:
    """Tell a row so far below the headline that can say who wrote it, or when."""
    if below > MAX_AUTHOR_ROWS:
        return False
    is_person = is_full_name(row) or is_eastern_name(row.strip("【】［］[]"))
    return is_person or bool(_NUMBER_OR_LABEL.search(row)) or is_told(row)


MAX_AUTHOR_ROWS = 15
_NUMBER_OR_LABEL = re.compile(r"[\d:：]")


def _authors(rows: Sequence[str], chances: Sequence[float], title: int) -> tuple[str, ...]:
    """Return the rows that are likely to be of authors and not of whom to ask, or the likeliest that has a name.

    Where some are above the text, those amid and below it are of other texts.
    """
    text = next((at for at in range(title + 1, len(rows)) if is_prose(rows[at]) and not is_told(rows[at])), len(rows))
    possible = [
        (chance, row)
        for at, (row, chance) in enumerate(zip(rows, chances, strict=False))
        if chance > MIN_POSSIBLE and not heads_contact(rows[max(at - 1, 0)]) and not is_of_pictures(rows, at)
    ]
    header = {*rows[:text]}
    found = tuple(row for chance, row in possible if chance > MIN_LIKELY)
    if found:
        above = tuple(row for row in found if row in header and names_person(name_in(row)))
        if not above:
            return found
        found = tuple(row for row in found if row in header and not _is_outlet_of(row, rows))
        return tuple(dict.fromkeys([*found, *_joined(rows[:text], above)]))
    named = [(bool(byline(row)), chance, row) for chance, row in possible if byline(row) or _may_name(row, chance)]
    best = max(named)[-1] if named else ""
    if _HANDLE.fullmatch(best):  # Those who answer have others.
        best = next(row for _, _, row in named if _HANDLE.fullmatch(row))
    return (best,) if best else ()


def _joined(rows: Sequence[str], authors: Sequence[str]) -> Iterator[str]:
    """Yield the names that a row of "and" or a comma parts from those of authors, where each is a link of its own."""
    last = ""
    for row, sign, name in zip(rows, rows[1:], rows[2:], strict=False):
        if (row in authors or row == last) and _JOINING.fullmatch(sign) and is_full_name(name):
            last = name
            yield name


_JOINING = re.compile(r"[,&|·/]|,? ?(?:and|und|et|en|y|e|i|och|og|ja|и|та|ve|dan|oraz|és|și|a)")


def _is_outlet_of(row: str, rows: Sequence[str]) -> bool:
    """Tell the name of who publishes a page, beside those of authors, by how often the page has it."""
    name = row.casefold()
    return not names_person(name_in(row)) and sum(name in other.casefold() for other in rows) >= MIN_TIMES_SAID


def _is_named_again(row: str, rows: Sequence[str]) -> bool:
    """Tell a name of Japan whose family is not listed by the end of what is on a picture, where it stands as well."""
    return bool(_HAN.fullmatch(row)) and any(f"、{row}" in other for other in rows)


_HAN = re.compile(r"[\u3400-\u9fff々]{3,6}")


def _named_in_header(rows: Sequence[str], chances: Sequence[float], title: int) -> tuple[str, ...]:
    """Return the likeliest row between headline and text that names persons and says little else, if there is one."""
    near = takewhile(
        lambda at: not is_prose(rows[at]) or at == title, range(title, min(title + MAX_AUTHOR_ROWS, len(rows)))
    )
    named = [(chances[at], rows[at]) for at in near if at < len(chances) and chances[at] > MIN_IN_HEADER]
    named = [(chance, row) for chance, row in named if is_signature(row) and not is_caption(row)]
    return (max(named)[1],) if named else ()


MIN_IN_HEADER = 0.04


def _may_name(row: str, chance: float) -> bool:
    """Tell a row with the name of a person that is likely enough to be its author's."""
    if chance <= MIN_NAMED:
        return False
    name = name_in(row)
    is_like_name = (is_full_name(name) and name[0].isupper()) or bool(_HANDLE.fullmatch(row))
    return names_person(name) or ((is_like_name or name.isupper()) and chance > MIN_LIKE_NAME)


_HANDLE = re.compile(r"(?=\w*(?:_|[^\W\d_]\d))[\w.-]{3,40}")
"""What somebody is called on a forum."""


def _days(rows: Sequence[str], chances: Sequence[float]) -> tuple[str, ...]:
    """Return the rows that are likely to say when; else the likeliest with a day, or of all with the word for it."""
    possible = [(chance, row) for row, chance in zip(rows, chances, strict=False) if chance > MIN_POSSIBLE]
    possible = [(chance, row) for chance, row in possible if tells_of_text(row)]
    found = tuple(row for chance, row in possible if chance > MIN_LIKELY)
    dated = [(chance, row) for chance, row in possible if date_line(row)]
    dated = dated or [
        (chance, row) for row, chance in zip(rows, chances, strict=False) if is_labelled(row) and tells_of_text(row)
    ]
    return found or ((max(dated)[1],) if dated else ())


MIN_POSSIBLE, MIN_NAMED, MIN_LIKE_NAME = 0.15, 0.25, 0.3
"""Chance from which a row with a word for an author, or with a day, can be that, one with a name alone, and one that
is only like a name."""
MAX_ROWS_SIGNED, MIN_TIMES_SAID = 3, 3
MAX_BUTTON_ROWS = 40
MAX_LINK_CHARS, MIN_LINKS = 40, 4
"""Rows as short as links are, from so many of which it pays to look for a menu."""
MIN_LIKELY = 0.5
"""Chance above which a row is taken for its author's, or for that of the day."""


def _has_menu(rows: Sequence[str], title: int, layout: Layout) -> bool:
    """Tell a page by its menu; a short one by a row that is of one, or by as much of the site below the text."""
    menu, below = sum(layout.of("menu")[:title]), sum(layout.of("below")[title:])
    # What somebody lists above a text is like a menu, but nothing there leads elsewhere or says who wrote it.
    others = (*rows[:title], *rows[title + 1 :])
    is_signed = below > MIN_SIGNED_FOOT and sum(layout.of("author", "author above", "day", "day above")) > MIN_LIKELY
    if menu <= MAX_LISTED and not is_signed and not any(_leads_elsewhere(row) or is_skip(row) for row in others):
        return False
    if menu > MIN_MENU or (menu > MIN_SHORT_MENU and below > MIN_FOOT):
        return True
    return any(map(is_skip, rows[:title])) or (menu > MIN_SURE_MENU and any(map(_leads_elsewhere, rows[:title])))


def _leads_elsewhere(row: str) -> bool:
    return is_link(row) or is_boilerplate(row)


MIN_MENU, MIN_SURE_MENU, MIN_SHORT_MENU, MIN_FOOT, MIN_SIGNED_FOOT, MAX_LISTED = 6, 2, 0.5, 1.5, 3, 12


def _title(rows: Sequence[str], layout: Layout) -> int:
    """Return where the headline of a page is."""
    chances = layout.of("headline")
    # What leads to something below, or is on a picture, is no headline, unless nothing else is like one.
    foot = set(rows[len(rows) - min(MAX_SITE_FOOT_ROWS, len(rows) // 3) :])
    shares = (_share_of_headline(row) * (SHARE_OF_SITE if row in foot else 1) for row in rows)
    likely = [chance * share for chance, share in zip(chances, shares, strict=False)]
    at = max(range(len(likely)), key=likely.__getitem__, default=0)
    if at > 1 and (_is_titled_above(rows, at) or _is_of_employer(rows, at)):
        at -= 1
    return at


def _share_of_headline(row: str) -> float:
    if is_caption(row) or _BRACKETED.fullmatch(row) or is_role(row):
        return MIN_POSSIBLE
    return MIN_LIKELY if row[-1] in ":：" else 1.0


SHARE_OF_SITE = 0.9
"""What stands at the foot as well is rather the name of the site."""
_BRACKETED = re.compile(r"[\[［【][^\[\]［］【】]{1,14}[\]］】]")
"""Stands for a picture on pages of Japan."""
MAX_HEADLINE_DISTANCE = 5


def _is_titled_above(rows: Sequence[str], at: int) -> bool:
    """Tell what is below the title of a post, right above its author, on a site where no part of that is above both."""
    author = rows[at + 1] if at + 1 < len(rows) else ""
    if not (is_full_name(author.removesuffix("'s avatar")) or is_told(author)) or len(rows[at - 1]) >= len(rows[at]):
        return False
    if not is_headline(rows[at]) or is_boilerplate(rows[at - 1]):
        return False
    is_post = any(map(_TOP_OF_POST.fullmatch, rows[:at])) or any(map(is_below_post, rows))
    return is_post and rows.count(rows[at - 1]) == 1


_TOP_OF_POST = re.compile(r"open in app", re.IGNORECASE)


def _is_of_employer(rows: Sequence[str], at: int) -> bool:
    """Tell whose job it is, below what job, by the button and by the text, which has the name as well."""
    is_job = any(map(is_application, rows[at + 1 : at + 1 + MAX_HEADLINE_DISTANCE]))
    name = " ".join(rows[at].split()[:2])
    return is_job and any(name in row for row in rows[at + 1 : at + MAX_ROWS_COMPARED] if is_prose(row))


def _site(above: Sequence[str], below: Sequence[str]) -> str:
    """Return the name of the site: that of a paper, of whose the page is, or what is written as one above the menu."""
    names = [row for row in above if not (is_link(row) or is_boilerplate(row) or is_section(row) or is_told(row))]
    names = [row for row in names if len(row) > 1 and len(row.split()) <= MAX_SITE_WORDS and "|" not in row]
    names = [row for row in names if not is_skip(row)]
    owners = [row for row in below[-MAX_SITE_FOOT_ROWS:] if _OWNED.match(row)]
    owner = next((name for name in names if any(f" {name}" in row for row in owners)), "")
    known = next(filter(publishers.is_known, above), "") or owner
    known = known or ("" if owners else next(filter(is_outlet, names), ""))
    if known or not names or names[0] == below[0]:
        return known
    first = names[0]
    is_first = count_cjk(first) > 0 or not any(map(is_link, above[: above.index(first)]))
    is_name = first in below[0].split() or (" " in first and bool(_SITE.fullmatch(first)))
    return first if is_first and is_name else ""


_SITE = re.compile(
    r"(?!(?i:.*\b(?:skip|site|menu|navigation|main|search)\b))"
    r"(?:(?:[^\W\d_a-z]\S*|and|of|the|for|&|de|del|e|y|et|und)(?:\s|$))+"
)
"""How the name of a site is written: with large first letters."""
_OWNED = re.compile(r".{0,30}(?:©|\(c\)|copyright)", re.IGNORECASE)
MAX_SITE_WORDS = 5
MAX_SITE_FOOT_ROWS = 40


def last_prose(rows: Sequence[str]) -> int:
    """Return where the last running text is; past the end where there is none."""
    places = range(len(rows) - 1, -1, -1)
    found = (at for at in places if is_prose(rows[at]) and not is_boilerplate(rows[at]))
    return next((at for at in found if not is_teaser(rows, at)), len(rows))


def _least(row: str) -> float:
    """Return the chance above which a row is taken for furniture: rather a link is kept than a sentence lost."""
    if is_boilerplate(row) or is_caption(row):
        return MIN_KNOWN
    if len(row) + count_cjk(row) > MAX_PASSED_CHARS:
        return MIN_CERTAIN
    return MIN_SURE_OF_SENTENCE if is_prose(row) or row[-1] in ".!?。" else MIN_ENOUGH


MIN_KNOWN = 0.3
MAX_PASSED_CHARS, MIN_CERTAIN, MIN_SURE_OF_SENTENCE, MIN_ENOUGH = 200, 0.95, 0.92, 0.7


def _below_banner(rows: Sequence[str]) -> Sequence[int]:
    """Return the places of the rows that are not what a page asks about cookies at its top."""
    above = takewhile(lambda row: is_banner(row) or not is_prose(row) or "cookie" in row, rows[:MAX_BANNER_ROWS])
    found: set[int] = set()
    for at, row in enumerate(above):
        if is_banner(row) or ("cookie" in row and at - 1 in found):
            found.add(at)
    return [at for at in range(len(rows)) if at not in found] if len(found) < len(rows) else range(len(rows))


MAX_BANNER_ROWS = 10


def without_foot(rows: list[str]) -> list[str]:
    """Return a text without what readers say of it, its lists of other pages, and the links at its end."""
    last = len(rows)
    while last > 1 and any(is_one(rows[last - 1]) for is_one in (is_terms, is_link, is_boilerplate)):
        last -= 1
    # An article's own last row can be "Contact".
    ends_as_page = any(map(is_terms, rows[last:])) or sum(map(is_link, rows[last:])) >= MIN_FOOT_LINKS
    ends_as_page = ends_as_page and _has_text(rows[:last])
    last = last if ends_as_page else len(rows)
    for at in range(max(last - MAX_LISTED_AT_END, 1), last):
        # What is below a count of comments is some of them, and they can be why somebody copied the page.
        is_form = begins_comments(rows[at]) and not any(map(str.isdecimal, rows[at]))
        told = [row for row in rows[at:last] if is_prose(row)]
        # Of other stories there are only headlines, some of which ask.
        is_list = ends_as_page and is_list_heading(rows[at]) and all(row.endswith("?") for row in told)
        is_list = is_list or (is_boilerplate(rows[at - 1]) and heads_alike(rows[at])) or _begins_reviews(rows, at)
        is_foot = is_form or is_list or heads_foot(rows[at])
        if is_foot and _has_text(rows[:at]) and len(told) <= MAX_FOOT_PROSE:
            counted = (each for each in range(max(at - MAX_ROWS_TO_ANSWER, 1), at) if begins_talk(rows[each]))
            # Above a way to answer, the page is whole.
            first = next(counted, at) if is_form else at
            return rows[: first if _has_text(rows[:first]) else at]
    return rows[:last]


def _begins_reviews(rows: Sequence[str], at: int) -> bool:
    """Tell the heading of what buyers think, above their stars."""
    return heads_reviews(rows[at]) and any(map(_RATED.search, rows[at + 1 : at + 1 + MAX_PAGES_AMID]))


_RATED = re.compile(r"[0-5][.,]\d ?(?:/ ?5)?(?: ?[(（]\d|$)|[★☆⭐]")
"""What others think of a dish or of a place."""


def _has_text(rows: Sequence[str]) -> bool:
    """Tell a page with a sentence, or with the ingredients of a dish, the steps to which can be short."""
    return last_prose(rows) < len(rows) or is_recipe(rows)


MIN_FOOT_LINKS = 2
MAX_LISTED_AT_END, MAX_FOOT_PROSE = 20, 1
"""Most rows below the text of a page that began with no long menu, and how many of them are sentences."""


MAX_PAGES_AMID = 6


MAX_ROWS_TO_ANSWER = 40
"""Most rows from the heading above comments to the first way to answer one."""
