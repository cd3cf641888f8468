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

_ORDINAL_WORDS = {
    "en": "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth"
    " fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth",
    "de": "erste zweite dritte vierte fünfte sechste siebte achte neunte zehnte elfte zwölfte",
    "es": "primero segundo tercero cuarto quinto sexto séptimo octavo noveno décimo undécimo duodécimo",
    "fr": "premier deuxième troisième quatrième cinquième sixième septième huitième neuvième dixième onzième douzième",
    "it": "primo secondo terzo quarto quinto sesto settimo ottavo nono decimo",
    "nl": "eerste tweede derde vierde vijfde zesde zevende achtste negende tiende",
    "pt": "primeiro segundo terceiro quarto quinto sexto sétimo oitavo nono décimo",
    "sv": "första andra tredje fjärde femte sjätte sjunde åttonde nionde tionde",
    "ko": "첫 두 세 네 다섯 여섯 일곱 여덟 아홉 열",
    "zh": "一 二 三 四 五 六 七 八 九 十",
    "ja": "一 二 三 四 五 六 七 八 九 十",
}
"""The ordinals from the first on, as they are written out."""
_GENDERED = frozenset({"es", "it", "pt"})
"""Languages whose ordinals end in o or in a."""
_DIGITS = {
    "en": r"(?P<digits>\d{1,4})(?:st|nd|rd|th)",
    "fr": r"(?P<digits>\d{1,3})(?:er|ère|e|ème)",
    "ko": r"(?:제 ?)?(?P<digits>\d{1,3}) ?(?:차|회|번째)\p{Hangul}{0,3}",
    "zh": r"第 ?(?P<digits>\d{1,3})",
    "ja": r"第 ?(?P<digits>\d{1,3})",
}
_IN_WORDS = {
    "de": "{words}[nrsm]?",
    "ko": r"(?:{words}) ?번째\p{{Hangul}}{{0,3}}",
    "zh": "第 ?{words}(?![十百千万])",
    "ja": "第 ?{words}(?![十百千万])",
}
_COUNTED = r"(?<!\b(?:an?|one|two|per|each|every|split|\d)[ -])"
"""Before what is no fraction and no second of time."""


_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
LABELLED = regex.compile(
    r"\b(?P<label>(?i:line|year|type|level|room|question|lesson|lot|group|zone|pier|track|exercise|task|appendix|figure"
    r"|table|annex|version|firmware|release|lane|house|block|section|chapter|article|part|page|patch|season|episode"
    r"|round|grade|class|phase|stage|division|flight|route|bus|tram|gate|floor|unit|model|step|rule|paragraph|volume"
    r"|book|tier|error|port|terminal|platform|channel|resolution|category|belt)s?"
    rf"|(?<=[\p{{L}}\p{{N}},;:]\s)(?!(?:{_MONTHS}|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b)\p{{Lu}}\p{{L}}+)"
    r"\s(?P<number>(?!(?:19|20)\d\d\b)\d+(?:\.\d+)*)\b(?![.,:/%°\d-])"
)
"""What is told from others of its kind by a number."""


_UNITS = tuple(
    regex.compile(rf"(?<!\p{{L}})(?:{forms})(?!\p{{L}})", regex.IGNORECASE)
    for forms in (
        r"[%％]|per ?cent|percentage points?|prozent|por ciento|pour cent|per cento|procent|퍼센트|프로",
        r"(?:US|C|A)?\$|dollars?|dólares|달러|美元|美金",
        r"€|euros?|eur|유로|欧元",
        r"£|pounds?|lbs?|libras?|파운드|英镑",
        r"¥|yen|엔|日元|yuan|위안|元",
        r"₩|won|원",
        r"₹|rupees?",
        r"kroner?|kronor|nok|sek|dkk",
        r"km|kilomet(?:er|re)s?|kilómetros?|kilomètres?|킬로미터|公里",
        r"m|met(?:er|re)s?|metros?|mètres?|미터|米",
        r"cm|centimet(?:er|re)s?|센티미터|厘米",
        r"miles?|millas?|마일|英里",
        r"ft|feet|foot",
        r"inch(?:es)?",
        r"kg|kilos?|kilograms?|kilogrammes?|킬로그램|公斤",
        r"tons?|tonnes?|toneladas?|톤|吨",
        r"hp|horsepower|PS|마력",
        r"w|watts?|와트",
        r"v|volts?|볼트",
        r"knots?|노트",
        r"ha|hectares?",
        r"acres?",
        r"l|lit(?:er|re)s?|리터",
        r"°|degrees?|grados?|도",
        r"MB|megabytes?",
        r"GB|gigabytes?",
    )
)
"""Units of measure and money, each in its forms; time is told in too many ways to compare."""
_SIGNS_BEFORE = r"(?:US|C|A)?[$€£¥₩₹]"
_MEASURED = regex.compile(
    rf"{_SIGNS_BEFORE}[ \u00a0]?\d[\d.,]*"
    r"|\d[\d.,]*(?:[ \u00a0-]?(?:hundred|thousand|million|billion|trillion|만|억|万|亿))*"
    rf"[ \u00a0-]?(?:{'|'.join(pattern.pattern for pattern in _UNITS)})",
    regex.IGNORECASE,
)


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


