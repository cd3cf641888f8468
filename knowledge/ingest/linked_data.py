"""What a page says about its article in JSON-LD, for search engines: schema.org's NewsArticle and its kin."""

import json
from collections.abc import Iterator
from dataclasses import dataclass

import regex
from lxml.etree import _Element

from knowledge.text import normalize

MAX_SCRIPTS = 20
MAX_SCRIPT_CHARS = 1_000_000
MAX_NODES = 2_000
MAX_AUTHORS = 30

_ARTICLE = regex.compile(
    r"(?:\w*Article|\w*(?:Blog)?Posting|Report|Recipe|Review|QAPage|FAQPage|TechArticle|NewsReport)"
)
_PAGE = frozenset({"WebPage", "ItemPage"})
_DATED = frozenset({"datePublished", "datePosted", "headline"})
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
    rank: int = 9
    """0 for an article by its type, 1 for the page, higher for what only has a day."""


def linked_article(tree: _Element, title: str) -> LinkedArticle:
    """Return what the page's scripts say about its own article: the one whose headline is the title, else the first."""
    found: list[LinkedArticle] = []
    for script in tree.xpath('//script[@type="application/ld+json"]')[:MAX_SCRIPTS]:
        found += _articles((script.text or "")[:MAX_SCRIPT_CHARS])
    wanted = title.casefold()
    return min(
        found,
        key=lambda each: (each.rank, not each.headline or each.headline.casefold() not in wanted, not each.published),
        default=LinkedArticle(),
    )


def _articles(script: str) -> list[LinkedArticle]:
    try:
        nodes = list(_nodes(json.loads(script.strip().removeprefix("<!--").removesuffix("-->"), strict=False)))
    except (ValueError, RecursionError):
        day = _PUBLISHED.search(script)
        return [LinkedArticle(published=day[1], rank=2)] if day else []
    names = {str(node["@id"]): node for node in nodes if isinstance(node.get("@id"), str) and node.get("name")}
    return [_article(node, names) for node in nodes if _DATED & node.keys()]


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
        rank=rank,
    )


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
        if name := _text(node.get("name") if isinstance(node, dict) else node):
            yield name
