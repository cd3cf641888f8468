"""Who may add articles to a server's collection and take them out."""

import discord

from bot.phrases import receiving
from bot.sending import replying
from bot.sending.replying import Where
from bot.servers.preferences import ServerPreferences
from knowledge import KnowledgeError


class NotAllowed(KnowledgeError):
    """This person may not change the articles here, or nobody may."""


async def check(where: Where, preferences: ServerPreferences) -> None:
    """Raise NotAllowed for anyone but those who may manage the server or have the role that it chose.

    In a direct message nobody may: a stranger could fill the operator's disk there.
    """
    if not where.guild:
        raise NotAllowed(receiving.on_a_server())
    if not await may(where, preferences):
        raise NotAllowed(receiving.may_not())


async def may(where: Where, preferences: ServerPreferences) -> bool:
    """Tell whether this person may manage the server or has the role that it chose."""
    if not where.guild:
        return False
    person = replying.person(where)
    adders = (await preferences.of(where.guild.id)).adders
    roles = {role.id for role in person.roles} if isinstance(person, discord.Member) else set()
    return where.permissions.manage_guild or adders in roles
