"""The buttons under an answer: sources, votes, sharing, old and forged ones, within every limit of Discord."""

import logging
import sqlite3
from contextlib import closing
from itertools import product
from pathlib import Path
from typing import Any

import discord
import pytest
import simcord
from hypothesis import given
from hypothesis import strategies as st

from bot.bot import Footnote
from bot.embeds import answers as render
from bot.i18n import languages, use_language
from bot.tasks import Maintenance, PeriodicCog, Presence
from bot.text import markdown
from bot.views.answer import (
    CAUSE,
    MAX_SOURCE_BUTTONS,
    REASON,
    AnswerAction,
    AnswerButton,
    answer_view,
    more_view,
    reason_modal,
)
from bot.views.watch import WatchButton
from knowledge import Answer, Article, Citation, Decline, Library
from tests.bot.conftest import FERRY, QUESTION, MakeBot, channel_denying
from tests.bot.limit_checks import check_fits
from tests.bot.messages import button_ids, button_rows, embed_text, last_message, only_embed, private_text
from tests.bot.strategies import answers, declines, texts

UNANSWERED = "Which wine goes with artichokes?"


async def test_answer_has_a_button_for_each_source_and_for_votes(
    ann: simcord.MemberActor, channel: simcord.ChannelHandle
) -> None:
    await ann.send(channel, f"!ask {QUESTION}")
    assert button_rows(last_message(channel)) == [["Source 1"], ["2 more", "👍", "👎"]]
    assert button_ids(last_message(channel))[0] == "footnote:source:1:1"


async def test_decline_has_one_button(ann: simcord.MemberActor, channel: simcord.ChannelHandle) -> None:
    await ann.send(channel, f"!ask {UNANSWERED}")
    assert button_rows(last_message(channel)) == [["Tell me when you know"]]


async def test_source_button_shows_the_paragraph_between_its_neighbours(
    ann: simcord.MemberActor, channel: simcord.ChannelHandle, simcord_env: simcord.Env
) -> None:
    await ann.send(channel, "!ask Which ferry berthed first while children waved flags?")
    bea = simcord_env.guild.add_member(simcord_env.create_user("bea"))
    result = await bea.click(last_message(channel), custom_id="footnote:source:1:1")
    assert result.ephemeral
    text = embed_text(result.response)
    for paragraph in FERRY.paragraphs:
        assert paragraph in text
    assert only_embed(result.response).footer.text == "answer #1 · paragraphs 2–3 of 3"
    assert len(channel.history()) == 2


@pytest.mark.parametrize("form", ["dm", "slash", "mention"])
async def test_buttons_work_under_an_answer_of_every_form(
    ann: simcord.MemberActor, channel: simcord.ChannelHandle, simcord_env: simcord.Env, form: str
) -> None:
    assert simcord_env.bot.user
    if form == "dm":
        bea = simcord_env.create_user("bea")
        await bea.send_dm(QUESTION)
        result = await bea.click(last_message(bea.dm_channel), custom_id="footnote:source:1:1")
    elif form == "slash":
        asked = await ann.slash(channel, "ask", question=QUESTION)
        assert asked.response
        result = await ann.click(asked.response, custom_id="footnote:source:1:1")
    else:
        await ann.send(channel, f"{simcord_env.bot.user.mention} {QUESTION}")
        result = await ann.click(last_message(channel), custom_id="footnote:source:1:1")
    assert "Mayor Ingrid Dahl" in embed_text(result.response)


async def test_buttons_work_after_a_restart_and_next_month(
    ann: simcord.MemberActor,
    channel: simcord.ChannelHandle,
    simcord_env: simcord.Env,
    make_bot: MakeBot,
    library: Library,
) -> None:
    await ann.send(channel, f"!ask {QUESTION}")
    answer = last_message(channel)
    later = make_bot()
    await simcord_env.restart_bot(later)
    # These loops keep to the real clock, which stands still while a month passes here.
    for name, cog in dict(later.cogs).items():
        if isinstance(cog, PeriodicCog | Presence | Maintenance):
            await later.remove_cog(name)
    await simcord_env.advance_time(31 * 24 * 3600)
    result = await ann.click(answer, custom_id="footnote:source:1:1")
    assert "Mayor Ingrid Dahl" in embed_text(result.response)
    assert "noted" in private_text(await ann.click(answer, label=None, custom_id="footnote:up:1"))
    shown = await ann.click(answer, custom_id="footnote:down:1")
    await ann.submit_modal(shown, {REASON: "Too old."})
    [gap] = await library.feedback.gaps(collection=str(simcord_env.guild.id))
    assert gap.reasons == ("Too old.",)


