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

from bot import log as logs
from bot import responses
from bot.phrases import faults
from bot.phrases.told import told
from bot.responses import Context, Target
from bot.text import parsing
from knowledge import MAX_QUESTION_CHARS, KnowledgeError, StoreUnavailable

log = logging.getLogger(__name__)


async def handle_error(where: Target, error: Exception) -> None:
    """Reply to whoever caused the error with one sentence; never raises on Discord's account."""
    cause = _cause(error)
    sentence = _expected(where, cause)
    if sentence is None:
        sentence = logs.log_unexpected(cause, where.command.qualified_name if where.command else "no command")
    if sentence:
        await send_error(where, sentence)


async def send_error(where: Target, sentence: str) -> None:
    """Reply with one sentence; never raises on Discord's account."""
    try:
        await responses.send_text(where, sentence)
    except (discord.HTTPException, aiohttp.ClientError, OSError) as failure:
        log.warning("Could not say “%s”: %s", sentence, failure)


def _cause(error: Exception) -> Exception:
    """Return what a command's own code raised, freed of the wrappings of discord.py."""
    while isinstance(
        error, commands.CommandInvokeError | commands.HybridCommandError | app_commands.CommandInvokeError
    ):
        error = error.original
    return error


def _expected(where: Target, error: Exception) -> str | None:
    """Return the sentence for an error that can happen, empty where silence is right, None for any other."""
    match error:
        case StoreUnavailable():
            # What it tells is for the operator, and names a folder of the operator's machine.
            return None
        case KnowledgeError():
            return told(error)
        case commands.CommandNotFound():
            return _mistyped(where) if isinstance(where, commands.Context) else faults.changed()
        case app_commands.CommandNotFound() | app_commands.CommandSignatureMismatch():
            return faults.changed()
        case commands.RangeError(value=str(question)):
            return faults.too_long(len(question), MAX_QUESTION_CHARS)
        case commands.MissingRequiredAttachment() if where.command:
            return faults.no_file(f"{responses.prefix(where)}{where.command.qualified_name}")
        case commands.UserInputError():
            return _usage(where)
        case commands.CommandOnCooldown() | app_commands.CommandOnCooldown():
            return faults.too_fast(error.retry_after)
        case commands.NoPrivateMessage() | app_commands.NoPrivateMessage():
            return faults.in_servers_only()
        case commands.MissingPermissions(missing_permissions=["manage_guild"]):
            return faults.managers_only()
        case commands.MissingPermissions(missing_permissions=["administrator"]):
            return faults.administrators_only()
        case commands.CheckFailure() | app_commands.CheckFailure():
            return faults.not_allowed()
    return None


def _usage(where: Target) -> str:
    """Say how the command is used that was used wrongly."""
    command = where.command
    if not isinstance(command, commands.Command) or command.name == "ask":
        return faults.how_to_ask(responses.prefix(where))
    return faults.how_to_use(f"{responses.prefix(where)}{command.qualified_name} {command.signature}".strip())


def _mistyped(ctx: Context) -> str:
    # A name of one letter is near to every other bot's short commands.
    names = [name for name in ctx.bot.all_commands if len(name) > 1]
    meant = parsing.closest_command(ctx.invoked_with or "", names)
    return faults.no_such_command(responses.prefix(ctx), meant) if meant or not ctx.guild else ""
