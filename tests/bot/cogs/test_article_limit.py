"""A server that has as many articles as it may: what is said to who adds more, and to moderators."""

import json
from collections.abc import Callable

import discord
import pytest
import simcord

from bot.bot import Footnote
from bot.embeds import answers
from knowledge import Library, Quota
from tests.bot.conftest import FERRY
from tests.bot.messages import SentMessage, embed_text, last_message, only_embed, private_text

TEN = b"".join(
    json.dumps({"id": str(n), "title": f"Note {n}", "text": f"Note number {n} says much."}).encode() + b"\n"
    for n in range(10)
)
FULL = "This server has reached its limit of 10 articles. Remove some with /remove, or ask my operator for more"


@pytest.fixture
def simcord_bot(make_bot: Callable[..., Footnote]) -> Footnote:
    return make_bot(quota=Quota(articles=10, bytes=2_000_000))


@pytest.fixture
def keeper(simcord_env: simcord.Env, channel: simcord.ChannelHandle) -> simcord.MemberActor:
    """A member who may manage the server."""
    role = simcord_env.guild.create_role("keepers", permissions=discord.Permissions(manage_guild=True))
    return simcord_env.guild.add_member(simcord_env.create_user("keeper"), roles=[role])


async def held(library: Library, env: simcord.Env) -> int:
    return len(await library.listing(collection=str(env.guild.id), own=True))


async def test_what_fits_is_added_and_the_rest_refused_in_one_sentence(
    keeper: simcord.MemberActor, channel: simcord.ChannelHandle, library: Library, simcord_env: simcord.Env
) -> None:
    await library.add(FERRY, collection=str(simcord_env.guild.id))
    await keeper.send(channel, "!add", attachments=[("notes.jsonl", TEN)])
    assert embed_text(last_message(channel)).startswith(f"notes.jsonl: 9 added, 1 refused.\n{FULL}")
    assert await held(library, simcord_env) == 10


@pytest.mark.parametrize("form", ["prefix", "slash", "text"])
async def test_full_server_takes_no_new_article_in_any_form(
    form: str,
    keeper: simcord.MemberActor,
    channel: simcord.ChannelHandle,
    library: Library,
    simcord_env: simcord.Env,
) -> None:
    await keeper.send(channel, "!add", attachments=[("notes.jsonl", TEN)])
    mill = "Old mill burns down\n\nThe old mill of Holm burned down on Sunday night."
    told: SentMessage = None
    match form:
        case "prefix":
            await keeper.send(channel, "!add", attachments=[("mill.txt", mill.encode())])
        case "slash":
            told = (await keeper.slash(channel, "add", file=("mill.txt", mill.encode()))).response
        case _:
            await keeper.send(channel, f"!add {mill}")
    told = told or last_message(channel)
    assert f"1 refused.\n{FULL}" in embed_text(told)
    assert only_embed(told).colour == discord.Colour(answers.DECLINED)
    assert await held(library, simcord_env) == 10


async def test_article_that_is_kept_without_room_still_waits_for_room(
    keeper: simcord.MemberActor, channel: simcord.ChannelHandle, library: Library, simcord_env: simcord.Env
) -> None:
    mill = b"Old mill burns down\n\nThe old mill of Holm burned down on Sunday night."
    shown = (await keeper.slash(channel, "add", file=("mill.txt", mill))).response
    assert shown
    await keeper.send(channel, "!add", attachments=[("notes.jsonl", TEN)])
    assert FULL in private_text(await keeper.click(shown, label="Keep"))
    await library.remove("3", collection=str(simcord_env.guild.id))
    await keeper.click(shown, label="Keep")
    assert embed_text(last_message(channel)).startswith("mill.txt: 1 added.")
    assert await held(library, simcord_env) == 10
    simcord_env.errors.clear()


async def test_article_of_a_full_server_can_be_changed(
    keeper: simcord.MemberActor, channel: simcord.ChannelHandle, library: Library, simcord_env: simcord.Env
) -> None:
    await keeper.send(channel, "!add", attachments=[("notes.jsonl", TEN)])
    changed = json.dumps({"id": "3", "title": "Note 3", "text": "Note number 3 says more than it did."}).encode()
    await keeper.send(channel, "!add", attachments=[("notes.jsonl", changed)])
    assert "1 updated." in embed_text(last_message(channel)) and FULL not in embed_text(last_message(channel))


async def test_moderators_are_told_before_the_server_is_full(
    keeper: simcord.MemberActor, channel: simcord.ChannelHandle, simcord_env: simcord.Env
) -> None:
    await keeper.send(channel, "!add", attachments=[("notes.jsonl", b"\n".join(TEN.splitlines()[:9]))])
    await keeper.send(channel, "!doctor")
    assert "ℹ️ articles: 9 of 10 articles → Remove articles you no longer need with /remove" in last_message(
        channel
    ).content.replace("\\", "")


async def test_a_server_with_as_much_text_as_it_can_hold_is_told_so(
    keeper: simcord.MemberActor, channel: simcord.ChannelHandle, library: Library, simcord_env: simcord.Env
) -> None:
    text = ("The mill burned down on Sunday night. " * 150 + "\n\n") * 400
    await keeper.send(channel, "!add", attachments=[("mill.txt", f"Old mill\n\n{text}".encode())])
    assert "1 refused.\nThis server has reached its limit of 2 MB of text." in embed_text(last_message(channel))
    assert await held(library, simcord_env) == 0
