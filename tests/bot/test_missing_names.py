"""A misspelt name in a question that was answered from its other words: one small line, and only for names."""

import discord
import pytest
import simcord
from hypothesis import given

from bot.bot import Footnote
from bot.embeds import answers as render
from bot.text import limits
from knowledge import Answer
from tests.bot.reading import embed, last, unescaped
from tests.bot.values import answers

ASKED = "Said mayor Ingrid Dahll that the old pier will become a fish market?"


async def test_reply_names_the_word_and_the_likely_spelling(
    ann: simcord.MemberActor, channel: simcord.ChannelHandle
) -> None:
    await ann.send(channel, f"!ask {ASKED}")
    text = embed(last(channel)).description or ""
    assert embed(last(channel)).colour == discord.Colour(render.ANSWERED)
    assert text.split("\n")[0] == "No article has the word “Dahll”. Did you mean “Dahl”?"
    assert text.split("\n")[2].startswith("> “")


async def test_more_passages_do_not_say_it_again(
    ann: simcord.MemberActor, channel: simcord.ChannelHandle, simcord_bot: Footnote, simcord_env: simcord.Env
) -> None:
    await simcord_bot.preferences.change(simcord_env.guild.id, {"passages": 1})
    await ann.send(channel, f"!ask {ASKED}")
    more = (await ann.click(last(channel), label="More")).response
    assert more and "No article has" not in (more.embeds[0].description or "")


@pytest.mark.parametrize("word", ["yesterday", "perhaps"])
async def test_ordinary_word_is_passed_over(
    ann: simcord.MemberActor, channel: simcord.ChannelHandle, word: str
) -> None:
    await ann.send(channel, f"!ask Who said {word} that the old pier will become a fish market?")
    assert "No article has" not in (embed(last(channel)).description or "")


@given(answers())
def test_line_never_breaks_a_limit_nor_lets_markup_through(found: Answer) -> None:
    for room in (limits.MAX_DESCRIPTION, render.NEUTRAL):
        drawn = render.answer_page(found, room).body
        assert limits.utf16_len(drawn) <= room
        unescaped(drawn)
