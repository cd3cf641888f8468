"""A Word file (.docx) → Article: mammoth reads it, headings, lists and tables keep their meaning.

Paragraphs and tables that are nothing but text, which most are, are read by lxml: it takes them a tenth of mammoth's
time.
"""

import posixpath
import re
import zipfile
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from functools import cache, lru_cache
from io import BytesIO
from itertools import groupby, takewhile
from operator import itemgetter
from typing import IO, NamedTuple
from xml.sax.saxutils import escape

import mammoth
from lxml import etree
from lxml.etree import XPath
from mammoth.conversion import _DocumentConverter
from mammoth.docx import office_xml
from mammoth.docx.xmlparser import XmlElement, XmlText

from knowledge.errors import TooLargeArticle, UnreadableArticle
from knowledge.ingest import corrections, richtext
from knowledge.ingest.blocks import MONOSPACED, Block, body_of, reads_as_prose
from knowledge.ingest.bylines import byline, person
from knowledge.ingest.date_lines import date_line
from knowledge.ingest.files import MAX_SCRAPS, MIN_SCRAP_BYTES, WHOLE, refuse_short_lines
from knowledge.ingest.formats import archive
from knowledge.ingest.news_header import split_lead
from knowledge.ingest.sections import split_blocks
from knowledge.models import Article
from knowledge.text import language, normalize
from knowledge.text.dates import day_of

MAX_PART_BYTES = 100 * 1024 * 1024
_MAX_ELEMENTS = 500_000
"""Most elements of the HTML that a Word file becomes."""
MAX_WORD_ELEMENTS = 150_000
"""Most elements, besides paragraphs and tables that are nothing but text, that mammoth reads: some 2 seconds."""
MAX_SAMPLE_BLOCKS = 200
"""Blocks in which its language is looked for."""
_MAX_LEAD_BLOCKS = 4
"""Blocks below the title that may be author and day."""
_MAX_TITLE_CHARS = 150
_CODE = "FootnoteCode"
"""The style that paragraphs of code get, whatever program wrote them."""
_TERM, _DEFINITION = "FootnoteTerm", "FootnoteDefinition"
"""The styles of terms and of what is said of each, where only the indent tells them."""
_DEFINING = {
    **dict.fromkeys(("definition term", "definition term tight", "list heading"), "dt"),
    **dict.fromkeys(
        ("definition", "definition compact", "definition definition", "definition definition tight", "list contents"),
        "dd",
    ),
}
"""The styles of definitions in Pandoc and LibreOffice, by their names, and the elements of HTML that say the same."""
_STYLES = "\n".join(
    [
        f"p.{_CODE} => pre:separator('\\n')",
        *(f"p[style-name='{name}'] => dl > {tag}:fresh" for name, tag in _DEFINING.items()),
        *(f"p.{style} => dl > {tag}:fresh" for style, tag in ((_TERM, "dt"), (_DEFINITION, "dd"))),
        "p[style-name='Title'] => h1:fresh",
        "p.Heading => h1:fresh",
        "p[style-name='Heading'] => h1:fresh",
        *(
            f"p{which} => h{level}:fresh"
            for level in range(1, 7)
            for which in (f".Heading{level}", f"[style-name='Heading {level}']")
        ),
        *(
            f"p:{kind}-list({level}) => {'ul|ol > li > ' * (level - 1)}{tag} > li:fresh"
            for level in range(1, 6)
            for kind, tag in (("unordered", "ul"), ("ordered", "ol"))
        ),
    ]
)
"""Those of mammoth that say more than "a paragraph": it looks for each paragraph and run in all of them."""


