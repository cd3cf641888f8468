"""The command line, within this process."""

import json
from pathlib import Path

import pytest

from tests.cli.running import run

LINES = (
    '{"id": "pier", "title": "Pier opens", "text": "The pier at Lindvik opened on Saturday with forty flags.",'
    ' "publisher": "Courier", "published_at": "2021-06-05"}\n'
    "this is no article\n"
    '{"id": "glacier", "title": "Glacier", "text": "The glacier above Lindvik lost nine metres in the hot summer."}\n'
)


@pytest.fixture
def filled(tmp_path: Path) -> Path:
    """A file of two articles, one bad line between them."""
    path = tmp_path / "articles.jsonl"
    path.write_text(LINES, "utf-8")
    return path


def test_add_takes_the_good_lines_says_why_it_refused_the_bad_one_and_ends_with_1(filled: Path) -> None:
    done = run("add", str(filled))
    assert done.exit_code == 1
    assert done.stdout.splitlines() == [
        "added      pier  Pier opens · Courier · 5 Jun 2021 · 1 paragraph",
        "added      glacier  Glacier · no date · 1 paragraph",
        "2 added, 1 refused.",
    ]
    kept, refused = done.stderr.splitlines()
    assert kept == "Footnote keeps articles and questions in data."
    assert refused.startswith("refused ") and "articles.jsonl" in refused


def test_add_again_tells_what_is_unchanged_and_what_was_updated(filled: Path, tmp_path: Path) -> None:
    run("add", str(filled))
    (tmp_path / "new.jsonl").write_text(LINES.replace("nine", "ten").replace("this is no article\n", ""), "utf-8")
    done = run("add", "new.jsonl")
    assert (done.exit_code, done.stdout.splitlines()[-1]) == (0, "1 updated, 1 unchanged.")
    assert [line for line in done.stdout.splitlines() if line.endswith(" · 1 paragraph differs")]


def test_add_names_the_article_that_another_file_with_the_same_id_replaces(tmp_path: Path) -> None:
    for name in ("boats", "cranes"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "index.md").write_text(
            f"---\nid: intro\ntitle: About {name}\n---\nThere are four.\n", "utf-8"
        )
    *_, replaced, summary = run("add", "boats", "cranes").stdout.splitlines()
    assert summary == "1 added, 1 updated."
    assert replaced.endswith(" · same text · replaces “About boats”, which has the same ID in another file")


def test_missing_file_stops_none_of_the_others(filled: Path) -> None:
    done = run("add", "nowhere.txt", str(filled))
    assert (done.exit_code, done.stdout.splitlines()[-1]) == (1, "2 added, 2 refused.")


def test_many_articles_are_added_by_the_batch_and_only_the_first_are_named(tmp_path: Path) -> None:
    lines = "".join(
        json.dumps({"id": f"a{n}", "title": f"Bird {n}", "text": f"Bird {n} flew over."}) + "\n" for n in range(700)
    )
    (tmp_path / "birds.jsonl").write_text(lines, "utf-8")
    done = run("add", "birds.jsonl")
    assert done.exit_code == 0
    assert done.stdout.splitlines()[-1] == "700 added."
    assert len(done.stdout.splitlines()) == 21


def test_ask_as_json_is_one_object_with_the_keys_that_programs_rely_on(filled: Path) -> None:
    run("add", str(filled))
    done = run("ask", "Which glacier lost nine metres in the hot summer?", "--json", "--k", "1")
    assert done.exit_code == 0
    assert len(done.stdout.splitlines()) == 1
    answer = json.loads(done.stdout)
    assert list(answer) == [
        "outcome", "answer_id", "question", "evidence", "milliseconds", "passages", "disagreements", "unmatched",
        "absent", "corrections", "suggestions", "nearest",
        "example", "unmet", "as_of",
    ]  # fmt: skip
    assert answer["outcome"] == "answered"
    assert 0 < answer["evidence"] <= 1
    passage = answer["passages"][0]
    assert list(passage) == [
        "n", "article", "title", "publisher", "published_at", "url", "paragraph", "last_paragraph", "text",
        "quote", "score", "also",
    ]  # fmt: skip
    assert (passage["n"], passage["article"], passage["paragraph"]) == (1, "glacier", 1)
    assert passage["published_at"] is None
    assert passage["quote"] in passage["text"]


def test_decline_is_no_error_and_carries_what_was_not_found(filled: Path) -> None:
    run("add", str(filled))
    done = run("ask", "Which wine and cheese go with the glacier and its artichokes?", "--json")
    answer = json.loads(done.stdout)
    assert (done.exit_code, answer["outcome"], answer["passages"]) == (0, "declined", [])
    assert "artichokes" in answer["unmatched"]
    assert answer["nearest"][0]["article"] == "glacier"


def test_filter_that_nothing_meets_is_named(filled: Path) -> None:
    run("add", str(filled))
    question = 'Which glacier lost nine metres? source:"No [one]"'
    assert json.loads(run("ask", question, "--json").stdout)["unmet"] == ['source:"No [one]"']
    shown = " ".join(run("ask", question).stdout.split())
    assert 'Nothing matches with the filter source:"No [one]", so these are without it.' in shown


def test_answer_shows_passage_and_source_within_80_columns(filled: Path) -> None:
    run("add", str(filled))
    done = run("ask", "When did the pier at Lindvik open?")
    assert done.exit_code == 0
    assert "“The pier at Lindvik opened on Saturday with forty flags.” [1]" in done.stdout
    assert "[1] Pier opens · ¶1\n    Courier · 5 Jun 2021\n" in done.stdout
    assert max(map(len, done.stdout.splitlines())) <= 80


