"""What reading costs: it grows with the size of a file, whatever is in it; and no file stops the others."""

import gc
import gzip
import logging
from pathlib import Path
from time import process_time

import pytest
from lxml.etree import _Element
from trafilatura.settings import Document, Extractor

from knowledge.errors import UnreadableArticle
from knowledge.ingest import files, find_files, plaintext, read_bytes, read_file, richtext, sections
from knowledge.ingest.formats import extraction, feeds, references, tables, warc, word
from knowledge.ingest.formats import pdf as pdf_reader
from knowledge.models import Article
from knowledge.text import normalize
from tests.knowledge.documents import Print, docx, paragraph, pdf
from tests.knowledge.hostile_texts import FAMILIES, Family

SMALL, LARGE = 20_000, 80_000
MAX_GROWTH = 9
"""A file four times as large takes at most so many times as long; were the cost its square, it would be 16."""
NOISE_SECONDS = 0.05
"""Below it, what a reading takes says nothing."""
MAX_TRIES = 4


def cost(data: bytes, name: str) -> float:
    """Return the seconds of processor time that a file takes, whose paragraphs are bounded.

    Without the garbage collector: it goes through all that the other tests have left, the oftener the larger the file.
    """
    gc.disable()
    try:
        start = process_time()
        found = list(read_bytes(data, name))
        taken = process_time() - start
    finally:
        gc.enable()
    assert found, "neither an article nor a refusal"
    articles = (each for each in found if isinstance(each, Article))
    assert all(len(text) <= normalize.MAX_PARAGRAPH_CHARS for article in articles for text in article.paragraphs)
    return max(taken, NOISE_SECONDS)


def is_bounded(family: Family) -> bool:
    """Compare the large file with the small one, unless it took so little that no small one could have taken less."""
    large = cost(family(LARGE * family.times), family.name)
    return large <= MAX_GROWTH * NOISE_SECONDS or large <= MAX_GROWTH * cost(family(SMALL * family.times), family.name)


def test_the_cost_of_reading_grows_with_the_size_of_the_file_and_paragraphs_are_bounded(
    subtests: pytest.Subtests,
) -> None:
    for family in FAMILIES.values():
        with subtests.test(family=family):
            assert any(is_bounded(family) for _ in range(MAX_TRIES))


def test_a_long_paragraph_is_split_between_sentences_and_loses_nothing() -> None:
    text = " ".join(f"Sentence number {n} is about ships." for n in range(1_000))
    [found] = read_bytes(text.encode(), "a.txt")
    assert isinstance(found, Article)
    assert len(found.paragraphs) > 1
    assert all(paragraph.endswith("ships.") for paragraph in found.paragraphs)
    assert " ".join(found.paragraphs) == text


def test_refused_lines_are_named_up_to_a_thousand_and_counted_beyond() -> None:
    bad = b"{x}\n" * 3_000
    assert len(list(read_bytes(bad, "a.jsonl"))) == 1_001
    found = list(read_bytes(b'{"text": "One."}\n' + bad + b'{"text": "Two."}', "a.jsonl"))
    assert [each.paragraphs for each in found if isinstance(each, Article)] == [("One.",), ("Two.",)]
    assert "2000 more lines can't be read" in str(found[-1])


@pytest.mark.parametrize(
    ("name", "head", "entry", "tail"),
    [
        ("a.jsonl", "", '{{"text":"{}"}}\n', ""),
        ("a.json", '{{"items":[', '{{"text":"{}"}},', '{{"text":"c"}}]}}'),
        ("a.csv", "text,id\n", "{},\n", ""),
        ("a.mbox", "", "From a\n\n{}\n\n", ""),
        ("a.xml", "<mediawiki>", "<page><title>P</title><text>{}</text></page>", "</mediawiki>"),
    ],
)
def test_of_entries_too_short_to_be_articles_only_the_first_are_read(
    monkeypatch: pytest.MonkeyPatch, name: str, head: str, entry: str, tail: str
) -> None:
    cost = {"a.mbox": files.MAIL_COST, "a.xml": files.PAGE_COST}.get(name, 1)
    monkeypatch.setattr(files, "MAX_SHORT_ENTRIES", 100 * cost)
    for text, is_cut in (("b", True), ("The pier opened on Saturday after two years of work on it. " * cost, False)):
        every = [*read_bytes((head + entry * 250 + tail).format(*[text] * 250).encode(), name)]
        articles = [each for each in every if isinstance(each, Article)]
        assert len(articles) == (100 if is_cut else 250 + name.endswith(".json"))
        assert [str(each) for each in every[len(articles) :]] == [
            f"{name}: only its first 100 entries were read, as they have fewer than {50 * cost} characters each on "
            "average; put a whole article into each."
        ] * is_cut


