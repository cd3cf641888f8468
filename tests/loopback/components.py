"""The parts of messages and forms, and the lengths that Discord takes of each."""

from collections.abc import Iterable, Iterator

from tests.loopback.payloads import Json

ROW, BUTTON, SELECT, INPUT, TEXT, LABEL, FILE_UPLOAD, RADIO_GROUP = 1, 2, 3, 4, 10, 18, 19, 21
MAX_OPTIONS = 25
_MOST = {
    BUTTON: {"label": 80, "custom_id": 100, "url": 512},
    SELECT: {"placeholder": 150, "custom_id": 100},
    INPUT: {"placeholder": 100, "custom_id": 100, "value": 4_000},
    LABEL: {"label": 45, "description": 100},
}
_MOST_OF_OPTION = {"label": 100, "value": 100, "description": 100}
_MOST_OF_EMBED = {"title": 256, "description": 4_096}
_MOST_OF_EMBEDS = 6_000


def walk(parts: Iterable[Json]) -> Iterator[Json]:
    """Every component; those inside others too."""
    for part in parts:
        yield part
        yield from walk(part.get("components", []))
        for key in ("accessory", "component"):
            if key in part:
                yield part[key]


def overlong(message: Json) -> list[str]:
    """What Discord refuses in the texts of a message or a form: too long, empty, or twice the same."""
    parts = [*walk(message.get("components") or ())]
    options = [option for part in parts for option in part.get("options", ())]
    embeds = message.get("embeds") or []
    texts = [(message, {"content": 2_000}), *((part, _MOST.get(part["type"], {})) for part in parts)]
    texts += [*((option, _MOST_OF_OPTION) for option in options), *((embed, _MOST_OF_EMBED) for embed in embeds)]
    texts += [(embed.get("footer") or {}, {"text": 2_048}) for embed in embeds]
    texts += [(embed.get("author") or {}, {"name": 256}) for embed in embeds]
    if "title" in message:
        texts.append((message, {"title": 45}))
    faults = [f"{key}: {part[key]!r}" for part, most in texts for key in most if _length(part.get(key)) > most[key]]
    faults += [f"empty: {each}" for each in options if not (each["label"].strip() and each["value"])]
    faults += [
        f"options: {part}" for part in parts if "options" in part and not 1 <= len(part["options"]) <= MAX_OPTIONS
    ]
    own = [part["custom_id"] for part in parts if "custom_id" in part]
    faults += ["twice the same custom_id"] if len(own) > len(set(own)) else []
    shown = sum(
        _length(part.get(key)) for part, most in texts for key in most if key in ("description", "text", "name")
    )
    return [*faults, *(["embeds"] if embeds and shown > _MOST_OF_EMBEDS else [])]


def _length(text: object) -> int:
    """The longest way in which Discord may count a text."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2 if isinstance(text, str) else 0
