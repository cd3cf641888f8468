"""Options that several commands of the command line take."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from knowledge import SHARED

Command = Callable[..., Any]


def _remember(ctx: click.Context, _: click.Parameter, value: Path | None) -> None:
    """Keep the folder, so that `--data` works before and after a command's name."""
    ctx.find_root().obj = value or ctx.find_root().obj


def data_option(command: Command) -> Command:
    """Let a command be told where the data lies."""
    return click.option(
        "--data",
        type=click.Path(path_type=Path, file_okay=False, readable=False),
        help="Folder of the articles and questions; default FOOTNOTE_DATA, or ./data.",
        expose_value=False,
        callback=_remember,
    )(command)


def collection_option(command: Command) -> Command:
    """Let a command work on another collection than the shared one."""
    return click.option(
        "--collection", default=SHARED, metavar="NAME", help="A server's id, or shared, which is the default."
    )(command)


def any_collection_option(command: Command) -> Command:
    """Let a command that works on all collections work on one."""
    return click.option("--collection", metavar="NAME", help="A server's id, or shared; default all.")(command)
