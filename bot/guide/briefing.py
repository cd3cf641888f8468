"""The help and what the bot tells of itself, in a terminal: the pages of Discord without their markdown."""

from importlib.metadata import version

from bot.guide import manual
from bot.guide.examples import LOOKED_AT, examples
from bot.guide.manual import Entry, Reader
from bot.languages import spelling
from bot.phrases import answers, telling
from bot.phrases import manual as phrases
from knowledge import Library

COMMANDS = ("ask", "source", "articles", "article", "help", "about", "privacy", "quit")
ON_COMMAND_LINE = ("add", "remove", "eval", "doctor", "export", "purge", "backup")
"""What an operator runs instead of saying it here."""
ON_DISCORD = ("settings", "purge-server", "forgetme", "report")
"""What means nothing without people and servers."""


async def help_page(library: Library, topic: str, prefix: str) -> str:
    """Return the help on a topic, the list of commands without one; raises NoPage."""
    shown = await library.overview(newest=LOOKED_AT)
    reader = Reader(prefix=prefix, me="")
    blocks = manual.page(topic, entries(prefix), reader, examples(shown.newest))
    footer = phrases.more(prefix) if not topic else ""
    note = answers.on_samples() if not topic and await library.on_samples() else ""
    return _plain([*blocks, note, footer])


async def about(library: Library, days: int) -> str:
    """Return version, number of articles, and what is kept."""
    counted = (await library.overview()).articles
    articles = telling.bundled(counted) if await library.on_samples() else telling.articles_here(counted)
    return _plain(
        [
            telling.version(version("footnote-bot")),
            articles,
            f"{telling.kept_here()} {telling.kept(days)}",
        ]
    )


def privacy(days: int) -> str:
    """Return what becomes of what is typed here."""
    return _plain([telling.privacy_title(), telling.kept_here(), telling.kept(days), telling.delete_here()])


def entries(prefix: str) -> list[Entry]:
    """Return the commands that a terminal knows."""
    return [
        Entry(name=name, forms=(f"{prefix}{spelling.localised(name)}{_argument(name)}",), about=phrases.about(name))
        for name in COMMANDS
    ]


def _argument(name: str) -> str:
    match name:
        case "ask":
            return f" {spelling.localised('question').upper()}"
        case "source":
            return f" [{spelling.localised('which').upper()}]"
        case "articles":
            return f" [{spelling.localised('words').upper()}]"
        case "article":
            return " ID"
        case "help":
            return f" [{spelling.localised('command').upper()}]"
    return ""


def _plain(blocks: list[str]) -> str:
    return "\n\n".join(filter(None, blocks)).replace("**", "").replace("`", "")
