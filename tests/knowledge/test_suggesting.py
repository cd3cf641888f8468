import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.listing import MAX_SUGGESTED, suggestions

TEXTS = ["Who met in Moscow?", "Élan of the café", "제2차 북미정상회담", "Moscow talks end", "WHO MET IN MOSCOW"]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("", ["Who met in Moscow?", "Élan of the café", "제2차 북미정상회담", "Moscow talks end"]),
        ("mos", ["Moscow talks end", "Who met in Moscow?"]),
        ("MOSCOW wh", ["Who met in Moscow?"]),
        ("oscow", []),
        ("elan CAFE", ["Élan of the café"]),
        ("정상", ["제2차 북미정상회담"]),
        ("정사", ["제2차 북미정상회담"]),
        ("북미정상ㅎ", ["제2차 북미정상회담"]),
        ("?!", ["Who met in Moscow?", "Élan of the café", "제2차 북미정상회담", "Moscow talks end"]),
    ],
)
def test_every_typed_word_must_begin_a_word(typed: str, found: list[str]) -> None:
    assert suggestions(typed, TEXTS) == found


@given(st.text(), st.lists(st.text()))
def test_suggestions_are_some_of_the_texts(typed: str, texts: list[str]) -> None:
    found = suggestions(typed, texts)
    assert len(found) <= MAX_SUGGESTED
    assert set(found) <= set(texts)


@given(st.text(min_size=1))
def test_a_text_is_suggested_when_it_has_been_typed_out(text: str) -> None:
    assert suggestions(text, [text]) == [text]
