"""Questions that are edited after they were answered."""

import pytest
import simcord

from bot.bot import Footnote
from bot.text import messages
from tests.bot.conftest import QUESTION, MakeBot
from tests.bot.pressing import ids, rows
from tests.bot.reading import body, embed, last

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
    answer = last(channel)
    assert FIRST in first_passage(body(answer))
    await ann.edit(asked, form.format(OTHER, me=simcord_bot.user.mention))
    assert len(channel.history()) == 2 and last(channel).id == answer.id
    assert SECOND in first_passage(body(last(channel)))
    assert (embed(last(channel)).footer.text or "").startswith("answer #2 · ")
    assert ids(last(channel))[0] == "footnote:source:2:1"


async def test_edited_direct_message_changes_its_answer(simcord_env: simcord.Env) -> None:
    bea = simcord_env.create_user("bea")
    asked = await bea.send_dm(QUESTION)
    await bea.edit(asked, OTHER)
    assert len(bea.dm_channel.history()) == 2
    assert SECOND in first_passage(body(last(bea.dm_channel)))


async def test_answer_becomes_a_decline_without_buttons_and_back(
    ann: simcord.MemberActor, channel: simcord.ChannelHandle
) -> None:
    asked = await ann.send(channel, f"!ask {QUESTION}")
    await ann.edit(asked, "!ask Which wine goes with artichokes?")
    assert body(last(channel)).startswith(messages.nothing_found())
    assert rows(last(channel)) == []
    await ann.edit(asked, f"!ask {QUESTION}")
    assert FIRST in first_passage(body(last(channel)))
    assert rows(last(channel))[1] == ["More", "👍", "👎"]
    assert len(channel.history()) == 2


async def test_edited_question_changes_its_answer_after_a_restart(
    ann: simcord.MemberActor, channel: simcord.ChannelHandle, simcord_env: simcord.Env, make_bot: MakeBot
) -> None:
    asked = await ann.send(channel, f"!ask {QUESTION}")
    await simcord_env.restart_bot(make_bot())
    await ann.edit(asked, f"!ask {OTHER}")
    assert len(channel.history()) == 2
    assert SECOND in first_passage(body(last(channel)))


async def test_source_in_reply_to_a_changed_answer_is_that_of_the_new_question(
    ann: simcord.MemberActor, channel: simcord.ChannelHandle
) -> None:
    asked = await ann.send(channel, f"!ask {QUESTION}")
    await ann.edit(asked, f"!ask {OTHER}")
    await ann.send(channel, "!source", reply_to=last(channel))
    assert f"Sources for: {OTHER}" in body(last(channel))


@pytest.mark.parametrize(("seconds", "changed"), [(100, True), (140, False)])
async def test_question_can_be_edited_for_two_minutes(
    ann: simcord.MemberActor, channel: simcord.ChannelHandle, simcord_env: simcord.Env, seconds: int, changed: bool
) -> None:
    asked = await ann.send(channel, f"!ask {QUESTION}")
    await simcord_env.advance_time(seconds)
    await ann.edit(asked, f"!ask {OTHER}")
    assert (SECOND in first_passage(body(last(channel)))) is changed
    assert len(channel.history()) == 2


async def test_edit_that_changes_no_word_asks_nothing(ann: simcord.MemberActor, channel: simcord.ChannelHandle) -> None:
    asked = await ann.send(channel, f"!ask {QUESTION}")
    await ann.edit(asked, f"!ask   {QUESTION} <@77>")
    assert (embed(last(channel)).footer.text or "").startswith("answer #1 · ")


async def test_edit_that_cannot_be_answered_says_why_in_the_same_message_and_can_be_undone(
    ann: simcord.MemberActor, channel: simcord.ChannelHandle, simcord_env: simcord.Env
) -> None:
    asked = await ann.send(channel, f"!ask {QUESTION}")
    await ann.edit(asked, "!ask " + "x" * 1_500)
    assert "1,500 characters" in last(channel).content
    assert not last(channel).embeds and rows(last(channel)) == []
    simcord_env.errors.clear()
    await ann.edit(asked, f"!ask {QUESTION}")
    assert FIRST in first_passage(body(last(channel))) and not last(channel).content
    assert len(channel.history()) == 2


@pytest.mark.parametrize("words", ["Never mind", "!source", "!help", ""])
async def test_edit_into_something_else_leaves_the_answer_alone(
    ann: simcord.MemberActor, channel: simcord.ChannelHandle, words: str
) -> None:
    asked = await ann.send(channel, f"!ask {QUESTION}")
    await ann.edit(asked, words)
    assert FIRST in first_passage(body(last(channel)))
    assert len(channel.history()) == 2


@pytest.mark.parametrize("words", ["!aks {}", "Who is that?", "!ask", "!source"])
async def test_message_edited_into_a_question_is_answered(
    ann: simcord.MemberActor, channel: simcord.ChannelHandle, simcord_env: simcord.Env, words: str
) -> None:
    asked = await ann.send(channel, words.format(QUESTION))
    simcord_env.errors.clear()
    await ann.edit(asked, f"!ask {QUESTION}")
    assert FIRST in first_passage(body(last(channel)))


async def test_pin_of_a_question_asks_nothing(
    ann: simcord.MemberActor, channel: simcord.ChannelHandle, simcord_env: simcord.Env
) -> None:
    asked = await ann.send(channel, f"!ask {QUESTION}")
    await ann.edit(asked, f"!ask {OTHER}")
    simcord_env.backend.set_pinned(channel.id, asked.id, True, actor_id=ann.id)
    await simcord_env.settle()
    assert (embed(channel.history()[1]).footer.text or "").startswith("answer #2 · ")


async def test_answer_that_was_deleted_does_not_come_back(
    ann: simcord.MemberActor, channel: simcord.ChannelHandle, simcord_env: simcord.Env
) -> None:
    asked = await ann.send(channel, f"!ask {QUESTION}")
    simcord_env.backend.delete_message(channel.id, last(channel).id)
    await simcord_env.settle()
    await ann.edit(asked, f"!ask {OTHER}")
    assert [message.id for message in channel.history()] == [asked.id]


async def test_edits_by_other_bots_are_not_heard(simcord_env: simcord.Env, channel: simcord.ChannelHandle) -> None:
    other = simcord_env.guild.add_member(simcord_env.create_user("other", bot=True))
    said = await other.send(channel, "Hello")
    await other.edit(said, f"!ask {QUESTION}")
    assert len(channel.history()) == 1
