"""What an evaluation says of a set of questions."""

import math
from dataclasses import replace
from typing import Literal

import pytest

from knowledge import Answer, Article, Citation, Decline
from knowledge.evaluation import EvalResult, Qrel, Question, compute_metrics, compute_metrics_by_language

A, B, C, D = (Qrel("a", number) for number in range(1, 5))
PIER = Article(title="Pier", paragraphs=("The pier opened\u00a0on SATURDAY in June.", "Forty ﬂags flew."))


def answer(
    *quoted: int,
    confidence: float = 0.9,
    outcome: Literal["answered", "closest"] = "answered",
    milliseconds: float = 1.0,
) -> Answer:
    """A reply that quotes whole paragraphs of the pier's article."""
    citations = tuple(
        Citation(n=n, article=PIER, paragraph=number, span=(0, len(PIER.paragraphs[number - 1])))
        for n, number in enumerate(quoted, start=1)
    )
    return Answer(
        question="q",
        outcome=outcome,
        confidence=confidence,
        citations=citations,
        milliseconds=milliseconds,
    )


def decline(confidence: float = 0.1, milliseconds: float = 1.0) -> Decline:
    return Decline(question="q", confidence=confidence, milliseconds=milliseconds)


def trial(
    id: str,
    relevant: tuple[Qrel, ...] = (),
    ranked: tuple[Qrel, ...] = (),
    reply: Answer | Decline | None = None,
    *,
    answers: tuple[str, ...] = (),
    language: str = "en",
) -> EvalResult:
    scored = tuple((place, 10.0) for place in ranked)
    return EvalResult(Question(id, "q", relevant, answers), language, scored, reply or answer(1))


def test_relevant_paragraph_on_the_third_rank() -> None:
    found = compute_metrics([trial("1", (C,), (A, B, C, D))]).found
    assert found
    assert (found.success_at_1, found.recall_at_5) == (0, 1)
    assert found.mrr_at_10 == pytest.approx(1 / 3)
    assert found.ndcg_at_10 == pytest.approx(1 / math.log2(4))


def test_equal_scores_keep_our_order() -> None:
    for ranked in ((A, B), (B, A)):
        found = compute_metrics([trial("1", (A,), ranked)]).found
        assert found and found.success_at_1 == (ranked[0] == A)


def test_question_that_found_nothing_is_zero_and_one_without_relevant_is_left_out() -> None:
    found = compute_metrics([trial("1", (A,), (A,)), trial("2", (A,), (), decline()), trial("3", (), (A,))]).found
    assert found
    assert (found.success_at_1, found.recall_at_5, found.mrr_at_10, found.ndcg_at_10) == (0.5, 0.5, 0.5, 0.5)


def test_answer_is_found_in_the_quotes_whatever_its_case_spaces_and_ligatures() -> None:
    measured = compute_metrics(
        [
            trial("1", (A,), reply=answer(1, 2), answers=("on  Saturday",)),
            trial("2", (A,), reply=answer(1, 2), answers=("nine", "FORTY FLAGS")),
            trial("3", (A,), reply=answer(1, 2), answers=("Sunday",)),
            trial("4", (A,), reply=decline(), answers=("on Saturday",)),
            trial("5", (A,), reply=answer(1)),
            trial("6", (), reply=answer(1), answers=("on Saturday",)),
        ]
    )
    assert (measured.answer_in_first, measured.answer_in_k) == (0.25, 0.5)


def test_answer_in_the_headline_is_visible_though_no_quote_holds_it() -> None:
    measured = compute_metrics([trial("1", (A,), reply=answer(2), answers=("PIER",))])
    assert (measured.answer_in_first, measured.visible_in_first) == (0.0, 1.0)


def test_marks_are_right_where_they_hold_the_words_of_an_answer() -> None:
    def marked(*words: str) -> Answer:
        given = answer(1)
        text = given.citations[0].text
        spans = tuple((text.index(word), text.index(word) + len(word)) for word in words)
        return replace(given, citations=(replace(given.citations[0], answers=spans),))

    measured = compute_metrics(
        [
            trial("1", (A,), reply=marked("SATURDAY"), answers=("on Saturday.",)),
            trial("2", (A,), reply=marked("opened"), answers=("Saturday",)),
            trial("3", (A,), reply=answer(1), answers=("Saturday",)),
            trial("4", (A,), reply=marked("opened"), answers=("Sunday",)),
        ]
    ).marks
    assert (measured.marked, measured.right) == (0.75, 0.5)
    assert measured.chars == pytest.approx(len("Saturday" + "opened") / 2 / len(PIER.paragraphs[0]))


def test_declining_is_told_apart_where_it_is_right_and_where_it_is_wrong() -> None:
    measured = compute_metrics(
        [
            trial("1", (A,), (A,)),
            trial("2", (A,), (A,)),
            trial("3", (A,), (A,), answer(1, outcome="closest")),
            trial("4", (A,), (), decline()),
            trial("5", (), (), decline()),
            trial("6", (), (A,)),
        ]
    )
    assert measured.answerable.declined_share == 0.25
    assert measured.answerable.unanswered_share == 0.5
    assert measured.unanswerable.declined_share == 0.5
    outcomes = measured.outcomes
    assert (outcomes.answered, outcomes.closest, outcomes.declined, outcomes.total) == (3, 1, 2, 6)


def test_confidence_of_answerable_questions_is_compared_with_unanswerable_ones() -> None:
    asked = [trial("1", (A,), reply=answer(1, confidence=0.6)), trial("2", (), reply=answer(1, confidence=0.7))]
    gone = [trial("1", (A,), reply=decline(0.2))]
    measured = compute_metrics(asked, gone)
    assert (measured.auc, measured.gone_auc) == (0, 1)
    assert measured.gone and measured.gone.declined_share == 1
    assert compute_metrics(asked).gone is None


def test_time_is_given_as_median_and_99th_percentile() -> None:
    measured = compute_metrics([trial(str(n), reply=decline(milliseconds=n)) for n in range(101)])
    assert (measured.milliseconds_median, measured.milliseconds_p99) == (50, 99)


def test_no_measure_is_made_up_where_there_is_no_question_for_it() -> None:
    measured = compute_metrics([trial("1", (), reply=decline())])
    assert measured.found is None
    assert (measured.answer_in_first, measured.answer_in_k, measured.auc, measured.gone_auc) == (None,) * 4
    assert measured.answerable.declined_share is None


def test_languages_are_measured_by_themselves() -> None:
    asked = [trial("1", (A,), (A,), language="ko"), trial("2", (A,), (B,), language="en")]
    measured = compute_metrics_by_language(asked, [trial("1", (A,), reply=decline(), language="ko")])
    assert list(measured) == ["en", "ko"]
    assert measured["ko"].found and measured["ko"].found.success_at_1 == 1
    assert measured["en"].found and measured["en"].found.success_at_1 == 0
    assert measured["ko"].gone and measured["ko"].gone.total == 1
    assert measured["en"].gone and measured["en"].gone.total == 0
