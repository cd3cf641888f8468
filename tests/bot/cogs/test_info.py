"""What the bot tells of itself, reports to the operator, and how a person deletes their questions."""

import logging
import re
from importlib.metadata import version

import pytest
import simcord

from bot.views.confirm import CONFIRM_SECONDS
from knowledge import Article, Library
from tests.bot.conftest import QUESTION, MakeBot
from tests.bot.messages import last_message, private_text


def shown(channel: simcord.ChannelHandle) -> str:
    return last_message(channel).embeds[0].description or ""


async def test_about_tells_version_and_articles_here(
    ann: simcord.MemberActor, channel: simcord.ChannelHandle, library: Library, simcord_env: simcord.Env
) -> None:
    own = str(simcord_env.guild.id)
    await library.add(Article(title="Ours", paragraphs=("Only here.",)), collection=own)
    await library.add(Article(title="Theirs", paragraphs=("Only there.",)), collection="77")
    await ann.send(channel, "!about")
    text = shown(channel)
    assert version("footnote-bot") in text
    assert "3 articles here: 1 from this server or chat, 2 shared with everyone" in text
    assert "`!privacy`" in text and "`!report TEXT`" in text


async def test_privacy_tells_how_long_this_process_keeps_questions(
    make_bot: MakeBot, subtests: pytest.Subtests
) -> None:
    for days, said in (
        (0, "stored until the operator deletes them"),
        (30, "deleted after 30 days"),
        (1, "after 1 day."),
    ):
        with subtests.test(days=days, said=said):
            async with simcord.run(make_bot(retention_days=days)) as env:
                channel = env.create_guild().create_text_channel("general")
                bea = env.guild.add_member(env.create_user("bea"))
                await bea.send(channel, "!privacy")
                assert said in shown(channel)
                await bea.send(channel, "!about")
                assert said in shown(channel)


async def test_privacy_says_when_the_log_may_hold_messages(
    ann: simcord.MemberActor, channel: simcord.ChannelHandle, caplog: pytest.LogCaptureFixture
) -> None:
    await ann.send(channel, "!privacy")
    assert "logging everything Discord sends" not in shown(channel)
    caplog.set_level(logging.DEBUG, "discord")
    await ann.send(channel, "!privacy")
    assert "logging everything Discord sends" in shown(channel)


async def test_report_reaches_the_log_under_the_number_given(
    ann: simcord.MemberActor, channel: simcord.ChannelHandle, caplog: pytest.LogCaptureFixture
) -> None:
    await ann.send(channel, "!report Answer #3 is\nwrong\x1b[31m")
    found = re.search(r"as ([0-9a-f]{8})\.", last_message(channel).content)
    assert found
    [line] = [record.getMessage() for record in caplog.records if found[1] in record.getMessage()]
    assert line.endswith(": Answer #3 is wrong[31m")
    assert str(ann.id) not in line and ann.name not in line.split()


async def test_slash_report_is_answered_in_private(ann: simcord.MemberActor, channel: simcord.ChannelHandle) -> None:
    told = (await ann.slash(channel, "report", text="The link is broken")).response
    assert told and told.ephemeral and "Thanks!" in told.content


NOTHING = "I have nothing stored about you, so there is nothing to delete."


async def logged(library: Library) -> list[str]:
    return [each["text"] async for each in library.export_questions()]


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
    assert "on every server and in direct messages (1 question)?" in last_message(channel).content
    assert "!forgetme CONFIRM" in last_message(channel).content
    assert len(await logged(library)) == 1


async def test_button_deletes_everywhere_what_is_that_persons_alone(
    ann: simcord.MemberActor, bea: simcord.MemberActor, channel: simcord.ChannelHandle, library: Library
) -> None:
    await ann.send(channel, f"!ask {QUESTION}")
    await ann.user.send_dm(QUESTION)
    await ann.send(channel, "!forgetme")
    asked = last_message(channel)
    await ann.click(asked, label="Delete")
    assert last_message(channel).content == "Permanently deleted: 2 questions."
    assert not last_message(channel).components
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
            told = last_message(channel).content
        case "slash":
            result = await ann.slash(channel, "forgetme", confirm="CONFIRM")
            assert result.ephemeral and result.response
            told = result.response.content
        case _:
            await ann.user.send_dm("!forgetme CONFIRM")
            told = last_message(ann.user.dm_channel).content
    assert told == "Permanently deleted: 1 question."
    assert await logged(library) == ["Where does the ferry berth?"]


async def test_nobody_else_can_press_the_button(
    ann: simcord.MemberActor, bea: simcord.MemberActor, channel: simcord.ChannelHandle, library: Library
) -> None:
    await ann.send(channel, f"!ask {QUESTION}")
    await ann.send(channel, "!forgetme")
    result = await bea.click(last_message(channel), label="Delete")
    assert result.ephemeral and result.response
    assert result.response.content == "Only the person who used the command can press this."
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
    assert (
        private_text(await bea.click(last_message(channel), label="Delete"))
        == "Only the person who used the command can press this."
    )
    await ann.click(last_message(channel), label="Delete")
    assert last_message(channel).content == "Permanently deleted: 1 question."
    assert await logged(library) == ["Where does the ferry berth?"]


async def test_person_who_keeps_everything_is_not_asked_any_more(
    ann: simcord.MemberActor, channel: simcord.ChannelHandle, library: Library
) -> None:
    await ann.send(channel, f"!ask {QUESTION}")
    await ann.send(channel, "!forgetme")
    await ann.click(last_message(channel), label="Cancel")
    assert last_message(channel).content == "Nothing was deleted." and not last_message(channel).components
    assert len(await logged(library)) == 1


async def test_old_button_deletes_nothing_and_says_how_to_be_asked_again(
    ann: simcord.MemberActor, channel: simcord.ChannelHandle, simcord_env: simcord.Env, library: Library
) -> None:
    await ann.send(channel, f"!ask {QUESTION}")
    await ann.send(channel, "!forgetme")
    await simcord_env.advance_time(CONFIRM_SECONDS.total_seconds() + 1)
    await ann.click(last_message(channel), label="Delete")
    assert "nothing was deleted" in last_message(channel).content and "/forgetme" in last_message(channel).content
    assert not last_message(channel).components
    assert len(await logged(library)) == 1


async def test_vote_of_a_forgotten_person_is_gone(
    ann: simcord.MemberActor, bea: simcord.MemberActor, channel: simcord.ChannelHandle, library: Library
) -> None:
    assert channel.guild
    server = str(channel.guild.id)
    await library.feedback.vote(1, collection=server, voter=str(ann.id), good=False)
    assert [gap.votes for gap in await library.feedback.gaps(collection=server)] == [-1]
    await ann.send(channel, "!forgetme CONFIRM")
    assert await library.feedback.gaps(collection=server) == []
