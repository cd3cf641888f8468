"""Our Discord, asked by hand: it refuses what Discord refuses, in Discord's form."""

from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
import pytest_asyncio

from tests.loopback import TOKEN, Cut, Loopback, RateLimit, ServerError
from tests.loopback.gateway import GUILD_MESSAGES, MESSAGE_CONTENT, visible
from tests.loopback.payloads import APPLICATION, BOT, GUILD, MEMBER, SEND_MESSAGES, Json

POST = "POST /channels/*/messages"


@pytest_asyncio.fixture
async def discord() -> AsyncIterator[Loopback]:
    async with Loopback() as loopback:
        yield loopback


async def ask(discord: Loopback, line: str, body: Any = None, *, token: str = TOKEN) -> tuple[int, Json]:
    method, path = line.split()
    headers = {"Authorization": f"Bot {token}"}
    async with aiohttp.request(method, discord.url + path, json=body, headers=headers) as response:
        return response.status, await response.json() if response.status != 204 else {}


async def post(discord: Loopback, **body: Any) -> tuple[int, Json]:
    return await ask(discord, f"POST /channels/{discord.general.id}/messages", body)


def row(*buttons: Json) -> Json:
    return {"type": 1, "components": [{"type": 2, **button} for button in buttons]}


@pytest.mark.parametrize(
    ("body", "path"),
    [
        ({"content": "x" * 2_001}, "content"),
        ({"embeds": [{"description": "x" * 5_000}]}, "embeds.0.description"),
        ({"embeds": [{"title": "x" * 257}]}, "embeds.0.title"),
        ({"embeds": [{"fields": [{"name": "a", "value": "x" * 1_025}]}]}, "embeds.0.fields.0.value"),
        ({"embeds": [{"fields": [{"name": "a", "value": "b"}] * 26}]}, "embeds.0.fields"),
        ({"embeds": [{"description": "x" * 3_001}] * 2}, "embeds"),
        ({"embeds": [{"description": "x"}] * 11}, "embeds"),
        ({"components": [row({"label": "x" * 81})]}, "components.0.components.0.label"),
        ({"components": [row({"custom_id": "a"}, {"custom_id": "a"})]}, "components.0.components.1.custom_id"),
        ({"content": "a", "nonce": "x" * 26}, "nonce"),
    ],
)  # fmt: skip
async def test_message_past_a_limit_is_refused_with_the_way_to_it(discord: Loopback, body: Json, path: str) -> None:
    status, form = await post(discord, **body)
    assert (status, form["code"]) == (400, 50035)
    place = form["errors"]
    for key in path.split("."):
        place = place[key]
    assert place["_errors"][0]["message"]


async def test_empty_message_is_refused(discord: Loopback) -> None:
    assert (await post(discord))[1]["code"] == 50006


async def test_message_is_refused_where_the_bot_may_not_write(discord: Loopback) -> None:
    silent = discord.world.open_channel("silent", denied=SEND_MESSAGES)
    status, form = await ask(discord, f"POST /channels/{silent.id}/messages", {"content": "hello"})
    assert (status, form["code"]) == (403, 50013)


async def test_nonce_used_again_gives_the_earlier_message(discord: Loopback) -> None:
    once = await post(discord, content="one", nonce="7", enforce_nonce=True)
    again = await post(discord, content="two", nonce="7", enforce_nonce=True)
    assert again == once
    assert len(discord.world.messages) == 1


@pytest.mark.parametrize(
    "command",
    [
        {"name": "Ask", "description": "upper case"},
        {"name": "two words", "description": "a space"},
        {"name": "ask", "description": ""},
        {"name": "ask", "description": "x" * 101},
        {"name": "ask", "description": "x", "options": [{"name": "q", "description": "x"}] * 26},
        {"name": "ask", "description": "x", "options": [
            {"name": "a", "description": "x"}, {"name": "b", "description": "x", "required": True}]},
    ],
)  # fmt: skip
async def test_command_against_the_rules_is_refused(discord: Loopback, command: Json) -> None:
    status, form = await ask(discord, f"PUT /applications/{APPLICATION}/commands", [command])
    assert (status, form["code"]) == (400, 50035)
    assert discord.world.syncs == 0


async def test_wrong_token_is_refused(discord: Loopback) -> None:
    assert (await ask(discord, "GET /users/@me", token="another"))[0] == 401


async def test_rate_limit_says_how_long_to_wait_and_then_lets_through(discord: Loopback) -> None:
    discord.script.add(POST, RateLimit(0.25))
    status, form = await post(discord, content="hello")
    assert (status, form["retry_after"]) == (429, 0.25)
    assert (await post(discord, content="hello"))[0] == 200


async def test_server_error_takes_no_message(discord: Loopback) -> None:
    discord.script.add(POST, ServerError(502))
    assert (await post(discord, content="hello"))[0] == 502
    assert not discord.world.messages


@pytest.mark.parametrize(("done", "taken"), [(False, 0), (True, 1)])
async def test_cut_connection_gives_no_answer(discord: Loopback, done: bool, taken: int) -> None:
    discord.script.add(POST, Cut(done=done))
    with pytest.raises(aiohttp.ServerDisconnectedError):
        await post(discord, content="hello")
    assert len(discord.world.messages) == taken


async def test_unknown_route_fails_at_the_end() -> None:
    with pytest.raises(AssertionError, match="PUT /nowhere"):
        async with Loopback() as discord:
            assert (await ask(discord, "PUT /nowhere"))[0] == 404


async def test_trouble_that_never_came_fails_at_the_end() -> None:
    with pytest.raises(AssertionError, match="Cut"):
        async with Loopback() as discord:
            discord.script.add(POST, Cut())


async def test_interaction_is_answered_once_and_in_time(discord: Loopback) -> None:
    hello = {"type": 4, "data": {"content": "hello"}}
    early, late = (discord.interactions.open(discord.general, MEMBER, 2) for _ in range(2))
    late.born -= 3.1
    first = await ask(discord, f"POST /interactions/{early.id}/{early.token}/callback", hello)
    second = await ask(discord, f"POST /interactions/{early.id}/{early.token}/callback", hello)
    tardy = await ask(discord, f"POST /interactions/{late.id}/{late.token}/callback", hello)
    assert [first[0], second[1]["code"], tardy[1]["code"]] == [204, 40060, 10062]


@pytest.mark.parametrize(
    ("intents", "more", "seen"),
    [
        (GUILD_MESSAGES, {}, ""),
        (GUILD_MESSAGES | MESSAGE_CONTENT, {}, "hello"),
        (GUILD_MESSAGES, {"mentions": [{"id": str(BOT.id)}]}, "hello"),
        (GUILD_MESSAGES, {"author": {"id": str(BOT.id)}}, "hello"),
    ],
)
def test_content_is_hidden_without_the_intent(intents: int, more: Json, seen: str) -> None:
    message = {"guild_id": str(GUILD), "author": {"id": "1"}, "content": "hello"} | more
    assert visible(message, intents)["content"] == seen


def test_content_of_a_direct_message_is_never_hidden() -> None:
    assert visible({"author": {"id": "1"}, "content": "hello"}, 0)["content"] == "hello"
