"""Word files, e-books, feeds, tables, web archives, wikis, references and exports, as programs write them."""

import gzip
import json
import stat
import textwrap
import zipfile
from datetime import UTC, date, datetime
from html import unescape
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from knowledge import Article, UnreadableArticle
from knowledge.errors import IngestNote
from knowledge.ingest import ReaderPool, find_files, read_bytes, read_file
from knowledge.ingest.formats import word
from knowledge.ingest.richtext import html_blocks
from tests.knowledge.documents import Print, docx, epub, paragraph, pdf, table, zipped

PIER = "The pier at Lindvik opened on Saturday after two years of work, the council said in a statement."
CRANE = "The crane shed beside it is painted yellow and holds four cranes, two of which still work today."


def articles(data: bytes | str, name: str) -> list[Article]:
    found = list(read_bytes(data.encode() if isinstance(data, str) else data, name))
    assert all(isinstance(each, Article) for each in found), [str(each) for each in found]
    return [each for each in found if isinstance(each, Article)]


def refused(data: bytes | str, name: str) -> str:
    found = list(read_bytes(data.encode() if isinstance(data, str) else data, name))
    faults = [str(each) for each in found if isinstance(each, UnreadableArticle)]
    assert faults, found
    return faults[0]


# Word


def test_word_file_keeps_title_headings_lists_and_tables() -> None:
    core = (
        '<cp:coreProperties xmlns:cp="c" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:t="t">'
        "<dc:creator>Anna Oat</dc:creator><t:modified>2021-06-07T08:00:00Z</t:modified>"
        "<cp:keywords>harbour, cranes</cp:keywords></cp:coreProperties>"
    )
    [article] = articles(
        docx(
            paragraph("Harbour report", "Title")
            + paragraph("5 June 2021")
            + paragraph(PIER)
            + paragraph("Cranes", "Heading1")
            + paragraph("The shed holds:")
            + paragraph("four cranes", item=True)
            + paragraph("one boat", item=True)
            + table(("Pier", "Opened"), ("North", "1911")),
            core,
        ),
        "report.docx",
    )

    assert article.title == "Harbour report" and article.byline == "Anna Oat"
    assert article.published_at == date(2021, 6, 5) and article.modified_at == datetime(2021, 6, 7, 8, tzinfo=UTC)
    assert article.paragraphs == (PIER, "The shed holds:\nfour cranes\none boat", "Pier: North · Opened: 1911")
    assert article.headings == ("", "Cranes", "Cranes") and article.keywords == ("harbour", "cranes")


def test_word_file_has_its_subtitle_fields_and_cells_of_two_rows_but_not_its_contents_as_text() -> None:
    twice = '<w:pStyle w:val="TOC1"/>'
    names = (("TOC1", "toc 1"), ("TOCHeading", "TOC Heading"), ("Subtitle", "Subtitle"))
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="{id}"><w:name w:val="{name}"/></w:style>' for id, name in names
    )
    field = '<w:fldSimple w:instr="REF x"><w:r><w:t>Table 2</w:t></w:r></w:fldSimple>'
    field = f"<w:p>{field}<w:r><w:t> is below.</w:t></w:r></w:p>"
    rows = table(("Pier", "Length"), ("North", "90 m"))
    rows = rows.replace("</w:p></w:tc></w:tr></w:tbl>", f"</w:p>{paragraph('from the wall')}</w:tc></w:tr></w:tbl>")
    contents = paragraph("Contents", "TOCHeading") + paragraph("Piers 3", "TOC1").replace("<w:pPr>", f"<w:pPr>{twice}")
    body = paragraph("Harbour report", "Title") + paragraph("Anna Oat") + paragraph("For new crews", "Subtitle")
    body += contents + paragraph("Piers", "Heading1") + field + rows
    core = '<cp:coreProperties xmlns:cp="c" xmlns:dc="d"><dc:creator>Anna Oat</dc:creator></cp:coreProperties>'
    [article] = articles(docx(body, core, styles=styles), "report.docx")
    assert article.byline == "Anna Oat"
    assert article.paragraphs == ("For new crews", "Table 2 is below.", "Pier: North · Length: 90 m from the wall")


def test_short_paragraphs_in_bold_are_headings_where_no_style_says_what_is_one() -> None:
    bold = "<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>{}</w:t></w:r></w:p>"
    [article] = articles(
        docx(bold.format("The pier") + paragraph(PIER) + bold.format("Cranes") + paragraph(CRANE)), "a.docx"
    )
    assert (article.title, article.paragraphs, article.headings) == ("The pier", (PIER, CRANE), ("", "Cranes"))


@pytest.mark.parametrize(
    ("style", "run"),
    [
        ("", '<w:rFonts w:ascii="Consolas"/>'),
        ("HTMLPreformatted", ""),
        ("Listing", ""),
        ("", '<w:rStyle w:val="VerbatimChar"/>'),
    ],
)
def test_lines_of_code_in_a_word_file_are_one_paragraph_and_keep_their_indent(style: str, run: str) -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="HTMLPreformatted"><w:name w:val="HTML Preformatted"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="Listing"><w:name w:val="x"/><w:rPr><w:rFonts w:ascii="Courier New"/>'
        '</w:rPr></w:style><w:style w:type="character" w:styleId="VerbatimChar"><w:name w:val="Verbatim Char"/><w:rPr>'
        '<w:rFonts w:ascii="Courier"/></w:rPr></w:style>'
    )

    def set_as_code(text: str) -> str:
        marks = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
        return f'<w:p>{marks}<w:r><w:rPr>{run}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'

    lines = ["for boat in harbour:", "    if boat.is_late:", "        print(boat)"]
    body = f"{paragraph(PIER)}{''.join(map(set_as_code, lines))}{paragraph(PIER)}{set_as_code(CRANE)}"
    [article] = articles(docx(body, styles=styles), "a.docx")
    assert article.paragraphs == (PIER, "\n".join(lines), PIER, CRANE)


_INDENT = '<w:ind w:left="720"/>'


@pytest.mark.parametrize(
    ("term", "said", "are_two"),
    [
        (paragraph("{}", "DefinitionTerm"), paragraph("{}", "Definition"), True),
        (paragraph("{}"), paragraph("{}").replace("<w:pPr>", f"<w:pPr>{_INDENT}"), True),
        (paragraph("{}:"), paragraph("{}").replace("<w:pPr>", f"<w:pPr>{_INDENT}"), False),
    ],
    ids=["styles", "indent", "quotations"],
)
def test_term_of_a_word_file_is_one_paragraph_with_what_is_said_of_it(term: str, said: str, are_two: bool) -> None:
    body = "".join(term.format(name) + said.format(text) for name, text in (("Pier", PIER), ("Crane", CRANE)))
    [article] = articles(docx(paragraph("Terms", "Heading1") + paragraph(PIER) + body), "a.docx")
    defined = (f"Pier\n{PIER}", f"Crane\n{CRANE}") if are_two else ("Pier:", PIER, "Crane:", CRANE)
    assert article.paragraphs == (PIER, *defined)


def test_word_file_keeps_what_its_reader_would_see() -> None:
    run = "<w:r><w:t>{}</w:t></w:r>".format
    box = f"<w:txbxContent>{paragraph(CRANE)}</w:txbxContent>"
    drawing = (
        '<w:r><mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><mc:Choice>'
        f"<w:drawing>{box}</w:drawing></mc:Choice><mc:Fallback><w:pict>{box}</w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r>"
    )
    cell = "<w:tc><w:tcPr>{}</w:tcPr>{}</w:tc>".format
    head = "<w:tr><w:trPr><w:tblHeader/></w:trPr>{}</w:tr>".format
    first = '<w:vMerge w:val="restart"/>'
    rows = [
        head(cell("", paragraph("Pier")) + cell('<w:gridSpan w:val="2"/>', paragraph("2021"))),
        head(cell("", paragraph("")) + cell("", paragraph("Boats")) + cell("", paragraph("Cranes"))),
        f"<w:tr>{cell(first, paragraph('North'))}{cell('', paragraph('6')) * 2}</w:tr>",
        f"<w:tr>{cell('<w:vMerge/>', paragraph(''))}{cell('', paragraph('7')) * 2}</w:tr>",
    ]
    [article] = articles(
        docx(
            paragraph("Harbour report", "Title")
            + f"<w:p><w:del>{run('closed')}</w:del><w:ins>{run('The pier ')}</w:ins>"
            f"<w:hyperlink>{run('opens')}</w:hyperlink>"
            f"<w:sdt><w:sdtContent>{run(' on 5')}</w:sdtContent></w:sdt><w:r><w:noBreakHyphen/><w:t>6 June: 3 </w:t>"
            '<w:sym w:font="Symbol" w:char="F06D"/><w:br/><w:t>so it says.</w:t></w:r>'
            f"<w:r><w:instrText>PAGE</w:instrText></w:r></w:p><w:p>{run(PIER)}{drawing}</w:p>"
            f"<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr>{run('One ')}</w:p>{paragraph('sentence.')}"
            f"{paragraph('Traffic', 'Heading2')}<w:tbl>{''.join(rows)}</w:tbl>"
        ),
        "report.docx",
    )

    assert article.paragraphs == (
        "The pier opens on 5\u20116 June: 3 μ\nso it says.", PIER, CRANE, "One sentence.",
        "Pier: North · 2021 Boats: 6 · 2021 Cranes: 6", "Pier: North · 2021 Boats: 7 · 2021 Cranes: 7",
    )  # fmt: skip
    assert article.headings == ("", "", "", "", "Traffic", "Traffic")


