"""PDF, Word and EPUB files made for tests, as programs write them, without those programs."""

import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO

PAGE_WIDTH, PAGE_HEIGHT = 595, 842


@dataclass(frozen=True)
class Print:
    """A line of a page: where it begins, from the top left, and in which size."""

    x: float
    y: float
    text: str
    size: float = 10
    bold: bool = False
    is_code: bool = False


@dataclass(frozen=True)
class Rule:
    """A line drawn on a page."""

    x0: float
    y0: float
    x1: float
    y1: float


def pdf(pages: Sequence[Sequence[Print | Rule]], facts: Mapping[str, str] | None = None) -> bytes:
    """Write a PDF file in Helvetica, code in Courier."""
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b""]
    fonts = b"<< /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >> "
    fonts += b"/F2 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold /Encoding /WinAnsiEncoding >> "
    fonts += b"/F3 << /Type /Font /Subtype /Type1 /BaseFont /Courier /Encoding /WinAnsiEncoding >> >>"
    kids = []
    for page in pages:
        stream = b"".join(map(_printed, page))
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
        kids.append(len(objects) + 1)
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 %d %d] /Contents %d 0 R /Resources << /Font %s >> >>"
            % (PAGE_WIDTH, PAGE_HEIGHT, len(objects), fonts)
        )
    objects[1] = b"<< /Type /Pages /Count %d /Kids [%s] >>" % (len(kids), b" ".join(b"%d 0 R" % kid for kid in kids))
    info = b"".join(b"/%s (%s) " % (key.encode(), _escaped(value)) for key, value in (facts or {}).items())
    objects.append(b"<< %s >>" % info)
    out = b"%PDF-1.4\n"
    offsets = []
    for number, each in enumerate(objects, start=1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    trailer = b"trailer << /Size %d /Root 1 0 R /Info %d 0 R >>" % (len(objects) + 1, len(objects))
    return out + b"xref\n0 %d\n0000000000 65535 f \n%s%s\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1, table, trailer, len(out),
    )  # fmt: skip


def _printed(each: Print | Rule) -> bytes:
    if isinstance(each, Rule):
        return b"%g %g m %g %g l S\n" % (each.x0, PAGE_HEIGHT - each.y0, each.x1, PAGE_HEIGHT - each.y1)
    font = b"F3" if each.is_code else b"F2" if each.bold else b"F1"
    return b"BT /%s %g Tf %g %g Td (%s) Tj ET\n" % (font, each.size, each.x, PAGE_HEIGHT - each.y, _escaped(each.text))


def _escaped(text: str) -> bytes:
    return text.encode("cp1252").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")


def zipped(members: Mapping[str, str | bytes]) -> bytes:
    """Return a zip file."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in members.items():
            package.writestr(name, content)
    return out.getvalue()


_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def docx(body: str, core: str = "", styles: str = "") -> bytes:
    """Write a Word file around the body of its `word/document.xml`, with styles besides those of headings."""
    styles += "".join(
        f'<w:style w:type="paragraph" w:styleId="{id}"><w:name w:val="{name}"/></w:style>'
        for id, name in (
            *(("Title", "Title"), ("Heading1", "heading 1"), ("Heading2", "heading 2")),
            *(("DefinitionTerm", "Definition Term"), ("Definition", "Definition")),
        )
    )
    numbering = (
        '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/></w:lvl></w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    )
    main = "application/vnd.openxmlformats-officedocument.wordprocessingml"
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    return zipped(
        {
            "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            '<Default Extension="xml" ContentType="application/xml"/>'
            f'<Override PartName="/word/document.xml" ContentType="{main}.document.main+xml"/></Types>',
            "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            f'<Relationship Id="r1" Type="{relation}/officeDocument" Target="word/document.xml"/></Relationships>',
            "word/_rels/document.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/'
            f'relationships"><Relationship Id="r1" Type="{relation}/styles" Target="styles.xml"/>'
            f'<Relationship Id="r2" Type="{relation}/numbering" Target="numbering.xml"/></Relationships>',
            "word/styles.xml": f"<w:styles {_W}>{styles}</w:styles>",
            "word/numbering.xml": f"<w:numbering {_W}>{numbering}</w:numbering>",
            "word/document.xml": f"<w:document {_W}><w:body>{body}</w:body></w:document>",
            **({"docProps/core.xml": core} if core else {}),
        }
    )


def paragraph(text: str, style: str = "", *, item: bool = False) -> str:
    """Return a paragraph of a Word file."""
    marks = f'<w:pStyle w:val="{style}"/>' if style else ""
    marks += '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>' if item else ""
    return f"<w:p><w:pPr>{marks}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def table(*rows: Sequence[str]) -> str:
    """Return a table of a Word file, its first row marked as its head."""
    cells = ("".join(f"<w:tc>{paragraph(cell)}</w:tc>" for cell in row) for row in rows)
    heads = ("<w:trPr><w:tblHeader/></w:trPr>" if number == 0 else "" for number in range(len(rows)))
    drawn = "".join(f"<w:tr>{head}{row}</w:tr>" for head, row in zip(heads, cells, strict=True))
    return f"<w:tbl>{drawn}</w:tbl>"


def epub(chapters: Mapping[str, str], facts: str = "", extra: Mapping[str, str] | None = None) -> bytes:
    """Write an e-book whose chapters are XHTML bodies by file name."""
    items = "".join(
        f'<item id="c{n}" href="{name}" media-type="application/xhtml+xml"/>' for n, name in enumerate(chapters)
    )
    spine = "".join(f'<itemref idref="c{n}"/>' for n in range(len(chapters)))
    return zipped(
        {
            "mimetype": "application/epub+zip",
            "META-INF/container.xml": '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
            '<rootfile full-path="OEBPS/book.opf"/></rootfiles></container>',
            "OEBPS/book.opf": '<package xmlns="http://www.idpf.org/2007/opf" '
            f'xmlns:dc="http://purl.org/dc/elements/1.1/"><metadata>{facts}</metadata>'
            f"<manifest>{items}</manifest><spine>{spine}</spine></package>",
            **{
                f"OEBPS/{name}": f'<?xml version="1.0" encoding="utf-8"?><html xmlns="http://www.w3.org/1999/xhtml">'
                f"<head><title>x</title></head><body>{body}</body></html>"
                for name, body in chapters.items()
            },
            **(extra or {}),
        }
    )
