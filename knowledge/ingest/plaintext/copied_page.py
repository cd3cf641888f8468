"""A whole page as copied from a browser → its own rows, without the menu above, the boxes amid and the foot below."""

import re
from bisect import bisect_left
from collections.abc import Container, Sequence
from itertools import groupby, pairwise, takewhile
from typing import NamedTuple

from knowledge.ingest.blocks import LIST_ITEM
from knowledge.ingest.boilerplate import (
    asks_reader,
    begins_comments,
    begins_talk,
    count_cjk,
    ends_offer,
    heads_alike,
    heads_foot,
    heads_reviews,
    is_above_picture,
    is_answer_form,
    is_application,
    is_banner,
    is_below_post,
    is_boilerplate,
    is_button,
    is_caption,
    is_link,
    is_list_heading,
    is_of_site,
    is_prose,
    is_saying,
    is_skip,
    is_teaser,
    is_terms,
    speaks_of_readers,
    without_offers,
)
from knowledge.ingest.news_header import (
    MIN_MENU_ROWS,
    byline,
    date_line,
    end_of_header,
    is_eastern_name,
    is_full_name,
    is_headline,
    is_outlet,
    is_relative,
    is_section,
    is_told,
    may_be_button,
    signs_below,
    signs_with_mail,
)
from knowledge.ingest.plaintext.furniture import chances_of_furniture
from knowledge.ingest.plaintext.headline import MAX_ROWS_COMPARED, rank_rows, words_of
from knowledge.ingest.plaintext.recipes import SENTENCE_ENDS, is_recipe
from knowledge.text import publishers


class CopiedPage(NamedTuple):
    """What is left of a page."""

    site: str
    """The name of the site, where a menu says so."""
    rows: list[str]
    """Without what surrounds every page; from the headline on, where there was a menu."""
    has_menu: bool


def parted(rows: list[str], begun: Sequence[bool] = ()) -> CopiedPage:
    """Take off a page what surrounds it; a text that is no page stays as it is.

    Args:
        rows: The text.
        begun: Whether each row is below an empty line; nothing where its rows are not to be told by that.
    """
    places = enumerate(_below_banner(rows))
    own = [at for place, at in places if place >= MAX_BUTTON_ROWS or not is_button(rows[at])]
    rows, begun = [rows[at] for at in own], [begun[at] for at in own] if begun else ()
    foot = rows[-MAX_SITE_FOOT_ROWS:]
    title, is_near = _title(rows)
    is_post = sum(map(is_link, rows[:title])) > 1 and _is_titled_above(rows, title + 1)
    if not title or not (is_post or _is_menu(rows[:title], rows[title], foot, is_near=is_near)):
        return CopiedPage("", without_foot(rows), has_menu=False)
    chances = chances_of_furniture(rows, title, begun) if begun else []
    # Author and day can stand above the headline; who the author is is said below the text once more.
    near = rows[max(title - MAX_ROWS_ABOVE_TITLE, 0) : title]
    is_dated = any(map(is_told, near))
    names = {row for row in near if is_dated and is_full_name(row)}
    names = {name for name in names if any(row.startswith(name) for row in rows[title:])}
    # The day that a paper shows above all its stories is not that of the story.
    header = takewhile(lambda row: not is_prose(row), rows[title + 2 : title + MAX_AUTHOR_ROWS])
    is_dated = any(map(_is_day, (*rows[title + 1 : title + 2], *header)))
    above = [row for row in near if row in names or (is_told(row) and not (is_dated and _is_day(row)))]
    below = without_offers(_without_pictures(rows[title + 1 :], rows[title], frozenset(rows[:title])))
    below = _without_site(_without_sharing(_without_links(below, rows[:title])), rows[:title])
    below = _without_letter(below, rows[:title])
    kept = without_foot([rows[title], *above, *below], is_page=True, menu=frozenset(rows[:title]))
    top = len(above) + 1
    kept = [*kept[:top], *_without_furniture(kept[top:], rows[title:], chances)]
    return CopiedPage(_site(rows[:title], rows[title:]), kept, has_menu=True)


