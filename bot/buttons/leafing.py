"""The buttons that turn pages. All that one needs stands in its custom id, so that it works after any restart."""

import re
from dataclasses import dataclass
from typing import Any, Literal, Self

import discord

from bot.phrases import browsing

_ID = r"(?s)leaf:(?:(?P<list>list)|article):(?P<move>[fpnl])(?P<number>[0-9]{1,7}):(?P<what>(?(list).*|[0-9]{1,18}))"

Kind = Literal["list", "article"]


@dataclass(frozen=True, slots=True)
class Leaf:
    """One page: of the list that meets `what`, or of the article whose key in the store it is."""

    kind: Kind
    what: str
    number: int = 1


class Turn(discord.ui.DynamicItem[discord.ui.Button[discord.ui.View]], template=_ID):
    """A button that tells the client's `on_turn` which page is wanted."""

    def __init__(self, leaf: Leaf, move: str, *, disabled: bool = False) -> None:
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
        leaf = Leaf("list" if match["list"] else "article", match["what"], int(match["number"]))
        return cls(leaf, match["move"])

    async def callback(self, interaction: discord.Interaction) -> None:
        interaction.client.dispatch("turn", interaction, self.leaf)


def under(leaf: Leaf, pages: int) -> discord.ui.View | None:
    """Return the buttons under a page: none where it is the only one."""
    if pages < 2:
        return None
    view = discord.ui.View(timeout=None)
    targets = {"p": max(1, leaf.number - 1), "n": min(pages, leaf.number + 1)}
    if pages > 2:
        targets = {"f": 1, **targets, "l": pages}
    for move, number in targets.items():
        view.add_item(Turn(Leaf(leaf.kind, leaf.what, number), move, disabled=number == leaf.number))
    return view


def clamped(number: int, pages: int) -> int:
    """Return the page itself, or the nearest there is: an article may have become shorter."""
    return min(max(1, number), pages)
