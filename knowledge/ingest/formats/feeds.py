"""RSS, Atom and JSON Feed → an article for each item that has a text of its own; pages → the feeds they announce."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from hashlib import blake2b
from html import escape, unescape
from io import BytesIO
from itertools import islice
from urllib.parse import urljoin
from xml.sax.expatreader import ExpatParser

import feedparser
from feedparser.api import PREFERRED_XML_PARSERS
from feedparser.mixin import _FeedParserMixin
from lxml import etree
from lxml.html import HTMLParser, document_fromstring

from knowledge.errors import UnreadableArticle
from knowledge.ingest import corrections, richtext
from knowledge.ingest.blocks import Block, body_of
from knowledge.ingest.bylines import MAILBOX, person
from knowledge.ingest.encoding import decode, unknown_xml
from knowledge.ingest.files import cut_off, only_first, refuse, refused_item
from knowledge.ingest.formats import archive, link_lists
from knowledge.ingest.frames import FeedDocument, FeedEntry
from knowledge.models import Article
from knowledge.text import normalize
from knowledge.text.dates import DateHints, parse_date

MAX_ITEMS, MAX_ELEMENTS = 5_000, 100_000
"""Most items of a feed that are read, and most elements in all; those of a podcast have some twenty each."""
_MAX_DEPTH, _MAX_ATTRIBUTES = 1_000, 1_000
"""How deep a feed's elements can be inside each other: the parser takes longer for each than for the one around it."""


@dataclass(frozen=True, slots=True)
class FeedItem:
    """One item of a feed; each field is empty where the feed gives nothing for it."""

    title: str = ""
    markup: str = ""
    """The text, as HTML; that of a teaser where the feed gives no more."""
    is_full: bool = False
    """Whether the feed says that this is all of the text."""
    url: str = ""
    id: str = ""
    author: str = ""
    source: str = ""
    """Who published it, where the feed gathers what others publish."""
    published_at: date | None = None
    modified_at: date | None = None
    keywords: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FeedContent:
    """A feed: who publishes it, in which language, and its items, at most MAX_ITEMS."""

    title: str = ""
    language: str = ""
    pace_seconds: int = 0
    """How often it asks to be read; 0 where it says nothing."""
    items: tuple[FeedItem, ...] = ()
    is_cut: bool = False
    """Whether its end is missing: what is there are the items that are whole."""
    has_more: bool = False
    """Whether it has more items than are read."""


def parse_feed(data: bytes, address: str = "") -> FeedContent:
    """Return what a feed of RSS or Atom holds; raise UnreadableArticle where it is none.

    Args:
        data: The feed.
        address: Where it came from, which its relative links count from.
    """
    bounded = _bounded(data)
    whole = _without_broken_item(bounded)
    markup = _with_escaped_xhtml(whole)
    headers = {"content-location": address} if address else {}
    try:
        read = feedparser.parse(
            BytesIO(markup), sanitize_html=False, resolve_relative_uris=False, response_headers=headers
        )
    except (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError) as error:
        # The library takes for granted that names have at most one space, for one.
        raise unknown_xml() from error
    if not read.get("version"):
        raise unknown_xml()
    head = read.feed
    # An entry of Atom without an author has the feed's. What RSS has there is who edits it.
    author = _author(head) if str(read.version).startswith("atom") else ""
    language = normalize.language_code(str(head.get("language", "")))
    return FeedContent(
        title=richtext.plain(str(head.get("title", ""))),
        language=language,
        pace_seconds=_pace(head),
        items=tuple(_item(entry, author, language) for entry in islice(filter(_is_public, read.entries), MAX_ITEMS)),
        is_cut=whole is not bounded and bounded is data,
        has_more=bounded is not data or len(read.entries) > MAX_ITEMS,
    )


_XHTML = re.compile(
    rb"(<(?P<name>(?:\w{1,20}:)?(?:content|summary))\b[^<>]{0,500}?\btype=[\"'])xhtml([\"'][^<>]{0,500}>)\s{0,100}"
    rb"<div\b[^<>]{0,500}>"
)
_NO_PLAIN_XHTML = re.compile(rb"<(?:!|\?|/?\w+:|(?!br\b|hr\b|img\b)[^<>]*/>)|\bxmlns\b")


