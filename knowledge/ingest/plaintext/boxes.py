"""A page as copied from a browser → without the boxes amid its text and the sentences below it."""

from collections.abc import Container, Sequence
from itertools import groupby, pairwise, takewhile

from knowledge.ingest.blocks import LIST_ITEM
from knowledge.ingest.boilerplate import (
    count_cjk,
    ends_offer,
    is_boilerplate,
    is_link,
    is_list_heading,
    is_of_site,
    is_prose,
    is_skip,
)
from knowledge.ingest.news_header import MIN_MENU_ROWS, byline, is_full_name, is_headline, is_relative, is_told
from knowledge.ingest.plaintext.copied_page import MIN_LINKS, is_furniture
from knowledge.ingest.plaintext.headline import words_of
from knowledge.ingest.plaintext.recipes import SENTENCE_ENDS


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
    words = words_of((lines[at] for place in own for at in blocks[place]), LONG)
    head = {lines[at] for block in blocks[: own[1]] for at in block if not is_prose(lines[at])}
    gone |= set(_sentences_of_site(lines, below, words, head | set(map(byline, head))))
    return ["" if at in gone else line for at, line in enumerate(lines)]


MIN_OWN, LONG, MAX_BUTTONS_AMID = 2, 6, 5
"""Blocks of the text from which the empty lines tell what is one, letters of words that tell what it is about, and
lines from one paragraph to the next where there are buttons and a heading between them."""


def _has_menu(lines: Sequence[str]) -> bool:
    """Tell a text with links above its first paragraph, or with so many short rows there as there are links below."""
    first = next((at for at, line in enumerate(lines) if _is_paragraph(line)), len(lines))
    above = [line for line in lines[:first] if line]
    if sum(map(is_link, above)) >= MIN_LINKS or any(map(is_skip, above)):
        return True
    below = [line for line in lines[-MAX_FOOT_LINES:] if line]
    is_long = sum(len(line.split()) <= MAX_LABEL_WORDS for line in above) >= MIN_MENU_ROWS
    return is_long and sum(map(is_furniture, below)) >= MIN_LINKS


MAX_FOOT_LINES = 40


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
            own = words_of([row], LONG)
            if is_foreign and len(own & words) * MAX_SHARE_OF_WORDS <= len(own):
                found.append(at)
            known += is_furniture(row) or is_told(row) or row in head
    return found


MAX_SHARE_OF_WORDS, MIN_WORDS_OF_SENTENCE = 3, 6
