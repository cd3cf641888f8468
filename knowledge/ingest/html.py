"""A saved web page → Article, by trafilatura."""

import json
import re
from collections.abc import Iterator
from datetime import date, datetime, tzinfo

from lxml.etree import LxmlError, _Element
from trafilatura import bare_extraction, load_html
from trafilatura.settings import Document

from knowledge.errors import UnreadableArticle
from knowledge.ingest import boilerplate
from knowledge.ingest.publishers import zone_of
from knowledge.models import Article
from knowledge.text import normalize
from knowledge.text.dates import parse_date

_METAS = (
    '//meta[@property="article:published_time"]/@content',
    '//meta[@itemprop="datePublished"]/@content',
    '//*[@itemprop="datePublished"]/@datetime',
    '//meta[@name="date" or @name="pubdate" or @name="publishdate" or @name="parsely-pub-date"]/@content',
    "//article//time/@datetime",
    "//time[@pubdate]/@datetime",
)
_LINKED = re.compile(r'"datePublished"\s*:\s*("(?:[^"\\]|\\.){4,80}")')
MAX_JSON_LD_SCRIPTS = 20


def published_at(tree: _Element, zone: tzinfo | None) -> date | None:
    """Return when a page was published: the first of its marks that gives a time, else the first that gives a day."""
    found = [moment for text in _marks(tree) if (moment := parse_date(text, publisher_zone=zone))]
    return next((moment for moment in found if isinstance(moment, datetime)), found[0] if found else None)


def _marks(tree: _Element) -> Iterator[str]:
    for script in tree.xpath('//script[@type="application/ld+json"]')[:MAX_JSON_LD_SCRIPTS]:
        # Read by pattern: what stands around the date in these scripts is often no valid JSON.
        yield from map(_unquoted, _LINKED.findall(script.text or "")[:1])
    for path in _METAS:
        yield from map(str, tree.xpath(path)[:1])


def _unquoted(text: str) -> str:
    try:
        return str(json.loads(text, strict=False))
    except ValueError:
        return ""


_BLANK = re.compile(r"\n\s*\n")
_BREAKS = {"lb": "\n", "p": "\n\n", "quote": "\n\n", "cell": " "}
# Not the extensive search: it takes the year of a copyright line for a date.
_DATES = {"original_date": True, "extensive_search": False}
MAX_ELEMENTS = 30_000
MAX_DEPTH = 200


def article(page: str) -> Article:
    """Read a web page; UnreadableArticle if there is no article on it."""
    tree = _tree(page)
    found = _extracted(tree)
    title = normalize.one_line(found.title or "", normalize.MAX_TITLE)
    rows = [text for text in _paragraphs(found.body) if text != title]
    paragraphs = normalize.nonempty(list(boilerplate.strip_boilerplate(rows)))
    publisher = normalize.one_line(found.sitename or "", normalize.MAX_NAME)
    return Article(
        title=title or normalize.derived_title(paragraphs),
        paragraphs=paragraphs,
        publisher=publisher,
        byline=normalize.one_line((found.author or "").replace(";", ","), normalize.MAX_NAME),
        published_at=published_at(tree, zone_of(publisher)) or _day(found),
        language=_language(tree),
        url=normalize.web_link(found.url or ""),
    )


def _tree(page: str) -> _Element:
    """Return the page's tree; a page too large or too deep for one article is refused, as it would take minutes."""
    tree = load_html(page)
    if tree is None:
        raise _no_article()
    depth = 0
    for count, element in enumerate(tree.iter()):
        depth = max(depth, _depth(element)) if count % 100 == 0 else depth
        if count > MAX_ELEMENTS or depth > MAX_DEPTH:
            raise UnreadableArticle(
                "this page is too large or too deeply nested; save the article's text as .txt and add that."
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
            yield from filter(None, map(normalize.paragraph, _BLANK.split(_text(block))))


def _line(part: _Element) -> str:
    """Return the text of a list's item or of a table's row."""
    return normalize.paragraph(_text(part).replace("\n", " "))


def _text(element: _Element) -> str:
    """Return the text of a block, with an end of line where the page breaks one and a blank line between blocks."""
    for part in element.iterdescendants("lb", "p", "quote", "cell"):
        part.tail = _BREAKS[part.tag] + (part.tail or "")
    return "".join(element.itertext())


def _day(found: Document) -> date | None:
    return parse_date(found.date) if found.date else None


def _language(tree: _Element) -> str:
    """Return the language that the page names, without its country."""
    return normalize.one_line(str(tree.get("lang") or ""), normalize.MAX_LANGUAGE).split("-")[0].split("_")[0].lower()
