"""What the command line says while articles are added."""

from collections import Counter
from collections.abc import Sequence
from types import TracebackType
from typing import Self

from rich.cells import set_cell_size
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from bot.drawing import escape, titles
from bot.phrases import running
from bot.phrases.told import told
from knowledge import Added, UnreadableArticle

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
        self._task = self._bar.add_task(running.adding(), total=None)

    def __enter__(self) -> Self:
        self._bar.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._bar.stop()

    def taken(self, added: Sequence[Added]) -> None:
        """Note articles that were taken in, and name the first of them."""
        for one in added:
            if self.counts.total() - self.counts["refused"] < LISTED:
                title = titles.title(one.article)
                self._out.print(f"{set_cell_size(running.became(one.change), 9)}  {one.article.id}  {title}")
            self.counts[one.change] += 1
        self._bar.advance(self._task, len(added))

    def refused(self, errors: Sequence[UnreadableArticle]) -> None:
        """Note what could not be read, and say why."""
        for error in errors:
            self._err.print(running.refused(escape.plain(told(error))))
        self.counts["refused"] += len(errors)
