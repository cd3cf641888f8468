"""Telling Discord which slash commands there are, only when they have changed."""

import hashlib
import json
import logging
from pathlib import Path
from typing import Any

import discord
from discord import app_commands

_FILE = "commands.sha256"

Command = app_commands.Command[Any, ..., Any] | app_commands.Group | app_commands.ContextMenu

log = logging.getLogger(__name__)


async def sync(tree: app_commands.CommandTree[discord.Client], folder: Path) -> None:
    """Register the commands unless the same ones were registered before; `/ask` works once this is done."""
    registered = await digest(tree)
    path = folder / _FILE
    if path.is_file() and path.read_text("ascii", errors="replace") == registered:
        return
    try:
        await tree.sync()
    except discord.HTTPException as error:
        log.warning("Discord did not take the slash commands (%s); all else works, a restart tries again", error)
        return
    path.write_text(registered, "ascii")
    log.info("Registered %d slash commands with Discord", len(tree.get_commands()))


async def digest(tree: app_commands.CommandTree[discord.Client]) -> str:
    """Return a hash of all that Discord would be told, in every language."""
    payload = [await _described(command, tree) for command in tree.get_commands()]
    described = json.dumps([tree.client.application_id, payload], sort_keys=True, default=str)
    return hashlib.sha256(described.encode()).hexdigest()


async def _described(command: Command, tree: app_commands.CommandTree[discord.Client]) -> dict[str, object]:
    translator = tree.translator
    return await command.get_translated_payload(tree, translator) if translator else command.to_dict(tree)
