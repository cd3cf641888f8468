"""E-mails (.eml) and pages saved as one file (.mhtml), both of which are MIME → Article."""

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import date
from email._policybase import Compat32
from email.errors import HeaderParseError, MessageError
from email.header import decode_header, make_header
from email.message import Message
from email.parser import BytesParser
from email.utils import parseaddr, parsedate_to_datetime
from itertools import chain, count, islice
from os.path import splitext
from pathlib import PurePath
from typing import IO

from knowledge.errors import UnreadableArticle
from knowledge.ingest import files
from knowledge.ingest.encoding import decode
from knowledge.models import Article
from knowledge.text import normalize

MAX_PARTS = 1_000
MAX_BOUNDARIES = 10_000
"""Most lines that may part a mail: the parser makes a message of each."""
MAX_HEADER_CHARS = 2_000
_HEADERS = re.compile(
    rb"(?:\xef\xbb\xbf)?(?:From |[A-Za-z][A-Za-z0-9-]{1,60}:)[^\n]*\n"
    rb"(?:[A-Za-z][A-Za-z0-9-]{1,60}:[^\n]*\n|[ \t][^\n]*\n){1,200}"
)
_MIME = re.compile(rb"^(?:MIME-Version|Message-ID|Received|Content-Transfer-Encoding):", re.IGNORECASE | re.MULTILINE)
_SOFT_BREAK = re.compile(r"(?<!^--) \n(?![>\n])", re.MULTILINE)
_FORWARDS = re.compile(r"(?:fwd?|wg|tr|rv|enc|vs|전달)\s?:", re.IGNORECASE)
"""How the subject of a mail that passes another on begins."""
_CITED = re.compile(
    r"^(?:on|am|le|el|il|op|den)\s[^\n]{5,150}(?:\n(?!>)[^\n]{0,80}?)?"
    r"(?:wrote|schrieb[^\n:]{0,80}|a écrit|escribió|ha scritto|schreef[^\n:]{0,80})\s?:\s*\n(?=\s{0,10}>)",
    re.IGNORECASE | re.MULTILINE,
)
"""The row above a mail that is quoted."""
_CITED_ALIKE = re.compile(
    r"^(?!>)(?=[^\n]{0,250}(?:<[^<>\s]{1,100}@[^<>\s]{1,100}>|\d{1,2}[:.h]\d\d|\d{4}))"
    r"[^\n]{5,250}(?:[:：]|\n(?!>)[^\n]{1,40}[:：])[ \t]*\n\s{0,10}(?=>)",
    re.MULTILINE,
)
"""The same in other languages: it has an address, a time or a year."""
_LIST_FOOTER = re.compile(
    r"^_{20,}\s*\n(?=(?:[^\n]*\n){0,4}[^\n]*(?:listinfo|mailing list|unsubscribe))[\s\S]{0,600}\Z", re.M | re.I
)
_SCRUBBED = re.compile(r"^-+ next part -+\n(?:(?:An? .{2,60} was scrubbed.*|\w+: .*)\n?)*", re.M | re.I)
"""What archives of lists have in place of attached files."""
_ARMOUR = re.compile(
    r"^-----BEGIN PGP SIGNED MESSAGE-----\n(?:Hash: .*\n)*|"
    r"^-----BEGIN PGP SIGNATURE-----[\s\S]*?(?:^-----END PGP SIGNATURE-----$|\Z)",
    re.MULTILINE,
)
_QUOTED = re.compile(r"^>.*$|^-- ?$[\s\S]*", re.MULTILINE)


def is_mail(data: bytes, name: str) -> bool:
    """Tell a file that is MIME: by its name, or by the headers that it begins with."""
    if PurePath(name).suffix.lower() in files.MAIL:
        return True
    head = _HEADERS.match(data[:20_000])
    return bool(head and _MIME.search(head[0]))


def is_cut_off(data: bytes) -> bool:
    """Tell a mail of several parts whose end is missing."""
    boundary = _BOUNDARY.search(data[:_MAX_HEAD_BYTES])
    return boundary is not None and b"--%b--" % boundary[1] not in data


_MAX_HEAD_BYTES = 20_000
_BOUNDARY = re.compile(
    rb"^Content-Type:\s*multipart/[^\n]*(?:\n[ \t][^\n]*)*?\bboundary=\"?([^\"\s;]{1,100})", re.I | re.M
)
"""What parts a mail, as its own headers say, which come before those of parts."""


def parsed(data: bytes) -> Message:
    """Return the parts of an e-mail or a saved page.

    Raises:
        UnreadableArticle: it has too many, or too many lines.
    """
    if data.count(b"\n--") > MAX_BOUNDARIES:
        raise _too_many_parts()
    files.refuse_short_lines(data.count(b"\n"), len(data))
    try:
        return BytesParser(policy=_POLICY).parsebytes(data)
    except RecursionError as error:  # Each is inside the one before.
        raise _too_many_parts() from error


def _too_many_parts() -> UnreadableArticle:
    return UnreadableArticle("this has too many parts to be a mail; save its text as .txt and add that.")


