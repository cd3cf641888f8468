"""Discord's rules for the commands of an application."""

import re
from collections.abc import Iterator, Sequence

from tests.loopback.payloads import Json
from tests.loopback.refusals import Fault, length, number, refuse

COMMAND_NAME = re.compile(r"^[-_'\w\u0E31-\u0E4E\u0900-\u097F]{1,32}$")
TOGETHER = 8_000


def check_commands(commands: Sequence[Json]) -> None:
    """Refuse a list of application commands as Discord would."""
    faults = [*number("", commands, 130)]
    for at, command in enumerate(commands):
        faults += _command(str(at), command)
    refuse(faults)


def check_choices(choices: Sequence[Json]) -> None:
    """Refuse what is offered to complete an option as Discord would."""
    refuse(_choices("choices", choices))


def _command(path: str, command: Json) -> Iterator[Fault]:
    names = [command["name"], *(command.get("name_localizations") or {}).values()]
    if command.get("type", 1) != 1:
        for name in names:
            yield from length(f"{path}.name", name, 32, least=1)
        return
    yield from _named(path, command)
    yield from _options(path, command.get("options", []))
    if _size(command) > TOGETHER:
        yield Fault(path, "APPLICATION_COMMAND_TOO_LARGE", f"Command exceeds maximum size ({TOGETHER})")


def _size(part: Json) -> int:
    """The characters of a command that count: its names, descriptions and choices, in their longest language."""
    texts = [(part["name"], part.get("name_localizations"))]
    texts += [(part.get("description", ""), part.get("description_localizations"))]
    texts += [(str(choice["name"]) + str(choice["value"]), None) for choice in part.get("choices") or ()]
    own = sum(max(map(len, (text, *(others or {}).values()))) for text, others in texts)
    return own + sum(map(_size, part.get("options") or ()))


def _named(path: str, part: Json) -> Iterator[Fault]:
    for name in (part["name"], *(part.get("name_localizations") or {}).values()):
        if not COMMAND_NAME.match(name) or name != name.lower():
            yield Fault(f"{path}.name", "APPLICATION_COMMAND_INVALID_NAME", "Command name is invalid")
    for description in (part.get("description", ""), *(part.get("description_localizations") or {}).values()):
        yield from length(f"{path}.description", description, 100, least=1)


def _options(path: str, options: Sequence[Json]) -> Iterator[Fault]:
    yield from number(f"{path}.options", options, 25)
    if len({option["name"] for option in options}) < len(options):
        yield Fault(f"{path}.options", "APPLICATION_COMMAND_OPTIONS_NAME_DUPLICATE", "Option names must be unique")
    needed = [bool(option.get("required")) for option in options]
    if needed != sorted(needed, reverse=True):
        code = "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID"
        yield Fault(f"{path}.options", code, "Required options must be placed before non-required options")
    for at, option in enumerate(options):
        yield from _named(f"{path}.options.{at}", option)
        yield from _choices(f"{path}.options.{at}.choices", option.get("choices") or [])
        yield from _options(f"{path}.options.{at}", option.get("options") or [])


def _choices(path: str, choices: Sequence[Json]) -> Iterator[Fault]:
    yield from number(path, choices, 25)
    for at, choice in enumerate(choices):
        yield from length(f"{path}.{at}.name", choice["name"], 100, least=1)
        yield from length(f"{path}.{at}.value", str(choice["value"]), 100, least=1)
