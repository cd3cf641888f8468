"""When are two articles the same? What an article is known by in its collection, and who answers to it."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import blake2b
from typing import Literal

from knowledge.models import Article

Key = tuple[Literal["name", "content", "url", "headline"], str]


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """What tells one article from another; each part is empty where the article gives nothing for it."""

    name: str
    """The operator's own id."""
    content: str
    """Hash of title and paragraphs."""
    url: str
    headline: str
    """Hash of title, publisher and day, whatever their case."""
    record: str
    """Hash of everything: two articles with the same one need no new version."""

    def known_by(self) -> list[Key]:
        """All that the article is known by, the surest first."""
        keys: list[Key] = [
            ("name", self.name),
            ("content", self.content),
            ("url", self.url),
            ("headline", self.headline),
        ]
        return [key for key in keys if key[1]]

    def sought(self) -> list[Key]:
        """What to look for it by: an operator's own id alone decides, where there is one."""
        return [("name", self.name)] if self.name else self.known_by()


def fingerprint(article: Article) -> Fingerprint:
    """The fingerprint of an article without NULs, which part the fields here."""
    published = article.published_at
    content = _hash(article.title, *article.paragraphs)
    return Fingerprint(
        name="" if article.row and article.id == str(article.row) else article.id,
        content=content,
        url=article.url,
        headline=article.title and _hash(article.title.casefold(), article.publisher.casefold(), _day(published)),
        record=_hash(
            content,
            article.publisher,
            article.byline,
            published.isoformat() if published else "",
            article.language,
            article.url,
        ),
    )


def _hash(*parts: str) -> str:
    return blake2b("\0".join(parts).encode(), digest_size=16).hexdigest()


def _day(published: date | None) -> str:
    if isinstance(published, datetime):
        published = published.date()
    return published.isoformat() if published else ""


@dataclass(frozen=True, slots=True)
class Known:
    """An article of the collection, living or withdrawn, without its text."""

    row: int
    version: int
    withdrawn: bool
    fingerprint: Fingerprint


class Register:
    """Finds which article of a collection an incoming one is; grows as articles come in."""

    def __init__(self, known: Iterable[Known]) -> None:
        self._known: dict[int, Known] = {}
        self._rows: defaultdict[Key, set[int]] = defaultdict(set)
        for each in known:
            self.enter(each)

    def enter(self, known: Known) -> None:
        """Enter an article, in place of what stood in its row."""
        if before := self._known.get(known.row):
            for key in before.fingerprint.known_by():
                self._rows[key].discard(known.row)
        self._known[known.row] = known
        for key in known.fingerprint.known_by():
            self._rows[key].add(known.row)

    def find(self, sought: Fingerprint) -> Known | None:
        """The article that it is, by the surest key that fits; a living one before a withdrawn one."""
        for key in sought.sought():
            if rows := self._rows.get(key):
                return min((self._known[row] for row in rows), key=lambda known: (known.withdrawn, known.row))
        return None
