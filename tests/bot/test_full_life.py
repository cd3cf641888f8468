"""A person's whole life with the bot, and what is left of it in the data folder after forgetting: nothing."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import discord

from bot.views.answer import REASON
from knowledge import Library
from tests.bot.conftest import QUESTION
from tests.bot.populated_guild import PopulatedGuild

WORDS = ("zeppelin", "perambulate", "cellophane", "hovercraft")
"""Words of the person's that no article has."""


def bytes_on_disk(folder: Path) -> bytes:
    return b"".join(file.read_bytes() for file in folder.rglob("*") if file.is_file()).lower()


def held(folder: Path, *secrets: str) -> list[str]:
    """Return those that some file still holds, whatever their case."""
    there = bytes_on_disk(folder)
    return [secret for secret in secrets if secret.encode() in there]


MILL = b"Old mill burns down\n\nThe old mill of Holm burned down on Sunday night.\n\nNobody was hurt."
WHO = "moderator"
"""Who can do all that a person can do here, but for what is the operator's."""


async def manage(guild: PopulatedGuild) -> None:
    """Add, change and follow what others read, and leave an article waiting for a decision."""
    await guild.run("prefix", "add", files=[("mill.txt", MILL)], who=WHO)
    await guild.run("prefix", "settings set per_person 0", who=WHO)
    [added] = await guild.bot.library.listing(collection=guild.collection, own=True)
    await guild.run("prefix", f"rename {added.article.id} The mill of Holm", who=WHO)
    await guild.run("prefix", "undo CONFIRM", who=WHO)
    await guild.bot.library.feeds.add(
        "https://courier.example/feed",
        collection=guild.collection,
        now=datetime.now(UTC),
        added_by=str(guild.people[WHO].id),
    )
    await guild.people[WHO].slash(guild.channel, "add", file=("pier.txt", MILL.replace(b"mill", b"pier")))


async def live(guild: PopulatedGuild) -> None:
    """Ask in each way, vote, watch, see one's data, and opt out."""
    ann = guild.people[WHO]
    await guild.run("prefix", f"ask {QUESTION} said the zeppelin", who=WHO)
    answered = guild.channel.history()[-1]
    rows = [row for row in answered.components if isinstance(row, discord.ActionRow)]
    down = next(each.custom_id for row in rows for each in row.children if ":down:" in str(each.custom_id))
    await ann.submit_modal(await ann.click(answered, custom_id=str(down)), {REASON: "They perambulate"})
    await guild.run("slash", "ask Which hovercraft berthed at the pier?", who=WHO)
    await guild.run("direct message", "ask Which zeppelin berthed at the pier?", who=WHO)
    await guild.run("direct message", "watch Which cellophane boat comes next?", who=WHO)
    await guild.run("prefix", "watch Which hovercraft comes next?", who=WHO)
    await guild.run("prefix", "ask Who perambulates?", who=WHO)
    await guild.run("slash", "timeline Which hovercraft berthed at the pier?", who=WHO)
    await guild.run("prefix", "mydata", who=WHO)
    await guild.run("prefix", "optout", who=WHO)
    await guild.run("prefix", "ask Where is the cellophane zeppelin?", who=WHO)


async def test_full_life_leaves_no_trace_of_id_hash_or_words(
    guild: PopulatedGuild, library: Library, folder: Path
) -> None:
    await manage(guild)
    await live(guild)
    person = str(guild.people[WHO].id)
    dm = f"dm-{guild.people[WHO].user.dm_channel.id}"
    secrets = (person, library.question_log.hash_asker(person)[:16], dm, *WORDS)
    await library.reports.count_days(datetime.now(UTC) + timedelta(days=2))
    assert held(folder, *secrets) == list(secrets)
    told = await guild.run("prefix", "forgetme CONFIRM", who=WHO)
    assert "Permanently deleted: " in told.text
    assert held(folder, *secrets) == []
    assert guild.bot.pending.of_person(guild.people[WHO].id) == []
    assert "nothing stored about you" in (await guild.run("prefix", "forgetme", who=WHO)).text


async def test_menus_of_messages_are_no_more_than_the_library_takes(guild: PopulatedGuild) -> None:
    menus = guild.bot.tree.get_commands(type=discord.AppCommandType.message)
    assert "Find sources for this" in [each.name for each in menus]
    assert len(menus) <= 5
