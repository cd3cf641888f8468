"""Several bots on one PostgreSQL server: each message is one's, one of them leads, and they hear of each other."""

import asyncio
import shutil
import subprocess
import sys
from collections.abc import Sequence
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

from knowledge import AskContext, Library
from knowledge.store.articles import ArticleStore
from knowledge.store.guilds import GuildStore
from knowledge.store.server_processes import IDENTIFY_SECONDS
from tests.knowledge.claim_child import MESSAGES, bot
from tests.knowledge.postgres import Server
from tests.knowledge.watch_child import QUESTION, START, article

PROCESSES = 4


def folders(tmp_path: Path, address: str) -> list[Path]:
    """Data folders with the same key, one for each process."""
    made = [tmp_path / str(n) for n in range(PROCESSES)]

    async def prepare() -> None:
        async with ArticleStore.open(made[0], address=address):
            pass

    asyncio.run(prepare())
    for each in made[1:]:
        each.mkdir()
        shutil.copy(made[0] / "asker.key", each)
    return made


def said(process: "subprocess.Popen[str]") -> str:
    assert process.stdout
    return process.stdout.readline().strip()


def race(homes: Sequence[Path], address: str) -> tuple[str, list[str]]:
    """Let processes claim all messages, and kill the leader among them; return its name and what all have answered."""
    racing = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.knowledge.claim_child", str(home), address, str(seed)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for seed, home in enumerate(homes)
    ]
    states = [said(each).split() for each in racing]
    [(leader, killed)] = [(each, name) for each, (name, leads) in zip(racing, states, strict=True) if leads == "True"]
    for each in racing:
        assert each.stdin
        each.stdin.write("go\n")
        each.stdin.flush()
    answered = [said(leader) for _ in range(len(MESSAGES) // 30)]
    leader.kill()
    for each in racing:
        assert each.stdout
        *lines, last = each.stdout.read().split("\n")
        assert each is leader or (lines.pop(), last) == ("done", "")
        answered += lines
        each.communicate()
    return killed, answered


async def test_every_message_is_answered_once_though_processes_race_and_the_leader_is_killed(
    tmp_path: Path, postgresql: Server
) -> None:
    address = postgresql.new()
    homes = await asyncio.to_thread(folders, tmp_path, address)
    async with bot(homes[0], address) as first:
        assert first.database.processes.is_leader
    killed, answered = await asyncio.to_thread(race, homes, address)
    assert len(set(answered)) == len(answered)
    async with bot(homes[0], address) as successor:
        processes = successor.database.processes
        assert processes.is_leader and {each.name for each in await processes.alive()} == {killed, processes.name}
        assert not await successor.database.processes.abandoned()
        missing = sorted({*map(str, MESSAGES)} - set(answered))
        assert not any([await successor.answer(each, from_dead=True) for each in missing]), "it may still be at work"
        await successor.database.execute("UPDATE process SET ends_at = 0 WHERE name = ?", (killed,))
        assert not any([await successor.answer(each) for each in missing]), "another may know what became of it"
        left = [each.message for each in await processes.abandoned()]
        assert set(left) <= set(missing)
        assert all([await successor.answer(each, from_dead=True) for each in left])
        logged = await successor.database.execute("SELECT message FROM question ORDER BY message")
        assert [int(row["message"]) for row in logged] == list(MESSAGES)


async def test_logins_of_a_bucket_are_apart_over_all_processes(tmp_path: Path, postgresql: Server) -> None:
    address = postgresql.new()
    homes = await asyncio.to_thread(folders, tmp_path, address)
    async with bot(homes[0], address) as one, bot(homes[1], address) as two:
        both = [each.database.processes for each in (one, two)]
        asked: list[list[float]] = []

        def pause(before: Sequence[float], now: float) -> float:
            asked.append([*before, now])
            return 0.0

        waits = await asyncio.gather(*(each.take_login(bucket, pause) for each in both for bucket in (0, 1, 0)))
        assert sorted(waits)[:2] == [0.0, 0.0] and len([wait for wait in waits if wait]) == 4
        assert all(0 < wait <= IDENTIFY_SECONDS for wait in waits if wait)
        assert all(a <= b for each in asked for a, b in pairwise(each)) and len(asked[-1]) == 3
        assert await both[0].take_login(2, lambda before, now: 7.0) == 7.0


async def test_processes_hear_of_each_other_and_one_leads(tmp_path: Path, postgresql: Server) -> None:
    address = postgresql.new()
    homes = await asyncio.to_thread(folders, tmp_path, address)
    heard: asyncio.Queue[object] = asyncio.Queue()
    async with bot(homes[1], address) as two:
        async with bot(homes[0], address) as one:
            first, second = one.database.processes, two.database.processes
            assert second.is_leader and not first.is_leader
            first.follow(settings=heard.put_nowait, counts=heard.put_nowait, removals=heard.put_nowait)
            first.count(["of its own"])
            await GuildStore(two.database).change("77", {"prefix": "?"})
            assert await heard.get() == "77"
            second.count(["a", "b"])
            assert await heard.get() == ["a", "b"]
            name = address.rpartition("/")[2]
            await asyncio.to_thread(
                postgresql.run,
                f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}' AND query LIKE '%'",
            )
            assert await heard.get() is None and first.is_listening, "what was not heard may have been anything"
            await asyncio.wait(
                [asyncio.ensure_future(each.until_leader()) for each in (first, second)],
                return_when=asyncio.FIRST_COMPLETED,
            )
            assert first.is_leader != second.is_leader
        await second.until_leader()


async def test_where_a_forgotten_person_wrote_is_not_known_any_more(tmp_path: Path, postgresql: Server) -> None:
    address = postgresql.new()
    async with Library.open(tmp_path, database=address) as library, library.processes.joined():
        for message, channel in (("801", "9"), ("802", "4711")):
            assert await library.processes.claim(message, channel)
        await library.forget_person("ann", own=["dm-4711"])
    claims = "SELECT name, channel FROM footnote.claim ORDER BY name"
    found = await asyncio.to_thread(postgresql.run, claims, database=address.rpartition("/")[2])
    assert found.split() == ["801|9", "802|"]


async def test_notice_of_a_process_that_died_is_not_sent_again_without_a_look(
    tmp_path: Path, postgresql: Server
) -> None:
    address = postgresql.new()
    homes = await asyncio.to_thread(folders, tmp_path, address)
    async with (
        Library.open(homes[0], database=address) as one,
        Library.open(homes[1], database=address) as two,
        one.processes.joined(),
        two.processes.joined(),
    ):
        await one.add(article(0))
        await one.watch(QUESTION, AskContext(collection="7", channel="1", asker="ann"), "now", now=START)
        await one.add(article(1))
        await one.look_for_watches(START + timedelta(days=1))
        [[mine], [stale]] = [await each.watches.unsent() for each in (one, two)]
        name = f"notice {mine.id}"
        assert await one.processes.claim(name, from_dead=True) and await one.watches.claim(mine, START)
        assert not await two.processes.claim(name, from_dead=True)
        killed = f"UPDATE footnote.process SET ends_at = 0 WHERE name = '{one.processes.name}'"
        await asyncio.to_thread(postgresql.run, killed, database=address.rpartition("/")[2])
        assert await two.processes.claim(name, from_dead=True)
        assert not await two.watches.claim(stale, START), "it was read before the other set about sending it"
        [left] = await two.watches.unsent()
        assert left.claimed_at and await two.watches.claim(left, START)
