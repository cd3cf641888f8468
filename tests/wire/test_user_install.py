"""The bot where it is not: used by people who have installed it for themselves, as Discord tells of them."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from knowledge import Article, Library
from tests.loopback import Loopback, Reply
from tests.loopback.payloads import ELSEWHERE, GUILD, MODERATOR
from tests.wire.questions import PASSAGE, QUESTION, TITLE, plain

pytestmark = pytest.mark.asyncio(loop_scope="package")
ON = {"FOOTNOTE_USER_INSTALL": "true"}
SECRET = "Donald Trump and Kim Jong-un met in Singapore at the secret hotel of our server."


async def fill(data: Path) -> None:
    """Give the shared collection an article, and two servers one of their own each."""
    async with Library.open(data) as library:
        told = Article(title=TITLE, paragraphs=(f"{PASSAGE} in Singapore.",), language="en")
        await library.add(told)
        for server in (GUILD, ELSEWHERE):
            await library.add(Article(title="Ours", paragraphs=(SECRET,), language="en"), collection=str(server))


def check_private(reply: Reply) -> None:
    assert reply.ephemeral and PASSAGE in plain(reply) and "secret" not in reply.text, reply.text


def rows(data: Path, statement: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(data / "footnote.db")) as connection:
        return connection.execute(statement).fetchall()


async def press_all(discord: Loopback, answer: Reply) -> None:
    """Press what is under an answer; all of it stays private, and nothing tells anybody else."""
    assert not {"Share", "Tell me when you know"} & answer.buttons.keys()
    check_private(await discord.said(await discord.press(answer, "Source 1")))
    assert (await discord.said(await discord.press(answer, "👍"))).ephemeral
    opened = await discord.press(answer, "👎")
    assert (await discord.said(await discord.submit(opened, {"What is it?": "It is wrong"}))).ephemeral


@pytest.mark.parametrize("kind", ["server", "group"])
async def test_people_ask_where_the_bot_is_not_and_everything_stays_theirs(tmp_path: Path, kind: str) -> None:
    data = tmp_path / "data"
    await fill(data)
    async with Loopback() as discord:
        discord.world.user_install = True
        place = discord.world.open_outside("group" if kind == "group" else "server")
        async with discord.bot(data, **ON):
            answer = await discord.slash("ask", place=place, question=QUESTION)
            check_private(answer)
            message = discord.say(f"I wonder: {QUESTION}", place=place, author=MODERATOR)
            check_private(await discord.menu("Find sources for this", message))
            declined = await discord.slash("ask", place=place, question="Which wine goes with artichokes?")
            assert declined.ephemeral and not declined.buttons
            hello = await discord.slash("ask", place=place, question="hello")
            assert hello.ephemeral and "Only you see it" in hello.text
            await press_all(discord, answer)
            more = await discord.slash("ask", place=place, question="more")
            assert more.ephemeral and "no more passages" in more.text.lower(), more.text
            for name, options in FORGED:
                told = await discord.forge(name, place=place, author=MODERATOR, **options)
                assert told.ephemeral and "I'm not a member here" in told.text, name
            known = await discord.slash("ask", question=QUESTION)
            assert not known.ephemeral and "secret" in known.text
        # It works after a restart, of whose process nothing is known of that place.
        async with discord.bot(data, **ON):
            check_private(await discord.said(await discord.press(answer, "Source 1")))
    [[collection, channels, private]] = rows(
        data, "SELECT collection, GROUP_CONCAT(DISTINCT channel), MIN(private) FROM question GROUP BY 1 ORDER BY 1 DESC"
    )[:1]
    assert (collection, channels, private) == ("user-install", "", 1)
    async with Library.open(data) as library:
        assert collection in await library.collections(asked_here=False)
    assert rows(data, "SELECT vote, cause FROM feedback") == [(-1, "wrong")]
    assert [registered["name"] for registered in discord.world.commands if 1 in registered["integration_types"]] == [
        "ask",
        "Find sources for this",
    ]


FORGED: tuple[tuple[str, dict[str, str]], ...] = (
    ("add", {"url": "https://example.org/"}),
    ("settings set", {"name": "prefix", "value": "?"}),
    ("articles", {}),
    ("undo", {}),
)


async def test_people_have_limits_of_their_own_which_a_restart_does_not_forget(tmp_path: Path) -> None:
    data = tmp_path / "data"
    await fill(data)
    async with Loopback() as discord:
        discord.world.user_install = True
        place = discord.world.open_outside("server")
        limits = {"FOOTNOTE_USER_PER_MINUTE": "2", "FOOTNOTE_USER_PER_DAY": "3"}
        async with discord.bot(data, **ON, **limits):
            for _ in range(2):
                check_private(await discord.slash("ask", place=place, question=QUESTION))
            told = await discord.slash("ask", place=place, question=QUESTION)
            assert told.ephemeral and "Ask me again in" in told.text
        async with discord.bot(data, **ON, **limits):
            check_private(await discord.slash("ask", place=place, question=QUESTION))
            told = await discord.slash("ask", place=place, question=QUESTION)
            assert told.ephemeral and "You've asked me 3 questions today" in told.text
            check_private(await discord.slash("ask", place=place, author=MODERATOR, question=QUESTION))


async def test_installed_people_get_nothing_unless_the_operator_and_the_portal_say_so(tmp_path: Path) -> None:
    async with Loopback() as discord:
        place = discord.world.open_outside("server")
        async with discord.bot(tmp_path / "data", **ON) as process:
            await process.said("people can't install me yet")
            assert not any(1 in command["integration_types"] for command in discord.world.commands)
        discord.world.user_install = True
        async with discord.bot(tmp_path / "data"):
            told = await discord.forge("ask", place=place, question=QUESTION)
            assert told.ephemeral and "I'm not a member here" in told.text
            assert discord.world.syncs == 1
        async with discord.bot(tmp_path / "data", **ON):
            # What is declared has changed, so that it is registered once more.
            assert discord.world.syncs == 2 and any(1 in each["integration_types"] for each in discord.world.commands)
        async with discord.launched(tmp_path / "data", "doctor") as process:
            await process.exited()
            assert "people can install the bot, but it does nothing for them" in process.log
        async with discord.launched(tmp_path / "data", "doctor", **ON) as process:
            await process.exited()
            assert "user install: on" in process.log
