"""What reference managers such as Zotero export (RIS, CSL-JSON, BibTeX, Zotero RDF) → articles of the abstracts.

Where a reference names its file, such as `files/12/Kim.pdf`, it says what that file is: see `files.DescribedFiles`.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from operator import itemgetter
from typing import TypeVar
from unicodedata import normalize as composed
from urllib.parse import unquote

from lxml.etree import _Element

from knowledge.errors import UnreadableArticle
from knowledge.ingest import richtext
from knowledge.ingest.files import (
    MAX_REFUSED,
    Found,
    description,
    only_first,
    refuse,
    refuse_short_lines,
    refused_item,
)
from knowledge.ingest.formats import archive
from knowledge.models import Article
from knowledge.text import normalize
from knowledge.text.dates import parse_date

_FIELD = re.compile(r"([A-Z][A-Z0-9])  ?-(?: (.*))?$")
MAX_REFERENCES = 50_000
_RIS_FILES = ("L1", "L2", "L3", "L4")
_MIN_RIS_LINE_CHARS = 10
"""Fewest characters of a line on average, where there are many; of a reference, each line begins with six."""
_MAX_FILES_EACH, _MAX_FILE_CHARS = 20, 10_000
"""Most files of one reference, and the longest text about one."""
_KINDS = frozenset(
    {
        *("article", "article-journal", "article-magazine", "article-newspaper", "book", "chapter", "document"),
        *("dataset", "entry", "entry-encyclopedia", "interview", "legal_case", "legislation", "manuscript", "pamphlet"),
        *("paper-conference", "patent", "personal_communication", "post", "post-weblog", "report", "review", "speech"),
        *("standard", "thesis", "webpage", "broadcast", "motion_picture"),
    }
)
"""The types of CSL that an export can hold."""
_CSL_KEYS = frozenset({"issued", "author", "container-title", "DOI", "abstract", "accessed", "URL"})
_TEXT_KEYS = frozenset({"text", "content", "body", "paragraphs"})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reference:
    """What an export says about one work."""

    title: str
    abstract: str
    publisher: str
    byline: str
    published_at: date | None
    language: str
    url: str
    keywords: Sequence[str]
    files: Sequence[str] = ()
    """Paths as the export writes them."""


def of_ris(text: str, name: str) -> Iterator[Found]:
    """Yield the article of each reference, or why it has none."""
    return _found(_ris_fields(text), _from_ris, name, ("AB", "N2", *_RIS_FILES))


def of_csl(value: object, name: str) -> Iterator[Found]:
    """Yield the article of each reference, or why it has none."""
    items = value if isinstance(value, list) else [value]
    entries: Iterable[Mapping[str, object]] = (item if isinstance(item, dict) else {} for item in items)
    return _found(entries, _from_csl, name, ("abstract", "attachments", "file"))


def of_bibtex(text: str, name: str) -> Iterator[Found]:
    """Yield the article of each entry, or why it has none."""
    return _found(_entries(text), _from_bibtex, name, ("abstract", "file"))


def of_rdf(data: bytes, name: str) -> Iterator[Found]:
    """Yield the article of each item of Zotero's RDF, or why it has none."""
    references = ({"item": reference} for reference in _from_rdf(archive.xml(data)))
    return _found(references, itemgetter("item"), name, ("item",))


_Value = TypeVar("_Value")


