"""What articles on the same thing say differently is shown side by side, and nothing else is."""

import sys
from collections import Counter
from dataclasses import replace
from datetime import date
from itertools import permutations
from types import FrameType

import pytest

from knowledge import Answer, Article, samples
from knowledge.answers import Disagreement, disagreements
from knowledge.answers.disagreements import differing_slots
from knowledge.answers.snapshot import Snapshot
from knowledge.evaluation import Question
from scripts.disagreements import measure

BLAST = "A bomb in the market of Kabul wounded {} people on Monday, police said."


def test_slot_that_two_sentences_fill_differently_is_found(subtests: pytest.Subtests) -> None:
    for one, other, language, shown in [
        (
            BLAST.format("14"),
            "Police said a bomb in the market of Kabul wounded 41 people on Monday.",
            "en",
            "41 people",
        ),
        (BLAST.format("14"), BLAST.format("twenty"), "en", "twenty people"),
        (BLAST.format("at least 14"), BLAST.format("41"), "en", "41 people"),
        (BLAST.format("more than 50"), BLAST.format("41"), "en", "41 people"),
        (
            "The bridge over the Taff in Cardiff was opened by the mayor on March 3, 2018.",
            "The bridge over the Taff in Cardiff was opened by the mayor on 5 March.",
            "en",
            "mayor on 5 March",
        ),
        (
            "The company was founded in Seoul by engineer John Smith after the war had ended.",
            "The company was founded in Seoul by engineer Peter Miller after the war had ended.",
            "en",
            "by engineer Peter Miller",
        ),
        (
            "El presidente inauguró el puente de Sevilla el 3 de marzo ante 400 vecinos del barrio.",
            "El presidente inauguró el puente de Sevilla el 3 de marzo ante 700 vecinos del barrio.",
            "es",
            "700 vecinos",
        ),
        (
            "이 사고로 서울에서 승객 14명이 다쳤다고 경찰이 3일 밝혔다.",
            "경찰은 이 사고로 서울에서 승객 41명이 다쳤다고 5일 밝혔다.",
            "ko",
            "41명이 다쳤다고",
        ),
        (
            "서울시는 2018년 3월 5일 새 다리를 열었다고 밝혔다.",
            "서울시는 2018년 3월 7일 새 다리를 열었다고 밝혔다.",
            "ko",
            "2018년 3월 7일",
        ),
    ]:
        with subtests.test(one=one, other=other):
            (found,) = differing_slots(one, other, language)
            assert shown in other[slice(*found.other_shown)]
            assert other[slice(*found.other)] in other[slice(*found.other_shown)]
            (turned,) = differing_slots(other, one, language)
            assert (turned.one, turned.other) == (found.other, found.one)


BRIDGE = "The bridge over the Taff in Cardiff was opened {} by the mayor of the old town."
FEE = "The club paid {} for a player of Lyon in the summer of last year."
MISSILES = "북한은 미사일 2발을 동해로 쐈다고 합참이 {}일 밝혔다."


def test_other_form_rounding_unit_or_thing_is_no_disagreement(subtests: pytest.Subtests) -> None:
    for forms in [
        [BLAST.format(number) for number in ("1,000", "1000", "one thousand", "about 1,040", "more than 990")],
        [BLAST.format(number) for number in ("3.5 million", "3,500,000", "about 3.4 million", "3.48 million")],
        [FEE.format(price) for price in ("$5 million", "A$8 million", "7 million euros", "9 million pounds sterling")],
        [BRIDGE.format(f"on {day}") for day in ("March 3", "3 March 2018", "Mar. 3, 2018")],
        [BRIDGE.format(f"with {name}") for name in ("Kim Jong-un", "Kim Jong Un", "Kim", "President Kim Jong Un")],
        [BRIDGE.format(f"in a report to {name}") for name in ("Reuters", "CNN")],
        [BLAST.format("14"), "A fire in the harbour of Perth destroyed 41 boats on Monday, owners said."],
        [BLAST.format("14"), "A bomb in the market of Basra wounded 41 people on Monday, police said."],
        [MISSILES.format("5"), MISSILES.format("6")],
        [f"Chapter {n} of the manual is kept in the cabinet of the office." for n in (2, 3)],
        [
            f"{line} runs from the station to the airport and has {n} stops."
            for line, n in (("Tram line 6", 14), ("Tram line 7", 11))
        ],
        [f"{who} pay £{n} a year for membership of the rowing club." for who, n in (("Adults", 180), ("Juniors", 65))],
        [f"The {side} tower is {n} metres high and built of granite." for side, n in (("north", 120), ("south", 98))],
        [f"{town} has {n} inhabitants and lies on the coast of the fjord." for town, n in (("Torp", 120), ("Vik", 98))],
    ]:
        with subtests.test(forms=forms):
            for one, other in permutations(forms, 2):
                assert differing_slots(one, other, "ko" if "북한" in one else "en") == ()


