"""What every command needs: checked settings, help in the operator's language, an open library, no traceback."""

import asyncio
import copy
import gettext
import inspect
import logging
import os
import random
import shutil
import signal
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from datetime import timedelta
from pathlib import Path
from typing import IO, Any, TypeVar

import click
from rich.cells import cell_len

from bot import config, i18n
from bot import log as logs
from bot.cli import console
from bot.cli.output import IndexingBar
from bot.cli.repl import Repl, repl
from bot.config import ConfigError, Settings, unknown_variables
from bot.i18n import gettext as _
from bot.text import formatting
from knowledge import SHARED, KnowledgeError, Library, files
from knowledge.answers import freeze_gc as freeze_gc
from knowledge.ingest import ReaderPool
from knowledge.store import lock_data_folder


def pin_to_one_cpu() -> None:
    """Stay on one of the allowed processors, chosen at random so that processes spread out."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {random.choice(sorted(os.sched_getaffinity(0)))})


_T = TypeVar("_T")

log = logging.getLogger(__name__)


class CommandFailed(click.ClickException):
    """The command failed: one sentence on standard error, and exit code 1."""

    exit_code = 1

    def show(self, file: IO[Any] | None = None) -> None:
        click.echo(self.message, err=True)


class ConfigurationError(CommandFailed):
    """A setting is wrong: exit code 2."""

    exit_code = 2


def settings(data: Path | None) -> Settings:
    """Read the settings and start the log; a wrong setting raises an error with its sentence."""
    try:
        chosen = Settings.load(data)
    except ConfigError as error:
        raise ConfigurationError(str(error)) from None
    logs.configure(chosen.log_level, chosen.secrets, as_json=chosen.log_format == "json")
    for sentence in unknown_variables():
        log.warning(sentence)
    return chosen


def run_with_library(
    settings: Settings,
    work: Callable[[Library], Awaitable[_T]],
    *,
    collection: str | None = None,
    readers: ReaderPool | None = None,
) -> _T:
    """Run the work on an open library; its expected errors become a sentence and exit code 1.

    A collection that nothing is stored of is told on standard error, as its name may be mistyped.
    """

    async def within() -> _T:
        async with open_library(settings, readers) as library:
            if unknown := await unknown_collection(library, collection, asked_here=False):
                click.echo(unknown, err=True)
            return await work(library)

    with expected_errors():
        return asyncio.run(within())


@contextmanager
def expected_errors() -> Iterator[None]:
    """Make an expected error in the block a sentence and exit code 1."""
    try:
        yield
    except KnowledgeError as error:
        raise CommandFailed(formatting.error_text(error)) from None


async def unknown_collection(library: Library, name: str | None, *, asked_here: bool = True) -> str | None:
    """Return a sentence if nothing is stored of a collection, with those there are.

    With `asked_here`, questions asked in a terminal are something; else a mistyped name is known once it was asked.
    """
    if name is None or name == SHARED or name in (known := await library.collections(asked_here=asked_here)):
        return None
    there = ", ".join(dict.fromkeys((SHARED, *known)))
    return _("There is no collection {name} yet. There are: {names}.").format(name=name, names=there)


@asynccontextmanager
async def open_library(settings: Settings, readers: ReaderPool | None = None) -> AsyncIterator[Library]:
    """Yield the library of the settings; say where a new one is created, and show how far an index is built."""
    new = not settings.address and not Library.exists(settings.data)
    async with Library.open(
        settings.data,
        database=settings.address,
        search=settings.search_address,
        index_memory=settings.index_memory,
        durability=settings.durability,
        versions_kept=timedelta(days=settings.version_days),
        watch=IndexingBar(),
        readers=readers,
    ) as library:
        if new:
            _tell(
                settings, _("Footnote keeps articles and questions in {folder}.").format(folder=_shown(settings.data))
            )
        yield library


def _tell(settings: Settings, sentence: str) -> None:
    """Say a sentence on standard error, as an event where programs read it."""
    if settings.log_format == "json":
        log.info(sentence)
    else:
        click.echo(sentence, err=True)


def _shown(folder: Path) -> str:
    """Return a folder as people write it, a home folder as ~."""
    try:
        return str("~" / folder.relative_to(Path.home()))
    except (ValueError, RuntimeError):
        return str(folder)


def run_bot(settings: Settings) -> None:
    """Run on Discord, or without a token in the terminal, until told to stop."""
    try:
        if settings.discord_token:
            _on_discord(settings)
        else:
            click.echo(
                _(
                    "DISCORD_TOKEN is not set, so Footnote runs in this terminal. Ask a question, or type {prefix}help."
                ).format(prefix=settings.prefix),
                err=True,
            )
            _in_terminal(settings)
    except KeyboardInterrupt:
        _tell(settings, stopped())
    except CommandFailed as error:
        if settings.log_format != "json":
            raise
        log.error(error.message)
        raise click.exceptions.Exit(error.exit_code) from None


def stopped() -> str:
    return _("Stopped.")


def end_output(*, after: Exception | None = None) -> None:
    """Write out what standard output still holds; where it takes no more, say so and end with exit code 1."""
    try:
        if isinstance(after, OSError):  # That may have been the output's: what it has refused once it forgets.
            sys.stdout.write("\n")
        sys.stdout.flush()
    except OSError as error:
        # Python would try it again at the end, with a complaint of its own.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if not isinstance(error, BrokenPipeError):
            reason = error.strerror or ""
            print(_("Standard output can't be written ({reason}).").format(reason=reason), file=sys.stderr)
        sys.exit(1)


def stop_on_signals() -> None:
    """Make SIGTERM do what Ctrl-C does, even where a shell has turned Ctrl-C off."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGTERM, lambda *_: signal.raise_signal(signal.SIGINT))


