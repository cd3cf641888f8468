"""What a library has done since it was opened, in numbers: questions by outcome, and how long each stage took."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import accumulate

__all__ = ["BUCKETS_SECONDS", "Activity", "DurationHistogram"]

BUCKETS_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
"""Upper bounds of the histograms' buckets; one more has all that took longer."""
TOTAL = "total"
"""The stage that is a question from its beginning to its end."""


@dataclass(slots=True)
class DurationHistogram:
    """How many durations fell into each bucket, and their sum in seconds."""

    counts: list[int] = field(default_factory=lambda: [0] * (len(BUCKETS_SECONDS) + 1))
    seconds: float = 0.0

    def add(self, seconds: float) -> None:
        self.counts[bisect_left(BUCKETS_SECONDS, seconds)] += 1
        self.seconds += seconds

    @property
    def cumulative(self) -> list[int]:
        """How many durations were at most each bound; the last is the number of all."""
        return list(accumulate(self.counts))


@dataclass(frozen=True, slots=True)
class Activity:
    """Questions by outcome, and durations by stage."""

    questions: Counter[str] = field(default_factory=Counter)
    stages: dict[str, DurationHistogram] = field(default_factory=dict)

    def count(self, outcome: str, milliseconds: Mapping[str, float]) -> None:
        """Count a question, with the milliseconds that its stages took."""
        self.questions[outcome] += 1
        for stage, taken in milliseconds.items():
            self.stages.setdefault(stage, DurationHistogram()).add(taken / 1000)

    @property
    def mean_milliseconds(self) -> float:
        """How long a question took on average; 0 where none has been answered."""
        total = self.stages.get(TOTAL)
        return total.seconds * 1000 / sum(total.counts) if total else 0.0
