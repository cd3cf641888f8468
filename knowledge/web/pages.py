"""What an address gives → articles, read as files of strangers are."""

import re
from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import aclosing
from dataclasses import replace
from hashlib import blake2b
from html import unescape
from urllib.parse import urlsplit

from knowledge.errors import FetchError, UnreadableArticle
from knowledge.executor import run_ahead
from knowledge.ingest import Found, ReaderPool, holds_many, is_feed, page_suffix, refuse
from knowledge.models import Article
from knowledge.text import normalize
from knowledge.web.fetcher import MAX_PAGE_BYTES, MAX_REQUESTS, Fetched, Fetcher

GONE = (404, 410)
"""The statuses of an address that has no page."""
_LOGIN = re.compile(r"(?<=://)[^/?#\s]*@")
_PAGE_SUFFIXES = (".html", ".htm", ".xhtml")
_FORMS = ("www.", "m.", "mobile.", "amp.")
"""How the names of sites begin that show the same pages in another form."""


async def read_address(
    fetcher: Fetcher, readers: ReaderPool, url: str, *, max_bytes: int = MAX_PAGE_BYTES
) -> Iterator[Found]:
    """Fetch an address, and return the articles there, or why there is none; reading them is work for a thread.

    Args:
        fetcher: Fetches it.
        readers: Read what it gives.
        url: The address, http or https.
        max_bytes: Largest page or file.
    """
    try:
        fetched = await fetcher.fetch(url, max_bytes=max_bytes)
    except FetchError as error:
        return iter([refuse(without_login(url), error)])
    return articles_at(fetched, readers)


async def read_addresses(
    fetcher: Fetcher, readers: ReaderPool, urls: Iterable[str], *, max_bytes: int = MAX_PAGE_BYTES
) -> AsyncIterator[Iterator[Found]]:
    """Do the same for many addresses, in their order; several sites are asked at the same time."""
    read = (read_address(fetcher, readers, url, max_bytes=max_bytes) for url in urls)
    async with aclosing(run_ahead(read, MAX_REQUESTS)) as found:
        async for each in found:
            yield each


def without_login(url: str) -> str:
    """Return an address as others may read it, without a user name and a password in it."""
    return _LOGIN.sub("…@", url)


def is_gone(error: UnreadableArticle) -> bool:
    """Tell a refusal for want of a page: there was one, or never was."""
    fault = error.values.get("fault")
    return isinstance(fault, FetchError) and fault.status in GONE


def articles_at(fetched: Fetched, readers: ReaderPool) -> Iterator[Found]:
    """Yield the articles of what was fetched, and refusals; never raises for what is in it.

    A page's address is the one that it calls canonical, where that is of the same site, else where it was found.
    """
    if is_feed(fetched.data):
        yield refuse(
            fetched.url,
            UnreadableArticle("this is a feed: follow it with “feed add”, or add its articles by their links."),
        )
        return
    suffix = page_suffix(fetched.final_url, fetched.content_type) or ""
    name = f"{fetched.final_url}{'index' if fetched.final_url.endswith('/') else ''}"
    name = name if name.lower().endswith(suffix) else f"{name}{suffix}"
    found: Iterable[Found] = readers.read_bytes(fetched.data, name, address=fetched.final_url)
    many = holds_many(name)
    found = found if many else list(found)
    # What is called plain text can be a table, a mail can have files, and a long page is split.
    has_parts = not many and sum(isinstance(each, Article) for each in found) > 1
    for one in found:
        if isinstance(one, UnreadableArticle):
            fault = one.values.get("fault")
            yield refuse(fetched.url, fault) if isinstance(fault, UnreadableArticle) and _is_whole(one) else one
        elif many:
            yield one
        elif has_parts:
            yield _part(one, fetched.final_url)
        elif suffix in _PAGE_SUFFIXES and (listed := _listed_links(fetched.data, one)):
            yield refuse(fetched.url, listed)
        else:
            yield _placed(one, fetched.final_url)


