"""The text of a web page → blocks: trafilatura says which words are the article's, the page which form they have.

What trafilatura leaves out between paragraphs that it found is taken back where it is of one kind with them; what it
took from boxes inside the story, such as sign-up forms, is left out.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import islice, pairwise, takewhile

import regex
from lxml.etree import LxmlError, XPath, _Element
from trafilatura import bare_extraction, external, html2txt, xpaths
from trafilatura.core import ESCALATION_MAX_LENGTH, ESCALATION_PAGE_SHARE
from trafilatura.settings import DEFAULT_CONFIG, Document, Extractor
from trafilatura.utils import RE_FILTER

from knowledge.errors import UnreadableArticle
from knowledge.ingest import boilerplate, richtext
from knowledge.ingest.blocks import QUESTION_MARKS, Block
from knowledge.ingest.richtext import LEVELS

MAX_BRIEF_CHARS = 1_000
"""Longest text, in characters, that may be all of a page put into one paragraph."""
MIN_CHARS, MIN_BRIEF_CHARS = 250, 40
"""Shortest text, in characters, that trafilatura takes for an article, and for a brief."""
MAX_RUN_TEXTS = 30
"""Pieces of text in which it is looked whether a run of inline elements says anything."""
MAX_NAMES_CHARS = 300
"""Longest id and class, in characters, that are names and no list of styles."""
MAX_NAMES = 4_096
"""Names of elements of which it is remembered what they say; pages of a site have the same."""
MIN_TEASERS = 4
"""Teasers beside each other, or links that hold blocks, from which they lead to other stories."""
MAX_TEASER_CHARS = 160
"""Longest text of teasers besides their links, in characters on average; longer ones can be what a page is about."""
MAX_TEASER_DEPTH = 5
"""Most elements between the headline of a teaser and the list of them."""
MIN_STORY_CHARS = 250
"""Shortest text outside teasers, in characters and without links, beside which they are no part of the story."""
MAX_JOINED_LINES, JOINED_SHARE = 3, 0.8
"""Lines found that can be of several parts of the page, and how much of one those say together."""
MIN_QUOTED_CHARS = 8
"""Shortest sentence, in characters and without spaces, by which a pull quote is told."""
MIN_PROSE_CHARS = 80
"""Shortest paragraph, in characters, that is taken back from a part of the page in which nothing was found."""
MIN_PART_CHARS = 20
"""Shortest text, in characters and without spaces, that is looked for inside longer ones."""
MAX_COMPARED_CHARS = 100_000_000
"""Most characters that are searched for texts inside longer ones, in all."""
CORE_SHARE, LOST_SHARE, BOX_SHARE = 0.85, 0.2, 0.35
"""Of the text found: how much the core of the page holds, how much can have no place on it, and how much a box inside
the story can hold at most."""
MAX_INLINE_PARTS = 1_000
"""Most inline elements in a row, such as words each in a span of its own, that stay elements."""
MAX_LINKED_SHARE, MAX_SIBLING_LINKED_SHARE = 0.3, 0.5
"""Most of a part's text that is links: of one by itself, and of one beside parts that were found."""
MIN_GALLERY_CAPTIONS = 3
"""Captions from which a page with little other text is a gallery."""
MAX_POINTER_CHARS = 200
"""Longest row, in characters, that only leads to another story."""
MIN_MERGED = 8
"""Paragraphs in a row, of more than 60 characters and without elements, and rows of a table, of which trafilatura sees
all, or most, as one from here on."""
MAX_TWICE_AROUND = 200_000
"""Most elements that are around others, counted for each of those, of a page of which there is a second opinion."""
MIN_CROWDED_ELEMENTS = 200
"""Elements from which there is none either of a page that has more elements than characters of text."""
MAX_NAMED_PARTS = 3
"""Elements around a paragraph by whose names others of its kind are looked for."""

FAULTS = (LxmlError, ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError)

_INLINE = frozenset(
    {
        *("a", "abbr", "b", "bdi", "bdo", "br", "cite", "code", "em", "font", "i", "kbd", "mark", "q", "ruby", "s"),
        *("small", "span", "strong", "sub", "sup", "time", "u", "var", "wbr"),
    }
)
_CONTAINERS = (
    *("article", "aside", "blockquote", "body", "center", "dd", "details", "div", "fieldset", "figure", "form"),
    *("header", "footer", "main", "section", "td"),
)
_SINGLE = frozenset({*LEVELS, "p", "pre"})
_UNITS = frozenset({*_SINGLE, "ul", "ol", "dl", "table"})
_BLOCK_TAGS = frozenset(
    {
        *_UNITS,
        *("address", "article", "aside", "blockquote", "center", "details", "div", "fieldset", "figcaption", "figure"),
        *("footer", "form", "header", "hr", "main", "nav", "section", "li", "dt", "dd", "tr", "td", "th", "tbody"),
    }
)
_ASIDE_TAGS = frozenset({"aside", "footer", "figure", "form"})
_UNREAD = (
    *("script", "style", "noscript", "template", "svg", "iframe", "object", "select", "textarea", "input", "button"),
    *("canvas", "video", "audio", "dialog", "datalist", "link", "meta"),
    *("amp-ad", "amp-embed", "amp-sidebar", "amp-list", "amp-social-share", "amp-user-notification", "amp-consent"),
)

