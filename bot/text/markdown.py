"""Discord's markdown: its limits on lengths, escaping, passages with their matched words, links to the quoted sentence.

Limits: https://discord.com/developers/docs/resources/message (message and embed limits).
Links: text fragments (https://wicg.github.io/scroll-to-text-fragment/).
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, chain, groupby
from unicodedata import category
from urllib.parse import quote, urlsplit

from knowledge import Citation
from knowledge.answers import PARAGRAPH_BREAK

MAX_MESSAGE = 2000
MAX_DESCRIPTION = 4096
MAX_FOOTER = 2048
MAX_AUTHOR = 256
MAX_EMBED = 6000
"""All texts of all embeds of one message together."""
MAX_LAYOUT = 3_200
"""All text components of one message together. Discord takes 4,000 characters, but fails from some 10,000 bytes on, of
which a Korean letter has three."""
MAX_LABEL = 80
"""The label of a button."""
MAX_MODAL_TITLE = 45
"""The title of a form, and the label of a field in it."""
MAX_INPUT = 4000
"""What can be written into a field of a form."""
MAX_ALT = 1024
"""What a picture shows, for those who don't see it."""
MAX_CHOICE = 100
"""What is offered while someone types."""
MAX_CHOICES = 25
"""How much is offered at once."""
MAX_REPORT = 1000
"""What a person may write to the operator; far below a message, so that it stays readable in the log."""

_CLOSING = 40
"""How far back to look for a space before cutting a word."""


def utf16_len(text: str) -> int:
    """Return the length in UTF-16 code units, the largest of the ways in which Discord may count."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def cut_point(text: str, at: int) -> int:
    """Return the last place up to `at` where the text can be cut between words, or at least between letters."""
    if at >= len(text):
        return len(text)
    space = text.rfind(" ", max(0, at - _CLOSING), at + 1)
    if space > 0:
        return len(text[:space].rstrip())
    while at > 0 and (text[at] in "\u200c\u200d" or category(text[at]).startswith("M")):
        at -= 1
    return at


def truncate(text: str, room: int) -> str:
    """Return the text, or as much of it as fits into `room` with `…` where it was cut."""
    if utf16_len(text) <= room:
        return text
    at = max(0, room - 1)
    while utf16_len(text[:at]) > room - 1:
        at -= 1
    return text[: cut_point(text, at)] + "…"


def divide(wanted: Sequence[int], room: int) -> list[int]:
    """Divide `room`: small demands are met in full, and the others share the rest equally."""
    given = [0] * len(wanted)
    order = sorted(range(len(wanted)), key=wanted.__getitem__)
    for done, place in enumerate(order):
        given[place] = min(wanted[place], max(0, room) // (len(order) - done))
        room -= given[place]
    return given


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


_LINE_END, _QUOTED_LINE_END = "\n", "\n> "


def quote_markdown(citation: Citation) -> list[Run]:
    """Return the passage as shown: with `…` at each end where its text goes on, and each paragraph on its own line."""
    first, *others = (bold_runs(part.text, part.marked, *part.span) for part in citation.parts)
    before = [("…", False)] if citation.span[0] > 0 else []
    after = [("…", False)] if citation.span[1] < len(citation.text) else []
    return [*before, *first, *chain(*(((_LINE_END, False), *runs) for runs in others)), *after]


def paragraph_markdown(citation: Citation) -> list[Run]:
    return list(bold_runs(citation.text, citation.marked, 0, len(citation.text)))


def bold_runs(text: str, matched: Iterable[tuple[int, int]], start: int, end: int) -> Iterator[Run]:
    """Yield a slice of a text as harmless runs, matched words and ends of lines in runs of their own."""
    spans = list(_merged(text, matched))
    at = start
    is_begun = False
    for line in text[start:end].split(_LINE_END):
        runs = list(_line_runs(text, spans, at, at + len(line)))
        at += len(line) + 1
        if runs and is_begun:
            yield _LINE_END, False
        is_begun = is_begun or bool(runs)
        yield from runs


def _line_runs(text: str, spans: Sequence[tuple[int, int]], start: int, end: int) -> Iterator[Run]:
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
    """Draw runs with what matched in bold, cut between words to at most `room` after escaping.

    Where they have several lines, all are of one block quotation.
    """
    drawn = [_bold(text) if bold else escape_inline(text) for text, bold in _fitted(pieces, room - _GUARDS)]
    lines = "".join(drawn).split(_LINE_END)
    return _QUOTED_LINE_END.join(isolate_rtl(escape_line_start(line)) for line in lines)


def escaped_line(text: str, room: int) -> str:
    """Draw a headline, a name or a question: escaped, on one line, cut to `room`."""
    return runs_markdown([(strip_invisible(text), False)], room)


def max_length(pieces: Sequence[Run]) -> int:
    """Return the most room that runs can take."""
    return sum(_cost(piece) for piece in pieces) + _GUARDS


def _cost(piece: Run) -> int:
    text, bold = piece
    line_ends = text.count(_LINE_END) * (len(_QUOTED_LINE_END) - 1 + _GUARDS)
    return utf16_len(text) + sum(map(text.count, SPECIAL)) + _BOLD * bold + line_ends


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
    return text[: cut_point(text, at)], bold


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


MAX_LINK = 512
_WHOLE = 80
"""Up to this length the whole passage is in the directive, beyond it only its first and last words."""
_WORDS = 5
_CHARACTERS = 12
"""For scripts that put no spaces between words."""
_CONTEXT = 3
"""Words before and after a passage that tell it from the same words elsewhere."""

_MESSAGE_LINK = re.compile(r"https?://(?:(?:ptb|canary)\.)?discord(?:app)?\.com/channels/")
_UNSAFE = re.compile(r"[\x00-\x20\x7f-\x9f\s\"<>\\^`{|}()\[\]@]|[^\x00-\x7f]")


def article_link(url: str) -> str:
    """Return a web address that is safe in a masked link, or an empty string if it can't be trusted."""
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return ""
    if parts.scheme not in ("http", "https") or not parts.hostname or "@" in parts.netloc:
        return ""
    return _UNSAFE.sub(lambda found: quote(found[0], safe="", errors="replace"), url.strip())


