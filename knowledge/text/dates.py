"""Dates in texts: the day or the moment that a line gives, and the days that a person means.

Article dates are found by patterns and by the names of months in CLDR, in time linear in the line. Only the dates
of questions, relative ones such as “last week” among them, go through dateparser.
"""

import pickle
import re
from calendar import monthrange
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone, tzinfo
from functools import cache, lru_cache
from typing import Literal, NamedTuple
from zoneinfo import ZoneInfo

import regex
from babel import Locale, UnknownLocaleError
from babel.localedata import resolve_locale_filename

MAX_DATE_CHARS = 200
"""Longest line, in characters, in which a date is looked for."""
MAX_TIME_DISTANCE = 40
"""Most characters between a date and its time."""
_MIN_YEAR, MAX_YEAR = 1500, 2199


@dataclass(frozen=True, slots=True)
class DateHints:
    """What is known about a text before its dates are read."""

    language: str = ""
    """A language tag such as `de` or `en-GB`; empty when unknown."""
    zone: tzinfo | None = None
    """The publisher's clock, for times without a zone."""
    day_first: bool | None = None
    """Whether other dates of the same page show that days come before months."""


NO_HINTS = DateHints()


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A date in a text: where it is, with its time, and the day or the moment that it gives."""

    start: int
    end: int
    day: date


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date in running text as far as it is given there; what is left out is 0."""

    start: int
    end: int
    year: int = 0
    month: int = 0
    day: int = 0

    def agrees_with(self, other: "PartialDate") -> bool:
        """Tell whether both can be the same date."""
        pairs = ((self.year, other.year), (self.month, other.month), (self.day, other.day))
        return all(one == another or not (one and another) for one, another in pairs)


# Languages by how many pages are written in them, as some short names of months mean another one elsewhere.
_MONTH_LANGUAGES = (
    "en", "es", "de", "fr", "pt", "it", "ru", "ja", "nl", "pl", "tr", "fa", "zh", "vi", "id", "cs", "ko", "uk", "ar",
    "ar_LB", "ar_MA", "ar_DZ", "el", "he", "sv", "ro", "hu", "th", "da", "fi", "sk", "bg", "sr", "no", "ca", "hi", "lt",
    "hr", "sl", "et", "lv", "ms", "bn", "ta", "ur", "eu", "gl", "sr_Latn", "az", "ka", "hy", "sq", "mk", "be", "kk",
    "sw", "af", "is", "nn",
)  # fmt: skip
_ABBREVIATIONS = {
    "KST": "Asia/Seoul", "JST": "Asia/Tokyo", "HKT": "Asia/Hong_Kong", "SGT": "Asia/Singapore", "IST": "Asia/Kolkata",
    "GMT": "UTC", "UTC": "UTC", "Z": "UTC", "BST": "Europe/London", "WET": "Europe/Lisbon", "CET": "Europe/Paris",
    "CEST": "Europe/Paris", "MEZ": "Europe/Berlin", "MESZ": "Europe/Berlin", "EET": "Europe/Athens",
    "EEST": "Europe/Athens", "MSK": "Europe/Moscow", "ET": "America/New_York", "EST": "America/New_York",
    "EDT": "America/New_York", "CT": "America/Chicago", "CST": "America/Chicago", "CDT": "America/Chicago",
    "MT": "America/Denver", "MST": "America/Denver", "MDT": "America/Denver", "PT": "America/Los_Angeles",
    "PST": "America/Los_Angeles", "PDT": "America/Los_Angeles", "AEST": "Australia/Sydney", "AEDT": "Australia/Sydney",
    **{
        f"{name} {kind}Time": f"America/{city}"
        for name, city in (
            ("Eastern", "New_York"), ("Central", "Chicago"), ("Mountain", "Denver"), ("Pacific", "Los_Angeles"),
        )
        for kind in ("", "Daylight ", "Standard ")
    },
}  # fmt: skip
_ERAS = {"明治": 1867, "大正": 1911, "昭和": 1925, "平成": 1988, "令和": 2018}
_ERA_LETTERS = dict(zip("MTSHR", _ERAS.values(), strict=True))
_ERAS |= dict.fromkeys(("民國", "民国"), 1911)
_BUDDHIST_YEARS = range(2400, 2700)
_SHORT_BUDDHIST, _THAI = 2500 - 543, regex.compile(r"[\u0e00-\u0e7f]")