async def test_vote_for_an_answer_is_kept(
    ann: simcord.MemberActor, channel: simcord.ChannelHandle, folder: Path
) -> None:
    await ann.send(channel, f"!ask {QUESTION}")
    assert private_text(await ann.click(last_message(channel), custom_id="footnote:up:1")).startswith("Thanks")
    with closing(sqlite3.connect(folder / "footnote.db")) as connection:
        assert connection.execute("SELECT question, vote, reason FROM feedback").fetchall() == [(1, 1, "")]


@pytest.mark.parametrize("values", [{REASON: "Off topic"}, {}, {CAUSE: "outdated"}, {CAUSE: "wrong", REASON: "No."}])
async def test_vote_against_asks_for_a_reason_which_may_be_left_out(
    ann: simcord.MemberActor,
    channel: simcord.ChannelHandle,
    simcord_env: simcord.Env,
    library: Library,
    values: dict[str, str],
) -> None:
    await ann.send(channel, f"!ask {QUESTION}")
    shown = await ann.click(last_message(channel), custom_id="footnote:down:1")
    assert shown.modal and shown.modal["title"] == "What is wrong with this answer?"
    assert await library.feedback.gaps(collection=str(simcord_env.guild.id)) == []
    assert private_text(await ann.submit_modal(shown, values)).startswith("Thanks")
    [gap] = await library.feedback.gaps(collection=str(simcord_env.guild.id))
    assert (gap.question, gap.votes) == (QUESTION, -1)
    assert gap.reasons == tuple(filter(None, [values.get(REASON)]))
    assert gap.causes == dict.fromkeys(filter(None, [values.get(CAUSE)]), 1)


async def test_vote_can_be_changed_and_counts_once_a_person(
    ann: simcord.MemberActor, channel: simcord.ChannelHandle, simcord_env: simcord.Env, library: Library
) -> None:
    await ann.send(channel, f"!ask {QUESTION}")
    bea = simcord_env.guild.add_member(simcord_env.create_user("bea"))
    for person in (ann, bea, ann):
        shown = await person.click(last_message(channel), custom_id="footnote:down:1")
        await person.submit_modal(shown, {REASON: person.name})
    [gap] = await library.feedback.gaps(collection=str(simcord_env.guild.id))
    assert (gap.votes, set(gap.reasons)) == (-2, {"ann", "bea"})
    for person in (ann, bea):
        await person.click(last_message(channel), custom_id="footnote:up:1")
    assert await library.feedback.gaps(collection=str(simcord_env.guild.id)) == []


async def test_form_that_two_people_fill_at_once_is_taken_from_both(
    ann: simcord.MemberActor, channel: simcord.ChannelHandle, simcord_env: simcord.Env, library: Library
) -> None:
    await ann.send(channel, f"!ask {QUESTION}")
    bea = simcord_env.guild.add_member(simcord_env.create_user("bea"))
    forms = [await person.click(last_message(channel), custom_id="footnote:down:1") for person in (ann, bea)]
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
    shown = await ann.click(last_message(channel), custom_id="footnote:down:1")
    await simcord_env.restart_bot(make_bot())
    assert private_text(await ann.submit_modal(shown, {REASON: "Still here"})).startswith("Thanks")
    [gap] = await library.feedback.gaps(collection=str(simcord_env.guild.id))
    assert gap.reasons == ("Still here",)


