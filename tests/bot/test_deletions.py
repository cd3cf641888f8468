"""Questions that are deleted after they were answered: their asker can delete the answer."""

import sqlite3
from contextlib import closing
from pathlib import Path

import discord
import pytest
import simcord

from knowledge import Library
from tests.bot.conftest import QUESTION, MakeBot
from tests.bot.pressing import rows, said
from tests.bot.reading import last

DELETE = "Delete this answer"


async def test_asker_can_delete_the_answer_to_a_deleted_question(
    ann: simcord.MemberActor, channel: simcord.ChannelHandle
) -> None:
    asked = await ann.send(channel, f"!ask {QUESTION}")
    await ann.delete(asked)
    assert rows(last(channel)) == [["Source 1", "Source 2", "Source 3"], ["More", "👍", "👎"], [DELETE]]
    assert last(channel).embeds
    await ann.click(last(channel), label=DELETE)
    assert channel.history() == []


async def test_answer_in_a_direct_message_can_be_deleted(simcord_env: simcord.Env) -> None:
    bea = simcord_env.create_user("bea")
    asked = await bea.send_dm(QUESTION)
    await bea.delete(asked)
    await bea.click(last(bea.dm_channel), label=DELETE)
    assert bea.dm_channel.history() == []


async def test_decline_can_be_deleted_too(ann: simcord.MemberActor, channel: simcord.ChannelHandle) -> None:
    asked = await ann.send(channel, "!ask Which wine goes with artichokes?")
    await ann.delete(asked)
    assert rows(last(channel)) == [[DELETE]]
    await ann.click(last(channel), label=DELETE)
    assert channel.history() == []


async def test_answer_can_be_deleted_after_a_restart(
    ann: simcord.MemberActor, channel: simcord.ChannelHandle, simcord_env: simcord.Env, make_bot: MakeBot
) -> None:
    asked = await ann.send(channel, f"!ask {QUESTION}")
    await simcord_env.restart_bot(make_bot())
    await ann.delete(asked)
    await simcord_env.restart_bot(make_bot())
    await ann.click(last(channel), label=DELETE)
    assert channel.history() == []


async def test_nobody_else_can_delete_it(
    ann: simcord.MemberActor, channel: simcord.ChannelHandle, simcord_env: simcord.Env
) -> None:
    asked = await ann.send(channel, f"!ask {QUESTION}")
    await ann.delete(asked)
    bea = simcord_env.guild.add_member(simcord_env.create_user("bea"))
    assert "Only the person who asked" in said(await bea.click(last(channel), label=DELETE))
    assert last(channel).embeds


async def test_whoever_may_manage_messages_can_delete_it(
    ann: simcord.MemberActor, channel: simcord.ChannelHandle, simcord_env: simcord.Env
) -> None:
    asked = await ann.send(channel, f"!ask {QUESTION}")
    await ann.delete(asked)
    role = simcord_env.guild.create_role("moderators", permissions=discord.Permissions(manage_messages=True))
    mod = simcord_env.guild.add_member(simcord_env.create_user("mod"), roles=[role])
    await mod.click(last(channel), label=DELETE)
    assert channel.history() == []


async def test_button_of_a_purged_question_says_so_kindly(
    ann: simcord.MemberActor, channel: simcord.ChannelHandle, folder: Path
) -> None:
    asked = await ann.send(channel, f"!ask {QUESTION}")
    await ann.delete(asked)
    with closing(sqlite3.connect(folder / "footnote.db")) as connection, connection:
        connection.execute("DELETE FROM citation")
        connection.execute("DELETE FROM question")
    assert "not kept any more" in said(await ann.click(last(channel), label=DELETE))


async def test_answer_whose_articles_are_gone_keeps_the_one_button(
    ann: simcord.MemberActor, channel: simcord.ChannelHandle, library: Library
) -> None:
    asked = await ann.send(channel, f"!ask {QUESTION}")
    await library.remove("ferry")
    await library.remove("hostile")
    await ann.delete(asked)
    assert rows(last(channel)) == [[DELETE]]


async def test_questions_deleted_together_leave_each_answer_a_button(
    ann: simcord.MemberActor, channel: simcord.ChannelHandle, simcord_env: simcord.Env
) -> None:
    asked = [await ann.send(channel, f"!ask {QUESTION}") for _ in range(3)]
    gone = [asked[0].id, asked[1].id, channel.history()[3].id]
    simcord_env.backend.bulk_delete_messages(channel.id, gone)
    await simcord_env.settle()
    assert [len(rows(message)) for message in channel.history()] == [3, 0, 2]


@pytest.mark.parametrize("words", ["Hello all", "!source", "!help", "!aks"])
async def test_other_deleted_messages_change_nothing(
    ann: simcord.MemberActor, channel: simcord.ChannelHandle, simcord_env: simcord.Env, words: str
) -> None:
    sent = await ann.send(channel, words)
    await ann.delete(sent)
    assert all(rows(message) == [] for message in channel.history())
    simcord_env.errors.clear()


async def test_deleted_answer_is_left_alone(
    ann: simcord.MemberActor, channel: simcord.ChannelHandle, simcord_env: simcord.Env
) -> None:
    asked = await ann.send(channel, f"!ask {QUESTION}")
    simcord_env.backend.delete_message(channel.id, last(channel).id)
    await ann.delete(asked)
    assert channel.history() == []
