"""The rows above the text of a news page: masthead, headline, byline, date."""

import re
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise, takewhile
from typing import NamedTuple

from knowledge.ingest.blocks import LIST_ITEM, Block
from knowledge.ingest.boilerplate import count_cjk, count_unpunctuated, is_boilerplate, is_link, is_of_site, is_prose
from knowledge.ingest.bylines import (
    ANY_LABEL,
    ANY_PLACE,
    COUNTRIES,
    MAX_BYLINE_CHARS,
    NO_AUTHOR_LABEL,
    byline,
    may_follow_author,
)
from knowledge.ingest.date_labels import DATE_LABEL
from knowledge.ingest.date_lines import FULL_YEAR, RELATIVE, DatedLine, date_line
from knowledge.ingest.names import (
    CHINESE_OR_KOREAN_NAME,
    JAPANESE_NAME,
    MAX_NAME_WORDS,
    NO_PERSON,
    SECTION,
    WORD_OF_NEWS,
    in_small_letters,
    is_full_name,
    is_job,
    is_name,
    is_outlet,
    is_role,
)
from knowledge.text import publishers
from knowledge.text.dates import NO_HINTS, DateHints, find_dates, parse_date

MAX_HEADER_ROWS = 25
MAX_PROSE_ROWS = 3
MAX_LEAD_ROW_CHARS = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class NewsHeader:
    """What the rows above the text say, and the rows that are left for the text."""

    publisher: str = ""
    title: str = ""
    byline: str = ""
    published_at: date | None = None
    modified_at: date | None = None
    body: tuple[str, ...]


def parse_header(
    rows: list[str],
    hints: DateHints = NO_HINTS,
    headings: Container[str] = (),
    *,
    site: str = "",
    is_page: bool = False,
) -> NewsHeader | None:
    """Return what is above the text; None if nothing shows that this is a news page.

    Args:
        rows: The text.
        hints: What is known of its dates.
        headings: Rows that are marked as headings: with the second of them the text has begun; of a page those that
            begin its text.
        site: The name in the menu above.
        is_page: Whether there was a menu above, and the first row is the headline.
    """
    # "5 June 2021" can pass for the heading of a fifth part.
    marked = [at for at, row in enumerate(rows[:MAX_HEADER_ROWS]) if row in headings and not parse_date(row, hints)]
    end = end_of_header(rows, is_page=True) if is_page else 0
    begun = marked[:1] if is_page else marked[1:2]
    top = rows[: min([end or _end_of_top(rows), *begun])]
    masthead = site if publishers.is_known(site) or is_outlet(site) else ""
    masthead = masthead or next((row for row in top[:6] if publishers.is_known(row)), "")
    hints = replace(hints, zone=publishers.zone_of(masthead))
    dates = {
        at: found
        for at, row in enumerate(top)
        if at not in marked and not is_prose(row) and (found := date_line(row, hints))
    }
    if not is_page:
        dates = {at: found for at, found in dates.items() if found != DatedLine() or FULL_YEAR.search(rows[at])}
    bylines = {at: name for at, row in enumerate(top) if at not in dates and (name := byline(row))}
    bylines = bylines or _named_twice(top) or _named_above_label(top) or _named_beside_day(rows, top, dates)
    bylines = bylines or (_named_by_form(rows, top, dates) if is_page else {})
    sources = {at: said["name"] for at, row in enumerate(top) if (said := _SOURCE.fullmatch(row))} if dates else {}
    if not (is_page or masthead or dates or bylines) or (
        not (is_page or masthead or bylines) and _is_calendar(rows, dates)
    ):
        return None
    return _header(rows, masthead, _Known(dates, bylines, sources), text=len(top) if begun else 0, is_page=is_page)


_SOURCE = re.compile(
    r"(?:来源|來源|出处|出典|출처|source|quelle|fuente|fonte)\s?[:：]\s?(?P<name>[^:：|]{2,40})", re.IGNORECASE
)
"""Names the outlet, among the rows of author and day."""


def names_source(row: str) -> bool:
    """Tell a row that names the outlet that a text is from."""
    return bool(_SOURCE.fullmatch(row))


def _is_calendar(rows: Sequence[str], dates: Mapping[int, DatedLine]) -> bool:
    """Tell the rows of what happens on many days, or of a list of changes, none of which is that of publication."""
    days = {found.published_at for found in dates.values() if not found.is_labelled}
    if any(found.is_labelled for found in dates.values()):
        return False
    is_list = len(days) > 1 and any(map(LIST_ITEM.match, rows[min(dates) : max(dates)]))
    return is_list or len(days) >= MIN_CALENDAR_DAYS