async def test_button_of_a_purged_answer_says_so_kindly(
    ann: simcord.MemberActor, channel: simcord.ChannelHandle, folder: Path, subtests: pytest.Subtests
) -> None:
    await ann.send(channel, f"!ask {QUESTION}")
    answer = last_message(channel)
    with closing(sqlite3.connect(folder / "footnote.db")) as connection, connection:
        connection.execute("DELETE FROM citation")
        connection.execute("DELETE FROM question")
    for action in ("source:1:1", "up:1", "down:1"):
        with subtests.test(action=action):
            told = private_text(await ann.click(answer, custom_id=f"footnote:{action}"))
            assert told.startswith("Answer #1 is no longer stored")


async def test_source_button_of_a_withdrawn_article_says_so_kindly(
    ann: simcord.MemberActor, channel: simcord.ChannelHandle, library: Library
) -> None:
    await ann.send(channel, "!ask Which glacier or pier melted under a spoiler as the ferry berthed?")
    await library.remove("hostile")
    told = [
        said_or_body(await ann.click(last_message(channel), custom_id=id))
        for id in button_ids(last_message(channel))[:2]
    ]
    assert any("has since been removed" in text for text in told)
    await library.remove("ferry")
    assert "Ask again" in private_text(await ann.click(last_message(channel), custom_id="footnote:source:1:1"))


def said_or_body(result: simcord.InteractionResult) -> str:
    assert result.response
    return embed_text(result.response) if result.response.embeds else private_text(result)


async def test_channel_without_embeds_has_the_same_buttons(ann: simcord.MemberActor, simcord_env: simcord.Env) -> None:
    channel = channel_denying(simcord_env, "no-embeds", embed_links=False)
    await ann.send(channel, f"!ask {QUESTION}")
    assert not last_message(channel).embeds
    assert button_rows(last_message(channel))[1] == ["2 more", "👍", "👎"]


ARTICLE = Article(title="@everyone", paragraphs=("<@1> **",))


def cited(id: int, numbers: list[int]) -> Answer:
    """An answer whose citations have these numbers: nothing else of it stands on a button."""
    each = (Citation(n=n, article=ARTICLE, paragraph=1, span=(0, 4)) for n in sorted(numbers))
    return Answer(id=id, question="@here", outcome="answered", confidence=1, citations=tuple(each))


numbered = st.builds(
    cited, st.integers(1, 10**15 - 1), st.lists(st.integers(1, 999), min_size=1, max_size=40, unique=True)
)
kinds = st.tuples(st.booleans(), st.booleans(), st.sampled_from(languages()))


def _read(custom_id: str) -> AnswerAction | None:
    found = AnswerButton.__discord_ui_compiled_template__.fullmatch(custom_id)
    return AnswerAction.from_match(found) if found else None


def check_buttons(rows: list[dict[str, Any]]) -> None:
    """The rows are at most five, of at most five buttons, each with a name and an id of its own."""
    buttons = [button for row in rows for button in row["components"]]
    assert len(rows) <= 5
    assert all(1 <= len(row["components"]) <= 5 for row in rows)
    assert all(button.get("label") or button["emoji"] for button in buttons)
    assert all(markdown.utf16_len(button.get("label") or "") <= markdown.MAX_LABEL for button in buttons)
    assert len({button["custom_id"] for button in buttons}) == len(buttons)
    assert all(_read(button["custom_id"]) and len(button["custom_id"]) <= 100 for button in buttons)


@given(numbered, st.booleans(), kinds)
async def test_buttons_under_any_answer_keep_within_every_limit(
    answer: Answer, more: bool, kind: tuple[bool, bool, str]
) -> None:
    private, deletable, language = kind
    with use_language(language):
        view = answer_view(answer, more=more, private=private, deletable=deletable)
    assert view
    check_buttons(view.to_components())
    pressed = [_read(button["custom_id"]) for row in view.to_components() for button in row["components"]]
    shown = [citation.n for citation in answer.citations[:MAX_SOURCE_BUTTONS]]
    assert [press.n for press in pressed if press and press.name == "source"] == shown
    assert [press.n for press in pressed if press and press.name == "more"] == shown[-1:] * more


@given(numbered, st.booleans())
async def test_buttons_under_further_passages_keep_within_every_limit(answer: Answer, more: bool) -> None:
    rows = more_view(answer, more=more).to_components()
    check_buttons(rows)
    assert len(rows) == 1 + more


