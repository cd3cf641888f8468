"""What buttons can expect of the client that they are pressed in."""

import discord
from discord.ext import commands

from bot import error_handler, responses
from bot.checks import UsagePolicy
from bot.preferences import GuildSettingsStore
from bot.responses import MessageLocks
from bot.uploads import PendingArticles
from knowledge import Library, Quota, StoreUnavailable


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

    def serves(self, collection: str) -> bool:
        """Tell whether this process hears what is said to a collection; direct messages come with the first shard."""
        if self.shard_ids is None or not self.shard_count:
            return True
        shard = (int(collection) >> 22) % self.shard_count if collection.isdecimal() else 0
        return shard in self.shard_ids

    async def claims(self, where: responses.Target, name: str, channel: str = "") -> bool:
        """Tell whether this process is the one that acts on something; where the store can't tell, say so.

        Args:
            where: What reached the bot.
            name: What it is called, the same in every process.
            channel: Where another process finds it if this one dies before it has logged what was asked.
        """
        try:
            return await self.library.processes.claim(name, channel)
        except StoreUnavailable as error:
            await error_handler.handle_error(where, error)
            return False

    async def responds(self, interaction: discord.Interaction) -> bool:
        """Tell whether this process is the one that responds to an interaction."""
        return await self.claims(interaction, f"interaction {interaction.id}")


def client_of(interaction: discord.Interaction) -> Client:
    """Return the client that an interaction reached."""
    assert isinstance(interaction.client, Client)
    return interaction.client


def client_at(where: responses.Target) -> Client:
    """Return the client that a command or an interaction reached."""
    client = where.client if isinstance(where, discord.Interaction) else where.bot
    assert isinstance(client, Client)
    return client
