"""Articles listed, read, added and taken out on Discord, over real HTTP and a real websocket."""

from pathlib import Path

import pytest

from tests.loopback import File, Loopback
from tests.loopback.payloads import Channel
from tests.wire.questions import TITLE, plain

pytestmark = pytest.mark.asyncio(loop_scope="session")
PIER = "# Pier opens\n\nThe pier at Lindvik opened on Saturday with forty flags, and the mayor cut a blue ribbon.\n"


async def test_articles_are_listed_page_by_page(discord: Loopback, channel: Channel) -> None:
    listed = await discord.ask("!articles", place=channel)
    first = listed.text
    await discord.press(listed, "Next ›")
    await discord.pulse.until(lambda: listed.text != first, "another page")


async def test_headlines_and_publishers_are_offered_as_they_are_typed(discord: Loopback, channel: Channel) -> None:
    offered = await discord.complete("article", "article", "four points", place=channel)
    assert any(TITLE in each for each in offered)
    assert await discord.complete("articles", "source", "Foot", place=channel)


async def test_article_attached_to_a_message_is_added_asked_and_taken_out(tmp_path: Path) -> None:
    async with Loopback() as discord, discord.bot(tmp_path / "data"):
        message = discord.say("!add", author=discord.moderator, files=[File("pier.md", PIER.encode())])
        assert "Pier opens" in plain(await discord.reply_to(message))
        answer = await discord.ask("!ask Who cut a blue ribbon at Lindvik?")
        assert "the mayor cut a blue ribbon" in plain(answer)
        listed = await discord.ask("!articles")
        assert "Pier opens" in plain(listed)
        id = listed.text.rpartition("id ")[2].split()[0]
        asked = await discord.slash("remove", author=discord.moderator, article=id)
        await discord.press(asked, "Remove", author=discord.moderator)
        await discord.changed(asked, "Removed")
        assert "Pier opens" not in plain(await discord.ask("!articles"))


async def test_article_attached_to_a_slash_command_is_added(tmp_path: Path) -> None:
    async with Loopback() as discord, discord.bot(tmp_path / "data"):
        added = await discord.slash("add", author=discord.moderator, file=File("pier.md", PIER.encode()))
        assert "Pier opens" in plain(added)


async def test_member_who_may_not_add_is_told_so(tmp_path: Path) -> None:
    async with Loopback() as discord, discord.bot(tmp_path / "data"):
        message = discord.say("!add", files=[File("pier.md", PIER.encode())])
        await discord.reply_to(message)
        assert "Pier opens" not in plain(await discord.ask("!articles"))