_HAS_YEAR = regex.compile(
    r"(?<!\d)\d{4}(?!\d)|[年년]|(?:[MTSHR]|明治|大正|昭和|平成|令和)\d{1,2}[./]|[ก-ฮ]\.?\s?\d{2}(?!\d)"
)
_HAS_ASCII_YEAR = re.compile(r"(?<!\d)\d{4}(?!\d)|[MTSHR]\d\d?[./]")
_MAY_HAVE_YEAR = re.compile(r"[\d年년]")
"""Both are much faster in a line that has none."""
_WORD = r"\p{L}[\p{L}\p{M}.'’׳॰]*"
_LEVANTINE = "كانون الثاني|كانون الأول|تشرين الأول|تشرين الثاني"
"""Months of two words, as they are called from Lebanon to Iraq."""
_YEAR = r"(?P<y>\d{4})(?!\d)"
_FORMS = (
    r"(?:(?P<era>明治|大正|昭和|平成|令和|民[國国])\s?)?(?P<y>\d{1,4}|元)\s?[年년]\s?(?P<n>\d{1,2})\s?[月월]\s?(?P<d>\d{1,2})\s?[日일号號]",
    r"(?<![\p{L}\d.])(?P<era>明治|大正|昭和|平成|令和|[MTSHR])\s?(?P<y>\d{1,2})(?P<s>[./])(?P<n>\d{1,2})(?P=s)(?P<d>\d{1,2})(?![\d.])",
    r"(?<![\d.])(?P<y>\d{4})(?P<s>[-/.‑])\s?(?P<n>\d{1,2})(?P=s)\s?(?P<d>\d{1,2})(?!\d)\.?",
    rf"(?<![\d.,:])(?P<a>\d{{1,2}})(?P<s>[-/.‑])\s?(?P<b>\d{{1,2}})(?P=s)\s?{_YEAR}",
    r"(?<![\d.,:])(?P<d>\d{1,2})\s*(?P<m>[\u0e00-\u0e7f.]{3,12})\s*(?P<y>\d{2})(?!\d)",
    rf"(?<![\d.,:])(?P<d>\d{{1,2}})\s+th(?:áng|g\.?)\s+(?P<n>\d{{1,2}}),?(?:\s+năm)?\s+{_YEAR}",
    rf"(?<![\d:])(?P<d>\d{{1,2}})(?:st|nd|rd|th|er|ère|-?a|[.ºª°])?[\s,]*(?:(?:de|del|of|da|di|d[’'])(?:\s|(?<=[’'])))?[-/\s]*"
    rf"(?P<m>{_LEVANTINE}|{_WORD})(?:\s?/\s?{_WORD})?[-\s,./]*(?:(?:de|del|พ\.ศ\.|ค\.ศ\.)\s*)?{_YEAR}",
    rf"(?<![\p{{L}}\p{{M}}])(?P<m>{_WORD})[-\s]*(?<!\d)(?P<d>\d{{1,2}})(?:st|nd|rd|th)?(?:\s*,\s*|\s+(?:of\s+)?){_YEAR}",
    rf"(?<!\d)(?P<y>\d{{4}})[.,]?(?:\s*(?:m\.|г\.|թ\.|gada|[-/]))?\s*(?P<m>{_WORD})[-\s/]*(?P<d>\d{{1,2}})(?!\d)\.?",
    rf"(?<!\d)(?P<y>\d{{4}})\.\s*gada\s+(?P<d>\d{{1,2}})\.\s*(?P<m>{_WORD})",
    r"(?:(?P<era>明治|大正|昭和|平成|令和|民[國国])(?P<y>[一二三四五六七八九十]{1,3}|元)|(?P<y>[〇零○一二三四五六七八九]{4}))年(?P<n>[一二三四五六七八九十]{1,3})月(?P<d>[一二三四五六七八九十]{1,3})日",
)
_CHINESE_DIGITS = str.maketrans("〇零○一二三四五六七八九", "000123456789")
_SOLAR_MONTHS = (
    *("فروردین", "اردیبهشت", "خرداد", "تیر", "مرداد", "شهریور", "مهر", "آبان", "آذر", "دی", "بهمن", "اسفند"),
)
"""The months of Iran, of which the first begins in spring."""
_SOLAR_YEARS = range(1250, 1500)
_SIGNS = (
    re.compile(r"[年년]"),
    re.compile(r"(?:[MTSHR]|明治|大正|昭和|平成|令和)\s?\d"),
    re.compile(r"\d{4}[-/.‑]\s?\d"),
    re.compile(r"\d[-/.‑]\s?\d\d?[-/.‑]\s?\d{4}"),
    re.compile(r"[\u0e00-\u0e7f]"),
    re.compile(r"\d\s+th(?:áng|g)"),
    re.compile(r"\d\W*+[^\W\d_]\D*+\d{4}"),
    re.compile(r"\d(?:st|nd|rd|th)?(?:\s*,\s*|\s+(?:of\s+)?)\d{4}"),
    re.compile(r"\d{4}\W*+(?:[^\W\d_][^\d\s/-]*+[-\s/]*+){1,2}\d"),
    re.compile(r"\d{4}\.\s*gada"),
    re.compile(r"[一二三四五六七八九十]日"),
)
"""What is in a text that has one of the forms; looking for a form takes ten times as long as for its sign."""
_ASCII_SIGNS = (1, 2, 3, 5, 6, 7, 8, 9)
_WITHOUT_YEAR = (0, 1, 4, 10)
"""The forms that need no four digits."""
_MONTH_FIRST, _BETWEEN_MONTH_AND_DAY = 7, "0- \t\n\r\xa0\u202f\u2009"
_MAY_BE_WITHOUT_YEAR = re.compile("|".join(_SIGNS[at].pattern for at in _WITHOUT_YEAR))
_MAY_BE_ASCII_WITHOUT_YEAR = re.compile(r"[MTSHR]\s?\d")
_TIMES = (
    r"(?P<half>오전|오후|上午|下午|午前|午後)?\s?(?<!\d)(?P<h>\d{1,2})\s?[:：h時时시點点]\s?(?P<m>\d{2})(?!\d)[분分]?(?::(?P<s>\d{2})(?:[.,]\d+)?)?"
    r"(?:\s?(?P<ap>[ap])\.?\s?m\b\.?)?",
    r"(?<![\d.:])(?P<h>\d{1,2})\.(?P<m>\d{2})(?!\d|\.\s?\d)\s?(?:Uhr\b|(?P<ap>[ap])\.?\s?m\b\.?|(?=\s?(?:[A-Z]{1,4}\b|[)\]]|$)))",
    r"(?<![\d.:])(?P<h>\d{1,2})\s?(?P<ap>[ap])\.?\s?m\b\.?",
    r"(?P<half>오전|오후|上午|下午|午前|午後)?\s?(?<![\d.:])(?P<h>\d{1,2})\s?(?:Uhr\b|시|時|时)",
)
_DIGIT = re.compile(r"\d")
_TIME_SIGNS = (
    re.compile(r"\d\s?[:：h時时시點点]\s?\d", re.IGNORECASE),
    re.compile(r"\d\.\d{2}"),
    re.compile(r"\d\s?[ap]\.?\s?m", re.IGNORECASE),
    re.compile(r"\d\s?(?:Uhr|[시時时])", re.IGNORECASE),
)
"""What is in a text that has one of them, looked for in a tenth of the time."""
_OFFSET = regex.compile(r"\s?[(\[]?(?:(?:GMT|UTC)\s?)?([+-])(\d{1,2}):?(\d{2})?(?!\d)[)\]]?")
_ZONE = regex.compile(rf"\s?[(\[]?(?P<zone>{'|'.join(_ABBREVIATIONS)})\b[)\]]?(?! \w+ \w)")
_AFTERNOON = frozenset({"오후", "下午", "午後", "p", "P"})
_FORENOON = frozenset({"오전", "上午", "午前", "a", "A"})
_CONNECTING = frozenset(
    (
        *("a", "al", "alle", "am", "at", "au", "à", "às", "d", "da", "das", "de", "del", "den", "der", "di", "dia"),
        *("dne", "dnia", "do", "el", "gg", "h", "hrs", "hs", "il", "kl", "klo", "la", "las", "le", "les", "m", "năm"),
        *("ngày", "o", "ob", "of", "on", "ora", "ore", "os", "r", "the", "uhr", "um", "vom", "zum", "år", "г", "год"),
        *("день", "р", "року", "יום", "feira", "วันที่", "เวลา", "น"),
    )
)


