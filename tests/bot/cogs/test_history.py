"""Changes are taken back on Discord, and moderators see who made which."""

import asyncio
from dataclasses import replace
from typing import Any

import pytest

from bot import responses, uploads
from bot.embeds.history import MAX_ENTRIES
from knowledge import Library
from knowledge.store import BOT, ChangeSet
from tests.bot.conftest import FERRY
from tests.bot.messages import button_rows, embed_text, full_text, last_message, private_text
from tests.bot.populated_guild import PopulatedGuild

MILL = replace(FERRY, title="Old mill burns down", paragraphs=("The old mill burned on Sunday.",), id="mill")
FILE = b"Old mill burns down\n\nJune 5, 2021\n\nThe old mill of Holm burned down on Sunday night."


async def told(guild: PopulatedGuild, line: str, who: str = "moderator") -> str:
    return (await guild.run("prefix", line, who=who)).text


async def headlines(guild: PopulatedGuild, library: Library) -> list[str]:
    listed = await library.listing(collection=guild.collection, own=True)
    return sorted(each.article.title for each in listed)


async def test_moderator_removes_renames_and_takes_it_all_back(guild: PopulatedGuild, library: Library) -> None:
    await library.add(MILL, collection=guild.collection)
    assert "is now called New mill" in await told(guild, "rename mill New mill")
    await told(guild, "remove mill")
    await guild.people["moderator"].click(last_message(guild.channel), label="Remove")
    assert (
        embed_text(last_message(guild.channel))
        == "Removed: article mill. /undo or /restore brings it back within a day."
    )
    assert await headlines(guild, library) == []
    # Where everyone reads it, nothing has the headline any more.
    for line in ("audit", "restore", "remove mill now"):
        shown = await told(guild, line)
        assert "mill" in shown and "ill burns" not in shown and "New mill" not in shown, line
    await guild.people["moderator"].click(last_message(guild.channel), label="Cancel")
    assert embed_text(last_message(guild.channel)) == "Cancelled. It can still be brought back."
    for line in ("audit", "restore"):
        told_alone = await guild.run("slash", line, who="moderator")
        assert told_alone.private and "New mill" in told_alone.text, line
    assert (await told(guild, "undo")).startswith("Undone: <@")
    assert await headlines(guild, library) == ["New mill"]
    assert (await told(guild, "undo")).startswith("Undone: <@")
    assert await headlines(guild, library) == [MILL.title]
    assert "There's nothing to undo here" in await told(guild, "undo")
    guild.env.errors.clear()


async def test_details_of_an_article_are_changed_by_words_and_by_form_and_outlast_its_source(
    guild: PopulatedGuild, library: Library
) -> None:
    await library.add(MILL, collection=guild.collection)
    assert "Publisher: The Coast Courier" in await told(guild, "edit mill")
    said = await told(guild, "edit mill publisher: The Courier; day: 7 June 2021")
    assert "Publisher: The Coast Courier → The Courier" in said and "Day: 2021-06-05 → 2021-06-07" in said
    moderator = guild.people["moderator"]
    form = await moderator.slash(guild.channel, "edit", article="mill")
    assert form.modal
    values = {"title": MILL.title, "publisher": "The Holm Post", "byline": "Ann Oat", "published_at": ""}
    sent = await moderator.submit_modal(form, values)
    assert "Day: 2021-06-07 → none" in full_text(sent.response)
    assert "“2021-06-07” → none" in (await guild.run("slash", "audit", who="moderator")).text
    await library.add(replace(MILL, paragraphs=("It did not.",)), collection=guild.collection)
    stored = await library.own_article("mill", collection=guild.collection)
    assert (stored.publisher, stored.byline, stored.published_at) == ("The Holm Post", "Ann Oat", None)
    assert "I can change an article's headline" in await told(guild, "edit mill publisher: X; colour: red")
    guild.env.errors.clear()


