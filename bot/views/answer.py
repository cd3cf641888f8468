"""The buttons under an answer: its sources, more passages, their order, votes, sharing, deleting."""

import asyncio
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Self

import discord

from bot import context, responses
from bot.context import client_of
from bot.embeds import answers, timeline
from bot.embeds.answers import Page
from bot.i18n import gettext as _
from bot.i18n import pgettext
from bot.log import UNKNOWN_INTERACTION
from bot.text import markdown
from bot.views.button import PersistentButton, filled_in
from bot.views.pages import clamp_page, turn_label
from bot.views.watch import WatchButton
from knowledge import Answer, AnswerNotFound, AskContext, Decline, KnowledgeError
from knowledge.store import CAUSES, MAX_REASON, Cause

REASON = "reason"
"""The custom id of the text in the form that asks what was wrong."""
CAUSE = "cause"
"""The custom id of the choice in that form."""
MAX_SOURCE_BUTTONS = 5
_MAX_WORDED_SOURCES = 3
"""Up to this many sources have a button with a word on it; more would not fit side by side on a phone."""
_MODAL_SECONDS = 600.0
"""How long discord.py remembers a form; that a form is accepted does not depend on it."""
_BUTTON_ID = (
    r"footnote:(?P<name>source|more|plain|newest|days|up|down|share|delete):(?P<answer>[0-9]{1,15})"
    r"(?::(?P<n>[0-9]{1,3}))?"
)
REASON_FORM = re.compile(r"footnote:why:(?P<answer>[0-9]{1,15})")
"""The custom id of the form that says what was wrong with an answer."""
_SHOWING_TEXT = frozenset({"source", "more", "plain", "newest", "days", "share"})
_ABROAD = frozenset({"source", "more", "plain", "newest", "days", "up", "down"})
"""What those can press who ask where the bot is not."""


class AnswerExpired(KnowledgeError):
    """A button of an answer that is no longer stored."""


class ButtonForbidden(KnowledgeError):
    """A button that this person cannot use, or that has no use any more."""


@dataclass(frozen=True, slots=True)
class AnswerAction:
    """What a button does, and to which answer."""

    name: str
    answer: int
    n: int | None = None
    """The citation; for more, the last one that has been shown; for plain, a bit for each hint to ignore; for newest
    and days, the page that takes the place of the one above."""

    @property
    def custom_id(self) -> str:
        """The custom id that Discord sends back."""
        return f"footnote:{self.name}:{self.answer}" + (f":{self.n}" if self.n is not None else "")

    @classmethod
    def from_match(cls, found: re.Match[str]) -> Self:
        """Read the match of a custom id."""
        return cls(found["name"], int(found["answer"]), int(found["n"]) if found["n"] else None)


class AnswerButton(PersistentButton, template=_BUTTON_ID):
    """A button that does something with the answer above it, however long ago that was given."""

    def __init__(
        self,
        action: AnswerAction,
        label: str = "",
        emoji: str | None = None,
        *,
        row: int | None = None,
        disabled: bool = False,
    ) -> None:
        danger = action.name == "delete"
        super().__init__(
            discord.ui.Button(
                label=markdown.truncate(label, markdown.MAX_LABEL) or None,
                emoji=emoji,
                style=discord.ButtonStyle.danger if danger else discord.ButtonStyle.secondary,
                custom_id=action.custom_id,
                row=row,
                disabled=disabled,
            )
        )
        self.action = action

    @classmethod
    def restored(cls, match: re.Match[str]) -> Self:
        return cls(AnswerAction.from_match(match))

    async def check(self, interaction: discord.Interaction) -> None:
        asks, shows = self.action.name in ("more", "plain"), self.action.name in _SHOWING_TEXT
        abroad = self.action.name in _ABROAD
        await client_of(interaction).policy.check_press(interaction, asks=asks, shows=shows, abroad=abroad)

    async def press(self, interaction: discord.Interaction) -> None:
        match self.action.name:
            case "source":
                await _show_source(interaction, self.action.answer, self.action.n or 0)
            case "more":
                await _show_more(interaction, self.action.answer, self.action.n or 0)
            case "plain":
                await _show_plain(interaction, self.action.answer, self.action.n or 0)
            case "newest" | "days":
                await _show_page(interaction, self.action)
            case "up":
                await _vote_up(interaction, self.action.answer)
            case "down":
                await _load(interaction, self.action.answer)
                await responses.send_modal(interaction, reason_modal(self.action.answer))
            case "share":
                await _share(interaction, self.action.answer)
            case "delete":
                await _delete(interaction, self.action.answer)