def to_encodable(argument: str) -> str:
    """Return what was typed with undecodable bytes replaced."""
    return argument.encode("utf-8", "replace").decode()


def _on_discord(settings: Settings) -> None:
    pin_to_one_cpu()
    if settings.language == i18n.AUTO:
        # The locale of this machine says nothing about the people on Discord.
        i18n.set_language(i18n.SOURCE)

    async def run(library: Library) -> None:
        await library.load()
        await library.start_worker()
        # Only here, so that a single answer in the terminal need not wait for discord.py, and the process beside this
        # one starts meanwhile.
        from bot import runner

        freeze_gc()
        try:
            await runner.run(library, settings)
        except runner.LoginRefused as error:
            raise CommandFailed(str(error)) from None

    try:
        with expected_errors(), lock_data_folder(settings.data):
            run_with_library(settings, run)
    except ConfigError as error:
        raise ConfigurationError(str(error)) from None


def _in_terminal(settings: Settings) -> None:
    with asyncio.Runner() as runner:
        stack = AsyncExitStack()
        try:
            library = runner.run(stack.enter_async_context(open_library(settings)))
            replies = console.open_console()
            repl(Repl(library, replies, settings), runner)
        except KnowledgeError as error:
            raise CommandFailed(formatting.error_text(error)) from None
        finally:
            signal.signal(signal.SIGINT, signal.SIG_IGN)
            _settle(runner.get_loop())
            runner.run(stack.aclose())


def _settle(loop: asyncio.AbstractEventLoop) -> None:
    """Run the callbacks that an interrupted run left over; the last one would end the next run too early."""
    loop.call_soon(loop.stop)
    loop.run_forever()


STDOUT = Path("-")
"""Means standard output."""


def check_output(path: Path, data: Path) -> None:
    """Raise CommandFailed for an output that would destroy a file of the data folder."""
    with expected_errors():
        files.refuse_data_file(path, data)


@contextmanager
def open_report(path: Path | None, data: Path) -> Iterator[IO[str] | None]:
    """Yield a file that is written as the work goes on, and is there when that is stopped; None without a path."""
    if path is None:
        yield None
        return
    check_output(path, data)
    with _writing(path), path.open("w", encoding="utf-8", errors="backslashreplace", newline="\n") as out:
        yield out


@contextmanager
def _writing(path: Path) -> Iterator[None]:
    """Raise CommandFailed where an output cannot be written."""
    try:
        yield
    except OSError as error:
        raise CommandFailed(
            _("{path} can't be written ({reason}). Choose another file.").format(
                path=str(path), reason=error.strerror or ""
            )
        ) from None


@contextmanager
def atomic_output(path: Path, data: Path) -> Iterator[IO[str]]:
    """Yield an output that appears under its name only once it is complete; raise CommandFailed where it cannot."""
    if path == STDOUT:
        yield sys.stdout
        return
    check_output(path, data)
    with _writing(path):
        files.sweep_drafts(path.parent)
        with files.atomic_write_text(path) as out:
            yield out


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
