"""Answers for one person alone, and showing them to everyone."""

import simcord

from bot.bot import Footnote
from knowledge import Library
from tests.bot.conftest import QUESTION, MakeBot
from tests.bot.pressing import rows, said
from tests.bot.reading import body, embed, last

UNANSWERED = "Which wine goes with artichokes?"


async def test_private_answer_is_seen_by_its_asker_alone_until_shared(
    ann: simcord.MemberActor, channel: simcord.ChannelHandle, simcord_env: simcord.Env
) -> None:
    result = await ann.slash(channel, "ask", question=QUESTION, private=True)
    assert result.ephemeral and result.response
    assert rows(result.response)[1] == ["More", "👍", "👎", "Share"]
    assert channel.history() == [] or all(message.flags.ephemeral for message in channel.history())
    bea = simcord_env.guild.add_member(simcord_env.create_user("bea"))
    await bea.send(channel, "!source")
    assert not last(channel).embeds
    assert "Mayor" in body((await ann.click(result.response, custom_id="footnote:source:1:1")).response)
    simcord_env.errors.clear()


async def test_shared_answer_is_posted_once_for_everyone_with_its_question_and_no_ping(
    ann: simcord.MemberActor, channel: simcord.ChannelHandle, simcord_env: simcord.Env
) -> None:
    result = await ann.slash(channel, "ask", question=QUESTION, private=True)
    assert result.response
    shared = await ann.click(result.response, custom_id="footnote:share:1")
    [posted] = shared.followups
    assert not posted.ephemeral
    assert embed(posted).author.name == QUESTION
    assert body(posted).endswith("\n\nShared by ann")
    assert "Mayor Ingrid Dahl" in body(posted)
    assert rows(posted)[1] == ["More", "👍", "👎"]
    assert result.response and rows(result.response)[1] == ["More", "👍", "👎"]
    bea = simcord_env.guild.add_member(simcord_env.create_user("bea"))
    await bea.send(channel, "!source", reply_to=posted.message)
    assert "Sources for" in body(last(channel))


async def test_answer_that_has_been_shared_is_not_shared_again(
    ann: simcord.MemberActor, channel: simcord.ChannelHandle, simcord_env: simcord.Env, library: Library
) -> None:
    result = await ann.slash(channel, "ask", question=QUESTION, private=True)
    assert result.response
    assert await library.question_log.share(1, collection=str(simcord_env.guild.id), asker=str(ann.id))
    assert "everyone already" in said(await ann.click(result.response, custom_id="footnote:share:1"))


async def test_answer_is_shared_after_a_restart(
    ann: simcord.MemberActor, channel: simcord.ChannelHandle, simcord_env: simcord.Env, make_bot: MakeBot
) -> None:
    result = await ann.slash(channel, "ask", question=QUESTION, private=True)
    assert result.response
    await simcord_env.restart_bot(make_bot())
    await simcord_env.advance_time(3600)
    shared = await ann.click(result.response, custom_id="footnote:share:1")
    assert "Shared by ann" in body(shared.followups[0])


async def test_name_of_who_shared_pings_nobody(simcord_env: simcord.Env, channel: simcord.ChannelHandle) -> None:
    eve = simcord_env.guild.add_member(simcord_env.create_user("@everyone **<@1>"))
    result = await eve.slash(channel, "ask", question=QUESTION, private=True)
    assert result.response
    shared = await eve.click(result.response, custom_id="footnote:share:1")
    assert body(shared.followups[0]).endswith("Shared by @everyone **<@1>")


async def test_private_decline_has_no_buttons(ann: simcord.MemberActor, channel: simcord.ChannelHandle) -> None:
    result = await ann.slash(channel, "ask", question=UNANSWERED, private=True)
    assert result.ephemeral
    assert rows(result.response) == []


async def test_question_in_a_direct_message_is_private_without_being_hidden(simcord_env: simcord.Env) -> None:
    bea = simcord_env.create_user("bea")
    result = await bea.slash("ask", question=QUESTION, private=True)
    assert not result.ephemeral
    assert rows(result.response)[1] == ["More", "👍", "👎"]


async def test_server_may_answer_slash_commands_in_private_unless_asked_otherwise(
    ann: simcord.MemberActor, channel: simcord.ChannelHandle, simcord_env: simcord.Env, simcord_bot: Footnote
) -> None:
    await simcord_bot.preferences.change(simcord_env.guild.id, {"private": True})
    assert (await ann.slash(channel, "ask", question=QUESTION)).ephemeral
    assert not (await ann.slash(channel, "ask", question=QUESTION, private=False)).ephemeral
    await ann.send(channel, f"!ask {QUESTION}")
    assert "Mayor Ingrid Dahl" in body(last(channel))
