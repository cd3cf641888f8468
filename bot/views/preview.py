"""Adding by a form, and the preview of an article before it is added: kept, edited or discarded."""

import asyncio
import re
from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Any, Self

import discord

from bot import checks, responses, uploads
from bot.context import client_of
from bot.embeds import articles
from bot.embeds.answers import LAYOUT_ROOM, Page
from bot.i18n import gettext as _
from bot.i18n import pgettext
from bot.text import markdown, messages
from bot.uploads import NoAttachment, Paste, PendingArticle, Upload, UploadResult
from bot.views.button import PersistentButton, filled_in
from knowledge import AddResult, Article, KnowledgeError
from knowledge.ingest import DateHints, parse_date
from knowledge.store import EDITABLE, ChangeSet, field_text

FILES, LINKS, TEXT = "files", "links", "text"
"""The custom ids of what can be filled in to add something; those of an article's details are the fields' names."""
MAX_DETAIL_CHARS = 300
UPLOAD_FORM = re.compile(r"add")
DETAILS_FORM = re.compile(r"details:(?P<key>[0-9a-f]{16})")
EDIT_FORM = re.compile(r"edit:(?P<row>[0-9]{1,15})")
_FORM_SECONDS = 600.0
"""How long discord.py remembers a form; that a form is accepted does not depend on it."""


class BadDetails(KnowledgeError):
    """What was typed for a field of an article can't be taken."""


class NotAdded(KnowledgeError):
    """There is no room for an article, which still waits."""


class PreviewButton(PersistentButton, template=r"preview:(?P<name>keep|edit|discard):(?P<key>[0-9a-f]{16})"):
    """Keep, edit or discard an article that was read and is not added yet.

    Args:
        name: What is done.
        key: By which the pending article is found.
        label: The text on the button; none where Discord shows the button already.
    """

    def __init__(self, name: str, key: str, label: str = "") -> None:
        style = discord.ButtonStyle.success if name == "keep" else discord.ButtonStyle.secondary
        super().__init__(discord.ui.Button(label=label or None, style=style, custom_id=f"preview:{name}:{key}"))
        self.name = name
        self.key = key

    @classmethod
    def restored(cls, match: re.Match[str]) -> Self:
        return cls(match["name"], match["key"])

    async def check(self, interaction: discord.Interaction) -> None:
        client = client_of(interaction)
        await checks.check_can_edit_articles(interaction, client.preferences)
        await client.policy.check_press(interaction, shows=False)

    async def press(self, interaction: discord.Interaction) -> None:
        if self.name == "edit":
            shown = await _shown(interaction, self.key)
            await responses.send_modal(interaction, details_form(self.key, shown.article))
            return
        pending = _waiting(interaction, self.key, forget=True)
        if self.name == "discard":
            edited = replace(pending.article, title=pending.edited.get("title", pending.article.title))
            await responses.edit_page(interaction, Page(articles.discarded(edited)), None)
            return
        adding = _add(interaction, pending)
        try:
            result, became = await responses.with_typing(interaction, adding, in_place=True)
        except Exception:
            client_of(interaction).pending.change(self.key, pending)
            raise
        report = partial(articles.upload_page, [became])
        if result.change == "unchanged":
            await responses.edit_page(interaction, report(LAYOUT_ROOM), None)
            return
        await responses.edit_page(interaction, Page(articles.kept_preview(result)), None)
        await responses.publish(interaction, report, heading="", view=None)


async def _add(interaction: discord.Interaction, pending: PendingArticle) -> tuple[AddResult, UploadResult]:
    """Add a pending article; raise NotAdded where there is no room."""
    client = client_of(interaction)
    result = await client.library.add_edited(
        pending.article,
        pending.edited,
        collection=pending.collection,
        quota=client.quota,
        changes=ChangeSet(str(interaction.user.id), "add"),
    )
    became = UploadResult(pending.name, client.quota)
    became.taken([result])
    if result.change == "refused":
        raise NotAdded(became.reasons[0])
    return result, became


def _waiting(interaction: discord.Interaction, key: str, *, forget: bool = False) -> PendingArticle:
    pending = client_of(interaction).pending
    find = pending.take if forget else pending.get
    return find(key, interaction.user.id, responses.collection(interaction))


async def _shown(interaction: discord.Interaction, key: str) -> AddResult:
    pending, client = _waiting(interaction, key), client_of(interaction)
    return await client.library.preview_add(
        pending.article, pending.edited, collection=pending.collection, quota=client.quota
    )


async def load_preview(interaction: discord.Interaction, key: str) -> tuple[Page, discord.ui.View]:
    """Return the preview of a pending article with its buttons."""
    found = await _shown(interaction, key)
    labels = {"keep": pgettext("button", "Keep"), "edit": _("Edit …"), "discard": _("Discard")}
    view = responses.view_of(PreviewButton(name, key, label) for name, label in labels.items())
    return articles.preview_page(found, _waiting(interaction, key).notes), view


