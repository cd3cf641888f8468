"""What every command needs: checked settings, an open library, and an end without a traceback."""

import asyncio
import logging
import signal
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack
from pathlib import Path
from typing import IO, Any, TypeVar

import click

from bot import logs
from bot.commandline import console
from bot.commandline.indexing import IndexingBar
from bot.commandline.terminal import Terminal, converse
from bot.languages import translation
from bot.phrases import running
from bot.phrases.told import told
from bot.process import processor
from bot.settings import BadSettings, Settings, unknown
from knowledge import KnowledgeError, Library

T = TypeVar("T")

log = logging.getLogger(__name__)


class Failed(click.ClickException):
    """What was asked for could not be done: its sentence on standard error, and exit code 1."""

    exit_code = 1

    def show(self, file: IO[Any] | None = None) -> None:
        click.echo(self.message, err=True)


class WrongUse(Failed):
    """A setting is wrong: exit code 2."""

    exit_code = 2


def settings(data: Path | None) -> Settings:
    """Read the settings and start the log; a wrong setting ends the start with its sentence."""
    try:
        chosen = Settings.load(data)
    except BadSettings as error:
        raise WrongUse(str(error)) from None
    logs.start(chosen.log_level, chosen.discord_token)
    for sentence in unknown():
        log.warning(sentence)
    return chosen


def perform(settings: Settings, work: Callable[[Library], Awaitable[T]]) -> T:
    """Do the work on the open library; what the library cannot do becomes a sentence and exit code 1."""

    async def within() -> T:
        async with opened(settings) as library:
            return await work(library)

    try:
        return asyncio.run(within())
    except KnowledgeError as error:
        raise Failed(told(error)) from None


def opened(settings: Settings) -> AbstractAsyncContextManager[Library]:
    """Return the library as the settings say, showing how far an index is that has to be built."""
    return Library.open(settings.data, index_memory=settings.index_memory, watch=IndexingBar())


def serve(settings: Settings) -> None:
    """Run on Discord, or without a token in the terminal, until told to stop."""
    try:
        if settings.discord_token:
            _on_discord(settings)
        else:
            click.echo(running.no_token(settings.prefix), err=True)
            _in_terminal(settings)
    except KeyboardInterrupt:
        click.echo(running.stopped(), err=True)


def stop_on_signals() -> None:
    """Let a request to end the process do what Ctrl-C does, also where a shell has turned Ctrl-C off."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGTERM, lambda *_: signal.raise_signal(signal.SIGINT))


def encodable(argument: str) -> str:
    """Return what was typed with the bytes replaced that are no text."""
    return argument.encode("utf-8", "replace").decode()


def _on_discord(settings: Settings) -> None:
    # Only here, so that a single answer in the terminal need not wait for discord.py.
    from bot import session

    processor.keep_to_one()
    if settings.language == translation.AUTO:
        # The locale of this machine says nothing about the people on Discord.
        translation.speak(translation.SOURCE)

    async def run(library: Library) -> None:
        await library.load()
        processor.pass_over_what_stays()
        await session.run(library, settings)

    try:
        perform(settings, run)
    except session.Refused as error:
        raise Failed(str(error)) from None


def _in_terminal(settings: Settings) -> None:
    with asyncio.Runner() as runner:
        stack = AsyncExitStack()
        try:
            library = runner.run(stack.enter_async_context(opened(settings)))
            replies = console.open_console()
            converse(Terminal(library, replies, settings), runner)
        except KnowledgeError as error:
            raise Failed(told(error)) from None
        finally:
            signal.signal(signal.SIGINT, signal.SIG_IGN)
            _settle(runner.get_loop())
            runner.run(stack.aclose())


def _settle(loop: asyncio.AbstractEventLoop) -> None:
    """Run what an interrupted run has left ready; its last callback would end the next run before its time."""
    loop.call_soon(loop.stop)
    loop.run_forever()
