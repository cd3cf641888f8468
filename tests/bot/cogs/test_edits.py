"""Questions that are edited or deleted after they were answered."""

import sqlite3
from contextlib import closing
from pathlib import Path

import discord
import pytest
import simcord

from bot.bot import Footnote
from bot.text import messages
from knowledge import Library
from tests.bot.conftest import QUESTION, MakeBot
from tests.bot.messages import button_ids, button_rows, embed_text, last_message, only_embed, private_text

OTHER = "Which ferry berthed first while children waved flags?"
FIRST = "Mayor Ingrid Dahl said"
SECOND = "the ferry Solveig berthed there first"


def first_passage(text: str) -> str:
    return text.split("\n")[0]


@pytest.mark.parametrize("form", ["!ask {}", "!a {}", "{me} {}", "{me} !ask {}", "ask {} {me}"])
async def test_edited_question_changes_its_answer_in_place(
    ann: simcord.MemberActor, channel: simcord.ChannelHandle, simcord_bot: Footnote, form: str
) -> None:
    assert simcord_bot.user
    asked = await ann.send(channel, form.format(QUESTION, me=simcord_bot.user.mention))
    answer = last_message(channel)
    assert FIRST in first_passage(embed_text(answer))
    await ann.edit(asked, form.format(OTHER, me=simcord_bot.user.mention))
    assert len(channel.history()) == 2 and last_message(channel).id == answer.id
    assert SECOND in first_passage(embed_text(last_message(channel)))
    assert (only_embed(last_message(channel)).footer.text or "").startswith("answer #2 · ")
    assert button_ids(last_message(channel))[0] == "footnote:source:2:1"


async def test_edited_direct_message_changes_its_answer(simcord_env: simcord.Env) -> None:
    bea = simcord_env.create_user("bea")
    asked = await bea.send_dm(QUESTION)
    await bea.edit(asked, OTHER)
    assert len(bea.dm_channel.history()) == 2
    assert SECOND in first_passage(embed_text(last_message(bea.dm_channel)))


async def test_answer_becomes_a_decline_without_its_buttons_and_back(
    ann: simcord.MemberActor, channel: simcord.ChannelHandle
) -> None:
    asked = await ann.send(channel, f"!ask {QUESTION}")
    await ann.edit(asked, "!ask Which wine goes with artichokes?")
    assert embed_text(last_message(channel)).startswith(messages.nothing_found())
    assert button_rows(last_message(channel)) == [["Tell me when you know"]]
    await ann.edit(asked, f"!ask {QUESTION}")
    assert FIRST in first_passage(embed_text(last_message(channel)))
    assert button_rows(last_message(channel))[1] == ["2 more", "👍", "👎"]
    assert len(channel.history()) == 2


async def test_edited_question_changes_its_answer_after_a_restart(
    ann: simcord.MemberActor, channel: simcord.ChannelHandle, simcord_env: simcord.Env, make_bot: MakeBot
) -> None:
    asked = await ann.send(channel, f"!ask {QUESTION}")
    await simcord_env.restart_bot(make_bot())
    await ann.edit(asked, f"!ask {OTHER}")
    assert len(channel.history()) == 2
    assert SECOND in first_passage(embed_text(last_message(channel)))


async def test_source_in_reply_to_a_changed_answer_is_that_of_the_new_question(
    ann: simcord.MemberActor, channel: simcord.ChannelHandle
) -> None:
    asked = await ann.send(channel, f"!ask {QUESTION}")
    await ann.edit(asked, f"!ask {OTHER}")
    await ann.send(channel, "!source", reply_to=last_message(channel))
    assert f"Sources for: {OTHER}" in embed_text(last_message(channel))


@pytest.mark.parametrize(("seconds", "changed"), [(100, True), (140, False)])
async def test_question_can_be_edited_for_two_minutes(
    ann: simcord.MemberActor, channel: simcord.ChannelHandle, simcord_env: simcord.Env, seconds: int, changed: bool
) -> None:
    asked = await ann.send(channel, f"!ask {QUESTION}")
    await simcord_env.advance_time(seconds)
    await ann.edit(asked, f"!ask {OTHER}")
    assert (SECOND in first_passage(embed_text(last_message(channel)))) is changed
    assert len(channel.history()) == 2


