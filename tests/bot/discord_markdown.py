"""Discord's markdown as Discord reads it, by our own means and with nothing of what escapes it.

The order of the rules is that of Discord's client: an escape comes before all else, then what begins a line, then code,
then what stands in angle brackets, addresses, links and emoji, and the pairs of signs last.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_ESCAPE = re.compile(r"\\([^0-9A-Za-z\s])")
_LINES = {
    "heading": re.compile(r"#{1,3}\s+\S"),
    "subtext": re.compile(r"-#\s+(?=\S)"),
    "list": re.compile(r" *(?:[-*+]|\d+[.)])\s+\S"),
    "quote": re.compile(r">{1}(?:>>)?\s"),
}
_WHOLE = {
    "code block": re.compile(r"```(?:[\w+.#-]*\n)?\s*(?P<text>[^\n].*?)\n*```", re.DOTALL),
    "code": re.compile(r"(?P<ticks>`+)(?P<text>.*?[^`])(?P=ticks)(?!`)", re.DOTALL),
    "person": re.compile(r"<@!?\d+>"),
    "role": re.compile(r"<@&\d+>"),
    "channel": re.compile(r"<#\d+>"),
    "command": re.compile(r"</[^:<>\n]+:\d+>"),
    "timestamp": re.compile(r"<t:-?\d+(?::[tTdDfFR])?>"),
    "custom emoji": re.compile(r"<a?:\w+:\d+>"),
    "guide": re.compile(r"<id:\w+(?::\d+)?>"),
    "everyone": re.compile(r"@(?:everyone|here)"),
    "address": re.compile(
        r"<?(?:https?|steam|discord)://[^\s<]*[^\s<.,:;\"')\]]>?|<(?:mailto:|tel:)?[^\s<>@]+@[^\s<>]+>"
    ),
    "emoji": re.compile(r":[^\s:]+:"),
}
_LINK = re.compile(
    r"\[(?P<text>(?:\\.|[^\[\]\\]|\[[^\[\]]*\])+)\]\(\s*<?(?P<target>[^\s()<>]*(?:\([^\s()]*\))?)>?[^)]*\)"
)
_PAIRS = {
    "bold": re.compile(r"\*\*(?P<text>(?:\\.|[^\\])+?)\*\*(?!\*)", re.DOTALL),
    "underline": re.compile(r"__(?P<text>(?:\\.|[^\\])+?)__(?!_)", re.DOTALL),
    "struck": re.compile(r"~~(?P<text>(?:\\.|[^\\])+?)~~(?!_)", re.DOTALL),
    "spoiler": re.compile(r"\|\|(?P<text>(?:\\.|[^\\])+?)\|\|", re.DOTALL),
    "italic": re.compile(
        r"\b_(?P<text>(?:__|\\.|[^\\_])+?)_\b|\*(?=\S)(?P<star>(?:\*\*|\\.|[^\\*])+?)(?<!\s)\*(?!\*)", re.DOTALL
    ),
}
_OPEN = re.compile(r"\*\*|__|~~|\|\||`|\*")


@dataclass(frozen=True, slots=True)
class Mark:
    """Something that Discord acts on."""

    kind: str
    text: str
    target: str = ""
    """Where a link leads."""


def read(text: str) -> tuple[str, list[Mark]]:
    """Return what a person sees, and what Discord acts on; `open` is a sign that begins something without an end."""
    marks: list[Mark] = []
    seen = "".join(_seen(text, marks, begins_line=True))
    return seen, marks


def _seen(text: str, marks: list[Mark], *, begins_line: bool) -> Iterator[str]:
    place = 0
    while place < len(text):
        at_start = text[place - 1] == "\n" if place else begins_line
        shown, place = _step(text, place, marks, at_start)
        yield shown


def _step(text: str, place: int, marks: list[Mark], at_start: bool) -> tuple[str, int]:
    """Return what the next thing shows, and where it ends."""
    if escaped := _ESCAPE.match(text, place):
        return escaped[1], escaped.end()
    if at_start and (begun := _line(text, place)):
        marks.append(Mark(begun[0], text[place : begun[1]]))
        return "", begun[1]
    for kind, pattern in _WHOLE.items():
        if found := pattern.match(text, place):
            marks.append(Mark(kind, found[0]))
            return found.groupdict().get("text") or found[0], found.end()
    if link := _LINK.match(text, place):
        marks.append(Mark("link", link["text"], link["target"]))
        return "".join(_seen(link["text"], marks, begins_line=False)), link.end()
    for kind, pattern in _PAIRS.items():
        if found := pattern.match(text, place):
            inner = next(filter(None, found.groupdict().values()))
            marks.append(Mark(kind, inner))
            return "".join(_seen(inner, marks, begins_line=False)), found.end()
    if begun_only := _OPEN.match(text, place):
        marks.append(Mark("open", begun_only[0]))
        return begun_only[0], begun_only.end()
    return text[place], place + 1


def _line(text: str, place: int) -> tuple[str, int] | None:
    """Return what begins the line, and where that ends: the sign of a quotation or of small print goes before more."""
    for kind, pattern in _LINES.items():
        if found := pattern.match(text, place):
            return kind, found.end() if kind in ("quote", "subtext") else found.end() - 1
    return None
