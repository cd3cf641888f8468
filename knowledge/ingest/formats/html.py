"""A saved web page → Article: its text by trafilatura, its facts by the marks that pages carry for search engines."""

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from copy import deepcopy
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import lru_cache
from itertools import chain, islice
from pathlib import PurePath
from urllib.parse import urljoin, urlsplit
from zoneinfo import ZoneInfo

import regex
from lxml.etree import ElementDefaultClassLookup, XPath, _Element
from lxml.html import HtmlElement
from trafilatura import load_html
from trafilatura.metadata import (
    examine_meta,
    extract_author,
    extract_meta_json,
    extract_sitename,
    extract_title,
    extract_url,
)
from trafilatura.settings import Document
from trafilatura.utils import HTML_PARSER

from knowledge.errors import TooLargeArticle, UnreadableArticle
from knowledge.ingest import boilerplate, corrections, richtext, sections
from knowledge.ingest.blocks import CELL_SEPARATOR, Block, body_of
from knowledge.ingest.bylines import byline, name_in, person
from knowledge.ingest.date_lines import date_line, dateline, is_labelled
from knowledge.ingest.formats import extraction
from knowledge.ingest.given_names import names_person
from knowledge.ingest.names import is_full_name, is_name, is_outlet, is_section
from knowledge.ingest.news_header import Lead, split_lead
from knowledge.ingest.stylesheets import mark_by_looks
from knowledge.models import Article
from knowledge.text import language, normalize
from knowledge.text.dates import MAX_DATE_CHARS, DateHints, day_of, parse_date, shows_day_first
from knowledge.text.publishers import is_known, zone_of

MAX_SCRIPTS = 20
MAX_SCRIPT_CHARS = 1_000_000
MAX_NODES = 2_000
MAX_AUTHORS = 30

_ARTICLE = regex.compile(
    r"(?:\w*Article|\w*(?:Blog)?Posting|Report|Recipe|Review|QAPage|FAQPage|TechArticle|NewsReport)"
)
_PAGE = frozenset({"WebPage", "ItemPage"})
_ARTICLE_KEYS = frozenset({"datePublished", "datePosted", "headline"})
# Where the script is no valid JSON, which is common, the day can still be read from it.
_PUBLISHED = regex.compile(r'"datePublished"\s*:\s*"((?:[^"\\]|\\.){4,80})"')


@dataclass(frozen=True, slots=True)
class LinkedArticle:
    """The facts of an article, each empty where the page does not give it."""

    headline: str = ""
    published: str = ""
    modified: str = ""
    corrections: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    publisher: str = ""
    url: str = ""
    rank: int = 9
    """0 for an article by its type, 1 for the page, higher for what only has a day."""


_LINKED_DATA = XPath('//script[@type="application/ld+json"]')


def linked_article(tree: _Element, title: str) -> LinkedArticle:
    """Return what the page's scripts say about its own article: the one whose headline is the title, else the first."""
    found: list[LinkedArticle] = []
    for script in _LINKED_DATA(tree)[:MAX_SCRIPTS]:
        found += _articles((script.text or "")[:MAX_SCRIPT_CHARS])
    wanted = title.casefold()
    return min(
        found,
        key=lambda each: (each.rank, not each.headline or each.headline.casefold() not in wanted, not each.published),
        default=LinkedArticle(),
    )


_AROUND_SCRIPT = regex.compile(
    r"\A\s*+(?:<!--|(?://|/\*)?\s*+<!\[CDATA\[(?:\s*+\*/)?)|(?:-->|(?://|/\*)?[ \t]*+\]\]>(?:\s*+\*/)?|;)\s*+\Z"
)
"""What some programs put around a script for readers of long ago."""


def _articles(script: str) -> list[LinkedArticle]:
    try:
        nodes = list(_nodes(json.loads(_AROUND_SCRIPT.sub("", script), strict=False)))
    except (ValueError, RecursionError):
        day = _PUBLISHED.search(script)
        return [LinkedArticle(published=day[1], rank=2)] if day else []
    names = {str(node["@id"]): node for node in nodes if isinstance(node.get("@id"), str) and node.get("name")}
    return [_article(node, names) for node in nodes if _ARTICLE_KEYS & node.keys()]


def _nodes(value: object) -> Iterator[dict[str, object]]:
    """Yield the objects of a script, at most MAX_NODES; those in a list of other stories are left out."""
    waiting, seen = [value], 0
    while waiting and seen < MAX_NODES:
        node = waiting.pop(0)
        seen += 1
        if isinstance(node, list):
            waiting += node[:MAX_NODES]
        elif isinstance(node, dict):
            yield node
            waiting += [
                each for key, each in node.items() if key not in ("itemListElement", "comment", "mentions", "hasPart")
            ]


def _article(node: dict[str, object], names: dict[str, dict[str, object]]) -> LinkedArticle:
    kind = node.get("@type")
    kinds = [str(each) for each in kind] if isinstance(kind, list) else [str(kind)]
    rank = 0 if any(_ARTICLE.fullmatch(each) for each in kinds) else 1 if _PAGE & set(kinds) else 2
    return LinkedArticle(
        headline=_text(node.get("headline") or (node.get("name") if rank == 0 else "")),
        published=_text(node.get("datePublished") or node.get("datePosted")),
        modified=_text(node.get("dateModified")),
        corrections=tuple(_corrections(node.get("correction")))[:MAX_AUTHORS],
        keywords=tuple(_keywords(node.get("keywords")))[:MAX_AUTHORS],
        authors=tuple(_names(node.get("author"), names))[:MAX_AUTHORS],
        publisher=next(iter(_names(node.get("publisher"), names)), ""),
        url=next(filter(None, map(_address, (node.get("mainEntityOfPage"), node.get("url")))), ""),
        rank=rank,
    )


def _address(value: object) -> str:
    found = value.get("@id") or value.get("url") if isinstance(value, dict) else value
    return normalize.web_link(found) if isinstance(found, str) else ""


def _text(value: object) -> str:
    return normalize.one_line(value, normalize.MAX_TITLE_CHARS) if isinstance(value, str) else ""


def _corrections(value: object) -> Iterator[str]:
    """Yield the corrections: texts, or schema.org's CorrectionComment."""
    for each in (value if isinstance(value, list) else [value])[:MAX_AUTHORS]:
        text = each.get("text") or each.get("name") if isinstance(each, dict) else each
        # An address leads to a page about corrections.
        if isinstance(text, str) and not text.startswith("http") and text.strip():
            yield normalize.one_line(text, _MAX_CORRECTION_CHARS)


_MAX_CORRECTION_CHARS = 1_000


def _keywords(value: object) -> Iterator[str]:
    for each in value[:MAX_AUTHORS] if isinstance(value, list) else str(value or "").split(","):
        if isinstance(each, str) and (word := normalize.one_line(each, normalize.MAX_NAME)):
            yield word


