"""The words on a page of a PDF file, as pdfplumber finds them, straight from its runs of characters."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, groupby
from math import inf
from operator import attrgetter, itemgetter
from typing import NamedTuple

TOLERANCE = 3
"""Points between two characters of a word, and between the tops of two on a line, at most: pdfplumber's own."""


class Word(NamedTuple):
    """A word on a page."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    size: float
    fontname: str


class Characters(NamedTuple):
    """Characters at one height that look alike, in the order of their file; in points from the top left of a page."""

    upright: bool
    size: float
    fontname: str
    top: float
    bottom: float
    starts: Sequence[float]
    ends: Sequence[float]
    texts: Sequence[str]
    """Of each, at least one; ligatures are letters."""


def words_on_page(runs: Iterable[Characters]) -> Iterator[Word]:
    """Yield the words that pdfplumber's WordExtractor finds with its defaults, parted by size and font, in its order.

    Its rule: runs that follow each other and look alike are on one line if the top of each is at most the tolerance
    below that of the next higher one. On a line, from left to right, a word ends at a blank, before and after a
    character without a text, and where the next one starts further from its end, or has its top further from its top,
    than the tolerance. What is not upright is left to pdfplumber itself. Numbers too large to be finite can part words
    otherwise than there.
    """
    for (upright, *_), alike in groupby(runs, _LOOK):
        if not upright:
            yield from extracted_words(alike)
            continue
        for line in _in_lines(list(alike)):
            yield from _words_on(line)


_LOOK = attrgetter("upright", "size", "fontname")


def extracted_words(runs: Iterable[Characters], direction: str = "ltr") -> Iterator[Word]:
    """Yield the words that pdfplumber finds: from left to right the same, in ten times the time."""
    from pdfplumber.utils.text import extract_words

    found = extract_words(list(drawn(runs)), extra_attrs=["size", "fontname"], char_dir=direction)
    yield from (Word(*_FACTS(word)) for word in found)


_FACTS = itemgetter(*Word._fields)


def drawn(runs: Iterable[Characters]) -> Iterator[dict[str, object]]:
    """Yield each character as pdfplumber describes it, by what it looks at to find words and the text of cells."""
    for run in runs:
        common = {"upright": run.upright, "size": run.size, "fontname": run.fontname, "top": run.top}
        common |= {"bottom": run.bottom, "doctop": run.top, "height": run.bottom - run.top}
        for start, end, text in zip(run.starts, run.ends, run.texts, strict=True):
            yield {**common, "x0": start, "x1": end, "text": text}


def _in_lines(runs: Sequence[Characters]) -> Iterator[list[Characters]]:
    line_of: dict[float, int] = {}
    line, above = 0, -inf
    for top in sorted({run.top for run in runs}):
        line += top > above + TOLERANCE
        line_of[top], above = line, top
    ordered = sorted(runs, key=lambda run: line_of[run.top])
    yield from (list(found) for _, found in groupby(ordered, lambda run: line_of[run.top]))


def _words_on(line: Sequence[Characters]) -> Iterator[Word]:
    starts = list(chain.from_iterable(run.starts for run in line))
    ends = chain.from_iterable(run.ends for run in line)
    texts = chain.from_iterable(run.texts for run in line)
    runs = chain.from_iterable([run] * len(run.starts) for run in line)
    shown: Iterable[tuple[float, float, str, Characters]] = zip(starts, ends, texts, runs, strict=True)
    if starts != sorted(starts):
        shown = sorted(shown, key=itemgetter(0))
    before = line[0]
    size, fontname = before.size, before.fontname
    word: list[str] = []
    x0 = x1 = top = bottom = furthest = 0.0
    for start, end, text, run in shown:
        is_blank = text.isspace()
        is_other = run is not before
        if word and (is_blank or start > furthest or not text or (is_other and abs(run.top - before.top) > TOLERANCE)):
            yield Word("".join(word), x0, x1, top, bottom, size, fontname)
            word = []
        if is_blank:
            continue
        if not word:
            x0, x1, top, bottom = start, end, run.top, run.bottom
        word.append(text)
        if end > x1:
            x1 = end
        if is_other:
            top, bottom, before = min(top, run.top), max(bottom, run.bottom), run
        furthest = end + TOLERANCE if text else -inf
    if word:
        yield Word("".join(word), x0, x1, top, bottom, size, fontname)
