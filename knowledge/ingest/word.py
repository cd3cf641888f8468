"""A Word file (.docx) → Article: its document.xml as the elements of a page, so headings, lists and tables keep their
meaning."""

import zipfile
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from io import BytesIO

from lxml import etree

from knowledge.errors import TooLargeArticle, UnreadableArticle
from knowledge.ingest import archive, richtext
from knowledge.ingest.blocks import Block, body_of
from knowledge.ingest.files import WHOLE
from knowledge.ingest.news_header import byline, date_line, split_lead
from knowledge.ingest.sections import split_blocks
from knowledge.models import Article
from knowledge.text import language, normalize

MAX_PART_BYTES = 100 * 1024 * 1024
MAX_WORD_PARAGRAPHS = 500_000
MAX_SAMPLE_BLOCKS = 200
"""Blocks in which its language is looked for."""
_MAX_LEAD_BLOCKS = 4
"""Blocks below the title that may be author and day."""
_MAX_TITLE_CHARS = 150
_MAX_HEADING_CHARS = 200
"""Longest paragraph, in characters, that is a heading because an outline has it."""
_MAX_BOLD_CHARS = 81
"""Longest paragraph in bold, in characters, that is a heading where no style says what is one."""


def read_word(data: bytes, name: str) -> Iterator[Article | UnreadableArticle]:
    """Yield the article of a Word file, or, where it is too large for one, those below its headings.

    Raises:
        UnreadableArticle: it is damaged, locked, or there is no text in it.
    """
    with archive.opened(BytesIO(data)) as package:
        facts = _facts(package)
        page = _page(package)
    blocks = richtext.element_blocks(page, keep_lines=True)
    first = next((block.text for block in blocks[:1] if block.kind == "heading"), "")
    title = normalize.one_line(first or facts.get("title", ""), normalize.MAX_TITLE_CHARS)
    if not title and len(blocks) > 1 and len(blocks[0].text) <= _MAX_TITLE_CHARS and blocks[0].text[-1] not in ".!?:;,":
        title, blocks = normalize.one_line(blocks[0].text, normalize.MAX_TITLE_CHARS), blocks[1:]
    lead, rest = split_lead(blocks, _is_past_lead)
    whole = Article(
        title=title,
        paragraphs=(),
        byline=lead.byline or normalize.one_line(facts.get("creator", ""), normalize.MAX_NAME),
        published_at=lead.published_at,
        modified_at=_moment(facts.get("modified", "")),
        language=language.detect(" ".join(block.text for block in rest[:MAX_SAMPLE_BLOCKS])[: language.SAMPLE_CHARS]),
        keywords=normalize.keywords(facts.get("keywords", "").split(",")),
    )
    try:
        body = body_of(rest, title)
    except TooLargeArticle:
        yield from split_blocks(rest, whole, name)
        return
    yield replace(
        whole,
        title=title or normalize.derived_title(body.paragraphs),
        paragraphs=body.paragraphs,
        headings=body.headings,
        path=WHOLE,
    )


def _facts(package: zipfile.ZipFile) -> dict[str, str]:
    if "docProps/core.xml" not in package.namelist():
        return {}
    tree = _part(package, "docProps/core.xml")
    return {str(each.tag).rpartition("}")[2]: (each.text or "").strip() for each in tree if isinstance(each.tag, str)}


def _moment(text: str) -> date | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def _is_past_lead(place: int, block: Block) -> bool:
    return place > _MAX_LEAD_BLOCKS or block.kind not in ("text", "heading")


def _part(package: zipfile.ZipFile, name: str) -> "etree._Element":
    """Return the tree of a part of a Word file."""
    data = archive.content(package, name, MAX_PART_BYTES)
    if len(data) > MAX_PART_BYTES:
        raise richtext.too_large()
    if archive.declares_entities(data):
        raise UnreadableArticle("this Word file declares a document type, which Word files never need; save it again.")
    try:
        return etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False))
    except (etree.LxmlError, ValueError) as error:
        raise UnreadableArticle("this Word file is damaged; save it again and add that.") from error


_FOLDER = "word/"
_NOTES = (("footnotes.xml", "footnote"), ("endnotes.xml", "endnote"))


