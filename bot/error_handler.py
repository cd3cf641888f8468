"""The one place where an error becomes a reply.

KnowledgeError                 its own sentence
wrong use of a command         how it is used
a command that does not exist  what was likely meant; silence in a server when nothing comes near
no permission, too fast        what is missing
the store, and anything else   a fixed sentence with an id; the whole trace is in the log under that id
"""

import logging

import aiohttp
import discord
from discord import app_commands
from discord.ext import commands

from bot import i18n, responses
from bot import log as logs
from bot.i18n import gettext as _
from bot.responses import Context, Target
from bot.text import formatting, messages, parsing
from knowledge import KnowledgeError, StoreUnavailable
from knowledge.answers import question_too_long

SHUT_OUT = "too many requests came from this machine's address, and nothing gets through from it for a while"

log = logging.getLogger(__name__)


def is_shut_out(error: Exception) -> bool:
    """Tell whether what stands before Discord lets nothing through; discord.py itself waits out its own limits."""
    return isinstance(error, discord.HTTPException) and error.status == 429


async def handle_error(where: Target, error: Exception) -> None:
    """Reply to the person who caused the error with one sentence; never raises because of Discord."""
    cause = _cause(error)
    sentence = _expected(where, cause)
    if sentence is None:
        sentence = logs.log_unexpected(cause, where.command.qualified_name if where.command else "no command")
    if sentence:
        await send_error(where, sentence)


async def send_error(where: Target, sentence: str) -> None:
    """Reply with one sentence; never raises because of Discord."""
    try:
        await responses.send_text(where, sentence)
    except (discord.HTTPException, aiohttp.ClientError, OSError) as failure:
        log.warning("Could not reply with a sentence: %s", failure)
        log.debug("It was: %s", sentence)


def _cause(error: Exception) -> Exception:
    """Return the error that a command's own code raised, without discord.py's wrappers."""
    while isinstance(
        error, commands.CommandInvokeError | commands.HybridCommandError | app_commands.CommandInvokeError
    ):
        error = error.original
    return error


def _expected(where: Target, error: Exception) -> str | None:
    """Return the sentence for an expected error, empty if silence is right, None for any other error."""
    match error:
        case StoreUnavailable():
            # Its message is for the operator, and names a folder of the operator's machine.
            return None
        case KnowledgeError():
            return formatting.error_text(error)
        case discord.NotFound(code=logs.UNKNOWN_INTERACTION):
            # Discord has said so already where it was pressed.
            log.warning("Too late for the first response to an interaction")
            return ""
        case discord.HTTPException() if is_shut_out(error):
            log.warning("Could not reply: %s", SHUT_OUT)
            return ""
        case commands.CommandNotFound():
            return _mistyped(where) if isinstance(where, commands.Context) else _command_changed()
        case app_commands.CommandNotFound() | app_commands.CommandSignatureMismatch():
            return _command_changed()
        case commands.UserInputError() | app_commands.TransformerError():
            return _wrong_use(where, error)
        case commands.CommandOnCooldown() | app_commands.CommandOnCooldown():
            return _("Slow down a little: try again in {seconds}.").format(
                seconds=formatting.seconds(max(1, round(error.retry_after)))
            )
        case commands.CheckFailure() | app_commands.CheckFailure():
            return _failed_check(error)
    return None


def _wrong_use(where: Target, error: commands.UserInputError | app_commands.TransformerError) -> str:
    """Return the sentence for what was written after a command."""
    match error:
        case commands.RangeError(value=str(question)):
            return formatting.error_text(question_too_long(len(question)))
        case commands.MissingRequiredAttachment() if where.command:
            return _("Please attach a file to {command}.").format(
                command=f"{responses.prefix(where)}{where.command.qualified_name}"
            )
        case app_commands.TransformerError(value=app_commands.AppCommandChannel() | app_commands.AppCommandThread()):
            return _("I can't see that channel. Let me view it: channel settings → Permissions.")
    return _usage(where)


def _failed_check(error: commands.CheckFailure | app_commands.CheckFailure) -> str:
    """Return the sentence for a command that this person cannot use, or cannot use here."""
    match error:
        case commands.NoPrivateMessage() | app_commands.NoPrivateMessage():
            return _("This command only works on a server, not in direct messages.")
        case commands.MissingPermissions(missing_permissions=["manage_guild"]):
            return _("This command is for people with the “Manage Server” permission.")
        case commands.MissingPermissions(missing_permissions=["administrator"]):
            return _("This command is for the server's owner and administrators.")
    return _("You can't use this command here.")


def _command_changed() -> str:
    return _("This command has changed. Reload Discord (close and open the app, or Ctrl+R), then try again.")


def _usage(where: Target) -> str:
    command = where.command
    if not isinstance(command, commands.Command) or command.name == "ask":
        return _("Write your question after the command, e.g. {prefix}ask Who met in Moscow?").format(
            prefix=responses.prefix(where)
        )
    if isinstance(command, commands.Group) and isinstance(where, commands.Context):
        return _("There's no {command} {word}. After {command} comes one of these: {names}.").format(
            command=f"{responses.prefix(where)}{command.qualified_name}",
            word="".join(where.view.buffer[where.view.index :].split()[:1]),
            names=", ".join(sorted(i18n.localized_name(each.name) for each in command.commands)),
        )
    return _("Use that command like this: {usage}").format(
        usage=f"{responses.prefix(where)}{command.qualified_name} {command.signature}".strip()
    )


def _mistyped(ctx: Context) -> str:
    # One-letter names are too close to other bots' short commands.
    names = [name for name in ctx.bot.all_commands if len(name) > 1]
    meant = parsing.closest_command(ctx.invoked_with or "", names)
    return messages.no_such_command(responses.prefix(ctx), meant) if meant or not ctx.guild else ""
