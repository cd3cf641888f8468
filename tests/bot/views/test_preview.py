"""An article before it is added: given in a form, shown to its person alone, and kept, edited or discarded."""

import json
from dataclasses import replace
from datetime import date

import discord
import pytest
import simcord

from bot import uploads
from bot.i18n import languages, use_language
from bot.text.markdown import utf16_len
from bot.uploads import MAX_PENDING, PENDING_SECONDS, PendingArticle, PendingArticles, PendingGone
from bot.views.preview import FILES, MAX_DETAIL_CHARS, TEXT, details_form, upload_form
from knowledge import Article, Library
from knowledge.ingest import read_bytes
from tests.bot.conftest import FERRY, MakeBot
from tests.bot.messages import button_ids, embed_text, last_message, private_text
from tests.bot.populated_guild import PopulatedGuild

MILL = (
    b"Old mill burns down\n\nBy Ingrid Dahl\nJune 5, 2021\n\n"
    b"The old mill of Holm burned down on Sunday night.\n\nNobody was hurt."
)
NOTES = b"".join(json.dumps({"title": f"Note {n}", "text": f"Note {n} says much."}).encode() + b"\n" for n in (1, 2))
GONE = "I no longer have this article"
KEEP, EDIT, DISCARD = range(3)


async def previewed(guild: PopulatedGuild, data: bytes = MILL, name: str = "mill.txt") -> simcord.InteractionResult:
    result = await guild.people["moderator"].slash(guild.channel, "add", file=(name, data))
    assert result.ephemeral
    return result


async def press(guild: PopulatedGuild, shown: simcord.InteractionResult, button: int) -> simcord.InteractionResult:
    assert shown.response
    return await guild.people["moderator"].click(shown.response, custom_id=button_ids(shown.response)[button])


async def press_elsewhere(guild: PopulatedGuild, custom_id: str, who: str = "moderator") -> simcord.InteractionResult:
    """Press the same button where it is shown to everyone, as no preview is."""
    view = discord.ui.View(timeout=None)
    view.add_item(discord.ui.Button(label="x", custom_id=custom_id))
    await guild.bot.get_partial_messageable(guild.channel.id).send("What was shown", view=view)
    return await guild.people[who].click(last_message(guild.channel), custom_id=custom_id)


async def own(guild: PopulatedGuild, library: Library) -> list[Article]:
    listed = await library.listing(collection=guild.collection, own=True)
    return [await library.own_article(each.article.id, collection=guild.collection) for each in listed]


async def test_preview_shows_what_was_understood_and_keep_adds_it_for_everyone(
    guild: PopulatedGuild, library: Library
) -> None:
    shown = await previewed(guild)
    keep = button_ids(shown.response)[KEEP]
    assert embed_text(shown.response) == (
        "Old mill burns down\nIngrid Dahl · English · 5 Jun 2021 · 2 paragraphs\n\n"
        "> ¶1 The old mill of Holm burned down on Sunday night.\n> ¶2 Nobody was hurt."
    )
    assert not await own(guild, library)
    await press(guild, shown, KEEP)
    assert embed_text(last_message(guild.channel)).startswith(
        "mill.txt: 1 added.\nOld mill burns down · 5 Jun 2021 · 2 paragraphs"
    )
    [entry] = await library.audit.entries(guild.collection, first=0, most=5)
    assert (entry.action, entry.actor) == ("add", str(guild.people["moderator"].id))
    assert GONE in private_text(await press_elsewhere(guild, keep))
    again = await previewed(guild)
    assert "mill.txt: 1 unchanged." in embed_text(again.response) and not button_ids(again.response)
    assert len(await own(guild, library)) == 1
    guild.env.errors.clear()


async def test_forgetme_forgets_what_waits_for_a_decision(guild: PopulatedGuild) -> None:
    shown = await previewed(guild)
    asked = await guild.run("slash", "forgetme", who="moderator")
    assert "(1 article)" in asked.text
    assert "Permanently deleted: 1 article" in (await guild.run("slash", "forgetme CONFIRM", who="moderator")).text
    assert GONE in private_text(await press(guild, shown, KEEP))
    guild.env.errors.clear()


async def test_preview_says_how_much_of_an_article_it_would_replace(guild: PopulatedGuild, library: Library) -> None:
    await library.add(FERRY, collection=guild.collection)
    changed = {
        "id": FERRY.id,
        "title": FERRY.title,
        "text": "\n\n".join([*FERRY.paragraphs[:-1], "It sank.", "Again."]),
    }
    shown = await previewed(guild, json.dumps(changed).encode(), "ferry.jsonl")
    assert "It updates an existing article: 2 paragraphs differ." in embed_text(shown.response)
    kept = await press(guild, shown, KEEP)
    assert embed_text(kept.response) == f"Updated: {FERRY.title}."
    assert "1 updated." in (told := embed_text(last_message(guild.channel)))
    assert "5 Jun 2021" in told and "2 paragraphs differ" in told
    [stored] = await own(guild, library)
    assert stored.version == 2 and stored.paragraphs[-1] == "Again."


