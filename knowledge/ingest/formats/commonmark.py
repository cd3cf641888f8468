"""CommonMark whose marks can be read in one way only → its parts and their words, without the parser.

Most paragraphs, headings and lists are such, and the parser takes twenty times as long for them. What any other mark
or another dialect decides is told apart, and left to `markdown`. Tests hold both ways equal (https://spec.commonmark.org).
"""

import re
from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

_DESTINATION = (
    r"\((?!(?i:javascript|vbscript|file|data):)[^\s()<>\[\]\\`;\x00-\x1f\x7f]*+"
    r"(?: \"[^\"\\\n`&<\[\]]*+\")?\)"
)
_HOST = r"[a-z0-9]++(?:[.-][a-z0-9]++)++"
_RUN = r"(?:\*{1,3}|_{1,3})"
_PIECE = re.compile(
    r"(?P<text>(?:[^\\`*_\[\]!<&]+|!(?!\[)|<(?![A-Za-z/!?])|&(?!\#?[A-Za-z0-9]{1,40};)|"
    r"(?<=[^\W_])_++(?=[^\W_])|(?<=[ \n])\*(?=[ \n]))+)|"
    r"`(?P<code>[^`]++)`(?!`)|"
    rf"<(?P<link>https?://{_HOST}(?:/[A-Za-z0-9/._~=-]*+)?|[a-z0-9.]++@{_HOST})>|"
    rf"(?P<image>!\[[^\[\]\\`<]*+\]{_DESTINATION})|"
    rf"(?P<label>\[)(?=(?:[^\[\]\\`<]|`[^`]++`(?!`))*+\]{_DESTINATION})|"
    rf"(?P<end>\]){_DESTINATION}|"
    rf"(?P<open>(?<![^ \n]){_RUN}(?=[^\s*_])|(?<=[(\[\"'“‘]){_RUN}(?=[^\W_]))|"
    rf"(?P<close>(?<=[^\s*_]){_RUN}(?![^ \n])|(?<=[^\W_]){_RUN}(?=[.,;:!?)\]\"'”’]))"
)
"""Marks that open or close something wherever else others stand: CommonMark's flanking runs, links, pictures, code."""
_MARKS = re.compile(r"[\\`*_\[\]!<&]")


def words_inside(text: str) -> str | None:
    """Return the words of the inside of a paragraph, as CommonMark has them; None where that takes the parser."""
    if not _MARKS.search(text):
        return text
    words: list[str] = []
    opened: list[str] = []
    at = 0
    while at < len(text):
        piece = _PIECE.match(text, at)
        kind = piece.lastgroup if piece else None
        if piece is None or kind is None:
            return None
        if kind == "text":
            words.append(piece[0])
        elif kind == "code":
            words.append(_code(piece["code"]))
        elif kind == "link":
            words.append(piece["link"])
        elif kind in ("label", "open"):
            if any(piece[0][0] in run for run in opened):
                return None
            opened.append(piece[0])
        elif kind in ("end", "close") and (not opened or opened.pop() != ("[" if kind == "end" else piece[0])):
            return None
        at = piece.end()
    return None if opened else "".join(words)


def _code(text: str) -> str:
    """Return what stands between backticks; a space that only parts it from them goes."""
    text = text.replace("\n", " ")
    return text[1:-1] if text[0] == text[-1] == " " and not text.isspace() else text


_BEGINS = r"(?:[^\W\d_]|[\"'“‘«(¿¡$€£]|\d(?!\d{0,8}[.)])|!?\[|[*_]{1,3}[^\W_]|`(?!``))"
"""What can begin a line of a paragraph, and no list, quotation, table, heading, rule, code or element of HTML."""
_PROSE = re.compile(rf"{_BEGINS}[^\n]*+(?:\n {{0,3}}{_BEGINS}[^\n]*+)*+\n?")
_HEADING = re.compile(r"(?P<level>#{1,6})[ \t]+(?P<text>[^\s#][^\n]*?)(?:[ \t]+#+)?[ \t]*(?:\n|\Z)")
_LIST = re.compile(
    rf"(?P<mark>[-*+])[ ]{{1,3}}{_BEGINS}[^\n]*+"
    rf"(?:\n(?:(?:  |    )?(?P=mark)[ ]{{1,3}}|[ ]{{0,6}}){_BEGINS}[^\n]*+)*+\n?"
)
"""Items that are one line each, or go on in lines that begin as those of paragraphs, some inside others."""
_ITEM = re.compile(r"^[ ]*[-*+][ ]{1,3}", re.MULTILINE)
_FENCED = re.compile(r"^((?P<fence>`{3,}|~{3,})[^`~\n]*\n(?:(?!(?P=fence))[^\n]*\n)*+(?P=fence)[ \t]*)$", re.MULTILINE)
_UNSURE = re.compile(r"\]:|\0|^ {0,3}<(?:[!?]|script|pre|style|textarea)", re.MULTILINE | re.IGNORECASE)
"""Definitions, which hold everywhere, and elements of HTML that empty lines do not end."""
_HTML = re.compile(r"^ {0,3}<", re.MULTILINE)
_APART = re.compile(r"\n(?:[ \t]*\n)+")


class MarkdownPart(NamedTuple):
    """A part of a Markdown text."""

    kind: Literal["prose", "heading", "list", "other"]
    texts: Sequence[str]
    """The inside of a paragraph or a heading, of each item of a list, or what only the parser can read."""
    level: int = 0


def parts_of(text: str) -> Iterator[MarkdownPart]:
    """Yield the parts of a Markdown text in order."""
    fenced = _FENCED.split(text)
    if _UNSURE.search(text) or _holds_fence(fenced[::3]):
        yield MarkdownPart("other", [text])
        return
    held: list[str] = []
    items = None
    for block, is_code in _blocks(fenced):
        heading = None if is_code else _HEADING.match(block)
        is_prose = not is_code and bool(_PROSE.fullmatch(block))
        is_list = not (is_code or held) and bool(_LIST.fullmatch(block))
        if items and (heading or is_prose or is_code):
            # Anything else below an empty line can go on in the list.
            yield items
            held, items = [], None
        if heading or is_prose:
            if any(held):
                yield MarkdownPart("other", ["\n\n".join(held)])
            held = []
        if heading:
            yield MarkdownPart("heading", [heading["text"]], len(heading["level"]))
        elif is_prose:
            yield MarkdownPart("prose", [block.rstrip(" \t\n")])
        else:
            items = MarkdownPart("list", [item.rstrip(" \t\n") for item in _ITEM.split(block)[1:]]) if is_list else None
            held.append(block)
    if items or any(held):
        yield items or MarkdownPart("other", ["\n\n".join(held)])


def _blocks(fenced: Sequence[str]) -> Iterator[tuple[str, bool]]:
    """Yield what stands between empty lines, a heading apart from what is right below, each with whether it is code."""
    for at, part in enumerate(fenced):
        if at % 3 == 1:
            yield part, True
        for block in _APART.split(part) if at % 3 == 0 else ():
            start = 0
            while heading := _HEADING.match(block, start):
                yield heading[0], False
                start = heading.end()
            if block[start:].strip():
                yield block[start:], False


def _holds_fence(parts: Sequence[str]) -> bool:
    """Tell whether fences of code can begin or end in what is around those that are whole."""
    return any("```" in part or "~~~" in part or (len(parts) > 1 and _HTML.search(part)) for part in parts)
