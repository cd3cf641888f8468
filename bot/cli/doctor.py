"""The report of `doctor`: what is wrong on this machine, in the data folder and with Discord, and how to fix it."""

import asyncio
from collections.abc import Iterator

import click
from rich.cells import set_cell_size

from bot.config import Settings
from bot.diagnostics import CheckResult, all_ok, check_installation, subject, verdict
from bot.i18n import gettext as _


def report(settings: Settings) -> bool:
    """Print the results; return whether there are no problems. Without a token Discord is not checked."""
    found = [*check_installation(settings), *_discord(settings)]
    for each in found:
        click.echo(_line(each))
    click.echo(verdict(sum(each.fault for each in found)))
    return all_ok(found)


def _discord(settings: Settings) -> Iterator[CheckResult]:
    if settings.discord_token:
        # Only here, so that the other commands need not wait for discord.py.
        from bot import guild_checks

        token = settings.discord_token.get_secret_value()
        yield from asyncio.run(guild_checks.check_discord(token, user_install=settings.user_install))
    else:
        yield CheckResult(
            "token",
            _("not set, so Footnote runs in the terminal and Discord was not checked"),
            _("To run on Discord, put the bot's token into DISCORD_TOKEN, as described in the README."),
        )


def _line(found: CheckResult) -> str:
    mark = set_cell_size(_("ERROR") if found.fault else _("note") if found.fix else _("ok"), 5)
    return f"{mark} {subject(found.what)}: {found.said}" + (f"\n      → {found.fix}" if found.fix else "")