@cache
def _forms() -> tuple["regex.Pattern[str]", ...]:
    """Compile the forms of dates when the first line with a year is read, as they take 30 ms."""
    return tuple(map(regex.compile, _FORMS))


@cache
def _times() -> tuple["regex.Pattern[str]", ...]:
    return tuple(regex.compile(pattern, regex.IGNORECASE) for pattern in _TIMES)


def find_partial_dates(text: str, language: str) -> Iterator[PartialDate]:
    """Yield the dates of running text in order: “March 3”, “3 March 2018”, “in March”, “1998”, 3월 5일.

    Days of the week are none.
    """
    pattern, months = _partial_dates(language)
    for match in pattern.finditer(text):
        month = months[match["m"].casefold().rstrip(".")] if match["m"] else int(match["n"] or 0)
        day = int(match["d"] or 0)
        if month <= 12 and day <= 31:
            yield PartialDate(*match.span(), int(match["y"] or 0), month, day)


@cache
def _partial_dates(language: str) -> "tuple[regex.Pattern[str], dict[str, int]]":
    """Return how dates are written in running text, and the names of the months with their numbers."""
    codes = [code for code in dict.fromkeys((language, "en")) if code in _MONTH_LANGUAGES]
    months = _SPELT_MONTHS | {
        name: n for code in reversed(codes) for name, n in _month_names(code).items() if len(name) > 2
    }
    # English capitalises its months, so that the verbs “may” and “march” are none.
    spelt = sorted((name.title() if language == "en" else name for name in months), key=len, reverse=True)
    month = rf"(?<!\p{{L}})(?P<m>{'|'.join(map(regex.escape, spelt))})(?!\p{{L}})\.?"
    day, year = r"(?<![\d.,:$€£])(?P<d>\d\d?)", r"(?P<y>(?:1[5-9]|20)\d\d)(?![\d%]|[.,]\d|\s?%)"
    return regex.compile(
        rf"{day}(?:st|nd|rd|th|\.|º|er)?\s+(?:of\s+|de\s+)?{month}(?:,?\s+(?:de\s+|del\s+)?{year})?"
        rf"|{month}\s+{day}(?:st|nd|rd|th)?(?![\d%]|[.,:]\d|\s?%)(?:,?\s+{year})?"
        rf"|{month},?\s+(?:of\s+|de\s+|del\s+)?{year}"
        rf"|(?<=\b(?:[Ii]n|[Ss]ince|[Uu]ntil|[Ll]ast|[Ee]n|[Dd]esde)\s){month}"
        r"|(?:(?P<y>\d{4})\s?[年년]\s?)?(?P<n>\d{1,2})\s?[月월](?:\s?(?P<d>\d{1,2})\s?[日일])?"
        r"|(?<!\d)(?P<y>\d{4})[-/.](?P<n>\d\d?)[-/.](?P<d>\d\d?)(?!\d)"
        rf"|(?<![\p{{L}}\d.,$€£¥₩-]){year}\s?[年년]?"
    ), months


_ISO_DAY = re.compile(r"(?:1[7-9]|20)\d\d-\d\d-\d\d")