class _ShortHeaders(Compat32):
    """Cuts headers: what reads their parameters takes the square of their length, as the newer policy does of all."""

    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
        name, value = super().header_source_parse(sourcelines)
        return name, value[:MAX_HEADER_CHARS]


_POLICY = _ShortHeaders()


def messages(file: IO[bytes]) -> Iterator[bytes]:
    """Yield the mails of a mailbox (mbox), of one that is too large only its start."""
    rows: list[bytes] = []
    size, is_parted = 0, True
    while row := file.readline(files.MAX_FILE_BYTES):
        if is_parted and row.startswith(b"From "):
            yield from filter(None, [b"".join(rows)])
            rows, size = [], 0
        elif size <= files.MAX_FILE_BYTES:
            rows.append(row[1:] if row.startswith(b">From ") else row)
            size += len(row)
        is_parted = not row.strip()
    yield from filter(None, [b"".join(rows)])


MAX_ATTACHED_FILES = 50
"""Most files attached to a mail that are read."""


def attachments(message: Message) -> Iterator[tuple[str, bytes]]:
    """Yield the name and content of each file or mail attached to a mail, no two of one name; a saved page has none."""
    if message.get("Snapshot-Content-Location"):
        return
    seen: set[str] = set()
    for name, content in _attached(message):
        stem, suffix = splitext(name)
        names = chain([name], (f"{stem} ({number}){suffix}" for number in count(2)))
        seen.add(free := next(each for each in names if each not in seen))
        yield free, content


def _attached(message: Message) -> Iterator[tuple[str, bytes]]:
    parts = (part for part in _parts(message) if _is_mail(part) or _is_attached(part))
    for part in islice(parts, MAX_ATTACHED_FILES):
        if _is_mail(part):
            yield from _inner(part)
            continue
        content = part.get_payload(decode=True)
        name = PurePath(_decoded(str(part.get_filename() or "")).replace("\\", "/")).name
        if name and isinstance(content, bytes):
            yield name, content


def _is_attached(part: Message) -> bool:
    """Tell an attached file, also one that is to be shown within the mail, as Apple Mail sends what it can show."""
    if part.get_content_disposition() == "attachment":
        return True
    name = _decoded(str(part.get_filename() or ""))
    return part.get_content_type() != "text/html" and files.suffix_of(name) in files.READABLE


def _parts(message: Message) -> Iterator[Message]:
    """Yield the parts of a mail, but not those of mails attached to it."""
    waiting = [message]
    for _ in range(MAX_PARTS):
        if not waiting:
            return
        yield (part := waiting.pop())
        waiting += () if _is_mail(part) else reversed(_inside(part))


def _inside(part: Message) -> Sequence[Message]:
    held = part.get_payload()
    return [each for each in held if isinstance(each, Message)] if isinstance(held, list) else []


def _is_mail(part: Message) -> bool:
    return part.get_content_type() == "message/rfc822"


def _inner(part: Message) -> Iterator[tuple[str, bytes]]:
    """Yield the mail in a part, named by its subject."""
    for mail in _inside(part)[:1]:
        with suppress(LookupError, TypeError, ValueError):
            yield f"{_header(mail, 'Subject') or 'mail'}.eml", mail.as_bytes()


def read_mail(message: Message) -> Article:
    """Read an e-mail or a saved page.

    Raises:
        UnreadableArticle: there is no text in it.
    """
    address = _header(message, "Snapshot-Content-Location")
    parts = (part for part in _parts(message) if part.get_content_type() == "text/html")
    pages = [part for part in parts if address or part.get_content_disposition() != "attachment"]
    is_page = message.get_content_type() in ("multipart/related", "text/html") and not message.get("To")
    if pages and not address and is_page:
        # What Internet Explorer and others saved says only there where it is from.
        address = normalize.web_link(_header(pages[0], "Content-Location"))
    # Programs such as Word say neither where a page is from nor who saved it.
    is_saved = bool(pages) and is_page and not message.get("From")
    return _page(pages, address) if address or is_saved else _mail(message, pages)


def _texts(message: Message) -> list[str]:
    plain = (part for part in _parts(message) if part.get_content_type() == "text/plain" and not part.get_filename())
    return [_unflowed(part, text) for part in plain if (text := _content(part).replace("\r\n", "\n")).strip()]


def _unflowed(part: Message, text: str) -> str:
    """Return a text whose lines were parted for old screens, each with a space before the break, in whole lines."""
    return _SOFT_BREAK.sub(" ", text) if part.get_param("format") == "flowed" else text


def _content(part: Message) -> str:
    payload = part.get_payload(decode=True)
    if not isinstance(payload, bytes):
        return ""
    try:
        return payload.decode(str(part.get_content_charset() or "utf-8"))
    except (LookupError, UnicodeDecodeError):
        return decode(payload)


