"""A passage as runs of words, matched or not, and the runs as Discord's markdown that fits its room."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, groupby

from bot.drawing import escape, limits
from knowledge import Citation

Run = tuple[str, bool]
"""Harmless text on one line, and whether it matched the question."""

_JOINED = re.compile(r"[\s\-‐‑–'’]{0,3}")
"""Between two matched words nothing more than this is shown as one match."""
_BOLD = 4
"""What the signs around a bold run take."""
_GUARDS = 3
"""What `escape.guarded` and `escape.isolated` may add to a whole."""


def quote(citation: Citation) -> list[Run]:
    """Return the passage as shown: with `…` at each end where its paragraph goes on."""
    start, end = citation.span
    before = [("…", False)] if start > 0 else []
    after = [("…", False)] if end < len(citation.text) else []
    return [*before, *runs(citation.text, citation.matched, start, end), *after]


def paragraph(citation: Citation) -> list[Run]:
    """Return the whole paragraph."""
    return list(runs(citation.text, citation.matched, 0, len(citation.text)))


def runs(text: str, matched: Iterable[tuple[int, int]], start: int, end: int) -> Iterator[Run]:
    """Yield a slice of a text in runs, made harmless, with what matched told apart."""
    spans = list(_merged(text, matched))
    if escape.is_plain(text[start:end]):
        yield from _sliced(text, spans, start, end)
        return
    flags = bytearray(len(text))
    for first, last in spans:
        flags[first:last] = b"\1" * (last - first)
    characters = ((character, bool(flags[start + place])) for place, character in escape.shown(text[start:end]))
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


def markdown(pieces: Sequence[Run], room: int) -> str:
    """Draw runs with what matched in bold, cut between words to at most `room` after escaping."""
    drawn = [_bold(text) if bold else escape.inline(text) for text, bold in _fitted(pieces, room - _GUARDS)]
    return escape.isolated(escape.guarded("".join(drawn)))


def line(text: str, room: int) -> str:
    """Draw a headline, a name or a question: escaped, on one line, cut to `room`."""
    return markdown([(escape.plain(text), False)], room)


def wanted(pieces: Sequence[Run]) -> int:
    """Return the most room that runs can take."""
    return sum(_cost(piece) for piece in pieces) + _GUARDS


def _cost(piece: Run) -> int:
    text, bold = piece
    return limits.measure(text) + sum(map(text.count, escape.SPECIAL)) + _BOLD * bold


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
    return text[: limits.boundary(text, at)], bold


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
    return f"{before}**{escape.inline(core)}**{after}"