def iso_day(text: str) -> date | None:
    """Return the day that a text is as most programs write it, which needs no look at what else it could be."""
    if len(text) != 10 or not _ISO_DAY.fullmatch(text):
        return None
    return valid_day(int(text[:4]), int(text[5:7]), int(text[8:]))


def begins_with_iso_day(text: str) -> bool:
    """Tell a date whose language and order nobody need know."""
    return bool(_ISO_DAY.match(text))


def parse_date(text: str, hints: DateHints = NO_HINTS) -> date | None:
    """Return the day or the moment that a text gives, if it gives nothing else; None if it is no date.

    A time is told by the zone in the text, else by the publisher's, else only the day is kept.
    """
    text = text.strip()
    if found := iso_day(text) or plain_date(text, hints):
        return found
    return _only_date(text, hints) if may_have_date(text) and not _UNSURE_DAY.fullmatch(text) else None


_UNSURE_DAY = re.compile(
    r"[0-9]{1,2}([-/])[0-9]{1,2}\1(?:1[5-9]|2[01])[0-9]{2}(?:[ T][0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?)?"
)
"""A date whose order nothing tells where it has not told it in `plain_date`."""


_MONTH_NAME = r"[^\W\d_]{3,14}\.?"
_PLAIN_DAY = re.compile(
    r"(?P<beside>(?:[^\W\d_]{2,12},? ){0,2})(?:"
    r"(?P<year_first>(?P<y>[0-9]{4})(?P<s>[-/.])(?P<n>[0-9]{1,2})(?P=s)(?P<d>[0-9]{1,2})\.?)|"
    r"(?P<by_signs>(?P<sy>[0-9]{4})[년年] ?(?P<sn>[0-9]{1,2})[월月] ?(?P<sd>[0-9]{1,2})[일日])|"
    r"(?P<numbers>(?P<a>[0-9]{1,2})(?P<as>[-/.])(?P<b>[0-9]{1,2})(?P=as)(?P<ay>[0-9]{4}))|"
    r"(?P<day_first>(?P<dd>[0-9]{1,2})(?:st|nd|rd|th|\.)?(?:[ -]| (?:del?|of) )"
    rf"(?P<dm>{_MONTH_NAME})(?:,?[ -]| del? )(?P<dy>[0-9]{{4}}))|"
    rf"(?P<month_first>(?P<mm>{_MONTH_NAME}) (?P<md>[0-9]{{1,2}})(?:st|nd|rd|th)?,? (?P<my>[0-9]{{4}})))"
)
_PLAIN_CLOCK = re.compile(
    r"(?:[T ]|,? at |, )([0-9]{1,2}):([0-9]{2})(?::([0-9]{2})(?:[.,][0-9]+)?)?(?: ?([APap])\.?[Mm]\b\.?)?"
    r"(?:(Z)| ?(?:(GMT|UTC)|([+-])([0-9]{2}):?([0-9]{2})))?"
)
_AMBIGUOUS_MONTHS = frozenset({"lip", "lis", "listopad", "listopada", "srp"})
"""Names of one month in Croatian and of another in Polish or Czech."""


def plain_date(text: str, hints: DateHints) -> date | None:
    """Return the date of a text that is nothing else and is written as most are, in a tenth of the time.

    None for any other text, and where the language, if it is not known, or the order of other dates matters.
    """
    found = _PLAIN_DAY.match(text)
    if not found or not all(map(is_date_word, found["beside"].replace(",", "").split())):
        return None
    day = _plain_day(found, hints)
    if not day or found.end() == len(text):
        return day
    clock = _PLAIN_CLOCK.fullmatch(text, found.end())
    if not clock:
        return None
    hour, half = int(clock[1]), clock[4]
    hour = hour % 12 + 12 if half in _AFTERNOON else hour % 12 if half and hour == 12 else hour
    told = _valid_time(hour, int(clock[2]), int(clock[3] or 0))
    minutes = int(clock[8]) * 60 + int(clock[9]) if clock[7] else 0
    if not told or minutes >= 24 * 60:
        return None
    zone: tzinfo | None = _UTC if clock[5] or clock[6] else None
    zone = _zone_ahead(minutes if clock[7] == "+" else -minutes) if clock[7] else zone
    return with_zone(datetime.combine(day, told, tzinfo=zone), hints.zone)


_UTC = ZoneInfo("UTC")


@lru_cache(maxsize=1 << 8)
def _zone_ahead(minutes: int) -> tzinfo:
    return timezone(timedelta(minutes=minutes))


def _plain_day(found: re.Match[str], hints: DateHints) -> date | None:
    match found.lastgroup:
        case "year_first":
            year, month, day = map(int, found.group("y", "n", "d"))
        case "by_signs":
            year, month, day = map(int, found.group("sy", "sn", "sd"))
        case "numbers":
            year, first, second = map(int, found.group("ay", "a", "b"))
            month, day = second, first
            if first == second or first > 12 or second > 12 or found["as"] == ".":
                month, day = (second, first) if valid_day(year, second, first) else (first, second)
            elif found["beside"] or (is_day_first := _is_day_first(hints)) is None:
                return None
            elif not is_day_first:
                month, day = first, second
        case _:
            name, told, written = found.group(*(("dm", "dd", "dy") if found["dm"] else ("mm", "md", "my")))
            if not hints.language and _key(name) in _AMBIGUOUS_MONTHS:
                return None
            year, month, day = int(written), _month(name, hints.language) or 0, int(told)
    return valid_day(year, month, day) if _MIN_YEAR <= year <= MAX_YEAR else None


