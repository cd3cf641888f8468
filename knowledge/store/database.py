"""What the store asks of a database, embedded or on a server, and how values are written there.

Statements are written once, in what SQLite and PostgreSQL have in common; placeholders are `?` or `:name`. A list is
one parameter in JSON, read by `json_each`; whole numbers in it are cast to BIGINT. Functions that only SQLite has,
PostgreSQL is taught: see `knowledge.store.postgresql`.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Literal, Protocol, TypeVar

from knowledge.errors import StoreUnavailable
from knowledge.models import Article
from knowledge.store.processes import Processes

Returned = TypeVar("Returned")
Durability = Literal["normal", "full"]
"""What is sure to outlast a power cut: all but the last moments, or each change once it is acknowledged.

A crash of the process loses nothing either way.
"""
Turn = Literal["alone", "articles", "limits", "beside", "queue"]
"""What a transaction waits for, where several processes write to one server.

One that is `alone` waits for all others, and they for it. Those that change `articles` run one after the other, so that
versions, quotas and the numbers of new articles are right; so do those that count before they add, for `limits`. What
runs `beside` others only adds rows, or changes them by conditions that PostgreSQL checks again after it has waited.
What takes from a `queue` locks the rows that it takes, and can hold them for long: nothing waits for it.
An embedded store runs one transaction at a time anyway.
"""
Parameters = Sequence[Any] | Mapping[str, Any]


class Row(Protocol):
    """A row of a result: values by name or by place."""

    def __getitem__(self, key: int | str, /) -> Any: ...

    def __iter__(self) -> Iterator[Any]: ...

    def __len__(self) -> int: ...

    def keys(self) -> list[str]:
        """Return the names of the columns."""


class Connection(Protocol):
    """A transaction's connection."""

    async def execute_fetchall(self, statement: str, parameters: Any = ..., /) -> Iterable[Row]:
        """Run a statement and return all its rows."""

    async def executemany(self, statement: str, parameters: Iterable[Any], /) -> object:
        """Run an insertion once for each of the parameters."""

    async def last_number(self, table: str) -> int:
        """Return the last number that a row of a table was given, also where the row is gone."""

    async def go_on_after(self, table: str, number: int) -> None:
        """Let the next row of a table have the number after this one, where none has a higher one."""


class Statements(Protocol):
    """A transaction's statements, for a function that runs in the connection's thread."""

    def fetch(self, statement: str, parameters: Any, /) -> Iterable[Row]:
        """Run a statement and return all its rows."""

    def insert(self, statement: str, parameters: Iterable[Any], /) -> None:
        """Run an insertion once for each of the parameters."""


class Reader(Protocol):
    """A connection that only reads, for a thread of its own."""

    def fetch(self, statement: str, parameters: Parameters = (), /) -> list[Row]:
        """Run a statement and return all its rows: nothing is kept from being written meanwhile."""

    def stream(self, statement: str, parameters: Parameters = (), /) -> Iterator[Row]:
        """Run a statement and yield its rows one after the other, however many there are."""

    def close(self) -> None:
        """Close the connection for good."""


class Database(Protocol):
    """A store that is open. Every method but `reader` is for the event loop."""

    folder: Path
    """The data folder: indexes and the key lie there, wherever the rows are."""
    on_server: bool
    """Whether the rows are on a server, and not in a file of the folder."""
    processes: Processes
    """The bots that use it at the same time."""

    def transaction(self, turn: Turn = "alone") -> AbstractAsyncContextManager[Connection]:
        """Write all or nothing: committed at the end of the block, rolled back on any exception."""

    async def run(self, work: Callable[[Statements], Returned], turn: Turn = "alone") -> Returned:
        """Run a function as a transaction: one way to the connection's thread and back, however many statements.

        It is committed where the function returns, rolled back where it raises; it may be run again from the start.
        """

    def snapshot(self) -> AbstractAsyncContextManager[Connection]:
        """Read one state of the store over several statements, never another coroutine's half transaction."""

    async def execute(self, statement: str, parameters: Any = ()) -> Iterable[Row]:
        """Run one statement, by itself a transaction, and return its rows."""

    async def flush(self) -> None:
        """See to it that what was deleted is overwritten, as far as the database can be told to."""

    async def compact(self) -> None:
        """Give back the room that what was deleted took."""

    @property
    def size(self) -> int:
        """Bytes that the store takes; any thread can ask."""

    def reader(self, *, one_moment: bool = False) -> Reader:
        """Open a connection for reading in another thread.

        Args:
            one_moment: Whether all statements see the store as it was at the first one.
        """


