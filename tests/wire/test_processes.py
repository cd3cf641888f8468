"""Two processes of the bot on one database and one shard, as in a rolling deploy, and one of them killed."""

import asyncio
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.knowledge import postgres
from tests.knowledge.postgres import Server
from tests.loopback import Loopback, RateLimit
from tests.wire.questions import QUESTION, check_answered

pytestmark = pytest.mark.asyncio(loop_scope="package")
ASKED = 8


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with postgres.server() as running:
        yield running


async def rows(server: Server, address: str, statement: str) -> list[str]:
    found = await asyncio.to_thread(server.run, statement, database=address.rpartition("/")[2])
    return found.splitlines()


async def test_rolling_deploy_answers_each_question_once_and_what_a_killed_process_left_is_answered(
    tmp_path: Path, server: Server
) -> None:
    address = server.new()
    settings = {"FOOTNOTE_DATABASE": address, "FOOTNOTE_SHARDS": "0/1"}
    async with Loopback() as discord, discord.launched(tmp_path / "old", **settings) as old:
        await discord.logged_in(old)
        (tmp_path / "new").mkdir()
        shutil.copy(tmp_path / "old" / "asker.key", tmp_path / "new")
        # Else the second process waits for its turn to log in.
        await rows(server, address, "DELETE FROM footnote.login")
        async with discord.launched(tmp_path / "new", **settings) as new:
            await discord.logged_in(new)
            asked = [discord.say(f"!ask {QUESTION}") for _ in range(ASKED)]
            for message in asked:
                check_answered(await discord.reply_to(message))
            check_answered(await discord.slash("ask", question=QUESTION))
            await old.said("This process leads now")
            assert [len(discord.replies_to(message)) for message in asked] == [1] * ASKED
            counts = "SELECT count(*), count(DISTINCT message) FROM footnote.question"
            assert await rows(server, address, counts) == [f"{ASKED + 1}|{ASKED + 1}"]

            discord.script.add("POST /channels/*/messages", RateLimit(60))
            left = discord.say(f"!ask {QUESTION}")
            await discord.pulse.until(lambda: not discord.script.unmet, "a request that has to wait")
            [name] = await rows(
                server, address, f"SELECT process FROM footnote.question WHERE message = '{left['id']}'"
            )
            busy, other = (old, new) if f"-{old.pid}-" in name else (new, old)
            await busy.killed()
            await rows(server, address, f"UPDATE footnote.process SET ends_at = 0 WHERE name = '{name}'")
            check_answered(await discord.reply_to(left))
            await other.said("Answered question")
            await other.said("This process leads now")
            assert len(discord.replies_to(left)) == 1
            assert await other.stop() == 0
            other.check()
        assert discord.gateway.logins == 2
