"""The forms that a bot opens, and what a person's answers become."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from tests.loopback.components import FILE_UPLOAD, INPUT, LABEL, RADIO_GROUP, ROW
from tests.loopback.files import File
from tests.loopback.payloads import Json

Answer = str | Sequence[File]
MOST_FILES = 10


@dataclass(frozen=True, slots=True)
class _Field:
    """One thing to fill in: what stands beside it, and its component."""

    label: str
    part: Json
    holder: Json


def filled(form: Json, answers: Mapping[str, Answer], keep: Callable[[Sequence[File]], list[Json]]) -> Json:
    """What is sent when a person has filled in a form, their answers by label; AssertionError where Discord would
    not let them send it."""
    fields = [*_fields(form)]
    strange = answers.keys() - {field.label for field in fields}
    assert not strange, f"the form has nothing to fill in that is called {strange}"
    given = {field.label: answers.get(field.label, field.part.get("value", "")) for field in fields}
    uploads = {label: keep(answer) for label, answer in given.items() if answer and not isinstance(answer, str)}
    parts = []
    for field in fields:
        answer = given[field.label]
        value = _chosen(field, answer) if isinstance(answer, str) else _uploaded(field, uploads[field.label])
        parts.append(_held(field, value))
    sent: Json = {"custom_id": form["custom_id"], "components": parts}
    attachments = {each["id"]: each for kept in uploads.values() for each in kept}
    return sent | ({"resolved": {"attachments": attachments}} if attachments else {})


def _fields(form: Json) -> Iterator[_Field]:
    for part in form["components"]:
        if part["type"] == LABEL:
            yield _Field(part["label"], part["component"], part)
        elif part["type"] == ROW:
            yield _Field(part["components"][0]["label"], part["components"][0], part)


def _chosen(field: _Field, answer: str) -> Json:
    """What is typed or chosen in a field; nothing in one for files."""
    if field.part["type"] == INPUT:
        least, most = field.part.get("min_length", 0), field.part.get("max_length", 4_000)
        needed = field.part.get("required", True)
        assert (answer or not needed) and (not answer or least <= len(answer) <= most), field.label
        return {"value": answer}
    if field.part["type"] == RADIO_GROUP:
        values = {option["label"]: option["value"] for option in field.part["options"]}
        assert not answer or answer in values, f"{field.label} has no {answer!r}"
        return {"value": values.get(answer)}
    if field.part["type"] == FILE_UPLOAD:
        assert not answer, f"{field.label} takes files"
        return _uploaded(field, [])
    return {"values": [answer] if answer else []}


def _uploaded(field: _Field, files: Sequence[Json]) -> Json:
    assert field.part["type"] == FILE_UPLOAD, f"{field.label} takes no files"
    least, most = field.part.get("min_values", 1), field.part.get("max_values", 1)
    assert 0 <= least <= most <= MOST_FILES, field.label
    assert files or not field.part.get("required", True), field.label
    assert not files or least <= len(files) <= most, field.label
    return {"values": [each["id"] for each in files]}


def _held(field: _Field, value: Json) -> Json:
    part = {"type": field.part["type"], "custom_id": field.part["custom_id"], "id": field.part.get("id", 0), **value}
    if field.holder["type"] == LABEL:
        return {"type": LABEL, "id": field.holder.get("id", 0), "component": part}
    return {"type": ROW, "components": [part]}
