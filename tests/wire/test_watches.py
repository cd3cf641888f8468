"""The process is killed while it tells people what their watches found: everything is told once."""

import time
from pathlib import Path

import pytest

from knowledge import Article, Library
from tests.loopback import Loopback, RateLimit, Reply
from tests.loopback.payloads import BOT, Channel
from tests.loopback.world import NONCE_SECONDS
from tests.wire.questions import plain

pytestmark = pytest.mark.asyncio(loop_scope="package")
POST = "POST /channels/*/messages"
NEWS = {
    "Who will open the Halvorsen viaduct?": "Princess Ragnhild will open the Halvorsen viaduct on the first of May.",
    "What does the ferry Solveig carry?": "The ferry Solveig carries 300 church bells to the abbey of Munkholm.",
    "Where is the tern colony of Skarvika?": "The tern colony of Skarvika is on the roof of the old cannery.",
}


async def publish(data: Path) -> None:
    async with Library.open(data) as library:
        for n, text in enumerate(NEWS.values()):
            await library.add(Article(title=f"News {n}", paragraphs=(text,), language="en", id=f"news-{n}"))


def told(discord: Loopback, place: Channel) -> list[str]:
    """What the bot has written to the person of itself, without its replies to commands."""
    mine = [plain(Reply(each)) for each in discord.world.history(place) if each["author"]["id"] == str(BOT.id)]
    return [text for each in mine for text in NEWS.values() if text in each]


async def kill_as_a_notice_arrives(discord: Loopback, data: Path) -> None:
    async with discord.launched(data) as process:
        discord.world.watchers.append(lambda body: process.cut_power())
        await discord.pulse.until(lambda: process.ended, "a kill as a notice arrives")
        discord.world.watchers.pop()


async def test_notices_are_told_once_wherever_the_process_is_killed(tmp_path: Path) -> None:
    data = tmp_path / "data"
    async with Loopback() as discord:
        direct = discord.world.open_direct(discord.member)
        async with discord.bot(data):
            for question in NEWS:
                await discord.ask(f"!watch {question}", place=direct)
        await publish(data)
        async with discord.launched(data) as process:
            discord.script.add(POST, RateLimit(60))
            await discord.pulse.until(lambda: not discord.script.unmet, "a notice that has to wait")
            await process.killed()
        assert told(discord, direct) == []
        for nth in (1, 2):
            await kill_as_a_notice_arrives(discord, data)
            assert len(told(discord, direct)) == nth
        # No nonce protects them any more: the history tells what has arrived.
        discord.world.clock = lambda: time.monotonic() + NONCE_SECONDS
        for _ in range(2):
            async with discord.bot(data):
                await discord.pulse.until(lambda: len(told(discord, direct)) >= len(NEWS), "the last notice")
                await discord.ask("!watches", place=direct)
        assert sorted(told(discord, direct)) == sorted(NEWS.values())
