"""A prefix of each server's own."""

import simcord

from bot.bot import Footnote
from tests.bot.conftest import QUESTION
from tests.bot.reading import body, last


async def test_server_is_answered_to_the_prefix_that_it_chose(
    ann: simcord.MemberActor, channel: simcord.ChannelHandle, simcord_bot: Footnote, simcord_env: simcord.Env
) -> None:
    await simcord_bot.preferences.change(simcord_env.guild.id, {"prefix": "$$", "passages": 1})
    await ann.send(channel, f"!ask {QUESTION}")
    assert len(channel.history()) == 1
    await ann.send(channel, f"$$ask {QUESTION}")
    assert "Ingrid Dahl" in body(last(channel)) and "[2]" not in body(last(channel))
    await ann.send(channel, "$$help")
    assert "`$$ask QUESTION`" in (last(channel).embeds[0].description or "")


async def test_direct_message_keeps_the_operators_prefix(
    channel: simcord.ChannelHandle, simcord_bot: Footnote, simcord_env: simcord.Env
) -> None:
    await simcord_bot.preferences.change(simcord_env.guild.id, {"prefix": "$$"})
    bea = simcord_env.create_user("bea")
    await bea.send_dm(f"!ask {QUESTION}")
    assert "Ingrid Dahl" in body(last(bea.dm_channel))
