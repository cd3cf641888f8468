"""Given names of people, by which a row that names one is told from other words that begin large."""

import re
from functools import cache
from pathlib import Path

NAMES = Path(__file__).with_name("given_names.txt")
"""A line for each language, or of how names of one are written in Latin letters: its code, a colon, and names."""
EASTERN = ("ja", "ko", "zh")
"""Languages in which the family name stands first, with no space, and is what is listed."""


def names_person(row: str) -> bool:
    """Tell a row with a given name, written large, as its first or second word before another that can be of a name.

    In Chinese, Japanese and Korean, one that begins with a name as long as people have there.
    """
    words = _WORD.findall(row[:MAX_CHARS_OF_NAME])[:3]
    for word, after in zip(words[:2], [*words[1:], ""], strict=False):
        is_amid = not after or not after[0].islower() or after.casefold() in _PARTICLES
        if is_amid and not word[0].islower() and word.casefold() in given_names():
            return True
    return bool(words) and _is_eastern_name(words[0], "".join(words[1:2]))


def _is_eastern_name(word: str, after: str) -> bool:
    if _HANGUL.fullmatch(word):
        sizes = {3: (1, 2), 4: (2,)}.get(len(word), ())
        return any(word[:size] in family_names() for size in sizes)
    if not _HAN.match(word):
        return False
    if len(word) <= MAX_FAMILY_CHARS and word in family_names() and _HAN.match(after):
        return True
    longest = MAX_NAME_CHARS if len(word) > 1 and word[:2] in family_names() else MAX_CHINESE_NAME_CHARS
    return 1 < len(word) <= longest and any(word[:size] in family_names() for size in (1, 2, 3))


_PARTICLES = frozenset(
    (
        "van",
        "von",
        "de",
        "del",
        "della",
        "di",
        "da",
        "dos",
        "das",
        "du",
        "le",
        "la",
        "bin",
        "bint",
        "al",
        "el",
        "af",
        "av",
    )
)
_HANGUL, _HAN = re.compile(r"[가-힣]+"), re.compile(r"[\u3400-\u9fff々]")
MAX_FAMILY_CHARS, MAX_NAME_CHARS, MAX_CHINESE_NAME_CHARS = 3, 6, 3


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
