"""A store that another process writes to while questions come in."""

import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path
from typing import NoReturn

import pytest
import simcord

from knowledge import Library, StoreUnavailable
from knowledge.store import sqlite
from tests.bot.conftest import FERRY, QUESTION
from tests.bot.messages import embed_text, last_message


@pytest.fixture
async def library(folder: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Library]:
    """A library that does not wait long for others."""
    monkeypatch.setattr(sqlite, "BUSY_MILLISECONDS", 50)
    async with Library.open(folder) as library:
        await library.add(FERRY)
        yield library


@pytest.mark.parametrize("question", ["!ask ", "<@{me}> ", "!질문 "])
async def test_question_is_refused_in_a_sentence_where_not_even_the_settings_can_be_read(
    ann: simcord.MemberActor,
    channel: simcord.ChannelHandle,
    simcord_env: simcord.Env,
    library: Library,
    monkeypatch: pytest.MonkeyPatch,
    question: str,
) -> None:
    async def unavailable(*_: object) -> NoReturn:
        raise StoreUnavailable("The store is away.")

    monkeypatch.setattr(library.guilds, "settings", unavailable)
    assert simcord_env.bot.user
    await ann.send(channel, "good morning")
    await ann.send(channel, question.format(me=simcord_env.bot.user.id) + QUESTION)
    assert [each.author.id for each in channel.history()].count(simcord_env.bot.user.id) == 1
    assert "Please try again" in last_message(channel).content or "다시" in last_message(channel).content
    simcord_env.errors.clear()


async def test_question_meanwhile_names_no_folder_and_is_answered_afterwards(
    ann: simcord.MemberActor,
    channel: simcord.ChannelHandle,
    simcord_env: simcord.Env,
    folder: Path,
    caplog: pytest.LogCaptureFixture,
) -> None:
    with closing(sqlite3.connect(folder / sqlite.DATABASE_FILE, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        await ann.send(channel, f"!ask {QUESTION}")
    assert "Please try again" in last_message(channel).content
    assert (
        folder.name not in last_message(channel).content and sqlite.DATABASE_FILE not in last_message(channel).content
    )
    assert "Another process is writing to the store" in caplog.text
    await ann.send(channel, f"!ask {QUESTION}")
    assert "Mayor Ingrid Dahl" in embed_text(last_message(channel))
    simcord_env.errors.clear()