def read_word(data: bytes, name: str) -> Iterator[Article | UnreadableArticle]:
    """Yield the article of a Word file, or, where it is too large for one, those below its headings.

    Raises:
        UnreadableArticle: it is damaged, locked, or there is no text in it.
    """
    with archive.opened(BytesIO(data)) as package:
        names = [name for name in package.namelist() if name.endswith((".xml", ".rels"))]
        parts = {name: archive.content(package, name, MAX_PART_BYTES) for name in names}
        if any(map(archive.declares_entities, parts.values())):
            raise UnreadableArticle(
                "this Word file declares a document type, which Word files never need; save it again."
            )
    facts = _facts(parts)
    made = _shortened_html(parts)
    if made is None:
        _refuse_many(parts.get(_DOCUMENT, b""))
        made = _html(data)
    blocks = _headline_first(richtext.html_blocks(_with_headings(made), _MAX_ELEMENTS))
    first = next((block.text for block in blocks[:1] if block.kind == "heading"), "")
    title = normalize.one_line(first or facts.get("title", ""), normalize.MAX_TITLE_CHARS)
    if (
        not title
        and len(blocks) > 1
        and len(blocks[0].text) <= _MAX_TITLE_CHARS
        and blocks[0].text[-1] not in ".!?:;,。！？"
    ):
        title, blocks = normalize.one_line(blocks[0].text, normalize.MAX_TITLE_CHARS), blocks[1:]
    lead, rest = split_lead(blocks, _is_past_lead)
    author = person(facts.get("creator", ""))
    rest = [block for place, block in enumerate(rest) if place > 1 or block != Block("text", author)]
    saved = _moment(facts.get("modified", ""))
    if saved and lead.published_at and day_of(saved) < day_of(lead.published_at):
        saved = None  # That of the template that it was made from.
    whole = Article(
        title=title,
        paragraphs=(),
        byline=lead.byline or author,
        published_at=lead.published_at,
        modified_at=lead.modified_at or saved,
        language=language.detect(" ".join(block.text for block in rest[:MAX_SAMPLE_BLOCKS])[: language.SAMPLE_CHARS]),
        keywords=normalize.keywords(facts.get("keywords", "").split(",")),
    )
    try:
        kept, corrected = corrections.split_corrections(rest)
        body = body_of(kept, title)
    except TooLargeArticle:
        yield from split_blocks(rest, whole, name)
        return
    yield replace(
        whole,
        title=title or normalize.derived_title(body.paragraphs),
        paragraphs=body.paragraphs,
        headings=body.headings,
        corrections=corrected,
        path=WHOLE,
    )


def _headline_first(blocks: list[Block]) -> list[Block]:
    """Return the blocks without the notice that this is a press release, and author and day below the headline."""
    at = next((at for at, block in enumerate(blocks[: _MAX_LEAD_BLOCKS + 1]) if block.kind == "heading"), 0)
    rows = [block for block in blocks[:at] if not _NOTICE.fullmatch(block.text)]
    if not at or split_lead(rows, _is_past_lead)[1]:
        return blocks
    return [blocks[at], *rows, *blocks[at + 1 :]]


_NOTICE = re.compile(
    r"(?:press|news|media) (?:release|statement)|for immediate release|(?:presse|medien)(?:mitteilung|information)|"
    r"zur sofortigen veröffentlichung|communiqué de presse|(?:pour|à) diffusion immédiate|"
    r"(?:comunicado|nota) (?:de|à) (?:prensa|imprensa)|comunicato stampa|persbericht|pressmeddelande|"
    r"보도 ?자료|新[闻聞]稿",
    re.IGNORECASE,
)
"""What is above the headline of a press release."""


def _parsed(file: IO[bytes], prefixes: Sequence[tuple[str, str]]) -> XmlElement:
    """Return the tree of a part as mammoth reads it, made by lxml: Python's own parser takes it ten times as long."""
    known = {uri: prefix for prefix, uri in prefixes}

    @cache
    def named(tag: str) -> str:
        uri, _, name = tag[1:].rpartition("}") if tag.startswith("{") else ("", "", tag)
        return f"{known[uri]}:{name}" if uri in known else tag

    def made(element: "etree._Element") -> XmlElement:
        children = [XmlText(element.text)] if element.text else []
        for child in element:
            children.append(made(child))
            if child.tail:
                children.append(XmlText(child.tail))
        return XmlElement(named(element.tag), {named(key): value for key, value in element.items()}, children)

    return made(_tree(file.read()))


office_xml.parse_xml = _parsed
_find_style = _DocumentConverter._find_style
# All of our styles are of paragraphs; it takes a third of the time to look among them for those of each run.
_DocumentConverter._find_style = lambda converter, element, kind: (
    _find_style(converter, element, kind) if kind == "paragraph" else None
)


def _html(data: bytes) -> str:
    try:
        # Pictures would be written into the page as text.
        made = mammoth.convert_to_html(
            BytesIO(data),
            style_map=_STYLES,
            include_default_style_map=False,
            include_embedded_style_map=False,
            convert_image=mammoth.images.img_element(lambda _: {}),
        )
    except _DAMAGE as error:
        raise UnreadableArticle("this Word file is damaged; save it again and add that.") from error
    except RecursionError as error:
        raise richtext.too_large() from error
    return _NO_TEXT.sub("", str(made.value))


