"""What may be meant by a question that is still being typed."""

import unicodedata
from collections.abc import Iterable
from functools import lru_cache

TITLES = 5_000
"""How many headlines are looked through."""
MOST = 25
LONGEST = 100
"""Characters of the longest suggestion."""


def suggestions(typed: str, texts: Iterable[str]) -> list[str]:
    """Return the texts that hold each typed word or its beginning, those that begin with it all first.

    Otherwise the order stays. Case, accents and unfinished syllables do not count.
    """
    sought = _folded(typed)
    words = sought.split()
    found = [(text, folded) for text, folded in _distinct(texts) if all(_holds(folded, word) for word in words)]
    found.sort(key=lambda pair: not pair[1].startswith(sought))
    return [text for text, _ in found[:MOST]]


def _distinct(texts: Iterable[str]) -> Iterable[tuple[str, str]]:
    seen: dict[str, str] = {}
    for text in texts:
        seen.setdefault(_folded(text), text)
    return [(text, folded) for folded, text in seen.items()]


def _holds(folded: str, word: str) -> bool:
    """Tell whether a word begins with this one; where words are not parted by spaces, it may stand anywhere."""
    return f" {word}" in f" {folded}" or (not word.isascii() and word in folded)


@lru_cache(maxsize=1 << 14)
def _folded(text: str) -> str:
    """Return the words without case, accents and marks; Korean syllables in the letters that they are typed by."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    kept = (character if character.isalnum() else " " for character in apart if not unicodedata.combining(character))
    return " ".join("".join(kept).split())
