"""Taking changes back: earlier versions, headlines, undo, and the log of who changed what."""

import asyncio
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import partial

import discord
from discord import app_commands
from discord.ext import commands

from bot import checks, responses
from bot.embeds import answers as render
from bot.embeds import history as drawn
from bot.i18n import gettext as _
from bot.preferences import GuildSettingsStore
from bot.responses import Context, Target, for_managers
from bot.text import article_list, markdown, messages
from bot.text.commands import discord_options
from bot.views.button import filled_in
from bot.views.confirm import UndoButton, own_article
from bot.views.pages import load_audit
from bot.views.preview import changed_details, edit_form
from knowledge import Article, ArticleNotFound, Library, Quota
from knowledge.store import ChangeRefused, ChangeSet

_MAX_HEADLINE_CHARS = 300
_FIELDS = {
    "headline": "title",
    "title": "title",
    "publisher": "publisher",
    "author": "byline",
    "agency": "byline",
    "day": "published_at",
    "date": "published_at",
}
"""What people call the fields of an article."""
_NONE = "none"


class HistoryCommands(commands.Cog):
    """Brings articles back, renames them, undoes changes, and shows the audit log."""

    def __init__(self, library: Library, preferences: GuildSettingsStore, quota: Quota) -> None:
        self._library = library
        self._preferences = preferences
        self._quota = quota

    @commands.hybrid_command(**discord_options("restore"))  # type: ignore[arg-type]
    @app_commands.describe(
        article="The id of an article, or of one that was removed; without it, what was removed is listed",
        version="The number of an earlier version; without it, the versions are listed",
    )
    async def restore(self, ctx: Context, article: str = "", version: int | None = None) -> None:
        """Bring back a removed article or an earlier version."""
        await checks.check_can_edit_articles(ctx, self._preferences)
        here, id = responses.collection(ctx), article.strip()
        if not id:
            removed = await self._library.history.removed(here)
            draw = partial(drawn.removed_page, removed, responses.prefix(ctx), is_public=ctx.interaction is None)
            await responses.send_page(ctx, draw, private=True)
            return
        versions = await self._library.history.versions(id, collection=here)
        if version is None and versions[0].ended_at is None:
            await responses.send_page(ctx, lambda room: drawn.versions_page(versions, responses.prefix(ctx), room))
            return
        changes = ChangeSet(str(ctx.author.id), "restore")
        back = await self._library.history.restore(id, version, collection=here, changes=changes, quota=self._quota)
        await responses.send_page(ctx, lambda _: render.Page(drawn.restored(back)))

    @commands.hybrid_command(**discord_options("rename"))  # type: ignore[arg-type]
    @app_commands.describe(article="The article's id", headline="Its new headline")
    async def rename(self, ctx: Context, article: str = "", *, headline: str = "") -> None:
        """Change the headline of an article."""
        await checks.check_can_edit_articles(ctx, self._preferences)
        title = " ".join(markdown.strip_invisible(headline).split())
        if not article.strip() or not title:
            raise ArticleNotFound(
                _("Give the article's id and its new headline, e.g. {prefix}rename 12 New pier opens.").format(
                    prefix=responses.prefix(ctx)
                )
            )
        if len(title) > _MAX_HEADLINE_CHARS:
            raise ChangeRefused(
                _("That headline is too long. Use at most {most} characters.").format(most=_MAX_HEADLINE_CHARS)
            )
        found = await own_article(self._library, article.strip(), responses.collection(ctx))
        before, after = await self._library.history.edit(
            found.id,
            {"title": title},
            collection=responses.collection(ctx),
            changes=ChangeSet(str(ctx.author.id), "edit"),
        )
        await responses.send_page(ctx, lambda _: render.Page(drawn.renamed(before, after)))

    @commands.hybrid_command(**discord_options("edit"))  # type: ignore[arg-type]
    @app_commands.describe(
        article="The article's id",
        changes="Such as “publisher: The Courier; day: 2021-06-05”; without it a form opens",
    )
    async def edit(self, ctx: Context, article: str = "", *, changes: str = "") -> None:
        """Change an article's headline, publisher, author or day."""
        await checks.check_can_edit_articles(ctx, self._preferences)
        if not article.strip():
            raise ArticleNotFound(
                _("Give the article's id, e.g. {prefix}edit 12. {prefix}articles lists the ids.").format(
                    prefix=responses.prefix(ctx)
                )
            )
        found = await own_article(self._library, article.strip(), responses.collection(ctx))
        if changes.strip():
            await self._edit(ctx, found, _typed_details(changes))
        elif ctx.interaction:
            await responses.send_modal(ctx.interaction, edit_form(found))
        else:
            await responses.send_page(ctx, lambda _: drawn.details_page(found, responses.prefix(ctx)))

    async def take_edit(self, interaction: discord.Interaction, form: re.Match[str]) -> None:
        await checks.check_can_edit_articles(interaction, self._preferences)
        found = await self._library.article_by_key(int(form["row"]), collection=responses.collection(interaction))
        found = await own_article(self._library, found.id, responses.collection(interaction))
        await self._edit(interaction, found, filled_in(interaction))

    async def _edit(self, where: Target, article: Article, typed: Mapping[str, str]) -> None:
        changed = await asyncio.to_thread(changed_details, article, typed)
        if not changed:
            raise ChangeRefused(_("Those are already its details, so nothing was changed."))
        before, after = await self._library.history.edit(
            article.id,
            changed,
            collection=responses.collection(where),
            changes=ChangeSet(str(responses.author(where).id), "edit"),
        )
        await responses.send_page(where, lambda _: drawn.edited(before, after, list(changed)))

    @commands.hybrid_command(**discord_options("undo"))  # type: ignore[arg-type]
    async def undo(self, ctx: Context) -> None:
        """Undo the last change to this server's articles."""
        await checks.check_can_edit_articles(ctx, self._preferences)
        here = responses.collection(ctx)
        person = str(ctx.author.id)
        found = await self._library.history.last_change(here, actor=person, now=datetime.now(UTC))
        if found is None:
            raise ChangeRefused(_("There's nothing to undo here from the last day."))
        entry, others_since = found
        if others_since or entry.actor != person:
            page = drawn.undo_question(entry, others_since=others_since)
            view = UndoButton.both(entry.id, yes=_("Undo"), no=messages.keep())
            await responses.send_page(ctx, lambda _: page, view=view)
            return
        changes = ChangeSet(person, "undo")
        result = await self._library.undo(entry.id, collection=here, changes=changes, quota=self._quota)
        await responses.send_page(ctx, lambda _: render.Page(drawn.undone(result)))

    @commands.hybrid_command(**discord_options("audit"))  # type: ignore[arg-type]
    @for_managers
    @app_commands.describe(page="Which page; the first has the latest changes")
    async def audit(self, ctx: Context, page: int = 1) -> None:
        """Show who changed articles and settings, and when."""
        room = responses.page_room(ctx)
        shown, view = await load_audit(self._library, ctx, page, room)
        await responses.send_page(ctx, lambda _: shown, view=view, private=True)

    @restore.autocomplete("article")
    async def _restorable(self, interaction: discord.Interaction, typed: str) -> responses.Choices:
        # Nobody else is to read any more what was removed.
        if not await checks.can_edit_articles(interaction, self._preferences):
            return []
        removed = await self._library.history.removed(responses.collection(interaction))
        return responses.named_choices(article_list.headline_choices(removed, typed))

    @rename.autocomplete("article")
    @edit.autocomplete("article")
    async def _headlines(self, interaction: discord.Interaction, typed: str) -> responses.Choices:
        listed = await self._library.listing(collection=responses.collection(interaction), own=True)
        return responses.named_choices(await asyncio.to_thread(article_list.headline_choices, listed, typed))


def _typed_details(typed: str) -> dict[str, str]:
    """Read the details after `edit`, such as `publisher: The Courier; day: none`; raise ChangeRefused."""
    found: dict[str, str] = {}
    for part in filter(str.strip, re.split(r"[;\n]", typed)):
        name, _colon, value = part.partition(":") if ":" in part else part.strip().partition(" ")
        field = _FIELDS.get(name.strip().casefold())
        if field is None:
            raise ChangeRefused(
                _("I can change an article's headline, publisher, author and day, as in: {example}").format(
                    example="publisher: The Courier; day: 2021-06-05"
                )
            )
        found[field] = "" if value.strip().casefold() == _NONE else value.strip()
    return found
