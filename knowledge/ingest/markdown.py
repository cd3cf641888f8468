"""Markdown, with front matter or without → Article."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from itertools import pairwise
from pathlib import PurePath

import yaml
from frontmatter.default_handlers import YAMLHandler
from markdown_it import MarkdownIt
from markdown_it.token import Token

from knowledge.errors import UnreadableArticle
from knowledge.ingest.publishers import zone_of
from knowledge.models import Article
from knowledge.text import normalize
from knowledge.text.dates import parse_date, with_zone

# No tag reaches over the next `<`: else a text of open tags alone would keep everything else waiting for minutes.
_TAGS = re.compile(r"<(script|style)\b[^<>]*>.*?(?:</\1\s*>|$)|<!--.*?(?:-->|$)|<[^<>]*>", re.DOTALL | re.IGNORECASE)
_MARKS = (*"[]*_<&\\`\n", "- ")
MAX_MARKS = 50_000
"""The parser takes up to forty microseconds for a mark or a line; an article of a hundred pages has some thousands."""
_BETWEEN = re.compile(r"\n[^\S\n]*\n")
_BREAKS = frozenset({"softbreak", "hardbreak"})
_SHOWN = frozenset({"text", "code_inline", *_BREAKS})


def parsed(text: str) -> list[Token]:
    """Return the tokens of a Markdown text."""
    return MarkdownIt("commonmark").enable("table").parse(text)


def is_dense(text: str) -> bool:
    """Tell whether a text has more marks and lines than the parser reads in a second or two."""
    return sum(map(text.count, _MARKS)) > MAX_MARKS


def as_plain(text: str) -> Iterator[str]:
    """Yield what stands between empty lines as paragraphs, their lines and every mark in them as they are."""
    for block in _BETWEEN.split(text):
        if lines := normalize.nonblank_lines(block):
            yield "\n".join(lines)


def heading(tokens: Sequence[Token]) -> str:
    """Return the first heading of the first level; empty if there is none."""
    for token, inner in pairwise(tokens):
        if token.type == "heading_open" and token.tag == "h1":
            return normalize.one_line(_plain(inner), normalize.MAX_TITLE)
    return ""


def paragraphs_of(tokens: Sequence[Token]) -> Iterator[str]:
    """Yield the paragraphs; a list or a table is one, with a line for each item or row; headings are left out."""
    lines: list[str] = []
    depth = row = 0
    for token, before in zip(tokens, ["", *(token.type for token in tokens)], strict=False):
        depth += _depth(token)
        lines += [] if before == "heading_open" else _lines(token)
        if token.type == "tr_open":
            row = len(lines)
        if token.type == "tr_close":
            lines[row:] = [" ".join(lines[row:])]
        if depth == 0 and lines:
            yield "\n".join(lines)
            lines = []


def _depth(token: Token) -> int:
    """Count the lists and tables that a token opens or closes."""
    return token.nesting if token.type.startswith(("bullet_list", "ordered_list", "table")) else 0


def _lines(token: Token) -> list[str]:
    if token.type in ("fence", "code_block"):
        return normalize.nonblank_lines(token.content)
    if token.type == "html_block":
        return [text] if (text := normalize.paragraph(_TAGS.sub(" ", token.content))) else []
    return [text] if token.type == "inline" and (text := normalize.paragraph(_plain(token))) else []


def _plain(token: Token) -> str:
    """Return the text of a line's marks: link texts stay, pictures and HTML tags go."""
    shown = (part for part in token.children or () if part.type in _SHOWN)
    return "".join(" " if part.type in _BREAKS else part.content for part in shown)


MAX_FRONT_MATTER_CHARS = 64 * 1024
# Beyond this the parser takes minutes and gigabytes for texts made to hurt it.
MAX_MARKDOWN_CHARS = 1_000_000
_YAML = YAMLHandler()


def article(text: str, name: str) -> Article:
    """Read a Markdown file; UnreadableArticle if its front matter is broken or it holds no text.

    One with so many marks that it seems made to keep the parser busy is read as plain text.
    """
    if len(text) > MAX_MARKDOWN_CHARS:
        raise UnreadableArticle("this has over a million characters, too many for one article in Markdown; split it.")
    facts, body = _parts(text.lstrip("\ufeff"))
    dense = is_dense(body)
    tokens = [] if dense else parsed(body)
    publisher = _line(facts, "publisher", "source")
    return Article(
        id=_line(facts, "id"),
        title=_line(facts, "title", limit=normalize.MAX_TITLE) or heading(tokens) or _named(name),
        paragraphs=normalize.nonempty(list(as_plain(body) if dense else paragraphs_of(tokens))),
        publisher=publisher,
        byline=_line(facts, "byline", "author", "authors"),
        published_at=_date(facts, publisher),
        language=_line(facts, "language", "lang", limit=normalize.MAX_LANGUAGE),
        url=normalize.web_link(_line(facts, "url", "link", limit=normalize.MAX_URL + 1)),
    )


def _parts(text: str) -> tuple[Mapping[object, object], str]:
    """Return the front matter, empty if there is none, and the text below it."""
    if not _YAML.detect(text):
        return {}, text
    try:
        head, body = _YAML.split(text)
    except ValueError:  # a text that begins with a rule and has no second one
        return {}, text
    if len(head) > MAX_FRONT_MATTER_CHARS:
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


def _line(facts: Mapping[object, object], *keys: str, limit: int = normalize.MAX_NAME) -> str:
    """Return the first of the keys that is given, a list of names with commas."""
    found = next((facts[key] for key in keys if facts.get(key) is not None), "")
    names = found if isinstance(found, list) else [found]
    texts = [str(name) for name in names if isinstance(name, str | int | float | date)]
    return normalize.one_line(", ".join(texts), limit)


def _date(facts: Mapping[object, object], publisher: str) -> date | None:
    found = next((facts[key] for key in ("published_at", "date", "published") if facts.get(key)), None)
    zone = zone_of(publisher)
    if isinstance(found, datetime):
        return with_zone(found, zone)
    if found is None or isinstance(found, date):
        return found
    moment = parse_date(found, publisher_zone=zone) if isinstance(found, str) else None
    if moment is None:
        raise UnreadableArticle(
            "the date in its front matter is none; write it like 2018-10-11 or 2018-10-11T10:39+09:00."
        )
    return moment


def _named(name: str) -> str:
    """Return a title from the file name, which may be all that there is."""
    return (
        normalize.one_line(PurePath(name).stem.replace("_", " ").replace("-", " "), normalize.MAX_TITLE) or "Untitled"
    )
