"""Rows that say when a text was published or changed, and datelines: town, day and agency before the first sentence."""

import re
from collections.abc import Container, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from itertools import pairwise

from knowledge.ingest.boilerplate import is_boilerplate
from knowledge.ingest.bylines import AFTER_NAME, CHINESE_BYLINE, MAX_ROWS_REMEMBERED, POSTED, byline, posted_by
from knowledge.ingest.date_labels import DATE_LABEL, PERIOD, PUBLISHED, UPDATED, before_weekday, ends_before_date
from knowledge.ingest.names import JAPANESE_NAME, SECTION, in_small_letters, is_name
from knowledge.text import publishers
from knowledge.text.dates import NO_HINTS, DateHints, find_dates, is_date_word, parse_date

_SMALL_LABEL = re.compile(DATE_LABEL.pattern.replace("ı", "i"))
"""The same for ASCII in small letters, in a third of the time."""


def _labels(text: str) -> "list[re.Match[str]]":
    """Return where a row says what the date behind is that of."""
    return list(_SMALL_LABEL.finditer(text.lower()) if text.isascii() else DATE_LABEL.finditer(text))


def _without_labels(text: str) -> str:
    """Return a row with a bar for each label."""
    starts = [(0, 0), *((label.start(), label.end()) for label in _labels(text)), (len(text), len(text))]
    return " | ".join(text[end:start] for (_, end), (start, _) in pairwise(starts))


_PIECES = re.compile(r"\s*[|•·»;()\[\]]\s*|\s+[-–—/]\s+|\s*,\s*|\s+(?=by\s|von\s|par\s|por\s)")
RELATIVE = re.compile(
    r"\d+ (?:sec|min|hour|day|week|month|year)\w* ago|"
    r"\d+\s?min\w{0,4}\.?(?: (?:to )?(?:read|czytania|lesezeit|lettura))?|"
    r"vor \d+ \w+|"
    r"il y a \d+ \w+|"
    r"(?:há|hace|för|for|před|acum|πριν|منذ) \d+ \w+(?: sedan| siden)?|"
    r"\d+ \w+ (?:fa|geleden|sitten|önce|temu|назад|тому|trước|ago|lalu)|"
    r"\d+ (?:comments?|shares?|views?|kommentare?)|조회 ?\d+|댓글 ?\d+",
    re.IGNORECASE,
)
_MOMENT = re.compile(
    rf"(?:{UPDATED}|{PUBLISHED})\s?[:：]?\s(?:{RELATIVE.pattern}|.{{0,20}} ago|"
    rf"(?:at |um |à |a las |às |alle |kl\.? |klo |om |o |в )?\d{{1,2}}[:.h]\d\d(?:\s\D{{0,20}})?)",
    re.IGNORECASE,
)
"""When a page was changed, without a day."""
MAX_DATE_ROW_CHARS = 200


@dataclass(frozen=True, slots=True)
class DatedLine:
    """A row with a date: that of publication, that of the last change, or both."""

    published_at: date | None = None
    modified_at: date | None = None
    byline: str = ""
    is_labelled: bool = False
    """Whether the row says that its date is that of publication."""


def date_line(row: str, hints: DateHints = NO_HINTS) -> DatedLine | None:
    """Return the best date of a row; None if the row is no date line."""
    if len(row) > MAX_DATE_ROW_CHARS or not (_DIGIT.search(row) or ("年" in row and _NUMBERED_YEAR.search(row))):
        return None
    may_be = not row.isascii() or _TWO_DIGITS.search(row) or _MOMENT.fullmatch(row)
    return _date_line(row, hints) if may_be else None


def is_labelled(row: str) -> bool:
    """Tell a row that says of what its date is: of publication, or of the last change."""
    return bool((_DIGIT.search(row) or _NUMBERED_YEAR.search(row)) and _labels(_unglued(row)))


