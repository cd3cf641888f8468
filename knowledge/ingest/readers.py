"""Which reader takes which file: by its name, by what a server calls it, by how it begins."""

import csv
import logging
import os
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from functools import partial
from io import BytesIO, StringIO
from itertools import chain
from pathlib import Path
from typing import IO, TYPE_CHECKING
from urllib.parse import urlsplit

from knowledge.errors import TooLargeArticle, UnreadableArticle
from knowledge.ingest import files
from knowledge.ingest.encoding import decode, in_utf8, not_text, unknown_xml
from knowledge.ingest.files import WHOLE, Found, refuse
from knowledge.ingest.formats import jsonl, mail, markdown
from knowledge.models import Article
from knowledge.text import normalize

if TYPE_CHECKING:
    from knowledge.ingest.formats.archive import UnpackLimits

_MAX_FILE_BYTES = files.MAX_FILE_BYTES
_log = logging.getLogger(__name__)
_LOCKED = "EncryptedPackage".encode("utf-16-le")
"""What Word writes into a file with a password, which begins like one of old Word."""
_PDF, _ZIP, _WORD, _RTF = b"%PDF", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"{\\rtf"
"""How files of other kinds begin."""
_XML = re.compile(
    rb"(?:\xef\xbb\xbf)?\s{0,100}<(?:\?xml(?!.{0,1000}<html)|rss|feed|opml|urlset|sitemapindex|mediawiki|rdf:RDF)\b",
    re.DOTALL | re.IGNORECASE,
)
_WIDE_XML = re.compile(rb"\A(?:\xef\xbb\xbf)?<\?xml[^<>]{0,200}[\"']UTF-(?:16|32)[\"'][^<>]{0,200}\?>", re.IGNORECASE)
"""What XML says that was written in another encoding than it is read in."""
_WARC = (b"WARC/", b"\x1f\x8b")
_JSON_HEAD = re.compile(rb"(?:\xef\xbb\xbf)?\s{0,100}(?:\[\s{0,100})?\{\s{0,100}\"[^\"\n]{1,100}\"\s{0,20}:")
_FACT = (
    rb"[\"']?(?:id|title|headline|date|published|published_at|author|byline|url|link|source|publisher|language)[\"']?"
)
_TEXT = rb"[\"']?(?:text|body|content)[\"']?"
_TABLE_HEAD = re.compile(
    rb"(?:\xef\xbb\xbf)?(?:"
    rb"(?:%b ?[,;\t|] ?){1,12}%b ?(?:[,;\t|][^\n]{0,300})?|%b(?: ?[,;\t|] ?%b){1,12} ?)\r?\n"
    % (_FACT, _TEXT, _TEXT, _FACT),
    re.IGNORECASE,
)
"""The header of a table of articles."""
_MIN_TABLE_CELLS, _MAX_NAME_OF_COLUMN = 3, 60
_ZOTERO = b"http://www.zotero.org/namespaces/export#"
_RIS = re.compile(r"\ufeff?\s{0,20}(?:\w[^\n:]{0,60}: [^\n]{0,200}\n\s{0,20}){0,5}TY  ?- \w+")
"""Some databases say above the first reference whose they are."""
HEAD_BYTES = 5_000


def read_file(path: Path, watch: Callable[[int], None] | None = None, *, alone: bool = True) -> Iterator[Found]:
    """Yield the articles of one file.

    Args:
        path: The file.
        watch: Called now and then with the number of bytes read since the last call.
        alone: Whether no file that it describes is read with it; else it yields its descriptions.
    """
    try:
        with os.fdopen(files.open_file(path), "rb") as file:
            articles = _articles(file, str(path))
            found = _from(os.path.realpath(path), _settled(articles) if alone else articles)
            yield from _watched(found, file, watch) if watch else found
    except UnreadableArticle as error:
        yield error
    except OSError as error:
        yield files.unreachable(path, error)


def _settled(found: Iterable[Found]) -> Iterator[Found]:
    """Yield what was read, and the abstracts of works whose files are not read."""
    described, nowhere = files.DescribedFiles(), Path()
    for one in found:
        if not described.take(one, nowhere, ""):
            yield one
    yield from described.left()


WATCH_ITEMS = 200
"""After so many articles it is told how far a file is read."""


def _watched(found: Iterator[Found], file: IO[bytes], watch: Callable[[int], None]) -> Iterator[Found]:
    at = 0
    for number, one in enumerate(found):
        yield one
        if number % WATCH_ITEMS == 0:
            watch(file.tell() - at)
            at = file.tell()
    watch(file.tell() - at)