def _page(package: zipfile.ZipFile) -> "etree._Element":
    """Return the text of a Word file as the body of a page."""
    names = set(package.namelist())
    tree = _part(package, document_of(names))
    if len(tree) == 0 or not isinstance(tree[0].tag, str):
        raise UnreadableArticle("there is no text in it; add a file with the article's text.")
    space = tree.tag.rpartition("}")[0] + "}" if "}" in tree.tag else ""
    if sum(1 for _ in tree.iter(f"{space}p")) > MAX_WORD_PARAGRAPHS:
        raise richtext.too_large()
    styles = _styles(_part(package, f"{_FOLDER}styles.xml"), space) if f"{_FOLDER}styles.xml" in names else {}
    walk = _Walk(space, styles)
    try:
        for body in tree:
            walk.fill(walk.page, body)
        for part, kind in _NOTES:
            if walk.noted[kind] and f"{_FOLDER}{part}" in names:
                walk.add_notes(_part(package, f"{_FOLDER}{part}"), kind)
    except RecursionError as error:
        raise richtext.too_large() from error
    walk.add_headings()
    return walk.page


def document_of(names: set[str]) -> str:
    """Return the part of a package that holds the text of a Word file; empty where it is no Word file."""
    numbered = (name for name in sorted(names) if name.startswith(f"{_FOLDER}document") and name.endswith(".xml"))
    return next(numbered, "")


@dataclass(frozen=True, slots=True)
class _Style:
    """What a style of paragraphs means."""

    level: int = 0
    """Of a heading, from 1; 0 for any other paragraph."""
    is_item: bool = False
    is_contents: bool = False
    """A row of the table of contents."""


_PLAIN = _Style()
_NAMED_LEVELS = {"title": 1, "subtitle": 2, "heading": 1, **{f"heading {level}": level for level in range(1, 7)}}
_IDS = {"Heading": _Style(1), **{f"Heading{level}": _Style(level) for level in range(1, 7)}}
"""Headings by the names that the program gives, for files that do not define their styles."""
_MAX_BASES = 10


def _styles(tree: "etree._Element", space: str) -> dict[str, _Style]:
    """Return what each style means, by its own name and settings or by those of the styles that it is based on."""
    defined = {each.get(f"{space}styleId", ""): each for each in tree.iter(f"{space}style")}
    found: dict[str, _Style] = {}
    for name, style in defined.items():
        level, is_item, is_contents = 0, False, False
        base: etree._Element | None = style
        for _ in range(_MAX_BASES):
            if base is None or level:
                break
            called = _value(base, space, "name").lower()
            outline = _value(base, space, "pPr", "outlineLvl")
            level = _NAMED_LEVELS.get(called, 0) or (int(outline) + 1 if outline in _OUTLINE_LEVELS else 0)
            is_item = is_item or _value(base, space, "pPr", "numPr", "numId") not in _NO_NUMBER
            is_contents = is_contents or called.startswith("toc ")
            base = defined.get(_value(base, space, "basedOn"))
        found[name] = _Style(level, is_item, is_contents)
    return found


_OUTLINE_LEVELS = frozenset("012345")
_NO_NUMBER = frozenset({"", "0"})


def _value(element: "etree._Element", space: str, *path: str) -> str:
    """Return the value of an element below another; empty where there is none."""
    below = element.find("/".join(f"{space}{name}" for name in path))
    return "" if below is None else str(below.get(f"{space}val") or "")


_BREAK = "\x0b"
"""A line's end inside a paragraph; a character that XML cannot hold."""
_SYMBOLS = dict(
    zip(
        "abcdefghiklmnopqrstuwxyzABCDEFGHIKLMNOPQRSTUWXYZ",
        "αβχδεφγηικλμνοπθρστυωξψζΑΒΧΔΕΦΓΗΙΚΛΜΝΟΠΘΡΣΤΥΩΞΨΖ",
        strict=True,
    )
) | dict(zip("\xa0\xa3\xa5\xab\xac\xad\xae\xaf\xb0\xb1\xb2\xb3\xb4\xb7\xb9\xbb\xd7", "€≤∞↔←↑→↓°±″≥×•≠≈⋅", strict=True))
"""What the font Symbol shows for a character."""
_THROUGH = ("ins", "moveTo", "hyperlink", "smartTag", "customXml", "sdtContent", "sdt", "fldSimple")
"""What holds runs without saying anything itself; what was deleted or moved away is none of them."""
_DRAWN = ("drawing", "pict", "object")
_COMPATIBILITY = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"


