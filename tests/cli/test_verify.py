"""Verifying answers and files of citations on the command line."""

import json
from pathlib import Path

import pytest

from tests.cli.running import run

SENTENCE = "The pier at Lindvik opened on Saturday with forty flags."
QUESTION = "When did the pier at Lindvik open?"
BEFORE = "The mayor of the town spoke for an hour about the sea and the weather."
AFTER = "It rained all day, so that nobody saw the islands on the other side."
PAGE = """<html><head><title>Pier opens</title></head><body><article><h1>Pier opens</h1>
<p>A first paragraph that nobody had seen before came in here this morning, after the others.</p>
<p>{before}</p><p>{text}</p><p>{after}</p></article></body></html>"""


@pytest.fixture(autouse=True)
def asked() -> None:
    """An article, and an answer that cites it, with its file of citations."""
    row = {"id": "pier", "title": "Pier opens", "paragraphs": [BEFORE, SENTENCE, AFTER]}
    Path("articles.jsonl").write_text(json.dumps(row), "utf-8")
    assert run("add", "articles.jsonl").exit_code == 0
    assert run("ask", QUESTION).exit_code == 0
    done = run("source", "1", "json")
    assert done.exit_code == 0
    Path("sources-1.json").write_text(done.stdout, "utf-8")


def test_answer_is_verified_and_its_question_asked_again() -> None:
    done = run("verify", "1")
    assert done.exit_code == 0
    assert "Word for word in version 1, ¶2, and unchanged since." in done.stdout
    assert "Asked again, the question finds the same passages in the same order." in done.stdout
    row = {"id": "pier", "title": "Pier opens", "paragraphs": [BEFORE, SENTENCE.replace("Saturday", "Sunday"), AFTER]}
    Path("articles.jsonl").write_text(json.dumps(row), "utf-8")
    assert run("add", "articles.jsonl").exit_code == 0
    done = run("verify", "#1")
    assert "Word for word in version 1, ¶2." in done.stdout and "Corrected since" in done.stdout
    assert "[-Saturday" in done.stdout and "The articles have changed since" in done.stdout
    assert run("verify", "7").stderr.startswith("There's no answer #7 here.")
    assert len(run("questions").stdout.splitlines()) == 1, "nothing is logged"


def test_file_of_citations_is_verified_against_a_page_without_a_store(subtests: pytest.Subtests) -> None:
    for text, said, code in [
        (SENTENCE, "Word for word, but in another place: ¶3.", 0),
        (SENTENCE.replace("forty", "fifty"), "Changed: ¶3 has other words in its place.", 1),
        ("Nothing of the sort was ever written down here by anybody.", "Gone: the text doesn't have this sentence.", 1),
    ]:
        with subtests.test(text=text, said=said, code=code):
            Path("page.html").write_text(PAGE.format(text=text, before=BEFORE, after=AFTER), "utf-8")
            done = run("verify", "sources-1.json", "page.html", "--data", "nowhere")
            assert (done.exit_code, said in done.stdout) == (code, True), done.output
            assert not Path("nowhere").exists()


def test_file_of_citations_is_verified_against_the_article_that_it_names() -> None:
    assert "In its place, word for word: ¶2." in run("verify", "sources-1.json").stdout
    assert run("remove", "pier").exit_code == 0
    done = run("verify", "sources-1.json")
    assert done.exit_code == 1 and "No article here has this address or headline." in done.stdout


def test_what_cannot_be_verified_is_told_in_a_sentence(subtests: pytest.Subtests) -> None:
    for arguments, said in [
        (("missing.json",), "missing.json can't be read"),
        (("articles.jsonl",), "articles.jsonl has no Web Annotation that quotes a text."),
        (("sources-1.json", "sources-1.json"), "sources-1.json"),
    ]:
        with subtests.test(arguments=arguments, said=said):
            done = run("verify", *arguments)
            assert done.exit_code == 1 and said in done.stderr and "Traceback" not in done.output
