"""What people may not see: channels that are hidden from them, and articles that were removed."""

import pytest

from tests.loopback import Loopback
from tests.loopback.payloads import MEMBER, MODERATOR, OWNER, Channel
from tests.wire.questions import plain

pytestmark = pytest.mark.asyncio(loop_scope="package")
HIDDEN = "Why was Johannesen blackmailed?"


async def test_what_was_asked_in_a_hidden_channel_is_told_to_nobody_outside(
    discord: Loopback, channel: Channel
) -> None:
    mods = discord.world.open_channel("mods", hidden=True)
    asked = discord.say(f"!ask {HIDDEN}", place=mods, author=OWNER)
    assert "found nothing" in plain(await discord.reply_to(asked))
    # Its number alone is told to everybody, the words to those alone who see the channel.
    told = {
        "a moderator": await discord.slash("stats", place=channel, author=MODERATOR),
        "everybody": await discord.ask("!stats", place=channel, author=OWNER),
        "the owner": await discord.slash("stats", place=channel, author=OWNER),
    }
    assert [who for who, reply in told.items() if "Johannesen" in reply.text] == ["the owner"]
    # Who forwards a message shows what is in it, not what it asked or replied to.
    for message in (asked, discord.replies_to(asked)[0].payload):
        forward = discord.forward(message, place=channel, author=OWNER)
        added = await discord.menu("Add as an article", forward, author=MODERATOR)
        assert "Added" in added.text and "closes the gap" not in added.text
    assert HIDDEN not in added.text


async def test_what_was_removed_is_offered_to_those_alone_who_can_bring_it_back(
    discord: Loopback, channel: Channel
) -> None:
    headline = "Merger of the two ferries " * 9
    added = await discord.ask(f"!add {headline}\n\nThey merge in May.", place=channel, author=MODERATOR)
    await discord.changed(added, "1 added")
    [id] = await discord.suggested("remove", "article", "merger", author=MODERATOR)
    asked = await discord.ask(f"!remove {id}", place=channel, author=MODERATOR)
    await discord.press(asked, "Remove", author=MODERATOR)
    await discord.changed(asked, "Removed: ")
    assert await discord.suggested("restore", "article", "", author=MEMBER) == []
    assert await discord.suggested("restore", "article", "merger", author=MODERATOR) == [id]
