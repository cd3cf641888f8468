"""Lines that say when an article was published → a day, or a moment with its zone."""

import re
from calendar import monthrange
from datetime import date, datetime, time, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

import regex
from dateparser import DateDataParser

MAX_DATE_CHARS = 120
"""Longest line, in characters, that is taken for a date."""

_LANGUAGES = ["en", "ko", "fr", "de", "es", "it", "pt", "nl", "ru", "ja", "zh"]
_ABBREVIATIONS = {
    "KST": "Asia/Seoul", "JST": "Asia/Tokyo", "HKT": "Asia/Hong_Kong", "SGT": "Asia/Singapore", "IST": "Asia/Kolkata",
    "GMT": "UTC", "UTC": "UTC", "Z": "UTC", "BST": "Europe/London", "WET": "Europe/Lisbon", "CET": "Europe/Paris",
    "CEST": "Europe/Paris", "MEZ": "Europe/Berlin", "MESZ": "Europe/Berlin", "EET": "Europe/Athens",
    "EEST": "Europe/Athens", "MSK": "Europe/Moscow", "ET": "America/New_York", "EST": "America/New_York",
    "EDT": "America/New_York", "CT": "America/Chicago", "CST": "America/Chicago", "CDT": "America/Chicago",
    "MT": "America/Denver", "MST": "America/Denver", "MDT": "America/Denver", "PT": "America/Los_Angeles",
    "PST": "America/Los_Angeles", "PDT": "America/Los_Angeles", "AEST": "Australia/Sydney", "AEDT": "Australia/Sydney",
}  # fmt: skip
_OFFSET = re.compile(r"(?:\b(?:GMT|UTC)\s?)?(?<=[\d\sTC])([+-])(\d{1,2}):?(\d{2})?\)?$")
_ZONE = re.compile(rf"[\s(\[\d](?P<zone>{'|'.join(_ABBREVIATIONS)})\b[)\]]?(?! \w)")
_YEAR = re.compile(r"(?<!\d)(?:1[89]|20)\d\d(?!\d)")
_TIME = re.compile(
    r"\d\s?[:hH]\s?\d\d|(?<![\d.])\d{1,2}\.\d\d(?!\d|\.\s?\d)|\d시|\d\s?[ap]\.?m\b|"
    r"\d\s?(?:Uhr|时|時|ч)",
    re.IGNORECASE,
)


def parse_date(text: str, *, publisher_zone: tzinfo | None = None) -> date | None:
    """Return the day or the moment that the text gives, and nothing else; None if it is no date.

    A time is told by the zone in the text, else by the publisher's, else only the day is kept.
    """
    text = text.strip()
    if not text or len(text) > MAX_DATE_CHARS or not _YEAR.search(text):
        return None
    iso = _iso(text)
    if iso is None:
        return _spoken(text, publisher_zone)
    return with_zone(iso, publisher_zone) if _is_moment(text) else iso.date()


def _is_moment(text: str) -> bool:
    return bool(_TIME.search(text))


def _iso(text: str) -> datetime | None:
    if not re.match(r"\d{4}-\d\d-\d\d", text):
        return None
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def with_zone(moment: datetime, zone: tzinfo | None) -> date:
    """Return the moment with its zone, else with that given, else only its day."""
    if moment.tzinfo is not None:
        return moment
    return moment.replace(tzinfo=zone) if zone else moment.date()


def _spoken(text: str, publisher_zone: tzinfo | None) -> date | None:
    bare, zone = _without_zone(text)
    moment = _parsed(_spelled(bare), zone or publisher_zone)
    if moment is None:
        return None
    return with_zone(moment, zone or publisher_zone) if _is_moment(bare) else moment.date()


def _without_zone(text: str) -> tuple[str, tzinfo | None]:
    if offset := _OFFSET.search(text):
        minutes = int(offset[2]) * 60 + int(offset[3] or 0)
        if minutes < 24 * 60 and _is_moment(text[: offset.start()]):
            zone = timezone(timedelta(minutes=minutes if offset[1] == "+" else -minutes))
            return text[: offset.start()].rstrip(" (["), zone
    if name := _ZONE.search(text):
        return text[: name.start("zone")].rstrip(" ([") + text[name.end() :], ZoneInfo(_ABBREVIATIONS[name["zone"]])
    return text, None


