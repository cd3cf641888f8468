"""One Discord and one real bot, on a fresh data folder, for all tests whose order does not matter.

Under pytest-xdist each worker has its own. All tests here run in one event loop: while our Discord stands still, the
bot loses its connection.
"""

from collections.abc import AsyncIterator, Generator, Iterator
from pathlib import Path

import pytest
import pytest_asyncio

from tests.loopback import Loopback
from tests.loopback.payloads import Channel


@pytest.fixture(scope="package")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of the shared bot."""
    return tmp_path_factory.mktemp("wire") / "data"


@pytest_asyncio.fixture(scope="package", loop_scope="package")
async def discord(data: Path) -> AsyncIterator[Loopback]:
    async with Loopback() as loopback, loopback.bot(data):
        yield loopback


@pytest.fixture
def channel(discord: Loopback, request: pytest.FixtureRequest) -> Iterator[Channel]:
    """A channel of the test's own, in which nothing has been asked; what went wrong meanwhile fails this test."""
    sent, shared = len(discord.world.sent), discord.processes[0]
    logged = len(shared.log)
    yield discord.world.open_channel(request.node.name[:100])
    check_nobody_can_be_pinged(discord, since=sent)
    shared.check(since=logged)


def check_nobody_can_be_pinged(discord: Loopback, *, since: int = 0) -> None:
    for body in discord.world.sent[since:]:
        allowed = body.get("allowed_mentions")
        assert allowed is not None, body
        assert not any(allowed.get(key) for key in ("parse", "users", "roles")), body


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Show what the shared bot wrote beside a test of it that failed."""
    report = yield
    discord = getattr(item, "funcargs", {}).get("discord")
    if report.failed and isinstance(discord, Loopback):
        report.sections += [("the bot's log", process.log) for process in discord.processes]
    return report
