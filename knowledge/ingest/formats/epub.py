"""An e-book (.epub) → an article for each chapter, in the order of the book."""

import posixpath
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date
from html import unescape
from itertools import islice
from typing import IO, NamedTuple
from urllib.parse import unquote

from lxml.etree import _Element

from knowledge.errors import UnreadableArticle
from knowledge.ingest import corrections, richtext
from knowledge.ingest.blocks import Block, body_of
from knowledge.ingest.bylines import person
from knowledge.ingest.encoding import decode
from knowledge.ingest.formats import archive
from knowledge.models import Article
from knowledge.text import normalize
from knowledge.text.dates import parse_date

_MAX_TABLES, _MAX_PLACES = 2, 20_000
"""Most tables of contents, one of each form, and most lines of each."""
MAX_CHAPTER_BYTES = 20 * 1024 * 1024
MIN_CHAPTER_CHARS = 200
"""A shorter part without a sentence is a cover, a title page or an empty leaf."""
MAX_NUMBER_CHARS = 4
_CONTAINER = "META-INF/container.xml"
_LOCKED = "META-INF/encryption.xml"
_NCX = "application/x-dtbncx+xml"


def read_epub(file: IO[bytes]) -> Iterator[Article]:
    """Yield the chapters of a book, each with the book as its publisher.

    Raises:
        UnreadableArticle: it is damaged, protected, or holds no text.
    """
    with archive.opened(file) as package:
        root = posixpath.normpath(_root(package))
        book = archive.xml(archive.content(package, root, MAX_CHAPTER_BYTES))
        facts = {name: [_text(each) for each in archive.named(book, name)] for name in _FACTS}
        facts["creator"] = _authors(book)
        contents = _contents(package, book, posixpath.dirname(root))
        title = normalize.one_line(_first(facts["title"]), normalize.MAX_NAME)
        css = _css(package, book, posixpath.dirname(root))
        found = 0
        members = set(package.namelist())
        encrypted = _encrypted(package) if _LOCKED in members else set()
        is_locked = False
        for number, path in enumerate(_chapters(book, posixpath.dirname(root)), start=1):
            if path not in members or path in encrypted:
                is_locked = is_locked or path in encrypted
                continue
            page = decode(archive.content(package, path, MAX_CHAPTER_BYTES))
            for place, name, part in _parted(page, contents.get(path, [])):
                listed = name or f"{title} {number}"
                source = next((normalize.web_link(unescape(each)) for each in _DOWNLOADED.findall(part)), "")
                part = _CALIBRE.sub("", part) if "calibre_navbar" in part else part
                blocks = richtext.html_blocks(part, css=css)
                if chapter := _chapter(blocks, f"{path}#{place}" if place else path, listed, title, source, facts):
                    found += 1
                    yield chapter
        if is_locked or (not found and _LOCKED in members):
            raise UnreadableArticle("this book is protected against copying, so it can't be read.")
        if not found:
            raise UnreadableArticle("there is no text in this book; add its text as .txt.")


def _encrypted(package: zipfile.ZipFile) -> set[str]:
    """Return the paths that a book calls encrypted; where only its fonts are, it can be read."""
    listed = archive.xml(archive.content(package, _LOCKED, MAX_CHAPTER_BYTES))
    return {unquote(str(each.get("URI"))) for each in archive.named(listed, "CipherReference")}


_FACTS = ("title", "publisher", "language", "date", "source")
_ROLE = "{http://www.idpf.org/2007/opf}role"


def _authors(book: _Element) -> list[str]:
    """Return who wrote the book, not who drew for it."""
    roles = {
        str(each.get("refines")).removeprefix("#"): _text(each)
        for each in archive.named(book, "meta")
        if each.get("property") == "role"
    }
    people = [
        (str(each.get(_ROLE) or roles.get(str(each.get("id")), "")), _text(each))
        for each in archive.named(book, "creator")
    ]
    return [name for role, name in people if role in ("", "aut")] or [name for _, name in people]


