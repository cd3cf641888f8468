"""What is offered while a question is typed."""

import simcord
from hypothesis import given
from hypothesis import strategies as st

from bot import responses
from bot.bot import Footnote
from bot.text import markdown
from knowledge import Article, Library
from tests.bot.conftest import FERRY, QUESTION
from tests.bot.messages import embed_text, last_message
from tests.bot.strategies import texts


async def offered(person: simcord.MemberActor, channel: simcord.ChannelHandle, typed: str) -> list[str]:
    return [str(choice["value"]) for choice in await person.autocomplete(channel, "ask", "question", typed)]


async def test_earlier_good_questions_and_headlines_are_offered(
    ann: simcord.MemberActor, channel: simcord.ChannelHandle
) -> None:
    await ann.send(channel, f"!ask {QUESTION}")
    assert (await offered(ann, channel, ""))[0] == QUESTION
    assert await offered(ann, channel, "WHO said") == [QUESTION]
    assert await offered(ann, channel, "pier opens") == [FERRY.title]
    assert await offered(ann, channel, "zebra") == []


async def test_what_is_offered_can_be_asked(ann: simcord.MemberActor, channel: simcord.ChannelHandle) -> None:
    [headline] = await offered(ann, channel, "harbour")
    assert "Harbour town" in embed_text((await ann.slash(channel, "ask", question=headline)).response)


async def test_question_that_was_declined_voted_down_or_private_is_not_offered(
    ann: simcord.MemberActor, channel: simcord.ChannelHandle
) -> None:
    await ann.send(channel, "!ask Which wine goes with artichokes?")
    await ann.slash(channel, "ask", question="Who said a fish market will be there?", private=True)
    await ann.send(channel, f"!ask {QUESTION}")
    await ann.submit_modal(await ann.click(last_message(channel), custom_id="footnote:down:3"), {})
    assert await offered(ann, channel, "w") == []


async def test_question_of_another_server_or_a_direct_message_is_not_offered(
    ann: simcord.MemberActor, channel: simcord.ChannelHandle, simcord_env: simcord.Env
) -> None:
    other = simcord_env.create_guild()
    elsewhere = other.create_text_channel("elsewhere")
    bea = simcord_env.create_user("bea")
    await other.add_member(bea).send(elsewhere, f"!ask {QUESTION}")
    await bea.send_dm("Who waved flags as the ferry berthed?")
    assert await offered(ann, channel, "who") == []
    own = [str(choice["value"]) for choice in await bea.autocomplete("ask", "question", "who")]
    assert own == ["Who waved flags as the ferry berthed?"]


async def test_long_headline_is_cut_and_a_long_question_is_not_offered(
    ann: simcord.MemberActor, channel: simcord.ChannelHandle, library: Library
) -> None:
    await library.add(Article(title="Tidings " * 40, paragraphs=("A pier.",), language="en"))
    await ann.send(channel, f"!ask {QUESTION} " + "Mayor Ingrid Dahl " * 10)
    [headline] = await offered(ann, channel, "tidings")
    assert headline.endswith("Tidings…") and len(headline) <= 100
    assert await offered(ann, channel, "who") == []


async def test_no_more_is_offered_than_discord_takes(
    ann: simcord.MemberActor, channel: simcord.ChannelHandle, library: Library, simcord_bot: Footnote
) -> None:
    await library.add_all([Article(title=f"Tide {n}", paragraphs=(f"A tide {n}.",)) for n in range(60)])
    assert len(await offered(ann, channel, "tide")) == markdown.MAX_CHOICES


@given(st.lists(texts, max_size=40))
def test_any_texts_are_offered_within_every_limit(given_texts: list[str]) -> None:
    offers = responses.choices(given_texts)
    assert len(offers) <= 25
    assert all(1 <= markdown.utf16_len(each.name) <= 100 and each.name == each.value for each in offers)
    assert len({each.value for each in offers}) == len(offers)
