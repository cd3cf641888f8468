"""The forum desk: posts of chosen forums are answered once, after a pause, where the answer is nearly sure."""

from datetime import UTC, datetime, timedelta

import discord
import pytest
import simcord
from simcord.builders import ChannelHandle

from bot.cogs.ask import MAX_AGE, PAUSE, ForumDesk
from bot.context import MAX_LEFT_AGE
from bot.text.parsing import asks, is_solved, question_of_post
from knowledge import AskContext, Library
from knowledge.store.database import to_utc
from tests.bot.conftest import QUESTION, MakeBot
from tests.bot.messages import embed_text, last_message
from tests.bot.populated_guild import PopulatedGuild

LATER = PAUSE + timedelta(seconds=1)


async def open_forum(guild: PopulatedGuild, *, chosen: bool = True) -> simcord.ChannelHandle:
    forum = guild.env.guild.create_forum_channel("questions")
    await guild.env.settle()
    if chosen:
        await guild.bot.preferences.change(guild.env.guild.id, {"forums": [forum.id]})
    return forum


async def post(
    guild: PopulatedGuild, forum: simcord.ChannelHandle, title: str = QUESTION, text: str = "I'd like to know."
) -> simcord.ChannelHandle:
    """Let a member make a post."""
    backend = guild.env.backend
    thread = backend.create_thread(forum.id, title, guild.people["member"].id, broadcast=False)
    backend.announce_thread_create(thread)
    await guild.env.settle()
    place = ChannelHandle(guild.env, guild.env.guild, thread)
    await guild.people["member"].send(place, text)
    return place


def desk_of(guild: PopulatedGuild) -> ForumDesk:
    desk = guild.bot.get_cog("ForumDesk")
    assert isinstance(desk, ForumDesk)
    return desk


async def look(guild: PopulatedGuild, place: simcord.ChannelHandle, after: timedelta = LATER) -> None:
    """Let the bot look, so long after a post was made."""
    thread = guild.bot.get_channel(place.id)
    assert isinstance(thread, discord.Thread) and thread.created_at
    await desk_of(guild).look(thread.created_at + after)
    await guild.env.settle()


def replies(guild: PopulatedGuild, place: simcord.ChannelHandle) -> list[discord.Message]:
    return [each for each in place.history() if each.author == guild.bot.user]


async def test_post_of_a_chosen_forum_is_answered_once_after_the_pause(
    guild: PopulatedGuild, make_bot: MakeBot
) -> None:
    place = await post(guild, await open_forum(guild))
    await look(guild, place, PAUSE - timedelta(seconds=1))
    assert replies(guild, place) == []
    guild.env.inject_error("POST", f"/channels/{place.id}/messages", status=503)
    await look(guild, place)
    assert replies(guild, place) == []
    await look(guild, place)
    [reply] = replies(guild, place)
    assert "Mayor Ingrid Dahl said" in embed_text(reply)
    await look(guild, place)
    await guild.env.restart_bot(make_bot())
    await look(guild, place)
    assert len(replies(guild, place)) == 1


async def leave(guild: PopulatedGuild, library: Library, place: simcord.ChannelHandle) -> None:
    """Log the answer to a post, as a process does that is killed before it sends it."""
    asked = last_message(place)
    where = AskContext(
        collection=guild.collection,
        channel=str(place.id),
        asker=str(asked.author.id),
        message=str(asked.id),
        form="forum",
    )
    assert await library.ask_if_sure(QUESTION, where, min_confidence=0.7)


async def test_post_left_by_a_killed_process_is_answered_unless_somebody_did_meanwhile(
    guild: PopulatedGuild, library: Library, make_bot: MakeBot
) -> None:
    forum = await open_forum(guild)
    left, answered = await post(guild, forum), await post(guild, forum)
    for place in (left, answered):
        await leave(guild, library, place)
    await guild.people["moderator"].send(answered, "Ingrid Dahl did.")
    await guild.env.restart_bot(make_bot())
    await guild.env.settle()
    assert "Mayor Ingrid Dahl said" in embed_text(last_message(left))
    assert replies(guild, answered) == []
    assert [each["channel"] async for each in library.export_questions()] == [str(left.id)]