def tells_of_text(row: str) -> bool:
    """Tell a row whose day is that of the text around it, not of the site's terms or of another story."""
    dates = find_dates(row)
    above = row[: dates[0].start] if dates else ""
    if _OF_TERMS.search(above):
        return False
    words = [word for word in _WORD.findall(_without_labels(above)) if not is_date_word(word)]
    return len(words) <= MAX_WORDS_ABOVE_DAY or bool(
        _THIS_PAGE.search(above) or byline(_without_labels(above).strip(" |"))
    )


MAX_WORDS_ABOVE_DAY = 3
_WORD = re.compile(r"[^\W\d_]{2,}")
_OF_TERMS = re.compile(
    r"\b(?:privacy|terms|policy|cookies?|conditions|weather|wetter|datenschutz|impressum|agb|confidentialité|mentions|"
    r"privacidad|condiciones|términos|termini|privacidade|termos|voorwaarden)\b|規約|プライバシー|隐私|隱私|条款|條款|약관|개인정보",
    re.IGNORECASE,
)
_DIGIT = re.compile(r"\d")
_NUMBERED_YEAR = re.compile(
    r"[〇零○一二三四五六七八九]{4}年|(?:明治|大正|昭和|平成|令和|民[國国])[元一二三四五六七八九十]{1,3}年"
)


@lru_cache(MAX_ROWS_REMEMBERED)
def _date_line(row: str, hints: DateHints) -> DatedLine | None:
    if _is_of_other_day(row):
        return None
    if _MOMENT.fullmatch(row):
        return DatedLine()
    row = _unglued(row if row.isascii() else _HIJRI_DAY.sub("", _VIETNAMESE_DAY.sub("", row)))
    row = _MET_AT.sub(
        "", _HELD.sub("", row) if any(map(in_small_letters(row).__contains__, _SIGNS_OF_MEETINGS)) else row
    )
    is_short = not FULL_YEAR.search(row) and (DATE_LABEL.match(row) or _SHORT_DAY.fullmatch(row))
    if is_short or (_BARE_SHORT_DAY.fullmatch(row) and hints.language.partition("-")[0] in _WITH_DOTS):
        row = _SHORT_YEAR.sub(lambda found: f"{found[1]}{19 if int(found[2]) > MAX_SHORT_YEAR else 20}{found[2]}", row)
    dates = find_dates(row, hints)
    is_sure = bool(dates)
    # One whose day and month could be either is no date, and its row no text all the same.
    if not dates and _MAY_BE_EITHER.search(row):
        dates = find_dates(row, replace(hints, day_first=True))
    if not dates:
        return DatedLine() if _is_yearless(row, hints) else None
    edges = [0, *(found.end for found in dates)]
    gaps = [row[start : found.start] for start, found in zip(edges, dates, strict=False)]
    labels = [_last_label(gap) for gap in gaps]
    # From when to when something was.
    is_life = any(gap.strip() in _DASHES for gap in gaps[1:]) and not (any(labels) or _labels(row[dates[-1].end :]))
    if is_life or (labels[0] and labels[0]["published"] and _OTHER_STORY.match(row, dates[-1].end)):
        return None
    # A label counts for the row: what has one and a date may say more besides.
    said = [gap[: label.start()] if label else gap for gap, label in zip(gaps, labels, strict=True)]
    weekdays = {found.day.weekday() for found in dates}
    name = _excused([*said, row[dates[-1].end :]], weekdays, labelled=any(labels))
    if name is None:
        return None
    if _FILED.match(row):
        name = name.partition(" in ")[0]
    told: dict[str, date] = {}
    for found, label in zip(dates, labels, strict=True) if is_sure else ():
        told.setdefault("plain" if label is None else "published" if label["published"] else "updated", found.day)
    day = told.get("published") or told.get("plain")
    return DatedLine(day, told.get("updated"), name, "published" in told)


def _is_of_other_day(row: str) -> bool:
    """Tell a row of code, of a series, or of when something takes place or somebody lived."""
    is_command = any(map(row.__contains__, _SIGNS_OF_COMMANDS)) and _COMMAND.search(row)
    return bool(is_command or "†" in row or PERIOD.match(row) or (row[-4:].isdecimal() and _OF_SERIES.search(row)))