def _names(value: object, names: dict[str, dict[str, object]]) -> Iterator[str]:
    for each in (value if isinstance(value, list) else [value])[:MAX_AUTHORS]:
        node = names.get(str(each.get("@id")), each) if isinstance(each, dict) and not each.get("name") else each
        if isinstance(node, dict) and isinstance(node.get("name"), list):
            yield from _names(node["name"], {})
        elif isinstance(node, dict) and not node.get("name"):
            yield from filter(None, [f"{_text(node.get('givenName'))} {_text(node.get('familyName'))}".strip()])
        elif name := _text(node.get("name") if isinstance(node, dict) else node):
            yield name


_MAX_ELEMENTS = 30_000
MAX_LARGE_ELEMENTS = 400_000
"""Most elements of a page that is split by its headings."""
MAX_HEAD_CHARS = 200_000
"""How much of such a page is read for what it says about itself."""
MAX_AROUND = 1_000_000
"""Most elements that are around others of a page, counted for each of those: trafilatura asks for all of them."""
MAX_TAG_ATTRIBUTES = 1_000
"""Most attributes of one tag: the parser compares each with all before it."""
_MAX_LEAD_BLOCKS = 8
"""Blocks above the text that may give its author and day."""
MAX_DATED_TEXTS = 30
"""Pieces of text of an element that may be a day."""
MAX_ASIDE_SHARE = 0.5
"""Most of a page's text that is in a part beside the article, whatever its name."""
MAX_NEAR_ELEMENTS = 400
"""Elements around the headline in which a date is looked for."""
MAX_HEADLINE_PARTS = 3
"""Elements in a row that is a headline, though no heading, from which it is more than one."""
MAX_CLOSE_ELEMENTS = 12
"""Elements around the headline of a letter in which a row that is nothing but a date is the letter's."""
MAX_TAGS = 30
"""Most tags of a page that are kept as keywords, and most names in it that are compared with its authors."""

_ASIDE = regex.compile(
    r"(?:^|[\s_-])(?:comments?|disqus|respond|replies|sidebar|side|aside|related|recommend(?:ed|ations)?|teasers?|"
    r"promo|more|"
    r"popular|trending|newsletter|cookie|footer|widget|most-?read|latest)(?:$|[\s_-])",
    regex.IGNORECASE,
)
_OWN_FOOT = regex.compile(r"(?:post|entry|article|story|node)_?[_-](?:footer|meta|info|submitted)", regex.IGNORECASE)
"""Names of what is below many stories, or above, with their author and day."""
_DATED = regex.compile(
    r"date|data\b|time|publi|posted|submitted|byline|meta|stand|datum|fecha|tarih|julkais|info|author|header|tid\b",
    regex.IGNORECASE,
)
_NAMED = "concat('|', translate(@name, 'ACDEIMRSTU', 'acdeimrstu'), '|')"
"""The name of a meta element in small letters, to be looked for in a list."""
_METAS = tuple(
    map(
        XPath,
        (
            '//meta[@property="article:published_time" or @name="article:published_time"]/@content',
            '//meta[@property="og:article:published_time" or @property="og:published_time"]/@content',
            '//meta[@itemprop="datePublished"]/@content',
            f"//meta[contains('|dc.date.issued|dcterms.issued|dc.date|dcterms.date|dcterms.created|dc.date.created|"
            f"citation_publication_date|citation_date|parsely-pub-date|sailthru.date|', {_NAMED})]/@content",
            '//meta[@name="date" or @name="pubdate" or @name="publishdate" or @name="publish-date"]/@content',
        ),
    )
)
_MODIFIED = XPath(
    '//meta[@property="article:modified_time" or @property="og:updated_time" or @itemprop="dateModified"]/@content'
    f" | //meta[contains('|dcterms.modified|dc.date.modified|last-modified|lastmod|', {_NAMED})]/@content"
)
_DATED_MARKS = XPath(
    'descendant-or-self::*[@*][@itemprop="datePublished" or @pubdate or (self::abbr and @class="published")]'
)
_NAMED_TITLE = XPath('//meta[@property="og:title"]/@content')
_SITE_NAME = XPath('//meta[@property="og:site_name"]/@content')
_MARKED_PUBLISHER = XPath('//*[@itemprop="publisher"]//*[@itemprop="name"]/@content')
_OUTLETS = XPath('//meta[@property="og:article:author"]/@content')
# What is below many elements takes XPath the square of their number.
_AUTHORS = XPath(
    '//meta[@name="author" or @name="byl" or @property="article:author"]/@content'
    ' | (descendant-or-self::*[@*][@rel="author" or @itemprop="author" or @itemprop="name"])[position() <= 300]'
    "//text()",
    smart_strings=False,
)
_NAMED_AUTHORS = XPath('//meta[@name="author" or @name="DC.creator" or @name="dc.creator"]/@content')
_LISTED_AUTHORS = XPath(f"//meta[contains('|citation_author|dc.creator|dcterms.creator|', {_NAMED})]/@content")
_MARKED_AUTHORS = XPath(
    '(descendant-or-self::*[@itemprop="author"])[position() <= 300]//*[@itemprop="name"]'
    ' | descendant-or-self::*[@rel="author"]'
)
_SECTIONS = XPath('//meta[@property="article:section"]/@content', smart_strings=False)
_CONTENTS = XPath("//meta/@content", smart_strings=False)
_ARTICLE_TAGS = XPath('//meta[@property="article:tag"]/@content')
_OWN_ADDRESS = XPath('//link[@rel="canonical"]/@href | //meta[@property="og:url"]/@content')
_AUTHOR_PAGE = regex.compile(
    r"/(?:authors?|autor(?:es)?|autore|auteurs?|autoren|tac-gia|by|people|profiles?|journalists?|staff|redakt\w+|yazar(?:lar)?)/",
    regex.IGNORECASE,
)
"""Where the link of an author leads."""
_URL_DAY = regex.compile(r"/((?:19|20)\d\d)[/-](\d{1,2})[/-](\d{1,2})(?:/|-|$)")
_NO_PART = regex.compile(r"\W+|\b(?:the|www|com|org|net|co|uk|de)\b")
"""What the names of one site differ in."""
_SITE_PART = regex.compile(r"\s+(?:[|–—·»«•-]+|::+|/)\s+|\s*[|»«]\s*")
_UNREAD = regex.compile(r"\(\d{1,3}\+?\)\s+")
"""How many messages wait, before the headline in the tab."""
# Where a language is spoken on one clock; a moment in UTC is told by it.
_LANGUAGE_ZONES = {
    "ko": "Asia/Seoul", "ja": "Asia/Tokyo", "th": "Asia/Bangkok", "vi": "Asia/Ho_Chi_Minh", "de": "Europe/Berlin",
    "pl": "Europe/Warsaw", "cs": "Europe/Prague", "fi": "Europe/Helsinki", "tr": "Europe/Istanbul", "it": "Europe/Rome",
    "sv": "Europe/Stockholm", "da": "Europe/Copenhagen", "nb": "Europe/Oslo", "no": "Europe/Oslo",
    "el": "Europe/Athens",
    "en-gb": "Europe/London", "en-ie": "Europe/Dublin", "en-nz": "Pacific/Auckland", "en-in": "Asia/Kolkata",
    "fr-fr": "Europe/Paris", "es-es": "Europe/Madrid", "nl-nl": "Europe/Amsterdam", "zh-tw": "Asia/Taipei",
    "zh-cn": "Asia/Shanghai", "zh-hk": "Asia/Hong_Kong",
}  # fmt: skip


