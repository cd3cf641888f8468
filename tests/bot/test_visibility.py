"""Who sees what was answered: a private answer its asker alone, one of a channel those who can see the channel."""

import asyncio
from typing import Any

import discord
import pytest
import simcord

from bot.bot import Footnote
from bot.text import messages
from bot.views.answer import AnswerAction, AnswerButton
from knowledge import Answer, Library
from tests.bot.conftest import QUESTION
from tests.bot.messages import embed_text, last_message, private_text


@pytest.fixture
def mods(simcord_env: simcord.Env, channel: simcord.ChannelHandle, ann: simcord.MemberActor) -> simcord.ChannelHandle:
    """A channel that only the owner of the server can see."""
    hidden = discord.PermissionOverwrite(view_channel=False)
    everyone = simcord_env.guild.default_role
    return simcord_env.guild.create_text_channel("mods", overwrites={everyone: hidden})


@pytest.fixture
def owner(simcord_env: simcord.Env, mods: simcord.ChannelHandle) -> simcord.MemberActor:
    role = simcord_env.guild.create_role("admins", permissions=discord.Permissions(administrator=True))
    return simcord_env.guild.add_member(simcord_env.create_user("owner"), roles=[role])


async def test_the_last_answer_of_a_channel_is_a_private_one_for_its_asker_alone_in_private(
    ann: simcord.MemberActor, owner: simcord.MemberActor, channel: simcord.ChannelHandle, simcord_env: simcord.Env
) -> None:
    await ann.slash(channel, "ask", question=QUESTION, private=True)
    await ann.send(channel, "!source")
    assert "haven't answered anything here yet" in last_message(channel).content
    assert "haven't answered anything here yet" in private_text(await owner.slash(channel, "source"))
    simcord_env.errors.clear()
    shown = (await ann.slash(channel, "source")).response
    assert shown and shown.ephemeral and "Sources for" in embed_text(shown)


async def test_sources_of_a_private_answer_are_shown_to_its_asker_alone(
    ann: simcord.MemberActor,
    channel: simcord.ChannelHandle,
    simcord_env: simcord.Env,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    await ann.slash(channel, "ask", question=QUESTION, private=True)
    await ann.send(channel, "!source #1")
    assert "given to you alone" in last_message(channel).content
    simcord_env.errors.clear()
    for options in ({"which": "#1"}, {"which": "#1", "style": "apa"}, {"which": "#1 1"}):
        shown = await ann.slash(channel, "source", **options)
        assert shown.response and shown.response.ephemeral, options
    source = Library.source

    async def slow(*args: Any, **kwargs: Any) -> Answer:
        await asyncio.sleep(0.1)
        return await source(*args, **kwargs)

    monkeypatch.setattr(Library, "source", slow)
    monkeypatch.setattr("bot.responses.DEFER_DELAY", 0.01)
    await ann.slash(channel, "source", which="#1")
    sent = [entry.json for entry in simcord_env.http_requests]
    assert {"type": 5, "data": {"flags": 64}} in sent, "whoever waits for it waits alone"


async def test_an_answer_of_a_hidden_channel_is_none_to_those_who_cannot_see_it(
    ann: simcord.MemberActor,
    owner: simcord.MemberActor,
    channel: simcord.ChannelHandle,
    mods: simcord.ChannelHandle,
    simcord_env: simcord.Env,
) -> None:
    await owner.slash(mods, "ask", question=QUESTION)
    assert "There's no answer #1" in private_text(await ann.slash(channel, "source", which="#1"))
    await ann.send(channel, "!source #1")
    refusal = last_message(channel)
    assert "There's no answer #1" in refusal.content
    await ann.send(channel, "more", reply_to=refusal)
    assert "haven't answered anything here yet" in last_message(channel).content
    await ann.send(channel, "and where?", reply_to=refusal)
    assert embed_text(last_message(channel)).startswith(messages.nothing_found())
    simcord_env.errors.clear()
    await owner.send(channel, "!source #1")
    assert "Not everyone here can see where I gave answer #1" in last_message(channel).content
    simcord_env.errors.clear()
    shown = (await owner.slash(channel, "source", which="#1")).response
    assert shown and shown.ephemeral and "Sources for" in embed_text(shown)


async def test_an_answer_of_a_hidden_channel_gets_no_vote_of_those_who_cannot_see_it(
    ann: simcord.MemberActor,
    owner: simcord.MemberActor,
    channel: simcord.ChannelHandle,
    mods: simcord.ChannelHandle,
    simcord_bot: Footnote,
) -> None:
    await owner.slash(mods, "ask", question=QUESTION)
    view = discord.ui.View(timeout=None).add_item(AnswerButton(AnswerAction("up", 1), "good"))
    await simcord_bot.get_partial_messageable(channel.id).send("forged", view=view)
    forged = last_message(channel)
    assert "no longer stored" in private_text(await ann.click(forged, custom_id="footnote:up:1"))
    assert private_text(await owner.click(forged, custom_id="footnote:up:1")).startswith("Thanks")


async def test_questions_of_a_hidden_channel_are_not_suggested(
    ann: simcord.MemberActor,
    owner: simcord.MemberActor,
    channel: simcord.ChannelHandle,
    mods: simcord.ChannelHandle,
    library: Library,
) -> None:
    await owner.slash(mods, "ask", question=QUESTION)
    assert QUESTION not in await _offered(ann, channel)
    assert QUESTION in await _offered(owner, channel)


async def _offered(person: simcord.MemberActor, channel: simcord.ChannelHandle) -> list[str]:
    return [str(choice["value"]) for choice in await person.autocomplete(channel, "ask", "question", QUESTION[:8])]


async def test_an_answer_of_a_private_thread_is_none_to_its_members_who_no_longer_see_the_channel(
    ann: simcord.MemberActor,
    owner: simcord.MemberActor,
    channel: simcord.ChannelHandle,
    simcord_env: simcord.Env,
    simcord_bot: Footnote,
) -> None:
    place = simcord_bot.get_channel(simcord_env.guild.create_text_channel("staff").id)
    assert isinstance(place, discord.TextChannel)
    thread = await place.create_thread(name="aside", type=discord.ChannelType.private_thread)
    await thread.add_user(discord.Object(ann.id))
    [aside] = simcord_env.guild.channels["staff"].threads
    await owner.slash(aside, "ask", question=QUESTION)
    shown = (await ann.slash(channel, "source", which="#1")).response
    assert shown and shown.ephemeral and "Sources for" in embed_text(shown)
    await place.set_permissions(place.guild.default_role, view_channel=False)
    assert "There's no answer #1" in private_text(await ann.slash(channel, "source", which="#1"))
    simcord_env.errors.clear()
