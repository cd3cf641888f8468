"""An export of a wiki that runs on MediaWiki (.xml), such as Wikipedia → an article for each page."""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from html import unescape
from typing import IO
from urllib.parse import quote

from lxml import etree

from knowledge.errors import UnreadableArticle
from knowledge.ingest.blocks import Block, body_of, list_blocks, row_block
from knowledge.ingest.files import PAGE_COST, are_too_short, refuse, too_short
from knowledge.ingest.formats.wiki_templates import PIPE_IN_LINK, words_of_template
from knowledge.models import Article
from knowledge.text import normalize

MAX_PAGE_CHARS = 3_000_000
_ROOT = re.compile(rb"<mediawiki[\s>]")
_INNER_TEMPLATE = re.compile(r"\{\{([^{}]*)\}\}")
_TABLE, _TABLE_END, _ROW, _CODE = "\ue00b", "\ue00c", "\ue00d", "\ue00e"
"""Stand for the marks of tables, whose braces are no template's, for rows and code; characters of nobody's."""
MAX_TABLE_LINES = 20_000
_TABLE_MARK = re.compile(r"^[ \t:]*(?:(\{\|)|\|\}(?!\}))", re.MULTILINE)
_OURS = re.compile(f"[{_TABLE}{_TABLE_END}{_ROW}{_CODE}{PIPE_IN_LINK}]")
_ATTRIBUTES = re.compile(r"^[^|\[\]]{0,300}\|(?!\|)")
MAX_NESTED = 40
"""How deep templates are resolved; what is nested deeper stays."""
_HIDDEN = re.compile(r"<(ref|gallery|math|timeline|syntaxhighlight|source|pre|score)\b[^<>]*>|<!--", re.IGNORECASE)
_OF_CODE = frozenset({"syntaxhighlight", "source", "pre"})
_FORMULA = re.compile(r"<math\b[^<>]{0,200}>([^<>\\]{1,60})</math>", re.IGNORECASE)
"""One that reads as it is written."""
_FILE = re.compile(r"\[\[[^\[\]|:]{1,20}:(?:[^\[\]]|\[\[[^\[\]]*\]\])*\]\]")
_LINK = re.compile(r"\[\[(?:[^\[\]|]*\|)?([^\[\]|]*)\]\]")
_OUTSIDE = re.compile(r"\[(?:https?:)?//[^\s\[\]]+\s?([^\[\]]*)\]")
_TAG = re.compile(r"</?[a-z][^<>]{0,500}>|__[A-Z]{3,20}__", re.IGNORECASE)
_EMPTIED = re.compile(r"\s\(\s?[,;]?\s?\)|（[、；]?）|[,;、；]\s?(?=[)）])")
"""What is left of brackets in which a template stood that shows no words."""
_VARIANTS = re.compile(r"-\{([^{}]{0,500})\}-")
"""Chinese in the scripts and words of several places."""
_VARIANT = re.compile(r"zh[\w-]{0,10}:([^;]*)")
_HEADING = re.compile(r"(={2,6})\s*(.+?)\s*\1\s*")
_ITEM = re.compile(r"[*#]+\s*(.+)")
_REDIRECT = re.compile(r"\s*#\w+\s*:?\s*\[\[")
_LEFT_OUT = re.compile(
    r"references|notes|see also|external links|further reading|bibliography|sources|einzelnachweise|weblinks|"
    r"literatur|각주|같이 보기|외부 링크|참고 문헌|références|notes et références|liens externes|voir aussi|"
    r"referencias|véase también",
    re.IGNORECASE,
)
"""Sections of links, which no question is answered from."""


def is_export(data: bytes) -> bool:
    """Tell an export by its first element."""
    return bool(_ROOT.search(data[:2_000]))