def read_html(page: str, address: str = "") -> Article:
    """Read a web page.

    Args:
        page: the HTML.
        address: where it was found, for a page that does not say so.

    Raises:
        UnreadableArticle: there is no article on it; TooLargeArticle where it is too large for one.
    """
    if _WRITTEN_BY.search(page, 0, MAX_HEAD_CHARS):
        return replace(_read_document(page), url=normalize.web_link(address))
    tree = _tree(page)
    own = _own(tree)
    facts = _facts(own)
    linked = linked_article(tree, facts.title or "")
    publisher = _publisher(own, facts, linked)
    title = _title(own, facts, linked, publisher)
    publisher = "" if publisher == title else publisher
    if not publisher or publisher == _host(facts.url or ""):
        publisher = _site_in_tab(tree, title) or _site_at_home(tree, title) or publisher
    at_foot = _corrections_at_foot(tree)
    found = _found(tree, page, title)
    texts = [each.text for each in found]
    spoken = _language(own, texts)
    hints = _hints(own, spoken, publisher, texts)
    lead, blocks = split_lead(found, _is_past_lead, hints)
    kept, corrected = corrections.split_corrections(_kept(blocks))
    while len(kept) > 1 and kept[-1].kind == "text" and parse_date(kept[-1].text, hints):
        kept.pop()  # The day of a story beside it.
    signed = _signature(kept)
    name = _byline(own, facts.author, linked, publisher)
    name = name or ("" if lead.byline == publisher else lead.byline)
    looked_for = "" if name else _looked_for_author(own)
    name = name or (looked_for and _byline(own, looked_for, LinkedArticle(), publisher)) or signed
    is_signed = bool(name) and len(kept) > 1 and kept[-1].kind == "text" and name in (signed, name_in(kept[-1].text))
    body = body_of(kept[:-1] if is_signed else kept, title)
    if sum(map(len, body.paragraphs)) < MAX_NOTICE_CHARS and _NOTICE.fullmatch(title):
        raise extraction.no_article()
    marked = _marked_day(own, linked, hints)
    published = _as_shown(marked, lead.published_at) or lead.published_at
    if not (name and published) or (published is marked and _is_utc(published)):
        near = _near_headline(own, title, hints)
        name, published = name or near.byline, _as_shown(published, near.published_at) or near.published_at
        lead = lead.with_more(near)
    credit = dateline(body.paragraphs[0], hints)
    name, published = name or credit.agency, published or _in_address(own) or credit.day
    return Article(
        title=title or normalize.derived_title(body.paragraphs),
        paragraphs=body.paragraphs,
        headings=body.headings,
        publisher=publisher,
        byline=name,
        published_at=published,
        modified_at=_modified(own, linked, published, hints) or lead.modified_at,
        keywords=linked.keywords or _tags(own),
        corrections=tuple(dict.fromkeys((*linked.corrections, *corrected, *at_foot)))[: corrections.MAX_CORRECTIONS],
        language=spoken,
        url=next(filter(None, _addresses(own, facts.url or "", address)), linked.url * (linked.rank < 2)),
    )


def _found(tree: _Element, page: str, title: str) -> list[Block]:
    """Return the blocks below the headline; of a page of nothing but comments these, as it is a thread."""
    found = list(_below_title(extraction.text_blocks(tree), title))
    if any(block.kind != "heading" for block in found) or "comment" not in page.lower():
        return found
    tree = _tree(page)
    extraction.take_comments_for_posts(tree)
    return list(_below_title(extraction.text_blocks(tree), title))


MAX_NOTICE_CHARS = 400
_NOTICE = regex.compile(
    r"(?:error )?(?:403|404|410|429|50[0-4])(?:\W{1,3}(?:(?:page )?not found|forbidden|error|gone|bad).{0,40})?|"
    r".{0,20}\b(?:page|seite|página|pagina) (?:not found|introuvable|nicht gefunden|no encontrada|non trovata|"
    r"não encontrada).{0,40}|access denied|just a moment\W*|forbidden|attention required.{0,40}|"
    r"(?:log|sign) ?in(?: to .{1,40})?|anmelden|einloggen|connexion|iniciar sesión|"
    r"are you (?:a )?(?:human|robot)\W*|(?:security|robot) (?:check|verification)|verify you are human|"
    r"service unavailable|before you continue.{0,40}|we value your privacy|cookie (?:settings|consent)",
    regex.IGNORECASE,
)
"""What a page is called that a site shows in place of the article."""


def _corrections_at_foot(tree: _Element) -> list[str]:
    """Return the corrections in the footer of the story, which is no text of it otherwise."""
    if tree.find(".//footer") is None:
        return []
    rows = (normalize.one_line(extraction.element_text(row), _MAX_CORRECTION_CHARS) for row in _FOOT_ROWS(tree))
    return [row for row in islice(rows, _MAX_LEAD_BLOCKS) if corrections.is_correction(row)]


_FOOT_ROWS = XPath("//*[self::article or self::main]//footer//p")


def _addresses(tree: _Element, named: str, address: str) -> Iterator[str]:
    """Yield where a page is: as it says, also as a part of another address, and where it was found."""
    yield normalize.web_link(named)
    base = next((str(each.get("href") or "") for each in tree.iter("base")), "") or address
    for own in _OWN_ADDRESS(tree)[:1]:
        with suppress(ValueError):
            yield normalize.web_link(urljoin(base, str(own)))
    yield normalize.web_link(address)


def read_fragment(source: str) -> Article:
    """Read a part of a page, all of which is text.

    Raises:
        UnreadableArticle: there is no text in it, or too much.
    """
    return _of_blocks(richtext.html_blocks(source, _MAX_ELEMENTS))


def _of_blocks(found: Iterable[Block], title: str = "", author: str = "") -> Article:
    """Return the article of blocks that are all text; its title is above them where none is given."""
    blocks = list(_kept(found))
    heading = title or next((block.text for block in blocks[:1] if block.kind == "heading"), "")
    title = normalize.one_line(heading, normalize.MAX_TITLE_CHARS)
    spoken = language.detect(" ".join(block.text for block in blocks)[: language.SAMPLE_CHARS])
    lead, rest = split_lead([block for block in blocks if block.text != heading], _is_past_lead, DateHints(spoken))
    kept, corrected = corrections.split_corrections(rest)
    body = body_of(kept, title)
    return Article(
        title=title or normalize.derived_title(body.paragraphs),
        paragraphs=body.paragraphs,
        headings=body.headings,
        byline=lead.byline or author,
        published_at=lead.published_at,
        modified_at=lead.modified_at,
        corrections=corrected,
        language=spoken,
    )