async def _show_source(interaction: discord.Interaction, answer: int, n: int) -> None:
    found = await responses.with_typing(interaction, _load(interaction, answer), private=True)
    found.citation(n)
    revisions = await client_of(interaction).library.revisions(found)
    await responses.send_page(interaction, partial(answers.sources_page, found, n, revisions), private=True)


async def _show_more(interaction: discord.Interaction, answer: int, last: int) -> None:
    most = (await client_of(interaction).preferences.of(responses.home(interaction))).passages
    k = most - last if last < most else most
    found = await responses.with_typing(interaction, _more_passages(interaction, answer, last, k), private=True)
    view = more_view(found, more=len(found.citations) == k)
    await responses.send_page(interaction, partial(answers.reply_page, found), view=view, private=True)


async def _show_page(interaction: discord.Interaction, action: AnswerAction) -> None:
    """Show a page of an answer's passages by day: another in place of the one above, or the first of its own."""
    in_place = action.n is not None
    room = responses.page_room(interaction) if in_place else markdown.MAX_DESCRIPTION

    async def loaded() -> tuple[Page, discord.ui.View | None]:
        found = await _load(interaction, action.answer)
        draw = timeline.timeline_pages if action.name == "days" else timeline.newest_first_pages
        return turned_to(action, await asyncio.to_thread(draw, found, room), found)

    page, view = await responses.with_typing(interaction, loaded(), private=not in_place, in_place=in_place)
    if in_place:
        await responses.edit_page(interaction, page, view)
    else:
        await responses.send_page(interaction, lambda _: page, view=view, private=True)


async def _show_plain(interaction: discord.Interaction, answer: int, ignored: int) -> None:
    """Ask once more with some publishers and months of the question as the plain words they are."""
    client = client_of(interaction)
    k = (await client.preferences.of(responses.home(interaction))).passages
    known = await responses.with_typing(interaction, _load(interaction, answer), private=True)
    places = frozenset(place for place in range(ignored.bit_length()) if ignored >> place & 1)
    place = AskContext(**responses.ask_location(interaction), private=True)
    found = await client.library.ask(known.question, place, k=k, leading=True, ignored=places)
    abroad = responses.is_foreign(interaction)
    view = answer_view(found, more=isinstance(found, Answer) and found.more > 0, abroad=abroad)
    await responses.send_page(interaction, partial(answers.reply_page, found), view=view, private=True)


async def _more_passages(interaction: discord.Interaction, answer: int, last: int, k: int) -> Answer:
    """Return the passages after those shown: some that were found for someone else before, or new ones."""
    client = client_of(interaction)
    async with client.answer_locks.of(answer):
        known = await _load(interaction, answer)
        later = tuple(citation for citation in known.citations if citation.n > last)
        if later:
            return replace(known, citations=later[:k], withdrawn=())
        return await client.library.more_passages(answer, **responses.asker_scope(interaction), k=k)


async def _vote_up(interaction: discord.Interaction, answer: int) -> None:
    await responses.with_typing(interaction, _vote(interaction, answer, good=True), private=True)
    await responses.send_text(interaction, _("Thanks! I've noted that this answer is good."))


async def take_reason(interaction: discord.Interaction, form: re.Match[str]) -> None:
    """Count a vote against an answer, with what was written into the form."""
    answer = int(form["answer"])
    cause, reason = submitted_cause(interaction), filled_in(interaction).get(REASON, "")
    vote = _vote(interaction, answer, good=False, cause=cause, reason=reason)
    await responses.with_typing(interaction, vote, private=True)
    await responses.send_text(
        interaction,
        _("Thanks. I've noted that this answer isn't good; the people who look after the articles can see that."),
    )


