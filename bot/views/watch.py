"""The buttons of standing questions: stop one, renew one, and be told once there is an answer."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Self

import discord

from bot import context, responses
from bot.context import client_at, client_of
from bot.i18n import current_language
from bot.i18n import gettext as _
from bot.text import formatting, markdown
from bot.views.button import PersistentButton
from knowledge import AskContext, KnowledgeError, Library
from knowledge.store import WATCH_DAYS, Cadence, Watch


class NothingToWatch(KnowledgeError):
    """A question that cannot be watched."""


class WatchButton(PersistentButton, template=r"watch:(?P<name>stop|renew|tell):(?P<subject>[0-9]{1,15})"):
    """A button that changes a person's own watch, or makes one of a question that was declined."""

    def __init__(self, action: str, subject: int, label: str = "") -> None:
        super().__init__(
            discord.ui.Button(
                label=markdown.truncate(label, markdown.MAX_LABEL) or None,
                style=discord.ButtonStyle.secondary,
                custom_id=f"watch:{action}:{subject}",
            )
        )
        self.action = action
        self.subject = subject

    @classmethod
    def restored(cls, match: re.Match[str]) -> Self:
        return cls(match["name"], int(match["subject"]))

    async def check(self, interaction: discord.Interaction) -> None:
        await client_of(interaction).policy.check_press(interaction, asks=self.action == "tell", shows=False)

    async def press(self, interaction: discord.Interaction) -> None:
        library, person = client_of(interaction).library, str(interaction.user.id)
        match self.action:
            case "stop":
                await library.watches.stop(self.subject, person)
                said = _("I've stopped watching that question.")
            case "renew":
                watch = await library.watches.renew(self.subject, person, datetime.now(UTC))
                said = _("I'll watch that question until {day}.").format(day=formatting.day(watch.expires_at.date()))
            case _:
                said = await self._tell(interaction, library)
        await responses.send(interaction, said, private=True)

    async def _tell(self, interaction: discord.Interaction, library: Library) -> str:
        scope = responses.asker_scope(interaction)
        asked = await library.question_log.asked(self.subject, **scope)
        if asked is None or not context.can_see(interaction, asked.channel):
            raise NothingToWatch(_("Question #{id} is no longer stored. Ask it again.").format(id=self.subject))
        if asked.is_own and asked.message:
            place = AskContext(**scope, channel=asked.channel, message=asked.message, locale=current_language())
        else:
            place = await watch_place(interaction)
        is_public = interaction.guild is not None and place.channel == responses.ask_location(interaction)["channel"]
        if asked.private and is_public:
            raise NothingToWatch(
                _(
                    "Articles here are for adults, so I could only tell you in this channel, where everyone would see "
                    "your question. If that is all right, use /watch."
                )
            )
        await library.watch(asked.text, place, "first", now=datetime.now(UTC))
        if place.message:
            return _("I'll reply to your question here as soon as a new article answers it.")
        if is_public:
            return _("I'll post it here as soon as a new article answers this.")
        return _("I'll send you a direct message as soon as a new article answers this.")


async def watch_place(where: responses.Target) -> AskContext:
    """Return where a person is told of what is found: by direct message, or here where articles are for adults only.

    Raises:
        NothingToWatch: Discord opens no direct messages with the person.
    """
    scope = responses.asker_scope(where)
    here = responses.ask_location(where)["channel"]
    preferences = client_at(where).preferences
    restricted = (await preferences.of(where.guild.id)).age_restricted if where.guild else False
    if not where.guild or restricted:
        return AskContext(**scope, channel=here, locale=current_language())
    try:
        channel = await responses.author(where).create_dm()
    except discord.HTTPException:
        raise NothingToWatch(_("Discord doesn't let me send you direct messages, so I couldn't tell you.")) from None
    return AskContext(**scope, channel=str(channel.id), locale=current_language())


async def start_watch(
    library: Library, where: responses.Target, question: str, cadence: Cadence
) -> tuple[str, discord.ui.View]:
    """Watch a question for the person who asks for it; return what to say, and the buttons under it."""
    now = datetime.now(UTC)
    place = await watch_place(where)
    watch = await library.watch(question, place, cadence, now=now)
    told: dict[Cadence, str] = {
        "first": _("I'll tell you as soon as a new article answers this, and then stop."),
        "now": _("I'll tell you as soon as a new article answers this."),
        "daily": _("I'll tell you once a day what new articles say about this."),
        "weekly": _("I'll tell you once a week what new articles say about this."),
    }
    is_here = place.channel == responses.ask_location(where)["channel"]
    by = _("Here, for {days}.") if is_here else _("By direct message, for {days}.")
    return f"{told[cadence]} {by.format(days=formatting.days(WATCH_DAYS))}", watch_view([watch])


def watch_view(watches: Sequence[Watch], *, numbered: bool = False, renewable: bool = False) -> discord.ui.View:
    """Return the buttons under watches: one that stops each, and one that renews it."""
    buttons = []
    for number, watch in enumerate(watches, start=1):
        label = _("Stop {number}").format(number=number) if numbered else _("Stop watching")
        buttons.append(WatchButton("stop", watch.id, label))
        if renewable:
            again = _("Renew {number}").format(number=number) if numbered else _("Renew for 30 days")
            buttons.append(WatchButton("renew", watch.id, again))
    return responses.view_of(buttons)
