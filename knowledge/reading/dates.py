"""Lines that say when an article was published → a day, or a moment with its zone."""

import re
from datetime import date, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

from dateparser import DateDataParser

MAX_LINE = 120
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


def published(text: str, *, publisher_zone: tzinfo | None = None) -> date | None:
    """Return the day or the moment that the text gives, and nothing else; None if it is no date.

    A time is told by the zone in the text, else by the publisher's, else only the day is kept.
    """
    text = text.strip()
    if not text or len(text) > MAX_LINE or not _YEAR.search(text):
        return None
    iso = _iso(text)
    if iso is None:
        return _spoken(text, publisher_zone)
    return placed(iso, publisher_zone) if _is_moment(text) else iso.date()


def _is_moment(text: str) -> bool:
    return bool(_TIME.search(text))


def _iso(text: str) -> datetime | None:
    if not re.match(r"\d{4}-\d\d-\d\d", text):
        return None
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def placed(moment: datetime, zone: tzinfo | None) -> date:
    """Return the moment with its zone, else with that given, else only its day."""
    if moment.tzinfo is not None:
        return moment
    return moment.replace(tzinfo=zone) if zone else moment.date()


def _spoken(text: str, publisher_zone: tzinfo | None) -> date | None:
    bare, zone = _without_zone(text)
    moment = _parsed(_spelled(bare), zone or publisher_zone)
    if moment is None:
        return None
    return placed(moment, zone or publisher_zone) if _is_moment(bare) else moment.date()


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