# Spellings that the parser does not know, as regular expressions and what it does know.
_SPELLINGS = (
    (re.compile(r"(\d)\s?[hH]\s?(\d\d)(?!\d)"), r"\1:\2"),
    (re.compile(r"(?<=\d)\.(?=\d\d(?:\s?(?:Uhr|[ap]\.?m\.?))?$)(?<!\d\d\d\d\.)(?<!\d\.\d\d\.)", re.IGNORECASE), ":"),
    (re.compile(r"\s?\bUhr\b"), ""),
    (re.compile(r"\b([ap])\.\s?m\b\.?", re.IGNORECASE), r"\1m"),
    (re.compile(r"\s+[-–—|/•·@]\s+|\s*[|•·]\s*"), " "),
    (re.compile(r"\bSept\b\.?"), "Sep"),
    (re.compile(r"[\[\]()]"), " "),
    (re.compile(r"(?<=\d)\.(?=\s\d{1,2}(?:\.|:))"), "."),
)


def _spelled(text: str) -> str:
    for pattern, spelling in _SPELLINGS:
        text = pattern.sub(spelling, text)
    return " ".join(text.split()).strip(" ,;:.-")


def _parsed(text: str, zone: tzinfo | None) -> datetime | None:
    order = "DMY" if _is_day_first(text, zone) else "MDY"
    settings = {"STRICT_PARSING": True, "PARSERS": ["absolute-time"], "DATE_ORDER": order, "NORMALIZE": True}
    parser = DateDataParser(languages=_LANGUAGES, settings=settings, use_given_order=False)
    try:
        moment: datetime | None = parser.get_date_data(text).date_obj
    except (ValueError, OverflowError, RecursionError):
        return None
    return moment.replace(tzinfo=None) if moment else None


def _is_day_first(text: str, zone: tzinfo | None) -> bool:
    if re.match(r"\d{1,2}\.\d{1,2}\.\d{4}", text):
        return True
    return isinstance(zone, ZoneInfo) and not zone.key.startswith(("America/", "UTC"))


MAX_RANGE_CHARS = 40
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

_days_LANGUAGES = ["en", "ko", "es", "fr", "de", "it", "pt", "nl", "ru", "ja", "zh"]
_MONTHS = {"month": 1, "quarter": 3, "year": 12}
_SPANISH = ("un", "dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve", "diez")
# Spellings that the parser does not know, and what it does know.
_days_SPELLINGS = (
    *((regex.compile(rf"(?<=^hace ){word}\b"), str(number)) for number, word in enumerate(_SPANISH, 1)),
    (regex.compile(r"^(?:the )?(?:last|past) (?=week|month|year)"), "last "),
    (regex.compile(r"^지난\s?(?=[주달])"), "지난"),
    (regex.compile(r"^지난\s?해$"), "작년"),
    (regex.compile(r"^이번\s?(?=[주달])"), "이번 "),
    (regex.compile(r"^그저께$"), "2일 전"),
)


def parse_date_range(text: str, today: date) -> Days | None:
    """Return the days that a text means, seen from today; None if it is no date or could be two.

    A week runs from Monday to Sunday. Numbers alone are read year first, or day first where they are parted by dots
    or cannot be read otherwise: “10/11/2018” is two days. What names no year is the latest one that has come.
    """
    text = " ".join(text.split())
    if len(text) > MAX_RANGE_CHARS:
        return None
    if numbers := _NUMBERS.fullmatch(text):
        return _numbered(*(int(group) for group in numbers.groups() if group))
    if recent := _RECENT.fullmatch(text):
        since = parse_date_range(f"{recent[1]} {recent[2]} ago", today)
        return since and (since[0], today)
    if numbers := _DAY_MONTH_YEAR.fullmatch(text):
        return _ordered(int(numbers[1]), int(numbers[3]), int(numbers[4]), by_dots=numbers[2] == ".")
    if numbers := _MONTH_YEAR.fullmatch(text):
        return _numbered(int(numbers[2]), int(numbers[1]))
    return _days_spoken(text, today) if _SPOKEN.search(text) and not _GUESSED.search(text) else None


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


def _days_spoken(text: str, today: date) -> Days | None:
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
        parser = DateDataParser(languages=_days_LANGUAGES, settings=settings, use_given_order=True)
        found = parser.get_date_data(_known(text))
        return _period(found.date_obj.date(), found.period) if found.date_obj else None
    except (ValueError, OverflowError, RecursionError):
        return None


def _known(text: str) -> str:
    text = text.casefold()
    for pattern, spelling in _days_SPELLINGS:
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