async def _share(interaction: discord.Interaction, answer: int) -> None:
    """Take the button away, then show the answer to everyone."""
    library = client_of(interaction).library
    found = await _load(interaction, answer)
    if not await library.question_log.share(answer, **responses.asker_scope(interaction)):
        raise ButtonForbidden(_("Everyone can already see this answer."))
    found = replace(found, citations=found.citations[:MAX_SOURCE_BUTTONS])
    try:
        await responses.edit_view(interaction, answer_view(found))
    except discord.NotFound as error:
        # Too late to take the button away, but not to share, which is already on record.
        if error.code != UNKNOWN_INTERACTION:
            raise
    draw = answers.shared_by(partial(answers.reply_page, found), interaction.user.display_name)
    message = await responses.publish(interaction, draw, heading=found.question, view=answer_view(found))
    await library.question_log.set_reply(found.id, str(message))


async def _delete(interaction: discord.Interaction, answer: int) -> None:
    if not interaction.permissions.manage_messages:
        await _check_asker(interaction, answer)
    await responses.delete_message(interaction)


async def _check_asker(interaction: discord.Interaction, answer: int) -> None:
    try:
        asked = await client_of(interaction).library.question_log.is_asker(answer, **responses.asker_scope(interaction))
    except AnswerNotFound:
        raise AnswerExpired(_faded(answer)) from None
    if not asked:
        raise ButtonForbidden(
            _("Only the person who asked, or someone who can manage messages, can delete this answer.")
        )


def _faded(id: int) -> str:
    return _(
        "Answer #{id} is no longer stored, or everything it cited has been removed. Ask again for a new one."
    ).format(id=id)


async def _load(interaction: discord.Interaction, answer: int) -> Answer:
    try:
        found = await client_of(interaction).library.source(id=answer, **responses.asker_scope(interaction))
        return context.check_visible(interaction, found)
    except AnswerNotFound:
        raise AnswerExpired(_faded(answer)) from None


async def _vote(
    interaction: discord.Interaction, answer: int, *, good: bool, cause: Cause = "", reason: str = ""
) -> None:
    who, library = responses.asker_scope(interaction), client_of(interaction).library
    asked = await library.question_log.asked(answer, **who)
    if asked is None or not context.can_see(interaction, asked.channel):
        raise AnswerExpired(_faded(answer))
    try:
        await library.feedback.vote(
            answer, collection=who["collection"], voter=who["asker"], good=good, cause=cause, reason=reason
        )
    except AnswerNotFound:
        raise AnswerExpired(_faded(answer)) from None


def answer_view(
    found: Answer | Decline,
    *,
    more: bool = True,
    private: bool = False,
    deletable: bool = False,
    abroad: bool = False,
) -> discord.ui.View | None:
    """Return the buttons under a reply, in two short rows; where nothing was found, one to be told once there is.

    Args:
        found: What the reply shows.
        more: Whether there may be more passages.
        private: Whether the reply is for one person alone, who can then share it.
        deletable: Whether its question is gone, so that it can be deleted.
        abroad: Whether it is shown where the bot is not, and can tell nobody of anything.
    """
    shareable = private and not abroad
    buttons: list[PersistentButton] = [*_buttons(found, more, shareable)] if isinstance(found, Answer) else []
    if isinstance(found, Decline) and not deletable and not abroad:
        buttons.append(WatchButton("tell", found.id, _("Tell me when you know")))
    if deletable:
        buttons.append(AnswerButton(AnswerAction("delete", found.id), _delete_label(), row=2))
    return responses.view_of(buttons) if buttons else None


def _delete_label() -> str:
    return _("Delete this answer")


def more_view(found: Answer, *, more: bool) -> discord.ui.View:
    """Return the buttons under further passages of an answer."""
    return responses.view_of([*_sources(found), *(_more(found) if more else ())])