MIN_CALENDAR_DAYS = 3


def _named_by_form(rows: Sequence[str], top: Sequence[str], dates: Container[int]) -> dict[int, str]:
    """Return the row near the day that has a word, whatever it is, before or behind the name of a person, parted."""
    for at, row in enumerate(top):
        said = ANY_LABEL.fullmatch(row)
        said = None if said and NO_AUTHOR_LABEL.fullmatch(said["label"]) else said
        if not said and (placed := ANY_PLACE.fullmatch(row)) and may_follow_author(placed["where"]):
            said = placed
        if not said or not is_full_name(said["name"]) or is_boilerplate(row) or _SOURCE.fullmatch(row):
            continue
        near = [place for place in range(at - MAX_ROWS_TO_DAY, at + MAX_ROWS_TO_DAY + 1) if place in dates]
        between = [range(min(at, place) + 1, max(at, place)) for place in near]
        if any(
            all(is_boilerplate(top[each]) or publishers.is_known(top[each]) for each in places) for places in between
        ):
            return {} if _is_of_text(said["name"], _small_words(rows)) else {at: said["name"]}
    return {}


def _named_twice(top: Sequence[str]) -> dict[int, str]:
    """Return the rows of an author whose picture and link are both copied as the name."""
    for at, (row, after) in enumerate(pairwise(top)):
        name = _PICTURE_OF.sub("", row) if len(row) <= MAX_BYLINE_CHARS else row
        is_same = name.casefold() == after.casefold() and not (row.isupper() and after.isupper())
        is_one = is_name(name) and name[0].isupper() and name[-1] != "." and not is_outlet(name)
        if is_same and is_one and 2 <= len(name.split()) <= MAX_NAME_WORDS:
            return dict.fromkeys((at, at + 1), after if name.isupper() else name)
    return {}


def _named_above_label(top: Sequence[str]) -> dict[int, str]:
    """Return the rows of authors and of the word for one, or for what they are, which some papers have below each."""
    found: dict[int, str] = {}
    for at, (row, after) in enumerate(pairwise(top)):
        if is_full_name(row) and (
            _AUTHOR_LABEL.fullmatch(after) or is_role(after) or publishers.is_known(after.partition(",")[0])
        ):
            if found and at - 1 not in found:
                break
            found.update(dict.fromkeys((at, at + 1), row))
    return found


def _named_beside_day(rows: Sequence[str], top: Sequence[str], dates: Container[int]) -> dict[int, str]:
    """Return the row of a bare name near the day, on a page in Chinese, Japanese or Korean.

    Beside the day, but for buttons, it need not be named again; a row or two away it must be.
    """
    pattern = JAPANESE_NAME if any(map(_KANA.search, top)) else CHINESE_OR_KOREAN_NAME
    named: dict[int, str] = {}
    for at, row in enumerate(map(_without_brackets, top)):
        if not at or at in dates or not pattern.fullmatch(row) or not any(map(is_headline, top[:at])):
            continue
        near = [place for place in range(at - MAX_ROWS_TO_DAY, at + MAX_ROWS_TO_DAY + 1) if place in dates]
        between = (range(min(at, place) + 1, max(at, place)) for place in near)
        if any(all(is_boilerplate(top[each]) for each in places) for places in between):
            return {at: row}
        if near and any(row in other and other != row for other in rows[at + 1 :]):
            named.setdefault(at, row)
    return dict(list(named.items())[:1])


def _without_brackets(row: str) -> str:
    return row[1:-1] if row[0] in "【［[" and row[-1] in "】］]" and len(row) > MIN_BRACKETED else row


MAX_ROWS_TO_DAY, MIN_BRACKETED = 3, 4
_KANA = re.compile(r"[\u3040-\u30ff]")
_AUTHOR_LABEL = re.compile(
    r"(?:authors?|auteurs?|autor(?:in|a|es)?|autore|penulis|reporter|writer|redacteur|yazar|muhabir)", re.IGNORECASE
)
_PICTURE_OF = re.compile(
    r"['’]s (?:user )?avatar$|"
    r"^(?:photo|foto|picture|avatar|portr[aä]it|retrato|ritratto|portret) (?:of|von|de|di|da|van|av|af) ",
    re.IGNORECASE,
)


def signs_below(row: str, text: str) -> bool:
    """Tell the author's name in a row below the text, where it stands without a word in Vietnam."""
    return is_full_name(row) and bool(_VIETNAMESE.search(row) or _VIETNAMESE.search(text))