_WORD = r"(?:^|[\s_-])(?:{})(?:$|[\s_-]|(?<=\D)\d)"
_BOX = regex.compile(
    _WORD.format(
        r"newsletters?|sign-?up(?:-\w+)?|subscri(?:be|ption)s?|cookies?|consent|related(?:-?\w+)?|recirc|"
        r"recommend(?:ed|ations?)?|promos?|share(?:-?\w+)?|sharing|social|comments?|disqus|respond|outbrain|taboola|"
        r"most-?(?:read|popular|viewed)|trending|paywall|advert\w*|ads?|sponsor(?:ed)?|breadcrumbs?|pagination|pager|"
        r"site-?notice|sitenotice|catlinks|reflist|references|mw-references-wrap|navbox|hatnote|toc|mw-editsection|"
        r"noprint|author-?(?:bio|box|card|info)|about-?(?:the-)?author|read-?(?:more|next)|next-?up|more-?(?:on|from)|"
        r"instagram-media|tiktok-embed|fb-(?:post|video)|another_category|published-dates|post-navigation|"
        r"signature|thread_?info|user-?info|post-?head|message-user|similar(?:-?\w+)?|who-?is-?online|ftr|colophon|foot(?![\s_-]*notes?)|"
        r"(?:likes|reactions)-\w+|tags?|tag-?list|topics|lineno|line-?numbers?|gutter|postprofile|votecell|pull-?quotes?|feedback|helpful|survey"
    ),
    regex.IGNORECASE,
)
"""Names of boxes that are not the story's even where trafilatura takes their text for it."""
_ASIDE = regex.compile(
    _WORD.format(
        r"aside|sidebar|side|teasers?|widget|footer|nav|navigation|menu|toolbar|buttons?|banner|byline|author|meta|"
        r"captions?|credits?|copyright|timestamp|date|time|more|popular|latest|see-?also|infobox|rating|follow|login|"
        r"legal|disclaimer|hidden|modal|popup|overlay|form|search|vote|likes?|reactions?|print|email|replies"
    ),
    regex.IGNORECASE,
)
"""Names of parts from which nothing is taken back."""
_CALLOUT = regex.compile(
    _WORD.format(
        r"note|tip|warning|caution|danger|important|hint|info|callout|admonition|definition|example|footnotes?|"
        r"sidenote|fact-?box|factbox|summary|key-?points|alert"
    ),
    regex.IGNORECASE,
)
_UNSEEN = regex.compile(
    r"(?:^|\s)(?:sr-only|(?:u-)?visually-?hidden|screen-?reader(?:-text|-only)?|a11y-hidden|offscreen|"
    r"assistive-text|element-invisible|hidden-visually|show-for-sr|clip-text|mw-editsection|mw-cite-backlink|"
    r"inline-template|(?:bullet|numbering)_20_symbols)(?:$|\s)",
    regex.IGNORECASE,
)
_CAPTION = regex.compile(
    r"caption|(?:img|image|photo)_?-?(?:desc|credit|text)|(?:^|\s)credit(?:$|\s)", regex.IGNORECASE
)
_STANDFIRST = regex.compile(
    r"teaser|lead|intro|summary|standfirst|chapo|header|dek|excerpt|abstract|subtitle|sub-?title|vorspann|description",
    regex.IGNORECASE,
)
"""Names of the sentences between headline and text, which trafilatura takes for those of another story."""
_ANCHOR = regex.compile(r"[¶#§🔗\W]{0,3}")
_NOT_WORD = regex.compile(r"[\W_]+")
_ASCII_NOT_WORD = bytes(code for code in range(128) if not chr(code).isalnum())
_THREAD = regex.compile(r"re:.*|\d+ \w+(?: \w+)?", regex.IGNORECASE)
"""What stands above posts of a thread in place of a headline."""
_PART = "\ue00a"
"""Stands between the parts of a text; a character of nobody's."""
_PLAIN_PARAGRAPHS = XPath("descendant::p[not(*)][string-length() > 60]")
_HAS_ROW = XPath(f"boolean(({_PLAIN_PARAGRAPHS.path})[{MIN_MERGED}])")
_PLAIN_ROWS = XPath(
    "descendant::tr[not(*/* or */@colspan or */@rowspan or text()[normalize-space()]"
    " or ancestor::table[1][@role='presentation' or @role='none'])]"
)
_HAS_CELLS = XPath(f"boolean(({_PLAIN_ROWS.path})[{MIN_MERGED}])")
_string = XPath("string()", smart_strings=False)


def prepare(tree: _Element) -> None:
    """Give a page's tree the form in which it is read, in place: what nobody sees goes, loose text gets paragraphs."""
    _rebuild_thread(tree)
    for element in _MARKED_PARTS(tree):
        is_mark = element.tag == "svg" or (element.tag == "a" and _is_anchor(element)) or _is_reference(element)
        if is_mark or ((names := element.get("class")) and _UNSEEN.search(names)):
            _drop(element)
    for element in _CUSTOM(tree):
        element.tag = "div" if element.getparent().tag in _CONTAINERS and not _is_within_text(element) else "span"
    _part_spans(tree)
    for element in [*tree.iter("em", "span", "small", "i", "cite")]:
        if ((names := element.get("class")) and _CAPTION.search(names)) or _is_below_picture(element):
            element.tag = "figcaption"
            for parent in takewhile(lambda part: part.tag in _INLINE, element.iterancestors()):
                parent.tag = "div"
    for element in [*tree.iter("dir", "menu")]:
        element.tag = "ul"
    _retag_mastheads(tree)
    _drop_teasers(tree)
    blocks = [link for link in tree.iter("a") if any(child.tag in _BLOCK_TAGS for child in link)]
    for link in blocks if len(blocks) < MIN_TEASERS else ():
        link.tag = "div"  # A headline that is a link.
    _unfold(tree)
    _drop_hidden_rows(tree)
    _retag_bold_rows(tree)
    _retag_boxes(tree)
    _wrap_loose_text(tree)


def _is_below_picture(element: _Element) -> bool:
    """Tell the words that share an element within a line with a picture alone, at the beginning of that line."""
    picture, parent = element.getprevious(), element.getparent()
    if picture is None or picture.tag != "img" or parent.tag not in _INLINE or element.getnext() is not None:
        return False
    above = parent.getprevious()
    around = (parent.text, picture.tail, element.tail, above.tail if above is not None else parent.getparent().text)
    return not any((text or "").strip() for text in around) and len(element_text(element)) >= MIN_PICTURED_CHARS


MIN_PICTURED_CHARS = 12
"""Fewer characters beside a picture are the name of a button."""
_MARKED_PARTS = XPath(
    "descendant::*[self::svg or self::sup or self::a[@class or starts-with(@href, '#')]"
    " or (@class and (self::span or self::div or self::p or self::h2 or self::h3))]"
)


_CUSTOM = XPath(
    "descendant::body/descendant::*[contains(name(), '-')]"
    + "".join(f"[not(self::{tag})]" for tag in _UNREAD if "-" in tag)
)
"""Elements that a site or AMP has of its own, of which the library reads nothing."""


def _is_within_text(element: _Element) -> bool:
    before = element.getprevious()
    text = element.getparent().text if before is None else before.tail
    return bool((text or "").strip() or (element.tail or "").strip())


def _rebuild_thread(tree: _Element) -> None:
    """Make a thread of old Reddit an article, as its replies are its text no less than the post that they answer."""
    title, body = next(iter(_THREAD_TITLES(tree)), None), next(tree.iter("body"), None)
    if title is None or body is None or not (posts := _POSTS(tree)):
        return
    article = body.makeelement("article")
    for tag, text in (("h1", element_text(title)), ("p", next(iter(_POSTERS(tree)), ""))):
        row = article.makeelement(tag)
        row.text = f"posted by {text}" if tag == "p" and text else text
        article.append(row)
    if times := _POST_TIMES(tree):
        times[0].set("itemprop", "datePublished")
        times[0].text = times[0].tail = None
        article.append(times[0])
    article.extend(posts)
    for child in [*body]:
        body.remove(child)
    body.append(article)


