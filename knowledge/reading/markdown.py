"""Markdown, with front matter or without → Article."""

from collections.abc import Mapping
from datetime import date, datetime
from pathlib import PurePath

import yaml
from frontmatter.default_handlers import YAMLHandler

from knowledge.errors import UnreadableArticle
from knowledge.models import Article
from knowledge.reading import normal
from knowledge.reading.blocks import heading, is_dense, paragraphs_of, parsed, plainly
from knowledge.reading.dates import placed, published
from knowledge.reading.publishers import zone_of

_LONGEST = 64 * 1024
# Beyond this the parser takes minutes and gigabytes for texts made to hurt it.
_MOST = 1_000_000
_YAML = YAMLHandler()


def article(text: str, name: str) -> Article:
    """Read a Markdown file; UnreadableArticle if its front matter is broken or it holds no text.

    One with so many marks that it seems made to keep the parser busy is read as plain text.
    """
    if len(text) > _MOST:
        raise UnreadableArticle("this has over a million characters, too many for one article in Markdown; split it.")
    facts, body = _parts(text.lstrip("\ufeff"))
    dense = is_dense(body)
    tokens = [] if dense else parsed(body)
    publisher = _line(facts, "publisher", "source")
    return Article(
        id=_line(facts, "id"),
        title=_line(facts, "title", limit=normal.MAX_TITLE) or heading(tokens) or _named(name),
        paragraphs=normal.visible(list(plainly(body) if dense else paragraphs_of(tokens))),
        publisher=publisher,
        byline=_line(facts, "byline", "author", "authors"),
        published_at=_date(facts, publisher),
        language=_line(facts, "language", "lang", limit=normal.MAX_LANGUAGE),
        url=normal.web_link(_line(facts, "url", "link", limit=normal.MAX_URL + 1)),
    )


def _parts(text: str) -> tuple[Mapping[object, object], str]:
    """Return the front matter, empty if there is none, and the text below it."""
    if not _YAML.detect(text):
        return {}, text
    try:
        head, body = _YAML.split(text)
    except ValueError:  # a text that begins with a rule and has no second one
        return {}, text
    if len(head) > _LONGEST:
        raise _broken()
    return _facts(head), body


def _facts(head: str) -> Mapping[object, object]:
    try:
        facts = _YAML.load(head)
    except (yaml.YAMLError, ValueError, TypeError, AttributeError, RecursionError, OverflowError) as error:
        raise _broken() from error
    if facts is None:
        return {}
    if not isinstance(facts, dict):
        raise _broken()
    return facts


def _broken() -> UnreadableArticle:
    return UnreadableArticle(
        "its front matter is not valid YAML; mend the lines between the two ---, quoting values with a colon in them."
    )


def _line(facts: Mapping[object, object], *keys: str, limit: int = normal.MAX_NAME) -> str:
    """Return the first of the keys that is given, a list of names with commas."""
    found = next((facts[key] for key in keys if facts.get(key) is not None), "")
    names = found if isinstance(found, list) else [found]
    texts = [str(name) for name in names if isinstance(name, str | int | float | date)]
    return normal.one_line(", ".join(texts), limit)


def _date(facts: Mapping[object, object], publisher: str) -> date | None:
    found = next((facts[key] for key in ("published_at", "date", "published") if facts.get(key)), None)
    zone = zone_of(publisher)
    if isinstance(found, datetime):
        return placed(found, zone)
    if found is None or isinstance(found, date):
        return found
    moment = published(found, publisher_zone=zone) if isinstance(found, str) else None
    if moment is None:
        raise UnreadableArticle(
            "the date in its front matter is none; write it like 2018-10-11 or 2018-10-11T10:39+09:00."
        )
    return moment


def _named(name: str) -> str:
    """Return a title from the file name, which may be all that there is."""
    return normal.one_line(PurePath(name).stem.replace("_", " ").replace("-", " "), normal.MAX_TITLE) or "Untitled"
