"""The list of articles narrowed by filters and by words of the headline."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge import Article, ArticleListing, InvalidQuestion
from knowledge.listing import MAX_SUGGESTED, filter_listing, publishers, recent, suggestions

NOW = datetime(2021, 7, 1, 12, tzinfo=UTC)


def listed(title: str, day: date | None, publisher: str = "", byline: str = "", days_ago: int = 30) -> ArticleListing:
    article = Article(title=title, paragraphs=(), publisher=publisher, byline=byline, published_at=day)
    return ArticleListing(article, 3, NOW - timedelta(days=days_ago))


PIER = listed("New pier opens", date(2021, 6, 5), "The Coast Courier", "Northern Press", 2)
MARKET = listed("Fish market moves to the old pier", datetime(2020, 1, 2, 8, tzinfo=UTC), "The Coast Courier")
KOREAN = listed("남북 정상회담이 열렸다", date(2018, 9, 18), "연합뉴스")
UNDATED = listed("Notes on tides", None, days_ago=6)
ALL = [MARKET, UNDATED, KOREAN, PIER]


def test_list_is_narrowed_and_newest_first(subtests: pytest.Subtests) -> None:
    for wanted, found in [
        ("", [UNDATED, PIER, MARKET, KOREAN]),
        ("pier", [PIER, MARKET]),
        ("PIER old", [MARKET]),
        ("tide", [UNDATED]),
        ("정상회담", [KOREAN]),
        ("source:Courier", [PIER, MARKET]),
        ('source:"Northern Press"', [PIER]),
        ("after:2020", [PIER, MARKET]),
        ("before:2020", [KOREAN]),
        ("on:2021-06", [PIER]),
        ('after:2019 "old pier"', [MARKET]),
        ("pier -fish", [PIER]),
        ("in:pier", [PIER, MARKET]),
        ("zeppelin", []),
        ("source:Courier before:2018", []),
    ]:
        with subtests.test(wanted=wanted, found=found):
            assert filter_listing(ALL, wanted, now=NOW) == found


def test_filter_that_cannot_be_is_told(subtests: pytest.Subtests) -> None:
    for wanted in ["after:2020 before:2019", "on:yesteryear"]:
        with subtests.test(wanted=wanted), pytest.raises(InvalidQuestion):
            filter_listing(ALL, wanted, now=NOW)


def test_recent_articles_are_those_added_in_the_last_seven_days() -> None:
    assert recent(ALL, now=NOW) == [PIER, UNDATED]


def test_publishers_of_most_articles_come_first() -> None:
    assert publishers(ALL, "") == ["The Coast Courier", "Northern Press", "연합뉴스"]
    assert publishers(ALL, "coast") == ["The Coast Courier"]


TEXTS = ["Who met in Moscow?", "Élan of the café", "제2차 북미정상회담", "Moscow talks end", "WHO MET IN MOSCOW"]


def test_every_typed_word_must_begin_a_word(subtests: pytest.Subtests) -> None:
    for typed, found in [
        ("", ["Who met in Moscow?", "Élan of the café", "제2차 북미정상회담", "Moscow talks end"]),
        ("mos", ["Moscow talks end", "Who met in Moscow?"]),
        ("MOSCOW wh", ["Who met in Moscow?"]),
        ("oscow", []),
        ("elan CAFE", ["Élan of the café"]),
        ("정상", ["제2차 북미정상회담"]),
        ("정사", ["제2차 북미정상회담"]),
        ("북미정상ㅎ", ["제2차 북미정상회담"]),
        ("?!", ["Who met in Moscow?", "Élan of the café", "제2차 북미정상회담", "Moscow talks end"]),
    ]:
        with subtests.test(typed=typed, found=found):
            assert suggestions(typed, TEXTS) == found


@given(st.text(), st.lists(st.text()))
def test_suggestions_are_some_of_the_texts(typed: str, texts: list[str]) -> None:
    found = suggestions(typed, texts)
    assert len(found) <= MAX_SUGGESTED
    assert set(found) <= set(texts)


@given(st.text(min_size=1))
def test_a_text_is_suggested_when_it_has_been_typed_out(text: str) -> None:
    assert suggestions(text, [text]) == [text]
