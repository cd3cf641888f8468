"""Which articles and texts a filter lets through."""

from datetime import UTC, date, datetime

import pytest

from knowledge.search.filters import Filter, matches, parse_question
from knowledge.text.matching import holds_phrase


def only(typed: str) -> Filter:
    (filter,) = parse_question(typed, today=date(2024, 5, 15)).filters
    return filter


def admitted(typed: str, *, title: str = "", publisher: str = "", byline: str = "", published: str = "") -> bool:
    day = date.fromisoformat(published) if published else None
    return matches(only(typed), title=title, publisher=publisher, byline=byline, published=day)


def test_after_takes_its_first_day_in_and_before_leaves_it_out(subtests: pytest.Subtests) -> None:
    for typed, days in [
        ("after:2018-10-11", ["2018-10-11", "2018-10-12", "2019-01-01"]),
        ("after:2018-10", ["2018-10-01", "2018-10-10", "2018-10-11", "2018-10-12", "2019-01-01"]),
        ("before:2018-10-11", ["2017-12-31", "2018-10-01", "2018-10-10"]),
        ("before:2018-10", ["2017-12-31"]),
        ("on:2018-10-11", ["2018-10-11"]),
        ("on:2018-10", ["2018-10-01", "2018-10-10", "2018-10-11", "2018-10-12"]),
        ("on:2017", ["2017-12-31"]),
    ]:
        with subtests.test(typed=typed, days=days):
            every = ["2017-12-31", "2018-10-01", "2018-10-10", "2018-10-11", "2018-10-12", "2019-01-01"]
            assert [day for day in every if admitted(typed, published=day)] == days


def test_an_article_without_a_date_is_on_no_day(subtests: pytest.Subtests) -> None:
    for typed in ["after:2018", "before:2018", "on:2018"]:
        with subtests.test(typed=typed):
            assert not admitted(typed)


def test_a_moment_is_on_its_day() -> None:
    moment = datetime(2018, 10, 11, 23, 30, tzinfo=UTC)
    assert matches(only("on:2018-10-11"), title="", publisher="", byline="", published=moment)


def test_a_source_is_named_by_some_of_its_words(subtests: pytest.Subtests) -> None:
    for value, publisher in [
        ("herald", "The Korea Herald"),
        ('"HERALD korea"', "The Korea Herald"),
        ('"le monde"', "Le Monde"),
        ("reuters", "Reuters.com"),
        ('"el pais"', "El País"),
        ("País", "El Pai\u0301s"),
        ("조선", "조선일보"),
        ("BBC", "ＢＢＣ News"),
    ]:
        with subtests.test(value=value, publisher=publisher):
            assert admitted(f"source:{value}", publisher=publisher)
            assert admitted(f"source:{value}", byline=publisher)


def test_another_source_is_not_admitted() -> None:
    assert not admitted("source:her", publisher="The Korea Herald")
    assert not admitted('source:"Korea Herald"', publisher="Korea Times", byline="Herald Smith")
    assert not admitted("source:Herald")


def test_a_headline_is_named_by_all_of_the_words() -> None:
    headline = "U.S., North Korea’s envoys end talks in Moscow"
    assert admitted('in:"moscow talks"', title=headline)
    assert admitted('in:"US korea"', title=headline)
    assert not admitted('in:"Moscow summit"', title=headline)


def test_phrases_and_words_left_out_are_not_of_the_article() -> None:
    assert admitted('"by stages"', title="Other")
    assert admitted("-other", title="Other")


def test_a_phrase_is_held_whatever_its_form(subtests: pytest.Subtests) -> None:
    for phrase, text in [
        ("stage by stage", "It goes Stage  by\nstage."),
        ("step, by step.", "A step, by step way"),
        ("don't say “no”", 'They DON’T say "no" now'),
        ("co-operate", "to co\u2011operate"),
        ("nuclear", "nu\u00adclear"),
        ("Straße", "in der STRASSE"),
        ("ﬁrst", "the first"),
        ("caf\u00e9", "cafe\u0301"),
        ("비핵화", "완전한비핵화를"),
        ("和平", "他说和平吗"),
        ("G20", "G20정상회의"),
        ("U.S.", "the U.S."),
        ("a.b(c", "see a.b(c) here"),
    ]:
        with subtests.test(phrase=phrase, text=text):
            assert holds_phrase(phrase, text)


def test_a_phrase_is_not_held_in_parts_or_in_longer_words(subtests: pytest.Subtests) -> None:
    for phrase, text in [
        ("stage by stage", "stage-by-stage"),
        ("sanction", "sanctions"),
        ("art", "start"),
        ("a.b", "aXb"),
        ("by stage", "stage by"),
        ("18", "2018"),
    ]:
        with subtests.test(phrase=phrase, text=text):
            assert not holds_phrase(phrase, text)
