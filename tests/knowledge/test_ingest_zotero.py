"""What Zotero exports with its files: the references say what the files are."""

import zipfile
from collections.abc import Iterator
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest

from knowledge.errors import UnreadableArticle
from knowledge.ingest import ReaderPool, find_files, read_bytes
from knowledge.ingest.files import Found
from knowledge.models import Article
from tests.knowledge.documents import Print, pdf

TITLE = "Tides of the northern harbours"
ABSTRACT = "We measured the tides of nine harbours over thirty years and found that they come later."
RIS = f"""TY  - JOUR
TI  - {TITLE}
AU  - Dähl, Ingrid
AU  - Nord, Ola
T2  - Journal of Coasts
DA  - 2018/10/11/
AB  - {ABSTRACT}
DO  - 10.1000/tides
L1  - files/12/Dähl 2018.pdf
ER  -

TY  - JOUR
TI  - Ice in the fairway
AB  - The fairway freezes in January.
L1  - files/13/missing.pdf
L1  - ../../secret.pdf
ER  -

TY  - JOUR
TI  - A note on ropes
L1  - /etc/ropes.pdf
ER  -
"""
BIBTEX = f"""@comment{{nothing}}
@article{{dahl_tides_2018,
	title = {{Tides of the northern {{harbours}}}},
	author = {{D{{\\"a}}hl, Ingrid and Nord, Ola}},
	journal = "Journal of Coasts",
	year = 2018, month = 10, day = 11,
	abstract = {{{ABSTRACT}}},
	doi = {{10.1000/tides}},
	file = {{Full Text\\: PDF:files/12/Dähl 2018.pdf:application/pdf;Snapshot:files/14/page.html:text/html}},
}}
@misc{{ice, title = {{Ice in the fairway}}, abstract = {{The fairway freezes in January.}}, file = {{files/13/missing.pdf}}}}
@book{{ropes, title = {{A note on ropes}}, file = {{C\\:\\\\Zotero\\\\ropes.pdf}}
"""  # noqa: E501
RDF = f"""<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
 xmlns:z="http://www.zotero.org/namespaces/export#" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:dcterms="http://purl.org/dc/terms/" xmlns:bib="http://purl.org/net/biblio#"
 xmlns:link="http://purl.org/rss/1.0/modules/link/" xmlns:foaf="http://xmlns.com/foaf/0.1/">
    <bib:Article rdf:about="#item_1">
        <z:itemType>journalArticle</z:itemType>
        <dcterms:isPartOf rdf:resource="urn:issn:1"/>
        <bib:authors><rdf:Seq>
            <rdf:li><foaf:Person><foaf:surname>Dähl</foaf:surname><foaf:givenName>Ingrid</foaf:givenName></foaf:Person></rdf:li>
            <rdf:li><foaf:Person><foaf:surname>Nord</foaf:surname><foaf:givenName>Ola</foaf:givenName></foaf:Person></rdf:li>
        </rdf:Seq></bib:authors>
        <link:link rdf:resource="#item_12"/>
        <dc:title>{TITLE}</dc:title>
        <dcterms:abstract>{ABSTRACT}</dcterms:abstract>
        <dc:date>2018-10-11</dc:date>
        <dc:identifier>DOI 10.1000/tides</dc:identifier>
    </bib:Article>
    <bib:Journal rdf:about="urn:issn:1"><dc:title>Journal of Coasts</dc:title></bib:Journal>
    <z:Attachment rdf:about="#item_12">
        <z:itemType>attachment</z:itemType>
        <rdf:resource rdf:resource="files/12/D%C3%A4hl 2018.pdf"/>
    </z:Attachment>
    <bib:Article rdf:about="#item_2"><z:itemType>journalArticle</z:itemType><link:link rdf:resource="#item_13"/>
        <dc:title>Ice in the fairway</dc:title><dcterms:abstract>The fairway freezes in January.</dcterms:abstract>
    </bib:Article>
    <z:Attachment rdf:about="#item_13"><rdf:resource rdf:resource="files/13/missing.pdf"/></z:Attachment>
    <bib:Book rdf:about="#item_3"><z:itemType>book</z:itemType><link:link rdf:resource="#item_14"/>
        <dc:title>A note on ropes</dc:title></bib:Book>
    <z:Attachment rdf:about="#item_14"><rdf:resource rdf:resource="/etc/ropes.pdf"/></z:Attachment>
</rdf:RDF>
"""
EXPORTS = {"My Library.ris": RIS, "My Library.bib": BIBTEX, "My Library.rdf": RDF}
REPORT = pdf([[Print(72, 80 + 14 * n, f"The tide of day {n} came late, the keeper wrote.") for n in range(9)]])
PDF_PATH = "files/12/Dähl 2018.pdf"


