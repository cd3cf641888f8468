"""The characters on a page of a PDF file, as pdfplumber gives them, in a fifth of the time; needs the extra `pdf`.

pdfminer makes an object of each character, with a matrix and a box of its own, and pdfplumber a dictionary of each
object. Here the upright characters that are shown by one operator are made at once, from what they have in common.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import pdfplumber.page
from pdfminer.converter import PDFPageAggregator
from pdfminer.layout import LAParams, LTChar, LTContainer, LTItem
from pdfminer.pdfcolor import PDFColorSpace
from pdfminer.pdffont import PDFFont, PDFUnicodeNotDefined
from pdfminer.pdfinterp import PDFGraphicState, PDFResourceManager
from pdfminer.utils import Matrix, Point

Drawn = dict[str, object]


@dataclass(frozen=True, slots=True)
class _Characters:
    """Upright characters beside each other, in the coordinates of pdfminer."""

    fontname: str
    y0: float
    y1: float
    shown: Sequence[tuple[str, float, float]]
    """Of each its text, and where it starts and ends."""


class _Device(PDFPageAggregator):
    """Collects what is on a page."""

    def __init__(self, rsrcmgr: PDFResourceManager, pageno: int = 1, laparams: LAParams | None = None) -> None:
        super().__init__(rsrcmgr, pageno, laparams)
        self._glyphs: defaultdict[PDFFont, dict[int, tuple[str, float]]] = defaultdict(dict)

    def render_string_horizontal(
        self,
        seq: Iterable[float | bytes],
        matrix: Matrix,
        pos: Point,
        font: PDFFont,
        fontsize: float,
        scaling: float,
        charspace: float,
        wordspace: float,
        rise: float,
        dxscale: float,
        ncs: PDFColorSpace,
        graphicstate: PDFGraphicState,
    ) -> Point:
        a, b, c, d, e, f = matrix
        is_plain = b == c == 0 and min(a, d, scaling, fontsize) > 0 and isinstance(font.fontname, str)
        seq = list(seq)
        if not is_plain or not all(isinstance(each, int | float | bytes) for each in seq):
            rest = (font, fontsize, scaling, charspace, wordspace, rise, dxscale, ncs, graphicstate)
            return super().render_string_horizontal(seq, matrix, pos, *rest)
        x, y = pos
        glyphs = self._glyphs[font]
        shown = []
        is_spaced = False
        for each in seq:
            if not isinstance(each, bytes):
                x -= each * dxscale
                is_spaced = True
                continue
            for cid in font.decode(each):
                if is_spaced:
                    x += charspace
                text, width = glyphs.get(cid) or glyphs.setdefault(cid, self._glyph(font, cid))
                advance = width * fontsize * scaling
                start = x * a + e
                end = a * advance + start
                shown.append((text, start, end) if end >= start else (text, end, start))
                x += advance
                if cid == 32 and wordspace:
                    x += wordspace
                is_spaced = True
        below = font.get_descent() * fontsize + rise
        base = y * d + f
        found = _Characters(font.fontname, d * below + base, d * (below + fontsize) + base, shown)
        self.cur_item.add(found)  # type: ignore[arg-type]
        return x, y

    def _glyph(self, font: PDFFont, cid: int) -> tuple[str, float]:
        try:
            text = font.to_unichr(cid)
        except PDFUnicodeNotDefined:
            text = self.handle_undefined_char(font, cid)
        return text, font.char_width(cid)


pdfplumber.page.PDFPageAggregatorWithMarkedContent = _Device  # type: ignore[misc, assignment]


def read_objects(page: pdfplumber.page.Page) -> None:
    """Give a page its objects, which pdfplumber would make one by one: of a character only what is used."""
    objects: defaultdict[str, list[Drawn]] = defaultdict(list)
    for item in _items(page.layout):
        if isinstance(item, _Characters):
            objects["char"] += _drawn(page, item)
        elif isinstance(item, LTChar) and isinstance(item.fontname, str):
            characters = _Characters(item.fontname, item.y0, item.y1, [(item.get_text(), item.x0, item.x1)])
            made = next(_drawn(page, characters))
            objects["char"].append({**made, "size": item.size, "upright": item.upright})
        elif isinstance(item, LTItem):
            made = page.process_object(item)
            objects[str(made["object_type"])].append(made)
    page._objects = dict(objects)


def _items(container: Iterable[object]) -> Iterator[object]:
    """Yield what is on a page, in forms and figures too."""
    for item in container:
        if isinstance(item, LTContainer):
            yield from _items(item)
        else:
            yield item


def _drawn(page: pdfplumber.page.Page, characters: _Characters) -> Iterator[Drawn]:
    left, above = page.mediabox[:2]
    top, height = page.height - characters.y1 + above, characters.y1 - characters.y0
    common = {
        "object_type": "char",
        "page_number": page.page_number,
        "fontname": characters.fontname,
        "size": height,
        "upright": True,
        "top": top,
        "bottom": page.height - characters.y0 + above,
        "doctop": page.initial_doctop + top,
        "height": height,
    }
    for text, start, end in characters.shown:
        yield {**common, "text": text, "x0": start + left, "x1": end + left, "width": end - start}