@given(declines)
async def test_decline_has_one_button_to_be_told_or_to_delete_it(decline: Decline) -> None:
    waiting = answer_view(decline)
    assert waiting and [type(item) for item in waiting.children] == [WatchButton]
    view = answer_view(decline, deletable=True)
    assert view
    check_buttons(view.to_components())


async def test_form_keeps_within_every_limit(subtests: pytest.Subtests) -> None:
    for language in languages():
        with subtests.test(language=language):
            with use_language(language):
                form = reason_modal(10**15 - 1).to_dict()
            causes, label = form["components"]
            assert len(causes["label"]) <= 45 and causes["component"]["required"] is False
            assert all(len(option["label"]) <= 100 for option in causes["component"]["options"])
            assert len(form["title"]) <= 45 and len(label["label"]) <= 45 and len(form["custom_id"]) <= 100
            assert len(label["component"]["placeholder"]) <= 100
            assert label["component"]["max_length"] <= 4000 and label["component"]["required"] is False


@given(answers(), texts)
def test_shared_answer_keeps_within_every_limit_and_mentions_nobody(answer: Answer, name: str) -> None:
    check_fits(render.shared_by(lambda room: render.reply_page(answer, room), name))


def test_press_is_read_back_from_its_custom_id() -> None:
    for action, answer, n in product(("source", "up", "share"), (1, 10**15 - 1), (None, 0, 1, 999)):
        press = AnswerAction(action, answer, n)
        assert _read(press.custom_id) == press


def test_custom_id_that_is_not_ours_is_none() -> None:
    for custom_id in ("", "footnote:", "footnote:ban:1", "footnote:up:", "footnote:up:1:2:3", "footnote:up:-1", "up:1"):
        assert _read(custom_id) is None, custom_id


