"""What a server may have and ask for, driven to its last article, byte, feed and fetch over real HTTP."""

import asyncio
import json
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path

import pytest
import pytest_asyncio

from tests.knowledge.web_site import Site, answer
from tests.loopback import File, Loopback
from tests.loopback.payloads import GUILD
from tests.wire.questions import plain

pytestmark = pytest.mark.asyncio(loop_scope="package")

LIMIT, FREE, SAID = 1_000_000, 300, "Remove some articles"
FULL = f"of its 1 MB of text, and this takes {FREE + 1} B. {SAID}"
CANNOT = "left of its 1 MB of text, and an item takes 1 kB; remove some articles"


@pytest_asyncio.fixture(loop_scope="package")
async def site() -> AsyncIterator[Site]:
    async with Site().serve() as site:
        yield site


def story(size: int) -> str:
    """A text whose only paragraph has so many bytes, most of them in characters of three."""
    count, rest = divmod(size - len("The mill burned. "), 3)
    return f"Old mill burns down\n\nThe mill burned. {'ㅎ' * count}{'x' * rest}"


def filler(size: int) -> File:
    texts = ["f" * 10_000] * (size // 10_000) + ["f" * (size % 10_000)]
    return File("filler.json", json.dumps({"id": "filler", "title": "Filler", "paragraphs": texts}).encode())


def feed(text: str) -> bytes:
    title, _, body = text.partition("\n\n")
    item = f"<item><title>{title}</title><guid isPermaLink='false'>1</guid><description>{body}</description></item>"
    return f"<rss version='2.0'><channel><title>Courier</title>{item}</channel></rss>".encode()


def held(data: Path) -> int:
    """Return how many bytes of text the server has, in all versions."""
    with closing(sqlite3.connect(data / "footnote.db")) as connection:
        rows = connection.execute("SELECT bytes FROM collection WHERE name = ?", (str(GUILD),)).fetchall()
    return sum(size for (size,) in rows)


async def give(discord: Loopback, form: str, text: str, site: Site) -> str:
    """Let a moderator add a text, and keep it where that is asked; what is said."""
    mod, file = discord.moderator, File("mill.txt", text.encode())
    site.pages["/mill"] = answer(text.encode(), kind="text/plain; charset=utf-8")
    match form:
        case "message":
            told = await discord.reply_to(discord.say("!add", author=mod, files=[file]))
        case "pasted":
            told = await discord.ask(f"!add {text}", author=mod)
        case "link":
            told = await discord.ask(f"!add {site.url('/mill', 'localhost')}", author=mod)
        case _:
            told = await discord.slash("add", author=mod, file=file)
    if "Keep" in told.buttons:
        said = len(discord.world.messages)
        await discord.press(told, "Keep", author=mod)
        await discord.pulse.until(lambda: len(discord.world.messages) > said, "that everybody is told")
    await discord.pulse.until(lambda: "dded" in told.text or SAID in told.text, "what became of it")
    return plain(told)


async def listed(discord: Loopback, words: str) -> None:
    """Wait until the list of feeds says something."""
    said = ""
    for _ in range(100):
        said = plain(await discord.ask("!feed list", author=discord.moderator))
        if words in said:
            return
        await asyncio.sleep(0.2)
    raise AssertionError(said)


async def test_text_fits_up_to_the_last_byte_in_every_form_and_one_more_is_refused(tmp_path: Path, site: Site) -> None:
    data = tmp_path / "data"
    hosts = {"FOOTNOTE_FETCH_HOSTS": f"localhost:{site.port}"}
    async with Loopback() as discord, discord.bot(data, FOOTNOTE_SERVER_MEGABYTES="1", **hosts):
        mod = discord.moderator
        filled = await discord.reply_to(discord.say("!add", author=mod, files=[filler(LIMIT - FREE)]))
        await discord.changed(filled, "1 added")
        assert held(data) == LIMIT - FREE
        for form in ("message", "pasted", "link", "preview"):
            before = held(data)
            refused = await give(discord, form, story(FREE + 1), site)
            assert FULL in refused and held(data) == before, form
            said = await give(discord, form, story(FREE), site)
            assert "dded" in said and held(data) == LIMIT, form
            # What is taken back makes room for what comes.
            assert "Undone" in plain(await discord.ask("!undo", author=mod))
        for size, words in ((FREE + 1, CANNOT), (FREE, "1 article")):
            site.pages["/feed"] = answer(feed(story(size)), kind="text/xml")
            assert "I now follow" in plain(await discord.ask(f"!feed add {site.url('/feed', 'localhost')}", author=mod))
            await listed(discord, words)
            await discord.ask("!feed remove 1", author=mod)
        assert held(data) == LIMIT


async def test_articles_feeds_and_fetches_end_at_their_limit_also_after_a_restart(tmp_path: Path, site: Site) -> None:
    limits = {"FOOTNOTE_SERVER_ARTICLES": "2", "FOOTNOTE_SERVER_FEEDS": "1", "FOOTNOTE_SERVER_FETCHES": "4"}
    limits["FOOTNOTE_FETCH_HOSTS"] = f"localhost:{site.port}"
    for path in ("/feed", "/other"):
        site.pages[path] = answer(feed(story(100)), kind="text/xml")
    site.pages |= {f"/{n}": answer(story(101 + n).encode(), kind="text/plain") for n in range(2)}
    async with Loopback() as discord:

        async def told(text: str, *files: File) -> str:
            return plain(await discord.reply_to(discord.say(text, author=discord.moderator, files=files)))

        async with discord.bot(tmp_path / "data", **limits):
            assert "I now follow" in await told(f"!feed add {site.url('/feed', 'localhost')}")
            assert "as many feeds here as I can (1)" in await told(f"!feed add {site.url('/other', 'localhost')}")
            await listed(discord, "1 article")
            assert "1 added" in await told(f"!add {site.url('/0', 'localhost')}")
            assert "has reached its limit of 2 articles" in await told("!add", File("mill.txt", story(90).encode()))
        async with discord.bot(tmp_path / "data", **limits):
            assert "4 addresses fetched today" in await told(f"!add {site.url('/1', 'localhost')}")
            assert site.paths == ["/feed", "/other", "/feed", "/0"]
