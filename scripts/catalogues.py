"""The catalogues of `bot/locales/` kept in step with the texts in the code: `python -m scripts.catalogues`.

With `--check` nothing is written; what would change, and what is not translated, is named instead.
"""

import argparse
import asyncio
import importlib
import io
import pkgutil
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import click
from babel.messages import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po
from discord import Locale, app_commands

import bot
from bot import command_sync, i18n
from bot.bot import Footnote
from bot.cli import app
from bot.cli.main import cli
from bot.text import help
from bot.text.commands import IN_TERMINAL
from knowledge import KnowledgeError, Library

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "bot" / "locales"
COMMANDS = "bot/cogs"
COMMAND_LINE = "bot/cli"
"""Where the texts of commands come from: they are read off the commands themselves."""

CLICK = Path(click.__file__).parent
_CLICK_MODULES = ("core", "decorators", "exceptions", "formatting", "parser", "termui", "types")
"""Those whose texts a command line of ours can show: its help, wrong use and questions."""

_CALLS = {"gettext": None, "_": None, "N_": None, "ngettext": (1, 2), "pgettext": ((1, "c"), 2)}
_CHURN = re.compile(
    r'^"(?:Project-Id-Version|POT-Creation-Date|PO-Revision-Date|Last-Translator|Language-Team|Report-Msgid-Bugs-To|Generated-By):.*\n',
    re.MULTILINE,
)


class Heard(app_commands.Translator):
    """Notes which texts of the commands can be translated."""

    def __init__(self) -> None:
        self.texts: set[tuple[str, str | None]] = set()

    async def translate(
        self, string: app_commands.locale_str, locale: Locale, context: app_commands.TranslationContextTypes
    ) -> str | None:
        self.texts.add((string.message, i18n.NAME if command_sync.is_command_name(context) else None))
        return None


async def template() -> Catalog:
    """Return the texts in the code, and those of the commands, without a translation."""
    texts = Catalog(charset="utf-8")
    for folder in ("bot", "knowledge"):
        for name, _line, message, comments, context in extract_from_dir(ROOT / folder, keywords=_keywords()):
            texts.add(message, locations=[(f"{folder}/{name}", 0)], auto_comments=comments, context=context)
    for message, context in sorted(await command_texts(), key=str):
        texts.add(message, locations=[(COMMANDS, 0)], context=context)
    for message in sorted(set(app.help_texts(cli))):
        texts.add(message, locations=[(COMMAND_LINE, 0)])
    for name, _line, message, _comments, _context in extract_from_dir(CLICK, keywords=_CALLS):
        if Path(name).stem in _CLICK_MODULES:
            texts.add(message, locations=[("click", 0)])
    return texts


async def command_texts() -> set[tuple[str, str | None]]:
    """Return every text that Discord shows of the commands, with its context."""
    heard = Heard()
    with TemporaryDirectory() as folder:
        async with Library.open(Path(folder)) as library, Footnote(library, folder=Path(folder)) as client:
            await client.furnish()
            for command in client.tree.get_commands():
                await command.get_translated_payload(client.tree, heard)
            for said in client.walk_commands():
                heard.texts |= {(said.name, i18n.NAME), (said.short_doc, None)}
    topics = (*IN_TERMINAL, help.FILTERS, help.MODERATORS)
    return heard.texts | {(topic, i18n.NAME) for topic in topics}


def updated(path: Path, texts: Catalog) -> str:
    """Return a catalogue's file with the texts as they are now; its translations stay, those of no text go."""
    catalogue = read(path)
    catalogue.update(texts, no_fuzzy_matching=True)
    written = io.BytesIO()
    write_po(written, catalogue, width=120, include_lineno=False, ignore_obsolete=True, sort_by_file=True)
    return _CHURN.sub("", written.getvalue().decode()).lstrip()


def read(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale=path.stem)


def missing(catalogue: Catalog) -> Iterator[str]:
    """Yield the texts that a catalogue has not translated, or not surely."""
    for message in catalogue:
        said = message.string if isinstance(message.string, tuple) else (message.string,)
        if message.id and (message.fuzzy or not all(said)):
            yield message.id if isinstance(message.id, str) else message.id[0]


def _keywords() -> dict[str, tuple[int | tuple[int, int] | tuple[int, str], ...] | None]:
    """Return the calls whose text is read by people: the errors that a person may cause are among them."""
    for module in pkgutil.walk_packages(bot.__path__, "bot."):
        if module.name != "bot.__main__":
            importlib.import_module(module.name)
    return {**_CALLS, **{error.__name__: None for error in _children(KnowledgeError)}}


def _children(kind: type[KnowledgeError]) -> Iterator[type[KnowledgeError]]:
    for child in kind.__subclasses__():
        yield child
        yield from _children(child)


async def main(check: bool) -> int:
    """Bring the catalogues up to date, or tell what is not; return the exit code."""
    texts = await template()
    wrong = 0
    for path in sorted(FOLDER.glob("*.po")):
        now = updated(path, texts)
        if not check:
            path.write_text(now, "utf-8")
        elif now != path.read_text("utf-8"):
            print(f"{path.name} is behind the code: run python -m scripts.catalogues")
            wrong = 1
        for text in missing(read(path) if not check else read_po(io.StringIO(now), locale=path.stem)):
            print(f"{path.name}: not translated: {text}")
            wrong = int(check)
    return wrong


if __name__ == "__main__":
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--check", action="store_true", help="write nothing; exit with 1 where something is amiss")
    sys.exit(asyncio.run(main(arguments.parse_args().check)))
