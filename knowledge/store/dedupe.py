"""How articles enter the store: told from what is there, then written set by set in one transaction."""

import asyncio
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from hashlib import blake2b
from itertools import count, zip_longest
from math import inf
from os.path import isabs
from time import time_ns
from typing import Literal

from knowledge.errors import UnreadableArticle
from knowledge.models import Article
from knowledge.store.audit import ChangedArticle, ChangeSet, record
from knowledge.store.database import (
    Connection,
    Row,
    details_json,
    edited_values,
    edits,
    now,
    storable_article,
    storable_text,
    to_article,
    with_fields,
)
from knowledge.store.origins import note_pages
from knowledge.store.versions import archive, make_room, room_to_make

NOT_EDITED: Mapping[str, str] = {}
Key = tuple[Literal["name", "content", "url", "origin"], str]


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """What tells one article from another; each part is empty where the article gives nothing for it.

    Titles tell nothing: two notes called “Statement” are two articles.
    """

    name: str
    """The operator's own id."""
    content: str
    """Hash of title and paragraphs."""
    url: str
    origin: str
    """Hash of the file it was read from."""
    record: str
    """Hash of everything: two articles with the same one need no new version."""

    def known_by(self) -> list[Key]:
        """All that the article is known by, the surest first."""
        keys: list[Key] = [
            ("name", self.name),
            ("url", self.url),
            ("origin", self.origin),
            ("content", self.content),
        ]
        return [key for key in keys if key[1]]

    def sought(self) -> list[Key]:
        """What to look for it by: an operator's own id alone decides, where there is one."""
        return [("name", self.name)] if self.name else self.known_by()


def content_hash(article: Article) -> str:
    """The hash of an article's title and text, as the store has them."""
    return fingerprint(storable_article(article)).content


def fingerprint(article: Article) -> Fingerprint:
    """The fingerprint of an article without NULs, which part the fields here."""
    published = article.published_at
    content = _hash(article.title, *article.paragraphs)
    details = details_json(article)
    return Fingerprint(
        name="" if article.row and article.id == str(article.row) else article.id,
        content=content,
        url=article.url,
        origin=article.path and _hash(article.path),
        record=_hash(
            content,
            article.publisher,
            article.byline,
            published.isoformat() if published else "",
            article.language,
            article.url,
            *article.headings,
            *([details, *map(str, article.pages)] if details != "{}" or article.pages else ()),
        ),
    )


