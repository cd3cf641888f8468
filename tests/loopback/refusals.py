"""How our Discord says no: what was wrong, where, in the form of its API."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from tests.loopback.payloads import Json


@dataclass(frozen=True, slots=True)
class Fault:
    """One value that Discord refuses: where it stands in the payload, and why."""

    path: str
    code: str
    message: str


@dataclass
class Refused(Exception):
    """What Discord answers instead of doing what it was asked."""

    status: int
    code: int
    message: str
    faults: Sequence[Fault] = field(default=())

    def form(self) -> Json:
        form: Json = {"code": self.code, "message": self.message}
        if self.faults:
            form["errors"] = _nested(self.faults)
        return form


def refuse(faults: Iterable[Fault]) -> None:
    """Raise Refused where there is any fault."""
    found = [*faults]
    if found:
        raise Refused(400, 50035, "Invalid Form Body", found)


def length(path: str, text: str | None, most: int, *, least: int = 0) -> Iterator[Fault]:
    if text is not None and len(text) > most:
        yield Fault(path, "BASE_TYPE_MAX_LENGTH", f"Must be {most} or fewer in length.")
    if text is not None and len(text) < least:
        yield Fault(path, "BASE_TYPE_REQUIRED", "This field is required")


def number(path: str, items: Sequence[object], most: int, *, least: int = 0) -> Iterator[Fault]:
    if not least <= len(items) <= most:
        yield Fault(path, "BASE_TYPE_BAD_LENGTH", f"Must be between {least} and {most} in length.")


def needed(path: str, value: object) -> Iterator[Fault]:
    if not value:
        yield Fault(path, "BASE_TYPE_REQUIRED", "This field is required")


def _nested(faults: Iterable[Fault]) -> Json:
    tree: Json = {}
    for fault in faults:
        place = tree
        for key in fault.path.split("."):
            place = place.setdefault(key, {})
        place.setdefault("_errors", []).append({"code": fault.code, "message": fault.message})
    return tree