async def test_earlier_version_is_brought_back_by_its_number(guild: PopulatedGuild, library: Library) -> None:
    await library.add(MILL, collection=guild.collection)
    await library.add(replace(MILL, paragraphs=("It did not.", "Really.")), collection=guild.collection)
    listed = await told(guild, "restore mill")
    assert "2: from" in listed and "2 paragraphs · current" in listed and "1: from" in listed
    result = await guild.people["moderator"].slash(guild.channel, "restore", article="mill", version=1)
    assert "Old mill burns down is back, with 1 paragraph." in full_text(result.response)
    assert (await library.own_article("mill", collection=guild.collection)).paragraphs == MILL.paragraphs


async def test_article_is_overwritten_at_once_where_a_moderator_says_now(
    guild: PopulatedGuild, library: Library
) -> None:
    await library.add(MILL, collection=guild.collection)
    await library.withdraw("mill", collection=guild.collection)
    asked = await told(guild, "remove mill now")
    assert "Remove article mill (1 paragraph) for good? Its text will be overwritten at once" in asked
    refused = await guild.people["member"].click(last_message(guild.channel), label="Remove for good")
    assert "Only people who can manage this server" in private_text(refused)
    await guild.people["moderator"].click(last_message(guild.channel), label="Remove for good")
    assert embed_text(last_message(guild.channel)).startswith("Removed for good: article mill.")
    assert await library.history.removed(guild.collection) == []
    assert "There's no article “mill” here" in await told(guild, "restore mill")
    assert "removed article mill for good" in (await guild.run("slash", "audit", who="moderator")).text
    guild.env.errors.clear()


async def test_change_of_somebody_else_is_undone_once_that_is_confirmed(
    guild: PopulatedGuild, library: Library
) -> None:
    await library.add(MILL, collection=guild.collection)
    await told(guild, "rename mill New mill", "administrator")
    assert "Undo this? It was the last change to the articles here:" in await told(guild, "undo")
    first = last_message(guild.channel)
    assert button_rows(first) == [["Undo", "Cancel"]]
    await told(guild, "undo")
    second = last_message(guild.channel)
    await guild.people["moderator"].click(first, label="Undo")
    assert await headlines(guild, library) == [MILL.title]
    # The other one has become a question about something that is done.
    late = await guild.people["administrator"].click(second, label="Undo")
    said = next(iter(late.followups), late.response)
    assert said and "Something else was changed or undone in the meantime" in (said.content or "")
    assert await headlines(guild, library) == [MILL.title]
    guild.env.errors.clear()


async def test_what_came_between_is_said_before_an_undo_and_left_by_it(guild: PopulatedGuild, library: Library) -> None:
    line = b'{"id": "mill", "title": "Old mill burns down", "text": "It burned on Sunday."}'
    await guild.people["moderator"].send(guild.channel, "!add", attachments=[("mill.jsonl", line)])
    await library.add_all([MILL], collection=guild.collection, changes=ChangeSet(BOT, "add"))
    assert "but something has happened since" in await told(guild, "undo")
    await guild.people["moderator"].click(last_message(guild.channel), label="Undo")
    assert full_text(last_message(guild.channel)).startswith("Nothing could be undone.\n1 article has changed since")
    assert len(await headlines(guild, library)) == 1


async def test_after_a_removal_for_good_undo_asks_before_it_undoes_what_came_before(
    guild: PopulatedGuild, library: Library
) -> None:
    await library.add_all([MILL, replace(MILL, id="pier", title="Pier opens")], collection=guild.collection)
    await told(guild, "rename mill New mill")
    await told(guild, "remove pier now")
    await guild.people["moderator"].click(last_message(guild.channel), label="Remove for good")
    assert "but something has happened since" in await told(guild, "undo")
    assert await headlines(guild, library) == ["New mill"]