def _without_furniture(kept: Sequence[str], rows: Sequence[str], chances: Sequence[float]) -> list[str]:
    """Return the rows of a page that are kept without those that are likely to be furniture.

    What heads a list stays above what may be of that, as by it that is told later.
    """
    places: dict[str, list[int]] = {}
    for place, row in enumerate(rows[: len(chances)]):
        places.setdefault(row, []).append(place)
    at = 1
    is_own: list[bool] = []
    may_be_listed: list[bool] = []
    for row, after in pairwise([*kept, ""]):
        like = places.get(row, [])
        place = like[found] if (found := bisect_left(like, at)) < len(like) else 0
        at = max(at, place + 1)
        is_person = is_full_name(row) or is_eastern_name(row)
        may_tell = is_person or bool(_NUMBER_OR_LABEL.search(row)) or is_boilerplate(row) or is_told(row)
        least = MIN_CERTAIN if may_tell and place < MAX_AUTHOR_ROWS else _least(row)
        is_own.append(place <= 0 or chances[place] <= least or _is_labelled(row))
        is_heading = is_prose(after) and row.count(" ") < MAX_HEADING_WORDS
        may_be_listed.append(is_own[-1] and place > 0 and chances[place] > MAX_OF_TEXT and not is_heading)
    return [
        row
        for place, row in enumerate(kept)
        if is_own[place] or (is_list_heading(row) and any(may_be_listed[place + 1 : place + 1 + MAX_PASSED]))
    ]


MAX_OF_TEXT, MAX_PASSED, MAX_HEADING_WORDS = 0.3, 3, 5
"""Chance up to which a row below what heads a list is none of that, and rows below that are looked at."""
_NUMBER_OR_LABEL = re.compile(r"[\d:：]")
"""What days, authors and sources above a text have."""


def _is_labelled(row: str) -> bool:
    """Tell a row that says of its day what was on it; it can be below the text."""
    found = date_line(row)
    return found is not None and found.is_labelled


def _is_day(row: str) -> bool:
    found = date_line(row)
    return found is not None and found.published_at is not None and not found.byline


MAX_BUTTON_ROWS = 40
MAX_ROWS_ABOVE_TITLE = 4
MIN_LINKS = 3
"""Rows that are known to be of a menu from which there is one."""
MIN_ROWS_ABOVE = 4
"""The same on a page that ends with links to its terms."""


def _is_menu(above: Sequence[str], title: str, foot: Sequence[str], *, is_near: bool) -> bool:
    """Tell the rows above a headline that are a menu; what is above a headline of a text without one stays."""
    links = sum(map(is_link, above))
    if links >= MIN_LINKS or any(map(is_skip, above)):
        return True
    if (
        sum(is_prose(row) and not is_boilerplate(row) for row in above) > 1
        or sum(map(_is_typed_item, above)) >= MIN_ITEMS
    ):
        return False
    if len(above) >= MIN_MENU_ROWS and (is_near or title in above):
        return True
    # Between a menu and as many links below the text there is the headline, above author or day.
    if links > 0 and is_near and len(above) >= MIN_LINKS and is_headline(title) and _ends_in_links(foot):
        return True
    # With the links to its terms at its end, a page needs fewer at its top.
    return len(above) >= MIN_ROWS_ABOVE and links > 0 and sum(map(_ends_site, foot)) >= MIN_FOOT_LINKS


def _ends_in_links(foot: Sequence[str]) -> bool:
    """Tell the rows at the end of a page, many of which are short and some known to be links."""
    below = list(takewhile(lambda row: not is_prose(row) and row[-1] not in ".!…:", reversed(foot)))
    return len(below) >= MIN_ROWS_OF_FOOT and sum(_is_furniture(row) for row in below) >= MIN_FOOT_LINKS


MIN_ROWS_OF_FOOT = 6


def _is_typed_item(row: str) -> bool:
    return row.startswith(("- ", "* "))


MIN_ITEMS = 2
"""Items of a list, with the marks that people type, which menus are not copied with."""


def _title(rows: Sequence[str]) -> tuple[int, bool]:
    """Return where the headline of a page is, and whether author or day are near it."""
    ranked = rank_rows(rows)
    at = next(iter(ranked), 0)
    apply = next((place for place, row in enumerate(rows[:at]) if is_application(row)), 0)
    at = next(place for place in ranked if place < apply) if apply else at  # A job is named above the button.
    if at > 1 and (_is_titled_above(rows, at) or _is_of_employer(rows, at)):
        at -= 1
    told = {place for place in range(min(at + 3 * MAX_HEADLINE_DISTANCE, len(rows))) if _is_near_headline(rows[place])}
    return at, _is_above(rows, at, told) or not told.isdisjoint((at - 2, at - 1))