def _captured(page: bytes) -> bytes:
    head = "WARC/1.0\r\nWARC-Type: resource\r\nWARC-Target-URI: https://a.example\r\nContent-Type: text/html\r\n"
    return f"{head}Content-Length: {len(page)}\r\n\r\n".encode() + page + b"\r\n\r\n"


def test_of_too_many_headings_lines_or_pieces_a_document_is_refused_in_one_sentence(
    monkeypatch: pytest.MonkeyPatch, subtests: pytest.Subtests
) -> None:
    monkeypatch.setattr(sections, "MAX_HEADINGS", 50)
    monkeypatch.setattr(files, "MAX_SHORT_LINES", 300)
    monkeypatch.setattr(word, "MAX_WORD_ELEMENTS", 200)
    monkeypatch.setattr(richtext, "MAX_SHORT_TAGS", 200)
    monkeypatch.setattr(normalize, "MAX_PARAGRAPHS", 20)
    monkeypatch.setattr(pdf_reader, "MAX_PDF_PAGE_CHARS", 50)
    item = paragraph("a").replace("<w:r>", "<w:object/><w:r>")
    for name, data, said in (
        ("a.txt", b"Chapter 1\n\nText.\n\n" * 51, "over 5,000 sections"),
        ("a.html", b"<html><h2>a</h2><p>b</p>" * 51, "over 5,000 sections"),
        ("a.html", b"<html><p>b</p>" * 51, "no headings to split it by"),
        ("a.csv", b"text\n" + b"<p>a</p>" * 101, "too large or too deeply nested"),
        ("a.html", b"<html><table><tr><td colspan=100 rowspan=100>a" * 3, "cells that span too many"),
        ("a.html", b"<html><table><tr>" + b"<td>a" * 5_001, "a table in this has too many columns"),
        ("a.txt", b"short line\n" * 301, "over 300 lines of fewer than 30 characters"),
        ("a.eml", b"Subject: P\nFrom: a@b.c\n\n" + b"short line\n" * 301, "over 300 lines of fewer than 30 characters"),
        ("a.docx", docx(item * 201), "over 200 formatted pieces"),
        ("a.pdf", pdf([[Print(72, 80, "ab")], [Print(72, 80, "a" * 51)]]), "page 2 of this PDF has over 50 characters"),
        ("a.warc.gz", gzip.compress(_captured(b"a" * 6_000_000)), "unpack to far too much"),
    ):
        with subtests.test(name=name, said=said):
            [refusal] = read_bytes(data, name)
            assert said in str(refusal)
    monkeypatch.undo()
    [article] = read_bytes(docx(paragraph("The pier opened.") * 500 + "<w:p/>" * 500), "a.docx")
    assert isinstance(article, Article)


def test_word_file_of_fields_that_never_end_is_refused(subtests: pytest.Subtests) -> None:
    begin, separate, end = (f"<w:r><w:fldChar w:fldCharType='{kind}'/></w:r>" for kind in ("begin", "separate", "end"))
    told, most = "<w:r><w:t>pier</w:t></w:r>", word.MAX_OPEN_FIELDS
    for case, signs, is_read in (
        ("as many as are read", (begin + told) * most, True),
        ("more", (begin + told) * (most + 1), False),
        ("between ends", end * most + (begin + told) * (most + 1) + end * most, False),
        ("of many parts", begin + (told + separate) * (most + 2), False),
        ("that end", (begin + separate + told + end) * (most + 1), True),
    ):
        with subtests.test(case):
            [found] = read_bytes(docx(paragraph("A pier opens", "Title") + f"<w:p>{signs}</w:p>"), "a.docx")
            assert isinstance(found, Article) is is_read
            assert is_read or "too deeply nested" in str(found)


