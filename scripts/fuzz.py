"""Spoils files of each kind at random and reads them: `.venv/bin/python -m scripts.fuzz --inputs 100000`.

Whatever is in a file, a reader yields articles or refusals and never ends in an error of its own. What breaks that is
written to a folder, and the exit code is 1. It takes minutes, so it is for the night, not for every change.
"""

import argparse
import gzip
import json
import logging
import random
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from knowledge import Article, UnreadableArticle
from knowledge.ingest import ReaderLimits, read_bytes
from knowledge.ingest.readers import is_plain_text
from tests.knowledge.documents import Print, docx, epub, paragraph, pdf, table, zipped

MAX_SECONDS = 30
"""Longest processor time for one input; a longer one is a failure."""
MAX_EDITS = 8
TEXT = "The pier at Lindvik opened on Saturday after two years of work, the council said in a statement."

ZOTERO = (
    "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns:z='http://www.zotero.org/namespaces/export#'"
    " xmlns:dc='http://purl.org/dc/elements/1.1/' xmlns:dcterms='http://purl.org/dc/terms/'"
    " xmlns:bib='http://purl.org/net/biblio#' xmlns:link='http://purl.org/rss/1.0/modules/link/'>"
)


def seeds() -> Mapping[str, bytes]:
    """Return a sound file of each kind, by its name."""
    page = (
        f"<html lang=en><head><title>Pier | Site</title></head><body><article><h1>Pier</h1><p>{TEXT}</p><ul><li>a</ul>"
    )
    page += f"<table><tr><th>a<th>b<tr><td>1<td>2</table><pre>x\ny</pre><p>By Anna Oat, 5 June 2021</p><p>{TEXT}</p>"
    feed = f"<rss version='2.0'><channel><title>C</title><item><title>P</title><description>{TEXT}</description></item>"
    wiki = "<mediawiki>"
    wiki += f"<page><title>P</title><ns>0</ns><revision><text>'''P''' {{{{a|{{{{b}}}}}}}} [[c|d]]\n== H ==\n{TEXT}"
    answer = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n{page}".encode()
    record = "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://a.example\r\n"
    record += f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(answer)}\r\n\r\n"
    item = {
        "type": "article",
        "title": "P",
        "abstract": TEXT,
        "author": [{"family": "O"}],
        "issued": {"date-parts": [[2021]]},
    }
    saved = [{"title": "P", "content": f"<p>{TEXT}</p>", "domain_name": "a", "tags": ["x"], "published_by": ["A"]}]
    json_feed = {"version": "https://jsonfeed.org/version/1", "items": [{"title": "P", "content_text": TEXT}]}
    mail = "From: A <a@a.example>\r\nSubject: P\r\n"
    mail += f"MIME-Version: 1.0\r\nDate: Sat, 5 Jun 2021 10:00:00 +0200\r\n\r\n{TEXT}"
    word = docx(paragraph("P", "Title") + paragraph(TEXT) + paragraph("a", item=True) + table(("a", "b"), ("1", "2")))
    return {
        "page.html": page.encode(),
        "note.txt": f"Pier opens\n\nBy Anna Oat\nJune 5, 2021\n\n{TEXT}\n\n{TEXT}\n".encode(),
        "note.md": f"---\ntitle: P\ntags: [a]\ndate: 2021-06-05\n---\n# P\n\n{TEXT}\n\n- a\n\n| a | b |\n|---|---|\n| 1 | 2 |\n".encode(),  # noqa: E501
        "line.jsonl": json.dumps({"title": "P", "text": TEXT, "published_at": "2021-06-05", "pages": [1]}).encode(),
        "mail.eml": mail.encode(),
        "report.pdf": pdf([[Print(72, 80, "Report", 20), *(Print(72, 120 + 12 * n, TEXT) for n in range(6))]] * 2),
        "report.docx": word,
        "book.epub": epub({"a.xhtml": f"<h1>P</h1><p>{TEXT}</p><p>{TEXT}</p><p>{TEXT}</p>"}, "<dc:title>B</dc:title>"),
        "feed.xml": f"{feed}</channel></rss>".encode(),
        "feed.json": json.dumps(json_feed).encode(),
        "table.csv": f'title,text,date\nP,"{TEXT}",2021-06-05\nQ,"{TEXT}",\n'.encode(),
        "crawl.warc": record.encode() + answer + b"\r\n\r\n",
        "crawl.warc.gz": gzip.compress(record.encode() + answer + b"\r\n\r\n"),
        "wiki.xml": f"{wiki}</text></revision></page></mediawiki>".encode(),
        "export.ris": f"TY  - JOUR\nTI  - P\nAU  - Oat, A\nDA  - 2021/06/05\nAB  - {TEXT}\nER  - \n".encode(),
        "export.bib": f'@book{{a, title = {{P}}, author = "Oat, A", date = 2021-06-05,abstract = {{{TEXT}}}}}'.encode(),
        "zotero.rdf": f"{ZOTERO}<bib:Article rdf:about='#a'><z:itemType>book</z:itemType><dc:title>P</dc:title>"
        f"<link:link rdf:resource='#b'/><dcterms:abstract>{TEXT}</dcterms:abstract></bib:Article></rdf:RDF>".encode(),
        "export.json": json.dumps([item]).encode(),
        "wallabag.json": json.dumps(saved).encode(),
        "bookmarks.html": b'<!DOCTYPE NETSCAPE-Bookmark-file-1><DT><A HREF="https://a.example">A</A>',
        "list.opml": b'<opml><body><outline xmlUrl="https://a.example"/></body></opml>',
        "all.zip": zipped({"a.txt": TEXT, "b.html": page, "c.docx": word, "d.png": b""}),
    }  # fmt: skip


