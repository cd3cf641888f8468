"""A reply to an answer is a question that follows it, and More shows what else was found; over the wire."""

from pathlib import Path

import pytest

from tests.loopback import Loopback, Reply
from tests.loopback.payloads import Channel
from tests.wire.questions import QUESTION, check_answered, plain

pytestmark = pytest.mark.asyncio(loop_scope="session")
FIRST = "Who signed the armistice at the table in Panmunjom?"
THEN = "and South Korea?"
FOUND = "South Korea did not sign"


async def follow(discord: Loopback, answer: Reply, place: Channel, text: str = THEN) -> Reply:
    return await discord.reply_to(discord.say(text, place=place, answering=answer))


async def test_reply_to_an_answer_is_answered_as_a_question_that_follows(discord: Loopback, channel: Channel) -> None:
    answer = await discord.ask(f"!ask {FIRST}", place=channel)
    assert FOUND in plain(await follow(discord, answer, channel))


async def test_reply_to_an_answer_in_private_follows_it(discord: Loopback) -> None:
    direct = discord.world.open_direct(discord.owner)
    answer = await discord.ask(FIRST, place=direct, author=discord.owner)
    question = discord.say(THEN, place=direct, author=discord.owner, answering=answer)
    assert FOUND in plain(await discord.reply_to(question))


async def test_reply_follows_an_answer_given_before_a_restart_and_without_the_intent(tmp_path: Path) -> None:
    async with Loopback() as discord:
        discord.world.message_content = False
        async with discord.bot(tmp_path / "data"):
            answer = await discord.ask(f"{discord.bot_user.mention} {FIRST}")
        async with discord.bot(tmp_path / "data"):
            assert FOUND in plain(await follow(discord, answer, discord.general))


async def test_more_shows_passages_that_the_answer_did_not(discord: Loopback, channel: Channel) -> None:
    answer = await discord.ask(f"!ask {QUESTION}", place=channel)
    check_answered(answer)
    assert "More" in answer.buttons, answer.buttons
    more = await discord.said(await discord.press(answer, "More"))
    assert "[4]" in plain(more)
    assert "[1] " not in plain(more)
