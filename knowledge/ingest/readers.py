"""Which reader takes which file: by its name, by what a server calls it, by how it begins."""

import logging
import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path, PurePath
from typing import BinaryIO

from knowledge.errors import UnreadableArticle
from knowledge.ingest import files, jsonl, mail, markdown, plaintext
from knowledge.ingest.encoding import decode
from knowledge.ingest.files import refuse
from knowledge.models import Article
from knowledge.text import normalize

MAX_FILE_BYTES = files.MAX_FILE_BYTES
_log = logging.getLogger(__name__)
_PDF, _ZIP, _WORD, _RTF = b"%PDF", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"{\\rtf"
"""How files of other kinds begin."""
_FEED = re.compile(
    rb"(?:\xef\xbb\xbf)?\s{0,100}<(?:\?xml(?!.{0,1000}<html)|rss|feed|mediawiki)\b", re.DOTALL | re.IGNORECASE
)


def read(path: Path) -> Iterator[Article | UnreadableArticle]:
    """Yield the articles of one file: a JSON lines file holds many, any other kind one."""
    try:
        with os.fdopen(files.open_file(path), "rb") as file:
            yield from _from(str(path.resolve()), _articles(file, str(path)))
    except UnreadableArticle as error:
        yield error
    except OSError as error:
        yield files.unreachable(path, error)


def read_bytes(
    data: bytes, name: str, *, content_type: str = "", address: str = ""
) -> Iterator[Article | UnreadableArticle]:
    """Yield the articles of a file's content.

    Args:
        data: The content.
        name: The file's name; with the content type it says what kind it is.
        content_type: What a server called it, e.g. `text/html; charset=utf-8`.
        address: Where a single article was fetched from; becomes its link where it gives none.
    """
    for one in _from(name, _articles(BytesIO(data), _typed_name(name, content_type)), by_title=True):
        if isinstance(one, Article) and address and not one.url and not holds_many(name):
            one = replace(one, url=normalize.web_link(address))
        yield one


_SUFFIX_OF = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "text/markdown": ".md",
    "text/plain": ".txt",
    "application/json": ".json",
    "application/x-ndjson": ".jsonl",
    "application/jsonl": ".jsonl",
    "message/rfc822": ".eml",
    "multipart/related": ".mhtml",
}
"""How the names of files end that a server calls so."""


def _typed_name(name: str, content_type: str) -> str:
    """Return a name that ends in its kind: by the content type, where the name itself says nothing."""
    suffix = _SUFFIX_OF.get(content_type.partition(";")[0].strip().lower(), "")
    known = PurePath(name).suffix.lower() in files.READABLE
    return name if known or not suffix else f"{name}{suffix}"


def holds_many(name: str) -> bool:
    """Tell a kind of file that can hold many articles."""
    return PurePath(name).suffix.lower() in files.HOLDING_MANY


def is_plain(data: bytes, name: str, content_type: str = "") -> bool:
    """Tell text, Markdown and JSON lines, whose readers are bounded and need no process of their own."""
    suffix = PurePath(_typed_name(name, content_type)).suffix.lower()
    if suffix in files.JSON_LINES:
        return True
    head = data[:1_000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return suffix in files.PLAIN | {""} and not head.startswith(_MARKUP) and not mail.is_mail(data, name)


_MARKUP = (b"<", _PDF.lower(), _ZIP.lower(), _WORD, _RTF)


def _from(
    origin: str, found: Iterable[Article | UnreadableArticle], *, by_title: bool = False
) -> Iterator[Article | UnreadableArticle]:
    """Note where an article came from; of a mere name many files can have, its title is part."""
    many = holds_many(origin)
    for one in found:
        if many or isinstance(one, UnreadableArticle):
            yield one
        else:
            yield replace(one, path=f"{origin}\n{one.title}" if by_title else origin)


def _articles(file: BinaryIO, name: str) -> Iterator[Article | UnreadableArticle]:
    kind = PurePath(name).suffix.lower()
    try:
        if kind in files.JSON_LINES:
            yield from (jsonl.read_json if kind == ".json" else jsonl.articles)(file, name)
        else:
            yield _article(file.read(MAX_FILE_BYTES + 1), name)
    except UnreadableArticle as error:
        yield refuse(name, error)
    except OSError:
        raise
    except Exception:  # A fault of a reader must not keep the files after this one from being read.
        _log.exception("cannot read %s", files.safe_name(name))
        yield refuse(
            name, UnreadableArticle("it can't be read because of an error of mine; my operator finds it in the log.")
        )


def _article(data: bytes, name: str) -> Article:
    if len(data) > MAX_FILE_BYTES:
        raise UnreadableArticle(
            "this is over 10 MB, too large for one article; split it, or put many articles into a JSON Lines file "
            "(.jsonl)."
        )
    _check_kind(data, name)
    if mail.is_mail(data, name):
        return mail.article(data)
    content = decode(data)
    if not content.strip("\ufeff \t\r\n"):
        raise UnreadableArticle("it is empty; add a file with the article's text.")
    kind = PurePath(name).suffix.lower()
    if kind in files.HTML or _is_page(content):
        # Imported here because the library behind it takes 0.3 s to load, and a bot that reads no pages need not wait.
        from knowledge.ingest import html

        return html.article(content)
    return markdown.article(content, name) if kind in files.MARKDOWN else plaintext.article(content)


def _check_kind(data: bytes, name: str) -> None:
    if data.startswith(_PDF):
        raise UnreadableArticle("PDF files can't be read; save the text as .txt or the page as .html and add that.")
    if data.startswith(_ZIP):
        raise UnreadableArticle("Word files and archives can't be read; save the text as .txt and add that.")
    if data.startswith(_WORD):
        raise UnreadableArticle("Word files can't be read; save the text as .txt and add that.")
    if data.startswith(_RTF):
        raise UnreadableArticle("RTF files can't be read; save the text as .txt and add that.")
    suffix = PurePath(name).suffix.lower()
    if suffix in files.OTHER_KINDS:
        raise UnreadableArticle(
            "a file that ends in {suffix} is not an article; add text, Markdown, saved HTML, mail or JSON Lines.",
            suffix=suffix,
        )
    if _FEED.match(data):
        raise UnreadableArticle("this is XML, such as a feed; save the page itself as .html and add that.")


def _is_page(content: str) -> bool:
    return content[:200].lstrip("\ufeff \t\r\n").lower().startswith(("<!doctype html", "<html"))
