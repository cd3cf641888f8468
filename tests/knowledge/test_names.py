"""Names that no article has, in questions whose other words were answered."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge import Answer, Library, Suggestion
from knowledge.answers import missing_names
from tests.knowledge.test_spelling import MOSCOW


@pytest.fixture
async def library(tmp_path: Path) -> AsyncIterator[Library]:
    async with Library.open(tmp_path) as library:
        await library.add(MOSCOW)
        yield library


@pytest.mark.parametrize(
    ("question", "missing", "meant"),
    [
        ("Who received the envoys at the ministry with Huii?", ("Huii",), ()),
        ("Morguloff received the envoys at the ministry?", ("Morguloff",), ("Morgulov",)),
        ("did morguloff receive the envoys at the ministry", ("morguloff",), ("Morgulov",)),
        ("Did igor morgulov receive the envoys at the ministri", (), ()),
        ("Who received the envoys at the ministry yesterday?", (), ()),
        ("WHO RECEIVED THE ENVOYS AT THE MINISTRY BEFORE?", (), ()),
        ("Yesterday the envoys at the ministry were received by whom?", (), ()),
    ],
)
async def test_only_what_looks_like_a_name_is_missed(
    library: Library, question: str, missing: tuple[str, ...], meant: tuple[str, ...]
) -> None:
    found = await library.ask(question)
    assert isinstance(found, Answer) and found.outcome == "answered"
    assert missing_names(found) == missing
    assert tuple(each.instead for each in found.suggestions) == meant


def test_german_nouns_are_no_names() -> None:
    question = "Wer hat die Gesandten im Ministerium mit einem Blumenstrauß empfangen?"
    found = Answer(question=question, outcome="answered", evidence=0.9, citations=(), unmatched=("Blumenstrauß",))
    assert missing_names(found) == ()


@given(st.text(), st.lists(st.text(), max_size=4), st.lists(st.text(), max_size=3))
def test_any_question_can_be_looked_at(question: str, unmatched: list[str], near: list[str]) -> None:
    found = Answer(
        question=question,
        outcome="answered",
        evidence=1.0,
        citations=(),
        unmatched=tuple(unmatched),
        suggestions=tuple(Suggestion(word, "X") for word in near),
    )
    assert set(missing_names(found)) <= set(unmatched)
