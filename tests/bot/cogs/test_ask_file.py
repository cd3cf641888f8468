"""A file of questions attached to !ask."""

import csv
from io import StringIO

import pytest
import simcord

from bot import questions
from bot.cogs.ask import Ask
from knowledge import Library
from tests.bot.conftest import QUESTION, channel_denying
from tests.bot.messages import full_text
from tests.bot.populated_guild import PopulatedGuild

FILE = ("q.txt", f"{QUESTION}\nWhich wine goes with artichokes?\n".encode())


async def table(message: object) -> list[list[str]]:
    [file] = message.attachments  # type: ignore[attr-defined]
    return list(csv.reader(StringIO((await file.read()).decode("utf-8-sig"))))


async def test_attached_questions_are_answered_with_a_table(guild: PopulatedGuild, subtests: pytest.Subtests) -> None:
    for form in ("prefix", "Korean", "mention", "direct message"):
        with subtests.test(form=form):
            reply = await guild.run(form, "ask", files=[FILE])
            assert "2 questions: 1 answered, 1 with nothing found." in reply.text
            rows = await table(reply.message)
            assert [row[2] for row in rows] == ["outcome", "answered", "declined"]


async def test_slash_command_takes_the_file_and_can_answer_privately(
    channel: simcord.ChannelHandle, ann: simcord.MemberActor
) -> None:
    told = await ann.slash(channel, "ask", file=FILE, private=True)
    assert told.ephemeral and "2 questions" in full_text(told.response)
    open_to_all = await ann.slash(channel, "ask", file=FILE)
    assert not open_to_all.ephemeral


async def test_question_beside_the_file_is_asked_first(guild: PopulatedGuild) -> None:
    reply = await guild.run("prefix", "ask What did the pier cost?", files=[FILE])
    assert [row[1] for row in await table(reply.message)][1:3] == ["What did the pier cost?", QUESTION]


async def test_picture_beside_a_question_is_ignored(guild: PopulatedGuild) -> None:
    reply = await guild.run("prefix", f"ask {QUESTION}", files=[("x.png", b"\x89PNG")])
    assert "Mayor Ingrid Dahl said" in reply.text


async def test_file_that_cannot_be_asked_is_refused(
    subtests: pytest.Subtests, guild: PopulatedGuild, library: Library
) -> None:
    for file, told in [
        (("x.png", b"\x89PNG"), "I read questions from .txt and .csv files"),
        (("x.txt", b"a" * (questions.MAX_BYTES + 1)), "x.txt is over 1 MB, which is too large"),
        (("x.txt", b"a\n" * (questions.MAX_QUESTIONS + 1)), "x.txt has 1,001 questions, and I take at most 1,000"),
        (("x.csv", b"question\n"), "There are no questions in x.csv"),
    ]:
        with subtests.test(file=file, told=told):
            assert told in (await guild.run("prefix", "ask", files=[file])).text
            assert [each async for each in library.export_questions()] == []
            guild.env.errors.clear()


async def test_one_file_of_a_server_is_answered_at_a_time(guild: PopulatedGuild) -> None:
    ask = guild.bot.cogs["Ask"]
    assert isinstance(ask, Ask)
    ask.answering.add(guild.collection)
    assert "still answering another file" in (await guild.run("prefix", "ask", files=[FILE])).text
    assert "2 questions" in (await guild.run("direct message", "ask", files=[FILE])).text
    ask.answering.clear()
    assert "2 questions" in (await guild.run("prefix", "ask", files=[FILE])).text
    assert not ask.answering
    guild.env.errors.clear()


async def test_where_files_cannot_be_attached_the_table_comes_as_a_direct_message(
    guild: PopulatedGuild,
) -> None:
    bare = channel_denying(guild.env, "bare", attach_files=False)
    alone = guild.people["administrator"].user.dm_channel
    assert (await guild.run("prefix", "ask", who="administrator", files=[FILE], place=bare)).text == ""
    [sent] = alone.history()
    assert "“Attach Files” permission" in sent.content and len(await table(sent)) == 3