def _is_near_headline(row: str) -> bool:
    return not is_prose(row) and (is_told(row) or is_relative(row))


MAX_HEADLINE_DISTANCE = 5
MIN_LONG_WORD_CHARS, MIN_HEADLINE_CHARS = 6, 25


def _is_above(rows: Sequence[str], at: int, told: Container[int]) -> bool:
    """Tell a row right above author or day, but for buttons and a standfirst."""
    places = range(at + 1, min(at + 1 + 2 * MAX_HEADLINE_DISTANCE, len(rows)))
    below = [
        place for place in places if place in told or not (is_boilerplate(rows[place]) or may_be_button(rows[place]))
    ]
    return any(place in told for place in below[:MAX_HEADLINE_DISTANCE])


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


def _is_of_site(row: str, above: Container[str]) -> bool:
    """Tell what is on a picture, by the name of the site behind it, in brackets or below a name."""
    if row.endswith(")"):
        return row.rpartition("(")[2][:-1] in above
    found = _TAKEN_FOR.search(row[-MAX_SHARING_CHARS:]) if "/" in row else None
    return found is not None and found[1] in above


_TAKEN_FOR = re.compile(
    r"(?:[.!?…”»)]| [-–—|]) (?:[^\W\d_a-zß-ÿ][\w.'’-]* ){0,3}[^\W\d_a-zß-ÿ][\w.'’-]* ?/ ?([^/]{2,30})$"
)


def _begins_alike(row: str, after: str) -> bool:
    """Tell the words of a picture for the blind above what is on that, which is the same and who took it."""
    if len(row) < MIN_HEADLINE_CHARS or not after.startswith(row):
        return False
    name = after[len(row) :].lstrip(" -–—|/.,©")
    return 0 < len(name) <= MAX_SHARING_CHARS and name[0].isupper() and name[-1] not in ".!?…:"


def _without_pictures(rows: Sequence[str], title: str, above: Container[str]) -> list[str]:
    """Return rows without the title again, and without what is on pictures and who took them."""
    # Below what is told of a dish, its name begins the recipe.
    told = next((at for at, row in enumerate(rows) if is_prose(row)), len(rows)) if is_recipe(rows) else len(rows)
    text = next((at for at, row in enumerate(rows) if is_prose(row) and not is_boilerplate(row)), len(rows))
    gone: set[int] = set()
    for at, (row, after) in enumerate(pairwise(rows)):
        is_short = len(after.split()) <= MAX_SITE_WORDS and not (after.endswith(SENTENCE_ENDS) or is_link(after))
        is_twice = row == after and (count_cjk(row) > 0 or not is_full_name(row))
        is_alone = not is_prose(row) and len(row) > MAX_ROW_OF_HEADING_CHARS
        if is_short and (is_twice or row.startswith(f"{after} ")) and not is_told(after):
            gone |= {at, at + 1}
            gone |= {at + 2} if at + 3 == text and _is_captioned(rows[at + 2]) else set()
        elif row == after and (is_alone or is_prose(row)):
            # What is on a picture, which is its words for the blind too, and who took it.
            names = list(takewhile(is_full_name, rows[at + 2 : at + 4]))
            is_signed = bool(names) and (names[0].isupper() or len(names) > 1)
            gone |= {at, at + 1, at + 2} if is_signed else set()
            # A sentence without who took the picture can be the article's own.
            gone |= {at} if is_prose(row) else {at, at + 1} if at <= text else set()
        elif _begins_alike(row, after):
            gone |= {at, at + 1}
        elif (
            (after.startswith(row) and (is_boilerplate(after) or is_caption(after)))
            or (is_caption(row) and not byline(row))
            or _is_of_site(row, above)
        ):
            gone.add(at)
        elif row in _IMAGE and any(is_caption(each) or is_boilerplate(each) for each in rows[at + 2 : at + 3]):
            gone |= {at, at + 1}
        elif is_above_picture(row):
            is_heading = len(after) <= MAX_ROW_OF_HEADING_CHARS and not is_boilerplate(after)
            gone |= {at} if (is_prose(after) or is_heading) and not is_caption(after) else {at, at + 1}
        elif (
            is_alone and _CREDIT.match(after) and is_boilerplate(after) and not is_boilerplate(row) and not is_told(row)
        ):
            gone.add(at)
    return [row for at, row in enumerate(rows) if at not in gone and (row != title or at > told)]


