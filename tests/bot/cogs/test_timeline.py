"""Answers day by day, in the way that the server asks for answers."""

import re
from datetime import date

import discord
import simcord

from bot.embeds.answers import CLOSEST
from knowledge import Article, Library
from tests.bot.conftest import MakeBot
from tests.bot.messages import SentMessage, button_rows, embed_text, last_message, only_embed
from tests.bot.populated_guild import PopulatedGuild

QUESTION = "When did the pier open?"
STEPS = "What did the surveyor of the lighthouse at Vardnes measure?"


MEASURED = (
    "the height of the lamp above the spring tide and found forty metres",
    "how far its beam carries in fog, which no captain had asked for",
    "every step of the winding stairs, two of which were missing",
    "the cracks in the northern wall with a ruler of brass",
    "rainwater in the cistern, enough for a dry summer",
    "with a rope the distance to the nearest rock",
    "the weight of its bell, cast by monks long ago",
    "the shadow at noon in order to set a sundial",
    "the speed of wind on the gallery until his hat was gone",
    "the temperature of oil for the lens in January",
    "the thickness of paint, eleven coats of it",
    "the area of the keeper's garden in square fathoms",
    "the salt on its windows after a storm from the west",
    "the angle at which swallows leave their nests",
)


async def add_days(library: Library, days: int, last: int) -> None:
    """An article a day with a passage that answers, and so many on the last one."""
    told = [f"The surveyor of the lighthouse at Vardnes measured {what}." for what in MEASURED]
    for day in range(1, days + 1):
        paragraphs = tuple(told[day - 1 :][: last if day == days else 1])
        published = date(2018, 5, day)
        await library.add(Article(title=f"Survey {day}", paragraphs=paragraphs, published_at=published, id=f"s{day}"))


def days_of(message: SentMessage) -> list[int]:
    """The days of the passages on a page, as they come."""
    return [int(day) for day in re.findall(r"\*\*(\d+) May 2018\*\* \[", only_embed(message).description or "")]


async def test_timeline_is_for_the_asker_alone_where_answers_are(guild: PopulatedGuild) -> None:
    assert not (await guild.run("slash", f"timeline {QUESTION}")).private
    await guild.bot.preferences.change(guild.env.guild.id, {"private": True})
    shown = await guild.run("slash", f"timeline {QUESTION}")
    assert shown.private and "Lindvik" in shown.text
    assert not (await guild.run("prefix", f"timeline {QUESTION}")).private
    told = await guild.run("prefix", "source", who="administrator")
    assert "Lindvik" in told.text, "the last answer that all could see"


async def test_timeline_turns_its_pages_in_place_also_after_a_restart(
    ann: simcord.MemberActor,
    channel: simcord.ChannelHandle,
    simcord_env: simcord.Env,
    make_bot: MakeBot,
    library: Library,
) -> None:
    await add_days(library, 12, last=3)
    await ann.send(channel, f"!timeline {STEPS}")
    assert button_rows(last_message(channel)) == [["‹ Back", "Next ›", "Newest first"]]
    assert days_of(last_message(channel)) == [1, 2, 3, 4, 5, 6, 7, 8]
    assert (only_embed(last_message(channel)).footer.text or "").endswith("page 1 of 2")
    await simcord_env.restart_bot(make_bot())
    await ann.click(last_message(channel), label="Next ›")
    assert days_of(last_message(channel)) == [9, 10, 11, 12]
    assert "+1 more passage of that day" in (only_embed(last_message(channel)).description or "")
    assert len(channel.history()) == 2, "the question, and the one page under it"


async def test_newest_first_orders_the_passages_of_an_answer_for_the_one_who_presses(
    ann: simcord.MemberActor,
    channel: simcord.ChannelHandle,
    simcord_env: simcord.Env,
    make_bot: MakeBot,
    library: Library,
) -> None:
    await add_days(library, 4, last=1)
    undated = "The surveyor of the lighthouse at Vardnes measured a height of nine fathoms."
    await library.add(Article(title="Survey of no day", paragraphs=(undated,)))
    await ann.send(channel, f"!ask {STEPS}")
    before = embed_text(last_message(channel))
    await simcord_env.restart_bot(make_bot())
    pressed = await ann.click(last_message(channel), label="Newest first")
    shown = days_of(pressed.response)
    assert pressed.ephemeral and len(shown) > 1 and shown == sorted(shown, reverse=True)
    assert embed_text(last_message(channel)) == before
    numbers = set(re.findall(r"\[\d\]", before))
    assert set(re.findall(r"\[\d\]", embed_text(pressed.response))) == numbers


async def test_timeline_of_passages_that_may_not_answer_says_so(
    ann: simcord.MemberActor, channel: simcord.ChannelHandle, library: Library
) -> None:
    await add_days(library, 3, last=1)
    await ann.send(channel, "!timeline Who married the surveyor?")
    shown = only_embed(last_message(channel))
    assert "may not answer" in (shown.description or "") and shown.colour == discord.Colour(CLOSEST)


async def test_answer_of_one_day_has_no_order_to_change(
    ann: simcord.MemberActor, channel: simcord.ChannelHandle
) -> None:
    await ann.send(channel, f"!ask {QUESTION}")
    assert all("Newest first" not in row for row in button_rows(last_message(channel)))
