"""The days that a person means, seen from Wednesday 15 May 2024."""

from datetime import date

import pytest

from knowledge.errors import InvalidQuestion
from knowledge.search.filters import parse_question
from knowledge.text.dates import parse_date_range

TODAY = date(2024, 5, 15)
ELEVENTH = date(2018, 10, 11), date(2018, 10, 11)
OCTOBER = date(2018, 10, 1), date(2018, 10, 31)
YEAR = date(2018, 1, 1), date(2018, 12, 31)
LAST_WEEK = date(2024, 5, 6), date(2024, 5, 12)
LAST_MONTH = date(2024, 4, 1), date(2024, 4, 30)
TWO_DAYS_AGO = date(2024, 5, 13), date(2024, 5, 13)


def test_a_date_a_month_and_a_year_are_read(subtests: pytest.Subtests) -> None:
    for days, texts in [
        (ELEVENTH, ["2018-10-11", "2018/10/11", "2018.10.11", "2018. 10. 11.", "20181011", "2018-10-11T09:30Z"]),
        (ELEVENTH, ["2018년 10월 11일", "2018年10月11日", "11.10.2018", "October 11, 2018", "11 October 2018"]),
        (ELEVENTH, ["11 de octubre de 2018", "11. Oktober 2018", "11 octobre 2018"]),
        (OCTOBER, ["2018-10", "2018/10", "10/2018", "Oct. 2018", "october 2018", "2018년 10월", "octubre de 2018"]),
        (YEAR, ["2018", "2018년", "2018年", "en 2018"]),
        ((date(2018, 12, 31),) * 2, ["31/12/2018", "12/31/2018", "31.12.2018"]),
        ((date(2018, 2, 1), date(2018, 2, 28)), ["2018-2", "Feb 2018"]),
        ((date(2018, 7, 1), date(2018, 9, 30)), ["Q3 2018"]),
    ]:
        with subtests.test(days=days, texts=texts):
            assert [parse_date_range(text, TODAY) for text in texts] == [days] * len(texts)


def test_a_day_is_told_from_today(subtests: pytest.Subtests) -> None:
    for days, texts in [
        (
            TWO_DAYS_AGO,
            ["2 days ago", "two days ago", "hace dos días", "il y a deux jours", "vor zwei Tagen", "2일 전"],
        ),
        ((date(2024, 5, 14),) * 2, ["yesterday", "Yesterday", "어제", "ayer", "hier", "gestern", "昨天"]),
        (LAST_WEEK, ["last week", "past week", "지난주", "지난 주", "la semana pasada", "letzte Woche"]),
        (LAST_MONTH, ["last month", "지난달", "지난 달", "el mes pasado", "le mois dernier"]),
        ((date(2023, 1, 1), date(2023, 12, 31)), ["last year", "작년", "지난해"]),
        ((date(2024, 5, 12), TODAY), ["last 3 days", "the past three days"]),
    ]:
        with subtests.test(days=days, texts=texts):
            assert [parse_date_range(text, TODAY) for text in texts] == [days] * len(texts)


def test_what_names_no_year_is_the_latest_that_has_come(subtests: pytest.Subtests) -> None:
    for text, first in [("October", date(2023, 10, 1)), ("monday", date(2024, 5, 13))]:
        with subtests.test(text=text, first=first):
            assert parse_date_range(text, TODAY) == (first, first.replace(day=31) if text == "October" else first)


def test_what_is_no_date_or_could_be_two_is_not_guessed(subtests: pytest.Subtests) -> None:
    for text in [
        *("foo", "", "12", "a", "so", "2010s", "the 90s", "10:30", "10:30 am", "11 am", "99999999999", "end of 2018"),
        *("2018-13-01", "2018-02-30", "2018-00", "2018-10-00", "0000", "9999 years ago", "31/02/2018"),
        *("10/11/2018", "10-11-2018", "10 11 2018", "1 October " + "x" * 40, "2018 " * 9, "\x00", "last 999999 years"),
    ]:
        with subtests.test(text=text):
            assert parse_date_range(text, TODAY) is None


def test_the_ends_of_the_calendar_are_days_too(subtests: pytest.Subtests) -> None:
    for text in ["0001", "9999", "9999-12-31", "0001-01-01"]:
        with subtests.test(text=text):
            assert parse_date_range(text, TODAY)
            assert parse_question(f"x on:{text} after:0001 ", today=TODAY).filters


def test_a_date_not_understood_is_named_without_markup(subtests: pytest.Subtests) -> None:
    for typed, shown in [
        ("after:foo", "after:foo"),
        ('After:  "the day of\nthe talks"', 'After: "the day of the talks"'),
        ("after:[a](http://example.org)@everyone`*", "after:ahttp:example.orgeveryone"),
        ("after:" + "9" * 500, "after:" + "9" * 54 + "…"),
    ]:
        with subtests.test(typed=typed, shown=shown):
            with pytest.raises(InvalidQuestion) as caught:
                parse_question(f"talks {typed}", today=TODAY)
            assert str(caught.value) == f"I don't understand the date in {shown}. Write it like after:2018-10-01."