_WRITTEN_BY = regex.compile(
    r"<meta\b[^<>]{0,100}\bcontent=[\"']?(?:microsoft (?:word|onenote)|(?:libre|open)office|pandoc|cocoa html writer)"
    r"|<body\b[^<>]{0,300}\bdoc-content\b",
    regex.IGNORECASE,
)
"""What word processors say of themselves in the pages that they write; Google Docs names the body of its own so."""


def _read_document(page: str) -> Article:
    """Read the page that a word processor made of a document, all of which is text."""
    if _has_crowded_tag(page):
        raise _too_large()
    tree = richtext.html_tree(page, _MAX_ELEMENTS)
    richtext.drop(_MARKS_IN_DOCUMENTS(tree))
    richtext.drop(richtext.NOTE_LINKS(tree))
    _rebuild_lists(tree)
    mark_by_looks(tree, "\n".join(each.text or "" for each in tree.iter("style")), headings=False)
    for row in tree.iter("p") if next(tree.iter("h2", "h3", "h4", "h5", "h6"), None) is None else ():
        text = _shown(row)
        if richtext.is_bold([row]) and _heads(text) and row.getparent().tag not in ("td", "th", "li"):
            row.tag = "h3"
    in_tab = normalize.one_line(tree.findtext(".//title") or "", normalize.MAX_TITLE_CHARS)
    title = next(filter(None, map(_shown, _TITLES_OF_DOCUMENTS(tree))), "") or _NO_TITLE.sub("", in_tab)
    named = next((str(name) for name in _NAMED_AUTHORS(tree)), "")
    body = next(tree.iter("body"), tree)
    return _of_blocks(richtext.element_blocks(body, keep_lines=False), title, person(named))


def _heads(text: str) -> bool:
    """Tell a few bold words that head what is below them."""
    is_short = 0 < len(text) <= extraction.MAX_BOLD_CHARS and text[-1] not in ".,:;!"
    return is_short and not (byline(text) or date_line(text))


_MARKS_IN_DOCUMENTS = XPath(
    "//a[starts-with(@href, '#_ftn') or starts-with(@href, '#_edn') or starts-with(@href, '#ftnt')"
    " or starts-with(@href, '#cmnt')][not(ancestor::sup)]"
    " | //sup[a[starts-with(@href, '#ftnt') or starts-with(@href, '#cmnt')]] | //div[p/a[starts-with(@id, 'cmnt')]]"
    " | //a[contains(@class, 'sdfootnote')]"
)
"""What leads to a note and back, and what people noted beside a text."""
_TITLES_OF_DOCUMENTS = XPath(
    "//*[self::p or self::h1][contains(concat(' ', @class, ' '), ' title ') or contains(@class, 'MsoTitle')]"
)
_NO_TITLE = regex.compile(
    r"-? ?no title specified|untitled.*|(?:microsoft word - ).*|.*\.(?:docx?|odt|rtf|html?)|.*[\u0000-\u001f].*",
    regex.I,
)
_LISTED = XPath("//p[starts-with(@class, 'MsoList')]")
_LIST_MARK = regex.compile(r"[\s\xa0]*(?:[·•o§▪\uf0b7\uf0a7–-]|\(?\w{1,4}[.)])[\s\xa0]*")


def _rebuild_lists(tree: _Element) -> None:
    """Make lists of what Word shows as items, and one of the parts of a list that Google Docs writes for each depth."""
    for item in _LISTED(tree):
        mark = next((child for child in item if isinstance(child.tag, str)), None)
        if mark is None or (item.text or "").strip() or not _LIST_MARK.fullmatch(extraction.element_text(mark)):
            continue
        richtext.drop([mark])
        before = item.getprevious()
        if before is None or before.tag != "ul" or before.get("class") != "MsoList":
            before = item.makeelement("ul", {"class": "MsoList"})
            item.addprevious(before)
        item.tag = "li"
        before.append(item)
    for part in [*tree.iter("ul", "ol")]:
        before = part.getprevious()
        own = _KIX.search(part.get("class") or "")
        same = _KIX.search(before.get("class") or "") if own and before is not None else None
        if before is not None and own and same and own[0] == same[0]:
            before.extend(part)
            richtext.drop([part])


_KIX = regex.compile(r"lst-kix_\w+(?=-\d)")


def _below_title(blocks: Iterable[Block], title: str) -> Iterator[Block]:
    """Yield the blocks without the headline, also where author and day are on the same row."""
    name = _plain(title)
    for place, block in enumerate(blocks):
        if block.kind != "heading" and block.text == title:
            continue
        if block.kind == "heading" and block.level == 1 and name and _plain(block.text).endswith(name):
            yield block._replace(text=title)  # The name of a section can stand in the same heading.
            continue
        is_row = place < _MAX_LEAD_BLOCKS and bool(title) and block.kind == "text"
        after = block.text.removeprefix(f"{title} ") if is_row else block.text
        is_row = is_row and len(after) < MAX_DATE_CHARS and after != block.text
        yield block._replace(text=after) if is_row and date_line(after) else block


def split_html(page: str, name: str) -> Iterator[Article | UnreadableArticle]:
    """Yield the articles of a page that is too large for one: all that is below each of its headings.

    Raises:
        UnreadableArticle: it has no headings to split it by, or is too large all the same.
    """
    if _has_crowded_tag(page):
        raise _too_large()
    headings = sum(1 for _ in islice(_HEADING_TAG.finditer(page), sections.MAX_HEADINGS + 1))
    if headings > sections.MAX_HEADINGS:
        raise sections.too_many()
    if not headings:
        raise sections.no_headings()
    found = richtext.html_blocks(page, MAX_LARGE_ELEMENTS)
    if all(block.kind != "heading" for block in found[1:]):
        raise sections.no_headings()
    blocks = list(_kept(found))
    try:
        whole = read_html(page[:MAX_HEAD_CHARS])
    except UnreadableArticle:
        whole = Article(title=normalize.one_line(PurePath(name).stem, normalize.MAX_TITLE_CHARS), paragraphs=())
    yield from sections.split_blocks(blocks, whole, name)


_HEADING_TAG = re.compile(r"<(?:h[1-6]|summary)\b", re.IGNORECASE)


