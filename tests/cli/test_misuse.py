"""Commands that are not written as they have to be: how they are written, and one sentence."""

import os
import re
from pathlib import Path

import pytest

from tests.cli.running import run

MISUSES = {
    "ask": "Give a QUESTION or --file FILE.",
    "ask who won": "Got unexpected extra argument (won)",
    "ask who --jso": "No such option '--jso'. (Did you mean one of: '--json', '--out'?)",
    "ask who --zzz": "No such option '--zzz'.",
    "ask who --k": "Option '--k' requires an argument.",
    "ask who --k three": "Invalid value for '--k': 'three' is not a valid integer range.",
    "ask who --k 21": "Invalid value for '--k': 21 is not in the range 1<=x<=20.",
    "ask who --json=3": "Option '--json' does not take a value.",
    "aks who": "No such command 'aks'. Did you mean 'ask'?",
    "articles --data a-file": "Invalid value for '--data': Directory 'a-file' is a file.",
    "export --only answers": (
        "Invalid value for '--only': 'answers' is not one of 'articles', 'questions', 'gaps', 'feedback', 'audit'."
    ),
    "export --out a-folder": "Invalid value for '--out': File 'a-folder' is a directory.",
    "backup a-folder": "Invalid value for 'FILE': File 'a-folder' is a directory.",
    "purge": "Choose what to delete: --user ID, or --server ID, --collection NAME, --before DATE, --older-than DAYS.",
    "purge --older-than 0": "Invalid value for '--older-than': 0 is not in the range 1<=x<=36500.",
}


@pytest.fixture(autouse=True)
def _(nothing_set: None) -> None:
    Path("a-file").touch()
    Path("a-folder").mkdir()


def said(written: str) -> list[str]:
    """The lines that a wrong command writes."""
    done = run(*written.split())
    assert done.exit_code == 2 and not done.stdout
    return done.stderr.splitlines()


def test_wrong_use_is_told_in_one_sentence(subtests: pytest.Subtests) -> None:
    for written, sentence in MISUSES.items():
        with subtests.test(written=written, sentence=sentence):
            run("articles")
            assert said(written)[-1] == f"Error: {sentence}"


def test_empty_path_is_not_taken_for_the_folder_that_one_is_in() -> None:
    done = run("add", "")
    assert done.exit_code == 2 and "One of the paths is empty." in done.stderr


def test_wrong_use_is_told_in_korean(monkeypatch: pytest.MonkeyPatch) -> None:
    run("articles")
    monkeypatch.setenv("FOOTNOTE_LANGUAGE", "ko")
    for written in MISUSES:
        *usage, sentence = said(written)
        assert sentence.startswith("오류: ") and (not usage or usage[0].startswith("사용법: ")), written
        assert re.search("[가-힣]", sentence.removeprefix("오류: ")), written


def test_wrong_use_shows_how_the_command_is_written_and_where_its_help_is() -> None:
    assert said("ask")[:3] == ["Usage: cli ask [OPTIONS] [QUESTION]", "Try 'cli ask --help' for help.", ""]


def test_whoever_does_not_say_yes_deletes_nothing(subtests: pytest.Subtests) -> None:
    for answer in ["", "n\n", "what\n", "ye\n"]:
        with subtests.test(answer=answer):
            run("articles")
            done = run("purge", "--collection", "77", input=answer)
            assert done.exit_code == 1 and done.stderr.endswith("Aborted!\n") and "Deleted" not in done.output


def test_whoever_says_yes_deletes(subtests: pytest.Subtests) -> None:
    for answer in ["y\n", "YES \n"]:
        with subtests.test(answer=answer):
            Path("pier.txt").write_text("The pier opened on Saturday.", encoding="utf-8")
            run("add", "pier.txt", "--collection", "77")
            done = run("purge", "--collection", "77", input=answer)
            assert done.exit_code == 0 and done.stdout.startswith("Deleted 1 article")


def test_export_that_cannot_be_written_says_why() -> None:
    run("articles")
    done = run("export", "--out", "nowhere/kept.jsonl")
    assert done.exit_code == 1
    assert done.stderr == "nowhere/kept.jsonl can't be written (No such file or directory). Choose another file.\n"


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