_CLASSED = "contains(concat(' ', @class, ' '), ' {} ')"
_TAGLINE = f"//div[@id='siteTable']//p[{_CLASSED.format('tagline')}]"
_THREAD_TITLES = XPath(
    f"//body[{_CLASSED.format('comments-page')}]//div[@id='siteTable']//a[{_CLASSED.format('title')}]"
)
_POSTS = XPath(
    f"//div[@id='siteTable' or {_CLASSED.format('commentarea')}]//div[{_CLASSED.format('usertext-body')}]"
    f"/div[{_CLASSED.format('md')}]"
)
_POSTERS = XPath(f"{_TAGLINE}//a[{_CLASSED.format('author')}]/text()", smart_strings=False)
_POST_TIMES = XPath(f"{_TAGLINE}//time[@datetime]")


def _is_reference(element: _Element) -> bool:
    """Tell the mark above a word that leads to what an encyclopaedia cites, or says that it cites nothing."""
    return element.tag == "sup" and bool(_REFERENCE.fullmatch("".join(element_text(element).split())))


_REFERENCE = regex.compile(
    r"(?:\[(?:\d{1,3}|(?:note|nb|notes?|anm\.?)\d{1,3}|citationneeded|[\w?]+needed)\])+", regex.I
)


def _part_spans(tree: _Element) -> None:
    """Put spaces between the parts of a row that a style alone sets apart: author, day, time to read."""
    for row in tree.iter("div", "p", "header", "address"):
        if len(row) < 2 or (row.text and row.text.strip()) or row[0].tag not in _ROW_PARTS:
            continue
        if any(part.tag not in _ROW_PARTS or (part.tail and part.tail.strip()) for part in row):
            continue
        for part, after in pairwise(row) if len(element_text(row)) < MAX_ROW_CHARS else ():
            before, behind = element_text(part), element_text(after)
            is_glued = before[-1:].isalnum() and (behind[:1].isdigit() or behind[:1].isupper())
            if not part.tail and is_glued and len(before) >= MIN_ROW_PART_CHARS:
                part.tail = " "


_ROW_PARTS = frozenset({"span", "a", "time"})
MAX_ROW_CHARS = 200
MIN_ROW_PART_CHARS = 4
"""Shortest part of such a row, in characters; a large first letter is shorter."""


def _retag_bold_rows(tree: _Element) -> None:
    """Make a paragraph that is nothing but a few bold words, between two of text, the heading that it is meant as."""
    for row in _BOLD_ROWS(tree):
        before, after, text = row.getprevious(), row.getnext(), element_text(row).strip()
        if before is None or after is None or before.tag not in _TEXT_TAGS or after.tag not in _TEXT_TAGS:
            continue
        is_short = 0 < len(text) <= MAX_BOLD_CHARS and text[-1] not in _NO_HEADING_ENDS and row.find(".//a") is None
        if is_short and all(boilerplate.is_prose(element_text(each)) for each in (before, after)):
            row.tag = "h4"


_BOLD_ROWS = XPath("//p[*][b or strong][count(*)=1][not(normalize-space(text()))]")
MAX_BOLD_CHARS = 80
_NO_HEADING_ENDS = ".!…:;,"
_TEXT_TAGS = frozenset({"p", "ul", "ol"})


def _retag_mastheads(tree: _Element) -> None:
    """Make the name of the site, which leads to its first page, no headline where the page has another."""
    if next(tree.iterdescendants("h2", "h3"), None) is None and len(tree.findall(".//h1")) < 2:
        return
    for heading in [*tree.iter("h1")]:
        if is_masthead(heading):
            heading.tag = "header"


def is_masthead(heading: _Element) -> bool:
    """Tell a heading that is nothing but a link to the site's first page."""
    link = next(heading.iter("a"), None)
    if link is None or not HOME.fullmatch(str(link.get("href") or "")):
        return False
    return element_text(link).split() == element_text(heading).split()


HOME = regex.compile(r"(?:https?:)?(?://[^/?#]+)?/?|\./|index\.html?")


def _drop_teasers(tree: _Element) -> None:
    """Take lists of other stories of the site off a page that has a story: their text can be more than its own."""
    headings = list(tree.iter("h2", "h3", "h4", "h5", "h6"))
    if len(headings) < MIN_TEASERS:
        return
    site = _site_of(tree)
    places = {heading: place for heading in headings if (place := _leads_to(heading, site))}
    if len(places) < MIN_TEASERS:
        return
    inside = Counter(part for heading in places for part in islice(heading.iterancestors(), MAX_TEASER_DEPTH))
    lists: dict[_Element, dict[_Element, str]] = {}
    for heading, place in places.items():
        card = heading
        for part in islice(heading.iterancestors(), MAX_TEASER_DEPTH):
            if inside[part] >= MIN_TEASERS:
                if card is not heading:
                    lists.setdefault(part, {})[card] = place
                break
            card = part
    teasers = [card for cards in lists.values() if _are_teasers(cards) for card in cards]
    body = next(tree.iter("body"), tree)
    if teasers and _unlinked_chars([body]) - _unlinked_chars(teasers) >= MIN_STORY_CHARS:
        for card in teasers:
            _drop(card)


def _leads_to(heading: _Element, site: str) -> str:
    """Return the path on this site that a heading leads to; empty where it leads nowhere else, or only in part."""
    inner = next(heading.iter("a"), None)
    link = inner if inner is not None else next((part for part in heading.iterancestors() if part.tag == "a"), None)
    if link is None or (inner is not None and _key(element_text(inner)) != _key(element_text(heading))):
        return ""
    address = _ADDRESS.fullmatch(str(link.get("href") or ""))
    return address["path"] if address and (address["host"] or site) == site else ""


def _site_of(tree: _Element) -> str:
    """Return the host of a page: that which it names as its own, else the one that most of its links lead to."""
    named = next((str(address) for address in _OWN_ADDRESSES(tree)), "")
    if (own := _ADDRESS.fullmatch(named)) and own["host"]:
        return str(own["host"])
    found = (_ADDRESS.fullmatch(str(link.get("href") or "")) for link in tree.iter("a"))
    hosts = Counter(address["host"] for address in found if address and address["host"])
    return str(hosts.most_common(1)[0][0]) if hosts else ""