async def test_preview_names_what_was_left_out(guild: PopulatedGuild) -> None:
    shown = await previewed(guild, NOTES.splitlines(keepends=True)[0] + b"{broken\n" * 5, "notes.jsonl")
    text = embed_text(shown.response)
    assert text.startswith("Note 1\nEnglish · no date · 1 paragraph") and "Left out\nnotes.jsonl, line 2: " in text


async def test_discarded_article_is_not_added(guild: PopulatedGuild, library: Library) -> None:
    shown = await previewed(guild)
    keep = button_ids(shown.response)[KEEP]
    form = await press(guild, shown, EDIT)
    await guild.people["moderator"].submit_modal(form, {"title": "Mill lost"})
    told = await press(guild, shown, DISCARD)
    assert embed_text(told.response) == "Discarded: Mill lost. Nothing was added."
    assert GONE in private_text(await press_elsewhere(guild, keep))
    assert not await own(guild, library)
    guild.env.errors.clear()


async def test_edited_details_are_kept_with_the_article_and_outlast_its_source(
    guild: PopulatedGuild, library: Library
) -> None:
    shown = await previewed(guild)
    form = await press(guild, shown, EDIT)
    assert form.modal
    inputs = {part["component"]["custom_id"]: part["component"].get("value") for part in form.modal["components"]}
    assert inputs == {
        "title": "Old mill burns down",
        "publisher": None,
        "byline": "Ingrid Dahl",
        "published_at": "2021-06-05",
    }
    mod = guild.people["moderator"]
    values = {"title": "Mill of Holm lost", "publisher": "The Coast Courier", "byline": "Ingrid Dahl"}
    await mod.submit_modal(form, {**values, "published_at": "6 June 2021"})
    edited = last_message_of(guild)
    assert "Mill of Holm lost\nThe Coast Courier · Ingrid Dahl · English · 6 Jun 2021" in embed_text(edited)
    await mod.click(edited, custom_id=button_ids(edited)[KEEP])
    [stored] = await own(guild, library)
    assert (stored.title, stored.publisher) == ("Mill of Holm lost", "The Coast Courier")
    assert stored.published_at == date(2021, 6, 6)
    assert "1 unchanged." in (await guild.run("prefix", "add", who="moderator", files=[("mill.txt", MILL)])).text
    await guild.run("prefix", "undo", who="moderator")
    assert not await own(guild, library)


def last_message_of(guild: PopulatedGuild) -> discord.Message:
    """The newest message of the channel as the moderator sees it."""
    return guild.channel.history(viewer=guild.people["moderator"])[-1]


async def test_details_that_make_no_sense_are_refused_in_a_sentence(
    guild: PopulatedGuild, subtests: pytest.Subtests
) -> None:
    for field, value, told in (
        ("published_at", "some **day**", "I don't understand the day “some **day**”. Write it as 2021-06-05."),
        ("published_at", "2021-02-30", "I don't understand the day"),
        ("title", " \u200b ", "An article needs a headline."),
    ):
        with subtests.test(field=field, value=value, told=told):
            form = await press(guild, await previewed(guild), EDIT)
            assert form.modal
            values = {
                part["component"]["custom_id"]: part["component"].get("value", "") for part in form.modal["components"]
            }
            result = await guild.people["moderator"].submit_modal(form, {**values, field: value})
            assert private_text(result).startswith(told)
            guild.env.errors.clear()


async def test_hostile_article_is_drawn_without_effect_and_fits_every_field(
    guild: PopulatedGuild, library: Library
) -> None:
    long = "@everyone **[x](http://a.example)** `" + "long \U0001f600" * 900
    data = {"title": long, "publisher": long, "byline": long, "text": f"> {long}\n\n# {long}"}
    shown = await previewed(guild, json.dumps(data).encode(), "x.jsonl")
    text = embed_text(shown.response)
    assert text.startswith("@everyone **[x](http://a.example)** `long") and "> ¶1 > @everyone" in text
    form = await press(guild, shown, EDIT)
    assert form.modal
    values = {part["component"]["custom_id"]: part["component"].get("value", "") for part in form.modal["components"]}
    assert all(utf16_len(value) <= MAX_DETAIL_CHARS for value in values.values())
    await guild.people["moderator"].submit_modal(form, {**values, "published_at": "2021-06-05"})
    edited = last_message_of(guild)
    await guild.people["moderator"].click(edited, custom_id=button_ids(edited)[KEEP])
    [stored] = await own(guild, library)
    [read] = [one for one in read_bytes(json.dumps(data).encode(), "x.jsonl") if isinstance(one, Article)]
    assert (stored.title, stored.publisher, stored.byline) == (read.title, read.publisher, read.byline)
    assert stored.published_at == date(2021, 6, 5) and utf16_len(read.title) > MAX_DETAIL_CHARS


