"""The buttons that take a publisher or a month off that a question named."""

from datetime import date

import simcord

from knowledge import Article, Library
from tests.bot.messages import button_rows, embed_text, last_message

QUESTION = "What did Reuters say about the glacier in March 2018?"


async def test_what_was_understood_is_taken_off_by_its_button(
    ann: simcord.MemberActor, channel: simcord.ChannelHandle, library: Library
) -> None:
    for publisher, day in (("Reuters", date(2018, 3, 1)), ("Coast Courier", date(2018, 5, 1))):
        text = f"The glacier lost ice, and {publisher} counted the harbour's boats in {day:%B}."
        await library.add(
            Article(title=f"Glacier, {publisher}", paragraphs=(text,), publisher=publisher, published_at=day)
        )
    await ann.send(channel, f"!ask {QUESTION}")
    assert button_rows(last_message(channel))[-1] == ["Reuters ✕", "March 2018 ✕"]
    once = await ann.click(last_message(channel), label="Reuters ✕")
    assert once.ephemeral and once.response
    assert button_rows(once.response)[-1] == ["March 2018 ✕"]
    twice = await ann.click(once.response, label="March 2018 ✕")
    assert "✕" not in str(button_rows(twice.response)) and "glacier" in embed_text(twice.response)
