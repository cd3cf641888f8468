"""Discord's limits on what a bot may send, and the form of its refusals."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from tests.loopback.payloads import Json

COMMAND_NAME = re.compile(r"^[-_'\w\u0E31-\u0E4E\u0900-\u097F]{1,32}$")
EMBEDS_TOGETHER = 6_000
V2 = 1 << 15


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


def _nested(faults: Iterable[Fault]) -> Json:
    tree: Json = {}
    for fault in faults:
        place = tree
        for key in fault.path.split("."):
            place = place.setdefault(key, {})
        place.setdefault("_errors", []).append({"code": fault.code, "message": fault.message})
    return tree


def check_message(body: Json, *, files: int = 0) -> None:
    """Refuse a message as Discord would."""
    faults = [*_message(body)]
    if faults:
        raise Refused(400, 50035, "Invalid Form Body", faults)
    if not any(body.get(key) for key in ("content", "embeds", "components", "attachments")) and not files:
        raise Refused(400, 50006, "Cannot send an empty message")


def check_commands(commands: Sequence[Json]) -> None:
    """Refuse a list of application commands as Discord would."""
    faults = [*_too_many("", commands, 130)]
    for at, command in enumerate(commands):
        faults += _command(str(at), command)
    if faults:
        raise Refused(400, 50035, "Invalid Form Body", faults)


def _message(body: Json) -> Iterator[Fault]:
    embeds = body.get("embeds") or []
    yield from _length("content", body.get("content"), 2_000)
    yield from _length("nonce", str(body.get("nonce") or ""), 25)
    yield from _too_many("embeds", embeds, 10)
    for at, embed in enumerate(embeds):
        yield from _embed(f"embeds.{at}", embed)
    if sum(map(_size, embeds)) > EMBEDS_TOGETHER:
        yield Fault("embeds", "MAX_EMBED_SIZE_EXCEEDED", "Embed size exceeds maximum size of 6000")
    yield from _components(body)


def _embed(path: str, embed: Json) -> Iterator[Fault]:
    yield from _length(f"{path}.title", embed.get("title"), 256)
    yield from _length(f"{path}.description", embed.get("description"), 4_096)
    yield from _length(f"{path}.footer.text", embed.get("footer", {}).get("text"), 2_048)
    yield from _length(f"{path}.author.name", embed.get("author", {}).get("name"), 256)
    yield from _too_many(f"{path}.fields", embed.get("fields", []), 25)
    for at, part in enumerate(embed.get("fields", [])):
        yield from _length(f"{path}.fields.{at}.name", part["name"], 256, least=1)
        yield from _length(f"{path}.fields.{at}.value", part["value"], 1_024, least=1)
    url = embed.get("url")
    if url and not url.startswith(("http://", "https://")):
        yield Fault(f"{path}.url", "URL_TYPE_INVALID_SCHEME", "Scheme must be one of ('http', 'https').")


def _size(embed: Json) -> int:
    """The characters of an embed that count towards the sum of all."""
    texts = [embed.get("title"), embed.get("description")]
    texts += [embed.get("footer", {}).get("text"), embed.get("author", {}).get("name")]
    for part in embed.get("fields", []):
        texts += [part["name"], part["value"]]
    return sum(len(text.strip()) for text in texts if text)


def _components(body: Json) -> Iterator[Fault]:
    rows = body.get("components") or []
    yield from _too_many("components", rows, 40 if body.get("flags", 0) & V2 else 5)
    seen: set[str] = set()
    for part, path in walk(rows, "components"):
        yield from _length(f"{path}.label", part.get("label"), 80)
        yield from _length(f"{path}.custom_id", part.get("custom_id"), 100)
        yield from _length(f"{path}.url", part.get("url"), 512)
        if part["type"] == 1:
            yield from _too_many(f"{path}.components", part.get("components", []), 5)
        if (id := part.get("custom_id")) in seen:
            yield Fault(path, "COMPONENT_CUSTOM_ID_DUPLICATED", "Component custom id cannot be duplicated")
        seen |= {id} if id else set()


def walk(parts: Iterable[Json], path: str = "") -> Iterator[tuple[Json, str]]:
    """Every component, with the way to it; those inside others too."""
    for at, part in enumerate(parts):
        yield part, f"{path}.{at}"
        yield from walk(part.get("components", []), f"{path}.{at}.components")
        if "accessory" in part:
            yield part["accessory"], f"{path}.{at}.accessory"


def _command(path: str, command: Json) -> Iterator[Fault]:
    if command.get("type", 1) != 1:
        yield from _length(f"{path}.name", command["name"], 32, least=1)
        return
    yield from _named(path, command)
    yield from _options(path, command.get("options", []))


def _named(path: str, part: Json) -> Iterator[Fault]:
    name = part["name"]
    if not COMMAND_NAME.match(name) or name != name.lower():
        yield Fault(f"{path}.name", "APPLICATION_COMMAND_INVALID_NAME", "Command name is invalid")
    yield from _length(f"{path}.description", part.get("description", ""), 100, least=1)


def _options(path: str, options: Sequence[Json]) -> Iterator[Fault]:
    yield from _too_many(f"{path}.options", options, 25)
    needed = [bool(option.get("required")) for option in options]
    if needed != sorted(needed, reverse=True):
        code = "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID"
        yield Fault(f"{path}.options", code, "Required options must be placed before non-required options")
    for at, option in enumerate(options):
        yield from _named(f"{path}.options.{at}", option)
        yield from _too_many(f"{path}.options.{at}.choices", option.get("choices", []), 25)
        yield from _options(f"{path}.options.{at}", option.get("options", []))


def _length(path: str, text: str | None, most: int, *, least: int = 0) -> Iterator[Fault]:
    if text is not None and len(text) > most:
        yield Fault(path, "BASE_TYPE_MAX_LENGTH", f"Must be {most} or fewer in length.")
    if text is not None and len(text) < least:
        yield Fault(path, "BASE_TYPE_REQUIRED", "This field is required")


def _too_many(path: str, items: Sequence[object], most: int) -> Iterator[Fault]:
    if len(items) > most:
        yield Fault(path, "BASE_TYPE_MAX_LENGTH", f"Must be {most} or fewer in length.")
