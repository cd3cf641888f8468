"""A saved web page → Article, by trafilatura."""

import re
from collections.abc import Iterator
from datetime import date

from lxml.etree import LxmlError, _Element
from trafilatura import bare_extraction, load_html
from trafilatura.settings import Document

from knowledge.errors import UnreadableArticle
from knowledge.models import Article
from knowledge.reading import furniture, normal
from knowledge.reading.dates import published
from knowledge.reading.moments import moment_of
from knowledge.reading.publishers import zone_of

_BLANK = re.compile(r"\n\s*\n")
_BREAKS = {"lb": "\n", "p": "\n\n", "quote": "\n\n", "cell": " "}
# Not the extensive search: it takes the year of a copyright line for a date.
_DATES = {"original_date": True, "extensive_search": False}
_MOST_ELEMENTS = 30_000
_DEEPEST = 200


def article(page: str) -> Article:
    """Read a web page; UnreadableArticle if there is no article on it."""
    tree = _tree(page)
    found = _extracted(tree)
    title = normal.one_line(found.title or "", normal.MAX_TITLE)
    rows = [text for text in _paragraphs(found.body) if text != title]
    paragraphs = normal.visible(list(furniture.text_of(rows)))
    publisher = normal.one_line(found.sitename or "", normal.MAX_NAME)
    return Article(
        title=title or normal.derived_title(paragraphs),
        paragraphs=paragraphs,
        publisher=publisher,
        byline=normal.one_line((found.author or "").replace(";", ","), normal.MAX_NAME),
        published_at=moment_of(tree, zone_of(publisher)) or _day(found),
        language=_language(tree),
        url=normal.web_link(found.url or ""),
    )


def _tree(page: str) -> _Element:
    """Return the page's tree; a page too large or too deep for one article is refused, as it would take minutes."""
    tree = load_html(page)
    if tree is None:
        raise _no_article()
    depth = 0
    for count, element in enumerate(tree.iter()):
        depth = max(depth, _depth(element)) if count % 100 == 0 else depth
        if count > _MOST_ELEMENTS or depth > _DEEPEST:
            raise UnreadableArticle(
                "this page is too large or nests too deep; save the article's text as .txt and add that."
            )
    return tree


def _no_article() -> UnreadableArticle:
    return UnreadableArticle("no article was found on this page; save the article's text as .txt and add that.")


def _depth(element: _Element) -> int:
    return sum(1 for _ in element.iterancestors())


def _extracted(tree: _Element) -> Document:
    try:
        found = bare_extraction(tree, with_metadata=True, include_comments=False, date_extraction_params=_DATES)
    except (LxmlError, ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError) as error:
        raise _no_article() from error
    if not isinstance(found, Document) or found.body is None:
        raise _no_article()
    return found


def _paragraphs(body: _Element) -> Iterator[str]:
    """Yield the text of each block; a list, a table or a quotation in several parts is one, with a line for each."""
    for block in body:
        if block.tag == "head":
            continue
        parts = list(block.iter("item", "row"))
        if parts:
            yield "\n".join(filter(None, map(_line, parts)))
        else:
            yield from filter(None, map(normal.paragraph, _BLANK.split(_text(block))))


def _line(part: _Element) -> str:
    """Return the text of a list's item or of a table's row."""
    return normal.paragraph(_text(part).replace("\n", " "))


def _text(element: _Element) -> str:
    """Return the text of a block, with an end of line where the page breaks one and a blank line between blocks."""
    for part in element.iterdescendants("lb", "p", "quote", "cell"):
        part.tail = _BREAKS[part.tag] + (part.tail or "")
    return "".join(element.itertext())


def _day(found: Document) -> date | None:
    return published(found.date) if found.date else None


def _language(tree: _Element) -> str:
    """Return the language that the page names, without its country."""
    return normal.one_line(str(tree.get("lang") or ""), normal.MAX_LANGUAGE).split("-")[0].split("_")[0].lower()