def test_word_file_keeps_words_with_their_reading_and_plain_formulas_but_nothing_hidden() -> None:
    math = 'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
    run = "<w:r>{}<w:t>{}</w:t></w:r>".format
    reading = f"<w:rt>{run('', 'とうきょう')}</w:rt><w:rubyBase>{run('', '東京')}</w:rubyBase>"
    formula = f"<m:oMath {math}><m:r><m:t>h=9</m:t></m:r></m:oMath>"
    hidden, shown = (f"<w:rPr><w:vanish{value}/></w:rPr>" for value in ("", ' w:val="0"'))
    [article] = articles(
        docx(
            f"<w:p><w:r><w:ruby>{reading}</w:ruby></w:r>{run('', 'に着いた。')}</w:p>"
            f"<w:p>{run('', 'It is ')}{formula}{run('', ' metres high.')}</w:p>"
            f"<w:p>{run(hidden, 'A secret. ')}{run(shown, PIER)}</w:p>"
        ),
        "report.docx",
    )
    assert article.paragraphs == ("東京に着いた。", "It is h=9 metres high.", PIER)


def test_word_file_ends_with_the_notes_that_its_text_leads_to() -> None:
    noted = paragraph(PIER).replace("</w:t>", '</w:t><w:footnoteReference w:id="2"/>')
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    notes = "".join(f'<w:footnote w:id="{n}">{paragraph(f"Note {n}.")}</w:footnote>' for n in (1, 2))
    package = zipfile.ZipFile(BytesIO(docx(noted + paragraph(CRANE))))
    members = {name: package.read(name) for name in package.namelist()}
    members["word/footnotes.xml"] = f"<w:footnotes {space}>{notes}</w:footnotes>".encode()
    [article] = articles(zipped(members), "report.docx")

    assert article.paragraphs == (PIER, CRANE, "Note 2.")


_BEGUN = (
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>HYPERLINK "https://a.example"</w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
)
_STYLED = paragraph("Lindvik, 5 June", "Heading1")
_TEXT = paragraph('“Piers” &amp; "cranes"<!-- no text -->, x &lt; y')
_PIECES = (
    *(_TEXT, paragraph(PIER), paragraph(""), paragraph(CRANE, item=True), paragraph(CRANE, "Unknown"), _STYLED),
    *(paragraph("Pier", "DefinitionTerm"), paragraph(PIER, "Definition"), paragraph("", "Definition")),
    paragraph(PIER, "Definition").replace("<w:r>", '<w:r/><w:sym w:char="F0A7"/><w:r>'),
    *(table(("Pier", "Cranes"), ("North", "")), table(("a",), ("b",)).replace("<w:tblHeader/>", ""), table(("a",))),
    *(
        table(("a", "b"), ("c", "d"), ("", "f")).replace("<w:tc>", f"<w:tc><w:tcPr><w:{each}/></w:tcPr>", times)
        for each in ("vMerge", 'vMerge w:val="restart"', "tcW", 'gridSpan w:val="2"', 'gridSpan w:val="0"')
        for times in (1, 3, 5)
    ),
    *(
        table(("a",), ("b",)).replace("<w:tblHeader/>", "<w:del/>"),
        f"<w:sdt><w:sdtContent>{_TEXT}</w:sdtContent></w:sdt>",
        "<w:sectPr/>",
    ),
    _TEXT.replace("<w:r>", '<w:proofErr w:type="spellStart"/><w:r w:rsidR="1"><w:rPr><w:lang w:val="en"/></w:rPr>'),
    *(_TEXT.replace("<w:r>", f"<w:r><w:rPr>{mark}</w:rPr>") for mark in ("<w:b/>", '<w:b w:val="0"/>', "<w:strike/>")),
    *(_TEXT.replace("<w:t>", f"{mark}<w:t>") for mark in ("<w:tab/>", "<w:br/>", "<w:lastRenderedPageBreak/>")),
    _TEXT.replace("<w:r>", '<w:bookmarkStart w:id="0" w:name="x"/><w:ins><w:r><w:t>new</w:t></w:r></w:ins><w:r>'),
    *(
        _TEXT.replace("<w:r>", f"<w:hyperlink{leads}><w:r>{mark}").replace("</w:r>", "</w:r></w:hyperlink><w:r/>")
        for leads in ("", ' w:anchor="x"')
        for mark in ("", "<w:rPr><w:b/></w:rPr>")
    ),
    _TEXT.replace("<w:r>", '<w:commentRangeStart w:id="0"/><w:r>').replace(
        "</w:r>", '</w:r><w:commentRangeEnd w:id="0"/><w:r><w:commentReference w:id="0"/></w:r>'
    ),
)
_ACROSS = (
    _TEXT.replace("<w:pPr>", "<w:pPr><w:rPr><w:del/></w:rPr>"),
    *(f"<w:p>{_BEGUN}</w:p>", '<w:p><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>', paragraph("\ue00b")),
)
"""What goes on in the next paragraph, and what looks like the mark that stands for plain ones."""


