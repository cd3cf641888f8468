"""Every command in every form: what it does, each way in which it says no, after a restart, and for whom it is."""

import re
from collections.abc import Iterable, Sequence

import pytest
from _pytest.mark import ParameterSet
from discord import app_commands

from knowledge import Library
from tests.bot import scenes
from tests.bot.conftest import MakeBot
from tests.bot.forms import DIRECT, FORMS, Form, Said, Stage
from tests.bot.table import ELSEWHERE, GOOD, REFUSED, REFUSED_BY_DISCORD, SERVER_ONLY, UNREFUSED, Row


def cases(rows: Iterable[Row], forms: Sequence[Form] = FORMS) -> list[ParameterSet]:
    """Return each row in each form, but for what Discord itself lets nobody give."""
    return [pytest.param(form, row, id=f"{form}-{row}") for row in rows for form in forms if _possible(form, row)]


def _possible(form: Form, row: Row) -> bool:
    """Tell whether Discord shows the command there, and whether it can be given so where values are to be chosen."""
    shown = form != "direct slash" or row.direct != SERVER_ONLY
    return shown and not (form in ("slash", "direct slash") and row.line in REFUSED_BY_DISCORD)


FIRST = list({row.line.split()[0]: row for row in reversed(GOOD)}.values())
"""One row for each command."""


async def check_told(stage: Stage, form: Form, row: Row) -> Said:
    """What a row tells is said once in this form, or where the command is none of a direct message, that."""
    said = await stage.say(form, row.line, who=row.who, files=row.files)
    told = row.direct if form in DIRECT and row.direct else row.told
    assert told.casefold() in said.text.casefold(), said.text
    stage.env.errors.clear()
    return said


@pytest.mark.parametrize("restarted", [False, True], ids=["", "restarted"])
@pytest.mark.parametrize(("form", "row"), cases(GOOD))
async def test_command_does_what_it_should_in_every_form_also_after_a_restart(
    stage: Stage, library: Library, make_bot: MakeBot, form: Form, row: Row, restarted: bool
) -> None:
    await scenes.play(stage, form, library, row.given, row.who)
    if restarted:
        await stage.env.restart_bot(make_bot())
    await check_told(stage, form, row)


@pytest.mark.parametrize(("form", "row"), cases(REFUSED))
async def test_command_that_cannot_be_done_says_what_is_wrong_in_every_form(
    stage: Stage, library: Library, form: Form, row: Row
) -> None:
    await scenes.play(stage, form, library, row.given, row.who)
    said = await check_told(stage, form, row)
    assert said.alone or form != "slash" or "refused" in said.text
    assert not re.search(r"Error|Exception|Traceback", said.text)


async def test_every_command_stands_in_the_table(stage: Stage) -> None:
    tree = stage.bot.tree
    written = {command.qualified_name for command in stage.bot.walk_commands()}
    slash = {each.qualified_name for each in tree.walk_commands() if isinstance(each, app_commands.Command)}
    menus = {each.name for each in tree.get_commands() if isinstance(each, app_commands.ContextMenu)}
    assert len(written | slash | menus) == len(written) + len(menus)
    assert written | menus == {_command(row.line, written) for row in GOOD} | ELSEWHERE.keys()
    assert {name.split()[0] for name in slash} == {row.line.split()[0] for row in REFUSED} | UNREFUSED.keys()


def _command(line: str, known: set[str]) -> str:
    """Return the command, of those that there are, that a line gives."""
    words = line.split()
    return max(name for count in (1, 2) if (name := " ".join(words[:count])) in known)