class _Listed(NamedTuple):
    """A line of a table of contents: the element of a part that it leads to, its name, and how deep it is."""

    place: str
    name: str
    level: int


def _contents(package: zipfile.ZipFile, book: _Element, folder: str) -> Mapping[str, Sequence[_Listed]]:
    """Return what the tables of contents say about the book's parts, by their paths."""
    found: dict[str, dict[str, _Listed]] = {}
    tables = (each for each in archive.named(book, "item") if _is_nav(each) or each.get("media-type") == _NCX)
    for item in islice(tables, _MAX_TABLES):
        path, name = _path(item, folder), ""
        with suppress(UnreadableArticle):
            tree = archive.xml(archive.content(package, path, MAX_CHAPTER_BYTES))
            for each in islice(tree.iter("{*}a", "{*}text", "{*}content"), _MAX_PLACES):
                name = _text(each) or name  # In the older form it stands before its address.
                address = str(each.get("href") or each.get("src") or "")
                level = sum(1 for _ in each.iterancestors("{*}navPoint", "{*}li"))
                if address and level and not any(map(_is_of_pages, each.iterancestors("{*}nav"))):
                    listed = _Listed(unquote(address).partition("#")[2], name, level)
                    part = _joined(posixpath.dirname(path), address)
                    found.setdefault(part, {}).setdefault(listed.place, listed)
    return {part: list(places.values()) for part, places in found.items()}


def _is_of_pages(nav: _Element) -> bool:
    """Tell a list of the pages of the printed book, or of its landmarks, from its contents."""
    return not {"page-list", "landmarks"}.isdisjoint(str(value) for value in nav.values())


def _parted(page: str, listed: Sequence[_Listed]) -> Iterator[tuple[str, str, str]]:
    """Yield the chapters of a part, each with where it begins and its name: more than one where it holds several."""
    first = listed[0].name if listed else ""
    level = min((each.level for each in listed), default=0)
    on_top = [each for each in listed[:MAX_CHAPTERS_IN_PART] if each.place and each.level == level]
    cuts = sorted((at, each) for each in on_top if (at := _start_of(page, each.place)) >= 0)
    if len(cuts) < 2:
        yield "", first, page
        return
    yield "", first, page[: cuts[0][0]]
    ends = [at for at, _ in cuts[1:]] + [len(page)]
    for (start, each), end in zip(cuts, ends, strict=True):
        yield each.place, each.name, page[start:end]


def _start_of(page: str, place: str) -> int:
    """Return where the element of an id begins, with those that it is the first in; -1 where there is none."""
    at = next((at for mark in "\"'" if (at := page.find(f" id={mark}{place}{mark}")) >= 0), -1)
    start = page.rfind("<", 0, at) if at >= 0 else -1
    for _ in range(MAX_OUTER):
        outer = _OPENED.search(page, max(0, start - MAX_TAG_CHARS), max(0, start))
        start = outer.start() if outer else start
    return start


MAX_CHAPTERS_IN_PART = 200
"""Most chapters that are looked for in one part of a book."""
MAX_OUTER, MAX_TAG_CHARS = 5, 300
_OPENED = re.compile(r"<[a-z][^<>/]*>\s*\Z", re.IGNORECASE)


def _is_nav(item: _Element) -> bool:
    return "nav" in str(item.get("properties") or "").split()


def _path(item: _Element, folder: str) -> str:
    return _joined(folder, str(item.get("href") or ""))


def _joined(folder: str, address: str) -> str:
    return posixpath.normpath(posixpath.join(folder, unquote(address).partition("#")[0]))


def _root(package: zipfile.ZipFile) -> str:
    tree = archive.xml(archive.content(package, _CONTAINER, MAX_CHAPTER_BYTES))
    for each in archive.named(tree, "rootfile"):
        if path := each.get("full-path"):
            return str(path)
    raise UnreadableArticle("this book is damaged; save it again and add that.")


