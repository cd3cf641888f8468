"""What is said where something goes wrong, or is not allowed."""

from bot.i18n import gettext as _
from bot.phrases import facts


def how_to_ask(prefix: str) -> str:
    """Say how a question is put."""
    return _("Write your question after the command, for example: {prefix}ask Who met in Moscow?").format(prefix=prefix)


def how_to_use(usage: str) -> str:
    """Say how a command is used."""
    return _("That command is used like this: {usage}").format(usage=usage)


def no_file(command: str) -> str:
    """Say that a command needs a file."""
    return _("Please attach a file to {command}.").format(command=command)


def in_servers_only() -> str:
    """Refuse a server's command in a direct message."""
    return _("This command works in a server only, not in a direct message.")


def managers_only() -> str:
    """Refuse a command to someone who may not manage the server."""
    return _("This command is for people with the permission “Manage Server”.")


def administrators_only() -> str:
    """Refuse a command to someone who is no administrator."""
    return _("This command is for the owner of the server and its administrators.")


def no_words() -> str:
    """Say that there is nothing in a message to look for."""
    return _("That message has no words I could look for; choose one with a text of its own.")


def not_allowed() -> str:
    """Refuse a command to someone who lacks a permission."""
    return _("You may not use this command here.")


def changed() -> str:
    """Say that Discord shows a command as it no longer is."""
    return _("This command has changed. Reload Discord (close and open the app, or Ctrl+R), then try again.")


def too_long(length: int, most: int) -> str:
    """Say that a question is too long, and how long it may be."""
    return _("That question has {length} characters; please ask it in at most {most}.").format(
        length=facts.number(length), most=facts.number(most)
    )


def too_fast(seconds: float) -> str:
    """Say how long to wait."""
    return _("That was fast: please try again in {seconds}.").format(seconds=facts.seconds(max(1, round(seconds))))


def no_such_command(prefix: str, meant: str | None) -> str:
    """Answer a mistyped command."""
    if not meant:
        return _("There is no such command. {prefix}help lists them all.").format(prefix=prefix)
    return _("There is no such command; did you mean {prefix}{meant}? {prefix}help lists them all.").format(
        prefix=prefix, meant=meant
    )


def on_command_line(prefix: str, name: str) -> str:
    """Say how a command is run that the terminal's conversation does not have."""
    return _(
        "That is done outside this conversation: leave it with {prefix}quit, then run scripts/run {name} --help"
    ).format(prefix=prefix, name=name)


def on_discord(command: str) -> str:
    """Say that a command is one of Discord's alone."""
    return _("{command} works on Discord only.").format(command=command)


def unexpected(id: str) -> str:
    """Say that something broke, with the id under which the log tells what."""
    return _(
        "Something went wrong on my side. Please try again; if it happens again, tell my operator this id: {id}"
    ).format(id=id)


def elsewhere(place: str, missing: str) -> str:
    """Say why a reply comes as a direct message, with the permission that is missing; the place is as drawn."""
    if not missing:
        return _("Discord does not let me write in {place}, so here is my reply.").format(place=place)
    return _(
        "I lack the permission “{permission}” in {place}, so here is my reply. Someone who manages the server can give "
        "it to me."
    ).format(permission=missing, place=place)
