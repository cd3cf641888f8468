"""The command line in the language of the terminal: the help of our commands, and click's own texts."""

import copy
import gettext
import inspect
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

import click
from rich.cells import cell_len

from bot import config, i18n

_MAX_WIDTH = 78
"""Columns of the help where the terminal has more, as click has it."""

C = TypeVar("C", bound=click.Command)


class LocalizedGroup(click.Group):
    """A command line in the language of the terminal."""

    def main(self, *args: Any, **chosen: Any) -> Any:
        with i18n.use_language(config.terminal_language()), _click_translated():
            return super(LocalizedGroup, localize(self)).main(*args, terminal_width=_help_width(), **chosen)


def localize(command: C) -> C:
    """Return a command and its subcommands with their help in the current language."""
    said = copy.copy(command)
    # Click keeps the option `--help` of a command in the language of its first use.
    said._help_option = None
    said.help = i18n.gettext(inspect.cleandoc(command.help or ""))
    said.params = list(map(_parameter, command.params))
    if isinstance(said, click.Group):
        said.commands = {name: localize(each) for name, each in said.commands.items()}
    return said


def help_texts(command: click.Command) -> Iterator[str]:
    """Yield the texts to translate in the help of a command and its subcommands."""
    yield inspect.cleandoc(command.help or "")
    yield from (each.help for each in command.params if isinstance(each, click.Option) and each.help)
    for below in command.commands.values() if isinstance(command, click.Group) else ():
        yield from help_texts(below)


def _parameter(parameter: click.Parameter) -> click.Parameter:
    said = copy.copy(parameter)
    if isinstance(said, click.Option) and said.help:
        said.help = i18n.gettext(said.help)
    return said


@contextmanager
def _click_translated() -> Iterator[None]:
    """Let click's texts come from our catalogues: it asks the standard gettext, which asks these two functions."""
    standard = gettext.dgettext, gettext.dngettext
    gettext.dgettext = lambda domain, message: i18n.gettext(message)
    gettext.dngettext = lambda domain, msgid1, msgid2, n: i18n.ngettext(msgid1, msgid2, n)
    try:
        yield
    finally:
        gettext.dgettext, gettext.dngettext = standard


def _help_width() -> int:
    """Return how many letters fit a line of the help: click counts them, and some are two columns wide."""
    sample = i18n.gettext("Show this message and exit.")
    return min(shutil.get_terminal_size().columns - 2, _MAX_WIDTH) * len(sample) // cell_len(sample)
