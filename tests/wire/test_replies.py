"""Every way to ask, over real HTTP and a real websocket, of a bot started on an empty folder."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.loopback import Loopback, Reply
from tests.loopback.payloads import EMBED_LINKS, SEND_MESSAGES, Channel, Json
from tests.wire.questions import PASSAGE, QUESTION, TITLE, check_answered, plain

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_ask_is_answered_with_cited_passages(discord: Loopback, channel: Channel) -> None:
    check_answered(await discord.ask(f"!ask {QUESTION}", place=channel))


async def test_slash_ask_is_answered_with_cited_passages(discord: Loopback, channel: Channel) -> None:
    check_answered(await discord.slash("ask", place=channel, question=QUESTION))


async def test_mention_is_answered_with_cited_passages(discord: Loopback, channel: Channel) -> None:
    check_answered(await discord.ask(f"{discord.bot_user.mention} {QUESTION}", place=channel))


async def test_direct_message_is_answered_with_cited_passages(discord: Loopback) -> None:
    direct = discord.world.open_direct(discord.member)
    check_answered(await discord.ask(f"!ask {QUESTION}", place=direct))


async def test_question_that_no_article_answers_is_declined(discord: Loopback, channel: Channel) -> None:
    reply = await discord.ask("!ask Which wine goes with braised artichokes?", place=channel)
    assert "[1]" not in reply.text
    assert "artichokes" in reply.text


async def test_source_gives_the_citations_of_the_last_answer(discord: Loopback, channel: Channel) -> None:
    await discord.ask(f"!ask {QUESTION}", place=channel)
    listed = plain(await discord.ask("!source", place=channel))
    assert "[1]" in listed
    assert TITLE in listed


async def test_source_with_a_number_gives_that_paragraph_whole(discord: Loopback, channel: Channel) -> None:
    await discord.ask(f"!ask {QUESTION}", place=channel)
    whole = plain(await discord.ask("!source 1", place=channel))
    assert PASSAGE in whole
    assert "No serving American president had met a North Korean leader before." in whole


async def test_slash_source_gives_the_citations_of_the_last_answer(discord: Loopback, channel: Channel) -> None:
    await discord.slash("ask", place=channel, question=QUESTION)
    assert TITLE in plain(await discord.slash("source", place=channel))


async def test_source_in_reply_to_an_answer_gives_that_answers_citations(discord: Loopback, channel: Channel) -> None:
    first = await discord.ask(f"!ask {QUESTION}", place=channel)
    await discord.ask("!ask Who chose the 38th parallel in August 1945?", place=channel)
    asked = discord.say("!source", place=channel, answering=first)
    assert TITLE in plain(await discord.reply_to(asked))


async def test_question_where_the_bot_may_not_write_is_answered_in_private(discord: Loopback) -> None:
    silent = discord.world.open_channel("silent", denied=SEND_MESSAGES)
    direct = discord.world.open_direct(discord.moderator)
    discord.say(f"!ask {QUESTION}", place=silent, author=discord.moderator)
    await discord.pulse.until(lambda: discord.world.history(direct), "a direct message")
    assert PASSAGE in plain(Reply(discord.world.history(direct)[0]))


async def test_question_where_the_bot_may_not_embed_is_answered_in_plain_text(discord: Loopback) -> None:
    bare = discord.world.open_channel("bare", denied=EMBED_LINKS)
    reply = await discord.ask(f"!ask {QUESTION}", place=bare)
    check_answered(reply)
    assert not reply.payload["embeds"]


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


async def test_mention_of_everyone_in_a_question_pings_nobody(discord: Loopback, channel: Channel) -> None:
    body: list[Json] = []
    discord.world.watchers.append(body.append)
    try:
        await discord.ask("!ask Did @everyone and <@&400000000000000001> meet in Atlantis?", place=channel)
    finally:
        discord.world.watchers.pop()
    assert body[0]["allowed_mentions"]["parse"] == []
    assert "@everyone" not in str(body[0])