def _seen_by_mammoth(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Return how large the files are that it is given from now on."""
    sizes: list[int] = []
    read = word._html

    def noted(data: bytes) -> str:
        sizes.append(len(data))
        return read(data)

    monkeypatch.setattr(word, "_html", noted)
    return sizes


@given(st.lists(st.sampled_from(_PIECES), min_size=1, max_size=12), st.lists(st.sampled_from(_ACROSS), max_size=2))
@example([paragraph("")] * 3 + [_TEXT] + [paragraph("")] * 3, [])
def test_word_file_is_read_as_by_mammoth_alone(pieces: list[str], across: list[str]) -> None:
    data = docx("".join(pieces[:4] + across[:1] + pieces[4:8] + across[1:] + pieces[8:]))
    with zipfile.ZipFile(BytesIO(data)) as package:
        made = word._shortened_html({name: package.read(name) for name in package.namelist()})

    # Where a link leads is not read.
    assert (made is None and across) or unescape(made or "") == unescape(word._html(data)).replace(' href="#x"', "")


def test_plain_paragraphs_of_a_word_file_are_not_shown_to_mammoth(monkeypatch: pytest.MonkeyPatch) -> None:
    sizes = _seen_by_mammoth(monkeypatch)
    [article] = articles(docx(_STYLED + "".join(paragraph(f"{PIER} {n}") for n in range(200))), "report.docx")

    assert article.paragraphs == tuple(f"{PIER} {n}" for n in range(200))
    assert len(sizes) == 1 and sizes[0] < len(PIER) * 40


FARES = (
    "<div role=table><div>Fares</div><div role=rowgroup><div role=row><span role=columnheader>Route</span>"
    "<span role=columnheader>Crown</span></div></div><ul><li role=row><b role=rowheader>North</b><i role=cell>12</i>"
    "</li><li role=row><b role=rowheader>South</b><i role=cell>at <em>noon</em></i></li></ul></div>"
)


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (
            "<table><tr><th rowspan=2>Pier<th colspan=2>2021<tr><th>Boats<th>Cranes<tr><td rowspan=2>North<td>6<td>7"
            "<tr><td>8<td>9</table>",
            ("Pier: North · 2021 Boats: 6 · 2021 Cranes: 7", "Pier: North · 2021 Boats: 8 · 2021 Cranes: 9"),
        ),
        (
            "<table><tr><td>Pier<td>2020<td>2021<tr><td>South<td>31,000<td>42,000</table>",
            ("Pier: South · 2020: 31,000 · 2021: 42,000",),
        ),
        (FARES, ("Fares", "Route: North · Crown: 12", "Route: South · Crown: at noon")),
    ],
    ids=["spanning", "unmarked", "roles"],
)
def test_row_of_a_table_names_its_columns(rows: str, expected: tuple[str, ...]) -> None:
    [article] = articles(
        f"<html><body><h1>Piers</h1><p>{PIER}</p><p>{CRANE}</p>{rows}<p>{PIER[:-1]} too.</p>".encode(), "page.html"
    )
    assert article.paragraphs[2:-1] == expected


@pytest.mark.parametrize(
    ("part", "closed"),
    [("<ul>", "<ul><li>Closed in May.</li>"), ("Fares", "Fares<p role=grid>Closed in May.</p>")],
    ids=["between rows", "called a table"],
)
def test_words_beside_the_rows_of_what_is_called_a_table_stay(part: str, closed: str) -> None:
    assert any("Closed in May." in block.text for block in html_blocks(FARES.replace(part, closed)))


@pytest.mark.parametrize(
    ("inside", "expected"),
    [
        ("It is high.", "It is high."),
        (
            "Piers<li>North<ul>Not for ships<li>Quay</ul></li> and <li>South</li>",
            "Piers\nNorth\nNot for ships\nQuay\nand\nSouth",
        ),
        ("Piers<li><h4>North</h4></li>It is high.", "Piers\nNorth\nIt is high."),
    ],
    ids=["no item", "amid", "blocks"],
)
def test_words_between_the_items_of_a_list_stay(inside: str, expected: str) -> None:
    assert "\n".join(block.text for block in html_blocks(f"<ul>{inside}</ul>")) == expected


def test_word_file_is_known_by_its_content_whatever_its_name(tmp_path: Path) -> None:
    (tmp_path / "report").write_bytes(docx(paragraph(PIER)))
    [article] = read_file(tmp_path / "report")

    assert isinstance(article, Article) and article.paragraphs == (PIER,)


def test_word_file_that_cannot_be_read_is_refused_in_one_sentence(subtests: pytest.Subtests) -> None:
    for data, fault in [
        (docx(""), "no text in it"),
        (docx(paragraph(PIER))[:-30], "damaged"),
        (docx("<w:p>"), "damaged"),
        (zipped({"[Content_Types].xml": "<Types/>", "xl/workbook.xml": "<w/>"}), "a spreadsheet as .csv"),
        (b"\xd0\xcf\x11\xe0 old", "old Word files (.doc) can't be read; save it as .docx"),
        (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "locked with a password"),
    ]:
        with subtests.test(data=data, fault=fault):
            assert fault in refused(data, "report.docx")


# E-books


def test_chapter_of_a_book_is_an_article() -> None:
    facts = (
        "<dc:title>Tales of the harbour</dc:title><dc:creator>Oat, Anna</dc:creator><dc:language>en-GB</dc:language>"
        "<dc:date>2019-03-01</dc:date>"
    )
    book = epub(
        {
            "cover.xhtml": "<p>Tales</p>",
            "one.xhtml": f"<h1>1</h1><h2>The pier</h2><p>{PIER}</p><p>{CRANE}<sup><a href='#n'>1</a></sup></p>"
            f"<p>{PIER[:-1]} again.</p>",
            "two.xhtml": f"<h2>The shed</h2><p>{CRANE}</p><p>{PIER}</p><p>{CRANE[:-1]} too.</p>",
        },
        facts,
    )
    found = articles(book, "tales.epub")

    assert [each.title for each in found] == ["1 The pier", "The shed"]
    assert {each.publisher for each in found} == {"Tales of the harbour"}
    assert found[0].byline == "Anna Oat" and found[0].language == "en" and found[0].published_at == date(2019, 3, 1)
    assert found[0].paragraphs[:2] == (PIER, CRANE)
    assert len({each.path for each in found}) == 2


def test_story_of_a_newspaper_that_calibre_has_made_is_from_where_it_was_downloaded() -> None:
    bar = '<div class="calibre_navbar">| <a href="x">Next</a> | <a href="y">Main Menu</a> |{}</div>'
    below = '<p>This article was downloaded by <b>calibre</b> from <a href="https://coast.example/pier?a=1&amp;b=2">x</a></p>'
    [story] = articles(epub({"one.xhtml": f"{bar.format('')}<h1>Pier</h1><p>{PIER}</p>{bar.format(below)}"}), "n.epub")
    assert story.paragraphs == (PIER,) and story.url == "https://coast.example/pier?a=1&b=2"


def test_correction_in_a_document_is_kept_beside_its_text(subtests: pytest.Subtests) -> None:
    said = "Correction, 6 June: an earlier version said that it cost ten million."
    lines = [Print(72, 120 + 12 * at, line) for at, line in enumerate(textwrap.wrap(PIER, 40))]
    for name, data in [
        ("a.docx", docx(paragraph("Pier", "Title") + paragraph(PIER) + paragraph(said))),
        ("a.epub", epub({"one.xhtml": f"<h1>Pier</h1><p>{PIER}</p><p>{said}</p>"})),
        ("a.pdf", pdf([[Print(72, 80, "Pier", 20), *lines, Print(72, 180, said)]])),
    ]:
        with subtests.test(name=name):
            [article] = articles(data, name)
            assert (article.title, article.paragraphs, article.corrections) == ("Pier", (PIER,), (said,))


def test_headline_of_a_press_release_in_a_word_file_is_below_what_it_is() -> None:
    rows = ("PRESS RELEASE", "For immediate release", "5 June 2021")
    body = "".join(map(paragraph, rows)) + paragraph("Pier opens", "Title") + paragraph(PIER)
    [article] = articles(docx(body), "a.docx")
    assert (article.title, article.byline, article.published_at) == ("Pier opens", "", date(2021, 6, 5))
    assert article.paragraphs == (PIER,)


def test_book_names_its_chapters_in_its_contents_and_keeps_short_ones() -> None:
    facts = '<dc:creator id="a">Anna Oat</dc:creator><dc:creator id="b">Ola Vik</dc:creator>'
    facts += '<meta refines="#b" property="role">ill</meta>'
    chapters = {"cover.xhtml": "<p>Tales</p>", "a b.xhtml": f"<p>{PIER}</p>", "rights.xhtml": f"<p>© 2019. {PIER}</p>"}
    ncx = '<ncx><navPoint><navLabel><text>The pier</text></navLabel><content src="a%20b.xhtml#p"/></navPoint></ncx>'
    nav = "<html><nav><ol><li><a href='a%20b.xhtml'><span>The</span> pier</a></li></ol></nav></html>"
    for item, text in [
        ('<item id="n" href="toc" media-type="application/x-dtbncx+xml"/>', ncx),
        ('<item id="n" href="toc" properties="nav"/>', nav),
    ]:
        book = epub(chapters, f"{facts}</metadata><manifest>{item}</manifest><metadata>", {"OEBPS/toc": text})
        [found] = articles(book, "tales.epub")
        assert (found.title, found.byline, found.paragraphs) == ("The pier", "Anna Oat", (PIER,))


def test_chapters_in_one_part_of_a_book_are_told_apart_by_its_contents() -> None:
    point = '<navPoint><navLabel><text>{}</text></navLabel><content src="a.xhtml#{}"/>{}</navPoint>'.format
    points = point("The pier", "p", "") + point("Cranes", "c", point("Boats", "b", ""))
    pages = '<pageList><pageTarget><content src="a.xhtml#b"/></pageTarget></pageList>'
    item = '<item id="n" href="toc" media-type="application/x-dtbncx+xml"/>'
    part = f"<div><p id='p'><b>The pier</b></p><p>{PIER}</p><h2 class='x'><a id='c'></a>Cranes</h2><p>{CRANE}</p>"
    book = epub(
        {"a.xhtml": f"{part}<h3 id='b'>Boats</h3><p>{PIER}</p></div>"},
        f"</metadata><manifest>{item}</manifest><metadata>",
        {"OEBPS/toc": f"<ncx><navMap>{points}</navMap>{pages}</ncx>"},
    )
    one, two = articles(book, "tales.epub")
    assert (one.title, one.paragraphs) == ("The pier", (PIER,)) and one.path != two.path
    assert (two.title, two.paragraphs, two.headings) == ("Cranes", (CRANE, PIER), ("", "Boats"))


def test_headings_and_code_of_a_book_are_told_by_its_style_sheet_where_nothing_else_tells_them() -> None:
    css = (
        "/* a */ p.s1 { font-size: 2em; font-weight: bold } @media screen { .s2 { font-size: 130% } .s9 { top: 0 } }"
        '.s3, .s4 { font-weight: 700 } .code { font-family: "Source Code Pro", monospace } .body { font-size: 12pt }'
    )
    page = (
        f'<p class="s1">The pier</p><p class="body">{PIER}</p><p class="s2">Cranes</p><p class="body">{CRANE}</p>'
        f'<p class="body"><span class="s3">Yellow ones</span></p><p class="body"><span class="s4">See</span> {PIER}</p>'
        '<p class="code">for crane in cranes:</p><p class="body"> </p><p class="code">\u00a0\u00a0lift(crane)</p>'
        f'<p class="code">{CRANE}</p><p class="code">drop()</p><p></p>{PIER}<p class="code">halt()</p>'
    )
    item = '<item id="css" href="b.css" media-type="text/css"/>'
    facts = f"</metadata><manifest>{item}</manifest><metadata>"
    [found] = articles(epub({"a.xhtml": page}, facts, {"OEBPS/b.css": css}), "tales.epub")
    assert found.title == "The pier"
    code = "for crane in cranes:\n  lift(crane)"
    assert found.paragraphs == (PIER, CRANE, f"See {PIER}", code, CRANE, "drop()", PIER, "halt()")
    assert found.headings == ("", "Cranes", *["Cranes › Yellow ones"] * 6)


@pytest.mark.parametrize(
    ("mark", "back"),
    [
        ('epub:type="noteref"', 'epub:type="backlink"'),
        ('role="doc-noteref"', 'role="doc-backlink"'),
        ('class="footnote-ref"', 'class="footnote-back"'),
    ],
)
def test_marks_of_notes_in_a_book_and_on_a_page_are_no_part_of_its_words(mark: str, back: str) -> None:
    noted = f'<p>{PIER}<a {mark} href="#n">1</a> {CRANE}</p><ol><li>It was said. <a {back} href="#m">↩</a></li></ol>'
    noted += "<pre>press ↩</pre>"
    [found] = articles(epub({"a.xhtml": f"<h1>The pier</h1>{noted}"}), "tales.epub")
    assert found.paragraphs == (f"{PIER} {CRANE}", "It was said.", "press ↩")
    [found] = articles(f"<html><body><article><h1>The pier</h1><p>{CRANE}</p>{noted}</article></body></html>", "a.html")
    assert found.paragraphs == (CRANE, f"{PIER} {CRANE}", "It was said.", "press ↩")


def test_book_that_is_protected_or_empty_is_refused() -> None:
    assert "no text in this book" in refused(epub({"one.xhtml": "<p>Short.</p>"}), "a.epub")
    style = '</metadata><manifest><item href="b.css" media-type="text/css"/></manifest><metadata>'
    parts = {"META-INF/encryption.xml": "<encryption/>", "OEBPS/b.css": "\x01\x02" * 50}
    locked = epub({"one.xhtml": "\x00\x01"}, style, parts)
    assert "protected against copying" in refused(locked, "a.epub")
    for part in ("OEBPS/one.xhtml", "OEBPS/a%20font.otf"):
        reference = f'<encryption><EncryptedData xmlns="x"><CipherReference URI="{part}"/></EncryptedData></encryption>'
        data = epub({"one.xhtml": f"<p>{PIER}</p>"}, "", {"META-INF/encryption.xml": reference})
        [found] = read_bytes(data, "a.epub")
        assert isinstance(found, Article) == part.endswith(".otf")


def test_book_cannot_fill_in_files_of_the_machine() -> None:
    entity = '<!DOCTYPE p [<!ENTITY secret SYSTEM "file:///etc/passwd">]>'
    book = epub({"one.xhtml": f"<p>{PIER} {CRANE} &secret; {PIER}</p>"})
    spoilt = zipped(
        {
            **{name: zipfile.ZipFile(BytesIO(book)).read(name) for name in zipfile.ZipFile(BytesIO(book)).namelist()},
            "META-INF/container.xml": f'{entity}<container><rootfile full-path="OEBPS/book.opf"/>&secret;</container>',
        }
    )
    [article] = articles(spoilt, "a.epub")
    assert "root:" not in "".join(article.paragraphs) + article.title


# Feeds

RSS = f"""<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>The Coast Courier</title><language>en-us</language>
<item><title>Pier &amp; crane</title><link>https://coast.example/pier</link><guid>1</guid>
<dc:creator>Anna Oat</dc:creator>
<pubDate>Sat, 05 Jun 2021 00:30:00 +0200</pubDate><category>Harbour</category><description>Teaser</description>
<content:encoded><![CDATA[<p>{PIER}</p><ul><li>one</li><li>two</li></ul>]]></content:encoded></item>
<item><title>Empty</title><link>https://coast.example/empty</link></item></channel></rss>"""


def test_item_of_a_feed_is_an_article_and_one_without_text_is_named() -> None:
    [article, fault] = read_bytes(RSS.encode(), "feed.xml")

    assert isinstance(article, Article) and isinstance(fault, UnreadableArticle)
    assert article.title == "Pier & crane" and article.publisher == "The Coast Courier"
    assert article.byline == "Anna Oat" and article.keywords == ("Harbour",) and article.language == "en"
    assert str(article.published_at) == "2021-06-05 00:30:00+02:00"
    assert article.paragraphs == (PIER, "one\ntwo") and article.url == "https://coast.example/pier"
    assert str(fault) == "feed.xml, article 2: there is no text in it; add a file with the article's text."


def test_atom_and_json_feed_say_the_same() -> None:
    atom = f"""<feed xmlns="http://www.w3.org/2005/Atom"><title>The Coast Courier</title><entry><title>Pier</title>
    <link href="https://coast.example/pier"/><id>tag:1</id><published>2021-06-05T08:00:00Z</published>
    <updated>2021-06-06T08:00:00Z</updated><author><name>Anna Oat</name></author>
    <content type="html">&lt;p&gt;{PIER}&lt;/p&gt;</content></entry></feed>"""
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "The Coast Courier",
        "items": [
            {
                **{
                    "id": "tag:1",
                    "url": "https://coast.example/pier",
                    "title": "Pier",
                    "content_html": f"<p>{PIER}</p>",
                },
                **{"date_published": "2021-06-05T08:00:00Z", "date_modified": "2021-06-06T08:00:00Z"},
                "authors": [{"name": "Anna Oat"}],
            }
        ],
    }
    [one] = articles(atom, "feed.atom")
    [other] = articles(json.dumps(feed), "feed.json")

    assert (one.title, one.paragraphs, one.url, one.byline) == (other.title, other.paragraphs, other.url, other.byline)
    assert one.published_at == other.published_at == datetime(2021, 6, 5, 8, tzinfo=UTC)
    assert one.modified_at == other.modified_at == datetime(2021, 6, 6, 8, tzinfo=UTC)


