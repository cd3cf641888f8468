"""Every command: what it does, how it fails, and where the bot or the person may not do all."""

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

import discord
import pytest
import simcord
from discord import app_commands

from bot import chart
from bot.checks import LIGHT, MANAGEMENT, RateLimiter
from bot.text import commands, markdown
from knowledge import Library
from tests.bot import setups
from tests.bot.clock import Clock
from tests.bot.command_table import (
    EDITORS_ONLY,
    FAILING,
    MILL,
    NEVER_FAILING,
    REFUSED_BY_DISCORD,
    SERVER_ONLY,
    SUCCEEDING,
    TESTED_ELSEWHERE,
    CommandCase,
)
from tests.bot.conftest import MakeBot, channel_denying
from tests.bot.messages import full_text, layout_text
from tests.bot.populated_guild import DIRECT, FORMS, ON_A_SERVER, CommandReply, Form, PopulatedGuild

FIRST = list({case.line.split()[0]: case for case in reversed(SUCCEEDING)}.values())
"""One case for each command."""
LEAVING = ("add", "ask", "optout", "settings", "timeline", "watch")
"""Commands after which a list is no longer empty, or longer."""
CHANGING = ("edit", "optin", "optout", "remove", "rename", "restore", "undo")
"""Commands after which what has happened before is no longer so."""
MAX_CASES = 4
"""Cases that one bot goes through after it has been brought into their state."""
IN_A_CHANNEL: tuple[Form, ...] = ("prefix", "mention")
"""Forms whose reply is a message in the channel."""


def spread(
    chunks: Iterable[Sequence[CommandCase]], forms: Sequence[Form] = FORMS, *, times: int = 1
) -> list[tuple[Form, Sequence[CommandCase]]]:
    """Pair each chunk of cases with so many forms, the least used first, so that all are tried about equally often.

    Where there are several, one of them is on a server, where the commands can do their work.
    """
    used: Counter[Form] = Counter()
    pairs: list[tuple[Form, Sequence[CommandCase]]] = []
    for cases in chunks:
        possible = [form for form in forms if all(_is_possible(form, case) for case in cases)]
        possible.sort(key=lambda form: used[form])
        chosen = possible[:times]
        if times > 1 and not set(chosen) & set(ON_A_SERVER):
            chosen[-1] = next(form for form in possible if form in ON_A_SERVER)
        used.update(chosen)
        pairs += [(form, cases) for form in chosen]
    return pairs


def spread_after_setup(
    cases: Iterable[CommandCase], forms: Sequence[Form] = FORMS, *, times: int = 1
) -> pytest.MarkDecorator:
    """Parametrize a test with forms and cases before which the same has happened, for one bot.

    A case that changes what the others would see has a bot of its own.
    """
    alike: defaultdict[tuple[str, ...], list[CommandCase]] = defaultdict(list)
    for case in cases:
        alike[(case.setup, case.who, *([str(case)] if _is_changing(case) else ()))].append(case)
    chunks = [each[at : at + MAX_CASES] for each in alike.values() for at in range(0, len(each), MAX_CASES)]
    params = [pytest.param(form, chunk, id=f"{form}-{chunk[0]}") for form, chunk in spread(chunks, forms, times=times)]
    return pytest.mark.parametrize(("form", "cases"), params)


def spread_in_groups(
    cases: Iterable[CommandCase], forms: Sequence[Form] = FORMS, *, times: int = 1
) -> pytest.MarkDecorator:
    """Parametrize a test with each form and all cases that `spread` pairs with it, for one bot.

    What leaves something behind that others would tell of comes last.
    """
    pairs = [(form, case) for form, [case] in spread(([case] for case in cases), forms, times=times)]
    pairs.sort(key=lambda pair: pair[1].line.split()[0] in LEAVING)
    groups = [(form, [case for chosen, case in pairs if chosen == form]) for form in forms]
    return pytest.mark.parametrize(("form", "cases"), groups, ids=forms)


def _is_changing(case: CommandCase) -> bool:
    return case not in FAILING and (case.line.split()[0] in CHANGING or "CONFIRM" in case.line)


