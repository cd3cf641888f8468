"""The buttons under an answer. All that a button needs stands in its custom id, so that it works after any restart."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Literal, Self

import discord

from bot.phrases import browsing, feedback
from bot.text import limits
from knowledge import MAX_REASON, Answer, Decline

REASON = "reason"
"""The custom id of the text in the form that asks what was wrong."""
SOURCES = 5
"""How many passages a reply has buttons for."""
_NAMED = 3
"""Up to so many sources have a button of a whole word; more would not fit side by side on a phone."""
_FORM = 600.0
"""Seconds for which discord.py remembers a form; that a form is taken does not depend on it."""
_ANSWER_ID = r"footnote:(?P<action>source|more|up|down|share|delete|why):(?P<answer>[0-9]{1,15})(?::(?P<n>[0-9]{1,3}))?"
_BUTTON = f"(?!footnote:why:){_ANSWER_ID}"
"""The custom id of a form is no button's."""


@dataclass(frozen=True, slots=True)
class AnswerAction:
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
        found = re.fullmatch(_ANSWER_ID, custom_id)
        return cls._read(found) if found else None

    @classmethod
    def _read(cls, found: re.Match[str]) -> Self:
        return cls(found["action"], int(found["answer"]), int(found["n"]) if found["n"] else None)


