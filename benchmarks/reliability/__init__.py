"""What kills, floods, faults on the wire, full disks and hostile articles do to the program; see `__main__`."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Trial:
    """A row of the table: what was tried, how often, and what came of it, with what went wrong each time."""

    tried: str
    times: str
    result: str
    faults: tuple[str, ...] = ()

    @classmethod
    def of(cls, tried: str, times: str, good: str, faults: Sequence[str]) -> "Trial":
        """Return a row that says what is good of it, or how often something went wrong."""
        return cls(tried, times, f"{len(faults)} faults, the first: {faults[0]}" if faults else good, tuple(faults))
