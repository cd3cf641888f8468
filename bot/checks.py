"""The usage policy: whether a command can run here and now, decided in one place before any work."""

from collections import deque
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from math import ceil
from time import monotonic
from typing import Any, Literal

import discord
from discord import app_commands

from bot import responses
from bot.config import InstallLimits
from bot.i18n import gettext as _
from bot.i18n import ngettext
from bot.preferences import GuildSettings, GuildSettingsStore
from bot.responses import Target
from bot.text import commands, formatting
from knowledge import KnowledgeError
from knowledge.store import DailyUsage, Processes

WINDOW_SECONDS = 60.0
"""Seconds over which we count."""
_MAX_TRACKED = 10_000
"""Number of keys above which idle ones are dropped."""


class RateLimiter:
    """Counts the actions of each key in the last minute."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._times: dict[Hashable, deque[float]] = {}

    def wait(self, key: Hashable, most: int) -> float:
        """Return the seconds until the key can act again, 0 if it can now; 0 for `most` means no limit."""
        times = self._recent(key)
        if not most or len(times) < most:
            return 0.0
        # Never longer than the window, by which a sum of floats can be out.
        return min(WINDOW_SECONDS, times[-most] + WINDOW_SECONDS - self._clock())

    def count(self, *keys: Hashable) -> None:
        """Count one time for each key."""
        if len(self._times) > _MAX_TRACKED:
            for key in list(self._times):
                if not self._recent(key):
                    del self._times[key]
        for key in keys:
            self._times.setdefault(key, deque()).append(self._clock())

    def _recent(self, key: Hashable) -> deque[float]:
        times = self._times.get(key, deque())
        while times and times[0] <= self._clock() - WINDOW_SECONDS:
            times.popleft()
        return times


class SharedRateLimiter(RateLimiter):
    """Counts what is done in the processes of one store together: each tells the others, a moment later.

    Args:
        processes: The processes.
        hash_key: Makes of a key what it is known by to the others, which tells of nobody.
        clock: Tells the moment.
    """

    def __init__(
        self, processes: Processes, hash_key: Callable[[str], str], clock: Callable[[], float] = monotonic
    ) -> None:
        super().__init__(clock)
        self._processes = processes
        self._hash_key = hash_key

    def wait(self, key: Hashable, most: int) -> float:
        """Return the seconds until the key can act again."""
        return super().wait(self._hash_key(repr(key)), most)

    def count(self, *keys: Hashable) -> None:
        """Count one time for each key, here and elsewhere."""
        names = [self._hash_key(repr(key)) for key in keys]
        self.hear(names)
        self._processes.count(names)

    def hear(self, names: Sequence[str]) -> None:
        """Count what another process has counted."""
        super().count(*names)


Pace = Literal["question", "management", "press", "settings"]
"""What is counted for itself: what asks or reads, what manages a server or a person's data, cheap button presses, and
changes of settings."""
LIGHT = 5
"""How many cheap button presses, or changes of settings, are allowed for each allowed question."""
MANAGEMENT = 3
"""How many commands that manage something are allowed for each allowed question."""
_TIMES: dict[Pace, int] = {"question": 1, "management": MANAGEMENT, "press": LIGHT, "settings": LIGHT}

_ABROAD = "abroad"
"""All people who ask where the bot is not, who are paced together as those of a server are."""
_MAX_NAMED = 5
"""Channels that a refusal names at most."""

InvocationKind = Literal["interaction", "mention", "prefix"]


@dataclass(frozen=True, slots=True)
class CommandRequest:
    """A request to the bot: a command, by whom, where, and in which form."""

    command: str
    person: int
    server: discord.Guild | None
    channels: frozenset[int]
    """The channel, and the one that a thread belongs to."""
    age_restricted: bool
    form: InvocationKind
    is_foreign: bool = False
    """Whether it comes from where the bot is not; `server` is None then."""
    is_installed: bool = False
    """Whether the person has installed the bot, and the command is one for those who have."""


def command_request(where: Target, command: str, form: InvocationKind) -> CommandRequest:
    """Return the request as the usage policy sees it."""
    channel = where.channel
    parent = getattr(channel, "parent_id", None) if isinstance(channel, discord.Thread) else None
    places = {each for each in (getattr(channel, "id", None), parent) if each}
    restricted = getattr(channel, "is_nsfw", lambda: False)()
    is_foreign = responses.is_foreign(where)
    return CommandRequest(
        command=command,
        person=responses.author(where).id,
        server=None if is_foreign else where.guild,
        channels=frozenset(places),
        age_restricted=restricted,
        form=form,
        is_foreign=is_foreign,
        is_installed=isinstance(where, discord.Interaction) and where.is_user_integration() and _is_open(where.command),
    )


def _is_open(command: app_commands.Command[Any, ..., Any] | app_commands.ContextMenu | None) -> bool:
    """Tell whether a command is for everybody who has installed the bot; a button's own check tells of that."""
    return command is None or bool(command.allowed_installs and command.allowed_installs.user)