def test_what_is_said_of_a_picture_is_the_text_of_an_item_only_where_it_has_no_other() -> None:
    space = "xmlns:media='http://search.yahoo.com/mrss/'"
    said = "<media:description>{}</media:description>".format
    media = f"<media:content url='https://a.example/1.jpg'>{said('A ferry at sea')}</media:content>"
    for order in (f"<description>{PIER}</description>{media}", f"{media}<description>{PIER}</description>"):
        [post] = articles(
            f"<rss version='2.0' {space}><channel><item><guid>1</guid>{order}</item></channel></rss>", "a.rss"
        )
        assert post.paragraphs == (PIER,)
    film = f"<media:group><media:title>Film</media:title>{said(CRANE)}</media:group>"
    atom = f"<feed xmlns='http://www.w3.org/2005/Atom' {space}><entry><title>Film</title>{film}</entry></feed>"
    [entry] = articles(atom, "a.atom")
    assert entry.paragraphs == (CRANE,)


def test_teaser_in_a_feed_file_is_no_article_and_ids_can_be_numbers() -> None:
    teaser = f"<item><title>Pier</title><description>{PIER[:60]} [&amp;#8230;]</description></item>"
    fault = refused(f"<rss version='2.0'><channel>{teaser}</channel></rss>", "a.rss")
    assert fault == "a.rss, article 1: this feed has only its beginning; add the page that it links to."
    items = [{"id": number, "content_text": text} for number, text in ((1, PIER), (2, CRANE))]
    found = articles(json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": items}), "a.json")
    assert [each.path.split("\n")[1] for each in found] == ["1", "2"]


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("<pubDate>Thu, 31 Dec 2020 23:59:00 EST</pubDate>", "2020-12-31"),
        ("<pubDate>Fri, 01 Jan 2021 00:30:00 +1300</pubDate>", "2021-01-01"),
        ("<pubDate>Fri, 01 Jan 2021 00:30 -0000</pubDate>", "2021-01-01"),
        ("<atom:updated>2021-01-01T00:30:00+09:00</atom:updated>", "2021-01-01"),
    ],
)
def test_day_of_an_item_is_that_of_the_clock_that_it_is_written_by(written: str, day: str) -> None:
    item = f"<item><title>Pier</title><description>{PIER}</description>{written}</item>"
    [found] = articles(
        f'<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel>{item}</channel></rss>', "a.rss"
    )
    assert str(found.day) == day


def test_exports_of_blogs_give_what_was_published_as_its_author_wrote_it() -> None:
    def posted(kind: str, status: str) -> str:
        text = f"{PIER}\n\n<b>{CRANE}</b>\n[caption id=1]<img src=x> A pier[/caption]"
        text += '\n\n[gallery ids="1,2"]\n[embed]https://a.example/film[/embed]'
        facts = f"<wp:status>{status}</wp:status><wp:post_type>{kind}</wp:post_type>"
        return f"<item><title>{kind} {status}</title><c:encoded><![CDATA[{text}]]></c:encoded>{facts}</item>"

    kinds = [
        ("post", "publish"),
        ("post", "draft"),
        ("page", "private"),
        ("attachment", "inherit"),
        ("wp_block", "publish"),
    ]
    space = 'xmlns:c="http://purl.org/rss/1.0/modules/content/" xmlns:wp="http://wordpress.org/export/1.2/"'
    items = "".join(posted(*each) for each in kinds)
    [post] = articles(f'<rss version="2.0" {space}><channel>{items}</channel></rss>', "site.xml")
    assert (post.title, post.paragraphs) == ("post publish", (PIER, CRANE))

    kind = "<category scheme='http://schemas.google.com/g/2005#kind' term='http://schemas.google.com/blogger/2008/kind#"
    entry = f"<entry>{kind}{{}}'/><category term='sea'/><title>{{}}</title><content>{PIER}</content>{{}}</entry>"
    draft = "<app:control xmlns:app='http://www.w3.org/2007/app'><app:draft>yes</app:draft></app:control>"
    entries = [entry.format("post", "A", ""), entry.format("post", "B", draft), entry.format("comment", "C", "")]
    [blog] = articles(f"<feed xmlns='http://www.w3.org/2005/Atom'>{''.join(entries)}</feed>", "blog.xml")
    assert (blog.title, blog.keywords) == ("A", ("sea",))


