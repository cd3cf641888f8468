"""How far the building of an index is, shown on a terminal where it takes long."""

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from bot.phrases import running

FEW = 2_000
"""Articles that are indexed so soon that nobody has to be told."""


class IndexingBar:
    """A progress bar on standard error, there only while there is something to wait for."""

    def __init__(self) -> None:
        self._console = Console(stderr=True)
        self._bar: Progress | None = None

    def __call__(self, done: int, total: int) -> None:
        """Show that so many of so many articles are in the index."""
        if total < FEW or not self._console.is_terminal:
            return
        if self._bar is None:
            self._bar = _bar(self._console, total)
        self._bar.update(self._bar.task_ids[0], completed=done)
        if done == total:
            self._bar.stop()
            self._bar = None


def _bar(console: Console, total: int) -> Progress:
    columns = (SpinnerColumn(), BarColumn(), MofNCompleteColumn(), TextColumn("{task.description}"))
    bar = Progress(*columns, TimeElapsedColumn(), console=console, transient=True)
    bar.add_task(running.indexing(), total=total)
    bar.start()
    return bar
