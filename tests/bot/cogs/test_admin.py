"""`!doctor` and `!purge-server`: what moderators see of their server, and how all of it is deleted."""

import discord
import pytest
import simcord

from bot.bot import Footnote
from knowledge import Article, Library
from tests.bot.conftest import QUESTION, MakeBot, channel_denying
from tests.bot.messages import last_message

PIER = Article(title="Pier", paragraphs=("The secret pier has forty flags.",))


def member(env: simcord.Env, name: str, **allowed: bool) -> simcord.MemberActor:
    """A member whose role has these permissions besides those to talk."""
    permissions = discord.Permissions(view_channel=True, send_messages=True, **allowed)
    return env.guild.add_member(env.create_user(name), roles=[env.guild.create_role(name, permissions=permissions)])


@pytest.fixture
def mod(simcord_env: simcord.Env, channel: simcord.ChannelHandle) -> simcord.MemberActor:
    return member(simcord_env, "mod", manage_guild=True)


@pytest.fixture
def admin(simcord_env: simcord.Env, channel: simcord.ChannelHandle) -> simcord.MemberActor:
    return member(simcord_env, "admin", administrator=True)


def told(channel: simcord.ChannelHandle) -> str:
    return last_message(channel).content.replace("\\", "").replace("\u200b", "")


async def test_doctor_says_that_all_is_well(
    mod: simcord.MemberActor, channel: simcord.ChannelHandle, library: Library, simcord_env: simcord.Env
) -> None:
    await library.add(PIER, collection=str(simcord_env.guild.id))
    await mod.send(channel, "!doctor")
    assert told(channel).startswith("Everything is fine.\n")
    assert "✅ intents: Message Content Intent is on" in told(channel)
    assert "✅ articles: 1 article from this server" in told(channel)
    result = await mod.slash(channel, "doctor")
    assert result.ephemeral and result.response and result.response.content == last_message(channel).content


async def test_doctor_names_each_channel_with_what_is_missing_and_how_to_mend_it(
    mod: simcord.MemberActor, channel: simcord.ChannelHandle, simcord_env: simcord.Env
) -> None:
    everyone = simcord_env.guild.default_role
    bare, mute = (
        simcord_env.guild.create_text_channel(name, overwrites={everyone: discord.PermissionOverwrite(**denied)})
        for name, denied in (("bare", {"embed_links": False}), ("mute", {"send_messages": False}))
    )
    await mod.send(channel, "!doctor")
    assert (
        f"❌ {bare.mention}: I don't have these permissions: Embed Links. "
        "→ Channel settings → Permissions → my role: allow Embed Links." in told(channel)
    )
    assert f"{mute.mention}: I can't write here, so I answer by direct message." in told(channel)
    assert told(channel).startswith("1 problem to fix.")


async def test_doctor_of_one_channel_says_what_is_missing_in_it(
    mod: simcord.MemberActor, channel: simcord.ChannelHandle, simcord_env: simcord.Env
) -> None:
    bare = channel_denying(simcord_env, "bare", embed_links=False, attach_files=False)
    await mod.send(channel, f"!doctor {channel.mention}")
    assert told(channel) == f"Everything is fine.\n✅ {channel.mention}: I can answer here."
    await mod.send(channel, "!doctor #bare")
    assert told(channel).startswith(
        f"1 problem to fix.\n❌ {bare.mention}: I don't have these permissions: Embed Links."
    )
    assert f"ℹ️ {bare.mention}: I can't attach files here" in told(channel)
    result = await mod.slash(channel, "doctor", channel=bare)
    assert result.response and result.response.content == last_message(channel).content
    await mod.send(channel, "!settings set channels #bare")
    await mod.send(channel, "!settings set age_restricted on")
    await mod.send(channel, f"!doctor {channel.mention}")
    assert told(channel).startswith(f"2 problems to fix.\n❌ {channel.mention}: it isn't one of the channels")
    await mod.send(channel, "!doctor #nowhere")
    assert told(channel).startswith("Use that command like this: !doctor [channel]")
    simcord_env.errors.clear()