def test_question_without_words_ends_with_1_and_a_sentence() -> None:
    run("articles")
    done = run("ask", "  ")
    assert (done.exit_code, done.stdout) == (1, "")
    assert len(done.stderr.splitlines()) == 1


def test_collection_of_a_server_answers_only_there(filled: Path) -> None:
    run("add", str(filled), "--collection", "77")
    question = ("ask", "Which glacier lost nine metres in the hot summer?", "--json")
    assert json.loads(run(*question, "--collection", "77").stdout)["outcome"] == "answered"
    assert json.loads(run(*question).stdout)["outcome"] == "declined"


def test_articles_lists_and_remove_takes_out(filled: Path) -> None:
    run("add", str(filled))
    listed = run("articles").stdout.splitlines()
    assert "pier\t2021-06-05\tCourier\t1\tPier opens" in listed
    done = run("remove", "pier")
    assert (done.exit_code, done.stdout) == (0, "Removed article pier: Pier opens\n")
    again = run("remove", "pier")
    assert again.exit_code == 1 and "pier" in again.stderr
    assert len(run("articles").stdout.splitlines()) == 1


def test_data_may_be_named_before_and_after_the_command(filled: Path) -> None:
    assert run("--data", "here", "add", str(filled)).exit_code == 1
    assert len(run("articles", "--data", "here").stdout.splitlines()) == 2
    assert (Path("here") / "footnote.db").is_file()


def test_wrong_use_ends_with_2(subtests: pytest.Subtests) -> None:
    for arguments in [["add"], ["ask"], ["ask", "who", "--k", "0"], ["nonsense"], ["--nonsense"], ["remove"]]:
        with subtests.test(arguments=arguments):
            assert run(*arguments).exit_code == 2


def test_every_command_has_help_even_with_wrong_settings(
    subtests: pytest.Subtests, monkeypatch: pytest.MonkeyPatch
) -> None:
    for command in [[], ["ask"], ["add"], ["articles"], ["remove"]]:
        with subtests.test(command=command):
            monkeypatch.setenv("FOOTNOTE_PASSAGES", "none")
            done = run(*command, "--help")
            assert done.exit_code == 0
            assert "--data" in done.stdout


def test_wrong_setting_ends_with_2_and_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FOOTNOTE_PASSAGES", "none")
    done = run("ask", "who")
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr.startswith("FOOTNOTE_PASSAGES is “none”") and len(done.stderr.splitlines()) == 1


def test_folder_that_cannot_be_used_ends_with_1_and_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "data" / "footnote.db").write_bytes(b"no database" * 100)
    done = run("ask", "who")
    assert (done.exit_code, done.stdout) == (1, "")
    assert len(done.stderr.splitlines()) == 1


def test_word_that_a_misspelt_name_was_taken_for_is_said_above_an_answer() -> None:
    shown = run("ask", "Morgulof met whom in Moscow?").stdout
    assert shown.startswith("Showing passages for “Morgulov”.\n\n  “")


def test_question_can_begin_with_a_word_to_leave_out(filled: Path) -> None:
    run("add", str(filled))
    done = run("ask", "-pier what lost nine metres in the hot summer above Lindvik?", "--json")
    assert done.exit_code == 0, done.output
    assert [each["article"] for each in json.loads(done.stdout)["passages"]] == ["glacier"]


def test_greeting_is_replied_to_as_in_the_terminal(filled: Path, tmp_path: Path) -> None:
    run("add", str(filled))
    done = run("ask", "hello there!")
    assert done.exit_code == 0 and "I found nothing" not in done.stdout
    assert run(input="hello there!\n").stdout == done.stdout
    assert run("ask", "list the articles").stdout == run(input="list the articles\n").stdout
    assert run("ask", "thanks for the help").stdout.startswith("You're welcome!")
    praised = run("ask", "Vale").stdout
    (notes := tmp_path / "notes.txt").write_text("The mayor\n\nThe mayor of Lindvik is Rasmus Vale.\n", "utf-8")
    run("add", str(notes))
    assert praised.startswith("Glad") and "The mayor of Lindvik is Rasmus Vale." in run("ask", "Vale").stdout


def test_questions_of_a_file_are_answered_with_a_table(tmp_path: Path) -> None:
    asked = tmp_path / "questions.csv"
    asked.write_text("id,question\n1,What was agreed in Moscow?\n2,-pier\n", "utf-8")
    done = run("ask", "--file", str(asked))
    assert done.exit_code == 0 and done.stderr.endswith("2 questions: 1 answered, 1 not understood.\n")
    header, first, second = done.stdout.splitlines()
    assert header.startswith("number,question,outcome,confidence,quote") and ",answered," in first
    assert second.startswith(",'-pier,refused,")
    assert run("ask", "--file", str(asked), "--out", "answers.csv").exit_code == 0
    assert Path("answers.csv").read_bytes().startswith(b"\xef\xbb\xbfnumber,")
    lines = [json.loads(line) for line in run("ask", "--file", str(asked), "--json").stdout.splitlines()]
    assert [line["outcome"] for line in lines] == ["answered", "refused"]


def test_question_or_file_is_needed_and_not_both(tmp_path: Path, subtests: pytest.Subtests) -> None:
    for arguments in ((), ("Who?", "--file", "questions.txt"), ("--file", "nowhere.txt")):
        with subtests.test(arguments=arguments):
            Path("questions.txt").write_text("\n", "utf-8")
            assert run("ask", *arguments).exit_code == 2
            assert "There are no questions in questions.txt." in run("ask", "--file", "questions.txt").stderr