MAX_ROW_OF_HEADING_CHARS = 40
_IMAGE = ("Image", "Bild", "Photo", "Foto")
"""Above the words of a picture for the blind, below which is what is on it."""
_CREDIT = re.compile(
    r"\W{0,3}(?:photo(?:graph|s)?|fotos?|bild|beeld|kuva|fot\.|zdjęcie|фото|image|illustration|crédits?|credits?|©)\b",
    re.IGNORECASE,
)
"""Begins a row of who took a picture."""


def _is_captioned(row: str) -> bool:
    """Tell what is on a picture, right above the text and below who took that."""
    return len(row) >= MIN_HEADLINE_CHARS and not is_told(row) and row[-1] not in ":："


def _least(row: str) -> float:
    """Return the chance above which a row is taken for furniture: rather a link is kept than a sentence lost."""
    if len(row) + count_cjk(row) > MAX_PASSED_CHARS:
        return MIN_CERTAIN
    return MIN_SURE_OF_SENTENCE if is_prose(row) or row[-1] in ".!?。" else MIN_LIKELY


MAX_PASSED_CHARS, MIN_CERTAIN, MIN_SURE_OF_SENTENCE, MIN_LIKELY = 200, 0.99, 0.95, 0.8


def _below_banner(rows: Sequence[str]) -> Sequence[int]:
    """Return the places of the rows that are not what a page asks about cookies at its top."""
    above = takewhile(lambda row: is_banner(row) or not is_prose(row) or "cookie" in row, rows[:MAX_BANNER_ROWS])
    found: set[int] = set()
    for at, row in enumerate(above):
        if is_banner(row) or ("cookie" in row and at - 1 in found):
            found.add(at)
    return [at for at in range(len(rows)) if at not in found] if len(found) < len(rows) else range(len(rows))


MAX_BANNER_ROWS = 10


def _without_links(rows: Sequence[str], menu: Sequence[str]) -> list[str]:
    """Return rows without those above the first paragraph that the menu has too: the name of the site, its parts."""
    text = next((at for at, row in enumerate(rows[:MAX_AUTHOR_ROWS]) if is_prose(row)), 0)
    links = {
        row for row in menu if len(row.split()) <= MAX_LABEL_WORDS and not (publishers.is_known(row) or is_told(row))
    }
    return [*(row for row in rows[:text] if row not in links), *rows[text:]]


def _without_site(rows: list[str], menu: Sequence[str]) -> list[str]:
    """Return rows without the site's name, as the menu has it, behind that of the author, or its beginning above it."""
    for at, row in enumerate(rows[:MAX_AUTHOR_ROWS]):
        name, _, site = row.rpartition(" ")
        if site.isupper() and site in menu and is_full_name(name):
            return [*rows[:at], name, *rows[at + 1 :]]
    for at, (row, after) in enumerate(pairwise(rows[:MAX_AUTHOR_ROWS])):
        if " " in row and is_full_name(after) and any(link.startswith(f"{row} ") for link in menu):
            return [*rows[:at], *rows[at + 1 :]]
    return rows


def _without_letter(rows: list[str], menu: Container[str]) -> list[str]:
    """Return rows without what offers a letter: an address between two sentences, above a button of the menu."""
    for at in range(ROWS_ABOVE_ADDRESS, len(rows) - 2):
        if not ("@" in rows[at] and _ADDRESS.fullmatch(rows[at]) and rows[at + 1] in menu):
            continue
        offer = rows[at - ROWS_ABOVE_ADDRESS : at]
        if all(len(row) < MAX_BLURB_CHARS for row in (*offer, rows[at + 2])) and rows[at + 2].endswith("."):
            return [*rows[: at - ROWS_ABOVE_ADDRESS], *rows[at + 3 :]]
    return rows


_ADDRESS, ROWS_ABOVE_ADDRESS = re.compile(r"\S{1,64}@[\w-]+(?:\.[\w-]+)+"), 2


def _without_sharing(rows: Sequence[str]) -> list[str]:
    """Return rows without those beside each other that are alike but for the network that they share the page on."""
    gone: set[int] = set()
    for at, (row, after) in enumerate(pairwise(rows)):
        if (
            len(row) > MAX_SHARING_CHARS
            or len(after) > MAX_SHARING_CHARS
            or row.partition(" ")[0] != after.partition(" ")[0]
        ):
            continue
        is_item = row == after or LIST_ITEM.match(row)
        if not is_item and _NETWORK.search(row) and _NETWORK.sub("", row) == _NETWORK.sub("", after):
            gone |= {at, at + 1}
    return [row for at, row in enumerate(rows) if at not in gone]