def _with_escaped_xhtml(data: bytes) -> bytes:
    """Return a feed whose texts in XHTML are HTML that is text; else feedparser is called for each element in them."""
    if b"<![CDATA[" in data or b"\x1b" in data:  # In ISO-2022-JP, letters have the bytes of "&" and "<".
        return data
    pieces: list[bytes] = []
    at = 0
    while (found := _XHTML.search(data, at)) and (end := data.find(b"</" + found["name"], found.end())) > 0:
        inner = data[found.end() : end].rstrip()
        if inner.endswith(b"</div>") and not _NO_PLAIN_XHTML.search(inner):
            markup = escape(inner.removesuffix(b"</div>").decode("latin-1"), quote=False).encode("latin-1")
            pieces += (data[at : found.start()], found[1], b"html", found[3], markup)
        else:
            pieces.append(data[at:end])
        at = end
    return b"".join((*pieces, data[at:]))


def _without_broken_item(data: bytes) -> bytes:
    """Return a feed whose end is missing up to the last item that is whole; any other as it is."""
    root = _ROOT.search(data[:_END_BYTES])
    is_feed = root is not None and root[1].lower() in _FEED_ROOTS
    if not is_feed or b"\0" in data or _WHOLE.search(data, max(0, len(data) - _END_BYTES)):
        return data
    tags = [tag for tag in _TAG.finditer(data) if tag[1] is not None]
    if any(_FEED_END.match(tag[0]) for tag in tags):
        return data
    last = max((tag.end() for tag in tags if tag[1] and _ITEM.match(tag[0])), default=0)
    if not last:
        raise _cut_early()
    return data[:last] + b"\n"


MAX_PREFIXES = 100
_PREFIX = re.compile(rb"xmlns:(\w+)")
"""What feedparser looks for among all others at the start and the end of each element."""
MAX_CATEGORIES = 1_000
"""Most categories of an item: feedparser compares each with all before it."""
_add_tag = _FeedParserMixin._add_tag


def _add_few_tags(parser: _FeedParserMixin, term: object, scheme: object, label: object) -> None:
    if len(parser._get_context().get("tags", ())) < MAX_CATEGORIES:
        _add_tag(parser, term, scheme, label)


_FeedParserMixin._add_tag = _add_few_tags
_MEDIA_TEXT = "media_description"
# Else what is said of a picture or a film is taken for the text of the item that it is in.
_FeedParserMixin._start_media_description = lambda parser, _: parser.push(_MEDIA_TEXT, 1)
_FeedParserMixin._end_media_description = lambda parser: parser.pop(_MEDIA_TEXT)


class _WholeTexts(ExpatParser):
    """Gives a text in one piece; else feedparser is called for each sign of HTML in it, which feeds escape."""

    def reset(self) -> None:
        super().reset()
        self._parser.buffer_text = True  # type: ignore[attr-defined]
        self._parser.EntityDeclHandler = _check_entity  # type: ignore[attr-defined]


MAX_ENTITY_CHARS = 20
_ENTITY = re.compile(r"&(?!#)")


def _check_entity(_name: str, _is_parameter: int, value: str | None, *_: str | None) -> None:
    """Raise UnreadableArticle for an entity that is more than a character or a name, such as of others."""
    if value and (len(value) > MAX_ENTITY_CHARS or _ENTITY.search(value)):
        raise archive.unpacks_too_far()


def create_parser() -> ExpatParser:
    """Return the parser that feedparser asks this module for."""
    return _WholeTexts()


PREFERRED_XML_PARSERS[:] = [__name__]


def _cut_early() -> UnreadableArticle:
    return UnreadableArticle("the end of this feed is missing, and no item before that is whole; try again later.")


