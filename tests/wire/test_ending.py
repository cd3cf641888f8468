"""A stop while the bot is at work: what it has begun to answer is answered, once, before it ends."""

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.loopback import Loopback, RateLimit
from tests.loopback.rest import limits
from tests.wire.questions import QUESTION, check_answered

pytestmark = pytest.mark.asyncio(loop_scope="package")

PARTING_SECONDS = 15
"""Half of what discord.py waits for a gateway to close a connection."""
POST = "POST /channels/*/messages"


async def test_slash_reply_under_way_when_the_bot_is_stopped_arrives(tmp_path: Path) -> None:
    async with Loopback() as discord, discord.bot(tmp_path / "data") as process:
        discord.script.add("POST /interactions/*/callback", RateLimit(0.5))
        asked = asyncio.create_task(discord.slash("ask", question=QUESTION))
        await discord.pulse.until(lambda: not discord.script.unmet, "a reply that has to wait")
        assert await process.stop() == 0, process.log
        check_answered(await asked)


async def test_every_reply_under_way_arrives(tmp_path: Path) -> None:
    async with Loopback() as discord, discord.bot(tmp_path / "data") as process:
        discord.rest.limits = limits(100)
        await discord.ask(f"!ask {QUESTION}")  # From its reply the bot learns how many it may send at once.
        discord.script.add(POST, *[RateLimit(0.5)] * 10)
        questions = [discord.say(f"!ask {QUESTION}") for _ in range(10)]
        await discord.pulse.until(lambda: not discord.script.unmet, "replies that have to wait")
        assert await process.stop() == 0, process.log
        assert [len(discord.replies_to(question)) for question in questions] == [1] * 10
        check_answered(await discord.reply_to(questions[0]))


async def test_stop_while_the_bot_is_getting_ready_is_clean(tmp_path: Path) -> None:
    data = tmp_path / "data"
    async with Loopback() as discord, discord.bot(data) as process:
        with closing(sqlite3.connect(data / "footnote.db")) as other:
            other.execute("BEGIN IMMEDIATE")  # What is written once the bot is on has to wait.
            await process.said("Online")
            assert await process.stop() == 0, process.log


async def test_question_that_waits_for_another_program_is_given_up(tmp_path: Path) -> None:
    data = tmp_path / "data"
    async with Loopback() as discord, discord.bot(data) as process:
        check_answered(await discord.ask(f"!ask {QUESTION}"))
        with closing(sqlite3.connect(data / "footnote.db", isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            discord.say(f"!ask {QUESTION}")
            await discord.pulse.until(lambda: discord.world.typed, "a reply that takes long")
            assert await process.stop() == 0, process.log
        assert "another program" in process.log and "not sent" in process.log


async def test_discord_that_does_not_part_is_left(tmp_path: Path) -> None:
    async with Loopback() as discord:
        discord.gateway.parts = False
        async with discord.bot(tmp_path / "data") as process:
            check_answered(await discord.ask(f"!ask {QUESTION}"))
            async with asyncio.timeout(PARTING_SECONDS):
                assert await process.stop() == 0, process.log


async def test_reply_that_takes_too_long_is_given_up(tmp_path: Path) -> None:
    async with Loopback() as discord, discord.bot(tmp_path / "data") as process:
        discord.script.add(POST, RateLimit(60))
        question = discord.say(f"!ask {QUESTION}")
        await discord.pulse.until(lambda: not discord.script.unmet, "a reply that has to wait")
        assert await process.stop() == 0, process.log
        assert not discord.replies_to(question)
        assert "not sent" in process.log
