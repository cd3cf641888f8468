"""Buttons whose custom ids nobody of ours wrote, as another program of the same bot might."""

import logging

import discord
import pytest
import simcord

from bot.bot import Footnote
from tests.bot.conftest import QUESTION
from tests.bot.reading import last

HUGE = "9" * 30
FORGED = [
    f"footnote:source:{'9' * 15}:999",
    "footnote:source:1",
    "footnote:more:1",
    "footnote:more:1:999",
    "footnote:share:1",
    "footnote:why:1",
    "footnote:why:1:3",
    "footnote:up:99",
    "leaf:list:f9999999:",
    'leaf:list:f1:source:"',
    "leaf:list:f0:before:9999999999",
    f"leaf:article:n1:{HUGE}",
    "leaf:article:n1:ferry",
    "leaf:article:n1:",
    "leaf:article:n1:-1",
    "leaf:article:n1:٣",
    f"confirm:remove:{'9' * 19}:y",
    "confirm:remove:0:n",
    f"confirm:forget:{'9' * 19}:y",
    "confirm:forget:0:n",
]


@pytest.mark.parametrize("custom_id", FORGED)
async def test_forged_button_does_no_harm_and_fails_in_no_unknown_way(
    ann: simcord.MemberActor,
    channel: simcord.ChannelHandle,
    simcord_bot: Footnote,
    caplog: pytest.LogCaptureFixture,
    custom_id: str,
) -> None:
    await ann.send(channel, f"!ask {QUESTION}")
    view = discord.ui.View(timeout=None)
    view.add_item(discord.ui.Button(label="x", custom_id=custom_id))
    await simcord_bot.get_partial_messageable(channel.id).send("forged", view=view)
    result = await ann.click(last(channel), custom_id=custom_id)
    assert not [record for record in caplog.records if record.levelno >= logging.ERROR]
    assert not result.response or "this id" not in result.response.content
