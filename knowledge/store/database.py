"""What the store asks of a database, embedded or on a server: the same statements run on both.

Statements are written once, in what SQLite and PostgreSQL have in common; placeholders are `?` or `:name`. A list is
one parameter in JSON, read by `json_each`; whole numbers in it are cast to BIGINT. Functions that only SQLite has,
PostgreSQL is taught: see `knowledge.store.postgresql`.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import Any, Literal, Protocol, TypeVar

from knowledge.errors import StoreUnavailable
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
        ...


class Connection(Protocol):
    """A transaction's connection."""

    async def execute_fetchall(self, statement: str, parameters: Any = ..., /) -> Iterable[Row]:
        """Run a statement and return all its rows."""
        ...

    async def executemany(self, statement: str, parameters: Iterable[Any], /) -> object:
        """Run an insertion once for each of the parameters."""
        ...

    async def last_number(self, table: str) -> int:
        """Return the last number that a row of a table was given, also where the row is gone."""
        ...

    async def go_on_after(self, table: str, number: int) -> None:
        """Let the next row of a table have the number after this one, where none has a higher one."""
        ...


class Statements(Protocol):
    """A transaction's statements, for a function that runs in the connection's thread."""

    def fetch(self, statement: str, parameters: Any, /) -> Iterable[Row]:
        """Run a statement and return all its rows."""
        ...

    def insert(self, statement: str, parameters: Iterable[Any], /) -> None:
        """Run an insertion once for each of the parameters."""
        ...


class Reader(Protocol):
    """A connection that only reads, for a thread of its own."""

    def fetch(self, statement: str, parameters: Parameters = (), /) -> list[Row]:
        """Run a statement and return all its rows: nothing is kept from being written meanwhile."""
        ...

    def stream(self, statement: str, parameters: Parameters = (), /) -> Iterator[Row]:
        """Run a statement and yield its rows one after the other, however many there are."""
        ...

    def close(self) -> None:
        """Close the connection for good."""
        ...


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
        ...

    async def run(self, work: Callable[[Statements], Returned], turn: Turn = "alone") -> Returned:
        """Run a function as a transaction: one way to the connection's thread and back, however many statements.

        It is committed where the function returns, rolled back where it raises; it may be run again from the start.
        """
        ...

    def snapshot(self) -> AbstractAsyncContextManager[Connection]:
        """Read one state of the store over several statements, never another coroutine's half transaction."""
        ...

    async def execute(self, statement: str, parameters: Any = ()) -> Iterable[Row]:
        """Run one statement, by itself a transaction, and return its rows."""
        ...

    async def flush(self) -> None:
        """See to it that what was deleted is overwritten, as far as the database can be told to."""
        ...

    async def compact(self) -> None:
        """Give back the room that what was deleted took."""
        ...

    @property
    def size(self) -> int:
        """Bytes that the store takes; any thread can ask."""
        ...

    def reader(self, *, one_moment: bool = False) -> Reader:
        """Open a connection for reading in another thread.

        Args:
            one_moment: Whether all statements see the store as it was at the first one.
        """
        ...


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