def is_place(row: str) -> bool:
    """Tell a word or two that can be a town."""
    return bool(_PLACE.fullmatch(row))


_PLACE = re.compile(r"[^\W\d_a-zß-ÿ][^\W\d_]+(?:[ -][^\W\d_a-zß-ÿ][^\W\d_]+){0,2}")


def signs_with_mail(row: str, below: str) -> bool:
    """Tell an author's name above an address that has the last word of it."""
    return "@" in below and is_full_name(row) and row.split()[-1].casefold() in below.casefold()


def signed_with_mail(rows: Sequence[str], publisher: str) -> str:
    """Return the only name above an address at a paper that has its last word; empty where it is whom to ask."""
    at_paper = f"{publisher.casefold().replace(' ', '')}."
    found = {
        row
        for at, (row, after) in enumerate(pairwise(rows))
        if at_paper in after.casefold()
        and signs_with_mail(row, after)
        and not any(map(_CONTACT.search, rows[max(at - 3, 0) : at]))
    }
    return found.pop() if len(found) == 1 and len(at_paper) > MIN_GIVEN_NAME_CHARS else ""


def heads_contact(row: str) -> bool:
    """Tell the row above whom to ask."""
    return len(row) <= MAX_LEAD_ROW_CHARS and bool(_CONTACT.search(row))


_CONTACT = re.compile(
    r"conta[ck]t|kontakt|contatt|press|media|inform|upplysning|yhteys|lisätiet|iletişim|контакт|пресс|問い合わせ|連絡|문의|"
    r"联系|聯絡|اتصال|צור קשר|liên hệ",
    re.IGNORECASE,
)
_VIETNAMESE = re.compile(r"[\u01a0-\u01b0\u1ea0-\u1ef9đĐ]")


def is_told(row: str) -> bool:
    """Tell a row with author or day."""
    return bool(byline(row) or date_line(row))


def is_relative(row: str) -> bool:
    """Tell a row of how long ago a text was published, or how long it takes to read."""
    return bool(RELATIVE.fullmatch(row))


def end_of_header(rows: Sequence[str], *, is_page: bool = False) -> int:
    """Return where the text of a page begins: the first running text with no author or day below it; 0 without one."""
    seen = first = told = 0
    for at, row in enumerate(rows[:MAX_MENU_ROWS]):
        if not is_prose(row) or is_titled(row) or is_boilerplate(row):
            told = told or (at if is_told(row) else 0)
            continue
        first = first or (at if told else 0)
        seen += 1
        near = MAX_ROWS_BELOW_CAPTION if at > MIN_MENU_ROWS or is_page else MAX_ROWS_BELOW_STANDFIRST
        if seen > MAX_STANDFIRSTS or not _is_above_told(rows[at + 1 : at + 1 + near]):
            return at
    return first  # The day is below the text once more.


def _is_above_told(rows: Sequence[str]) -> bool:
    """Tell rows with author or day, above which is no more than another sentence: below several somebody signs them."""
    place = next((at for at, row in enumerate(rows) if is_told(row)), len(rows))
    return place < len(rows) and sum(map(is_prose, rows[:place])) < MAX_STANDFIRSTS - 1


MAX_MENU_ROWS, MIN_MENU_ROWS, MAX_STANDFIRSTS = 400, 8, 3
"""Most rows above the text of a page; those above a headline from which they are a menu; and sentences above a day."""


def _end_of_top(rows: list[str]) -> int:
    """Return how many rows may belong to the header: up to the fourth of running text."""
    prose = [at for at, row in enumerate(rows[:MAX_HEADER_ROWS]) if is_prose(row)]
    return prose[MAX_PROSE_ROWS] if len(prose) > MAX_PROSE_ROWS else min(len(rows), MAX_HEADER_ROWS)


def is_headline(row: str) -> bool:
    """Tell a row that could be a headline: some words, and no running text."""
    if (
        (is_prose(row) and not is_titled(row))
        or is_boilerplate(row)
        or LIST_ITEM.match(row)
        or not _LETTERS.search(row)
    ):
        return False
    return len(row.split()) >= 4 or count_cjk(row) >= 8 or count_unpunctuated(row) >= MIN_THAI_HEADLINE_CHARS


def is_titled(row: str) -> bool:
    """Tell a headline of whole sentences, the words of which begin large."""
    words = [word for word in row.split() if len(word) > 3] if len(row) <= MAX_HEADLINE_CHARS else []
    return len(words) > 3 and all(word.lstrip("‘’“”'\"")[:1].isupper() for word in words if word.isalpha())


