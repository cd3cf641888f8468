"""A person's data on Discord: shown, no longer logged, deleted."""

import json
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import discord
import pytest
import simcord

from bot.cogs.info import MY_DATA_FILE, data_file
from knowledge import Library
from tests.bot.conftest import QUESTION, channel_denying
from tests.bot.messages import full_text
from tests.bot.populated_guild import PopulatedGuild


def bytes_on_disk(folder: Path) -> bytes:
    return b"".join(file.read_bytes() for file in folder.rglob("*") if file.is_file())


def buttons(message: discord.Message) -> list[str]:
    rows = [row for row in message.components if isinstance(row, discord.ActionRow)]
    return [str(each.custom_id) for row in rows for each in row.children]


async def test_my_data_comes_as_a_file_by_direct_message(
    simcord_env: simcord.Env, channel: simcord.ChannelHandle, ann: simcord.MemberActor
) -> None:
    await ann.send(channel, f"!ask {QUESTION}")
    await ann.send(channel, "!mydata")
    [sent] = ann.user.dm_channel.history()
    assert "Here is everything I have stored about you: 1 question." in sent.content
    [file] = sent.attachments
    assert json.loads(await file.read())["questions"][0]["text"] == QUESTION
    assert not channel.history()[-1].attachments


async def test_my_data_stays_in_a_direct_message_and_with_the_slash_command_too(
    simcord_env: simcord.Env, channel: simcord.ChannelHandle, ann: simcord.MemberActor
) -> None:
    await ann.user.send_dm(QUESTION)
    told = await ann.slash(channel, "mydata")
    assert told.ephemeral and "I've sent you a direct message" in full_text(told.response)
    assert len(ann.user.dm_channel.history()[-1].attachments) == 1
    await ann.user.send_dm("!mydata")
    assert len(ann.user.dm_channel.history()[-1].attachments) == 1


async def test_my_data_from_a_read_only_channel_comes_with_its_name(guild: PopulatedGuild) -> None:
    await guild.run("prefix", f"ask {QUESTION}", who="administrator")
    silent = channel_denying(guild.env, "read-only", send_messages=False)
    await guild.run("prefix", "mydata", who="administrator", place=silent)
    [sent] = guild.people["administrator"].user.dm_channel.history()
    assert f"<#{silent.id}>" in sent.content and len(sent.attachments) == 1


@pytest.mark.parametrize("form", ["prefix", "slash"])
async def test_person_who_opted_out_is_answered_with_buttons_that_work(
    library: Library, channel: simcord.ChannelHandle, ann: simcord.MemberActor, folder: Path, form: str
) -> None:
    await ann.send(channel, "!optout")
    if form == "slash":
        await ann.slash(channel, "ask", question=QUESTION)
    else:
        await ann.send(channel, f"!ask {QUESTION}")
    answered = channel.history()[-1]
    assert "Mayor Ingrid Dahl said" in full_text(answered)
    assert not [each for each in buttons(answered) if ":up:" in each or ":down:" in each]
    source = next(each for each in buttons(answered) if ":source:" in each)
    shown = await ann.click(answered, custom_id=source)
    assert "¶3" in full_text(shown.response) or "paragraph 3" in full_text(shown.response)
    assert [each async for each in library.export_questions()] == []
    assert b"fish market?" not in bytes_on_disk(folder)


async def test_forgetting_counts_votes_watches_and_choices_too(
    library: Library, channel: simcord.ChannelHandle, ann: simcord.MemberActor
) -> None:
    await ann.send(channel, f"!ask {QUESTION}")
    answered = channel.history()[-1]
    await ann.click(answered, custom_id=next(each for each in buttons(answered) if ":up:" in each))
    await ann.send(channel, "!watch Who will open the airport of Lindvik?")
    await ann.send(channel, "!optout")
    await ann.send(channel, "!forgetme")
    assert "(1 question, 1 vote, 1 watch and 1 choice of yours)" in channel.history()[-1].content
    await ann.send(channel, "!forgetme CONFIRM")
    assert "That includes your choice not to be logged; !optout makes it again." in channel.history()[-1].content
    assert not await library.question_log.is_opted_out(str(ann.id))


def test_data_too_large_for_discord_is_packed() -> None:
    data = b'{"questions": []}' * 100
    assert data_file(data).data == data
    packed = data_file(data, most=1_000)
    assert packed.name == f"{MY_DATA_FILE}.zip" and len(packed.data) < 1_000
    with ZipFile(BytesIO(packed.data)) as archive:
        assert archive.read(MY_DATA_FILE) == data
