"""Articles as reference managers such as Zotero and EndNote import them: RIS, and an object of CSL-JSON each."""

import json
from collections.abc import Iterator

from knowledge.bibliography.authors import Author, authors
from knowledge.models import Article

_UNTITLED = "[Untitled article]"
_KIND = {True: ("NEWS", "article-newspaper"), False: ("GEN", "document")}
"""What an article is called in both, with a publisher and without."""


def ris(article: Article) -> str:
    """Return an article in RIS; no text of its own can begin a field or end the reference."""
    return "\n".join(f"{tag}  - {_line(value)}".rstrip() for tag, value in _fields(article)) + "\nER  - "


def _fields(article: Article) -> Iterator[tuple[str, str]]:
    yield "TY", _KIND[bool(_line(article.publisher))][0]
    for author in authors(article.byline):
        yield "AU", ", ".join(filter(None, (author.family, author.given, author.suffix)))
    yield "TI", article.title or _UNTITLED
    if article.publisher:
        yield "T2", article.publisher
    if day := article.published_at:
        yield "PY", f"{day.year:04}"
        yield "DA", f"{day.year:04}/{day.month:02}/{day.day:02}/"
    if article.language:
        yield "LA", article.language
    for keyword in article.keywords:
        yield "KW", keyword
    if article.url:
        yield "UR", article.url


def csl_json(article: Article, id: str) -> str:
    """Return an article as one object of CSL-JSON.

    Args:
        article: the article.
        id: tells the reference from the others in its list.
    """
    day = article.published_at
    fields: dict[str, object] = {
        "id": id,
        "type": _KIND[bool(_line(article.publisher))][1],
        "title": _line(article.title) or _UNTITLED,
        "author": [_name(author) for author in authors(article.byline)],
        "container-title": _line(article.publisher),
        "issued": {"date-parts": [[day.year, day.month, day.day]]} if day else None,
        "language": _line(article.language),
        "keyword": ", ".join(map(_line, article.keywords)),
        "URL": _line(article.url),
    }
    return json.dumps({name: value for name, value in fields.items() if value}, ensure_ascii=False, indent=1)


def _name(author: Author) -> dict[str, str]:
    if not author.given:
        return {"literal": author.family}
    named = {"family": author.family, "given": author.given, "suffix": author.suffix}
    return {key: value for key, value in named.items() if value}


def _line(text: str) -> str:
    return " ".join(text.split())