def test_lists_of_links_and_other_xml_are_never_articles(subtests: pytest.Subtests) -> None:
    for data, name, fault in [
        ("<rss version='2.0'><channel/></rss>", "a.rss", "no items yet"),
        ('<?xml version="1.0"?><note>Hello</note>', "a.xml", "XML that I don't know"),
        (
            '<opml><body><outline xmlUrl="https://a.example/feed"/></body></opml>',
            "a.opml",
            "only lists addresses of feeds (1)",
        ),
        (
            '<?xml version="1.0"?><urlset><url><loc>https://a.example/1</loc></url></urlset>',
            "sitemap.xml",
            "only lists links (1); add the pages themselves, e.g. https://a.example/1.",
        ),
        (
            '<?xml version="1.0"?><urlset xmlns:i="urn:i"><url><i:image><i:loc>https://a.example/1.jpg</i:loc></i:image>'
            "<loc>https://a.example/1</loc></url></urlset>",
            "sitemap.xml",
            "only lists links (1); add the pages themselves, e.g. https://a.example/1.",
        ),
        (
            '<!DOCTYPE NETSCAPE-Bookmark-file-1><DL><DT><A HREF="https://a.example/1" ADD_DATE="1">One</A></DL>',
            "bookmarks.html",
            "only lists links (1)",
        ),
        (
            "<!DOCTYPE html><html><head><title>Instapaper: Export</title></head><body><h1>Unread</h1><ol><li>"
            '<a href="https://a.example/1">One</a></li></ol></body></html>',
            "instapaper.html",
            "only lists links (1)",
        ),
        (
            '<?xml version="1.0"?><sitemapindex><sitemap><loc>https://a.example/1.xml</loc></sitemap></sitemapindex>',
            "sitemap.xml",
            "this lists other sitemaps; follow one of them, e.g. https://a.example/1.xml.",
        ),
        ('<opml><body><outline xmlurl="https://a.example/feed"/></body></opml>', "a.opml", "addresses of feeds (1)"),
        ("title,url,time_added,tags,status\nOne,https://a.example/1,1,,unread\n", "pocket.csv", "only lists links (1)"),
        (
            "URL,Title,Selection,Folder,Timestamp\nhttps://a.example/1,One,,Unread,1\n",
            "instapaper.csv",
            "only lists links (1)",
        ),
    ]:
        with subtests.test(data=data, name=name):
            assert fault in refused(data, name)


def test_billion_laughs_grow_to_nothing() -> None:
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    bomb = (
        f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY l0 "{"lol" * 50}">{laughs}]><rss><channel><title>&l11;</title>'
    )
    bomb += "<item><title>&l11;</title><description>&l11;</description></item></channel></rss>"
    for found in read_bytes(bomb.encode(), "feed.xml"):
        assert isinstance(found, UnreadableArticle) or len(found.title) < 1_000


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_of_a_feed_are_characters_and_no_texts(encoding: str) -> None:
    def feed(*entities: str) -> bytes:
        declared = "".join(f"<!ENTITY {each}>" for each in entities)
        item = f"<item><title>Pier</title><description>{PIER} &e;</description></item>"
        markup = f'<!DOCTYPE rss [{declared}]><rss version="2.0"><channel>{item}</channel></rss>'
        return f'<?xml version="1.0"?>{markup}'.encode(encoding)

    for entities in [('a "lol"', 'e "&a;&a;"'), (f'e "{"lol" * 50}"',)]:
        [fault] = read_bytes(feed(*entities), "feed.xml")
        assert "unpack to far too much" in str(fault)
    [read] = articles(feed('e "&#233;"', 'amp "&#38;#38;"'), "feed.xml")
    assert read.paragraphs == (f"{PIER} é",)


# Tables


def test_row_of_a_table_is_an_article() -> None:
    [one, two] = articles(
        "\ufeffHeadline;Body;Date;Author;Source;Link;Tags\r\n"
        f'"Pier; opened";"{PIER}\n\n{CRANE}";05.06.2021;Anna Oat;Coast;https://coast.example/1;"harbour, cranes"\r\n'
        f"Crane;<p>{CRANE}</p><p>{PIER}</p>;2021-06-06;;;;\r\n\r\n",
        "articles.csv",
    )
    [exported] = articles(
        f'post_title,post_content,post_date,permalink\nCrane,"{CRANE}",2021-06-06,https://a.example/\n', "p.csv"
    )
    assert (exported.title, exported.paragraphs, str(exported.day)) == ("Crane", (CRANE,), "2021-06-06")
    for people, byline in [("Oat, Anna; Barley, Ben", "Anna Oat, Ben Barley"), ("Oat, Anna", "Anna Oat")]:
        [zotero] = articles(f'"Key","Item Type","Author","Abstract Note"\n"A","book","{people}","{PIER}"\n', "z.csv")
        assert zotero.byline == byline

    assert one.title == "Pier; opened" and one.paragraphs == (PIER, CRANE) and one.keywords == ("harbour", "cranes")
    assert str(one.published_at) == "2021-06-05" and one.byline == "Anna Oat" and one.publisher == "Coast"
    assert two.paragraphs == (CRANE, PIER)


def test_table_larger_than_what_is_read_at_once_loses_no_row() -> None:
    rows = [f'{number},"Pier {number}, and\n\nmore of it"' for number in range(9_000)]
    found = articles("\n".join(["id,text", *rows]), "big.csv")

    assert [each.id for each in found] == [str(number) for number in range(9_000)]
    assert {len(each.paragraphs) for each in found} == {2}


def test_table_without_a_text_names_its_columns() -> None:
    assert "no column for the text among pier, opened" in refused("Pier,Opened\nNorth,1911\n", "piers.csv")
    assert "a header and no rows" in refused("title,text\n", "piers.csv")
    assert refused("title,text\nPier,\n", "piers.csv").startswith("piers.csv, line 2: its cell for the text is empty")


def test_row_whose_text_is_parted_by_its_own_commas_is_refused() -> None:
    rows = f"title,text,note\nPier,The pier, which cost forty million, opened.,\nCrane,{CRANE.partition(',')[0]},,,\n"
    fault, article = read_bytes(rows.encode(), "a.csv")
    assert "line 2: this row has more cells than the header" in str(fault)
    assert isinstance(article, Article) and article.title == "Crane"


@pytest.mark.parametrize(
    "header",
    [
        "título;autor;fecha;contenido",
        "タイトル;著者;日付;本文",
        "заголовок;автор;дата;текст",
        "başlık;yazar;tarih;metin",
    ],
)
def test_columns_of_a_table_are_known_in_other_languages(header: str) -> None:
    [found] = articles(f"{header}\nPier;Ann Lee;2024-04-03;{PIER}\n", "a.csv")
    assert (found.title, found.byline, str(found.day), found.paragraphs) == ("Pier", "Ann Lee", "2024-04-03", (PIER,))


def test_table_says_its_mark_and_names_columns_in_its_own_words() -> None:
    for text in (f"sep=|\nTitle|Text\nPier|{PIER}\n", f"Article Title , Article Text\nPier,{CRANE.split(',')[0]}.\n"):
        [found] = articles(text, "a.csv")
        assert found.title == "Pier" and found.paragraphs[0].startswith("The ")


@pytest.mark.parametrize("count", [2, 200])
def test_table_that_is_called_plain_text_is_read_as_one(count: int) -> None:
    rows = (f'{number},Pier {number},"{PIER}"\n' for number in range(count))
    assert len(articles("key,name,text\n\n" + "".join(rows), "a.txt")) == count


def test_lines_with_as_many_commas_are_no_table() -> None:
    [rhyme] = articles("Rain, rain, go away\nCome,come,again\n", "a.txt")
    assert "again" in rhyme.paragraphs[0]


def test_cell_without_an_end_is_told_and_the_rows_above_it_are_read() -> None:
    rows = f'title,text\nPier,"{PIER}"\nHalf,the 12" pipe\nCut,"{CRANE}\nMore,{PIER}\n'
    *read, fault = read_bytes(rows.encode(), "a.csv")
    assert [each.title for each in read if isinstance(each, Article)] == ["Pier", "Half"]
    assert "a cell has no end" in str(fault)


def test_highlights_of_readwise_are_the_text_of_their_book() -> None:
    rows = "Highlight,Book Title,Book Author,Amazon Book ID,Note,Color,Tags,Location Type,Location,Highlighted at\n"
    rows += f'"{PIER}",Tales,Anna Oat,,,,,page,1,\n"{CRANE}",Tales,Anna Oat,,,,,page,2,\n"{PIER}",Other\n'
    [tales, other] = articles(rows, "readwise-data.csv")

    assert tales.title == "Tales" and tales.byline == "Anna Oat" and tales.paragraphs == (PIER, CRANE)
    assert other.paragraphs == (PIER,)