@pytest.fixture(autouse=True)
def without_pictures(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let statistics be words: a picture takes a process, and tests/bot/cogs/test_analytics.py looks at those."""
    monkeypatch.setattr(chart, "find_spec", lambda name: None)


def lift_limits(guild: PopulatedGuild) -> None:
    """Let people give as many commands as they like."""
    guild.set_defaults(per_person=0, per_server=0)


def _is_possible(form: Form, case: CommandCase) -> bool:
    """Tell whether Discord shows the command there, and whether it can be given so where values are to be chosen."""
    shown = form != "direct slash" or case.expected_in_dm != SERVER_ONLY
    return shown and not (form in ("slash", "direct slash") and case.line in REFUSED_BY_DISCORD)


async def check_reply(guild: PopulatedGuild, form: Form, case: CommandCase) -> CommandReply:
    """What a case tells is said once in this form, or where the command is none of a direct message, that."""
    reply = await guild.run(form, case.line, who=case.who, files=case.files)
    told = case.expected_in_dm if form in DIRECT and case.expected_in_dm else case.expected
    assert told.casefold() in reply.text.casefold(), reply.text
    guild.env.errors.clear()
    return reply


async def check_replies(
    guild: PopulatedGuild, library: Library, form: Form, cases: Sequence[CommandCase], subtests: pytest.Subtests
) -> None:
    """What each case tells is said, after what has happened before all of them."""
    lift_limits(guild)
    await setups.run_setup(guild, form, library, cases[0].setup, cases[0].who)
    for case in cases:
        with subtests.test(case=str(case)):
            reply = await check_reply(guild, form, case)
            assert not re.search(r"Error|Exception|Traceback", reply.text)
            if case in FAILING:
                assert reply.private or form != "slash" or "refused" in reply.text


@spread_in_groups([case for case in SUCCEEDING if not case.setup], ON_A_SERVER)
async def test_command_does_what_it_should(
    guild: PopulatedGuild, library: Library, form: Form, cases: Sequence[CommandCase], subtests: pytest.Subtests
) -> None:
    await check_replies(guild, library, form, cases, subtests)


@spread_after_setup([case for case in SUCCEEDING if case.setup], ON_A_SERVER)
async def test_command_goes_on_from_what_has_happened(
    guild: PopulatedGuild, library: Library, form: Form, cases: Sequence[CommandCase], subtests: pytest.Subtests
) -> None:
    await check_replies(guild, library, form, cases, subtests)


ALONE = [case for case in SUCCEEDING if not case.expected_in_dm]


@spread_in_groups([case for case in ALONE if not case.setup], DIRECT)
async def test_command_does_what_it_should_where_nobody_else_is(
    guild: PopulatedGuild, library: Library, form: Form, cases: Sequence[CommandCase], subtests: pytest.Subtests
) -> None:
    await check_replies(guild, library, form, cases, subtests)


@spread_after_setup([case for case in ALONE if case.setup], DIRECT)
async def test_command_goes_on_where_nobody_else_is(
    guild: PopulatedGuild, library: Library, form: Form, cases: Sequence[CommandCase], subtests: pytest.Subtests
) -> None:
    await check_replies(guild, library, form, cases, subtests)


@spread_in_groups([case for case in SUCCEEDING if case.expected_in_dm], DIRECT)
async def test_command_of_servers_says_so_where_nobody_else_is(
    guild: PopulatedGuild, form: Form, cases: Sequence[CommandCase], subtests: pytest.Subtests
) -> None:
    lift_limits(guild)
    for case in cases:
        with subtests.test(case=str(case)):
            await check_reply(guild, form, case)


@spread_after_setup([case for case in FIRST if case.setup])
async def test_command_does_what_it_should_after_a_restart(
    guild: PopulatedGuild,
    library: Library,
    make_bot: MakeBot,
    form: Form,
    cases: Sequence[CommandCase],
    subtests: pytest.Subtests,
) -> None:
    await setups.run_setup(guild, form, library, cases[0].setup, cases[0].who)
    await guild.env.restart_bot(make_bot())
    for case in cases:
        with subtests.test(case=str(case)):
            await check_reply(guild, form, case)


@spread_in_groups([case for case in FAILING if not case.setup], times=2)
async def test_command_that_cannot_be_done_says_what_is_wrong(
    guild: PopulatedGuild, library: Library, form: Form, cases: Sequence[CommandCase], subtests: pytest.Subtests
) -> None:
    await check_replies(guild, library, form, cases, subtests)


@spread_after_setup([case for case in FAILING if case.setup])
async def test_command_that_cannot_be_done_any_more_says_what_is_wrong(
    guild: PopulatedGuild, library: Library, form: Form, cases: Sequence[CommandCase], subtests: pytest.Subtests
) -> None:
    await check_replies(guild, library, form, cases, subtests)


async def test_every_command_is_in_the_table(guild: PopulatedGuild) -> None:
    tree = guild.bot.tree
    written = {command.qualified_name for command in guild.bot.walk_commands()}
    slash = {each.qualified_name for each in tree.walk_commands() if isinstance(each, app_commands.Command)}
    menus = {each.name for each in tree.get_commands() if isinstance(each, app_commands.ContextMenu)}
    assert len(written | slash | menus) == len(written) + len(menus)
    assert written | menus == {_command(case.line, written) for case in SUCCEEDING} | TESTED_ELSEWHERE.keys()
    assert {name.split()[0] for name in slash} == {case.line.split()[0] for case in FAILING} | NEVER_FAILING.keys()


def _command(line: str, known: set[str]) -> str:
    """Return the command, of those that there are, that a line gives."""
    words = line.split()
    return max(name for count in (1, 2) if (name := " ".join(words[:count])) in known)


@spread_in_groups([case for case in SUCCEEDING if case.expected_if_forbidden], ("prefix", "Korean", "mention"))
async def test_member_without_permission_is_told_who_has_it(
    guild: PopulatedGuild, library: Library, form: Form, cases: Sequence[CommandCase], subtests: pytest.Subtests
) -> None:
    lift_limits(guild)
    await setups.mill(guild, form, library, "member")
    before = await library.listing(collection=guild.collection)
    for case in cases:
        with subtests.test(case=str(case)):
            await check_reply(guild, form, replace(case, who="member", expected=case.expected_if_forbidden))
            assert await library.listing(collection=guild.collection) == before
            assert await guild.bot.preferences.chosen(guild.env.guild.id) == {}


async def test_discord_shows_managing_commands_to_managers_only(
    guild: PopulatedGuild, subtests: pytest.Subtests
) -> None:
    shown = {who: person.available_commands(guild.channel) for who, person in guild.people.items()}
    shown_alone = guild.people["administrator"].user.available_commands()
    for case in FIRST:
        if not case.expected_if_forbidden or "server only" not in (case.expected_in_dm or ""):
            continue
        with subtests.test(case=str(case)):
            name = next(name for name in shown["administrator"] if name.split()[0] == case.line.split()[0])
            assert name in shown[case.who] and name not in shown["member"]
            assert name not in shown_alone


async def test_managing_slash_command_opened_to_everyone_still_needs_permission(
    guild: PopulatedGuild, library: Library, subtests: pytest.Subtests
) -> None:
    lift_limits(guild)
    await setups.mill(guild, "slash", library, "member")
    for case in FIRST:
        if case.who != "moderator":
            continue
        with subtests.test(case=str(case)):
            command = guild.env.backend.find_command(case.line.split()[0], None)
            assert command
            guild.env.guild.set_command_permissions(int(command["id"]), {guild.people["member"]: True})
            reply = await check_reply(guild, "slash", replace(case, who="member", expected=case.expected_if_forbidden))
            assert reply.private


@spread_after_setup([case for case in FIRST if case.expected_if_forbidden == EDITORS_ONLY], ON_A_SERVER)
async def test_member_with_the_role_that_the_server_chose_may_edit_articles(
    guild: PopulatedGuild, library: Library, form: Form, cases: Sequence[CommandCase], subtests: pytest.Subtests
) -> None:
    role = guild.env.guild.create_role("librarians")
    guild.people["librarian"] = guild.env.guild.add_member(guild.env.create_user("lib"), roles=[role])
    await guild.bot.preferences.change(guild.env.guild.id, {"adders": role.id})
    await check_replies(guild, library, form, [replace(case, who="librarian") for case in cases], subtests)


@spread_in_groups(FIRST)
async def test_rate_limit_holds_for_every_command(
    guild: PopulatedGuild, form: Form, cases: Sequence[CommandCase], subtests: pytest.Subtests
) -> None:
    guild.set_defaults(per_person=1)
    for case in cases:
        with subtests.test(case=str(case)):
            guild.bot.policy.pace = RateLimiter(Clock())
            name = case.line.split()[0]
            if name == "settings":
                spent, times, told = "settings", LIGHT, "try again in 60 seconds"
            elif commands.works_everywhere(name):
                spent, times, told = "optin", MANAGEMENT, "try again in 60 seconds"
            else:
                spent, times, told = "about", 1, "Ask me again in 60 seconds"
            for _ in range(times):
                await guild.run("direct message" if form in DIRECT else "prefix", spent, who=case.who)
            reply = await guild.run(form, case.line, who=case.who, files=case.files)
            assert told in reply.text
            assert reply.private or form not in ("slash", "direct slash")


async def answer_elsewhere(guild: PopulatedGuild) -> simcord.ChannelHandle:
    """Let the server choose another channel."""
    chosen = guild.env.guild.create_text_channel("questions")
    await guild.bot.preferences.change(guild.env.guild.id, {"channels": [chosen.id]})
    return chosen


@spread_in_groups([case for case in FIRST if not commands.works_everywhere(case.line.split()[0])], ON_A_SERVER)
async def test_command_in_another_channel_is_redirected(
    guild: PopulatedGuild, form: Form, cases: Sequence[CommandCase], subtests: pytest.Subtests
) -> None:
    lift_limits(guild)
    chosen = await answer_elsewhere(guild)
    for case in cases:
        with subtests.test(case=str(case)):
            reply = await guild.run(form, case.line, who=case.who)
            silent = form in ("prefix", "Korean")
            assert reply.text == "" if silent else f"Please ask me in {chosen.mention}" in reply.text


@spread_in_groups([case for case in FIRST if commands.works_everywhere(case.line.split()[0])], ON_A_SERVER)
async def test_command_that_manages_works_in_another_channel(
    guild: PopulatedGuild, library: Library, form: Form, cases: Sequence[CommandCase], subtests: pytest.Subtests
) -> None:
    lift_limits(guild)
    for case in cases:
        with subtests.test(case=str(case)):
            await setups.run_setup(guild, form, library, case.setup, case.who)
            await answer_elsewhere(guild)
            await check_reply(guild, form, case)
            await guild.bot.preferences.change(guild.env.guild.id, {"channels": []})


def restrict_to_adults(guild: PopulatedGuild) -> None:
    """Let the operator say that the articles are for adults."""
    guild.set_defaults(age_restricted=True)


@spread_in_groups([case for case in FIRST if case.shows_articles])
async def test_age_restricted_articles_are_not_shown_elsewhere(
    guild: PopulatedGuild, form: Form, cases: Sequence[CommandCase], subtests: pytest.Subtests
) -> None:
    lift_limits(guild)
    restrict_to_adults(guild)
    for case in cases:
        with subtests.test(case=str(case)):
            reply = await guild.run(form, case.line, who=case.who)
            assert "for adults" in reply.text
            assert reply.private or form != "slash"


@spread_in_groups([case for case in FIRST if not case.shows_articles and not case.setup])
async def test_command_that_shows_no_articles_works_where_they_are_not_shown(
    guild: PopulatedGuild, form: Form, cases: Sequence[CommandCase], subtests: pytest.Subtests
) -> None:
    lift_limits(guild)
    restrict_to_adults(guild)
    for case in cases:
        with subtests.test(case=str(case)):
            await check_reply(guild, form, case)


@spread_after_setup([case for case in FIRST if not case.shows_articles and case.setup and not _is_changing(case)])
async def test_command_that_shows_no_articles_goes_on_where_they_are_not_shown(
    guild: PopulatedGuild, library: Library, form: Form, cases: Sequence[CommandCase], subtests: pytest.Subtests
) -> None:
    await setups.run_setup(guild, form, library, cases[0].setup, cases[0].who)
    restrict_to_adults(guild)
    for case in cases:
        with subtests.test(case=str(case)):
            await check_reply(guild, form, case)


@spread_in_groups([case for case in SUCCEEDING if not case.setup], IN_A_CHANNEL)
async def test_channel_without_embeds_gets_a_reply(
    guild: PopulatedGuild, form: Form, cases: Sequence[CommandCase], subtests: pytest.Subtests
) -> None:
    lift_limits(guild)
    guild.channel = channel_denying(guild.env, "bare", embed_links=False, attach_files=False)
    for case in cases:
        with subtests.test(case=str(case)):
            await check_bare_reply(guild, form, case)


@spread_after_setup([case for case in SUCCEEDING if case.setup], IN_A_CHANNEL)
async def test_channel_without_embeds_gets_a_reply_to_what_goes_on(
    guild: PopulatedGuild, library: Library, form: Form, cases: Sequence[CommandCase], subtests: pytest.Subtests
) -> None:
    lift_limits(guild)
    guild.channel = channel_denying(guild.env, "bare", embed_links=False, attach_files=False)
    await setups.run_setup(guild, form, library, cases[0].setup, cases[0].who)
    for case in cases:
        with subtests.test(case=str(case)):
            await check_bare_reply(guild, form, case)


async def check_bare_reply(guild: PopulatedGuild, form: Form, case: CommandCase) -> None:
    told = {"settings export": "prefix", "source json": "by direct message" if form != "slash" else case.expected}
    reply = await check_reply(guild, form, replace(case, expected=told.get(case.line, case.expected)))
    assert not reply.embedded
    assert markdown.utf16_len(reply.message.content) <= markdown.MAX_MESSAGE
    assert markdown.utf16_len(layout_text(reply.message)) <= markdown.MAX_LAYOUT


async def test_export_without_attachments_is_a_code_block_unless_too_long(guild: PopulatedGuild) -> None:
    bare = channel_denying(guild.env, "bare", attach_files=False)
    shown = await guild.run("prefix", "settings export", who="moderator", place=bare)
    assert json.loads(shown.text.strip("`").removeprefix("json"))["passages"] == 3
    channels = [10**18 + number for number in range(100)]
    await guild.bot.preferences.change(guild.env.guild.id, {"channels": channels})
    told = await guild.run("prefix", "settings export", who="moderator", place=bare)
    assert "too long for a message. Use /settings export, or let me attach files" in told.text
    exported = await guild.run("slash", "settings export", who="moderator", place=bare)
    assert exported.message.attachments
    guild.env.errors.clear()


@pytest.mark.parametrize(("count", "told"), [(10, "f9.txt: "), (11, "I take at most 10 files and links at once")])
async def test_upload_takes_as_many_files_as_a_message_can_have(guild: PopulatedGuild, count: int, told: str) -> None:
    files = [(f"f{n}.txt", MILL) for n in range(count)]
    assert told in (await guild.run("prefix", "add", who="moderator", files=files)).text
    guild.env.errors.clear()


async def check_sent_as_dm(guild: PopulatedGuild, form: Form, case: CommandCase) -> None:
    """What a case tells comes to the person who asked in a place, and names the place."""
    place = guild.channel
    alone = guild.people["administrator"].user.dm_channel
    before = len(alone.history())
    assert (await guild.run(form, case.line, who="administrator", files=case.files)).text == ""
    [whisper] = alone.history()[before:]
    assert f"<#{place.id}>" in whisper.content
    assert ("prefix" if "settings export" in case.line else case.expected) in full_text(whisper)
    guild.env.errors.clear()


@spread_in_groups([case for case in FIRST if not case.setup], IN_A_CHANNEL)
async def test_reply_from_a_read_only_channel_comes_as_a_direct_message(
    guild: PopulatedGuild, form: Form, cases: Sequence[CommandCase], subtests: pytest.Subtests
) -> None:
    lift_limits(guild)
    guild.channel = channel_denying(guild.env, "read-only", send_messages=False)
    for case in cases:
        with subtests.test(case=str(case)):
            await check_sent_as_dm(guild, form, case)


@spread_after_setup(
    [replace(case, who="administrator") for case in FIRST if case.setup and not _is_changing(case)], IN_A_CHANNEL
)
async def test_reply_from_a_read_only_channel_to_what_goes_on_comes_as_a_direct_message(
    guild: PopulatedGuild, library: Library, form: Form, cases: Sequence[CommandCase], subtests: pytest.Subtests
) -> None:
    lift_limits(guild)
    guild.channel = channel_denying(guild.env, "read-only", send_messages=False)
    await setups.run_setup(guild, form, library, cases[0].setup, "administrator")
    for case in cases:
        with subtests.test(case=str(case)):
            await check_sent_as_dm(guild, form, case)


async def test_reply_from_a_read_only_thread_comes_as_a_direct_message(guild: PopulatedGuild) -> None:
    parent = channel_denying(guild.env, "threads", send_messages_in_threads=False)
    place = guild.bot.get_channel(parent.id)
    assert isinstance(place, discord.TextChannel)
    await place.create_thread(name="a thread", type=discord.ChannelType.public_thread)
    guild.channel = parent.threads[0]
    await check_sent_as_dm(guild, "mention", FIRST[0])


@spread_in_groups([case for case in FIRST if not case.setup], times=2)
async def test_without_the_message_content_intent_only_prefixes_are_ignored(
    guild: PopulatedGuild, make_bot: MakeBot, form: Form, cases: Sequence[CommandCase], subtests: pytest.Subtests
) -> None:
    await guild.env.restart_bot(make_bot(content=False))
    lift_limits(guild)
    for case in cases:
        with subtests.test(case=str(case)):
            if form in ("prefix", "Korean"):
                assert (await guild.run(form, case.line, who=case.who, files=case.files)).text == ""
                continue
            told = "Message Content Intent is off" if case.line == "doctor" else case.expected
            await check_reply(guild, form, replace(case, expected=told))
