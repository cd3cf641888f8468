"""Numbers by their value, however they are written: 1000, 1,000, 1 000, 1.000 and 1 thousand."""

from functools import cache

import regex
from babel import Locale, UnknownLocaleError

_SCALES = {
    "hundred": 1e2, "thousand": 1e3, "million": 1e6, "millions": 1e6, "billion": 1e9, "trillion": 1e12, "bn": 1e9,
    "mil": 1e3, "millón": 1e6, "millones": 1e6, "tausend": 1e3, "millionen": 1e6, "milliarden": 1e9, "milliarde": 1e9,
    "mille": 1e3, "milliard": 1e9, "milliards": 1e9, "천": 1e3, "만": 1e4, "백만": 1e6, "억": 1e8, "조": 1e12,
    "千": 1e3, "万": 1e4, "萬": 1e4, "亿": 1e8, "億": 1e8,
}  # fmt: skip
_GROUPED = r"\d{1,3}(?:(?P<group>[.,’'\u00a0\u202f ])\d{3}(?:(?P=group)\d{3})*)(?!\d)"
_NUMBER = regex.compile(
    rf"(?<![\d.,])(?P<whole>{_GROUPED}|\d{{1,15}})(?:(?P<mark>[.,])(?P<part>\d{{1,15}}))?(?![.,]?\d)"
    rf"(?:[ \u00a0-]?(?P<scale>{'|'.join(sorted(_SCALES, key=len, reverse=True))})(?!\p{{Latin}}))?",
    regex.IGNORECASE,
)


def values(text: str, language: str) -> frozenset[float]:
    """Return the value of each number in a text, and of a number before “million” and the like that of both."""
    found: set[float] = set()
    for match in _NUMBER.finditer(text):
        value = _value(match, language)
        found.add(value * _SCALES[match["scale"].casefold()] if match["scale"] else value)
    return frozenset(found)


def _value(match: "regex.Match[str]", language: str) -> float:
    whole, group = match["whole"], match["group"]
    if group == _decimal_mark(language) and whole.count(group) == 1 and not match["part"]:
        return float(whole.replace(group, "."))
    digits = "".join(filter(str.isdigit, whole))
    return float(f"{digits}.{match['part'] or 0}")


@cache
def _decimal_mark(language: str) -> str:
    try:
        return str(Locale.parse(language or "en").number_symbols["latn"]["decimal"])
    except (UnknownLocaleError, ValueError, KeyError):
        return "."