async def test_doctor_tells_settings_that_leave_nowhere_to_answer(
    mod: simcord.MemberActor, channel: simcord.ChannelHandle, simcord_bot: Footnote, simcord_env: simcord.Env
) -> None:
    await simcord_bot.preferences.change(
        simcord_env.guild.id, {"channels": [12345], "age_restricted": True, "adders": 777}
    )
    await mod.send(channel, "!doctor")
    assert "❌ channels: none of the chosen channels exist any more" in told(channel)
    assert "❌ age_restricted: no channel here is age-restricted" in told(channel)
    assert "ℹ️ adders: the chosen role no longer exists" in told(channel)


async def test_doctor_tells_that_a_server_has_no_articles_of_its_own(
    mod: simcord.MemberActor, channel: simcord.ChannelHandle
) -> None:
    await mod.send(channel, "!doctor")
    assert "ℹ️ articles: this server hasn't added any" in told(channel)


class TestWithoutMessageContent:
    @pytest.fixture
    def simcord_bot(self, make_bot: MakeBot) -> Footnote:
        return make_bot(content=False)

    async def test_doctor_tells_that_the_intent_is_off(
        self, mod: simcord.MemberActor, channel: simcord.ChannelHandle
    ) -> None:
        result = await mod.slash(channel, "doctor")
        assert result.response and "intents: Message Content Intent is off → " in result.response.content


async def test_moderator_who_is_no_administrator_cannot_purge(
    mod: simcord.MemberActor, channel: simcord.ChannelHandle, library: Library, simcord_env: simcord.Env
) -> None:
    await library.add(PIER, collection=str(simcord_env.guild.id))
    await mod.send(channel, "!purge-server CONFIRM")
    assert (await library.retention.held(str(simcord_env.guild.id))).articles == 1
    simcord_env.errors.clear()


async def test_purge_says_first_what_it_would_delete(
    admin: simcord.MemberActor,
    channel: simcord.ChannelHandle,
    library: Library,
    simcord_env: simcord.Env,
    subtests: pytest.Subtests,
) -> None:
    for confirm in ("", "confirm", "yes"):
        with subtests.test(confirm=confirm):
            await library.add(PIER, collection=str(simcord_env.guild.id))
            await admin.send(channel, f"!purge-server {confirm}")
            assert "1 article, 0 questions" in told(channel) and "send !purge-server CONFIRM" in told(channel)
            assert (await library.retention.held(str(simcord_env.guild.id))).articles == 1


@pytest.mark.parametrize("form", ["message", "slash"])
async def test_confirmed_purge_deletes_all_of_this_server_and_nothing_else(
    admin: simcord.MemberActor,
    channel: simcord.ChannelHandle,
    library: Library,
    simcord_bot: Footnote,
    simcord_env: simcord.Env,
    form: str,
) -> None:
    server = str(simcord_env.guild.id)
    await library.add(PIER, collection=server)
    await library.add(PIER, collection="42")
    await simcord_bot.preferences.change(simcord_env.guild.id, {"prefix": "?"})
    await admin.send(channel, f"?ask {QUESTION}")
    if form == "message":
        await admin.send(channel, "?purge-server CONFIRM")
        said = told(channel)
    else:
        result = await admin.slash(channel, "purge-server", confirm="CONFIRM")
        assert result.ephemeral and result.response
        said = result.response.content
    assert said == "Permanently deleted: 1 article, 1 question and all settings of this server."
    assert not await library.retention.held(server)
    assert (await library.retention.held("42")).articles == 1
    await admin.send(channel, f"!ask {QUESTION}")
    assert last_message(channel).embeds


async def test_what_to_write_never_holds_the_number_of_a_mention(
    admin: simcord.MemberActor, channel: simcord.ChannelHandle, simcord_bot: Footnote
) -> None:
    assert simcord_bot.user
    await admin.send(channel, f"{simcord_bot.user.mention} !purge-server")
    assert "send /purge-server CONFIRM" in told(channel)
