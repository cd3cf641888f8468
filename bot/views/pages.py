"""Pages of the list of articles and of one article, the buttons that turn them, and the menu that opens one."""

import asyncio
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import ClassVar, Literal, Self

import discord
from discord.ext import commands

from bot import context, responses
from bot.context import client_of
from bot.embeds import articles as render
from bot.embeds import history
from bot.embeds.answers import Page
from bot.i18n import gettext as _
from bot.text import article_list, formatting, markdown, messages
from bot.views.button import PersistentButton, PersistentMenu, chosen_value
from knowledge import ArticleListing, Library

_PAGE_ID = (
    r"(?s)leaf:(?:(?P<list>list)|article):(?P<move>[fpnl])(?P<number>[0-9]{1,7}):(?P<what>(?(list).*|[0-9]{1,18}))"
)
"""A list's filters are free text; an article is named by its key in the store."""

PageKind = Literal["list", "article"]


@dataclass(frozen=True, slots=True)
class PageRef:
    """One page: of the list that meets the filters `what`, or of the article whose key in the store it is."""

    kind: PageKind
    what: str
    number: int = 1


class PageButton(PersistentButton, template=_PAGE_ID):
    """A button that shows another page in place of the one it is under."""

    def __init__(self, page: PageRef, move: str, *, disabled: bool = False) -> None:
        super().__init__(
            discord.ui.Button(
                label=turn_label(move, page.number),
                custom_id=f"leaf:{page.kind}:{move}{page.number}:{page.what}",
                disabled=disabled,
            )
        )
        self.page = page

    @classmethod
    def restored(cls, match: re.Match[str]) -> Self:
        page = PageRef("list" if match["list"] else "article", match["what"], int(match["number"]))
        return cls(page, match["move"])

    async def press(self, interaction: discord.Interaction) -> None:
        room = responses.page_room(interaction)
        loading = load_page(client_of(interaction).library, interaction, self.page, room)
        page, view = await responses.with_typing(interaction, loading, in_place=True)
        await responses.edit_page(interaction, page, view)


class ReportPageButton(PersistentButton, template="(?!)"):
    """A button that shows another page of a report, to people who manage the server.

    Args:
        number: The page.
        label: The text on the button; none where Discord shows the button already.
        disabled: Whether the page is the one shown.
    """

    report: ClassVar[str]
    """The word for the report in custom ids."""

    def __init__(self, number: int, label: str = "", *, disabled: bool = False) -> None:
        custom_id = f"{self.report}:{number}"
        super().__init__(discord.ui.Button(label=label or None, custom_id=custom_id, disabled=disabled))
        self.number = number

    @classmethod
    def restored(cls, match: re.Match[str]) -> Self:
        return cls(int(match["number"]))

    @classmethod
    def turning(cls, number: int, pages: int) -> discord.ui.View | None:
        """Return the buttons under a page: none where it is the only one."""
        if pages < 2:
            return None
        back = cls(max(1, number - 1), turn_label("p", number), disabled=number == 1)
        on = cls(min(pages, number + 1), turn_label("n", number), disabled=number == pages)
        return responses.view_of([back, on])

    async def press(self, interaction: discord.Interaction) -> None:
        if responses.home(interaction) is None or not interaction.permissions.manage_guild:
            raise commands.MissingPermissions(["manage_guild"])
        room = responses.page_room(interaction)
        page, view = await responses.with_typing(interaction, self.load(interaction, room), in_place=True)
        await responses.edit_page(interaction, page, view)

    async def load(self, interaction: discord.Interaction, room: int) -> tuple[Page, discord.ui.View | None]:
        raise NotImplementedError