def _tree(page: str) -> _Element:
    """Return the page's tree; a page too large or too deep for one article is refused, as it would take minutes."""
    if _has_crowded_tag(page) or _ends_too_many(page):
        raise _too_large()
    HTML_PARSER.set_element_class_lookup(_CLASSES)
    tree = load_html(normalize.raised(page))
    if tree is None:
        raise extraction.no_article()
    depths = richtext.depths_of(tree)
    elements, around = len(depths) * richtext.DEPTHS_EACH, sum(depths) * richtext.DEPTHS_EACH
    if elements > _MAX_ELEMENTS or max(depths) > richtext.MAX_DEPTH or around > MAX_AROUND:
        raise _too_large()
    if len(tree.findall(".//p")) > normalize.MAX_PARAGRAPHS:
        raise _too_large()  # It would be once it is read.
    if "noteref" in page or "footnote-" in page:
        richtext.drop(richtext.NOTE_LINKS(tree))
    richtext.retag_tables(tree, page)
    richtext.refuse_wide_tables(tree)
    extraction.prepare(tree)
    return tree


_CLASSES = ElementDefaultClassLookup(element=HtmlElement)
"""One class for all elements: else a function of Python is asked for that of each, a fifth of the time of a page."""
_TAG = regex.compile(r"""<[A-Za-z](?:[^>"'=]++|=\s*+(?:"[^"]*+"|'[^']*+')?+|["'])*+""")
_QUOTED = regex.compile(r"""=\s*+(?:"[^"]*+"|'[^']*+')""")


def _has_crowded_tag(page: str) -> bool:
    """Tell whether a tag has more attributes than MAX_TAG_ATTRIBUTES."""
    if max(map(len, page.split(">"))) < 2 * MAX_TAG_ATTRIBUTES:
        return False
    tags = (tag for tag in _TAG.findall(page) if len(tag) >= 2 * MAX_TAG_ATTRIBUTES)
    return any(len(_QUOTED.sub(" ", tag).split()) > MAX_TAG_ATTRIBUTES for tag in tags)


def _ends_too_many(page: str) -> bool:
    """Tell from the tags that end elements, without parsing, a page that has twice as many as are read."""
    most = 2 * _MAX_ELEMENTS
    return page.count("</") > most and _UNPARSED.sub("", page).count("</") > most


_UNPARSED = re.compile(r"<!--.*?(?:-->|\Z)|<script\b.*?(?:</script|\Z)", re.DOTALL | re.IGNORECASE)


def _too_large() -> TooLargeArticle:
    return TooLargeArticle("this page is too large or too deeply nested; save the article's text as .txt and add that.")


def _own(tree: _Element) -> _Element:
    """Return the page without its comments, sidebars and teasers, whose authors and days are not the article's."""
    own = deepcopy(tree)
    headline = next(own.iter("h1"), None)
    above = set() if headline is None else set(headline.iterancestors())
    most = 0.0
    for element in list(own.iter("aside", "footer", "nav", "div", "section", "ul", "ol")):
        is_aside, is_own = _kinds_of(extraction.names_of(element))
        is_aside = is_aside or element.tag in ("aside", "footer", "nav")
        if not is_aside or is_own or element in above or element.getparent() is None:
            continue
        most = most or _count_text(own) * MAX_ASIDE_SHARE
        if _count_text(element) < most:
            element.drop_tree() if hasattr(element, "drop_tree") else element.getparent().remove(element)
    return own


def _count_text(element: _Element) -> int:
    return len("".join(element.itertext("p", "div", "td", "li", "a", "span")))


@lru_cache(extraction.MAX_NAMES)
def _kinds_of(names: str) -> tuple[bool, bool]:
    """Tell whether names are those of a part beside the article, and of the article's own foot."""
    return bool(_ASIDE.search(names)), bool(_OWN_FOOT.search(names))


def _facts(tree: _Element) -> Document:
    """Return title, author, site and address as trafilatura finds them, without its search for days and tags."""
    try:
        facts = examine_meta(tree)
        if " " not in (facts.author or ""):
            facts.author = None
        with suppress(*extraction.FAULTS):
            facts = extract_meta_json(tree, facts)
        facts.title = facts.title or extract_title(tree)
        facts.url = facts.url or extract_url(tree)
        facts.sitename = (facts.sitename or extract_sitename(tree) or "").lstrip("@") or _host(facts.url or "")
        facts.clean_and_trim()
    except extraction.FAULTS as error:
        raise extraction.no_article() from error
    return facts


