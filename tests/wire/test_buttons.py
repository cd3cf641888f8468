"""The buttons under an answer, over real HTTP and a real websocket, also of a process that never drew them."""

import sqlite3
from contextlib import closing
from itertools import product
from pathlib import Path

import pytest

from tests.loopback import Cut, Loopback, RateLimit, Reply, ServerError
from tests.loopback.payloads import VIEW_CHANNEL, Channel
from tests.loopback.script import Trouble
from tests.wire.questions import PASSAGE, QUESTION, check_answered, plain

pytestmark = pytest.mark.asyncio(loop_scope="package")
WHY = "It is the wrong hotel"


def votes(data: Path, answer: Reply) -> list[tuple[bool, str]]:
    with closing(sqlite3.connect(data / "footnote.db")) as connection:
        rows = connection.execute(
            "SELECT vote, reason FROM feedback JOIN question ON question.id = feedback.question WHERE reply = ?",
            (str(answer.id),),
        )
        return [(vote > 0, reason) for vote, reason in rows]


async def share(discord: Loopback, channel: Channel, answer: Reply) -> Reply:
    """Share a private answer; what everyone sees, once the bot has been through another question."""
    before = {message["id"] for message in discord.world.history(channel)}

    def shared() -> list[Reply]:
        new = [Reply(message) for message in discord.world.history(channel) if message["id"] not in before]
        return [message for message in new if message.buttons and not message.answers]

    await discord.press(answer, "Share")
    await discord.pulse.until(shared, "a shared answer")
    await discord.ask(f"!ask {QUESTION} Singapore", place=channel)
    [once] = shared()
    return once


async def test_press_is_answered_whatever_befalls_the_response(
    discord: Loopback, channel: Channel, subtests: pytest.Subtests
) -> None:
    answer = await discord.ask(f"!ask {QUESTION}", place=channel)
    for trouble in (Cut(), Cut(done=True), RateLimit(0.05)):
        with subtests.test(trouble=trouble):
            discord.script.add("POST /interactions/*/callback", trouble)
            assert PASSAGE in plain(await discord.said(await discord.press(answer, "Source 1")))


async def test_answer_is_shared_once_whatever_befalls_it(
    discord: Loopback, channel: Channel, subtests: pytest.Subtests
) -> None:
    requests = ("POST /interactions/*/callback", "POST /channels/*/messages")
    troubles: list[Trouble] = [Cut(), Cut(done=True), ServerError(503), RateLimit(0.05)]
    for request_, trouble in product(requests, troubles):
        with subtests.test(request_=request_, trouble=trouble):
            answer = await discord.slash("ask", place=channel, question=QUESTION, private=True)
            discord.script.add(request_, trouble)
            check_answered(await share(discord, channel, answer))


async def test_answer_is_shared_where_the_bot_cannot_see_the_channel(discord: Loopback, channel: Channel) -> None:
    hidden = discord.world.open_channel("hidden from the bot", denied=VIEW_CHANNEL)
    answer = await discord.slash("ask", place=hidden, question=QUESTION, private=True)
    check_answered(await discord.said(await discord.press(answer, "Share")))
    assert not Reply(discord.world.history(hidden)[-1]).ephemeral


async def test_form_opens_whatever_befalls_the_response(
    discord: Loopback, channel: Channel, subtests: pytest.Subtests
) -> None:
    answer = await discord.ask(f"!ask {QUESTION}", place=channel)
    for trouble in (Cut(), Cut(done=True), ServerError(503)):
        with subtests.test(trouble=trouble):
            discord.script.add("POST /interactions/*/callback", trouble)
            assert (await discord.press(answer, "👎")).form


@pytest.mark.parametrize("trouble", [Cut(), Cut(done=True), ServerError(503)], ids=str)
async def test_page_turns_whatever_befalls_the_response(discord: Loopback, channel: Channel, trouble: Trouble) -> None:
    page = await discord.ask("!articles", place=channel)
    before = page.text
    discord.script.add("POST /interactions/*/callback", trouble)
    await discord.press(page, next(label for label in page.buttons if "2" in label or "Next" in label))
    await discord.pulse.until(lambda: page.text != before, "another page")


async def test_buttons_and_form_work_after_a_restart(tmp_path: Path) -> None:
    data = tmp_path / "data"
    async with Loopback() as discord:
        async with discord.bot(data):
            answer = await discord.ask(f"!ask {QUESTION}")
            private = await discord.slash("ask", question=QUESTION, private=True)
            listed = await discord.ask("!articles")
            opened = await discord.press(answer, "👎")
        async with discord.bot(data):
            assert PASSAGE in plain(await discord.said(await discord.press(answer, "Source 1")))
            assert opened.form
            label = opened.form["components"][-1]["label"]
            await discord.said(await discord.submit(opened, {label: WHY}))
            assert "[2]" in plain(await discord.said(await discord.press(answer, "2 more")))
            check_answered(await share(discord, discord.general, private))
            before = listed.text
            await discord.press(listed, "Next ›")
            await discord.pulse.until(lambda: listed.text != before, "another page")
        assert votes(data, answer) == [(False, WHY)]


async def test_press_that_deletes_does_so_once_whatever_befalls_the_response(tmp_path: Path) -> None:
    def is_deleted() -> bool:
        return "Permanently deleted: 1 question." in asked.text

    async with Loopback() as discord, discord.bot(tmp_path / "data"):
        for trouble in (Cut(), Cut(done=True), RateLimit(0.05)):
            await discord.ask(f"!ask {QUESTION}")
            asked = await discord.ask("!forgetme")
            discord.script.add("POST /interactions/*/callback", trouble)
            await discord.press(asked, "Delete")
            await discord.pulse.until(is_deleted, str(trouble))


async def test_form_sent_while_the_bot_is_stopped_is_taken(tmp_path: Path) -> None:
    data = tmp_path / "data"
    async with Loopback() as discord, discord.bot(data) as process:
        answer = await discord.ask(f"!ask {QUESTION}")
        opened = await discord.press(answer, "👎")
        assert opened.form
        label = opened.form["components"][-1]["label"]
        discord.script.add("POST /interactions/*/callback", RateLimit(0.3))
        exchange = discord.send_form(opened, {label: WHY})
        await discord.pulse.until(lambda: not discord.script.unmet, "a response that has to wait")
        assert await process.stop() == 0, process.log
        assert (await discord.said(exchange)).ephemeral
    assert votes(data, answer) == [(False, WHY)]