def ordinals(text: str, language: str, *, least: int = 2) -> dict[str, int]:
    """Return the ordinals of a text as they are written, with their values: those in digits, and words from a least on.

    What is “first” is said of too much else.
    """
    values = _ordinal_values(language)
    found: dict[str, int] = {}
    for match in _ordinal_pattern(language).finditer(text):
        value = int(match["digits"] or 0) or values[match["word"].casefold()]
        if value >= (1 if match["digits"] else least):
            found[match[0]] = value
    return found


def other_ordinal(written: str) -> str:
    """Return an English ordinal in words for one in digits, and the reverse; empty where there is none."""
    value = ordinals(written, "en").get(written, 0)
    if written[:1].isdigit():
        words = _ORDINAL_WORDS["en"].split()
        return words[value - 1] if 0 < value <= len(words) else ""
    return f"{value}{'nd' if value == 2 else 'rd' if value == 3 else 'th'}" if value else ""


_SMALL_NUMBER = regex.compile(
    r"(?i)(?<![\p{L}\d.,/:#-])"
    rf"(?:\d{{1,2}}|(?:(?:{'|'.join(_TENS)})-?)?(?:{'|'.join(_ONES[1:])})?)(?=[ -]\p{{Ll}}{{3}})"
)


def other_numerals(text: str) -> Iterator[tuple[str, str]]:
    """Yield the numbers from 2 to 99 that an English text has before a word, with how they are written otherwise."""
    for written in filter(None, _SMALL_NUMBER.findall(text)):
        if written.isdigit():
            tens, ones = divmod(int(written), 10)
            if 1 < int(written) < len(_ONES):
                yield written, _ONES[int(written)]
            elif tens > 1:
                yield written, _TENS[tens - 2] + (f" {_ONES[ones]}" if ones else "")
        elif (found := next(find_numbers(written, "en"), None)) and found.value > 1:
            yield written, f"{found.value:.0f}"


@cache
def _ordinal_values(language: str) -> dict[str, int]:
    found = {word: value for value, word in enumerate(_ORDINAL_WORDS.get(language, "").split(), start=1)}
    if language in _GENDERED:
        found |= {f"{word[:-1]}a": value for word, value in found.items()} | {"tercer": 3}
    return found


@cache
def _ordinal_pattern(language: str) -> "regex.Pattern[str]":
    digits = _DIGITS.get(language, r"(?P<digits>\d{1,3})[.]?[ºª°]")
    words = "|".join(sorted(_ordinal_values(language), key=len, reverse=True)) or r"(?!)"
    worded = _IN_WORDS.get(language, "{words}").format(words=f"(?P<word>{words})")
    if language in ("ja", "ko", "zh"):
        return regex.compile(f"{digits}|{worded}")
    before = _COUNTED if language == "en" else ""
    return regex.compile(rf"(?i)(?<![\p{{L}}\d.]){before}(?:{digits}|{worded})(?![\p{{L}}\d])")


_LARGE = {
    "en": {1e6: "million", 1e9: "billion"},
    "de": {1e6: "Millionen", 1e9: "Milliarden"},
    "es": {1e6: "millones"},
    "fr": {1e6: "millions", 1e9: "milliards"},
}


def other_scales(text: str, language: str) -> Iterator[tuple[str, str]]:
    """Yield the large numbers of a text as they are written and as they can be: 3,500,000 and 3.5 million."""
    for match in _NUMBER.finditer(text) if language in _LARGE else ():
        value = _value(match, language) * _SCALES.get((match["scale"] or "").casefold(), 1.0)
        for scale, name in _LARGE[language].items():
            if not scale <= value < 1000 * scale:
                continue
            plain = f"{value:.0f}"
            scaled = f"{value / scale:g}"
            yield match[0], plain if match["scale"] else f"{scaled.replace('.', _decimal_mark(language))} {name}"


def measured(text: str) -> list[str]:
    """Return the numbers of a text with their units of measure or money, as they are written: “20 euros”, “€20”."""
    return [match[0] for match in _MEASURED.finditer(text)]


def has_unit_of(number: str, text: str) -> bool:
    """Tell whether a text has the unit of a measured number in any form."""
    return any(unit.search(text) for unit in _UNITS if unit.search(number))


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