MIN_THAI_HEADLINE_CHARS, MAX_HEADLINE_CHARS = 25, 160
_LETTERS = re.compile(r"[^\W\d_]{2}")
_PICTURE_STORY = re.compile(r"(?:in )?(?:photos|pictures)\s?:(?:\s[^\s/|]+){3,}", re.IGNORECASE)
"""A headline that begins as a credit does: "Photos: The storm on the coast"."""


class _Known(NamedTuple):
    """The rows that give the day, the author and the source."""

    dates: dict[int, DatedLine]
    bylines: dict[int, str]
    sources: dict[int, str]


def _header(rows: list[str], masthead: str, told_by: _Known, *, text: int, is_page: bool) -> NewsHeader:
    dates, bylines, sources = told_by
    known = {*dates, *bylines, *sources}
    end = max(known, default=rows.index(masthead) if masthead in rows else 0) + 1
    while end < len(rows) and _LABELLED.fullmatch(rows[end]):
        end += 1
    above = [at for at in range(end) if at not in known and not is_boilerplate(rows[at]) and not _is_aside(rows[at])]
    above = [0, *above] if not is_page and known and _PICTURE_STORY.fullmatch(rows[0]) else above
    is_signed = 1 in bylines and 0 in above and not is_outlet(rows[0])
    title = 0 if is_page or is_signed else _title(rows, above, masthead, end)
    publisher = masthead or next(iter(sources.values()), "") or _publisher(rows, [at for at in above if at < title])
    publisher = publisher or next(filter(_FIRM.fullmatch, rows[: max(title, 0)]), "")
    # A note with only a date above it may begin with short lines of its own.
    lead: Sequence[int] = range(0)
    if is_page:
        is_signed = bool(bylines or any(found.byline for found in dates.values()))
        lead = _page_lead(rows[: text or len(rows)], end, is_signed=is_signed, is_dated=bool(dates))
    elif masthead or bylines:
        lead = _lead(rows, end, title)
    # The text of a note may begin with a list.
    while not is_page and lead and not _is_label(rows[lead[-1]]):
        lead = lead[:-1]
    lead = lead or _author_row(rows, end)
    publisher = publisher or next((rows[at] for at in (*above, *lead) if title < at and is_outlet(rows[at])), "")
    authors = [*bylines.values(), *(found.byline for found in dates.values())]
    authors = [", ".join(_one_below_the_other(bylines)), *authors] if is_page and bylines else authors
    if dates or not is_page:
        # In capitals alone is who took a picture, or a button.
        names = list(_names(rows, [*above, *lead], title, publisher, is_page=is_page))
        together = _named_together(rows, names, dates) if is_page else []
        authors += [", ".join(together)] if together else []
        authors += sorted(names, key=str.isupper)
    told = sorted(dates.values(), key=lambda found: not found.is_labelled)
    first = next((at for at in above if at > title), -1)
    kept = [at for at in above if _is_text(rows[at], at > title) or (not is_page and at < title and _is_own(rows[at]))]
    # Of the short rows around author and day only the first can be a standfirst.
    kept = [at for at in kept if not is_page or at <= first or not _is_short(rows[at]) or _is_amid_text(rows, at)]
    if is_page and any(_PRICE.match(rows[at]) for at in above if at > title):
        # What is offered, where and for how much.
        kept = [at for at in above if at > title]
    kept += [at for at in range(end, len(rows)) if at not in lead]
    kept = [at for at in kept if at > title or rows[at] != publisher]
    speaking = [at for at in kept if at > end and rows[at] in authors and is_prose("".join(rows[at + 1 : at + 2]))]
    spoken = set(speaking if len(speaking) > 1 else [])
    return NewsHeader(
        publisher=publisher,
        title=without_subject_label(rows[title]) if title >= 0 else _dated_title(rows, dates),
        byline=_without_marks(next(filter(None, authors), "")),
        published_at=next((found.published_at for found in told if found.published_at), None),
        modified_at=next((found.modified_at for found in told if found.modified_at), None),
        body=tuple(
            rows[at]
            for at in kept
            if at != title
            and (at in spoken or _PLACE_OF.sub("", rows[at]) not in authors)
            # What else the author is stands there too.
            and not (is_page and at < end and authors and authors[0] and rows[at].startswith(f"{authors[0]} "))
        ),
    )


def _one_below_the_other(bylines: Mapping[int, str]) -> list[str]:
    """Return the names of the first authors, with no more than what each of them is between."""
    places = sorted(bylines)
    end = next((at for at, after in pairwise(places) if after - at > MAX_ROWS_OF_AUTHOR), places[-1])
    return list(dict.fromkeys(bylines[at] for at in places if at <= end))[:MAX_AUTHORS]


