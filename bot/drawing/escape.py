"""Untrusted text made harmless: what must never reach Discord or a terminal, and markdown escaped.

`plain` comes first and takes out what is not seen; `markdown` then escapes what Discord would act on.
`plain(text)` can be read back from `markdown(plain(text))` without loss.
"""

import re
import unicodedata
from collections.abc import Iterator

HOLD = "\u200b"
"""Stands after every `@`, so that no mention can form; `plain` lets none through of its own."""

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


def shown(text: str) -> Iterator[tuple[int, str]]:
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


def plain(text: str) -> str:
    """Return the text on one line, without control, invisible and direction characters."""
    if is_plain(text):
        return text
    return "".join(character for _, character in shown(text))


def markdown(text: str) -> str:
    """Escape a plain text so that Discord shows every character of it and acts on none."""
    return guarded(inline(text))


def inline(text: str) -> str:
    """Escape a part of a line: all of `markdown` but what matters only where a line begins."""
    return _MARKUP.sub(_escaped, text)


def guarded(line: str) -> str:
    """Keep an escaped line from beginning a heading or a list."""
    return _LINE_START.sub(r"\1\\\2", line)


def code(text: str) -> str:
    """Keep a text that stands in code from ending it."""
    return text.replace("`", "'")


def isolated(text: str) -> str:
    """Keep a text that runs from right to left from changing the order of what stands around it."""
    if not text.isascii() and any(unicodedata.bidirectional(character) in ("R", "AL") for character in text):
        return f"{_ISOLATE}{text}{_END}"
    return text


def _escaped(match: re.Match[str]) -> str:
    character = match[0]
    return character + HOLD if character == "@" else "\\" + character


def _kept(text: str, place: int, character: str) -> str:
    category = unicodedata.category(character)
    if category == "Cs":
        return "\ufffd"
    if category == "Cf":
        return character if character in _SEEN or _joins(text, place) else ""
    return "" if category == "Cc" or character in _UNSEEN else character


def _joins(text: str, place: int) -> bool:
    """Say whether a joiner stands between two letters that it can join, as in Persian or an emoji."""
    around = text[place - 1 : place] + text[place + 1 : place + 2]
    return (
        text[place] in _JOINERS
        and len(around) == 2
        and not any(c.isascii() or c.isspace() or unicodedata.category(c) in ("Cf", "Cs") for c in around)
    )
