"""What the bot does by itself: servers left and entered again, old questions, its presence."""

import asyncio
import logging
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NoReturn

import pytest
import simcord

from bot.bot import Footnote
from bot.config import DEPARTURE_GRACE
from bot.tasks import FolderWatch, Maintenance, PeriodicCog, Presence
from knowledge import Article, AskContext, KnowledgeError, Library, StoreUnavailable
from tests.bot.conftest import QUESTION, MakeBot
from tests.bot.populated_guild import PopulatedGuild

PIER = Article(title="Pier", paragraphs=("The pier has forty flags.",))
NOW = datetime.now(UTC)
LATER = NOW + DEPARTURE_GRACE + timedelta(days=1)


async def articles(library: Library, server: str) -> int:
    return (await library.retention.held(server)).articles


def maintenance(library: Library, *present: int, days: int = 0) -> Maintenance:
    return Maintenance(library, lambda: present, retention_days=days, audit_days=days)


class Failing(PeriodicCog):
    """Fails at its first looks, each time in another way."""

    looks = 0
    enough = asyncio.Event()

    async def look(self, now: datetime) -> None:
        self.looks += 1
        if self.looks == 1:
            raise KnowledgeError("The shelf is locked.")
        if self.looks == 2:
            raise ValueError("a fault of ours")
        self.enough.set()


async def test_look_that_fails_is_told_in_the_log_and_followed_by_another(
    library: Library, make_bot: MakeBot, caplog: pytest.LogCaptureFixture
) -> None:
    cog = Failing(library, make_bot())
    cog.look_regularly.change_interval(seconds=0.01)
    await cog.on_ready()
    async with asyncio.timeout(10):
        await cog.enough.wait()
    await cog.cog_unload()
    assert "The shelf is locked." in caplog.text
    assert "ValueError: a fault of ours" in caplog.text


async def test_server_left_while_the_bot_was_away_is_purged_after_its_grace(library: Library) -> None:
    await library.add(PIER, collection="1")
    await library.add(PIER, collection="2")
    # All that there is of one is a feed of which nothing has been read yet.
    await library.feeds.add("https://example.org/feed", collection="3", now=NOW)
    keeper = maintenance(library, 2)
    await keeper.reconcile_guilds()
    await keeper.sweep(NOW + DEPARTURE_GRACE - timedelta(days=1))
    assert await articles(library, "1") == 1
    await keeper.sweep(LATER)
    assert (await articles(library, "1"), await articles(library, "2")) == (0, 1)
    assert await library.feeds.of("3") == []


async def test_server_entered_again_keeps_all(library: Library) -> None:
    await library.add(PIER, collection="1")
    await maintenance(library).reconcile_guilds()
    await maintenance(library, 1).reconcile_guilds()
    await maintenance(library).sweep(LATER)
    assert await articles(library, "1") == 1


async def test_server_that_the_bot_is_in_is_never_purged_whatever_was_noted(library: Library) -> None:
    await library.add(PIER, collection="1")
    await library.guilds.left("1")
    await maintenance(library, 1).sweep(LATER)
    assert await articles(library, "1") == 1


@pytest.mark.parametrize(("days", "kept"), [(0, 1), (365, 1), (30, 0)])
async def test_questions_are_kept_for_as_many_days_as_the_operator_chose(
    library: Library, days: int, kept: int
) -> None:
    await library.ask(QUESTION, AskContext(collection="1"))
    await maintenance(library, 1, days=days).sweep(NOW + timedelta(days=31))
    assert (await library.retention.held("1")).questions == kept


async def test_leaving_and_entering_a_server_are_noted(
    library: Library, simcord_bot: Footnote, channel: simcord.ChannelHandle, simcord_env: simcord.Env
) -> None:
    await library.add(PIER, collection=str(simcord_env.guild.id))
    server = simcord_bot.get_guild(simcord_env.guild.id)
    assert server
    keeper = simcord_bot.get_cog("Maintenance")
    assert isinstance(keeper, Maintenance)
    await keeper.on_guild_remove(server)
    assert await library.guilds.left_before(LATER) == [str(server.id)]
    await keeper.on_guild_join(server)
    assert await library.guilds.left_before(LATER) == []


async def test_start_notes_the_servers_left_meanwhile(
    library: Library, channel: simcord.ChannelHandle, simcord_env: simcord.Env, make_bot: MakeBot
) -> None:
    await library.add(PIER, collection=str(simcord_env.guild.id))
    await library.add(PIER, collection="123456789")
    await simcord_env.restart_bot(make_bot())
    assert await library.guilds.left_before(LATER) == ["123456789"]


async def test_presence_shows_the_number_of_articles_and_changes_with_it(
    library: Library, simcord_bot: Footnote, channel: simcord.ChannelHandle, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []

    class Watched(Footnote):
        async def change_presence(self, *, activity: object = None, **_: object) -> None:
            told.append(str(activity))

    client = Watched(library, folder=simcord_bot._folder, shard_count=1)
    presence = Presence(library, client, "auto")
    await presence.refresh()
    await presence.refresh()
    assert told == ["2 articles"]
    await library.add(PIER, collection="1")
    with monkeypatch.context() as away:
        away.setattr(library, "size", unavailable)
        await presence.refresh()
    await presence.refresh()
    assert told == ["2 articles", "3 articles"]


async def unavailable(*_: object, **__: object) -> NoReturn:
    raise StoreUnavailable("The store is away.")


async def broken(*_: object, **__: object) -> NoReturn:
    raise ValueError("a fault of ours")


async def test_what_is_due_is_deleted_though_the_store_was_away_at_the_login_and_something_failed_before(
    library: Library, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    keeper = maintenance(library)
    with monkeypatch.context() as away:
        away.setattr(library.guilds, "seen", unavailable)
        away.setattr(library, "prune", broken)
        await keeper.on_ready()
        await keeper.prune_hourly()
    assert "Could not delete old versions" in caplog.text
    assert keeper.sweep_daily.is_running() and keeper.prune_hourly.is_running()
    await keeper.cog_unload()


async def test_watched_folder_is_kept_in_step_while_the_bot_runs(
    guild: PopulatedGuild, library: Library, make_bot: MakeBot, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path = tmp_path / "articles" / "mill.md"
    path.parent.mkdir()
    path.write_text("# Old mill\n\nThe old mill of Holm burned down on Sunday night.")
    (path.parent / "empty.md").write_text("")
    await guild.env.restart_bot(make_bot(watched=path.parent))
    watch = guild.bot.get_cog("FolderWatch")
    assert isinstance(watch, FolderWatch)
    with caplog.at_level(logging.INFO):
        for _ in range(2):
            await watch.look(datetime.now(UTC))
        assert "burned down" in (await guild.run("prefix", "ask When did the old mill of Holm burn down?")).text
        path.unlink()
        for _ in range(2):
            await watch.look(datetime.now(UTC))
    assert "Old mill" not in [each.article.title for each in await library.listing()]
    assert "removed, as its file is gone" in caplog.text and "it is empty" in caplog.text