def test_highlights_of_readwise_in_markdown_have_the_facts_of_what_they_are_from() -> None:
    text = (
        "# Pier\n\n![rw-book-cover](https://a.example/p.png)\n\n## Metadata\n- Author: [[Anna Oat]]\n"
        "- Full Title: Pier: a tale\n- Category: #articles\n- Document Tags: #rye #north \n- URL: https://a.example/p\n\n"
        f"## Highlights\n- {PIER} ([View Highlight](https://read.readwise.io/read/1))\n\n"
        f"{CRANE} ([Location 1,120](https://readwise.io/to_kindle?x=1))\n"
    )
    [article] = articles(text, "Pier.md")

    assert (article.title, article.byline, article.url) == ("Pier: a tale", "Anna Oat", "https://a.example/p")
    assert article.paragraphs == (PIER, CRANE) and article.keywords == ("rye", "north")
    [other] = articles("# Camera\n\n## Metadata\n- Author: who took it\n\nAnd when.\n", "Camera.md")
    assert other.paragraphs[0] == "Author: who took it"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("power.html", "<article><h1>Power</h1><p>{}</p></article>"),
        ("power.md", "# Power\n\n{}\n"),
        (
            "power.rss",
            "<rss version='2.0'><channel><item><title>Power</title><description><![CDATA[<p>{}</p>]]>"
            "</description></item></channel></rss>",
        ),
    ],
)
def test_raised_number_behind_a_digit_makes_no_other_number(name: str, text: str) -> None:
    said = "It rose by 10<sup>3</sup> metres, or 5 x 10<sup class='x'>-6</sup> of the way, in 1998<sup>2</sup>."
    [article] = articles(text.format(said), name)
    assert article.paragraphs == ("It rose by 10³ metres, or 5 x 10⁻⁶ of the way, in 1998².",)


def test_language_of_an_article_has_no_country(subtests: pytest.Subtests) -> None:
    for name, text in [
        ("a.json", f'[{{"title": "Pier", "text": "{PIER}", "language": "en-US"}}]'),
        ("a.csv", f'title,text,language\nPier,"{PIER}",en_GB\n'),
        ("a.md", f"---\ntitle: Pier\nlang: en-AU\n---\n{PIER}\n"),
    ]:
        with subtests.test(name=name):
            [article] = articles(text, name)
            assert article.language == "en"


# Web archives and wikis


def test_page_of_a_web_archive_is_an_article() -> None:
    page = f"<html><body><article><h1>Pier opens</h1><p>{PIER}</p><p>{CRANE}</p></article></body></html>".encode()
    archive = b"".join(
        gzip.compress(_record(address, status, kind, payload))
        for address, status, kind, payload in (
            ("https://coast.example/pier", "200 OK", "text/html; charset=utf-8", page),
            ("https://coast.example/gone", "404 Not Found", "text/html", page),
            ("https://coast.example/logo.png", "200 OK", "image/png", b"\x89PNG"),
        )
    )
    [article] = articles(archive, "crawl.warc.gz")

    assert article.title == "Pier opens" and article.url == "https://coast.example/pier"
    assert article.paragraphs == (PIER, CRANE)
    assert "no pages in this web archive" in refused(_record("https://a.example", "404 No", "text/html", b""), "a.warc")


def test_web_archive_that_was_packed_as_a_whole_is_read() -> None:
    page = f"<html><body><article><h1>Pier opens</h1><p>{PIER}</p><p>{CRANE}</p></article></body></html>".encode()
    records = (_record(f"https://coast.example/{n}", "200 OK", "text/html", page) for n in range(3))
    found = articles(gzip.compress(b"".join(records)), "site.warc.gz")
    assert [each.url for each in found] == [f"https://coast.example/{n}" for n in range(3)]


@pytest.mark.parametrize("is_packed", [True, False])
def test_web_archive_that_ends_within_a_record_says_so_wherever_it_is_cut(*, is_packed: bool) -> None:
    page = f"<html><body><article><h1>Pier opens</h1><p>{PIER}</p><p>{CRANE}</p></article></body></html>".encode()
    records = [_record(f"https://coast.example/{n}", "200 OK", "text/html", page) for n in range(2)]
    first, second = map(gzip.compress, records) if is_packed else records
    name = "site.warc.gz" if is_packed else "site.warc"
    assert len(articles(first + second, name)) == 2
    for length in (20, 60, 120, 200, len(second) - 5):
        article, *_, fault = read_bytes(first + second[:length], name)
        assert isinstance(article, Article) and article.url == "https://coast.example/0"
        assert "this web archive is damaged from page" in str(fault)


def _record(address: str, status: str, kind: str, payload: bytes) -> bytes:
    """Return a record of a web archive as crawlers write it."""
    answer = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\n\r\n".encode() + payload
    head = f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {address}\r\nWARC-Date: 2021-06-05T08:00:00Z\r\n"
    head += f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(answer)}\r\n\r\n"
    return head.encode() + answer + b"\r\n\r\n"


WIKI = f"""<mediawiki xmlns="http://www.mediawiki.org/xml/export-0.11/" xml:lang="en"><siteinfo>
<sitename>Lindvik Wiki</sitename><base>https://wiki.example/wiki/Main_Page</base></siteinfo>
<page><title>Lindvik pier</title><ns>0</ns><revision><timestamp>2021-06-05T08:00:00Z</timestamp><text>
{{{{Infobox|length={{{{convert|90|m}}}}}}}}
'''Lindvik pier''' is a [[pier]] in [[Lindvik (town)|Lindvik]].
&lt;ref name="a"&gt;Courier&lt;/ref&gt; [https://a.example Site]
== History ==
{PIER}
* [[Opening]] in 1911
* Fire in 1954
[[File:Pier.jpg|thumb|A pier in [[Lindvik]]]]
{{| class="wikitable"
| cell
|}}
== See also ==
* [[Crane]]
</text></revision></page>
<page><title>Pier of Lindvik</title><ns>0</ns><redirect title="Lindvik pier"/><revision><text>#REDIRECT [[Lindvik pier]]
</text></revision></page>
<page><title>Talk:Lindvik pier</title><ns>1</ns><revision><text>Nice.</text></revision></page></mediawiki>"""


def test_page_of_a_wiki_is_an_article_without_its_marks() -> None:
    [article] = articles(WIKI, "wiki.xml")

    assert article.title == "Lindvik pier" and article.publisher == "Lindvik Wiki"
    assert article.url == "https://wiki.example/wiki/Lindvik_pier"
    assert article.paragraphs == (
        "Lindvik pier is a pier in Lindvik. Site",
        PIER,
        "Opening in 1911\nFire in 1954",
        "cell",
    )
    assert article.headings == ("", "History", "History", "History") and article.language == "en"


def test_latest_revision_of_a_page_is_its_article_in_whatever_order_they_are() -> None:
    old = "<revision><timestamp>2010-01-01T08:00:00Z</timestamp><text>Only a plan.</text></revision>"
    for whole in (WIKI.replace("<revision>", f"{old}<revision>", 1), WIKI.replace("</page>", f"{old}</page>", 1)):
        [article] = articles(whole, "wiki.xml")
        assert PIER in article.paragraphs and article.modified_at == datetime(2021, 6, 5, 8, tzinfo=UTC)


def test_tables_and_measures_of_a_wiki_keep_their_words() -> None:
    rows = '! Year !! What\n|-\n| style="x" | 1954\n| [[lamp|Lamp]] || \n|-\n! 1987\n| crane\n|}'
    table = f'{{| class="wikitable"\n|+ Repairs\n{rows}\n'
    table += '&lt;syntaxhighlight lang="py"&gt;\nif a:\n  b()\n&lt;/syntaxhighlight&gt;'
    text = f"It is {{{{convert|400|m|ft}}}} long.{{{{navbox|\n{{|\n| x\n|}}\n}}}}\n\n{table}\n\nIt was closed."
    [article] = articles(WIKI.replace("'''Lindvik pier''' is a", f"{text} It is a"), "wiki.xml")

    rows_read = ("Repairs", "Year: 1954 · What: Lamp", "Year: 1987 · What: crane")
    assert article.paragraphs[:5] == ("It is 400 m long.", *rows_read, "if a:\n  b()")
    assert article.paragraphs[5].startswith("It was closed. It is a")
    without = WIKI.replace('{| class="wikitable"\n| cell\n|}\n', "")
    [article] = articles(without.replace("* Fire", "{|\n* Fire"), "wiki.xml")
    assert article.paragraphs[-1].endswith("Fire in 1954")


def test_numbers_signs_and_plain_formulas_of_a_wiki_keep_their_words() -> None:
    formulas = [f"&lt;math&gt;{formula}&lt;/math&gt;" for formula in ("h = 9", "\\frac{1}{2}")]
    said = f"It has {{{{formatnum:4000}}}} blocks &amp;mdash; {formulas[0]} metres high{formulas[1]}."
    [article] = articles(WIKI.replace("'''Lindvik pier''' is a", f"{said}\n\nIt is a"), "wiki.xml")
    assert article.paragraphs[0] == "It has 4000 blocks — h = 9 metres high."


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("by {{ill|Jan Oat|cs|Jan Oat (mason)}} {{circa|1911}} for {{USD|40 million}}", "by Jan Oat c. 1911 for US$40"),
        ("{{as of|2021}}, it is {{frac|3|1|2}} lanes{{snd}}the widest", "As of 2021, it is 3 1/2 lanes – the widest"),
        ("the pier ({{lang-cs|molo}}, {{IPA-cs|molo}}) of {{start date|1945|5|1}}", "the pier (molo) of 1945-05-01"),
        ("the pier ({{IPA-cs|molo}}) stands{{sfn|Oat|1999|p=4}}{{cn|date=May 2020}}", "the pier stands"),
        ("die Mole ({{csS|molo}}) von {{nowrap|[[Jan Oat|Oat]]}}", "die Mole (molo) von Oat"),
        ("de {{unité|412|mètres}}, le {{date|5|juin|1911}}", "de 412 mètres, le 5 juin 1911"),
        ("au {{s-|XX}}, par {{Mme|Oat}}", "au XXe siècle, par Mme Oat"),
        ("построен {{нп5|Овёс, Ян|Яном Овсом|cs|Jan Oat}} в {{s|1911 году}}", "построен Яном Овсом в 1911 году"),
        ("（{{lang-cs-short|molo}}）は{{仮リンク|ヤン|cs|Jan}}が作った", "（molo）はヤンが作った"),
        ("由{{link-en|杨|Jan}}用-{zh-hans:软件; zh-hant:軟體}-设计", "由杨用软件设计"),
        ("다리({{llang|cs|molo}})는 {{임시링크|얀|cs|Jan}}이 지었다", "다리(molo)는 얀이 지었다"),
    ],
)  # fmt: skip
def test_templates_of_a_wiki_keep_their_words_in_many_languages(source: str, words: str) -> None:
    text = f"{PIER} {source}."
    [article] = articles(
        f"<mediawiki><page><title>Pier</title><revision><text>{text}</text></revision></page></mediawiki>", "w.xml"
    )
    assert words in article.paragraphs[0]


