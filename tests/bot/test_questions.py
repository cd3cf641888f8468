"""Questions as a file: read from whatever people attach, and answered as a table."""

import csv
from collections import Counter
from io import StringIO

import pytest

from bot import questions
from bot.questions import HEADER, QuestionFileRefused, answer_row, ask_each, read_questions
from bot.text.reports import csv_bytes, csv_text, safe_cell
from knowledge import AskContext, Library
from tests.bot.conftest import QUESTION


def test_questions_are_read_from_lines_and_tables(subtests: pytest.Subtests) -> None:
    for name, data in [
        ("a.txt", b"Who came?\r\n\r\n  When,  and why? \n"),
        ("a.csv", b'Who came?\n"When, and why?"\n'),
        ("a.csv", b'\xef\xbb\xbfid,Question\n1,Who came?\n\n2,"When,\nand why?"\n'),
        ("a.csv", b"id;question\n1;Who came?\n2;When, and why?\n"),
        ("A.TSV", "번호\t질문\n1\tWho came?\n2\tWhen, and why?\n".encode()),
        ("a.txt", "Who came?\nWhen, and why?".encode("utf-16")),
        ("a.csv", b"question\nWho came?\nWhen, and why?\n"),
        ("a.csv", b"Who came?\nWhen, and why?\n"),
        ("a.csv", b"id,question\n1,Who came?\n2,When, and why?\n"),
        ("a.csv", b'question,by,\nWho came?,ann,\n"When, and why?",bea,\n'),
        ("a.csv", b'Who came?,ann\n"When, and why?",bea\n'),
    ]:
        with subtests.test(name=name, data=data):
            assert read_questions(data, name) == ["Who came?", "When, and why?"]


def test_sentences_with_commas_are_no_table() -> None:
    assert read_questions(b"When, where?\nWho, and why?\n", "a.csv") == ["When, where?", "Who, and why?"]


def test_korean_questions_are_read_in_the_encoding_of_windows() -> None:
    text = "북한과 러시아는 무엇을 합의했나요?\n판문점 선언은 언제 발표되었나요?"
    assert read_questions(text.encode("cp949"), "a.txt") == text.split("\n")


def test_file_without_questions_is_refused(subtests: pytest.Subtests) -> None:
    for data in [b"", b"\n \n", b"question\n"]:
        with subtests.test(data=data), pytest.raises(QuestionFileRefused, match="no questions in"):
            read_questions(data, "a.csv")


def test_file_with_too_many_questions_or_of_bytes_is_refused() -> None:
    assert len(read_questions(b"a\n" * 3, "a.txt", most=3)) == 3
    with pytest.raises(QuestionFileRefused, match="has 4 questions, and I take at most 3"):
        read_questions(b"a\n" * 4, "a.txt", most=3)
    with pytest.raises(QuestionFileRefused, match="isn't text"):
        read_questions(bytes(range(256)) * 8, "a.txt")


def test_no_cell_is_a_formula(subtests: pytest.Subtests) -> None:
    for text in ["=1+1", "+1", "-1", "@x", "\t=1", "\r=1", " =1", "\n=1", "＝1", "－1"]:
        with subtests.test(text=text):
            assert safe_cell(text) == f"'{text}"


def test_ids_of_discord_keep_their_digits_in_a_spreadsheet() -> None:
    assert safe_cell("400000000000000001") == "'400000000000000001"
    assert safe_cell("123456789012345") == "123456789012345"


def test_plain_cells_and_numbers_stay_as_they_are() -> None:
    row = ("“Quote”, with 1 = 1", 0.5, -3, None, "북한")
    assert tuple(map(safe_cell, row)) == row
    assert csv_bytes(["a"], [["북"]]).startswith(b"\xef\xbb\xbfa\r\n")


async def test_table_equals_single_asks_line_by_line(library: Library) -> None:
    asked = [QUESTION, "Which wine goes with artichokes?", "-pier", "What did the pier cost?", "=cmd|' /C calc'!A0"]
    here = AskContext(collection="1")
    table = [answer_row(each) async for each in ask_each(library, asked, here, k=3)]
    single = [answer_row(each) for question in asked async for each in ask_each(library, [question], here, k=3)]
    assert [row[1:] for row in table] == [row[1:] for row in single]
    found = await library.ask(QUESTION, here)
    first = dict(zip(HEADER, table[0], strict=True))
    assert first["quote"] == found.citations[0].quote  # type: ignore[union-attr]
    assert (first["outcome"], first["day"]) == ("answered", "2021-06-05")
    assert first["source"] == "Harbour town opens its new ferry pier · The Coast Courier (Northern Press) · ¶3"
    assert str(first["link"]).startswith("https://courier.example/ferry-pier#:~:text=")
    assert [row[2] for row in table[1:3]] == ["declined", "refused"] and "Those are only filters" in str(table[2][-1])
    rows = list(csv.reader(StringIO(csv_text(HEADER, table))))
    assert len(rows) == 6 and all(len(row) == len(HEADER) for row in rows)
    assert rows[5][1] == "'=cmd|' /C calc'!A0"


def test_summary_counts_what_there_is() -> None:
    assert questions.summary(Counter(answered=1)) == "1 question: 1 answered."
    assert questions.summary(Counter(answered=1_000, refused=2)) == "1,002 questions: 1,000 answered, 2 not understood."
