"""The help of the command line in the language of the terminal."""

import copy
import inspect
from collections.abc import Iterable, Iterator
from typing import Any, TypeVar

import click
from rich.cells import cell_len

from bot import settings
from bot.commandline import misuse
from bot.languages import translation
from bot.phrases import helping

_SHOWS = "Show this message and exit."
C = TypeVar("C", bound=click.Command)


class Formatter(click.HelpFormatter):
    """Writes the help with translated headings, in shorter lines where letters are two columns wide."""

    def __init__(self, *args: Any, **chosen: Any) -> None:
        super().__init__(*args, **chosen)
        said = helping.shows_this()
        self._columns = self.width
        self.width = self.width * len(said) // cell_len(said)

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        head = prefix or f"{helping.usage()} "
        narrow, self.width = self.width, self._columns - cell_len(head) + len(head)
        super().write_usage(prog, args, head)
        self.width = narrow

    def write_heading(self, heading: str) -> None:
        super().write_heading(helping.heading(heading))

    def write_dl(self, rows: Iterable[tuple[str, str]], *args: Any, **chosen: Any) -> None:
        # The option that shows the help is click's own.
        said = [(name, helping.shows_this() if text == _SHOWS else text) for name, text in rows]
        super().write_dl(said, *args, **chosen)


class Context(click.Context):
    """What a command is called with; its help is written by our formatter."""

    formatter_class = Formatter


class Spoken(click.Group):
    """A command line that speaks the language of the terminal from its first word on."""

    def main(self, *args: Any, **chosen: Any) -> Any:
        with translation.speaking(settings.language()):
            return super(Spoken, translated(self)).main(*args, **chosen)

    def make_context(self, *args: Any, **chosen: Any) -> click.Context:
        with misuse.told(self):
            return super().make_context(*args, **chosen)

    def invoke(self, ctx: click.Context) -> Any:
        with misuse.told(self):
            return super().invoke(ctx)


def translated(command: C) -> C:
    """Return a command, and those below it, with their help in the language spoken."""
    said = copy.copy(command)
    said.context_class = Context
    said.help = translation.gettext(inspect.cleandoc(command.help or ""))
    said.params = list(map(_parameter, command.params))
    if isinstance(said, click.Group):
        said.commands = {name: translated(each) for name, each in said.commands.items()}
    return said


def texts(command: click.Command) -> Iterator[str]:
    """Yield what there is to translate in the help of a command and of those below it."""
    yield inspect.cleandoc(command.help or "")
    yield from (each.help for each in command.params if isinstance(each, click.Option) and each.help)
    for below in command.commands.values() if isinstance(command, click.Group) else ():
        yield from texts(below)


def _parameter(parameter: click.Parameter) -> click.Parameter:
    said = copy.copy(parameter)
    if isinstance(said, click.Option) and said.help:
        said.help = translation.gettext(said.help)
    return said
