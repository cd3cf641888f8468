"""The buttons that confirm that an article is taken out; they work after any restart."""

import re
from dataclasses import dataclass
from typing import Any, Self

import discord

from bot.phrases import receiving

_ID = r"remove:(?P<row>[0-9]{1,18}):(?P<sure>[yn])"


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether the article with this key in the store is to be taken out."""

    row: int
    sure: bool


class Confirm(discord.ui.DynamicItem[discord.ui.Button[discord.ui.View]], template=_ID):
    """A button that tells the client's `on_verdict` what was decided."""

    def __init__(self, verdict: Verdict) -> None:
        super().__init__(
            discord.ui.Button(
                label=receiving.take_out() if verdict.sure else receiving.keep(),
                style=discord.ButtonStyle.danger if verdict.sure else discord.ButtonStyle.secondary,
                custom_id=f"remove:{verdict.row}:{'y' if verdict.sure else 'n'}",
            )
        )
        self.verdict = verdict

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction, item: discord.ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        return cls(Verdict(int(match["row"]), match["sure"] == "y"))

    async def callback(self, interaction: discord.Interaction) -> None:
        interaction.client.dispatch("verdict", interaction, self.verdict)


def under(row: int) -> discord.ui.View:
    """Return both buttons."""
    view = discord.ui.View(timeout=None)
    view.add_item(Confirm(Verdict(row, sure=True)))
    view.add_item(Confirm(Verdict(row, sure=False)))
    return view
