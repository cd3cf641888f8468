"""A question that takes its time: people see that the bot is at work."""

import asyncio
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import discord
import pytest
import simcord

from bot.bot import Footnote
from bot.responses import DEFER_DELAY
from knowledge import Answer, AskContext, Decline, InvalidQuestion, Library
from tests.bot.conftest import FERRY, QUESTION
from tests.bot.messages import embed_text, last_message

DEFERRED = discord.InteractionResponseType.deferred_channel_message.value


class Slow(Library):
    """A library that looks long before it finds."""

    async def ask(
        self,
        question: str,
        context: AskContext | None = None,
        *,
        k: int = 3,
        leading: bool = False,
        ignored: frozenset[int] = frozenset(),
        is_visible: Callable[[str], bool] | None = None,
    ) -> Answer | Decline:
        await asyncio.sleep(DEFER_DELAY + 0.2)
        if "?" not in question:
            raise InvalidQuestion("Is that a question?")
        return await super().ask(
            question, context or AskContext(), k=k, leading=leading, ignored=ignored, is_visible=is_visible
        )


@pytest.fixture
async def simcord_bot(tmp_path: Path) -> AsyncIterator[Footnote]:
    async with Slow.open(tmp_path) as library:
        await library.add(FERRY)
        yield Footnote(library, folder=tmp_path, shard_count=1)


async def test_message_is_answered_after_typing(
    ann: simcord.MemberActor, channel: simcord.ChannelHandle, simcord_env: simcord.Env
) -> None:
    await ann.send(channel, f"!ask {QUESTION}")
    assert "Ingrid Dahl" in embed_text(last_message(channel))
    assert f"/channels/{channel.id}/typing" in [entry.path for entry in simcord_env.http_requests]


async def test_slash_command_is_deferred_and_then_answered_in_one_message(
    ann: simcord.MemberActor, channel: simcord.ChannelHandle, simcord_env: simcord.Env
) -> None:
    result = await ann.slash(channel, "ask", question=QUESTION)
    assert {"type": DEFERRED} in [entry.json for entry in simcord_env.http_requests]
    assert "Ingrid Dahl" in embed_text(result.response)
    assert not result.followups


async def test_error_after_a_deferral_fills_it(
    ann: simcord.MemberActor, channel: simcord.ChannelHandle, simcord_env: simcord.Env
) -> None:
    result = await ann.slash(channel, "ask", question="herring")
    assert {"type": DEFERRED} in [entry.json for entry in simcord_env.http_requests]
    assert result.response and not result.followups
    assert result.response.content == "Is that a question?"
    simcord_env.errors.clear()