def _found(
    entries: Iterable[Mapping[str, _Value]],
    read: Callable[[Mapping[str, _Value]], _Reference],
    name: str,
    telling: Sequence[str],
) -> Iterator[Found]:
    """Yield what is found in entries; one that has nothing under the telling keys has no abstract and no file."""
    number = refused = 0
    for number, entry in enumerate(entries, start=1):
        if number > MAX_REFERENCES:
            yield refuse(name, only_first(MAX_REFERENCES))
            return
        if refused > MAX_REFUSED and not any(map(entry.get, telling)):
            continue  # Nobody is shown more refusals.
        reference = read(entry)
        facts = _facts(reference)
        files = [path for path in reference.files if path][:_MAX_FILES_EACH]
        if files:
            yield description(name, facts, files)
        elif facts.paragraphs:
            yield facts
        else:
            refused += 1
            if refused > MAX_REFUSED:
                continue  # They take as long as articles, and nobody is shown more.
            fault = UnreadableArticle(
                "“{title}” has no abstract, so there is nothing to quote; add its text as a file of its own.",
                title=facts.title,
            )
            yield refused_item(name, number, fault)
    if refused > MAX_REFUSED:
        yield refuse(name, UnreadableArticle("over {count} articles can't be read.", count=MAX_REFUSED))
    if not number:
        raise UnreadableArticle("there is no text in it; add a file with the article's text.")


def _facts(reference: _Reference) -> Article:
    """Return what a reference says about its work, with the abstract as its text, where it has one."""
    title = normalize.one_line(richtext.plain(reference.title), normalize.MAX_TITLE_CHARS)
    language, abstract = reference.language, reference.abstract
    # The headings that many journals put into an abstract stay in it: "Results: …".
    blocks = [block.text for block in richtext.html_blocks(abstract)] if "<" in abstract else list(_rejoined(abstract))
    paragraphs = normalize.nonempty(blocks) if any(map(normalize.is_visible, blocks)) else ()
    url = normalize.web_link(reference.url)
    return Article(
        title=title or (normalize.derived_title(paragraphs) if paragraphs else "?"),
        paragraphs=paragraphs,
        publisher=normalize.one_line(reference.publisher, normalize.MAX_NAME),
        byline=normalize.one_line(reference.byline, normalize.MAX_NAME),
        published_at=reference.published_at,
        language=language.partition("-")[0].lower()[:2] if language[:2].isascii() and len(language) in (2, 5) else "",
        url=url,
        keywords=normalize.keywords(reference.keywords),
        path=url or title,
    )


def _rejoined(abstract: str) -> Iterator[str]:
    """Yield the paragraphs of an abstract; a line that broke off within a sentence goes on in the next."""
    held: list[str] = []
    for line in (*normalize.lines(abstract), ""):
        if held and (not line or held[-1][-1] in ".!?:。"):
            yield " ".join(held)
            held = []
        held += filter(None, [line])
    yield " ".join(held)


def _ris_fields(text: str) -> Iterator[Mapping[str, list[str]]]:
    rows: list[tuple[str, list[str]]] = []
    refuse_short_lines(text.count("\n"), len(text), _MIN_RIS_LINE_CHARS)
    for line in (*normalize.lines(text), "ER  - "):
        found = _FIELD.match(line) if "-" in line[3:5] else None
        if not found:
            if line and rows:
                rows[-1][1].append(line)
            continue
        # A reference without an end ends where the next begins.
        if found and rows and found[1] in ("ER", "TY"):
            fields: defaultdict[str, list[str]] = defaultdict(list)
            for key, lines in rows:
                fields[key].append("\n".join(lines))
            yield fields
            rows = []
        if found and found[1] != "ER":
            rows.append((found[1], [found[2] or ""]))


def _from_ris(fields: Mapping[str, Sequence[str]]) -> _Reference:
    def first(*names: str) -> str:
        return next((each for name in names for each in fields.get(name, ()) if each.strip()), "")

    attached = [path for key in _RIS_FILES for path in fields.get(key, ()) if not normalize.web_link(path)]
    link = next(filter(normalize.web_link, (*fields.get("UR", ()), *fields.get("L2", ()))), "")
    return _Reference(
        title=first("TI", "T1", "CT"),
        abstract=first("AB", "N2"),
        publisher=first("T2", "JO", "JF", "JA", "BT", "PB"),
        byline=", ".join(natural_name(name) for key in ("AU", "A1") for name in fields.get(key, ())),
        published_at=next(filter(None, (_spoken_day(first(key)) for key in ("DA", "PY", "Y1"))), None),
        language=first("LA"),
        url=link or _doi_link(first("DO")),
        keywords=tuple(fields.get("KW", ())),
        files=attached,
    )


