"""Every slash command, over real HTTP and a real websocket: given, answered, and in the person's language."""

import asyncio
import json
import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, closing
from pathlib import Path

import pytest

from bot.responses import TYPING_DELAY
from tests.loopback import File, Loopback, RateLimit
from tests.loopback.interactions import Exchange
from tests.loopback.payloads import Channel, Json
from tests.wire.questions import QUESTION, TITLE, check_answered, plain
from tests.wire.test_articles import PIER

pytestmark = pytest.mark.asyncio(loop_scope="session")

READING = {
    "ask": ({"question": QUESTION}, TITLE),
    "source": ({}, "Sources for"),
    "articles": ({"words": "handshake"}, TITLE),
    "article": ({"article": "panmunjom"}, "There's no article"),
    "help": ({"command": "ask"}, "Answer a question from the articles"),
    "about": ({}, "open source under the MIT licence"),
    "privacy": ({}, "What I read"),
    "report": ({"text": "The link is broken"}, "Thanks"),
    "doctor": ({}, "Message Content Intent is on"),
    "settings show": ({}, "passages"),
}
"""What changes nothing: the options, and what is told."""
CHANGING = {
    "add",
    "remove",
    "settings set",
    "settings reset",
    "settings export",
    "settings import",
    "forgetme",
    "purge-server",
}
"""What is given in the stories below."""
MENUS = {"Find sources for this"}
ALONE = {"article", "report", "doctor", "settings show"}
"""What only the person sees."""


def _names(commands: list[Json]) -> Iterator[str]:
    for command in commands:
        inner = [option for option in command.get("options", ()) if option["type"] == 1]
        yield from (f"{command['name']} {option['name']}" for option in inner)
        yield from [] if inner else [command["name"]]


async def test_every_command_that_is_registered_is_given_here(discord: Loopback) -> None:
    assert set(_names(discord.world.commands)) == READING.keys() | CHANGING | MENUS


@pytest.mark.parametrize("name", READING)
async def test_slash_command_is_answered(discord: Loopback, channel: Channel, name: str) -> None:
    options, told = READING[name]
    await discord.slash("ask", place=channel, question=QUESTION)
    reply = await discord.slash(name, place=channel, author=discord.moderator, **options)
    assert told in plain(reply)
    assert reply.ephemeral == (name in ALONE)


async def test_settings_are_changed_exported_reset_and_taken_in(tmp_path: Path) -> None:
    async with Loopback() as discord, discord.bot(tmp_path / "data"):
        mod = discord.moderator
        assert "5" in (await discord.slash("settings set", author=mod, name="passages", value="5")).text
        exported = await discord.slash("settings export", author=mod)
        [file] = exported.attachments
        data = discord.world.files.content(file)
        assert json.loads(data)["passages"] == 5
        assert "default" in (await discord.slash("settings reset", author=mod)).text
        taken = await discord.slash("settings import", author=mod, file=File("settings.json", data))
        assert "Took in" in taken.text and taken.ephemeral
        assert "[4]" in plain(await discord.ask(f"!ask {QUESTION}"))


async def test_person_and_server_are_deleted_once_confirmed(tmp_path: Path) -> None:
    async with Loopback() as discord, discord.bot(tmp_path / "data"):
        await discord.ask(f"!ask {QUESTION}")
        asked = await discord.slash("forgetme")
        assert asked.ephemeral
        await discord.press(asked, "Delete")
        await discord.changed(asked, "Permanently deleted: 1 question")
        await discord.slash("add", author=discord.moderator, file=File("pier.md", PIER.encode()))
        told = await discord.slash("purge-server", author=discord.owner, confirm="CONFIRM")
        assert "Deleted for good: 1 article" in told.text


async def test_old_buttons_of_every_kind_work_after_a_restart(tmp_path: Path) -> None:
    data = tmp_path / "data"
    async with Loopback() as discord:
        async with discord.bot(data):
            answer = await discord.ask(f"!ask {QUESTION}")
            private = await discord.slash("ask", question=QUESTION, private=True)
            listed = await discord.ask("!articles")
        async with discord.bot(data):
            assert "[4]" in plain(await discord.said(await discord.press(answer, "More")))
            check_answered(await discord.said(await discord.press(private, "Share")))
            before = listed.text
            await discord.press(listed, "Next ›")
            await discord.pulse.until(lambda: listed.text != before, "another page")


async def test_confirmation_works_after_a_restart(tmp_path: Path) -> None:
    data = tmp_path / "data"
    async with Loopback() as discord:
        async with discord.bot(data):
            added = await discord.slash("add", author=discord.moderator, file=File("pier.md", PIER.encode()))
            id = plain(added).partition("id ")[2].split()[0]
            asked = await discord.slash("remove", author=discord.moderator, article=id)
        async with discord.bot(data):
            await discord.press(asked, "Remove", author=discord.moderator)
            await discord.changed(asked, "Removed")


@asynccontextmanager
async def korean(discord: Loopback) -> AsyncIterator[None]:
    """The people's Discord is in Korean meanwhile."""
    discord.locale = "ko"
    try:
        yield
    finally:
        discord.locale = "en-US"


async def test_person_whose_discord_is_korean_is_answered_in_korean(discord: Loopback, channel: Channel) -> None:
    async with korean(discord):
        answer = await discord.slash("ask", place=channel, question=QUESTION)
        assert "답변 #" in answer.text
        assert {"출처 1", "더 보기"} <= answer.buttons.keys()
        refused = await discord.slash("article", place=channel, article="zeppelin")
        assert refused.ephemeral and "기사" in refused.text
        thanks = await discord.said(await discord.press(answer, "👍"))
        assert "고마워요" in thanks.text or "감사" in thanks.text
        menu = await discord.menu("Find sources for this", discord.say(QUESTION, place=channel))
        assert "답변 #" in menu.text
        opened = await discord.press(answer, "👎")
        assert opened.form and not opened.form["title"].isascii()


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


@pytest.mark.parametrize(
    ("name", "option", "typed", "offered"),
    [
        ("help", "command", "filt", "filters"),
        ("settings set", "value", "o", "on"),
        ("articles", "source", "Foot", "Footnote Samples"),
    ],
)
async def test_what_may_be_typed_is_offered(
    discord: Loopback, channel: Channel, name: str, option: str, typed: str, offered: str
) -> None:
    given = {"name": "private"} if name == "settings set" else None
    found = await discord.complete(name, option, typed, place=channel, author=discord.moderator, given=given)
    assert offered in found
