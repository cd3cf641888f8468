"""A question in every form in which it can be put, also from the menu of a message."""

import pytest
import simcord

from bot.bot import Footnote
from bot.text import messages
from knowledge import MAX_QUESTION_CHARS
from tests.bot.conftest import QUESTION, MakeBot
from tests.bot.messages import button_rows, embed_text, last_message, only_embed, private_text

PASSAGE = "> “Mayor Ingrid Dahl said that the old pier will become a fish market next spring.” [1]"


def check_answered(text: str) -> None:
    """The text quotes the passage and says where it stands."""
    assert PASSAGE in text
    assert "[1] Harbour town opens its new ferry pier\u00a0·\u00a0¶3" in text
    assert "The Coast Courier (Northern Press) · 5 Jun 2021" in text


async def test_ask_is_answered_with_cited_passages(ann: simcord.MemberActor, channel: simcord.ChannelHandle) -> None:
    await ann.send(channel, f"!ask {QUESTION}")
    check_answered(embed_text(last_message(channel)))
    assert (only_embed(last_message(channel)).footer.text or "").startswith("answer #1 · ")


async def test_slash_ask_is_answered_under_its_question(
    ann: simcord.MemberActor, channel: simcord.ChannelHandle
) -> None:
    result = await ann.slash(channel, "ask", question=QUESTION)
    check_answered(embed_text(result.response))
    assert only_embed(result.response).author.name == QUESTION
    assert not result.ephemeral


async def test_mention_is_answered_wherever_it_stands(
    subtests: pytest.Subtests, ann: simcord.MemberActor, channel: simcord.ChannelHandle, simcord_bot: Footnote
) -> None:
    for form in ["{me} {question}", "{question} {me}", "{me}, {question}", "{me} !ask {question}"]:
        with subtests.test(form=form):
            assert simcord_bot.user
            await ann.send(channel, form.format(me=simcord_bot.user.mention, question=QUESTION))
            check_answered(embed_text(last_message(channel)))


async def test_direct_message_is_answered(simcord_env: simcord.Env, subtests: pytest.Subtests) -> None:
    for form in ("{}", "!ask {}", "ask {}"):
        with subtests.test(form=form):
            bea = simcord_env.create_user("bea")
            await bea.send_dm(form.format(QUESTION))
            check_answered(embed_text(last_message(bea.dm_channel)))


async def test_reply_refers_to_the_message_and_pings_nobody(
    ann: simcord.MemberActor, channel: simcord.ChannelHandle, simcord_env: simcord.Env
) -> None:
    asked = await ann.send(channel, f"!ask {QUESTION}")
    reference = last_message(channel).reference
    assert reference and reference.message_id == asked.id
    sent = simcord_env.http_requests[-1].json
    assert isinstance(sent, dict)
    assert sent["allowed_mentions"] == {"parse": []}
    assert sent["nonce"] and sent["enforce_nonce"]


async def test_question_that_no_article_answers_is_declined(
    ann: simcord.MemberActor, channel: simcord.ChannelHandle
) -> None:
    await ann.send(channel, "!ask Which wine and cheese go with the pier?")
    text = embed_text(last_message(channel))
    assert text.startswith(messages.nothing_found())
    assert "“wine”, “cheese”" in text
    assert "[1]" not in text


async def test_question_without_words_is_told_how_to_ask(
    ann: simcord.MemberActor,
    channel: simcord.ChannelHandle,
    simcord_bot: Footnote,
    simcord_env: simcord.Env,
    subtests: pytest.Subtests,
) -> None:
    for number, words in enumerate(("!ASK", "{me} !ask"), 1):
        with subtests.test(words=words):
            assert simcord_bot.user
            await ann.send(channel, words.format(me=simcord_bot.user.mention))
            assert "ask Who met in Moscow?" in last_message(channel).content
            assert str(simcord_bot.user.id) not in last_message(channel).content
            assert len(channel.history()) == 2 * number
            simcord_env.errors.clear()


async def test_slash_question_without_words_is_told_so_in_private(
    ann: simcord.MemberActor, channel: simcord.ChannelHandle, simcord_env: simcord.Env
) -> None:
    result = await ann.slash(channel, "ask", question="   ")
    assert result.ephemeral
    assert result.response and "/ask Who met in Moscow?" in result.response.content
    simcord_env.errors.clear()