def test_quotations_of_a_wiki_are_paragraphs() -> None:
    text = f"{PIER}\n{{{{Quote|A [[song|hymn]] of iron.|Oat}}}}\n{{{{Zitat|Text=Ein Lied.}}}}\n{{{{인용문|노래이다.}}}}"
    [article] = articles(
        f"<mediawiki><page><title>Pier</title><revision><text>{text}</text></revision></page></mediawiki>", "w.xml"
    )
    assert article.paragraphs == (PIER, "A hymn of iron.", "Ein Lied.", "노래이다.")


def test_wiki_that_is_cut_off_gives_what_came_before_the_cut() -> None:
    [article, fault] = read_bytes(WIKI[: WIKI.index("<title>Talk")].encode(), "wiki.xml")

    assert isinstance(article, Article) and "damaged from page 2 on" in str(fault)


# References and read-later programs

RIS = f"""TY  - JOUR
AU  - Oat, Anna
AU  - Barley, Ben
TI  - Piers of the north
T2  - Journal of Harbours
DA  - 2021/06/05/
AB  - {PIER[:38]}
 {PIER[39:]}
DO  - 10.1000/pier
KW  - piers
LA  - en
ER  -

TY  - BOOK
TI  - No abstract
ER  -
"""


def test_reference_is_an_article_of_its_abstract() -> None:
    [article, fault] = read_bytes(RIS.encode(), "export.ris")

    assert isinstance(article, Article)
    assert article.title == "Piers of the north" and article.byline == "Anna Oat, Ben Barley"
    assert article.publisher == "Journal of Harbours" and article.published_at == date(2021, 6, 5)
    assert article.paragraphs == (PIER,) and article.url == "https://doi.org/10.1000/pier"
    [above, _] = read_bytes(f"Provider: Shelf\nContent: text/plain\n\n{RIS}".encode(), "export.ris")
    assert above == article
    assert "“No abstract” has no abstract, so there is nothing to quote" in str(fault)


def test_reference_without_an_end_ends_where_the_next_begins_and_its_day_is_read_however_it_is_written() -> None:
    rows = f"TY  - JOUR\nTI  - One\nPY  - 2021\nY1  - 5 June 2021\nAB  - {PIER}\n"
    [one, two] = articles(f"{rows}{rows.replace('One', 'Two')}", "export.ris")
    assert (one.title, two.title) == ("One", "Two") and one.published_at == two.published_at == date(2021, 6, 5)
    [year] = articles(rows.replace("Y1  - 5 June 2021\n", ""), "export.ris")
    assert year.published_at is None


def test_csl_json_says_the_same_as_ris() -> None:
    [ris, _] = read_bytes(RIS.encode(), "export.ris")
    item = {
        "id": "oat2021",
        "type": "article-journal",
        "title": "Piers of the north",
        "container-title": "Journal of Harbours",
        "abstract": PIER,
        "DOI": "10.1000/pier",
        "language": "en",
        "author": [{"family": "Oat", "given": "Anna"}, {"family": "Barley", "given": "Ben"}],
        "issued": {"date-parts": [["2021", 6, 5]]},
        "keyword": "piers",
    }
    [csl, written] = articles(json.dumps([item, item | {"issued": {"raw": "2021-06-05"}}]), "export.json")
    bare = {"id": "x", "type": "book", "title": "No abstract"}
    with_bare, fault = read_bytes(json.dumps([item, bare]).encode(), "export.json")
    assert with_bare == csl and "“No abstract” has no abstract" in str(fault)
    [other] = articles(json.dumps([{"type": "article", "author": "Anna Oat", "text": PIER}]), "export.json")
    assert other.paragraphs == (PIER,)

    assert isinstance(ris, Article) and written == csl
    assert (csl.title, csl.byline, csl.publisher, csl.published_at, csl.paragraphs, csl.url, csl.keywords) == (
        *(ris.title, ris.byline, ris.publisher, ris.published_at, ris.paragraphs, ris.url, ris.keywords),
    )


def test_file_is_known_by_its_content_where_its_name_says_nothing_or_another_kind(subtests: pytest.Subtests) -> None:
    feed = (
        f"<rss version='2.0'><channel><item><title>Pier</title><description>{PIER}</description></item></channel></rss>"
    )
    for name, text in {
        "feed.html": f'<?xml version="1.0"?>{feed}',
        "list.txt": json.dumps([{"title": "Pier", "text": PIER}]),
        "lines.txt": json.dumps({"title": "Pier", "text": PIER}) + "\n",
        "table.txt": f'title,date,text\nPier,2021-06-05,"{PIER}"\n',
    }.items():
        with subtests.test(name=name):
            [article] = articles(text, name)
            assert (article.title, article.paragraphs) == ("Pier", (PIER,))
    for name, text in [
        ("table.txt", f",title,words,date,text\n0,Pier,9,2021-06-05,{CRANE.split(',')[0]}\n"),
        ("table.txt", f'Titel;Text;Ort\r\nPier;"{PIER}\r\n\r\n{CRANE}";Lindvik\r\n'),
        ("refs.txt", f"@article{{oat, title = {{Pier}}, abstract = {{{PIER}}}}}"),
    ]:
        assert articles(text, name)[0].title == "Pier"
    texts = (f"{PIER}\n{CRANE}", "Lindvik, Norway, 5 June\nOslo, Norway, 6 June", f"a | b | c\n---|---|---\n{PIER}")
    assert all(articles(text, "prose.txt") for text in texts)
    [prose] = articles(f'{{"title": "Pier"}} is how it began.\n\n{PIER}', "prose.txt")
    assert prose.paragraphs[-1] == PIER


@pytest.mark.parametrize(
    ("name", "text", "fault"),
    [
        ("note.txt", f"<note><to>Anna</to><body>{PIER}</body></note>\n", "XML that I don't know"),
        ("a.txt", f'<article xmlns="http://docbook.org/ns/docbook"><p>{PIER}</p></article>', "XML that I don't know"),
        ("table.txt", "North,1911,four cranes\nSouth,1920,six cranes\n", "no column for the text"),
        ("book.ipynb", json.dumps({"cells": [PIER], "nbformat": 4}), '"text" and "paragraphs" are missing'),
        ("answer.txt", f"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n{PIER}", "not text"),
        ("refs.txt", f"%0 Journal Article\n%T Pier\n%X {PIER}\n", "not text"),
        ("key.txt", "-----BEGIN RSA PRIVATE KEY-----\nAAAA\n-----END RSA PRIVATE KEY-----\n", "not text"),
        (
            "part.txt",
            f"This is a multi-part message in MIME format.\n--b\nContent-Type: text/plain\n\n{PIER}",
            "not text",
        ),
        ("part.txt", f"--b1\nContent-Type: text/plain\n\n{PIER}\n--b1--\n", "not text"),
        ("fix.txt", "diff --git a/x b/x\n--- a/x\n+++ b/x\n@@ -1 +1 @@\n-old\n+new\n", "not text"),
        ("pier.url", "[InternetShortcut]\r\nURL=https://a.example/pier\r\n", "not text"),
        ("links.txt", "https://a.example/1\nhttps://a.example/2\n", "only lists links (2)"),
        ("refs.nbib", f"PMID- 12345\nTI  - Pier\nAB  - {PIER}\n", "not text"),
        ("paper.txt", f"\\documentclass{{article}}\n\\begin{{document}}\n{PIER}\n\\end{{document}}\n", "not text"),
    ],
)
def test_what_is_no_prose_is_no_article_whatever_its_name(name: str, text: str, fault: str) -> None:
    assert fault in refused(text, name)


def test_file_that_ends_too_early_is_named(subtests: pytest.Subtests) -> None:
    item = f"<item><title>Pier</title><description>{PIER}</description></item>"
    mime = 'From: a@x.org\nMIME-Version: 1.0\nContent-Type: multipart/mixed;\n boundary="b-1"\n\n--b-1\n\n' + PIER
    for name, text, missing in [
        ("feed.rss", f"<rss version='2.0'><channel>{item}", "</channel></rss>\n<!-- made -->\n"),
        ("mail.eml", mime, "\n--b-1--\n"),
    ]:
        with subtests.test(name=name):
            article, note = read_bytes(text.encode(), name)
            assert isinstance(article, Article) and article.paragraphs == (PIER,)
            assert isinstance(note, IngestNote) and str(note).startswith(f"{name}: the end of this file is missing")
            assert articles(text + missing, name) == [article]


