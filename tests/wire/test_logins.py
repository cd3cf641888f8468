"""Logging in: paced over restarts, and spared where a session can be resumed."""

import json
from pathlib import Path
from time import time

import pytest

from tests.loopback import Banned, Loopback
from tests.wire.questions import QUESTION, check_answered

pytestmark = pytest.mark.asyncio(loop_scope="package")


async def test_every_login_is_noted_and_the_next_process_knows(tmp_path: Path) -> None:
    async with Loopback() as discord:
        for count in (1, 2):
            async with discord.bot(tmp_path / "data"):
                check_answered(await discord.ask(f"!ask {QUESTION}"))
            assert len(json.loads((tmp_path / "data" / "logins.json").read_text())) == count


async def test_process_that_is_started_too_often_waits_and_can_still_be_stopped(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "logins.json").write_text(json.dumps([time()] * 30))
    async with Loopback() as discord, discord.launched(tmp_path / "data") as process:
        await process.said("Logging in again in ")
        assert await process.stop() == 0, process.log
        process.check()
        assert not discord.gateway.identified


async def test_close_code_that_the_next_login_would_meet_too_ends_the_bot(tmp_path: Path) -> None:
    async with Loopback() as discord, discord.launched(tmp_path / "data") as process:
        discord.gateway.login_code = 4013
        assert await process.exited() == 1
        assert "Discord no longer lets this version of Footnote in (close code 4013)" in process.log
        process.check()
        assert len(discord.gateway.identified) == 1


async def test_address_that_nothing_gets_through_from_is_told_in_one_line_and_waits_long(tmp_path: Path) -> None:
    async with Loopback() as discord, discord.launched(tmp_path / "data") as process:
        discord.script.add("GET /users/@me", Banned())
        await process.said("nothing gets through from it for a while); retrying in 300 s")
        assert await process.stop() == 0, process.log
        process.check()
    async with Loopback() as discord, discord.bot(tmp_path / "data") as process:
        discord.script.add("POST /channels/*/messages", Banned())
        discord.say(f"!ask {QUESTION}")
        await process.said("Could not reply: too many requests")
        check_answered(await discord.ask(f"!ask {QUESTION}"))


async def test_question_asked_while_the_gateway_could_not_be_reached_is_answered(tmp_path: Path) -> None:
    async with Loopback() as discord, discord.launched(tmp_path / "data") as process:
        await discord.logged_in(process)
        check_answered(await discord.ask(f"!ask {QUESTION}"))
        discord.gateway.refusing = True
        discord.gateway.drop()
        await process.said("Attempting a reconnect")
        question = discord.say(f"!ask {QUESTION}")
        discord.gateway.refusing = False
        check_answered(await discord.reply_to(question))
        assert (discord.gateway.logins, discord.gateway.resumed) == (1, 1)
        assert await process.stop() == 0, process.log


async def test_close_that_leaves_the_session_loses_no_question_and_any_other_is_followed_by_a_login(
    tmp_path: Path,
) -> None:
    async with Loopback() as discord, discord.launched(tmp_path / "data") as process:
        await discord.logged_in(process)
        for code in (4000, 4008):
            check_answered(await discord.ask(f"!ask {QUESTION}"))
            await discord.gateway.close(code)
            check_answered(await discord.ask(f"!ask {QUESTION}"))
        assert (discord.gateway.logins, discord.gateway.resumed) == (1, 2)
        await discord.gateway.close(4009)
        await discord.pulse.until(lambda: discord.gateway.logins == 2, "a second login")
        check_answered(await discord.ask(f"!ask {QUESTION}"))
        assert await process.stop() == 0, process.log


async def test_session_that_discord_has_forgotten_is_begun_anew(tmp_path: Path) -> None:
    async with Loopback() as discord, discord.launched(tmp_path / "data") as process:
        await discord.logged_in(process)
        check_answered(await discord.ask(f"!ask {QUESTION}"))
        discord.gateway.refusing = True
        discord.gateway.drop()
        await process.said("Attempting a reconnect")
        discord.gateway.sessions.clear()
        discord.gateway.refusing = False
        await discord.pulse.until(lambda: discord.gateway.logins == 2, "a second login")
        check_answered(await discord.ask(f"!ask {QUESTION}"))
        assert await process.stop() == 0, process.log
