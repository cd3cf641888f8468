"""Further passages, for whoever presses for them."""

import pytest
import simcord

from bot.bot import Footnote
from knowledge import Article, Library
from tests.bot.conftest import MakeBot
from tests.bot.pressing import ids, rows, said
from tests.bot.reading import body, embed, last

QUESTION = "Which ferry of the harbour of Lindvik is painted?"
NOTES = Article(
    title="Notes of a harbour master",
    paragraphs=tuple(f"The ferry number {n} of the harbour of Lindvik is painted in colour {n * 7}." for n in range(7)),
    language="en",
)


@pytest.fixture(autouse=True)
async def notes(library: Library) -> None:
    """Seven paragraphs that answer the question equally well."""
    await library.add(NOTES)


def numbers(result: simcord.InteractionResult) -> list[str]:
    """The numbers of the passages quoted."""
    assert result.ephemeral
    return [line[-3:] for line in body(result.response).split("\n") if line.startswith("> ")]


async def test_more_numbers_on_page_by_page_until_there_are_none(
    ann: simcord.MemberActor, channel: simcord.ChannelHandle
) -> None:
    await ann.send(channel, f"!ask {QUESTION}")
    assert rows(last(channel))[1] == ["More", "👍", "👎"]
    second = await ann.click(last(channel), label="More")
    assert numbers(second) == ["[4]", "[5]", "[6]"]
    assert rows(second.response) == [["Source 4", "Source 5", "Source 6"], ["More"]]
    assert second.response
    third = await ann.click(second.response, label="More")
    assert numbers(third)[0] == "[7]"
    assert third.response
    whole = await ann.click(third.response, label="Source 7")
    assert (embed(whole.response).footer.text or "").startswith("answer #1 · paragraph")


async def test_last_passages_have_no_button_for_more(
    ann: simcord.MemberActor, channel: simcord.ChannelHandle, library: Library
) -> None:
    await library.remove("ferry")
    await ann.send(channel, f"!ask {QUESTION}")
    second = await ann.click(last(channel), label="More")
    assert second.response
    third = await ann.click(second.response, label="More")
    assert numbers(third) == ["[7]"]
    assert rows(third.response) == [["Source 7"]]


async def test_everyone_who_presses_gets_the_same_next_passages(
    ann: simcord.MemberActor, channel: simcord.ChannelHandle, simcord_env: simcord.Env, make_bot: MakeBot
) -> None:
    await ann.send(channel, f"!ask {QUESTION}")
    answer = last(channel)
    bea = simcord_env.guild.add_member(simcord_env.create_user("bea"))
    first = await ann.click(answer, label="More")
    await simcord_env.restart_bot(make_bot())
    assert body((await bea.click(answer, label="More")).response) == body(first.response)


async def test_more_than_there_is_is_told_so(
    ann: simcord.MemberActor, channel: simcord.ChannelHandle, simcord_env: simcord.Env, simcord_bot: Footnote
) -> None:
    await simcord_bot.preferences.change(simcord_env.guild.id, {"passages": 1})
    await ann.send(channel, "!ask Who said that the old pier will become a fish market?")
    shown = await ann.click(last(channel), label="More")
    while shown.response and shown.response.embeds:
        shown = await ann.click(shown.response, label="More")
    assert "no more passages for answer #1" in said(shown)


async def test_answer_with_fewer_passages_than_may_be_shown_has_no_more(
    ann: simcord.MemberActor, channel: simcord.ChannelHandle, simcord_env: simcord.Env, simcord_bot: Footnote
) -> None:
    await simcord_bot.preferences.change(simcord_env.guild.id, {"passages": 5})
    await ann.send(channel, "!ask Which glacier melted under a spoiler?")
    assert rows(last(channel))[1] == ["👍", "👎"]


async def test_five_sources_have_short_names(
    ann: simcord.MemberActor, channel: simcord.ChannelHandle, simcord_env: simcord.Env, simcord_bot: Footnote
) -> None:
    await simcord_bot.preferences.change(simcord_env.guild.id, {"passages": 5})
    await ann.send(channel, f"!ask {QUESTION}")
    assert rows(last(channel)) == [["[1]", "[2]", "[3]", "[4]", "[5]"], ["More", "👍", "👎"]]


async def test_answer_that_was_gone_on_with_keeps_within_the_rows_when_shared_or_its_question_is_deleted(
    ann: simcord.MemberActor, channel: simcord.ChannelHandle
) -> None:
    result = await ann.slash(channel, "ask", question=QUESTION, private=True)
    assert result.response
    await ann.click(result.response, label="More")
    [posted] = (await ann.click(result.response, label="Share")).followups
    assert rows(posted) == [["[1]", "[2]", "[3]", "[4]", "[5]"], ["More", "👍", "👎"]]
    assert ids(posted)[5] == "footnote:more:1:5"
    asked = await ann.send(channel, f"!ask {QUESTION}")
    answer = last(channel)
    await ann.click(answer, label="More")
    await ann.delete(asked)
    assert rows(channel.history()[-1])[2] == ["Delete this answer"]


async def test_more_of_a_purged_answer_says_so_kindly(
    ann: simcord.MemberActor, channel: simcord.ChannelHandle, simcord_env: simcord.Env, library: Library
) -> None:
    await ann.send(channel, f"!ask {QUESTION}")
    await library.purge(str(simcord_env.guild.id))
    assert "not kept any more" in said(await ann.click(last(channel), label="More"))


async def test_private_answer_goes_on_for_its_asker(ann: simcord.MemberActor, channel: simcord.ChannelHandle) -> None:
    result = await ann.slash(channel, "ask", question=QUESTION, private=True)
    assert result.response
    assert numbers(await ann.click(result.response, label="More")) == ["[4]", "[5]", "[6]"]