def _doi_link(doi: str) -> str:
    doi = doi and re.sub(r"^(?:https?://(?:dx\.)?doi\.org/|doi:?\s*)", "", doi.strip(), flags=re.IGNORECASE)
    return f"https://doi.org/{doi}" if doi else ""


def natural_name(name: str) -> str:
    """Return "Kim, Minji" as people say it."""
    family, _, given = name.partition(",")
    return f"{given.strip()} {family.strip()}".strip()


def _spoken_day(text: str) -> date | None:
    """Return a day such as 2018/10/11/; None of a month or a year alone."""
    parts = [part for part in re.split(r"[/-]", text) if part.isdecimal() and len(part) < 5]
    return _day(list(map(int, parts))) or parse_date(text)


def _day(parts: Sequence[int]) -> date | None:
    try:
        return date(*parts[:3]) if len(parts) >= 3 else None
    except (ValueError, OverflowError):
        return None


def is_csl(value: object) -> bool:
    """Tell a list of references in CSL-JSON from other JSON."""
    items = (value if isinstance(value, list) else [value])[:20]
    works = [item for item in items if isinstance(item, dict) and str(item.get("type")) in _KINDS]
    if len(works) < len(items):
        return False
    keys = {key for work in works for key in work}
    # A book can have no more than a title; other JSON has types too, and texts.
    return not _CSL_KEYS.isdisjoint(keys) and _TEXT_KEYS.isdisjoint(keys)


def _from_csl(item: Mapping[str, object]) -> _Reference:
    def line(*names: str) -> str:
        return next((str(item[name]) for name in names if isinstance(item.get(name), str | int)), "")

    people = item.get("author")
    issued = item.get("issued")
    issued = issued if isinstance(issued, dict) else {}
    parts, written = issued.get("date-parts"), issued.get("raw") or issued.get("literal")
    day = parts[0] if isinstance(parts, list) and parts and isinstance(parts[0], list) else []
    return _Reference(
        title=line("title"),
        abstract=line("abstract"),
        publisher=line("container-title", "publisher"),
        byline=", ".join(filter(None, map(_person, people if isinstance(people, list) else []))),
        published_at=_day([int(part) for part in day if str(part).isdecimal() and len(str(part)) < 5])
        or (parse_date(written) if isinstance(written, str) else None),
        language=line("language"),
        url=line("URL") or _doi_link(line("DOI")),
        keywords=tuple(line("keyword").split(",")),
        files=_csl_files(item),
    )


def _csl_files(item: Mapping[str, object]) -> list[str]:
    """Return the paths that Better BibTeX, an add-on of Zotero, writes."""
    attached = item.get("attachments")
    named = [each.get("path") for each in attached if isinstance(each, dict)] if isinstance(attached, list) else []
    return [path for path in (*named, item.get("file")) if isinstance(path, str)]


def _person(name: object) -> str:
    if not isinstance(name, dict):
        return ""
    spoken = (name.get("given"), name.get("non-dropping-particle"), name.get("family"), name.get("suffix"))
    return str(name.get("literal") or " ".join(str(each) for each in spoken if each))


_ENTRY = re.compile(r"@(?P<kind>[A-Za-z]{1,40})\s{0,10}\{\s{0,10}(?:[^,{}\s=\"]{0,200}\s{0,10},)?")
_BIBTEX_FIELD = re.compile(
    r"[\s,#]*(?:(?P<name>[A-Za-z][\w-]{0,60})\s{0,20}=\s{0,20})?(?P<open>[{\"]|[^\s,{}\"#=@]{1,200})"
)
_BRACE = re.compile(r"\\.|[{}\"]", re.DOTALL)
_NESTED = r"\{(?:[^{}\\]++|\\.|\{(?:[^{}\\]++|\\.)*+\})*+\}"
_IN_BRACES = re.compile(rf"(?:[^{{}}\\]++|\\.|{_NESTED})*+", re.DOTALL)
_IN_QUOTES = re.compile(rf"(?:[^{{}}\\\"]++|\\.|{_NESTED})*+", re.DOTALL)
"""What a value begins with, nearly always all of it: no more than two braces deep."""