_NETWORK = re.compile(
    r"\b(?:facebook|twitter|x|linkedin|whatsapp|telegram|pinterest|reddit|tumblr|bluesky|mastodon|threads|e-?mail|viber|vk|"
    r"вконтакте|одноклассники)\b",
    re.IGNORECASE,
)
MAX_SHARING_CHARS = 80


def without_foot(rows: list[str], *, is_page: bool = False, menu: Container[str] = ()) -> list[str]:
    """Return a page without what readers say of it, its lists of other pages, and the links at its end.

    Args:
        rows: The page, from its headline on.
        is_page: Whether there was a menu above.
        menu: The rows above the headline, which the foot of many pages repeats.
    """
    last = len(rows)
    while last > 1 and any(is_one(rows[last - 1]) for is_one in (is_terms, is_link, is_boilerplate)):
        last -= 1
    # An article's own last row can be "Contact".
    ends_as_page = any(map(is_terms, rows[last:])) or sum(map(is_link, rows[last:])) >= MIN_FOOT_LINKS
    if is_page:
        return _own_rows(rows[: last if _has_text(rows[:last]) else len(rows)], menu)
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


def _own_rows(rows: list[str], menu: Container[str]) -> list[str]:
    """Return the rows of a page with a menu up to the last that belongs to its text."""
    first = end_of_header(rows, is_page=True)
    prose = [at for at in range(first, len(rows)) if is_prose(rows[at]) and not is_boilerplate(rows[at])]
    while len(prose) > 1 and rows[prose[-1]].startswith("©"):
        prose.pop()
    if not prose:
        return rows
    rows = rows[: _start_of_talk(rows, prose)]
    prose = [at for at in prose if at < len(rows)]
    begins = next((at for at in range(prose[0] + 1, len(rows)) if _is_furniture(rows[at])), len(rows))
    words = words_of([rows[0], *(rows[at] for at in prose[:MAX_ROWS_COMPARED] if at < begins)], MIN_LONG_WORD_CHARS)
    ends = (at for at in range(begins, len(rows)) if _ends_article(rows, at, words))
    terms = next(ends, len(rows))
    is_about = any(is_of_site(rows[at]) for at in (0, *prose[:MAX_ROWS_COMPARED]) if at < begins)
    while len(prose) > 1 and prose[-1] > begins and not is_about:
        row, between = rows[prose[-1]], rows[prose[-2] + 1 : prose[-1]]
        near = (*rows[prose[-1] - 1 : prose[-1]], *rows[prose[-1] + 1 : prose[-1] + 2])
        is_offer = is_of_site(row) and len(words_of([row], MIN_LONG_WORD_CHARS) & words) < MIN_SHARED
        is_offer = is_offer and (len(between) > 0 or is_of_site(rows[prose[-2]]))
        if not is_offer and not (len(near) > 1 and all(map(is_of_site, near))):
            break
        prose.pop()
    last = prose[-1]
    if not is_about:
        of_site = [at for at in range(last + 1, len(rows)) if is_of_site(rows[at])]
        of_site = [at for at in of_site if is_prose(rows[at]) or not any(map(str.isdecimal, rows[at]))]
        rows = rows[: next((at for at in of_site if is_prose(rows[at])), len(rows))]
        gone = {*of_site, *(at + 1 for at in of_site if at + 2 in of_site)}
        rows = [row for at, row in enumerate(rows) if at not in gone]
        terms -= sum(at < terms for at in gone)
    # Below a box there can be short last sentences.
    below = range(last + 1, min(terms, len(rows)))
    last = max([last, *(at for at in below if _is_own_sentence(rows, last, at))])
    below_text = list(takewhile(lambda row: row not in menu, rows[last + 1 :]))
    return rows[: last + 1 + _count_end(rows[last], below_text, words)]


MAX_AUTHOR_ROWS, MIN_SHARED = 15, 2


def _ends_article(rows: Sequence[str], at: int, words: set[str]) -> bool:
    is_heading = is_terms(rows[at]) and at + 1 < len(rows) and is_prose(rows[at + 1])
    if heads_foot(rows[at]) and _is_amid(rows, at, words):
        return False
    return (_ends_site(rows[at]) and not is_heading) or signs_with_mail(rows[at - 1], rows[at])