def test_author_of_a_feed_is_that_of_its_items_but_nobody_is_called_admin() -> None:
    entry = f"<title>Pier</title><content type='html'>&lt;p&gt;{PIER}&lt;/p&gt;</content>"
    atom = (
        f"<feed xmlns='http://www.w3.org/2005/Atom'><author><name>Ola Nord</name></author><entry>{entry}</entry></feed>"
    )
    item = f"<title>Pier</title><description>{PIER}</description>"
    rss = f"<rss version='2.0'><channel><managingEditor>Ed</managingEditor><item>{item}%s</item></channel></rss>"
    feed = {"version": "https://jsonfeed.org/version/1.1", "authors": [{"name": "Ola Nord"}], "items": []}
    feed["items"] = [{"title": "Pier", "content_html": f"<p>{PIER}</p>"}]
    bylines = [
        articles(text, name)[0].byline
        for name, text in [
            ("a.atom", atom),
            ("a.json", json.dumps(feed)),
            ("a.rss", rss % "<author>ola@x.org (Ola Nord)</author>"),
            ("a.rss", rss % "<author>ola@courier.example (Ola Nord)</author>"),
            ("b.rss", rss % "<author>admin</author>"),
            ("b.rss", rss % "<author>noreply@courier.example</author>"),
            ("c.rss", rss % ""),
        ]
    ]
    assert bylines == [*["Ola Nord"] * 4, "", "", ""]


def test_entry_of_wallabag_is_an_article() -> None:
    entry = {
        **{"is_archived": 0, "id": 7, "title": "Pier opens", "url": "https://coast.example/pier", "language": "en_GB"},
        **{"content": f"<h2>News</h2><p>{PIER}</p>", "domain_name": "coast.example", "reading_time": 1},
        **{"published_at": "2021-06-05T08:00:00+00:00", "published_by": ["Anna Oat"], "tags": ["harbour"]},
    }
    [article] = articles(json.dumps([entry]), "wallabag.json")

    assert article.paragraphs == (PIER,) and article.headings == ("News",) and article.keywords == ("harbour",)
    assert article.byline == "Anna Oat" and article.publisher == "coast.example" and article.language == "en"
    assert article.published_at == datetime(2021, 6, 5, 8, tzinfo=UTC)


def test_export_of_omnivore_is_its_pages_with_their_facts() -> None:
    facts = [
        {
            "slug": "pier",
            "title": "Pier opens",
            "author": "Anna Oat",
            "url": "https://coast.example/pier",
            "labels": [],
        },
        {"slug": "gone", "title": "Gone", "url": "https://coast.example/gone"},
        {"slug": "paper", "title": "Paper", "url": "https://coast.example/paper.pdf"},
    ]
    contents = {"content/pier.html": f"<p>{PIER}</p>", "content/paper.pdf": "%PDF-1.4"}
    [article, fault, no_page] = read_bytes(
        zipped({"metadata_0_to_2.json": json.dumps(facts), **contents}), "omnivore.zip"
    )
    assert "paper.pdf: there is no text of it" in str(no_page)

    assert isinstance(article, Article) and article.title == "Pier opens" and article.paragraphs == (PIER,)
    assert "https://coast.example/gone: there is no text of it in this export" in str(fault)


# Archives and folders


def test_archive_gives_the_articles_of_its_files_and_names_what_it_leaves_out() -> None:
    found = list(
        read_bytes(
            zipped(
                {
                    "notes/pier.txt": f"Pier\n\n{PIER}",
                    "notes/crane.md": f"# Crane\n\n{CRANE}",
                    "report.docx": docx(paragraph(PIER)),
                    "logo.png": b"\x89PNG",
                    "__MACOSX/pier.txt": "x",
                    "empty.html": "",
                    "inner.zip": zipped(
                        {"a.txt": PIER, "third.zip": zipped({"b.txt": CRANE}), "c.txt": zipped({"d.txt": "D"})}
                    ),
                }
            ),
            "all.zip",
        )
    )

    assert [each.title for each in found if isinstance(each, Article)][:2] == ["Pier", "Crane"]
    assert len({each.path for each in found if isinstance(each, Article)}) == 4
    empty, *inner = [each for each in found if isinstance(each, UnreadableArticle) and not isinstance(each, IngestNote)]
    [left] = [each for each in found if isinstance(each, IngestNote)]
    assert str(empty).startswith("all.zip › empty.html: it is empty")
    assert [str(each).partition(": this is ")[::2] for each in inner] == [
        (f"all.zip › inner.zip › {name}", "an archive inside two others, which I don't open; add it by itself.")
        for name in ("third.zip", "c.txt")
    ]
    assert str(left) == "all.zip: these kinds of files hold no articles: 1 × .png."


def test_names_that_lead_out_of_an_archive_lead_nowhere(tmp_path: Path) -> None:
    data = zipped({"../../evil.txt": f"Pier\n\n{PIER}", "/etc/evil.txt": f"Crane\n\n{CRANE}"})
    (tmp_path / "a.zip").write_bytes(data)
    before = set(tmp_path.parent.rglob("*evil*"))

    assert len(list(read_file(tmp_path / "a.zip"))) == 2
    assert set(tmp_path.parent.rglob("*evil*")) == before == set()
    link = zipfile.ZipInfo("link.txt")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(tmp_path / "a.zip", "a") as package:
        package.writestr(link, "/etc/evil.txt")
    assert len(list(read_file(tmp_path / "a.zip"))) == 2


def test_zip_bomb_is_left_alone() -> None:
    assert "would unpack to far too much" in refused(zipped({"a.txt": b"0" * 60_000_000}), "bomb.zip")
    assert "would unpack to far too much" in refused(
        zipped({"word/document.xml": b" " * 60_000_000, "[Content_Types].xml": ""}), "bomb.docx"
    )
    assert "over 10,000 files" in refused(zipped({f"{n}.txt": "" for n in range(10_001)}), "many.zip")


def test_archives_inside_one_another_share_one_limit() -> None:
    inner = zipped({f"{n}.png": "" for n in range(6_000)} | {"pier.txt": PIER})
    pier, left, fault = read_bytes(zipped({"one.zip": inner, "two.zip": inner}), "all.zip")
    assert isinstance(pier, Article) and str(left).startswith("all.zip › one.zip: these kinds of files")
    assert str(fault).startswith("all.zip › two.zip: with the archive that it is in, this would unpack to too much")


def test_word_file_with_a_document_type_is_refused() -> None:
    data = docx(paragraph(PIER))
    package = zipfile.ZipFile(BytesIO(data))
    members = {name: package.read(name) for name in package.namelist()}
    members["word/document.xml"] = b'<!DOCTYPE x [<!ENTITY a "aaaa">]>' + members["word/document.xml"]

    assert "declares a document type" in refused(zipped(members), "a.docx")


def test_folder_says_what_it_left_out(tmp_path: Path) -> None:
    for name in ("pier.txt", "pier.org", "pier.rst", "pier.srt", "pier.vtt", "pier.docm"):
        (tmp_path / name).write_text(PIER)
    (tmp_path / "a.png").write_bytes(b"")
    (tmp_path / "b.PNG").write_bytes(b"")
    (tmp_path / "Makefile").write_text("all:")
    found = list(find_files([tmp_path]))

    assert {each.suffix for each in found if isinstance(each, Path)} == {
        ".docm", ".org", ".rst", ".srt", ".txt", ".vtt",
    }  # fmt: skip
    assert isinstance(found[-1], IngestNote)
    assert str(found[-1]).endswith(": these kinds of files hold no articles: 2 × .png, 1 × Makefile.")


def test_text_under_the_name_of_another_kind_is_no_article(subtests: pytest.Subtests) -> None:
    for name in ("a.pdf", "a.epub", "a.zip", "a.warc"):
        with subtests.test(name=name):
            assert "not what its name says" in refused(PIER, name)


def test_documents_are_read_in_another_process_as_in_this_one() -> None:
    data = epub({"one.xhtml": f"<h1>The pier</h1><p>{PIER}</p><p>{CRANE}</p><p>{PIER[:-1]} again.</p>"})
    with ReaderPool(processes=1) as pool:
        assert list(pool.read_bytes(data, "a.epub")) == list(read_bytes(data, "a.epub"))
        [left] = [
            each for each in pool.read_bytes(zipped({"a.txt": PIER, "b.png": ""}), "a.zip")
            if isinstance(each, UnreadableArticle)
        ]  # fmt: skip
    assert isinstance(left, IngestNote)


@pytest.mark.parametrize(
    "markup",
    [
        "The <b>pier</b> of <i>Lenn</i><br>opened &amp; closed.<br /><br/>It is &lt;b&gt;.",
        "<p>One <em>day</em></p> <p>Two\nmore</p>\n<p></p>",
        " &quot;Yes&quot;\n\nand <strong>no</strong>&amp;lt; ",
    ],
)
def test_simple_html_is_read_as_other_html_is(markup: str) -> None:
    assert html_blocks(markup) == html_blocks(f"{markup}<!-- no text -->") != []
