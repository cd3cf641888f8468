"""`python -m bot eval`, within this process and as one."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.cli.running import run, run_process

ARTICLES = (
    '{"id": "pier", "text": "The pier at Lindvik opened on Saturday with forty flags.", "language": "en"}\n'
    '{"id": "glacier", "text": "The glacier above Lindvik lost nine metres in the hot summer.", "language": "en"}\n'
    '{"id": "muelle", "text": "El muelle nuevo del puerto costó cuarenta millones de coronas.", "language": "es"}\n'
)
QUESTIONS = (
    '{"id": "1", "question": "When did the pier open?", "relevant": [{"article": "pier", "paragraph": 1}],'
    ' "answers": ["Saturday"]}\n'
    '{"id": "2", "question": "¿Cuánto costó el muelle nuevo?", "relevant": [{"article": "muelle", "paragraph": 1}],'
    ' "answers": ["ochenta"]}\n'
    '{"id": "3", "question": "Which wine goes with artichokes?", "relevant": [], "answers": []}\n'
)


@pytest.fixture
def questions(tmp_path: Path) -> Path:
    """Three questions over three articles that have been added."""
    (tmp_path / "articles.jsonl").write_text(ARTICLES, "utf-8")
    assert run("add", "articles.jsonl").exit_code == 0
    path = tmp_path / "questions.jsonl"
    path.write_text(QUESTIONS, "utf-8")
    return path


def test_json_is_one_object_with_the_measures_of_all_and_of_each_language(questions: Path) -> None:
    done = run("eval", str(questions), "--json", "--gone")
    assert (done.exit_code, done.stderr, len(done.stdout.splitlines())) == (0, "", 1)
    measured = json.loads(done.stdout)
    assert (measured["k"], list(measured["languages"])) == (3, ["en", "es"])
    overall = measured["overall"]
    assert list(overall) == [
        "questions", "answered", "closest", "declined", "success@1", "recall@5", "mrr@10", "ndcg@10", "answer@1",
        "answer@3", "visible@1", "visible@3", "marked", "marked_right", "marked_chars",
        "answerable", "unanswerable", "declined_right", "declined_wrong", "auc", "milliseconds", "gone",
    ]  # fmt: skip
    assert (overall["questions"], overall["success@1"], overall["answer@3"]) == (3, 1, 0.5)
    assert (overall["declined_right"], overall["declined_wrong"], overall["auc"]) == (1, 0, 1)
    assert overall["answerable"]["questions"] == 2
    assert overall["gone"]["questions"] == 2
    assert overall["gone"]["declined_share"] <= overall["gone"]["not_answered"] == 1
    assert measured["languages"]["es"]["answer@3"] == 0
    assert measured["languages"]["es"]["declined_right"] is None


def test_table_has_a_row_for_each_language_and_one_for_all_within_80_columns(questions: Path) -> None:
    done = run("eval", str(questions), "--gone")
    assert done.exit_code == 0
    lines = done.stdout.splitlines()
    assert max(map(len, lines)) <= 80 and "\x1b" not in done.stdout
    assert [line.split()[0] for line in lines[2:5]] == ["en", "es", "all"]
    assert lines[4].split() == ["all", "2", "1.000", "1.000", "1.000", "1.000", "0.500", "0.500"]
    assert "without the articles that have the answers" in done.stdout
    assert "without the articles that have the answers" not in run("eval", str(questions)).stdout


def test_k_is_how_many_quotes_may_hold_the_answer(questions: Path) -> None:
    overall = json.loads(run("eval", str(questions), "--json", "--k", "5").stdout)["overall"]
    assert "answer@5" in overall and "answer@3" not in overall


def test_run_is_written_with_the_operators_own_ids(questions: Path, tmp_path: Path) -> None:
    assert run("eval", str(questions), "--run", "ranked.run").exit_code == 0
    assert (tmp_path / "ranked.run").read_text("utf-8").startswith("1 Q0 pier#1 1 ")


def test_run_that_cannot_be_written_ends_with_1_and_a_sentence(questions: Path) -> None:
    done = run("eval", str(questions), "--run", "nowhere/ranked.run")
    assert (done.exit_code, done.stdout) == (1, "")
    assert "ranked.run" in done.stderr and len(done.stderr.splitlines()) == 1


def test_broken_line_is_told_the_rest_is_measured_and_the_end_is_1(questions: Path) -> None:
    questions.write_text(QUESTIONS + "no json\n", "utf-8")
    done = run("eval", str(questions), "--json")
    assert done.exit_code == 1
    assert "line 4" in done.stderr and len(done.stderr.splitlines()) == 1
    assert json.loads(done.stdout)["overall"]["questions"] == 3


def test_article_that_was_not_added_ends_with_1_and_says_how_many_and_which(questions: Path) -> None:
    run("remove", "pier")
    done = run("eval", str(questions))
    assert (done.exit_code, done.stdout) == (1, "")
    assert "Questions like this: 1 of 3." in done.stderr and "“pier”" in done.stderr


def test_nothing_to_ask_ends_with_1_and_a_sentence(tmp_path: Path, subtests: pytest.Subtests) -> None:
    for number, content in enumerate([None, "", "\n \n"]):
        with subtests.test(content=content):
            (folder := tmp_path / str(number)).mkdir()
            if content is not None:
                (folder / "empty.jsonl").write_text(content, "utf-8")
            done = run("eval", "empty.jsonl")
            assert (done.exit_code, done.stdout) == (1, "")
            assert "empty.jsonl" in done.stderr


def test_evaluation_is_not_in_the_query_log(questions: Path, tmp_path: Path) -> None:
    run("eval", str(questions), "--gone")
    with closing(sqlite3.connect(tmp_path / "data" / "footnote.db")) as connection:
        assert connection.execute("SELECT count(*) FROM question").fetchone() == (0,)


def test_process_measures_and_ends(questions: Path, tmp_path: Path) -> None:
    code, output, errors = run_process(tmp_path, "eval", str(questions), "--json")
    assert (code, errors) == (0, "")
    assert json.loads(output)["overall"]["success@1"] == 1


def test_wrong_use_ends_with_2(subtests: pytest.Subtests) -> None:
    for arguments in [["eval"], ["eval", "q.jsonl", "--k", "0"], ["eval", "q.jsonl", "--run", "."]]:
        with subtests.test(arguments=arguments):
            assert run(*arguments).exit_code == 2


def test_help_names_what_is_measured() -> None:
    done = run("eval", "--help")
    assert done.exit_code == 0 and "--gone" in done.stdout and "--data" in done.stdout
