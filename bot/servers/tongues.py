"""Which language the reply at hand is in.

slash commands, buttons, forms   the person's, where we speak it
messages                         the server's choice, or that of a community; else the operator's
"""

import logging

import discord

from bot.languages import translation
from bot.servers.preferences import ServerPreferences
from knowledge import KnowledgeError

log = logging.getLogger(__name__)


async def suit_person(interaction: discord.Interaction, preferences: ServerPreferences) -> None:
    """Let all that this task says be in the language of the person's Discord, where we speak it."""
    language = translation.nearest(interaction.locale.value)
    if language:
        translation.speak(language)
        return
    await suit_place(interaction.guild, preferences)


async def suit_place(guild: discord.Guild | None, preferences: ServerPreferences) -> None:
    """Let all that this task says be in the language of a server; in a direct message it stays the operator's."""
    try:
        chosen = (await preferences.of(guild.id if guild else None)).language
    except KnowledgeError as error:
        log.warning("Could not read which language a server has chosen: %s", error)
        return
    language = _own(guild) if chosen == translation.AUTO else chosen
    if language:
        translation.speak(language)


def _own(guild: discord.Guild | None) -> str | None:
    """Return a community's own language; other servers cannot choose one, and all are said to be American."""
    if guild is None or "COMMUNITY" not in guild.features:
        return None
    return translation.nearest(guild.preferred_locale.value)