MAX_ROWS_OF_AUTHOR, MAX_AUTHORS = 2, 4


def _is_short(row: str) -> bool:
    return len(row) + count_cjk(row) < MAX_LEAD_ROW_CHARS and bool(_BUTTON.fullmatch(row)) and not LIST_ITEM.match(row)


def _is_amid_text(rows: Sequence[str], at: int) -> bool:
    return is_prose(rows[at - 1]) and at + 1 < len(rows) and is_prose(rows[at + 1])


_PRICE = re.compile(r"[€$£¥₩] ?\d|\d[\d.,  ]* ?(?:[€₽円元원]|zł\b|kr\b|Kč)")


def _is_own(row: str) -> bool:
    """Tell a row above the headline of a text without a menu that is no furniture."""
    return len(row.split()) >= MIN_OWN_WORDS and not (is_outlet(row) or publishers.is_known(row))


MIN_OWN_WORDS = 3
"""Words from which a row above the headline is more than the part of a site that it is in."""


def _without_marks(names: str) -> str:
    return _FOOTNOTE_MARK.sub("", _FOOTNOTE_DIGIT.sub("", names) if len(_FOOTNOTE_DIGIT.findall(names)) > 1 else names)


_FOOTNOTE_DIGIT = re.compile(r"(?<=[^\W\d_])\d{1,2}(?:,\d{1,2})*(?=[,\s]|$)")
_FOOTNOTE_MARK = re.compile(r"(?<=\w)[¹²³⁰-⁹*†‡§]+(?:,[¹²³⁰-⁹*†‡§]+)*")
"""Stands after the names of a paper's authors."""


def _dated_title(rows: list[str], dates: dict[int, DatedLine]) -> str:
    """Return a row that has a name before its day, such as "Version 2.4 (2021-06-05)", where there is no headline."""
    for at in dates:
        first = find_dates(rows[at])
        if first and first[0].start > 3 and not dates[at].byline and not DATE_LABEL.search(rows[at]):
            return rows[at]
    return ""


_LABELLED = re.compile(r"(?:담당(?: ?부서|자)?|문의(?:처)?|배포(?: ?부서|처)?|연락처|전화(?:번호)?|부서)\s?[:：].*")
"""Whom to ask, above the headline of a Korean press release."""


def _is_aside(row: str) -> bool:
    return bool(SECTION.fullmatch(row) or _LABELLED.fullmatch(row))


_ANNOUNCED = re.compile(r"(?:について|のお知らせ|に関して|の開催|の発表)$")
"""How the headlines of Japanese announcements end, which stand below who announces."""


def subject_of_letter(rows: Sequence[str]) -> int:
    """Return where a letter says what it is about, beside the row that greets below who writes to whom; -1 if not."""
    text = next((at for at, row in enumerate(rows[:MAX_HEADER_ROWS]) if is_prose(row)), 0)
    greeting = next((at for at in range(text - 1, MIN_ROWS_OF_ADDRESS - 1, -1) if _GREETING.fullmatch(rows[at])), 0)
    is_addressed = any(_TOWN.search(row) and not date_line(row) for row in rows[:greeting])
    if not is_addressed or text - greeting > MAX_ROWS_TO_TEXT:
        return -1
    if text - greeting == MAX_ROWS_TO_TEXT:
        return greeting + 1 if is_headline(rows[greeting + 1]) else -1
    above = next((at for at in (greeting - 1, greeting - 2) if is_headline(rows[at]) and not is_told(rows[at])), -1)
    return above if above >= 0 and not LIST_ITEM.match(rows[above]) else -1


def without_subject_label(row: str) -> str:
    """Return what a letter is about without the word for that."""
    return _SUBJECT_LABEL.sub("", row)


_SUBJECT_LABEL = re.compile(
    r"^(?:objet|betreff|betrifft|subject|asunto|oggetto|onderwerp|betreft|assunto|ärende|angående|emne|dotyczy|temat|věc|"
    r"konu|тема|件名|제목|主题|主旨)\s?[:：]\s*(?=\S)",
    re.IGNORECASE,
)
_GREETING = re.compile(r"[^\W\d_a-zß-ÿа-я][^\d.:;!?]{3,60},|[^\W\d_a-zß-ÿа-я][^\d.:;?]{3,60}!")
_TOWN = re.compile(r"(?:^|[\s-])\d{4,6} [^\W\d_]|\b[A-Z]{1,2}\d{1,2}[A-Z]? \d[A-Z]{2}\b|[A-Z]{2} \d{5}\b|〒")
"""A town with its number in an address."""
MIN_ROWS_OF_ADDRESS, MAX_ROWS_TO_TEXT = 4, 2