_ADDRESS = regex.compile(
    r"(?:(?:https?:)?//(?:www\.)?(?P<host>[^/?#]+)|(?![a-z]+:|//))(?P<path>[^?#]*)(?:[?#].*)?", regex.I
)
_OWN_ADDRESSES = XPath('//link[@rel="canonical"]/@href | //meta[@property="og:url"]/@content | //base/@href')


def _are_teasers(cards: Mapping[_Element, str]) -> bool:
    if len(set(cards.values())) < max(MIN_TEASERS, len(cards) // 2):
        return False  # They lead to one page, such as the thread that they are the posts of.
    has_headline = any(card.tag == "body" or next(card.iter("h1"), None) is not None for card in cards)
    return not has_headline and _unlinked_chars(cards) <= MAX_TEASER_CHARS * len(cards)


def _unlinked_chars(parts: Iterable[_Element]) -> int:
    """Return how many letters and digits parts of the page have that are neither linked nor a time."""
    return sum(max(len(_key(_string(part))) - len(_key("".join(_NO_TEXT(part)))), 0) for part in parts)


_NO_TEXT = XPath(
    "(ancestor-or-self::* | descendant::*)[self::a or self::time or self::script or self::style or self::noscript"
    " or self::template]/descendant::text()",
    smart_strings=False,
)


def _retag_boxes(tree: _Element) -> None:
    """Make text of boxes that belong to the text, and boxes of what does not."""
    for element in [*tree.iter("figure", "aside")]:
        names = names_of(element)
        holds_data = any(element.find(f".//{tag}") is not None for tag in ("table", "pre"))
        if element.tag == "figure" and element.find(".//img") is None and "pull" not in names:
            holds_data = holds_data or element.find(".//blockquote") is not None
        if holds_data or (_CALLOUT.search(names) and not _BOX.search(names)):
            element.tag = "div"
    for table in [*tree.iter("table")]:
        if table.get("class") == "properties" and table.getparent().tag == "header":
            table.tag = "aside"  # What Notion notes of a page: owner, status, tags.


def _is_anchor(link: _Element) -> bool:
    """Tell the sign beside a heading that leads to the heading itself."""
    if not (link.get("href") or "").startswith("#") and "anchor" not in (link.get("class") or ""):
        return False
    return bool(_ANCHOR.fullmatch(element_text(link).strip())) and link.find(".//img") is None


def _unfold(tree: _Element) -> None:
    """Make the buttons that open an answer the headings that they are."""
    buttons = _BUTTONS(tree)
    asked = sum(map(_asks, buttons))
    for button in buttons:
        parents = islice(button.iterancestors(), 2)
        if any(parent.tag in (*LEVELS, "dt") for parent in parents):
            button.tag = "span"
        elif (_opens(button) or (asked >= MIN_ASKED and _asks(button))) and (
            panel := _answer_below(button)
        ) is not None:
            button.tag = "h4"
            button.attrib.pop("class", None)  # What is named a button is no part of a story.
            for closed in ("style", "hidden", "aria-hidden"):
                panel.attrib.pop(closed, None)
            for part in [*panel.iter("div")]:
                if not any(child.tag in _BLOCK_TAGS for child in part):
                    part.tag = "p"


def _drop_hidden_rows(tree: _Element) -> None:
    """Drop the few rows that a page shows nobody; where they are much of it, a script opens them."""
    if not (hidden := _HIDDEN_ROWS(tree)):
        return
    size = sum(len(element_text(row)) for row in hidden)
    if size * MIN_TIMES_SHOWN < sum(len(element_text(row)) for row in tree.iter("p")):
        for row in hidden:
            _drop(row)


_STYLE = "translate(@style, 'DISPLAYNOE ', 'displaynoe')"
_HIDDEN_ROWS = XPath(
    f"descendant::p[@hidden or contains({_STYLE}, 'display:none') or contains({_STYLE}, 'visibility:hidden')][string()]"
)
MIN_TIMES_SHOWN = 3


def _opens(button: _Element) -> bool:
    if boilerplate.is_boilerplate(element_text(button).strip()):
        return False
    return bool(button.get("aria-controls") and button.get("aria-expanded")) or bool(_FOLDED.search(names_of(button)))


def _asks(button: _Element) -> bool:
    return element_text(button).rstrip().endswith(QUESTION_MARKS)


_BUTTONS = XPath("//button | //div[@role='button'][not(descendant::button)]")
_FOLDED = re.compile(r"accordion|(?:elementor-tab|toggle)-title|collapsible", re.IGNORECASE)
MIN_ASKED = 3
"""Buttons with a question from which a page answers them; one or two ask the reader something ("Was this helpful?")."""


def _answer_below(button: _Element) -> _Element | None:
    panel = button.getnext() if button.getnext() is not None else button.getparent().getnext()
    if panel is None or panel.tag not in ("div", "section", "p", "dd") or panel.find(".//nav") is not None:
        return None
    links = sum(len(element_text(link)) for link in panel.iter("a"))
    text = element_text(panel).strip()
    is_text = len(text) > MIN_BRIEF_CHARS + 2 * links or (not links and text.endswith((".", "!", "。")))
    return panel if is_text else None


def _wrap_loose_text(tree: _Element) -> None:
    """Put text beside blocks into paragraphs of its own; else it is glued to them, or dropped with a heading."""
    for container in [each for each in tree.iter(*_CONTAINERS) if len(each)]:
        children = list(container)
        if any(child.tag in _BLOCK_TAGS or child.tag == "br" for child in children):
            _wrap_runs(container, children)


def _wrap_runs(container: _Element, children: Sequence[_Element]) -> None:
    """Put each run of text and inline elements between the blocks of a container into a paragraph."""
    run: list[_Element] = []
    text, container.text = container.text or "", None
    for child in [*children, None]:
        if child is not None and child.tag in _INLINE and not _ends_paragraph(child):
            run.append(child)
            continue
        if text.strip() or any("".join(islice(each.itertext(), MAX_RUN_TEXTS)).strip() or each.tail for each in run):
            paragraph = container.makeelement("p")
            paragraph.text = text
            paragraph.extend(run)
            if child is None:
                container.append(paragraph)
            else:
                child.addprevious(paragraph)
        run = []
        text = "" if child is None else child.tail or ""
        if text:
            child.tail = None


def _ends_paragraph(element: _Element) -> bool:
    """Tell the first of two breaks, which part paragraphs on many pages."""
    if element.tag != "br" or (element.tail or "").strip():
        return False
    following = element.getnext()
    return following is not None and following.tag == "br"


def text_blocks(tree: _Element) -> list[Block]:
    """Return the blocks of a prepared page's text; the tree is used up.

    Raises:
        UnreadableArticle: there is no article on it.
    """
    for element in [*tree.iter(*_UNREAD)]:
        _drop(element)
    for element in [*tree.iter("p", "div", "section", "article", "td", "li", "span")]:
        if len(element) > MAX_INLINE_PARTS and all(child.tag in _INLINE - {"br"} for child in element):
            _flatten(element)
    _drop_next_articles(tree)
    body = next(tree.iter("body"), None)
    if body is None:
        # The parser puts what follows a title into the head of a page without a body.
        body = next(tree.iter("head"), tree)
        body.tag = "body"
    tab = _key(tree.findtext(".//title") or "")
    said = _said(tree)
    units = list(_units(body))
    lost = _mark(units, said)
    if not units or lost > LOST_SHARE * sum(map(len, said)):
        return [Block("text", text) for text in said]
    dropped = _dropped(units, tab)
    if len(dropped) == len(units):
        return [Block("text", text) for text in said]
    for unit in dropped:
        _drop(unit.element)
    return richtext.element_blocks(body, keep_lines=False)


def take_comments_for_posts(tree: _Element) -> None:
    """Take away the names by which the posts of a thread would be left out as comments on an article."""
    for element in tree.iter("div", "section", "article", "ul", "ol", "li", "table", "td"):
        if "comment" in names_of(element).lower():
            element.attrib.pop("class", None)
            element.attrib.pop("id", None)


def _flatten(element: _Element) -> None:
    """Make the text of an element one piece: thousands in a row take trafilatura the square of their number."""
    text = element_text(element)
    for child in [*element]:
        element.remove(child)
    element.text = text


def _drop(element: _Element) -> None:
    """Take an element off the page, but not the text that follows it."""
    if element.getparent() is not None:
        element.drop_tree()


def element_text(element: _Element) -> str:
    return _string(element) if len(element) else element.text or ""


def names_of(element: _Element) -> str:
    """Return the id and class of an element, as far as they are names and no list of styles."""
    names = f"{element.get('id') or ''} {element.get('class') or ''}".strip()
    return names if len(names) < MAX_NAMES_CHARS else ""


def _drop_next_articles(tree: _Element) -> None:
    """Take off the articles that pages add at the end of the one with the headline, for those who scroll on."""
    headline = next(tree.iter("h1"), None)
    own = None if headline is None else next(headline.iterancestors("article"), None)
    if own is None or len(element_text(own).strip()) < MIN_CHARS:
        return
    around = {own, *own.iterancestors(), *own.iterdescendants("article")}
    for other in [*tree.iter("article")]:
        if other not in around:
            _drop(other)


def no_article() -> UnreadableArticle:
    """Return the refusal of a page on which there is none."""
    return UnreadableArticle("no article was found on this page; save the article's text as .txt and add that.")


def _said(tree: _Element) -> list[str]:
    """Return the lines that trafilatura takes for the article; of a page nested deeply or crowded, its first opinion.

    Its second opinions are asked where it found little of the page's text without links: they only count where they
    find twice as much.
    """
    text = element_text(tree)
    found = _extracted(_with_merged_text(tree), _FIRST)
    is_crowded = MIN_CROWDED_ELEMENTS < _COUNT(tree) > len(text)
    if is_crowded or sum(richtext.depths_of(tree)) * richtext.DEPTHS_EACH > MAX_TWICE_AROUND:
        return _lines(found.body)
    if _is_little(len(found.raw_text or ""), text, tree):
        found = _extracted(tree, _FAST)
    said = _lines(found.body)
    length = sum(map(len, said)) * 2
    if length < len(text) and length < _length([text]) - _length(_LINKED(tree)):
        said = _lines(_extracted(tree, _WHOLE).body)
    if len(said) == 1 and len(said[0]) < MAX_BRIEF_CHARS:
        # A brief: what is taken from a page with little text is all of it in one paragraph. The article alone may do.
        brief = _lines(_extracted(tree, _BRIEF).body)
        said = brief if sum(map(len, brief)) * 3 > len(said[0]) else said
    return said


_LINKED = XPath("descendant::a/descendant::text()", smart_strings=False)
"""What leads elsewhere; a menu would outweigh a short article."""


def _with_merged_text(tree: _Element) -> _Element:
    """Return a page in which plain text in a row is one piece, as trafilatura looks at each piece all alike.

    Of paragraphs the first and the last stay alone, as it counts paragraphs up to two, and short ones, as it leaves
    some of them out. Of rows of a table the texts of each column are one.
    """
    has_rows = _HAS_CELLS(tree)
    if not has_rows and not _HAS_ROW(tree):
        return tree
    merged = deepcopy(tree)
    for run in _runs(_PLAIN_PARAGRAPHS(merged), _continues):
        if len(run) >= MIN_MERGED:
            _, first, *others, _ = run
            first.text = _PART.join(each.text for each in (first, *others))
            for each in others:
                each.getparent().remove(each)
    for rows in _runs(_PLAIN_ROWS(merged), _continues_row) if has_rows else ():
        if len(rows) >= MIN_MERGED:
            for cell, *below in zip(*rows, strict=True):
                texts = (each.text.strip() for each in (cell, *below) if each.text)
                cell.text = _PART.join(text for text in texts if text and not RE_FILTER.match(text))
            for row in rows[1:]:
                row.getparent().remove(row)
    return merged


def _runs(elements: Iterable[_Element], continues: Callable[[_Element, _Element], bool]) -> Iterator[list[_Element]]:
    """Yield elements in runs, in which each continues the one before."""
    run: list[_Element] = []
    for element in elements:
        if run and not continues(run[-1], element):
            yield run
            run = []
        run.append(element)
    yield from filter(None, [run])


def _continues(before: _Element, paragraph: _Element) -> bool:
    is_next = paragraph.getprevious() is before and not (before.tail and before.tail.strip())
    return is_next and before.items() == paragraph.items()


def _continues_row(before: _Element, row: _Element) -> bool:
    if not _continues(before, row) or len(before) != len(row):
        return False
    return all(cell.tag == below.tag and cell.items() == below.items() for cell, below in zip(before, row, strict=True))


def _is_little(length: int, text: str, tree: _Element) -> bool:
    """Tell whether trafilatura would begin again, as it found little of a page.

    Args:
        length: what it found, in characters.
        text: all text of the page.
        tree: the page; it is measured roughly before it is measured.
    """
    if length >= ESCALATION_MAX_LENGTH or length >= ESCALATION_PAGE_SHARE * (len(text) + 2 * _COUNT(tree)):
        return False  # It parts the text of its blocks by spaces.
    most = _length(tree.itertext()) - sum(_length(part.itertext()) for part in _UNCOUNTED(tree))
    return length < ESCALATION_PAGE_SHARE * most and length < ESCALATION_PAGE_SHARE * len(html2txt(tree))


_COUNT = XPath("count(descendant::*)")
_UNCOUNTED = XPath(
    "descendant::body/descendant::*[self::aside or self::footer or self::div[contains(@class | @id, 'footer')]]"
    "[not(ancestor::aside or ancestor::footer or ancestor::div[contains(@class | @id, 'footer')])]"
)
"""What trafilatura does not count of a page."""


def _length(texts: Iterable[str]) -> int:
    return len(" ".join(" ".join(texts).split()))


def _extracted(tree: _Element, options: Extractor) -> Document:
    if not options.fast and not isinstance(external.JT_STOPLIST, frozenset):
        # It asks for the hash of these 150,000 words each time, which a frozen set keeps and a tuple does not.
        external.JT_STOPLIST = frozenset(external.jt_stoplist_init())  # type: ignore[assignment]
    try:
        found = bare_extraction(tree, options=options)
    except FAULTS as error:
        raise no_article() from error
    if not isinstance(found, Document) or found.body is None:
        raise no_article()
    return found


def _options(min_chars: int, *, is_fast: bool, focus: str = "balanced") -> Extractor:
    config = deepcopy(DEFAULT_CONFIG)
    config.set("DEFAULT", "MIN_EXTRACTED_SIZE", str(min_chars))
    # In the format "python" it would also write the text out, which nobody reads.
    options = Extractor(config=config, output_format="txt", fast=is_fast, comments=False)
    options.focus = focus
    return options


_FIRST = _options(MIN_CHARS, is_fast=True, focus="first")
"""As _FAST, which has the focus "balanced" and with that measures every page, in case it has to begin again."""
_FAST = _options(MIN_CHARS, is_fast=True)
_WHOLE = _options(MIN_CHARS, is_fast=False)
_BRIEF = _options(MIN_BRIEF_CHARS, is_fast=False)


def _attributed(path: XPath) -> XPath:
    """Return a path of trafilatura that finds elements by their attributes, passing over those that have none.

    For each element it calls functions of Python, and most paragraphs have no attributes.
    """
    found = _ANY_ELEMENT.sub("descendant::*[@*]", path.path, count=1)
    return XPath(found, namespaces={"re": xpaths.REGEXP_NS})


_ANY_ELEMENT = re.compile(r"\.?//\*(?=\s*\[)")
for _paths in (
    *(xpaths.BODY_XPATH, xpaths.OVERALL_DISCARD_XPATH, xpaths.RAW_TREE_PRUNE_XPATH),
    *(xpaths.REMOVE_COMMENTS_AND_LISTS_XPATH, xpaths.TEASER_DISCARD_XPATH, xpaths.TITLE_XPATHS),
):
    _paths[:] = map(_attributed, _paths)


def _lines(body: _Element) -> list[str]:
    said = [body.text or ""]
    for part in body:
        for inner in part.iterdescendants(*_PARTED) if len(part) else ():
            inner.text = f"{_PART}{inner.text or ''}"
            inner.tail = f"{_PART}{inner.tail or ''}"
        end = _PART if part.tag in _PARTED else ""
        said += (end, element_text(part), end, part.tail or "")
    return list(filter(None, map(_row, "".join(said).split(_PART))))


def _row(text: str) -> str:
    """Return a text with single spaces."""
    if text.isprintable() and "  " not in text:  # Of all spaces, that of ASCII alone is printable.
        return text.strip()
    return " ".join(text.split())


_PARTED = ("lb", "p", "quote", "cell", "item", "list", "head", "row", "table")
"""What trafilatura calls the elements that part its text."""


@dataclass(slots=True)
class _Unit:
    """A part of the page that is kept or left out as one: a paragraph, a heading, a list, a table."""

    element: _Element
    text: str
    key: str
    linked: float
    """The share of its text that is links."""
    boxes: tuple[_Element, ...]
    """The elements around it whose names say that they are no part of the story."""
    asides: tuple[_Element, ...]
    found: bool = False


def _units(body: _Element) -> Iterator[_Unit]:
    """Yield the parts of a page in their order."""
    waiting: list[tuple[_Element, tuple[_Element, ...], tuple[_Element, ...]]] = [(body, (), ())]
    holding = _holding_blocks(body)
    while waiting:
        element, boxes, asides = waiting.pop()
        tag = element.tag
        attributes = element.keys()
        is_box, is_aside = _kinds_of(names_of(element)) if attributes else (False, False)
        if is_box or tag in ("nav", "figcaption") or ("role" in attributes and element.get("role") == "navigation"):
            boxes = (*boxes, element)
        if is_aside or tag in _ASIDE_TAGS:
            asides = (*asides, element)
        if tag not in _SINGLE and not _is_unit(element, holding):
            waiting += [(child, boxes, asides) for child in element.iterchildren(reversed=True)]
            continue
        text = _row(element_text(element))
        if text:
            links = (
                sum(len(element_text(link)) for link in element.iter("a")) if len(element) or element.tag == "a" else 0
            )
            yield _Unit(element, text, _key(text), links / len(text), boxes, asides)


def _key(text: str) -> str:
    """Return the letters and digits of a text, by which it is compared with others."""
    if text.isascii():  # Most are, and a table is twenty times as fast as a pattern.
        return text.encode().translate(None, _ASCII_NOT_WORD).decode()
    return _NOT_WORD.sub("", text)


@lru_cache(MAX_NAMES)
def _kinds_of(names: str) -> tuple[bool, bool]:
    """Tell whether names are those of a box, and of a part from which nothing is taken back."""
    return bool(_BOX.search(names)), bool(_ASIDE.search(names))


def _holding_blocks(body: _Element) -> set[_Element]:
    """Return the elements that hold blocks."""
    holding: set[_Element] = set()
    for block in body.iter(*_BLOCK_TAGS):
        for parent in block.iterancestors():
            if parent in holding:
                break
            holding.add(parent)
    return holding


def _is_unit(element: _Element, holding: set[_Element]) -> bool:
    if element.tag in _SINGLE:
        return True
    if element.tag == "table":
        return not richtext.is_layout(element, richtext.table_rows(element))
    if element.tag in ("ul", "ol", "dl"):
        return not richtext.holds_blocks(element)
    return element not in holding


def _mark(units: Sequence[_Unit], said: Sequence[str]) -> int:
    """Mark the units that were found; return how many characters of what was found are in none of them."""
    keys = [_key(line) for line in said]
    whole, joined = set(keys), "\n".join(keys)
    budget = MAX_COMPARED_CHARS
    for unit in units:
        unit.found = unit.key in whole
        if not unit.found and budget > 0:
            pieces = [unit.key] if unit.element.tag not in ("ul", "ol", "dl", "table") else _part_keys(unit.element)
            # What a pull quote repeats stands in the text too.
            where = joined if not unit.asides else ""
            held = [piece in whole or (len(piece) >= MIN_PART_CHARS and piece in where) for piece in pieces]
            budget -= len(where) * len(pieces)
            unit.found = sum(held) * 2 > len(held)
        if not unit.found and unit.element.find(".//br") is not None:
            unit.found = _covered(unit.element, whole)
    there = {unit.key for unit in units}
    parts = "\n".join(there)
    missing = [(line, key) for line, key in zip(said, keys, strict=True) if key not in there]
    missing = [(line, key) for line, key in missing if len(key) >= MIN_PART_CHARS and not _is_in(key, parts)]
    if len(missing) <= MAX_JOINED_LINES:  # All of a short page can be one line.
        missing = [(line, key) for line, key in missing if not _is_joined(key, units)]
    return sum(len(line) for line, _ in missing)


def _is_joined(key: str, units: Sequence[_Unit]) -> bool:
    """Tell a line that several parts of the page say together."""
    return sum(len(unit.key) for unit in units if unit.key in key) >= JOINED_SHARE * len(key)


def _is_in(key: str, parts: str) -> bool:
    half = len(key) // 2
    return key in parts or key[:half] in parts or key[half:] in parts


def _part_keys(element: _Element) -> list[str]:
    parts = (_key(element_text(part)) for part in element.iter("li", "dt", "dd", "td", "th"))
    return list(filter(None, parts))


def _covered(element: _Element, whole: set[str]) -> bool:
    """Tell whether most of a paragraph with breaks was found line by line."""
    lines = [_key(text) for text in element.itertext()]
    return sum(len(line) for line in lines if line in whole) * 2 > sum(map(len, lines))


def _headline(units: Sequence[_Unit], tab: str) -> int:
    """Return the place of the first heading; on a page without one, of another that is in the page's tab."""
    headings = [(at, unit) for at, unit in enumerate(units) if unit.element.tag in LEVELS]
    first = (at for at, unit in headings if unit.element.tag == "h1")
    named = (at for at, unit in headings if unit.key and unit.key in tab)
    return next(first, next(named, 0))


def _dropped(units: list[_Unit], tab: str) -> list[_Unit]:
    """Return the units that are no part of the article, which the page's tab names."""
    _count_captions(units)
    total = sum(len(unit.key) for unit in units if unit.found)
    held = _held(units)
    headline = _headline(units, tab)
    before = sum(len(unit.key) for unit in units[:headline] if unit.found)
    # What a word processor writes out has no layout, and so nothing above its first heading that is not its text.
    is_plain = all(unit.element.getparent().tag == "body" for unit in units)
    first_kept = headline if before * 4 < total and not is_plain else 0

    def is_box(parts: Sequence[_Element]) -> bool:
        return bool(parts) and any(held.get(part, 0) < BOX_SHARE * total for part in parts)

    start, end = _core(units, held, total)
    places = [
        at
        for at in range(start, end)
        if units[at].found and units[at].element.tag not in LEVELS and not is_box(units[at].boxes)
    ]
    first, last = (places[0], places[-1]) if places else (0, -1)
    first_prose = next((at for at in places if boilerplate.is_prose(units[at].text)), first)
    beside = {units[at].element.getparent() for at in places}
    kept: set[int] = set()
    reach = 0
    for at, unit in enumerate(units):
        if at < first_kept or not unit.key or is_box(unit.boxes):
            continue
        if unit.linked >= MAX_SIBLING_LINKED_SHARE and (_is_pointer(unit) or _is_menu(unit)):
            continue
        is_above = headline < at < first_prose and _is_standfirst(unit)
        if is_above and (start <= at or _STANDFIRST.search(names_of(unit.element))):
            kept.add(at)
        is_next = first < at <= max(last, reach) + 1
        is_near = not unit.found and is_next and start <= at < end and not is_box(unit.asides)
        if unit.found or (is_near and _is_of_kind(unit, units[at - 1], beside, is_inside=at < last)):
            kept.add(at)
            reach = at
        elif is_next and _is_heading_of_text(unit, beside):
            reach = at
    kept.update(_cousins(units, places))
    kept.update(at for at in _brief_sections(units, kept) if first < at < last and not is_box(units[at].asides))
    kept.difference_update(_pull_quotes(units, kept))
    headings = (at for at in _headings(units, kept) if not is_box(units[at].asides))
    kept.update(at for at in headings if max(first_kept, start) <= at < end)
    return [unit for at, unit in enumerate(units) if at not in kept]


def _is_heading_of_text(unit: _Unit, beside: set[_Element]) -> bool:
    """Tell a heading beside paragraphs of the text, below which that can go on."""
    is_heading = unit.element.tag in LEVELS and unit.element.getparent() in beside and not unit.linked
    return is_heading and not (boilerplate.is_list_heading(unit.text) or boilerplate.is_boilerplate(unit.text))


def _brief_sections(units: Sequence[_Unit], kept: set[int]) -> Iterator[int]:
    """Yield short sentences below headings of one kind, such as answers, most of which have text that is kept."""
    below = [(at, units[at - 1].element.tag) for at in range(1, len(units)) if units[at - 1].element.tag in LEVELS]
    tags = Counter(tag for at, tag in below if at in kept)
    for at, tag in below:
        unit = units[at]
        is_text = unit.element.tag not in LEVELS and not unit.boxes and unit.linked < MAX_LINKED_SHARE
        if at not in kept and tags[tag] > 1 and is_text and unit.text.endswith((".", "!", "。", "！")):
            yield at


def _pull_quotes(units: Sequence[_Unit], kept: set[int]) -> Iterator[int]:
    """Yield the units that are set apart to repeat what the text says."""
    is_set_apart = cache(_is_set_apart)
    quotes = [
        at
        for at in kept
        if units[at].element.tag not in LEVELS
        and (is_set_apart(units[at].element.getparent()) or _is_quote(units[at].element))
    ]
    if not quotes:
        return
    text = "\n".join(units[at].key for at in sorted(kept))
    for at in quotes[:MAX_PULL_QUOTES]:
        said = [key for each in _SENTENCE.split(units[at].text) if len(key := _key(each)) >= MIN_QUOTED_CHARS]
        if said and all(text.count(key) > 1 for key in said):
            yield at


MAX_PULL_QUOTES = 100
_SENTENCE = regex.compile(r"[.!?…。！？]+")


def _is_set_apart(element: _Element) -> bool:
    return any(map(_is_quote, (element, *islice(element.iterancestors(), MAX_NAMED_PARTS - 1))))


def _is_quote(part: _Element) -> bool:
    return part.tag in ("blockquote", "figure", "aside") or (bool(part.keys()) and "quote" in names_of(part))


def _is_pointer(unit: _Unit) -> bool:
    """Tell a row, most of which is a link, that only leads to another story: "See also: Bridge closes"."""
    if len(unit.text) > MAX_POINTER_CHARS:
        return False
    link = next(unit.element.iter("a"), None)
    linked = "" if link is None else " ".join(element_text(link).split())
    label, _, after = unit.text.partition(linked) if linked else ("", "", "")
    return not after.strip(" .…»>→") and label.rstrip().endswith((":", "："))


def _is_menu(unit: _Unit) -> bool:
    """Tell a row of links in a cell of a table by which a page of old is laid out."""
    if unit.element.tag != "p" or boilerplate.is_prose(unit.text):
        return False
    return unit.element.getparent().tag == "td" and len(unit.element.findall(".//a")) > 1


def _is_standfirst(unit: _Unit) -> bool:
    if (
        unit.element.tag in ("ul", "ol", "dl", "table", "pre", *LEVELS)
        or unit.linked
        or len(unit.text) > MAX_BRIEF_CHARS
    ):
        return False
    return boilerplate.is_prose(unit.text) and all(_STANDFIRST.search(names_of(part)) for part in unit.asides)


def _held(units: Sequence[_Unit]) -> dict[_Element, int]:
    """Return how many characters that were found each element of the page holds."""
    held = {unit.element: len(unit.key) for unit in units if unit.found}
    inside: dict[_Element, int] = {}
    for element, length in held.items():
        parent = element.getparent()
        inside[parent] = inside.get(parent, 0) + length
    for parent, length in inside.items():
        for part in (parent, *parent.iterancestors()):
            held[part] = held.get(part, 0) + length
    return held


def _count_captions(units: Sequence[_Unit]) -> None:
    """Take the captions of pictures for the text of a page that has little else."""
    captions = [unit for unit in units if unit.boxes and any(part.tag == "figcaption" for part in unit.boxes)]
    if len(captions) < MIN_GALLERY_CAPTIONS:
        return
    text = sum(len(unit.key) for unit in units if unit.found and unit.element.tag not in LEVELS)
    if sum(len(unit.key) for unit in captions) < text:
        return
    for unit in captions:
        unit.found, unit.boxes = boilerplate.is_prose(unit.text), ()


def _core(units: Sequence[_Unit], held: dict[_Element, int], total: int) -> tuple[int, int]:
    """Return the range of units in the smallest element that holds most of what was found."""
    found = [unit for unit in units if unit.found]
    if not found:
        return 0, 0
    largest = max(found, key=lambda unit: len(unit.key)).element
    core = next((part for part in largest.iterancestors() if held[part] >= CORE_SHARE * total), None)
    parts = set() if core is None else set(core.iterdescendants())
    inside = [at for at, unit in enumerate(units) if unit.element in parts]
    return (inside[0], inside[-1] + 1) if inside else (0, len(units))


def _is_of_kind(unit: _Unit, before: _Unit, beside: set[_Element], *, is_inside: bool) -> bool:
    """Tell whether a part that trafilatura left out among those that it found is of one kind with them."""
    if unit.element.tag in LEVELS or boilerplate.is_boilerplate(unit.text) or boilerplate.is_list_heading(unit.text):
        return False
    is_beside = unit.element.getparent() in beside
    if unit.element.tag in ("ul", "ol", "dl", "table", "pre"):
        follows = is_inside or is_beside or before.text.endswith((":", "："))
        return follows and unit.linked < (MAX_SIBLING_LINKED_SHARE if is_beside else MAX_LINKED_SHARE)
    if is_beside and is_inside:
        return unit.linked < MAX_SIBLING_LINKED_SHARE
    is_long = len(unit.text) + boilerplate.count_cjk(unit.text) >= MIN_PROSE_CHARS
    return is_long and boilerplate.is_prose(unit.text) and unit.linked < MAX_LINKED_SHARE


def _headings(units: Sequence[_Unit], kept: set[int]) -> Iterator[int]:
    """Yield the headings right above parts that are kept."""
    below = False
    for at in range(len(units) - 1, -1, -1):
        if units[at].element.tag in LEVELS:
            if below and at not in kept and not units[at].boxes:
                yield at
        else:
            # The hour of an entry can stand between.
            below = at in kept or (below and boilerplate.is_boilerplate(units[at].text))


def _cousins(units: Sequence[_Unit], places: Sequence[int]) -> Iterator[int]:
    """Yield the units of parts elsewhere that are named like the one with the text: answers, posts, sections."""
    if not places:
        return
    largest = max((units[at] for at in places), key=lambda unit: len(unit.key)).element
    near = islice(largest.iterancestors("div", "section", "td"), MAX_NAMED_PARTS)
    around = [part for part in near if part.get("class")]
    kinds = {(part.tag, part.get("class")) for part in around}
    own = {*around, *largest.iterancestors()}
    for at, unit in enumerate(units):
        if unit.found or unit.boxes or unit.asides or unit.linked > MAX_LINKED_SHARE:
            continue
        above = (unit.element, *unit.element.iterancestors())
        twin = next((part for part in above if (part.tag, part.get("class")) in kinds), None)
        if twin is not None and twin not in own and _is_reply(twin, own):
            yield at


def _is_reply(part: _Element, own: set[_Element]) -> bool:
    """Tell a part without a headline of its own, which another story would have."""
    item = part
    for parent in part.iterancestors():
        if parent in own:
            break
        item = parent
    headings = [richtext.line(heading) for heading in item.iter("h1", "h2", "h3", "h4")]
    return len(element_text(part)) >= MIN_BRIEF_CHARS and all(map(_THREAD.fullmatch, filter(None, headings)))
