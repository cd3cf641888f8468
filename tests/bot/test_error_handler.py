"""Failures that nobody expected: one sentence with an id, and the trace in the log under it."""

import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import NoReturn

import pytest
import simcord

from bot.bot import Footnote
from knowledge import Library

pytestmark = pytest.mark.parametrize("simcord_bot", ["broken"], indirect=True)
_ID = re.compile(r"\b[0-9a-f]{8}\b")


class Broken(Library):
    """A library whose every question fails in a way that nobody foresaw."""

    async def ask(self, *_: object, **__: object) -> NoReturn:
        raise RuntimeError("the shelf fell over")


@pytest.fixture
async def simcord_bot(tmp_path: Path) -> AsyncIterator[Footnote]:
    async with Broken.open(tmp_path) as library:
        yield Footnote(library, folder=tmp_path, shard_count=1)


def check_told(said: str, log: str) -> None:
    """The sentence keeps what happened to itself, and its id leads to the trace."""
    assert "RuntimeError" not in said and "shelf" not in said
    found = _ID.search(said)
    assert found and f"Failure {found[0]} in ask" in log
    assert "RuntimeError: the shelf fell over" in log


async def test_message_gets_a_sentence_with_an_id_found_in_the_log(
    ann: simcord.MemberActor,
    channel: simcord.ChannelHandle,
    simcord_env: simcord.Env,
    caplog: pytest.LogCaptureFixture,
) -> None:
    await ann.send(channel, "!ask Who?")
    assert channel.last_message
    check_told(channel.last_message.content, caplog.text)
    simcord_env.errors.clear()


async def test_mention_gets_a_sentence_with_an_id_found_in_the_log(
    ann: simcord.MemberActor,
    channel: simcord.ChannelHandle,
    simcord_env: simcord.Env,
    caplog: pytest.LogCaptureFixture,
) -> None:
    assert simcord_env.bot.user
    await ann.send(channel, f"{simcord_env.bot.user.mention} Who?")
    assert channel.last_message
    check_told(channel.last_message.content, caplog.text)
    simcord_env.errors.clear()


async def test_slash_command_gets_it_in_private(
    ann: simcord.MemberActor,
    channel: simcord.ChannelHandle,
    simcord_env: simcord.Env,
    caplog: pytest.LogCaptureFixture,
) -> None:
    result = await ann.slash(channel, "ask", question="Who?")
    assert result.ephemeral and result.response
    check_told(result.response.content, caplog.text)
    simcord_env.errors.clear()
