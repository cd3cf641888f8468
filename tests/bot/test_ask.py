"""A question in every form in which it can be put."""

import pytest
import simcord

from bot.bot import Footnote
from bot.text import messages
from tests.bot.conftest import QUESTION
from tests.bot.reading import body, embed, last

PASSAGE = "> “Mayor Ingrid Dahl said that the old pier will become a fish market next spring.” [1]"


def check_answered(text: str) -> None:
    """The text quotes the passage and says where it stands."""
    assert PASSAGE in text
    assert "[1] Harbour town opens its new ferry pier\u00a0·\u00a0¶3" in text
    assert "The Coast Courier (Northern Press) · 5 Jun 2021" in text


async def test_ask_is_answered_with_cited_passages(ann: simcord.MemberActor, channel: simcord.ChannelHandle) -> None:
    await ann.send(channel, f"!ask {QUESTION}")
    check_answered(body(last(channel)))
    assert (embed(last(channel)).footer.text or "").startswith("answer #1 · ")


async def test_slash_ask_is_answered_under_its_question(
    ann: simcord.MemberActor, channel: simcord.ChannelHandle
) -> None:
    result = await ann.slash(channel, "ask", question=QUESTION)
    check_answered(body(result.response))
    assert embed(result.response).author.name == QUESTION
    assert not result.ephemeral


@pytest.mark.parametrize("form", ["{me} {question}", "{question} {me}", "{me}, {question}", "{me} !ask {question}"])
async def test_mention_is_answered_wherever_it_stands(
    ann: simcord.MemberActor, channel: simcord.ChannelHandle, simcord_bot: Footnote, form: str
) -> None:
    assert simcord_bot.user
    await ann.send(channel, form.format(me=simcord_bot.user.mention, question=QUESTION))
    check_answered(body(last(channel)))


@pytest.mark.parametrize("form", ["{}", "!ask {}", "ask {}"])
async def test_direct_message_is_answered(simcord_env: simcord.Env, form: str) -> None:
    bea = simcord_env.create_user("bea")
    await bea.send_dm(form.format(QUESTION))
    check_answered(body(last(bea.dm_channel)))


async def test_reply_refers_to_the_message_and_pings_nobody(
    ann: simcord.MemberActor, channel: simcord.ChannelHandle, simcord_env: simcord.Env
) -> None:
    asked = await ann.send(channel, f"!ask {QUESTION}")
    reference = last(channel).reference
    assert reference and reference.message_id == asked.id
    sent = simcord_env.http_requests[-1].json
    assert isinstance(sent, dict)
    assert sent["allowed_mentions"] == {"parse": []}
    assert (sent["nonce"], sent["enforce_nonce"]) == (str(asked.id), True)


async def test_question_that_no_article_answers_is_declined(
    ann: simcord.MemberActor, channel: simcord.ChannelHandle
) -> None:
    await ann.send(channel, "!ask Which wine goes with the pier?")
    text = body(last(channel))
    assert text.startswith(messages.nothing_found())
    assert "“wine”, “goes”" in text
    assert "[1]" not in text


@pytest.mark.parametrize("words", ["!ask", "!ask   ", "!ASK", "{me} !ask", "!ask <@&77> <:smile:123456789012345>"])
async def test_question_without_words_is_told_how_to_ask(
    ann: simcord.MemberActor,
    channel: simcord.ChannelHandle,
    simcord_bot: Footnote,
    simcord_env: simcord.Env,
    words: str,
) -> None:
    assert simcord_bot.user
    await ann.send(channel, words.format(me=simcord_bot.user.mention))
    assert "ask Who met in Moscow?" in last(channel).content
    assert str(simcord_bot.user.id) not in last(channel).content
    assert len(channel.history()) == 2
    simcord_env.errors.clear()


async def test_slash_question_without_words_is_told_so_in_private(
    ann: simcord.MemberActor, channel: simcord.ChannelHandle, simcord_env: simcord.Env
) -> None:
    result = await ann.slash(channel, "ask", question="   ")
    assert result.ephemeral
    assert result.response and "/ask Who met in Moscow?" in result.response.content
    simcord_env.errors.clear()