def turned_to(action: AnswerAction, pages: Sequence[Page], found: Answer) -> tuple[Page, discord.ui.View | None]:
    """Return a page of an answer's passages by day, or the nearest there is, with the buttons under it."""
    number = clamp_page(action.n or 1, len(pages))
    buttons = []
    if len(pages) > 1:
        last = len(pages)
        turns = {"p": max(1, number - 1), "n": min(last, number + 1)}
        buttons = [
            AnswerButton(replace(action, n=to), turn_label(move, number), disabled=to == number)
            for move, to in turns.items()
        ]
    if action.name == "days" and found.has_several_days:
        buttons.append(_newest(found))
    return pages[number - 1], responses.view_of(buttons) if buttons else None


def delete_view(answer: int) -> discord.ui.View:
    """Return the only button left under an answer that can no longer be shown."""
    return responses.view_of([AnswerButton(AnswerAction("delete", answer), _delete_label())])


def _buttons(found: Answer, more: bool, shareable: bool) -> Iterator[AnswerButton]:
    yield from _sources(found)
    yield from _more(found) if more else ()
    if found.logged:
        # There is no row to vote on where the asker opted out of the log.
        yield AnswerButton(AnswerAction("up", found.id), emoji="👍", row=1)
        yield AnswerButton(AnswerAction("down", found.id), emoji="👎", row=1)
    if found.has_several_days:
        yield _newest(found, row=1)
    yield from _hints(found)
    if shareable:
        yield AnswerButton(AnswerAction("share", found.id), pgettext("button", "Share"), row=1)


def _hints(found: Answer) -> Iterator[AnswerButton]:
    """Yield a button for each publisher and month that weighed in, which takes it off."""
    mask = sum(1 << place for place in found.ignored)
    for hint in found.understood:
        label = f"{markdown.truncate(hint.name, markdown.MAX_LABEL - 2)} ✕"
        yield AnswerButton(AnswerAction("plain", found.id, mask | 1 << hint.place), label, row=2)


def _sources(found: Answer) -> Iterator[AnswerButton]:
    short = len(found.citations) > _MAX_WORDED_SOURCES
    for citation in found.citations[:MAX_SOURCE_BUTTONS]:
        label = f"[{citation.n}]" if short else _("Source {n}").format(n=citation.n)
        yield AnswerButton(AnswerAction("source", found.id, citation.n), label, row=0)


def _more(found: Answer) -> Iterator[AnswerButton]:
    last = max(citation.n for citation in found.citations[:MAX_SOURCE_BUTTONS])
    label = _("{number} more").format(number=found.more) if found.more else pgettext("button", "More")
    yield AnswerButton(AnswerAction("more", found.id, last), label, row=1)


def _newest(found: Answer, row: int | None = None) -> AnswerButton:
    return AnswerButton(AnswerAction("newest", found.id), _("Newest first"), row=row)


def reason_modal(answer: int) -> discord.ui.Modal:
    """Return the form that asks what was wrong with an answer.

    What is sent with it is recognised by its custom id, which is the same for everyone and after a restart.
    """
    form = discord.ui.Modal(
        title=_("What is wrong with this answer?"),
        custom_id=f"footnote:why:{answer}",
        timeout=_MODAL_SECONDS,
    )
    causes: discord.ui.RadioGroup[discord.ui.Modal] = discord.ui.RadioGroup(custom_id=CAUSE, required=False)
    for cause in CAUSES:
        causes.add_option(label=cause_label(cause), value=cause)
    form.add_item(discord.ui.Label(text=_("What is it?"), component=causes))
    text: discord.ui.TextInput[discord.ui.Modal] = discord.ui.TextInput(
        custom_id=REASON,
        style=discord.TextStyle.paragraph,
        placeholder=_("What would be right, or which article is missing …"),
        required=False,
        max_length=MAX_REASON,
    )
    return form.add_item(discord.ui.Label(text=_("In your words (optional)"), component=text))


def cause_label(cause: Cause) -> str:
    labels: dict[Cause, str] = {
        "wrong": _("It is wrong"),
        "unanswered": _("It doesn't answer my question"),
        "outdated": _("It is out of date"),
        "quote": _("The quote is bad"),
        "other": _("Something else"),
    }
    return labels[cause]


def submitted_cause(interaction: discord.Interaction) -> Cause:
    """Return what was chosen in the form; empty where nothing was."""
    chosen = filled_in(interaction).get(CAUSE, "")
    return next((cause for cause in CAUSES if cause == chosen), "")
