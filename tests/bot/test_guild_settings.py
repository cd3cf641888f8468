"""`/settings` and `!settings`: shown, changed, reset, exported and imported by those who may."""

import json
from typing import Any

import discord
import pytest
import simcord

from bot.bot import Footnote
from bot.preferences import SETTING_NAMES
from bot.views.settings import VALUE
from tests.bot.conftest import QUESTION, MakeBot
from tests.bot.messages import embed_text, last_message, private_text


@pytest.fixture
def mod(simcord_env: simcord.Env, channel: simcord.ChannelHandle) -> simcord.MemberActor:
    """A member who may manage the server."""
    role = simcord_env.guild.create_role(
        "mods", permissions=discord.Permissions(manage_guild=True, view_channel=True, send_messages=True)
    )
    return simcord_env.guild.add_member(simcord_env.create_user("mod"), roles=[role])


async def chosen(bot: Footnote, env: simcord.Env) -> dict[str, Any]:
    return await bot.preferences.chosen(env.guild.id)


def told(channel: simcord.ChannelHandle) -> str:
    return last_message(channel).content.replace("\\", "")


async def slash(actor: simcord.MemberActor, channel: simcord.ChannelHandle, command: str, /, **options: object) -> str:
    """What a slash command replies, in private."""
    result = await actor.slash(channel, f"settings {command}", **options)
    assert result.ephemeral and result.response
    return result.response.content.replace("\\", "")


async def test_all_settings_are_shown_with_what_they_mean(
    mod: simcord.MemberActor, channel: simcord.ChannelHandle, simcord_bot: Footnote, simcord_env: simcord.Env
) -> None:
    await simcord_bot.preferences.change(simcord_env.guild.id, {"passages": 5, "channels": [channel.id]})
    await mod.send(channel, "!settings")
    shown = await slash(mod, channel, "show")
    for text in (told(channel), shown):
        assert all(f"-# `{name}`" in text for name in SETTING_NAMES)
        changed, _, default = text.partition("**Default**")
        assert "**Changed**" in changed
        assert "Passages per answer: 5\n-# `passages` · at most, 1 to 5" in changed
        assert f"Channels I answer in: <#{channel.id}>\n-# `channels`" in changed
        assert "Command prefix: !\n-# `prefix`" in default
    assert "!settings set NAME VALUE" in told(channel) and "/settings set NAME VALUE" in shown


async def test_setting_chosen_from_the_menu_is_changed_with_a_form_by_those_who_may(
    mod: simcord.MemberActor,
    ann: simcord.MemberActor,
    channel: simcord.ChannelHandle,
    simcord_bot: Footnote,
    simcord_env: simcord.Env,
) -> None:
    await simcord_bot.preferences.change(simcord_env.guild.id, {"channels": [channel.id]})
    await mod.send(channel, "!settings")
    [row] = last_message(channel).components
    assert isinstance(row, discord.ActionRow) and isinstance(row.children[0], discord.SelectMenu)
    options = row.children[0].options
    assert (options[0].value, options[0].description) == ("channels", "changed: #general")
    assert [option.value for option in options if (option.description or "").startswith("changed")] == ["channels"]
    closed, everyone = discord.PermissionOverwrite(view_channel=False), simcord_env.guild.default_role
    mods = simcord_env.guild.create_text_channel("mods", overwrites={everyone: closed})
    for there, named in (([channel.id, mods.id], "#general …"), ([mods.id], "…")):
        await simcord_bot.preferences.change(simcord_env.guild.id, {"channels": there})
        await mod.send(channel, "!settings")
        [row] = last_message(channel).components
        assert isinstance(row, discord.ActionRow) and isinstance(row.children[0], discord.SelectMenu)
        assert row.children[0].options[0].description == f"changed: {named}"
    await simcord_bot.preferences.change(simcord_env.guild.id, {"channels": [channel.id]})
    assert {option.value for option in options} == set(SETTING_NAMES)
    assert "Manage Server" in private_text(await ann.select(last_message(channel), ["prefix"]))
    for name, value, said in (
        ("prefix", "?", "`prefix` is now ?."),
        ("channels", "all", "`channels` is now all."),
        ("passages", "9", "passages can't be “9”: use a whole number from 1 to 5."),
    ):
        opened = await mod.select(last_message(channel), [name])
        assert opened.modal and opened.modal["custom_id"] == f"setting:{name}"
        assert private_text(await mod.submit_modal(opened, {VALUE: value})).startswith(said)
    assert await chosen(simcord_bot, simcord_env) == {"channels": [], "prefix": "?"}


