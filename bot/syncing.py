"""Telling Discord which slash commands there are, only when they have changed."""

import hashlib
import json
import logging
from pathlib import Path

import discord
from discord import app_commands

_FILE = "commands.sha256"

log = logging.getLogger(__name__)


async def sync(tree: app_commands.CommandTree[discord.Client], folder: Path) -> None:
    """Register the commands unless the same ones were registered before; `/ask` works once this is done."""
    digest = _digest(tree)
    path = folder / _FILE
    if path.is_file() and path.read_text("ascii", errors="replace") == digest:
        return
    try:
        await tree.sync()
    except discord.HTTPException as error:
        log.warning("Discord did not take the slash commands (%s); all else works, a restart tries again", error)
        return
    path.write_text(digest, "ascii")
    log.info("Registered %d slash commands with Discord", len(tree.get_commands()))


def _digest(tree: app_commands.CommandTree[discord.Client]) -> str:
    payload = [command.to_dict(tree) for command in tree.get_commands()]
    described = json.dumps([tree.client.application_id, payload], sort_keys=True, default=str)
    return hashlib.sha256(described.encode()).hexdigest()
