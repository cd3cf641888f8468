"""RSS, Atom and JSON Feed → an article for each item that has a text of its own."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from io import BytesIO
from itertools import islice

import feedparser

from knowledge.errors import UnreadableArticle
from knowledge.ingest import corrections, richtext
from knowledge.ingest.blocks import body_of
from knowledge.ingest.files import refused_item
from knowledge.models import Article
from knowledge.text import normalize
from knowledge.text.dates import parse_date

MAX_ITEMS = 5_000


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
    published_at: date | None = None
    modified_at: date | None = None
    keywords: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed: who publishes it, in which language, and its items, at most MAX_ITEMS."""

    title: str = ""
    language: str = ""
    items: tuple[FeedItem, ...] = ()


def parse(data: bytes) -> Feed:
    """Return what a feed of RSS or Atom holds; raise UnreadableArticle where it is none."""
    read = feedparser.parse(BytesIO(data), sanitize_html=False, resolve_relative_uris=True)
    if not read.get("version"):
        raise UnreadableArticle("this is XML that I don't know; I read feeds, MediaWiki exports and saved pages.")
    head = read.feed
    return Feed(
        title=richtext.plain(str(head.get("title", ""))),
        language=normalize.language_code(str(head.get("language", ""))),
        items=tuple(map(_item, islice(read.entries, MAX_ITEMS))),
    )


def _item(entry: Mapping[str, object]) -> FeedItem:
    contents = entry.get("content")
    full = [each.get("value", "") for each in contents if isinstance(each, dict)] if isinstance(contents, list) else []
    markup = max((str(each) for each in full), key=len, default="")
    tags = entry.get("tags")
    terms = [each.get("term") for each in tags if isinstance(each, dict)] if isinstance(tags, list) else []
    return FeedItem(
        title=richtext.plain(str(entry.get("title", ""))),
        markup=markup or str(entry.get("summary", "")),
        is_full=bool(markup),
        url=str(entry.get("link", "")),
        id=str(entry.get("id", "")),
        author=str(entry.get("author", "")),
        published_at=_moment(entry.get("published_parsed")),
        # Asked by its own name: else feedparser gives the day of publication, with a warning.
        modified_at=_moment(entry["updated_parsed"] if "updated_parsed" in list(entry) else None),
        keywords=_keywords(terms),
    )


def _keywords(found: object) -> tuple[str, ...]:
    """Return the keywords in a list; empty where it is none."""
    return normalize.keywords(each for each in found if isinstance(each, str)) if isinstance(found, Sequence) else ()


def _moment(parts: object) -> date | None:
    """Return the moment that feedparser gives, in UTC."""
    if not isinstance(parts, tuple):
        return None
    with suppress(ValueError, TypeError, OverflowError):
        year, month, day, hour, minute, second = parts[:6]
        return datetime(year, month, day, hour, minute, second, tzinfo=UTC)
    return None


def json_feed(value: Mapping[str, object]) -> Feed:
    """Return what a JSON Feed holds."""
    items = value.get("items")
    return Feed(
        title=_string(value, "title"),
        language=normalize.language_code(_string(value, "language")),
        items=tuple(_json_item(each) for each in items[:MAX_ITEMS] if isinstance(each, dict))
        if isinstance(items, list)
        else (),
    )


def is_json_feed(value: object) -> bool:
    """Tell a JSON Feed from other JSON."""
    return isinstance(value, dict) and str(value.get("version", "")).startswith("https://jsonfeed.org/version/")


def _json_item(item: Mapping[str, object]) -> FeedItem:
    authors = item.get("authors")
    names = [_string(each, "name") for each in authors if isinstance(each, dict)] if isinstance(authors, list) else []
    author = item.get("author")
    names += [_string(author, "name")] if isinstance(author, dict) and not names else []
    markup = _string(item, "content_html") or _paragraphs(_string(item, "content_text"))
    return FeedItem(
        title=_string(item, "title"),
        markup=markup or _paragraphs(_string(item, "summary")),
        is_full=bool(markup),
        url=_string(item, "url"),
        id=_string(item, "id"),
        author=", ".join(filter(None, names)),
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


def articles(feed: Feed, name: str) -> Iterator[Article | UnreadableArticle]:
    """Yield the article of each item, or why it has none."""
    if not feed.items:
        raise UnreadableArticle("this feed has no items yet; add it again once it has.")
    for number, item in enumerate(feed.items, start=1):
        try:
            yield article(feed, item)
        except UnreadableArticle as error:
            yield refused_item(name, number, error)


def article(feed: Feed, item: FeedItem) -> Article:
    """Return the article of an item; raise UnreadableArticle where it has no text."""
    kept, corrected = corrections.split(richtext.blocks(item.markup))
    body = body_of(kept, item.title)
    return Article(
        title=normalize.one_line(item.title, normalize.MAX_TITLE) or normalize.derived_title(body.paragraphs),
        paragraphs=body.paragraphs,
        headings=body.headings,
        publisher=normalize.one_line(feed.title, normalize.MAX_NAME),
        byline=normalize.one_line(item.author, normalize.MAX_NAME),
        published_at=item.published_at or item.modified_at,
        modified_at=item.modified_at if item.modified_at != item.published_at else None,
        language=feed.language,
        url=normalize.web_link(item.url),
        keywords=item.keywords,
        corrections=corrected,
        path=item.id or item.url,
    )
