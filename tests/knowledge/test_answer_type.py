"""What kind of thing a question asks for, and which sentences hold one."""

import pytest

from knowledge.search.query import AnswerType, expected_answer_type, has_answer_type

ANSWERING: tuple[tuple[str, AnswerType], ...] = (
    ("It was signed in 1953.", "time"),
    ("It runs about 250 kilometres.", "time"),
    ("Nine of them came.", "number"),
    ("입장료는 삼천 원이다.", "number"),
    ("시장은 월요일에 연설했다.", "time"),
    ("Baek Sung-gyu, 101, came.", "age"),
    ("The envoy was 75.", "age"),
    ("It cost $1.5 billion.", "money"),
    ("They paid six million euros.", "money"),
    ("They met in Panmunjom.", "place"),
    ("The line was drawn by Rusk.", "name"),
    ("DPRK is the acronym of the official name.", "meaning"),
    ("Kim Hyok, a diplomat, came.", "meaning"),
)


def test_english_questions_tell_what_they_ask_for(subtests: pytest.Subtests) -> None:
    for question, kind in [
        ("When was the truce signed?", "time"),
        ("In which year did it end?", "time"),
        ("How many families met?", "number"),
        ("How old was the envoy when she signed?", "age"),
        ("What age was he?", "age"),
        ("How much did the reactor cost?", "money"),
        ("How much fuel did it burn?", "number"),
        ("Where did they meet?", "place"),
        ("Who signed for the North?", "name"),
        ("What is the DPRK?", "meaning"),
        ("Who is Kim Hyok?", "meaning"),
        ("What does KCNA stand for?", "meaning"),
        ("What is being done about the ice?", None),
    ]:
        with subtests.test(question=question, kind=kind):
            assert expected_answer_type(question, "en") == kind


def test_a_sentence_holds_the_kind_it_answers(subtests: pytest.Subtests) -> None:
    for sentence, kind in ANSWERING:
        with subtests.test(sentence=sentence, kind=kind):
            assert has_answer_type(sentence, kind)
            assert not has_answer_type("nothing was said", kind)


def test_a_number_alone_is_neither_an_age_nor_a_sum() -> None:
    assert not has_answer_type("89 people met 12 others between 20 and 26 August.", "age")
    assert not has_answer_type("89 people met 12 others between 20 and 26 August.", "money")


def test_no_sentence_holds_what_is_not_known() -> None:
    assert not has_answer_type("It was signed in 1953.", None)
