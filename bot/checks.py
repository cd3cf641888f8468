"""The usage policy: whether a command can run here and now, decided in one place before any work."""

from collections import deque
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from math import ceil
from time import monotonic
from typing import Literal

import discord

from bot import responses
from bot.i18n import gettext as _
from bot.preferences import GuildSettings, GuildSettingsStore
from bot.responses import Target
from bot.text import commands, formatting
from knowledge import KnowledgeError

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
            self._drop_quiet()
        for key in keys:
            self._times.setdefault(key, deque()).append(self._clock())

    def _recent(self, key: Hashable) -> deque[float]:
        times = self._times.get(key, deque())
        while times and times[0] <= self._clock() - WINDOW_SECONDS:
            times.popleft()
        return times

    def _drop_quiet(self) -> None:
        for key in list(self._times):
            if not self._recent(key):
                del self._times[key]


LIGHT = 5
"""How many cheap button presses are allowed for each allowed command."""

_MAX_NAMED = 5
"""Channels that a refusal names at most."""

Form = Literal["interaction", "mention", "prefix"]


@dataclass(frozen=True, slots=True)
class CommandRequest:
    """A request to the bot: a command, by whom, where, and in which form."""

    command: str
    person: int
    server: discord.Guild | None
    channels: frozenset[int]
    """The channel, and the one that a thread belongs to."""
    age_restricted: bool
    form: Form
    is_foreign: bool = False
    """Whether it comes from a server that the bot is not on, through somebody's own installation of it."""


def command_request(where: Target, command: str, form: Form) -> CommandRequest:
    """Return the request as the usage policy sees it."""
    channel = where.channel
    parent = getattr(channel, "parent_id", None) if isinstance(channel, discord.Thread) else None
    places = {each for each in (getattr(channel, "id", None), parent) if each}
    restricted = getattr(channel, "is_nsfw", lambda: False)()
    client = where.client if isinstance(where, discord.Interaction) else where.bot
    return CommandRequest(
        command=command,
        person=responses.author(where).id,
        server=where.guild,
        channels=frozenset(places),
        age_restricted=restricted,
        form=form,
        is_foreign=where.guild is not None and client.get_guild(where.guild.id) is None,
    )


class ButtonRefused(KnowledgeError):
    """A button that can't act here, or not yet."""


async def age_restriction(interaction: discord.Interaction, preferences: GuildSettingsStore) -> str:
    """Return why no article text can be shown where someone types or presses, empty if it can."""
    return _adults_only(command_request(interaction, "", "interaction"), await preferences.of(interaction.guild_id))


class UsagePolicy:
    """Enforces the channels and limits that a server has chosen."""

    def __init__(self, preferences: GuildSettingsStore, pace: RateLimiter | None = None) -> None:
        self._preferences = preferences
        self.pace = pace or RateLimiter()

    async def refusal(self, call: CommandRequest) -> str | None:
        """Return why a request is refused, empty if silence is best; None if it is allowed, which counts it."""
        if call.is_foreign:
            return _not_on_this_server()
        chosen = await self._preferences.of(call.server.id if call.server else None)
        elsewhere = chosen.channels and not chosen.channels & call.channels
        if call.server and elsewhere and not commands.works_everywhere(call.command):
            # A prefix may be meant for another bot; someone who names this one is told where it answers.
            return "" if call.form == "prefix" else _not_here(_there(call.server, chosen.channels))
        if commands.shows_articles(call.command) and (refusal := _adults_only(call, chosen)):
            return refusal
        return self._too_fast(call, chosen, alone=call.command == "settings")

    async def check_press(self, interaction: discord.Interaction, *, asks: bool = False, shows: bool = True) -> None:
        """Raise ButtonRefused if a button can't act; otherwise the press counts.

        One that asks on counts as a command; the others cost little, and are counted for themselves. Those that
        show a text of articles keep to where it may be seen.
        """
        pressed = command_request(interaction, "", "interaction")
        if pressed.is_foreign:
            raise ButtonRefused(_not_on_this_server())
        chosen = await self._preferences.of(interaction.guild_id)
        refusal = (_adults_only(pressed, chosen) if shows else "") or self._too_fast(pressed, chosen, light=not asks)
        if refusal:
            raise ButtonRefused(refusal)

    def _too_fast(
        self, call: CommandRequest, chosen: GuildSettings, *, light: bool = False, alone: bool = False
    ) -> str | None:
        """Return why a request is refused as too fast; `alone` lets it wait for nobody else on the server."""
        times = LIGHT if light else 1
        server = call.server and call.server.id
        person, everyone = (light, server, call.person), (light, server)
        wait = self.pace.wait(person, chosen.per_person * times)
        crowd = self.pace.wait(everyone, chosen.per_server * times) if server and not alone else 0.0
        if not wait and not crowd:
            self.pace.count(person, *([everyone] if server else []))
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
        if light:
            return _("That's a lot of clicks! Try again in {seconds}.").format(seconds=seconds)
        return _("That's a lot of questions! Ask me again in {seconds}.").format(seconds=seconds)


def _not_here(channels: Sequence[str]) -> str:
    """Say in which channels the bot answers."""
    if not channels:
        return _(
            "The channels I was set to answer in no longer exist. A moderator can choose others: /settings set "
            "channels all"
        )
    named = ", ".join(channels[:_MAX_NAMED]) + (", …" if len(channels) > _MAX_NAMED else "")
    return _("I don't answer in this channel. Please ask me in {channels}.").format(channels=named)


def _not_on_this_server() -> str:
    return _("I'm not on this server, so I can't do anything here. Ask a moderator to add me.")


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
    """Return the channels that are still there, so that each can be tapped."""
    return [channel.mention for channel in server.channels if channel.id in channels]


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
