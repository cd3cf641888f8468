"""The bot without the privilege to read messages."""

import asyncio

import discord
import pytest
import simcord

from bot.bot import Footnote, intents
from knowledge import Library
from tests.bot.conftest import QUESTION, MakeBot
from tests.bot.messages import embed_text, last_message, only_embed


@pytest.fixture
def simcord_bot(make_bot: MakeBot) -> Footnote:
    return make_bot(content=False)


def test_bot_asks_for_no_more_than_it_needs() -> None:
    wanted = discord.Intents(guilds=True, guild_messages=True, dm_messages=True, message_content=True)
    assert intents(content=True) == wanted
    wanted.message_content = False
    assert intents(content=False) == wanted


async def test_mention_slash_command_and_direct_message_work(
    ann: simcord.MemberActor, channel: simcord.ChannelHandle, simcord_env: simcord.Env
) -> None:
    assert simcord_env.bot.user
    await ann.send(channel, f"{simcord_env.bot.user.mention} {QUESTION}")
    assert "Ingrid Dahl" in embed_text(last_message(channel))
    assert "Ingrid Dahl" in embed_text((await ann.slash(channel, "ask", question=QUESTION)).response)
    bea = simcord_env.create_user("bea")
    await bea.send_dm(QUESTION)
    assert "Ingrid Dahl" in embed_text(last_message(bea.dm_channel))


async def test_every_command_can_be_reached_by_a_mention(
    subtests: pytest.Subtests, ann: simcord.MemberActor, channel: simcord.ChannelHandle, simcord_env: simcord.Env
) -> None:
    for words, shown in [
        ("source 1", "> ¶3"),
        ("!source 1", "> ¶3"),
        ("source", "Sources for"),
        ("help", "**Your data**"),
        ("!help", "**Your data**"),
    ]:
        with subtests.test(words=words, shown=shown):
            assert simcord_env.bot.user
            await ann.send(channel, f"{simcord_env.bot.user.mention} {QUESTION}")
            await ann.send(channel, f"{simcord_env.bot.user.mention} {words}")
            assert shown in (only_embed(last_message(channel)).description or "")


async def test_prefix_is_not_heard(ann: simcord.MemberActor, channel: simcord.ChannelHandle) -> None:
    await ann.send(channel, f"!ask {QUESTION}")
    assert len(channel.history()) == 1


class Cleaned(Library):
    """A library that notes whose index is cleaned, and takes until it is let go on."""

    def __init__(self) -> None:
        self.cleaned: list[str] = []
        self.go_on = asyncio.Event()

    async def clean_index(self, collection: str) -> None:
        """Note it, and wait."""
        self.cleaned.append(collection)
        await self.go_on.wait()


async def test_index_is_cleaned_once_more_however_much_is_removed_meanwhile_and_no_longer_once_the_bot_is_closed(
    simcord_env: simcord.Env,
) -> None:
    bot = simcord_env.bot
    assert isinstance(bot, Footnote)
    bot.library = library = Cleaned()
    for collection in ("1", "1", "2"):
        bot._hear_removal(collection)
    await asyncio.sleep(0)
    for _ in range(3):
        bot._hear_removal("1")
    assert library.cleaned == ["1", "2"]
    library.go_on.set()
    await simcord_env.settle()
    assert library.cleaned == ["1", "2", "1"]
    library.go_on.clear()
    bot._hear_removal("2")
    await asyncio.sleep(0)
    [cleaning] = bot._cleaning.values()
    await bot.close()
    assert cleaning.cancelled() and not bot._cleaning
