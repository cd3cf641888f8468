"""Pages of what people ask in vain, and the buttons that turn them."""

import asyncio
from functools import partial
from typing import Any, Self

import discord
from discord.ext import commands

from bot import context, responses
from bot.client import client_of
from bot.embeds import gaps as drawn
from bot.embeds.answers import LAYOUT_ROOM, Page
from bot.i18n import gettext as _
from bot.text import limits
from bot.views.button import PersistentButton
from bot.views.pages import clamp_page, turn_label
from knowledge import Library


class GapPageButton(PersistentButton, template=r"gaps:(?P<number>[0-9]{1,4})"):
    """A button that shows another page of gaps, to people who manage the server."""

    def __init__(self, number: int, label: str = "", *, disabled: bool = False) -> None:
        super().__init__(discord.ui.Button(label=label or None, custom_id=f"gaps:{number}", disabled=disabled))
        self.number = number

    @classmethod
    async def from_custom_id(cls, interaction: discord.Interaction, item: discord.ui.Item[Any], match: Any, /) -> Self:
        return cls(int(match["number"]))

    async def press(self, interaction: discord.Interaction) -> None:
        if not interaction.guild or not interaction.permissions.manage_guild:
            raise commands.MissingPermissions(["manage_guild"])
        room = limits.MAX_DESCRIPTION if responses.has_embed(interaction) else LAYOUT_ROOM
        loading = load_gaps(client_of(interaction).library, interaction, self.number, room)
        page, view = await responses.with_typing(interaction, loading, in_place=True)
        await responses.edit_page(interaction, page, view)


async def load_gaps(
    library: Library, where: responses.Target, number: int, room: int
) -> tuple[Page, discord.ui.View | None]:
    """Return a page of a server's gaps with its buttons, or the nearest one where there are fewer by now."""
    here = responses.collection(where)
    seen_by = context.everyone_can_see if _is_public(where) else context.can_see
    gaps = await asyncio.to_thread(library.gaps.grouped, here, is_visible=partial(seen_by, where))
    if not gaps:
        return Page(_("No gaps: everything that people asked here has been answered, or nobody asked.")), None
    pages = drawn.gap_pages(len(gaps))
    number = clamp_page(number, pages)
    shown = gaps[(number - 1) * drawn.MAX_GAPS : number * drawn.MAX_GAPS]
    rows = {row for gap in shown for row in gap.nearest[: drawn.MAX_GAPS]}
    articles = await library.headlines(rows, collection=here)
    return drawn.gaps_page(gaps, articles, number, room), _page_view(number, pages)


def _is_public(where: responses.Target) -> bool:
    """Tell whether everyone in the channel reads the page."""
    if isinstance(where, discord.Interaction):
        return bool(where.message and not where.message.flags.ephemeral)
    return where.interaction is None


def _page_view(number: int, pages: int) -> discord.ui.View | None:
    if pages < 2:
        return None
    view = discord.ui.View(timeout=None)
    view.add_item(GapPageButton(max(1, number - 1), turn_label("p", number), disabled=number == 1))
    view.add_item(GapPageButton(min(pages, number + 1), turn_label("n", number), disabled=number == pages))
    return view
