"""Further passages, for whoever presses for them."""

import pytest
import simcord

from bot.bot import Footnote
from knowledge import Library
from tests.bot.conftest import NOTES, MakeBot
from tests.bot.conftest import QUESTION as LED
from tests.bot.messages import button_ids, button_rows, embed_text, last_message, only_embed, private_text

QUESTION = "Which ferry of the harbour of Lindvik is painted?"


@pytest.fixture(autouse=True)
async def notes(library: Library) -> None:
    """Seven paragraphs that answer the question equally well."""
    await library.add(NOTES)


def numbers(result: simcord.InteractionResult) -> list[str]:
    """The numbers of the passages quoted."""
    assert result.ephemeral
    return [line[-3:] for line in embed_text(result.response).split("\n") if line.startswith("> ")]


async def test_more_numbers_on_page_by_page_until_there_are_none(
    ann: simcord.MemberActor, channel: simcord.ChannelHandle
) -> None:
    await ann.send(channel, f"!ask {QUESTION}")
    assert button_rows(last_message(channel))[1] == ["More", "👍", "👎"]
    second = await ann.click(last_message(channel), label="More")
    assert numbers(second) == ["[4]", "[5]", "[6]"]
    assert button_rows(second.response) == [["Source 4", "Source 5", "Source 6"], ["More"]]
    assert second.response
    third = await ann.click(second.response, label="More")
    assert numbers(third)[0] == "[7]"
    assert third.response
    whole = await ann.click(third.response, label="Source 7")
    assert (only_embed(whole.response).footer.text or "").startswith("answer #1 · paragraph")


async def test_last_passages_have_no_button_for_more(
    ann: simcord.MemberActor, channel: simcord.ChannelHandle, library: Library
) -> None:
    await library.remove("ferry")
    await ann.send(channel, "!ask Which ferry of the harbour is painted?")
    page = await ann.click(last_message(channel), label=button_rows(last_message(channel))[1][0])
    while ["More"] in button_rows(page.response):
        assert page.response
        page = await ann.click(page.response, label="More")
    assert numbers(page)[-1] == "[7]"
    assert len(button_rows(page.response)) == 1


async def test_everyone_who_presses_gets_the_same_next_passages(
    ann: simcord.MemberActor, channel: simcord.ChannelHandle, simcord_env: simcord.Env, make_bot: MakeBot
) -> None:
    await ann.send(channel, f"!ask {QUESTION}")
    answer = last_message(channel)
    bea = simcord_env.guild.add_member(simcord_env.create_user("bea"))
    first = await ann.click(answer, label="More")
    await simcord_env.restart_bot(make_bot())
    assert embed_text((await bea.click(answer, label="More")).response) == embed_text(first.response)


async def test_more_than_there_is_is_told_so(
    ann: simcord.MemberActor, channel: simcord.ChannelHandle, simcord_env: simcord.Env, simcord_bot: Footnote
) -> None:
    await simcord_bot.preferences.change(simcord_env.guild.id, {"passages": 1})
    await ann.send(channel, "!ask Who said that the old pier will become a fish market?")
    shown = await ann.click(last_message(channel), label="More")
    while shown.response and shown.response.embeds:
        shown = await ann.click(shown.response, label="More")
    assert "no more passages for answer #1" in private_text(shown)


async def test_answer_with_fewer_passages_than_may_be_shown_has_no_more(
    ann: simcord.MemberActor, channel: simcord.ChannelHandle, simcord_env: simcord.Env, simcord_bot: Footnote
) -> None:
    await simcord_bot.preferences.change(simcord_env.guild.id, {"passages": 5})
    await ann.send(channel, "!ask Which glacier melted under a spoiler?")
    assert button_rows(last_message(channel))[1] == ["👍", "👎"]


async def test_five_sources_have_short_names(
    ann: simcord.MemberActor, channel: simcord.ChannelHandle, simcord_env: simcord.Env, simcord_bot: Footnote
) -> None:
    await simcord_bot.preferences.change(simcord_env.guild.id, {"passages": 5})
    await ann.send(channel, f"!ask {QUESTION}")
    assert button_rows(last_message(channel)) == [["[1]", "[2]", "[3]", "[4]", "[5]"], ["More", "👍", "👎"]]


async def test_continued_answer_keeps_within_five_rows_when_shared_or_deletable(
    ann: simcord.MemberActor, channel: simcord.ChannelHandle
) -> None:
    result = await ann.slash(channel, "ask", question=QUESTION, private=True)
    assert result.response
    await ann.click(result.response, label="More")
    await ann.click(result.response, label="Share")
    posted = last_message(channel)
    assert button_rows(posted) == [["[1]", "[2]", "[3]", "[4]", "[5]"], ["More", "👍", "👎"]]
    assert button_ids(posted)[5] == "footnote:more:1:5"
    asked = await ann.send(channel, f"!ask {QUESTION}")
    answer = last_message(channel)
    await ann.click(answer, label="More")
    await ann.delete(asked)
    assert button_rows(channel.history()[-1])[2] == ["Delete this answer"]


async def test_more_of_a_purged_answer_says_so_kindly(
    ann: simcord.MemberActor, channel: simcord.ChannelHandle, simcord_env: simcord.Env, library: Library
) -> None:
    await ann.send(channel, f"!ask {QUESTION}")
    await library.purge(str(simcord_env.guild.id))
    assert "no longer stored" in private_text(await ann.click(last_message(channel), label="More"))


async def test_private_answer_goes_on_for_its_asker(ann: simcord.MemberActor, channel: simcord.ChannelHandle) -> None:
    result = await ann.slash(channel, "ask", question=QUESTION, private=True)
    assert result.response
    assert numbers(await ann.click(result.response, label="More")) == ["[4]", "[5]", "[6]"]


async def test_button_says_how_many_passages_were_left_out_and_shows_as_many(
    ann: simcord.MemberActor, channel: simcord.ChannelHandle
) -> None:
    await ann.send(channel, f"!ask {LED}")
    assert button_rows(last_message(channel)) == [["Source 1"], ["2 more", "👍", "👎"]]
    assert numbers(await ann.click(last_message(channel), label="2 more")) == ["[2]", "[3]"]
