"""Articles as entries for BibTeX and biblatex; no text of theirs can end an entry or be taken for a command."""

import re
import unicodedata
from collections.abc import Iterator, Sequence

from knowledge.bibliography.authors import Author, authors
from knowledge.models import Article

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ESCAPED = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        # BibTeX counts braces even behind a backslash.
        "{": r"\textbraceleft{}",
        "}": r"\textbraceright{}",
        "%": r"\%",
        "#": r"\#",
        "$": r"\$",
        "&": r"\&",
        "_": r"\_",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        "`": r"\textasciigrave{}",
        "<": r"\textless{}",
        ">": r"\textgreater{}",
        "|": r"\textbar{}",
        '"': r"\textquotedbl{}",
    }
)
_ADDRESS = str.maketrans({character: f"%{ord(character):02X}" for character in '\\{}^`<>|" '})
_SMALL = frozenset(["from", "into", "what", "with"])


def entries(articles: Sequence[Article]) -> list[str]:
    """Return an entry for each article, each under a key of its own."""
    keys: list[str] = []
    for article in articles:
        key = _key(article)
        keys.append(key if key not in keys else _another(key, keys))
    return [_entry(key, article) for key, article in zip(keys, articles, strict=True)]


def escaped(text: str) -> str:
    """Return the text as TeX prints it, on one line."""
    return " ".join("".join(filter(_printed, text.translate(_SPACED))).split()).translate(_ESCAPED)


def _printed(character: str) -> bool:
    return unicodedata.category(character) not in ("Cc", "Cs")


_SPACED = str.maketrans(dict.fromkeys("\t\n\v\f\r\x1c\x1d\x1e\x1f\x85\u2028\u2029", " "))


def _entry(key: str, article: Article) -> str:
    kind = "article" if article.publisher.strip() else "misc"
    return f"@{kind}{{{key},\n" + "".join(f"  {name} = {value},\n" for name, value in _fields(article)) + "}"


def _fields(article: Article) -> Iterator[tuple[str, str]]:
    """Yield the fields that the article has; the inner braces keep headlines as they are printed."""
    if names := authors(article.byline):
        yield "author", "{" + " and ".join(map(_name, names)) + "}"
    yield "title", "{{" + (escaped(article.title) or "Untitled article") + "}}"
    if article.publisher.strip():
        yield "journal", "{" + escaped(article.publisher) + "}"
        yield "entrysubtype", "{newspaper}"
    if day := article.published_at:
        yield "year", f"{{{day.year}}}"
        yield "month", _MONTHS[day.month - 1]
        yield "day", f"{{{day.day}}}"
    if article.url.strip():
        yield "url", "{" + "".join(article.url.split()).translate(_ADDRESS) + "}"


def _name(author: Author) -> str:
    if not author.given:
        return "{" + escaped(author.family) + "}"
    return ", ".join(escaped(part) for part in (author.family, author.suffix, author.given) if part)


def _key(article: Article) -> str:
    """Return author, year and first telling word of the headline, in plain letters: `yonhap2018denuclearization`."""
    names = authors(article.byline)
    author = (_letters(names[0].family if names else "") or _letters(article.publisher) or "article")[:20]
    telling = (word for word in map(_letters, article.title.split()) if len(word) > 3 and word not in _SMALL)
    year = f"{article.published_at:%Y}" if article.published_at else ""
    return f"{author}{year}{next(telling, '')[:20]}"


def _letters(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", unicodedata.normalize("NFKD", text).casefold())


def _another(key: str, keys: Sequence[str]) -> str:
    place = 2
    while f"{key}-{place}" in keys:
        place += 1
    return f"{key}-{place}"
