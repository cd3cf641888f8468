"""Every command where the bot or the person may not do all: by right, channel, age, pace, permission and intent."""

import json
from collections.abc import Sequence
from dataclasses import replace

import discord
import pytest
import simcord

from bot.checks import MANAGING, RateLimiter
from bot.text import limits
from knowledge import Library
from tests.bot import scenes
from tests.bot.clock import Clock
from tests.bot.conftest import MakeBot
from tests.bot.forms import DIRECT, FORMS, ON_A_SERVER, Form, Stage, text_of
from tests.bot.table import GOOD, KEEPERS, MILL, Row
from tests.bot.test_matrix import FIRST, cases, check_told
from tests.bot.test_permissions import forbid

WRITTEN: tuple[Form, ...] = ("prefix", "mention")


def each(rows: Sequence[Row], forms: Sequence[Form]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize(("form", "row"), cases(rows, forms))


@each([row for row in GOOD if row.denied], ("prefix", "Korean", "mention"))
async def test_member_who_may_not_is_told_whom_it_is_for(stage: Stage, library: Library, form: Form, row: Row) -> None:
    await scenes.play(stage, form, library, row.given, "member")
    before = await library.listing(collection=stage.collection)
    await check_told(stage, form, replace(row, who="member", told=row.denied))
    assert await library.listing(collection=stage.collection) == before
    assert await stage.bot.preferences.chosen(stage.env.guild.id) == {}


@pytest.mark.parametrize(
    "row", [row for row in FIRST if row.denied and row.direct and "server only" in row.direct], ids=str
)
async def test_discord_shows_it_to_those_alone_who_may(stage: Stage, row: Row) -> None:
    shown = {who: person.available_commands(stage.channel) for who, person in stage.people.items()}
    name = next(name for name in shown["administrator"] if name.split()[0] == row.line.split()[0])
    assert name in shown[row.who] and name not in shown["member"]
    assert name not in stage.people["administrator"].user.available_commands()


@each([row for row in FIRST if row.who == "moderator"], ("slash",))
async def test_slash_command_that_a_server_opened_to_all_is_still_for_those_who_may(
    stage: Stage, library: Library, form: Form, row: Row
) -> None:
    command = stage.env.backend.find_command(row.line.split()[0], None)
    assert command
    stage.env.guild.set_command_permissions(int(command["id"]), {stage.people["member"]: True})
    await scenes.play(stage, form, library, row.given, "member")
    said = await check_told(stage, form, replace(row, who="member", told=row.denied))
    assert said.alone


@each([row for row in FIRST if row.denied == KEEPERS], ON_A_SERVER)
async def test_member_with_the_role_that_the_server_chose_may_keep_articles_in_every_form(
    stage: Stage, library: Library, form: Form, row: Row
) -> None:
    role = stage.env.guild.create_role("librarians")
    stage.people["librarian"] = stage.env.guild.add_member(stage.env.create_user("lib"), roles=[role])
    await stage.bot.preferences.change(stage.env.guild.id, {"adders": role.id})
    await scenes.play(stage, form, library, row.given, "librarian")
    await check_told(stage, form, replace(row, who="librarian"))


@each(FIRST, FORMS)
async def test_pace_holds_for_every_command_in_every_form(stage: Stage, library: Library, form: Form, row: Row) -> None:
    stage.bot.policy.pace = RateLimiter(Clock())
    stage.bot.preferences.defaults = replace(stage.bot.preferences.defaults, per_person=1)
    await stage.say("direct message" if form in DIRECT else "prefix", "about", who=row.who)
    said = await stage.say(form, row.line, who=row.who, files=row.files)
    assert "ask me again in 60 seconds" in said.text
    assert said.alone or form not in ("slash", "direct slash")


@each(FIRST, ON_A_SERVER)
async def test_channels_that_were_not_chosen_are_pointed_from_but_for_what_manages(
    stage: Stage, library: Library, form: Form, row: Row
) -> None:
    await scenes.play(stage, form, library, row.given, row.who)
    chosen = stage.env.guild.create_text_channel("questions")
    await stage.bot.preferences.change(stage.env.guild.id, {"channels": [chosen.id]})
    if row.line.split()[0] in MANAGING:
        await check_told(stage, form, row)
        return
    said = await stage.say(form, row.line, who=row.who)
    silent = form in ("prefix", "Korean")
    assert said.text == "" if silent else "please ask me in #questions" in said.text


@each(FIRST, FORMS)
async def test_text_of_articles_for_adults_is_shown_nowhere_else(
    stage: Stage, library: Library, form: Form, row: Row
) -> None:
    await scenes.play(stage, form, library, row.given, row.who)
    stage.bot.preferences.defaults = replace(stage.bot.preferences.defaults, age_restricted=True)
    stage.bot.preferences.forget(stage.env.guild.id)
    if not row.here:
        await check_told(stage, form, row)
        return
    said = await stage.say(form, row.line, who=row.who)
    assert "for adults" in said.text
    assert said.alone or form != "slash"


@each(GOOD, WRITTEN)
async def test_channel_without_embeds_gets_all_of_it_as_text(
    stage: Stage, library: Library, form: Form, row: Row
) -> None:
    place = forbid(stage.env, "bare", embed_links=False, attach_files=False)
    stage.channel = place
    await scenes.play(stage, form, library, row.given, row.who)
    said = await check_told(stage, form, replace(row, told=row.told if "export" not in row.line else "prefix"))
    assert not said.embedded
    assert limits.utf16_len(said.message.content) <= limits.MAX_MESSAGE


async def test_export_that_can_be_no_file_is_a_block_unless_it_is_too_long_for_one(stage: Stage) -> None:
    bare = forbid(stage.env, "bare", attach_files=False)
    shown = await stage.say("prefix", "settings export", who="moderator", place=bare)
    assert json.loads(shown.text.strip("`").removeprefix("json"))["passages"] == 3
    channels = [10**18 + number for number in range(100)]
    await stage.bot.preferences.change(stage.env.guild.id, {"channels": channels})
    told = await stage.say("prefix", "settings export", who="moderator", place=bare)
    assert "too long for a message; use /settings export, or let me attach files" in told.text
    exported = await stage.say("slash", "settings export", who="moderator", place=bare)
    assert exported.message.attachments
    stage.env.errors.clear()


@pytest.mark.parametrize(("count", "told"), [(10, "f9.txt: "), (11, "I take at most 10 files at once")])
async def test_no_more_files_are_taken_at_once_than_a_message_can_have(stage: Stage, count: int, told: str) -> None:
    files = [(f"f{n}.txt", MILL) for n in range(count)]
    assert told in (await stage.say("prefix", "add", who="moderator", files=files)).text
    stage.env.errors.clear()


async def check_whispered(stage: Stage, library: Library, form: Form, row: Row, place: simcord.ChannelHandle) -> None:
    """What a row tells comes to the person who asked in that place, and names the place."""
    stage.channel = place
    await scenes.play(stage, form, library, row.given, "administrator")
    alone = stage.people["administrator"].user.dm_channel
    before = len(alone.history())
    assert (await stage.say(form, row.line, who="administrator", files=row.files)).text == ""
    [whisper] = alone.history()[before:]
    assert f"<#{place.id}>" in whisper.content
    assert ("prefix" if "export" in row.line else row.told) in text_of(whisper)
    stage.env.errors.clear()


@each(GOOD, WRITTEN)
async def test_channel_without_writing_gets_it_in_a_direct_message(
    stage: Stage, library: Library, form: Form, row: Row
) -> None:
    await check_whispered(stage, library, form, row, forbid(stage.env, "read-only", send_messages=False))


@each([row for row in FIRST if row.who == "member"], WRITTEN)
async def test_thread_without_writing_gets_it_in_a_direct_message(
    stage: Stage, library: Library, form: Form, row: Row
) -> None:
    parent = forbid(stage.env, "threads", send_messages_in_threads=False)
    place = stage.bot.get_channel(parent.id)
    assert isinstance(place, discord.TextChannel)
    await place.create_thread(name="a thread", type=discord.ChannelType.public_thread)
    await check_whispered(stage, library, form, row, parent.threads[0])


@each(GOOD, FORMS)
async def test_without_the_message_content_intent_only_the_prefix_is_unheard(
    stage: Stage, library: Library, make_bot: MakeBot, form: Form, row: Row
) -> None:
    await scenes.play(stage, form, library, row.given, row.who)
    await stage.env.restart_bot(make_bot(content=False))
    if form in ("prefix", "Korean"):
        assert (await stage.say(form, row.line, who=row.who, files=row.files)).text == ""
        return
    told = "Message Content Intent is off" if row.line == "doctor" else row.told
    await check_told(stage, form, replace(row, told=told))
