"""What README tells is true: its commands, its transcript, its settings, its examples, its links."""

import importlib
import pkgutil
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import click
import discord
import pytest
from discord.ext import commands
from dotenv import dotenv_values

from bot import cogs
from bot.cli.main import cli
from bot.config import Settings
from bot.text.commands import IN_TERMINAL
from knowledge import Article
from knowledge.ingest import read_bytes
from scripts import transcript

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")
PAGES = [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")]
SCRIPTS = {"scripts/test", "scripts/check"}


def blocks(language: str, text: str = README) -> list[str]:
    """The code blocks in that language."""
    found = re.findall(rf"^( *)```{language}\n(.*?)^ *```$", text, re.MULTILINE | re.DOTALL)
    return [re.sub(rf"^{indent}", "", body, flags=re.MULTILINE) for indent, body in found]


def shell_lines(text: str = README) -> Iterator[str]:
    """Every command that a reader is told to type."""
    for line in "".join(blocks("sh", text) + blocks("bat", text)).splitlines():
        yield line.partition(" #")[0].strip()
    for line in "".join(blocks("console", text)).splitlines():
        if line.startswith("$ "):
            yield line.removeprefix("$ ").rpartition("| ")[2]


def bot_arguments(line: str) -> list[str] | None:
    """What a command line gives to the bot, or None where it runs something else."""
    found = re.match(r"(?:scripts/run|\S*python -m bot)\b(.*)", line.replace("\\", "/"))
    return shlex.split(found[1]) if found else None


BOT_LINES = [line for line in shell_lines() if bot_arguments(line) is not None]
OTHER_LINES = [line for line in shell_lines() if bot_arguments(line) is None]


def rows(heading: str) -> dict[str, str]:
    """The table under a heading: its first column without arguments, and the rest of each row."""
    _, _, rest = README.partition(f"\n{heading}\n")
    table = re.search(r"(?:^\|.*\n)+", rest, re.MULTILINE)
    assert table
    cells = [row.strip("|").split("|", 1) for row in table[0].splitlines()[2:]]
    return {re.sub(r"`(\S+?)[ `].*", r"\1", name.strip()): about for name, about in cells}


def test_readme_names_commands_to_try() -> None:
    assert {shlex.split(line)[0] for line in shell_lines()} >= {"scripts/run", "scripts/test"}


def test_command_of_the_bot_is_one_that_it_takes(subtests: pytest.Subtests) -> None:
    for line in BOT_LINES:
        with subtests.test(line=line):
            arguments = bot_arguments(line)
            assert arguments is not None
            with cli.make_context("bot", arguments) as context:
                name, command, rest = cli.resolve_command(
                    context, [*context._protected_args, *context.args] or ["ask", "x"]
                )
                assert command
                command.make_context(name, rest, parent=context)


def test_other_command_runs_what_is_there(subtests: pytest.Subtests) -> None:
    for line in OTHER_LINES:
        with subtests.test(line=line):
            words = shlex.split(line.replace("\\", "/"))
            if words[0].startswith("scripts/"):
                assert words[0] in SCRIPTS and (ROOT / words[0]).stat().st_mode & 0o111
                return
            match words:
                case ["cp", source, ".env"]:
                    assert (ROOT / source).is_file()
                case ["py", "-m", "venv", folder]:
                    assert folder == ".venv"
                case [".venv/Scripts/python", "-m", "pip" | "pytest", *_]:
                    pass
                case _:
                    pytest.fail(f"no test knows whether this works: {line}")


def test_ci_runs_the_test_command_of_the_readme() -> None:
    assert "scripts/test" in OTHER_LINES
    run = (ROOT / ".ci" / "run").read_text("utf-8").splitlines()
    begun = [line.split()[0] for line in run if line.startswith("scripts/")]
    assert begun == ["scripts/package", "scripts/setup", "scripts/check", "scripts/test"]


def test_transcript_shows_what_the_commands_print() -> None:
    assert transcript.regenerated(README) == README, "run: .venv/bin/python -m scripts.transcript"


def test_every_command_is_in_the_table_with_its_options() -> None:
    told = rows("## Command line")
    assert set(told) == {"(none)", *cli.commands}
    for name, command in {"(none)": cli, **cli.commands}.items():
        options = {max(o.opts, key=len) for o in command.params if isinstance(o, click.Option)}
        assert set(re.findall(r"--[a-z-]+", told[name])) == options
        assert command.help


def test_every_option_is_explained() -> None:
    _, _, below = README.partition("\n## Command line\n")
    options = {o.opts[-1] for c in [cli, *cli.commands.values()] for o in c.params if isinstance(o, click.Option)}
    assert options <= set(re.findall(r"^- `(--[a-z-]+)", below, re.MULTILINE))


def test_every_command_of_discord_and_the_terminal_is_told() -> None:
    for name in IN_TERMINAL:
        assert f"`!{name}" in README
    for name in discord_commands():
        assert f"`!{name}" in README and f"`/{name}" in README


def discord_commands() -> Iterator[str]:
    """The name of every command of every cog."""
    for module in pkgutil.iter_modules(cogs.__path__):
        for value in vars(importlib.import_module(f"{cogs.__name__}.{module.name}")).values():
            if isinstance(value, commands.CogMeta):
                yield from (command.qualified_name for command in value.__cog_commands__)


def test_every_setting_is_in_the_table_and_in_the_example_and_no_other() -> None:
    fields = Settings.model_fields.values()
    settings = {str(field.alias): None if field.default_factory else field.default for field in fields}
    told = rows("## Settings")
    example = dotenv_values(ROOT / ".env.example")
    assert set(told) == set(example) == set(settings)
    for name, default in settings.items():
        shown = re.findall(r"`([^`]+)`", told[name].split("|")[0])
        assert shown == ([] if default is None else [example[name]])
        assert not example[name] or str(default).casefold() == str(example[name]).casefold()


def test_invitation_asks_for_the_permissions_that_the_bot_uses_and_no_others() -> None:
    address = re.search(r"https://discord\.com/oauth2/\S+", README)
    assert address
    query = parse_qs(urlsplit(address[0]).query)
    needed = discord.Permissions(
        view_channel=True,
        send_messages=True,
        send_messages_in_threads=True,
        attach_files=True,
        embed_links=True,
        read_message_history=True,
    )
    assert query["scope"] == ["bot applications.commands"]
    assert query["permissions"] == [str(needed.value)]


def test_example_of_each_format_is_read_as_the_same_article(subtests: pytest.Subtests) -> None:
    for language, suffix in [("markdown", ".md"), ("text", ".txt"), ("html", ".html"), ("json", ".jsonl")]:
        with subtests.test(language=language, suffix=suffix):
            [article] = read_bytes(blocks(language)[0].encode(), f"example{suffix}")
            assert isinstance(article, Article), article
            assert article.title == "New pier opens"
            assert len(article.paragraphs) == 2
            assert article.paragraphs[0].startswith("The pier opened on Saturday")


def test_python_example_prints_the_passage(tmp_path: Path) -> None:
    [code] = blocks("python")
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, env={"PYTHONPATH": str(ROOT)}, capture_output=True, check=True
    )
    assert done.stdout.decode().strip() == "The pier opened on Saturday, with forty flags."


def test_every_link_within_the_project_leads_somewhere(subtests: pytest.Subtests) -> None:
    for page in PAGES:
        with subtests.test(page=page):
            for target in re.findall(r"\]\(([^)\s]+)\)", page.read_text("utf-8")):
                address, _, place = target.partition("#")
                if "://" in address:
                    continue
                linked = (page.parent / address) if address else page
                assert linked.exists(), target
                assert not place or place in anchors(linked), target


def anchors(page: Path) -> set[str]:
    """The places in a page that can be linked to, named as GitHub names them."""
    headings = re.findall(r"^#+ (.+)$", page.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}