class _Walk:
    """Makes the elements of a page of those of a Word file."""

    def __init__(self, space: str, styles: Mapping[str, _Style]) -> None:
        self.page = etree.Element("body")
        self.noted: dict[str, list[str]] = {kind: [] for _, kind in _NOTES}
        """The notes that the text leads to, in their order."""
        self._space = space
        self._styles = styles
        self._bold: list[etree._Element] = []
        self._is_styled = False
        self._open: list[str] = []
        """The words of a paragraph whose end was deleted, which go before those of the next."""
        tags = (
            "p",
            "tbl",
            "r",
            "t",
            "tab",
            "br",
            "cr",
            "noBreakHyphen",
            "sym",
            "footnoteReference",
            "endnoteReference",
        )
        self._tag = {f"{space}{name}": name for name in (*tags, *_THROUGH, *_DRAWN)}
        self._tag |= {f"{_COMPATIBILITY}AlternateContent": "AlternateContent"}
        self._tag |= {f"{_MATH}oMath": "oMath", f"{_MATH}oMathPara": "oMath"}

    def fill(self, page: "etree._Element", element: "etree._Element") -> None:
        """Add the paragraphs, lists and tables in an element to a part of the page."""
        for child in element:
            tag = self._tag.get(child.tag)
            if tag == "p":
                self._paragraph(page, child)
            elif tag == "tbl":
                self._table(page, child)
            elif tag in _THROUGH:
                self.fill(page, child)
            elif tag == "AlternateContent":
                self.fill(page, child[0] if len(child) else child)

    def add_notes(self, tree: "etree._Element", kind: str) -> None:
        """Add the notes that the text leads to as a list."""
        notes = {str(note.get(f"{self._space}id")): note for note in tree.iter(f"{self._space}{kind}")}
        shown = etree.SubElement(self.page, "ol")
        for number in dict.fromkeys(self.noted[kind]):
            if (note := notes.get(number)) is not None:
                self.fill(etree.SubElement(shown, "li"), note)

    def add_headings(self) -> None:
        """Make headings of short paragraphs in bold above others, where no style says what is one."""
        if self._is_styled:
            return
        bold = set(self._bold)
        for each in self._bold:
            text = each.text or ""
            following = each.getnext()
            is_above = following is not None and following.tag == "p" and following not in bold
            is_short = 1 < len(text) <= _MAX_BOLD_CHARS and not len(each) and text[-1] not in ".,:;!"
            if is_above and is_short and not byline(text) and not date_line(text):
                each.tag = "h3"

    def _paragraph(self, page: "etree._Element", element: "etree._Element") -> None:
        space = self._space
        settings = element.find(f"{space}pPr")
        style, name = _PLAIN, ""
        if settings is not None:
            name = _value(settings, space, "pStyle")
            style = self._styles.get(name) or _IDS.get(name, _PLAIN)
        words = _Words(self._open)
        self._words(element, words)
        if settings is not None and settings.find(f"{space}rPr/{space}del") is not None:
            self._open = words.parts
            return
        self._open = []
        text = "".join(words.parts).strip()
        if text and not style.is_contents:
            self._add(page, text, self._kind(settings, style, text), is_bold=words.is_bold)
        for box in words.boxes:
            self.fill(page, box)

    def _kind(self, settings: "etree._Element | None", style: _Style, text: str) -> str:
        level, is_item = style.level, style.is_item
        if settings is not None:
            outline = _value(settings, self._space, "outlineLvl")
            level = level or (int(outline) + 1 if outline in _OUTLINE_LEVELS else 0)
            number = settings.find(f"{self._space}numPr")
            if number is not None:
                is_item = _value(number, self._space, "numId") not in _NO_NUMBER
        if level and len(text) <= _MAX_HEADING_CHARS:
            return f"h{level}"
        return "li" if is_item else "p"

    def _add(self, page: "etree._Element", text: str, kind: str, *, is_bold: bool) -> None:
        if kind == "li":
            last = page[-1] if len(page) else None
            page = last if last is not None and last.tag == "ul" else etree.SubElement(page, "ul")
        made = etree.SubElement(page, kind)
        made.text, *lines = text.split(_BREAK)
        for line in lines:
            etree.SubElement(made, "br").tail = line
        if kind == "p" and is_bold:
            self._bold.append(made)
        self._is_styled = self._is_styled or kind in ("h2", "h3", "h4", "h5", "h6")

    def _words(self, element: "etree._Element", words: "_Words") -> None:
        """Collect the words of the runs in an element."""
        for child in element:
            tag = self._tag.get(child.tag)
            if tag == "r":
                self._run(child, words)
            elif tag in _THROUGH:
                self._words(child, words)
            elif tag == "oMath":
                words.parts.extend(str(sign.text or "") for sign in child.iter(f"{_MATH}t"))
            elif tag == "AlternateContent":
                self._drawn(child, words)

    def _run(self, run: "etree._Element", words: "_Words") -> None:
        space = self._space
        look = run.find(f"{space}rPr")
        is_bold = False
        if look is not None:
            if _is_on(look.find(f"{space}vanish"), space):
                return
            is_bold = _is_on(look.find(f"{space}b"), space)
        for child in run:
            tag = self._tag.get(child.tag)
            if tag == "t":
                text = child.text or ""
                words.parts.append(text)
                words.is_bold = words.is_bold and (is_bold or not text.strip())
            elif tag in ("tab", "noBreakHyphen"):
                words.parts.append("\t" if tag == "tab" else "\u2011")
            elif tag in ("br", "cr") and child.get(f"{space}type", "textWrapping") == "textWrapping":
                words.parts.append(_BREAK)
            elif tag == "sym":
                words.parts.append(self._symbol(child))
            elif tag in ("footnoteReference", "endnoteReference"):
                self.noted[tag.removesuffix("Reference")].append(str(child.get(f"{space}id")))
            elif tag == "AlternateContent" or tag in _DRAWN:
                self._drawn(child, words)

    def _symbol(self, element: "etree._Element") -> str:
        code = str(element.get(f"{self._space}char") or "")
        if element.get(f"{self._space}font") != "Symbol" or not code.isalnum():
            return ""
        with suppress(ValueError):
            return _SYMBOLS.get(chr(int(code, 16) & 0xFF), "")
        return ""

    def _drawn(self, element: "etree._Element", words: "_Words") -> None:
        """Keep the text boxes of a drawing, which are given once for new programs and once more for old ones."""
        tag = f"{self._space}txbxContent"
        for way in element if self._tag.get(element.tag) == "AlternateContent" else (element,):
            boxes = list(way.iter(tag))
            outer = [box for box in boxes if not any(above in boxes for above in box.iterancestors(tag))]
            if outer:
                words.boxes += outer
                return

    def _table(self, page: "etree._Element", element: "etree._Element") -> None:
        space = self._space
        made = etree.SubElement(page, "table")
        spanning: dict[int, etree._Element] = {}
        for row in element.iter(f"{space}tr"):
            if next(row.iterancestors(f"{space}tbl"), None) is not element:
                continue
            settings = row.find(f"{space}trPr")
            if settings is not None and settings.find(f"{space}del") is not None:
                continue
            is_head = settings is not None and _is_on(settings.find(f"{space}tblHeader"), space)
            self._row(etree.SubElement(made, "tr"), row, "th" if is_head else "td", spanning)

    def _row(
        self, made: "etree._Element", row: "etree._Element", kind: str, spanning: dict[int, "etree._Element"]
    ) -> None:
        """Add the cells of a row; one that goes on with the cell above makes that one longer."""
        space = self._space
        column = 0
        for cell in row.iter(f"{space}tc"):
            if next(cell.iterancestors(f"{space}tr"), None) is not row:
                continue
            merged = cell.find(f"{space}tcPr/{space}vMerge")
            above = spanning.get(column) if merged is not None and merged.get(f"{space}val") != "restart" else None
            span = _value(cell, space, "tcPr", "gridSpan")
            if above is None:
                above = etree.SubElement(made, kind, colspan=span or "1", rowspan="1")
                self.fill(above, cell)
            else:
                above.set("rowspan", str(int(above.get("rowspan")) + 1))
            spanning[column] = above
            column += int(span) if span.isdecimal() and len(span) < 4 else 1


@dataclass(slots=True)
class _Words:
    """What the runs of a paragraph say."""

    parts: list[str]
    boxes: list["etree._Element"] = field(default_factory=list)
    is_bold: bool = True


def _is_on(switch: "etree._Element | None", space: str) -> bool:
    """Tell whether a setting is there and is not switched off."""
    return switch is not None and switch.get(f"{space}val") not in ("0", "false", "off")