_DAMAGE = (
    *(KeyError, ValueError, AttributeError, IndexError, TypeError, OSError),
    *(zipfile.BadZipFile, etree.LxmlError),
)
_NO_TEXT = re.compile(r' ?<a href="#[^"]*note-ref-[^"]*">↑</a>|<a id="[^"]*"></a>')
"""From a note to where the text leads to it, as mammoth adds it to each, and where links of the file itself lead."""
_BOLD = re.compile(r"<p><strong>([^<]{1,80}[^<.,:;!])</strong></p>(?=<p>(?!<strong>))")


def _with_headings(made: str) -> str:
    """Make headings of short paragraphs in bold above others, where no style says what is one."""
    if _STYLED.search(made):
        return made
    return _BOLD.sub(lambda row: row[0] if byline(row[1]) or date_line(row[1]) else f"<h3>{row[1]}</h3>", made)


_STYLED = re.compile(r"<h[2-6]\b")


_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
_NAMESPACES = {"w": _W.strip("{}"), "m": f"{_OFFICE}/math", "r": f"{_OFFICE}/relationships"}
_DOCUMENT = "word/document.xml"
_PLACE = "\ue00b"
"""Stands for what mammoth need not see; a character of nobody's."""
_PLACES = re.compile(f"(<p>){_PLACE}</p>|(?<=<li>){_PLACE}(?=<(?:/li|[uo]l)>)")
_EMPTY = "self::w:proofErr or self::w:bookmarkStart or self::w:bookmarkEnd"
_FORMED = f"""*[not(self::w:pPr or self::w:r or self::w:hyperlink[@r:id or @w:anchor] or {_EMPTY}
        or self::w:commentRangeStart or self::w:commentRangeEnd)]
    or w:hyperlink/*[not(self::w:r or {_EMPTY})] or w:pPr/w:rPr/w:del
    or w:hyperlink/w:r/w:rPr/w:vertAlign or (w:r | w:hyperlink/w:r)[w:t/* or *[not(self::w:rPr or self::w:t
        or self::w:tab or self::w:br or self::w:lastRenderedPageBreak or self::w:commentReference)]]"""
_PLAIN = XPath(
    f"""w:body/w:p[not({_FORMED})] | w:body/w:tbl[not(
        *[not(self::w:tblPr or self::w:tblGrid or self::w:tr)] or w:tr/*[not(self::w:trPr or self::w:tc)]
        or w:tr/w:trPr/w:del or w:tr/w:tc/*[not(self::w:tcPr or self::w:p)]
        or w:tr/w:tc/w:tcPr/w:gridSpan[not(@w:val >= 1 and @w:val <= {richtext.MAX_SPAN} and @w:val = floor(@w:val))]
        or w:tr/w:tc/w:p[w:pPr/w:numPr or {_FORMED}]
    )]""",
    namespaces=_NAMESPACES,
)
"""Paragraphs and items of which mammoth would make nothing but their text, bold or not, and tables of such."""
_MARKED = XPath(
    "descendant::w:p[w:hyperlink or w:r[w:tab or w:br or w:rPr[w:b or w:i or w:strike or w:vertAlign]]]",
    namespaces=_NAMESPACES,
)
_UNSEEN = XPath("//w:r[w:rPr/w:vanish[not(@w:val='0' or @w:val='false')]]/w:t | //w:ruby/w:rt", namespaces=_NAMESPACES)
"""Hidden text, and how a word is read, which is written above it."""
_CONTROLS = XPath(
    "//w:sdt[not(w:sdtPr/*[local-name()='checkbox']) and count(w:sdtContent) < 2]", namespaces=_NAMESPACES
)
_FIELDED = XPath("//w:p[w:r/w:fldChar]", namespaces=_NAMESPACES)
_LEADS_OUT = re.compile(r"\s*HYPERLINK \"[^\"#]+\"\s*$")
_FIELD_SIGN, _FIELD_CODE = f"{_W}fldChar", f"{_W}instrText"
_OF_FIELDS, _ONLY_OF_FIELDS = frozenset((_FIELD_SIGN, _FIELD_CODE)), frozenset((_FIELD_SIGN, _FIELD_CODE, f"{_W}rPr"))
_FIELD_TYPE, _ANCHOR = f"{_W}fldCharType", f"{_W}anchor"
_HELD, _GONE = f"{_W}sdtContent", f"{_W}gone"
_RUBY = XPath("//w:ruby", namespaces=_NAMESPACES)
_FORMULAS = XPath("//m:oMath[m:r and not(*[not(self::m:r)])]", namespaces=_NAMESPACES)
"""Those that read as they are written: no fraction, power or root."""
_PARAGRAPH, _TABLE, _OWN, _NUMBERED = f"{_W}p", f"{_W}tbl", f"{_W}pPr", f"{_W}pPr/{_W}numPr"
_PARAGRAPH_STYLE, _RUN_FONTS, _RUN_STYLED, _FONT = f"{_W}pStyle", f"{_W}rFonts", f"{_W}rStyle", f"{_W}ascii"
_CELL, _OF_CELL = f"{_W}tc", f"{_W}tcPr"
_BOOKMARK, _PROPERTIES, _VALUE = f"{_W}bookmarkStart", f"{_W}rPr", f"{_W}val"
_RUN, _LINK, _TEXT, _TAB, _BREAK, _TYPE = (f"{_W}{name}" for name in ("r", "hyperlink", "t", "tab", "br", "type"))
_RAISED = f"{_W}vertAlign"
_MARKS = (
    *((f"{_W}strike", "s"), ("subscript", "sub"), ("superscript", "sup")),
    *((f"{_W}i", "em"), (f"{_W}b", "strong")),
)
"""What formats a run, and the elements that it becomes, the innermost first."""
_STYLE = XPath("string(w:pPr/w:pStyle/@w:val)", namespaces=_NAMESPACES, smart_strings=False)
_NAME = XPath("string(w:name/@w:val)", namespaces=_NAMESPACES, smart_strings=False)
_PARAGRAPH_STYLES = XPath("w:style[@w:type='paragraph']", namespaces=_NAMESPACES)
_NUMBERED_STYLES = XPath("//w:lvl/w:pStyle/@w:val", namespaces=_NAMESPACES, smart_strings=False)


