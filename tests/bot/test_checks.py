"""Where and how often the bot answers: the same for every form and every button."""

import sqlite3
from collections.abc import Awaitable, Callable
from contextlib import closing
from dataclasses import replace
from itertools import count
from pathlib import Path

import discord
import pytest
import simcord
from hypothesis import example, given
from hypothesis import strategies as st

from bot.bot import Footnote
from bot.checks import LIGHT, MANAGEMENT, WINDOW_SECONDS, RateLimiter
from bot.preferences import GuildSettings
from bot.views.answer import REASON
from knowledge import Library
from tests.bot.clock import Clock
from tests.bot.conftest import FERRY, QUESTION
from tests.bot.messages import button_ids, embed_text, last_message, private_text
from tests.bot.populated_guild import PopulatedGuild

Ask = Callable[[str], Awaitable[str]]


@pytest.fixture
def ask(ann: simcord.MemberActor, channel: simcord.ChannelHandle) -> Ask:
    """Puts a question after a prefix, and returns what was replied."""

    async def ask(question: str) -> str:
        await ann.send(channel, f"!ask {question}")
        return embed_text(last_message(channel)) if last_message(channel).embeds else last_message(channel).content

    return ask


async def logged(library: Library) -> int:
    return len([each async for each in library.export_questions()])


async def test_person_who_asks_too_often_is_asked_to_wait_and_then_answered(
    ask: Ask, clock: Clock, simcord_bot: Footnote, library: Library, simcord_env: simcord.Env
) -> None:
    await simcord_bot.preferences.change(simcord_env.guild.id, {"per_person": 2})
    for _ in range(2):
        assert "Ingrid Dahl" in await ask(QUESTION)
    clock.now += 20
    assert "Ask me again in 40 seconds" in await ask(QUESTION)
    assert await logged(library) == 2
    clock.now += 40
    assert "Ingrid Dahl" in await ask(QUESTION)


async def test_refusal_is_said_once_in_a_channel_and_always_in_private(
    ann: simcord.MemberActor,
    channel: simcord.ChannelHandle,
    clock: Clock,
    simcord_bot: Footnote,
    simcord_env: simcord.Env,
) -> None:
    await simcord_bot.preferences.change(simcord_env.guild.id, {"per_person": 1})
    for _ in range(4):
        await ann.send(channel, f"!ask {QUESTION}")
    assert len(channel.history()) == 4 + 2
    for _ in range(2):
        result = await ann.slash(channel, "ask", question=QUESTION)
        assert result.ephemeral and result.response and "Ask me again" in result.response.content


async def test_others_are_answered_while_one_waits_until_the_server_is_too_fast(
    ann: simcord.MemberActor,
    channel: simcord.ChannelHandle,
    clock: Clock,
    simcord_bot: Footnote,
    simcord_env: simcord.Env,
) -> None:
    await simcord_bot.preferences.change(simcord_env.guild.id, {"per_person": 1, "per_server": 2})
    people = [simcord_env.guild.add_member(simcord_env.create_user(name)) for name in ("bea", "cyd")]
    await ann.send(channel, f"!ask {QUESTION}")
    await people[0].send(channel, f"!ask {QUESTION}")
    assert last_message(channel).embeds
    await people[1].send(channel, f"!ask {QUESTION}")
    assert "So many people are asking here" in last_message(channel).content
    assert "60 seconds" in last_message(channel).content
    role = simcord_env.guild.create_role("mods", permissions=discord.Permissions(manage_guild=True))
    manager = simcord_env.guild.add_member(simcord_env.create_user("mod"), roles=[role])
    await manager.send(channel, f"!ask {QUESTION}")
    for most in range(3):  # Nor does who set the limits wait for what they asked and set themselves.
        await manager.send(channel, f"!settings set per_server {most}")
        assert last_message(channel).content == f"`per_server` is now {most}."


async def test_other_commands_count_too(
    ann: simcord.MemberActor,
    channel: simcord.ChannelHandle,
    clock: Clock,
    simcord_bot: Footnote,
    simcord_env: simcord.Env,
) -> None:
    await simcord_bot.preferences.change(simcord_env.guild.id, {"per_person": 1})
    await ann.send(channel, f"!ask {QUESTION}")
    await ann.send(channel, "!help")
    assert "Ask me again" in last_message(channel).content