def _hash(*parts: str) -> str:
    # The name of a file can hold bytes that are no text.
    return blake2b("\0".join(parts).encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


@dataclass(frozen=True, slots=True)
class StoredIdentity:
    """An article of the collection, living or withdrawn, without its text."""

    row: int
    version: int
    withdrawn: bool
    fingerprint: Fingerprint
    source: Article
    """What its source says, without the text."""
    edited: Mapping[str, str] = field(default_factory=dict)
    """The values that moderators gave to fields, as the store has them: they outlast what the source says."""

    def adds_nothing(self, article: Article) -> bool:
        """Tell an article of this text that has no headings or pages, and says nothing besides that is not known."""
        known = self.source
        return not (any(article.headings) or article.pages) and all(
            getattr(article, name) == getattr(known, name) for name in (*_FACTS, *_DETAILS, "language")
        )


_FACTS = ("publisher", "byline", "published_at", "url")
_DETAILS = ("modified_at", "keywords", "corrections")


class IdentityIndex:
    """Finds which article of a collection an incoming one is; grows as articles come in."""

    def __init__(self, known: Iterable[StoredIdentity]) -> None:
        self._known: dict[int, StoredIdentity] = {}
        self._rows: defaultdict[Key, set[int]] = defaultdict(set)
        for each in known:
            self.enter(each)

    def enter(self, known: StoredIdentity) -> None:
        """Enter an article, in place of what stood in its row."""
        if before := self._known.get(known.row):
            for key in before.fingerprint.known_by():
                self._rows[key].discard(known.row)
        self._known[known.row] = known
        for key in known.fingerprint.known_by():
            self._rows[key].add(known.row)

    def find(self, sought: Fingerprint) -> StoredIdentity | None:
        """The article that it is, by the surest key that fits; a living one before a withdrawn one.

        Two addresses are two articles, whatever else they share.
        """
        for key in sought.sought():
            known = [self._known[row] for row in self._rows.get(key, ())]
            same = [each for each in known if sought.name or not _have_two_addresses(sought, each.fingerprint)]
            if same:
                return min(same, key=lambda each: (each.withdrawn, each.row))
        return None


def _have_two_addresses(one: Fingerprint, other: Fingerprint) -> bool:
    return bool(one.url and other.url and one.url != other.url)


Change = Literal["added", "updated", "unchanged", "refused"]
"""An article is refused where the collection holds as much as it may."""
Limit = Literal["articles", "bytes"]


@dataclass(frozen=True, slots=True)
class Quota:
    """How much a collection can hold; 0 is no limit."""

    articles: int = 0
    bytes: int = 0
    """Of text, in UTF-8, in all versions that are kept."""


NO_QUOTA = Quota()


@dataclass(frozen=True, slots=True)
class AddResult:
    """What became of an article: as stored, and whether that changed anything."""

    article: Article
    change: Change
    limit: Limit | None = None
    """What is reached, where it is refused."""
    differing: int = 0
    """How many paragraphs differ from those of the version before, where it is updated."""
    replaced: str = ""
    """The headline before, where another file gives the same id to an article that is called otherwise."""
    needed: int = 0
    left: int = 0
    """How many bytes it takes and how many there are, where those are what it is refused for."""


@dataclass(frozen=True, slots=True)
class IncomingArticle:
    """An article on its way in."""

    article: Article
    fingerprint: Fingerprint
    edited: Mapping[str, str] = field(default_factory=dict)
    """The values that a moderator gave to its fields before it was added, in storable form."""

    @property
    def nbytes(self) -> int:
        """The size of its text in bytes."""
        texts = (*self.article.paragraphs, *self.article.headings[: len(self.article.paragraphs)])
        return sum(len(text.encode()) for text in texts)


def fingerprint_all(articles: Iterable[Article], edited: Mapping[str, str] = NOT_EDITED) -> list[IncomingArticle]:
    """The articles in storable form, all with the same edited fields; raise UnreadableArticle for one without text."""
    values = {name: storable_text(value) for name, value in edited.items()}
    return [IncomingArticle(article, fingerprint(article), values) for article in map(_checked, articles)]


def _checked(article: Article) -> Article:
    if not any(paragraph.strip() for paragraph in article.paragraphs):
        if not article.title.strip():
            raise UnreadableArticle("An article without a title has no text either. Give it at least one paragraph.")
        raise UnreadableArticle(
            "The article “{title}” has no text. Give it at least one paragraph.", title=storable_text(article.title)
        )
    return storable_article(article)


async def add_incoming(
    connection: Connection,
    arriving: Sequence[IncomingArticle],
    collection: str,
    added_by: str,
    quota: Quota = NO_QUOTA,
    changes: ChangeSet | None = None,
) -> list[AddResult]:
    """Write what is new or changed, as far as the quota goes, inside a transaction of the caller's.

    Earlier versions that no answer cites make room for it.
    """
    rows = list(await _candidates(connection, collection, arriving))
    first = await connection.last_number("article") + 1
    room = await room_left(connection, collection, quota)
    left = replace(room)
    added, completed = await asyncio.to_thread(_resolve, arriving, rows, count(first), left)
    refused = [each.nbytes for each, found in zip(arriving, added, strict=True) if found.limit == "bytes"]
    if refused and await make_room(connection, collection, sum(refused), least=min(refused) - int(left.bytes)):
        room = await room_left(connection, collection, quota)
        added, completed = await asyncio.to_thread(_resolve, arriving, rows, count(first), room)
    if there := [each.article.row for each in added if each.change == "unchanged"]:
        await connection.execute_fetchall(
            "UPDATE article SET vanished_at = NULL"
            " WHERE vanished_at IS NOT NULL AND id IN (SELECT CAST(value AS BIGINT) FROM json_each(?))",
            (json.dumps(there),),
        )
    added = await _compared(connection, added)
    fresh = [pair for pair in zip(added, completed, strict=True) if pair[0].change in ("added", "updated")]
    if fresh:
        await write_versions(connection, fresh, collection, added_by)
        await record(connection, changes, collection, (_changed(each) for each, _ in fresh))
    return added


async def preview(
    connection: Connection, arrival: IncomingArticle, collection: str, quota: Quota = NO_QUOTA
) -> AddResult:
    """Tell what would become of an article if it were added; nothing is written."""
    rows = list(await _candidates(connection, collection, [arrival]))
    room = await room_left(connection, collection, quota)
    results, _ = await asyncio.to_thread(_resolve, [arrival], rows, count(0), replace(room))
    if results[0].limit == "bytes":
        room.bytes += await room_to_make(connection, collection)
        results, _ = await asyncio.to_thread(_resolve, [arrival], rows, count(0), room)
    [result] = results
    if result.change == "refused":
        return replace(result, article=with_fields(arrival.article, arrival.edited))
    return (await _compared(connection, [result]))[0]


async def _compared(connection: Connection, added: Sequence[AddResult]) -> list[AddResult]:
    """Count for each article that is updated how many paragraphs differ from the version before."""
    rows = dict.fromkeys(each.article.row for each in added if each.change == "updated")
    if not rows:
        return list(added)
    stored = await connection.execute_fetchall(
        "SELECT paragraph.article, text FROM article JOIN paragraph"
        " ON paragraph.article = article.id AND paragraph.version = article.version"
        " WHERE article.id IN (SELECT CAST(value AS BIGINT) FROM json_each(?))",
        (json.dumps(list(rows)),),
    )
    current: defaultdict[int, list[str]] = defaultdict(list)
    for row in stored:
        current[row["article"]].append(row["text"])
    compared = []
    for each in added:
        if each.change == "updated":
            each = replace(each, differing=_differing(current[each.article.row], each.article.paragraphs))
        if each.change in ("added", "updated"):
            # The next one of the same article follows this one.
            current[each.article.row] = list(each.article.paragraphs)
        compared.append(each)
    return compared


def _differing(before: Sequence[str], after: Sequence[str]) -> int:
    """Count the paragraphs that one version has and the other has not, a changed one once."""
    old, new = Counter(before), Counter(after)
    return max((old - new).total(), (new - old).total())


async def write_versions(
    connection: Connection,
    fresh: Sequence[tuple[AddResult, IncomingArticle]],
    collection: str,
    added_by: str = "",
) -> None:
    """Write articles, each as its next version, inside a transaction of the caller's; the one before is kept."""
    await bump_version(connection, collection)
    for wave in _waves(fresh):
        if earlier := [each.article.row for each, _ in wave if each.article.version > 1]:
            await archive(connection, earlier)
        await _write_articles(connection, wave, collection, added_by)
    fetched = [(each.article.row, each.article.version, each.article.fetched_from) for each, _ in fresh]
    # Without its address an article would not be known again when its page has changed.
    placed = {each.article.row for each, _ in fresh if each.article.url}
    await note_pages(connection, [each for each in fetched if each[2] and each[0] in placed], datetime.now(UTC))
    await _write_paragraphs(connection, [each.article for each, _ in fresh])


_Fresh = tuple[AddResult, IncomingArticle]


def _waves(fresh: Iterable[_Fresh]) -> list[list[_Fresh]]:
    """Part what is written so that each part has an article once: one can come in several versions at the same time."""
    waves: list[list[_Fresh]] = []
    seen = Counter[int]()
    for one in fresh:
        row = one[0].article.row
        if seen[row] == len(waves):
            waves.append([])
        waves[seen[row]].append(one)
        seen[row] += 1
    return waves


def _changed(added: AddResult) -> ChangedArticle:
    """Return what the audit log notes of an article that was added or updated."""
    if added.change == "added":
        return ChangedArticle(added.article.row, added.article.version, "added")
    before = {"version": added.article.version - 1}
    return ChangedArticle(added.article.row, added.article.version, "updated", before)


async def bump_version(connection: Connection, collection: str) -> None:
    """Count a change of the collection's articles.

    A new collection begins at the time in microseconds: one that was purged and is filled again never comes to a number
    for which somebody still has an index.
    """
    await connection.execute_fetchall(
        "INSERT INTO collection (name, version) VALUES (?, ?)"
        " ON CONFLICT (name) DO UPDATE SET version = collection.version + 1",
        (collection, time_ns() // 1_000),
    )


@dataclass(slots=True)
class Room:
    """How much more a collection can hold; less with each article."""

    articles: float = inf
    bytes: float = inf


async def room_left(connection: Connection, collection: str, quota: Quota) -> Room:
    """Return how much more a collection can hold."""
    room = Room()
    if quota.articles:
        [[held]] = await connection.execute_fetchall(
            "SELECT COUNT(*) FROM article WHERE collection = ? AND withdrawn_at IS NULL", (collection,)
        )
        room.articles = quota.articles - int(held)
    if quota.bytes:
        held = await connection.execute_fetchall("SELECT bytes FROM collection WHERE name = ?", (collection,))
        room.bytes = quota.bytes - sum(row["bytes"] for row in held)
    return room


async def _candidates(connection: Connection, collection: str, arriving: Iterable[IncomingArticle]) -> Iterable[Row]:
    """The articles of the collection that any of the arriving ones could be."""
    sought: dict[str, list[str]] = {"name": [], "content": [], "url": [], "origin": []}
    for arrival in arriving:
        for kind, key in arrival.fingerprint.sought():
            sought[kind].append(key)
    return await connection.execute_fetchall(
        """
        SELECT * FROM article WHERE collection = :collection
            AND name <> '' AND name IN (SELECT value FROM json_each(:name))
        UNION
        SELECT * FROM article WHERE collection = :collection
            AND content_hash IN (SELECT value FROM json_each(:content))
        UNION
        SELECT * FROM article WHERE collection = :collection
            AND url <> '' AND url IN (SELECT value FROM json_each(:url))
        UNION
        SELECT * FROM article WHERE collection = :collection
            AND headline_hash <> '' AND headline_hash IN (SELECT value FROM json_each(:origin))
        """,
        {"collection": collection} | {kind: json.dumps(keys) for kind, keys in sought.items()},
    )


def _resolve(
    arriving: Iterable[IncomingArticle], rows: Iterable[Row], following: Iterator[int], room: Room
) -> tuple[list[AddResult], list[IncomingArticle]]:
    """Decide one after the other what the arriving articles are; `following` yields the rows of new ones.

    Returns:
        What becomes of each, and each with what was known of it before.
    """
    register = IdentityIndex(map(_to_known, rows))
    added, completed = [], []
    for arrival in arriving:
        found = register.find(arrival.fingerprint)
        if found and not found.withdrawn:
            arrival = _completed(arrival, found)
        added.append(_settled(arrival, found, register, following, room))
        completed.append(arrival)
    return added, completed


def _completed(arrival: IncomingArticle, known: StoredIdentity) -> IncomingArticle:
    """Return an article with what its stored version says and it doesn't: the same text pasted again has no date.

    What an operator has taken out of a file of theirs is meant to be gone.
    """
    if arrival.fingerprint.origin == known.fingerprint.origin and isabs(arrival.article.path.partition("\n")[0]):
        return arrival
    names = [*_FACTS]
    if arrival.fingerprint.content == known.fingerprint.content and details_json(arrival.article) == "{}":
        names += _DETAILS
    missing = [name for name in names if not getattr(arrival.article, name)]
    article = replace(arrival.article, **{name: getattr(known.source, name) for name in missing})
    origin = arrival.fingerprint.origin or known.fingerprint.origin
    if article == arrival.article and origin == arrival.fingerprint.origin:
        return arrival
    return replace(arrival, article=article, fingerprint=replace(fingerprint(article), origin=origin))


def _to_known(row: Row) -> StoredIdentity:
    return StoredIdentity(
        row=row["id"],
        version=row["version"],
        withdrawn=row["withdrawn_at"] is not None,
        fingerprint=Fingerprint(
            name=row["name"],
            content=row["content_hash"],
            url=row["url"],
            origin=row["headline_hash"],
            record=row["record_hash"],
        ),
        source=with_fields(to_article(row, ()), json.loads(row["edits"])),
        edited={} if row["withdrawn_at"] else edited_values(row),
    )


def _settled(
    arrival: IncomingArticle,
    found: StoredIdentity | None,
    register: IdentityIndex,
    following: Iterator[int],
    room: Room,
) -> AddResult:
    edited = {**(found.edited if found else {}), **arrival.edited}
    if found and not found.withdrawn and found.edited == edited and _is_known(arrival, found):
        return AddResult(_stored(arrival.article, found), "unchanged")
    is_new = not found or found.withdrawn
    nbytes = arrival.nbytes
    if is_new and room.articles <= 0:
        return AddResult(arrival.article, "refused", "articles")
    if room.bytes < nbytes:
        return AddResult(arrival.article, "refused", "bytes", needed=nbytes, left=max(0, int(room.bytes)))
    room.articles -= is_new
    room.bytes -= nbytes
    settled = StoredIdentity(
        row=found.row if found else next(following),
        version=found.version + 1 if found else 1,
        withdrawn=False,
        fingerprint=replace(arrival.fingerprint, name=found.fingerprint.name) if found else arrival.fingerprint,
        source=replace(arrival.article, paragraphs=(), headings=(), pages=()),
        edited=edited,
    )
    register.enter(settled)
    if not found or found.withdrawn:
        return AddResult(_stored(arrival.article, settled), "added")
    is_elsewhere = arrival.fingerprint.name and arrival.fingerprint.origin != found.fingerprint.origin != ""
    replaced = found.source.title if is_elsewhere and found.source.title != arrival.article.title else ""
    return AddResult(_stored(arrival.article, settled), "updated", replaced=replaced)


def _is_known(arrival: IncomingArticle, known: StoredIdentity) -> bool:
    if arrival.fingerprint.record == known.fingerprint.record:
        return True
    return arrival.fingerprint.content == known.fingerprint.content and known.adds_nothing(arrival.article)


def _stored(article: Article, known: StoredIdentity) -> Article:
    stored = replace(article, id=known.fingerprint.name or str(known.row), row=known.row, version=known.version)
    return with_fields(stored, known.edited)


async def _write_articles(
    connection: Connection, fresh: Iterable[tuple[AddResult, IncomingArticle]], collection: str, added_by: str
) -> None:
    common = {"collection": collection, "added_by": storable_text(added_by), "added_at": now()}
    await connection.executemany(
        """
        INSERT INTO article (
            id, collection, name, title, publisher, byline, published_at, language, url,
            details, edits, content_hash, headline_hash, record_hash, version, paragraphs, added_by, added_at
        ) VALUES (
            :id, :collection, :name, :title, :publisher, :byline, :published_at, :language, :url,
            :details, :edits, :content_hash, :headline_hash, :record_hash, :version, :paragraphs, :added_by, :added_at
        ) ON CONFLICT (id) DO UPDATE SET
            title = excluded.title, publisher = excluded.publisher, byline = excluded.byline,
            published_at = excluded.published_at, language = excluded.language, url = excluded.url,
            details = excluded.details, edits = excluded.edits, vanished_at = NULL,
            content_hash = excluded.content_hash, headline_hash = excluded.headline_hash,
            record_hash = excluded.record_hash, version = excluded.version,
            paragraphs = excluded.paragraphs, added_by = excluded.added_by,
            added_at = excluded.added_at, withdrawn_at = NULL
        """,
        (common | _columns(added.article, arrival) for added, arrival in fresh),
    )


def _columns(article: Article, arrival: IncomingArticle) -> dict[str, str | int | None]:
    fingerprint, source = arrival.fingerprint, arrival.article
    return {
        "id": article.row,
        "name": fingerprint.name,
        "title": article.title,
        "publisher": article.publisher,
        "byline": article.byline,
        "published_at": article.published_at.isoformat() if article.published_at else None,
        "language": article.language,
        "url": article.url,
        "details": details_json(article),
        "edits": edits(article, source),
        "content_hash": fingerprint.content,
        "headline_hash": fingerprint.origin,
        "record_hash": fingerprint.record,
        "version": article.version,
        "paragraphs": len(article.paragraphs),
    }


async def _write_paragraphs(connection: Connection, articles: Iterable[Article]) -> None:
    await connection.executemany(
        "INSERT INTO paragraph (article, version, number, text, heading, page) VALUES (?, ?, ?, ?, ?, ?)",
        (
            (article.row, article.version, number, text, heading or "", page or 0)
            for article in articles
            for number, (text, heading, page) in enumerate(
                zip_longest(
                    article.paragraphs,
                    article.headings[: len(article.paragraphs)],
                    article.pages[: len(article.paragraphs)],
                ),
                start=1,
            )
        ),
    )