def test_fields_controls_and_raised_letters_of_a_word_file_are_read_as_its_text(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(word, "MAX_WORD_ELEMENTS", 50)
    signs = {kind: f"<w:r><w:fldChar w:fldCharType='{kind}'/></w:r>" for kind in ("begin", "separate", "end")}
    code = "<w:r><w:instrText> {} </w:instrText></w:r>"
    told = "<w:r><w:t>{}</w:t></w:r>"
    page, link = (
        signs["begin"] + code.format(what) + signs["separate"] + told.format(shown) + signs["end"]
        for what, shown in (("PAGE", "7"), ('HYPERLINK "https://a.example/1"', "here"))
    )
    control = f"<w:sdt><w:sdtPr><w:text/></w:sdtPr><w:sdtContent>{told.format(', at noon')}</w:sdtContent></w:sdt>"
    raised = "<w:r><w:rPr><w:vertAlign w:val='superscript'/></w:rPr><w:t>2</w:t></w:r>"
    row = f"<w:p>{told.format('The pier of 90 m')}{raised}{told.format(' opened ')}{link}{control}{page}</w:p>"
    [article] = read_bytes(docx(paragraph("A pier opens", "Title") + row * 100), "a.docx")
    assert isinstance(article, Article)
    assert article.paragraphs == ("The pier of 90 m2 opened here, at noon7",) * 100
    [refusal] = read_bytes(docx((row + f"<w:p>{page.replace(signs['end'], '')}</w:p>") * 100), "a.docx")
    assert "over 50 formatted pieces" in str(refusal)


@pytest.mark.parametrize(
    ("name", "head", "entry", "tail"),
    [
        ("a.xml", "<rss version='2.0'><channel>", "<item><description>{}</description></item>", "</channel></rss>"),
        ("a.xml", "<feed xmlns='http://www.w3.org/2005/Atom'>", "<entry><content>{}</content></entry>", "</feed>"),
        ("a.json", '{{"version":"https://jsonfeed.org/version/1","items":[', '{{"content_text":"{}"}},', "{{}}]}}"),
        ("a.bib", "", "@a{{b,title={{c}},abstract={{{}}}}}", ""),
        ("a.csv", "Highlight,Book Title\n", "b,{}\n", ""),
    ],
)
def test_of_too_many_entries_the_first_are_read_and_the_rest_are_mentioned(
    monkeypatch: pytest.MonkeyPatch, name: str, head: str, entry: str, tail: str
) -> None:
    for limit in ((feeds, "MAX_ITEMS"), (references, "MAX_REFERENCES"), (tables, "MAX_BOOKS")):
        monkeypatch.setattr(*limit, 20)
    text = (head + entry * 50 + tail).format(*(f"The pier opened {n} days later." for n in range(50)))
    *articles, refusal = read_bytes(text.encode(), name)
    assert len(articles) == 20 and all(isinstance(each, Article) for each in articles)
    assert str(refusal).startswith(f"{name}: it has more than 20 entries, so only the first 20 were read")


def test_of_a_feed_with_too_many_elements_the_items_before_those_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feeds, "MAX_ELEMENTS", 100)
    item = "<item><title>P</title><description>The pier opened.</description></item>"
    head, crowded = "<rss version='2.0'><channel>", f"<item>{'<category>a</category>' * 100}</item>"
    *articles, refusal = read_bytes(f"{head}{item * 5}{crowded}{item}</channel></rss>".encode(), "a.xml")
    assert len(articles) == 5 and "only the first 5 were read" in str(refusal)
    [refusal] = read_bytes(f"{head}{crowded}</channel></rss>".encode(), "a.xml")
    assert "no item of this feed ends within its first 100 elements" in str(refusal)


def test_of_a_web_archive_of_hardly_any_text_the_first_pages_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "MAX_SHORT_ENTRIES", 10 * warc.WEB_PAGE_COST)
    monkeypatch.setattr(files, "MAX_SHORT_TAGS", 2_000)
    text = "<p>The pier at Lindvik opened on Saturday after two years of work, the council said.</p>"
    for page, count, said in (
        (text * 30, 20, ""),
        (text * 5, 10, "only its first 10 entries were read, as they have fewer than 1000 characters"),
        (
            text * 4 + "<p>a" * 1_000,
            2,
            "its pages hardly have any text among their elements, so only the first (2) were",
        ),
    ):
        every = [*read_bytes(_captured(page.encode()) * 20, "a.warc")]
        assert sum(isinstance(one, Article) for one in every) == count
        assert [str(each).partition(said)[:2] for each in every[count:]] == [("a.warc: ", said)] * bool(said)


