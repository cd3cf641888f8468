"""A library with articles of our own, and the bot on it in a Discord held in memory."""

import asyncio
import shutil
from collections.abc import AsyncIterator, Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import discord
import pytest
import simcord

from bot.bot import Footnote
from bot.checks import RateLimiter
from knowledge import Article, Library
from knowledge.ingest import ReaderPool
from tests.bot.clock import Clock
from tests.bot.populated_guild import PopulatedGuild

FERRY = Article(
    title="Harbour town opens its new ferry pier",
    paragraphs=(
        "The harbour town of Lindvik opened a new ferry pier on Saturday.",
        "The pier cost forty million crowns, and the ferry Solveig berthed there first. Children waved flags.",
        "Mayor Ingrid Dahl said that the old pier will become a fish market next spring.",
    ),
    publisher="The Coast Courier",
    byline="Northern Press",
    published_at=datetime(2021, 6, 5, 14, 30, tzinfo=UTC),
    language="en",
    url="https://courier.example/ferry-pier",
    id="ferry",
)
HOSTILE = Article(
    title="@everyone [click](https://evil.example) <@1> # Glacier",
    paragraphs=(
        "The glacier **melted** @everyone @here <@123456789012345678> <@&5> <#6> </ask:7> <t:1:R> <:x:8> "
        "[masked](https://evil.example) ||spoiler|| `code` ~~struck~~ > quoted \u202egnol\u202c zero\u200bwidth "
        "_under_ https://evil.example/x :smile: \x1b[31mred",
    ),
    publisher="`Bad` *News*",
    language="en",
    url="https://evil.example/a b)(@everyone",
    id="hostile",
)
NOTES = Article(
    title="Notes of a harbour master",
    paragraphs=tuple(f"The ferry number {n} of the harbour of Lindvik is painted in colour {n * 7}" for n in range(7)),
    language="en",
)
"""Seven paragraphs that answer one question equally well."""
SETTLED = 60.0
"""Seconds of real time that a Discord held in memory is given to come to rest, for a machine that is busy."""
QUESTION = "Who said that the old pier will become a fish market?"

MakeBot = Callable[..., Footnote]


def channel_denying(env: simcord.Env, name: str, **denied: bool) -> simcord.ChannelHandle:
    """Open a channel in which the bot lacks permissions."""
    overwrite = discord.PermissionOverwrite(**denied)
    return env.guild.create_text_channel(name, overwrites={env.guild.default_role: overwrite})


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder as the first start of the program leaves it, with two articles; made once, as it takes long."""
    folder = tmp_path_factory.mktemp("prepared") / "data"

    async def fill() -> None:
        async with Library.open(folder) as library:
            await library.add_all([FERRY, HOSTILE])

    asyncio.run(fill())
    return folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The data folder."""
    return tmp_path / "data"


@pytest.fixture(scope="session")
def readers() -> Iterator[ReaderPool]:
    """Readers for all tests, as each of their processes takes long to start."""
    with ReaderPool(processes=1) as readers:
        yield readers


@pytest.fixture
async def library(prepared: Path, folder: Path, readers: ReaderPool) -> AsyncIterator[Library]:
    shutil.copytree(prepared, folder)
    async with Library.open(folder) as library:
        library.readers = readers
        yield library


@pytest.fixture
def make_bot(library: Library, folder: Path) -> MakeBot:
    """Builds a bot as a start of the program does; again for a restart."""
    return lambda **options: Footnote(library, folder=folder, shard_count=1, **options)


@pytest.fixture
def simcord_bot(make_bot: MakeBot) -> Footnote:
    """The bot that `simcord_env` puts into its Discord."""
    return make_bot()


@pytest.fixture
def clock(simcord_bot: Footnote) -> Clock:
    """The time by which the bot counts."""
    clock = Clock()
    simcord_bot.policy.pace = RateLimiter(clock)
    return clock


@pytest.fixture
def channel(simcord_env: simcord.Env) -> simcord.ChannelHandle:
    """A channel of a server that the bot is on."""
    return simcord_env.create_guild().create_text_channel("general")


@pytest.fixture
def ann(simcord_env: simcord.Env, channel: simcord.ChannelHandle) -> simcord.MemberActor:
    """A member of that server."""
    return simcord_env.guild.add_member(simcord_env.create_user("ann"))


@pytest.fixture
def guild(simcord_env: simcord.Env, channel: simcord.ChannelHandle) -> PopulatedGuild:
    """That server with a member, a moderator and an administrator, who give commands in every form."""
    return PopulatedGuild(simcord_env, channel)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let nothing in these tests depend on how fast the machine is."""
    for item in items:
        if "simcord_env" in getattr(item, "fixturenames", ()) and not item.get_closest_marker("simcord"):
            item.add_marker(pytest.mark.simcord(settle_timeout=SETTLED))
