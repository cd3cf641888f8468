"""The help of the command line in the language of the terminal."""

import copy
import inspect
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import IO, Any, TypeVar

import click
from rich.cells import cell_len

from bot import config, i18n
from bot.cli.app import CommandFailed
from bot.phrases import helping, misusing, running


class UsageError(click.UsageError):
    """A command was not written as it has to be: how it is written, and one sentence; exit code 2."""

    def show(self, file: IO[Any] | None = None) -> None:
        if self.ctx is not None:
            click.echo(f"{self.ctx.get_usage()}\n{misusing.see_help(self.ctx.command_path)}\n", err=True)
        click.echo(self.message, err=True)


@contextmanager
def translate_usage_errors(command: click.Command) -> Iterator[None]:
    """Let wrong use of a command inside the block be told in our words."""
    try:
        yield
    except UsageError:
        raise
    except click.UsageError as error:
        raise UsageError(_sentence(error, command), error.ctx) from None
    except (click.Abort, KeyboardInterrupt, EOFError):
        raise CommandFailed(running.stopped()) from None


def _sentence(error: click.UsageError, command: click.Command) -> str:
    match error:
        case click.NoSuchCommand():
            return misusing.no_command(error.command_name, error.possibilities or ())
        case click.NoSuchOption():
            return misusing.no_option(error.option_name, error.possibilities or ())
        case click.BadOptionUsage():
            alone = error.option_name in _flags(command)
            return (misusing.takes_no_value if alone else misusing.wants_value)(error.option_name)
        case click.MissingParameter(param=click.Parameter() as missing):
            return misusing.missing(_name(missing))
        case click.BadParameter(param=click.Parameter() as wrong):
            return _value(wrong, error.message)
    return misusing.too_many()


def _flags(command: click.Command) -> set[str]:
    """Return the options that stand alone in a command and in those below it."""
    flags = {name for each in command.params if isinstance(each, click.Option) and each.is_flag for name in each.opts}
    below = command.commands.values() if isinstance(command, click.Group) else ()
    return flags.union(*map(_flags, below))


def _value(parameter: click.Parameter, reason: str) -> str:
    name = _name(parameter)
    match parameter.type:
        case click.IntRange(min=int() as least, max=int() as most):
            return misusing.whole_number(name, least, most)
        case click.Choice(choices=choices):
            return misusing.one_of(name, choices)
        case click.Path(file_okay=False):
            return misusing.no_folder(name)
        case click.Path(dir_okay=False):
            return misusing.no_file(name)
    return misusing.unusable(name, reason)


def _name(parameter: click.Parameter) -> str:
    return max(parameter.opts, key=len) if isinstance(parameter, click.Option) else parameter.human_readable_name


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


class LocalizedContext(click.Context):
    """What a command is called with; its help is written by our formatter."""

    formatter_class = Formatter


class LocalizedGroup(click.Group):
    """A command line that speaks the language of the terminal from its first word on."""

    def main(self, *args: Any, **chosen: Any) -> Any:
        with i18n.use_language(config.terminal_language()):
            return super(LocalizedGroup, localize(self)).main(*args, **chosen)

    def make_context(self, *args: Any, **chosen: Any) -> click.Context:
        with translate_usage_errors(self):
            return super().make_context(*args, **chosen)

    def invoke(self, ctx: click.Context) -> Any:
        with translate_usage_errors(self):
            return super().invoke(ctx)


def localize(command: C) -> C:
    """Return a command, and those below it, with their help in the language spoken."""
    said = copy.copy(command)
    said.context_class = LocalizedContext
    said.help = i18n.gettext(inspect.cleandoc(command.help or ""))
    said.params = list(map(_parameter, command.params))
    if isinstance(said, click.Group):
        said.commands = {name: localize(each) for name, each in said.commands.items()}
    return said


def help_texts(command: click.Command) -> Iterator[str]:
    """Yield what there is to translate in the help of a command and of those below it."""
    yield inspect.cleandoc(command.help or "")
    yield from (each.help for each in command.params if isinstance(each, click.Option) and each.help)
    for below in command.commands.values() if isinstance(command, click.Group) else ():
        yield from help_texts(below)


def _parameter(parameter: click.Parameter) -> click.Parameter:
    said = copy.copy(parameter)
    if isinstance(said, click.Option) and said.help:
        said.help = i18n.gettext(said.help)
    return said
