"""Every way to ask, over real HTTP and a real websocket, of a bot started on an empty folder."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.loopback import Loopback, Reply
from tests.loopback.payloads import SEND_MESSAGES, Channel
from tests.wire.questions import PASSAGE, QUESTION, TITLE, check_answered, plain

pytestmark = pytest.mark.asyncio(loop_scope="package")


async def test_question_is_answered_with_cited_passages_in_every_form(discord: Loopback, channel: Channel) -> None:
    check_answered(await discord.ask(f"!ask {QUESTION}", place=channel))
    check_answered(await discord.ask(f"{discord.bot_user.mention} {QUESTION}", place=channel))
    check_answered(await discord.slash("ask", place=channel, question=QUESTION))
    check_answered(await discord.ask(f"!ask {QUESTION}", place=discord.world.open_direct(discord.member)))


async def test_source_in_reply_to_an_answer_gives_that_answers_citations(discord: Loopback, channel: Channel) -> None:
    first = await discord.ask(f"!ask {QUESTION}", place=channel)
    await discord.ask("!ask Who chose the 38th parallel in August 1945?", place=channel)
    asked = discord.say("!source", place=channel, answering=first)
    assert TITLE in plain(await discord.reply_to(asked))


async def test_what_is_typed_gets_suggestions_of_articles_but_no_private_question(discord: Loopback) -> None:
    private = "At which hotel in Singapore did the private meeting take place?"
    for question in (QUESTION, private):
        await discord.press(await discord.slash("ask", question=question, private=question == private), "👍")
    assert "Footnote Samples" in await discord.suggested("articles", "source", "foot")
    assert "2018-06-singapore-summit" in await discord.suggested("article", "article", "Singapore")
    suggested = await discord.suggested("ask", "question", "at", author=discord.moderator)
    assert QUESTION in suggested and private not in suggested


async def test_question_where_the_bot_may_not_write_is_answered_in_private(discord: Loopback) -> None:
    silent = discord.world.open_channel("silent", denied=SEND_MESSAGES)
    direct = discord.world.open_direct(discord.moderator)
    before = len(discord.world.history(direct))
    discord.say(f"!ask {QUESTION}", place=silent, author=discord.moderator)
    await discord.pulse.until(lambda: len(discord.world.history(direct)) > before, "a direct message")
    assert PASSAGE in plain(Reply(discord.world.history(direct)[before]))


async def test_question_deleted_at_once_is_answered_all_the_same(discord: Loopback, channel: Channel) -> None:
    question = discord.say(f"!ask {QUESTION}", place=channel)
    discord.world.delete(int(question["id"]))
    reply = await discord.reply_to(question)
    check_answered(reply)
    await discord.pulse.until(
        lambda: "Delete this answer" in Reply(discord.world.message(reply.id)).buttons, "a button to delete the answer"
    )


async def test_question_is_on_disk_before_its_reply_is_posted(discord: Loopback, channel: Channel, data: Path) -> None:
    seen: list[list[str]] = []
    discord.world.watchers.append(lambda body: seen.append(questions_on_disk(data, channel)))
    try:
        await discord.ask(f"!ask {QUESTION}", place=channel)
    finally:
        discord.world.watchers.pop()
    assert seen == [[QUESTION]]


def questions_on_disk(data: Path, channel: Channel) -> list[str]:
    with closing(sqlite3.connect(f"file:{data / 'footnote.db'}?mode=ro", uri=True)) as connection:
        rows = connection.execute("SELECT text FROM question WHERE channel = ?", (str(channel.id),))
        return [text for (text,) in rows]


async def test_question_in_vain_where_there_are_no_articles_yet_is_told_how_to_add_some(
    discord: Loopback, channel: Channel
) -> None:
    question = "Who baked the pudding of Xyzzyburg?"
    for told in (
        await discord.ask(f"!ask {question}", place=channel),
        await discord.slash("timeline", place=channel, question=question),
    ):
        assert "No articles have been added yet" in told.text and "/add" in told.text
        assert "Try the words" not in told.text
    found = await discord.slash("doctor", author=discord.moderator, place=channel)
    assert "ℹ️ articles: no articles have been added yet" in found.text and "❌ articles" not in found.text