def passage_link(url: str, passage: str, room: int = MAX_LINK, *, before: str = "", after: str = "") -> str:
    """Return a link to the passage, to the page where that does not fit into `room`, or nothing.

    What stands before and after it in its paragraph tells the passage from the same words elsewhere there. A link to a
    message of Discord stays as it is, as only such a one jumps to it in the app.
    """
    page = article_link(url)
    if not page:
        return ""
    if _MESSAGE_LINK.match(page):
        return page if len(page) <= min(room, MAX_LINK) else ""
    exact = page + (":~:" if "#" in page else "#:~:") + text_fragment(passage, before, after)
    return next((link for link in (exact, page) if len(link) <= min(room, MAX_LINK)), "")


def text_fragment(passage: str, before: str = "", after: str = "") -> str:
    """Return the text directive that marks a passage: whole when short, else by its start and its end.

    Words around it are named only where the start stands in its paragraph more than once; browsers take the first.
    """
    start, end = _ends(passage)
    told = "text="
    repeated = _times(start, f"{before} {passage} {after}") > 1
    if repeated and (prefix := " ".join(before.split()[-_CONTEXT:])):
        told += f"{_encoded(prefix)}-,"
    told += _encoded(start) + (f",{_encoded(end)}" if end else "")
    if repeated and (suffix := " ".join(after.split()[:_CONTEXT])):
        told += f",-{_encoded(suffix)}"
    return told


def _ends(passage: str) -> tuple[str, str]:
    """Return a short passage whole, of a longer one or of several paragraphs the first and the last words."""
    paragraphs = [part.split() for part in passage.split(PARAGRAPH_BREAK)]
    first, last = paragraphs[0], paragraphs[-1]
    is_one = len(paragraphs) == 1
    if is_one and len(text := " ".join(first)) <= _WHOLE:
        return text, ""
    count = min(_WORDS, len(first) // 3) if is_one else min(_WORDS, len(first), len(last))
    if count < 2:
        return " ".join(first)[:_CHARACTERS], " ".join(last)[-_CHARACTERS:]
    return " ".join(first[:count]), " ".join(last[-count:])


def _times(start: str, paragraph: str) -> int:
    return " ".join(paragraph.split()).casefold().count(start.casefold()) if start else 0


def _encoded(text: str) -> str:
    """Percent-encode, and with it the `-`, `,` and `&` that have a meaning in the directive."""
    return quote(text, safe="", errors="replace").replace("-", "%2D")
