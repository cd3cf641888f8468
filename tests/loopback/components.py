"""Discord's rules for buttons, selects and the rows they stand in."""

from collections.abc import Iterable, Iterator

from tests.loopback.payloads import Json
from tests.loopback.refusals import Fault, length, needed, number

ROW, BUTTON, SELECT, INPUT, LABEL = 1, 2, 3, 4, 18
SELECTS = (SELECT, 5, 6, 7, 8)
LINK = 5
V2 = 1 << 15


def check_rows(body: Json) -> Iterator[Fault]:
    """The faults of a message's components."""
    rows = body.get("components") or []
    if body.get("flags", 0) & V2:
        yield from number("components", [*walk(rows)], 40)
        for key in ("content", "embeds"):
            if body.get(key):
                yield Fault(key, "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2", f"{key} cannot be used")
    else:
        yield from number("components", rows, 5)
        yield from (fault for at, row in enumerate(rows) for fault in _is_row(f"components.{at}", row))
    for part, path in walk(rows, "components"):
        yield from _part(path, part)
    yield from unique_ids(rows)


def unique_ids(parts: Iterable[Json]) -> Iterator[Fault]:
    """The custom ids that a message or a form has twice."""
    seen: set[str] = set()
    for part, path in walk(parts, "components"):
        if (id := part.get("custom_id")) in seen:
            text = "Component custom id cannot be duplicated"
            yield Fault(f"{path}.custom_id", "COMPONENT_CUSTOM_ID_DUPLICATED", text)
        seen |= {id} if id else set()


def walk(parts: Iterable[Json], path: str = "") -> Iterator[tuple[Json, str]]:
    """Every component, with the way to it; those inside others too."""
    for at, part in enumerate(parts):
        yield part, f"{path}.{at}"
        yield from walk(part.get("components", []), f"{path}.{at}.components")
        for key in ("accessory", "component"):
            if key in part:
                yield part[key], f"{path}.{at}.{key}"


def check_custom_id(path: str, part: Json) -> Iterator[Fault]:
    """A custom id stands where one must, and is not too long."""
    place = f"{path}.custom_id".removeprefix(".")
    yield from needed(place, part.get("custom_id"))
    yield from length(place, part.get("custom_id"), 100)


def check_select(path: str, part: Json) -> Iterator[Fault]:
    """The faults of a select."""
    yield from check_custom_id(path, part)
    yield from length(f"{path}.placeholder", part.get("placeholder"), 150)
    if part["type"] != SELECT:
        return
    options = part.get("options", [])
    yield from number(f"{path}.options", options, 25, least=1)
    for at, option in enumerate(options):
        yield from length(f"{path}.options.{at}.label", option["label"], 100, least=1)
        yield from length(f"{path}.options.{at}.value", option["value"], 100, least=1)
        yield from length(f"{path}.options.{at}.description", option.get("description"), 100)
    if len({option["value"] for option in options}) < len(options):
        yield Fault(f"{path}.options", "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED", "The value is already used")


def _is_row(path: str, part: Json) -> Iterator[Fault]:
    if part["type"] != ROW:
        yield Fault(f"{path}.type", "BASE_TYPE_CHOICES", "Value must be one of {1}.")


def _part(path: str, part: Json) -> Iterator[Fault]:
    if part["type"] == ROW:
        yield from _row(path, part)
    elif part["type"] == BUTTON:
        yield from _button(path, part)
    elif part["type"] in SELECTS:
        yield from check_select(path, part)
    elif part["type"] == INPUT:
        yield Fault(f"{path}.type", "BASE_TYPE_CHOICES", "A text input stands only in a form.")


def _row(path: str, part: Json) -> Iterator[Fault]:
    inside = part.get("components", [])
    most = 1 if any(one["type"] in SELECTS for one in inside) else 5
    yield from number(f"{path}.components", inside, most, least=1)


def _button(path: str, part: Json) -> Iterator[Fault]:
    yield from length(f"{path}.label", part.get("label"), 80)
    yield from needed(f"{path}.style", part.get("style"))
    if not part.get("label") and not part.get("emoji"):
        yield Fault(path, "BUTTON_COMPONENT_INVALID", "A button must have a label or an emoji.")
    if part.get("style") != LINK:
        yield from check_custom_id(path, part)
        return
    yield from needed(f"{path}.url", part.get("url"))
    yield from length(f"{path}.url", part.get("url"), 512)
    if part.get("custom_id"):
        yield Fault(path, "BUTTON_COMPONENT_INVALID", "A link cannot have a custom id.")
