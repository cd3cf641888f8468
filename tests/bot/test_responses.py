"""Replies where the bot may not do all that it would, and one at a time for each message."""

import asyncio
import logging

import discord
import pytest
import simcord

from bot import log
from bot.responses import MessageLocks
from bot.text import markdown
from tests.bot.clock import Clock
from tests.bot.conftest import QUESTION, channel_denying
from tests.bot.messages import last_message, layout_text, unescape_markdown


async def test_channel_without_embeds_gets_the_same_as_components(
    ann: simcord.MemberActor, simcord_env: simcord.Env
) -> None:
    channel = channel_denying(simcord_env, "no-embeds", embed_links=False)
    await ann.send(channel, f"!ask {QUESTION}")
    message = last_message(channel)
    assert not message.embeds
    text = unescape_markdown(layout_text(message))
    assert "> “Mayor Ingrid Dahl said that the old pier will become a fish market next spring.” [1]" in text
    assert "answer #1 · " in text.split("\n")[-1]
    assert message.flags.components_v2 and not message.content
    await ann.send(channel, "!source", reply_to=message)
    assert "¶3 of 3" in unescape_markdown(layout_text(last_message(channel)))


async def test_channel_without_writing_is_answered_in_a_direct_message(
    simcord_env: simcord.Env, ann: simcord.MemberActor, caplog: pytest.LogCaptureFixture
) -> None:
    bea = simcord_env.create_user("bea")
    role = simcord_env.guild.create_role("writers", permissions=discord.Permissions(administrator=True))
    member = simcord_env.guild.add_member(bea, roles=[role])
    channel = channel_denying(simcord_env, "read-only", send_messages=False)
    await member.send(channel, f"!ask {QUESTION}")
    assert len(channel.history()) == 1
    whisper = last_message(bea.dm_channel)
    assert whisper.content == (
        f"I don't have the “Send Messages” permission in <#{channel.id}> (Test Guild), so here is my reply. "
        "Someone who manages the server can give it to me.\n**Mayor Ingrid Dahl** [1]"
    )
    assert whisper.embeds
    assert "Cannot write" in caplog.text


async def test_channel_without_history_is_answered_without_a_reference(
    ann: simcord.MemberActor, simcord_env: simcord.Env
) -> None:
    channel = channel_denying(simcord_env, "no-history", read_message_history=False)
    await ann.send(channel, f"!ask {QUESTION}")
    assert last_message(channel).embeds and last_message(channel).reference is None


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
    assert last_message(bea.dm_channel).embeds
    assert last_message(bea.dm_channel).content.startswith(
        f"Discord doesn't let me write in <#{channel.id}> (Test Guild)"
    )


async def test_long_reply_without_an_embed_still_says_why_it_comes_as_a_direct_message(
    simcord_env: simcord.Env, channel: simcord.ChannelHandle
) -> None:
    read_only = channel_denying(simcord_env, "read-only", send_messages=False)
    for number in range(20):
        channel_denying(simcord_env, f"{'bare-' * 10}{number}", embed_links=False)
    bea = simcord_env.create_user("bea")
    role = simcord_env.guild.create_role("mods", permissions=discord.Permissions(administrator=True))
    await simcord_env.guild.add_member(bea, roles=[role]).send(read_only, "!doctor")
    why, found = (message.content for message in bea.dm_channel.history())
    assert "“Send Messages”" in why and "problems to fix" in found and len(found) > markdown.MAX_MESSAGE - len(why)


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
    assert "Cannot send the person a direct message" in caplog.text


def test_channel_without_writing_is_logged_once_an_hour_and_others_with_it() -> None:
    clock = Clock()
    sparing = log.ThrottlingFilter(clock)

    def let_through(subject: int | None) -> bool:
        record = logging.LogRecord("any", logging.WARNING, "", 1, "Cannot write", (), None)
        record.subject = subject
        return sparing.filter(record)

    assert [let_through(each) for each in (1, 1, 2, 2, None, None)] == [True, False, True, False, True, True]
    clock.now += 3_600
    assert [let_through(1), let_through(1)] == [True, False]


async def test_what_came_first_is_finished_first_and_other_messages_do_not_wait() -> None:
    turns, done = MessageLocks(), list[str]()
    begun, go_on = asyncio.Event(), asyncio.Event()

    async def first() -> None:
        async with turns.of(1):
            begun.set()
            await go_on.wait()
            done.append("first")

    async def then(message: int, what: str) -> None:
        async with turns.of(message):
            done.append(what)

    tasks = [asyncio.create_task(first())]
    await begun.wait()
    tasks.append(asyncio.create_task(then(1, "second")))
    await then(2, "other")
    go_on.set()
    await asyncio.gather(*tasks)
    assert done == ["other", "first", "second"]