def _entries(text: str) -> Iterator[Mapping[str, str]]:
    """Yield the fields of each entry of BibTeX, by names in small letters."""
    at = 0
    short: dict[str, str] = {}
    while entry := _ENTRY.search(text, at):
        at = entry.end()
        fields: defaultdict[str, list[str]] = defaultdict(list)
        name = ""
        while field := _BIBTEX_FIELD.match(text, at):
            name = (field["name"] or name).lower()
            value, at = field["open"], field.end()
            if value in ("{", '"'):
                end = _end_of_value(text, at, value)
                value, at = text[at:end], end + 1
            else:
                value = short.get(value.lower(), value)
            fields[name].append(value)
        whole = {key: "".join(values) for key, values in fields.items()}
        if entry["kind"].lower() == "string":
            short |= whole
        elif entry["kind"].lower() not in ("comment", "preamble"):
            yield whole


def _end_of_value(text: str, at: int, opening: str) -> int:
    """Return where a value in braces or quotes ends; the end of the text where it never does."""
    whole = (_IN_BRACES if opening == "{" else _IN_QUOTES).match(text, at)
    at = whole.end() if whole else at
    depth = 0
    for sign in _BRACE.finditer(text, at):
        if depth == 0 and sign[0] == ("}" if opening == "{" else '"'):
            return sign.start()
        depth += (sign[0] == "{") - (sign[0] == "}")
    return len(text)


def _from_bibtex(fields: Mapping[str, str]) -> _Reference:
    def first(*names: str) -> str:
        for name in names:
            if (text := fields.get(name)) and (text := _from_latex(text)).strip():
                return text
        return ""

    return _Reference(
        title=first("title"),
        abstract=first("abstract"),
        publisher=first("journal", "journaltitle", "booktitle", "publisher", "institution", "school"),
        byline=", ".join(natural_name(name) for name in re.split(r"\s+and\s+", first("author", "editor")) if name),
        published_at=_spoken_day(first("date") or "/".join((first("year"), first("month"), first("day"))))
        # The month can have a name, and the day beside it.
        or parse_date(" ".join((first("day"), first("month"), first("year")))),
        language=first("language", "langid"),
        url=first("url") or _doi_link(first("doi")),
        keywords=tuple(re.split(r"[,;]", first("keywords"))),
        files=[
            path
            for part in re.split(r"(?<!\\);", fields.get("file", ""), maxsplit=_MAX_FILES_EACH)[:_MAX_FILES_EACH]
            if (path := _bibtex_file(part))
        ],
    )


def _bibtex_file(part: str) -> str:
    """Return the path of "Full Text:files/12/Kim.pdf:application/pdf", or of a path alone."""
    pieces = re.split(r"(?<!\\):", part.strip()[:_MAX_FILE_CHARS])
    pieces = [re.sub(r"\\([:;\\{}_&%#$])", r"\1", piece) for piece in pieces]
    return pieces[1] if len(pieces) > 2 else pieces[-1]


_ACCENTS = {
    "`": "\u0300", "'": "\u0301", "^": "\u0302", "~": "\u0303", '"': "\u0308", "=": "\u0304", ".": "\u0307",
    "u": "\u0306", "v": "\u030c", "H": "\u030b", "c": "\u0327", "r": "\u030a", "k": "\u0328", "d": "\u0323",
}  # fmt: skip
_ACCENT = re.compile(r"\\([`'^~\"=.]|[uvHcrkd](?=[{\s]))\s?\{?\s?(\\?[A-Za-z])\}?")
_LETTERS = {
    "ss": "ß", "o": "ø", "O": "Ø", "l": "ł", "L": "Ł", "ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ", "aa": "å", "AA": "Å",
    "i": "i", "j": "j", "textendash": "–", "textemdash": "—", "textquoteright": "’", "textquoteleft": "‘",
    "textquotedblleft": "“", "textquotedblright": "”", "textasciitilde": "~", "textbackslash": "\\",
}  # fmt: skip
_LETTER = re.compile(rf"\\({'|'.join(sorted(_LETTERS, key=len, reverse=True))})(?![A-Za-z])(?:\{{\}}|\s)?")


