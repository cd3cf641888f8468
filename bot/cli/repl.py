"""The commands of the Discord bot in a terminal, or over a pipe: one per line."""

import asyncio
import logging
import sys
from collections.abc import Iterator
from importlib.metadata import version

from rich.console import Console

from bot import i18n
from bot import log as logs
from bot.cli import console as consoles
from bot.cli.console import print_wrapped
from bot.config import PACKAGE, Settings, program
from bot.i18n import gettext as _
from bot.text import article_list, citation_styles, formatting, help, messages, parsing
from bot.text.commands import ALIASES, COMMANDS, IN_TERMINAL, ON_DISCORD, SHELL_ONLY, CommandSpec
from bot.text.help import MAX_EXAMPLE_ARTICLES, CommandHelp, HelpAudience, examples
from bot.text.parsing import SourceRequest
from knowledge import SHARED, Answer, AnswerNotFound, ArticleNotFound, AskContext, Decline, KnowledgeError, Library
from knowledge.bibliography import annotations_json


async def terminal_help(library: Library, topic: str, prefix: str) -> str:
    """Return the help on a topic, the list of commands without one; raises HelpNotFound."""
    shown = await library.overview(newest=MAX_EXAMPLE_ARTICLES)
    reader = HelpAudience(prefix=prefix, me="")
    sampling = await library.uses_samples()
    asked = examples(shown.newest, samples=sampling)
    blocks = help.help_page(topic, terminal_commands(prefix), reader, asked)
    footer = help.more_help(prefix) if not topic else ""
    note = messages.samples_note_terminal() if sampling and not topic else ""
    return _plain([*blocks, note, footer])


async def about(library: Library, days: int) -> str:
    """Return version, number of articles, and what is kept."""
    counted = (await library.overview()).articles
    articles = (
        messages.answering_from_samples(counted)
        if await library.uses_samples()
        else _("I answer from {articles}.").format(articles=formatting.articles(counted))
    )
    return _plain(
        [
            messages.version_line(version(PACKAGE)),
            articles,
            messages.how_sure(),
            f"{_kept_here()} {messages.retention(days)}",
        ]
    )


def _kept_here() -> str:
    return _("Questions asked here are stored in the data folder and never leave this machine.")


def privacy_page(days: int) -> str:
    return _plain(
        [
            messages.your_data(),
            _kept_here(),
            messages.retention(days),
            _(
                "To delete old ones sooner, run {program} purge. Deleting the data folder deletes everything, "
                "including the articles."
            ).format(program=program()),
        ]
    )


def terminal_commands(prefix: str) -> list[CommandHelp]:
    return [
        CommandHelp(
            name=name,
            forms=(f"{prefix}{i18n.localized_name(name)}{_argument(COMMANDS[name])}",),
            about=_(COMMANDS[name].description),
        )
        for name in IN_TERMINAL
    ]


def _argument(spec: CommandSpec) -> str:
    called = i18n.localized_name(spec.argument).upper() if spec.argument else ""
    return f" {called}" if spec.requires_argument else f" [{called}]" if called else ""


def _plain(blocks: list[str]) -> str:
    return "\n\n".join(filter(None, blocks)).replace("**", "").replace("`", "")


_PROMPT = "footnote> "
_GOODBYE = ("quit", "exit")

log = logging.getLogger(__name__)


