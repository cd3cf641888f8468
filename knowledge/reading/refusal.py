"""How a refusal names what it refuses."""

import re

from knowledge.errors import UnreadableArticle

SHOWN = 120
"""Longest name shown, in characters."""

_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")


def shown(name: str) -> str:
    """Return a name safe to show: what cannot be seen in it is escaped, the middle of a long one is cut."""
    name = _UNSEEN.sub(lambda match: ascii(match.group())[1:-1], name)
    return name if len(name) <= SHOWN else f"{name[: SHOWN // 2]}…{name[-SHOWN // 2 :]}"


def refusal(name: str, fault: str) -> UnreadableArticle:
    """Return the refusal of a file or a line; `fault` says what is wrong and what to do."""
    return UnreadableArticle(f"{shown(name)}: {fault}")