def _shortened_html(parts: Mapping[str, bytes]) -> str | None:
    """Return what `_html` makes of a Word file, mammoth seeing only what is not plain; None where that fails."""
    try:
        styles = _styles_of(parts)
        tree = _as_seen(_tree(parts[_DOCUMENT]), styles)
        tags = _tags_of_styles(parts, styles)
        _mark_code(tree, styles, tags)
        _mark_definitions(tree, tags)
    except (KeyError, etree.LxmlError, ValueError):
        return None
    rows: list[tuple[str, list[str]]] = []
    marked = set(_MARKED(tree))
    last = empty = None
    for element in _plain_in(tree):
        inside = [
            tags.get("" if paragraph.find(_OWN) is None else _STYLE(paragraph))
            for paragraph in element.iter(_PARAGRAPH)
        ]
        if not all(inside) or (element.tag == _TABLE and {*inside} != {"p"}):
            continue
        text = _table(element, marked) if element.tag == _TABLE else _paragraph(element, marked, inside[0] or "p")
        if not text and element.find(_BOOKMARK) is not None:
            continue  # It parts lists.
        which = _list_of(element) if inside[0] == "p" else ""
        before = element.getprevious()
        is_alike = before is not None and before is last and which == rows[-1][0]
        if is_alike or (before is not None and not text and before in (last, empty)):
            if is_alike and text:
                rows[-1][1].append(text)
            element.getparent().remove(element)
            continue
        if not text:  # Mammoth leaves it out, and so joins the lists around it.
            empty = element
            continue
        rows.append((which, [text]))
        last = element
        last.tag = _PARAGRAPH
        last[:] = [*(last.findall(_OWN) if which else ()), last.makeelement(f"{_W}r")]
        etree.SubElement(last[-1], f"{_W}t").text = _PLACE
    document = etree.tostring(tree, encoding="utf-8")
    _refuse_many(document)
    short = _html(_packed({**parts, _DOCUMENT: document}))
    # Else a link or a deletion goes on into them, or the text has the character.
    if not short.count(_PLACE) == len(rows) == sum(1 for _ in _PLACES.finditer(short)):
        return None
    shown = iter(rows)
    return _PLACES.sub(lambda place: _shown(next(shown)[1], is_item=not place[1]), short).replace("</dl><dl>", "")


def _packed(parts: Mapping[str, bytes]) -> bytes:
    made = BytesIO()
    with zipfile.ZipFile(made, "w") as package:
        for name, part in parts.items():
            package.writestr(name, part)
    return made.getvalue()


