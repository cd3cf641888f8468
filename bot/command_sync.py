"""Telling Discord which slash commands there are, only when they have changed."""

import hashlib
import json
import logging
from contextlib import suppress
from pathlib import Path
from typing import Any

import discord
from discord import Locale, app_commands

from bot import i18n
from knowledge.files import atomic_write_text

_FILE = "commands.sha256"

AppCommand = app_commands.Command[Any, ..., Any] | app_commands.Group | app_commands.ContextMenu

log = logging.getLogger(__name__)


async def sync(tree: app_commands.CommandTree[discord.Client], folder: Path) -> None:
    """Register the commands unless the same ones were registered before; `/ask` works once this is done."""
    registered = await command_digest(tree)
    path = folder / _FILE
    with suppress(OSError):
        if path.read_text("ascii", errors="replace") == registered:
            return
    try:
        await tree.sync()
    except discord.HTTPException as error:
        log.warning(
            "Discord did not accept the slash commands (%s); everything else works, and a restart retries", error
        )
        return
    try:
        with atomic_write_text(path) as out:
            out.write(registered)
    except OSError as error:
        log.warning("Could not note which slash commands are registered (%s); the next start does so again", error)
    log.info("Registered %d slash commands with Discord", len(tree.get_commands()))


async def command_digest(tree: app_commands.CommandTree[discord.Client]) -> str:
    """Return a hash of everything that would be sent to Discord, in every language."""
    payload = [await _described(command, tree) for command in tree.get_commands()]
    described = json.dumps([tree.client.application_id, payload], sort_keys=True, default=str)
    return hashlib.sha256(described.encode()).hexdigest()


async def _described(command: AppCommand, tree: app_commands.CommandTree[discord.Client]) -> dict[str, object]:
    translator = tree.translator
    return await command.get_translated_payload(tree, translator) if translator else command.to_dict(tree)


_NAMES = (
    app_commands.TranslationContextLocation.command_name,
    app_commands.TranslationContextLocation.group_name,
    app_commands.TranslationContextLocation.parameter_name,
)


class CommandTranslator(app_commands.Translator):
    """Finds the texts of commands in the catalogues that replies come from."""

    async def translate(
        self, string: app_commands.locale_str, locale: Locale, context: app_commands.TranslationContextTypes
    ) -> str | None:
        language = i18n.match_locale(locale.value)
        if language in (None, i18n.SOURCE):
            return None
        with i18n.use_language(language):
            said = (i18n.localized_name if is_command_name(context) else i18n.gettext)(string.message)
        return said if said != string.message else None


def is_command_name(context: app_commands.TranslationContextTypes) -> bool:
    """Tell whether a text is the name of a command or of an option; the name of a menu's entry is free text."""
    return context.location in _NAMES and not isinstance(context.data, app_commands.ContextMenu)