@pytest.fixture(scope="module")
def readers() -> Iterator[ReaderPool]:
    with ReaderPool(processes=1) as pool:
        yield pool


def check(found: list[Found]) -> None:
    """Check that the file has the facts of its reference, and that each other work is its abstract or a note."""
    tides, ice = (each for each in found if isinstance(each, Article))
    [ropes] = (each for each in found if isinstance(each, UnreadableArticle))
    assert (tides.title, tides.byline, tides.publisher) == (TITLE, "Ingrid Dähl, Ola Nord", "Journal of Coasts")
    assert (tides.published_at, tides.url) == (date(2018, 10, 11), "https://doi.org/10.1000/tides")
    assert "the keeper wrote" in tides.paragraphs[0] and tides.pages
    assert (ice.title, ice.paragraphs) == ("Ice in the fairway", ("The fairway freezes in January.",))
    assert "“A note on ropes” has no abstract" in str(ropes)


@pytest.mark.parametrize("name", EXPORTS)
def test_files_in_a_folder_get_the_facts_of_their_references(name: str, tmp_path: Path, readers: ReaderPool) -> None:
    folder = tmp_path / "My Library"
    (folder / PDF_PATH).parent.mkdir(parents=True)
    (folder / PDF_PATH).write_bytes(REPORT)
    (folder / name).write_text(EXPORTS[name], "utf-8")
    check(list(readers.read_all(find_files([folder]))))


def test_files_in_an_archive_get_the_facts_of_their_references() -> None:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr(f"My Library/{PDF_PATH}", REPORT)
        package.writestr("My Library/My Library.ris", RIS)
    check(list(read_bytes(out.getvalue(), "export.zip")))


def test_references_without_their_files_are_their_abstracts(subtests: pytest.Subtests) -> None:
    for name in EXPORTS:
        with subtests.test(name=name):
            found = list(read_bytes(EXPORTS[name].encode(), name))
            titles = [each.title for each in found if isinstance(each, Article)]
            assert titles == [TITLE, "Ice in the fairway"] and len(found) == 3


@pytest.mark.parametrize("path", ["../outside.pdf", "files/../../outside.pdf", "{top}/outside.pdf", "..\\outside.pdf"])
def test_a_reference_says_nothing_about_files_beyond_its_folder(path: str, tmp_path: Path, readers: ReaderPool) -> None:
    (tmp_path / "export").mkdir()
    (tmp_path / "outside.pdf").write_bytes(REPORT)
    forged = f"TY  - JOUR\nTI  - Forged\nUR  - https://forged.example\nL1  - {path.format(top=tmp_path)}\nER  - \n"
    (tmp_path / "export" / "a.ris").write_text(forged)
    found = list(readers.read_all(find_files([tmp_path / "export", tmp_path / "outside.pdf"])))
    [article] = (each for each in found if isinstance(each, Article))
    assert article.title != "Forged" and not article.url


def test_month_of_bibtex_is_a_number_or_a_name_with_or_without_the_day(subtests: pytest.Subtests) -> None:
    for written in ["month = 3, day = {9}", "month = mar, day = 9", "month = {March}, day = {9}"]:
        with subtests.test(written=written):
            [found] = read_bytes(
                f"@misc{{a, title={{P}}, year=2023, {written}, abstract={{It opened.}}}}".encode(), "a.bib"
            )
            assert isinstance(found, Article) and str(found.published_at) == "2023-03-09"


def test_short_names_of_bibtex_stand_for_what_they_are_said_to_be() -> None:
    text = "@string{jh = {Journal of Harbours}}\n@article{a, title={P}, journal = JH, abstract={It opened.}}"
    [found] = read_bytes(text.encode(), "a.bib")
    assert isinstance(found, Article) and found.publisher == "Journal of Harbours"