def _is_yearless(row: str, hints: DateHints) -> bool:
    """Tell a row of nothing but days and times, as papers date the stories of this year: "12.3. 14:05"."""
    if len(row) >= 80 or not _BETWEEN_TIMES.search(row):
        return False
    parts = [part for part in _BETWEEN_TIMES.split(DATE_LABEL.sub(" ", row)) if part.strip()]
    return bool(parts) and all(_MONTH_FIRST.fullmatch(part) or parse_date(f"{part} 2000", hints) for part in parts)


_OTHER_STORY = re.compile(r"(?:,? \d{1,2}[:.]\d\d)?\s?[:–—-]\s?\S+(?: \S+){3}")
"""What was published that day, behind a colon: not the text around it."""
_TWO_DIGITS = re.compile(r"\d\D?\d")
"""In a row with a day or a time."""
_COMMAND = re.compile(r"(?:^|\s)--\w|[{}$\\]|[A-Za-z_]=\S")
"""What has the signs of code, not of a row of author and day."""
_OF_SERIES = re.compile(
    r"\b(?:paper|report|bericht|rapport|heft|issue|bulletin|vol(?:ume)?|n[or]|number|nummer|número|numéro)\.? \d{1,4}, "
    r"[^\W\d_]{3,10}\.? (?:19|20)\d\d$",
    re.IGNORECASE,
)
"""Which of a series it is, and its month: "Working Paper 14, September 2021"."""
_HELD = re.compile(r"(?:held|tenue?|abgehalten|celebrad[ao]|tenutasi) (?=on |le |am |el |il |\d)", re.IGNORECASE)
_HALL = r"(?:Hall|House|Room|Centre|Center|Church|School|Library|Office|Building|Club|Street|Road)"
_MET_AT = re.compile(
    rf"(?<=[\w.]),?\s(?:(?:at|in) the [^,]{{3,40}}|(?:at|in) [^,]{{3,40}} {_HALL}|"
    r"(?:im|in der|à la|au|dans la|en el|en la) (?-i:[^\W\d_a-zß-ÿ])[^,]{3,40})$"
)
"""Where a meeting was, after its day: "Tuesday 19 May 2026, 18:00, at the Lock House"."""
_BETWEEN_TIMES = re.compile(
    r",?\s(?:(?:klo|kl\.?|um|at|om|a las|às|alle|o|v)\s)?(?<!\d)\d{1,2}[:.]\d\d(?!\d)"
    r"(?:\s?(?:uhr|h|配信|更新|公開)\b)?(?:\s?[|•·–-]\s?|$)",
    re.IGNORECASE,
)
_MONTH_FIRST = re.compile(r"\d{1,2}/\d{1,2}\s?[(（][月火水木金土日][)）]")
_SIGNS_OF_COMMANDS = (*"{}$\\=", "--")
_SIGNS_OF_MEETINGS = ("held", "tenu", "abgehalten", "celebrad")
_GLUED = re.compile(
    r"(?<=[a-z ,./-](?:19|20)\d\d)(?=\d?\d:\d\d)|(?<=[\da-z])(?=(?:Updated|Published)\b)|"
    r"(?<=[^\W\d_] (?:19|20)\d\d)(?=\d{1,2} [^\W\d_])|(?<= (?:19|20)\d\d)(?=[\u0620-\u064a])"
)
"""Where copies lack the space between a day and its time, another day or the word for that."""


def _unglued(row: str) -> str:
    may_be = _FIVE_DIGITS.search(row) or "pdated" in row or "ublished" in row or not row.isascii()
    return _GLUED.sub(" ", row) if may_be else row


