"""The command line in the language of the terminal: its help, its tables, and what it says of settings."""

import json
from pathlib import Path

import pytest
from rich.cells import cell_len

from bot import i18n
from bot.cli import app
from bot.cli.main import cli
from bot.config import terminal_language
from tests.cli.running import run

NAMES = ["", *cli.commands]


def said(*arguments: str) -> str:
    """All that a command writes."""
    done = run(*arguments)
    return done.stdout + done.stderr


def test_help_is_in_korean_and_fits_the_terminal(subtests: pytest.Subtests, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in NAMES:
        with subtests.test(name=name):
            monkeypatch.setenv("FOOTNOTE_LANGUAGE", "ko")
            shown = said(*filter(None, [name]), "--help")
            assert shown.startswith("사용법: cli") and "이 도움말을 보여 주고 끝내요." in " ".join(shown.split())
            assert max(map(cell_len, shown.splitlines())) <= 80


def test_no_text_of_the_help_is_left_in_english() -> None:
    with i18n.use_language("ko"):
        for text in app.help_texts(cli):
            assert i18n.gettext(text) != text, text


def test_help_is_in_english_again_once_that_is_chosen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FOOTNOTE_LANGUAGE", "ko")
    run("--help")
    monkeypatch.setenv("FOOTNOTE_LANGUAGE", "en")
    shown = said("ask", "--help")
    assert shown.startswith("Usage: cli ask [OPTIONS] [QUESTION]")
    assert "Answer a QUESTION, or all the questions in a file." in shown


def test_language_is_the_one_chosen_or_else_that_of_the_locale(
    monkeypatch: pytest.MonkeyPatch, subtests: pytest.Subtests
) -> None:
    for variables, spoken in (
        ({}, "en"),
        ({"LANG": "ko_KR.UTF-8"}, "ko"),
        ({"LANG": "ko_KR.UTF-8", "LC_MESSAGES": "de_DE.UTF-8"}, "en"),
        ({"LANG": "en_US.UTF-8", "LC_ALL": "ko_KR@euc"}, "ko"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"LANG": "ko_KR.UTF-8", "FOOTNOTE_LANGUAGE": "en"}, "en"),
        ({"LANG": "ko_KR.UTF-8", "FOOTNOTE_LANGUAGE": "auto"}, "ko"),
        ({"LANG": "ko_KR.UTF-8", "FOOTNOTE_LANGUAGE": "klingon"}, "ko"),
        ({"FOOTNOTE_LANGUAGE": "KO"}, "ko"),
    ):
        with subtests.test(variables=variables, spoken=spoken), monkeypatch.context() as patched:
            for name in ("LANG", "LC_MESSAGES"):
                patched.delenv(name, raising=False)
            for name, value in variables.items():
                patched.setenv(name, value)
            assert terminal_language() == spoken


def test_file_of_settings_that_cannot_be_read_leaves_the_locale_to_choose(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".env").write_bytes(b"FOOTNOTE_LANGUAGE=\xff\xfe")
    monkeypatch.setenv("LC_MESSAGES", "ko_KR.UTF-8")
    assert ".env" in said("articles") and terminal_language() == "ko"


def test_wrong_setting_is_told_in_the_language_of_the_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_MESSAGES", "ko_KR.UTF-8")
    monkeypatch.setenv("FOOTNOTE_PASSAGES", "9")
    told = said("ask", "Who?")
    assert "FOOTNOTE_PASSAGES" in told and "1에서 5까지" in told and "whole number" not in told


def test_tables_have_korean_headings_and_the_json_its_keys(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("FOOTNOTE_LANGUAGE", "ko")
    article = {"id": "pier", "title": "Pier opens", "text": "The pier opened on Saturday with forty flags."}
    (tmp_path / "a.jsonl").write_text(json.dumps(article), "utf-8")
    assert "추가" in said("add", "a.jsonl").splitlines()[0]
    question = {"id": "1", "question": "When did the pier open?", "relevant": [{"article": "pier", "paragraph": 1}]}
    (tmp_path / "q.jsonl").write_text(json.dumps(question), "utf-8")
    shown = said("eval", "q.jsonl")
    assert "질문" in shown and "success@1" in shown and "declined" not in shown
    assert "declined_right" in said("eval", "q.jsonl", "--json")
