"""Replies to answers are questions that follow them."""

import pytest
import simcord

from knowledge import Article, AskContext, Library
from tests.bot.conftest import QUESTION, MakeBot
from tests.bot.messages import embed_text, last_message

TALKS = Article(
    id="talks",
    title="Ferry talks in Lindvik",
    paragraphs=(
        "Ingrid Dahl spoke for Norway at the ferry talks in Lindvik.",
        "Olga Petrova spoke for Russia at the ferry talks in Lindvik.",
    ),
    language="en",
)
HERRING = Article(
    id="herring", title="Herring trade", paragraphs=("Russia buys most herring of all, Russia says.",), language="en"
)
FIRST = "Who spoke for Norway at the ferry talks in Lindvik?"


@pytest.fixture(autouse=True)
async def filled(library: Library) -> None:
    await library.add_all([TALKS, HERRING])


def quoted_first(channel: simcord.ChannelHandle) -> str:
    return embed_text(last_message(channel)).split(" [1]")[0]


async def test_a_reply_to_an_answer_follows_its_question(
    ann: simcord.MemberActor, channel: simcord.ChannelHandle, simcord_env: simcord.Env, subtests: pytest.Subtests
) -> None:
    for words in ("and Russia?", "!ask and Russia?", "@me and Russia?"):
        with subtests.test(words=words):
            assert simcord_env.bot.user
            await ann.send(channel, f"!ask {FIRST}")
            await ann.send(channel, words.replace("@me", simcord_env.bot.user.mention), reply_to=last_message(channel))
            assert "Olga Petrova" in quoted_first(channel)


async def test_the_same_words_without_a_reply_follow_nothing(
    ann: simcord.MemberActor, channel: simcord.ChannelHandle
) -> None:
    await ann.send(channel, f"!ask {FIRST}")
    await ann.send(channel, "!ask and Russia?")
    assert "herring" in quoted_first(channel)


async def test_a_reply_to_a_reply_to_a_decline_and_to_sources_is_heard(
    ann: simcord.MemberActor, channel: simcord.ChannelHandle
) -> None:
    await ann.send(channel, "!ask Did the prime minister of Denmark attend any ferry talks?")
    declined = last_message(channel)
    await ann.send(channel, "and Russia?", reply_to=declined)
    assert "Olga Petrova" in quoted_first(channel)
    await ann.send(channel, "!source", reply_to=last_message(channel))
    await ann.send(channel, "and Norway?", reply_to=last_message(channel))
    assert "Ingrid Dahl" in quoted_first(channel)


async def test_a_complete_question_in_a_reply_is_asked_as_it_is(
    ann: simcord.MemberActor, channel: simcord.ChannelHandle
) -> None:
    await ann.send(channel, f"!ask {FIRST}")
    await ann.send(channel, QUESTION, reply_to=last_message(channel))
    assert "fish market" in quoted_first(channel)


async def test_a_reply_follows_after_a_restart_and_where_the_answer_was_not_noted(
    ann: simcord.MemberActor,
    channel: simcord.ChannelHandle,
    simcord_env: simcord.Env,
    make_bot: MakeBot,
    library: Library,
) -> None:
    await ann.send(channel, f"!ask {FIRST}")
    await library.question_log.set_reply(1, "1")
    first = last_message(channel)
    await simcord_env.restart_bot(make_bot())
    await ann.send(channel, "and Russia?", reply_to=first)
    assert "Olga Petrova" in quoted_first(channel)


async def test_commands_in_a_reply_stay_commands(ann: simcord.MemberActor, channel: simcord.ChannelHandle) -> None:
    await ann.send(channel, f"!ask {FIRST}")
    answer = last_message(channel)
    await ann.send(channel, "source", reply_to=answer)
    assert embed_text(last_message(channel)).startswith(f"Sources for: {FIRST}")


async def test_replies_to_others_and_to_what_is_no_answer_are_not_heard(
    ann: simcord.MemberActor, channel: simcord.ChannelHandle
) -> None:
    said = await ann.send(channel, "Good morning, see answer #1")
    await ann.send(channel, "and Russia?", reply_to=said)
    assert len(channel.history()) == 2
    await ann.send(channel, "!help")
    await ann.send(channel, "thank you", reply_to=last_message(channel))
    assert len(channel.history()) == 5


async def test_an_answer_of_another_server_is_not_followed(
    ann: simcord.MemberActor, channel: simcord.ChannelHandle, library: Library
) -> None:
    other = await library.ask(FIRST, AskContext(collection="other-server"))
    await ann.send(channel, "!ask Which glacier melted under a spoiler?")
    await library.question_log.set_reply(other.id, str(last_message(channel).id))
    await ann.send(channel, "and Russia?", reply_to=last_message(channel))
    assert "Olga Petrova" not in quoted_first(channel)
