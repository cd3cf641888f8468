"""A process that is killed between logging a question and replying: the next one replies, once."""

import asyncio
import json
import re
import sqlite3
import time
from contextlib import closing
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest

from tests.loopback import File, Loopback, RateLimit, Reply
from tests.loopback.payloads import BOT, READ_HISTORY, Channel, Json
from tests.loopback.world import NONCE_SECONDS
from tests.wire.questions import QUESTION, check_answered, plain

pytestmark = pytest.mark.asyncio(loop_scope="package")
POST = "POST /channels/*/messages"
DAY = re.compile(r"Jun 2018 \[\d+\]")
"""A day of a timeline with its passage."""
OTHER = "Who chose the 38th parallel in August 1945?"


def replies(discord: Loopback, place: Channel) -> list[Reply]:
    return [Reply(each) for each in discord.world.history(place) if each["author"]["id"] == str(BOT.id)]


async def check_only_reply(discord: Loopback, asked: Json) -> None:
    """There is one reply to the message, also once another question has been through the whole bot."""
    check_answered(await discord.reply_to(asked))
    await discord.ask(f"!ask {QUESTION} Singapore")
    assert len(discord.replies_to(asked)) == 1


async def test_questions_left_by_a_killed_process_are_answered_once_at_the_next_start(tmp_path: Path) -> None:
    data = tmp_path / "data"
    async with Loopback() as discord:
        direct = discord.world.open_direct(discord.member)
        slashed, by_day = discord.world.open_channel("slashed"), discord.world.open_channel("days")
        async with discord.launched(data) as process:
            await discord.logged_in(process)
            edited = discord.say(f"!ask {OTHER}", place=discord.world.open_channel("edited"))
            first = await discord.reply_to(edited)
            discord.script.add(POST, RateLimit(60), RateLimit(60), RateLimit(60))
            asked = [discord.say(f"!ask {QUESTION}"), discord.say(QUESTION, place=direct)]
            asked.append(discord.say(f"!timeline {QUESTION}", place=by_day))
            discord.script.add("PATCH /channels/*/messages/*", RateLimit(60))
            discord.edit(edited, f"!ask {QUESTION}")
            discord.script.add("POST /interactions/*/callback", RateLimit(60), RateLimit(60))
            slashes = [
                asyncio.create_task(discord.slash(command, place=place, question=QUESTION))
                for command, place in (("ask", slashed), ("timeline", by_day))
            ]
            await discord.pulse.until(lambda: not discord.script.unmet, "requests that have to wait")
            await process.killed()
            for each in slashes:
                each.cancel()
        for _ in range(2):
            async with discord.bot(data):
                for message in asked:
                    await check_only_reply(discord, message)
                await discord.pulse.until(lambda: replies(discord, slashed), "an answer to the slash command")
                await discord.pulse.until(lambda: len(replies(discord, by_day)) > 1, "both answers by day")
                await discord.changed(first, "Capella")
        [posted] = replies(discord, slashed)
        check_answered(posted)
        assert QUESTION in posted.text
        days = replies(discord, by_day)
        assert len(days) == 2 and all(DAY.search(plain(each)) for each in days)
        assert [each.id for each in discord.replies_to(edited)] == [first.id]


