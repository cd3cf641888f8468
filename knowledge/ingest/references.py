"""What reference managers such as Zotero export (RIS, CSL-JSON) → an article of each abstract, with its facts."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from knowledge.errors import UnreadableArticle
from knowledge.ingest import richtext
from knowledge.ingest.files import refused_item
from knowledge.models import Article
from knowledge.text import normalize

_FIELD = re.compile(r"([A-Z][A-Z0-9])  ?-(?: (.*))?$")
MAX_REFERENCES = 50_000
_KINDS = frozenset(
    {
        *("article", "article-journal", "article-magazine", "article-newspaper", "book", "chapter", "document"),
        *("dataset", "entry", "entry-encyclopedia", "interview", "legal_case", "legislation", "manuscript", "pamphlet"),
        *("paper-conference", "patent", "personal_communication", "post", "post-weblog", "report", "review", "speech"),
        *("standard", "thesis", "webpage", "broadcast", "motion_picture"),
    }
)
"""The types of CSL that an export can hold."""


def of_ris(text: str, name: str) -> Iterator[Article | UnreadableArticle]:
    """Yield the article of each reference, or why it has none."""
    for number, fields in enumerate(_references(text), start=1):
        if number > MAX_REFERENCES:
            return
        try:
            yield _from_ris(fields)
        except UnreadableArticle as error:
            yield refused_item(name, number, error)


def _references(text: str) -> Iterator[Mapping[str, list[str]]]:
    fields: defaultdict[str, list[str]] = defaultdict(list)
    last = ""
    for line in normalize.lines(text):
        found = _FIELD.match(line)
        if not found:
            if line and last:
                fields[last][-1] += f"\n{line}"
            continue
        last = found[1]
        if last == "ER":
            if fields:
                yield dict(fields)
            fields.clear()
            last = ""
        else:
            fields[last].append(found[2] or "")
    if fields:
        yield dict(fields)


def _from_ris(fields: Mapping[str, Sequence[str]]) -> Article:
    def first(*names: str) -> str:
        return next((each for name in names for each in fields.get(name, ()) if each.strip()), "")

    authors = [name for key in ("AU", "A1") for name in fields.get(key, ())]
    doi = first("DO")
    return _article(
        title=first("TI", "T1", "CT"),
        abstract=first("AB", "N2"),
        publisher=first("T2", "JO", "JF", "JA", "PB"),
        byline=", ".join(map(_natural, authors)),
        published_at=_ris_day(first("DA", "PY", "Y1")),
        language=first("LA"),
        url=first("UR", "L2") or (f"https://doi.org/{doi}" if doi else ""),
        keywords=tuple(fields.get("KW", ())),
    )


def _natural(name: str) -> str:
    """Return "Kim, Minji" as people say it."""
    family, _, given = name.partition(",")
    return f"{given.strip()} {family.strip()}".strip()


def _ris_day(text: str) -> date | None:
    """Return a day such as 2018/10/11/; None of a month or a year alone."""
    parts = [part for part in re.split(r"[/-]", text) if part.isdecimal()]
    return _day(list(map(int, parts)))


def _day(parts: Sequence[int]) -> date | None:
    try:
        return date(*parts[:3]) if len(parts) >= 3 else None
    except (ValueError, OverflowError):
        return None


def is_csl(value: object) -> bool:
    """Tell a list of references in CSL-JSON from other JSON."""
    items = value if isinstance(value, list) else [value]
    return bool(items) and all(
        isinstance(item, dict)
        and item.get("type") in _KINDS
        and bool(item.keys() & {"issued", "author", "container-title", "DOI", "abstract", "accessed", "URL"})
        for item in items[:20]
    )


def of_csl(value: object, name: str) -> Iterator[Article | UnreadableArticle]:
    """Yield the article of each reference, or why it has none."""
    for number, item in enumerate(value if isinstance(value, list) else [value], start=1):
        if number > MAX_REFERENCES:
            return
        try:
            yield _from_csl(item if isinstance(item, dict) else {})
        except UnreadableArticle as error:
            yield refused_item(name, number, error)


def _from_csl(item: Mapping[str, object]) -> Article:
    def line(*names: str) -> str:
        return next((str(item[name]) for name in names if isinstance(item.get(name), str | int)), "")

    people = item.get("author")
    issued = item.get("issued")
    parts = issued.get("date-parts") if isinstance(issued, dict) else None
    day = parts[0] if isinstance(parts, list) and parts and isinstance(parts[0], list) else []
    doi = line("DOI")
    return _article(
        title=line("title"),
        abstract=line("abstract"),
        publisher=line("container-title", "publisher"),
        byline=", ".join(filter(None, map(_person, people if isinstance(people, list) else []))),
        published_at=_day([int(part) for part in day if str(part).isdecimal() and len(str(part)) < 5]),
        language=line("language"),
        url=line("URL") or (f"https://doi.org/{doi}" if doi else ""),
        keywords=tuple(line("keyword").split(",")),
    )


def _person(name: object) -> str:
    if not isinstance(name, dict):
        return ""
    spoken = (name.get("given"), name.get("non-dropping-particle"), name.get("family"), name.get("suffix"))
    return str(name.get("literal") or " ".join(str(each) for each in spoken if each))


def _article(
    *,
    title: str,
    abstract: str,
    publisher: str,
    byline: str,
    published_at: date | None,
    language: str,
    url: str,
    keywords: Sequence[str],
) -> Article:
    named = normalize.one_line(richtext.plain(title), normalize.MAX_TITLE)
    if not abstract.strip():
        raise UnreadableArticle(
            "“{title}” has no abstract, so there is nothing to quote; add its text as a file of its own.",
            title=named or "?",
        )
    # The headings that many journals put into an abstract stay in it: "Results: …".
    blocks = [block.text for block in richtext.blocks(abstract)] if "<" in abstract else normalize.lines(abstract)
    paragraphs = normalize.nonempty(blocks)
    return Article(
        title=named or normalize.derived_title(paragraphs),
        paragraphs=paragraphs,
        publisher=normalize.one_line(publisher, normalize.MAX_NAME),
        byline=normalize.one_line(byline, normalize.MAX_NAME),
        published_at=published_at,
        language=language.partition("-")[0].lower()[:2] if language[:2].isascii() and len(language) in (2, 5) else "",
        url=normalize.web_link(url),
        keywords=normalize.keywords(keywords),
        path=url or named,
    )
