"""The forms that a bot opens, and what a person's answers become."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from tests.loopback.components import INPUT, LABEL, RADIO_GROUP, ROW
from tests.loopback.payloads import Json


@dataclass(frozen=True, slots=True)
class _Field:
    """One thing to fill in: what stands beside it, and its component."""

    label: str
    part: Json
    holder: Json


def filled(form: Json, answers: Mapping[str, str]) -> list[Json]:
    """What is sent when a person has filled in a form, their answers by label; AssertionError where Discord would
    not let them send it."""
    fields = [*_fields(form)]
    strange = answers.keys() - {field.label for field in fields}
    assert not strange, f"the form has nothing to fill in that is called {strange}"
    return [_sent(field, answers.get(field.label, field.part.get("value", ""))) for field in fields]


def _fields(form: Json) -> Iterator[_Field]:
    for part in form["components"]:
        if part["type"] == LABEL:
            yield _Field(part["label"], part["component"], part)
        elif part["type"] == ROW:
            yield _Field(part["components"][0]["label"], part["components"][0], part)


def _sent(field: _Field, answer: str) -> Json:
    value = {"type": field.part["type"], "custom_id": field.part["custom_id"], "id": field.part.get("id", 0)}
    if field.part["type"] == INPUT:
        least, most = field.part.get("min_length", 0), field.part.get("max_length", 4_000)
        needed = field.part.get("required", True)
        assert (answer or not needed) and (not answer or least <= len(answer) <= most), field.label
        value["value"] = answer
    elif field.part["type"] == RADIO_GROUP:
        value["value"] = answer or None
    else:
        value["values"] = [answer] if answer else []
    if field.holder["type"] == LABEL:
        return {"type": LABEL, "id": field.holder.get("id", 0), "component": value}
    return {"type": ROW, "components": [value]}
