"""Logging in stays far below what Discord allows, however often the process is started."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.gateway import (
    DAY,
    FREE_LOGINS,
    LOGINS_FILE,
    LONGEST_PAUSE,
    MAX_LOGINS_A_DAY,
    LoginThrottle,
    TimedKeepAlive,
    pause,
)
from tests.bot.clock import Clock

ALLOWED = 1_000


def crashing(days: int, lives: float, shards: int = 1) -> list[float]:
    """The logins of a bot that is started again the moment it ends, after so many seconds."""
    now, times = 0.0, list[float]()
    while now < days * DAY:
        now += pause(times, now, shards)
        times.append(now)
        now += lives
    return times


def most_in_a_day(times: list[float]) -> int:
    """The most logins in any 24 hours."""
    first, most = 0, 0
    for last, each in enumerate(times):
        while times[first] <= each - DAY:
            first += 1
        most = max(most, last - first + 1)
    return most


def test_bot_that_crashes_for_two_days_stays_far_below_the_limit(subtests: pytest.Subtests) -> None:
    for lives in [0.0, 0.1, 2.0, 30.0, 299.0]:
        with subtests.test(lives=lives):
            assert most_in_a_day(crashing(2, lives)) < ALLOWED // 2


def test_bot_of_many_shards_stays_below_the_limit() -> None:
    assert most_in_a_day(crashing(2, 0.0, shards=16)) <= MAX_LOGINS_A_DAY < ALLOWED


@given(st.lists(st.floats(0, 200), max_size=1_200))
def test_no_pattern_of_starts_goes_over_the_cap(lives: list[float]) -> None:
    now, times = 0.0, list[float]()
    for life in lives:
        now += pause(times, now, 100)
        times.append(now)
        now += life
    assert most_in_a_day(times) <= MAX_LOGINS_A_DAY


def test_first_starts_of_an_hour_need_not_wait() -> None:
    assert [pause([100.0] * before, 100.0) for before in range(FREE_LOGINS)] == [0.0] * FREE_LOGINS
    assert pause([100.0] * FREE_LOGINS, 100.0) == 5.0
    assert pause([100.0] * 500, 100.0) == LONGEST_PAUSE


def test_logins_are_remembered_by_the_next_process(tmp_path: Path) -> None:
    clock = Clock()
    for _ in range(FREE_LOGINS):
        assert LoginThrottle(tmp_path, clock).pause() == 0.0
        LoginThrottle(tmp_path, clock).note()
    assert LoginThrottle(tmp_path, clock).pause() == 5.0
    clock.now += DAY + 1
    assert LoginThrottle(tmp_path, clock).pause() == 0.0
    LoginThrottle(tmp_path, clock).note()
    assert (tmp_path / LOGINS_FILE).read_text().count(",") == 0


def test_file_that_is_not_ours_is_passed_over(subtests: pytest.Subtests, tmp_path: Path) -> None:
    for text in ["", "{}", "[1, null]", "no json", "[" * 10, "\xff"]:
        with subtests.test(text=text):
            (tmp_path / LOGINS_FILE).write_text(text, "latin-1")
            logins = LoginThrottle(tmp_path, Clock())
            assert logins.pause() == 0.0
            logins.note()
            assert (tmp_path / LOGINS_FILE).read_text() == "[100.0]"


def test_logins_of_a_clock_that_was_ahead_do_not_count(tmp_path: Path) -> None:
    clock = Clock()
    for _ in range(FREE_LOGINS + 5):
        LoginThrottle(tmp_path, clock).note()
    clock.now -= 50
    assert LoginThrottle(tmp_path, clock).pause() == 0.0


def test_heartbeat_whose_answer_comes_at_once_is_not_taken_for_late() -> None:
    socket: Any = SimpleNamespace(thread_id=0, _max_heartbeat_timeout=60.0, HEARTBEAT=1, sequence=7)
    heart = TimedKeepAlive(ws=socket, interval=41.25)
    heart._last_send -= 41.25
    assert heart.get_payload() == {"op": 1, "d": 7}
    heart.ack()
    assert heart.latency < 10