async def test_managing_does_not_count_as_asking_but_has_a_limit_too(guild: PopulatedGuild, clock: Clock) -> None:
    await guild.bot.preferences.change(guild.env.guild.id, {"per_person": 1, "channels": [guild.channel.id]})
    await guild.run("prefix", f"ask {QUESTION}", who="moderator")
    elsewhere = guild.env.guild.create_text_channel("elsewhere")
    said = await guild.people["member"].send(elsewhere, "The wine that goes with artichokes is a dry sherry.")
    added = await guild.people["moderator"].context_menu(elsewhere, "Add as an article", said)
    assert private_text(added).startswith("Added")
    for _ in range(MANAGEMENT - 1):
        assert "any feeds here" in (await guild.run("prefix", "feed list", who="moderator")).text
    assert "try again in 60 seconds" in (await guild.run("prefix", "feed list", who="moderator")).text


async def test_direct_messages_are_counted_as_the_operator_has_it(
    simcord_env: simcord.Env, channel: simcord.ChannelHandle, clock: Clock
) -> None:
    bea = simcord_env.create_user("bea")
    for _ in range(11):
        await bea.send_dm(QUESTION)
    assert "Ask me again in 60 seconds" in last_message(bea.dm_channel).content


async def test_chosen_channel_and_its_threads_are_answered_in(
    ann: simcord.MemberActor, channel: simcord.ChannelHandle, simcord_bot: Footnote, simcord_env: simcord.Env
) -> None:
    await simcord_bot.preferences.change(simcord_env.guild.id, {"channels": [channel.id]})
    await ann.send(channel, f"!ask {QUESTION}")
    assert last_message(channel).embeds
    place = simcord_bot.get_channel(channel.id)
    assert isinstance(place, discord.TextChannel)
    await place.create_thread(name="a thread", type=discord.ChannelType.public_thread)
    await ann.send(channel.threads[0], f"!ask {QUESTION}")
    assert last_message(channel.threads[0]).embeds


async def test_refusal_names_no_channel_that_not_everyone_sees_beside_one_that_everyone_does(
    ann: simcord.MemberActor, channel: simcord.ChannelHandle, simcord_bot: Footnote, simcord_env: simcord.Env
) -> None:
    server = simcord_env.guild
    closed, everyone = discord.PermissionOverwrite(view_channel=False), server.default_role
    mods, news = server.create_text_channel("mods", overwrites={everyone: closed}), server.create_text_channel("news")
    for chosen, named in (([mods.id, news.id], news), ([mods.id], mods)):
        await simcord_bot.preferences.change(server.id, {"channels": chosen})
        told = private_text(await ann.slash(channel, "ask", question=QUESTION))
        assert told == f"I don't answer in this channel. Please ask me in {named.mention}."


async def test_chosen_channels_that_are_gone_are_told_with_the_remedy(
    ann: simcord.MemberActor, channel: simcord.ChannelHandle, simcord_bot: Footnote, simcord_env: simcord.Env
) -> None:
    await simcord_bot.preferences.change(simcord_env.guild.id, {"channels": [12345]})
    result = await ann.slash(channel, "ask", question=QUESTION)
    assert result.ephemeral and result.response and "/settings set channels all" in result.response.content


async def test_articles_for_adults_are_shown_in_age_restricted_channels_only(
    ask: Ask,
    ann: simcord.MemberActor,
    channel: simcord.ChannelHandle,
    simcord_bot: Footnote,
    simcord_env: simcord.Env,
    library: Library,
) -> None:
    await simcord_bot.preferences.change(simcord_env.guild.id, {"age_restricted": True})
    assert "I only show them in age-restricted channels" in (await ask(QUESTION)).replace("\\", "")
    grown = simcord_env.guild.create_text_channel("grown-ups")
    place = simcord_bot.get_channel(grown.id)
    assert isinstance(place, discord.TextChannel)
    place.nsfw = True
    assert f"like {grown.mention}" in await ask(QUESTION)
    assert await logged(library) == 0
    await ann.send(grown, f"!ask {QUESTION}")
    assert last_message(grown).embeds
    await ann.send(channel, "!source")
    assert "age-restricted" in last_message(channel).content
    await ann.send(channel, "!help")
    assert last_message(channel).embeds


