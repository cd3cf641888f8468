"""Quality over the bundled articles may rise, never fall."""

import pytest

from tests.quality.floors import FLOORS, HAIR, Floors, measure

BEFORE = Floors("same", {"found": 0.8, "declined": 0.6})


async def test_no_measure_is_below_its_floor() -> None:
    _, measured = await measure()
    floors = Floors.load(FLOORS)
    assert set(floors.measures) == set(measured)
    assert {name: measured[name] for name in floors.broken(measured)} == {}, f"floors are {floors.measures}"


def test_floors_rise_with_what_is_measured_and_stay_a_hair_below() -> None:
    raised = BEFORE.raised("same", {"found": 0.9, "declined": 0.605})
    assert raised.measures == {"found": pytest.approx(0.9 - HAIR), "declined": 0.6}


def test_floor_is_not_lowered() -> None:
    with pytest.raises(ValueError, match="declined"):
        BEFORE.raised("same", {"found": 0.9, "declined": 0.59})


def test_measure_that_is_no_longer_made_is_below_its_floor() -> None:
    assert BEFORE.broken({"found": 0.9}) == ["declined"]


def test_other_questions_or_articles_set_floors_of_their_own() -> None:
    assert BEFORE.raised("other", {"found": 0.5}) == Floors("other", {"found": 0.49})
