"""Whatever is typed, a question is taken apart or refused in a sentence."""

from datetime import date

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from knowledge.errors import InvalidQuestion
from knowledge.search.filters import ParsedQuestion, matches, parse_question
from knowledge.text.matching import holds_phrase

PIECES = st.one_of(
    st.sampled_from(
        ["after:", "before:", "on:", "source:", "in:", "in：", "2018", "2018-10", "10월", "Herald", "word"]
    ),
    st.sampled_from(["last", "week", "hace", "3", "latest", "최신"]),
    st.sampled_from('-"“”«»「」„ \n?(\x00\x1c\u202e'),
)
QUESTIONS = st.one_of(st.text(max_size=200), st.lists(st.one_of(PIECES, st.text(max_size=5)), max_size=30).map("".join))
TODAYS = st.dates()
PLAIN = st.lists(st.from_regex(r"[a-kA-K가-깋0-9.,;?!/&]+", fullmatch=True), max_size=20)


def attempt(question: str, today: date) -> ParsedQuestion | None:
    try:
        return parse_question(question, today=today)
    except InvalidQuestion as unclear:
        assert str(unclear).endswith(".")
        assert len(str(unclear)) < 250
        return None


@settings(deadline=None)
@given(QUESTIONS, TODAYS)
@example('after:"last week"', date.min)
@example('on:"next week"', date.max)
def test_every_filter_was_typed(question: str, today: date) -> None:
    found = attempt(question, today)
    for each in found.filters if found else ():
        assert each.typed in question
        assert each.value
        assert (each.days is not None) == (each.kind in ("after", "before", "on"))
        matches(each, title=question, publisher="", byline=each.value, published=today)


@given(PLAIN)
def test_a_question_without_filters_comes_back(words: list[str]) -> None:
    question = "  ".join(words)
    assert parse_question(question, today=date(2024, 5, 15)) == ParsedQuestion(" ".join(words))


@given(st.text(max_size=40), st.text(max_size=20))
def test_a_phrase_is_held_between_spaces(phrase: str, around: str) -> None:
    assert holds_phrase(phrase, f"{around} {phrase} {around}")


def test_a_very_long_question_is_taken_apart_or_refused(subtests: pytest.Subtests) -> None:
    for question in [
        *("“" * 50_000, '"' * 50_001, "“«" * 25_000, '-"' * 25_001, "- " * 25_000, "가장 " * 25_000),
        *("in:" + " " * 50_000, "in:" * 25_000, "in:" + "!" * 50_000, "x" * 50_000, '"' + "x " * 25_000 + '"'),
    ]:
        with subtests.test(question=question):
            attempt(question, date(2024, 5, 15))
