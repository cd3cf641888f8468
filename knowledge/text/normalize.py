"""The few changes made to a text before it is kept: what cannot be seen goes, all else stays verbatim."""

import re
import unicodedata
from urllib.parse import urlsplit

from knowledge.errors import UnreadableArticle

MAX_TITLE = 300
MAX_NAME = 200
MAX_URL = 2_000
MAX_LANGUAGE = 20
MAX_PARAGRAPHS = 20_000

# Controls, lone surrogates, bidi controls and invisible marks. Joiners stay: Persian, Hindi and emoji need them.
_UNSEEN = re.compile(r"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u200b\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
_BREAK = re.compile(r"\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")


def lines(text: str) -> list[str]:
    """Return the lines of a text, composed (NFC), each with single spaces and no end."""
    text = unicodedata.normalize("NFC", _UNSEEN.sub("", text))
    return [" ".join(line.split()) for line in _BREAK.split(text)]


def one_line(text: str, limit: int) -> str:
    """Return the text on one line, cut at a word where it is longer than the limit."""
    line = " ".join(lines(text)).strip()
    if len(line) <= limit:
        return line
    return line[: limit - 1].rsplit(" ", 1)[0].rstrip(" ,;:-") + "…"


def paragraph(text: str) -> str:
    """Return the text as one paragraph on one line; empty if nothing can be seen in it."""
    return " ".join(" ".join(lines(text)).split())


def nonblank_lines(text: str) -> list[str]:
    """Return the lines that hold text, for a paragraph whose lines mean something, as those of a list do."""
    return [line for line in lines(text) if line]


def derived_title(paragraphs: tuple[str, ...]) -> str:
    """Return the first words of the text, for an article that has no title."""
    return one_line(paragraphs[0], 80)


def web_link(url: str) -> str:
    """Return the link if it is one to a web page (http, https, at most 2,000 characters), else nothing."""
    url = url.strip()
    if len(url) > MAX_URL or any(character.isspace() or not character.isprintable() for character in url):
        return ""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return url if parts.scheme in ("http", "https") and parts.hostname else ""


def nonempty(paragraphs: list[str]) -> tuple[str, ...]:
    """Return the paragraphs in which something can be seen; UnreadableArticle if there is none or too many."""
    kept = tuple(text for text in paragraphs if any(map(_is_seen, text)))
    if len(kept) > MAX_PARAGRAPHS:
        raise UnreadableArticle("this has over 20,000 paragraphs, too many for one article; split it.")
    if not kept:
        raise UnreadableArticle("there is no text in it; add a file with the article's text.")
    return kept


def _is_seen(character: str) -> bool:
    return character.isprintable() and not character.isspace()
