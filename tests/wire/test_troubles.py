"""The bot on a bad line: every question is answered, and answered once."""

import asyncio
import sqlite3
from contextlib import closing, suppress
from functools import partial
from pathlib import Path

import pytest

from tests.loopback import Cut, Loopback, RateLimit, Reply, ServerError
from tests.loopback.payloads import MEMBER, Channel, Json
from tests.wire.questions import QUESTION, check_answered

pytestmark = pytest.mark.asyncio(loop_scope="package")
POST = "POST /channels/*/messages"


async def check_answered_once(discord: Loopback, message: Json, channel: Channel) -> None:
    """One reply refers to the message, also after another question has been through the whole bot."""
    check_answered(await discord.reply_to(message))
    await discord.ask(f"!ask {QUESTION} Singapore", place=channel)
    assert len(discord.replies_to(message)) == 1


async def test_question_is_answered_once_whatever_befalls_its_reply(
    discord: Loopback, channel: Channel, subtests: pytest.Subtests
) -> None:
    for trouble in (RateLimit(0.05), ServerError(502), ServerError(503), Cut(), Cut(done=True)):
        with subtests.test(trouble=trouble):
            discord.script.add(POST, trouble)
            await check_answered_once(discord, discord.say(f"!ask {QUESTION}", place=channel), channel)


async def test_slash_question_is_answered_whatever_befalls_its_reply(
    discord: Loopback, channel: Channel, subtests: pytest.Subtests
) -> None:
    for trouble in (Cut(), Cut(done=True)):
        with subtests.test(trouble=trouble):
            before = len(discord.world.history(channel))
            discord.script.add("POST /interactions/*/callback", trouble)
            check_answered(await discord.slash("ask", place=channel, question=QUESTION))
            assert len(discord.world.history(channel)) == before + 1


def is_deferred(discord: Loopback, since: int) -> bool:
    return any("/callback" in each.line for each in discord.rest.requests[since:])


async def test_slow_slash_question_is_answered_whatever_befalls_its_deferral_or_its_reply(
    discord: Loopback, channel: Channel, data: Path, subtests: pytest.Subtests
) -> None:
    for request_, trouble in (
        ("POST /interactions/*/callback", Cut()),
        ("POST /interactions/*/callback", Cut(done=True)),
        ("* /webhooks/*", Cut()),
        ("* /webhooks/*", Cut(done=True)),
        ("* /webhooks/*", RateLimit(0.05)),
    ):
        with subtests.test(request_=request_, trouble=trouble):
            before = len(discord.world.history(channel))
            discord.script.add(request_, trouble)
            asked = len(discord.rest.requests)
            with closing(sqlite3.connect(data / "footnote.db")) as other:
                other.execute("BEGIN IMMEDIATE")  # The question cannot be logged, so that the bot has to defer.
                reply = asyncio.create_task(discord.slash("ask", place=channel, question=QUESTION))
                await discord.pulse.until(partial(is_deferred, discord, asked), "a deferral")
                other.rollback()
            check_answered(await reply)
            assert len(discord.world.history(channel)) == before + 1


async def test_file_by_direct_message_arrives_once_whatever_befalls_it(
    discord: Loopback, channel: Channel, subtests: pytest.Subtests
) -> None:
    direct = discord.world.open_direct(discord.moderator)
    for trouble in (ServerError(503), Cut(done=True)):
        with subtests.test(trouble=trouble):
            before = len(discord.world.history(direct))
            await discord.ask(f"!ask {QUESTION}", place=channel, author=discord.moderator)
            discord.script.add(f"POST /channels/{direct.id}/messages", trouble)
            asked = discord.say("!mydata", place=channel, author=discord.moderator)
            assert "sent you a direct message" in (await discord.reply_to(asked)).text
            [sent] = discord.world.history(direct)[before:]
            assert sent["attachments"]


async def test_what_comes_too_late_for_a_first_response_comes_all_the_same(
    discord: Loopback, monkeypatch: pytest.MonkeyPatch
) -> None:
    channel, shared = discord.world.open_channel("late"), discord.processes[0]
    direct, page = discord.world.open_direct(MEMBER), await discord.ask("!articles", place=channel)
    answer, first_page = await discord.ask(f"!ask {QUESTION}", place=channel), page.text
    private = await discord.slash("ask", place=channel, question=QUESTION, private=True)
    before, whispered, logged = len(discord.world.history(channel)), len(discord.world.history(direct)), len(shared.log)
    monkeypatch.setattr(discord.interactions, "patience", -1.0)
    gestures = [
        asyncio.create_task(gesture)
        for gesture in (
            discord.slash("ask", place=channel, question=QUESTION),
            discord.press(answer, "Source 1"),
            discord.press(page, "Next ›"),
            discord.press(answer, "👎"),
            discord.press(private, "Share"),
        )
    ]
    await discord.pulse.until(lambda: len(discord.world.history(channel)) > before + 1, "two answers")
    await discord.pulse.until(lambda: len(discord.world.history(direct)) > whispered, "a source")
    await discord.pulse.until(lambda: page.text != first_page, "another page")
    await asyncio.gather(*map(cancelled, gestures))
    said, [source] = discord.world.history(channel)[before:], discord.world.history(direct)[whispered:]
    for each in said:
        check_answered(Reply(each))
    assert sorted(each["content"] for each in said) == ["", f"<@{MEMBER.id}>"]
    assert "paragraph 1 of" in Reply(source).text
    assert "Traceback" not in shared.log[logged:]


async def cancelled(task: asyncio.Task[object]) -> None:
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task


async def test_event_that_comes_twice_is_answered_once(discord: Loopback, channel: Channel) -> None:
    message = discord.say(f"!ask {QUESTION}", place=channel)
    discord.world.tell(message)
    await check_answered_once(discord, message, channel)


async def test_questions_asked_while_the_gateway_was_away_are_answered_once(
    discord: Loopback, channel: Channel
) -> None:
    answered = discord.say(f"!ask {QUESTION}", place=channel)
    await discord.reply_to(answered)
    discord.gateway.drop()
    missed = [discord.say(f"!ask {QUESTION}", place=channel) for _ in range(3)]
    for message in (answered, *missed):
        await check_answered_once(discord, message, channel)


async def test_question_asked_at_a_reconnect_is_answered_once(discord: Loopback, channel: Channel) -> None:
    resumed = discord.gateway.resumed
    discord.gateway.ask_to_reconnect()
    message = discord.say(f"!ask {QUESTION}", place=channel)
    await check_answered_once(discord, message, channel)
    assert discord.gateway.resumed == resumed + 1