def read_mediawiki(file: IO[bytes], name: str) -> Iterator[Article | UnreadableArticle]:
    """Yield the article of each page of the main namespace, in flat memory; redirects are left out.

    Raises:
        UnreadableArticle: its XML is damaged, or it holds no page.
    """
    facts = {"sitename": "", "base": ""}
    pages = found = 0
    try:
        for _, element in etree.iterparse(
            file, events=("end",), resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
        ):
            tag = str(element.tag).rpartition("}")[2]
            if tag in ("sitename", "base"):
                facts[tag] = element.text or ""
            elif tag == "revision":
                _keep_latest(element)
            elif tag == "page":
                pages += 1
                if are_too_short(pages, file.tell(), PAGE_COST):
                    yield refuse(name, too_short(pages - 1, PAGE_COST))
                    return
                if _is_article(element):
                    found += 1
                    yield _tried(element, facts["sitename"], facts["base"].rpartition("/")[0], name)
                element.clear()
                while element.getprevious() is not None:
                    del element.getparent()[0]
    except etree.LxmlError as error:
        raise UnreadableArticle("this export is damaged from page {page} on.", page=found + 1) from error
    if not found:
        raise UnreadableArticle("there are no pages in this export.")


def _text(page: "etree._Element", name: str) -> str:
    return next((each.text or "" for each in page.iter(f"{{*}}{name}", name)), "")


def _keep_latest(revision: "etree._Element") -> None:
    """Leave out the older of two revisions; an export of the whole history has all, the oldest or the newest first."""
    before = revision.getprevious()
    if before is not None and before.tag == revision.tag:
        older = min(before, revision, key=lambda each: _text(each, "timestamp"))
        older.clear()
        parent = revision.getparent()
        assert parent is not None
        parent.remove(older)


def _is_article(page: "etree._Element") -> bool:
    redirect = next(page.iter("{*}redirect", "redirect"), None)
    return redirect is None and _text(page, "ns") in ("", "0") and not _REDIRECT.match(_text(page, "text")[:200])


def _tried(page: "etree._Element", site: str, base: str, name: str) -> Article | UnreadableArticle:
    title = normalize.one_line(_text(page, "title"), normalize.MAX_TITLE_CHARS)
    try:
        text = _text(page, "text")
        if len(text) > MAX_PAGE_CHARS:
            raise UnreadableArticle("this page has over 3 million characters, too many for one article.")
        body = body_of(wikitext_blocks(text), title)
    except UnreadableArticle as error:
        return refuse(f"{name} › {title}", error)
    return Article(
        title=title or normalize.derived_title(body.paragraphs),
        paragraphs=body.paragraphs,
        headings=body.headings,
        publisher=normalize.one_line(site, normalize.MAX_NAME),
        modified_at=_moment(_text(page, "timestamp")),
        language=normalize.language_code(str(page.xpath("string(/*/@xml:lang)"))),
        url=normalize.web_link(f"{base}/{quote(title.replace(' ', '_'))}") if base else "",
        path=title,
    )


def _moment(text: str) -> date | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def wikitext_blocks(text: str) -> Iterator[Block]:
    """Yield the blocks of wikitext: without templates, references, pictures and sections of links."""
    code: list[str] = []
    lines = list(_with_rows(_plain(text, code).splitlines()))
    items: list[str] = []
    row: list[str] = []
    skipping = 0
    for line in [*lines, ""]:
        if line.startswith(_ROW):
            yield from () if skipping else [Block("row", line.removeprefix(_ROW))]
            continue
        if line.startswith(_CODE):
            rows = normalize.code_lines(code[int(line.removeprefix(_CODE))])
            yield from [Block("code", "\n".join(rows))] if rows and not skipping else ()
            continue
        item = _ITEM.fullmatch(line.strip())
        words = "" if item or line.startswith(("!", "|", "=")) else normalize.paragraph(line.lstrip(":;| "))
        if row and (not words or line.startswith((":", ";"))):  # Lines without an empty one between are a paragraph.
            yield Block("text", " ".join(row))
            row = []
        if item and not skipping:
            items.append(normalize.paragraph(item[1]))
            continue
        yield from list_blocks(items)
        items = []
        heading = _HEADING.fullmatch(line.strip())
        if heading:
            level = len(heading[1]) - 1
            if skipping and level > skipping:
                continue
            skipping = level if _LEFT_OUT.fullmatch(heading[2]) else 0
            if not skipping:
                yield Block("heading", normalize.paragraph(heading[2]), level)
        elif not skipping and words:
            row.append(words)