def _title(rows: list[str], above: list[int], masthead: str, end: int) -> int:
    """Return where the headline stands, -1 if there is none."""
    if (told := subject_of_letter(rows)) >= 0:
        return told
    places: list[int] = [*above, *range(end, min(end + 3, len(rows) - 1))]
    places.sort(key=lambda at: not _ANNOUNCED.search(rows[at]))
    for at in places:
        is_broken = rows[at][-1] in ",;:" or (at >= end and (rows[at][0].islower() or begins_count(rows, at)))
        is_broken = is_broken or bool(_NO_TITLE.match(rows[at]) or _FIRM.fullmatch(rows[at]))
        if rows[at] != masthead and is_headline(rows[at]) and not is_broken:
            return at
    short: list[int] = [at for at in above if not publishers.is_known(rows[at])]
    short = [at for at in short if not is_outlet(rows[at])] or short
    if not short or (end == len(rows) and len(short) < 2):
        return -1
    return max(short, key=lambda at: len(rows[at]))


def begins_count(rows: Sequence[str], at: int) -> bool:
    """Tell the first of several headings that are counted, each right above text."""
    if not rows[at].startswith(("1.", "1)", "1 ")) or not any(map(is_prose, rows[at + 1 : at + 2])):
        return False
    return any(row.startswith(f"2{rows[at][1]}") and is_prose(after) for row, after in pairwise(rows[at + 1 :]))


_NO_TITLE = re.compile(
    r"[$>%] |(?:present|in attendance|attendees|attending|apologies|absent|participants|note[- ]?taker|chair|location|"
    r"anwesend|teilnehmer(?:innen)?|ort|beginn|leitung|présents|excusée?s?|lieu|asistentes|lugar|aanwezig|"
    r"出席者|欠席者|場所|참석자|장소|参会人员|地点)\s?[:：]",
    re.IGNORECASE,
)
"""Begins a command, or who was at a meeting and where that was."""
_FIRM = re.compile(
    r"(?:株式会社|有限会社|合同会社|(?:一般|公益)(?:社団|財団)法人|独立行政法人|学校法人)[^\s、。:：]{1,20}|"
    r"[^\s、。:：]{1,20}(?:株式会社|有限公司|有限责任公司|주식회사)|(?:주식회사|㈜|\(주\)) ?[^\s,:：]{1,20}"
)
"""The name of a firm, above what it announces."""


def _publisher(rows: list[str], before: list[int]) -> str:
    """Return the name in the masthead: one that sounds like a newspaper's, else the first row."""
    short = [rows[at] for at in before if len(rows[at].split()) <= 6 and len(rows[at]) <= 60]
    short = [row for row in short if not is_link(row)]
    return next((row for row in short if WORD_OF_NEWS.search(in_small_letters(row))), short[0] if short else "")


def _names(rows: list[str], above: list[int], title: int, publisher: str, *, is_page: bool) -> Iterator[str]:
    """Yield the rows below the headline that are the name of an author or of an agency."""
    words = _small_words(rows) if is_page else frozenset()
    for at in above:
        name = _PLACE_OF.sub("", rows[at])
        is_author = publishers.is_known(name) or (is_name(name) and not is_outlet(name))
        if is_page and (NO_PERSON.search(name) or _is_photographer(rows, at, title) or _is_of_text(name, words)):
            continue
        if is_page and name.rpartition(", ")[2] in COUNTRIES:
            continue
        if title < at and name != publisher and is_author:
            yield name


def _named_together(rows: Sequence[str], names: Container[str], dates: Container[int]) -> list[str]:
    """Return the authors in the rows beside that of the day, where there are several: a place is in the text too."""
    for day in range(min(len(rows), MAX_HEADER_ROWS)) if dates else ():
        for places in (range(day + 1, len(rows)), range(day - 1, -1, -1)) if day in dates else ():
            beside = (rows[at] for at in places)
            found = list(takewhile(lambda row: row in names and _may_be_beside(row), beside))
            text = [row for row in rows if is_prose(row)] if len(found) > 1 else []
            if text and not any(name in row for name in found for row in text):
                return found if places.step > 0 else found[::-1]
    return []


def _may_be_beside(row: str) -> bool:
    return is_full_name(row) and not (_ACRONYM.search(row) or is_job(row))


_ACRONYM = re.compile(r"\b[A-ZÀ-ÖØ-Þ]{2}|,")
"""What the names of outlets and rows of capitals have, and those of people have not."""


