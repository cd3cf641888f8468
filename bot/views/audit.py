"""Pages of the audit log, and the buttons that turn them."""

import discord

from bot import responses
from bot.client import client_of
from bot.embeds import history
from bot.embeds.answers import Page
from bot.views.pages import ReportPageButton, clamp_page
from knowledge import Library


class AuditPageButton(ReportPageButton, template=r"audit:(?P<number>[0-9]{1,6})"):
    """A button that shows another page of the audit log."""

    report = "audit"

    async def check(self, interaction: discord.Interaction) -> None:
        await client_of(interaction).policy.check_press(interaction, shows=False)

    async def load(self, interaction: discord.Interaction, room: int) -> tuple[Page, discord.ui.View | None]:
        return await load_audit(client_of(interaction).library, interaction, self.number, room)


async def load_audit(
    library: Library, where: responses.Target, number: int, room: int
) -> tuple[Page, discord.ui.View | None]:
    """Return a page of a server's audit log with its buttons, or the nearest one where there are fewer by now."""
    here = responses.collection(where)
    pages = history.audit_pages(await library.audit.count(here))
    number = clamp_page(number, pages)
    first = (number - 1) * history.MAX_ENTRIES
    entries = await library.audit.entries(here, first=first, most=history.MAX_ENTRIES)
    return history.audit_page(entries, number, pages, room), AuditPageButton.turning(number, pages)
