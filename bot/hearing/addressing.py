"""What was said to the bot, and where: plain functions over a message's text and place."""

import difflib
import re
from collections.abc import Iterable

from bot.drawing import limits
from bot.hearing import meant

_MARKUP = re.compile(r"<(?:@[!&]?\d+|#\d+|a?:\w+:\d+|/[^:<>]+:\d+|t:-?\d+(?::\w)?|id:\w+)>")


def question(text: str) -> str:
    """Return a question without mentions, emoji and other Discord markup, whose ids mean nothing in an article."""
    return " ".join(_MARKUP.sub(" ", text).split())


def without_mention(text: str, me: int) -> str | None:
    """Return the text without the mentions of the bot itself, or None where there are none."""
    spoken, times = re.subn(rf"<@!?{me}>", " ", text)
    return spoken.strip() if times else None


def likely(name: str, commands: Iterable[str]) -> str | None:
    """Return the command that a mistyped name was meant to be."""
    return next(iter(difflib.get_close_matches(name.casefold(), commands, n=1, cutoff=0.6)), None)


def asked_by(text: str, prefix: str, longest: int) -> str:
    """Return what to look for on account of someone else's message: its words, or the question that it put to us."""
    words = question(text).removeprefix(prefix).strip()
    name, rest = meant.command(words)
    words = rest if name == "ask" else words
    return words[: limits.boundary(words, longest)]
