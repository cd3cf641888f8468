"""A channel in which the bot may not embed links: replies are made of components, which say and do the same."""

from dataclasses import replace

import pytest

from tests.loopback import Loopback, Reply
from tests.loopback.payloads import EMBED_LINKS, Channel
from tests.loopback.world import COMPONENTS_V2
from tests.wire.questions import PASSAGE, QUESTION, TITLE, check_answered, plain

pytestmark = pytest.mark.asyncio(loop_scope="package")


@pytest.fixture
def bare(discord: Loopback, channel: Channel) -> Channel:
    return discord.world.open_channel(f"bare {channel.name}"[:100], denied=EMBED_LINKS)


def is_layout(reply: Reply) -> bool:
    return bool(reply.payload["flags"] & COMPONENTS_V2)


async def test_answer_says_and_does_what_it_does_as_an_embed(
    discord: Loopback, channel: Channel, bare: Channel
) -> None:
    usual, answer = [await discord.ask(f"!ask {QUESTION}", place=place) for place in (channel, bare)]
    assert is_layout(answer) and not is_layout(usual)
    check_answered(answer)
    assert set(answer.buttons) == set(usual.buttons)
    assert PASSAGE in plain(await discord.said(await discord.press(answer, "Source 1")))
    assert "[2]" in plain(await discord.said(await discord.press(answer, "2 more")))
    assert (await discord.press(answer, "👎")).form
    assert TITLE in plain(await discord.reply_to(discord.say("!source", place=bare, answering=answer)))
    followed = await discord.reply_to(discord.say("and Mike Pompeo?", place=bare, answering=answer))
    assert is_layout(followed)


async def test_page_of_components_turns(discord: Loopback, bare: Channel) -> None:
    page = await discord.ask("!articles", place=bare)
    before = page.text
    await discord.press(page, "Next ›")
    await discord.pulse.until(lambda: page.text != before, "another page")
    assert is_layout(page) and "‹ Back" in page.buttons


async def test_answer_of_components_changes_with_its_question(discord: Loopback, bare: Channel) -> None:
    question = discord.say("!ask Who chose the 38th parallel in August 1945?", place=bare)
    answer = await discord.reply_to(question)
    discord.edit(question, f"!ask {QUESTION}")
    await discord.changed(answer, "Capella")
    discord.edit(question, "!ask ")
    await discord.changed(answer, "Write your question after the command")
    discord.edit(question, f"!ask {QUESTION}")
    await discord.changed(answer, "Capella")
    discord.delete(question)
    await discord.pulse.until(lambda: "Delete this answer" in answer.buttons, "a button to delete the answer")
    check_answered(answer)
    await discord.press(answer, "Delete this answer")
    await discord.pulse.until(lambda: answer.id not in discord.world.messages, "the deletion")


async def test_doctor_believes_what_discord_says_of_a_channel(discord: Loopback, channel: Channel) -> None:
    otherwise = replace(channel, denied=EMBED_LINKS)
    told = await discord.slash("doctor", author=discord.moderator, channel=otherwise)
    assert "I don't have these permissions: Embed Links." in plain(told)
