"""The buttons under an answer, over real HTTP and a real websocket, also of a process that never drew them."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.loopback import Cut, Loopback, RateLimit, Reply
from tests.loopback.payloads import Channel
from tests.wire.questions import PASSAGE, QUESTION, check_answered, plain

pytestmark = pytest.mark.asyncio(loop_scope="session")
WHY = "It is the wrong hotel"


def votes(data: Path, answer: Reply) -> list[tuple[bool, str]]:
    with closing(sqlite3.connect(data / "footnote.db")) as connection:
        rows = connection.execute(
            "SELECT vote, reason FROM feedback JOIN question ON question.id = feedback.question WHERE reply = ?",
            (str(answer.id),),
        )
        return [(vote > 0, reason) for vote, reason in rows]


async def test_source_button_shows_the_paragraph_to_whoever_pressed_it(discord: Loopback, channel: Channel) -> None:
    answer = await discord.ask(f"!ask {QUESTION}", place=channel)
    shown = await discord.said(await discord.press(answer, "Source 1", author=discord.moderator))
    assert PASSAGE in plain(shown)
    assert shown.ephemeral


async def test_thumb_up_is_kept(discord: Loopback, channel: Channel, data: Path) -> None:
    answer = await discord.ask(f"!ask {QUESTION}", place=channel)
    thanks = await discord.said(await discord.press(answer, "👍"))
    assert thanks.ephemeral
    assert votes(data, answer) == [(True, "")]


async def test_thumb_down_asks_for_a_reason_and_keeps_it(discord: Loopback, channel: Channel, data: Path) -> None:
    answer = await discord.ask(f"!ask {QUESTION}", place=channel)
    form = await discord.press(answer, "👎")
    assert form.form
    [label] = [part["label"] for part in form.form["components"]]
    thanks = await discord.said(await discord.submit(form, {label: WHY}))
    assert thanks.ephemeral
    assert votes(data, answer) == [(False, WHY)]


async def test_private_answer_is_shared_once(discord: Loopback, channel: Channel) -> None:
    answer = await discord.slash("ask", place=channel, question=QUESTION, private=True)
    assert answer.ephemeral
    shared = await discord.said(await discord.press(answer, "Share"))
    check_answered(shared)
    assert not shared.ephemeral
    assert "Share" not in answer.buttons
    assert "Share" not in shared.buttons


@pytest.mark.parametrize("trouble", [Cut(), Cut(done=True), RateLimit(0.05)], ids=str)
async def test_press_is_answered_whatever_befalls_the_response(
    discord: Loopback, channel: Channel, trouble: Cut | RateLimit
) -> None:
    answer = await discord.ask(f"!ask {QUESTION}", place=channel)
    discord.script.add("POST /interactions/*/callback", trouble)
    assert PASSAGE in plain(await discord.said(await discord.press(answer, "Source 1")))


async def test_rate_limit_on_the_way_to_a_shared_answer_is_waited_out(discord: Loopback, channel: Channel) -> None:
    answer = await discord.slash("ask", place=channel, question=QUESTION, private=True)
    discord.script.add("POST /webhooks/*", RateLimit(0.05))
    check_answered(await discord.said(await discord.press(answer, "Share")))


async def test_buttons_and_form_work_after_a_restart(tmp_path: Path) -> None:
    data = tmp_path / "data"
    async with Loopback() as discord:
        async with discord.bot(data):
            answer = await discord.ask(f"!ask {QUESTION}")
            opened = await discord.press(answer, "👎")
        async with discord.bot(data):
            assert PASSAGE in plain(await discord.said(await discord.press(answer, "Source 1")))
            assert opened.form
            [label] = [part["label"] for part in opened.form["components"]]
            await discord.said(await discord.submit(opened, {label: WHY}))
        assert votes(data, answer) == [(False, WHY)]


async def test_button_that_deletes_works_after_a_restart_for_the_one_who_was_asked(tmp_path: Path) -> None:
    data = tmp_path / "data"
    async with Loopback() as discord:
        async with discord.bot(data):
            await discord.ask(f"!ask {QUESTION}")
            asked = await discord.ask("!forgetme")
        async with discord.bot(data):
            refused = await discord.said(await discord.press(asked, "Delete", author=discord.moderator))
            assert refused.ephemeral and "Only the person who used the command" in refused.text
            await discord.press(asked, "Delete")
            await discord.pulse.until(lambda: "Permanently deleted: 1 question." in asked.text, "the deletion said")
            assert not asked.buttons
    with closing(sqlite3.connect(data / "footnote.db")) as connection:
        assert connection.execute("SELECT COUNT(*) FROM question").fetchone() == (0,)


@pytest.mark.parametrize("trouble", [Cut(), Cut(done=True), RateLimit(0.05)], ids=str)
async def test_press_that_deletes_does_so_once_whatever_befalls_the_response(
    tmp_path: Path, trouble: Cut | RateLimit
) -> None:
    async with Loopback() as discord, discord.bot(tmp_path / "data"):
        await discord.ask(f"!ask {QUESTION}")
        asked = await discord.ask("!forgetme")
        discord.script.add("POST /interactions/*/callback", trouble)
        await discord.press(asked, "Delete")
        await discord.pulse.until(lambda: "Permanently deleted: 1 question." in asked.text, "the deletion said")


async def test_button_of_an_answer_no_longer_kept_says_so(tmp_path: Path) -> None:
    async with Loopback() as discord:
        async with discord.bot(tmp_path / "old"):
            answer = await discord.ask(f"!ask {QUESTION}")
        async with discord.bot(tmp_path / "new"):
            told = await discord.said(await discord.press(answer, "Source 1"))
            assert told.ephemeral
            assert "no longer stored" in told.text


async def test_form_sent_while_the_bot_is_stopped_is_taken(tmp_path: Path) -> None:
    data = tmp_path / "data"
    async with Loopback() as discord, discord.bot(data) as process:
        answer = await discord.ask(f"!ask {QUESTION}")
        opened = await discord.press(answer, "👎")
        assert opened.form
        [label] = [part["label"] for part in opened.form["components"]]
        discord.script.add("POST /interactions/*/callback", RateLimit(0.3))
        exchange = discord.send_form(opened, {label: WHY})
        await discord.pulse.until(lambda: not discord.script.unmet, "a response that has to wait")
        assert await process.stop() == 0, process.log
        assert (await discord.said(exchange)).ephemeral
    assert votes(data, answer) == [(False, WHY)]