def _plain_in(tree: "etree._Element") -> "Sequence[etree._Element]":
    """Return the paragraphs and tables that mammoth need not see, unless they are too many for one file."""
    plain: Sequence[etree._Element] = _PLAIN(tree)
    if len(plain) > MAX_SCRAPS:
        refuse_short_lines(len(plain), sum(map(len, tree.itertext(_TEXT))), MIN_SCRAP_BYTES, MAX_SCRAPS)
    return plain


def _as_seen(tree: "etree._Element", styles: "_Styles") -> "etree._Element":
    """Return a document with formulas and words that carry their reading, without hidden text and list of contents.

    What is around words and says nothing of them, as around those that were inserted, goes too.
    """
    etree.strip_tags(tree, *(f"{_W}{name}" for name in ("ins", "smartTag", "fldSimple", "bdo", "dir")))
    _drop_contents(tree, styles)
    _strip_controls(tree)
    for paragraph in _FIELDED(tree):
        for field in _fields_of(paragraph):
            _strip_field(field)
    for unseen in _UNSEEN(tree):
        unseen.getparent().remove(unseen)
    for word in _RUBY(tree):
        word.getparent().replace(word, _said(word))
    for formula in _FORMULAS(tree):
        run = formula.makeelement(f"{_W}r")
        run.append(_said(formula))
        formula.getparent().replace(formula, run)
    return tree


def _strip_controls(tree: "etree._Element") -> None:
    """Leave of controls, other than boxes that are ticked, only what is in them."""
    for control in _CONTROLS(tree):
        for part in control:
            if part.tag == _HELD:
                part.tag = _GONE
            else:
                control.remove(part)
        control.tag = _GONE
    etree.strip_tags(tree, _GONE)


def _fields_of(paragraph: "etree._Element") -> "list[list[etree._Element]]":
    """Return each field of a paragraph, from beginning to end; none where one is in another or in two paragraphs."""
    fields: list[list[etree._Element]] = []
    is_inside = False
    for part in paragraph:
        sign = part.find(_FIELD_SIGN)
        kind = None if sign is None else sign.get(_FIELD_TYPE)
        if kind and (kind == "begin") is is_inside:
            return []
        if kind == "begin":
            is_inside = True
            fields.append([])
        if is_inside:
            fields[-1].append(part)
        is_inside = is_inside and kind != "end"
    return [] if is_inside else fields


def _strip_field(field: "Sequence[etree._Element]") -> None:
    """Leave of a field what it shows, and that it is a link where it leads out of the file."""
    own: list[etree._Element] = []
    shown: list[etree._Element] = []
    code = ""
    for part in field:
        inside = {child.tag: child for child in part}
        if inside.keys().isdisjoint(_OF_FIELDS):
            shown.append(part)
            continue
        if part.tag != _RUN or not inside.keys() <= _ONLY_OF_FIELDS or len(inside.get(_FIELD_SIGN, ())):
            return
        own.append(part)
        code += "".join(part.itertext(_FIELD_CODE))
    is_link = "HYPERLINK" in code
    if "FORMCHECKBOX" in code or (is_link and not (_LEADS_OUT.match(code) and all(map(_is_said, shown)))):
        return
    if is_link and shown:
        link = shown[0].makeelement(_LINK, {_ANCHOR: ""})
        shown[0].addprevious(link)
        link.extend(shown)
    for part in own:
        part.getparent().remove(part)


def _is_said(part: "etree._Element") -> bool:
    """Tell a run of words that are not raised."""
    return part.tag == _RUN and part.find(_TEXT) is not None and part.find(f"{_PROPERTIES}/{_RAISED}") is None


def _said(element: "etree._Element") -> "etree._Element":
    """Return the words of an element as text of a run."""
    made = element.makeelement(f"{_W}t")
    made.text = "".join(element.itertext())
    return made


def _list_of(element: "etree._Element") -> str:
    """Return what says of which list a paragraph is an item, and how deep in it; empty for any other."""
    numbering = element.find(_NUMBERED)
    return "" if numbering is None else _STYLE(element) + etree.tostring(numbering, encoding="unicode", with_tail=False)


def _shown(texts: Sequence[str], *, is_item: bool) -> str:
    """Return paragraphs, or the items of a list, the first and the last without their tags."""
    bare = (text.removeprefix("<p>").removesuffix("</p>") for text in texts)
    return "</li><li>".join(bare) if is_item else "".join(texts)


def _paragraph(element: "etree._Element", marked: Collection["etree._Element"], tag: str = "p") -> str:
    text = "".join(_runs(element)) if element in marked else escape("".join(element.itertext(f"{_W}t")))
    if tag in ("dt", "dd"):
        return f"<dl><{tag}>{text}</{tag}></dl>" if text else ""
    return f"<{tag}>{text}</{tag}>" if text else ""


