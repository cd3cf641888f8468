"""What reading costs as files grow, made to keep a reader busy or as people have them: `python -m benchmarks.reading`.

Prints a row of a Markdown table for each family of files: seconds of processor time for files of each size. What takes
over 2 seconds for 10 MB, or grows faster than n log n, is marked. Last comes a page of the archive beside trafilatura.
"""

import argparse
import json
import logging
from collections.abc import Callable, Iterator, Mapping
from html import escape
from io import BytesIO
from math import log
from random import Random
from time import process_time
from zipfile import ZipFile

from trafilatura import bare_extraction

from knowledge.ingest import read_bytes
from tests.knowledge.documents import Print, docx, epub, paragraph, pdf, zipped
from tests.knowledge.hostile_texts import FAMILIES, repeated

SIZES = (1_000_000, 3_000_000, 10_000_000)
MAX_SECONDS = 2.0
"""Longest time for a file of the largest size."""
MAX_GROWTH = 1.6
"""How much faster than n log n the time may seem to grow, as the machine does other work."""
NOISE_SECONDS = 0.1

TEXT = "The pier at Lindvik opened on Saturday after two years of work, the council said in a statement. "
PARAGRAPH = TEXT * 3 + "\n\n"
_ITEM = f"<item><title>P</title><link>https://a.example/1</link><description>{TEXT * 9}</description></item>"
_RSS = "<rss version='2.0'><channel><title>C</title>"
_WIKI = (
    f"<page><title>P</title><ns>0</ns><revision><text>'''P''' is [[a|b]].\n== H ==\n{TEXT * 9}</text></revision></page>"
)
_PAGE = "<html><title>P</title>" + "".join(f"<p>{TEXT} {n}</p>" for n in range(300))
_ROWS = "".join(f"<tr><td>Pier {n}</td><td>{1900 + n}</td><td>{TEXT[:40]}</td></tr>" for n in range(40))
_PAGE_OF_TABLES = "<html><title>P</title>" + "".join(
    f"<p>{TEXT} {n}</p><table>{_ROWS.replace('Pier', f'Pier {n}')}</table>" for n in range(6)
)
_HTML = "".join(f"<h2>H</h2><p>{TEXT * 4} <a href='/'>More</a></p><ul><li>{TEXT}</li></ul>" for _ in range(4))
_TABLE = f"<p>{TEXT}</p><table>{f'<tr><td>Pier</td><td>2021</td><td>{TEXT[:40]}</td></tr>' * 40}</table>"
_MAIL = "From: A <a@a.example>\r\nSubject: P\r\nMIME-Version: 1.0\r\nDate: Sat, 5 Jun 2021 10:00:00 +0200\r\n\r\n"


def _text(unit: str, head: str = "", tail: str = "") -> Callable[[int], bytes]:
    build = repeated(unit, head, tail)
    return lambda size: build(size - len(head) - len(tail)).encode()


def _captured(page: str) -> str:
    record = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n{page}"
    head = "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://a.example/\r\n"
    head += f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(record)}\r\n\r\n"
    return f"{head}{record}\r\n\r\n"