_FEED_ROOTS = (b"rss", b"feed", b"rdf")
_FEED_END = re.compile(rb"</(?:\w{1,20}:)?(?:rss|feed|rdf)\s*>", re.IGNORECASE)
_WHOLE = re.compile(_FEED_END.pattern + rb"\s*+(?:<!--(?:(?!-->).)*+-->\s*+)*+\Z", re.IGNORECASE | re.DOTALL)
_ITEM = re.compile(rb"</?(?:\w{1,20}:)?(?:item|entry)\b", re.IGNORECASE)
_END_BYTES = 5_000


def _bounded(data: bytes) -> bytes:
    """Return a feed, one with too many elements or items without those after the last item that is within the limits.

    Raises:
        UnreadableArticle: elements are too deep inside each other, have too many attributes, or are too many in one
            item; in damaged XML too.
    """
    depth = elements = items = end = 0
    plain = data.replace(b"\0", b"")  # UTF-16 has such bytes.
    if len(set(_PREFIX.findall(plain))) > MAX_PREFIXES:
        raise UnreadableArticle(
            "this feed declares over {count} namespaces, too many to read; save the article's text as .txt and add "
            "that.",
            count=MAX_PREFIXES,
        )
    for tag in _TAG.finditer(plain):
        if tag[1] is None:
            continue
        if len(tag[0]) > _MAX_ATTRIBUTES and tag[0].count(b"=") > _MAX_ATTRIBUTES:
            raise UnreadableArticle(
                "an element of this feed has over {count} attributes, too many to read; save the article's text as "
                ".txt and add that.",
                count=_MAX_ATTRIBUTES,
            )
        elements += not tag[1]
        depth = max(depth - 1, 0) if tag[1] else depth + (not tag[0].endswith(b"/>"))
        if depth > _MAX_DEPTH:
            raise UnreadableArticle(
                "this is nested too deeply for a feed; save the article's text as .txt and add that."
            )
        can_cut = end > 0 and plain is data
        if elements > MAX_ELEMENTS and not can_cut:
            raise UnreadableArticle(
                "no item of this feed ends within its first {count} elements; save the article's text as .txt and add "
                "that.",
                count=MAX_ELEMENTS,
            )
        is_item = bool(_ITEM.match(tag[0]))
        if can_cut and (elements > MAX_ELEMENTS or (items >= MAX_ITEMS and is_item)):
            last = max((found.end() for found in _ITEM.finditer(data, max(end, len(data) - _END_BYTES))), default=-1)
            return data[:end] + (data[data.find(b">", last) + 1 :] if last > 0 else b"")
        if is_item and tag[1]:
            items, end = items + 1, tag.end()
    return data


_TAG = re.compile(
    rb"""<!\[CDATA\[.*?(?:\]\]>|\Z) | <!--.*?(?:-->|\Z)
    | <(?!(?:br|hr|img)\b)(/?)[A-Za-z] (?: [^<>"']++ | "[^"<]*+" | '[^'<]*+' | ["'] )*+ >""",
    re.DOTALL | re.VERBOSE | re.IGNORECASE,
)
"""A tag that can be inside others, or what holds none."""


_PERIODS = {"hourly": 3_600, "daily": 86_400, "weekly": 604_800, "monthly": 2_592_000, "yearly": 31_536_000}
"""Seconds of what a feed can call the period of its updates."""
_MAX_DIGITS = 9


