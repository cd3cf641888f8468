"""Adding many articles with little memory: read in a thread, taken in by the batch, each told apart."""

import asyncio
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from bot import escape
from bot.phrases import facts, running
from bot.phrases.told import told
from knowledge import Added, Article, Library, UnreadableArticle, files, read

Batch = list[Article | UnreadableArticle]

BATCH = 300
"""Articles taken in by one transaction."""
BATCH_CHARACTERS = 4_000_000
"""A batch of long articles ends sooner."""
LISTED = 20
"""Articles named one by one; beyond that the sum tells."""


class Report:
    """Counts what became of each article and says it: a progress bar on a terminal, refusals in any case."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self._out = Console(highlight=False, markup=False, emoji=False, soft_wrap=True)
        self._err = Console(stderr=True, highlight=False, markup=False, emoji=False, soft_wrap=True)
        columns = (SpinnerColumn(), BarColumn(), MofNCompleteColumn(), TextColumn("{task.description}"))
        self._bar = Progress(
            *columns, TimeElapsedColumn(), console=self._err, transient=True, disable=not self._err.is_terminal
        )
        self._task = self._bar.add_task("articles", total=None)

    def __enter__(self) -> Self:
        self._bar.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._bar.stop()

    def taken(self, added: Sequence[Added]) -> None:
        """Note articles that were taken in, and name the first of them."""
        for one in added:
            if self.counts.total() - self.counts["refused"] < LISTED:
                title = escape.plain(facts.title(one.article))
                self._out.print(f"{one.change:9}  {one.article.id}  {title}")
            self.counts[one.change] += 1
        self._bar.advance(self._task, len(added))

    def refused(self, errors: Sequence[UnreadableArticle]) -> None:
        """Note what could not be read, and say why."""
        for error in errors:
            self._err.print(running.refused(escape.plain(told(error))))
        self.counts["refused"] += len(errors)


async def add(library: Library, paths: Sequence[Path], *, collection: str, report: Report) -> None:
    """Take in all articles of files and folders, batch by batch; each batch is kept whatever follows."""
    waiting = batches(paths)
    while batch := await asyncio.to_thread(next, waiting, None):
        report.refused([one for one in batch if isinstance(one, UnreadableArticle)])
        articles = [one for one in batch if isinstance(one, Article)]
        if articles:
            report.taken(await library.add_all(articles, collection=collection))


def batches(paths: Sequence[Path]) -> Iterator[Batch]:
    """Yield what the paths hold, a batch at a time."""
    batch: Batch = []
    characters = 0
    for one in _contents(paths):
        batch.append(one)
        characters += sum(map(len, one.paragraphs)) if isinstance(one, Article) else 0
        if len(batch) >= BATCH or characters >= BATCH_CHARACTERS:
            yield batch
            batch, characters = [], 0
    if batch:
        yield batch


def _contents(paths: Sequence[Path]) -> Iterator[Article | UnreadableArticle]:
    for path in files(paths):
        if isinstance(path, UnreadableArticle):
            yield path
        else:
            yield from read(path)