def _runs(paragraph: "etree._Element") -> Iterator[str]:
    """Yield the markup of the runs of a paragraph, or a link; those in a row that are formatted alike are one, as in
    mammoth."""
    made = (_run(each) if each.tag == _RUN else _link(each) for each in paragraph.iterchildren(_RUN, _LINK))
    for marks, runs in groupby((each for each in made if each[1]), itemgetter(0)):
        yield "".join(f"<{mark}>" for mark in reversed(marks))
        yield from (text for _, text in runs)
        yield "".join(f"</{mark}>" for mark in marks)


def _link(link: "etree._Element") -> tuple[Sequence[str], str]:
    """Return a link as a run that is not formatted; where it leads is not read."""
    said = "".join(_runs(link))
    return (), said and f"<a>{said}</a>"


def _run(run: "etree._Element") -> tuple[Sequence[str], str]:
    """Return how a run is formatted and what it says; breaks of pages say nothing."""
    marks: Sequence[str] = ()
    said = ""
    for part in run:
        tag = part.tag
        if tag == _TEXT:
            said += escape(part.text or "")
        elif tag == _PROPERTIES and not marks:
            marks = _marks_of(part)
        elif tag == _TAB:
            said += "\t"
        elif tag == _BREAK and part.get(_TYPE) in (None, "textWrapping"):
            said += "<br />"
    return marks, said


def _marks_of(properties: "etree._Element") -> Sequence[str]:
    found: dict[str, bool] = {}
    for each in properties:
        value = each.get(_VALUE, "")
        found.setdefault(value if each.tag == _RAISED else each.tag, value not in ("0", "false"))
    return _marks_named(tuple(tag for tag, is_on in found.items() if is_on))


@lru_cache(maxsize=1 << 10)
def _marks_named(tags: Sequence[str]) -> Sequence[str]:
    return tuple(mark for tag, mark in _MARKS if tag in tags)


def _table(element: "etree._Element", marked: Collection["etree._Element"]) -> str:
    rows = element.findall(f"{_W}tr")
    heads = list(takewhile(lambda row: row.find(f"{_W}trPr/{_W}tblHeader") is not None, rows))
    spans = _spans(rows) if _SPANNING(element) else None
    body = "".join(_row(row, "td", spans, marked) for row in rows[len(heads) :])
    if not heads:
        return f"<table>{body}</table>"
    head = "".join(_row(row, "th", spans, marked) for row in heads)
    return f"<table><thead>{head}</thead>{body and f'<tbody>{body}</tbody>'}</table>"


_Spans = Mapping["etree._Element", tuple[int, int]]
_SPANNING = XPath("boolean(w:tr/w:tc/w:tcPr[w:gridSpan or w:vMerge])", namespaces=_NAMESPACES)


def _spans(rows: Sequence["etree._Element"]) -> _Spans:
    """Return how many columns and rows each cell spans; of those that are merged with the one above there is none."""
    spans: dict[etree._Element, tuple[int, int]] = {}
    above: dict[int, etree._Element] = {}
    for row in rows:
        column = 0
        for cell in row.iterchildren(_CELL):
            wide, merged = cell.find(f"{_OF_CELL}/{_W}gridSpan"), cell.find(f"{_OF_CELL}/{_W}vMerge")
            columns = 1 if wide is None else int(float(wide.get(_VALUE)))
            if merged is not None and merged.get(_VALUE, "continue") in ("continue", "") and column in above:
                across, down = spans[above[column]]
                spans[above[column]] = across, down + 1
            else:
                above[column] = cell
                spans[cell] = columns, 1
            column += columns
    return spans


def _row(row: "etree._Element", tag: str, spans: _Spans | None, marked: Collection["etree._Element"]) -> str:
    said = ""
    for cell in row.iterchildren(_CELL):
        across, down = (1, 1) if spans is None else spans.get(cell, (0, 0))
        if across:
            marks = f' colspan="{across}"' * (across > 1) + f' rowspan="{down}"' * (down > 1)
            said += f"<{tag}{marks}>{''.join(_paragraph(each, marked) for each in cell.iter(_PARAGRAPH))}</{tag}>"
    return f"<tr>{said}</tr>"