def upload_form() -> discord.ui.Modal:
    """Return the form in which files, links or a text are given."""
    form = discord.ui.Modal(title=_("Add articles"), custom_id="add", timeout=_FORM_SECONDS)
    files: discord.ui.FileUpload[discord.ui.Modal] = discord.ui.FileUpload(
        custom_id=FILES, required=False, min_values=0, max_values=uploads.MAX_ATTACHMENTS
    )
    form.add_item(
        discord.ui.Label(
            text=_("Files"), description=_("Text, web pages, PDF, Word, EPUB, tables or archives"), component=files
        )
    )
    links = _input(LINKS, markdown.MAX_REPORT)
    form.add_item(
        discord.ui.Label(text=_("Or links"), description=_("Several with spaces between them"), component=links)
    )
    text = _input(TEXT, markdown.MAX_INPUT, discord.TextStyle.paragraph)
    below = _("The headline on the first line, the text below")
    return form.add_item(discord.ui.Label(text=_("Or an article's text"), description=below, component=text))


def details_form(key: str, article: Article) -> discord.ui.Modal:
    """Return the form with the details of an article that waits, as they are."""
    return _details_form(_("Edit before adding"), f"details:{key}", article)


def edit_form(article: Article) -> discord.ui.Modal:
    """Return the form with the details of an article that was added, as they are."""
    return _details_form(_("Edit the article"), f"edit:{article.row}", article)


def _details_form(title: str, custom_id: str, article: Article) -> discord.ui.Modal:
    form = discord.ui.Modal(title=title, custom_id=custom_id, timeout=_FORM_SECONDS)
    for name, value in typed_details(article).items():
        text = _input(name, MAX_DETAIL_CHARS, value=value)
        day = _("Such as 2021-06-05; leave it empty for no date") if name == "published_at" else None
        form.add_item(discord.ui.Label(text=messages.detail_name(name), description=day, component=text))
    return form


def typed_details(article: Article) -> dict[str, str]:
    """Return an article's details as they are typed; what is too long for a field is cut."""
    return {
        name: markdown.truncate(
            _one_line(field_text(article, name)[: 10 if name == "published_at" else None]), MAX_DETAIL_CHARS
        )
        for name in EDITABLE
    }


def _one_line(text: str) -> str:
    return " ".join(markdown.strip_invisible(text).split())


def _input(
    name: str, most: int, style: discord.TextStyle = discord.TextStyle.short, *, value: str = ""
) -> discord.ui.TextInput[discord.ui.Modal]:
    return discord.ui.TextInput(custom_id=name, style=style, required=False, max_length=most, default=value or None)


def submitted_uploads(interaction: discord.Interaction) -> list[Upload]:
    """Return what was given in the form; raise NoAttachment where that is nothing, or too short a text."""
    text = filled_in(interaction).get(TEXT, "")
    links = uploads.links_to_fetch(text)
    pasted = None if links else uploads.parse_paste(text)
    if text.strip() and not links and not pasted:
        raise NoAttachment(_("That text is too short: put the headline on its first line and the article below."))
    given: list[str | Paste] = [*uploads.typed_links(filled_in(interaction).get(LINKS, "")), *links]
    received = [*_files(interaction), *dict.fromkeys(given), *([pasted] if pasted else [])]
    if not received:
        raise NoAttachment(_("The form was empty. Give a file, a link or the text of an article."))
    return received


async def take_details(interaction: discord.Interaction, key: str) -> None:
    """Change the details of a pending article as a form says, and show its preview again."""
    shown = (await _shown(interaction, key)).article
    edited = await asyncio.to_thread(changed_details, shown, filled_in(interaction))
    pending = _waiting(interaction, key)
    client_of(interaction).pending.change(key, replace(pending, edited={**pending.edited, **edited}))
    page, view = await load_preview(interaction, key)
    await responses.edit_page(interaction, page, view)


def changed_details(article: Article, typed: Mapping[str, str]) -> dict[str, str]:
    """Return the fields that were given another value, as they are stored; raise BadDetails for one that can't be."""
    before = typed_details(article)
    changed = {name: value for name in EDITABLE if (value := _one_line(typed.get(name, before[name]))) != before[name]}
    if not changed.get("title", "-"):
        raise BadDetails(_("An article needs a headline. Nothing was changed."))
    if any(len(value) > MAX_DETAIL_CHARS for value in changed.values()):
        raise BadDetails(
            _("That is too long: a headline or a name has at most {most} characters. Nothing was changed.").format(
                most=MAX_DETAIL_CHARS
            )
        )
    if written := changed.get("published_at"):
        day = parse_date(written, DateHints(article.language))
        if day is None:
            raise BadDetails(
                _("I don't understand the day “{day}”. Write it as 2021-06-05. Nothing was changed.").format(
                    day=markdown.escape_markdown(written)
                )
            )
        changed["published_at"] = day.isoformat()[:10]
    return changed


def _files(interaction: discord.Interaction) -> list[discord.Attachment]:
    """Return the files of a form; discord.py hands them only to a form that it remembers."""
    data: Any = interaction.data
    sent = data.get("resolved", {}).get("attachments", {})
    parts = (part.get("component") or {} for part in data["components"])
    ids: list[str] = next((each["values"] for each in parts if each.get("custom_id") == FILES), [])
    return [discord.Attachment(data=sent[id], state=interaction._state) for id in ids if id in sent]