async def test_edit_that_changes_no_word_asks_nothing(ann: simcord.MemberActor, channel: simcord.ChannelHandle) -> None:
    asked = await ann.send(channel, f"!ask {QUESTION}")
    await ann.edit(asked, f"!ask   {QUESTION} <@77>")
    assert (only_embed(last_message(channel)).footer.text or "").startswith("answer #1 · ")


async def test_edit_that_cannot_be_answered_says_why_and_can_be_undone(
    ann: simcord.MemberActor, channel: simcord.ChannelHandle, simcord_env: simcord.Env
) -> None:
    asked = await ann.send(channel, f"!ask {QUESTION}")
    await ann.edit(asked, "!ask " + "x" * 1_500)
    assert "1,500 characters" in last_message(channel).content
    assert not last_message(channel).embeds and button_rows(last_message(channel)) == []
    simcord_env.errors.clear()
    await ann.edit(asked, f"!ask {QUESTION}")
    assert FIRST in first_passage(embed_text(last_message(channel)))
    assert last_message(channel).content == "**Mayor Ingrid Dahl** [1]"
    assert len(channel.history()) == 2


@pytest.mark.parametrize("words", ["Never mind", "!source", "!help", ""])
async def test_edit_into_something_else_leaves_the_answer_alone(
    ann: simcord.MemberActor, channel: simcord.ChannelHandle, words: str
) -> None:
    asked = await ann.send(channel, f"!ask {QUESTION}")
    await ann.edit(asked, words)
    assert FIRST in first_passage(embed_text(last_message(channel)))
    assert len(channel.history()) == 2


async def test_message_edited_into_a_question_is_answered(
    ann: simcord.MemberActor, channel: simcord.ChannelHandle, simcord_env: simcord.Env, subtests: pytest.Subtests
) -> None:
    for words in ("!aks {}", "Who is that?", "!ask", "!source"):
        with subtests.test(words=words):
            asked = await ann.send(channel, words.format(QUESTION))
            simcord_env.errors.clear()
            await ann.edit(asked, f"!ask {QUESTION}")
            assert FIRST in first_passage(embed_text(last_message(channel)))


async def test_pin_of_a_question_asks_nothing(
    ann: simcord.MemberActor, channel: simcord.ChannelHandle, simcord_env: simcord.Env
) -> None:
    asked = await ann.send(channel, f"!ask {QUESTION}")
    await ann.edit(asked, f"!ask {OTHER}")
    simcord_env.backend.set_pinned(channel.id, asked.id, True, actor_id=ann.id)
    await simcord_env.settle()
    assert (only_embed(channel.history()[1]).footer.text or "").startswith("answer #2 · ")


async def test_answer_that_was_deleted_does_not_come_back(
    ann: simcord.MemberActor, channel: simcord.ChannelHandle, simcord_env: simcord.Env
) -> None:
    asked = await ann.send(channel, f"!ask {QUESTION}")
    simcord_env.backend.delete_message(channel.id, last_message(channel).id)
    await simcord_env.settle()
    await ann.edit(asked, f"!ask {OTHER}")
    assert [message.id for message in channel.history()] == [asked.id]


async def test_edits_by_other_bots_are_not_heard(simcord_env: simcord.Env, channel: simcord.ChannelHandle) -> None:
    other = simcord_env.guild.add_member(simcord_env.create_user("other", bot=True))
    said = await other.send(channel, "Hello")
    await other.edit(said, f"!ask {QUESTION}")
    assert len(channel.history()) == 1


DELETE = "Delete this answer"


async def test_asker_can_delete_the_answer_to_a_deleted_question(
    ann: simcord.MemberActor, channel: simcord.ChannelHandle
) -> None:
    asked = await ann.send(channel, f"!ask {QUESTION}")
    await ann.delete(asked)
    assert button_rows(last_message(channel)) == [["Source 1"], ["More", "👍", "👎"], [DELETE]]
    assert last_message(channel).embeds
    await ann.click(last_message(channel), label=DELETE)
    assert channel.history() == []


async def test_answer_in_a_direct_message_can_be_deleted(simcord_env: simcord.Env) -> None:
    bea = simcord_env.create_user("bea")
    asked = await bea.send_dm(QUESTION)
    await bea.delete(asked)
    await bea.click(last_message(bea.dm_channel), label=DELETE)
    assert bea.dm_channel.history() == []


