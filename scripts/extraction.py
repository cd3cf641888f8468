"""How well articles are taken out of web pages, beside other readers: `python -m scripts.extraction`.

The pages are those of tests/pages: each `NAME.html` with what it says in `NAME.json`. Prints a Markdown table, the one
in docs/quality.md, and with --pages what is missing from ours and too much in it.
"""

import argparse
import json
import logging
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path
from statistics import mean
from time import process_time

from knowledge import Article
from knowledge.ingest import read_bytes
from knowledge.ingest.blocks import CELL_SEPARATOR

PAGES = Path(__file__).parents[1] / "tests" / "pages"
ROUNDS = 3
"""How often all pages are read; the fastest round counts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page and what it says; what is empty it does not say."""

    name: str
    source: str
    paragraphs: tuple[str, ...]
    headings: tuple[str, ...] = ()
    """The path of headings above each paragraph, or none at all."""
    optional: tuple[str, ...] = ()
    """Lines that are right with the text and without it, such as whom to ask for more."""
    title: str = ""
    byline: str = ""
    publisher: str = ""
    published_at: str = ""
    language: str = ""
    url: str = ""
    corrections: tuple[str, ...] = ()


TEASERS = 30
_TEASER = (
    '<div class="css-1a"><h3><a href="/x/{number}">The {number}th other story of the day about a harbour</a></h3>'
    "<p>The council of {number} meets again on Tuesday to settle what to do about the old bridge there, after years of "
    "delay.</p></div>"
)


def with_teasers(page: Page) -> Page:
    """Return a page with the teasers of other stories below its own; together they are longer than most of those."""
    teasers = "".join(_TEASER.format(number=number) for number in range(TEASERS))
    head, end, tail = page.source.rpartition("</body>")
    return replace(page, source=f'{head or tail}<div class="css-9x">{teasers}</div>{end}{tail if head else ""}')


FACTS = ("title", "byline", "publisher", "published_at", "language", "url", "corrections")


def read_pages(folder: Path = PAGES, suffix: str = ".html") -> Iterator[Page]:
    """Yield the pages of a folder, those that end so, in the order of their names."""
    known = {field.name for field in fields(Page)}
    for path in sorted(folder.glob(f"*{suffix}")):
        said = json.loads(path.with_suffix(".json").read_text("utf-8"))
        if strange := said.keys() - known:
            raise ValueError(f"{path.name}: nobody knows {', '.join(sorted(strange))}")
        said.update({key: tuple(value) for key, value in said.items() if isinstance(value, list)})
        yield Page(name=path.stem, source=path.read_text("utf-8"), **said)


def ours(source: str, name: str = "page.html") -> Article:
    [found] = read_bytes(source.encode(), name)
    return found if isinstance(found, Article) else Article(title="", paragraphs=())


def fact(article: Article, name: str) -> object:
    """Return what an article says under a name of FACTS, as a page's file writes it."""
    value = getattr(article, name)
    return (value.isoformat()[:10] if value else "") if name == "published_at" else value


_MARK = re.compile(r"^(?:[-*•]\s+)+")
_NAMED = re.compile(rf"(?:^|(?<={CELL_SEPARATOR}))[^{CELL_SEPARATOR}:]{{1,40}}: ")


def lines(text: str) -> list[str]:
    """Return the lines of a text by which all are compared: without marks of lists and names of columns."""
    plain = (_NAMED.sub("", row) if CELL_SEPARATOR in row else row for row in text.splitlines())
    return [line for row in plain if (line := " ".join(_MARK.sub("", row.strip()).split()))]


def words(rows: Iterable[str]) -> Counter[str]:
    """Count the words of lines; in scripts without spaces each character is one."""
    return Counter(
        re.findall(
            r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff]|[^\W\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff]+", "\n".join(rows)
        )
    )


@dataclass(frozen=True, slots=True)
class Score:
    """How much of the text was found, how much of what was found is text, and the share of lines found whole."""

    recall: float
    precision: float
    exact: float


