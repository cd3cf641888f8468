"""The buttons that confirm what cannot be undone. All that one needs stands in its custom id, so that it works after
any restart; until when it holds is told by the age of its message.
"""

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Literal, Self

import discord

CONFIRM = "CONFIRM"
"""What a person writes after a command instead of pressing."""
PATIENCE = timedelta(minutes=15)
"""How long a question waits; what it has told may no longer be so later."""

_ID = r"confirm:(?P<act>remove|forget):(?P<subject>[0-9]{1,19}):(?P<sure>[yn])"

Act = Literal["remove", "forget"]


@dataclass(frozen=True, slots=True)
class Decision:
    """Whether to take out an article, by its key in the store, or to forget a person, by the id on Discord."""

    act: Act
    subject: int
    sure: bool

    @property
    def custom_id(self) -> str:
        """The decision as Discord carries it."""
        return f"confirm:{self.act}:{self.subject}:{'y' if self.sure else 'n'}"


class Choice(discord.ui.DynamicItem[discord.ui.Button[discord.ui.View]], template=_ID):
    """A button that tells the client's `on_remove` or `on_forget` what was decided."""

    def __init__(self, decision: Decision, label: str = "") -> None:
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
        return cls(Decision(act, int(match["subject"]), match["sure"] == "y"))

    async def callback(self, interaction: discord.Interaction) -> None:
        interaction.client.dispatch(self.decision.act, interaction, self.decision)


def under(act: Act, subject: int, *, yes: str, no: str) -> discord.ui.View:
    """Return both buttons."""
    view = discord.ui.View(timeout=None)
    view.add_item(Choice(Decision(act, subject, sure=True), yes))
    view.add_item(Choice(Decision(act, subject, sure=False), no))
    return view


def expired(interaction: discord.Interaction) -> bool:
    """Tell whether the question is older than a decision on it may be."""
    return interaction.message is not None and interaction.created_at - interaction.message.created_at > PATIENCE
