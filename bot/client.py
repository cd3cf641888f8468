"""What buttons can expect of the client that they are pressed in."""

import discord
from discord.ext import commands

from bot import responses
from bot.checks import UsagePolicy
from bot.preferences import GuildSettingsStore
from bot.responses import MessageLocks
from bot.uploads import PendingArticles
from knowledge import Library, Quota


class Client(commands.AutoShardedBot):
    """A Discord client with a library to answer from.

    discord.py makes persistent buttons by itself, from their custom ids: they have no constructor to be handed the
    library, and find it here.
    """

    library: Library
    preferences: GuildSettingsStore
    policy: UsagePolicy
    quota: Quota
    """How much each server can hold."""
    pending: PendingArticles
    """Articles that were read and wait for somebody's decision."""
    answer_locks: MessageLocks
    """One lock for each answer, so that two who press More at once get the same passages."""


def client_of(interaction: discord.Interaction) -> Client:
    """Return the client that an interaction reached."""
    assert isinstance(interaction.client, Client)
    return interaction.client


def client_at(where: responses.Target) -> Client:
    """Return the client that a command or an interaction reached."""
    client = where.client if isinstance(where, discord.Interaction) else where.bot
    assert isinstance(client, Client)
    return client
