"""The words and links of messages that have none of their own."""

import discord
import pytest

from bot import context
from bot.bot import Footnote
from tests.bot.conftest import MakeBot

CLAIM = "The old pier will become a fish market."
PAYLOADS: dict[str, dict[str, object]] = {
    "embed": {"embeds": [{"type": "rich", "title": CLAIM, "description": "It opens in spring."}]},
    "component": {"components": [{"type": 17, "id": 1, "components": [{"type": 10, "id": 2, "content": CLAIM}]}]},
    "field": {"embeds": [{"type": "rich", "fields": [{"name": "\u200b", "value": CLAIM, "inline": False}]}]},
    "own text": {"content": CLAIM, "embeds": [{"type": "rich", "title": "A preview of a link"}]},
}


def payload(**parts: object) -> dict[str, object]:
    """A message as Discord describes it."""
    bare: dict[str, object] = {
        "type": 0, "content": "", "embeds": [], "attachments": [], "components": [], "mentions": [],
        "mention_roles": [], "timestamp": "2026-01-01T00:00:00+00:00", "edited_timestamp": None, "flags": 0,
    }  # fmt: skip
    return bare | parts


def received(bot: Footnote, forwarded: bool, **parts: object) -> discord.Message:
    """A message with these parts, itself or forwarded."""
    said = payload(message_snapshots=[{"message": payload(**parts)}]) if forwarded else payload(**parts)
    said |= {"id": "1", "channel_id": "2", "author": {"id": "3", "username": "ann", "discriminator": "0"}}
    said |= {"pinned": False, "mention_everyone": False, "tts": False}
    channel = bot.get_partial_messageable(2)
    return discord.Message(state=bot._connection, channel=channel, data=said)  # type: ignore[arg-type]


async def test_words_are_found_wherever_a_message_has_them(subtests: pytest.Subtests, make_bot: MakeBot) -> None:
    for kind in PAYLOADS:
        for forwarded in [False, True]:
            with subtests.test(kind=kind, forwarded=forwarded):
                async with make_bot() as bot:
                    message = received(bot, forwarded, **PAYLOADS[kind])
                    assert context.message_words(message).split("\n")[0] == CLAIM
                    assert ("preview" in context.message_words(message)) is False


async def test_poll_and_first_message_of_a_thread_have_words(make_bot: MakeBot) -> None:
    poll: dict[str, object] = {
        "question": {"text": CLAIM},
        "answers": [{"answer_id": 1, "poll_media": {"text": "In spring"}}],
    }
    poll |= {"expiry": "2027-01-01T00:00:00+00:00", "allow_multiselect": False, "layout_type": 1}
    first = payload(content=CLAIM) | {"id": "4", "channel_id": "2", "author": {"id": "3", "username": "ann"}}
    first |= {"pinned": False, "mention_everyone": False, "tts": False}
    async with make_bot() as bot:
        assert context.message_words(received(bot, False, poll=poll)) == f"{CLAIM}\n- In spring"
        reference = {"type": 0, "message_id": "4", "channel_id": "2"}
        starter = received(bot, False, type=21, referenced_message=first, message_reference=reference)
        assert context.message_words(starter) == CLAIM
        fields = {"poll_question_text": CLAIM, "victor_answer_votes": "3", "victor_answer_text": "In spring"}
        named = [{"name": name, "value": value, "inline": False} for name, value in fields.items()]
        result = received(bot, False, type=46, embeds=[{"type": "poll_result", "fields": named}])
        assert context.message_words(result) == f"{CLAIM}\nIn spring"


BUTTON = {"type": 2, "style": 5, "label": "Read", "url": "https://news.example/pier"}
LINKED: dict[str, dict[str, object]] = {
    "embed": {"embeds": [{"type": "rich", "title": CLAIM, "url": "https://news.example/pier"}]},
    "button": {"components": [{"type": 1, "components": [BUTTON]}]},
    "section": {
        "components": [
            {
                "type": 17,
                "components": [{"type": 9, "components": [{"type": 10, "content": CLAIM}], "accessory": BUTTON}],
            }
        ]
    },
}


async def test_links_are_found_wherever_a_message_has_them(subtests: pytest.Subtests, make_bot: MakeBot) -> None:
    for kind in LINKED:
        for forwarded in [False, True]:
            with subtests.test(kind=kind, forwarded=forwarded):
                async with make_bot() as bot:
                    assert context.message_links(received(bot, forwarded, **LINKED[kind])) == (
                        "https://news.example/pier",
                    )