def score(page: Page, found: str) -> Score:
    """Compare a text with what a page says; its headline, headings and optional lines do no harm."""
    wanted = lines("\n".join(page.paragraphs))
    extra = lines("\n".join((page.title, *page.optional, *dict.fromkeys(" › ".join(page.headings).split(" › ")))))
    got = lines(found)
    seen, allowed = words(got), words([*wanted, *extra])
    needed = words(wanted)
    whole = [line for line in wanted if CELL_SEPARATOR not in line]
    return Score(
        (needed & seen).total() / max(needed.total(), 1),
        (seen & allowed).total() / max(seen.total(), 1),
        sum(line in got for line in whole) / max(len(whole), 1),
    )


def kept_paragraphs(page: Page, article: Article) -> list[str]:
    """Return the paragraphs of an article without the page's optional ones."""
    return [text for text in article.paragraphs if " ".join(text.split()) not in page.optional]


def _trafilatura(html: str) -> str:
    import trafilatura

    return trafilatura.extract(html, include_comments=False, with_metadata=False) or ""


def _readability(html: str) -> str:
    from lxml.html import fromstring
    from readability import Document

    body = fromstring(Document(html).summary())
    for part in body.iter("p", "div", "li", "br", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "dt", "dd", "pre"):
        part.tail = f"\n{part.tail or ''}"
        part.text = f"\n{part.text or ''}" if part.tag != "br" else part.text
    return str(body.text_content())


def _ours(html: str) -> str:
    return "\n".join(ours(html).paragraphs)


READERS: Mapping[str, Callable[[str], str]] = {
    "Footnote": _ours,
    "trafilatura": _trafilatura,
    "readability-lxml": _readability,
}


def measure(pages: list[Page], read: Callable[[str], str]) -> tuple[Score, float]:
    """Return the mean scores of a reader over the pages, and its processor time in seconds."""
    scores = [score(page, read(page.source)) for page in pages]
    seconds = min(_seconds(pages, read) for _ in range(ROUNDS))
    mean_of = [mean(values) for values in zip(*((s.recall, s.precision, s.exact) for s in scores), strict=True)]
    return Score(*mean_of), seconds


def _seconds(pages: list[Page], read: Callable[[str], str]) -> float:
    start = process_time()
    for page in pages:
        read(page.source)
    return process_time() - start


def _differences(page: Page) -> Iterator[str]:
    article = ours(page.source)
    for name in FACTS:
        if fact(article, name) != (said := getattr(page, name)) and (said or name in ("byline", "published_at")):
            yield f"  {name}: {fact(article, name)!r} for {said!r}"
    kept = kept_paragraphs(page, article)
    yield from (f"  - {text!r}" for text in page.paragraphs if text not in kept)
    yield from (f"  + {text!r}" for text in kept if text not in page.paragraphs)
    if page.headings and not page.optional and kept == list(page.paragraphs) and article.headings != page.headings:
        yield f"  headings: {article.headings}\n       for: {page.headings}"


def main() -> None:
    """Print the table, or the differences."""
    parser = argparse.ArgumentParser(prog="python -m scripts.extraction", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path, nargs="?", default=PAGES, help="other pages, each with its .json")
    parser.add_argument("--pages", action="store_true", help="show what differs on each page instead")
    parser.add_argument("--teasers", action="store_true", help=f"with teasers of {TEASERS} other stories on each page")
    chosen = parser.parse_args()
    logging.disable()
    pages = [with_teasers(page) if chosen.teasers else page for page in read_pages(chosen.folder)]
    if chosen.pages:
        for page in pages:
            if found := list(_differences(page)):
                print(page.name, *found, sep="\n")
        return
    print("| reader | recall | precision | exact paragraphs | time |\n| --- | ---: | ---: | ---: | ---: |")
    base = 0.0
    for name, read in READERS.items():
        try:
            means, seconds = measure(pages, read)
        except ModuleNotFoundError as error:
            sys.exit(f"This comparison needs {error.name}: pip install '.[benchmarks]'")
        base = base or seconds
        print(f"| {name} | {means.recall:.3f} | {means.precision:.3f} | {means.exact:.3f} | {seconds / base:.2f} |")


if __name__ == "__main__":
    main()