def _refuse_many(document: bytes) -> None:
    """Refuse a document of more elements, or fields that do not end, than mammoth reads in some seconds."""
    if document.count(b"<") > 2 * MAX_WORD_ELEMENTS:  # Most have a tag at their end too.
        raise UnreadableArticle(
            "this Word file has over {count} formatted pieces, too many to read; save its text as .txt and add that.",
            count=MAX_WORD_ELEMENTS,
        )
    opened = odd = 0
    before = b""
    for kind in _FIELD_SIGNS.findall(document):
        opened = max(opened + {b"begin": 1, b"end": -1}.get(kind, 0), 0)
        odd += kind == before == b"separate"
        before = kind
        if max(opened, odd) > MAX_OPEN_FIELDS:
            raise richtext.too_large()


MAX_OPEN_FIELDS = 200
"""Most fields inside each other, or that never end: mammoth looks through all of them for each run."""
_FIELD_SIGNS = re.compile(rb"fldCharType\s*=\s*[\"'](begin|separate|end)")


class _Styles(NamedTuple):
    paragraphs: "Sequence[etree._Element]"
    code: Collection[str]
    """Those of code, of paragraphs and of words, by their ids."""
    numbering: str
    """The path of the part that says what is numbered."""


def _styles_of(parts: Mapping[str, bytes]) -> _Styles:
    paths = {"styles": "word/styles.xml", "numbering": "word/numbering.xml"}
    for link in reversed(_tree(parts["word/_rels/document.xml.rels"])):
        path = posixpath.join("word", link.get("Target", "")).removeprefix("/")
        paths[posixpath.basename(link.get("Type", ""))] = path
    if paths["styles"] not in parts:
        return _Styles((), (), paths["numbering"])
    tree = _tree(parts[paths["styles"]])
    code = {
        each.get(f"{_W}styleId", "")
        for each in tree.iterchildren(f"{_W}style")
        if _CODE_STYLE.fullmatch(_NAME(each)) or any(map(MONOSPACED.search, _FONTS(each)))
    }
    return _Styles(_PARAGRAPH_STYLES(tree), code, paths["numbering"])


_CODE_STYLE = re.compile(
    r"(?:html |source )?(?:preformatted(?: text)?|code(?: block)?|verbatim|listing)", re.IGNORECASE
)
_FONTS = XPath("descendant::w:rFonts/@w:ascii", namespaces=_NAMESPACES, smart_strings=False)
_RUNS = XPath("descendant::w:r[w:t]", namespaces=_NAMESPACES)
_BOXES = XPath("//w:tbl[count(w:tr/w:tc) = 1]", namespaces=_NAMESPACES)
"""Tables of one cell, which code can be in."""
_STYLE_OF = XPath("string(w:rPr/w:rStyle/@w:val)", namespaces=_NAMESPACES, smart_strings=False)
_FONT_OF = XPath("string(w:rPr/w:rFonts/@w:ascii)", namespaces=_NAMESPACES, smart_strings=False)


def _mark_code(tree: "etree._Element", styles: _Styles, tags: Mapping[str, str]) -> None:
    """Give paragraphs of code one style: those of a style for it, and those in letters of one width that are no prose.

    Where most paragraphs are in such letters, they tell nothing.
    """
    fonts = {font for font in set(_FONTS(tree)) if MONOSPACED.search(font)}
    signs = (
        each
        for each in tree.iter(_PARAGRAPH_STYLE, _RUN_FONTS, _RUN_STYLED)
        if (each.get(_FONT) in fonts if each.tag == _RUN_FONTS else each.get(_VALUE) in styles.code)
    )
    seen = dict.fromkeys(next(each.iterancestors(_PARAGRAPH), None) for each in signs)
    boxes = set(_BOXES(tree))
    lines = (each for each in seen if each is not None and boxes.issuperset(each.iterancestors(_TABLE)))
    found = [each for each in lines if _is_code(each, fonts, styles, tags)]
    is_telling = len(found) * 2 <= sum(1 for _ in tree.iter(_PARAGRAPH))
    for paragraph in found:
        if not (is_telling or _STYLE(paragraph) in styles.code):
            continue
        _set_style(paragraph, _CODE)


def _set_style(paragraph: "etree._Element", name: str) -> None:
    own = paragraph.find(_OWN)
    if own is None:
        own = paragraph.makeelement(_OWN)
        paragraph.insert(0, own)
    style = own.find(_PARAGRAPH_STYLE)
    if style is None:
        style = own.makeelement(_PARAGRAPH_STYLE)
        own.insert(0, style)
    style.set(_VALUE, name)