async def test_channel_whose_history_cannot_be_read_is_answered_too(tmp_path: Path) -> None:
    data = tmp_path / "data"
    async with Loopback() as discord:
        typed, edited, slashed, declined, followed = (
            discord.world.open_channel(name, denied=READ_HISTORY)
            for name in ("typed", "edited", "slashed", "declined", "followed")
        )
        async with discord.launched(data) as process:
            await discord.logged_in(process)
            changing = discord.say(f"!ask {OTHER}", place=edited)
            first = await discord.reply_to(changing)
            discord.script.add(POST, RateLimit(60), RateLimit(60))
            for place in (typed, followed):
                discord.say(f"!ask {QUESTION}", place=place)
            await discord.pulse.until(lambda: not discord.script.unmet, "requests that have to wait")
            discord.script.add("PATCH /channels/*/messages/*", RateLimit(60))
            discord.edit(changing, f"!ask {QUESTION}")
            callback = "POST /interactions/*/callback"
            discord.script.add(callback, RateLimit(60), RateLimit(60))
            said = [(slashed, QUESTION), (declined, "Who sold the yellow submarine?")]
            slashes = [asyncio.create_task(discord.slash("ask", place=place, question=text)) for place, text in said]
            await discord.pulse.until(lambda: not discord.script.unmet, "requests that have to wait")
            await process.killed()
            for slash in slashes:
                slash.cancel()
        discord.say("Anybody here?", place=followed)
        age_questions(data, minutes=5, channel=followed)
        discord.world.clock = lambda: time.monotonic() + NONCE_SECONDS
        for _ in range(2):
            async with discord.bot(data):
                for place in (typed, slashed, declined):
                    await discord.pulse.until(partial(replies, discord, place), "an answer")
                await discord.changed(first, "Capella")
                await discord.ask(f"!ask {QUESTION}")
        for place in (typed, slashed):
            [posted] = replies(discord, place)
            check_answered(posted)
            assert QUESTION in posted.text
        [posted] = replies(discord, declined)
        assert "yellow submarine" in plain(posted)
        assert [each.id for each in replies(discord, edited)] == [first.id]
        assert not replies(discord, followed), "it may have been answered before the message that followed"


def age_questions(data: Path, *, minutes: int, channel: Channel) -> None:
    """Let the questions of a channel have been asked earlier."""
    with closing(sqlite3.connect(data / "footnote.db")) as connection, connection:
        asked = (datetime.now(UTC) - timedelta(minutes=minutes)).isoformat()
        connection.execute("UPDATE question SET asked_at = ? WHERE channel = ?", (asked, str(channel.id)))


@pytest.mark.parametrize("denied", [0, READ_HISTORY], ids=["found in the history", "without the history"])
async def test_reply_that_arrived_before_the_kill_is_not_sent_again(tmp_path: Path, denied: int) -> None:
    data = tmp_path / "data"
    async with Loopback() as discord:
        place = discord.world.open_channel("library", denied=denied)
        async with discord.launched(data) as process:
            await discord.logged_in(process)
            discord.world.watchers.append(lambda body: process.cut_power())
            await discord.reply_to(discord.say(f"!ask {QUESTION}", place=place))
            discord.world.watchers.pop()
            await process.killed()
        age_questions(data, minutes=5, channel=place)
        discord.world.clock = lambda: time.monotonic() + NONCE_SECONDS
        async with discord.bot(data) as process:
            await process.said("Online")
            await discord.ask(f"!ask {OTHER}", place=place)
            assert ["Capella" in plain(each) for each in replies(discord, place)] == [True, False]


@pytest.mark.parametrize("is_killed", [True, False], ids=["kill", "stop"])
async def test_addition_that_is_interrupted_says_so_once_at_the_next_start(tmp_path: Path, is_killed: bool) -> None:
    data = tmp_path / "data"
    file = File("pier.md", b"# Pier opens\n\nThe pier at Lindvik opened on Saturday with forty flags.\n")
    async with Loopback() as discord:
        discord.world.files.open.clear()
        async with discord.launched(data) as process:
            await discord.logged_in(process)
            message = discord.say("!add", author=discord.moderator, files=[file])
            shown = await discord.reply_to(message)
            assert "Reading pier.md, file 1 of 1." in plain(shown)
            await discord.pulse.until(lambda: (data / "unfinished.json").exists(), "a note of it")
            assert is_killed or await process.stop() == 0
            await process.killed()
        discord.world.files.open.set()
        async with discord.bot(data):
            await discord.changed(shown, "I was restarted while I was adding this.")
            assert len(discord.replies_to(message)) == 1
            again = discord.say("!add", author=discord.moderator, files=[file])
            assert "1 added" in plain(await discord.reply_to(again))
        edited = shown.payload["edited_timestamp"]
        async with discord.bot(data):
            await discord.ask("!articles")
        assert shown.payload["edited_timestamp"] == edited
        assert json.loads((data / "unfinished.json").read_text("ascii")) == {}
