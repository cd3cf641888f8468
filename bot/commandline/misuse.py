"""Wrong use of the command line, told in our own words: click's are in English alone."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Any

import click

from bot.commandline.starting import Failed
from bot.phrases import misusing, running


class Misused(click.UsageError):
    """A command was not written as it has to be: how it is written, and one sentence; exit code 2."""

    def show(self, file: IO[Any] | None = None) -> None:
        if self.ctx is not None:
            click.echo(f"{self.ctx.get_usage()}\n{misusing.see_help(self.ctx.command_path)}\n", err=True)
        click.echo(self.message, err=True)


@contextmanager
def told(command: click.Command) -> Iterator[None]:
    """Let wrong use of a command inside the block be told in our words."""
    try:
        yield
    except Misused:
        raise
    except click.UsageError as error:
        raise Misused(_sentence(error, command), error.ctx) from None
    except (click.Abort, KeyboardInterrupt, EOFError):
        raise Failed(running.stopped()) from None


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
