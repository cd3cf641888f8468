"""The forms that a bot opens: Discord's rules for them, and what a person's answers become."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from tests.loopback.components import INPUT, LABEL, ROW, check_custom_id, check_select, unique_ids
from tests.loopback.payloads import Json
from tests.loopback.refusals import Fault, length, needed, number, refuse


def check_form(form: Json) -> None:
    """Refuse a form as Discord would."""
    refuse(_form(form))


def _form(form: Json) -> Iterator[Fault]:
    parts = form.get("components") or []
    yield from needed("title", form.get("title"))
    yield from length("title", form.get("title"), 45)
    yield from check_custom_id("", form)
    yield from number("components", parts, 5, least=1)
    for at, part in enumerate(parts):
        yield from _part(f"components.{at}", part)
    yield from unique_ids(parts)


def _part(path: str, part: Json) -> Iterator[Fault]:
    if part["type"] == LABEL:
        yield from length(f"{path}.label", part.get("label") or "", 45, least=1)
        yield from length(f"{path}.description", part.get("description"), 100)
        yield from _field(f"{path}.component", part["component"])
    elif part["type"] == ROW:
        yield from number(f"{path}.components", part["components"], 1, least=1)
        for inner in part["components"]:
            yield from length(f"{path}.components.0.label", inner.get("label") or "", 45, least=1)
            yield from _field(f"{path}.components.0", inner)


def _field(path: str, part: Json) -> Iterator[Fault]:
    if part["type"] != INPUT:
        yield from check_select(path, part)
        return
    yield from check_custom_id(path, part)
    yield from length(f"{path}.placeholder", part.get("placeholder"), 100)
    yield from length(f"{path}.value", part.get("value"), part.get("max_length", 4_000))
    if not 1 <= part.get("max_length", 4_000) <= 4_000:
        yield Fault(f"{path}.max_length", "NUMBER_TYPE_MAX", "Must be from 1 to 4000.")


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
    else:
        value["values"] = [answer] if answer else []
    if field.holder["type"] == LABEL:
        return {"type": LABEL, "id": field.holder.get("id", 0), "component": value}
    return {"type": ROW, "components": [value]}
