"""What is offered while someone types, within Discord's limits."""

from collections.abc import Iterable
from itertools import islice

from discord import app_commands

from bot import escape, limits

MOST = 25


def of(texts: Iterable[str]) -> list[app_commands.Choice[str]]:
    """Offer the first of these texts, each once: harmless, and cut where too long."""
    shown = dict.fromkeys(filter(None, (limits.cut(escape.plain(text), limits.CHOICE) for text in texts)))
    return [app_commands.Choice(name=text, value=text) for text in islice(shown, MOST)]
