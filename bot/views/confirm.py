"""The two buttons of a confirmation before something that can't be undone."""

import re
from dataclasses import replace
from datetime import timedelta
from typing import ClassVar, Self

import discord

from bot import checks, context, responses
from bot.context import client_at, client_of
from bot.embeds import articles, history
from bot.embeds.answers import Page
from bot.i18n import gettext as _
from bot.text import messages
from bot.views.button import PersistentButton
from knowledge import Article, ArticleNotFound, KnowledgeError, Library
from knowledge.store import ChangeSet

CONFIRM = "CONFIRM"
"""What a person can write after a command instead of pressing a button."""
CONFIRM_SECONDS = timedelta(minutes=15)
"""How long a confirmation is valid; what it says may no longer be true later."""


class NotAsker(KnowledgeError):
    """A confirmation for someone else."""


class ConfirmButton(PersistentButton, template="(?!)"):
    """Yes or no to doing something with a subject, which is an id.

    Args:
        subject: What it is done with.
        sure: Whether this is the button that says yes.
        label: The text on the button; none where Discord shows the button already.
    """

    act: ClassVar[str]
    """The word for what is done in custom ids."""

    def __init__(self, subject: int, *, sure: bool, label: str = "") -> None:
        super().__init__(
            discord.ui.Button(
                label=label or None,
                style=discord.ButtonStyle.danger if sure else discord.ButtonStyle.secondary,
                custom_id=f"confirm:{self.act}:{subject}:{'y' if sure else 'n'}",
            )
        )
        self.subject = subject
        self.sure = sure

    @classmethod
    def restored(cls, match: re.Match[str]) -> Self:
        return cls(int(match["subject"]), sure=match["sure"] == "y")

    @classmethod
    def both(cls, subject: int, *, yes: str, no: str) -> discord.ui.View:
        return responses.view_of([cls(subject, sure=True, label=yes), cls(subject, sure=False, label=no)])

    async def check(self, interaction: discord.Interaction) -> None:
        await client_of(interaction).policy.check_press(interaction, shows=False)

    async def press(self, interaction: discord.Interaction) -> None:
        said = await responses.with_typing(interaction, self.decide(interaction), in_place=True)
        await responses.edit_page(interaction, Page(said), None)

    async def decide(self, interaction: discord.Interaction) -> str:
        """Do what was decided, and return what to say about it."""
        raise NotImplementedError


class EditorButton(ConfirmButton, template="(?!)"):
    """Yes or no of somebody who can add and remove articles."""

    async def check(self, interaction: discord.Interaction) -> None:
        await checks.check_can_edit_articles(interaction, client_of(interaction).preferences)
        await super().check(interaction)


class RemoveButton(EditorButton, template=r"confirm:remove:(?P<subject>[0-9]{1,19}):(?P<sure>[yn])"):
    """Whether to remove an article of the server; the subject is its key in the store."""

    act = "remove"

    async def decide(self, interaction: discord.Interaction) -> str:
        if is_expired(interaction):
            return _("This confirmation has expired; nothing was removed. Use /remove to try again.")
        library, collection = client_of(interaction).library, responses.collection(interaction)
        found = await library.article_by_key(self.subject, collection=collection)
        shown = articles.title(found)
        if not self.sure:
            return articles.kept(shown)
        await own_article(library, found.id, collection)
        changes = ChangeSet(str(interaction.user.id), "remove")
        await library.withdraw(found.id, collection=collection, changes=changes)
        return articles.removed(history.by_id(found.id), can_restore=library.can_restore)


class DeleteButton(EditorButton, template=r"confirm:delete:(?P<subject>[0-9]{1,19}):(?P<sure>[yn])"):
    """Whether to remove an article of the server for good, also one that was removed already."""

    act = "delete"

    async def decide(self, interaction: discord.Interaction) -> str:
        if is_expired(interaction):
            return _("This confirmation has expired; nothing was removed. Use /remove to try again.")
        library, collection = client_of(interaction).library, responses.collection(interaction)
        kept = (await library.history.versions(self.subject, collection=collection))[0]
        if not self.sure:
            if kept.ended_at:
                return _("Cancelled. It can still be brought back.")
            return articles.kept(articles.title(kept.article))
        changes = ChangeSet(str(interaction.user.id), "delete")
        await library.remove(kept.article.id, collection=collection, changes=changes)
        return articles.deleted(history.by_id(kept.article.id))


class UndoButton(EditorButton, template=r"confirm:undo:(?P<subject>[0-9]{1,19}):(?P<sure>[yn])"):
    """Whether to undo a change; the subject is its entry in the audit log."""

    act = "undo"

    async def decide(self, interaction: discord.Interaction) -> str:
        if not self.sure:
            return _("Nothing was undone.")
        if is_expired(interaction):
            return _("This confirmation has expired; nothing was undone. Use /undo to try again.")
        client = client_of(interaction)
        changes = ChangeSet(str(interaction.user.id), "undo")
        collection = responses.collection(interaction)
        return history.undone(
            await client.library.undo(self.subject, collection=collection, changes=changes, quota=client.quota)
        )


class ForgetButton(ConfirmButton, template=r"confirm:forget:(?P<subject>[0-9]{1,19}):(?P<sure>[yn])"):
    """Whether to delete what is stored about a person; the subject is the person's id."""

    act = "forget"

    async def check(self, interaction: discord.Interaction) -> None:
        await super().check(interaction)
        if interaction.user.id != self.subject:
            raise NotAsker(_("Only the person who used the command can press this."))

    async def decide(self, interaction: discord.Interaction) -> str:
        if not self.sure:
            return _("Nothing was deleted.")
        if is_expired(interaction):
            return _("This confirmation has expired; nothing was deleted. Use {prefix}forgetme to try again.").format(
                prefix="/"
            )
        return await forget_person(interaction)


async def forget_person(where: responses.Target) -> str:
    """Delete what is stored about the person who asks for it, or waits in memory, and say what that was."""
    client, id = client_at(where), responses.author(where).id
    own, person = await context.dm_collections(where), str(id)
    opted_out = await client.library.question_log.is_opted_out(person)
    purged = await client.library.forget_person(person, own=own)
    purged = replace(purged, articles=purged.articles + client.pending.forget(id))
    said = _("Permanently deleted: {what}.").format(what=messages.personal_counts(purged))
    if not opted_out:
        return said
    again = _("That includes your choice not to be logged; {prefix}optout makes it again.").format(
        prefix=responses.prefix(where)
    )
    return f"{said} {again}"


async def own_article(library: Library, id: str, collection: str) -> Article:
    """Return an article of the server itself; raises ArticleNotFound for a shared one, which can't be removed here."""
    try:
        return await library.own_article(id, collection=collection)
    except ArticleNotFound:
        shared = await library.article(id, collection=collection)
        raise ArticleNotFound(
            _("Article {id} is shared by all servers. Only my operator can remove it.").format(id=shared.id)
        ) from None


def is_expired(interaction: discord.Interaction) -> bool:
    return interaction.message is not None and interaction.created_at - interaction.message.created_at > CONFIRM_SECONDS