def read_bytes(data: bytes, name: str, *, content_type: str = "", address: str = "") -> Iterator[Found]:
    """Yield the articles of a file's content.

    Args:
        data: The content.
        name: The file's name; with the content type it says what kind it is.
        content_type: What a server called it, e.g. `text/html; charset=utf-8`.
        address: Where a single article was fetched from; becomes its link where it gives none.
    """
    found = _settled(_articles(BytesIO(data), typed_name(name, content_type)))
    yield from _from(name, found, by_title=True, address=address)


_SUFFIX_OF = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "text/markdown": ".md",
    "text/plain": ".txt",
    "application/json": ".json",
    "application/feed+json": ".json",
    "application/vnd.citationstyles.csl+json": ".json",
    "application/x-ndjson": ".jsonl",
    "application/jsonl": ".jsonl",
    "message/rfc822": ".eml",
    "application/mbox": ".mbox",
    "multipart/related": ".mhtml",
    "application/pdf": ".pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/epub+zip": ".epub",
    "application/zip": ".zip",
    "application/rss+xml": ".rss",
    "application/rdf+xml": ".rss",
    "application/x-rss+xml": ".rss",
    "text/rss+xml": ".rss",
    "text/rss": ".rss",
    "text/atom+xml": ".atom",
    "application/atom+xml": ".atom",
    "application/xml": ".xml",
    "text/xml": ".xml",
    "text/x-opml": ".opml",
    "text/csv": ".csv",
    "application/warc": ".warc",
    "application/x-research-info-systems": ".ris",
    "application/x-bibtex": ".bib",
    "text/x-bibtex": ".bib",
}
"""How the names of files end that a server calls so."""
_VAGUE_TYPES = frozenset(
    {"", "text/plain", "application/json", "application/octet-stream", "binary/octet-stream", "application/zip"}
)
"""What servers call files of many kinds."""


def page_suffix(url: str, content_type: str) -> str | None:
    """Return how the name of a fetched file ends: as the server says, or where that says little as the address does.

    It can be empty where a look at the file will tell; None where there is no reader for what the server says.
    """
    kind = content_type.partition(";")[0].strip().lower()
    own = files.suffix_of(urlsplit(url).path)
    if kind in _VAGUE_TYPES and own in files.READABLE:
        return own
    return "" if not kind else _SUFFIX_OF.get(kind)


_FEED = re.compile(
    rb"(?:\xef\xbb\xbf)?\s{0,100}(?:<(?:\?|!--)[^<]{0,2000}>\s{0,100}){0,5}<(?:rss|feed|rdf:RDF)\b"
    rb"|\s{0,100}\{[^{}\[\]]{0,1000}\"https://jsonfeed\.org/version/",
    re.IGNORECASE,
)


def is_feed(data: bytes) -> bool:
    """Tell RSS, Atom and JSON Feed by how they begin."""
    return bool(_FEED.match(data[:10_000]))


def typed_name(name: str, content_type: str) -> str:
    """Return a name that ends in its kind: by the content type, where the name itself says nothing."""
    suffix = _SUFFIX_OF.get(content_type.partition(";")[0].strip().lower(), "")
    known = files.suffix_of(name) in files.READABLE
    return name if known or not suffix else f"{name}{suffix}"


def batches(found: Iterable[Found], max_items: int, max_chars: int) -> Iterator[list[Found]]:
    """Yield articles and refusals a batch at a time; one of long articles ends sooner."""
    batch: list[Found] = []
    characters = 0
    for one in found:
        batch.append(one)
        characters += sum(map(len, one.paragraphs)) if isinstance(one, Article) else 0
        if len(batch) >= max_items or characters >= max_chars:
            yield batch
            batch, characters = [], 0
    if batch:
        yield batch


def holds_many(name: str) -> bool:
    """Tell a kind of file that can hold many articles."""
    return files.suffix_of(name) in files.HOLDING_MANY


def is_readable(name: str) -> bool:
    """Tell a file that there is a reader for, by how its name ends."""
    return files.suffix_of(name) in files.READABLE


MAX_PLAIN_JSON_BYTES = 1_000_000
"""A JSON file larger than this can be the export of a program, and takes a moment to parse."""
_MARKUP_IN_JSON = re.compile(rb"<[a-zA-Z/!]")
_NO_TEXT = (b"<", _PDF.lower(), _ZIP.lower(), _WORD, _RTF, *_WARC)


