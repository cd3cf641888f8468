"""A passage as runs of words, matched or not, and the runs as Discord's markdown that fits its room."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, groupby

from bot.text import limits
from knowledge import Citation

JOINER = "\u200b"
"""Put after every `@`, so that no mention can form."""

_ISOLATE, _END = "\u2068", "\u2069"
_JOINERS = "\u200c\u200d"
# Format characters that are seen: Arabic, Syriac and Kaithi number signs.
_SEEN = frozenset("\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd")
# Letters and marks that are not seen: fillers and the grapheme joiner.
_UNSEEN = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
SPECIAL = "\\*_~`|<>[]:@"
"""Characters that may grow by one when they are escaped."""
_MARKUP = re.compile(r"[\\*_~`|<>\[\]]|:(?=\S|$)|@")
_LINE_START = re.compile(r"^(\d*)([#+\-.)])")


def visible_chars(text: str) -> Iterator[tuple[int, str]]:
    """Yield the characters to show, each with its place in `text`; white space becomes single spaces."""
    if is_plain(text):
        yield from enumerate(text)
        return
    pending = -1
    started = False
    for place, character in enumerate(text):
        if character.isspace():
            pending = place
            continue
        kept = _kept(text, place, character)
        if not kept:
            continue
        if started and pending >= 0:
            yield pending, " "
        yield place, kept
        pending, started = -1, True


def is_plain(text: str) -> bool:
    """Tell, at far less cost than `plain`, whether a text has nothing that it would change; False may be wrong."""
    spaced = "  " in text or text[:1] == " " or text[-1:] == " "
    return text.isprintable() and not spaced and _UNSEEN.isdisjoint(text)


def strip_invisible(text: str) -> str:
    """Return the text on one line, without control, invisible and direction characters."""
    if is_plain(text):
        return text
    return "".join(character for _, character in visible_chars(text))


def escape_markdown(text: str) -> str:
    """Escape a plain text so that Discord shows every character of it and acts on none."""
    return escape_line_start(escape_inline(text))


def escape_inline(text: str) -> str:
    """Escape a part of a line: all of `markdown` but what matters only where a line begins."""
    return _MARKUP.sub(_escaped, text)


def escape_line_start(line: str) -> str:
    """Keep an escaped line from beginning a heading or a list."""
    return _LINE_START.sub(r"\1\\\2", line)


def escape_code(text: str) -> str:
    """Keep a text inside a code span from ending it."""
    return text.replace("`", "'")


def isolate_rtl(text: str) -> str:
    """Keep right-to-left text from changing the order of the text around it."""
    if not text.isascii() and any(unicodedata.bidirectional(character) in ("R", "AL") for character in text):
        return f"{_ISOLATE}{text}{_END}"
    return text


def _escaped(match: re.Match[str]) -> str:
    character = match[0]
    return character + JOINER if character == "@" else "\\" + character


def _kept(text: str, place: int, character: str) -> str:
    category = unicodedata.category(character)
    if category == "Cs":
        return "\ufffd"
    if category == "Cf":
        return character if character in _SEEN or _joins(text, place) else ""
    return "" if category == "Cc" or character in _UNSEEN else character


def _joins(text: str, place: int) -> bool:
    """Tell whether a joiner is between two characters that it can join, as in Persian or an emoji."""
    around = text[place - 1 : place] + text[place + 1 : place + 2]
    return (
        text[place] in _JOINERS
        and len(around) == 2
        and not any(c.isascii() or c.isspace() or unicodedata.category(c) in ("Cf", "Cs") for c in around)
    )


Run = tuple[str, bool]
"""Harmless text on one line, and whether it matched the question."""

_JOINED = re.compile(r"[\s\-‐‑–'’]{0,3}")
"""Between two matched words nothing more than this is shown as one match."""
_BOLD = 4
"""Characters that the markup of a bold run takes."""
_GUARDS = 3
"""What `escape.guarded` and `escape.isolated` may add to a whole."""


def quote_markdown(citation: Citation) -> list[Run]:
    """Return the passage as shown: with `…` at each end where its paragraph goes on."""
    start, end = citation.span
    before = [("…", False)] if start > 0 else []
    after = [("…", False)] if end < len(citation.text) else []
    return [*before, *bold_runs(citation.text, citation.marked, start, end), *after]


def paragraph_markdown(citation: Citation) -> list[Run]:
    """Return the whole paragraph."""
    return list(bold_runs(citation.text, citation.marked, 0, len(citation.text)))


def bold_runs(text: str, matched: Iterable[tuple[int, int]], start: int, end: int) -> Iterator[Run]:
    """Yield a slice of a text as harmless runs, matched words in runs of their own."""
    spans = list(_merged(text, matched))
    if is_plain(text[start:end]):
        yield from _sliced(text, spans, start, end)
        return
    flags = bytearray(len(text))
    for first, last in spans:
        flags[first:last] = b"\1" * (last - first)
    characters = ((character, bool(flags[start + place])) for place, character in visible_chars(text[start:end]))
    for bold, group in groupby(characters, key=lambda pair: pair[1]):
        yield "".join(character for character, _ in group), bold


def _sliced(text: str, spans: Iterable[tuple[int, int]], start: int, end: int) -> Iterator[Run]:
    """Yield the runs of a slice that is harmless as it is."""
    within = ((max(first, start), min(last, end)) for first, last in spans)
    for first, last in within:
        if first >= last:
            continue
        if first > start:
            yield text[start:first], False
        yield text[first:last], True
        start = last
    if start < end:
        yield text[start:end], False


def runs_markdown(pieces: Sequence[Run], room: int) -> str:
    """Draw runs with what matched in bold, cut between words to at most `room` after escaping."""
    drawn = [_bold(text) if bold else escape_inline(text) for text, bold in _fitted(pieces, room - _GUARDS)]
    return isolate_rtl(escape_line_start("".join(drawn)))


def escaped_line(text: str, room: int) -> str:
    """Draw a headline, a name or a question: escaped, on one line, cut to `room`."""
    return runs_markdown([(strip_invisible(text), False)], room)


def max_length(pieces: Sequence[Run]) -> int:
    """Return the most room that runs can take."""
    return sum(_cost(piece) for piece in pieces) + _GUARDS


def _cost(piece: Run) -> int:
    text, bold = piece
    return limits.utf16_len(text) + sum(map(text.count, SPECIAL)) + _BOLD * bold


def _fitted(pieces: Sequence[Run], room: int) -> Iterator[Run]:
    """Yield the runs that fit, the last one cut between words; `…` ends what was cut."""
    if sum(map(_cost, pieces)) <= room:
        yield from pieces
        return
    room -= 1
    for piece in pieces:
        if _cost(piece) > room:
            yield _cut(piece, room)
            break
        yield piece
        room -= _cost(piece)
    yield "…", False


def _cut(piece: Run, room: int) -> Run:
    text, bold = piece
    costs = accumulate(_cost((character, False)) for character in text)
    at = sum(cost <= room - _BOLD * bold for cost in costs)
    return text[: limits.cut_point(text, at)], bold


def _merged(text: str, matched: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield the spans within the text, those that only a space or a hyphen parts as one."""
    held: tuple[int, int] | None = None
    for first, last in sorted((max(0, first), min(len(text), last)) for first, last in matched):
        if first >= last:
            continue
        if held and (first <= held[1] or _JOINED.fullmatch(text, held[1], first)):
            held = held[0], max(held[1], last)
            continue
        if held:
            yield held
        held = first, last
    if held:
        yield held


def _bold(text: str) -> str:
    core = text.strip()
    if not core:
        return text
    before, after = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
    return f"{before}**{escape_inline(core)}**{after}"
