"""The terminal: the same commands, over a pipe."""

import io
import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from rich.console import Console

from bot.cli.console import print_wrapped, show_listing
from bot.cli.main import cli
from bot.text.commands import COMMANDS, IN_TERMINAL, SHELL_ONLY
from knowledge import Article, ArticleListing
from tests.cli.running import run

ROOT = Path(__file__).parents[2]
HOSTILE = (
    '{"id": "h", "title": "Glacier \\u001b[31m", "text": "The glacier \\u001b[2J melted \\u0007 above \\u202e Lindvik '
    'on Saturday.\\n\\nA second paragraph follows.", "publisher": "[bold]Bad[/bold] :smile:"}\n'
)
QUESTION = "When did the glacier above Lindvik melt?"


@pytest.fixture(autouse=True)
def hostile(nothing_set: None, tmp_path: Path) -> None:
    """One article that has been added."""
    (tmp_path / "h.jsonl").write_text(HOSTILE, "utf-8")
    assert run("add", "h.jsonl").exit_code == 0


def talk(*lines: str) -> str:
    done = run(input="".join(f"{line}\n" for line in lines))
    assert done.exit_code == 0, done.output
    assert (
        done.stderr == "DISCORD_TOKEN is not set, so Footnote runs in this terminal. Ask a question, or type !help.\n"
    )
    return done.stdout


def test_source_has_its_short_name() -> None:
    asked = f"!ask {QUESTION}"
    assert talk(asked, "!src") == talk(asked, "!source").replace("#2", "#1")


def test_question_is_answered(subtests: pytest.Subtests) -> None:
    for line in [f"!ask {QUESTION}", QUESTION, f"  !ASK   {QUESTION}", f"!a {QUESTION}"]:
        with subtests.test(line=line):
            shown = talk(line)
            assert "[1] Glacier" in shown and "    [bold]Bad[/bold] :smile:\n" in shown


def test_control_characters_of_an_article_do_not_reach_the_terminal() -> None:
    shown = talk(QUESTION, "!source", "!source 1")
    assert "melted above Lindvik on Saturday.” [1]" in shown
    assert not set(shown) & set("\x1b\x07\u202e")


def test_source_gives_the_last_answer_an_older_one_or_a_paragraph() -> None:
    shown = talk(QUESTION, "!source", "!source #1", "!source 1", "!source #1 1").split(f"Sources for: {QUESTION}")
    assert len(shown) == 3
    assert shown[2].count("¶1 of 2") == 3
    assert shown[2].count("¶2 A second paragraph follows.") == 2


def test_source_works_after_a_restart() -> None:
    talk(QUESTION)
    assert f"Sources for: {QUESTION}" in talk("!source")


def test_bad_line_gets_its_sentence_and_the_rest_go_on() -> None:
    shown = talk("!source 1", "!ask", "!sorce", "!source who", "x" * 10_000, "", QUESTION)
    assert "Did you mean !source?" in shown
    assert "10,000 characters" in shown
    assert "[1] Glacier" in shown


def test_quit_ends_before_the_lines_after_it() -> None:
    assert talk("!quit", QUESTION) == ""


def test_goodbye_needs_no_prefix(subtests: pytest.Subtests) -> None:
    for word in ["quit", "exit", "EXIT"]:
        with subtests.test(word=word):
            assert talk(word, QUESTION) == ""


def test_commands_need_no_prefix_where_they_are_plainly_meant() -> None:
    assert talk("thanks!").startswith("You're welcome!")
    assert "!source [WHICH]" in talk("help") and "Sources for" in talk(QUESTION, "source")


def test_help_names_every_command() -> None:
    shown = talk("!help")
    for command in ("!ask QUESTION", "!source [WHICH]", "!help", "!about", "!privacy", "!quit"):
        assert command in shown


def test_prefix_is_the_one_that_was_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FOOTNOTE_PREFIX", "fn:")
    done = run(input=f"fn:ask {QUESTION}\nfn:help\n")
    assert "[1] Glacier" in done.stdout and "fn:source [WHICH]" in done.stdout


