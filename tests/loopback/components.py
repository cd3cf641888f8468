"""The parts of messages and forms."""

from collections.abc import Iterable, Iterator

from tests.loopback.payloads import Json

ROW, BUTTON, INPUT, TEXT, LABEL, FILE_UPLOAD, RADIO_GROUP = 1, 2, 4, 10, 18, 19, 21


def walk(parts: Iterable[Json]) -> Iterator[Json]:
    """Every component; those inside others too."""
    for part in parts:
        yield part
        yield from walk(part.get("components", []))
        for key in ("accessory", "component"):
            if key in part:
                yield part[key]
