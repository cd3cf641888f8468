"""What the store holds of a collection at a moment, and what has changed since another."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple


class State(NamedTuple):
    """Tells whether an article is still the same."""

    version: int
    record: str
    """Hash of everything in it."""


States = Mapping[int, State]
"""The state of each living article, by the store's key."""


@dataclass(frozen=True, slots=True)
class Changes:
    """From one moment to another: a changed article goes and comes."""

    gone: frozenset[int]
    coming: tuple[int, ...]

    @classmethod
    def between(cls, before: States, after: States) -> "Changes":
        """Compare two moments."""
        changed = dict(before.items() ^ after.items())
        return cls(
            gone=frozenset(row for row in changed if row in before),
            coming=tuple(sorted(row for row in changed if row in after)),
        )

    def __len__(self) -> int:
        return max(len(self.gone), len(self.coming))


def states(rows: Iterable[tuple[int, int, str]]) -> dict[int, State]:
    """Return the states that rows of key, version and hash tell."""
    return {row: State(version, record) for row, version, record in rows}