def _small_words(rows: Sequence[str]) -> frozenset[str]:
    """Return the words of the first paragraphs that are written small."""
    body = [row[:MAX_CHARS_OF_WORDS] for row in rows if is_prose(row)][:MAX_ROWS_OF_WORDS]
    return frozenset(word for row in body for word in _SMALL_WORD.findall(row))


MAX_CHARS_OF_WORDS, MAX_ROWS_OF_WORDS, MIN_GIVEN_NAME_CHARS = 2_000, 40, 5
_SMALL_WORD = re.compile(r"(?<![\w'’-])[^\W\d_A-ZÀ-ÖØ-Þ][^\W\d_]{2,}")


def is_topic(name: str, rows: Sequence[str]) -> bool:
    """Tell what a text is about from the name of a person."""
    return _is_of_text(name, _small_words(rows))


def _is_of_text(name: str, words: Container[str]) -> bool:
    """Tell what the text is about from a name: its words are written small there, or the first of a few long ones."""
    parts = [part.casefold() for part in re.split(r"[ ,|/]+", name) if len(part) > 2 and part[0].isupper()]
    if not parts:
        return False
    is_list_of_words = "," in name and " " not in name.partition(",")[0]
    return (
        is_list_of_words
        or all(part in words for part in parts)
        or (len(parts[0]) >= MIN_GIVEN_NAME_CHARS and parts[0] in words)
    )


def _is_photographer(rows: Sequence[str], at: int, title: int) -> bool:
    """Tell the first of two names, below what is on a picture, which is below a standfirst."""
    is_below_caption = at - 2 > title and is_headline(rows[at - 1]) and is_headline(rows[at - 2])
    return is_below_caption and is_full_name(rows[at]) and is_full_name("".join(rows[at + 1 : at + 2]))


_PLACE_OF = re.compile(r" ?/ ?[A-ZÀ-ÖØ-ÞİŞĞ]{3,20}$")
"""Where the author was: "Elif KARACA / VAN"."""


def _page_lead(rows: list[str], end: int, *, is_signed: bool, is_dated: bool) -> list[int]:
    """Return the short rows between the header of a page and its text, but for a heading right above that.

    Below a standfirst only those count that certainly are none of the text.
    """
    text = next((at for at in range(end, min(end + MAX_HEADER_ROWS, len(rows))) if is_prose(rows[at])), end)
    names = {at for at in range(end, text) if is_full_name(_PLACE_OF.sub("", rows[at])) and not rows[at].isupper()}
    places = [at for at in range(end, text) if at not in names]
    buttons = {at for at in places if may_be_button(rows[at]) or (is_of_site(rows[at]) and _is_short(rows[at]))}
    places = [at for at in places if at not in buttons]
    is_long = (at for at in places if len(rows[at]) > MAX_LEAD_ROW_CHARS or is_headline(rows[at]))
    first = next(is_long, text)
    # Right above the text is a heading of it.
    buttons -= {text - 1} if text - 1 > first else set()
    may_sign = is_dated and not is_signed
    if not (is_dated or is_signed):
        first, buttons = end, set()
    certain = {*buttons, *(names if is_dated and not is_signed else ())}
    lead = [at for at in range(end, text) if at < first or at in certain or _is_fact(rows[at])]
    if not lead or lead[-1] != text - 1:
        return lead
    row = rows[lead[-1]]
    is_heading = (not is_dated or " " in row) and row[0].isupper() and row.replace(" ", "").isalpha()
    # In capitals is the place that was written from.
    is_heading = is_heading and not (_is_fact(row) or (row.isupper() and is_full_name(row)))
    return lead[:-1] if is_heading and not (may_sign and lead[-1] in names) else lead


def may_be_button(row: str) -> bool:
    """Tell a few words without a number or a mark, as those are that stand above a text and are none of it."""
    return len(row) + count_cjk(row) <= MAX_BUTTON and bool(_BUTTON.fullmatch(row))


_BUTTON = re.compile(r"[^\d.!?…:;,。、！？：；，?]*")
MAX_BUTTON = 24
"""Longest row, signs of Chinese, Japanese and Korean counted as two, that is a button above a text."""


def _lead(rows: list[str], end: int, title: int) -> range:
    """Return the short rows between the header and the first running text: links, names, times to read."""
    prose = next((at for at in range(end, min(end + MAX_HEADER_ROWS, len(rows))) if is_prose(rows[at])), end)
    is_long = any(
        at != title and (len(rows[at]) > MAX_LEAD_ROW_CHARS or is_headline(rows[at])) for at in range(end, prose)
    )
    return range(end, end if is_long else prose)


