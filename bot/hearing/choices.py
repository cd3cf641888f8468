"""What is offered while someone types, within Discord's limits."""

from collections.abc import Iterable
from itertools import islice

from discord import app_commands

from bot.drawing import escape, limits

Choices = list[app_commands.Choice[str]]


def of(texts: Iterable[str]) -> Choices:
    """Offer the first of these texts, each once: harmless, and cut where too long."""
    shown = dict.fromkeys(filter(None, (limits.cut(escape.plain(text), limits.CHOICE) for text in texts)))
    return named((text, text) for text in shown)


def named(pairs: Iterable[tuple[str, str]]) -> Choices:
    """Offer the first of these values, each by its name."""
    return [app_commands.Choice(name=name, value=value) for name, value in islice(pairs, limits.CHOICES)]