@lru_cache(maxsize=1 << 10)
def _accented(accent: str, letter: str) -> str:
    return composed("NFC", letter.lstrip("\\") + _ACCENTS[accent])


def _sign(found: re.Match[str]) -> str:
    """Return a sign that LaTeX escapes, and a space for those that it makes narrower or wider."""
    return found[1] or ("" if found[0] == "\\!" else " ")


def _from_latex(text: str) -> str:
    """Return the words of BibTeX's text, with its accents and without its commands and braces."""
    if "\\" in text:
        text = _ACCENT.sub(lambda found: _accented(found[1], found[2]), text)
        text = _LETTER.sub(lambda found: _LETTERS[found[1]], text)
        text = re.sub(r"\\[A-Za-z]{1,30}\s?", "", re.sub(r"\\(?:([&%$#_{}~^ -])|[,;:!>])", _sign, text))
    text = text.replace("{", "").replace("}", "").replace("---", "—").replace("--", "–")
    return normalize.cleaned(text)


_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_ABOUT, _RESOURCE = f"{_RDF}about", f"{_RDF}resource"


def _from_rdf(tree: _Element) -> Iterator[_Reference]:
    """Yield the items of Zotero's RDF, each with the files that it links."""
    named = {str(node.get(_ABOUT)): node for node in tree if node.get(_ABOUT)}
    for node in tree:
        if _value(node, "itemType") in ("", "attachment", "note"):
            continue
        links = [named.get(str(link.get(_RESOURCE))) for link in archive.named(node, "link")]
        inside = next(archive.named(node, "isPartOf"), None)
        if inside is not None and inside.get(_RESOURCE):
            inside = named.get(str(inside.get(_RESOURCE)))
        people = next(archive.named(node, "authors"), None)
        marks = [text for each in archive.named(node, "identifier") if (text := "".join(each.itertext()).strip())]
        doi = next((mark for mark in marks if mark.upper().startswith("DOI")), "")
        yield _Reference(
            title=_value(node, "title"),
            abstract=_value(node, "abstract"),
            publisher=(_titles(inside) if inside is not None else "") or _value(node, "publisher"),
            byline=", ".join(map(_rdf_person, archive.named(people, "Person"))) if people is not None else "",
            published_at=_spoken_day(_value(node, "date")),
            language=_value(node, "language"),
            url=next(filter(normalize.web_link, marks), "") or _doi_link(doi),
            keywords=[text for each in archive.named(node, "subject") if (text := "".join(each.itertext()).strip())],
            files=[path for link in links if link is not None and (path := _rdf_file(link))],
        )


def _value(node: _Element, name: str) -> str:
    """Return the text of the first child of that name."""
    return next(("".join(each.itertext()).strip() for each in node if _local(each) == name), "")


def _local(node: _Element) -> str:
    return str(node.tag).rpartition("}")[2]


def _titles(node: _Element) -> str:
    return next(("".join(each.itertext()).strip() for each in archive.named(node, "title")), "")


def _rdf_person(node: _Element) -> str:
    given = _value(node, "givenName") or _value(node, "givenname")
    return f"{given} {_value(node, 'surname')}".strip()


def _rdf_file(node: _Element) -> str:
    for each in node:
        if _local(each) in ("resource", "path"):
            return unquote(str(each.get(_RESOURCE) or "".join(each.itertext())).strip())
    return ""
