"""What a process that died has left is answered by another one, once."""

import discord

from bot.cogs.redelivery import Redelivery
from knowledge import StoreUnavailable
from knowledge.store.processes import AbandonedMessage
from knowledge.store.sqlite import SoleProcess
from tests.bot.conftest import QUESTION
from tests.bot.populated_guild import PopulatedGuild


class Heir(SoleProcess):
    """A process to which one that died leaves messages, on a store that is away when the first is claimed."""

    name = "heir"

    def __init__(self) -> None:
        self.left: list[AbandonedMessage] = []
        self.claims = 0

    async def claim(self, name: str, channel: str = "", *, from_dead: bool = False) -> bool:
        """Return whether it is claimed from the one that died."""
        self.claims += from_dead
        if self.claims == 1:
            raise StoreUnavailable("The store is away.")
        return from_dead

    async def abandoned(self) -> list[AbandonedMessage]:
        """Return all that was left."""
        return self.left


def said(guild: PopulatedGuild) -> list[discord.Message]:
    return [each for each in guild.channel.history() if each.author == guild.bot.user]


async def test_left_message_is_answered_once_though_discord_and_the_store_were_away_and_is_then_forgotten(
    guild: PopulatedGuild,
) -> None:
    heir = Heir()
    guild.bot.library.processes = heir
    channel = guild.channel
    asked = await guild.people["member"].send(channel, f"!ask {QUESTION}")
    assert not said(guild)
    heir.left = [AbandonedMessage(str(asked.id), str(channel.id))]
    cog = guild.bot.get_cog("Redelivery")
    assert isinstance(cog, Redelivery)
    guild.env.inject_error("GET", f"/channels/{channel.id}/messages/{asked.id}", status=503)
    answers: list[int] = []
    for _ in range(4):
        await cog.look_for_left()
        await guild.env.settle()
        answers.append(len(said(guild)))
    assert answers == [0, 0, 1, 1]
    heir.left = []
    await cog.look_for_left()
    assert not cog._tried
