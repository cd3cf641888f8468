"""Files that only list addresses (OPML, sitemaps, bookmarks, read-later lists): what they list, and why no article."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Literal

from lxml import etree

from knowledge.errors import UnreadableArticle
from knowledge.ingest.formats import archive
from knowledge.text import normalize

MAX_LINKS = 50_000

LinkListKind = Literal["feeds", "sitemaps", "pages"]


@dataclass(frozen=True, slots=True)
class LinkList:
    """Addresses, each with its title where the file gives one, and what they are of."""

    kind: LinkListKind
    links: tuple[tuple[str, str], ...]


_BOOKMARK = re.compile(r"<a\s[^<>]*?href\s*=\s*[\"']([^\"'<>]{1,2000})[\"'][^<>]*>([^<]{0,500})", re.IGNORECASE)
_NETSCAPE = re.compile(
    r"\s*<!DOCTYPE NETSCAPE-Bookmark-file|[\s\S]{0,500}<title>\s*(?:Pocket|Instapaper\s?:) Export", re.IGNORECASE
)
_ROOT = re.compile(rb"<(?:\w{1,20}:)?(opml|urlset|sitemapindex)[\s>]")


def is_bookmarks(text: str) -> bool:
    """Tell bookmarks as browsers export them, and the lists of Pocket and Instapaper in HTML."""
    return bool(_NETSCAPE.match(text))


def of_bookmarks(text: str) -> LinkList:
    found = ((match[1], normalize.one_line(match[2], normalize.MAX_TITLE_CHARS)) for match in _BOOKMARK.finditer(text))
    return _listed("pages", found)


def is_xml_list(data: bytes) -> bool:
    """Tell OPML and sitemaps."""
    return bool(_ROOT.search(data[:5_000]))


def of_xml(data: bytes) -> LinkList:
    """Return the feeds of an OPML file or the pages of a sitemap; raise UnreadableArticle where its XML is damaged."""
    tree = _tree(data)
    if outlines := list(archive.named(tree, "outline")):
        facts = [{str(key).lower(): str(value) for key, value in each.items()} for each in outlines]
        feeds = [(_web(each.get("xmlurl", "")), each.get("title") or each.get("text") or "") for each in facts]
        return _listed("feeds", feeds)
    is_index = str(tree.tag).endswith("sitemapindex")
    return _listed("sitemaps" if is_index else "pages", ((place, "") for place, _ in _places(tree)))


def _web(url: str) -> str:
    """Return the address of a feed that is written as some readers have it: `feed://site`, `feed:https://site`."""
    url = url.strip().removeprefix("feed:")
    return f"https:{url}" if url.startswith("//") else url


_BARE_AND = re.compile(rb"&(?!(?:[a-zA-Z]{2,8}|#\d{1,7}|#x[\da-fA-F]{1,6});)")


def _tree(data: bytes) -> etree._Element:
    """Return the tree of a list; the `&` of an address that should be escaped and is not stays in it."""
    return archive.xml(_BARE_AND.sub(b"&amp;", data) if b"\0" not in data and b"<![CDATA[" not in data else data)


def changes_of(data: bytes) -> list[tuple[str, str]]:
    """Return the pages of a sitemap, each with when it changed as the sitemap writes it, empty where it doesn't say."""
    return [(link, at.strip()) for url, at in _places(_tree(data)) if (link := normalize.web_link(url))]


def _places(tree: etree._Element) -> Iterator[tuple[str, str]]:
    """Yield what a sitemap lists, each with when it changed; pictures and videos have a deeper place of their own."""
    for page in tree:
        own = {str(each.tag).rpartition("}")[2]: each.text or "" for each in reversed(page)}
        yield own.get("loc", ""), own.get("lastmod", "")


def feeds_of(data: bytes) -> LinkList:
    """Return the feeds that an OPML file lists; raise UnreadableArticle where it is another file, or lists none."""
    root = _ROOT.search(data[:5_000])
    if root and root[1] == b"opml":
        listed = of_xml(data)
        if listed.links:
            return listed
        raise refuse_links(listed)
    raise UnreadableArticle("this isn't a list of feeds; export one as OPML from your feed reader.")


def _listed(kind: LinkListKind, found: Iterable[tuple[str, str]]) -> LinkList:
    links = ((normalize.web_link(url), title) for url, title in found)
    unique = dict(islice(((url, title) for url, title in links if url), MAX_LINKS))
    return LinkList(kind, tuple(unique.items()))


def of_urls(urls: Sequence[tuple[str, str]]) -> LinkList:
    """Return pages listed in another form, such as a table."""
    return _listed("pages", urls)


def refuse_links(listed: LinkList) -> UnreadableArticle:
    """Say that a file lists addresses and has no text."""
    if not listed.links:
        return UnreadableArticle("this is a list of links, but it is empty.")
    if listed.kind == "feeds":
        return UnreadableArticle(
            "this only lists addresses of feeds ({count}), e.g. {url}; import it with the command feed import.",
            count=len(listed.links),
            url=listed.links[0][0],
        )
    if listed.kind == "sitemaps":
        return UnreadableArticle("this lists other sitemaps; follow one of them, e.g. {url}.", url=listed.links[0][0])
    return UnreadableArticle(
        "this only lists links ({count}); add the pages themselves, e.g. {url}.",
        count=len(listed.links),
        url=listed.links[0][0],
    )


_NO_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that no XML can hold."""


def opml(title: str, feeds: Iterable[tuple[str, str]]) -> bytes:
    """Return feeds, each an address with its title, as the OPML that feed readers import."""
    root = etree.Element("opml", version="2.0")
    etree.SubElement(etree.SubElement(root, "head"), "title").text = _NO_XML.sub("", title)
    body = etree.SubElement(root, "body")
    for url, name in feeds:
        named = _NO_XML.sub("", name) or url
        etree.SubElement(body, "outline", type="rss", text=named, title=named, xmlUrl=_NO_XML.sub("", url))
    written: bytes = etree.tostring(root, encoding="utf-8", xml_declaration=True, pretty_print=True)
    return written
