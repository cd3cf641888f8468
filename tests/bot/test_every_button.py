"""Every button: after a restart, in every kind of place, and where what it belongs to is gone."""

import re
from collections.abc import Sequence
from typing import Any

import discord
import pytest
import simcord

from bot.views.answer import REASON
from bot.views.button import PersistentItem
from knowledge import Library
from tests.bot import setups
from tests.bot.conftest import MakeBot, channel_denying
from tests.bot.messages import full_text, private_text
from tests.bot.populated_guild import Form, PopulatedGuild

SHOWN = {
    "footnote:source:1:1": "answer #1 · paragraph 3 of 3",
    "footnote:more:1:1": "[2]",
    "footnote:plain:1:1": "[1]",
    "footnote:newest:1": "5 Jun 2021 [1]",
    "footnote:days:1:1": "5 Jun 2021 [1]",
    "footnote:up:1": "Thanks! I've noted that this answer is good.",
    "footnote:down:1": "What is wrong with this answer?",
    "leaf:list:n1:": "Articles, newest first",
    "leaf:article:n1:FERRY": "¶3 Mayor Ingrid Dahl",
}
"""What each button that everyone may press shows, under an answer or a page that anyone asked for."""
ELSEWHERE = {
    "footnote:share": "tests/bot/views/test_answer.py",
    "footnote:delete": "tests/bot/cogs/test_edits.py",
    "watch:stop": "tests/bot/cogs/test_watches.py",
    "watch:renew": "tests/bot/cogs/test_watches.py",
    "watch:tell": "tests/bot/cogs/test_watches.py",
    "gaps": "tests/bot/cogs/test_gaps.py",
    "read": "tests/bot/cogs/test_articles.py",
    "preview:keep": "tests/bot/views/test_preview.py",
    "preview:edit": "tests/bot/views/test_preview.py",
    "preview:discard": "tests/bot/views/test_preview.py",
    "setting": "tests/bot/test_guild_settings.py",
    "confirm:remove": "tests/bot/cogs/test_article_edits.py",
    "confirm:delete": "tests/bot/cogs/test_history.py",
    "confirm:undo": "tests/bot/cogs/test_history.py",
    "audit": "tests/bot/cogs/test_history.py",
    "confirm:forget": "tests/bot/cogs/test_info.py",
}
"""Buttons that belong to one person, and menus, and where they are tested."""
PLACES = ("restarted", "bare", "direct message", "without the intent")
GONE = ("", "asked and purged", "asked elsewhere", "asked by another in private")
"""What has happened to the answer instead, by its name in `setups`."""
OF_ANSWERS = [
    *(each for each in SHOWN if each.startswith("footnote")),
    "footnote:share:1",
    "footnote:delete:1",
]
FADED = "Answer #1 is no longer stored"


async def press(
    guild: PopulatedGuild, custom_id: str, *, who: str = "member", place: simcord.ChannelHandle | None = None
) -> Any:
    """Press a button with this id under a message of the bot."""
    place = place or guild.channel
    view = discord.ui.View(timeout=None)
    view.add_item(discord.ui.Button(label="x", custom_id=custom_id))
    await guild.bot.get_partial_messageable(place.id).send("What was shown", view=view)
    person = guild.people[who]
    actor = person if place.guild else person.user
    assert place.last_message
    return await actor.click(place.last_message, custom_id=custom_id)


def shown(result: simcord.InteractionResult, place: simcord.ChannelHandle) -> str:
    """What the person gets to see: an answer, a form, or another page in the same message."""
    if result.modal:
        return str(result.modal["title"])
    assert place.last_message
    return full_text(result.response or place.last_message)


