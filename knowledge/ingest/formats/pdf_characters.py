"""The characters on a page of a PDF file, as pdfplumber finds them; needs the extra `pdf`.

pdfminer makes an object of each character, with a matrix and a box of its own, and pdfplumber a dictionary of each
object. Here the upright characters that are shown by one operator are made at once, from what they have in common.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator

import pdfminer.pdfinterp
from pdfminer.converter import PDFPageAggregator
from pdfminer.layout import LAParams, LTChar, LTContainer, LTItem
from pdfminer.pdfcolor import PDFColorSpace
from pdfminer.pdffont import PDFFont, PDFUnicodeNotDefined
from pdfminer.pdfinterp import PDFGraphicState, PDFPageInterpreter, PDFResourceManager
from pdfminer.utils import Matrix, Point
from pdfplumber.page import Page
from pdfplumber.utils.exceptions import PdfminerException
from pdfplumber.utils.text import LIGATURES

from knowledge.ingest.formats.pdf_parser import ContentParser
from knowledge.ingest.formats.pdf_words import Characters


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
        starts, ends, texts = [], [], []
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
                if end < start:
                    start, end = end, start
                starts.append(start)
                ends.append(end)
                texts.append(text)
                x += advance
                if cid == 32 and wordspace:
                    x += wordspace
                is_spaced = True
        below = font.get_descent() * fontsize + rise
        base = y * d + f
        if texts:  # In pdfminer's coordinates, from the bottom of the page, until all are read.
            low, high = d * below + base, d * (below + fontsize) + base
            found = Characters(True, high - low, font.fontname, high, low, starts, ends, texts)
            self.cur_item.add(found)  # type: ignore[arg-type]
        return x, y

    def _glyph(self, font: PDFFont, cid: int) -> tuple[str, float]:
        try:
            text = font.to_unichr(cid)
        except PDFUnicodeNotDefined:
            text = self.handle_undefined_char(font, cid)
        return LIGATURES.get(text, text), font.char_width(cid)


pdfminer.pdfinterp.PDFContentParser = ContentParser  # type: ignore[misc]


def read_objects(page: Page) -> list[Characters]:
    """Return the characters on a page, and give it its other objects."""
    device = _Device(page.pdf.rsrcmgr, page.page_number, page.pdf.laparams)
    try:
        PDFPageInterpreter(page.pdf.rsrcmgr, device).process_page(page.page_obj)
    except Exception as error:
        raise PdfminerException(error) from error  # As pdfplumber does where it reads a page.
    left, above = page.mediabox[:2]
    height = page.height
    runs: list[Characters] = []
    objects: defaultdict[str, list[dict[str, object]]] = defaultdict(list)
    for item in _items(device.get_result()):
        if isinstance(item, LTChar):
            fontname = item.fontname if isinstance(item.fontname, str) else page.process_object(item)["fontname"]
            text = LIGATURES.get(item.get_text(), item.get_text())
            box = (item.y1, item.y0, [item.x0], [item.x1])
            item = Characters(item.upright, item.size, fontname, *box, [text])
        if isinstance(item, Characters):
            found = item._replace(top=height - item.top + above, bottom=height - item.bottom + above)
            if left:
                starts, ends = ([each + left for each in places] for places in (found.starts, found.ends))
                found = found._replace(starts=starts, ends=ends)
            if len(runs) > 1 and _is_hidden(runs[-1], runs[-2], found):
                runs.pop()
            runs.append(found)
        elif isinstance(item, LTItem):
            made = page.process_object(item)
            objects[str(made["object_type"])].append(made)
    page._objects = dict(objects)
    return runs


MAX_HIDDEN_SHIFT = 0.1


def _is_hidden(blank: Characters, before: Characters, after: Characters) -> bool:
    """Tell a blank between two characters that touch each other, which browsers print for a soft hyphen."""
    if blank.texts != [" "] or not before.top == blank.top == after.top:
        return False
    start, end = blank.starts[0], blank.ends[0]
    is_between = max(abs(before.ends[-1] - start), abs(after.starts[0] - start)) < MAX_HIDDEN_SHIFT
    return is_between and end - start > MAX_HIDDEN_SHIFT


def _items(container: Iterable[object]) -> Iterator[object]:
    """Yield what is on a page, in forms and figures too."""
    for item in container:
        if isinstance(item, LTContainer):
            yield from _items(item)
        else:
            yield item
