"""The buttons under an answer. All that a button needs stands in its custom id, so that it works after any restart."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Self

import discord

from bot.drawing import limits
from bot.phrases import feedback
from knowledge import MAX_REASON, Answer, Decline

REASON = "reason"
"""The custom id of the text in the form that asks what was wrong."""
SOURCES = 5
"""How many passages a reply has buttons for."""
_NAMED = 3
"""Up to so many sources have a button of a whole word; more would not fit side by side on a phone."""
_FORM = 600.0
"""Seconds for which discord.py remembers a form; that a form is taken does not depend on it."""
_ID = r"footnote:(?P<action>source|more|up|down|share|delete|why):(?P<answer>[0-9]{1,15})(?::(?P<n>[0-9]{1,3}))?"
_BUTTON = f"(?!footnote:why:){_ID}"
"""The custom id of a form is no button's."""


@dataclass(frozen=True, slots=True)
class Press:
    """What a button does, and to which answer."""

    action: str
    answer: int
    n: int | None = None
    """The citation; for more, the last one that has been shown."""

    @property
    def custom_id(self) -> str:
        """The press as Discord carries it."""
        return f"footnote:{self.action}:{self.answer}" + (f":{self.n}" if self.n is not None else "")

    @classmethod
    def of(cls, custom_id: str) -> Self | None:
        """Read a custom id; None where it is not one of ours."""
        found = re.fullmatch(_ID, custom_id)
        return cls._read(found) if found else None

    @classmethod
    def _read(cls, found: re.Match[str]) -> Self:
        return cls(found["action"], int(found["answer"]), int(found["n"]) if found["n"] else None)


class Button(discord.ui.DynamicItem[discord.ui.Button[discord.ui.View]], template=_BUTTON):
    """A button that tells the client's `on_press` what was pressed."""

    def __init__(self, press: Press, label: str = "", emoji: str | None = None, *, row: int | None = None) -> None:
        danger = press.action == "delete"
        super().__init__(
            discord.ui.Button(
                label=limits.cut(label, limits.LABEL) or None,
                emoji=emoji,
                style=discord.ButtonStyle.danger if danger else discord.ButtonStyle.secondary,
                custom_id=press.custom_id,
                row=row,
            )
        )
        self.press = press

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction, item: discord.ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        return cls(Press._read(match))

    async def callback(self, interaction: discord.Interaction) -> None:
        interaction.client.dispatch("press", interaction, self.press)


def under(
    found: Answer | Decline, *, more: bool = True, private: bool = False, deletable: bool = False
) -> discord.ui.View | None:
    """Return the buttons under a reply, in two short rows; none where nothing was found.

    There may be more passages to show; a private answer can be shared; a deletable one has lost its question.
    """
    buttons = list(_buttons(found, more, private)) if isinstance(found, Answer) else []
    if deletable:
        buttons.append(Button(Press("delete", found.id), feedback.delete(), row=2))
    return _view(buttons) if buttons else None


def onward(found: Answer, *, more: bool) -> discord.ui.View:
    """Return the buttons under further passages of an answer."""
    return _view([*_sources(found), *(_more(found) if more else ())])


def only_delete(answer: int) -> discord.ui.View:
    """Return the one button that is left under an answer which can no longer be shown."""
    return _view([Button(Press("delete", answer), feedback.delete())])


def why(answer: int) -> discord.ui.Modal:
    """Return the form that asks what was wrong with an answer.

    What is sent with it is heard by its custom id, which is the same for everyone and after a restart.
    """
    form = discord.ui.Modal(title=feedback.why_title(), custom_id=Press("why", answer).custom_id, timeout=_FORM)
    text: discord.ui.TextInput[discord.ui.Modal] = discord.ui.TextInput(
        custom_id=REASON,
        style=discord.TextStyle.paragraph,
        placeholder=feedback.why_hint(),
        required=False,
        max_length=MAX_REASON,
    )
    return form.add_item(discord.ui.Label(text=feedback.why(), component=text))


def submitted(interaction: discord.Interaction) -> Press | None:
    """Return which form of ours an interaction sends, or None where it is none."""
    if interaction.type is not discord.InteractionType.modal_submit:
        return None
    data: Any = interaction.data
    return Press.of(data["custom_id"])


def reason(interaction: discord.Interaction) -> str:
    """Return what was written into the form."""
    data: Any = interaction.data
    return next((text for id, text in _written(data["components"]) if id == REASON), "")


def _written(components: list[dict[str, Any]]) -> Iterator[tuple[str, str]]:
    for component in components:
        if "value" in component:
            yield component.get("custom_id", ""), component["value"] or ""
        held = component.get("component")
        yield from _written(component.get("components") or ([held] if held else []))


def _buttons(found: Answer, more: bool, private: bool) -> Iterator[Button]:
    yield from _sources(found)
    yield from _more(found) if more else ()
    yield Button(Press("up", found.id), emoji="👍", row=1)
    yield Button(Press("down", found.id), emoji="👎", row=1)
    if private:
        yield Button(Press("share", found.id), feedback.share(), row=1)


def _sources(found: Answer) -> Iterator[Button]:
    short = len(found.citations) > _NAMED
    for citation in found.citations[:SOURCES]:
        label = f"[{citation.n}]" if short else feedback.source(citation.n)
        yield Button(Press("source", found.id, citation.n), label, row=0)


def _more(found: Answer) -> Iterator[Button]:
    last = max(citation.n for citation in found.citations[:SOURCES])
    yield Button(Press("more", found.id, last), feedback.more(), row=1)


def _view(buttons: list[Button]) -> discord.ui.View:
    view = discord.ui.View(timeout=None)
    for button in buttons:
        view.add_item(button)
    return view