@pytest.mark.parametrize("turn", range(len(PLACES)), ids=PLACES)
async def test_button_works_everywhere_and_after_a_restart(
    guild: PopulatedGuild, library: Library, make_bot: MakeBot, turn: int, subtests: pytest.Subtests
) -> None:
    where = PLACES[turn]
    form: Form = "direct message" if where == "direct message" else "prefix"
    await setups.asked(guild, form, library, "member")
    place = guild.people["member"].user.dm_channel if form == "direct message" else guild.channel
    if where == "bare":
        place = channel_denying(guild.env, "bare", embed_links=False)
    if where in ("restarted", "without the intent"):
        await guild.env.restart_bot(make_bot(content=where == "restarted"))
    ferry = await library.article("ferry")
    for custom_id in _in_turn(list(SHOWN), turn):
        with subtests.test(custom_id=custom_id):
            result = await press(guild, custom_id.replace("FERRY", str(ferry.row)), place=place)
            assert SHOWN[custom_id] in shown(result, place)


def _in_turn(custom_ids: Sequence[str], turn: int) -> list[str]:
    """Return every other button: in two turns that follow each other there are all."""
    return [each for number, each in enumerate(custom_ids) if (turn - number) % 4 in (0, 1)]


@pytest.mark.parametrize("turn", range(len(GONE)), ids=GONE)
async def test_button_of_an_answer_that_is_not_there_for_this_person_says_so_kindly(
    guild: PopulatedGuild, library: Library, turn: int, subtests: pytest.Subtests
) -> None:
    await setups.run_setup(guild, "prefix", library, GONE[turn], "member")
    for custom_id in _in_turn(OF_ANSWERS, turn):
        with subtests.test(custom_id=custom_id):
            told = private_text(await press(guild, custom_id))
            assert FADED in told or (custom_id == "footnote:delete:1" and "Only the person who asked" in told)


async def test_form_about_an_answer_that_is_purged_meanwhile_says_so_kindly(
    guild: PopulatedGuild, library: Library
) -> None:
    await setups.asked(guild, "prefix", library, "member")
    opened = await press(guild, "footnote:down:1")
    await library.purge(guild.collection)
    assert FADED in private_text(await guild.people["member"].submit_modal(opened, {REASON: "Wrong"}))


async def test_button_shows_no_text_of_articles_for_adults_elsewhere(
    guild: PopulatedGuild, library: Library, subtests: pytest.Subtests
) -> None:
    await setups.asked(guild, "prefix", library, "member")
    await guild.bot.preferences.change(guild.env.guild.id, {"age_restricted": True})
    for custom_id in ("footnote:source:1:1", "footnote:more:1:1", "footnote:newest:1", "footnote:share:1"):
        with subtests.test(custom_id=custom_id):
            assert "only show them in age-restricted channels" in private_text(await press(guild, custom_id))


async def test_button_for_what_is_not_there_says_so(
    guild: PopulatedGuild, library: Library, subtests: pytest.Subtests
) -> None:
    await setups.asked(guild, "prefix", library, "member")
    for custom_id in ("footnote:source:1:9", "leaf:article:n1:99", "leaf:list:n1:zeppelin"):
        with subtests.test(custom_id=custom_id):
            assert re.search("not 9|has been removed|No article matches", private_text(await press(guild, custom_id)))


def test_every_button_stands_in_a_table() -> None:
    patterns = [item.__discord_ui_compiled_template__.pattern for item in _leaves(PersistentItem)]
    kinds = {kind for pattern in patterns for kind in _kinds(pattern)}
    assert kinds == {":".join(each.split(":")[:2]) for each in SHOWN} | ELSEWHERE.keys()


def _leaves(kind: type[PersistentItem]) -> list[type[PersistentItem]]:
    below = [leaf for each in kind.__subclasses__() for leaf in _leaves(each)]
    return below or [kind]


def _kinds(pattern: str) -> set[str]:
    """Return what buttons there are of a pattern: its first word, with each thing that it may do."""
    if named := re.match(r"confirm:\w+", pattern):
        return {named[0]}
    first = re.sub(r"\(\?[!s][^)]*\)", "", pattern).partition(":")[0]
    acts = re.search(r"\(\?P<name>([\w|]+)\)|:\(\?:\(\?P<list>(list\)\|article)\)", pattern)
    names = (acts[1] or acts[2]).replace(")", "").split("|") if acts else []
    return {f"{first}:{name}" for name in names} or {first}