async def test_each_setting_can_be_changed_in_both_forms(
    mod: simcord.MemberActor,
    channel: simcord.ChannelHandle,
    simcord_bot: Footnote,
    simcord_env: simcord.Env,
    subtests: pytest.Subtests,
) -> None:
    role = simcord_env.guild.create_role("Librarians")
    for name, value, kept, said in (
        ("channels", "#general", "CHANNEL", "`channels` is now <#"),
        ("channels", "all", [], "`channels` is now all."),
        ("language", "EN", "en", "`language` is now en."),
        ("private", "yes", True, "`private` is now on."),
        ("passages", "5", 5, "`passages` is now 5."),
        ("adders", "@Librarians", "ROLE", "`adders` is now <@&"),
        ("adders", "none", None, "`adders` is now none."),
        ("per_person", "0", 0, "`per_person` is now 0."),
        ("per-server", "1,000", 1000, "`per_server` is now 1000."),
        ("prefix", "*?", "*?", "`prefix` is now *?."),
        ("age_restricted", "off", False, "`age_restricted` is now off."),
    ):
        with subtests.test(name=name, value=value, kept=kept, said=said):
            expected = {"CHANNEL": [channel.id], "ROLE": role.id}.get(kept, kept) if isinstance(kept, str) else kept
            await mod.send(channel, f"!settings set {name} {value}")
            assert said in told(channel)
            key = name.replace("-", "_")
            assert await chosen(simcord_bot, simcord_env) == {key: expected}
            await simcord_bot.preferences.reset(simcord_env.guild.id)
            assert said in await slash(mod, channel, "set", name=key, value=value)
            assert await chosen(simcord_bot, simcord_env) == {key: expected}
            await simcord_bot.preferences.reset(simcord_env.guild.id)


async def test_value_that_cannot_be_is_refused_with_the_remedy(
    subtests: pytest.Subtests,
    mod: simcord.MemberActor,
    channel: simcord.ChannelHandle,
    simcord_bot: Footnote,
    simcord_env: simcord.Env,
) -> None:
    for name, value, said in [
        ("channels", "#nowhere", "There's no channel “#nowhere” here. Write it like #general"),
        ("channels", "#general <#123456789012345678>", "There's no channel “<#123456789012345678>” here"),
        ("language", "klingon", "language can't be “klingon”: use auto, or the code"),
        ("private", "maybe", "private can't be “maybe”: use on or off."),
        ("passages", "9", "passages can't be “9”: use a whole number from 1 to 5."),
        ("passages", "two", "passages can't be “two”: use a whole number from 1 to 5."),
        ("adders", "@Nobody", "There's no role “@Nobody” here. Write it like @Librarians, or use none."),
        ("per_person", "-1", "per_person can't be “-1”: use a whole number from 0"),
        ("prefix", "a b", "prefix can't be “a b”: use 1 to 5 visible characters without spaces"),
        ("colour", "red", "There's no setting “colour”. The settings are channels, forums, language, "),
    ]:
        with subtests.test(name=name, value=value):
            await mod.send(channel, f"!settings set {name} {value}")
            assert said in told(channel).replace("\u200b", "")
            assert await chosen(simcord_bot, simcord_env) == {}
            simcord_env.errors.clear()


async def test_setting_without_a_value_is_told_how_to_use_it(
    mod: simcord.MemberActor, channel: simcord.ChannelHandle, simcord_env: simcord.Env
) -> None:
    await mod.send(channel, "!settings set passages")
    assert told(channel).startswith("Use that command like this: !settings set <name> <value>")
    simcord_env.errors.clear()


async def test_reset_returns_one_setting_or_all(
    mod: simcord.MemberActor, channel: simcord.ChannelHandle, simcord_bot: Footnote, simcord_env: simcord.Env
) -> None:
    await simcord_bot.preferences.change(simcord_env.guild.id, {"passages": 5, "private": True, "per_person": 4})
    await mod.send(channel, "!settings reset passages")
    assert told(channel) == "passages has been reset to the default."
    assert await chosen(simcord_bot, simcord_env) == {"private": True, "per_person": 4}
    assert await slash(mod, channel, "reset") == "All settings have been reset to the default."
    assert await chosen(simcord_bot, simcord_env) == {}


async def test_settings_outlive_a_restart(
    mod: simcord.MemberActor, channel: simcord.ChannelHandle, simcord_env: simcord.Env, make_bot: MakeBot
) -> None:
    await mod.send(channel, "!settings set prefix ??")
    await simcord_env.restart_bot(make_bot())
    await mod.send(channel, f"??ask {QUESTION}")
    assert last_message(channel).embeds


