"""What is quoted from a paragraph."""

import sys
from itertools import pairwise
from types import FrameType
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.answers.citations import select_passages
from knowledge.models import Article
from knowledge.search.params import DEFAULT_PARAMS
from knowledge.search.partition import Partition
from knowledge.search.query import Query
from knowledge.text.sentences import split_sentences

if TYPE_CHECKING:
    from _typeshed import TraceFunction

TEXT = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=900).filter(str.strip)


def query(text: str, question: str, language: str = "en") -> Query:
    return Query.build(question, Partition.build(language, [Article(title="", paragraphs=(text,))]))


def quoted(text: str, question: str) -> str:
    start, end = next(select_passages(text, split_sentences(text, "en"), query(text, question))).span
    return text[start:end]


def test_a_short_paragraph_is_quoted_whole() -> None:
    text = "The truce was signed at Panmunjom. It still holds."
    assert quoted(text, "truce") == text


def test_a_long_paragraph_is_quoted_from_its_best_sentence() -> None:
    filler = "Nothing of note was said about the weather that morning by anyone in the hall. " * 4
    text = f"{filler}The truce was signed at Panmunjom. {filler.strip()}"
    assert quoted(text, "truce at Panmunjom").startswith("The truce was signed at Panmunjom. Nothing")


def test_abbreviations_and_initials_do_not_end_a_sentence() -> None:
    text = 'Gen. William K. Harrison Jr. signed at 10 a.m. on July 27. "It is over," Mr. Nam said.'
    assert [text[slice(*each.span)] for each in split_sentences(text, "en")] == [
        "Gen. William K. Harrison Jr. signed at 10 a.m. on July 27.",
        '"It is over," Mr. Nam said.',
    ]


def test_chinese_sentences_end_at_their_own_full_stop() -> None:
    assert len(split_sentences("双方签署了协定。会谈结束。", "zh")) == 2


def test_a_sentence_that_is_too_long_is_cut_at_words_around_the_match() -> None:
    text = "word " * 200 + "truce signed " + "other " * 200
    shown = quoted(text, "truce signed")
    assert "truce signed" in shown and len(shown) <= DEFAULT_PARAMS.max_passage_chars
    assert set(shown.split()) <= set(text.split())


def test_the_same_word_again_and_again_draws_no_window() -> None:
    text = "truce " * 100 + "word " * 100 + "truce signed at Panmunjom " + "other " * 100
    assert "signed at Panmunjom" in quoted(text, "truce signed Panmunjom")


def test_a_text_without_spaces_is_cut_all_the_same() -> None:
    assert len(quoted("x" * 2_000, "what")) == DEFAULT_PARAMS.max_passage_chars


@given(TEXT, st.sampled_from(["en", "ko", "zh", "th", "xx"]))
def test_a_passage_is_a_slice_with_words_and_within_bounds(text: str, language: str) -> None:
    for start, end in (
        each.span for each in select_passages(text, split_sentences(text, language), query(text, text, language))
    ):
        assert 0 <= start < end <= len(text) and end - start <= DEFAULT_PARAMS.max_passage_chars
        assert text[start:end].strip()


@given(TEXT)
def test_no_word_is_quoted_twice(text: str) -> None:
    quoted = sorted(each.span for each in select_passages(text, split_sentences(text, "en"), query(text, text)))
    assert all(end <= start for (_, end), (start, _) in pairwise(quoted))


def test_a_second_passage_is_around_the_best_sentence_that_is_left() -> None:
    filler = "Nothing of note was said about the weather that morning by anyone in the hall. " * 4
    text = f"The truce was signed at Panmunjom. {filler}The truce still holds. {filler.strip()}"
    found = [
        each.span for each in select_passages(text, split_sentences(text, "en"), query(text, "truce at Panmunjom"))
    ]
    first, second = (text[start:end] for start, end in found[:2])
    assert "signed at Panmunjom" in first and "still holds" in second


@given(TEXT)
def test_sentences_cover_every_word(text: str) -> None:
    assert "".join("".join(text[slice(*each.span)] for each in split_sentences(text, "en")).split()) == "".join(
        text.split()
    )


def test_sentences_before_the_best_are_quoted_with_it_where_they_say_more() -> None:
    filler = "Nothing of note was said about the weather that morning by anyone in the hall. " * 4
    text = f"{filler}The truce held. The truce was signed at Panmunjom. {filler.strip()}"
    assert quoted(text, "truce at Panmunjom").startswith("The truce held. The truce was signed at Panmunjom.")


@given(TEXT)
def test_the_chances_of_a_paragraphs_passages_are_one_in_all(text: str) -> None:
    assert sum(
        each.chance for each in select_passages(text, split_sentences(text, "en"), query(text, text))
    ) == pytest.approx(1)


def test_the_work_of_quoting_grows_with_the_text_and_no_faster(subtests: pytest.Subtests) -> None:
    for word in ["truce ", "harbour ", "truce-harbour; ", "x "]:
        with subtests.test(word=word):
            once, twice = (
                _lines_run(word * length, "Where was the truce signed in the harbour?") for length in (3_000, 6_000)
            )
            assert twice < 2.5 * once


def _lines_run(text: str, question: str) -> int:
    """Count the lines of code that quoting a text takes, which unlike its time is the same on every machine."""
    asked, sentences = query(text, question), split_sentences(text, "en")
    count = 0

    def trace(frame: FrameType, event: str, arg: object) -> "TraceFunction | None":
        nonlocal count
        if not frame.f_code.co_filename.endswith("citations.py"):
            return None
        count += event == "line"
        return trace

    sys.settrace(trace)
    try:
        next(select_passages(text, sentences, asked))
    finally:
        sys.settrace(None)
    return count


def test_a_passage_ends_with_the_clauses_that_there_is_room_for() -> None:
    filler = "Nothing of note was said about the weather that morning by anyone in the hall. " * 3
    text = f"The truce was signed at Panmunjom. {filler}A parade was held in Lindvik, which cheered, {'sang ' * 30}on."
    shown = quoted(text, "truce at Panmunjom")
    assert shown.startswith("The truce was signed") and shown.endswith(("in Lindvik", "which cheered"))


def test_a_sentence_with_the_words_of_the_question_in_their_order_is_likelier() -> None:
    filler = "Nothing of note was said about the weather that morning by anyone in the hall. " * 5
    text = f"The army chief of the north met the staff. {filler}The chief of staff met the north of the army."
    assert "The chief of staff met" in quoted(text, "Who is chief of staff of the north army?")
    assert "The army chief of the north" in quoted(text, "Who is army chief of the north staff?")


def test_a_sentence_after_one_on_the_rest_of_the_question_is_likelier() -> None:
    filler = "Nothing of note was said about the weather that morning by anyone in the hall. " * 5
    text = f"It feeds a well. {filler}The glacier lies above Lindvik. It feeds a lake. {filler.strip()}"
    assert "It feeds a lake." in quoted(text, "What does the glacier above Lindvik feed?")
