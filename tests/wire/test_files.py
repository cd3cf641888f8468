"""Files that people attach and the bot sends, fetched over real HTTP."""

import asyncio
import json
from pathlib import Path

import pytest

from tests.loopback import File, Loopback, Reply
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
        files = [File("pier.md", PIER.encode()), File("paper.pdf", b"%PDF-1.7")]
        added = await discord.slash("add", author=discord.moderator, file=files[0], second=files[1])
        await discord.changed(added, "1 refused")  # What it shows while it reads may come first.
        assert "Pier opens" in plain(added) and "paper.pdf: 1 refused" in plain(added)


async def test_file_uploaded_in_a_form_is_previewed_to_one_person_and_kept_once(tmp_path: Path) -> None:
    async with Loopback() as discord, discord.bot(tmp_path / "data"):
        mod = discord.moderator
        opened = await discord.form("add", author=mod)
        sent = await discord.submit(opened, {"Files": [File("pier.md", PIER.encode())]})
        preview = await discord.said(sent)
        assert preview.ephemeral and "Pier opens" in plain(preview) and "no date" in plain(preview)
        edited = await discord.press(preview, "Edit …", author=mod)
        await discord.submit(edited, {"Day": "5 June 2021"})
        await discord.changed(preview, "5 Jun 2021")
        assert "No article matches" in (await discord.ask("!articles pier")).text
        await asyncio.gather(*(discord.press(preview, "Keep", author=mod) for _ in range(2)))
        await discord.changed(preview, "Added")
        await discord.pulse.until(lambda: any("1 added" in text for text in texts(discord)), "the confirmation")
        listed = plain(await discord.ask("!articles pier"))
        assert listed.count("Pier opens") == 1 and "5 Jun 2021" in listed
        assert sum("1 added" in text for text in texts(discord)) == 1
        assert sum("I no longer have this article" in text for text in texts(discord)) == 1


def texts(discord: Loopback) -> list[str]:
    """All that has been said."""
    return [plain(Reply(message)) for message in discord.world.messages.values()]


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