def is_plain_text(data: bytes, name: str, content_type: str = "") -> bool:
    """Tell text, Markdown and JSON lines, whose readers are bounded and need no process of their own."""
    suffix = files.suffix_of(typed_name(name, content_type))
    if suffix in files.JSON_LINES:
        is_small = suffix != ".json" or len(data) < MAX_PLAIN_JSON_BYTES
        return is_small and not _MARKUP_IN_JSON.search(data)
    head = data[:1_000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if _JSON_HEAD.match(head) or (suffix not in files.MARKDOWN and _is_table(data[:HEAD_BYTES])):
        return False
    return suffix in files.PLAIN_TEXT | {""} and not head.startswith(_NO_TEXT) and not mail.is_mail(data, name)


def _from(origin: str, found: Iterable[Found], *, by_title: bool = False, address: str = "") -> Iterator[Found]:
    """Note where an article came from; of a mere name many files can have, its title is part."""
    for one in found:
        if isinstance(one, UnreadableArticle):
            yield one
            continue
        if one.path == WHOLE and address and not one.url:
            one = replace(one, url=normalize.web_link(address))
        part = "" if one.path == WHOLE else f"\n{one.path}"
        whole = f"{origin}{part}\n{one.title}" if by_title else f"{origin}{part}"
        yield replace(one, path=whole) if one.path else one


def _articles(file: IO[bytes], name: str, limits: "UnpackLimits | None" = None) -> Iterator[Found]:
    """Yield the articles of a file, or why it has none.

    Args:
        file: Its content.
        name: Its name, below those of what it is in.
        limits: What may still be unpacked of the archive that it is in.
    """
    try:
        yield from files.without_scraps(_read(file, name, limits), name)
    except UnreadableArticle as error:
        yield refuse(name, error)
    except (OSError, MemoryError):
        raise
    except Exception:  # A fault of a reader must not keep the files after this one from being read.
        _log.exception("cannot read %s", files.safe_name(name))
        yield refuse(name, faulty())


def faulty() -> UnreadableArticle:
    """Say that a reader has a fault."""
    return UnreadableArticle("it can't be read because of an error on my side; the details are in my operator's log.")


def _read(file: IO[bytes], name: str, limits: "UnpackLimits | None") -> Iterator[Found]:
    """Choose the reader of a file: of one that can hold many articles, else of a single one."""
    suffix = files.suffix_of(name)
    head = file.read(HEAD_BYTES)
    file.seek(0)
    if suffix in (".jsonl", ".ndjson"):
        return jsonl.read_json_lines(file, name)
    if suffix == ".json":
        return _json(file, name)
    if head.startswith(_ZIP):
        return _package(file, name, limits)
    if head.startswith(_WARC[0]) or (suffix in files.WEB_ARCHIVES and head.startswith(_WARC)):
        from knowledge.ingest.formats import warc  # These and their libraries are loaded where they are needed.

        return warc.read_warc(file, name)
    if suffix in files.MAILBOXES:
        return _mailbox(file, name, limits)
    if suffix in files.TABLES:
        from knowledge.ingest.formats import tables

        return tables.read_table(file, name)
    head = in_utf8(BytesIO(head)).read()
    if _XML.match(head) and (suffix not in files.HTML or is_feed(head)):
        return _xml(file, head, name)
    is_unsaid = _says_nothing(suffix)
    if is_unsaid and _JSON_HEAD.match(head) and jsonl.is_json(file):
        return _json(file, name)
    if is_unsaid and _is_table(head):
        from knowledge.ingest.formats import tables

        return tables.read_table(file, name)
    return _single(file, head, name, limits)


def _says_nothing(suffix: str) -> bool:
    """Tell how a name ends that says nothing about a file, so that it is looked into."""
    return suffix in files.PLAIN_TEXT - files.MARKDOWN or suffix not in files.READABLE


def _is_table(head: bytes) -> bool:
    """Tell a table by its header, or by rows that all have as many cells, with no space between as a sentence has."""
    if _TABLE_HEAD.match(head):
        return True
    text = head.decode("utf-8", "replace").removeprefix("\ufeff").replace("\r\n", "\n")
    first = text.partition("\n")[0]
    mark = max(",;\t|", key=first.count)
    if first.count(mark) < _MIN_TABLE_CELLS - 1:
        return False
    try:
        rows = list(csv.reader(StringIO(text, newline=""), delimiter=mark))
    except csv.Error:
        return False
    rows = list(filter(None, rows[:-1] if len(head) >= HEAD_BYTES else rows))
    names = rows[0] if rows else []
    is_header = all(len(name) <= _MAX_NAME_OF_COLUMN for name in names) and names.count("") <= 1
    is_even = len(rows) > 1 and all(len(row) == len(names) for row in rows)
    is_parted = any(cell.startswith(" ") for cell in chain(*rows[:2]))
    return is_header and is_even and not is_parted and not any(map(_RULE.match, chain(*rows[1:2])))


_RULE = re.compile(r"[\s:=-]+\Z")
"""What Markdown has below the header of a table."""


def _json(file: IO[bytes], name: str) -> Iterator[Found]:
    from knowledge.ingest.formats import exports, feeds, references

    value = jsonl.whole(file)
    if feeds.is_json_feed(value) and isinstance(value, dict):
        return feeds.feed_articles(feeds.json_feed(value), name)
    value = jsonl.unwrapped(value)
    left: list[Found] = []
    if isinstance(value, list) and files.are_too_short(len(value), file.tell()):
        value, left = value[: files.MAX_SHORT_ENTRIES], [refuse(name, files.too_short(files.MAX_SHORT_ENTRIES))]
    if exports.is_wallabag(value):
        return chain(files.few_refusals(exports.of_wallabag(value, name)), left)
    if references.is_csl(value):
        return chain(references.of_csl(value, name), left)
    if isinstance(value, list | dict):
        return chain(jsonl.of_value(value, name), left)
    file.seek(0)
    jsonl.refuse_damaged(file)
    return jsonl.read_json_lines(file, name)  # Lines, whatever the file's name.


MAX_DOCUMENT_BYTES = 100 * 1024 * 1024
"""Largest PDF file, Word file or feed, in bytes."""


def _package(file: IO[bytes], name: str, limits: "UnpackLimits | None") -> Iterator[Found]:
    """Read a zip file, or what is one inside: a Word file, a book, an export."""
    from knowledge.ingest.formats import archive, epub, exports, word

    with archive.opened(file) as package:
        members = set(package.namelist())
        if "word/document.xml" in members:
            file.seek(0)
            yield from word.read_word(file.read(MAX_DOCUMENT_BYTES), name)
        elif "META-INF/container.xml" in members and "META-INF/MANIFEST.MF" not in members:
            yield from epub.read_epub(file)
        elif "[Content_Types].xml" in members or "content.xml" in members:
            raise UnreadableArticle(
                "this is a document that I don't know; save it as .docx or .pdf, a spreadsheet as .csv, and add that."
            )
        elif exports.is_omnivore(package):
            yield from exports.of_omnivore(package, name)
        else:
            limits = limits or archive.UnpackLimits()
            with limits.entered(package):
                yield from archive.read_archive(package, name, partial(_articles, limits=limits))


def _xml(file: IO[bytes], head: bytes, name: str) -> Iterator[Found]:
    from knowledge.ingest.formats import feeds, link_lists, mediawiki

    if mediawiki.is_export(head):
        return mediawiki.read_mediawiki(file, name)
    data = _WIDE_XML.sub(b"", in_utf8(file).read(MAX_DOCUMENT_BYTES), count=1)
    if _ZOTERO in head:
        from knowledge.ingest.formats import references

        return references.of_rdf(data, name)
    if link_lists.is_xml_list(head):
        raise link_lists.refuse_links(link_lists.of_xml(data))
    return feeds.feed_articles(feeds.parse_feed(data), name)


def _single(file: IO[bytes], head: bytes, name: str, limits: "UnpackLimits | None") -> Iterator[Found]:
    if head.startswith(_PDF):
        from knowledge.ingest.formats import pdf

        yield replace(pdf.read_pdf(file.read(MAX_DOCUMENT_BYTES)), path=WHOLE)
        return
    data = file.read(_MAX_FILE_BYTES + 1)
    is_large = len(data) > _MAX_FILE_BYTES
    if is_large and files.suffix_of(name) not in files.PLAIN_TEXT | files.HTML | files.REFERENCES:
        raise TooLargeArticle("this is over 10 MB, too large for one article; split it.")
    data += file.read(MAX_DOCUMENT_BYTES - len(data) + 1) if is_large else b""
    if len(data) > MAX_DOCUMENT_BYTES:
        raise TooLargeArticle(
            "this is over 100 MB, too large even to be split by its headings; split it, or put many articles into a "
            "JSON Lines file (.jsonl)."
        )
    _check_kind(data, name)
    if not is_large and mail.is_mail(data, name):
        yield from _mail(data, name, limits)
        return
    content = decode(data)
    if not content.strip("\ufeff \t\r\n"):
        raise UnreadableArticle("it is empty; add a file with the article's text.")
    yield from _text(content, name, is_large=is_large)


def _mailbox(file: IO[bytes], name: str, limits: "UnpackLimits | None") -> Iterator[Found]:
    """Yield the mails of a mailbox, each with what is attached to it, or why it cannot be read."""
    number = size = tags = 0
    for number, data in enumerate(mail.messages(file), start=1):
        size, tags = size + len(data), tags + data.count(b"<")
        if files.are_too_short(number, size, files.MAIL_COST):
            yield refuse(name, files.too_short(number - 1, files.MAIL_COST))
            return
        if files.are_crowded(tags, size):
            yield refuse(name, files.crowded(number - 1))
            return
        for one in _articles(BytesIO(data), f"{name} › {number}.eml", limits):
            yield files.inside(str(number), one)
    if not number:
        raise UnreadableArticle("it is empty; add a file with the article's text.")


def _mail(data: bytes, name: str, limits: "UnpackLimits | None") -> Iterator[Found]:
    """Yield a mail, and the articles of the files attached to it; of a mail without words only these."""
    from knowledge.ingest.formats import archive

    message = mail.parsed(data)
    left: Counter[str] = Counter()
    attached: list[Found] = []
    limits = limits or archive.UnpackLimits()
    with limits.entered_mail():
        for file, content in mail.attachments(message):
            is_deep = limits.mails < 0 and (mail.is_mail(content, file) or files.suffix_of(file) in files.MAILBOXES)
            if not is_readable(file) or is_deep:
                left[files.suffix_of(file) or file] += 1
                continue
            for one in _articles(BytesIO(content), f"{name} › {file}", limits):
                attached.append(files.inside(file, _titled(one, file) if isinstance(one, Article) else one))
    try:
        yield replace(mail.read_mail(message), path=WHOLE)
    except UnreadableArticle:
        if not any(isinstance(one, Article) for one in attached):
            raise
    yield from attached
    if left:
        yield files.skipped(name, left)
    if mail.is_cut_off(data):
        yield files.cut_off(name)


def _titled(attached: Article, file: str) -> Article:
    """Return what was read in a file attached to a mail; the file's name is better than the first words of its text."""
    untitled = attached.path == WHOLE and attached.title == normalize.derived_title(attached.paragraphs)
    return replace(attached, title=markdown.title_of_file(file)) if untitled else attached


def _text(content: str, name: str, *, is_large: bool) -> Iterator[Found]:
    """Read a text as one article where that can hold it, else as one for each part below its headings."""
    if _RIS.match(content):
        from knowledge.ingest.formats import references

        yield from references.of_ris(content, name)
        return
    suffix = files.suffix_of(name)
    if suffix == ".bib" or (_says_nothing(suffix) and _BIBTEX.match(content)):
        from knowledge.ingest.formats import references

        yield from references.of_bibtex(content, name)
        return
    if _NO_TEXT_HEAD.match(content):
        raise not_text()
    if suffix not in files.MARKDOWN and _is_unknown_xml(content):
        raise unknown_xml()
    if suffix not in files.HTML and _LINKS_ALONE.fullmatch(content):
        from knowledge.ingest.formats import link_lists

        raise link_lists.refuse_links(link_lists.of_urls([(each, "") for each in content.split()]))
    read, split = _text_readers(content, name)
    if not is_large:
        with suppress(TooLargeArticle):
            yield replace(read(content, name), path=WHOLE)
            return
    yield from split(content, name)


def _text_readers(
    content: str, name: str
) -> tuple[Callable[[str, str], Article], Callable[[str, str], Iterator[Found]]]:
    """Return what reads a text as one article, and what reads one that is too large for that as several."""
    # Each reader is loaded where it is needed: the first answer needs none but the one of the samples.
    suffix = files.suffix_of(name)
    if suffix in files.HTML or _is_page(content):
        from knowledge.ingest.formats import html, link_lists

        if link_lists.is_bookmarks(content):
            raise link_lists.refuse_links(link_lists.of_bookmarks(content))
        return lambda text, _: html.read_html(text), html.split_html
    if suffix in files.READABLE - files.PLAIN_TEXT:
        raise UnreadableArticle("this file is not what its name says ({suffix}); save it again.", suffix=suffix)
    if suffix in files.MARKDOWN:
        return markdown.read_markdown, markdown.split_markdown
    if _FRAGMENT.match(content):
        from knowledge.ingest.formats import html

        return lambda text, _: html.read_fragment(text), html.split_html
    from knowledge.ingest import plaintext

    return lambda text, _: plaintext.read_plaintext(text), plaintext.split_plaintext


_NO_TEXT_HEAD = re.compile(
    r"\ufeff?\s{0,100}(?:BEGIN:V(?:CALENDAR|CARD)\b|<svg\b|PMID- \d|%0 [A-Z]|FN (?:Clarivate|Thomson)|"
    r"-----BEGIN [A-Z\d ]{0,20}(?:CERTIFICATE|CERTIFICATE REQUEST|KEY|KEY BLOCK|PGP MESSAGE)-----|"
    r"This is a multi-part message in MIME format|"
    r"--\S{1,70}\r?\nContent-\w+:|diff --git |%!PS-|\[InternetShortcut\]|#EXTM3U|"
    r"-- (?:MySQL|MariaDB|PostgreSQL)\b[^\n]{0,30}\bdump|"
    r"HTTP/\d[.\d]{0,2} \d{3}\b|\\documentclass\b|"
    r"(?:[A-Za-z0-9+/]{40,100}={0,2}\r?\n){3})",
    re.IGNORECASE,
)
"""How calendars, contacts, drawings, references of PubMed, EndNote and Web of Science, LaTeX, keys, parts of
mails, patches, PostScript, shortcuts, lists of songs, copies of databases, answers of servers and base 64 begin."""
_LINKS_ALONE = re.compile(r"\ufeff?\s*+(?:https?://\S++(?:\s++|\Z))+", re.IGNORECASE)
_BIBTEX = re.compile(r"\ufeff?\s{0,100}(?:%[^\n]{0,200}\s{1,20}){0,5}@[A-Za-z]{3,30}\s?\{\s?[^\s,{}]{1,100},\s*\w+\s*=")
_ELEMENT = re.compile(r"\ufeff?\s{0,100}<([A-Za-z][\w.:-]{0,80})(?=[\s>])([^<>]{0,2000})>")
_OTHER_XML = re.compile(r"\bxmlns\s?=\s?[\"'](?!http://www\.w3\.org/1999/xhtml)")


def _is_unknown_xml(content: str) -> bool:
    """Tell XML without a declaration: an element around everything that is none of a page."""
    element = _ELEMENT.match(content)
    if element is None or not content.rstrip().endswith(f"</{element[1]}>"):
        return False
    return not _PAGE_ELEMENT.fullmatch(element[1]) or bool(_OTHER_XML.search(element[2]))


_PAGE_ELEMENT = re.compile(
    r"a|abbr|address|article|aside|b|blockquote|body|center|code|dd|del|details|div|dl|dt|em|"
    r"figure|font|footer|form|h1|h2|h3|h4|h5|h6|head|header|html|i|img|ins|li|main|mark|nav|"
    r"ol|p|pre|q|s|script|section|small|span|strike|strong|style|sub|summary|sup|table|tbody|"
    r"td|th|thead|title|tr|tt|u|ul",
    re.IGNORECASE,
)


def _check_kind(data: bytes, name: str) -> None:
    suffix = files.suffix_of(name)
    if data.startswith(_WORD) and (suffix == ".doc" or suffix not in files.OTHER_KINDS):
        if _LOCKED in data:
            raise UnreadableArticle("this is locked with a password; save it without one and add that.")
        raise UnreadableArticle("old Word files (.doc) can't be read; save it as .docx and add that.")
    if data.startswith(_RTF):
        raise UnreadableArticle("RTF files can't be read; save it as .docx and add that.")
    if suffix in files.OTHER_KINDS:
        raise UnreadableArticle(
            "a file that ends in {suffix} is not an article; add text, HTML, PDF, Word, EPUB, CSV or JSON Lines.",
            suffix=suffix,
        )


def _is_page(content: str) -> bool:
    head = content[:200].lstrip("\ufeff \t\r\n").lower()
    return head.startswith(("<!doctype html", "<!doctype netscape", "<html"))


_FRAGMENT = re.compile(
    r"\ufeff?\s{0,100}(?:<!--[^<>]{0,200}-->\s{0,100})?<(?P<tag>p|div|article|section|main|body|head|h[1-6]|table|[uod]l|blockquote)"
    r"\b[^<>]{0,500}>.*</(?P=tag)>",
    re.DOTALL | re.IGNORECASE,
)
"""A part of a page, copied from its source."""
