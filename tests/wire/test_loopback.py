"""Our Discord, with the smallest bot in it: commands, events, and gateways that come and go."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from tests.loopback import Loopback, RateLimit

pytestmark = pytest.mark.asyncio(loop_scope="module")
ECHO = "tests.wire.echo"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def discord(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Loopback]:
    data = tmp_path_factory.mktemp("echo") / "data"
    async with Loopback() as loopback, loopback.bot(data, module=ECHO):
        yield loopback


async def test_commands_are_registered_and_a_message_is_answered(discord: Loopback) -> None:
    assert {command["name"] for command in discord.world.commands} == {"later", "alone", "size", "where", "Repeat this"}
    assert (await discord.ask("!echo hello")).text == "hello"
    assert discord.gateway.heartbeats


@pytest.mark.parametrize(("line", "why"), [("!big 1 5000", "4096 or fewer"), ("!big 2 3500", "6000")])
async def test_bot_is_told_why_its_embed_is_refused(discord: Loopback, line: str, why: str) -> None:
    refusal = (await discord.ask(line)).text
    assert refusal.startswith("50035")
    assert why in refusal


async def test_deferred_reply_is_the_finished_one_and_its_button_works(discord: Loopback) -> None:
    reply = await discord.slash("later", text="hello")
    assert reply.text == "hello"
    await discord.press(reply, "Press")
    assert reply.text == "pressed"


async def test_ephemeral_reply_is_followed_by_one_for_all(discord: Loopback) -> None:
    place = discord.world.open_channel("alone")
    assert (await discord.slash("alone", place=place)).ephemeral
    await discord.pulse.until(lambda: len(discord.world.history(place)) == 2, "a second message")
    assert [message["content"] for message in discord.world.history(place)] == ["only you", "everybody"]


async def test_direct_message_is_answered_where_it_was_written(discord: Loopback) -> None:
    direct = discord.world.open_direct(discord.member)
    assert (await discord.ask("!echo here", place=direct)).payload["channel_id"] == str(direct.id)


async def test_rate_limit_is_waited_out(discord: Loopback) -> None:
    discord.script.add("POST /channels/*/messages", RateLimit(0.02))
    message = discord.say("!echo patience")
    await discord.reply_to(message)
    assert [reply.text for reply in discord.replies_to(message)] == ["patience"]
    assert [request.status for request in discord.rest.requests[-2:]] == [429, 200]


async def test_message_written_while_the_gateway_was_away_is_replayed(discord: Loopback) -> None:
    resumed = discord.gateway.resumed
    discord.gateway.drop()
    assert (await discord.ask("!echo still there?")).text == "still there?"
    assert discord.gateway.resumed == resumed + 1


async def test_bot_asked_to_reconnect_resumes(discord: Loopback) -> None:
    resumed = discord.gateway.resumed
    discord.gateway.ask_to_reconnect()
    await discord.pulse.until(lambda: discord.gateway.resumed > resumed, "a resume")
    assert (await discord.ask("!echo back")).text == "back"


async def test_bot_whose_session_ended_logs_in_anew(discord: Loopback) -> None:
    identified = len(discord.gateway.identified)
    discord.gateway.invalidate()
    await discord.pulse.until(lambda: len(discord.gateway.identified) > identified, "a login")
    assert (await discord.ask("!echo anew")).text == "anew"


async def test_gateway_that_refuses_is_tried_again(tmp_path: Path) -> None:
    async with Loopback() as discord, discord.launched(tmp_path / "data", module=ECHO) as process:
        await discord.logged_in(process)
        discord.gateway.refusing = True
        discord.gateway.drop()
        await process.said("503")
        discord.gateway.refusing = False
        await discord.pulse.until(lambda: discord.gateway.logins == 2, "another login")
        assert (await discord.ask("!echo up again")).text == "up again"


async def test_bot_without_the_intent_sees_only_what_is_said_to_it(tmp_path: Path) -> None:
    async with Loopback() as discord:
        discord.world.message_content = False
        async with discord.bot(tmp_path / "data", module=ECHO, ECHO_BLIND="1"):
            unseen = discord.say("!echo hello")
            assert (await discord.ask(f"{discord.bot_user.mention} echo hello")).text == "hello"
            assert not [one for one in discord.replies_to(unseen) if one.answers == int(unseen["id"])]


async def test_gateway_closes_on_an_intent_that_is_not_switched_on(tmp_path: Path) -> None:
    async with Loopback() as discord:
        discord.world.message_content = False
        async with discord.launched(tmp_path / "data", module=ECHO) as process:
            await process.said("PrivilegedIntentsRequired")