async def test_ids_in_a_question_reach_neither_the_index_nor_the_log(
    ann: simcord.MemberActor, channel: simcord.ChannelHandle
) -> None:
    await ann.send(channel, f"!ask <@123456789012345678> {QUESTION} <#42> <:fish:99>")
    await ann.send(channel, "!source")
    assert f"Sources for: {QUESTION}\n" in embed_text(last_message(channel))


async def test_message_for_others_gets_no_reply(
    ann: simcord.MemberActor, channel: simcord.ChannelHandle, simcord_env: simcord.Env, subtests: pytest.Subtests
) -> None:
    others = ("Hello all", "@everyone who?", "<@&77> who?", "!play a song", "?ask who", "!", "!!!", "!b", "!av", "!ab")
    for number, words in enumerate(others, 1):
        with subtests.test(words=words):
            await ann.send(channel, words)
            assert len(channel.history()) == number
    simcord_env.errors.clear()


async def test_other_bot_gets_no_reply(simcord_env: simcord.Env, channel: simcord.ChannelHandle) -> None:
    other = simcord_env.guild.add_member(simcord_env.create_user("other", bot=True))
    await other.send(channel, f"!ask {QUESTION}")
    assert len(channel.history()) == 1


async def test_webhook_gets_no_reply(simcord_env: simcord.Env, channel: simcord.ChannelHandle) -> None:
    await simcord_env.guild.create_webhook(channel).send(f"!ask {QUESTION}")
    assert len(channel.history()) == 1


async def test_mistyped_command_is_told_what_was_likely_meant(
    subtests: pytest.Subtests, ann: simcord.MemberActor, channel: simcord.ChannelHandle, simcord_env: simcord.Env
) -> None:
    for typed, meant in [("sorce 2", "source"), ("SCR", "src"), ("aks who?", "ask"), ("hlep", "help")]:
        with subtests.test(typed=typed, meant=meant):
            await ann.send(channel, f"!{typed}")
            assert f"Did you mean !{meant}?" in last_message(channel).content.replace("\\", "")
            simcord_env.errors.clear()


async def test_short_names_do_the_same(
    ann: simcord.MemberActor, channel: simcord.ChannelHandle, subtests: pytest.Subtests
) -> None:
    for words in ("!a", "!A"):
        with subtests.test(words=words):
            await ann.send(channel, f"{words} {QUESTION}")
            check_answered(embed_text(last_message(channel)))
            await ann.send(channel, "!src 1")
            assert "> ¶3" in (only_embed(last_message(channel)).description or "")


async def test_hostile_article_is_quoted_without_effect(
    ann: simcord.MemberActor, channel: simcord.ChannelHandle
) -> None:
    await ann.send(channel, "!ask Which glacier melted under a spoiler?")
    text = embed_text(last_message(channel))
    assert "The glacier **melted** @everyone @here <@123456789012345678>" in text
    assert "[1] @everyone [click](https://evil.example) <@1> # Glacier\u00a0·\u00a0¶1" in text
    assert "`Bad` *News*" in text
    drawn = only_embed(last_message(channel)).description or ""
    assert not set(drawn) & set("\u202e\u202c\x1b")
    assert "@everyone" not in drawn and "(https://evil.example)" not in drawn


async def test_help_tells_every_way_to_ask(ann: simcord.MemberActor, channel: simcord.ChannelHandle) -> None:
    await ann.send(channel, "!help")
    told = last_message(channel).embeds[0].description or ""
    result = await ann.slash(channel, "help")
    by_slash = (result.response and result.response.embeds[0].description) or ""
    for way in ("/ask", "@TestBot", "direct message"):
        assert way in told and way in by_slash
    assert "!ask" in told and "!source" in told
    assert "/source" in by_slash and "!" not in by_slash


ENTRY = "Find sources for this"
CLAIM = "I heard that the old pier will become a fish market, @everyone!"


async def test_words_of_a_message_are_answered_to_whoever_chose_it(
    ann: simcord.MemberActor, channel: simcord.ChannelHandle, simcord_env: simcord.Env
) -> None:
    claim = await ann.send(channel, CLAIM)
    bea = simcord_env.guild.add_member(simcord_env.create_user("bea"))
    result = await bea.context_menu(channel, ENTRY, claim)
    assert result.ephemeral
    assert "Mayor Ingrid Dahl" in embed_text(result.response)
    assert only_embed(result.response).author.name == CLAIM
    assert "Share" in button_rows(result.response)[1]
    assert last_message(channel).id == claim.id or last_message(channel).flags.ephemeral