async def test_post_whose_answer_was_left_too_long_ago_to_be_sent_is_looked_at_again(
    guild: PopulatedGuild, library: Library
) -> None:
    place = await post(guild, await open_forum(guild))
    await leave(guild, library, place)
    await look(guild, place)
    assert replies(guild, place) == []
    long_ago = to_utc(datetime.now(UTC) - MAX_LEFT_AGE - timedelta(minutes=1))
    await library._store.database.execute("UPDATE question SET asked_at = ?", (long_ago,))
    desk_of(guild)._seen.clear()
    await look(guild, place)
    assert len(replies(guild, place)) == 1


async def test_post_elsewhere_old_or_without_a_sure_answer_is_let_be(guild: PopulatedGuild, library: Library) -> None:
    forum = await open_forum(guild, chosen=False)
    elsewhere = await post(guild, forum)
    await look(guild, elsewhere)
    await guild.bot.preferences.change(guild.env.guild.id, {"forums": [forum.id]})
    old, unsure = await post(guild, forum), await post(guild, forum, "Which wine goes with artichokes?")
    await look(guild, old, MAX_AGE + timedelta(hours=1))
    await look(guild, unsure)
    assert [replies(guild, place) for place in (elsewhere, old, unsure)] == [[], [], []]
    assert [each async for each in library.export_questions()] == []


async def test_post_that_cannot_be_asked_is_let_be_without_its_words_in_the_log(
    guild: PopulatedGuild, caplog: pytest.LogCaptureFixture
) -> None:
    place = await post(guild, await open_forum(guild), "What did the envoys say after:Johannesen?")
    await look(guild, place)
    assert replies(guild, place) == []
    assert "Let a post be" in caplog.text and "Johannesen" not in caplog.text


async def test_post_that_a_person_answered_is_let_be(guild: PopulatedGuild) -> None:
    place = await post(guild, await open_forum(guild))
    await guild.people["moderator"].send(place, "It was the mayor.")
    await look(guild, place)
    assert replies(guild, place) == []


async def test_poster_can_ask_on_until_somebody_else_writes(guild: PopulatedGuild) -> None:
    place = await post(guild, await open_forum(guild))
    await look(guild, place)
    await guild.people["member"].send(place, "Thank you.")
    assert len(replies(guild, place)) == 1
    await guild.people["member"].send(place, "And which ferry berthed first while children waved flags?")
    assert len(replies(guild, place)) == 2
    assert "Solveig berthed there first" in embed_text(last_message(place))
    await guild.people["moderator"].send(place, "I was there.")
    await guild.people["member"].send(place, "How much did the new ferry pier at Lindvik cost?")
    assert len(replies(guild, place)) == 2


async def test_without_the_intent_or_for_adults_only_nothing_is_said(guild: PopulatedGuild, make_bot: MakeBot) -> None:
    forum = await open_forum(guild)
    place = await post(guild, forum)
    await guild.bot.preferences.change(guild.env.guild.id, {"age_restricted": True})
    await look(guild, place)
    await guild.bot.preferences.change(guild.env.guild.id, {"age_restricted": False})
    await guild.env.restart_bot(make_bot(content=False))
    await look(guild, place)
    assert replies(guild, place) == []


def test_tag_says_that_a_post_is_solved() -> None:
    assert is_solved(["News", "✅ Solved"]) and is_solved(["해결됨"])
    assert not is_solved([]) and not is_solved(["Unsolved mysteries"])


def test_post_asks_with_its_title_or_its_first_question() -> None:
    assert question_of_post("Who opened the pier?", "Anyone? Who was there?") == "Who opened the pier?"
    assert question_of_post("About the new pier", "Hi! Who opened it last week? Thanks.") == "Who opened it last week?"
    assert question_of_post("Pier", "Hi all. Who opened it last week?") == "Pier: Who opened it last week?"
    assert question_of_post("The new pier", "Just wondering.") == "The new pier"
    assert asks("And when?") and not asks("Thank you.")
