"""What goes wrong on the way, when a test says so."""

from collections import deque
from dataclasses import dataclass
from fnmatch import fnmatchcase


@dataclass(frozen=True, slots=True)
class RateLimit:
    """Answer 429, to be waited out for so many seconds."""

    seconds: float = 0.05


@dataclass(frozen=True, slots=True)
class ServerError:
    """Answer with a status that is Discord's own fault."""

    status: int = 502


@dataclass(frozen=True, slots=True)
class Cut:
    """Close the connection without an answer, before or after doing what was asked."""

    done: bool = False


@dataclass(frozen=True, slots=True)
class Banned:
    """Answer with the page that stands before Discord, which lets an address in again after a while."""


Trouble = RateLimit | ServerError | Cut | Banned


class Script:
    """The troubles still to come, each for the next request that fits its pattern."""

    def __init__(self) -> None:
        self._coming: deque[tuple[str, Trouble]] = deque()

    def add(self, pattern: str, *troubles: Trouble) -> None:
        """Let requests like `POST /channels/*/messages` meet these, one after another."""
        self._coming.extend((pattern, trouble) for trouble in troubles)

    def take(self, request: str) -> Trouble | None:
        """The trouble that this request meets, if any; it is met once."""
        for entry in self._coming:
            if fnmatchcase(request, entry[0]):
                self._coming.remove(entry)
                return entry[1]
        return None

    def clear(self) -> None:
        """Forget the troubles that nothing has met."""
        self._coming.clear()

    @property
    def unmet(self) -> list[str]:
        return [f"{trouble} for {pattern}" for pattern, trouble in self._coming]