def ensure_folder(folder: Path) -> Path:
    """The folder, created if it was missing; raise StoreUnavailable if it cannot be."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except (FileExistsError, NotADirectoryError) as error:
        raise StoreUnavailable("{folder} is not a folder. Choose a folder for the data.", folder=folder) from error
    except OSError as error:
        raise StoreUnavailable(
            "The data folder {folder} can't be created ({reason}). Choose one that you can write to.",
            folder=folder,
            reason=error.strerror,
        ) from error
    return folder


@contextmanager
def usable_folder(folder: Path) -> Iterator[None]:
    """Turn what the system says of a data folder that this user cannot use into StoreUnavailable."""
    try:
        yield
    except OSError as error:
        raise StoreUnavailable(
            "The data folder {folder} can't be used ({reason}). Run Footnote as the user who owns it, or choose "
            "another one.",
            folder=folder,
            reason=error.strerror or error,
        ) from error


def valid_id(id: int) -> int:
    """The id where it can be a row's, else 0, which none has: SQLite's integers have 64 bits."""
    return id if 0 < id < 2**63 else 0


def storable_text(text: str) -> str:
    """The text with U+FFFD for what SQLite cannot hold, NULs and lone surrogates; its length stays."""
    try:
        text.encode()
    except UnicodeEncodeError:
        text = "".join("\ufffd" if "\ud800" <= character <= "\udfff" else character for character in text)
    return text.replace("\0", "\ufffd")


def storable_article(article: Article) -> Article:
    """The article as the store will give it back; a time without a zone is taken as UTC."""
    return replace(
        article,
        title=storable_text(article.title),
        paragraphs=tuple(map(storable_text, article.paragraphs)),
        headings=tuple(map(storable_text, article.headings)) if any(article.headings) else (),
        publisher=storable_text(article.publisher),
        byline=storable_text(article.byline),
        published_at=_zoned(article.published_at),
        modified_at=_zoned(article.modified_at),
        keywords=tuple(map(storable_text, article.keywords)),
        corrections=tuple(map(storable_text, article.corrections)),
        language=storable_text(article.language),
        url=storable_text(article.url),
        id=storable_text(article.id),
    )


def _zoned(published: date | None) -> date | None:
    if isinstance(published, datetime) and published.utcoffset() is None:
        return published.replace(tzinfo=UTC)
    return published


def details_json(article: Article) -> str:
    """What few articles have, as one JSON object; empty values are left out."""
    if not (article.modified_at or article.keywords or article.corrections):
        return "{}"
    modified = article.modified_at.isoformat() if article.modified_at else ""
    found = {"modified_at": modified, "keywords": article.keywords, "corrections": article.corrections}
    return json.dumps({name: value for name, value in found.items() if value}, ensure_ascii=False)


EDITABLE = ("title", "publisher", "byline", "published_at")
"""The fields of an article that moderators can change; they keep their values when its source changes."""


def field_text(article: Article, name: str) -> str:
    """The value of an editable field as it is stored; empty where there is none."""
    value: str | date | None = getattr(article, name)
    return value.isoformat() if isinstance(value, date) else value or ""


def edits(article: Article, source: Article) -> str:
    """What the source of an article says where a moderator has changed that, as one JSON object."""
    changed = {name: field_text(source, name) for name in EDITABLE}
    return json.dumps(
        {name: value for name, value in changed.items() if value != field_text(article, name)}, ensure_ascii=False
    )


def edited_values(row: Row) -> dict[str, str]:
    """What moderators have made of the fields that they have changed, from a row of the table `article`."""
    return {name: row[name] or "" for name in json.loads(row["edits"])}


def with_fields(article: Article, values: Mapping[str, str]) -> Article:
    """The article with other values of editable fields, in the form in which they are stored."""
    published = values.get("published_at", field_text(article, "published_at"))
    return replace(
        article,
        title=values.get("title", article.title),
        publisher=values.get("publisher", article.publisher),
        byline=values.get("byline", article.byline),
        published_at=_published(published or None),
    )


def to_article(row: Row, paragraphs: Sequence[Row], *, version: int | None = None) -> Article:
    """The article of a row of the table `article`, with the rows of its paragraphs: text, heading and page of each.

    They are those of its latest version where no other is given.
    """
    headings, pages = [each["heading"] for each in paragraphs], [each["page"] for each in paragraphs]
    known = json.loads(row["details"])
    return Article(
        title=row["title"],
        paragraphs=tuple(each["text"] for each in paragraphs),
        headings=tuple(headings) if any(headings) else (),
        pages=tuple(pages) if any(pages) else (),
        publisher=row["publisher"],
        byline=row["byline"],
        published_at=_published(row["published_at"]),
        modified_at=_published(known.get("modified_at")),
        keywords=tuple(known.get("keywords", ())),
        corrections=tuple(known.get("corrections", ())),
        language=row["language"],
        url=row["url"],
        id=row["name"] or str(row["id"]),
        row=row["id"],
        version=row["version"] if version is None else version,
    )


def _published(text: str | None) -> date | None:
    if text is None:
        return None
    return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)


def to_moment(stamp: str | None) -> datetime | None:
    """The moment of a stamp; None where there is none."""
    return datetime.fromisoformat(stamp) if stamp else None


def now() -> str:
    """This moment, in UTC, to the microsecond."""
    return to_utc(datetime.now(UTC))


def to_utc(moment: datetime) -> str:
    """A moment with its zone, in UTC, to the microsecond, so that stamps sort as the moments do."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")