def _chapters(book: _Element, folder: str) -> Iterator[str]:
    """Yield the paths of the book's parts in reading order, without its table of contents."""
    parts = {str(item.get("id")): item for item in archive.named(book, "item")}
    seen: set[str] = set()
    for place in archive.named(book, "itemref"):
        item = parts.get(str(place.get("idref")))
        if item is None or _is_nav(item) or place.get("linear") == "no":
            continue
        path = _path(item, folder)
        if path not in seen:
            seen.add(path)
            yield path


def _css(package: zipfile.ZipFile, book: _Element, folder: str) -> str:
    """Return the style sheets of a book that can be read."""
    items = (item for item in archive.named(book, "item") if item.get("media-type") == "text/css")
    sheets: list[str] = []
    for item in islice(items, MAX_STYLE_SHEETS):
        with suppress(UnreadableArticle):
            sheets.append(decode(archive.content(package, _path(item, folder), MAX_STYLE_SHEET_BYTES)))
    return "\n".join(sheets)


MAX_STYLE_SHEETS, MAX_STYLE_SHEET_BYTES = 20, 1024 * 1024


_CALIBRE = re.compile(
    r"<div\b[^<>]{0,200}\bclass=[\"']calibre_navbar[^<>]{0,200}>(?:(?!<div\b).){0,3000}?</div>", re.DOTALL
)
"""The links between the stories of a newspaper that calibre has made, and below them where each is from."""
_DOWNLOADED = re.compile(
    r"downloaded by <b[^<>]{0,100}>calibre</b> from\s{1,100}<a\s[^<>]{0,500}?href=[\"']([^\"'<>]{1,2000})[\"']"
)


def _chapter(
    blocks: list[Block], path: str, listed: str, title: str, source: str, facts: dict[str, list[str]]
) -> Article | None:
    if sum(len(block.text) for block in blocks) < MIN_CHAPTER_CHARS and not any(map(_is_said, blocks)):
        return None
    headings = [block.text for block in blocks[:3] if block.kind == "heading"]
    # Above the headline of many chapters is only its number.
    name = " ".join(headings[: 2 if headings and len(headings[0]) <= MAX_NUMBER_CHARS else 1])
    name = normalize.one_line(name or listed, normalize.MAX_TITLE_CHARS)
    if blocks[0].kind == "text" and blocks[0].text.casefold() == name.casefold():
        blocks = blocks[1:]  # Some programs have no headings.
    if not any(block.kind != "heading" for block in blocks):
        return None
    kept, corrected = corrections.split_corrections(blocks)
    body = body_of(kept, name)
    return Article(
        title=name,
        paragraphs=body.paragraphs,
        headings=body.headings,
        publisher=title,
        byline=normalize.one_line(", ".join(filter(None, map(_author, facts["creator"]))), normalize.MAX_NAME),
        published_at=_day(_first(facts["date"])),
        language=normalize.language_code(_first(facts["language"])),
        url=source or normalize.web_link(_first(facts["source"])),
        corrections=corrected,
        path=path,
    )


def _author(name: str) -> str:
    """Return who wrote a book, the given name first."""
    return person(_FAMILY_FIRST.sub(r"\2 \1", name))


_FAMILY_FIRST = re.compile(r"([^\W\d][\w '’-]{1,40}), (?!(?:Inc|Ltd|LLC|Jr|Sr)\b)([^\W\d][\w .'’-]{0,40})\Z")


def _is_said(block: Block) -> bool:
    """Tell a sentence of the book, however short its chapter is, from what stands on its first leaves."""
    return bool(_SENTENCE.fullmatch(block.text)) and not _IMPRINT.search(block.text)


_SENTENCE = re.compile(r"(?:.{30,}[.!?…]|.{12,}[。！？])[\"'”’»)」』]*", re.DOTALL)
_IMPRINT = re.compile(r"©|\b(?:copyright|isbn|all rights reserved|published by)\b", re.IGNORECASE)


def _first(values: list[str]) -> str:
    return values[0] if values else ""


def _text(element: _Element) -> str:
    return normalize.paragraph("".join(element.itertext()))


def _day(text: str) -> date | None:
    """Return the day a book came out; of a year alone none."""
    return parse_date(text) if len(text) >= len("2018-01-01") else None