@lru_cache(maxsize=1 << 12)
def _only_date(text: str, hints: DateHints) -> date | None:
    """Remember what was read: many articles of one file are of the same days."""
    found = next(iter(find_dates(text, hints)), None)
    if found is None:
        return None
    left = _WORDS.findall(text[: found.start] + " " + text[found.end :])
    return found.day if all(is_date_word(word) for word in left) else None


def is_date_word(word: str) -> bool:
    """Tell a word that may surround a date and says nothing: a weekday, “at”, “Uhr”."""
    if word.casefold() in _CONNECTING or _weekday(word) is not None:
        return True
    return _key(word.removesuffix("ที่")) in _weekday_parts()


def is_weekday(word: str, days: Container[int]) -> bool:
    """Tell the name of one of some weekdays, where 0 is Monday."""
    return any(day in days for day in _weekday(word) or ())


_WORDS = regex.compile(r"[\p{L}\p{M}\u200c]+|\d+")


class _Place(NamedTuple):
    """Where a line may have a date or a time, and its parts by their names."""

    start: int
    end: int
    spans: Mapping[str, tuple[int, int]]

    def parts(self, text: str) -> dict[str, str]:
        return {name: text[start:end] for name, (start, end) in self.spans.items()}


def _place(match: "regex.Match[str]") -> _Place:
    spans = match.regs
    named = {name: spans[at] for name, at in match.re.groupindex.items()}
    return _Place(*spans[0], {name: span for name, span in named.items() if span[0] < span[1]})


def _window(text: str) -> tuple[int, int]:
    """Return from where to where a line may have dates, as far as its years tell that."""
    other = _MAY_BE_ASCII_WITHOUT_YEAR if text.isascii() else _MAY_BE_WITHOUT_YEAR
    if len(text) <= MAX_BEHIND_YEAR or "  " in text or other.search(text):
        return 0, len(text)
    years = list(_FOUR_DIGITS.finditer(text))
    if not years:
        return 0, len(text)
    start = text.rfind(" ", 0, max(years[0].start() - MAX_BEFORE_YEAR, 0)) + 1
    end = text.find(" ", years[-1].start() + MAX_BEHIND_YEAR)
    return start, end if end > 0 else len(text)


def day_of(moment: date) -> date:
    return moment.date() if isinstance(moment, datetime) else moment


_FOUR_DIGITS = re.compile(r"(?<!\d)\d{4}(?!\d)")
MAX_BEFORE_YEAR, MAX_BEHIND_YEAR = 48, 32
"""Most characters of a date before and behind the first digit of its year, with a weekday that may be before it."""


@lru_cache(maxsize=1 << 10)
def _places(text: str) -> Sequence[_Place]:
    """Return where a text may have dates.

    Args:
        text: It has no digit but 0: which they are decides nothing, and the dates of a file look alike.
    """
    found: list[_Place] = []
    for at in _ASCII_SIGNS if text.isascii() else range(len(_SIGNS)):
        if sign := _SIGNS[at].search(text):
            # A form with a year begins with the word in which its sign begins, or with that of the month before.
            before = len(text[: sign.start()].rstrip(_BETWEEN_MONTH_AND_DAY)) if at == _MONTH_FIRST else sign.start()
            start = 0 if at in _WITHOUT_YEAR else text.rfind(" ", 0, before) + 1
            found += map(_place, _forms()[at].finditer(text, start, overlapped=True))
    return found


_SAME_DIGIT = str.maketrans("123456789", "0" * 9)


@lru_cache(maxsize=1 << 10)
def _clocks(text: str, start: int) -> Sequence[_Place]:
    forms = (form for form, sign in zip(_times(), _TIME_SIGNS, strict=True) if sign.search(text, start))
    return [_place(match) for form in forms if (match := form.search(text, start))]


def may_have_date(text: str) -> bool:
    """Tell whether a line is short enough and has a year, without which it has no date in any language."""
    if len(text) > MAX_DATE_CHARS or not _MAY_HAVE_YEAR.search(text):
        return False
    return bool((_HAS_ASCII_YEAR if text.isascii() else _HAS_YEAR).search(text))


def find_dates(text: str, hints: DateHints = NO_HINTS) -> list[FoundDate]:
    """Return the full dates in a line, in order; none for a line over MAX_DATE_CHARS."""
    if not may_have_date(text):
        return []
    text = text.replace("،", ",")
    days: list[tuple[int, int, date]] = []
    first, last = _window(text)
    near = text[first:]
    for place in _places(text[first:last].translate(_SAME_DIGIT)):
        if all(place.end <= start or place.start >= end for start, end, _ in days) and (
            day := _day(place, near, hints)
        ):
            days.append((place.start, place.end, day))
    days = sorted((start + first, end + first, day) for start, end, day in days)
    starts = [*(start for start, _, _ in days[1:]), len(text)]
    dates: list[FoundDate] = []
    for found, after in zip(days, starts, strict=False):
        dates.append(_with_time(text, found, dates[-1].end if dates else 0, after, hints))
    return dates


