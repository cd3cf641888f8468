"""Adding many articles with little memory: read in a thread, batch by batch, each reported."""

import asyncio
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Protocol

from knowledge import NO_QUOTA, AddResult, Article, IngestNote, Library, Quota, UnreadableArticle
from knowledge.ingest import Found, ReaderPool, batches, find_files
from knowledge.store import ChangeSet

_BATCH_ITEMS = 300
"""Articles added in one transaction."""
_BATCH_CHARS = 4_000_000
"""A batch of long articles ends sooner."""


class IngestListener(Protocol):
    """Is told what becomes of each article."""

    def taken(self, added: Sequence[AddResult]) -> None:
        """Count articles that were added."""

    def refused(self, errors: Sequence[UnreadableArticle]) -> None:
        """Note what could not be read."""

    def noted(self, notes: Sequence[IngestNote]) -> None:
        """Note what a reader noticed that is no fault, such as files that are no articles."""


async def ingest(
    library: Library,
    found: Iterable[Found],
    *,
    collection: str,
    report: IngestListener,
    quota: Quota = NO_QUOTA,
    changes: ChangeSet | None = None,
) -> None:
    """Add everything that is found, batch by batch, as one change; each batch stays whatever follows."""
    waiting = ingest_batches(found)
    while batch := await asyncio.to_thread(next, waiting, None):
        if articles := told(batch, report):
            added = await library.add_all(articles, collection=collection, quota=quota, changes=changes)
            report.taken(added)


def told(batch: Sequence[Found], report: IngestListener) -> list[Article]:
    report.noted([one for one in batch if isinstance(one, IngestNote)])
    report.refused([one for one in batch if isinstance(one, UnreadableArticle) and not isinstance(one, IngestNote)])
    return [one for one in batch if isinstance(one, Article)]


def ingest_batches(found: Iterable[Found]) -> Iterator[list[Found]]:
    """Yield what is found, as much at a time as is added in one transaction."""
    return batches(found, _BATCH_ITEMS, _BATCH_CHARS)


def read_paths(
    readers: ReaderPool, paths: Sequence[Path], watch: Callable[[int], None] | None = None
) -> Iterator[Found]:
    """Yield the articles of files and folders, several files being read at the same time.

    Args:
        readers: Reads the files.
        paths: Files and folders.
        watch: Called now and then with the number of bytes read since the last call.
    """
    return readers.read_all(find_files(paths), watch)


def size_of(paths: Sequence[Path]) -> int:
    """Return how many bytes there are to read in files and folders."""
    total = 0
    for path in find_files(paths):
        with suppress(OSError):
            total += path.stat().st_size if isinstance(path, Path) else 0
    return total
