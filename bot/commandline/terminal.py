"""The commands of the Discord bot in a terminal, or over a pipe: one a line."""

import asyncio
import logging
import sys
from collections.abc import Iterator

from rich.console import Console

from bot import logs
from bot.citing import referring, styles
from bot.commandline import console as consoles
from bot.commandline.columns import say
from bot.drawing import looking
from bot.guide import briefing
from bot.guide.briefing import COMMANDS, ON_COMMAND_LINE, ON_DISCORD
from bot.hearing import addressing, meant
from bot.languages import spelling
from bot.phrases import answers, browsing, citing, faults, manual
from bot.phrases.told import told
from bot.settings import Settings
from knowledge import SHARED, AnswerNotFound, ArticleNotFound, Decline, KnowledgeError, Library

_PROMPT = "footnote> "
_GOODBYE = ("quit", "exit")

log = logging.getLogger(__name__)


class Terminal:
    """One conversation: lines in, replies on the console."""

    def __init__(self, library: Library, console: Console, settings: Settings) -> None:
        self._library = library
        self._console = console
        self._prefix = settings.prefix
        self._passages = settings.passages
        self._retention_days = settings.retention_days
        self._last: int | None = None

    async def reply(self, line: str) -> bool:
        """Reply to one line; return False when it says goodbye. What goes wrong becomes a sentence."""
        name, rest = self._command(line.strip())
        if name == "quit":
            return False
        try:
            await self._run(name, rest)
        except KnowledgeError as error:
            say(self._console, told(error))
        except Exception as error:
            say(self._console, logs.failure(error, name))
        self._console.print()
        return True

    def _command(self, line: str) -> tuple[str, str]:
        if line.casefold() in _GOODBYE:
            return "quit", ""
        if meant.is_thanks(line):
            return "thanks", ""
        if not line.startswith(self._prefix):
            return meant.command(line)
        name, _, rest = line.removeprefix(self._prefix).strip().partition(" ")
        name = spelling.original(name.casefold(), COMMANDS)
        return meant.SHORT.get(name, name), rest.strip()

    async def _run(self, name: str, rest: str) -> None:
        match name:
            case "ask":
                await self._ask(rest)
            case "source":
                await self._source(rest)
            case "articles":
                await self._articles(rest)
            case "article":
                await self._article(rest)
            case "help":
                say(self._console, await briefing.help_page(self._library, rest, self._prefix))
            case "about":
                say(self._console, await briefing.about(self._library, self._retention_days))
            case "thanks":
                say(self._console, manual.welcome())
            case "privacy":
                say(self._console, briefing.privacy(self._retention_days))
            case _:
                say(self._console, self._unknown(name))

    def _unknown(self, name: str) -> str:
        if name in ON_COMMAND_LINE:
            return faults.on_command_line(self._prefix, name)
        if name in ON_DISCORD:
            return faults.on_discord(self._prefix + name)
        return faults.no_such_command(self._prefix, addressing.likely(name, COMMANDS))

    async def _ask(self, question: str) -> None:
        found = await self._library.ask(question, channel="terminal", k=self._passages, following=self._last)
        self._last = found.id
        sampling = isinstance(found, Decline) and await self._library.on_samples()
        consoles.show(self._console, found, answers.on_samples() if sampling else "")

    async def _source(self, text: str) -> None:
        which = referring.which(text)
        if which.message:
            raise AnswerNotFound(citing.elsewhere())
        found = await self._library.source(id=which.id, collection=SHARED, channel="terminal")
        chosen = [referring.citation(found, which.n)] if which.n is not None else found.citations
        if which.style:
            consoles.show_copies(self._console, await asyncio.to_thread(styles.entries, chosen, which.style))
        elif which.n is not None:
            consoles.show_paragraph(self._console, chosen[0])
        else:
            consoles.show_sources(self._console, found)

    async def _articles(self, wanted: str) -> None:
        listed = await self._library.listing(collection=SHARED)
        consoles.show_listing(self._console, await asyncio.to_thread(looking.met, listed, wanted))
        if await self._library.on_samples():
            say(self._console, answers.on_samples())

    async def _article(self, id: str) -> None:
        if not id:
            raise ArticleNotFound(browsing.which_article(self._prefix))
        consoles.show_article(self._console, await self._library.article(id, collection=SHARED))


def converse(terminal: Terminal, runner: asyncio.Runner) -> None:
    """Read lines until the input ends or says goodbye; the loop runs only while a line is replied to."""
    for line in _lines():
        if line.strip() and not runner.run(terminal.reply(line)):
            return


def _lines() -> Iterator[str]:
    """Yield what is typed, with a prompt and a history on a terminal, or the lines of a pipe."""
    if not sys.stdin.isatty():
        yield from sys.stdin
        return
    try:
        import readline  # noqa: F401  # its import alone gives input() a history; not every Python has it
    except ImportError:
        log.debug("No history: this Python has no readline")
    while True:
        try:
            yield input(_PROMPT)
        except EOFError:
            print()
            return