def _is_amid(rows: Sequence[str], at: int, words: set[str]) -> bool:
    """Tell the heading above a few other pages amid the text, which goes on below them with a whole paragraph of it."""
    below = range(at + 1, min(at + 1 + MAX_PAGES_AMID, len(rows)))
    text = next((place for place in below if is_prose(rows[place])), at + 1)
    is_long = len(rows[text : text + 1]) > 0 and len(rows[text]) + count_cjk(rows[text]) >= MAX_BLURB_CHARS
    shared = words_of([rows[text]], MIN_LONG_WORD_CHARS) & words if text > at + 1 and is_long else set()
    return len(shared) > 1 and not _is_above_fact(rows, text)


def _ends_site(row: str) -> bool:
    is_owner = row.casefold().startswith(("©", "copyright"))
    return is_owner or is_terms(row) or heads_foot(row)


MAX_PAGES_AMID, MIN_ROWS_OF_SITE, MAX_BLURB_CHARS = 6, 8, 100


def _start_of_talk(rows: Sequence[str], prose: Sequence[int]) -> int:
    """Return where the heading above what readers say is: the last above a way to answer, or one with nothing below."""
    heads = [at for at in range(prose[0] + 1, len(rows)) if begins_talk(rows[at]) or _counts_talk(rows[at], rows[0])]
    of_readers = (at for at in range(prose[0] + 1, len(rows)) if speaks_of_readers(rows[at]))
    of_readers = (at for at in of_readers if any(map(begins_talk, rows[at + 1 : at + MAX_ROWS_OF_SUMMARY])))
    # Right above running text it is a heading of that.
    heads = [at for at in heads if any(map(str.isdecimal, rows[at])) or not any(map(_is_said, rows[at + 1 : at + 2]))]
    begin = heads[0] if heads else len(rows)
    answer = next((at for at in range(begin, len(rows)) if is_answer_form(rows[at]) and not begins_talk(rows[at])), 0)
    near = [at for at in heads if at < answer <= at + MAX_ROWS_TO_ANSWER]
    counted = (at for at in heads if any(map(str.isdecimal, rows[at])) and any(map(is_told, rows[at + 1 : at + 8])))
    last = (
        at for at in range(prose[0] + 1, len(rows)) if (at > prose[-1] and at in heads) or _begins_reviews(rows, at)
    )
    end = range(max(prose[0] + 1, len(rows) - MAX_LISTED_AT_END), len(rows))
    asked = (at for at in end if begins_comments(rows[at]) and " " in rows[at])
    asked = (at for at in asked if sum(map(is_prose, rows[at:])) <= MAX_FOOT_PROSE)
    # Far above the only sentence of the foot.
    alone = prose[-1] if len(prose) > MIN_PROSE_ABOVE_TALK else 0
    far = range(prose[-2] + 1, alone - MIN_ROWS_OF_SITE) if alone else ()
    counts = (at for at in far if begins_comments(rows[at]) and any(map(str.isdecimal, rows[at])))
    return min([*asked, *counts, *of_readers, *near[-1:], *counted, *last], default=len(rows))


MAX_ROWS_OF_SUMMARY, MIN_PROSE_ABOVE_TALK = 8, 3


def _counts_talk(row: str, title: str) -> bool:
    """Tell the row of how many have said something to what is named there: "2 thoughts on “A title”"."""
    return row[0].isdecimal() and title in row and len(title) < len(row) <= len(title) + MAX_TALK_CHARS


MAX_TALK_CHARS = 40


def _is_said(row: str) -> bool:
    return is_prose(row) and not is_answer_form(row)


MAX_ROWS_TO_ANSWER = 40
"""Most rows from the heading above comments to the first way to answer one."""


def _count_end(text: str, rows: Sequence[str], words: set[str]) -> int:
    """Count the rows below the last running text that belong to it: short sentences, items, and few above furniture."""
    end = next((at for at, row in enumerate(rows) if _is_furniture(row)), len(rows))
    is_short = end <= MAX_END_ROWS
    kept = 0
    for at, row in enumerate(rows[:end]):
        if signs_with_mail(row, "".join(rows[at + 1 : at + 2])):
            return at + 2
        if asks_reader(rows, at):
            break
        if (
            _ends_text(row)
            or (is_short and is_saying(row) and row[-1] not in ":：")
            or signs_below(row, text)
            or _is_item(row, words)
        ):
            kept = at + 1
        if at > kept + MAX_ROWS_BETWEEN:
            break
    return kept