async def test_sources_found_can_be_shared(ann: simcord.MemberActor, channel: simcord.ChannelHandle) -> None:
    result = await ann.context_menu(channel, ENTRY, await ann.send(channel, CLAIM))
    assert result.response
    await ann.click(result.response, label="Share")
    assert "Mayor Ingrid Dahl" in embed_text(last_message(channel))


async def test_question_of_a_message_is_asked_without_the_command_and_without_links(
    ann: simcord.MemberActor, channel: simcord.ChannelHandle, simcord_bot: Footnote
) -> None:
    assert simcord_bot.user
    linked = f"<https://courier.example/pier> [{QUESTION}](https://courier.example/pier) https://t.example/Abc?x=1"
    for words in (
        f"!ask {QUESTION}",
        f"{simcord_bot.user.mention} {QUESTION}",
        linked,
        f"## {QUESTION}",
        f"> {QUESTION}",
    ):
        result = await ann.context_menu(channel, ENTRY, await ann.send(channel, words))
        assert only_embed(result.response).author.name == QUESTION


async def test_message_without_words_is_told_so_kindly(
    ann: simcord.MemberActor, channel: simcord.ChannelHandle, simcord_env: simcord.Env, subtests: pytest.Subtests
) -> None:
    for words in ("", "<@&77>", "<:smile:123456789012345>", "😀 !?"):
        with subtests.test(words=words):
            sent = await ann.send(channel, words, attachments=[("pier.txt", b"The old pier")])
            simcord_env.errors.clear()
            assert "no words in that message that I could look up" in private_text(
                await ann.context_menu(channel, ENTRY, sent)
            )
            simcord_env.errors.clear()


async def test_answer_of_ours_has_no_words_of_its_own(
    ann: simcord.MemberActor, channel: simcord.ChannelHandle, simcord_env: simcord.Env
) -> None:
    await ann.send(channel, f"!ask {QUESTION}")
    assert "no words" in private_text(await ann.context_menu(channel, ENTRY, last_message(channel)))
    simcord_env.errors.clear()


async def test_long_message_is_asked_by_its_beginning(
    ann: simcord.MemberActor, channel: simcord.ChannelHandle, simcord_env: simcord.Env
) -> None:
    words = f"{QUESTION} " + "word " * 350
    result = await ann.context_menu(channel, ENTRY, await ann.send(channel, words))
    assert len(words) > MAX_QUESTION_CHARS
    assert result.ephemeral and result.response and result.response.embeds


async def test_message_that_nothing_supports_is_declined(
    ann: simcord.MemberActor, channel: simcord.ChannelHandle
) -> None:
    result = await ann.context_menu(channel, ENTRY, await ann.send(channel, "Artichokes go with no wine"))
    assert result.ephemeral
    assert button_rows(result.response) == [["Tell me when you know"]]


async def test_menu_works_after_a_restart_and_without_the_message_content_intent(
    ann: simcord.MemberActor, channel: simcord.ChannelHandle, simcord_env: simcord.Env, make_bot: MakeBot
) -> None:
    claim = await ann.send(channel, CLAIM)
    await simcord_env.restart_bot(make_bot(content=False))
    assert "Mayor Ingrid Dahl" in embed_text((await ann.context_menu(channel, ENTRY, claim)).response)


async def test_thanks_after_the_command_are_no_question(
    ann: simcord.MemberActor, channel: simcord.ChannelHandle, subtests: pytest.Subtests
) -> None:
    for words in ("!ask thanks a lot", "!ask thank you!"):
        with subtests.test(words=words):
            await ann.send(channel, words)
            assert last_message(channel).content.startswith("You're welcome") and not last_message(channel).embeds


async def test_greeting_after_the_command_is_replied_to_with_the_short_help(
    ann: simcord.MemberActor, channel: simcord.ChannelHandle
) -> None:
    await ann.send(channel, "!ask hi")
    assert "!help" in (only_embed(last_message(channel)).description or "")


async def test_more_continues_the_last_answer(ann: simcord.MemberActor, channel: simcord.ChannelHandle) -> None:
    await ann.send(channel, "!ask ferry herring pier glacier Lindvik")
    first = embed_text(last_message(channel))
    assert "[1]" in first and "[2]" not in first
    await ann.send(channel, "!ask more")
    assert "[2]" in embed_text(last_message(channel)) or "no more passages" in last_message(channel).content