HUGE = "9" * 30
FORGED = [
    f"footnote:source:{'9' * 15}:999",
    "footnote:source:1",
    "footnote:more:1",
    "footnote:more:1:999",
    "footnote:newest:1:999",
    "footnote:days:1",
    "footnote:days:99:0",
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


async def test_forged_buttons_and_menus_do_no_harm_and_fail_in_no_unknown_way(
    ann: simcord.MemberActor,
    channel: simcord.ChannelHandle,
    simcord_bot: Footnote,
    caplog: pytest.LogCaptureFixture,
) -> None:
    await ann.send(channel, f"!ask {QUESTION}")
    for custom_id in FORGED:
        view = discord.ui.View(timeout=None)
        view.add_item(discord.ui.Button(label="x", custom_id=custom_id))
        await simcord_bot.get_partial_messageable(channel.id).send("forged", view=view)
        result = await ann.click(last_message(channel), custom_id=custom_id)
        assert not [record for record in caplog.records if record.levelno >= logging.ERROR], custom_id
        assert not result.response or "this id" not in result.response.content, custom_id
    for custom_id in ("read", "setting"):
        for values in ([], ["x"], ["9" * 30]):
            options = [discord.SelectOption(label=each, value=each) for each in values or ["y"]]
            view = discord.ui.View(timeout=None)
            view.add_item(discord.ui.Select(custom_id=custom_id, min_values=0, options=options))
            await simcord_bot.get_partial_messageable(channel.id).send("forged", view=view)
            await ann.select(last_message(channel), values)
            assert not [record for record in caplog.records if record.levelno >= logging.ERROR], (custom_id, values)


async def test_private_answer_is_seen_by_its_asker_alone_until_shared(
    ann: simcord.MemberActor, channel: simcord.ChannelHandle, simcord_env: simcord.Env
) -> None:
    result = await ann.slash(channel, "ask", question=QUESTION, private=True)
    assert result.ephemeral and result.response
    assert button_rows(result.response)[1] == ["2 more", "👍", "👎", "Share"]
    assert channel.history() == [] or all(message.flags.ephemeral for message in channel.history())
    bea = simcord_env.guild.add_member(simcord_env.create_user("bea"))
    await bea.send(channel, "!source")
    assert not last_message(channel).embeds
    assert "Mayor" in embed_text((await ann.click(result.response, custom_id="footnote:source:1:1")).response)
    simcord_env.errors.clear()


async def test_shared_answer_is_posted_once_for_everyone_with_its_question_and_no_ping(
    ann: simcord.MemberActor, channel: simcord.ChannelHandle, simcord_env: simcord.Env
) -> None:
    result = await ann.slash(channel, "ask", question=QUESTION, private=True)
    assert result.response
    await ann.click(result.response, custom_id="footnote:share:1")
    [posted] = channel.history()
    assert only_embed(posted).author.name == QUESTION
    assert embed_text(posted).endswith("\n\nShared by ann")
    assert "Mayor Ingrid Dahl" in embed_text(posted)
    assert button_rows(posted)[1] == ["More", "👍", "👎"]
    assert result.response and button_rows(result.response)[1] == ["More", "👍", "👎"]
    bea = simcord_env.guild.add_member(simcord_env.create_user("bea"))
    await bea.send(channel, "!source", reply_to=posted)
    assert "Sources for" in embed_text(last_message(channel))


async def test_answer_that_has_been_shared_is_not_shared_again(
    ann: simcord.MemberActor, channel: simcord.ChannelHandle, simcord_env: simcord.Env, library: Library
) -> None:
    result = await ann.slash(channel, "ask", question=QUESTION, private=True)
    assert result.response
    assert await library.question_log.share(1, collection=str(simcord_env.guild.id), asker=str(ann.id))
    assert "already see this answer" in private_text(await ann.click(result.response, custom_id="footnote:share:1"))


async def test_answer_is_shared_after_a_restart(
    ann: simcord.MemberActor, channel: simcord.ChannelHandle, simcord_env: simcord.Env, make_bot: MakeBot
) -> None:
    result = await ann.slash(channel, "ask", question=QUESTION, private=True)
    assert result.response
    await simcord_env.restart_bot(make_bot())
    await simcord_env.advance_time(3600)
    await ann.click(result.response, custom_id="footnote:share:1")
    assert "Shared by ann" in embed_text(last_message(channel))


async def test_name_of_who_shared_pings_nobody(simcord_env: simcord.Env, channel: simcord.ChannelHandle) -> None:
    eve = simcord_env.guild.add_member(simcord_env.create_user("@everyone **<@1>"))
    result = await eve.slash(channel, "ask", question=QUESTION, private=True)
    assert result.response
    await eve.click(result.response, custom_id="footnote:share:1")
    assert embed_text(last_message(channel)).endswith("Shared by @everyone **<@1>")


async def test_private_decline_has_one_button(ann: simcord.MemberActor, channel: simcord.ChannelHandle) -> None:
    result = await ann.slash(channel, "ask", question=UNANSWERED, private=True)
    assert result.ephemeral
    assert button_rows(result.response) == [["Tell me when you know"]]


async def test_question_in_a_direct_message_is_private_without_being_hidden(simcord_env: simcord.Env) -> None:
    bea = simcord_env.create_user("bea")
    result = await bea.slash("ask", question=QUESTION, private=True)
    assert not result.ephemeral
    assert button_rows(result.response)[1] == ["2 more", "👍", "👎"]


async def test_server_may_answer_slash_commands_in_private_unless_asked_otherwise(
    ann: simcord.MemberActor, channel: simcord.ChannelHandle, simcord_env: simcord.Env, simcord_bot: Footnote
) -> None:
    await simcord_bot.preferences.change(simcord_env.guild.id, {"private": True})
    assert (await ann.slash(channel, "ask", question=QUESTION)).ephemeral
    assert not (await ann.slash(channel, "ask", question=QUESTION, private=False)).ephemeral
    await ann.send(channel, f"!ask {QUESTION}")
    assert "Mayor Ingrid Dahl" in embed_text(last_message(channel))


async def test_where_the_bot_may_not_write_by_itself_an_answer_is_shared_all_the_same(
    simcord_env: simcord.Env, ann: simcord.MemberActor
) -> None:
    read_only = channel_denying(simcord_env, "read-only", send_messages=False)
    result = await ann.slash(read_only, "ask", question=QUESTION, private=True)
    assert result.response
    [posted] = (await ann.click(result.response, custom_id="footnote:share:1")).followups
    assert not posted.ephemeral and "Shared by ann" in embed_text(posted)