_FIVE_DIGITS = re.compile(r"\d{5}")
_VIETNAMESE_DAY = re.compile(r"\b(?:thứ (?:hai|ba|tư|năm|sáu|bảy)|chủ nhật),?\s", re.IGNORECASE)
"""A weekday of two words, the second of which is a number."""
_HIJRI_DAY = re.compile(r"(?<=\d)\s?[-–|/،,(]\s?\d{1,2} (?:[\u0620-\u064a]+ ){1,2}1[34]\d\d\s?(?:هـ|ه)?\)?")
"""The day of the Islamic calendar, behind that of the other."""
MAX_SHORT_YEAR = 69
"""The last year of two digits that is one of this century."""
_DASHES = frozenset("-–—")
FULL_YEAR = re.compile(r"\d{4}")
_MAY_BE_EITHER = re.compile(r"\d[-/.‑]\s?\d")
_SHORT_YEAR = re.compile(r"(?<![\d.])(\d{1,2}[./-]\d{1,2}[./-])(\d\d)(?![\d.])")
_SHORT_DAY = re.compile(r"(?:[^\W\d_]{2,3}\.? )?\d{1,2}\.\d{1,2}\.\d\d\W+\d{1,2}[:.]\d\d(?: \w{1,4})?")
_FILED = re.compile(r"(?:posted|published|filed) (?:on|by)\b", re.IGNORECASE)
"""Begins a row of a blog, where "in" after the author stands before the categories."""
_BARE_SHORT_DAY = re.compile(r"(?:[^\d\n]{3,60}[|·•–,]\s?)?[0-3]\d\.[01]\d\.\d\d")
_WITH_DOTS = frozenset({"de", "pl", "cs", "sk", "fi", "da", "nb", "no", "it", "tr", "ru", "uk", "et", "ro", "bg"})
"""Languages that write the day, the month and two digits of the year with dots; elsewhere it may be a version."""


def _last_label(gap: str) -> "re.Match[str] | None":
    return next((label for label in reversed(_labels(gap)) if _is_connecting(gap[label.end() :])), None)


def _is_connecting(text: str) -> bool:
    return all(is_date_word(word) for word in re.findall(r"\w+", text))


_REVIEWED = re.compile(
    r"(?:medically |clinically )?(?:reviewed|fact[- ]checked|edited|translated) by [^—–|•·;/\n]{2,60}", re.IGNORECASE
)
"""Who looked at a text that somebody else wrote."""


def _excused(texts: Sequence[str], weekdays: Container[int], *, labelled: bool) -> str | None:
    """Return the author named around a row's dates, empty without one; None where the row says anything else."""
    found = ""
    # "She left on 5 June 2021." is one of the text.
    is_sentence = texts[-1].strip() == "." and " " in texts[0].strip()
    for place, text in enumerate(texts):
        if posted := POSTED.match(text):
            found = found or posted_by(posted)
            continue
        if not (found or place) and not text.endswith(" ") and JAPANESE_NAME.fullmatch(text):
            found = text  # As the name is glued to the day on some pages of Japan.
            continue
        if name := byline(AFTER_NAME.sub("", before_weekday(text.strip(" ,;|·•–—-/("), weekdays))):
            found = found or name
            continue
        text = _REVIEWED.sub(" | ", text)
        for piece in _PIECES.split(_without_labels(text)):
            bare = _bare(piece, weekdays)
            if chinese := CHINESE_BYLINE.search(bare):
                found = found or chinese["name"]
                continue
            if not bare or RELATIVE.fullmatch(bare) or publishers.is_known(bare) or is_boilerplate(bare):
                continue
            # Of scripts without capitals any words pass for a name; those behind the day are a zone or a label.
            may_name = len(bare) <= 60 and not bare[0].islower() and (not place or _CASED.search(bare))
            name = byline(bare) or (bare if may_name and is_name(bare) else "")
            if name:
                found = found or (name if not SECTION.fullmatch(name) else "")
            elif not _is_beside_day(bare, is_sentence=is_sentence, labelled=labelled):
                return None
    return found


def _is_beside_day(words: str, *, is_sentence: bool, labelled: bool) -> bool:
    """Tell words that may be in the row of a day: of a sentence those about the page, else a few, or any labelled."""
    if is_sentence:
        return bool(_THIS_PAGE.search(words))
    return labelled or (len(words) <= 30 and len(words.split()) <= 3)