def _mark_definitions(tree: "etree._Element", tags: Mapping[str, str]) -> None:
    """Give terms and what is said of each their styles, where each is a few words above one indented paragraph.

    Several follow each other; bold ones can be headings.
    """
    indented = [each for each in _INDENTED(tree) if tags.get(_STYLE(each)) == "p"]
    said = {each for each in indented if _is_term(each.getprevious(), tags)}
    terms = {each.getprevious() for each in said}
    for each in said:
        if each.getnext() in terms or each.getprevious().getprevious() in said:
            _set_style(each.getprevious(), _TERM)
            _set_style(each, _DEFINITION)


_INDENTED = XPath("w:body/w:p[w:pPr[not(w:numPr)]/w:ind[@w:left > 0 or @w:start > 0]]", namespaces=_NAMESPACES)
_IS_FLUSH = XPath(
    "boolean(self::w:p[w:r/w:t][not(w:pPr/w:numPr or w:pPr/w:ind[@w:left > 0 or @w:start > 0] or w:r/w:rPr/w:b)])",
    namespaces=_NAMESPACES,
)
MAX_TERM_CHARS = 60


def _is_term(paragraph: "etree._Element | None", tags: Mapping[str, str]) -> bool:
    if paragraph is None or not _IS_FLUSH(paragraph) or tags.get(_STYLE(paragraph)) != "p":
        return False
    text = "".join(paragraph.itertext(_TEXT)).strip()
    return 0 < len(text) <= MAX_TERM_CHARS and text[-1] not in ".!?:;,。！？："


def _drop_contents(tree: "etree._Element", styles: _Styles) -> None:
    """Take off the table of contents, whose rows are the headings again, with their pages."""
    of_contents = {each.get(f"{_W}styleId", "") for each in styles.paragraphs if _CONTENTS_STYLE.fullmatch(_NAME(each))}
    for style in [*tree.iter(_PARAGRAPH_STYLE)] if of_contents else ():
        paragraph = next(style.iterancestors(_PARAGRAPH), None)
        outer = paragraph.getparent() if paragraph is not None else None
        if style.get(_VALUE) in of_contents and outer is not None:
            outer.remove(paragraph)


_CONTENTS_STYLE = re.compile(r"(?:toc|contents) (?:\d|heading)|table of figures", re.IGNORECASE)


def _is_code(paragraph: "etree._Element", fonts: Collection[str], styles: _Styles, tags: Mapping[str, str]) -> bool:
    style, runs = _STYLE(paragraph), _RUNS(paragraph)
    if not runs or tags.get(style, "p") != "p" or paragraph.find(_NUMBERED) is not None:
        return False
    if style not in styles.code and not all(_FONT_OF(run) in fonts or _STYLE_OF(run) in styles.code for run in runs):
        return False
    return not reads_as_prose("".join(paragraph.itertext(_TEXT)))


def _tags_of_styles(parts: Mapping[str, bytes], styles: _Styles) -> Mapping[str, str]:
    """Return what a paragraph of each style becomes, by its id, the empty one for none; not where it can be an item."""
    numbered = _NUMBERED_STYLES(_tree(parts[styles.numbering])) if styles.numbering in parts else []
    named = {each.get(f"{_W}styleId", ""): _NAME(each).lower() for each in styles.paragraphs}
    tags = {style: _tag(style, name) for style, name in named.items()}
    tags = {"": "p"} | {style: tag for style, tag in tags.items() if tag != "p" or style not in numbered}
    return tags | {_TERM: "dt", _DEFINITION: "dd"}


def _tag(style: str, name: str) -> str:
    """Return what a style makes of a paragraph, as `_STYLES` says it."""
    levels = (level for level in range(1, 7) if style == f"Heading{level}" or name == f"heading {level}")
    named = {"title": "h1", "heading": "h1", **_DEFINING}.get(name) or ("h1" if style == "Heading" else "")
    return named or next((f"h{level}" for level in levels), "p")


def _tree(data: bytes) -> "etree._Element":
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
    )
    return etree.fromstring(data, parser)


def _facts(parts: Mapping[str, bytes]) -> dict[str, str]:
    if "docProps/core.xml" not in parts:
        return {}
    tree = archive.xml(parts["docProps/core.xml"])
    return {str(each.tag).rpartition("}")[2]: (each.text or "").strip() for each in tree if isinstance(each.tag, str)}


def _moment(text: str) -> date | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def _is_past_lead(place: int, block: Block) -> bool:
    return place > _MAX_LEAD_BLOCKS or block.kind not in ("text", "heading")
