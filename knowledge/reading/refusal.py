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


def refusal(name: str, fault: UnreadableArticle) -> UnreadableArticle:
    """Return the refusal of a file; the fault says what is wrong and what to do."""
    return UnreadableArticle("{name}: {fault}", name=shown(name), fault=fault.bare())


def refused_line(name: str, line: int, fault: UnreadableArticle) -> UnreadableArticle:
    """Return the refusal of one line of a file."""
    return UnreadableArticle("{name}, line {line}: {fault}", name=shown(name), line=line, fault=fault.bare())


def refused_item(name: str, item: int, fault: UnreadableArticle) -> UnreadableArticle:
    """Return the refusal of one article in a list of them."""
    return UnreadableArticle("{name}, article {item}: {fault}", name=shown(name), item=item, fault=fault.bare())
