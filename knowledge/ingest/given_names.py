"""Given names of people, by which a row that names one is told from other words that begin large."""

import re
from functools import cache
from pathlib import Path

NAMES = Path(__file__).with_name("given_names.txt")
"""A line for each language, or of how names of one are written in Latin letters: its code, a colon, and names."""
EASTERN = ("ja", "ko", "zh")
"""Languages in which the family name stands first, with no space, and is what is listed."""


def names_person(row: str) -> bool:
    """Tell a row with a given name among its first two words, or in Chinese, Japanese or Korean a family name first."""
    words = _WORD.findall(row[:MAX_CHARS_OF_NAME])[:2]
    if any(not word[0].islower() and word.casefold() in given_names() for word in words):
        return True
    return (
        bool(words) and bool(_EASTERN.match(words[0])) and any(words[0][:size] in family_names() for size in (1, 2, 3))
    )


@cache
def given_names() -> frozenset[str]:
    """Return all that are listed, in small letters."""
    return frozenset(name.casefold() for code, names in _lines() if code not in EASTERN for name in names)


@cache
def family_names() -> frozenset[str]:
    """Return the family names of languages in which these stand first, in their own script."""
    return frozenset(name for code, names in _lines() if code in EASTERN for name in names)


@cache
def _lines() -> list[tuple[str, list[str]]]:
    lines = (line.partition(":") for line in NAMES.read_text(encoding="utf-8").splitlines())
    return [(code, names.split()) for code, _, names in lines]


MAX_CHARS_OF_NAME = 80
_WORD = re.compile(r"[^\W\d_][\w'’\u0900-\u0dff\u0e00-\u0eff-]*")
_EASTERN = re.compile(r"[\u3400-\u9fff々가-힣]")
