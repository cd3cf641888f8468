"""Channels where the bot may not do all that it would."""

import logging

import discord
import pytest
import simcord

from bot import log
from bot.text import limits
from tests.bot.clock import Clock
from tests.bot.conftest import QUESTION
from tests.bot.reading import last, unescaped


def forbid(env: simcord.Env, name: str, **denied: bool) -> simcord.ChannelHandle:
    """Open a channel in which the bot lacks permissions."""
    overwrite = discord.PermissionOverwrite(**denied)
    return env.guild.create_text_channel(name, overwrites={env.guild.default_role: overwrite})


async def test_channel_without_embeds_gets_the_same_as_text(ann: simcord.MemberActor, simcord_env: simcord.Env) -> None:
    channel = forbid(simcord_env, "no-embeds", embed_links=False)
    await ann.send(channel, f"!ask {QUESTION}")
    message = last(channel)
    assert not message.embeds
    text = unescaped(message.content)
    assert "> “Mayor Ingrid Dahl said that the old pier will become a fish market next spring.” [1]" in text
    assert "answer #1 · " in text.split("\n")[-1]
    assert message.flags.suppress_embeds
    await ann.send(channel, "!source", reply_to=message)
    assert "¶3 of 3" in unescaped(last(channel).content)
    assert len(last(channel).content) <= limits.MAX_MESSAGE


async def test_channel_without_writing_is_answered_in_a_direct_message(
    simcord_env: simcord.Env, ann: simcord.MemberActor, caplog: pytest.LogCaptureFixture
) -> None:
    bea = simcord_env.create_user("bea")
    role = simcord_env.guild.create_role("writers", permissions=discord.Permissions(administrator=True))
    member = simcord_env.guild.add_member(bea, roles=[role])
    channel = forbid(simcord_env, "read-only", send_messages=False)
    await member.send(channel, f"!ask {QUESTION}")
    assert len(channel.history()) == 1
    whisper = last(bea.dm_channel)
    assert whisper.content == (
        f"I lack the permission “Send Messages” in <#{channel.id}> (Test Guild), so here is my reply. "
        "Someone who manages the server can give it to me."
    )
    assert whisper.embeds
    assert "Could not write" in caplog.text


async def test_channel_without_history_is_answered_without_a_reference(
    ann: simcord.MemberActor, simcord_env: simcord.Env
) -> None:
    channel = forbid(simcord_env, "no-history", read_message_history=False)
    await ann.send(channel, f"!ask {QUESTION}")
    assert last(channel).embeds and last(channel).reference is None


async def test_question_deleted_before_its_reply_is_still_answered(
    ann: simcord.MemberActor, channel: simcord.ChannelHandle, simcord_env: simcord.Env
) -> None:
    await ann.send(channel, f"!ask {QUESTION}")
    sent = simcord_env.http_requests[-1].json
    assert isinstance(sent, dict)
    assert sent["message_reference"]["fail_if_not_exists"] is False


async def test_reply_that_discord_refuses_comes_as_a_direct_message(
    simcord_env: simcord.Env, channel: simcord.ChannelHandle
) -> None:
    bea = simcord_env.create_user("bea")
    simcord_env.inject_error("POST", f"/channels/{channel.id}/messages", status=403)
    await simcord_env.guild.add_member(bea).send(channel, f"!ask {QUESTION}")
    assert len(channel.history()) == 1
    assert last(bea.dm_channel).embeds
    assert last(bea.dm_channel).content.startswith(f"Discord does not let me write in <#{channel.id}> (Test Guild)")


async def test_long_reply_without_an_embed_still_says_why_it_comes_as_a_direct_message(
    simcord_env: simcord.Env, channel: simcord.ChannelHandle
) -> None:
    read_only = forbid(simcord_env, "read-only", send_messages=False)
    for number in range(20):
        forbid(simcord_env, f"{'bare-' * 10}{number}", embed_links=False)
    bea = simcord_env.create_user("bea")
    role = simcord_env.guild.create_role("mods", permissions=discord.Permissions(administrator=True))
    await simcord_env.guild.add_member(bea, roles=[role]).send(read_only, "!doctor")
    why, found = (message.content for message in bea.dm_channel.history())
    assert "“Send Messages”" in why and "faults to mend" in found and len(found) > limits.MAX_MESSAGE - len(why)


async def test_reply_that_can_go_nowhere_is_logged(
    ann: simcord.MemberActor,
    channel: simcord.ChannelHandle,
    simcord_env: simcord.Env,
    caplog: pytest.LogCaptureFixture,
) -> None:
    simcord_env.inject_error("POST", f"/channels/{channel.id}/messages", status=403)
    simcord_env.inject_error("POST", "/users/@me/channels", status=403)
    with caplog.at_level(logging.WARNING):
        await ann.send(channel, f"!ask {QUESTION}")
    assert len(channel.history()) == 1
    assert "No direct message" in caplog.text


def test_channel_without_writing_is_logged_once_an_hour_and_others_with_it() -> None:
    clock = Clock()
    sparing = log.ThrottlingFilter(clock)

    def let_through(subject: int | None) -> bool:
        record = logging.LogRecord("any", logging.WARNING, "", 1, "Could not write", (), None)
        record.subject = subject
        return sparing.filter(record)

    assert [let_through(each) for each in (1, 1, 2, 2, None, None)] == [True, False, True, False, True, True]
    clock.now += 3_600
    assert [let_through(1), let_through(1)] == [True, False]
