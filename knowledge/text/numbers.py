"""Numbers by their value, however they are written: 1000, 1,000, 1 000, 1.000 and 1 thousand."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import regex
from babel import Locale, UnknownLocaleError

from knowledge.models import Span

_SCALES = {
    "hundred": 1e2, "thousand": 1e3, "million": 1e6, "millions": 1e6, "billion": 1e9, "trillion": 1e12, "bn": 1e9,
    "mil": 1e3, "millón": 1e6, "millones": 1e6, "tausend": 1e3, "millionen": 1e6, "milliarden": 1e9, "milliarde": 1e9,
    "mille": 1e3, "milliard": 1e9, "milliards": 1e9, "천": 1e3, "만": 1e4, "십만": 1e5, "백만": 1e6, "천만": 1e7,
    "억": 1e8, "조": 1e12, "千": 1e3, "千万": 1e7, "万": 1e4, "萬": 1e4, "亿": 1e8, "億": 1e8,
}  # fmt: skip
_GROUPED = r"\d{1,3}(?:(?P<group>[.,’'\u00a0\u202f ])\d{3}(?:(?P=group)\d{3})*)(?!\d)"
_NUMBER = regex.compile(
    rf"(?<![\d.,])(?P<whole>{_GROUPED}|\d{{1,15}})(?:(?P<mark>[.,])(?P<part>\d{{1,15}}))?(?![.,]?\d)"
    rf"(?:[ \u00a0-]?(?P<scale>{'|'.join(sorted(_SCALES, key=len, reverse=True))})(?!\p{{Latin}}))?",
    regex.IGNORECASE,
)
_ONES = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_WORD_VALUES = {
    **{word: float(value) for value, word in enumerate(_ONES)},
    **{word: 10.0 * value for value, word in enumerate(_TENS, start=2)},
    **{"hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12, "dozen": 12.0},
}
_WORD = "|".join(sorted(_WORD_VALUES, key=len, reverse=True))
_WORDED = regex.compile(
    rf"(?<![\p{{L}}\d-])(?:an?[ ](?=(?:hundred|thousand|million|billion|trillion|dozen)\b))?"
    rf"(?:{_WORD})(?:(?:[ -]|,?[ ]and[ ])(?:{_WORD}))*(?![\p{{L}}\d])",
    regex.IGNORECASE,
)
_UNHYPHENATED = regex.compile(r"\p{L}+")


@dataclass(frozen=True, slots=True)
class FoundNumber:
    """A number in a text: where it is, what it comes to, and how exactly that is said."""

    span: Span
    value: float
    step: float
    """The unit of its last digit that is not zero: 1,200 may be rounded to a hundred, 3.5 million to 100,000."""


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


def find_numbers(text: str, language: str) -> Iterator[FoundNumber]:
    """Yield the numbers of a text in order: in digits, with “million” and the like, and in English in words.

    What Korean and Chinese write in parts, such as 3만 5천, is one number.
    """
    found = list(_digit_numbers(text, language))
    if language == "en":
        taken = [each.span for each in found]
        worded = (each for match in _WORDED.finditer(text) if (each := _worded(match)))
        found += [
            each for each in worded if not any(each.span[0] < end and start < each.span[1] for start, end in taken)
        ]
        found.sort(key=lambda each: each.span)
    yield from found


def _digit_numbers(text: str, language: str) -> Iterator[FoundNumber]:
    whole: FoundNumber | None = None
    least = 0.0
    for match in _NUMBER.finditer(text):
        scale = _SCALES[match["scale"].casefold()] if match["scale"] else 1.0
        value = _value(match, language) * scale
        each = FoundNumber(match.span(), value, _step(match[0], value, scale))
        if whole and not text[whole.span[1] : match.start()].strip(" ") and least > value:
            each = FoundNumber((whole.span[0], match.end()), whole.value + value, each.step)
        elif whole:
            yield whole
        whole, least = each, scale if match["scale"] and not match["scale"].isascii() else 0.0
    if whole:
        yield whole


def _step(written: str, value: float, scale: float) -> float:
    """Return the unit of the last digit of a number that is not zero."""
    if not value:
        return scale
    step, rest = scale, value / scale
    while rest % 1 > 1e-9 and step > scale * 1e-9:
        step, rest = step / 10, round(rest * 10, 6)
    while rest >= 10 and not rest % 10:
        step, rest = step * 10, rest / 10
    return step


def _worded(match: "regex.Match[str]") -> FoundNumber | None:
    total = part = 0.0
    words = [word for word in _UNHYPHENATED.findall(match[0].casefold()) if word in _WORD_VALUES]
    for word in words:
        value = _WORD_VALUES[word]
        if value < 100 and word != "dozen":
            part += value
        elif value == 100 or word == "dozen":
            part = (part or 1.0) * value
        else:
            total, part = total + (part or 1.0) * value, 0.0
    value = total + part
    return FoundNumber(match.span(), value, _step("", value, 1.0))
