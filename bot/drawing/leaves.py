"""The list of articles and single articles as pages; pure, and nothing of a text is lost between two pages."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.drawing import escape, limits, links, passages, render, titles
from bot.drawing.render import Page
from bot.phrases import browsing
from knowledge import Article, Listing

LISTED = 5
"""Articles on a page of the list."""
_HEAD = 5
"""The part of a page's room that headline, publisher and day may take."""
_LINK = 300
_MARK = _LINK + 60
"""Room for a paragraph's number, its link, and the space between paragraphs."""
_ID = 100


@dataclass(frozen=True, slots=True)
class Piece:
    """A paragraph of an article as far as it stands on one page."""

    number: int
    text: str
    continued: bool = False


def count(things: int) -> int:
    """Return how many pages a list of so many articles has."""
    return max(1, -(-things // LISTED))


def listing(
    listed: Sequence[Listing], number: int, heading: str, prefix: str, room: int = limits.DESCRIPTION, note: str = ""
) -> Page:
    """Draw one page of a list, with a note below it."""
    first = (number - 1) * LISTED
    shown = listed[first : first + LISTED]
    head = f"**{passages.line(heading, room // 10)}**"
    each = (room - limits.measure(head + note)) // (LISTED + 1) - 4
    footer = (
        browsing.listed(first + 1, first + len(shown), len(listed)),
        browsing.page(number, count(len(listed))),
        browsing.how_to_read(prefix),
    )
    body = "\n\n".join(filter(None, (head, *(_listed(one, each) for one in shown), note)))
    return Page(body, " · ".join(filter(None, footer)))


def leaves(article: Article, room: int) -> list[list[Piece]]:
    """Part an article into pages: paragraphs stay whole where a page can hold them, and in order."""
    left = room - room // _HEAD
    pages: list[list[Piece]] = [[]]
    used = 0
    for piece in _pieces(article, left):
        cost = _cost(piece)
        if used + cost > left and pages[-1]:
            pages.append([])
            used = 0
        pages[-1].append(piece)
        used += cost
    return pages


def reading(article: Article, pages: Sequence[Sequence[Piece]], number: int, room: int = limits.DESCRIPTION) -> Page:
    """Draw one page of an article, each paragraph with its number."""
    pieces = pages[number - 1]
    head = _head(article, room // _HEAD - 4)
    body = "\n\n".join((head, *(_drawn(article, piece, linked=piece is pieces[0]) for piece in pieces)))
    footer = (
        browsing.id_of(limits.cut(escape.plain(article.id), _ID)),
        browsing.shown(pieces[0].number, pieces[-1].number, len(article.paragraphs)),
        browsing.page(number, len(pages)),
    )
    return Page(body, " · ".join(filter(None, footer)), colour=render.ANSWERED)


def _pieces(article: Article, left: int) -> Iterator[Piece]:
    """Yield the paragraphs, those too long for a page in pieces that fit one."""
    for number, text in enumerate(article.paragraphs, start=1):
        if _cost(Piece(number, text)) <= left:
            yield Piece(number, text)
            continue
        # No character takes more than two when it is escaped or counted as Discord may count it.
        for part, continued in _slices(text, (left - _MARK - 8) // 2):
            yield Piece(number, part, continued)


def _slices(text: str, most: int) -> Iterator[tuple[str, bool]]:
    start = 0
    while start < len(text):
        at = limits.boundary(text[start : start + most + 1], most) or most
        yield text[start : start + at], start > 0
        start += at


def _cost(piece: Piece) -> int:
    return passages.wanted([(piece.text, False)]) + _MARK


def _drawn(article: Article, piece: Piece, *, linked: bool) -> str:
    link = links.to_passage(article.url, piece.text, _LINK) if linked else ""
    mark = f"[¶{piece.number}]({link})" if link else f"¶{piece.number}"
    text = passages.line(piece.text, passages.wanted([(piece.text, False)]))
    return f"{browsing.continued(mark) if piece.continued else mark} {text}".rstrip()


def _head(article: Article, room: int) -> str:
    title = f"**{passages.line(titles.title(article), room // 2)}**"
    return "\n".join(filter(None, (title, render.publication(article, room - limits.measure(title) - 1))))


def _listed(one: Listing, room: int) -> str:
    """Draw an article of a list: headline, then who published it and when, how long it is, and by itself its id."""
    article = one.article
    id = browsing.id_of(passages.line(article.id, min(_ID, room // 3)))
    published = render.publication(article, room // 4)
    below = " · ".join(filter(None, (published, browsing.paragraphs(one.paragraphs))))
    title = passages.line(titles.title(article), room - limits.measure(below + id) - 10)
    return f"**{title}**\n{below}\n{id}"
