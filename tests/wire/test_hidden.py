"""What people may not see: what others asked out of their sight, and articles that were removed."""

from pathlib import Path

import pytest

from tests.loopback import Loopback
from tests.loopback.payloads import MEMBER, MODERATOR, OWNER, Channel
from tests.wire.questions import QUESTION, plain

pytestmark = pytest.mark.asyncio(loop_scope="package")
HIDDEN = "Why was Johannesen blackmailed?"


async def test_what_was_asked_in_a_hidden_channel_is_told_to_nobody_outside(tmp_path: Path) -> None:
    async with Loopback() as discord, discord.bot(tmp_path / "data"):
        mods = discord.world.open_channel("mods", hidden=True)
        asked = discord.say(f"!ask {HIDDEN}", place=mods, author=OWNER)
        assert "found nothing" in plain(await discord.reply_to(asked))
        # Their number is told to everybody, their words to those alone who see the channel.
        told = {
            "a moderator": await discord.slash("stats", author=MODERATOR),
            "everybody": await discord.ask("!stats", author=OWNER),
            "the owner": await discord.slash("stats", author=OWNER),
        }
        assert [who for who, reply in told.items() if "Johannesen" in reply.text] == ["the owner"]
        # Who forwards a message shows what is in it, not what it asked or replied to.
        for message in (asked, discord.replies_to(asked)[0].payload):
            forward = discord.forward(message, author=OWNER)
            added = await discord.menu("Add as an article", forward, author=MODERATOR)
            assert "Added" in added.text and "closes the gap" not in added.text
        assert HIDDEN not in added.text


async def test_what_was_removed_is_offered_to_those_alone_who_can_bring_it_back(tmp_path: Path) -> None:
    headline = "Merger of the two ferries " * 9
    async with Loopback() as discord, discord.bot(tmp_path / "data"):
        added = await discord.ask(f"!add {headline}\n\nThey merge in May.", author=MODERATOR)
        await discord.changed(added, "1 added")
        [id] = await discord.suggested("remove", "article", "merger", author=MODERATOR)
        asked = await discord.ask(f"!remove {id}", author=MODERATOR)
        await discord.press(asked, "Remove", author=MODERATOR)
        await discord.changed(asked, "Removed: ")
        assert await discord.suggested("restore", "article", "", author=MEMBER) == []
        assert await discord.suggested("restore", "article", "merger", author=MODERATOR) == [id]


async def test_what_was_asked_privately_is_not_told_to_a_channel(tmp_path: Path) -> None:
    async with Loopback() as discord, discord.bot(tmp_path / "data", FOOTNOTE_AGE_RESTRICTED="true"):
        adults = discord.world.open_channel("adults", nsfw=True)
        private = await discord.slash("ask", place=adults, question=HIDDEN, private=True)
        told = await discord.said(await discord.press(private, "Tell me when you know"))
        assert told.ephemeral and "where everyone would see your question" in told.text
        shown = await discord.slash("ask", place=adults, question="Who stole the pearls of Rosendal?")
        told = await discord.said(await discord.press(shown, "Tell me when you know"))
        assert told.ephemeral and "I'll post it here" in told.text
        watches = await discord.slash("watches", place=adults)
        assert "pearls" in watches.text and "Johannesen" not in watches.text


async def test_more_passages_are_for_one_person_alone_where_that_is_asked_for(
    discord: Loopback, channel: Channel
) -> None:
    await discord.ask(f"!ask {QUESTION}", place=channel)
    message = discord.say("more", place=channel)
    for more in (
        await discord.slash("ask", place=channel, question="more", private=True),
        await discord.menu("Find sources for this", message),
    ):
        assert more.ephemeral and "answer #" in more.text and "[1]" not in more.text


async def test_password_in_a_link_is_repeated_to_nobody(discord: Loopback, channel: Channel) -> None:
    link = "https://ann:s3cret@example.org/"
    for told in (
        await discord.slash("add", place=channel, author=MODERATOR, url=f"{link}a {link}b"),
        await discord.slash("feed add", place=channel, author=MODERATOR, url=link),
    ):
        await discord.changed(told, "give it without")
        assert "s3cret" not in told.text and "example.org" in told.text
