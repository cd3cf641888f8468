"""Our Discord, asked by hand, where it could be kinder than Discord is: tokens, times, nonces, intents, troubles."""

from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
import pytest_asyncio

from tests.loopback import TOKEN, Cut, Loopback, RateLimit, ServerError
from tests.loopback.gateway import GUILD_MESSAGES, MESSAGE_CONTENT, visible
from tests.loopback.payloads import BOT, GUILD, MEMBER, READ_HISTORY, SEND_MESSAGES, Json
from tests.loopback.world import NONCE_SECONDS

pytestmark = pytest.mark.asyncio(loop_scope="package")

POST = "POST /channels/*/messages"


@pytest_asyncio.fixture(loop_scope="package")
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


async def test_message_is_refused_where_the_bot_may_not_write(discord: Loopback) -> None:
    silent = discord.world.open_channel("silent", denied=SEND_MESSAGES)
    status, form = await ask(discord, f"POST /channels/{silent.id}/messages", {"content": "hello"})
    assert (status, form["code"]) == (403, 50013)


async def test_enforced_nonce_gives_the_first_message_of_the_channel_for_some_minutes(discord: Loopback) -> None:
    again = {"nonce": "7", "enforce_nonce": True}
    first = await post(discord, content="one", **again)
    assert await post(discord, content="two", **again) == first
    other = discord.world.open_channel("other")
    assert (await ask(discord, f"POST /channels/{other.id}/messages", {"content": "three", **again}))[1] != first[1]
    assert (await post(discord, content="four", nonce="7"))[1]["content"] == "four"
    later = discord.world.clock() + NONCE_SECONDS
    discord.world.clock = lambda: later
    assert (await post(discord, content="five", **again))[1]["content"] == "five"


async def test_token_of_an_interaction_dies_after_a_quarter_of_an_hour(discord: Loopback) -> None:
    opened = discord.interactions.open(discord.general, MEMBER, 2)
    await ask(discord, f"POST /interactions/{opened.id}/{opened.token}/callback", {"type": 5})
    opened.born -= 901
    edited = await ask(discord, f"PATCH /webhooks/{BOT.id}/{opened.token}/messages/@original", {"content": "late"})
    assert (edited[0], edited[1]["code"]) == (401, 50027)


async def test_reply_is_refused_where_the_history_may_not_be_read(discord: Loopback) -> None:
    blind = discord.world.open_channel("blind", denied=READ_HISTORY)
    said = discord.say("hello", place=blind)
    body = {"content": "hello", "message_reference": {"message_id": said["id"]}}
    status, form = await ask(discord, f"POST /channels/{blind.id}/messages", body)
    assert (status, form["code"]) == (403, 160002)


async def test_wrong_token_and_a_nonce_that_is_too_long_are_refused(discord: Loopback) -> None:
    assert (await ask(discord, "GET /users/@me", token="another"))[0] == 401
    assert (await post(discord, content="hello", nonce="x" * 26))[1]["code"] == 50035


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


async def test_content_is_hidden_without_the_intent(subtests: pytest.Subtests) -> None:
    for intents, more, seen in (
        (GUILD_MESSAGES, {}, ""),
        (GUILD_MESSAGES | MESSAGE_CONTENT, {}, "hello"),
        (GUILD_MESSAGES, {"mentions": [{"id": str(BOT.id)}]}, "hello"),
        (GUILD_MESSAGES, {"author": {"id": str(BOT.id)}}, "hello"),
    ):
        with subtests.test(intents=intents, more=more, seen=seen):
            message = {"guild_id": str(GUILD), "author": {"id": "1"}, "content": "hello"} | more
            assert visible(message, intents)["content"] == seen
    # Nor is that of a direct message.
    assert visible({"author": {"id": "1"}, "content": "hello"}, 0)["content"] == "hello"
