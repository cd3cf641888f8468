"""What the bot tells of itself and of people's data, and reports that reach the operator."""

import logging
import re
from importlib.metadata import version

import pytest
import simcord

from knowledge import Article, Library
from tests.bot.conftest import MakeBot
from tests.bot.reading import last


def shown(channel: simcord.ChannelHandle) -> str:
    return last(channel).embeds[0].description or ""


async def test_about_tells_version_and_articles_here(
    ann: simcord.MemberActor, channel: simcord.ChannelHandle, library: Library, simcord_env: simcord.Env
) -> None:
    own = str(simcord_env.guild.id)
    await library.add(Article(title="Ours", paragraphs=("Only here.",)), collection=own)
    await library.add(Article(title="Theirs", paragraphs=("Only there.",)), collection="77")
    await ann.send(channel, "!about")
    text = shown(channel)
    assert version("footnote-bot") in text
    assert "3 articles: 1 of this place, 2 for everyone" in text
    assert "`!privacy`" in text and "`!report TEXT`" in text


@pytest.mark.parametrize(
    ("days", "said"), [(0, "kept until the operator deletes them"), (30, "deleted after 30 days"), (1, "after 1 day.")]
)
async def test_privacy_tells_how_long_this_process_keeps_questions(make_bot: MakeBot, days: int, said: str) -> None:
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
    assert "logs all that Discord sends" not in shown(channel)
    caplog.set_level(logging.DEBUG, "discord")
    await ann.send(channel, "!privacy")
    assert "logs all that Discord sends" in shown(channel)


async def test_report_reaches_the_log_under_the_number_given(
    ann: simcord.MemberActor, channel: simcord.ChannelHandle, caplog: pytest.LogCaptureFixture
) -> None:
    await ann.send(channel, "!report Answer #3 is\nwrong\x1b[31m")
    found = re.search(r"under ([0-9a-f]{8});", last(channel).content)
    assert found
    [line] = [record.getMessage() for record in caplog.records if found[1] in record.getMessage()]
    assert line.endswith(": Answer #3 is wrong[31m")
    assert str(ann.id) not in line and ann.name not in line.split()


async def test_slash_report_is_answered_in_private(ann: simcord.MemberActor, channel: simcord.ChannelHandle) -> None:
    told = (await ann.slash(channel, "report", text="The link is broken")).response
    assert told and told.ephemeral and "Thank you" in told.content


async def test_empty_report_is_told_how(
    ann: simcord.MemberActor, channel: simcord.ChannelHandle, simcord_env: simcord.Env
) -> None:
    await ann.send(channel, "!report")
    assert "!report The link of answer" in last(channel).content
    simcord_env.errors.clear()
