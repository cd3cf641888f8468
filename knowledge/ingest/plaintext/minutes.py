"""The minutes of a meeting → Article: all that was said, under whose minutes they are and of which day."""

import re
from collections.abc import Mapping, Sequence
from datetime import date

from knowledge.ingest.blocks import FACT
from knowledge.ingest.boilerplate import is_link, is_prose, is_skip
from knowledge.ingest.bylines import byline
from knowledge.ingest.date_lines import date_line
from knowledge.ingest.plaintext.paragraphs import body_of_rows
from knowledge.models import Article
from knowledge.text import normalize
from knowledge.text.dates import DateHints, find_dates

_TITLE = re.compile(
    r"(?:[^.!?:]{2,100}\s)?minutes(?:\s?[,:–—-]\s?.*|\s(?:of|from|for)\s.*|$)|"
    r"(?:[\w ]{0,40}\s)?\w{0,30}(?:protokoll|protokół|protokol|niederschrift|jegyzőkönyv|pöytäkirja|протокол)(?!\w|"
    r"\s?:).*|"
    r"(?:compte[- ]rendu|procès[- ]verbal|acta|ata|verbale|notulen|verslag|referat|zápis(?:nica)?)\b(?!\s?:).*|"
    r"[^.!?:]{2,80} (?:tutanağı|notulen)|[^:：。]{0,40}(?:회의록|議事録|[会會][议議][纪紀记記][要录錄]).{0,30}",
    re.IGNORECASE,
)
_MEETING = re.compile(
    r"meeting|board|council|committee|assembly|sitzung|versammlung|besprechung|réunion|conseil|assemblée|séance|junta|"
    r"reunión|"
    r"sesión|asamblea|assemblea|riunione|seduta|consiglio|reunião|assembleia|vergadering|posiedzeni|zebrani|möte|møte|"
    r"moede|møde|"
    r"kokou|toplantı|schůze|jednání|ülés|közgyűlés|собрани|заседани|совещани|会|會|회의",
    re.IGNORECASE,
)
_ATTENDED = re.compile(
    r"(?:(?:members |directors |councillors |also )?(?:present|in attendance)|attend(?:ees|ance|ing)|apologies|absent|"
    r"anwesend\w*|teilnehmer\w*|entschuldigt|présent\w*|excusé\w*|asistentes|presentes?|presenti|aanwezig|afwezig|"
    r"obecni|närvarande|frånvarande|til stede|tilstede|fremmødte|läsnä|paikalla|přítomni|jelen vannak|katılanlar|"
    r"присутств\w*|出席者|欠席者|出席人员|参会人员|与会人员|참석자)\b[^:：]{0,30}[:：]",
    re.IGNORECASE,
)
"""Says who was at a meeting."""
_NUMBERED = re.compile(r"\W{0,2}(?:\d|[ivxl]+[.)])", re.IGNORECASE)
_TO_SIGN = re.compile(r"(?:[^._…]{0,40}(?:[._…]\s?){8,}){1,4}[^._…]{0,40}")
"""Where names are to be written by hand."""
MAX_ROWS_ABOVE, MAX_ROWS_OF_HEAD, MAX_TITLE_CHARS, MAX_ORGANISATION_WORDS = 8, 25, 200, 12


def below_menu(rows: list[str]) -> list[str]:
    """Return the rows below the menu of a site, from whose minutes they are on; all where there is no menu."""
    prose = next((at for at, row in enumerate(rows) if is_prose(row) and not is_skip(row)), len(rows))
    heads = (
        at for at in range(min(prose, MAX_ROWS_OF_MENU)) if is_title_of_minutes(rows[at]) and _MEETING.search(rows[at])
    )
    title = next(heads, 0)
    links = [at for at in range(title) if is_link(rows[at]) or is_skip(rows[at])]
    return rows[links[-1] + 1 :] if len(links) >= MIN_LINKS else rows


MAX_ROWS_OF_MENU, MIN_LINKS = 60, 2


