"""The help of the command line in the language of the terminal."""

import copy
import inspect
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import IO, Any, TypeVar

import click
from rich.cells import cell_len

from bot import config, i18n
from bot.cli import app
from bot.cli.app import CommandFailed
from bot.i18n import gettext as _


class UsageError(click.UsageError):
    """A command was not written as it has to be: how it is written, and one sentence; exit code 2."""

    def show(self, file: IO[Any] | None = None) -> None:
        if self.ctx is not None:
            see_help = _("Try “{command} --help”.").format(command=self.ctx.command_path)
            click.echo(f"{self.ctx.get_usage()}\n{see_help}\n", err=True)
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
        raise CommandFailed(app.stopped()) from None


def _sentence(error: click.UsageError, command: click.Command) -> str:
    match error:
        case click.NoSuchCommand():
            return _unknown(_("There is no command {name}."), error.command_name, error.possibilities)
        case click.NoSuchOption():
            return _unknown(_("There is no option {name}."), error.option_name, error.possibilities)
        case click.BadOptionUsage():
            alone = error.option_name in _flags(command)
            return (_("{name} takes no value.") if alone else _("{name} needs a value after it.")).format(
                name=error.option_name
            )
        case click.MissingParameter(param=click.Parameter() as missing):
            return _("{name} is missing.").format(name=_name(missing))
        case click.BadParameter(param=click.Parameter() as wrong):
            return _value(wrong, error.message)
    return _("There are more words than this command takes; put a text of several words in quotation marks.")


def _unknown(sentence: str, name: str, nearest: Sequence[str] | None) -> str:
    """Say that there is no such command or option, and which one may be meant."""
    said = sentence.format(name=name)
    return said + " " + _("Did you mean {names}?").format(names=" / ".join(nearest)) if nearest else said


def _flags(command: click.Command) -> set[str]:
    """Return the options that stand alone in a command and in those below it."""
    flags = {name for each in command.params if isinstance(each, click.Option) and each.is_flag for name in each.opts}
    below = command.commands.values() if isinstance(command, click.Group) else ()
    return flags.union(*map(_flags, below))


def _value(parameter: click.Parameter, reason: str) -> str:
    name = _name(parameter)
    match parameter.type:
        case click.IntRange(min=int() as least, max=int() as most):
            return _("{name} takes a whole number from {least} to {most}.").format(name=name, least=least, most=most)
        case click.Choice(choices=choices):
            return _("{name} takes one of these: {choices}.").format(name=name, choices=", ".join(choices))
        case click.Path(file_okay=False):
            return _("{name} takes a folder, and that is a file.").format(name=name)
        case click.Path(dir_okay=False):
            return _("{name} takes a file, and that is a folder.").format(name=name)
    return _("{name} cannot be used: {reason}").format(name=name, reason=reason)


def _name(parameter: click.Parameter) -> str:
    return max(parameter.opts, key=len) if isinstance(parameter, click.Option) else parameter.human_readable_name


_SHOWS = "Show this message and exit."
C = TypeVar("C", bound=click.Command)


class Formatter(click.HelpFormatter):
    """Writes the help with translated headings, in shorter lines where letters are two columns wide."""

    def __init__(self, *args: Any, **chosen: Any) -> None:
        super().__init__(*args, **chosen)
        said = _shows_this()
        self._columns = self.width
        self.width = self.width * len(said) // cell_len(said)

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        head = prefix or _("Usage:") + " "
        narrow, self.width = self.width, self._columns - cell_len(head) + len(head)
        super().write_usage(prog, args, head)
        self.width = narrow

    def write_heading(self, heading: str) -> None:
        super().write_heading({"Options": _("Options"), "Commands": _("Commands")}.get(heading, heading))

    def write_dl(self, rows: Iterable[tuple[str, str]], *args: Any, **chosen: Any) -> None:
        # The option that shows the help is click's own.
        said = [(name, _shows_this() if text == _SHOWS else text) for name, text in rows]
        super().write_dl(said, *args, **chosen)


def _shows_this() -> str:
    """Say what the option `--help` does."""
    return _("Show this message and exit.")


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