def _is_item(row: str, words: set[str]) -> bool:
    """Tell an item of a list, which begins small as no headline does, or has words of the text."""
    is_long = len(row.split()) >= MIN_ITEM_WORDS
    return is_long and (row[0].islower() or not words.isdisjoint(words_of([row], MIN_LONG_WORD_CHARS)))


MIN_ITEM_WORDS, MAX_ROWS_BETWEEN = 4, 1


def _is_above_fact(rows: Sequence[str], at: int) -> bool:
    return at + 1 < len(rows) and (is_told(rows[at + 1]) or is_boilerplate(rows[at + 1]))


def _is_own_sentence(rows: Sequence[str], last: int, at: int) -> bool:
    """Tell a short sentence that is no blurb of another page: those are below a headline, and above a day."""
    if not _is_short_sentence(rows[at]) or (at + 1 < len(rows) and is_told(rows[at + 1])):
        return False
    if at < last + MAX_END_ROWS and not is_boilerplate("".join(rows[at + 1 : at + 2])):
        return True
    near = rows[at + 1 : at + 2]
    return _is_furniture(rows[at - 1]) or any(map(_is_short_sentence, [rows[at - 1], *near]))


def _is_short_sentence(row: str) -> bool:
    is_whole = row[-1] in ".!…。" and len(row.split()) >= MIN_SENTENCE_WORDS
    return is_whole and not (is_prose(row) or is_boilerplate(row) or is_answer_form(row))


MIN_SENTENCE_WORDS = 3


def _ends_text(row: str) -> bool:
    if row.endswith(("...", "…")) and len(row.split()) < MIN_ITEM_WORDS:
        return False
    return (row.endswith(SENTENCE_ENDS) and " " in row) or bool(LIST_ITEM.match(row))


MAX_END_ROWS = 4


def _is_furniture(row: str) -> bool:
    """Tell a row that certainly is none of the text, or heads or leads to other pages."""
    is_one = is_boilerplate(row) or is_list_heading(row) or begins_comments(row) or row.isdecimal()
    return is_one or heads_foot(row) or is_terms(row) or is_link(row)


def without_boxes(lines: list[str]) -> list[str]:
    """Return the lines of a page with empty ones for its boxes, which no paragraph of the text is among.

    They are known by the empty lines around them, as each paragraph has them, and by their form. Lines of a text that
    has no menu above it stay.
    """
    if not _has_menu(lines):
        return lines
    blocks = [list(block) for is_line, block in groupby(range(len(lines)), lambda at: bool(lines[at])) if is_line]
    own = [place for place, block in enumerate(blocks) if _is_own([lines[at] for at in block])]
    if len(own) < MIN_OWN:
        told = [at for at, line in enumerate(lines) if _is_paragraph(line)]
        near = ((above, below) for above, below in pairwise(told) if below - above <= MAX_BUTTONS_AMID)
        buttons = {at for above, below in near for at in range(above + 1, below) if is_boilerplate(lines[at])}
        return [line for at, line in enumerate(lines) if at not in buttons]
    # Between a standfirst and the text is what the page says of itself.
    amid = [place for place in range(own[1] + 1, own[-1]) if not lines[blocks[place - 1][-1]].endswith((":", "："))]
    gone = {at for place in amid if _is_box([lines[each] for each in blocks[place]]) for at in blocks[place]}
    below = blocks[own[-1] + 1 :]
    gone |= _repeated(lines, [blocks[place] for place in amid], {lines[at] for block in below for at in block})
    words = words_of((lines[at] for place in own for at in blocks[place]), MIN_LONG_WORD_CHARS)
    head = {lines[at] for block in blocks[: own[1]] for at in block if not is_prose(lines[at])}
    gone |= set(_sentences_of_site(lines, below, words, head | set(map(byline, head))))
    return ["" if at in gone else line for at, line in enumerate(lines)]


MIN_OWN, MAX_BUTTONS_AMID = 2, 5
"""Blocks of the text from which the empty lines tell what is one, and lines from one paragraph to the next where there
are buttons and a heading between them."""


