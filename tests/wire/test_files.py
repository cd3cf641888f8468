"""Files that people attach and the bot sends, fetched over real HTTP."""

import json
from pathlib import Path

import pytest

from tests.loopback import File, Loopback
from tests.wire.questions import plain

pytestmark = pytest.mark.asyncio(loop_scope="package")

PIER = "# Pier opens\n\nThe pier at Lindvik opened on Saturday with forty flags, and the mayor cut a blue ribbon.\n"


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


async def test_settings_are_exported_to_a_file_and_imported_from_it(tmp_path: Path) -> None:
    async with Loopback() as discord, discord.bot(tmp_path / "data"):
        mod = discord.moderator
        assert "5" in (await discord.slash("settings set", author=mod, name="passages", value="5")).text
        exported = await discord.slash("settings export", author=mod)
        [file] = exported.attachments
        data = discord.world.files.content(file)
        assert json.loads(data)["passages"] == 5
        assert "default" in (await discord.slash("settings reset", author=mod)).text
        taken = await discord.slash("settings import", author=mod, file=File("settings.json", data))
        assert "Imported" in taken.text and taken.ephemeral
        assert "Passages per answer: 5" in plain(await discord.ask("!settings show", author=mod))