class ButtonRefused(KnowledgeError):
    """A button that can't act here, or not yet."""


async def age_restriction(interaction: discord.Interaction, preferences: GuildSettingsStore) -> str:
    """Return why no article text can be shown where someone types or presses, empty if it can."""
    chosen = await preferences.of(responses.home(interaction))
    return _adults_only(command_request(interaction, "", "interaction"), chosen)


class UsagePolicy:
    """Enforces the channels and limits that a server has chosen, and those for where the bot is not.

    Args:
        preferences: What servers have chosen.
        usage: Counts the questions of a day.
        installs: What people can ask where the bot is not; None where they can't.
        pace: Counts what is done in a minute.
    """

    def __init__(
        self,
        preferences: GuildSettingsStore,
        usage: DailyUsage,
        installs: InstallLimits | None = None,
        *,
        pace: RateLimiter | None = None,
    ) -> None:
        self._preferences = preferences
        self._usage = usage
        self.installs = installs
        self.pace = pace or RateLimiter()

    async def refusal(self, call: CommandRequest) -> str | None:
        """Return why a request is refused, empty if silence is best; None if it is allowed, which counts it."""
        if call.is_foreign:
            return await self._refusal_abroad(call)
        chosen = await self._preferences.of(call.server.id if call.server else None)
        elsewhere = chosen.channels and not chosen.channels & call.channels
        if call.server and elsewhere and not commands.works_everywhere(call.command):
            # A prefix may be meant for another bot; someone who names this one is told where it answers.
            return "" if call.form == "prefix" else _not_here(_there(call.server, chosen.channels))
        if commands.shows_articles(call.command) and (refusal := _adults_only(call, chosen)):
            return refusal
        return self._too_fast(call, chosen, _pace(call.command))

    async def check_press(
        self, interaction: discord.Interaction, *, asks: bool = False, shows: bool = True, abroad: bool = False
    ) -> None:
        """Raise ButtonRefused if a button can't act; otherwise the press counts.

        One that asks on counts as a command; the others cost little, and are counted for themselves. Those that
        show a text of articles keep to where it may be seen. Only those that are for `abroad` act where the bot is not.
        """
        pressed = command_request(interaction, "", "interaction")
        pace: Pace = "question" if asks else "press"
        if pressed.is_foreign:
            refused = await self._refusal_abroad(pressed, pace) if abroad else _not_here_at_all()
            if refused:
                raise ButtonRefused(refused)
            return
        chosen = await self._preferences.of(interaction.guild_id)
        refusal = (_adults_only(pressed, chosen) if shows else "") or self._too_fast(pressed, chosen, pace)
        if refusal:
            raise ButtonRefused(refusal)

    def is_open(self, call: CommandRequest) -> bool:
        """Tell whether a command can be used at all where it comes from."""
        return not call.is_foreign or (self.installs is not None and call.is_installed)

    async def _refusal_abroad(self, call: CommandRequest, pace: Pace = "question") -> str | None:
        """Return why a request from where the bot is not is refused; None if it is allowed, which counts it."""
        if self.installs is None or not call.is_installed:
            return _not_here_at_all()
        chosen = (await self._preferences.of(None)).model_copy(update={"per_person": self.installs.per_minute})
        refusal = _adults_only(call, chosen) or self._too_fast(call, chosen, pace, among=_ABROAD)
        if refusal:
            return refusal
        most = self.installs.per_day
        if pace == "press" or await self._usage.take_question(
            str(call.person), most=most, day=datetime.now(UTC).date()
        ):
            return None
        return ngettext(
            "You've asked me {number} question today, which is the limit where I'm not on the server. Ask again "
            "tomorrow, or on a server that I'm on.",
            "You've asked me {number} questions today, which is the limit where I'm not on the server. Ask again "
            "tomorrow, or on a server that I'm on.",
            most,
        ).format(number=formatting.number(most))

    def _too_fast(
        self, call: CommandRequest, chosen: GuildSettings, pace: Pace, *, among: str | None = None
    ) -> str | None:
        """Return why a request is refused as too fast; who changes the limits waits for nobody else on the server.

        Args:
            call: The request.
            chosen: The limits.
            pace: What it is counted with.
            among: What stands for the server where there is none.
        """
        times = _TIMES[pace]
        server = call.server.id if call.server else among
        person, everyone = (pace, server, call.person), (pace, server)
        is_shared = server and pace != "settings"
        wait = self.pace.wait(person, chosen.per_person * times)
        crowd = self.pace.wait(everyone, chosen.per_server * times) if is_shared else 0.0
        if not wait and not crowd:
            self.pace.count(person, *([everyone] if is_shared else []))
            return None
        if call.form != "interaction":
            # Others in the channel read it too, so once is enough.
            if self.pace.wait(("told", *person), 1):
                return ""
            self.pace.count(("told", *person))
        if crowd > wait:
            return _("So many people are asking here that I need a moment. Please try again in {seconds}.").format(
                seconds=formatting.seconds(ceil(crowd))
            )
        seconds = formatting.seconds(ceil(wait))
        if pace == "press":
            return _("That's a lot of clicks! Try again in {seconds}.").format(seconds=seconds)
        if pace == "question":
            return _("That's a lot of questions! Ask me again in {seconds}.").format(seconds=seconds)
        return _("Slow down a little: try again in {seconds}.").format(seconds=seconds)


