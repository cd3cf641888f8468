"""Answers that take their time: deferred or announced by typing, over real HTTP and a real websocket."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from pathlib import Path

import pytest

from bot.responses import TYPING_DELAY
from tests.loopback import Loopback, RateLimit
from tests.loopback.interactions import Exchange
from tests.loopback.payloads import Channel
from tests.wire.questions import QUESTION, check_answered

pytestmark = pytest.mark.asyncio(loop_scope="package")


@asynccontextmanager
async def busy(data: Path) -> AsyncIterator[None]:
    """The store is held by another program meanwhile, so that no question can be logged."""
    with closing(sqlite3.connect(data / "footnote.db")) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.rollback()


async def deferred(discord: Loopback, place: Channel) -> Exchange:
    """Wait until the bot has deferred its answer to the last interaction in a place."""

    def found() -> Exchange | None:
        exchange = discord.interactions.latest(place)
        return exchange if exchange and exchange.state == "deferred" else None

    await discord.pulse.until(found, "a deferral")
    exchange = found()
    assert exchange
    return exchange


async def test_typing_is_shown_once_for_all_who_wait_in_a_channel(
    discord: Loopback, channel: Channel, data: Path
) -> None:
    def shown() -> int:
        return sum(f"/channels/{channel.id}/typing" in request.line for request in discord.rest.requests)

    async with busy(data):
        first = discord.say(f"!ask {QUESTION}", place=channel)
        await discord.pulse.until(lambda: shown() > 0, "typing")
        second = discord.say(f"!ask {QUESTION}", place=channel)
        await asyncio.sleep(2 * TYPING_DELAY)
    for asked in (first, second):
        check_answered(await discord.reply_to(asked))
    assert shown() == 1


async def test_quick_response_takes_one_request(discord: Loopback, channel: Channel) -> None:
    before = len(discord.rest.requests)

    def own() -> list[str]:
        lines = [request.line for request in discord.rest.requests[before:]]
        return [line for line in lines if "/interactions/" in line or "/webhooks/" in line]

    asked, listed = await discord.slash("ask", place=channel, question=QUESTION), await discord.slash("articles")
    confirmed = await discord.ask("!forgetme", place=channel)
    assert len(own()) == 2, own()
    await discord.menu("Find sources for this", discord.say(QUESTION, place=channel))
    for button in ("Source 1", "2 more", "👍", "👎"):
        await discord.press(asked, button)
    first_page = listed.text
    await discord.press(listed, "Next ›")
    await discord.press(confirmed, "Cancel")
    await discord.pulse.until(lambda: listed.text != first_page and not confirmed.buttons, "both messages changed")
    await discord.ask(f"!ask {QUESTION}", place=channel)
    assert len(own()) == 9, own()


@pytest.mark.parametrize("private", [False, True], ids=["public", "private"])
async def test_slow_answer_is_deferred_to_those_who_see_it_then(
    discord: Loopback, channel: Channel, data: Path, private: bool
) -> None:
    async with busy(data):
        reply = asyncio.create_task(discord.slash("ask", place=channel, question=QUESTION, private=private))
        exchange = await deferred(discord, channel)
        assert exchange.ephemeral == private
    answer = await reply
    check_answered(answer)
    assert answer.ephemeral == private
    assert exchange.messages == [answer.id]


async def test_slow_menu_entry_is_deferred_for_the_person_alone(
    discord: Loopback, channel: Channel, data: Path
) -> None:
    message = discord.say(QUESTION, place=channel)
    async with busy(data):
        reply = asyncio.create_task(discord.menu("Find sources for this", message))
        assert (await deferred(discord, channel)).ephemeral
    check_answered(await reply)


async def test_deferral_that_must_wait_is_given_all_the_same(discord: Loopback, channel: Channel, data: Path) -> None:
    discord.script.add("POST /interactions/*/callback", RateLimit(0.05))
    async with busy(data):
        reply = asyncio.create_task(discord.slash("ask", place=channel, question=QUESTION))
        await deferred(discord, channel)
    check_answered(await reply)


async def test_slow_answer_to_a_message_is_announced_by_typing(discord: Loopback, channel: Channel, data: Path) -> None:
    async with busy(data):
        asked = discord.say(f"!ask {QUESTION}", place=channel)
        await discord.pulse.until(lambda: channel.id in discord.world.typed, "a sign of typing")
        assert discord.replies_to(asked) == []
    check_answered(await discord.reply_to(asked))
