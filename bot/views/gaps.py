"""Pages of what people ask in vain, and the buttons that turn them."""

import asyncio
from functools import partial

import discord

from bot import context, responses
from bot.client import client_of
from bot.embeds import gaps as drawn
from bot.embeds.answers import Page
from bot.i18n import gettext as _
from bot.views.pages import ReportPageButton, clamp_page
from knowledge import Library


class GapPageButton(ReportPageButton, template=r"gaps:(?P<number>[0-9]{1,4})"):
    """A button that shows another page of gaps."""

    report = "gaps"

    async def load(self, interaction: discord.Interaction, room: int) -> tuple[Page, discord.ui.View | None]:
        return await load_gaps(client_of(interaction).library, interaction, self.number, room)


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
    return drawn.gaps_page(gaps, articles, number, room), GapPageButton.turning(number, pages)


def _is_public(where: responses.Target) -> bool:
    """Tell whether everyone in the channel reads the page."""
    if isinstance(where, discord.Interaction):
        return bool(where.message and not where.message.flags.ephemeral)
    return where.interaction is None