class AnswerButton(discord.ui.DynamicItem[discord.ui.Button[discord.ui.View]], template=_BUTTON):
    """A button that tells the client's `on_press` what was pressed."""

    def __init__(
        self, press: AnswerAction, label: str = "", emoji: str | None = None, *, row: int | None = None
    ) -> None:
        danger = press.action == "delete"
        super().__init__(
            discord.ui.Button(
                label=limits.truncate(label, limits.MAX_LABEL) or None,
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
        return cls(AnswerAction._read(match))

    async def callback(self, interaction: discord.Interaction) -> None:
        interaction.client.dispatch("press", interaction, self.press)


def answer_view(
    found: Answer | Decline, *, more: bool = True, private: bool = False, deletable: bool = False
) -> discord.ui.View | None:
    """Return the buttons under a reply, in two short rows; none where nothing was found.

    There may be more passages to show; a private answer can be shared; a deletable one has lost its question.
    """
    buttons = list(_buttons(found, more, private)) if isinstance(found, Answer) else []
    if deletable:
        buttons.append(AnswerButton(AnswerAction("delete", found.id), feedback.delete(), row=2))
    return _view(buttons) if buttons else None


def more_view(found: Answer, *, more: bool) -> discord.ui.View:
    """Return the buttons under further passages of an answer."""
    return _view([*_sources(found), *(_more(found) if more else ())])


def delete_view(answer: int) -> discord.ui.View:
    """Return the one button that is left under an answer which can no longer be shown."""
    return _view([AnswerButton(AnswerAction("delete", answer), feedback.delete())])


def reason_modal(answer: int) -> discord.ui.Modal:
    """Return the form that asks what was wrong with an answer.

    What is sent with it is heard by its custom id, which is the same for everyone and after a restart.
    """
    form = discord.ui.Modal(title=feedback.why_title(), custom_id=AnswerAction("why", answer).custom_id, timeout=_FORM)
    text: discord.ui.TextInput[discord.ui.Modal] = discord.ui.TextInput(
        custom_id=REASON,
        style=discord.TextStyle.paragraph,
        placeholder=feedback.why_hint(),
        required=False,
        max_length=MAX_REASON,
    )
    return form.add_item(discord.ui.Label(text=feedback.why(), component=text))


def submitted(interaction: discord.Interaction) -> AnswerAction | None:
    """Return which form of ours an interaction sends, or None where it is none."""
    if interaction.type is not discord.InteractionType.modal_submit:
        return None
    data: Any = interaction.data
    return AnswerAction.of(data["custom_id"])


def reason_text(interaction: discord.Interaction) -> str:
    """Return what was written into the form."""
    data: Any = interaction.data
    return next((text for id, text in _written(data["components"]) if id == REASON), "")


def _written(components: list[dict[str, Any]]) -> Iterator[tuple[str, str]]:
    for component in components:
        if "value" in component:
            yield component.get("custom_id", ""), component["value"] or ""
        held = component.get("component")
        yield from _written(component.get("components") or ([held] if held else []))


def _buttons(found: Answer, more: bool, private: bool) -> Iterator[AnswerButton]:
    yield from _sources(found)
    yield from _more(found) if more else ()
    yield AnswerButton(AnswerAction("up", found.id), emoji="👍", row=1)
    yield AnswerButton(AnswerAction("down", found.id), emoji="👎", row=1)
    if private:
        yield AnswerButton(AnswerAction("share", found.id), feedback.share(), row=1)


def _sources(found: Answer) -> Iterator[AnswerButton]:
    short = len(found.citations) > _NAMED
    for citation in found.citations[:SOURCES]:
        label = f"[{citation.n}]" if short else feedback.source(citation.n)
        yield AnswerButton(AnswerAction("source", found.id, citation.n), label, row=0)


def _more(found: Answer) -> Iterator[AnswerButton]:
    last = max(citation.n for citation in found.citations[:SOURCES])
    yield AnswerButton(AnswerAction("more", found.id, last), feedback.more(), row=1)


def _view(buttons: list[AnswerButton]) -> discord.ui.View:
    view = discord.ui.View(timeout=None)
    for button in buttons:
        view.add_item(button)
    return view


_PAGE_ID = (
    r"(?s)leaf:(?:(?P<list>list)|article):(?P<move>[fpnl])(?P<number>[0-9]{1,7}):(?P<what>(?(list).*|[0-9]{1,18}))"
)

Kind = Literal["list", "article"]


@dataclass(frozen=True, slots=True)
class PageRef:
    """One page: of the list that meets `what`, or of the article whose key in the store it is."""

    kind: Kind
    what: str
    number: int = 1


class PageButton(discord.ui.DynamicItem[discord.ui.Button[discord.ui.View]], template=_PAGE_ID):
    """A button that tells the client's `on_turn` which page is wanted."""

    def __init__(self, leaf: PageRef, move: str, *, disabled: bool = False) -> None:
        super().__init__(
            discord.ui.Button(
                label=browsing.turn(move, leaf.number),
                custom_id=f"leaf:{leaf.kind}:{move}{leaf.number}:{leaf.what}",
                disabled=disabled,
            )
        )
        self.leaf = leaf

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction, item: discord.ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        leaf = PageRef("list" if match["list"] else "article", match["what"], int(match["number"]))
        return cls(leaf, match["move"])

    async def callback(self, interaction: discord.Interaction) -> None:
        interaction.client.dispatch("turn", interaction, self.leaf)


def page_view(leaf: PageRef, pages: int) -> discord.ui.View | None:
    """Return the buttons under a page: none where it is the only one."""
    if pages < 2:
        return None
    view = discord.ui.View(timeout=None)
    targets = {"p": max(1, leaf.number - 1), "n": min(pages, leaf.number + 1)}
    if pages > 2:
        targets = {"f": 1, **targets, "l": pages}
    for move, number in targets.items():
        view.add_item(PageButton(PageRef(leaf.kind, leaf.what, number), move, disabled=number == leaf.number))
    return view


def clamp_page(number: int, pages: int) -> int:
    """Return the page itself, or the nearest there is: an article may have become shorter."""
    return min(max(1, number), pages)


CONFIRM = "CONFIRM"
"""What a person writes after a command instead of pressing."""
CONFIRM_SECONDS = timedelta(minutes=15)
"""How long a question waits; what it has told may no longer be so later."""

_CONFIRM_ID = r"confirm:(?P<act>remove|forget):(?P<subject>[0-9]{1,19}):(?P<sure>[yn])"

Act = Literal["remove", "forget"]


@dataclass(frozen=True, slots=True)
class Confirmation:
    """Whether to take out an article, by its key in the store, or to forget a person, by the id on Discord."""

    act: Act
    subject: int
    sure: bool

    @property
    def custom_id(self) -> str:
        """The decision as Discord carries it."""
        return f"confirm:{self.act}:{self.subject}:{'y' if self.sure else 'n'}"


class ConfirmButton(discord.ui.DynamicItem[discord.ui.Button[discord.ui.View]], template=_CONFIRM_ID):
    """A button that tells the client's `on_remove` or `on_forget` what was decided."""

    def __init__(self, decision: Confirmation, label: str = "") -> None:
        super().__init__(
            discord.ui.Button(
                label=label or None,
                style=discord.ButtonStyle.danger if decision.sure else discord.ButtonStyle.secondary,
                custom_id=decision.custom_id,
            )
        )
        self.decision = decision

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction, item: discord.ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        act: Act = "remove" if match["act"] == "remove" else "forget"
        return cls(Confirmation(act, int(match["subject"]), match["sure"] == "y"))

    async def callback(self, interaction: discord.Interaction) -> None:
        interaction.client.dispatch(self.decision.act, interaction, self.decision)


def confirm_view(act: Act, subject: int, *, yes: str, no: str) -> discord.ui.View:
    """Return both buttons."""
    view = discord.ui.View(timeout=None)
    view.add_item(ConfirmButton(Confirmation(act, subject, sure=True), yes))
    view.add_item(ConfirmButton(Confirmation(act, subject, sure=False), no))
    return view


def is_expired(interaction: discord.Interaction) -> bool:
    """Tell whether the question is older than a decision on it may be."""
    return interaction.message is not None and interaction.created_at - interaction.message.created_at > CONFIRM_SECONDS