class ReadMenu(PersistentMenu, template="read"):
    """A menu of the articles on a page of the list: the chosen one is shown to the person who chose it."""

    def __init__(self, listed: Sequence[ArticleListing] = ()) -> None:
        options = [
            discord.SelectOption(label=label, value=str(row), description=published or None)
            for row, label, published in map(article_list.menu_line, listed)
        ]
        super().__init__("read", _("Read one …") if options else "", options)

    @classmethod
    def restored(cls, match: re.Match[str]) -> Self:
        return cls()

    async def press(self, interaction: discord.Interaction) -> None:
        chosen = PageRef("article", key if (key := chosen_value(interaction)).isdecimal() else "0")
        loading = load_page(client_of(interaction).library, interaction, chosen, markdown.MAX_DESCRIPTION)
        page, view = await responses.with_typing(interaction, loading, private=True)
        await responses.send_page(interaction, lambda _: page, view=view, private=True)


def turn_label(move: str, page: int) -> str:
    """Return the label of a button that turns to a page; short, since four are side by side on a phone."""
    number = formatting.number(page)
    return {"f": f"« {number}", "p": _("‹ Back"), "n": _("Next ›"), "l": f"{number} »"}[move]


async def load_page(
    library: Library, where: responses.Target, wanted: PageRef, room: int
) -> tuple[Page, discord.ui.View | None]:
    """Return a page with its buttons, or the nearest one where there are fewer pages by now.

    Args:
        library: Where the articles are.
        where: What asked for the page; its server's articles are listed.
        wanted: Which page.
        room: Characters that the page may have.

    Raises:
        ArticleNotFound: The article is gone, or is another server's.
    """
    collection = responses.collection(where)
    if wanted.kind == "article":
        article = await library.article_by_key(int(wanted.what), collection=collection)
        pages = await asyncio.to_thread(render.paginate, article, room)
        number = clamp_page(wanted.number, len(pages))
        gone = await library.vanished_at(article)
        page = await asyncio.to_thread(render.article_page, article, pages, number, room, vanished_at=gone)
        return page, page_view(PageRef("article", wanted.what, number), len(pages))
    listed = await library.listing(collection=collection)
    met = await asyncio.to_thread(article_list.filter_articles, listed, wanted.what)
    number = clamp_page(wanted.number, render.page_count(len(met)))
    note = messages.samples_note() if await library.uses_samples(collection=collection) else ""
    heading = article_list.list_heading(wanted.what)
    page = render.list_page(met, number, heading, responses.prefix(where), room, note=note)
    view = page_view(PageRef("list", wanted.what, number), render.page_count(len(met))) or discord.ui.View(timeout=None)
    return page, view.add_item(ReadMenu(render.listed_on(met, number)))


def page_view(page: PageRef, pages: int) -> discord.ui.View | None:
    """Return the buttons under a page: none where it is the only one."""
    if pages < 2:
        return None
    targets = {"p": max(1, page.number - 1), "n": min(pages, page.number + 1)}
    if pages > 2:
        targets = {"f": 1, **targets, "l": pages}
    return responses.view_of(
        PageButton(PageRef(page.kind, page.what, number), move, disabled=number == page.number)
        for move, number in targets.items()
    )


def clamp_page(number: int, pages: int) -> int:
    """Return the page itself, or the nearest there is: an article may have become shorter."""
    return min(max(1, number), pages)


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
    if _is_public(where):
        entries = [*map(history.for_everyone, entries)]
    return history.audit_page(entries, number, pages, room), AuditPageButton.turning(number, pages)


class GapPageButton(ReportPageButton, template=r"gaps:(?P<number>[0-9]{1,4})"):
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
        return Page(_("No gaps: everything people asked here was answered, or nobody asked anything.")), None
    pages = render.gap_pages(len(gaps))
    number = clamp_page(number, pages)
    shown = gaps[(number - 1) * render.MAX_GAPS : number * render.MAX_GAPS]
    rows = {row for gap in shown for row in gap.nearest[: render.MAX_GAPS]}
    articles = await library.headlines(rows, collection=here)
    return render.gaps_page(gaps, articles, number, room), GapPageButton.turning(number, pages)


def _is_public(where: responses.Target) -> bool:
    """Tell whether everyone in the channel reads the page."""
    if isinstance(where, discord.Interaction):
        return bool(where.message and not where.message.flags.ephemeral)
    return where.interaction is None
