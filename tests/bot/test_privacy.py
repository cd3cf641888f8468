"""`/forgetme` and `!forgetme`: a person's questions are deleted, and nobody else's."""

import pytest
import simcord

from bot.views.confirm import CONFIRM_SECONDS
from knowledge import Library
from tests.bot.conftest import QUESTION, MakeBot
from tests.bot.pressing import said
from tests.bot.reading import last

NOTHING = "I keep nothing of yours, so there is nothing to delete."


async def logged(library: Library) -> list[str]:
    return [each["text"] async for each in library.questions()]


@pytest.fixture
async def bea(simcord_env: simcord.Env, channel: simcord.ChannelHandle) -> simcord.MemberActor:
    """Another member, who has asked too."""
    bea = simcord_env.guild.add_member(simcord_env.create_user("bea"))
    await bea.send(channel, "!ask Where does the ferry berth?")
    return bea


async def test_person_is_told_how_much_it_is_before_anything_is_deleted(
    ann: simcord.MemberActor, channel: simcord.ChannelHandle, library: Library
) -> None:
    await ann.send(channel, f"!ask {QUESTION}")
    await ann.send(channel, "!forgetme")
    assert "in every server and in direct messages: 1 question?" in last(channel).content
    assert "!forgetme CONFIRM" in last(channel).content
    assert len(await logged(library)) == 1


async def test_button_deletes_everywhere_what_is_that_persons_alone(
    ann: simcord.MemberActor, bea: simcord.MemberActor, channel: simcord.ChannelHandle, library: Library
) -> None:
    await ann.send(channel, f"!ask {QUESTION}")
    await ann.user.send_dm(QUESTION)
    await ann.send(channel, "!forgetme")
    asked = last(channel)
    await ann.click(asked, label="Delete")
    assert last(channel).content == "Deleted for good: 2 questions."
    assert not last(channel).components
    assert await logged(library) == ["Where does the ferry berth?"]


async def test_slash_form_is_private_and_deletes_too(
    ann: simcord.MemberActor, channel: simcord.ChannelHandle, library: Library
) -> None:
    await ann.send(channel, f"!ask {QUESTION}")
    asked = await ann.slash(channel, "forgetme")
    assert asked.ephemeral and asked.response and "/forgetme CONFIRM" in asked.response.content
    await ann.click(asked.response, label="Delete")
    assert await logged(library) == []


@pytest.mark.parametrize("form", ["message", "slash", "direct message"])
async def test_confirm_deletes_at_once(
    ann: simcord.MemberActor,
    bea: simcord.MemberActor,
    channel: simcord.ChannelHandle,
    library: Library,
    form: str,
) -> None:
    await ann.send(channel, f"!ask {QUESTION}")
    match form:
        case "message":
            await ann.send(channel, "!forgetme CONFIRM")
            told = last(channel).content
        case "slash":
            result = await ann.slash(channel, "forgetme", confirm="CONFIRM")
            assert result.ephemeral and result.response
            told = result.response.content
        case _:
            await ann.user.send_dm("!forgetme CONFIRM")
            told = last(ann.user.dm_channel).content
    assert told == "Deleted for good: 1 question."
    assert await logged(library) == ["Where does the ferry berth?"]


async def test_nobody_else_can_press_the_button(
    ann: simcord.MemberActor, bea: simcord.MemberActor, channel: simcord.ChannelHandle, library: Library
) -> None:
    await ann.send(channel, f"!ask {QUESTION}")
    await ann.send(channel, "!forgetme")
    result = await bea.click(last(channel), label="Delete")
    assert result.ephemeral and result.response
    assert result.response.content == "Only the person who asked can press this."
    assert len(await logged(library)) == 2


async def test_button_still_deletes_after_a_restart(
    ann: simcord.MemberActor,
    bea: simcord.MemberActor,
    channel: simcord.ChannelHandle,
    simcord_env: simcord.Env,
    make_bot: MakeBot,
    library: Library,
) -> None:
    await ann.send(channel, f"!ask {QUESTION}")
    await ann.send(channel, "!forgetme")
    await simcord_env.restart_bot(make_bot())
    assert said(await bea.click(last(channel), label="Delete")) == "Only the person who asked can press this."
    await ann.click(last(channel), label="Delete")
    assert last(channel).content == "Deleted for good: 1 question."
    assert await logged(library) == ["Where does the ferry berth?"]


async def test_person_who_keeps_everything_is_not_asked_any_more(
    ann: simcord.MemberActor, channel: simcord.ChannelHandle, library: Library
) -> None:
    await ann.send(channel, f"!ask {QUESTION}")
    await ann.send(channel, "!forgetme")
    await ann.click(last(channel), label="Keep")
    assert last(channel).content == "Nothing was deleted." and not last(channel).components
    assert len(await logged(library)) == 1


async def test_old_button_deletes_nothing_and_says_how_to_be_asked_again(
    ann: simcord.MemberActor, channel: simcord.ChannelHandle, simcord_env: simcord.Env, library: Library
) -> None:
    await ann.send(channel, f"!ask {QUESTION}")
    await ann.send(channel, "!forgetme")
    await simcord_env.advance_time(CONFIRM_SECONDS.total_seconds() + 1)
    await ann.click(last(channel), label="Delete")
    assert "deleted nothing" in last(channel).content and "/forgetme" in last(channel).content
    assert not last(channel).components
    assert len(await logged(library)) == 1


async def test_person_who_left_nothing_is_told_so(ann: simcord.MemberActor, channel: simcord.ChannelHandle) -> None:
    await ann.send(channel, "!forgetme")
    assert last(channel).content == NOTHING


async def test_vote_of_a_forgotten_person_is_gone(
    ann: simcord.MemberActor, bea: simcord.MemberActor, channel: simcord.ChannelHandle, library: Library
) -> None:
    assert channel.guild
    server = str(channel.guild.id)
    await library.feedback.vote(1, collection=server, voter=str(ann.id), good=False)
    assert [gap.votes for gap in await library.feedback.gaps(collection=server)] == [-1]
    await ann.send(channel, "!forgetme CONFIRM")
    assert await library.feedback.gaps(collection=server) == []
