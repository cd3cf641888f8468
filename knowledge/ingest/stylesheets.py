"""What a style sheet says of a document (bold, larger, letters of one width) → elements that say so.

Programs that export books and documents often mark headings and code by nothing else.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from lxml.etree import XPath, _Element

from knowledge.ingest.blocks import MONOSPACED, reads_as_prose
from knowledge.text import normalize

MAX_CSS_CHARS, MAX_RULE_CHARS = 500_000, 2_000
MAX_STYLED_CHARS = 150
"""Longest heading, in characters, that is told by how it looks."""
MIN_LARGER = 1.12
"""How much larger than the text a heading is that is not bold."""
_CLASS = re.compile(r"\s*(?:p|span|div|td|th|li|a)?\.([\w-]{1,100})\s*")
_WEIGHT = re.compile(r"font-weight\s*:\s*(?:(bold(?:er)?|[6-9]00)|normal|lighter|[1-5]00)", re.IGNORECASE)
_FAMILY = re.compile(r"font-family\s*:\s*([^;]{1,300})", re.IGNORECASE)
_SIZE = re.compile(r"font-size\s*:\s*(\d{1,4}(?:\.\d{1,6})?)\s*(pt|px|r?em|%)", re.IGNORECASE)
_UNITS = {"pt": 12.0, "px": 16.0, "em": 1.0, "rem": 1.0, "%": 100.0}
_LEVELS = ("h1", "h2", "h3", "h4", "h5", "h6")
_BLOCKS = frozenset({"p", "div", "ul", "ol", "table", "pre", "blockquote", "section", *_LEVELS})
_OUTER = frozenset({"td", "th", "li", "blockquote"})


class _Look(NamedTuple):
    """How words look; None where that is as around them."""

    bold: bool | None = None
    monospaced: bool | None = None
    size: float | None = None
    """In times the size of the text."""

    def within(self, outer: "_Look") -> "_Look":
        return _Look(
            outer.bold if self.bold is None else self.bold,
            outer.monospaced if self.monospaced is None else self.monospaced,
            outer.size if self.size is None else self.size,
        )


class _Row(NamedTuple):
    """A paragraph, whose words all look so."""

    element: _Element
    text: str
    look: _Look


def mark_by_looks(tree: _Element, css: str, *, headings: bool) -> None:
    """Give a document the elements that its style sheet stands for, in place: bold words, code and, if asked, headings.

    Headings are told by their looks only where no element is one.
    """
    known = _looks_of(css[:MAX_CSS_CHARS])
    looks = {name: known[name] for names in set(_CLASSES(tree)) for name in names.split() if name in known}
    seen = [*looks.values(), *map(_look_in, set(_STYLES(tree)))]
    for element in [*tree.iter("span")] if any(look.bold for look in seen) else ():
        if _look_of(element, looks).bold:
            element.tag = "b"
    may_hold_code = any(look.monospaced for look in seen) or next(tree.iter("font"), None) is not None
    if not may_hold_code and (not headings or next(tree.iter(*_LEVELS), None) is not None):
        return
    rows = [row for element in tree.iter("p", "div") if (row := _row(element, looks))]
    chars: Counter[float] = Counter()
    for row in rows:
        chars[round(row.look.size or 1.0, 2)] += len(row.text)
    told = [row for row in rows if row.look.monospaced and not reads_as_prose(row.text) and not _is_inside(row.element)]
    if sum(len(row.text) for row in told) * 2 <= chars.total():
        _mark_code([row.element for row in told])
    if headings and rows and next(tree.iter(*_LEVELS), None) is None:
        _mark_headings(rows, chars.most_common(1)[0][0])


_CLASSES, _STYLES = (XPath(f"//@{name}", smart_strings=False) for name in ("class", "style"))


@lru_cache(maxsize=4)
def _looks_of(css: str) -> Mapping[str, _Look]:
    """Return how the elements of each class look, where it says anything of that."""
    found: dict[str, _Look] = {}
    bare, *commented = css.split("/*")
    for rule in "".join([bare, *(each.partition("*/")[2] for each in commented)]).split("}"):
        selectors, _, said = rule.rpartition("{")
        look = _look_in(said[:MAX_RULE_CHARS])
        if look == _Look():
            continue
        names = (_CLASS.fullmatch(each) for each in selectors.rpartition("{")[2][:MAX_RULE_CHARS].split(","))
        found.update((name[1], look.within(found.get(name[1], _Look()))) for name in names if name)
    return found


def _look_in(style: str) -> _Look:
    weight, family, size = _WEIGHT.search(style), _FAMILY.search(style), _SIZE.search(style)
    return _Look(
        bool(weight[1]) if weight else None,
        bool(MONOSPACED.search(family[1])) if family else None,
        float(size[1]) / _UNITS[size[2].lower()] if size else None,
    )


def _look_of(element: _Element, looks: Mapping[str, _Look]) -> _Look:
    look = _Look()
    for name in (element.get("class") or "").split():
        look = looks.get(name, look).within(look)
    if style := element.get("style"):
        look = _look_in(style).within(look)
    if element.tag in ("b", "strong"):
        look = look._replace(bold=True)
    if element.tag in ("code", "tt", "kbd") or (element.tag == "font" and MONOSPACED.search(element.get("face") or "")):
        look = look._replace(monospaced=True)
    return look


def _row(element: _Element, looks: Mapping[str, _Look]) -> _Row | None:
    """Return a paragraph with what is true of all its words; None of what holds others, or nothing."""
    if any(child.tag in _BLOCKS for child in element):
        return None
    pieces = list(_pieces(element, _look_of(element, looks), looks))
    text = normalize.paragraph("".join(text for text, _ in pieces))
    seen = [look for text, look in pieces if text.strip()]
    if not seen:
        return None
    bold, monospaced = all(look.bold for look in seen), all(look.monospaced for look in seen)
    return _Row(element, text, _Look(bold, monospaced, max(look.size or 1.0 for look in seen)))


def _pieces(element: _Element, look: _Look, looks: Mapping[str, _Look]) -> Iterator[tuple[str, _Look]]:
    yield element.text or "", look
    for child in element:
        if isinstance(child.tag, str):
            yield from _pieces(child, _look_of(child, looks).within(look), looks)
        yield child.tail or "", look


def _is_inside(element: _Element) -> bool:
    """Tell a part of a table, a list or a quotation."""
    return any(outer.tag in _OUTER for outer in element.iterancestors())


def _mark_code(elements: Sequence[_Element]) -> None:
    """Make lines of code that follow each other one block."""
    before: _Element | None = None
    said: dict[_Element, list[str]] = {}
    for element in elements:
        for part in element.iter():
            part.text = part.text and _spaced(part.text)
            tail = part.tail or ""
            if part.tag == "br":
                part.tail = "\n" + _spaced(tail.removeprefix("\n"))
            elif part is not element:
                part.tail = _spaced(tail)
        lines = "".join(element.itertext())
        for empty in _empty_above(element):
            empty.getparent().remove(empty)
        if before is not None and element.getprevious() is before and not (before.tail or "").strip():
            said[before].append(lines)
            before.tail = element.tail
            element.getparent().remove(element)
            continue
        element[:] = []
        element.tag = "pre"
        said[element] = [lines]
        before = element
    for element, rows in said.items():
        element.text = "\n".join(rows)


def _spaced(text: str) -> str:
    return text.replace("\n", " ").replace("\xa0", " ")


def _empty_above(element: _Element) -> list[_Element]:
    """Return the empty paragraphs between a line of code and the block above it."""
    found: list[_Element] = []
    above = element.getprevious()
    while above is not None and above.tag in ("p", "div", "br") and not _says(above):
        found.append(above)
        above = above.getprevious()
    return found if above is not None and above.tag == "pre" else []


def _says(element: _Element) -> bool:
    """Tell an element with words in it, or behind it."""
    return bool("".join((*element.itertext(), element.tail or "")).strip())


def _mark_headings(rows: Sequence[_Row], size: float) -> None:
    """Make headings of a few short rows that are bold or larger; of one size the first is above those that differ."""
    kinds: dict[tuple[float, str], list[_Row]] = {}
    for row, after in zip(rows, [*rows[1:], None], strict=True):
        own = row.look.size or 1.0
        is_set_apart = row.look.bold or own >= size * MIN_LARGER
        is_short = len(row.text) <= MAX_STYLED_CHARS and row.text[-1] not in ".,;:!"
        if is_set_apart and is_short and not _is_inside(row.element) and after is not None:
            inner = "".join(each.get("class") or "" for each in row.element.iter())
            kinds.setdefault((-own, inner), []).append(row)
    found = [row for same in kinds.values() for row in same]
    if len(found) * 2 > len(rows):
        return
    for level, kind in enumerate(sorted(kinds, key=lambda each: each[0]), start=1):
        for row in kinds[kind]:
            row.element.tag = f"h{min(level, 6)}"
