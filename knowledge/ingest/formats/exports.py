"""What read-later programs export with its text: wallabag (JSON) and Omnivore (a zip of pages and their facts)."""

import json
import posixpath
import re
import zipfile
from collections.abc import Iterator, Mapping

from knowledge.errors import UnreadableArticle
from knowledge.ingest import richtext
from knowledge.ingest.blocks import body_of
from knowledge.ingest.bylines import person
from knowledge.ingest.encoding import decode
from knowledge.ingest.files import refuse, refused_item
from knowledge.ingest.formats import archive
from knowledge.models import Article
from knowledge.text import normalize
from knowledge.text.dates import parse_date

_MAX_PAGE_BYTES = 10 * 1024 * 1024
MAX_FACTS_BYTES = 50 * 1024 * 1024


def is_wallabag(value: object) -> bool:
    """Tell wallabag's export from other JSON."""
    return isinstance(value, list) and any(
        isinstance(each, dict)
        and "content" in each
        and bool({"is_archived", "domain_name", "reading_time"} & each.keys())
        for each in value[:20]
    )


def of_wallabag(value: object, name: str) -> Iterator[Article | UnreadableArticle]:
    """Yield the article of each entry, or why it has none."""
    assert isinstance(value, list)
    for number, entry in enumerate(value, start=1):
        facts = entry if isinstance(entry, dict) else {}
        people = facts.get("published_by")
        try:
            if _UNFETCHED.search(_line(facts, "content")[:500]):
                raise UnreadableArticle("there is no text of it in this export; add the page itself.")
            yield _article(
                facts,
                _line(facts, "content"),
                byline=", ".join(filter(None, (person(str(each)) for each in people if each)))
                if isinstance(people, list)
                else "",
                publisher=_line(facts, "domain_name"),
                published=_line(facts, "published_at"),
                url=_line(facts, "origin_url") or _line(facts, "url"),
                tags=facts.get("tags"),
            )
        except UnreadableArticle as error:
            yield refused_item(name, number, error)


_UNFETCHED = re.compile(r"wallabag can['’]t retrieve contents")
"""What wallabag has for the text of a page that it could not read."""


def is_omnivore(package: zipfile.ZipFile) -> bool:
    """Tell Omnivore's export from other archives."""
    names = package.namelist()
    return any(posixpath.basename(each).startswith("metadata_") and each.endswith(".json") for each in names) and any(
        each.startswith("content/") or "/content/" in each for each in names
    )


def of_omnivore(package: zipfile.ZipFile, name: str) -> Iterator[Article | UnreadableArticle]:
    """Yield the article of each saved page, or why it has none."""
    names = package.namelist()
    pages = {posixpath.basename(each).rpartition(".")[0]: each for each in names if "content/" in each}
    for member in names:
        if not (posixpath.basename(member).startswith("metadata_") and member.endswith(".json")):
            continue
        try:
            entries = json.loads(archive.content(package, member, MAX_FACTS_BYTES))
        except (ValueError, RecursionError):
            yield refuse(name, UnreadableArticle("a part of this export is damaged; export it again."))
            continue
        for entry in entries if isinstance(entries, list) else []:
            if isinstance(entry, dict):
                yield _saved(package, entry, pages, name)


def _saved(
    package: zipfile.ZipFile, facts: Mapping[str, object], pages: Mapping[str, str], name: str
) -> Article | UnreadableArticle:
    page = pages.get(_line(facts, "slug"))
    url = _line(facts, "url")
    try:
        if page is None or not page.endswith((".html", ".htm")):  # Some are PDF files.
            raise UnreadableArticle("there is no text of it in this export; add the page itself.")
        return _article(
            facts,
            decode(archive.content(package, page, _MAX_PAGE_BYTES)),
            byline=person(_line(facts, "author")),
            publisher=_line(facts, "siteName"),
            published=_line(facts, "publishedAt"),
            url=url,
            tags=facts.get("labels"),
        )
    except UnreadableArticle as error:
        return refuse(f"{name} › {url or _line(facts, 'slug')}", error)


def _line(facts: Mapping[str, object], key: str) -> str:
    found = facts.get(key)
    return found if isinstance(found, str) else ""


def _article(
    facts: Mapping[str, object],
    markup: str,
    *,
    byline: str,
    publisher: str,
    published: str,
    url: str,
    tags: object,
) -> Article:
    title = normalize.one_line(richtext.plain(_line(facts, "title")), normalize.MAX_TITLE_CHARS)
    body = body_of(richtext.html_blocks(markup), title)
    words = (
        [str(tag.get("label", "")) if isinstance(tag, dict) else str(tag) for tag in tags]
        if isinstance(tags, list)
        else []
    )
    return Article(
        title=title or normalize.derived_title(body.paragraphs),
        paragraphs=body.paragraphs,
        headings=body.headings,
        publisher=normalize.one_line(publisher, normalize.MAX_NAME),
        byline=normalize.one_line(byline, normalize.MAX_NAME),
        published_at=parse_date(published.removesuffix(".000Z")) or parse_date(published),
        language=normalize.language_code(_line(facts, "language")),
        url=normalize.web_link(url),
        keywords=normalize.keywords(words),
        path=url,
    )
