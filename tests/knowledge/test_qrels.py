"""Reading questions with known answers."""

import gzip
import json
from datetime import date
from pathlib import Path

import pytest

from knowledge import MAX_QUESTION_CHARS
from knowledge.evaluation import Qrel, Question, UnreadableQuestion, read_qrels

GOOD = '{"id": "q1", "question": "Who?", "relevant": [{"article": "a", "paragraph": 2}], "answers": ["Ann"]}'


def read(folder: Path, *lines: str | bytes) -> list[Question | UnreadableQuestion]:
    path = folder / "questions.jsonl"
    path.write_bytes(b"\n".join(line if isinstance(line, bytes) else line.encode() for line in lines))
    return list(read_qrels(path))


def test_question_is_read_with_what_answers_it(tmp_path: Path) -> None:
    assert read(tmp_path, GOOD) == [Question("q1", "Who?", (Qrel("a", 2),), ("Ann",))]


def test_empty_relevant_means_that_declining_is_right_and_answers_may_be_left_out(tmp_path: Path) -> None:
    assert read(tmp_path, '{"id": 7, "question": " Who \\n knows? ", "relevant": []}') == [
        Question("7", "Who knows?", ())
    ]


def test_compressed_file_is_read_and_a_broken_one_refused(tmp_path: Path) -> None:
    path = tmp_path / "questions.jsonl.gz"
    path.write_bytes(gzip.compress(GOOD.encode()))
    assert [each.id for each in read_qrels(path) if isinstance(each, Question)] == ["q1"]
    path.write_bytes(gzip.compress(GOOD.encode() * 100)[:-20])
    assert isinstance(list(read_qrels(path))[-1], UnreadableQuestion)
    path.write_bytes(b"no gzip")
    assert isinstance(list(read_qrels(path))[-1], UnreadableQuestion)


def test_day_of_asking_is_read(tmp_path: Path) -> None:
    (found,) = read(tmp_path, GOOD[:-1] + ', "asked_at": "2022-06-17"}')
    assert isinstance(found, Question) and found.asked_at == date(2022, 6, 17)
    (refused,) = read(tmp_path, GOOD[:-1] + ', "asked_at": "last Friday"}')
    assert isinstance(refused, UnreadableQuestion) and "asked_at" in str(refused)


def test_empty_lines_and_a_byte_order_mark_are_passed_over(tmp_path: Path) -> None:
    found = read(tmp_path, b"\xef\xbb\xbf" + GOOD.encode(), "", "  ")
    assert [question.id for question in found if isinstance(question, Question)] == ["q1"]
    assert len(found) == 1


def test_broken_line_is_named_and_the_rest_goes_on(tmp_path: Path) -> None:
    first, second, third = read(tmp_path, GOOD, "no json", GOOD.replace("q1", "q3"))
    assert isinstance(first, Question) and isinstance(third, Question)
    assert str(second).startswith("questions.jsonl, line 2: this line is not JSON")


def test_id_given_twice_names_both_lines(tmp_path: Path) -> None:
    _, second = read(tmp_path, GOOD, GOOD)
    assert str(second) == "questions.jsonl, line 2: its id is already used on line 1; give each question its own."


WRONG: list[tuple[dict[str, object], str]] = [
    ({"id": None}, '"id"'),
    ({"id": True}, '"id"'),
    ({"id": " "}, '"id"'),
    ({"question": ""}, '"question"'),
    ({"question": 3}, '"question"'),
    ({"question": "x" * (MAX_QUESTION_CHARS + 1)}, f"{MAX_QUESTION_CHARS:,}"),
    ({"relevant": None}, '"relevant"'),
    ({"relevant": "a"}, '"relevant"'),
    ({"relevant": ["a"]}, '"relevant"'),
    ({"relevant": [{"paragraph": 1}]}, '"article"'),
    ({"relevant": [{"article": "a"}]}, '"paragraph"'),
    ({"relevant": [{"article": "a", "paragraph": 0}]}, '"paragraph"'),
    ({"relevant": [{"article": "a", "paragraph": True}]}, '"paragraph"'),
    ({"answers": "Ann"}, '"answers"'),
    ({"answers": [" "]}, '"answers"'),
]


def test_refusal_names_the_key_that_is_wrong(tmp_path: Path, subtests: pytest.Subtests) -> None:
    for number, (change, named) in enumerate(WRONG):
        with subtests.test(change=change, named=named):
            (folder := tmp_path / str(number)).mkdir()
            (refused,) = read(folder, json.dumps({**json.loads(GOOD), **change}))
            assert isinstance(refused, UnreadableQuestion)
            assert named in str(refused) and str(refused).startswith("questions.jsonl, line 1: ")


def test_hostile_lines_are_refused_in_one_sentence(subtests: pytest.Subtests, tmp_path: Path) -> None:
    for line in [b"[1]", b"\xff\xfe", b"[" * 100_000, b"1e999999"]:
        with subtests.test(line=line):
            (refused,) = read(tmp_path, line)
            assert isinstance(refused, UnreadableQuestion)


def test_file_that_is_not_there_is_a_refusal_too(tmp_path: Path) -> None:
    (refused,) = read_qrels(tmp_path / "nowhere.jsonl")
    assert "nowhere.jsonl" in str(refused)


def test_ids_are_those_that_articles_are_kept_by(tmp_path: Path) -> None:
    line = '{"id": "1", "question": "Who?", "relevant": [{"article": " a  b\\u200b ", "paragraph": 1}]}'
    (question,) = read(tmp_path, line)
    assert isinstance(question, Question) and question.relevant == (Qrel("a b", 1),)
