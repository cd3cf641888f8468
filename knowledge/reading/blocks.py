"""Markdown's blocks → paragraphs of plain text."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from markdown_it import MarkdownIt
from markdown_it.token import Token

from knowledge.reading import normal

# No tag reaches over the next `<`: else a text of open tags alone would keep everything else waiting for minutes.
_TAGS = re.compile(r"<(script|style)\b[^<>]*>.*?(?:</\1\s*>|$)|<!--.*?(?:-->|$)|<[^<>]*>", re.DOTALL | re.IGNORECASE)
_MARKS = (*"[]*_<&\\`\n", "- ")
_MOST = 50_000
"""The parser takes up to forty microseconds for a mark or a line; an article of a hundred pages has some thousands."""
_BETWEEN = re.compile(r"\n[^\S\n]*\n")
_BREAKS = frozenset({"softbreak", "hardbreak"})
_SHOWN = frozenset({"text", "code_inline", *_BREAKS})


def parsed(text: str) -> list[Token]:
    """Return the tokens of a Markdown text."""
    return MarkdownIt("commonmark").enable("table").parse(text)


def is_dense(text: str) -> bool:
    """Tell whether a text has more marks and lines than the parser reads in a second or two."""
    return sum(map(text.count, _MARKS)) > _MOST


def plainly(text: str) -> Iterator[str]:
    """Yield what stands between empty lines as paragraphs, their lines and every mark in them as they are."""
    for block in _BETWEEN.split(text):
        if lines := normal.lined(block):
            yield "\n".join(lines)


def heading(tokens: Sequence[Token]) -> str:
    """Return the first heading of the first level; empty if there is none."""
    for token, inner in pairwise(tokens):
        if token.type == "heading_open" and token.tag == "h1":
            return normal.one_line(_plain(inner), normal.MAX_TITLE)
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
        return normal.lined(token.content)
    if token.type == "html_block":
        return [text] if (text := normal.paragraph(_TAGS.sub(" ", token.content))) else []
    return [text] if token.type == "inline" and (text := normal.paragraph(_plain(token))) else []


def _plain(token: Token) -> str:
    """Return the text of a line's marks: link texts stay, pictures and HTML tags go."""
    shown = (part for part in token.children or () if part.type in _SHOWN)
    return "".join(" " if part.type in _BREAKS else part.content for part in shown)