def _has_menu(lines: Sequence[str]) -> bool:
    """Tell a text with links above its first paragraph, or with so many short rows there as there are links below."""
    top = lines[:MAX_LINES_OF_MENU]
    first = next((at for at, line in enumerate(top) if _is_paragraph(line)), len(top))
    above = [line for line in top[:first] if line]
    if sum(map(is_link, above)) >= MIN_LINKS or any(map(is_skip, above)):
        return True
    below = [line for line in lines[-MAX_SITE_FOOT_ROWS:] if line]
    is_long = sum(len(line.split()) <= MAX_LABEL_WORDS for line in above) >= MIN_MENU_ROWS
    return is_long and sum(map(_is_furniture, below)) >= MIN_LINKS


MAX_LINES_OF_MENU = 2_000


def _is_paragraph(row: str) -> bool:
    """Tell running text as long as paragraphs are."""
    return is_prose(row) and len(row) + count_cjk(row) >= MIN_PARAGRAPH_CHARS


MIN_PARAGRAPH_CHARS = 100


def _is_own(rows: Sequence[str]) -> bool:
    """Tell rows apart from others that end with a paragraph, or nearly so; among links there are many below."""
    return any(_is_paragraph(row) and not (is_boilerplate(row) or is_of_site(row)) for row in rows[-MAX_BELOW_TEXT:])


MAX_BELOW_TEXT = 3


def _is_box(rows: Sequence[str]) -> bool:
    """Tell rows apart from others of which none is a sentence or an item, by what leads to other pages."""
    if len(rows) < MIN_ROWS_OF_BOX or any(
        row.endswith(SENTENCE_ENDS) or is_prose(row) or LIST_ITEM.match(row) for row in rows
    ):
        return False
    if is_list_heading(rows[0]) or is_link(rows[0]):
        return True
    labels = list(takewhile(lambda row: _is_label(row) or not any(map(str.isalnum, row)), rows))
    stories = [row for row in rows[len(labels) :] if not (is_full_name(row) or is_told(row) or is_relative(row))]
    if labels and stories and all(map(is_headline, stories)):
        # Several rows below a heading can be a list, unless there is who wrote them, and one can say when something is.
        says = any(any(map(str.isdecimal, row)) for row in stories)
        return len(stories) + len(labels) < len(rows) or (len(stories) == 1 and not says)
    return len(rows) == MIN_ROWS_OF_BOX and is_headline(rows[0]) and rows[1].isalpha()


MIN_ROWS_OF_BOX = 2


def _is_label(row: str) -> bool:
    return len(row) <= MAX_LABEL_CHARS and len(row.split()) <= MAX_LABEL_WORDS and row.replace(" ", "").isalpha()


MAX_LABEL_CHARS, MAX_LABEL_WORDS = 25, 3


def _repeated(lines: Sequence[str], amid: Sequence[Sequence[int]], below: set[str]) -> set[int]:
    """Return where a few words are alone amid the text that are below it too; several such can be its headings."""
    found = {block[0] for block in amid if len(block) == 1 and lines[block[0]] in below}
    found = {at for at in found if len(lines[at].split()) <= MAX_LABEL_WORDS and not is_full_name(lines[at])}
    words = {lines[at] for at in found}
    return {at for at, line in enumerate(lines) if line in words} if len(words) == 1 else set()


def _sentences_of_site(
    lines: Sequence[str], below: Sequence[Sequence[int]], words: set[str], head: Container[str]
) -> list[int]:
    """Return where sentences are below the text, and below furniture or what is above it too, among other rows."""
    found: list[int] = []
    known = 0
    for block in below:
        for at in block:
            row = lines[at]
            # What a site says of itself, or of its owner, tells later where the text has ended.
            is_asking = "@" in row and len(row.split()) >= MIN_WORDS_OF_SENTENCE
            is_foreign = (is_prose(row) and known > 0) or is_asking
            is_foreign = is_foreign and not (is_boilerplate(row) or is_of_site(row) or ends_offer(lines[at - 1]))
            is_foreign = is_foreign and len(block) >= MAX_BELOW_TEXT
            own = words_of([row], MIN_LONG_WORD_CHARS)
            if is_foreign and len(own & words) * MAX_SHARE_OF_WORDS <= len(own):
                found.append(at)
            known += _is_furniture(row) or is_told(row) or row in head
    return found


MAX_SHARE_OF_WORDS, MIN_WORDS_OF_SENTENCE = 3, 6