def read_minutes(rows: Sequence[str], levels: Mapping[str, int], hints: DateHints) -> Article | None:
    """Read the minutes of a meeting; None for any other text.

    Args:
        rows: The text.
        levels: Its headings, and of which level each is.
        hints: What is known of its dates.
    """
    head = rows[:MAX_ROWS_OF_HEAD]
    found = [at for at, row in enumerate(head[:MAX_ROWS_ABOVE]) if is_title_of_minutes(row)]
    if not found or any(map(is_prose, rows[: found[0]])) or any(map(is_link, rows[: found[0]])):
        return None
    at = next((at for at in found if _MEETING.search(rows[at])), found[0])
    if not (any(map(_MEETING.search, rows[: at + 1])) or any(map(_ATTENDED.match, head))):
        return None
    title = rows[at]
    used = {at}
    while at + 1 < len(rows) and _goes_on(rows[at + 1], hints):
        at += 1
        used.add(at)
        title = f"{title} {rows[at]}"
    end = next(
        (place for place in range(at + 1, len(head)) if is_prose(head[place]) or head[place] in levels), len(head)
    )
    dated = {place: said for place in range(end) if place not in used and (said := date_line(rows[place], hints))}
    signed = next((place for place in range(end) if place not in used and byline(rows[place])), -1)
    beside = [*range(min(used)), at + 1] if at + 1 < end else list(range(min(used)))
    whose = next(
        (place for place in beside if place not in dated and place != signed and _is_organisation(rows[place])), -1
    )
    used |= {*dated, signed, whose}
    kept = [row for place, row in enumerate(rows) if place not in used and not _TO_SIGN.fullmatch(row)]
    days = [each.day for each in find_dates(title, hints)]
    day = days[0] if len(days) == 1 else next((each.published_at for each in dated.values() if each.published_at), None)
    if not kept:
        return None
    body, corrected = body_of_rows(kept, levels, title)
    return Article(
        title=normalize.one_line(title, normalize.MAX_TITLE_CHARS),
        paragraphs=body.paragraphs,
        headings=body.headings,
        publisher=normalize.one_line(rows[whose], normalize.MAX_NAME) if whose >= 0 else "",
        byline=normalize.one_line(byline(rows[signed]), normalize.MAX_NAME) if signed >= 0 else "",
        published_at=day or _day_said(head[: end + 1], hints),
        corrections=corrected,
    )


def is_title_of_minutes(row: str) -> bool:
    row = _YEAR_MARK.sub("", row[: MAX_TITLE_CHARS + 4]) if row.endswith("r.") else row
    return len(row) <= MAX_TITLE_CHARS and not is_prose(row) and bool(_TITLE.fullmatch(row))


_YEAR_MARK = re.compile(r"(?<=\d{4}) ?r\.$")
"""Polish for "year", after one."""


_OF_MONTH = re.compile(r" d[ií]as d(?:o m[êe]s|el mes) de ")
"""How deeds write days: "aos 28 dias do mês de março de 2026"."""


def _goes_on(row: str, hints: DateHints) -> bool:
    """Tell the second row of a title: "über die Sitzung des Gemeinderats"."""
    return row[0].islower() and not (date_line(row, hints) or byline(row) or is_prose(row))


def _is_organisation(row: str) -> bool:
    is_other = FACT.fullmatch(row) or _ATTENDED.match(row) or _NUMBERED.match(row) or is_prose(row)
    return not is_other and len(row.split()) <= MAX_ORGANISATION_WORDS


def _day_said(rows: Sequence[str], hints: DateHints) -> date | None:
    """Return the only day that the facts above the text give, as in "Held: Friday 3 May 2024, 7 pm, village hall"."""
    facts = [row for row in rows[:-1] if FACT.fullmatch(row)] or [_OF_MONTH.sub(" de ", row) for row in rows[-1:]]
    days = {each.day for row in facts for each in find_dates(row[:MAX_TITLE_CHARS], hints)}
    return days.pop() if len(days) == 1 else None