async def test_decline_can_be_deleted_too(ann: simcord.MemberActor, channel: simcord.ChannelHandle) -> None:
    asked = await ann.send(channel, "!ask Which wine goes with artichokes?")
    await ann.delete(asked)
    assert button_rows(last_message(channel)) == [[DELETE]]
    await ann.click(last_message(channel), label=DELETE)
    assert channel.history() == []


async def test_answer_can_be_deleted_after_a_restart(
    ann: simcord.MemberActor, channel: simcord.ChannelHandle, simcord_env: simcord.Env, make_bot: MakeBot
) -> None:
    asked = await ann.send(channel, f"!ask {QUESTION}")
    await simcord_env.restart_bot(make_bot())
    await ann.delete(asked)
    await simcord_env.restart_bot(make_bot())
    await ann.click(last_message(channel), label=DELETE)
    assert channel.history() == []


async def test_nobody_else_can_delete_it(
    ann: simcord.MemberActor, channel: simcord.ChannelHandle, simcord_env: simcord.Env
) -> None:
    asked = await ann.send(channel, f"!ask {QUESTION}")
    await ann.delete(asked)
    bea = simcord_env.guild.add_member(simcord_env.create_user("bea"))
    assert "Only the person who asked" in private_text(await bea.click(last_message(channel), label=DELETE))
    assert last_message(channel).embeds


async def test_whoever_may_manage_messages_can_delete_it(
    ann: simcord.MemberActor, channel: simcord.ChannelHandle, simcord_env: simcord.Env
) -> None:
    asked = await ann.send(channel, f"!ask {QUESTION}")
    await ann.delete(asked)
    role = simcord_env.guild.create_role("moderators", permissions=discord.Permissions(manage_messages=True))
    mod = simcord_env.guild.add_member(simcord_env.create_user("mod"), roles=[role])
    await mod.click(last_message(channel), label=DELETE)
    assert channel.history() == []


async def test_button_of_a_purged_question_says_so_kindly(
    ann: simcord.MemberActor, channel: simcord.ChannelHandle, folder: Path
) -> None:
    asked = await ann.send(channel, f"!ask {QUESTION}")
    await ann.delete(asked)
    with closing(sqlite3.connect(folder / "footnote.db")) as connection, connection:
        connection.execute("DELETE FROM citation")
        connection.execute("DELETE FROM question")
    assert "no longer stored" in private_text(await ann.click(last_message(channel), label=DELETE))


async def test_answer_whose_articles_are_gone_keeps_the_one_button(
    ann: simcord.MemberActor, channel: simcord.ChannelHandle, library: Library
) -> None:
    asked = await ann.send(channel, f"!ask {QUESTION}")
    await library.remove("ferry")
    await library.remove("hostile")
    await ann.delete(asked)
    assert button_rows(last_message(channel)) == [[DELETE]]


async def test_questions_deleted_together_leave_each_answer_a_button(
    ann: simcord.MemberActor, channel: simcord.ChannelHandle, simcord_env: simcord.Env
) -> None:
    asked = [await ann.send(channel, f"!ask {QUESTION}") for _ in range(3)]
    gone = [asked[0].id, asked[1].id, channel.history()[3].id]
    simcord_env.backend.bulk_delete_messages(channel.id, gone)
    await simcord_env.settle()
    assert [len(button_rows(message)) for message in channel.history()] == [3, 0, 2]


async def test_other_deleted_messages_change_nothing(
    subtests: pytest.Subtests, ann: simcord.MemberActor, channel: simcord.ChannelHandle, simcord_env: simcord.Env
) -> None:
    for words in ["Hello all", "!source", "!help", "!aks"]:
        with subtests.test(words=words):
            sent = await ann.send(channel, words)
            await ann.delete(sent)
            assert all(button_rows(message) == [] for message in channel.history())
            simcord_env.errors.clear()


async def test_deleted_answer_is_left_alone(
    ann: simcord.MemberActor, channel: simcord.ChannelHandle, simcord_env: simcord.Env
) -> None:
    asked = await ann.send(channel, f"!ask {QUESTION}")
    simcord_env.backend.delete_message(channel.id, last_message(channel).id)
    await ann.delete(asked)
    assert channel.history() == []