_THIS_PAGE = re.compile(
    r"\b(?:articles?|page|post|story|text|release|version|artikel|seite|beitrag|meldung|página|artículo|artigo|articolo|"
    r"pagina|strona|artykuł|článek|stránka|sidan?|siden|статья|страница|материал|sayfa|haber)\b",
    re.IGNORECASE,
)
"""What a sentence of when something was published can be about without being one of the text."""
_CASED = re.compile(r"[A-Za-zÀ-ʯͰ-ԯ]")


def _bare(piece: str, weekdays: Container[int]) -> str:
    """Return a piece without the words and signs that lead to a date."""
    words = piece.strip(" ,;:•·()[]-–—/.|").split()
    while len(words) > 1 and ends_before_date(words[-1].strip(".,:"), weekdays):
        words.pop()
    if len(words) == 1 and is_date_word(words[0].strip(".,:")):
        return ""
    while words and is_date_word(words[0].strip(".,:")) and not byline(" ".join(words)):
        words.pop(0)
    return " ".join(words).strip(" ,;:")


_DATELINE = re.compile(
    r"[(\[][가-힣·]{1,10}\s?=\s?(?P<outlet>[^)\]=\n]{2,20})[)\]]\s*"
    r"(?P<reporter>[가-힣]{2,4}(?:[ ·][가-힣]{2,4})*\s기자)?\s*=\s|"
    r"(?P<bureau>新华社|新華社|中新社|中央社)[\u3400-\u9fff]{2,8}\d{1,2}月\d{1,2}日[电電]\s*"
    r"(?:[（(](?:[记記]者)?\s*(?P<writer>[^（）()]{2,30})[）)])?|"
    r"[（(][\u3400-\u9fff]{0,8}[記记]者(?P<reporters>[\u3400-\u9fff]{2,3}(?:、[\u3400-\u9fff]{2,3}){0,3})"
    r"[\u3400-\u9fff]{2,3}\d{1,2}日[電电][）)]|"
    r"(?P<place>[^\W\d_a-zß-ÿ][^()\n–—]{1,80}?)\s*\((?P<agency>[^()\n]{2,40})\)\s*[-–—:.]{1,2}\s|"
    r"(?P<where>[^\W\d_a-zß-ÿ][^()\n–—:;]{1,60}?)\s+[-–—]{1,2}\s(?P<when>[^()\n–—:;]{6,30}?)\s+[-–—]{1,2}\s|"
    r"(?P<town>[^\W\d_a-zß-ÿ][^()\n–—:;]{1,60}?,\s[^()\n–—:;]{3,40}?)(?:\s+|\.)[-–—]{1,2}\s"
)


@dataclass(frozen=True, slots=True)
class Dateline:
    """What the words before the first sentence of an agency's story say."""

    day: date | None = None
    agency: str = ""


def dateline(paragraph: str, hints: DateHints = NO_HINTS) -> Dateline:
    """Read "MOSCOW, July 15, 2018 (Reuters) - …"; empty for a paragraph that begins otherwise."""
    match = _DATELINE.match(paragraph[:MAX_DATE_ROW_CHARS])
    if not match:
        return Dateline()
    if match["reporters"]:
        return Dateline(agency=", ".join(match["reporters"].split("、")))
    if local := match["outlet"] or match["bureau"]:
        return Dateline(agency=match["reporter"] or match["writer"] or local)
    if match["where"]:
        return Dateline(parse_date(match["when"], hints))
    agency = match["agency"] or ""
    dates = find_dates(match[0], hints)
    if agency and not publishers.is_known(agency.partition("/")[0]) and not dates:
        return Dateline()
    place, _, said = (match["place"] or match["town"]).partition(",")
    is_sure = bool(agency) or place.isupper() or parse_date(said, hints) is not None
    day = dates[0].day if dates and is_sure else None
    # With the day beside it, capitals are an agency's, however few people know it.
    is_agency = publishers.is_known(agency.partition("/")[0]) or (bool(dates) and agency.isupper() and agency.isalpha())
    return Dateline(day, agency if is_agency else "")
