"""Our Discord, with the smallest bot in it: buttons, forms, selects, menus, completion and files."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from tests.loopback import File, Loopback, Reply
from tests.wire.test_loopback import ECHO

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def discord(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Loopback]:
    data = tmp_path_factory.mktemp("gestures") / "data"
    async with Loopback() as loopback, loopback.bot(data, module=ECHO):
        yield loopback


@pytest_asyncio.fixture(loop_scope="module")
async def choices(discord: Loopback) -> Reply:
    return await discord.ask("!choices", place=discord.world.open_channel("choices"))


async def test_form_is_filled_in_and_answered_to_one_person(discord: Loopback, choices: Reply) -> None:
    opened = await discord.press(choices, "Why")
    answered = await discord.said(await discord.submit(opened, {"Your reason": "it is late"}))
    assert answered.text == "because it is late"
    assert answered.ephemeral


async def test_form_takes_no_answer_that_is_too_long_or_has_no_place(discord: Loopback, choices: Reply) -> None:
    opened = await discord.press(choices, "Why")
    for answers in ({"Your reason": "x" * 21}, {"Another": "x"}, {}):
        with pytest.raises(AssertionError):
            await discord.submit(opened, answers)


async def test_followup_after_a_deferral_fills_it_and_the_next_one_is_new(discord: Loopback, choices: Reply) -> None:
    exchange = await discord.press(choices, "Twice")
    await discord.pulse.until(lambda: len(exchange.messages) == 2, "two messages")
    replies = [Reply(discord.world.message(id)) for id in exchange.messages]
    assert [reply.text for reply in replies] == ["once", "twice"]
    assert all(reply.ephemeral for reply in replies)


async def test_select_is_answered_by_what_was_chosen(discord: Loopback, choices: Reply) -> None:
    assert (await discord.said(await discord.choose(choices, "green"))).text == "green"
    with pytest.raises(AssertionError, match="blue"):
        await discord.choose(choices, "blue")


async def test_ephemeral_reply_is_seen_by_one_person_only(discord: Loopback, choices: Reply) -> None:
    shown = await discord.said(await discord.choose(choices, "red"))
    with pytest.raises(AssertionError, match="cannot see it"):
        await discord.touch(shown, {"component_type": 2, "custom_id": "any"}, discord.moderator)


async def test_menu_entry_is_given_the_message(discord: Loopback) -> None:
    message = discord.say("a message", place=discord.world.open_channel("menu"))
    assert (await discord.menu("Repeat this", message)).text == "a message"


async def test_option_is_completed_as_it_is_typed(discord: Loopback) -> None:
    assert await discord.complete("size", "unit", "b") == ["bytes", "bits"]
    assert await discord.complete("size", "unit", "by") == ["bytes"]


async def test_file_of_a_slash_command_is_fetched(discord: Loopback) -> None:
    reply = await discord.slash("size", file=File("note.txt", b"12345"), unit="bytes")
    assert reply.text == "5 bytes"


async def test_file_of_a_message_is_fetched_and_sent_back(discord: Loopback) -> None:
    place = discord.world.open_channel("files")
    message = discord.say("!file", place=place, files=[File("note.txt", b"12345")])
    [sent] = (await discord.reply_to(message)).attachments
    assert (sent["filename"], sent["size"]) == ("note.txt", 5)
    assert discord.world.files.content(sent) == b"12345"


async def test_command_with_objects_is_shown_to_those_who_may_use_it(discord: Loopback) -> None:
    named = await discord.slash("where", author=discord.moderator, hall=discord.general, who=discord.owner)
    assert named.text == "general olive"
    with pytest.raises(AssertionError, match="not shown"):
        await discord.slash("where", author=discord.member, hall=discord.general, who=discord.owner)


async def test_change_and_deletion_of_a_message_are_told(discord: Loopback) -> None:
    place = discord.world.open_channel("changes")
    message = discord.say("one", place=place)
    discord.edit(message, "two")
    assert (await discord.reply_to(message)).text == "one became two"
    discord.delete(message)
    await discord.pulse.until(lambda: len(discord.replies_to(message)) == 2, "a second message")
    assert discord.replies_to(message)[1].text == "two is gone"