async def test_old_buttons_show_no_articles_for_adults_elsewhere(
    ann: simcord.MemberActor,
    channel: simcord.ChannelHandle,
    simcord_bot: Footnote,
    simcord_env: simcord.Env,
    library: Library,
) -> None:
    server = simcord_env.guild.id
    piers = [replace(FERRY, title=f"{number} piers", id=str(number)) for number in range(20)]
    await library.add_all(piers, collection=str(server))
    await ann.send(channel, f"!ask {QUESTION}")
    answer = last_message(channel)
    await ann.send(channel, "!articles")
    await simcord_bot.preferences.change(server, {"age_restricted": True})
    showing = [(answer, each) for each in button_ids(answer) if each.startswith(("footnote:source", "footnote:more"))]
    for message, custom_id in (*showing, (last_message(channel), "leaf:list:n2:")):
        assert "only show them in age-restricted channels" in private_text(
            await ann.click(message, custom_id=custom_id)
        )
    assert "noted" in private_text(await ann.click(answer, custom_id="footnote:up:1"))


async def test_nothing_out_of_articles_for_adults_is_suggested_elsewhere(
    ann: simcord.MemberActor, channel: simcord.ChannelHandle, simcord_bot: Footnote, simcord_env: simcord.Env
) -> None:
    await simcord_bot.preferences.change(simcord_env.guild.id, {"age_restricted": True})
    asked = {"ask": "question", "article": "article", "help": "command"}
    offered = [await ann.autocomplete(channel, name, option, "") for name, option in asked.items()]
    assert list(map(bool, offered)) == [False, False, True]


class TestOperatorsArticlesForAdults:
    """All articles are for adults, as the operator has it."""

    @pytest.fixture
    def simcord_bot(self, make_bot: Callable[..., Footnote]) -> Footnote:
        return make_bot(defaults=GuildSettings(age_restricted=True))

    async def test_direct_message_gets_a_kind_word_and_no_text(
        self, simcord_env: simcord.Env, channel: simcord.ChannelHandle
    ) -> None:
        bea = simcord_env.create_user("bea")
        await bea.send_dm(QUESTION)
        assert "My articles are for adults" in last_message(bea.dm_channel).content


async def test_nothing_is_done_for_a_server_that_the_bot_is_not_on(
    ann: simcord.MemberActor, channel: simcord.ChannelHandle, simcord_bot: Footnote, folder: Path
) -> None:
    await ann.send(channel, f"!ask {QUESTION}")
    answer = last_message(channel)
    # What a person brings along who has installed the application for themselves.
    simcord_bot._connection._guilds.clear()
    result = await ann.slash(channel, "ask", question=QUESTION)
    assert "I'm not a member here" in private_text(result)
    assert "I'm not a member here" in private_text(await ann.click(answer, custom_id="footnote:up:1"))
    with closing(sqlite3.connect(folder / "footnote.db")) as connection:
        assert connection.execute("SELECT count(*) FROM question").fetchone() == (1,)


async def test_application_can_be_installed_on_servers_only(
    simcord_bot: Footnote, channel: simcord.ChannelHandle
) -> None:
    payloads = [command.to_dict(simcord_bot.tree) for command in simcord_bot.tree.get_commands()]
    assert payloads
    for payload in payloads:
        assert payload["integration_types"] == [0] and set(payload["contexts"]) <= {0, 1}, payload["name"]


@example(most=1, steps=[84.0, 89.1397971965695, 89.2260209999003, 89.90000788824695, 0.0])
@given(most=st.integers(1, 5), steps=st.lists(st.floats(0, 90), max_size=60))
def test_nobody_is_ever_let_through_more_often_than_the_limit(most: int, steps: list[float]) -> None:
    clock = Clock()
    pace = RateLimiter(clock)
    let: list[float] = []
    for step in steps:
        clock.now += step
        wait = pace.wait("ann", most)
        assert 0 <= wait <= WINDOW_SECONDS
        if not wait:
            pace.count("ann")
            let.append(clock.now)
    for place in count(most):
        if place >= len(let):
            break
        assert let[place] - let[place - most] >= WINDOW_SECONDS - 1e-6