def test_a_page_whose_scripts_and_comments_write_many_tags_is_read() -> None:
    written = f"<script>{'<b></b>' * 60_001}</script><!-- {'</p>' * 60_001} -->"
    [article] = read_bytes(f"<html><body><p>The pier opened on Saturday.</p>{written}".encode(), "a.html")
    assert isinstance(article, Article)


def test_of_articles_or_mails_of_hardly_any_words_the_first_are_read(
    monkeypatch: pytest.MonkeyPatch, subtests: pytest.Subtests
) -> None:
    monkeypatch.setattr(files, "MAX_SCRAPS", 100)
    monkeypatch.setattr(files, "MAX_SHORT_TAGS", 500)
    mail = "From a\nFrom: a@b.c\nSubject: d\nContent-Type: text/html\n\n{}\n\n"
    scraps, sentences = "<p>a b c d e f</p>" * 30, "<p>The pier at Lindvik opened on Saturday.</p>" * 30
    for name, head, entry, text, count, said in (
        ("a.csv", "text\n", "{}\n", scraps, 4, "their paragraphs have fewer than 20 characters each"),
        ("a.jsonl", "", '{{"text":"{}"}}\n', scraps, 4, "their paragraphs have fewer than 20 characters each"),
        ("a.csv", "text\n", "{}\n", sentences, 9, ""),
        ("a.mbox", "", mail, "<i>a</i>" * 100, 2, "hardly have any text among their elements"),
        ("a.mbox", "", mail, sentences, 9, ""),
    ):
        with subtests.test(name=name, said=said):
            every = [*read_bytes((head + entry.format(text) * 9).encode(), name)]
            assert sum(isinstance(one, Article) for one in every) == count
            assert [said in str(each) for each in every[count:]] == [True] * bool(said)


