"""Who can add articles to a server's collection and remove them."""

import discord

from bot import responses
from bot.i18n import gettext as _
from bot.preferences import GuildSettingsStore
from bot.responses import Target
from knowledge import KnowledgeError


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