def test_quiet_keys_are_dropped() -> None:
    clock = Clock()
    pace = RateLimiter(clock)
    for key in range(10_001):
        pace.count(key)
    clock.now += WINDOW_SECONDS
    pace.count("ann")
    assert len(pace._times) == 1


async def test_more_counts_as_a_question_and_its_refusal_is_seen_by_the_one_who_pressed(
    ann: simcord.MemberActor,
    channel: simcord.ChannelHandle,
    clock: Clock,
    simcord_bot: Footnote,
    simcord_env: simcord.Env,
) -> None:
    await simcord_bot.preferences.change(simcord_env.guild.id, {"per_person": 2, "passages": 1})
    await ann.send(channel, f"!ask {QUESTION}")
    answer, more = last_message(channel), "footnote:more:1:1"
    assert (await ann.click(answer, custom_id=more)).response
    assert "Ask me again in 60 seconds" in private_text(await ann.click(answer, custom_id=more))
    await ann.send(channel, f"!ask {QUESTION}")
    assert "Ask me again" in last_message(channel).content
    clock.now += 61
    refreshed = (await ann.click(answer, custom_id=more)).response
    assert refreshed and refreshed.embeds


async def test_buttons_that_cost_little_may_be_pressed_more_often_but_not_without_end(
    ann: simcord.MemberActor,
    channel: simcord.ChannelHandle,
    clock: Clock,
    simcord_bot: Footnote,
    simcord_env: simcord.Env,
) -> None:
    await simcord_bot.preferences.change(simcord_env.guild.id, {"per_person": 2})
    await ann.send(channel, f"!ask {QUESTION}")
    answer, bea = last_message(channel), simcord_env.guild.add_member(simcord_env.create_user("bea"))
    for _ in range(2 * LIGHT):
        shown = (await ann.click(answer, label="Source 1")).response
        assert shown and shown.embeds
    for custom_id in ("footnote:source:1:1", "footnote:up:1"):
        assert "Try again in 60 seconds" in private_text(await ann.click(answer, custom_id=custom_id))
    shown = (await bea.click(answer, label="Source 1")).response
    assert shown and shown.embeds
    await ann.send(channel, f"!ask {QUESTION}")
    assert last_message(channel).embeds


async def test_page_turned_without_end_stays_as_it_is_for_a_while(
    ann: simcord.MemberActor,
    channel: simcord.ChannelHandle,
    clock: Clock,
    simcord_bot: Footnote,
    simcord_env: simcord.Env,
    library: Library,
) -> None:
    piers = [replace(FERRY, title=f"{number} piers", id=str(number)) for number in range(20)]
    await library.add_all(piers, collection=str(simcord_env.guild.id))
    await simcord_bot.preferences.change(simcord_env.guild.id, {"per_person": 1})
    await ann.send(channel, "!articles")
    for page in range(LIGHT):
        await ann.click(last_message(channel), label=("Next ›", "‹ Back")[page % 2])
    before = embed_text(last_message(channel))
    turned = await ann.click(last_message(channel), label="« 1")
    assert "Try again in 60 seconds" in private_text(turned) and embed_text(last_message(channel)) == before


async def test_reason_that_someone_has_written_is_taken_however_much_was_pressed(
    ann: simcord.MemberActor,
    channel: simcord.ChannelHandle,
    clock: Clock,
    simcord_bot: Footnote,
    simcord_env: simcord.Env,
) -> None:
    await simcord_bot.preferences.change(simcord_env.guild.id, {"per_person": 1})
    await ann.send(channel, f"!ask {QUESTION}")
    answer = last_message(channel)
    for _ in range(LIGHT - 1):
        await ann.click(answer, custom_id="footnote:up:1")
    form = await ann.click(answer, custom_id="footnote:down:1")
    assert "Try again" in private_text(await ann.click(answer, custom_id="footnote:up:1"))
    assert "noted" in private_text(await ann.submit_modal(form, {REASON: "Out of date"}))