_PIECES = (
    *(
        b"\0",
        b"\xff\xfe",
        b"<",
        b">",
        b"&",
        b"]]>",
        b"<!--",
        b"{",
        b"}",
        b"[",
        b'"',
        b"\n",
        b"\r\n\r\n",
        b"99999999999",
    ),
    *(b"-1", b"%PDF", b"PK\x03\x04", b"\xe2\x80\xae", b"<!DOCTYPE", b"&a;", b"obj", b"stream", b"null", b"\\u0000"),
)


def spoilt(data: bytes, chance: random.Random) -> bytes:
    """Return data with a few edits: bytes changed, cut, doubled, moved, or pieces put in that mean something."""
    made = bytearray(data)
    for _ in range(chance.randint(1, MAX_EDITS)):
        at = chance.randrange(len(made) + 1)
        length = min(chance.choice((1, 1, 2, 8, 64, 512)), len(made) - at)
        match chance.randrange(6):
            case 0 if made:
                made[at - 1] = chance.randrange(256)
            case 1:
                del made[at : at + length]
            case 2:
                made[at:at] = made[at : at + length] * chance.choice((1, 2, 30))
            case 3:
                made[at:at] = chance.choice(_PIECES)
            case 4:
                made[at : at + length] = bytes(chance.randrange(256) for _ in range(length))
            case _:
                made = made[: chance.randrange(len(made) + 1)] if chance.random() < 0.2 else made
    return bytes(made)


class _Faults(logging.Handler):
    """Collects the errors that a reader of ours ended in."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.texts: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.texts.append(self.format(record))


def _let_run(seconds: int) -> None:
    """Raise TimeoutError after so many seconds of processor time; 0 for none."""
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_PROF, seconds)


def _late(*_: object) -> None:
    raise TimeoutError(f"over {MAX_SECONDS} seconds")


def fault_of(data: bytes, name: str, faults: _Faults) -> str:
    """Return what went wrong in reading a file; empty where nothing did."""
    faults.texts.clear()
    try:
        _let_run(MAX_SECONDS)
        for found in read_bytes(data, name):
            if not isinstance(found, Article | UnreadableArticle):
                return f"yields {type(found)}"
            if isinstance(found, Article) and not any(map(str.strip, found.paragraphs)):
                return "yields an article without text"
    except MemoryError:  # The process that reads such a file has as little, and refuses the file.
        return "takes too much memory" if is_plain_text(data, name) else ""
    except Exception as error:  # The very thing that is looked for.
        return f"{type(error).__name__}: {error}"
    finally:
        _let_run(0)
    return faults.texts[0] if faults.texts else ""


def fuzz(inputs: int, seed: int, out: Path, only: Sequence[str], tell: Callable[[str], None]) -> int:
    """Read so many spoilt files, of all kinds in turn; return how many broke their reader, and keep those."""
    kinds = {name: data for name, data in seeds().items() if not only or name in only}
    chance = random.Random(seed)
    faults = _Faults()
    logging.getLogger("knowledge").addHandler(faults)
    logging.getLogger("knowledge").propagate = False
    logging.getLogger("warcio").setLevel(logging.CRITICAL)
    if hasattr(signal, "SIGPROF"):
        signal.signal(signal.SIGPROF, _late)
    broken: Counter[str] = Counter()
    for number in range(inputs):
        name = list(kinds)[number % len(kinds)]
        data = spoilt(kinds[name], chance)
        if fault := fault_of(data, name, faults):
            broken[name] += 1
            out.mkdir(parents=True, exist_ok=True)
            (out / f"{number}-{name}").write_bytes(data)
            tell(f"{number} {name}: {fault.strip().splitlines()[-1]}")
    return broken.total()


def _limit_memory() -> None:
    """Have as much memory as a process that reads: a damaged PDF file can take all of a machine's."""
    with suppress(ImportError, OSError, ValueError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (ReaderLimits().memory_bytes,) * 2)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--inputs", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=0, help="another seed spoils other bytes")
    parser.add_argument("--out", type=Path, default=Path("fuzz-failures"), help="where to write what breaks a reader")
    parser.add_argument("--only", nargs="*", default=[], help="kinds by the names of their files, e.g. report.pdf")
    given = parser.parse_args()
    logging.lastResort = None
    _limit_memory()
    began = time.monotonic()
    broken = fuzz(given.inputs, given.seed, given.out, given.only, print)
    print(f"{given.inputs:,} inputs in {time.monotonic() - began:,.0f} s, {broken} broke their reader.")
    sys.exit(broken > 0)


if __name__ == "__main__":
    main()
