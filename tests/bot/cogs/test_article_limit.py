"""A server that has as many articles as it may: what is said to who adds more, and to moderators."""

import json
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import discord
import pytest
import simcord

from bot.bot import Footnote
from bot.cogs.feeds import Feeds
from bot.embeds import answers
from knowledge import Article, Library, Quota
from knowledge.web import Fetcher
from tests.bot.conftest import FERRY, MakeBot
from tests.bot.messages import SentMessage, embed_text, last_message, only_embed, private_text
from tests.bot.populated_guild import PopulatedGuild
from tests.knowledge.web_site import Site, answer

TEN = b"".join(
    json.dumps({"id": str(n), "title": f"Note {n}", "text": f"Note number {n} says much."}).encode() + b"\n"
    for n in range(10)
)
FULL = "This server has reached its limit of 10 articles. Remove some with /remove, or ask my operator for more"


@pytest.fixture
def simcord_bot(make_bot: MakeBot, fetcher: Fetcher) -> Footnote:
    return make_bot(fetcher=fetcher, quota=Quota(articles=10, bytes=2_000_000))


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


FREE = 100
"""Bytes that are left on the server below."""


def story(size: int, letter: str = "x") -> bytes:
    """A text whose only paragraph has so many bytes."""
    return f"Old mill burns down\n\n{'The mill burned. ' + letter * (size - 17)}".encode()


def server_feed(size: int) -> bytes:
    text = story(size).decode().partition("\n\n")[2]
    item = f"<item><title>Mill</title><guid>1</guid><description>{text}</description></item>"
    return answer(f"<rss version='2.0'><channel><title>Courier</title>{item}</channel></rss>".encode(), kind="text/xml")


def text_bytes(folder: Path, guild: PopulatedGuild) -> int:
    """Return how many bytes of text a server has, in all versions."""
    with closing(sqlite3.connect(folder / "footnote.db")) as connection:
        rows = connection.execute("SELECT bytes FROM collection WHERE name = ?", (guild.collection,)).fetchall()
    return sum(size for (size,) in rows)


async def give(guild: PopulatedGuild, site: Site, form: str, size: int, letter: str = "x") -> str:
    """Let a moderator add a text of so many bytes; return what is said."""
    text = story(size, letter)
    site.pages |= {"/mill": answer(text, kind="text/plain"), "/feed": server_feed(size)}
    match form:
        case "text":
            line, files = f"add {text.decode()}", []
        case "file":
            line, files = "add", [("mill.txt", text)]
        case "link":
            line, files = f"add {site.url('/mill')}", []
        case _:
            line, files = f"feed add {site.url('/feed')}", []
    said = (await guild.run("prefix", line, who="moderator", files=files)).text
    if form == "feed":
        feeds = guild.bot.get_cog("Feeds")
        assert isinstance(feeds, Feeds)
        await feeds.look(datetime.now(UTC))
        said += (await guild.run("prefix", "feed list", who="moderator")).text
    return said


@pytest.mark.parametrize("form", ["text", "file", "link", "feed"])
async def test_text_fits_up_to_the_last_byte_and_one_more_stores_nothing(
    form: str, guild: PopulatedGuild, library: Library, site: Site, folder: Path
) -> None:
    filled = Article(title="Filler", paragraphs=("f" * (2_000_000 - FREE),), id="filler")
    await library.add(filled, collection=guild.collection)
    before = await library.audit.entries(guild.collection)
    said = await give(guild, site, form, FREE + 1)
    assert "Remove some articles" in said or "remove some articles" in said
    assert "has used 2 MB of its 2 MB of text, and this takes 101 B." in said or "0 kB left of its 2 MB of text" in said
    assert text_bytes(folder, guild) == 2_000_000 - FREE
    assert len(await library.listing(collection=guild.collection, own=True)) == 1
    assert [each for each in await library.audit.entries(guild.collection) if each.action == "add"] == before
    if form == "feed":
        await guild.run("prefix", "feed remove 1", who="moderator")
    await give(guild, site, form, FREE)
    assert text_bytes(folder, guild) == 2_000_000
    assert len(await library.listing(collection=guild.collection, own=True)) == 2


@pytest.mark.parametrize("way", ["remove", "remove now", "undo", "purge"])
async def test_what_is_taken_away_makes_room_and_versions_count_until_then(
    way: str, guild: PopulatedGuild, library: Library, site: Site, folder: Path
) -> None:
    half = 1_000_000
    await library.add(Article(title="Half", paragraphs=("a" * half,), id="half"), collection=guild.collection)
    changed = json.dumps({"id": "half", "title": "Half", "text": "b" * (half - FREE)}).encode()
    await guild.run("prefix", "add", who="moderator", files=[("half.json", changed)])
    assert text_bytes(folder, guild) == 2 * half - FREE
    # The version before makes room for what comes.
    assert "1 added." in await give(guild, site, "file", half)
    assert text_bytes(folder, guild) == 2 * half - FREE
    assert "has used 2 MB of its 2 MB of text, and this takes 1 MB." in await give(guild, site, "file", half, "y")
    match way:
        case "purge":
            await library.purge(guild.collection)
        case "undo":
            assert "Undone" in (await guild.run("prefix", "undo", who="moderator")).text
        case "remove":
            await library.withdraw("half", collection=guild.collection)
        case _:
            await library.remove("half", collection=guild.collection)
    assert "1 added." in await give(guild, site, "link", half, "y")
    guild.env.errors.clear()
