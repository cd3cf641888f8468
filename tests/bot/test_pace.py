"""How often something may be done."""

from itertools import count

from hypothesis import example, given
from hypothesis import strategies as st

from bot.checks import WINDOW_SECONDS, RateLimiter
from tests.bot.clock import Clock


@example(most=1, steps=[84.0, 89.1397971965695, 89.2260209999003, 89.90000788824695, 0.0])
@given(most=st.integers(1, 5), steps=st.lists(st.floats(0, 90), max_size=60))
def test_nobody_is_ever_let_through_more_often_than_the_limit(most: int, steps: list[float]) -> None:
    clock = Clock()
    pace = RateLimiter(clock)
    let: list[float] = []
    for step in steps:
        clock.now += step
        wait = pace.wait("ann", most)
        assert 0 <= wait <= WINDOW_SECONDS
        if not wait:
            pace.count("ann")
            let.append(clock.now)
    for place in count(most):
        if place >= len(let):
            break
        assert let[place] - let[place - most] >= WINDOW_SECONDS - 1e-6


def test_quiet_keys_are_dropped() -> None:
    clock = Clock()
    pace = RateLimiter(clock)
    for key in range(10_001):
        pace.count(key)
    clock.now += WINDOW_SECONDS
    pace.count("ann")
    assert len(pace._times) == 1
