"""Where an answer comes from: the last one, the one replied to, or one by its id."""

import pytest
import simcord

from knowledge import Library
from tests.bot.conftest import FERRY, QUESTION, MakeBot
from tests.bot.reading import body, embed, last

HEADED = (
    "[1] Harbour town opens its new ferry pier\n"
    "The Coast Courier (Northern Press) · 5 Jun 2021, 14:30 UTC\n"
    "¶3 of 3\n"
    "> “Mayor Ingrid Dahl said"
)


async def test_source_gives_the_citations_of_the_last_answer_in_full(
    ann: simcord.MemberActor, channel: simcord.ChannelHandle
) -> None:
    await ann.send(channel, f"!ask {QUESTION}")
    await ann.send(channel, "!source")
    text = body(last(channel))
    assert text.startswith(f"Sources for: {QUESTION}\n\n{HEADED}")
    assert "[2] " in text


async def test_source_with_a_number_gives_that_paragraph_between_its_neighbours(
    ann: simcord.MemberActor, channel: simcord.ChannelHandle
) -> None:
    await ann.send(channel, "!ask Which ferry berthed first while children waved flags?")
    result = await ann.slash(channel, "source", which="1")
    text = body(result.response)
    assert [line[:7] for line in text.split("\n\n")[1:]] == ["¶1 The ", "> ¶2 Th", "¶3 Mayo"]
    for paragraph in FERRY.paragraphs:
        assert paragraph in text
    assert embed(result.response).footer.text == "answer #1 · paragraph 2 of 3"


@pytest.mark.parametrize("which", ["#1", " #1 ", "#1 1"])
async def test_source_with_an_id_finds_an_older_answer(
    ann: simcord.MemberActor, channel: simcord.ChannelHandle, which: str
) -> None:
    await ann.send(channel, f"!ask {QUESTION}")
    await ann.send(channel, "!ask Which glacier melted under a spoiler?")
    await ann.send(channel, f"!source {which}")
    assert "Harbour town" in body(last(channel))


async def test_source_in_reply_to_an_answer_gives_that_answers_citations(
    ann: simcord.MemberActor, channel: simcord.ChannelHandle
) -> None:
    await ann.send(channel, f"!ask {QUESTION}")
    first = last(channel)
    await ann.send(channel, "!ask Which glacier melted under a spoiler?")
    await ann.send(channel, "!source", reply_to=first)
    assert HEADED in body(last(channel))


async def test_source_in_reply_to_a_slash_answer_finds_it(
    ann: simcord.MemberActor, channel: simcord.ChannelHandle
) -> None:
    result = await ann.slash(channel, "ask", question=QUESTION)
    assert result.response
    await ann.send(channel, "!ask Which glacier melted under a spoiler?")
    await ann.send(channel, "!source 1", reply_to=result.response.message)
    assert "Harbour town" in body(last(channel))


async def test_source_and_reply_work_after_a_restart(
    ann: simcord.MemberActor, channel: simcord.ChannelHandle, simcord_env: simcord.Env, make_bot: MakeBot
) -> None:
    await ann.send(channel, f"!ask {QUESTION}")
    first = last(channel)
    await simcord_env.restart_bot(make_bot())
    await ann.send(channel, "!source")
    assert HEADED in body(last(channel))
    await ann.send(channel, "!source", reply_to=first)
    assert HEADED in body(last(channel))
    assert (await ann.slash(channel, "source", which="#1")).response


async def test_answer_whose_message_was_not_noted_is_found_by_the_id_it_shows(
    ann: simcord.MemberActor, channel: simcord.ChannelHandle, library: Library
) -> None:
    await ann.send(channel, f"!ask {QUESTION}")
    await library.question_log.set_reply(1, "1")
    await ann.send(channel, "!source", reply_to=last(channel))
    assert HEADED in body(last(channel))


async def test_commands_are_registered_once_for_several_starts(simcord_env: simcord.Env, make_bot: MakeBot) -> None:
    await simcord_env.restart_bot(make_bot())
    assert [entry.method for entry in simcord_env.http_requests if entry.path.endswith("/commands")] == ["PUT"]


async def test_answer_of_another_server_cannot_be_seen(
    ann: simcord.MemberActor, channel: simcord.ChannelHandle, simcord_env: simcord.Env
) -> None:
    await ann.send(channel, f"!ask {QUESTION}")
    answer = last(channel)
    other = simcord_env.create_guild()
    elsewhere = other.create_text_channel("elsewhere")
    bea = other.add_member(simcord_env.create_user("bea"))
    for words in ("!source #1", "!source", "!source #1 1"):
        await bea.send(elsewhere, words)
        assert not last(elsewhere).embeds
    result = await bea.slash(elsewhere, "source", which="#1")
    assert result.ephemeral and result.response and not result.response.embeds
    assert answer.embeds
    simcord_env.errors.clear()


async def test_answer_of_a_server_cannot_be_seen_in_a_direct_message(
    ann: simcord.MemberActor, channel: simcord.ChannelHandle, simcord_env: simcord.Env
) -> None:
    await ann.send(channel, f"!ask {QUESTION}")
    bea = simcord_env.create_user("bea")
    await bea.send_dm("!source #1")
    assert not last(bea.dm_channel).embeds
    simcord_env.errors.clear()


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("!source 9", "Answer #1 has citations 1 to 3, but no 9."),
        ("!source who", "Give a citation's number"),
        ("!source -1", "Give a citation's number"),
        ("!source #99999999999999999999", "Give a citation's number"),
        ("!source " + "9" * 1_900, "Give a citation's number"),
    ],
)
async def test_source_that_is_none_is_told_what_there_is(
    ann: simcord.MemberActor, channel: simcord.ChannelHandle, simcord_env: simcord.Env, words: str, told: str
) -> None:
    await ann.send(channel, f"!ask {QUESTION}")
    await ann.send(channel, words)
    assert told in last(channel).content.replace("\\", "")
    simcord_env.errors.clear()


async def test_withdrawn_article_is_named_but_no_longer_quoted(
    ann: simcord.MemberActor, channel: simcord.ChannelHandle, library: Library, simcord_env: simcord.Env
) -> None:
    await ann.send(channel, "!ask Which glacier or pier melted under a spoiler as the ferry berthed?")
    await library.remove("hostile")
    await ann.send(channel, "!source")
    text = body(last(channel))
    assert "taken out of the collection since" in text
    assert "glacier **melted**" not in text
    simcord_env.errors.clear()