def with_zone(moment: datetime, zone: tzinfo | None) -> date:
    """Return the moment with its zone, else with that given, else only its day.

    A moment in UTC that is another day by the publisher's clock is told by that clock.
    """
    if moment.tzinfo is None:
        return moment.replace(tzinfo=zone) if zone else moment.date()
    if zone and not moment.utcoffset() and moment.astimezone(zone).date() != moment.date():
        return moment.astimezone(zone)
    return moment


def shows_day_first(text: str) -> bool | None:
    """Tell from the dates at its start that can be read in one way only whether a text puts days before months."""
    if "/" not in text and "-" not in text:
        return None
    sample = text[:MAX_SAMPLE_CHARS]
    # To look behind each place takes ten times as long.
    dates = (each for each in _SLASHED.finditer(sample) if not (each.start() and _AMID.match(sample, each.start() - 1)))
    votes = [int(a) > 12 for a, b in (each.groups() for each in dates) if (int(a) > 12) != (int(b) > 12)]
    return None if not votes or any(votes) != all(votes) else votes[0]


MAX_SAMPLE_CHARS = 1_000_000
_SLASHED = re.compile(r"(\d\d?)[/-](\d\d?)[/-]\d{4}(?!\d)")
_AMID = re.compile(r"[\d/-]")


def _day(place: _Place, text: str, hints: DateHints) -> date | None:
    parts = place.parts(text)
    if parts.get("n") and parts["n"][0] in "一二三四五六七八九十":
        era, said = parts.get("era"), parts["y"]
        since = _ERAS[era] + _chinese_number(said.replace("元", "一")) if era else int(said.translate(_CHINESE_DIGITS))
        return valid_day(since, *map(_chinese_number, (parts["n"], parts["d"])))
    if parts["y"].isdigit() and int(parts["y"]) in _SOLAR_YEARS:
        return _solar_day(parts, hints)
    year = _year(parts)
    if year is None or (parts.get("era") in _ERA_LETTERS and not hints.language.startswith("ja")):
        return None
    if parts.get("a"):
        return _numeric(place, text, year, hints)
    month = int(parts["n"]) if parts.get("n") else _month(parts["m"], hints.language) or _roman(place, text, hints)
    return valid_day(year, month, int(parts["d"])) if month else None


def _roman(place: _Place, text: str, hints: DateHints) -> int | None:
    """Return the month of 12 VII 2024; a single letter, in English a name as well, only where it is parted by dots."""
    start, end = place.spans["m"]
    numeral = text[start:end].rstrip(".")
    is_sure = len(numeral) > 1 or hints.language[:2] not in ("", "en") or text[start - 1] == "." == text[end - 1]
    is_last = place.spans["y"][0] > place.spans["d"][0] > start
    return _ROMAN.get(numeral) if is_sure and not is_last else None


_NUMERALS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
_ROMAN = dict(zip(_NUMERALS, range(1, 13), strict=True))


def _chinese_number(text: str) -> int:
    """Return a number up to 99 in Chinese: 二十一."""
    tens, ten, ones = text.partition("十") if "十" in text else ("", "", text)
    tens = tens.translate(_CHINESE_DIGITS) or "1"
    ones = ones.translate(_CHINESE_DIGITS) or "0"
    return (int(tens) * 10 if ten else 0) + int(ones)