def test_a_fault_of_a_reader_is_the_refusal_of_its_file(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def faulty(text: str) -> Article:
        raise ZeroDivisionError(text)

    monkeypatch.setattr(plaintext, "read_plaintext", faulty)
    with caplog.at_level(logging.ERROR):
        [refusal] = read_bytes(b"Text.", "a.txt")
    assert isinstance(refusal, UnreadableArticle)
    assert str(refusal).startswith("a.txt: ")
    assert caplog.records[0].exc_info and caplog.records[0].exc_info[0] is ZeroDivisionError


def test_links_that_leave_the_folder_or_lead_to_something_hidden_are_refused(tmp_path: Path) -> None:
    folder, outside = tmp_path / "in", tmp_path / "out"
    folder.mkdir()
    outside.mkdir()
    (outside / "secret.txt").write_text("Secret.")
    (folder / ".env").write_text("TOKEN=1")
    (folder / "note.txt").write_text("Note.")
    (folder / "same.txt").symlink_to(folder / "note.txt")
    (folder / "env.txt").symlink_to(folder / ".env")
    (folder / "secret.txt").symlink_to(outside / "secret.txt")
    (folder / "deep").symlink_to(outside)
    found = list(find_files([folder]))
    assert [each for each in found if isinstance(each, Path)] == [folder / "note.txt", folder / "same.txt"]
    refused = [str(each) for each in found if isinstance(each, UnreadableArticle)]
    assert len(refused) == 3 and all("leads out of the folder" in each for each in refused)


def test_files_of_the_system_are_never_opened(tmp_path: Path, subtests: pytest.Subtests) -> None:
    for number, path in enumerate(["/proc/self/environ", "/proc/self/status", "/dev/null", "/dev/zero"]):
        with subtests.test(path=path):
            (folder := tmp_path / str(number)).mkdir()
            link = folder / "a.txt"
            link.symlink_to(path)
            for each in (Path(path), link):
                [refusal] = read_file(each)
                assert "not a regular file" in str(refusal)


def test_a_file_of_another_kind_is_no_article_whatever_is_in_it(subtests: pytest.Subtests) -> None:
    for name in ["picture.png", "song.mp3", "code.py", "archive.rar", "sheet.xlsx", "PICTURE.PNG"]:
        with subtests.test(name=name):
            [refusal] = read_bytes(b"The bridge is closed.", name)
            assert isinstance(refusal, UnreadableArticle)
            assert "not an article" in str(refusal)


def test_xml_is_no_article(subtests: pytest.Subtests) -> None:
    for text in [
        '<?xml version="1.0"?>\n<rss><channel/></rss>',
        "<rss version='2.0'>",
        "<feed xmlns='a'>",
        "<mediawiki>",
    ]:
        with subtests.test(text=text):
            [refusal] = read_bytes(text.encode(), "a.txt")
            assert isinstance(refusal, UnreadableArticle)


def test_feed_is_refused_for_its_depth_alone_damaged_or_not() -> None:
    head, deep = "<rss version='2.0'><channel><title>C</title>", "<a>" * 5_000
    item = f"<item><title>P</title><description>{'The pier opened on Saturday. ' * 20}</description></item>"
    for text in (f"{head}{deep}{'</a>' * 5_000}{item}</channel></rss>", f"{head}{item}{deep}", f"{head}<a b='>{deep}"):
        [refusal] = read_bytes(text.encode(), "a.xml")
        assert "nested too deeply" in str(refusal)
        with pytest.raises(UnreadableArticle, match="nested too deeply"):
            feeds.parse_feed(text.encode("utf-16"))
    crowded = f"<rss {' '.join(f'a{n}=1' for n in range(1_200))}>{item}</rss>"
    with pytest.raises(UnreadableArticle, match="has over 1000 attributes"):
        feeds.parse_feed(crowded.encode())
    flat = f"<br><a b='>'/><c d=\">\"/><![CDATA[{deep}]]><!-- {deep} -->" * 500
    [found] = read_bytes(f"{head}{item}{flat}</channel></rss>".encode(), "a.xml")
    assert isinstance(found, Article)


def test_a_page_of_much_inside_much_is_read_by_its_first_opinion_and_of_more_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[object] = []

    def extracted(tree: _Element, options: Extractor) -> Document:
        asked.append(options)
        return found(tree, options)

    found = extraction._extracted
    monkeypatch.setattr(extraction, "_extracted", extracted)
    text, rows = "The pier at Lindvik opened after two years. " * 6, "<ul><li>word</ul>"
    for depth, count, is_once in ((2, 1_000, False), (100, 1_000, True), (100, 5_000, True)):
        asked.clear()
        [one] = read_bytes(f"<html><body><p>{text}</p>{'<div>' * depth}{rows * count}".encode(), "a.html")
        assert (len(asked) < 2) is is_once
        assert isinstance(one, Article) is (count < 5_000)


def test_tables_inside_tables_are_read_once_at_every_depth() -> None:
    """Read once for each table around it, a cell thirty tables deep would be read a thousand million times."""
    page = "<html><body><article><h1>Pier</h1>" + "<table><tr><td><p>The pier opened.</p><ul><li>a</li></ul>" * 30
    [found] = read_bytes(page.encode(), "a.html")
    assert isinstance(found, Article | UnreadableArticle)


def test_what_once_broke_a_reader_is_read_or_refused_in_a_sentence_of_its_own(subtests: pytest.Subtests) -> None:
    for text, name in [
        ("TY  - JOUR\nTI  - P\nDA  - 2021/06/99999999999999999999\nAB  - The pier opened.\nER  - \n", "a.ris"),
        ("TY  - JOUR\nTI  - P\nDA  - 2021/06/0³\nAB  - The pier opened.\nER  - \n", "a.ris"),
        ('[{"type": ["a"], "title": "P"}]', "a.json"),
        ("<rdf:RDF xmlns:rdf='a' xmlns:z='b c'><z:a>The pier opened.</z:a></rdf:RDF>", "a.rdf"),
        ("Content-Type: message/rfc822\n\n" * 1_000 + "The pier opened.", "a.eml"),
        ("WARC/1.0\r\nContent-Length: 5\r\n\r\nhello\r\n\r\n", "a.warc"),
    ]:
        with subtests.test(text=text, name=name):
            for found in read_bytes(text.encode(), name):
                assert "error on my side" not in str(found)


def test_of_many_references_without_an_abstract_the_first_refusals_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(references, "MAX_REFUSED", 2)
    empty, full = "TY  - JOUR\nTI  - Piers\nER  - \n", "TY  - JOUR\nTI  - Boats\nAB  - They float.\nER  - \n"
    *told, found, last = read_bytes((empty * 5 + full).encode(), "a.ris")
    assert [str(each).partition(":")[0] for each in told] == ["a.ris, article 1", "a.ris, article 2"]
    assert isinstance(found, Article)
    assert str(last) == "a.ris: over 2 articles can't be read."
