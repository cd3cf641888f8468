"""The bot's commands as the help shows them, read off the commands that are there."""

from collections.abc import Iterator
from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.guide.manual import Entry
from bot.languages import spelling
from bot.languages.translation import gettext
from bot.phrases import manual

Bot = commands.AutoShardedBot
Said = commands.Command[Any, ..., Any]
Slash = app_commands.Command[Any, ..., Any]

_KEEPERS = ("add", "remove")
"""What those may do who have the role that adds articles."""
_FIRST = ("ask", "source", "articles", "article")
_LAST = ("help", "about", "privacy", "forgetme", "report")


def entries(bot: Bot, prefix: str) -> list[Entry]:
    """Return all commands, groups by what they consist of, in the order of their names."""
    said = {command.qualified_name: command for command in bot.walk_commands() if not _is_group(command)}
    slash = {
        command.qualified_name: command
        for command in bot.tree.walk_commands()
        if isinstance(command, app_commands.Command)
    }
    names = sorted({*said, *slash}, key=_order)
    shown = [_entry(name, said.get(name), slash.get(name), prefix) for name in names]
    return [*shown, *_menus(bot)]


def _order(name: str) -> tuple[int, str]:
    """Return where a command stands: asking first, what the bot tells of itself last."""
    first = name.split()[0]
    if first in _FIRST:
        return _FIRST.index(first), name
    return len(_FIRST) + (_LAST.index(first) + 1 if first in _LAST else 0), name


def _entry(name: str, said: Said | None, slash: Slash | None, prefix: str) -> Entry:
    return Entry(
        name=name,
        forms=tuple(_forms(name, said, slash, prefix)),
        about=gettext((slash.description if slash else said.short_doc if said else "").strip()),
        options=tuple(_options(slash)) if slash else (),
        also=tuple(_short(said)) if said else (),
        needs=_needs(name, said, slash),
    )


def _forms(name: str, said: Said | None, slash: Slash | None, prefix: str) -> Iterator[str]:
    """Yield how the command is written: with the prefix, and as a slash command where it is one."""
    called = " ".join(map(spelling.localised, name.split()))
    if said and prefix != "/":
        yield f"`{prefix}{called}{_arguments(said)}`"
    if slash:
        yield f"`/{called}`"


def _arguments(command: Said) -> str:
    told = ""
    for name, value in command.clean_params.items():
        called = spelling.localised(name).upper()
        told += f" {called}" if value.required else f" [{called}]"
        if value.kind is value.KEYWORD_ONLY:
            break  # It takes all that is written; what follows can be given to the slash command only.
    return told


def _options(command: Slash) -> Iterator[tuple[str, str]]:
    for option in command.parameters:
        yield spelling.localised(str(option.display_name)), gettext(str(option.description))


def _short(command: Said) -> Iterator[str]:
    """Yield the short names that a command was given."""
    yield from command.aliases


def _menus(bot: Bot) -> Iterator[Entry]:
    for menu in bot.tree.get_commands():
        if isinstance(menu, app_commands.ContextMenu):
            yield Entry(name=menu.name, forms=(f"**{gettext(menu.name)}**",), about=manual.in_menu())


def _needs(name: str, said: Said | None, slash: Slash | None) -> str:
    """Say whom a command is for, where Discord or the command itself lets only some people use it."""
    if name in _KEEPERS:
        return manual.needs_role()
    shown = said.app_command if isinstance(said, commands.HybridCommand | commands.HybridGroup) else slash
    allowed = _allowed(shown)
    if allowed is None or not allowed.manage_guild | allowed.administrator:
        return ""
    return manual.needs_administrator() if allowed.administrator else manual.needs_manage()


def _allowed(command: Slash | app_commands.Group | None) -> discord.Permissions | None:
    """Return which permissions a command or the group it is in asks for."""
    if command is None:
        return None
    return command.default_permissions or _allowed(command.parent)


def _is_group(command: Said) -> bool:
    """Tell whether a command is only there for those below it."""
    return isinstance(command, commands.Group) and not command.invoke_without_command