@pytest.mark.parametrize("length", [1_001, 1_990])
async def test_question_that_is_too_long_is_told_how_long_it_may_be(
    ann: simcord.MemberActor, channel: simcord.ChannelHandle, simcord_env: simcord.Env, length: int
) -> None:
    await ann.send(channel, "!ask " + "x" * length)
    assert f"{length:,} characters" in last(channel).content
    simcord_env.errors.clear()


async def test_discord_itself_refuses_a_slash_question_of_10000_characters(
    ann: simcord.MemberActor, channel: simcord.ChannelHandle
) -> None:
    with pytest.raises(simcord.OptionError):
        await ann.slash(channel, "ask", question="x" * 10_000)


async def test_ids_in_a_question_reach_neither_the_index_nor_the_log(
    ann: simcord.MemberActor, channel: simcord.ChannelHandle
) -> None:
    await ann.send(channel, f"!ask <@123456789012345678> {QUESTION} <#42> <:fish:99>")
    await ann.send(channel, "!source")
    assert f"Sources for: {QUESTION}\n" in body(last(channel))


@pytest.mark.parametrize(
    "words", ["Hello all", "@everyone who?", "<@&77> who?", "!play a song", "?ask who", "!", "!!!", "!b", "!av", "!ab"]
)
async def test_message_for_others_gets_no_reply(
    ann: simcord.MemberActor, channel: simcord.ChannelHandle, simcord_env: simcord.Env, words: str
) -> None:
    await ann.send(channel, words)
    assert len(channel.history()) == 1
    simcord_env.errors.clear()


async def test_other_bot_gets_no_reply(simcord_env: simcord.Env, channel: simcord.ChannelHandle) -> None:
    other = simcord_env.guild.add_member(simcord_env.create_user("other", bot=True))
    await other.send(channel, f"!ask {QUESTION}")
    assert len(channel.history()) == 1


async def test_webhook_gets_no_reply(simcord_env: simcord.Env, channel: simcord.ChannelHandle) -> None:
    await simcord_env.guild.create_webhook(channel).send(f"!ask {QUESTION}")
    assert len(channel.history()) == 1


@pytest.mark.parametrize(
    ("typed", "meant"), [("sorce 2", "source"), ("SCR", "src"), ("aks who?", "ask"), ("hlep", "help")]
)
async def test_mistyped_command_is_told_what_was_likely_meant(
    ann: simcord.MemberActor, channel: simcord.ChannelHandle, simcord_env: simcord.Env, typed: str, meant: str
) -> None:
    await ann.send(channel, f"!{typed}")
    assert f"did you mean !{meant}?" in last(channel).content.replace("\\", "")
    simcord_env.errors.clear()


@pytest.mark.parametrize("words", ["!a", "!A"])
async def test_short_names_do_the_same(ann: simcord.MemberActor, channel: simcord.ChannelHandle, words: str) -> None:
    await ann.send(channel, f"{words} {QUESTION}")
    check_answered(body(last(channel)))
    await ann.send(channel, "!src 1")
    assert "> ¶3" in (embed(last(channel)).description or "")


async def test_hostile_article_is_quoted_without_effect(
    ann: simcord.MemberActor, channel: simcord.ChannelHandle
) -> None:
    await ann.send(channel, "!ask Which glacier melted under a spoiler?")
    text = body(last(channel))
    assert "The glacier **melted** @everyone @here <@123456789012345678>" in text
    assert "[1] @everyone [click](https://evil.example) <@1> # Glacier\u00a0·\u00a0¶1" in text
    assert "`Bad` *News*" in text
    drawn = embed(last(channel)).description or ""
    assert not set(drawn) & set("\u202e\u202c\x1b")
    assert "@everyone" not in drawn and "(https://evil.example)" not in drawn


async def test_help_tells_every_way_to_ask(ann: simcord.MemberActor, channel: simcord.ChannelHandle) -> None:
    await ann.send(channel, "!help")
    told = last(channel).embeds[0].description or ""
    result = await ann.slash(channel, "help")
    by_slash = (result.response and result.response.embeds[0].description) or ""
    for way in ("/ask", "@TestBot", "direct message"):
        assert way in told and way in by_slash
    assert "!ask QUESTION" in told and "!source" in told
    assert "/source" in by_slash and "!" not in by_slash
