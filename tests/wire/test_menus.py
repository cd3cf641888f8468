"""The menu of a message, and what is offered while a question is typed; over the wire."""

import pytest

from tests.loopback import Loopback
from tests.loopback.payloads import Channel
from tests.wire.questions import QUESTION, TITLE, check_answered

pytestmark = pytest.mark.asyncio(loop_scope="session")
MENU = "Find sources for this"


async def test_menu_entry_finds_sources_for_whoever_chose_it(discord: Loopback, channel: Channel) -> None:
    message = discord.say(QUESTION, place=channel)
    found = await discord.menu(MENU, message, author=discord.moderator)
    check_answered(found)
    assert found.ephemeral


async def test_menu_entry_on_a_message_without_words_says_so(discord: Loopback, channel: Channel) -> None:
    told = await discord.menu(MENU, discord.say("", place=channel))
    assert told.ephemeral
    assert "[1]" not in told.text


async def test_earlier_good_questions_and_headlines_are_offered(discord: Loopback, channel: Channel) -> None:
    await discord.ask(f"!ask {QUESTION}", place=channel)
    assert QUESTION in await discord.complete("ask", "question", "At which hotel", place=channel)
    assert TITLE in await discord.complete("ask", "question", "four points and", place=channel)
    assert await discord.complete("ask", "question", "no such beginning anywhere", place=channel) == []