async def test_nobody_else_and_nobody_who_lost_the_right_decides(guild: PopulatedGuild, library: Library) -> None:
    shown = await previewed(guild)
    ids = button_ids(shown.response)
    for custom_id in ids:
        told = private_text(await press_elsewhere(guild, custom_id, "administrator"))
        assert told == "Only the person who used the command can press this."
        assert "Only people who can manage" in private_text(await press_elsewhere(guild, custom_id, "member"))
    role = guild.env.guild.create_role("adders")
    bea = guild.env.guild.add_member(guild.env.create_user("bea"), roles=[role])
    await guild.bot.preferences.change(guild.env.guild.id, {"adders": role.id})
    shown = await bea.slash(guild.channel, "add", file=("mill.txt", MILL))
    assert shown.response
    ids = button_ids(shown.response)
    form = await bea.click(shown.response, custom_id=ids[EDIT])
    await guild.bot.preferences.reset(guild.env.guild.id, "adders")
    for result in (
        *[await bea.click(shown.response, custom_id=custom_id) for custom_id in ids],
        await bea.submit_modal(form, {"title": "Mine"}),
    ):
        assert "Only people who can manage" in private_text(result)
    assert not await own(guild, library)
    guild.env.errors.clear()


async def test_preview_that_expired_or_was_before_a_restart_says_so(
    guild: PopulatedGuild, make_bot: MakeBot, library: Library
) -> None:
    for restarts in (False, True):
        shown = await previewed(guild)
        if restarts:
            await guild.env.restart_bot(make_bot())
        else:
            await guild.env.advance_time(PENDING_SECONDS + 1)
        for button in (KEEP, EDIT, DISCARD):
            assert GONE in private_text(await press(guild, shown, button))
    assert not await own(guild, library)
    guild.env.errors.clear()


async def test_pending_articles_are_bounded_for_each_server(monkeypatch: pytest.MonkeyPatch) -> None:
    held = PendingArticles()
    one = PendingArticle(FERRY, "ferry", "1", 7)
    elsewhere = held.hold(replace(one, collection="2"))
    keys = [held.hold(one) for _ in range(MAX_PENDING + 1)]
    with pytest.raises(PendingGone):
        held.get(keys[0], 7, "1")
    monkeypatch.setattr(uploads, "MAX_PENDING_CHARS", one.chars * 2)
    keys.append(held.hold(one))
    with pytest.raises(PendingGone):
        held.get(keys[-3], 7, "1")
    assert held.get(keys[-2], 7, "1") == held.get(keys[-1], 7, "1") == one
    monkeypatch.setattr(uploads, "MAX_PENDING_CHARS", 1)
    assert held.get(held.hold(one), 7, "1") == one
    assert held.get(elsewhere, 7, "2").collection == "2"
    held.drop("2")
    with pytest.raises(PendingGone):
        held.get(elsewhere, 7, "2")


async def test_forms_keep_within_every_limit(subtests: pytest.Subtests) -> None:
    for language in languages():
        with subtests.test(language=language):
            with use_language(language):
                forms = [upload_form().to_dict(), details_form("0" * 16, FERRY).to_dict()]
            for form in forms:
                assert len(form["title"]) <= 45 and len(form["custom_id"]) <= 100 and len(form["components"]) <= 5
                for label in form["components"]:
                    assert len(label["label"]) <= 45 and len(label.get("description", "")) <= 100
                    assert label["component"]["required"] is False


async def test_form_takes_files_and_text(guild: PopulatedGuild, subtests: pytest.Subtests) -> None:
    for values, told in (
        ({FILES: [("mill.txt", MILL)]}, "Old mill burns down\nIngrid Dahl"),
        ({TEXT: MILL.decode()}, "Old mill burns down\nIngrid Dahl"),
        ({FILES: [("notes.jsonl", NOTES)]}, "notes.jsonl: 2 added."),
        ({FILES: [("mill.txt", MILL), ("notes.jsonl", NOTES)]}, "mill.txt: 1 added."),
        ({FILES: [("mill.txt", MILL)], TEXT: "# Pier opens\n\nThe pier opened."}, "the pasted text: 1 added."),
        ({FILES: [("paper.pdf", b"%PDF-1.7")]}, "paper.pdf: 1 refused."),
        ({}, "The form was empty."),
        ({TEXT: "hello"}, "That text is too short"),
    ):
        with subtests.test(values=values, told=told):
            opened = await guild.people["moderator"].slash(guild.channel, "add")
            assert opened.modal and opened.modal["title"] == "Add articles"
            result = await guild.people["moderator"].submit_modal(opened, values)
            assert result.response
            text = embed_text(result.response) if result.response.embeds else private_text(result)
            assert told in text
            guild.env.errors.clear()


async def test_form_is_opened_only_for_those_who_may_add_and_outlives_a_restart(
    guild: PopulatedGuild, make_bot: MakeBot
) -> None:
    refused = await guild.people["member"].slash(guild.channel, "add")
    assert not refused.modal and "Only people who can manage" in private_text(refused)
    opened = await guild.people["moderator"].slash(guild.channel, "add")
    await guild.env.restart_bot(make_bot())
    result = await guild.people["moderator"].submit_modal(opened, {FILES: [("mill.txt", MILL)]})
    assert result.ephemeral and embed_text(result.response).startswith("Old mill burns down")
    guild.env.errors.clear()