def _solar_day(parts: dict[str, str], hints: DateHints) -> date | None:
    """Return the day of a date in the calendar of Iran, whose leap years come eight times in 33 years."""
    if parts.get("n") and not hints.language.startswith("fa"):
        return None
    name = _key(parts.get("m") or "")
    month = int(parts["n"]) if parts.get("n") else _SOLAR_MONTHS.index(name) + 1 if name in _SOLAR_MONTHS else 0
    day = int(parts.get("d") or 0)
    if not 1 <= month <= 12 or not 1 <= day <= (31 if month < 7 else 30):
        return None
    year = int(parts["y"]) + 1595
    before = (month - 1) * 31 if month < 7 else (month - 7) * 30 + 186
    return date.fromordinal(365 * year + year // 33 * 8 + (year % 33 + 3) // 4 + before + day - _SOLAR_EPOCH)


_SOLAR_EPOCH = 356_033


def _year(parts: dict[str, str]) -> int | None:
    if parts.get("era"):
        return (_ERAS | _ERA_LETTERS)[parts["era"]] + (1 if parts["y"] == "元" else int(parts["y"]))
    if len(parts["y"]) < 4:  # Of Buddha's era, as Thais shorten it.
        return int(parts["y"]) + _SHORT_BUDDHIST if _THAI.match(parts.get("m") or "") else None
    year = int(parts["y"])
    year = year - 543 if year in _BUDDHIST_YEARS else year
    return year if _MIN_YEAR <= year <= MAX_YEAR else None


def valid_day(year: int, month: int, day: int) -> date | None:
    """Return a day of the calendar; None where it has no such day."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _valid_time(hour: int, minute: int, second: int) -> time | None:
    return time(hour, minute, second) if hour < 24 and minute < 60 and second < 60 else None


def _numeric(place: _Place, text: str, year: int, hints: DateHints) -> date | None:
    """Read 05/06/2021: by what can only be a day, the weekday beside it, the page and its language, in this order."""
    parts = place.parts(text)
    first, second = int(parts["a"]), int(parts["b"])
    day_first, month_first = valid_day(year, second, first), valid_day(year, first, second)
    if parts["s"] == "." or not month_first or not day_first:
        return day_first or month_first
    beside = _WORDS.findall(text[max(place.start - 24, 0) : place.start] + " " + text[place.end : place.end + 24])
    weekdays = {weekday for word in beside for weekday in (_weekday(word) or ())}
    fitting = [day for day in (day_first, month_first) if day.weekday() in weekdays]
    if len(fitting) == 1:
        return fitting[0]
    if day_first == month_first:
        return day_first
    is_day_first = _is_day_first(hints)
    if is_day_first is None and any(_weekday(word) and not _ENGLISH_DAY.match(word) for word in beside):
        return day_first  # No language but English begins with the month.
    if is_day_first is None and _AMERICAN_CLOCK.match(text, place.end):
        return month_first
    if is_day_first is None:
        clock = _time(text, place.end, place.end + MAX_TIME_DISTANCE)
        zone, _ = _zone(text, clock[2] if clock else place.end)
        is_day_first = _is_day_first(DateHints("en", zone))
    return None if is_day_first is None else day_first if is_day_first else month_first


_ENGLISH_DAY = regex.compile(r"(?:mon|tue|wed|thu|fri|sat|sun)", regex.IGNORECASE)
_AMERICAN_CLOCK = regex.compile(r",?\s(?:at\s)?\d{1,2}:\d\d(?::\d\d)?\s?[AP]M\b")
"""A time as Americans write it: elsewhere in English, a.m. and p.m. are small letters."""


def _is_day_first(hints: DateHints) -> bool | None:
    """Tell whether 5/6/2021 begins with the day where a text comes from; None where both are written."""
    if hints.day_first is not None:
        return hints.day_first
    if numeric_order(hints.language) is not None:
        return numeric_order(hints.language)
    if hints.language.partition("-")[0] == "en" and isinstance(hints.zone, ZoneInfo) and hints.zone.key != "UTC":
        return not hints.zone.key.startswith("America/")
    return None


@lru_cache(maxsize=1 << 8)
def numeric_order(tag: str) -> bool | None:
    """Tell whether days come before months in the short dates of a language and region."""
    try:
        locale = Locale.parse(tag, sep="-" if "-" in tag else "_")
    except (ValueError, TypeError, UnknownLocaleError):
        return None
    if tag == "en" or not tag:  # Both halves of its speakers write it their own way.
        return None
    pattern = locale.date_formats["short"].pattern
    places = (pattern.find("d"), pattern.find("M"), pattern.find("y"))
    return None if places[2] < max(places[:2]) else places[0] < places[1]


def _with_time(text: str, found: tuple[int, int, date], before: int, after: int, hints: DateHints) -> FoundDate:
    start, end, day = found
    behind = _time(text, end, min(end + MAX_TIME_DISTANCE, after))
    clock = behind or _time(text, max(before, start - MAX_TIME_DISTANCE), start)
    if clock is None:
        return FoundDate(start, end, day)
    told, first, last = clock
    zone, last = _zone(text, last)
    zone, end = _zone(text, end) if zone is None and not behind else (zone, end)
    moment = with_zone(datetime.combine(day, told, tzinfo=zone), hints.zone)
    return FoundDate(min(start, first), max(end, last), moment)


def _time(text: str, start: int, end: int) -> tuple[time, int, int] | None:
    if not _DIGIT.search(text, start, end):
        return None
    before = min(start, 1)
    near = text[start - before : end]
    for place in _clocks(near.translate(_SAME_DIGIT), before):
        parts = place.parts(near)
        half = parts.get("half") or parts.get("ap")
        hour = int(parts["h"])
        hour = hour % 12 + 12 if half in _AFTERNOON else hour % 12 if half in _FORENOON and hour == 12 else hour
        if clock := _valid_time(hour, int(parts.get("m") or 0), int(parts.get("s") or 0)):
            return clock, place.start + start - before, place.end + start - before
    return None


def _zone(text: str, start: int) -> tuple[tzinfo | None, int]:
    if offset := _OFFSET.match(text, start):
        minutes = int(offset[2]) * 60 + int(offset[3] or 0)
        if minutes < 24 * 60:
            return timezone(timedelta(minutes=minutes if offset[1] == "+" else -minutes)), offset.end()
    if name := _ZONE.match(text, start):
        return ZoneInfo(_ABBREVIATIONS[name["zone"]]), name.end()
    return None, start


def _key(name: str) -> str:
    return name.casefold().replace(".", "").strip(" '’")


def _names(language: str, kind: Literal["months", "days"], context: str, width: str) -> Mapping[int, str]:
    """Return the names of months or weekdays in CLDR, none where they are the same as in another form."""
    return _calendar(language)[kind].get(context, {}).get(width, {})


@cache
def _calendar(language: str) -> Mapping[str, Mapping[str, Mapping[str, Mapping[int, str]]]]:
    # Babel's own way merges all that a language has into what all have, which takes twice as long.
    with open(resolve_locale_filename(language), "rb") as file:
        data = pickle.load(file)
    return {kind: data.get(kind, {}) for kind in ("months", "days")}


@cache
def _month_names(language: str) -> dict[str, int]:
    """Return the names of the months in a language, long and short, as in “5 June” and alone."""
    return {
        _key(name): month
        for context in ("format", "stand-alone")
        for width in ("abbreviated", "wide")
        for month, name in _names(language, "months", context, width).items()
        if not name[:1].isdigit()
    }


_FINNISH = ("tammi", "helmi", "maalis", "huhti", "touko", "kesä", "heinä", "elo", "syys", "loka", "marras", "joulu")
_SPELT_MONTHS = {
    **{"sept": 9, "juin": 6, "set": 9, "янв": 1, "март": 3, "jänner": 1, "jän": 1, "feber": 2, "setiembre": 9},
    **{"mrz": 3, "फरवरी": 2},
    **{f"{name}k": month for month, name in enumerate(_FINNISH, 1)},
    **dict(zip(_LEVANTINE.split("|"), (1, 12, 10, 11), strict=True)),
}
"""Spellings that CLDR does not give."""


@lru_cache(maxsize=1 << 10)
def _month(word: str, language: str) -> int | None:
    key = _key(word)
    own = language.replace("_", "-").partition("-")[0].lower()
    # One language after the other, as each takes some milliseconds to load.
    for each in (own, *_MONTH_LANGUAGES):
        if each in _MONTH_LANGUAGES and (month := _month_names(each).get(key)):
            return month
    if month := _SPELT_MONTHS.get(key) or (_month(key[1:], "he") if key.startswith("ב") else None):
        return month
    return _shortened_month(key, own) if word.endswith(".") and len(key) >= MIN_SHORTENED_CHARS else None


MIN_SHORTENED_CHARS = 3


def _shortened_month(start: str, language: str) -> int | None:
    """Return the only month whose name begins so, in a language or, where that has none, in any: “sierp.”."""
    for languages in ((language,) if language in _MONTH_LANGUAGES else (), _MONTH_LANGUAGES):
        found = {n for each in languages for name, n in _month_names(each).items() if name.startswith(start)}
        if found:
            return found.pop() if len(found) == 1 else None
    return None


@cache
def _weekday_names() -> dict[str, frozenset[int]]:
    """Return the names of weekdays, long and short, each with the days that it means: some mean another elsewhere."""
    names: dict[str, set[int]] = {}
    for language in _MONTH_LANGUAGES:
        for context, width in (("format", "wide"), ("format", "abbreviated"), ("stand-alone", "wide")):
            for weekday, name in _names(language, "days", context, width).items():
                for spelt in (_key(name), _key(name).partition("-")[0], _key(name).partition(" ")[0]):
                    if len(spelt) > 1 or not spelt.isascii():  # Hungarian's h is an hour elsewhere.
                        names.setdefault(spelt, set()).add(weekday)
    return {name: frozenset(days) for name, days in names.items()}


@cache
def _weekday_parts() -> frozenset[str]:
    """Return the words of the names of weekdays, of which some have two: “Thứ Sáu”."""
    names = (name for each in _MONTH_LANGUAGES for name in _names(each, "days", "format", "wide").values())
    return frozenset(_key(part) for name in names for part in name.split())


def _weekday(word: str) -> frozenset[int] | None:
    return _weekday_names().get(_key(word))


MAX_RANGE_CHARS = 40
"""Longest words, in characters, that are taken for a date."""

Days = tuple[date, date]
"""The first and the last day meant."""

_NUMBERS = regex.compile(
    r"(\d{4})(?:\s*[-/.년年]\s*(?:(\d{1,2})(?:\s*[-/.월月]\s*(?:(\d{1,2})\s*[.일日号號]?(?:T.*)?)?)?)?)?|(\d{4})(\d\d)(\d\d)"
)
_DAY_MONTH_YEAR = regex.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4})")
_MONTH_YEAR = regex.compile(r"(\d{1,2})[-/.](\d{4})")
_ENGLISH_MONTHS = (
    *("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november"),
    "december",
)
_ENGLISH = regex.compile(
    rf"(?:(?P<day>\d\d?) )?(?P<month>{'|'.join(_ENGLISH_MONTHS)})(?: (?P<day>\d\d?)(?=,? ))?,? (?P<year>(?:19|20)\d\d)",
    regex.IGNORECASE,
)
"""What most questions with a date have; the parser of natural dates takes 0.3 s of the processor to begin with."""
# What the parser of natural dates takes for the time of day, for seconds or for numbers in an order that it guesses.
_GUESSED = regex.compile(r"\d\s*:\s*\d|\d\s*s\b|\d[-/.]\d|\b\d\d?\s+\d\d?\b", regex.IGNORECASE)
_RECENT = regex.compile(r"(?:the )?(?:last|past) (\d+|two|three|four|five|six|seven|ten) (\p{L}+)", regex.IGNORECASE)
_NATURAL = regex.compile(r"\p{L}{3}|[\p{Han}\p{Hangul}]|\b\d{4}\b")

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
    written = _ENGLISH.fullmatch(text)
    if written and len(written.captures("day")) < 2:
        day = int(written["day"]) if written["day"] else None
        return _numbered(int(written["year"]), _ENGLISH_MONTHS.index(written["month"].casefold()) + 1, day)
    return _natural(text, today) if _NATURAL.search(text) and not _GUESSED.search(text) else None


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


def _natural(text: str, today: date) -> Days | None:
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
        found = parser.get_date_data(_spelled(text))
        return _period(found.date_obj.date(), found.period) if found.date_obj else None
    except (ValueError, OverflowError, RecursionError):
        return None


def _spelled(text: str) -> str:
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