def _host(address: str) -> str:
    try:
        return (urlsplit(address).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def _kept(blocks: Iterable[Block]) -> Iterator[Block]:
    """Yield the blocks that are text, without boilerplate and without lists of other stories."""
    left, in_text = 0, False
    for block in blocks:
        in_text = in_text or (block.kind == "text" and boilerplate.is_prose(block.text))
        if in_text and block.kind == "heading" and boilerplate.begins_comments(block.text):
            return
        if block.kind in ("heading", "text") and boilerplate.is_list_heading(block.text):
            left = boilerplate.MAX_LISTED_ROWS
        elif left and block.kind != "heading" and (block.kind == "list" or not boilerplate.is_prose(block.text)):
            left -= 1
        else:
            left = 0
            is_one = block.kind in ("text", "list") or (block.kind == "row" and CELL_SEPARATOR not in block.text)
            if not is_one or not all(map(boilerplate.is_boilerplate, block.text.split("\n"))):
                yield block


def _is_past_lead(place: int, block: Block) -> bool:
    return place >= _MAX_LEAD_BLOCKS or boilerplate.is_prose(block.text)


def _publisher(tree: _Element, facts: Document, linked: LinkedArticle) -> str:
    # The library writes a name's first letter large.
    written = next(iter(_SITE_NAME(tree)), "")
    name = facts.sitename or linked.publisher
    name = name or next(map(str, _MARKED_PUBLISHER(tree)), "") or _outlets(tree)[0]
    return normalize.one_line(str(written) if _plain(str(written)) == _plain(name) else name, normalize.MAX_NAME)


_COPYRIGHT = regex.compile(r"©|\(c\)|copyright", regex.IGNORECASE)
MAX_COPYRIGHT_CHARS = 200
MAX_HOMES = 100
"""Most links to the site's first page whose words can be its name."""
MAX_SITE_CHARS = 40
"""Longest name of a site, in characters, that is told by its place after the headline."""


def _site_in_tab(tree: _Element, title: str) -> str:
    """Return the name of the site beside the headline in the page's tab, as sure as the page makes it."""
    in_tab = normalize.one_line(tree.findtext(".//title") or "", normalize.MAX_TITLE_CHARS)
    head, *between = _SITE_PART.split(in_tab)
    name = between[-1] if between else ""
    is_headline = bool(title) and (_plain(title) in _plain(in_tab) or _plain(head) in _plain(title))
    if not is_headline or _plain(name) == _plain(title):
        return ""
    if _plain(head) == _plain(title) and 0 < len(name) <= MAX_SITE_CHARS and not is_section(name):
        return name
    site = _plain(name)
    homes = (
        each for each in tree.iter("a") if (each.get("href") or "/").partition("?")[0] in ("/", "./", "index.html")
    )
    marks = (*map(_shown, homes), *(each.get("alt") or "" for each in tree.iter("img")))
    if not site or any(_plain(mark) == site for mark in marks):
        return name if site else ""
    return name if any(site in _plain(row) for row in _rights(tree)) else ""


def _site_at_home(tree: _Element, title: str) -> str:
    """Return the name that leads to the site's first page, where it is a heading, is in the tab, or owns the rights."""
    in_tab = normalize.one_line(tree.findtext(".//title") or "", normalize.MAX_TITLE_CHARS)
    homes = (link for link in tree.iter("a") if extraction.HOME.fullmatch(str(link.get("href") or "/x")))
    names = dict.fromkeys(map(_shown, islice(homes, MAX_HOMES)))
    rights = list(map(_plain, _rights(tree))) if names else []
    for name in names:
        if not 2 < len(name) <= MAX_SITE_CHARS or _plain(name) == _plain(title):
            continue
        if in_tab.startswith(f"{name}: ") or any(_plain(name) in row for row in rights):
            return name
    return ""


def _rights(tree: _Element) -> Iterator[str]:
    """Yield the rows that say who owns the page."""
    rows = (str(text) for text in tree.itertext() if len(str(text)) < MAX_COPYRIGHT_CHARS)
    return (row for row in rows if _COPYRIGHT.search(row))


def _outlets(tree: _Element) -> list[str]:
    """Return the paper and the portal that Korean portals give as an author: "The Sea Daily | Portal"."""
    shown = _OUTLETS(tree)
    return [part.strip() for part in str(shown[0] if shown else "").split("|")]


def _title(tree: _Element, facts: Document, linked: LinkedArticle, publisher: str) -> str:
    """Return the headline without the name of the site or of its section."""
    site = _plain(publisher)
    headings = {_plain(text): text for each in tree.iter("h4", "h3", "h2", "h1") if (text := _shown(each))}
    if tree.find(".//h1") is None:
        headings |= {_plain(text): text for each in _shown_large(tree) if (text := _shown(each))}
    in_tab = _UNREAD.sub("", normalize.one_line(tree.findtext(".//title") or "", normalize.MAX_TITLE_CHARS), count=1)
    parts = _SITE_PART.split(in_tab.removeprefix(f"{publisher}: ") if publisher else in_tab)
    parts += in_tab.partition(": ")[2:]
    matched = [headings[_plain(part)] for part in parts if _plain(part) in headings and _plain(part) != site]
    if matched:
        # What the page puts on lines of its own can be glued.
        return next((part for part in parts if _is_glued(matched[0], part)), matched[0])
    if below_kicker := [part for part in parts if _plain(part) and _plain(part) in _parts_of_headings(tree)]:
        return max(below_kicker, key=len)
    if not in_tab and (styled := next(filter(None, map(_shown, _STYLED_TITLE(tree))), "")):
        return styled
    title = normalize.one_line(linked.headline or facts.title or "", normalize.MAX_TITLE_CHARS)
    for heading in filter(None, map(_shown, tree.iter("h1"))):
        if _plain(heading) in _plain(title) and len(heading) * 5 > len(title) * 2:
            return heading
    if site and not linked.headline and not _NAMED_TITLE(tree) and _plain(title) in _plain(in_tab):
        title = in_tab  # The library takes what is before the first dash.
    title = _without_site(in_tab if site and _plain(title) == site else _UNREAD.sub("", title), publisher)
    return title or next(filter(None, map(_shown, tree.iter("h1"))), "")


def _is_glued(text: str, written: str) -> bool:
    return len(text.split()) < len(written.split()) and _plain(text) == _plain(written)


def _parts_of_headings(tree: _Element) -> frozenset[str]:
    """Return the last of the parts of each heading that is of nothing else, as that below the name of a section."""
    parted = (each for each in tree.iter("h1", "h2") if len(each) > 1 and not (each.text or "").strip())
    return frozenset(_plain(_shown(each[-1])) for each in parted if not (each[-1].tail or "").strip())


_STYLED_TITLE = XPath("descendant::p[contains(concat(' ', @class, ' '), ' title ')]")
"""How word processors write a document's title, beside headings of the first level for its parts."""


def _without_site(title: str, publisher: str) -> str:
    """Return a headline without the names of the site and of its section before or after it."""
    site = _plain(publisher)

    def is_site(part: str) -> bool:
        name = _plain(part)
        return not name or is_section(part.strip()) or (bool(site) and (name in site or site in name))

    title = title.removeprefix(f"{publisher}: ") if publisher else title
    while (marks := list(_SITE_PART.finditer(title))) and is_site(title[marks[-1].end() :]):
        title = title[: marks[-1].start()]
    while (mark := _SITE_PART.search(title)) and is_site(title[: mark.start()]):
        title = title[mark.end() :]
    return title


def _shown_large(tree: _Element) -> Iterator[_Element]:
    """Yield the first rows of a page without a first heading; in a letter one of them is its headline."""
    rows = (each for each in tree.iter("p", "div", "td", "font", "b", "strong") if (each.text or "").strip())
    return (each for each in islice(rows, _MAX_LEAD_BLOCKS) if len(each) == 0)


def _shown(heading: _Element) -> str:
    return normalize.one_line(extraction.element_text(heading), normalize.MAX_TITLE_CHARS)


def _shows(element: _Element, title: str) -> bool:
    """Tell whether an element is a title and nothing else; most hold not even its first word."""
    text = extraction.element_text(element)
    return (not text.isascii() or title.partition(" ")[0] in text) and _shown(element) == title


def _plain(name: str) -> str:
    return _NO_PART.sub("", name.casefold())


def _looked_for_author(tree: _Element) -> str:
    """Return the author as trafilatura finds one by the names of elements, which takes it a tenth of a page's time."""
    if not _MAY_NAME_AUTHOR.search("\n".join(_ELEMENT_NAMES(tree)).lower()) and tree.find(".//author") is None:
        return ""
    try:
        return extract_author(tree) or ""
    except extraction.FAULTS:
        return ""


_ELEMENT_NAMES = XPath(
    "descendant-or-self::*/@*[name() = 'class' or name() = 'id' or name() = 'itemprop' or name() = 'rel'"
    " or name() = 'data-component' or name() = 'data-testid']",
    smart_strings=False,
)
_MAY_NAME_AUTHOR = re.compile(
    r"author|byl|bbl|username|screenname|writer|-name|submitted-by|posted-by|zuozhe|bianji|xiaobian"
)
"""What is in the names, in small letters, of all elements in which trafilatura looks for an author."""


def _byline(tree: _Element, author: str | None, linked: LinkedArticle, publisher: str) -> str:
    written = {_plain(name): name for name in _AUTHORS(tree)[:MAX_TAGS]}
    # The library takes the dots out of initials, digits out of names, and writes the first letters of all names large.
    found = [
        name
        for name in (author.split(";") if author else ())
        if _plain(name) in written or _is_written(person(name), tree)
    ]
    if any(" " in name.strip() for name in found):  # From where somebody writes can stand beside the name.
        found = [name for name in found if " " in name.strip() or not name.isascii() or names_person(name)]
    outlets = {publisher, *_outlets(tree), *_SECTIONS(tree)}
    # Of "Ministry of Health" it keeps "Ministry", and of one word nothing.
    authors = map(str, _NAMED_AUTHORS(tree)[:MAX_TAGS])
    bodies = [name for name in authors if _PUBLIC_BODY.match(name) or (" " not in name and is_known(name))]
    listed = [_in_order(str(name)) for name in _LISTED_AUTHORS(tree)[:MAX_TAGS]]

    def joined(names: Iterable[str]) -> str:
        people = [person(written.get(_plain(name), name)) for name in names if name.strip() not in outlets]
        # Whom they write for can stand beside them.
        people = [name for name in people if not is_outlet(name)] or people
        return normalize.one_line(", ".join(dict.fromkeys(filter(None, people))), normalize.MAX_NAME)

    named = next(filter(None, map(joined, (linked.authors, listed, bodies or found))), "")
    return named or joined(map(_shown, _MARKED_AUTHORS(tree)[:MAX_TAGS]))


def _in_order(name: str) -> str:
    """Return a name as it is spoken: "Dahl, Ingrid" is how libraries sort it."""
    last, mark, first = name.partition(",")
    return f"{first.strip()} {last.strip()}" if mark and "," not in first and len(last.split()) < 3 else name


_PUBLIC_BODY = regex.compile(
    r"(?:[\w&’'-]+ ){0,4}(?:ministry|department|office|board|bureau|university|institute|council|bank|agency|"
    r"cent(?:er|re)|association|committee|society|museum|school|academy|college|union|federation|commission|foundation|library|"
    r"government) (?:of|for) \S",
    regex.IGNORECASE,
)


def _is_written(name: str, tree: _Element) -> bool:
    """Tell whether a page gives a name as it is, and not only as a part of a longer word."""
    wanted = name.strip().casefold()
    return any(_holds(text.casefold(), wanted) for text in chain(tree.itertext(), _CONTENTS(tree)))


def _holds(text: str, words: str) -> bool:
    """Tell whether words are in a text, and not only as a part of longer ones."""
    start = text.find(words)
    while start >= 0:
        around = text[max(start - 1, 0) : start] + text[start + len(words) :][:1]
        if not any(each.isalnum() or each == "_" for each in around):
            return True
        start = text.find(words, start + 1)
    return False


def _signature(blocks: Sequence[Block]) -> str:
    if len(blocks) < MIN_SIGNED_BLOCKS or blocks[-1].kind != "text" or not boilerplate.is_prose(blocks[-2].text):
        return ""
    row = blocks[-1].text
    return row if is_name(row) and 2 <= len(row.split()) <= MAX_SIGNATURE_WORDS and "," not in row else ""


MIN_SIGNED_BLOCKS, MAX_SIGNATURE_WORDS = 3, 4


def _hints(tree: _Element, spoken: str, publisher: str, paragraphs: Sequence[str]) -> DateHints:
    tag = str(tree.get("lang") or "").replace("_", "-")
    tag = tag if tag.partition("-")[0].lower() == spoken else spoken
    zone = zone_of(publisher)
    name = _LANGUAGE_ZONES.get(tag.lower()) or _LANGUAGE_ZONES.get(spoken)
    text = "\n".join(paragraphs)
    day_first = shows_day_first(text)
    if day_first is None and not spoken:
        # What has letters that English has not, or no word of English, puts the day first.
        is_foreign = language.cannot_be_english(text)
        tag = "" if is_foreign else next(iter(language.candidates(text)), "")
        day_first = is_foreign or (not tag and len(text) > extraction.MIN_CHARS) or None
    return DateHints(tag, zone or (ZoneInfo(name) if name else None), day_first)


def _marked_day(tree: _Element, linked: LinkedArticle, hints: DateHints) -> date | None:
    """Return when the article was published: by the first of its marks that gives a time, else the first with a day."""
    first: date | None = None
    seen: set[str] = set()
    for text in _marks(tree, linked):
        if text in seen:
            continue
        seen.add(text)
        day = parse_date(text, hints) if text else None
        if day and not _is_possible(day):
            continue
        if isinstance(day, datetime):
            return day
        first = first or day
    return first


def _is_utc(day: date | None) -> bool:
    return isinstance(day, datetime) and day.utcoffset() == timedelta()


def _as_shown(marked: date | None, shown: date | None) -> date | None:
    """Return when a page says for programs that it was published, by the publisher's clock where readers are told that.

    Programs write moments in UTC, which can be another day than where the publisher is.
    """
    if not isinstance(marked, datetime) or not _is_utc(marked) or shown is None or _is_utc(shown):
        return marked
    is_beside = (day_of(shown) - marked.date()).days == (-1 if marked.hour < MAX_BEHIND_UTC else 1)
    return shown if is_beside else marked


MAX_BEHIND_UTC = 12
"""Hours by which clocks can be behind UTC."""


def _is_possible(day: date) -> bool:
    """Tell a day of publication from what programs write that know none, and from a mistake for the future."""
    found = day_of(day)
    return found != _EPOCH and found <= date.today() + _MAX_AHEAD


_EPOCH = date(1970, 1, 1)
_MAX_AHEAD = timedelta(days=400)
"""How far ahead a page can be dated, as that of an event is."""


def _modified(tree: _Element, linked: LinkedArticle, published: date | None, hints: DateHints) -> date | None:
    """Return when the article last changed, where that is after its publication: drafts can be saved before."""
    days = (parse_date(text, hints) for text in (linked.modified, *map(str, _MODIFIED(tree)[:1])))
    found = next(filter(None, days), None)
    is_before = found is not None and published is not None and day_of(found) < day_of(published)
    return None if is_before or found == published else found


def _tags(tree: _Element) -> tuple[str, ...]:
    words = _ARTICLE_TAGS(tree)[:MAX_TAGS]
    return tuple(filter(None, (normalize.one_line(str(word), normalize.MAX_NAME) for word in words)))


def _marks(tree: _Element, linked: LinkedArticle) -> Iterator[str]:
    yield linked.published
    for path in _METAS:
        yield from map(str, path(tree)[:1])
    dated = _DATED_MARKS(tree)
    for name in ("datetime", "content", "title"):
        yield from islice(filter(None, (element.get(name) for element in dated)), 1)


def _near_headline(tree: _Element, title: str, hints: DateHints) -> Lead:
    """Return author and day beside the headline: in the smallest part of the page that holds them."""
    headings = [*tree.iter("h1", "h2", "h3", "h4"), *_shown_large(tree)]
    headline = next((each for each in headings if _shown(each) == title), next(tree.iter("h1"), None))
    if headline is None and title:
        rows = (each for each in tree.iter("p", "span", "div") if len(each) < MAX_HEADLINE_PARTS)
        headline = next((each for each in islice(rows, MAX_NEAR_ELEMENTS) if _shows(each, title)), None)
    is_letter = headline is not None and headline.tag not in richtext.LEVELS
    after = None if headline is None else headline.getnext()
    name, day, changed = "", None, None
    unlabelled = ""
    near = [] if headline is None else islice(_around(headline), MAX_NEAR_ELEMENTS)
    for seen, element in enumerate(near, start=1):
        if name and day:
            break
        text = _little_text(element)
        if not text or text == title:
            continue
        has_label = f" {text} " not in unlabelled and is_labelled(text)
        if not has_label and len(element):
            unlabelled = f" {text} "  # Nor is there a label in what is inside.
        is_close = (is_letter and seen < MAX_CLOSE_ELEMENTS) or element is after
        found = _lead_of(element, text, hints, is_close=is_close, has_label=has_label)
        # In German, where all nouns have a capital letter, a category would pass for a name.
        if found.published_at and not day and not found.byline and not hints.language.startswith("de"):
            name = name or _name_beside(element)
        name, day = name or found.byline, day or found.published_at
        changed = changed or found.modified_at
    return Lead(name, day, changed)


def _around(headline: _Element) -> Iterator[_Element]:
    """Yield the elements around the headline, those of its parent first, up to the article's own."""
    inner: _Element | None = None
    for part in headline.iterancestors():
        if part.tag not in ("article", "main") and len(part.findall(".//article")) > 1:
            return  # Beyond the article are other stories with days of their own.
        for child in part:
            yield from child.iter() if child is not inner else ()
        inner = part


def _little_text(element: _Element) -> str:
    """Return the text of a small element on one line; nothing of others."""
    if not isinstance(element.tag, str):
        return ""
    said = " ".join(islice(element.itertext(), MAX_DATED_TEXTS)) if len(element) else element.text or ""
    text = " ".join(said.split())
    return text if len(text) < MAX_DATE_CHARS else ""


def _lead_of(element: _Element, text: str, hints: DateHints, *, is_close: bool, has_label: bool) -> Lead:
    """Return the author and day that a small element near the headline gives; a bare day only of one close to it."""
    is_small = not any(child.tag in ("li", "p", "div") for child in element)
    name = byline(text) if is_small else ""
    name = name if is_name(name) or boilerplate.count_cjk(name) else ""
    is_authored, is_dated = _facts_of(extraction.names_of(element))
    if not name and is_small and is_authored:
        name = _full_name(text)
    if not name and element.tag == "a" and _AUTHOR_PAGE.search(element.get("href") or "") and is_name(text):
        name = text
    if element.tag == "time" and (day := parse_date(element.get("datetime") or "", hints)):
        return Lead(name, _as_shown(day, parse_date(text, hints)))
    is_told = is_close or is_dated or bool(name) or element.tag == "time"
    line = date_line(text, hints) if is_told or has_label else None
    if line and not line.published_at:
        return Lead(name, None, line.modified_at)
    if line and _says_update(element.getparent(), hints):
        return Lead(name)
    is_marked = line is not None and (line.is_labelled or element.tag == "time" or is_dated)
    if line and (is_marked or (name and line.byline) or (is_close and not line.byline)):
        return Lead(name or (line.byline if is_small else ""), line.published_at, line.modified_at)
    return Lead(name)


_AUTHORED = regex.compile(
    r"(?:^|[\s_-])(?:author|autor|auteur|autore|byline|firma|yazar|kirjoittaja|författare)", regex.IGNORECASE
)


@lru_cache(extraction.MAX_NAMES)
def _facts_of(names: str) -> tuple[bool, bool]:
    """Tell whether names say that an element gives the author, and the day."""
    return bool(_AUTHORED.search(names)), bool(_DATED.search(names))


def _full_name(text: str) -> str:
    """Return the name that a row is, of a person and no word of a menu; empty where it is something else."""
    name = byline(text) or text
    name = _FOLLOW.sub("", name)
    # Romanian and Greek for "by".
    name = _BY.sub("", name) if len(name.split()) > 2 else name
    return name if is_full_name(name) and person(name) else ""


_BY = regex.compile(r"^(?:De|Του|Της) ")
_FOLLOW = regex.compile(r"\s*[·•|]\s*(?:follow|subscribe|folgen|suivre|seguir|segui)$", regex.IGNORECASE)
"""The button beside the author of a blog."""


def _name_beside(row: _Element) -> str:
    """Return the name that is a row of its own right before or after that of the day."""
    beside = (each for each in (row.getnext(), row.getprevious()) if each is not None)
    rows = (each for each in beside if each.tag in ("p", "div", "span", "address") and each.find(".//a") is None)
    shown = [_shown(each) for each in rows if not _CATEGORISED.search(extraction.names_of(each))]
    return next((name for text in shown if (name := _full_name(text))), "")


_CATEGORISED = regex.compile(r"cat|tag|section|rubri|topic|kicker|label|nav|menu|share|source", regex.IGNORECASE)


def _says_update(row: _Element | None, hints: DateHints) -> bool:
    """Tell a row whose only day is that of the last change: "Last update: 5 June 2021"."""
    text = " ".join(extraction.element_text(row).split()) if row is not None else ""
    line = date_line(text, hints) if len(text) < MAX_DATE_CHARS else None
    return line is not None and not line.published_at


def _in_address(tree: _Element) -> date | None:
    """Return the day in the page's own address, as in /2021/06/05/new-pier."""
    for address in _OWN_ADDRESS(tree)[:2]:
        if found := _URL_DAY.search(str(address)):
            return parse_date("-".join(found.groups()))
    return None


MIN_SPOKEN_CHARS, MIN_SCRIPT_CHARS = 150, 40
"""Shortest text, in characters, of which the language is told by its words, and by its script."""


def _language(tree: _Element, paragraphs: Sequence[str]) -> str:
    """Return the language that the page names, without its country; that of the text where the text is in another."""
    named = normalize.one_line(str(tree.get("lang") or ""), normalize.MAX_LANGUAGE)
    named = named.replace("_", "-").partition("-")[0].lower()
    text = " ".join(paragraphs)[: language.SAMPLE_CHARS]
    likely = language.candidates(text)
    size = len(" ".join(paragraphs[:_MAX_LEAD_BLOCKS]))
    if not likely or not named:
        return named
    can_be_other = named in language.LATIN or named in language.OTHER_LATIN
    if can_be_other and size >= MIN_SPOKEN_CHARS and (other := language.other_latin(text)):
        return named if any({named, other} <= alike for alike in language.ALIKE) else other
    # A short text can seem to be in a language that is like its own.
    least = MIN_SPOKEN_CHARS if {named, likely[0]} <= set(language.LATIN) else MIN_SCRIPT_CHARS
    if size < least or (size < extraction.MIN_CHARS and named in likely[:2]):
        return named
    # Only languages that the text would be recognised as can be ruled out by it.
    return likely[0] if named in language.RECOGNISED and likely[0] != named else named