async def test_audit_log_is_for_moderators_and_tells_who_did_what(guild: PopulatedGuild, library: Library) -> None:
    await guild.bot.preferences.change(guild.env.guild.id, {"per_person": 0})
    await guild.people["moderator"].send(guild.channel, "!add", attachments=[("mill.txt", FILE)])
    await told(guild, "settings set passages 5")
    shown = await guild.run("slash", "audit", who="moderator")
    who = f"<@{guild.people['moderator'].id}>"
    assert shown.private
    assert f"{who} set `passages` to 5" in shown.text
    assert f"{who} added or updated Old mill burns down (" in shown.text
    exported = await guild.run("slash", "export audit jsonl", who="moderator")
    assert "2 rows" in exported.text
    for number in range(MAX_ENTRIES):
        await told(guild, f"settings set passages {1 + number % 5}")
    await told(guild, "audit")
    listed = last_message(guild.channel)
    assert "page 1 of 2" in full_text(listed)
    refused = await guild.people["member"].click(listed, custom_id="audit:2")
    assert "Manage Server" in private_text(refused)
    await guild.people["moderator"].click(listed, custom_id="audit:2")
    assert "page 2 of 2" in full_text(last_message(guild.channel))
    guild.env.errors.clear()


@pytest.mark.parametrize("slash", [False, True])
async def test_how_far_adding_is_is_shown_in_one_message_that_becomes_the_report(
    guild: PopulatedGuild, monkeypatch: pytest.MonkeyPatch, slash: bool
) -> None:
    monkeypatch.setattr(responses, "PROGRESS_SECONDS", 0.01)
    monkeypatch.setattr(responses, "TYPING_DELAY", 0.01)
    monkeypatch.setattr(responses, "DEFER_DELAY", 0.01)
    take, files = uploads.take, [("mill.txt", FILE), ("notes.jsonl", b"{broken\n" * 9)]
    waiting = iter((["mill.txt, file 1 of 2."], ["notes.jsonl, file 2 of 2.", "1 added, 9 refused."]))

    def shown() -> str:
        return "".join(map(full_text, guild.channel.history()[-1:]))

    async def until_seen(*given: Any) -> None:
        await take(*given)
        wanted = next(waiting)
        async with asyncio.timeout(10):
            while not all(each in shown() for each in wanted):  # noqa: ASYNC110 - nobody tells when
                await asyncio.sleep(0.005)

    monkeypatch.setattr(uploads, "take", until_seen)
    before = len(guild.channel.history())
    if slash:
        await guild.people["moderator"].slash(guild.channel, "add", file=files[0], second=files[1])
    else:
        await guild.people["moderator"].send(guild.channel, "!add", attachments=files)
    assert len(guild.channel.history()) == before + (1 if slash else 2)
    report = last_message(guild.channel)
    assert embed_text(report).startswith("mill.txt: 1 added.")
    assert embed_text(report).count("notes.jsonl, line ") == 3
    [attached] = report.attachments
    assert (await attached.read()).decode().count("notes.jsonl, line ") == 9


async def test_report_of_what_took_longer_than_an_interaction_lives_is_a_message(
    guild: PopulatedGuild, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    take, moderator = uploads.take, guild.people["moderator"]

    async def late(*given: Any) -> None:
        await asyncio.sleep(901)
        await take(*given)

    monkeypatch.setattr(uploads, "take", late)
    monkeypatch.setattr(responses, "PROGRESS_SECONDS", 200)
    monkeypatch.setattr(responses, "DEFER_DELAY", 0.01)
    await moderator.slash(guild.channel, "add", file=("mill.txt", FILE), second=("notes.jsonl", b"{broken\n" * 9))
    await guild.env.advance_time(901 * 2)
    report = last_message(guild.channel)
    assert moderator.mention in report.content and embed_text(report).startswith("mill.txt: 1 added.")
    assert len(report.attachments) == 1 and len(await headlines(guild, library)) == 1
    # One file with many articles is reported to its person alone.
    await moderator.slash(guild.channel, "add", file=("more.jsonl", b'{"text": "One."}\n{"text": "Two."}\n'))
    await guild.env.advance_time(901)
    assert last_message(guild.channel).id == report.id
    assert "more.jsonl: 2 added." in embed_text(last_message(moderator.user.dm_channel))
