"""Commands that are not written as they have to be: how they are written, and one sentence in our own words."""

import os
from pathlib import Path

import click
import pytest

from bot.cli.main import cli
from tests.cli.running import run

MISUSES = {
    "ask": "QUESTION is missing.",
    "ask who won": "There are more words than this command takes; put a text of several words in quotation marks.",
    "ask who --kk 3": "There is no option --kk. Did you mean --k?",
    "ask who --zzz": "There is no option --zzz.",
    "ask who --k": "--k needs a value after it.",
    "ask who --k three": "--k takes a whole number from 1 to 20.",
    "ask who --k 21": "--k takes a whole number from 1 to 20.",
    "ask who --json=3": "--json takes no value.",
    "aks who": "There is no command aks. Did you mean ask?",
    "articles --data a-file": "--data takes a folder, and that is a file.",
    "export --only answers": "--only takes one of these: articles, questions.",
    "export --out a-folder": "--out takes a file, and that is a folder.",
    "backup a-folder": "FILE takes a file, and that is a folder.",
    "purge": "Say what to delete: --collection NAME, --older-than DAYS, or both.",
    "purge --older-than 0": "--older-than takes a whole number from 1 to 36500.",
}


@pytest.fixture(autouse=True)
def _(nothing_set: None) -> None:
    Path("a-file").touch()
    Path("a-folder").mkdir()
    Path("data").mkdir()


def said(written: str) -> list[str]:
    """The lines that a wrong command writes."""
    done = run(*written.split())
    assert done.exit_code == 2 and not done.stdout
    return done.stderr.splitlines()


@pytest.mark.parametrize(("written", "sentence"), MISUSES.items())
def test_wrong_use_is_told_in_one_sentence(written: str, sentence: str) -> None:
    run("articles")
    assert said(written)[-1] == sentence


@pytest.mark.parametrize("written", MISUSES)
def test_wrong_use_is_told_in_korean(written: str, monkeypatch: pytest.MonkeyPatch) -> None:
    run("articles")
    monkeypatch.setenv("FOOTNOTE_LANGUAGE", "ko")
    assert all(any("가" <= letter <= "힣" for letter in line) for line in said(written) if line)


def test_wrong_use_shows_how_the_command_is_written_and_where_its_help_is() -> None:
    assert said("ask")[:3] == ["Usage: cli ask [OPTIONS] QUESTION", "Try “cli ask --help”.", ""]


def test_every_kind_of_option_and_argument_has_a_sentence_of_its_own() -> None:
    told = (click.IntRange, click.Choice, click.Path, click.types.StringParamType, click.types.BoolParamType)
    for command in (cli, *cli.commands.values()):
        for parameter in command.params:
            assert isinstance(parameter.type, told), parameter.name


@pytest.mark.parametrize("answer", ["", "n\n", "what\n", "ye\n"])
def test_whoever_does_not_say_yes_deletes_nothing(answer: str) -> None:
    run("articles")
    done = run("purge", "--collection", "77", input=answer)
    assert done.exit_code == 1 and done.stderr.endswith("Stopped.\n") and "Deleted" not in done.output


@pytest.mark.parametrize("answer", ["y\n", "YES \n"])
def test_whoever_says_yes_deletes(answer: str) -> None:
    run("articles")
    done = run("purge", "--collection", "77", input=answer)
    assert done.exit_code == 0 and done.stdout.startswith("Deleted 0 articles")


def test_export_that_cannot_be_written_says_why() -> None:
    run("articles")
    done = run("export", "--out", "nowhere/kept.jsonl")
    assert done.exit_code == 1
    assert done.stderr == "nowhere/kept.jsonl cannot be written (No such file or directory); name another file.\n"


def test_export_of_nothing_is_an_empty_file_and_leaves_no_draft() -> None:
    run("articles")
    assert run("export", "--only", "questions", "--out", "kept.jsonl").exit_code == 0
    assert Path("kept.jsonl").read_bytes() == b"" and not list(Path().glob("kept.jsonl.*"))


def test_export_follows_a_link_and_takes_no_pipe_away() -> None:
    run("articles")
    Path("link.jsonl").symlink_to("kept.jsonl")
    assert run("export", "--out", "link.jsonl").exit_code == 0
    assert Path("link.jsonl").is_symlink() and Path("kept.jsonl").is_file()
    os.mkfifo("pipe")
    reader = os.open("pipe", os.O_RDONLY | os.O_NONBLOCK)
    assert run("export", "--only", "questions", "--out", "pipe").exit_code == 0
    os.close(reader)
    assert Path("pipe").is_fifo()
