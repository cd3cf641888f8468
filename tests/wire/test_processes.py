"""Two processes of the bot on one database and one shard, as in a rolling deploy, and one of them killed."""

import asyncio
import shutil
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot.checks import SharedRateLimiter
from bot.diagnostics import processes_on_store, search_check
from bot.preferences import GuildSettings, GuildSettingsStore
from knowledge import Article, Library
from knowledge.store import GuildStore
from knowledge.store.articles import ArticleStore
from tests.knowledge import postgres
from tests.knowledge.postgres import Server
from tests.loopback import Loopback, RateLimit
from tests.loopback.payloads import Json
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


@asynccontextmanager
async def left_by_a_dead_process(discord: Loopback, server: Server, address: str) -> AsyncIterator[Json]:
    """A question that nobody heard but a process that claimed it and died."""
    message = discord.say(f"!ask {QUESTION}")
    now = "EXTRACT(EPOCH FROM now())"
    await rows(server, address, f"INSERT INTO footnote.process VALUES ('dead', '', FALSE, {now}, {now})")
    claim = f"('{message['id']}', 'dead', '{message['channel_id']}', {now})"
    await rows(server, address, f"INSERT INTO footnote.claim VALUES {claim}")
    yield message


async def until_answered(discord: Loopback) -> None:
    """Ask again and again, until a question is answered and not refused."""
    while "Something went wrong" in (reply := await discord.ask(f"!ask {QUESTION}")).text:
        pass
    check_answered(reply)


async def test_rolling_deploy_answers_each_question_once_and_what_a_killed_process_left_is_answered(
    tmp_path: Path, server: Server
) -> None:
    address = server.new()
    settings = {"FOOTNOTE_DATABASE": address, "FOOTNOTE_SHARDS": "0/1"}
    async with ArticleStore.open(tmp_path / "old", address=address):
        pass
    async with (
        Loopback() as discord,
        left_by_a_dead_process(discord, server, address) as unheard,
        discord.launched(tmp_path / "old", **settings) as old,
    ):
        await discord.logged_in(old)
        check_answered(await discord.reply_to(unheard))
        await old.said(f"Answered message {unheard['id']}")
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
            assert await rows(server, address, counts) == [f"{ASKED + 2}|{ASKED + 2}"]

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

            await asyncio.to_thread(server.kill)
            refused = await discord.ask(f"!ask {QUESTION}")
            assert "Something went wrong on my side" in refused.text
            await asyncio.to_thread(server.start)
            await until_answered(discord)
            assert await other.stop() == 0
        assert discord.gateway.logins == 2


async def test_what_one_process_counts_and_sets_counts_in_the_other_and_doctor_sees_both(
    tmp_path: Path, server: Server
) -> None:
    address = server.new()
    async with ArticleStore.open(tmp_path / "one", address=address) as first:
        (tmp_path / "two").mkdir()
        shutil.copy(tmp_path / "one" / "asker.key", tmp_path / "two")
        async with (
            ArticleStore.open(tmp_path / "two", address=address) as second,
            first.database.processes.joined("0-3/16"),
            second.database.processes.joined("8-15/16"),
        ):
            stores = [first.database, second.database]
            paces = [SharedRateLimiter(each.processes, lambda key: key[::-1]) for each in stores]
            settings = [GuildSettingsStore(GuildStore(each), GuildSettings()) for each in stores]
            heard, gone = asyncio.Event(), asyncio.Queue[str]()

            def hear(collection: str | None) -> None:
                settings[1].hear_change(collection)
                heard.set()

            first.database.processes.follow(settings=settings[0].hear_change, counts=paces[0].hear, removals=print)
            second.database.processes.follow(settings=hear, counts=paces[1].hear, removals=gone.put_nowait)
            assert (await settings[1].of(77)).passages == 3
            paces[0].count(("ann", 77), ("everyone", 77))
            await settings[0].change(77, {"passages": 5})
            await heard.wait()
            assert (await settings[1].of(77)).passages == 5
            while not paces[1].wait(("ann", 77), 1):
                heard.clear()
                await settings[0].change(77, {"passages": 4})
                await heard.wait()
            assert paces[0].wait(("ann", 77), 1) and not paces[1].wait(("ann", 77), 2)

            async with Library.open(tmp_path / "two", database=address) as library:
                await library.add(Article(title="Pier", paragraphs=("It opened.",), id="pier"), collection="77")
                await library.withdraw("pier", collection="77")
                assert await gone.get() == "77"
                away = search_check(await library.search_health("http://127.0.0.1:1"))
                assert away.fault and "can't be reached" in away.said
            found = list(processes_on_store(await second.database.processes.alive()))
            assert sorted(each.said for each in found if not each.fault) == ["shards 0-3/16, leading", "shards 8-15/16"]
            assert [each.said for each in found if each.fault] == ["nobody has the shards 4, 5, 6, 7"]