def _is_label(row: str) -> bool:
    """Tell a row between headline and text that certainly is none of it."""
    return is_name(row) or is_outlet(row) or publishers.is_known(row) or _is_fact(row)


def _is_fact(row: str) -> bool:
    """Tell a row that is a button, a number, or what an author does."""
    is_button = is_boilerplate(row) or row.isdecimal() or len(row) == 1
    return is_button or bool(is_role(row) or RELATIVE.fullmatch(row) or _AUTHOR_LABEL.fullmatch(row))


_VERSION = re.compile(r"(?<![\d.])\d{1,3}\.\d{1,3}(?![\d.])|release notes|what['’]s new", re.IGNORECASE)


def _author_row(rows: Sequence[str], end: int) -> range:
    """Return the row right below the header where it is a name above running text, and no row after it is one."""
    after = [row for row in rows[end + 1 : end + MAX_HEADER_ROWS] if not is_boilerplate(row)]
    is_author = end < len(rows) and is_name(rows[end]) and len(rows[end].split()) in (2, 3)
    # Below the version of a program is what is new: "Bug Fixes".
    is_author = is_author and not any(_VERSION.search(row) and not date_line(row) for row in rows[:end])
    is_author = is_author and bool(after) and not is_outlet(rows[end]) and not LIST_ITEM.match(rows[end + 1])
    is_author = is_author and (is_prose(after[0]) or publishers.is_known(after[0].partition(" ")[0]))
    return range(end, end + 1) if is_author and not any(map(is_name, after[:MAX_PROSE_ROWS])) else range(0)


def _is_text(row: str, below_title: bool) -> bool:
    return is_prose(row) or (below_title and (is_headline(row) or bool(LIST_ITEM.match(row))))


@dataclass(frozen=True, slots=True)
class Lead:
    """What the rows between the headline and the text say."""

    byline: str = ""
    published_at: date | None = None
    modified_at: date | None = None

    def with_more(self, other: "Lead") -> "Lead":
        """Return this with what only another row says."""
        return Lead(
            self.byline or other.byline,
            self.published_at or other.published_at,
            self.modified_at or other.modified_at,
        )


def split_lead(
    blocks: Sequence[Block], is_past: Callable[[int, Block], bool], hints: DateHints = NO_HINTS
) -> tuple[Lead, list[Block]]:
    """Take the rows of author and day off the top of the text.

    Args:
        blocks: The text, without its headline.
        is_past: Tells of a block and its place, from 0, whether there are no such rows from there on; those right
            below a standfirst are taken all the same.
        hints: What is known of the document's dates.
    """
    lead = Lead()
    kept: list[Block] = []
    place = 0
    while place < len(blocks):
        if is_past(place, blocks[place]):
            below = [_lead_row(block, hints) for block in blocks[place + 1 : place + 1 + MAX_ROWS_BELOW_STANDFIRST]]
            if any(kept_block.kind == "text" for kept_block in kept) or not any(below):
                break
            kept.append(blocks[place])
        elif row := _lead_row(blocks[place], hints):
            lead = lead.with_more(row)
        else:
            kept.append(blocks[place])
        place += 1
    if not lead.byline and (at := _name_at(kept, lead, hints)) is not None:
        lead = replace(lead, byline=kept.pop(at).text)
    return lead, [*kept, *blocks[place:]]


def _name_at(rows: Sequence[Block], lead: Lead, hints: DateHints) -> int | None:
    """Return where the only row of a name is, beside that of the day; None in German, whose nouns are like names."""
    if not (lead.published_at or lead.modified_at) or hints.language.startswith("de"):
        return None
    texts = [row.text for row in rows]
    found = [at for at, row in enumerate(rows) if row.kind == "text" and is_full_name(row.text)]
    return found[0] if len(found) == 1 and not any(map(is_prose, texts[: found[0]])) else None


MAX_ROWS_BELOW_STANDFIRST, MAX_ROWS_BELOW_CAPTION = 2, 6
"""Rows below running text that is above author and day all the same."""


def _lead_row(block: Block, hints: DateHints) -> Lead | None:
    """Return the author and day of a row that says nothing else."""
    if block.kind != "text" or "\n" in block.text:
        return None
    if dated := date_line(block.text, hints):
        return Lead(dated.byline, dated.published_at, dated.modified_at)
    written = byline(block.text) or (block.text if publishers.is_known(block.text) else "")
    is_of_author = bool(is_role(block.text) or _AUTHOR_LABEL.fullmatch(block.text))
    return Lead(written) if written or is_of_author else None
