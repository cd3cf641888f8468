"""The language of a reply: the person's where Discord tells it, else that of the place."""

from collections.abc import Callable
from typing import Any

import discord
import pytest
import regex
import simcord
from discord import Locale, app_commands
from simcord import interactions

from bot import command_sync, i18n
from bot.bot import Footnote
from tests.bot.conftest import QUESTION, MakeBot
from tests.bot.messages import last_message

FOUND = "답변 #1"
DECLINED = "추측으로 답하지는 않을게요"


@pytest.fixture
def say_locale(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Lets everyone's Discord be in a language; simcord's is American otherwise."""
    real = interactions.base_payload

    def say(locale: str) -> None:
        def payload(*given: Any, **named: Any) -> Any:
            record, event = real(*given, **named)
            return record, {**event, "locale": locale}

        monkeypatch.setattr(interactions, "base_payload", payload)

    return say


def footer(message: Any) -> str:
    assert message and message.embeds
    return str(message.embeds[0].footer.text)


async def test_slash_command_is_answered_in_the_persons_language(
    ann: simcord.MemberActor, channel: simcord.ChannelHandle, say_locale: Callable[[str], None]
) -> None:
    say_locale("ko")
    assert footer((await ann.slash(channel, "ask", question=QUESTION)).response).startswith(FOUND)
    say_locale("en-GB")
    assert footer((await ann.slash(channel, "ask", question=QUESTION)).response).startswith("answer #2")


async def test_slash_command_in_a_language_that_we_lack_is_answered_in_the_servers(
    ann: simcord.MemberActor,
    channel: simcord.ChannelHandle,
    simcord_bot: Footnote,
    simcord_env: simcord.Env,
    say_locale: Callable[[str], None],
) -> None:
    await simcord_bot.preferences.change(simcord_env.guild.id, {"language": "ko"})
    say_locale("fr")
    assert footer((await ann.slash(channel, "ask", question=QUESTION)).response).startswith(FOUND)


async def test_an_error_is_told_in_the_persons_language(
    ann: simcord.MemberActor,
    channel: simcord.ChannelHandle,
    simcord_env: simcord.Env,
    say_locale: Callable[[str], None],
) -> None:
    say_locale("ko")
    refused = (await ann.slash(channel, "source", which="#77")).response
    assert refused and "여기에는 답변 #77이(가) 없어요" in refused.content
    simcord_env.errors.clear()


async def test_message_is_answered_in_the_language_that_the_server_chose(
    ann: simcord.MemberActor, channel: simcord.ChannelHandle, simcord_bot: Footnote, simcord_env: simcord.Env
) -> None:
    await ann.send(channel, "!ask artichokes with braised wine")
    assert DECLINED not in (last_message(channel).embeds[0].description or "")
    await simcord_bot.preferences.change(simcord_env.guild.id, {"language": "ko"})
    await ann.send(channel, "!ask artichokes with braised wine")
    assert DECLINED in (last_message(channel).embeds[0].description or "")
    await ann.send(channel, f"<@{user(simcord_bot).id}> {QUESTION}")
    assert footer(last_message(channel)).startswith("답변 #")


@pytest.mark.parametrize(("features", "start"), [(["COMMUNITY"], FOUND), ([], "answer #1")])
async def test_only_a_community_has_a_language_of_its_own(
    simcord_env: simcord.Env, simcord_bot: Footnote, features: list[str], start: str
) -> None:
    place = simcord_env.create_guild()
    channel = place.create_text_channel("general")
    ann = place.add_member(simcord_env.create_user("ann"))
    guild = simcord_bot.get_guild(place.id)
    assert guild
    guild.features, guild.preferred_locale = features, Locale.korean  # type: ignore[assignment]  # as Discord sends them
    await ann.send(channel, f"!ask {QUESTION}")
    assert footer(last_message(channel)).startswith(start)


async def test_direct_message_is_answered_in_the_operators_language(
    simcord_env: simcord.Env, channel: simcord.ChannelHandle, simcord_bot: Footnote
) -> None:
    bea = simcord_env.create_user("bea")
    with i18n.use_language("ko"):
        await bea.send_dm(QUESTION)
    assert footer(last_message(bea.dm_channel)).startswith(FOUND)


async def test_command_is_heard_by_its_name_in_every_language(
    ann: simcord.MemberActor, channel: simcord.ChannelHandle, simcord_bot: Footnote, simcord_env: simcord.Env
) -> None:
    await ann.send(channel, f"!질문 {QUESTION}")
    assert footer(last_message(channel)).startswith("답변 #1")
    await ann.send(channel, "!출처 #1 1")
    assert "3번째" in footer(last_message(channel))
    await ann.send(channel, f"<@{user(simcord_bot).id}> 출처")
    assert "출처" in (last_message(channel).embeds[0].description or "").partition("\n")[0]
    await ann.send(channel, "!source #1 1")
    assert "paragraph 3" in footer(last_message(channel))
    await simcord_bot.preferences.change(simcord_env.guild.id, {"language": "en"})
    await ann.send(channel, f"!질문 {QUESTION}")
    assert footer(last_message(channel)).startswith("answer #2")


def user(bot: Footnote) -> discord.ClientUser:
    assert bot.user
    return bot.user


async def payloads(bot: Footnote) -> list[dict[str, Any]]:
    translator = bot.tree.translator
    assert translator
    return [await command.get_translated_payload(bot.tree, translator) for command in bot.tree.get_commands()]


async def test_discord_is_told_every_command_in_korean(simcord_bot: Footnote, simcord_env: simcord.Env) -> None:
    for told in await payloads(simcord_bot):
        slash = "description" in told
        parts = [told, *told.get("options", ())] if slash else [told]
        for part in parts:
            name = part["name_localizations"]["ko"]
            assert not slash or (regex.fullmatch(r"[-_\p{L}\p{N}]{1,32}", name) and name == name.lower())
            assert len(name) <= 32
            assert not slash or 1 <= len(part["description_localizations"]["ko"]) <= 100
        names = [part["name_localizations"]["ko"] for part in parts[1:]]
        assert len(set(names)) == len(names)


async def test_no_two_commands_have_the_same_name_in_a_language(
    simcord_bot: Footnote, simcord_env: simcord.Env
) -> None:
    taken = [spelled for command in simcord_bot.commands for spelled in i18n.localized_names(command.name)]
    assert len(set(taken)) == len(taken)


async def test_commands_are_registered_anew_when_a_translation_changes(
    make_bot: MakeBot, simcord_bot: Footnote, simcord_env: simcord.Env
) -> None:
    class Other(app_commands.Translator):
        async def translate(
            self, string: app_commands.locale_str, locale: Locale, context: app_commands.TranslationContextTypes
        ) -> str | None:
            return "다른" if locale is Locale.korean else None

    before = await command_sync.command_digest(simcord_bot.tree)
    assert await command_sync.command_digest(simcord_bot.tree) == before
    await simcord_bot.tree.set_translator(Other())
    assert await command_sync.command_digest(simcord_bot.tree) != before


async def test_buttons_answer_in_the_language_of_the_person_who_presses(
    ann: simcord.MemberActor, channel: simcord.ChannelHandle, say_locale: Callable[[str], None]
) -> None:
    await ann.send(channel, f"!ask {QUESTION}")
    say_locale("ko")
    voted = (await ann.click(last_message(channel), custom_id="footnote:up:1")).response
    assert voted and "좋은 답변이라고 기록했어요" in voted.content
    asked = (await ann.slash(channel, "forgetme")).response
    assert asked and "되돌릴 수 없어요" in asked.content
    done = await ann.click(asked, label="삭제")
    assert "영구 삭제했어요: 질문 1개" in (done.response or asked).content
