"""What a question restricts itself to."""

from datetime import date

import pytest

from knowledge.errors import InvalidQuestion
from knowledge.search.filters import Filter, ParsedQuestion, parse_question

TODAY = date(2024, 5, 15)


def asked(question: str) -> ParsedQuestion:
    return parse_question(question, today=TODAY)


def kinds(question: str) -> list[tuple[str, str]]:
    return [(each.kind, each.value) for each in asked(question).filters]


def complaint(question: str) -> str:
    with pytest.raises(InvalidQuestion) as caught:
        asked(question)
    return str(caught.value)


def test_every_filter_leaves_the_question() -> None:
    question = 'after:2018-10-01 source:"Korea Herald" in:"Moscow talks" "exact phrase" -word latest sanctions news'
    day = date(2018, 10, 1)
    assert asked(question) == ParsedQuestion(
        text="exact phrase sanctions news",
        filters=(
            Filter("after", "2018-10-01", "after:2018-10-01", (day, day)),
            Filter("source", "Korea Herald", 'source:"Korea Herald"'),
            Filter("in", "Moscow talks", 'in:"Moscow talks"'),
            Filter("phrase", "exact phrase", '"exact phrase"'),
            Filter("without", "word", "-word"),
        ),
        latest=True,
    )


def test_what_is_no_filter_stays_as_it_is(subtests: pytest.Subtests) -> None:
    for question in [
        "What was said at 10:39?",
        "See https://example.org/in:x and foo:bar",
        'note:"not a phrase" here',
        "a stage-by-stage plan - or -5 degrees, --really",
        'He said "never closed',
        "“never closed either",
        '6\'2" tall and 5" wide',
        'Is "?" or "" a phrase?',
        "???",
    ]:
        with subtests.test(question=question):
            assert asked(question) == ParsedQuestion(question)


def test_a_key_is_known_in_any_case_and_before_a_space(subtests: pytest.Subtests) -> None:
    for typed in ["source:Herald", "SOURCE:Herald", "source: Herald", 'Source:  "Herald"', "source：Herald"]:
        with subtests.test(typed=typed):
            assert asked(f"talks {typed} there") == ParsedQuestion("talks there", (Filter("source", "Herald", typed),))


def test_quotes_of_many_kinds_hold_a_value_or_a_phrase(subtests: pytest.Subtests) -> None:
    for quoted in ['"two words"', "“two words”", "«two words»", "「two words」", "„two words“", '"two\n words"']:
        with subtests.test(quoted=quoted):
            assert kinds(f"x in:{quoted} {quoted} -{quoted}") == [
                ("in", "two words"),
                ("phrase", "two words"),
                ("without", "two words"),
            ]


def test_quotes_within_chinese_need_no_space() -> None:
    assert kinds('他说"和平"吗') == [("phrase", "和平")]


def test_punctuation_after_a_filter_is_not_of_it() -> None:
    found = asked("What did Kim say in:Moscow, -Trump, after:2018?")
    assert found.text == "What did Kim say"
    assert [each.typed for each in found.filters] == ["in:Moscow", "-Trump", "after:2018"]


def test_a_value_whose_quotes_never_close_is_one_word() -> None:
    assert asked('source:"Korea Herald') == ParsedQuestion("Herald", (Filter("source", "Korea", 'source:"Korea'),))


def test_a_question_of_filters_asks_for_their_words(subtests: pytest.Subtests) -> None:
    for question, text in [
        ("after:2018 source:Herald ?", ""),
        ("-word", ""),
        ('in:"Moscow talks" after:2018', "Moscow talks"),
        ('in:Moscow "by stages"', "Moscow by stages"),
        ('in:Moscow "by stages" when', "by stages when"),
    ]:
        with subtests.test(question=question, text=text):
            assert asked(question).text == text


def test_asking_for_the_latest_leaves_the_text(subtests: pytest.Subtests) -> None:
    for question, text in [
        ("latest sanctions news", "sanctions news"),
        ("What is the most recent test?", "What is the test?"),
        ("Newest missiles", "missiles"),
        ("최신 대북 제재", "대북 제재"),
        ("가장 최근의 정상회담은?", "정상회담은?"),
        ("las últimas sanciones", "las sanciones"),
        ("la noticia más reciente", "la noticia"),
        ("les dernières sanctions", "les sanctions"),
        ("die neuesten Sanktionen", "die Sanktionen"),
    ]:
        with subtests.test(question=question, text=text):
            assert asked(question) == ParsedQuestion(text, latest=True)


def test_asking_for_the_latest_stays_where_nothing_else_is_asked(subtests: pytest.Subtests) -> None:
    for question in ["What is the latest?", "latest", "최신"]:
        with subtests.test(question=question):
            assert asked(question) == ParsedQuestion(question, latest=True)


def test_latest_within_other_words_asks_for_nothing(subtests: pytest.Subtests) -> None:
    for question in ["the latest-model car", '"latest news" here', "done by May at the latest", "por último"]:
        with subtests.test(question=question):
            assert not asked(question).latest


def test_a_key_without_a_value_is_explained(subtests: pytest.Subtests) -> None:
    for question in ["source:", "talks source: after:2018", 'source:""', "source:???", "source:   "]:
        with subtests.test(question=question):
            assert complaint(question) == 'source: has no value. Write it like source:"Korea Herald".'


def test_a_minus_before_a_key_is_explained() -> None:
    assert complaint("x -source:Herald") == (
        "A minus sign only leaves out words, like -word. Remove it from -source:Herald."
    )


def test_ten_filters_are_enough() -> None:
    assert len(asked("-word " * 10).filters) == 10
    assert complaint("-word " * 5_000) == "That question has more than 10 filters. Keep only the most important ones."


def test_days_that_leave_none_are_named(subtests: pytest.Subtests) -> None:
    for question, named in [
        ("x after:2019 before:2018", "after:2019 and before:2018"),
        ("x before:2018-10-01 after:2018-10-01", "after:2018-10-01 and before:2018-10-01"),
        ("x on:2018-10 on:2018-11", "on:2018-11 and on:2018-10"),
        ('x on:2017 after:"11 October 2018"', 'after:"11 October 2018" and on:2017'),
    ]:
        with subtests.test(question=question, named=named):
            assert complaint(question) == f"No day can be both {named}. Change or remove one of them."


def test_days_that_overlap_are_kept() -> None:
    assert len(asked("x after:2018-10-01 before:2018-10-02 on:2018-10").filters) == 3