def _pace(command: str) -> Pace:
    if command == "settings":
        return "settings"
    return "management" if commands.works_everywhere(command) else "question"


def _not_here(channels: Sequence[str]) -> str:
    if not channels:
        return _(
            "The channels I was set to answer in no longer exist. A moderator can choose others: /settings set "
            "channels all"
        )
    named = ", ".join(channels[:_MAX_NAMED]) + (", …" if len(channels) > _MAX_NAMED else "")
    return _("I don't answer in this channel. Please ask me in {channels}.").format(channels=named)


def _not_here_at_all() -> str:
    return _(
        "I'm not a member here, so I can't do that. Ask a moderator to add me to the server, or write to me directly."
    )


def _adults_only(call: CommandRequest, chosen: GuildSettings) -> str:
    """Return why no article text can be shown there, empty if it can."""
    if not chosen.age_restricted or call.age_restricted:
        return ""
    if not call.server:
        return _("My articles are for adults, so I only show them in age-restricted channels on a server, not here.")
    channel = _restricted(call.server, chosen)
    if not channel:
        return _("The articles here are for adults, so I only show them in age-restricted channels.")
    return _("The articles here are for adults. Please ask me in an age-restricted channel like {channel}.").format(
        channel=channel
    )


def _there(server: discord.Guild, channels: frozenset[int]) -> list[str]:
    """Return the channels that are still there, so that each can be tapped: those that everyone sees, if there are."""
    found = [channel for channel in server.channels if channel.id in channels]
    open_to_all = [each for each in found if each.permissions_for(server.default_role).view_channel]
    return [channel.mention for channel in open_to_all or found]


def _restricted(server: discord.Guild, chosen: GuildSettings) -> str:
    """Return an age-restricted channel in which the bot answers, empty where there is none."""
    return next(
        (
            channel.mention
            for channel in server.text_channels
            if channel.nsfw
            and (not chosen.channels or channel.id in chosen.channels)
            and channel.permissions_for(server.default_role).view_channel
        ),
        "",
    )


class ArticleEditForbidden(KnowledgeError):
    """This person can't change the articles here, or nobody can."""


async def check_can_edit_articles(where: Target, preferences: GuildSettingsStore) -> None:
    """Raise ArticleEditForbidden unless the person can manage the server or has the role that it chose.

    In a direct message nobody can: a stranger could fill the operator's disk there. Nor can anybody on a server that
    the bot is not on, where Discord still says who manages it.
    """
    if responses.home(where) is None:
        raise ArticleEditForbidden(
            _(
                "Articles are added and removed on a server, by the people who manage it. To ask about your own "
                "articles, create a server and invite me."
            )
        )
    if not await can_edit_articles(where, preferences):
        raise ArticleEditForbidden(
            _(
                "Only people who can manage this server, or who have the role chosen in its settings, can add or "
                "remove articles."
            )
        )


async def can_edit_articles(where: Target, preferences: GuildSettingsStore) -> bool:
    """Tell whether this person can manage the server or has the role that it chose."""
    if (server := responses.home(where)) is None:
        return False
    person = responses.author(where)
    adders = (await preferences.of(server)).adders
    roles = {role.id for role in person.roles} if isinstance(person, discord.Member) else set()
    return where.permissions.manage_guild or adders in roles
