"""Adding many articles with little memory: read in a thread, batch by batch, each reported."""

import asyncio
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Protocol

from knowledge import NO_QUOTA, AddResult, Article, Library, Quota, SkippedFiles, UnreadableArticle
from knowledge.ingest import find_files

Found = Article | UnreadableArticle

BATCH = 300
"""Articles added in one transaction."""
BATCH_CHARACTERS = 4_000_000
"""A batch of long articles ends sooner."""


class IngestListener(Protocol):
    """Is told what becomes of each article."""

    def taken(self, added: Sequence[AddResult]) -> None:
        """Count articles that were added."""

    def refused(self, errors: Sequence[UnreadableArticle]) -> None:
        """Note what could not be read."""

    def left_out(self, notes: Sequence[SkippedFiles]) -> None:
        """Note which files of a folder or an archive are no articles, which is no fault."""


async def ingest(
    library: Library, found: Iterable[Found], *, collection: str, report: IngestListener, quota: Quota = NO_QUOTA
) -> None:
    """Add everything that is found, batch by batch; each batch stays whatever follows."""
    waiting = batches(found)
    while batch := await asyncio.to_thread(next, waiting, None):
        report.left_out([one for one in batch if isinstance(one, SkippedFiles)])
        report.refused(
            [one for one in batch if isinstance(one, UnreadableArticle) and not isinstance(one, SkippedFiles)]
        )
        articles = [one for one in batch if isinstance(one, Article)]
        if articles:
            report.taken(await library.add_all(articles, collection=collection, quota=quota))


def batches(found: Iterable[Found]) -> Iterator[list[Found]]:
    """Yield what is found, a batch at a time."""
    batch: list[Found] = []
    characters = 0
    for one in found:
        batch.append(one)
        characters += sum(map(len, one.paragraphs)) if isinstance(one, Article) else 0
        if len(batch) >= BATCH or characters >= BATCH_CHARACTERS:
            yield batch
            batch, characters = [], 0
    if batch:
        yield batch


def read_paths(library: Library, paths: Sequence[Path]) -> Iterator[Found]:
    """Yield the articles of files and folders, several files being read at the same time."""
    return library.readers.read_all(find_files(paths))