def _pages(size: int) -> bytes:
    line = [Print(72, 80 + 12 * n, TEXT[:90]) for n in range(50)]
    return pdf([line] * max(size // 7_000, 1))


def _chapters(size: int) -> bytes:
    chapter = "<h1>P</h1>" + f"<p>{TEXT}</p>" * 200
    return epub({f"{n}.xhtml": chapter for n in range(size // len(chapter))}, "<dc:title>B</dc:title>")


def _page(size: int) -> bytes:
    """Return a page; were all its paragraphs alike, trafilatura would keep only one of them and try again."""
    rows = (f"<p>{TEXT * 9} {n}</p>" for n in range(size // (len(TEXT) * 9 + 13)))
    return f"<html><body><h1>P</h1>{''.join(rows)}</body></html>".encode()


def _pictured(size: int) -> bytes:
    """Return a Word file of 300 KB of text whose other bytes are pictures, as those of some megabytes are."""
    made = BytesIO(_document(300_000))
    with ZipFile(made, "a") as package:
        package.writestr("word/media/image1.png", Random(0).randbytes(size))
    return made.getvalue()


def _document(size: int, properties: str = "", run: str = "") -> bytes:
    """Return a Word file; were all its paragraphs alike, it would look made to burst.

    Args:
        size: Bytes of its XML.
        properties: What each paragraph is.
        run: How each word looks, which is a run of its own then.
    """
    words = f"</w:t></w:r><w:r>{run}<w:t xml:space='preserve'> ".join(TEXT.split()) if run else TEXT
    row = paragraph(f"{words} {{}}").replace("<w:r>", f"{properties}<w:r>", 1)
    return docx("".join(row.format(n * 7_919 % 999_983) for n in range(size // len(row))))


_BOLD, _ITEM_OF_LIST = "<w:rPr><w:b/></w:rPr>", "<w:pPr><w:numPr><w:numId w:val='1'/></w:numPr></w:pPr>"
_RAISED = "<w:rPr><w:vertAlign w:val='superscript'/></w:rPr>"


ORDINARY: Mapping[str, tuple[str, Callable[[int], bytes]]] = {
    "text": ("a.txt", _text(PARAGRAPH)),
    "text in chapters": ("a.txt", _text(f"Chapter 1. The pier\n\n{PARAGRAPH * 500}")),
    "rows in chapters": ("a.txt", _text("Chapter 1\n\n" + "The pier opened after two years.\n" * 8_000 + "\n")),
    "items in chapters": ("a.txt", _text("Chapter 1\n\n" + "- the pier opened after two years\n" * 8_000 + "\n")),
    "Markdown in chapters": ("a.md", _text(f"# P\n\n{PARAGRAPH * 500}- a\n- b\n\n")),
    "a page": ("a.html", _page),
    "a page with chapters": ("a.html", _text(f"<h2>H</h2>{f'<p>{TEXT}</p>' * 900}", "<html><body><h1>P</h1>")),
    "JSON lines": ("a.jsonl", _text(json.dumps({"title": "P", "text": TEXT * 9}) + "\n")),
    "JSON": (
        "a.json",
        _text(json.dumps({"title": "P", "text": TEXT * 9}) + ",", "[", json.dumps({"text": TEXT}) + "]"),
    ),
    "CSV": ("a.csv", _text(f'P,"{TEXT * 9}",2021-06-05\n', "title,text,date\n")),
    "CSV of short rows": ("a.csv", _text(f"Pier,2021-06-05,{TEXT[:80]}\n", "title,date,text\n")),
    "HTML in JSON lines": ("a.jsonl", _text(json.dumps({"title": "P", "text": _HTML}) + "\n")),
    "HTML in CSV": ("a.csv", _text(f'P,"{_HTML}",2021-06-05\n', "title,text,date\n")),
    "tables of HTML in CSV": ("a.csv", _text(f'P,"{_TABLE}",2021-06-05\n', "title,text,date\n")),
    "HTML in a feed": ("a.xml", _text(_ITEM.replace(TEXT * 9, escape(_HTML)), _RSS, "</channel></rss>")),
    "HTML in a mailbox": ("a.mbox", _text(f"From a\nContent-Type: text/html\n{_MAIL}{_HTML}\n\n".replace("\r", ""))),
    "mail": ("a.eml", _text(TEXT + "\r\n\r\n", _MAIL)),
    "feed": ("a.xml", _text(_ITEM, _RSS, "</channel></rss>")),
    "MediaWiki": ("a.xml", _text(_WIKI, "<mediawiki>", "</mediawiki>")),
    "web archive": ("a.warc", _text(_captured(_PAGE))),
    "tables in a web archive": ("a.warc", _text(_captured(_PAGE_OF_TABLES))),
    "RIS": ("a.ris", _text(f"TY  - JOUR\nTI  - P\nAU  - Oat, A\nAB  - {TEXT * 9}\nER  - \n")),
    "BibTeX": ("a.bib", _text(f"@book{{a, title = {{P}}, author = {{Oat, A}}, abstract = {{{TEXT * 9}}}}}\n")),
    "BibTeX without ends": ("a.bib", _text("@a{b, c = {")),
    "Word, by its XML": ("a.docx", _document),
    "Word, each word bold": ("a.docx", lambda size: _document(size, run=_BOLD)),
    "Word, each word raised": ("a.docx", lambda size: _document(size, run=_RAISED)),
    "Word, a list": ("a.docx", lambda size: _document(size, _ITEM_OF_LIST)),
    "Word with pictures": ("a.docx", _pictured),
    "EPUB": ("a.epub", _chapters),
    "PDF": ("a.pdf", _pages),
    "zip": ("a.zip", lambda size: zipped({f"{n}.txt": PARAGRAPH * 30 for n in range(size // (len(PARAGRAPH) * 30))})),
}


def _families() -> Iterator[tuple[str, str, Callable[[int], bytes]]]:
    yield from ((name, file, build) for name, (file, build) in ORDINARY.items())
    yield from ((name, family.name, family) for name, family in FAMILIES.items())


def _measured(build: Callable[[int], bytes], size: int, name: str) -> tuple[float, int]:
    """Return the seconds that a file takes, and what is found in it."""
    data = build(size)
    # Some signs are several bytes; a file over the limit would only be refused.
    data = data if len(data) <= size else build(size * size // len(data))
    start = process_time()
    found = sum(1 for _ in read_bytes(data, name))
    return process_time() - start, found


def growth(only: list[str]) -> None:
    heads = " | ".join(f"{size // 1_000_000} MB" for size in SIZES)
    print(f"| family | file | {heads} | found | |\n| --- | --- |{' ---: |' * (len(SIZES) + 1)} --- |")
    for name, file, build in _families():
        if only and name not in only:
            continue
        taken = [_measured(build, size, file) for size in SIZES]
        seconds = [each for each, _ in taken]
        slowest = (
            (SIZES[-1] * log(SIZES[-1])) / (SIZES[0] * log(SIZES[0])) * max(seconds[0], NOISE_SECONDS) * MAX_GROWTH
        )
        fault = "slow" if seconds[-1] > MAX_SECONDS else "grows" if seconds[-1] > slowest else ""
        shown = " | ".join(f"{each:.2f}" for each in seconds)
        print(f"| {name} | {file.partition('.')[2]} | {shown} | {taken[-1][1]:,} | {fault} |", flush=True)


ROUNDS, PAGES_EACH = 5, 20


def beside_trafilatura() -> None:
    """Print what a page of the web archive takes, and what it takes trafilatura with metadata and at its fastest."""
    readers: Mapping[str, Callable[[], object]] = {
        "read": lambda: list(read_bytes(_PAGE.encode(), "a.html")),
        "trafilatura with metadata": lambda: bare_extraction(_PAGE, with_metadata=True),
        "trafilatura at its fastest": lambda: bare_extraction(_PAGE, fast=True),
    }
    taken = dict.fromkeys(readers, float("inf"))
    for name, read in list(readers.items()) * ROUNDS:
        start = process_time()
        for _ in range(PAGES_EACH):
            read()
        taken[name] = min(taken[name], (process_time() - start) / PAGES_EACH)
    print("\nA page of 300 paragraphs: " + ", ".join(f"{name} {taken[name] * 1_000:.1f} ms" for name in readers))


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.reading", description=__doc__)
    parser.add_argument("only", nargs="*", help="families to measure; default: all")
    chosen = parser.parse_args()
    logging.disable()
    growth(chosen.only)
    beside_trafilatura()


if __name__ == "__main__":
    main()