_LINK = re.compile(r"<a\s", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]{0,2000}>")
MAX_LOOKED_CHARS = 1_000_000
"""How much of a page is looked at, and how many of its links and paragraphs: enough to tell what kind it is."""
_MAX_LINKS = 300
MAX_LINK_CHARS = 2_000
_MAX_PARAGRAPHS = 300
MIN_LINK_CHARS = 20
"""A shorter link is a word in a sentence or a menu's entry, no headline."""
MIN_LISTED_LINKS = 10
MIN_LISTED_SHARE = 0.5
"""Share of a page's text that is headlines of other pages, and teasers below them, from which on it lists them."""
_TEASER_CHARS = 200
"""How far below its headline a teaser begins."""


def _listed_links(data: bytes, article: Article) -> UnreadableArticle | None:
    """Return the refusal of a page that mostly lists others, such as a front page; None for all others."""
    page = data[:MAX_LOOKED_CHARS].decode("utf-8", "replace")
    paragraphs = article.paragraphs[:_MAX_PARAGRAPHS]
    headings = "\n".join(dict.fromkeys(article.headings[:_MAX_PARAGRAPHS]))
    text = "\n".join(paragraphs)
    parts = _LINK.split(page, _MAX_LINKS)[1:]
    links = {_visible(part[:MAX_LINK_CHARS].partition("</a>")[0].partition(">")[2]) for part in parts}
    links = {link for link in links if len(link) >= MIN_LINK_CHARS}
    if len(links) < MIN_LISTED_LINKS:
        return None
    seen = _visible(page)
    listed = {link: link for link in links if link in text}
    for link in links - listed.keys():  # A headline, which the reader can have left out, as it only leads elsewhere.
        at = seen.find(link) + len(link)
        below = seen[at : at + _TEASER_CHARS]
        if teaser := next((each for each in paragraphs if each[:MIN_LINK_CHARS] in below), ""):
            listed[link] = f"{link if link in headings else ''}{teaser}"
    share = sum(map(len, listed.values())) / len(headings + text)
    if len(listed) < MIN_LISTED_LINKS or share < MIN_LISTED_SHARE:
        return None
    lead = paragraphs[0]
    if not any(each in lead or each.endswith(lead) for each in listed.values()):  # A story of its own, above others.
        return None
    return UnreadableArticle("this page lists other pages ({count}); add those by their links.", count=len(listed))


def _visible(markup: str) -> str:
    """Return what is between the tags, on one line."""
    return " ".join(unescape(_TAG.sub(" ", markup)).split())


def _is_whole(error: UnreadableArticle) -> bool:
    """Tell the refusal of a whole file, whose name is not the address that the person gave."""
    return error.values.keys() == {"name", "fault"}


def _placed(article: Article, address: str) -> Article:
    """Return an article with the address it was found at, unless it names a better one of the same site, and no id.

    A page could else pass for another site's, all pages of a site for its front page, and a file for an article of the
    operator's.
    """
    return replace(
        article, id="", fetched_from=address, url=_own_link(article, address) or normalize.web_link(address) or address
    )


def _part(article: Article, address: str) -> Article:
    """Return one of several articles at an address, with one that tells it from the others, and no id.

    A row of a table has no place of its own there, only the address that it names.
    """
    mark = blake2b(article.path.encode("utf-8", "replace"), digest_size=6).hexdigest()
    placed = f"{address.partition('#')[0]}#{mark}" if article.path else _own_link(article, address)
    return replace(article, id="", url=placed)


def _own_link(article: Article, address: str) -> str:
    """Return the address that an article names, where that is of a page of the same site; else empty."""
    named, found = urlsplit(article.url), urlsplit(address)
    is_front = named.path in ("", "/") and not named.query
    is_plain = "@" not in named.netloc  # What stands before it looks like a site, and is none.
    is_own = is_plain and not is_front and _is_same_site(named.hostname or "", found.hostname or "")
    return article.url if is_own else ""


def _is_same_site(one: str, other: str) -> bool:
    """Tell whether two names are of one site: the same, or one below the other."""
    above, below = sorted((_without_form(one), _without_form(other)), key=len)
    return above == below or ("." in above and below.endswith(f".{above}"))


def _without_form(name: str) -> str:
    name = name.lower().rstrip(".")
    return next((name.removeprefix(form) for form in _FORMS if name.startswith(form) and name.count(".") > 1), name)
