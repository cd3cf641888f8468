"""The buttons under an answer: sources, votes, and what an old button does."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
import simcord

from bot.views import REASON
from knowledge import Library
from tests.bot.conftest import FERRY, QUESTION, MakeBot
from tests.bot.pressing import ids, rows, said
from tests.bot.reading import body, embed, last
from tests.bot.test_permissions import forbid

UNANSWERED = "Which wine goes with artichokes?"


async def test_answer_has_a_button_for_each_source_and_for_votes(
    ann: simcord.MemberActor, channel: simcord.ChannelHandle
) -> None:
    await ann.send(channel, f"!ask {QUESTION}")
    assert rows(last(channel)) == [["Source 1", "Source 2", "Source 3"], ["More", "👍", "👎"]]
    assert ids(last(channel))[0] == "footnote:source:1:1"


async def test_decline_has_no_buttons(ann: simcord.MemberActor, channel: simcord.ChannelHandle) -> None:
    await ann.send(channel, f"!ask {UNANSWERED}")
    assert rows(last(channel)) == []


async def test_source_button_shows_the_paragraph_between_its_neighbours_to_whoever_pressed(
    ann: simcord.MemberActor, channel: simcord.ChannelHandle, simcord_env: simcord.Env
) -> None:
    await ann.send(channel, "!ask Which ferry berthed first while children waved flags?")
    bea = simcord_env.guild.add_member(simcord_env.create_user("bea"))
    result = await bea.click(last(channel), custom_id="footnote:source:1:1")
    assert result.ephemeral
    text = body(result.response)
    for paragraph in FERRY.paragraphs:
        assert paragraph in text
    assert embed(result.response).footer.text == "answer #1 · paragraph 2 of 3"
    assert len(channel.history()) == 2


@pytest.mark.parametrize("form", ["dm", "slash", "mention"])
async def test_buttons_work_under_an_answer_of_every_form(
    ann: simcord.MemberActor, channel: simcord.ChannelHandle, simcord_env: simcord.Env, form: str
) -> None:
    assert simcord_env.bot.user
    if form == "dm":
        bea = simcord_env.create_user("bea")
        await bea.send_dm(QUESTION)
        result = await bea.click(last(bea.dm_channel), custom_id="footnote:source:1:1")
    elif form == "slash":
        asked = await ann.slash(channel, "ask", question=QUESTION)
        assert asked.response
        result = await ann.click(asked.response, custom_id="footnote:source:1:1")
    else:
        await ann.send(channel, f"{simcord_env.bot.user.mention} {QUESTION}")
        result = await ann.click(last(channel), custom_id="footnote:source:1:1")
    assert "Mayor Ingrid Dahl" in body(result.response)


async def test_buttons_work_after_a_restart_and_next_month(
    ann: simcord.MemberActor,
    channel: simcord.ChannelHandle,
    simcord_env: simcord.Env,
    make_bot: MakeBot,
    library: Library,
) -> None:
    await ann.send(channel, f"!ask {QUESTION}")
    answer = last(channel)
    later = make_bot()
    await simcord_env.restart_bot(later)
    # These loops keep to the real clock, which stands still while a month passes here.
    await later.remove_cog("Presence")
    await later.remove_cog("Maintenance")
    await simcord_env.advance_time(31 * 24 * 3600)
    result = await ann.click(answer, custom_id="footnote:source:1:1")
    assert "Mayor Ingrid Dahl" in body(result.response)
    assert "noted" in said(await ann.click(answer, label=None, custom_id="footnote:up:1"))
    shown = await ann.click(answer, custom_id="footnote:down:1")
    await ann.submit_modal(shown, {REASON: "Too old."})
    [gap] = await library.feedback.gaps(collection=str(simcord_env.guild.id))
    assert gap.reasons == ("Too old.",)


async def test_vote_for_an_answer_is_kept(
    ann: simcord.MemberActor, channel: simcord.ChannelHandle, folder: Path
) -> None:
    await ann.send(channel, f"!ask {QUESTION}")
    assert said(await ann.click(last(channel), custom_id="footnote:up:1")).startswith("Thank you.")
    with closing(sqlite3.connect(folder / "footnote.db")) as connection:
        assert connection.execute("SELECT question, vote, reason FROM feedback").fetchall() == [(1, 1, "")]


@pytest.mark.parametrize("values", [{REASON: "Beside the point"}, {}])
async def test_vote_against_asks_for_a_reason_which_may_be_left_out(
    ann: simcord.MemberActor,
    channel: simcord.ChannelHandle,
    simcord_env: simcord.Env,
    library: Library,
    values: dict[str, str],
) -> None:
    await ann.send(channel, f"!ask {QUESTION}")
    shown = await ann.click(last(channel), custom_id="footnote:down:1")
    assert shown.modal and shown.modal["title"] == "What is wrong with this answer?"
    assert await library.feedback.gaps(collection=str(simcord_env.guild.id)) == []
    assert said(await ann.submit_modal(shown, values)).startswith("Thank you.")
    [gap] = await library.feedback.gaps(collection=str(simcord_env.guild.id))
    assert (gap.question, gap.votes) == (QUESTION, -1)
    assert gap.reasons == tuple(values.values())


async def test_vote_can_be_changed_and_counts_once_a_person(
    ann: simcord.MemberActor, channel: simcord.ChannelHandle, simcord_env: simcord.Env, library: Library
) -> None:
    await ann.send(channel, f"!ask {QUESTION}")
    bea = simcord_env.guild.add_member(simcord_env.create_user("bea"))
    for person in (ann, bea, ann):
        shown = await person.click(last(channel), custom_id="footnote:down:1")
        await person.submit_modal(shown, {REASON: person.name})
    [gap] = await library.feedback.gaps(collection=str(simcord_env.guild.id))
    assert (gap.votes, set(gap.reasons)) == (-2, {"ann", "bea"})
    for person in (ann, bea):
        await person.click(last(channel), custom_id="footnote:up:1")
    assert await library.feedback.gaps(collection=str(simcord_env.guild.id)) == []


async def test_form_that_two_people_fill_at_once_is_taken_from_both(
    ann: simcord.MemberActor, channel: simcord.ChannelHandle, simcord_env: simcord.Env, library: Library
) -> None:
    await ann.send(channel, f"!ask {QUESTION}")
    bea = simcord_env.guild.add_member(simcord_env.create_user("bea"))
    forms = [await person.click(last(channel), custom_id="footnote:down:1") for person in (ann, bea)]
    for person, form in zip((ann, bea), forms, strict=True):
        await person.submit_modal(form, {REASON: person.name})
    [gap] = await library.feedback.gaps(collection=str(simcord_env.guild.id))
    assert set(gap.reasons) == {"ann", "bea"}


async def test_form_that_was_open_during_a_restart_is_taken(
    ann: simcord.MemberActor,
    channel: simcord.ChannelHandle,
    simcord_env: simcord.Env,
    make_bot: MakeBot,
    library: Library,
) -> None:
    await ann.send(channel, f"!ask {QUESTION}")
    shown = await ann.click(last(channel), custom_id="footnote:down:1")
    await simcord_env.restart_bot(make_bot())
    assert said(await ann.submit_modal(shown, {REASON: "Still here"})).startswith("Thank you.")
    [gap] = await library.feedback.gaps(collection=str(simcord_env.guild.id))
    assert gap.reasons == ("Still here",)


@pytest.mark.parametrize("action", ["source:1:1", "up:1", "down:1"])
async def test_button_of_a_purged_answer_says_so_kindly(
    ann: simcord.MemberActor, channel: simcord.ChannelHandle, folder: Path, action: str
) -> None:
    await ann.send(channel, f"!ask {QUESTION}")
    with closing(sqlite3.connect(folder / "footnote.db")) as connection, connection:
        connection.execute("DELETE FROM citation")
        connection.execute("DELETE FROM question")
    assert said(await ann.click(last(channel), custom_id=f"footnote:{action}")).startswith("Answer #1 is not kept")


async def test_source_button_of_a_withdrawn_article_says_so_kindly(
    ann: simcord.MemberActor, channel: simcord.ChannelHandle, library: Library
) -> None:
    await ann.send(channel, "!ask Which glacier or pier melted under a spoiler as the ferry berthed?")
    await library.remove("hostile")
    told = [said_or_body(await ann.click(last(channel), custom_id=id)) for id in ids(last(channel))[:2]]
    assert any("has been taken out of the collection since" in text for text in told)
    await library.remove("ferry")
    assert "Ask again" in said(await ann.click(last(channel), custom_id="footnote:source:1:1"))


def said_or_body(result: simcord.InteractionResult) -> str:
    assert result.response
    return body(result.response) if result.response.embeds else said(result)


async def test_channel_without_embeds_has_the_same_buttons(ann: simcord.MemberActor, simcord_env: simcord.Env) -> None:
    channel = forbid(simcord_env, "no-embeds", embed_links=False)
    await ann.send(channel, f"!ask {QUESTION}")
    assert not last(channel).embeds
    assert rows(last(channel))[1] == ["More", "👍", "👎"]