def _page(pages: list[Message], address: str) -> Article:
    from knowledge.ingest.formats import html  # It takes 0.3 s to load, and most files need it not.

    own = [page for page in pages if address and page.get("Content-Location") == address]
    for page in [*own, *pages]:
        return html.read_html(_content(page), address)
    raise UnreadableArticle("there is no page in it; save the page as .html and add that.")


def _mail(message: Message, pages: list[Message]) -> Article:
    from knowledge.ingest import plaintext
    from knowledge.ingest.plaintext import mail_threads
    from knowledge.ingest.wrapping import unwrap

    is_forward = bool(_FORWARDS.match(_header(message, "Subject")))
    texts = _texts(message)
    if pages and sum(map(len, texts)) < MAX_STUB_CHARS:
        # Some newsletters say in plain text only where they can be read.
        texts = [] if len(_content(pages[0])) > MIN_PAGE_CHARS else texts
    markup = _content(pages[0]) if pages and not texts else ""
    markup = markup if is_forward else _without_quotes(markup)
    page = _whole(markup, is_bulk=any(message.get(name) for name in _BULK)) if markup else None
    written = _CITED_ALIKE.sub("", _CITED.sub("", _ARMOUR.sub("", "\n\n".join(texts))))
    written = _LIST_FOOTER.sub("", _SCRUBBED.sub("", _QUOTED.sub("", written)))
    if page:
        rows: Sequence[str] = page.paragraphs
    else:
        rows = unwrap(plaintext.lines_of(written)) if texts else _words(markup)
    rows = rows if is_forward else mail_threads.without_original(rows)
    own, inner = mail_threads.forwarded(rows)
    if inner and sum(map(len, own)) <= mail_threads.MAX_COVER_CHARS and is_forward:
        return inner
    paragraphs = normalize.nonempty([*own, *inner.paragraphs] if inner else rows)
    title = normalize.one_line(_header(message, "Subject"), normalize.MAX_TITLE_CHARS)
    name, mailbox = parseaddr(_header(message, "From"))
    return Article(
        title=title or normalize.derived_title(paragraphs),
        paragraphs=paragraphs,
        headings=page.headings if page and paragraphs == page.paragraphs else (),
        byline=normalize.one_line(name or mailbox, normalize.MAX_NAME),
        published_at=_date(_header(message, "Date")),
    )


MAX_STUB_CHARS, MIN_PAGE_CHARS = 100, 500
"""The plain text of a mail that is up to so long is no more than a pointer to a page that is longer than that."""
_BULK = ("List-Unsubscribe", "List-Id", "Precedence")
"""Headers of letters to many, which have the menus and feet of pages."""
_QUOTES = (
    ".//*[contains(concat(' ', @class, ' '), ' gmail_quote ')] | .//blockquote[@type='cite'] | "
    ".//*[contains(@class, 'moz-cite-prefix') or contains(@class, 'gmail_attr') or contains(@class, 'yahoo_quoted')]"
)


_QUOTE_MARK = re.compile(r"gmail_(?:quote|attr)|yahoo_quoted|moz-cite-prefix|type\s*=\s*[\"']?cite", re.IGNORECASE)


def _without_quotes(markup: str) -> str:
    """Return the page of a mail without the mail that it answers."""
    from lxml.html import fromstring, tostring

    if not _QUOTE_MARK.search(markup):
        return markup
    tree = fromstring(markup.encode())
    found = [each for each in tree.xpath(_QUOTES) if "orwarded message" not in "".join(each.itertext())]
    for each in found:
        if each.getparent() is not None:
            each.drop_tree()
    return tostring(tree, encoding="unicode") if found else markup


def _whole(markup: str, *, is_bulk: bool) -> Article | None:
    """Return the article that a mail is as a page; None where it is too short to tell what is its text."""
    from knowledge.ingest.formats import html

    if not markup.strip():
        return None
    with suppress(UnreadableArticle):
        return html.read_html(markup) if is_bulk or "<table" in markup.lower() else html.read_fragment(markup)
    return None


def _words(markup: str) -> Sequence[str]:
    from lxml.html import fromstring

    words = fromstring(markup.encode()).itertext("p", "div", "td", "li", "body") if markup.strip() else ()
    return [row for text in words for row in normalize.lines(text)]


def _header(message: Message, name: str) -> str:
    said = next((value for key, value in message.raw_items() if key.casefold() == name.casefold()), "")
    if not isinstance(said, str):
        return _decoded(str(said))
    # What is pasted into a file as a mail can be in UTF-8 as it stands.
    return _decoded(said.encode("utf-8", "surrogateescape").decode("utf-8", "replace"))


def _decoded(value: str) -> str:
    if "=?" not in value and value.isascii() and value.isprintable():
        return normalize.one_line(value, MAX_HEADER_CHARS)
    try:
        return normalize.one_line(str(make_header(decode_header(value))), MAX_HEADER_CHARS)
    except (HeaderParseError, MessageError, LookupError, ValueError):
        return normalize.one_line(value, MAX_HEADER_CHARS)


def _date(text: str) -> date | None:
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return moment if moment.tzinfo else moment.date()
