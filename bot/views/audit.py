"""Pages of the audit log, and the buttons that turn them."""

from typing import Any, Self

import discord
from discord.ext import commands

from bot import responses
from bot.client import client_of
from bot.embeds import history
from bot.embeds.answers import LAYOUT_ROOM, Page
from bot.text import limits
from bot.views.button import PersistentButton
from bot.views.pages import clamp_page, turn_label
from knowledge import Library


class AuditPageButton(PersistentButton, template=r"audit:(?P<number>[0-9]{1,6})"):
    """A button that shows another page of the audit log, to people who manage the server."""

    def __init__(self, number: int, label: str = "", *, disabled: bool = False) -> None:
        super().__init__(discord.ui.Button(label=label or None, custom_id=f"audit:{number}", disabled=disabled))
        self.number = number

    @classmethod
    async def from_custom_id(cls, interaction: discord.Interaction, item: discord.ui.Item[Any], match: Any, /) -> Self:
        return cls(int(match["number"]))

    async def check(self, interaction: discord.Interaction) -> None:
        await client_of(interaction).policy.check_press(interaction, shows=False)

    async def press(self, interaction: discord.Interaction) -> None:
        if not interaction.guild or not interaction.permissions.manage_guild:
            raise commands.MissingPermissions(["manage_guild"])
        room = limits.MAX_DESCRIPTION if responses.has_embed(interaction) else LAYOUT_ROOM
        loading = load_audit(client_of(interaction).library, interaction, self.number, room)
        page, view = await responses.with_typing(interaction, loading, in_place=True)
        await responses.edit_page(interaction, page, view)


async def load_audit(
    library: Library, where: responses.Target, number: int, room: int
) -> tuple[Page, discord.ui.View | None]:
    """Return a page of a server's audit log with its buttons, or the nearest one where there are fewer by now."""
    here = responses.collection(where)
    pages = history.audit_pages(await library.audit.count(here))
    number = clamp_page(number, pages)
    first = (number - 1) * history.MAX_ENTRIES
    entries = await library.audit.entries(here, first=first, most=history.MAX_ENTRIES)
    page = history.audit_page(entries, number, pages, room)
    if pages < 2:
        return page, None
    view = discord.ui.View(timeout=None)
    view.add_item(AuditPageButton(max(1, number - 1), turn_label("p", number), disabled=number == 1))
    view.add_item(AuditPageButton(min(pages, number + 1), turn_label("n", number), disabled=number == pages))
    return page, view
