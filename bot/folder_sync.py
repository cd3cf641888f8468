"""Folders that are kept in step with a collection: what is in them is asked, and what goes is asked no more."""

import asyncio
import logging
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Protocol

from bot.ingest import IngestListener, ingest_batches, told
from bot.text import formatting
from knowledge import SHARED, Article, ArticleNotFound, IngestNote, Library, StoreUnavailable, UnreadableArticle
from knowledge.ingest import find_files
from knowledge.store import ChangeSet, WatchedFile

PAUSE_SECONDS = 2.0
"""Least time from one look to the next."""
MAX_LOOK_PAUSE_SECONDS = 60.0
IDLE_SHARE = 10
"""Where listing the files takes long, the pause is so many times as long, so that a large folder costs little."""
FILES_AT_ONCE = 4
"""Files that are read at the same time."""
MIN_VANISHED = 10
"""A folder from which at least so many files are all gone at once is taken for one that is not mounted."""

log = logging.getLogger(__name__)


class FolderListener(IngestListener, Protocol):
    """Is told what becomes of the articles of a folder."""

    def removed(self, articles: Sequence[Article]) -> None:
        """Note articles whose file is gone."""


class WatchedFolder:
    """A folder whose articles a collection has.

    A file is read once it is the same in two looks, so that none is read while it is being written. Its articles are
    removed when it is gone in two looks; they can be brought back as others that were removed.

    Args:
        library: Where the articles go.
        folder: The folder, with all below it.
        actor: Who does it, for the audit log.
        collection: The collection.
    """

    def __init__(self, library: Library, folder: Path, *, actor: str, collection: str = SHARED) -> None:
        self._library = library
        self._folder = folder
        self._actor = actor
        self._collection = collection
        self._before: Mapping[str, str] = {}
        """The files of the last look, with what tells whether they change."""
        self._missing: frozenset[str] = frozenset()
        """The files that were gone in the last look."""
        self._told: set[str] = set()

    async def look(self, report: FolderListener) -> float:
        """Look once, and add and remove what has changed and settled.

        Returns:
            The seconds that listing the files took, without reading any.

        Raises:
            StoreUnavailable: The data folder cannot be read or written.
        """
        known = await self._library.watched_files.of(_key(self._folder), collection=self._collection)
        loop = asyncio.get_running_loop()
        started = loop.time()
        found, left = await asyncio.to_thread(self._scan)
        scan_seconds = loop.time() - started
        self._tell(left, report)
        stamps = {key: stamp for key, (_, stamp) in found.items()}
        fresh = [
            (path, stamp)
            for key, (path, stamp) in found.items()
            if self._before.get(key) == stamp and (key not in known or known[key].stamp != stamp)
        ]
        for start in range(0, len(fresh), FILES_AT_ONCE):
            reading = (self._read(path, stamp, known, report) for path, stamp in fresh[start : start + FILES_AT_ONCE])
            await asyncio.gather(*reading)
        await self._remove_gone(known, stamps, report)
        self._before = stamps
        return scan_seconds

    async def _read(self, path: Path, stamp: str, known: Mapping[str, WatchedFile], report: FolderListener) -> None:
        """Add the articles of a file; those that it no longer has are removed."""
        key, is_whole = _key(path), True
        rows: dict[int, None] = {}
        changes = ChangeSet(self._actor, "add")
        waiting = ingest_batches(self._library.readers.read(path))
        while batch := await asyncio.to_thread(next, waiting, None):
            is_whole = is_whole and not any(map(_is_refusal, batch))
            if articles := told(batch, report):
                added = await self._library.add_all(articles, collection=self._collection, changes=changes)
                report.taken(added)
                rows |= dict.fromkeys(each.article.row for each in added)
        earlier = known[key].articles if key in known else ()
        missing = [row for row in earlier if row not in rows]
        if missing and is_whole:
            await self._remove(key, missing, report)
        kept = rows if is_whole else (*rows, *missing)
        await self._library.watched_files.read(
            key, WatchedFile(stamp, tuple(kept)), folder=_key(self._folder), collection=self._collection
        )

    async def _remove_gone(
        self, known: Mapping[str, WatchedFile], found: Mapping[str, str], report: FolderListener
    ) -> None:
        """Remove the articles of files that are gone now and were so in the look before."""
        if not await asyncio.to_thread(self._folder.is_dir):
            return
        gone = await asyncio.to_thread(_gone, [key for key in known if key not in found])
        if not found and len(known) >= MIN_VANISHED:
            self._tell([_vanished(self._folder)], report)
            return
        for key in sorted(gone & self._missing):
            await self._remove(key, known[key].articles, report)
            await self._library.watched_files.gone(key, collection=self._collection)
        self._missing = gone

    async def _remove(self, key: str, rows: Sequence[int], report: FolderListener) -> None:
        """Remove articles that came from one file, and from no other."""
        changes = ChangeSet(self._actor, "remove")
        removed = []
        for row in await self._library.watched_files.only_of(key, rows, collection=self._collection):
            with suppress(ArticleNotFound):
                article = await self._library.article_by_key(row, collection=self._collection)
                removed.append(await self._library.withdraw(article.id, collection=self._collection, changes=changes))
        report.removed(removed)

    def _scan(self) -> tuple[dict[str, tuple[Path, str]], list[UnreadableArticle]]:
        """Return the readable files with what tells whether they change, and what is said of the others."""
        found: dict[str, tuple[Path, str]] = {}
        left = []
        for path in find_files([self._folder]):
            if isinstance(path, UnreadableArticle):
                left.append(path)
                continue
            with suppress(OSError):
                status = path.stat()
                found.setdefault(_key(path), (path, f"{status.st_size} {status.st_mtime_ns} {status.st_ino}"))
        return found, left

    def _tell(self, left: Sequence[UnreadableArticle], report: FolderListener) -> None:
        """Say once what is not read, and why."""
        new = [each for each in left if str(each) not in self._told]
        self._told.update(map(str, new))
        told(new, report)


def _is_refusal(found: Article | UnreadableArticle) -> bool:
    return isinstance(found, UnreadableArticle) and not isinstance(found, IngestNote)


def _key(path: Path) -> str:
    """Return what a file is known by: where it is in the end, in characters that any text can hold."""
    return str(path.resolve()).encode("utf-8", "replace").decode()


def _gone(keys: Sequence[str]) -> frozenset[str]:
    """Return those of some files that are not there: others may only be out of reach for a while."""
    gone = []
    for key in keys:
        try:
            Path(key).stat()
        except (FileNotFoundError, NotADirectoryError):
            gone.append(key)
        except OSError:
            continue
    return frozenset(gone)


def _vanished(folder: Path) -> IngestNote:
    return IngestNote(
        "{folder} is empty, so it may not be mounted; its articles stay until there is a file in it again.",
        folder=str(folder),
    )


async def keep_in_step(folders: Sequence[WatchedFolder], report: FolderListener) -> None:
    """Look at folders over and over, until it is cancelled; what fails is tried again at the next look."""
    while True:
        scan_seconds = 0.0
        for folder in folders:
            try:
                scan_seconds += await folder.look(report)
            except StoreUnavailable as error:
                log.warning("Could not keep a folder in step: %s", formatting.error_text(error))
        await asyncio.sleep(pause_seconds(scan_seconds))


def pause_seconds(scan_seconds: float) -> float:
    """Return how long to wait after a look, by how long it listed files: what it added or removed costs only once."""
    return min(max(PAUSE_SECONDS, IDLE_SHARE * scan_seconds), MAX_LOOK_PAUSE_SECONDS)