def test_incomplete_line_follows_the_answer_before_it() -> None:
    Path("talks.jsonl").write_text(
        '{"id": "t", "title": "Ferry talks in Lindvik", "text": "Ingrid Dahl spoke for Norway at the ferry talks.'
        '\\n\\nOlga Petrova spoke for Russia at the ferry talks."}\n'
        '{"id": "f", "title": "Herring trade", "text": "Russia buys most herring of all, Russia says."}\n',
        "utf-8",
    )
    assert run("add", "talks.jsonl").exit_code == 0
    _, following = talk("Who spoke for Norway at the ferry talks?", "and Russia?").split("answer #1")
    assert following.index("Olga Petrova") < following.index("[1]")
    assert "herring" in talk("and Russia?").split("[1]")[0]


def test_citations_to_copy_stand_on_unbroken_lines() -> None:
    shown = talk(QUESTION, "!source apa", "!source 1 bibtex", "!source ris", "!source csl")
    assert "[bold]Bad[/bold] :smile:." in shown
    assert "  title = {{Glacier" in shown and "\n}\n" in shown
    assert "TY  - NEWS\n" in shown and '[{\n "id": "1",' in shown
    assert "from somewhere else" in talk(QUESTION, "!source https://discord.com/channels/1/2/3")


def test_articles_are_listed_narrowed_and_read() -> None:
    shown = talk(
        "!articles", "!articles glacier", "!articles new", "!articles zeppelin", "!article h", "!article", "!article x"
    )
    assert shown.count("h\t\t[bold]Bad[/bold] :smile:\t2\tGlacier") == 3
    assert "No article matches “" in shown
    assert "    ¶2 A second paragraph follows." in shown
    assert "e.g. !article 12" in shown and "There's no article “x” here" in shown
    assert not set(shown) & set("\x1b\x07\u202e")


def test_commands_of_elsewhere_say_where_they_are() -> None:
    assert {*SHELL_ONLY, *IN_TERMINAL} >= set(cli.commands)
    for name in SHELL_ONLY:
        assert f"run scripts/run {name} --help" in talk(f"!{name} x").replace("\n", " ")
    for name in COMMANDS.keys() - {*IN_TERMINAL, *SHELL_ONLY}:
        assert talk(f"!{name}") == f"!{name} only works on Discord.\n\n"


def test_long_line_goes_on_below_its_beginning_and_ends_in_no_space() -> None:
    written = io.StringIO()
    print_wrapped(
        Console(file=written, width=20), "  • a headline too long for it", "[12] and one more headline\nbelow it", ""
    )
    assert written.getvalue() == ("  • a headline too\n    long for it\n[12] and one more\n     headline\nbelow it\n\n")


def test_list_on_a_terminal_never_cuts_an_id() -> None:
    written = io.StringIO()
    article = Article(id="a-rather-long-id-of-an-article", title="Glacier", paragraphs=("It melts.",))
    show_listing(
        Console(file=written, width=80, force_terminal=True, color_system=None),
        [ArticleListing(article, 1, datetime.now(UTC))],
    )
    assert "    a-rather-long-id-of-an-article · 1 paragraph\n" in written.getvalue()


def test_help_has_a_page_for_every_command_and_the_filters() -> None:
    for topic in (*IN_TERMINAL, "filters"):
        shown = talk(f"!help {topic}")
        assert len(shown) > 20 and "no help on" not in shown and "`" not in shown and "**" not in shown
    assert "no help on “sorcery”. Did you mean !help source?" in talk("!help sorcery").replace("\n", " ")


def test_examples_are_of_the_articles_that_answer() -> None:
    assert "!ask Glacier 31m" in talk("!help")


def test_about_and_privacy_tell_what_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FOOTNOTE_RETENTION_DAYS", "30")
    assert "1 article" in talk("!about") and "deleted after 30 days" in talk("!privacy")
    assert "run scripts/run purge" in talk("!privacy").replace("\n", " ")


def test_the_terminal_speaks_the_language_that_was_set() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "bot"],
        input=f"!도움말\n!source 9\n!질문 {QUESTION}\n".encode(),
        env={**os.environ, "FOOTNOTE_LANGUAGE": "ko", "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"},
        capture_output=True,
        check=True,
    )
    shown = done.stdout.decode()
    assert "!질문 내용" in shown and "아직 여기서 답한 적이 없어요" in shown and "답변 #1" in shown
    assert "터미널로 시작했어요" in done.stderr.decode()


def test_more_goes_on_with_the_last_answer_or_says_that_there_is_no_more() -> None:
    assert "no more passages for answer #1" in talk(QUESTION, "tell me more")
