"""How often something may be done: so many times in any minute, by any key."""

from collections import deque
from collections.abc import Callable, Hashable
from time import monotonic

WINDOW = 60.0
"""Seconds over which we count."""
_MANY = 10_000
"""Keys after which those that have been quiet are dropped."""


class Pace:
    """Counts what each key has done in the last minute."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._times: dict[Hashable, deque[float]] = {}

    def wait(self, key: Hashable, most: int) -> float:
        """Return the seconds until the key may go on, 0 where it may now; `most` 0 is no limit."""
        times = self._recent(key)
        if not most or len(times) < most:
            return 0.0
        # Never longer than the window, by which a sum of floats can be out.
        return min(WINDOW, times[-most] + WINDOW - self._clock())

    def count(self, *keys: Hashable) -> None:
        """Count one time for each key."""
        if len(self._times) > _MANY:
            self._drop_quiet()
        for key in keys:
            self._times.setdefault(key, deque()).append(self._clock())

    def _recent(self, key: Hashable) -> deque[float]:
        times = self._times.get(key, deque())
        while times and times[0] <= self._clock() - WINDOW:
            times.popleft()
        return times

    def _drop_quiet(self) -> None:
        for key in list(self._times):
            if not self._recent(key):
                del self._times[key]
