"""The entry in the menu of a message: its words are the question."""

import pytest
import simcord

from bot.bot import Footnote
from knowledge import MAX_QUESTION_CHARS
from tests.bot.conftest import QUESTION, MakeBot
from tests.bot.pressing import rows, said
from tests.bot.reading import body, embed, last

ENTRY = "Find sources for this"
CLAIM = "I heard that the old pier will become a fish market, @everyone!"


async def test_words_of_a_message_are_answered_to_whoever_chose_it(
    ann: simcord.MemberActor, channel: simcord.ChannelHandle, simcord_env: simcord.Env
) -> None:
    claim = await ann.send(channel, CLAIM)
    bea = simcord_env.guild.add_member(simcord_env.create_user("bea"))
    result = await bea.context_menu(channel, ENTRY, claim)
    assert result.ephemeral
    assert "Mayor Ingrid Dahl" in body(result.response)
    assert embed(result.response).author.name == CLAIM
    assert "Share" in rows(result.response)[1]
    assert last(channel).id == claim.id or last(channel).flags.ephemeral


async def test_sources_found_can_be_shared(ann: simcord.MemberActor, channel: simcord.ChannelHandle) -> None:
    result = await ann.context_menu(channel, ENTRY, await ann.send(channel, CLAIM))
    assert result.response
    [posted] = (await ann.click(result.response, label="Share")).followups
    assert not posted.ephemeral and "Mayor Ingrid Dahl" in body(posted)


async def test_question_put_to_the_bot_is_asked_without_the_command(
    ann: simcord.MemberActor, channel: simcord.ChannelHandle, simcord_bot: Footnote
) -> None:
    assert simcord_bot.user
    for words in (f"!ask {QUESTION}", f"{simcord_bot.user.mention} {QUESTION}"):
        result = await ann.context_menu(channel, ENTRY, await ann.send(channel, words))
        assert embed(result.response).author.name == QUESTION


@pytest.mark.parametrize("words", ["", "<@&77>", "<:smile:123456789012345>"])
async def test_message_without_words_is_told_so_kindly(
    ann: simcord.MemberActor, channel: simcord.ChannelHandle, simcord_env: simcord.Env, words: str
) -> None:
    sent = await ann.send(channel, words, attachments=[("pier.txt", b"The old pier")])
    simcord_env.errors.clear()
    assert "no words I could look for" in said(await ann.context_menu(channel, ENTRY, sent))
    simcord_env.errors.clear()


async def test_answer_of_ours_has_no_words_of_its_own(
    ann: simcord.MemberActor, channel: simcord.ChannelHandle, simcord_env: simcord.Env
) -> None:
    await ann.send(channel, f"!ask {QUESTION}")
    assert "no words" in said(await ann.context_menu(channel, ENTRY, last(channel)))
    simcord_env.errors.clear()


async def test_long_message_is_asked_by_its_beginning(
    ann: simcord.MemberActor, channel: simcord.ChannelHandle, simcord_env: simcord.Env
) -> None:
    words = f"{QUESTION} " + "word " * 350
    result = await ann.context_menu(channel, ENTRY, await ann.send(channel, words))
    assert len(words) > MAX_QUESTION_CHARS
    assert result.ephemeral and result.response and result.response.embeds


async def test_message_that_nothing_supports_is_declined(
    ann: simcord.MemberActor, channel: simcord.ChannelHandle
) -> None:
    result = await ann.context_menu(channel, ENTRY, await ann.send(channel, "Artichokes go with no wine"))
    assert result.ephemeral
    assert rows(result.response) == []


async def test_menu_works_after_a_restart_and_without_the_message_content_intent(
    ann: simcord.MemberActor, channel: simcord.ChannelHandle, simcord_env: simcord.Env, make_bot: MakeBot
) -> None:
    claim = await ann.send(channel, CLAIM)
    await simcord_env.restart_bot(make_bot(content=False))
    assert "Mayor Ingrid Dahl" in body((await ann.context_menu(channel, ENTRY, claim)).response)
