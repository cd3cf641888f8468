"""Files that Discord shows and does not hand over."""

import discord
import pytest
import simcord

from tests.bot.reading import embed, last


async def test_file_that_discord_does_not_hand_over_is_asked_for_again(
    channel: simcord.ChannelHandle,
    simcord_env: simcord.Env,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(simcord_env.backend.cdn, "get", lambda url: None)
    role = simcord_env.guild.create_role("keepers", permissions=discord.Permissions(manage_guild=True))
    keeper = simcord_env.guild.add_member(simcord_env.create_user("keeper"), roles=[role])
    for words in ("settings import", "add"):
        await keeper.send(channel, f"!{words}", attachments=[("settings.json", b"{}")])
        told = last(channel).content or (embed(last(channel)).description or "")
        assert "Discord did not hand this file over; please attach it again." in told
    simcord_env.errors.clear()


async def test_command_without_its_file_asks_for_one(channel: simcord.ChannelHandle, simcord_env: simcord.Env) -> None:
    role = simcord_env.guild.create_role("keepers", permissions=discord.Permissions(manage_guild=True))
    keeper = simcord_env.guild.add_member(simcord_env.create_user("keeper"), roles=[role])
    await keeper.send(channel, "!settings import")
    assert last(channel).content == "Please attach a file to !settings import."
    simcord_env.errors.clear()