def _with_rows(lines: Iterable[str]) -> Iterator[str]:
    table: list[str] = []
    for line in lines:
        if not table and not line.startswith(_TABLE):
            yield line
            continue
        table.append(line)
        if line.startswith(_TABLE_END) or len(table) > MAX_TABLE_LINES:
            yield ""
            yield from (f"{_ROW}{block.text}" for block in _rows(table))
            table = []
    yield from (line.removeprefix(_TABLE) for line in table)  # It has no end, so that the text goes on in it.


def _rows(table: Sequence[str]) -> Iterator[Block]:
    names: list[str] = []
    heads: list[str] = []
    cells: list[list[str]] = []
    for line in [*table[1:-1], "|-"]:
        if line.startswith(("|-", "|+")):
            if heads and not cells and not names:
                names = heads
            elif heads or cells:
                yield from row_block([*heads, *(normalize.paragraph(" ".join(cell)) for cell in cells)], names)
            heads, cells = [], []
            if line.startswith("|+") and (caption := normalize.paragraph(_ATTRIBUTES.sub("", line[2:]))):
                yield Block("text", caption)
        elif line.startswith(("!", "|")):
            parts = line[1:].replace("!!", "||").split("||") if line.startswith("!") else line[1:].split("||")
            said = [_ATTRIBUTES.sub("", part) for part in parts]
            if line.startswith("!"):
                heads += map(normalize.paragraph, said)
            else:
                cells += [[each] for each in said]
        elif cells:
            cells[-1].append(line.lstrip("*#:; "))


def _without_hidden(text: str, code: list[str]) -> str:
    """Leave out references, comments, pictures and formulas, but not after one without an end; note code."""
    kept, at = [], 0
    endless: set[str] = set()
    for opened in _HIDDEN.finditer(text):
        name = (opened[1] or "").lower()
        if opened.start() < at or name in endless:
            continue
        closing = f"</{name}>" if name else "-->"
        end = opened if opened[0].endswith("/>") else re.compile(closing, re.IGNORECASE).search(text, opened.end())
        if end:
            kept.append(text[at : opened.start()])
            at = end.end()
            if name in _OF_CODE and end is not opened:
                said = text[opened.end() : end.start()]
                kept.append(said if "inline" in opened[0] else f"\n\n{_CODE}{len(code)}\n\n")
                code.append(unescape(said))
        else:
            endless.add(name)
    return "".join([*kept, text[at:]])


def _variant(found: "re.Match[str]") -> str:
    """Return the first of the variants, or the text that has none; what only sets how the page is shown is none."""
    flag, _, said = found[1].rpartition("|")
    chosen = _VARIANT.search(said)
    return "" if flag.strip().upper() in ("H", "T") else (chosen[1] if chosen else said).strip()


def _plain(text: str, code: list[str]) -> str:
    text = _without_hidden(_FORMULA.sub(r"\1", _OURS.sub("", text)), code)
    text = _TABLE_MARK.sub(lambda mark: _TABLE if mark[1] else _TABLE_END, text)
    for _ in range(MAX_NESTED):
        text, count = _INNER_TEMPLATE.subn(lambda found: words_of_template(found[1]), text)
        if not count:
            break
    text = _VARIANTS.sub(_variant, _EMPTIED.sub("", text))
    text = _OUTSIDE.sub(r"\1", _LINK.sub(r"\1", _FILE.sub("", text)))
    return unescape(_TAG.sub("", text).replace("'''", "").replace("''", "")).replace("\xa0", " ")
