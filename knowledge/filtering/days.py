"""The days that a person means by a date, a month, a year or words such as “last week”."""

from calendar import monthrange
from datetime import date, datetime, time, timedelta

import regex

MAX_LENGTH = 40
"""Longest words, in characters, that are taken for a date."""

Days = tuple[date, date]
"""The first and the last day meant."""

_NUMBERS = regex.compile(
    r"(\d{4})(?:\s*[-/.년年]\s*(?:(\d{1,2})(?:\s*[-/.월月]\s*(?:(\d{1,2})\s*[.일日号號]?(?:T.*)?)?)?)?)?|(\d{4})(\d\d)(\d\d)"
)
_DAY_MONTH_YEAR = regex.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4})")
_MONTH_YEAR = regex.compile(r"(\d{1,2})[-/.](\d{4})")
# What the parser of natural dates takes for the time of day, for seconds or for numbers in an order that it guesses.
_GUESSED = regex.compile(r"\d\s*:\s*\d|\d\s*s\b|\d[-/.]\d|\b\d\d?\s+\d\d?\b", regex.IGNORECASE)
_RECENT = regex.compile(r"(?:the )?(?:last|past) (\d+|two|three|four|five|six|seven|ten) (\p{L}+)", regex.IGNORECASE)
_SPOKEN = regex.compile(r"\p{L}{3}|[\p{Han}\p{Hangul}]|\b\d{4}\b")

_LANGUAGES = ["en", "ko", "es", "fr", "de", "it", "pt", "nl", "ru", "ja", "zh"]
_MONTHS = {"month": 1, "quarter": 3, "year": 12}
_SPANISH = ("un", "dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve", "diez")
# Spellings that the parser does not know, and what it does know.
_SPELLINGS = (
    *((regex.compile(rf"(?<=^hace ){word}\b"), str(number)) for number, word in enumerate(_SPANISH, 1)),
    (regex.compile(r"^(?:the )?(?:last|past) (?=week|month|year)"), "last "),
    (regex.compile(r"^지난\s?(?=[주달])"), "지난"),
    (regex.compile(r"^지난\s?해$"), "작년"),
    (regex.compile(r"^이번\s?(?=[주달])"), "이번 "),
    (regex.compile(r"^그저께$"), "2일 전"),
)


def meant(text: str, today: date) -> Days | None:
    """Return the days that a text means, seen from today; None if it is no date or could be two.

    A week runs from Monday to Sunday. Numbers alone are read year first, or day first where they are parted by dots
    or cannot be read otherwise: “10/11/2018” is two days. What names no year is the latest one that has come.
    """
    text = " ".join(text.split())
    if len(text) > MAX_LENGTH:
        return None
    if numbers := _NUMBERS.fullmatch(text):
        return _numbered(*(int(group) for group in numbers.groups() if group))
    if recent := _RECENT.fullmatch(text):
        since = meant(f"{recent[1]} {recent[2]} ago", today)
        return since and (since[0], today)
    if numbers := _DAY_MONTH_YEAR.fullmatch(text):
        return _ordered(int(numbers[1]), int(numbers[3]), int(numbers[4]), by_dots=numbers[2] == ".")
    if numbers := _MONTH_YEAR.fullmatch(text):
        return _numbered(int(numbers[2]), int(numbers[1]))
    return _spoken(text, today) if _SPOKEN.search(text) and not _GUESSED.search(text) else None


def _numbered(year: int, month: int | None = None, day: int | None = None) -> Days | None:
    try:
        first = date(year, 1 if month is None else month, 1 if day is None else day)
    except ValueError:
        return None
    return _period(first, "year" if month is None else "month" if day is None else "day")


def _ordered(one: int, other: int, year: int, *, by_dots: bool) -> Days | None:
    if by_dots or one > 12 or one == other:
        return _numbered(year, other, one)
    return _numbered(year, one, other) if other > 12 else None


def _spoken(text: str, today: date) -> Days | None:
    # Imported here, as it takes longer to import than a question takes to answer, and few questions hold a date.
    from dateparser import DateDataParser

    settings = {
        "PREFER_DATES_FROM": "past",
        "RELATIVE_BASE": datetime.combine(today, time(12)),
        "PREFER_DAY_OF_MONTH": "first",
        "PREFER_MONTH_OF_YEAR": "first",
        "PARSERS": ["relative-time", "absolute-time"],
    }
    try:
        parser = DateDataParser(languages=_LANGUAGES, settings=settings, use_given_order=True)
        found = parser.get_date_data(_known(text))
        return _period(found.date_obj.date(), found.period) if found.date_obj else None
    except (ValueError, OverflowError, RecursionError):
        return None


def _known(text: str) -> str:
    text = text.casefold()
    for pattern, spelling in _SPELLINGS:
        text = pattern.sub(spelling, text)
    return text


def _period(day: date, period: str) -> Days | None:
    if period == "day":
        return day, day
    if period == "week":
        monday = day - timedelta(days=day.weekday())
        return monday, monday + timedelta(days=6)
    return _months(day, _MONTHS[period]) if period in _MONTHS else None


def _months(day: date, count: int) -> Days:
    first = day.month - (day.month - 1) % count
    last = first + count - 1
    return date(day.year, first, 1), date(day.year, last, monthrange(day.year, last)[1])