def _pace(head: Mapping[str, object]) -> int:
    """Return after how many seconds a feed wants to be read again; 0 where it says nothing."""
    period = _PERIODS.get(str(head.get("sy_updateperiod", "")).strip().lower(), 0)
    return max(_number(head.get("ttl")) * 60, period // max(1, _number(head.get("sy_updatefrequency"))))


def _number(found: object) -> int:
    text = str(found).strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _MAX_DIGITS else 0


def _author(entry: Mapping[str, object]) -> str:
    """Return who wrote an entry, without the address that RSS has before the name."""
    found = entry.get("authors")
    people = (
        [str(each.get("name") or "") for each in found if isinstance(each, dict)] if isinstance(found, list) else []
    )
    written = str(entry.get("author", ""))
    # Of an address the library takes the first letters of a long domain for its end, and the others for a name.
    if MAILBOX.fullmatch(written) or _ADDRESS.fullmatch(written):
        return person(written)
    return ", ".join(filter(None, map(person, people))) or person(written)


_KIND = "http://schemas.google.com/blogger/2008/kind#"
_KINDS_OF_ARTICLES = frozenset({f"{_KIND}post", f"{_KIND}page"})
_NO_ARTICLE = frozenset({"attachment", "nav_menu_item", "revision", "custom_css", "customize_changeset"})


def _is_public(entry: Mapping[str, object]) -> bool:
    """Tell an article from what else WordPress and Blogger export: drafts, comments, menus, templates."""
    kind = str(entry.get("wp_post_type", ""))
    if kind in _NO_ARTICLE or kind.startswith("wp_") or entry.get("wp_status", "publish") != "publish":
        return False
    kinds = [term for term in _terms(entry) if term.startswith(_KIND)]
    return entry.get("app_draft") != "yes" and (not kinds or not _KINDS_OF_ARTICLES.isdisjoint(kinds))


def _terms(entry: Mapping[str, object]) -> list[str]:
    tags = entry.get("tags")
    return [str(each.get("term")) for each in tags if isinstance(each, dict)] if isinstance(tags, list) else []


def _item(entry: Mapping[str, object], author: str, language: str) -> FeedItem:
    contents = entry.get("content")
    full = [each.get("value", "") for each in contents if isinstance(each, dict)] if isinstance(contents, list) else []
    markup = max((str(each) for each in full), key=len, default="")
    # Asked by its own name: else feedparser gives the day of publication, with a warning.
    changed, written = (entry[key] if key in list(entry) else None for key in ("updated_parsed", "updated"))
    found = entry.get("source")
    source = richtext.plain(str(found.get("title") or found.get("value") or "")) if isinstance(found, dict) else ""
    return FeedItem(
        title=_without_source(richtext.plain(str(entry.get("title", ""))), source),
        markup=markup or str(entry.get("summary", "")) or str(entry.get(_MEDIA_TEXT, "")),
        is_full=bool(markup),
        url=str(entry.get("feedburner_origlink") or entry.get("link", "")),
        id=str(entry.get("id", "")),
        author=_author(entry) or author,
        source=source,
        published_at=_moment(entry.get("published_parsed"), entry.get("published"), language),
        modified_at=_moment(changed, written, language),
        keywords=_keywords([term for term in _terms(entry) if not term.startswith(_KIND)]),
    )


def _without_source(title: str, source: str) -> str:
    """Return a headline without the publisher that feeds like those of Google News put behind it."""
    return title.removesuffix(source).rstrip(" -–—|") if source and title != source else title


def _keywords(found: object) -> tuple[str, ...]:
    """Return the keywords in a list; empty where it is none."""
    return normalize.keywords(each for each in found if isinstance(each, str)) if isinstance(found, Sequence) else ()


_ADDRESS = re.compile(r"\S{1,80}@\S{1,80}")
_CLOCK = re.compile(r"(?P<h>\d\d?):(?P<m>\d\d)(?::\d\d(?:\.\d+)?)?\s*(?:(?P<sign>[+-])\d\d:?\d\d|[A-Z]{1,5})\s*$")
_DAY_MINUTES = 24 * 60
_MAX_DATE_CHARS = 100


_ISO_OR_ENGLISH = re.compile(
    r"\s*\d{4}-?\d\d-?\d\d(?!\d)|.*\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)", re.IGNORECASE
)
"""How the dates begin that feedparser is right about; of others it can take the year alone, and today's month."""


def _moment(parts: object, written: object, language: str) -> date | None:
    """Return the moment that feedparser gives in UTC, told by the clock by which the feed writes it.

    A date in another form than feeds are to have is read as that of a page.
    """
    if isinstance(written, str) and not (isinstance(parts, tuple) and _ISO_OR_ENGLISH.match(written)):
        return parse_date(written[:_MAX_DATE_CHARS], DateHints(language))
    if not isinstance(parts, tuple):
        return None
    with suppress(ValueError, TypeError, OverflowError):
        year, month, day, hour, minute, second = parts[:6]
        moment = datetime(year, month, day, hour, minute, second, tzinfo=UTC)
        clock = _CLOCK.search(written) if isinstance(written, str) else None
        if not clock:
            return moment
        # What that clock shows tells its zone, whatever the feed calls it.
        ahead = ((int(clock["h"]) - hour) * 60 + int(clock["m"]) - minute) % _DAY_MINUTES
        is_behind = clock["sign"] == "-" if clock["sign"] else ahead > _DAY_MINUTES // 2
        return moment.astimezone(timezone(timedelta(minutes=ahead - _DAY_MINUTES if ahead and is_behind else ahead)))
    return None


def json_feed(value: Mapping[str, object]) -> FeedContent:
    """Return what a JSON Feed holds."""
    items = value.get("items")
    listed = [each for each in items if isinstance(each, dict)] if isinstance(items, list) else []
    author = _json_author(value)
    return FeedContent(
        title=_string(value, "title"),
        language=normalize.language_code(_string(value, "language")),
        items=tuple(_json_item(each, author) for each in listed[:MAX_ITEMS]),
        has_more=len(listed) > MAX_ITEMS,
    )


def is_json_feed(value: object) -> bool:
    return isinstance(value, dict) and str(value.get("version", "")).startswith("https://jsonfeed.org/version/")


def _json_author(value: Mapping[str, object]) -> str:
    authors = value.get("authors")
    names = [_string(each, "name") for each in authors if isinstance(each, dict)] if isinstance(authors, list) else []
    author = value.get("author")
    names += [_string(author, "name")] if isinstance(author, dict) and not names else []
    return ", ".join(filter(None, map(person, names)))


def _json_item(item: Mapping[str, object], author: str) -> FeedItem:
    markup = _string(item, "content_html") or _paragraphs(_string(item, "content_text"))
    return FeedItem(
        title=unescape(_string(item, "title")),  # Plain text, though many write it as HTML.
        markup=markup or _paragraphs(_string(item, "summary")),
        is_full=bool(markup),
        url=_string(item, "url"),
        id=str(found) if isinstance(found := item.get("id"), str | int) else "",
        author=_json_author(item) or author,
        published_at=parse_date(_string(item, "date_published")),
        modified_at=parse_date(_string(item, "date_modified")),
        keywords=_keywords(item.get("tags")),
    )


def _string(value: Mapping[str, object], key: str) -> str:
    found = value.get(key)
    return found if isinstance(found, str) else ""


def _paragraphs(text: str) -> str:
    """Return plain text as HTML."""
    return "".join(f"<p>{_escaped(each)}</p>" for each in text.split("\n") if each.strip())


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")


def feed_articles(feed: FeedContent, name: str) -> Iterator[Article | UnreadableArticle]:
    """Yield the article of each item, or why it has none."""
    if not feed.items:
        raise UnreadableArticle("this feed has no items yet; add it again once it has.")
    for number, item in enumerate(feed.items, start=1):
        try:
            if not item.is_full and _goes_on(item):
                raise UnreadableArticle("this feed has only its beginning; add the page that it links to.")
            yield feed_article(feed, item)
        except UnreadableArticle as error:
            yield refused_item(name, number, error)
    if feed.is_cut:
        yield cut_off(name)
    if feed.has_more:
        yield refuse(name, only_first(len(feed.items)))


def feed_article(feed: FeedContent, item: FeedItem) -> Article:
    """Return the article of an item; raise UnreadableArticle where it has no text."""
    markup = _SHORTCODE.sub("", _CAPTION.sub("", _without_origin(item)))
    bare = _FURNITURE.sub("", markup)
    markup = bare if bare == markup or richtext.plain(bare) else markup
    if not _BLOCK_TAG.search(markup):  # As people write it, with an empty line between paragraphs.
        markup = _BLANK_LINE.sub("<p>", markup)
    kept, corrected = corrections.split_corrections(_without_pointers(richtext.html_blocks(markup)))
    body = body_of(kept, item.title)
    published_at = item.published_at or item.modified_at
    return Article(
        title=normalize.one_line(item.title, normalize.MAX_TITLE_CHARS) or normalize.derived_title(body.paragraphs),
        paragraphs=body.paragraphs,
        headings=body.headings,
        publisher=normalize.one_line(item.source or feed.title, normalize.MAX_NAME),
        byline=normalize.one_line(item.author, normalize.MAX_NAME),
        published_at=published_at,
        modified_at=item.modified_at if item.modified_at != published_at else None,
        language=feed.language,
        url=normalize.web_link(item.url),
        keywords=item.keywords,
        corrections=corrected,
        path=item.id or item.url,
    )


_BLOCK_TAG = re.compile(r"<(?:p|div|br|li|h[1-6]|blockquote|pre|table)\b", re.IGNORECASE)
_BLANK_LINE = re.compile(r"\n[^\S\n]*\n")
_CAPTION = re.compile(r"\[caption\b[^\]]{0,500}\](?:(?!\[caption\b).){0,3000}?\[/caption\]", re.DOTALL)
"""What WordPress keeps below a picture, as it stores it."""
_SHORTCODE = re.compile(
    r"\[(?P<kind>embed|audio|video)\b[^\[\]]{0,500}\](?:[^\[\]]{0,500}\[/(?P=kind)\])?|"
    r"\[(?:gallery|playlist)\b[^\[\]]{0,500}\]"
)
"""What stands for pictures, sound and films there."""


_FURNITURE = re.compile(
    r"<figcaption\b[^<>]{0,500}>(?:[^<]|<(?!figcaption)){0,3000}?</figcaption>|"
    r"<(?P<tag>p|div|form)\s[^<>]{0,500}?class=[\"'](?:button-wrapper|preamble|cta-caption|subscription-widget-subscribe)\b"
    r"[^<>]{0,500}>(?:[^<]|<(?!(?P=tag)\s[^<>]{0,500}?class=[\"'](?:button|pre|cta|sub))){0,3000}?</(?P=tag)>",
    re.DOTALL,
)
"""What is said of a picture, and the buttons and forms of Substack."""
_ORIGIN = re.compile(
    r"<p\b[^<>]{0,200}>[^<>]{0,80}<a\s[^<>]{0,2000}>(?P<title>.{1,500}?)</a>[^<>]{0,80}"
    r"<a\s[^<>]{0,2000}>[^<>]{1,300}</a>[^<>]{0,40}</p>\s*(?:<img\b[^<>]{0,2000}>\s*)?",
    re.DOTALL,
)
"""What WordPress says below an item of where it was, in any language."""


def _without_origin(item: FeedItem) -> str:
    """Return the text of an item without the paragraph that says where it was."""
    at = max(item.markup.rfind("<p>"), item.markup.rfind("<p "))
    found = _ORIGIN.fullmatch(item.markup, at) if at >= 0 else None
    return item.markup[:at] if found and richtext.plain(found["title"]) == item.title else item.markup


def _without_pointers(blocks: Sequence[Block]) -> list[Block]:
    """Return the text of an item without what its end says about the page that it is on."""
    kept = list(blocks)
    while kept and (_SITE_NOTE.fullmatch(kept[-1].text) or (len(kept) > 1 and _POINTER.fullmatch(kept[-1].text))):
        kept.pop()
    if kept and kept[-1].kind == "text":
        kept[-1] = kept[-1]._replace(text=_MORE.sub("", kept[-1].text) or kept[-1].text)
    return kept


_READ_ON = (
    r"(?:read (?:more|on|the (?:full|rest)\b[^.]{0,40})|(?:continue|keep) reading|weiterlesen|mehr lesen|"
    r"lire (?:la suite|plus)|continuer la lecture|leer más|(?:seguir|sigue|continuar) leyendo|leggi tutto|"
    r"continua a leggere|le(?:ia|r) mais|continue lendo|continuar a ler|lees (?:meer|verder)|läs mer|læs mere|les mer|"
    r"lue lisää|czytaj (?:dalej|więcej)|číst (?:dále|více)|čítať ďalej|tovább olvas\w*|citește mai (?:mult|departe)|"
    r"devamını oku|διαβάστε περισσότερα|читать (?:далее|дальше|полностью)|читати (?:далі|більше)|"
    r"прочети (?:повече|още)|[اإ]قرأ المزيد|ادامه مطلب|קרא עוד|続きを読む|もっと読む|[阅閱][读讀](?:全文|更多)|"
    r"[继繼][续續][阅閱][读讀]|더 ?보기|계속 읽기|baca selengkapnya|đọc tiếp|xem thêm|อ่านต่อ)"
)
_MORE = re.compile(
    rf"(?:(?<=[.!?…。！？»”\"')\]])\s*|\n)\(?{_READ_ON}\W{{0,5}}\Z|\s*\[\s?(?:{_READ_ON}|more|mehr|suite|más)\W{{0,5}}\]\Z",
    re.IGNORECASE,
)
_POINTER = re.compile(
    rf"\W{{0,3}}{_READ_ON}.{{0,120}}|the post .{{1,300}} (?:first appeared|appeared first) on .{{1,120}}|"
    r"(?:\d+ )?comments?|\W{1,5}",
    re.IGNORECASE,
)
"""What feeds put below the text of an item: a link to its page, and what WordPress says of where it was."""
_SITE_NOTE = re.compile(
    r"submitted by\s+/u/\S+(?:\s+to\s+r/\S+)?(?:\s+\[link\])?(?:\s+\[comments\])?|"
    r".{1,300} was originally published in .{1,120} on Medium\b.{0,150}"
)
"""What Reddit and Medium say there, also where there is no text."""
MAX_TEASER_CHARS, MAX_UNSURE_CHARS = 400, 4_000
"""A text up to the first length is taken for a teaser, up to the second where the feed doesn't call it the full one."""
_GOES_ON = re.compile(rf"(?:…|\.\.\.)\]?\Z|\b{_READ_ON}\W{{0,5}}\Z", re.IGNORECASE)


def document(data: bytes, address: str) -> FeedDocument:
    """Return the feed in some bytes, or the feeds that a page announces.

    Args:
        data: What an address gave.
        address: Where it came from, which relative links count from.

    Raises:
        UnreadableArticle: It is neither.
    """
    feed = _feed_in(data, address)
    if feed is None:
        announced = _announced(data, address)
        if not announced:
            raise UnreadableArticle("this isn't a feed and doesn't link to one; give the address of the feed itself.")
        return FeedDocument(announced=announced)
    keys: set[str] = set()
    entries = tuple(_entry(feed, item, keys) for item in feed.items)
    return FeedDocument(title=feed.title, pace_seconds=feed.pace_seconds, entries=entries, is_cut=feed.is_cut)


_ROOT = re.compile(rb"<(?:\w{1,20}:)?(rss|feed|rdf|opml|urlset|sitemapindex|html)\b", re.IGNORECASE)


def _feed_in(data: bytes, address: str) -> FeedContent | None:
    """Return a feed; None for what is none, such as a page."""
    head = data[:5_000].lstrip(b"\xef\xbb\xbf \t\r\n")
    if head.startswith(b"{"):
        try:
            value = json.loads(data)
        except (ValueError, RecursionError):
            if b"https://jsonfeed.org/version/" in head:
                raise _cut_early() from None
            return None
        return json_feed(value) if is_json_feed(value) else None
    root = found[1].lower() if (found := _ROOT.search(head)) else b""
    if root in _FEED_ROOTS:
        return parse_feed(data, address)
    if root == b"urlset":
        return _sitemap(data)
    if root in (b"sitemapindex", b"opml"):
        raise link_lists.refuse_links(link_lists.of_xml(data))
    return None


def _sitemap(data: bytes) -> FeedContent:
    """Return the pages of a sitemap as items without text, those that changed last first."""
    pages = sorted(link_lists.changes_of(data), key=lambda page: page[1], reverse=True)
    return FeedContent(items=tuple(FeedItem(url=url, modified_at=parse_date(at)) for url, at in pages[:MAX_ITEMS]))


def _entry(feed: FeedContent, item: FeedItem, keys: set[str]) -> FeedEntry:
    """Return an item as read; where two have one id, their links tell them apart."""
    key = _hash(item.id or item.url or f"{item.title}\n{item.markup}")
    if key in keys:
        key = _hash(f"{item.id}\n{item.url}\n{item.title}")
    keys.add(key)
    url = normalize.web_link(item.url)
    try:
        found = feed_article(feed, item)
    except UnreadableArticle as error:
        content = _hash(f"{item.title}\n{item.markup}\n{item.modified_at}")
        return FeedEntry(key, content, url, bool(url), error.bare())
    modified_at = item.modified_at if item.modified_at != item.published_at else None
    content = _hash(repr((found.title, found.paragraphs, found.headings, modified_at, found.corrections)))
    return FeedEntry(key, content, url, bool(url) and _is_teaser(item, found), found)


def _is_teaser(item: FeedItem, found: Article) -> bool:
    chars = sum(map(len, found.paragraphs))
    if chars > MAX_UNSURE_CHARS:
        return False
    return chars <= MAX_TEASER_CHARS or not item.is_full or _goes_on(item)


def _goes_on(item: FeedItem) -> bool:
    """Tell by its last words whether the text of an item goes on elsewhere."""
    return bool(_GOES_ON.search(richtext.plain(_without_origin(item))[-60:].rstrip()))


def _hash(text: str) -> str:
    return blake2b(text.encode("utf-8", "replace"), digest_size=16).hexdigest()


_FEED_TYPES = frozenset(
    {
        *("application/rss+xml", "application/atom+xml", "application/rdf+xml", "application/feed+json"),
        *("application/json", "application/xml", "text/xml"),
    }
)
_FEED_PATH = re.compile(
    r"[^?#]*(?:/(?:feed|rss|atom)/?|[./](?:rss|atom|rdf)|/(?:feed|rss|atom|index)\.(?:xml|json|rdf))", re.IGNORECASE
)
"""How the paths of feeds end."""
_SIDE_FEED = re.compile(r"comment|kommentar|commentaire|comentario|댓글", re.IGNORECASE)
"""How a page calls the feed of what readers say below its articles."""
MAX_ANNOUNCED = 20


def _announced(data: bytes, address: str) -> tuple[tuple[str, str], ...]:
    """Return the feeds that a page announces, the main ones before those of comments."""
    try:
        page = document_fromstring(decode(data).encode("utf-8", "replace"), HTMLParser(encoding="utf-8"))
    except (etree.LxmlError, UnreadableArticle, ValueError):
        return ()
    base = next((each.get("href", "") for each in page.iter("base")), "")
    links = [each for each in page.iter("link") if "alternate" in each.get("rel", "").lower().split()]
    links = [each for each in links if _kind(each) in _FEED_TYPES]
    # Those of a page that announces none, as it has them for people.
    links = links or [
        each
        for each in page.iter("a")
        if _kind(each) in _FEED_TYPES or _FEED_PATH.fullmatch(each.get("href", "").strip())
    ]
    found: dict[str, str] = {}
    for link in links[:MAX_ANNOUNCED]:
        with suppress(ValueError):
            url = normalize.web_link(
                urljoin(urljoin(address, base), link.get("href", "").strip().removeprefix("feed:"))
            )
            title = link.get("title") or ("".join(link.itertext()) if link.tag == "a" else "")
            found.setdefault(url, normalize.one_line(title, normalize.MAX_TITLE_CHARS))
    found.pop("", None)
    return tuple(sorted(found.items(), key=lambda each: bool(_SIDE_FEED.search(" ".join(each)))))


def _kind(link: etree._Element) -> str:
    return str(link.get("type", "")).partition(";")[0].strip().lower()