async def test_exported_file_can_be_taken_in_again(
    mod: simcord.MemberActor, channel: simcord.ChannelHandle, simcord_bot: Footnote, simcord_env: simcord.Env
) -> None:
    await simcord_bot.preferences.change(simcord_env.guild.id, {"passages": 5, "channels": [channel.id]})
    await mod.send(channel, "!settings export")
    data = await last_message(channel).attachments[0].read()
    assert json.loads(data)["passages"] == 5 and set(json.loads(data)) == set(SETTING_NAMES)
    await simcord_bot.preferences.reset(simcord_env.guild.id)
    await mod.send(channel, "!settings import", attachments=[("footnote-settings.json", data)])
    assert told(channel) == f"Imported {len(SETTING_NAMES)} settings."
    assert (await simcord_bot.preferences.of(simcord_env.guild.id)).channels == {channel.id}


async def test_slash_export_is_a_file_for_the_person_alone(
    mod: simcord.MemberActor, channel: simcord.ChannelHandle
) -> None:
    result = await mod.slash(channel, "settings export")
    assert result.ephemeral and result.response
    assert [each.filename for each in result.response.attachments] == ["footnote-settings.json"]


async def test_file_that_cannot_be_is_refused_whole(
    subtests: pytest.Subtests,
    mod: simcord.MemberActor,
    channel: simcord.ChannelHandle,
    simcord_bot: Footnote,
    simcord_env: simcord.Env,
) -> None:
    for data, said in [
        (b"\xff\x00", "That file has no settings in it"),
        (b"[1]", "That file has no settings in it"),
        (b"[" * 60_000, "That file has no settings in it"),
        (b" " * 70_000, "That file has no settings in it"),
        (b'{"passages": 9}', "passages can't be “9”"),
        (b'{"private": true, "colour": 1}', "There's no setting “colour”"),
        (b'{"private": true, "channels": [123456789012345678]}', "There's no channel “123456789012345678” here"),
    ]:
        with subtests.test(data=data, said=said):
            await mod.send(channel, "!settings import", attachments=[("settings.json", data)])
            assert told(channel).startswith(said)
            assert await chosen(simcord_bot, simcord_env) == {}
            simcord_env.errors.clear()


async def test_discord_offers_it_to_those_alone_who_may_manage_the_server(
    ann: simcord.MemberActor, mod: simcord.MemberActor, channel: simcord.ChannelHandle
) -> None:
    assert "settings show" in mod.available_commands(channel)
    assert "settings show" not in ann.available_commands(channel)


async def test_values_of_the_setting_chosen_are_suggested(
    mod: simcord.MemberActor, channel: simcord.ChannelHandle
) -> None:
    offered = await mod.autocomplete(channel, "settings set", "value", "o", name="private")
    assert [each["value"] for each in offered] == ["on", "off"]


async def test_setting_that_leaves_nowhere_to_answer_is_warned_of(
    mod: simcord.MemberActor, channel: simcord.ChannelHandle
) -> None:
    await mod.send(channel, "!settings set age_restricted on")
    assert "`age_restricted` is now on." in told(channel)
    assert "no channel here is age-restricted, so I can't show articles anywhere" in told(channel)


async def test_settings_can_be_changed_where_the_bot_answers_nothing_else(
    mod: simcord.MemberActor, channel: simcord.ChannelHandle, simcord_bot: Footnote, simcord_env: simcord.Env
) -> None:
    await simcord_bot.preferences.change(simcord_env.guild.id, {"channels": [12345], "age_restricted": True})
    await mod.send(channel, "!settings set channels all")
    assert (await simcord_bot.preferences.of(simcord_env.guild.id)).channels == frozenset()


async def test_server_is_answered_to_the_prefix_that_it_chose(
    ann: simcord.MemberActor, channel: simcord.ChannelHandle, simcord_bot: Footnote, simcord_env: simcord.Env
) -> None:
    await simcord_bot.preferences.change(simcord_env.guild.id, {"prefix": "$$", "passages": 1})
    await ann.send(channel, f"!ask {QUESTION}")
    assert len(channel.history()) == 1
    await ann.send(channel, f"$$ask {QUESTION}")
    assert "Ingrid Dahl" in embed_text(last_message(channel)) and "[2]" not in embed_text(last_message(channel))
    await ann.send(channel, "$$help")
    assert "`$$ask`" in (last_message(channel).embeds[0].description or "")


async def test_direct_message_keeps_the_operators_prefix(
    channel: simcord.ChannelHandle, simcord_bot: Footnote, simcord_env: simcord.Env
) -> None:
    await simcord_bot.preferences.change(simcord_env.guild.id, {"prefix": "$$"})
    bea = simcord_env.create_user("bea")
    await bea.send_dm(f"!ask {QUESTION}")
    assert "Ingrid Dahl" in embed_text(last_message(bea.dm_channel))