def asked(*articles: Article) -> tuple[Disagreement, ...]:
    numbered = [replace(each, row=n, version=1) for n, each in enumerate(articles, start=1)]
    reply = Snapshot.build(numbered).ask("How many people did the bomb in Kabul wound?").reply
    assert isinstance(reply, Answer)
    return reply.disagreements


def report(outlet: str, day: date, text: str) -> Article:
    return Article(title="Bomb in Kabul", paragraphs=(text,), publisher=outlet, published_at=day, language="en")


def test_each_side_is_shown_word_for_word_with_its_place_by_day() -> None:
    later = report(
        "AP", date(2018, 3, 4), "The market had just opened. " + BLAST.format("41") + " Two have died since."
    )
    (found,) = asked(later, report("Reuters", date(2018, 3, 3), BLAST.format("14")))
    assert found.kind == "number"
    assert [(each.article.publisher, each.words) for each in found.statements] == [
        ("Reuters", "14 people"),
        ("AP", "41 people"),
    ]
    assert [each.text[slice(*each.slot)] for each in found.statements] == ["14", "41"]
    assert {each.n for each in found.statements} == {1, 2} or 0 in {each.n for each in found.statements}


def test_what_several_articles_say_of_one_thing_is_shown_once() -> None:
    told = {"Reuters": "14", "AP": "41", "AFP": "52", "TASS": "60"}
    (found,) = asked(*(report(outlet, date(2018, 3, 3), BLAST.format(told[outlet])) for outlet in told))
    assert {each.article.publisher for each in found.statements} == told.keys()


def test_story_of_another_year_is_another_event() -> None:
    old = report(
        "AP", date(2012, 3, 4), "Police in Kabul said a bomb on Monday wounded 41 people in the old market there."
    )
    assert asked(old, report("Reuters", date(2018, 3, 3), BLAST.format("14"))) == ()


def test_long_paragraphs_of_one_sentence_cost_no_more_than_short_ones() -> None:
    def calls(times: int) -> int:
        """Count what is called to compare two articles that say one thing so often."""
        counted = Counter[str]()

        def count(frame: FrameType, event: str, _: object) -> None:
            counted[frame.f_code.co_filename] += event == "call"

        texts = ((BLAST.format(people) + " ") * times for people in (14, 41))
        reports = [
            report(outlet, date(2018, 3, 3), text) for outlet, text in zip(("AP", "Reuters"), texts, strict=True)
        ]
        before = sys.getprofile()
        sys.setprofile(count)
        try:
            asked(*reports)
        finally:
            sys.setprofile(before)
        return counted[disagreements.__file__]

    assert 0 < calls(110) <= 1.2 * calls(45)


def test_planted_disagreements_are_found_and_untouched_copies_raise_no_alarm() -> None:
    articles = [replace(each, row=n, version=1) for n, each in enumerate(samples.sample_articles(), start=1)]
    found = measure(articles, [Question("1", "What is KCNA?", ())], 30)
    shown, planted = (sum(getattr(each, name) for each in found.planted.values()) for name in ("shown", "asked"))
    assert planted >= 30
    assert shown >= 0.8 * planted
    assert sum(each.shown for each in found.untouched.values()) == 0
    assert found.among_articles.shown == 0
    assert found.questions.shown == 0