class Repl:
    """One conversation: lines in, replies on the console."""

    def __init__(self, library: Library, console: Console, settings: Settings) -> None:
        self._library = library
        self._console = console
        self._prefix = settings.prefix
        self._passages = settings.passages
        self._retention_days = settings.retention_days
        self._last: int | None = None

    async def reply(self, line: str) -> bool:
        """Reply to one line; return False when it says goodbye. Errors become a sentence."""
        name, rest = self._command(line.strip())
        if name == "quit":
            return False
        try:
            await self._run(name, rest)
        except KnowledgeError as error:
            print_wrapped(self._console, formatting.error_text(error))
        except Exception as error:
            print_wrapped(self._console, logs.log_unexpected(error, name))
        self._console.print()
        return True

    def _command(self, line: str) -> tuple[str, str]:
        if line.casefold() in _GOODBYE:
            return "quit", ""
        if courtesy := parsing.courtesy(line):
            return "courtesy", courtesy
        if not line.startswith(self._prefix):
            return parsing.parse_command(line)
        name, _, rest = line.removeprefix(self._prefix).strip().partition(" ")
        name = i18n.canonical_name(name.casefold(), IN_TERMINAL)
        return ALIASES.get(name, name), rest.strip()

    async def _run(self, name: str, rest: str) -> None:
        match name:
            case "ask":
                await self._ask(rest)
            case "source":
                await show_source(self._library, self._console, parsing.parse_source_request(rest), channel="terminal")
            case "verify":
                wanted = parsing.parse_answer_request(rest)
                await verify_answer(self._library, self._console, wanted, channel="terminal")
            case "articles":
                await self._articles(rest)
            case "article":
                await self._article(rest)
            case "help":
                print_wrapped(self._console, await terminal_help(self._library, rest, self._prefix))
            case "about":
                print_wrapped(self._console, await about(self._library, self._retention_days))
            case "courtesy":
                print_wrapped(self._console, rest)
            case "privacy":
                print_wrapped(self._console, privacy_page(self._retention_days))
            case _:
                print_wrapped(self._console, self._unknown(name))

    def _unknown(self, name: str) -> str:
        if name in SHELL_ONLY:
            return _(
                "That can't be done in this conversation: leave it with {prefix}quit, then run {program} {name} --help"
            ).format(prefix=self._prefix, program=program(), name=name)
        if name in ON_DISCORD:
            return _("{command} only works on Discord.").format(command=self._prefix + name)
        return messages.no_such_command(self._prefix, parsing.closest_command(name, IN_TERMINAL))

    async def _ask(self, question: str) -> None:
        if self._last and parsing.wants_more(question):
            consoles.show_reply(self._console, await self._library.more_passages(self._last, k=self._passages))
            return
        context = AskContext(channel="terminal", following=self._last, form="terminal", locale=i18n.current_language())
        found = await self._library.ask(question, context, k=self._passages, leading=True)
        self._last = found.id
        sampling = isinstance(found, Decline) and await self._library.uses_samples()
        more = messages.more_passages(found.more) if isinstance(found, Answer) and found.more else ""
        consoles.show_reply(self._console, found, messages.samples_note_terminal() if sampling else "", more)

    async def _articles(self, wanted: str) -> None:
        listed = await self._library.listing(collection=SHARED)
        consoles.show_listing(self._console, await asyncio.to_thread(article_list.filter_articles, listed, wanted))
        if await self._library.uses_samples():
            print_wrapped(self._console, messages.samples_note_terminal())

    async def _article(self, id: str) -> None:
        if not id:
            raise ArticleNotFound(messages.name_an_article(self._prefix))
        consoles.show_article(self._console, await self._library.article(id, collection=SHARED))


async def show_source(
    library: Library, console: Console, wanted: SourceRequest, *, collection: str = SHARED, channel: str = ""
) -> None:
    """Print the citations of an answer, the whole paragraph of one, or citations to copy.

    Raises:
        AnswerNotFound: There is no such answer or citation.
    """
    if wanted.message:
        raise AnswerNotFound(messages.link_from_elsewhere())
    found = await library.source(id=wanted.id, collection=collection, channel=channel)
    chosen = [found.citation(wanted.n)] if wanted.n is not None else found.citations
    if wanted.style == citation_styles.PROOF:
        proof = await asyncio.to_thread(annotations_json, chosen, messages.proof_label(found.id))
        consoles.show_copies(console, proof.rstrip("\n"))
    elif wanted.style:
        made = await asyncio.to_thread(citation_styles.styled_citations, chosen, wanted.style)
        consoles.show_copies(console, citation_styles.joined(made, wanted.style))
    elif wanted.n is not None:
        consoles.show_paragraph(console, chosen[0], (await library.revisions(found)).get(wanted.n))
    else:
        consoles.show_sources(console, found, await library.revisions(found))


async def verify_answer(
    library: Library, console: Console, wanted: SourceRequest, *, collection: str = SHARED, channel: str = ""
) -> None:
    """Print what became of the quotations of an answer, and what its question finds now.

    Raises:
        AnswerNotFound: There is no such answer.
    """
    if wanted.message:
        raise AnswerNotFound(messages.link_from_elsewhere())
    found = await library.source(id=wanted.id, collection=collection, channel=channel)
    replay = await library.replay(found, collection=collection)
    consoles.show_verification(console, found, await library.revisions(found), replay)


def repl(terminal: Repl, runner: asyncio.Runner) -> None:
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
