"""How often buttons may be pressed: those that ask count as questions, the others for themselves."""

from dataclasses import replace

import simcord

from bot.bot import Footnote
from bot.checks import LIGHT
from bot.views import REASON
from knowledge import Library
from tests.bot.clock import Clock
from tests.bot.conftest import FERRY, QUESTION
from tests.bot.pressing import said
from tests.bot.reading import body, last


async def test_more_counts_as_a_question_and_its_refusal_is_seen_by_the_one_who_pressed(
    ann: simcord.MemberActor,
    channel: simcord.ChannelHandle,
    clock: Clock,
    simcord_bot: Footnote,
    simcord_env: simcord.Env,
) -> None:
    await simcord_bot.preferences.change(simcord_env.guild.id, {"per_person": 2, "passages": 1})
    await ann.send(channel, f"!ask {QUESTION}")
    answer, more = last(channel), "footnote:more:1:1"
    assert (await ann.click(answer, custom_id=more)).response
    assert "Please ask me again in 60 seconds" in said(await ann.click(answer, custom_id=more))
    await ann.send(channel, f"!ask {QUESTION}")
    assert "ask me again" in last(channel).content
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
    answer, bea = last(channel), simcord_env.guild.add_member(simcord_env.create_user("bea"))
    for _ in range(2 * LIGHT):
        shown = (await ann.click(answer, label="Source 1")).response
        assert shown and shown.embeds
    for custom_id in ("footnote:source:1:1", "footnote:up:1"):
        assert "Please press again in 60 seconds" in said(await ann.click(answer, custom_id=custom_id))
    shown = (await bea.click(answer, label="Source 1")).response
    assert shown and shown.embeds
    await ann.send(channel, f"!ask {QUESTION}")
    assert last(channel).embeds


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
        await ann.click(last(channel), label=("Next ›", "‹ Back")[page % 2])
    before = body(last(channel))
    turned = await ann.click(last(channel), label="« 1")
    assert "Please press again in 60 seconds" in said(turned) and body(last(channel)) == before


async def test_reason_that_someone_has_written_is_taken_however_much_was_pressed(
    ann: simcord.MemberActor,
    channel: simcord.ChannelHandle,
    clock: Clock,
    simcord_bot: Footnote,
    simcord_env: simcord.Env,
) -> None:
    await simcord_bot.preferences.change(simcord_env.guild.id, {"per_person": 1})
    await ann.send(channel, f"!ask {QUESTION}")
    answer = last(channel)
    for _ in range(LIGHT - 1):
        await ann.click(answer, custom_id="footnote:up:1")
    form = await ann.click(answer, custom_id="footnote:down:1")
    assert "press again" in said(await ann.click(answer, custom_id="footnote:up:1"))
    assert "noted" in said(await ann.submit_modal(form, {REASON: "Out of date"}))
